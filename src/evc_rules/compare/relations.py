"""What a comparison says: how two rulesets relate on each leaf and over all, with a witness for every difference."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..engines.lower import Clause
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..results.trace import LeafTrace
from .causes import Unsettled


class Relation(Enum):
    """How the first of two rulesets relates to the second."""

    EQUIVALENT = "equivalent"
    MORE_GENEROUS = "more-generous"
    STRICTER = "stricter"
    INCOMPARABLE = "incomparable"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return self.value


def related(*, within: bool | None, contains: bool | None) -> Relation:
    """The relation of the first to the second.

    Args:
        within: Whether the first exempts only where the second does; None when that is not known.
        contains: Whether the second exempts only where the first does; None when that is not known.
    """
    if within is None or contains is None:
        return Relation.UNKNOWN
    if within and contains:
        return Relation.EQUIVALENT
    if within or contains:
        return Relation.STRICTER if within else Relation.MORE_GENEROUS
    return Relation.INCOMPARABLE


@dataclass(frozen=True)
class Witness:
    """An applicant of whom two rulesets say something else.

    Attributes:
        leaf: The outcome, at a level.
        dossier: What is known of the applicant: as little as settles what both rulesets say, or a little more.
        first: What the first ruleset says, and why, by the reference.
        second: What the second ruleset says, and why, by the reference.
    """

    leaf: Leaf
    dossier: Dossier
    first: LeafTrace
    second: LeafTrace

    @property
    def mirrored(self) -> Witness:
        """The same with the rulesets the other way round."""
        return Witness(self.leaf, self.dossier, self.second, self.first)


@dataclass(frozen=True)
class Cause:
    """Why one ruleset exempts someone whom the other does not.

    Attributes:
        clauses: The clauses that exempt someone in this way; the first is the one that the witness shows it of.
        against: The bars of the other ruleset that stand in the way, none of them needless; none where no rule of the
            other grants the outcome.
        witness: Someone who shows it.
    """

    clauses: tuple[Clause, ...]
    against: tuple[Clause, ...]
    witness: Witness

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that the clauses came from, as `ruleset:rule`."""
        return tuple(dict.fromkeys(name for one in self.clauses for name in one.rules))


@dataclass(frozen=True)
class Causes:
    """Which clauses of one ruleset exempt someone whom another does not.

    Attributes:
        found: Those of which someone shows it, in each way in which the other does not exempt.
        undecided: Those of which it is not known, or not in full, and why. Every other clause is proven to make none.
    """

    found: tuple[Cause, ...]
    undecided: tuple[Unsettled, ...] = ()


@dataclass(frozen=True)
class LeafRelation:
    """How two rulesets relate on one leaf.

    Attributes:
        leaf: The leaf.
        relation: How the first relates to the second in what it exempts.
        alike: Whether they also say the same where neither exempts; None when that is not known.
        only_first: Someone whom only the first exempts, when there is someone.
        only_second: Someone whom only the second exempts, when there is someone.
        otherwise: Someone of whom they say something else although neither exempts, when there is someone and what
            they exempt is the same.
        why: Why something is not known; nothing when all is.
    """

    leaf: Leaf
    relation: Relation
    alike: bool | None
    only_first: Witness | None = None
    only_second: Witness | None = None
    otherwise: Witness | None = None
    why: tuple[str, ...] = ()

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """All witnesses that there are."""
        return tuple(filter(None, (self.only_first, self.only_second, self.otherwise)))
