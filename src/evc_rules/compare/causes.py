"""Which clauses make a difference: the one that exempts someone, and what keeps the other ruleset from it.

Each reason of one ruleset to exempt is asked by itself. Where it exempts someone whom the other does not, that is
either because no rule of the other grants it, or because bars stand in the way: then the smallest sets of bars are
sought one after the other, each with someone in whose way nothing else stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from ..engines.lower import Clause
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..results.status import Status
from ..results.truth import Truth
from .explicit.look import OnlyFirst
from .formulas import Formulas
from .looking import Looking
from .matrix import Matrix
from .rows import Decided

_MOST_SETS: Final = 16
"""So many sets of bars are sought for one clause; rules for one outcome have a few bars."""

_EXEMPT: Final = frozenset({Status.EXEMPT})


@dataclass(frozen=True)
class Reason:
    """Why one ruleset exempts someone whom the other does not.

    Attributes:
        clauses: The clauses that exempt someone in this way; the first is the one that the dossier shows it of.
        against: The bars of the other ruleset that stand in the way, none of them needless; none where no rule of the
            other grants the outcome.
        dossier: Someone whom the first clause exempts, and the other ruleset does not.
    """

    clauses: tuple[Clause, ...]
    against: tuple[Clause, ...]
    dossier: Dossier


@dataclass(frozen=True)
class Unsettled:
    """A clause of which it is not known (in full) for whom it makes a difference."""

    clause: Clause
    why: str


@dataclass(frozen=True)
class Reasons:
    """All clauses that make a difference on a leaf.

    Attributes:
        found: Those of which someone shows it.
        undecided: Those of which it is not known.
    """

    found: tuple[Reason, ...]
    undecided: tuple[Unsettled, ...] = ()


@dataclass(frozen=True)
class Side:
    """What one ruleset says of a leaf.

    Attributes:
        place: Which ruleset it is, for the reference.
        grants: Its reasons to grant it.
        bars: Its reasons to bar it.
        decided: All of them together.
    """

    place: int
    grants: Sequence[Clause]
    bars: Sequence[Clause]
    decided: Decided


def reasons(matrix: Matrix, leaf: Leaf, one: Side, other: Side) -> Reasons:
    """Which clauses of the first of two rulesets exempt someone whom the second does not, and why it does not.

    Args:
        matrix: Compares the two.
        leaf: The leaf.
        one: The first.
        other: The second.
    """
    return _Seeking(matrix, leaf, one, other).reasons()


@dataclass
class _Seeking:
    matrix: Matrix
    leaf: Leaf
    one: Side
    other: Side

    def reasons(self) -> Reasons:
        both = [(side.decided.granted, side.decided.barred, side.decided.conflicts) for side in (self.one, self.other)]
        stated = [condition for decision in both for condition in decision[:2]]
        listed = [clause.condition for side in (self.one, self.other) for clause in (*side.grants, *side.bars)]
        self.looking = Looking(self.matrix, [*stated, *listed])
        found: list[Reason] = []
        undecided: list[Unsettled] = []
        for clause in self.one.grants:
            makes = partial(Formulas.only_by, clause=clause.condition, one=both[0], other=both[1])
            ways = list(self._of(clause, makes))
            shown = [one for one in ways if isinstance(one, Reason)]
            doubts = [one for one in ways if isinstance(one, Unsettled)]
            if doubts and not shown:
                among = OnlyFirst(both[0], both[1], clause.condition)
                told = self.matrix.among_items(among, partial(self._differs, clause), doubts[0].why)
                shown = [Reason((clause,), (), told)] if isinstance(told, Dossier) else []
                doubts = doubts if told else []
            found += shown
            undecided += doubts
        return Reasons(tuple(_grouped(found)), tuple(undecided))

    def _of(self, clause: Clause, makes: Callable[[Formulas], Any]) -> Iterator[Reason | Unsettled]:
        """Each way in which a clause makes a difference."""
        decided = self.other.decided
        if decided.conflicts == "grant-wins" or not self.other.bars:
            yield from _settled(clause, self._someone(clause, makes))
            return

        def ungranted(formulas: Formulas) -> Any:
            return formulas.every(makes(formulas), formulas.no(formulas.surely(decided.granted)))

        yield from _settled(clause, self._someone(clause, ungranted))
        known: list[frozenset[int]] = []
        while len(known) < _MOST_SETS:
            barred = partial(self._barred, makes, known=tuple(known), among=frozenset(range(len(self.other.bars))))
            shown = self._someone(clause, barred)
            if not isinstance(shown, Dossier):
                yield from _settled(clause, shown)
                return
            least, shown = self._least(clause, makes, shown)
            known.append(least)
            yield Reason((clause,), tuple(self.other.bars[place] for place in sorted(least)), shown)
        yield Unsettled(clause, "too many sets of bars")

    def _least(
        self, clause: Clause, makes: Callable[[Formulas], Any], shown: Dossier
    ) -> tuple[frozenset[int], Dossier]:
        """The bars that stand in someone's way, one after the other left out where someone else has fewer."""
        kept = self._standing(shown)
        for place in sorted(kept):
            fewer = kept - {place}
            less = self._someone(clause, partial(self._barred, makes, known=(), among=fewer)) if fewer else None
            if isinstance(less, Dossier):
                kept, shown = self._standing(less), less
        return kept, shown

    def _barred(
        self,
        makes: Callable[[Formulas], Any],
        formulas: Formulas,
        *,
        known: Sequence[frozenset[int]],
        among: frozenset[int],
    ) -> Any:
        """That the other grants it, and only bars among these stand in the way; not all of any set that is known."""
        bars = [formulas.possibly(one.condition) for one in self.other.bars]
        away = [formulas.no(bar) for place, bar in enumerate(bars) if place not in among]
        new = [formulas.some(*(formulas.no(bars[place]) for place in each)) for each in known]
        return formulas.every(makes(formulas), formulas.surely(self.other.decided.granted), *away, *new)

    def _standing(self, dossier: Dossier) -> frozenset[int]:
        """The bars of the other that the reference says hold, or may hold."""
        said = [self._said(self.other, dossier, bar) for bar in self.other.bars]
        return frozenset(place for place, truth in enumerate(said) if truth is not Truth.FALSE)

    def _said(self, side: Side, dossier: Dossier, clause: Clause) -> Truth:
        return self.matrix.replay.holds(side.place, dossier, clause.condition, self.leaf)

    def _someone(self, clause: Clause, question: Callable[[Formulas], Any]) -> Dossier | str | None:
        return self.looking.someone(question, partial(self._differs, clause))

    def _differs(self, clause: Clause, dossier: Dossier) -> bool:
        """Whether a clause exempts someone by the reference, and the second ruleset does not."""
        first, second = (self.matrix.replay.trace(side.place, dossier, self.leaf) for side in (self.one, self.other))
        if first.statuses != _EXEMPT or second.statuses == _EXEMPT:
            return False
        return self._said(self.one, dossier, clause) is Truth.TRUE


def _settled(clause: Clause, shown: Dossier | str | None) -> Iterator[Reason | Unsettled]:
    if isinstance(shown, Dossier):
        yield Reason((clause,), (), shown)
    elif shown is not None:
        yield Unsettled(clause, shown)


def _grouped(found: Sequence[Reason]) -> Iterator[Reason]:
    """The reasons, those against the same bars as one: it is the bars that make the difference there."""
    against: dict[tuple[Clause, ...], list[Reason]] = {}
    for one in found:
        if one.against:
            against.setdefault(one.against, []).append(one)
        else:
            yield one
    for bars, alike in against.items():
        alike.sort(key=lambda one: len(one.dossier.evidence) + len(one.dossier.verdicts))
        yield Reason(tuple(clause for one in alike for clause in one.clauses), bars, alike[0].dossier)
