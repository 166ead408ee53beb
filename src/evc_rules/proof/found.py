"""What a proof says of every outcome: that a harmonised ruleset is what its strategy means, or who shows otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ..compare.moving import moved
from ..harmonise import Strategy
from ..model.base import Text
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..results.status import Status, Statuses
from .form import Step


@dataclass(frozen=True)
class Shown:
    """Somebody of whom a harmonised ruleset says something else than its strategy does.

    Attributes:
        dossier: Who it is.
        said: The statuses that the ruleset leaves possible, by the reference.
        meant: The status by the definition.
    """

    dossier: Dossier
    said: Statuses
    meant: Status


@dataclass(frozen=True)
class Clause:
    """A clause of which it is not proven that it belongs, or of which it is not proven that it is there.

    Attributes:
        rules: The rules that it came from, as `ruleset:rule`.
        articles: The articles that they encode, as `ruleset:source/article`.
        why: Why it is not proven.
    """

    rules: tuple[str, ...]
    articles: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class LeafProof:
    """What is proven of one leaf.

    Attributes:
        leaf: The leaf.
        anything: Whether it is proven by form, and so on every dossier, whatever is missing from it.
        complete: Whether it is proven on every dossier of which everything is known; None when that is not known.
        steps: What the proof by form takes: each time a condition that is never truer than another.
        shown: Somebody of whom the ruleset says something else, when there is somebody.
        unproven: The clauses that are not proven, where something is not.
    """

    leaf: Leaf
    anything: bool
    complete: bool | None
    steps: tuple[Step, ...] = ()
    shown: Shown | None = None
    unproven: tuple[Clause, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether it is proven both ways."""
        return self.anything and self.complete is True

    def and_(self, other: LeafProof) -> LeafProof:
        """This for some cohorts, and the other for others."""
        both = (self.complete, other.complete)
        return LeafProof(
            self.leaf,
            anything=self.anything and other.anything,
            complete=False if False in both else None if None in both else True,
            steps=tuple(dict.fromkeys((*self.steps, *other.steps))),
            shown=self.shown or other.shown,
            unproven=tuple(dict.fromkeys((*self.unproven, *other.unproven))),
        )

    def at(self, leaf: Leaf, framework: Framework) -> LeafProof:
        """The same of a leaf of which the same is said."""
        shown = self.shown
        if shown:
            shown = replace(shown, dossier=moved(shown.dossier, self.leaf, leaf, framework))
        return replace(self, leaf=leaf, shown=shown)


@dataclass(frozen=True)
class Proof:
    """What is proven of a harmonised ruleset.

    Attributes:
        ruleset: The ruleset.
        strategy: What it is held to.
        on: The decision date.
        cohort: The cohort that it is for, or None for every cohort.
        leaves: What is proven of each leaf.
        facts: What is assumed of everybody where everything is known.
    """

    ruleset: Ruleset
    strategy: Strategy
    on: date
    cohort: int | None
    leaves: dict[Leaf, LeafProof]
    facts: tuple[Text, ...]

    @property
    def proven(self) -> bool:
        """Whether everything is proven both ways."""
        return all(one.proven for one in self.leaves.values())

    @property
    def wrong(self) -> tuple[LeafProof, ...]:
        """The leaves on which somebody shows that it is something else."""
        return tuple(one for one in self.leaves.values() if one.shown)

    @property
    def unproven(self) -> tuple[LeafProof, ...]:
        """The leaves of which something is not proven, and that nobody shows to be something else."""
        return tuple(one for one in self.leaves.values() if not one.proven and not one.shown)
