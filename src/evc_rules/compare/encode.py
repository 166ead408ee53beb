"""A dossier as unknowns of a solver: how many items in each cell, what they add up to, which verdicts, which answers.

Every dossier gives such numbers, so what the solver proves of the numbers holds of dossiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..model.attributes import APPLICANT
from ..model.quantities import Amount
from .ask import Asking
from .calendar import Calendar
from .cells import cells, verdict_cells
from .reading import Reader
from .shapes import Option, Range
from .sieves import Sieves, by_attribute

Pair = tuple[Any, Any]
"""That something is surely so, and that it may be so."""


@dataclass(frozen=True)
class Verdicts:
    """What a verdict can say: of which leaf of an outcome, and what was found."""

    outcome: str
    level: int
    achieved: bool


class Encoded:
    """The dossiers of one world, as far as some conditions look at them.

    Args:
        sieves: What the conditions look at.
        reader: What tests say of single values.
        asking: The solver.
        timed: Whether calendar time is counted; without, every span may be reached or not.

    Raises:
        TooManyError: There are too many kinds of items.
    """

    def __init__(self, sieves: Sieves, reader: Reader, asking: Asking, *, timed: bool = True) -> None:
        self.timed = timed
        self.sieves, self.reader, self.asking = sieves, reader, asking
        self.cells = cells(sieves, reader)
        self.verdict_cells = verdict_cells(sieves, reader)
        self.logic = asking.logic
        self.present = [self.logic.truth(f"p{place}") for place in range(len(self.cells))]
        self.number: dict[int, Any] = {}
        self.total: dict[tuple[int, str], Any] = {}
        self.said: dict[tuple[int, Verdicts], Any] = {}
        self.answers = {key: self.logic.truth(f"j{place}") for place, key in enumerate(sieves.judgements)}
        self.facts: list[tuple[str, list[tuple[Option, Any]]]] = []
        self._evidence()
        self._verdicts()
        self._applicant()
        self._answered()
        self.calendar = Calendar(self.logic, sieves, self.cells, self.present, reader.world)
        if timed:
            asking.hold(*self.calendar.laws(self.number, self.total, reader.lore.hours_a_day))

    @property
    def exact(self) -> bool:
        """Whether "there is none" holds for every start that this world's one stands for."""
        return not self.calendar.bends and not (self.timed and self.calendar.moves)

    @cached_property
    def loosened(self) -> Encoded:
        """The same without calendar time: what holds of nobody here, holds of nobody whatever the start is."""
        return Encoded(self.sieves, self.reader, Asking(self.asking.limit), timed=False)

    def at_most(self, count: int) -> Any:
        """That there are at most so many items and verdicts."""
        few = self.logic.at_most(self._there, count)
        return self.logic.every([few, self.logic.reaches(self.logic.whole(count), self._size)]) if self.number else few

    @cached_property
    def _size(self) -> Any:
        single = [one for place, one in enumerate(self.present) if place not in self.number]
        return self.logic.total([*self.number.values(), *map(self.logic.counted, (*single, *self.said.values()))])

    @cached_property
    def _there(self) -> list[Any]:
        return [*self.present, *self.said.values()]

    def _evidence(self) -> None:
        logic, hold = self.logic, self.asking.hold
        for place, cell in enumerate(self.cells):
            if not cell.maybe & self.sieves.counted:
                continue
            number = self.number[place] = logic.count(f"n{place}")
            some = logic.reaches(number, logic.whole(1))
            hold(logic.reaches(number, logic.whole(0)), logic.same(self.present[place], some))
            for of, within in cell.amounts:
                if within is not None:
                    total = self.total[place, of] = logic.amount(f"s{place}.{of}")
                    hold(*self._bounds(place, total, within))
            for less, more in self.reader.lore.in_order(cell.kind):
                if (place, less) in self.total and (place, more) in self.total:
                    hold(logic.reaches(self.total[place, more], self.total[place, less]))

    def _bounds(self, place: int, total: Any, within: Range) -> Iterable[Any]:
        """Bounds on a total that hold when there are items; without any the total is nothing."""
        logic, number = self.logic, self.logic.as_real(self.number[place])
        low = logic.times(logic.real(within.low), number)
        bounds = [logic.passes(total, low) if within.low_open else logic.reaches(total, low)]
        if within.high is not None:
            high = logic.times(logic.real(within.high), number)
            bounds.append(logic.passes(high, total) if within.high_open else logic.reaches(high, total))
        nothing = logic.same(total, logic.real(0))
        return [logic.choice(self.present[place], bound, nothing) for bound in bounds]

    def _verdicts(self) -> None:
        """Achieved speaks of lower levels too, not achieved of higher ones."""
        for place in range(len(self.verdict_cells)):
            for ref in self.sieves.assessed:
                for achieved in (True, False):
                    shape = Verdicts(ref.outcome, ref.low, achieved)
                    self.said[place, shape] = self.logic.truth(f"v{place}.{ref}.{achieved}")

    def _applicant(self) -> None:
        """One value of every attribute that is tested."""
        for name, tests in by_attribute(self.sieves.applicant, APPLICANT).items():
            declared = self.reader.framework.vocabulary.find(name, APPLICANT)
            if declared is None:
                continue
            world = self.reader.world
            offered = self.reader.options(declared, APPLICANT, tests, ())
            if name == "cohort" and world.cohorts:
                offered = narrowed(offered, *world.cohorts)
            if name == "years-old" and world.youngest is not None and world.oldest is not None:
                offered = narrowed(offered, world.youngest, world.oldest)
            chosen = [(option, self.logic.truth(f"a.{name}.{place}")) for place, option in enumerate(offered)]
            each = [one for _, one in chosen]
            self.asking.hold(self.logic.some(each), self.logic.at_most(each, 1))
            self.facts.append((name, chosen))

    def _answered(self) -> None:
        """What one answer settles for all, no answer of a single ruleset contradicts."""
        for (name, own), answer in self.answers.items():
            shared = self.answers.get((name, None))
            if own is not None and shared is not None:
                self.asking.hold(self.logic.same(answer, shared))

    def other_than(self, model: Any) -> Any:
        """That other kinds of items or verdicts are there than a model has."""
        logic = self.logic
        return logic.some([logic.no(one) if logic.holds(model, one) else one for one in self._there])


def narrowed(offered: Sequence[Option], first: int, last: int) -> list[Option]:
    """The classes of whole numbers that have one between two bounds."""
    least, most = Decimal(first), Decimal(last)
    kept = []
    for option in offered:
        within, value = option.within, option.value
        if isinstance(within, Range) and isinstance(value, Amount):
            low, high = max(within.low, least), most if within.high is None else min(within.high, most)
            if low <= high:
                kept.append(Option(Amount(min(max(value.value, low), high)), Range(low, high), option.odd))
    return kept
