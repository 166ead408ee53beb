"""Aligning: the smallest edit of one ruleset after which it exempts whom another does; see `align`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..compare import STANDARD, TIME_LIMIT, Comparison, LeafRelation, Lore
from ..compare.terms import TermDifference, differing
from ..harmonise.member import Member
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from .donor import Donor
from .edits import Edit, Edits, edited, size_of
from .search import KEPT, Goal, Search, Setting

__all__ = ["Alignment", "Edit", "Goal", "Wish", "align", "edited", "size_of"]


@dataclass(frozen=True)
class Wish:
    """What is asked.

    Attributes:
        goal: Whether to exempt just whom the other exempts, at least those, or at most those.
        leaves: Only these leaves; without, all of them, and what exemptions are worth.
        nothing_else: Whether nothing may change of other leaves.
    """

    goal: Goal = "equal"
    leaves: frozenset[Leaf] | None = None
    nothing_else: bool = False


@dataclass(frozen=True)
class Alignment:
    """What it takes to bring one ruleset to another.

    Attributes:
        base: The ruleset as it is.
        other: The ruleset that it is brought to.
        goal: What was asked.
        edits: The edits, the smallest that were found.
        edited: The ruleset with the edits.
        leaves: The leaves that it was asked of.
        unreached: The leaves of which no edits were found, or of which it could not be proven that they do it.
        proof: The edited ruleset beside the other, on those leaves.
        effects: What else changes: the edited ruleset beside the old one, on all other leaves where they differ.
        undecided: The other leaves of which it is not known whether they change.
        terms: Where the same exemptions are still worth other credits.
        tried: How many sets of edits were tried.
    """

    base: Ruleset
    other: Ruleset
    goal: Goal
    edits: tuple[Edit, ...]
    edited: Ruleset
    leaves: tuple[Leaf, ...]
    unreached: tuple[Leaf, ...]
    proof: Comparison
    effects: tuple[LeafRelation, ...]
    undecided: tuple[Leaf, ...]
    terms: tuple[TermDifference, ...]
    tried: int

    @property
    def reached(self) -> bool:
        """Whether it is proven that the edits do all that was asked."""
        return not self.unreached and not (self.goal == "equal" and self.terms)


def align(
    base: Ruleset,
    other: Ruleset,
    framework: Framework,
    on: date,
    wish: Wish | None = None,
    *,
    cohort: int | None = None,
    shared: frozenset[str] = frozenset(),
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
) -> Alignment:
    """The smallest edits of a ruleset after which it exempts whom another one does: just those, or those at least.

    Outcomes that both treat alike are gone through together, one such group after the other; what was edited for one
    group stays. For each group no smaller edits do it, of those that were tried: a word (a value, a code) is brought to
    that of the other, a test or a part of a condition is dropped or added, a rule overrides another, reaches other
    outcomes, is dropped, or is added. What is handed back is proven to do what is asked, or said not to be.

    Args:
        base: The ruleset to edit.
        other: The ruleset to bring it to.
        framework: The framework that both are written over.
        on: The decision date.
        wish: What is asked; without, that the two are equal in everything.
        cohort: The cohort that it is about, or None for every cohort.
        shared: The judgements that one answer settles for both.
        lore: The facts of the world that are assumed.
        time_limit: How long to look for the answer to one question [s].

    Raises:
        InvalidInputError: EVC-N004 when a value of a parameter hangs on the cohort and none is given.
        MissingExtraError: z3 is not installed, and there is something to ask.
    """
    wish = wish or Wish()
    goal, leaves = wish.goal, wish.leaves
    setting = Setting(base, other, framework, on, cohort, shared, lore, time_limit)
    asked = tuple(leaf for leaf in framework.leaves if leaves is None or leaf in leaves)
    outside = tuple(leaf for leaf in framework.leaves if leaf not in asked)
    before = setting.beside(base, other, asked)
    giving = Donor(
        base, framework, Member(other, framework, on, cohort, shared), frozenset(leaf.outcome for leaf in asked), shared
    )
    made: Edits = frozenset()
    if leaves is None and goal == "equal" and differing(base, other, framework):
        made = frozenset({giving.counting()})
    done = [leaf for leaf in asked if before.relation(leaf, 0, 1) in KEPT[goal]]
    search = Search(setting, goal, outside if wish.nothing_else else ())
    for group in before.together:
        wanted = [leaf for leaf in group if before.relation(leaf, 0, 1) not in KEPT[goal]]
        if wanted:
            found = next(search.found(giving.toolbox(wanted), made, (*done, *wanted)), None)
            if found is not None:
                made = found
                done += wanted
    result = edited(base, made)
    proof = setting.beside(result, other, asked)
    pair = setting.beside(base, result, outside).pair(0, 1) if outside else None
    return Alignment(
        base=base,
        other=other,
        goal=goal,
        edits=tuple(sorted(made, key=lambda one: (type(one).__name__, str(one)))),
        edited=result,
        leaves=asked,
        unreached=tuple(leaf for leaf in asked if proof.relation(leaf, 0, 1) not in KEPT[goal]),
        proof=proof,
        effects=pair.differing if pair else (),
        undecided=tuple(one.leaf for one in pair.undecided) if pair else (),
        terms=differing(result, other, framework) if leaves is None else (),
        tried=search.tried,
    )
