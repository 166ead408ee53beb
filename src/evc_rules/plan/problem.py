"""What is left of a programme, in numbers: loads in whole steps, what comes after what, when each begins."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import networkx as nx

from ..model.programme import Programme, Slot, Unit, Variant
from ..model.quantities import Credits
from .choosing import Choice, Choosing
from .wishes import Wishes

if TYPE_CHECKING:
    from datetime import date

YEARS_AHEAD: Final = 50
"""[years] that are looked at from the start: longer than anybody studies."""


@dataclass(frozen=True)
class Threshold:
    """So much that must be done first.

    Attributes:
        need: How much, in steps of worth.
        among: The positions of the units that count.
        by: The number of the first period in which it is too late, for a threshold of the whole plan.
        there: How much counts already beside that, in steps of worth.
        awarded: Whether what is awarded counts.
        whole: Whether units of every phase count, and so what is still to be chosen.
    """

    need: int
    among: frozenset[int]
    by: int = 0
    there: int = 0
    awarded: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Problem:
    """The units that are left, to be placed in periods counted from the start.

    Loads are whole multiples of one step, the largest that fits, so that a solver adds without rounding.

    Attributes:
        programme: The programme that the units belong to.
        variant: The terms on which it is followed.
        start: The day from which periods count.
        wishes: What the applicant asks.
        units: The units that are left, in programme order.
        credits: The study load of each, by period [EC].
        parts: The same, in steps.
        worth: What each is worth, in steps of its own.
        price: What each costs [cent].
        rooms: The most load of each period of the year and of each pace, in steps, by how it is named.
        floors: The least load of each period of the year, in steps.
        after: For each unit the positions of the units that it comes after.
        beside: For each unit the positions of the units that come before it or begin with it.
        named: The pairs (unit, earlier) of which the unit needs the earlier one even where it could be left out.
        entries: For each unit what must be done before it begins, or None.
        bsa: What must be done in time, or None.
        choices: Where one chooses.
        legal: How many periods fit in the maximum duration, or None when there is none.
        wish: How many periods fit before the wish to finish, or None when there is none.
        load_step: What one step of load is [EC].
        worth_step: What one step of worth is [EC].
        minimum: Whether the least loads count.
    """

    programme: Programme
    variant: Variant
    start: date
    wishes: Wishes
    units: tuple[Unit, ...]
    credits: tuple[tuple[Credits, ...], ...]
    parts: tuple[tuple[int, ...], ...]
    worth: tuple[int, ...]
    price: tuple[int, ...]
    rooms: dict[str, int]
    floors: dict[str, int]
    after: tuple[frozenset[int], ...]
    beside: tuple[frozenset[int], ...]
    named: frozenset[tuple[int, int]]
    entries: tuple[Threshold | None, ...]
    bsa: Threshold | None
    choices: tuple[Choice, ...]
    legal: int | None
    wish: int | None
    load_step: Fraction
    worth_step: Fraction
    minimum: bool = True

    def slots(self, count: int) -> tuple[Slot, ...]:
        """The first periods from the start."""
        return self.calendar[:count] if count <= len(self.calendar) else self.programme.slots(self.start, count)

    @cached_property
    def year(self) -> int:
        """How many periods a year has."""
        return len(self.programme.periods)

    @cached_property
    def calendar(self) -> tuple[Slot, ...]:
        """All periods that a plan can need, as far as one looks ahead."""
        return self.programme.slots(self.start, self.year * min(self._years, YEARS_AHEAD))

    @property
    def cut(self) -> bool:
        """Whether a plan could need periods that are further than one looks ahead."""
        return self._years > YEARS_AHEAD

    @cached_property
    def _years(self) -> int:
        """Of how many years a plan could need the periods: until nothing changes any more, and then room for all."""
        bounds = [each.end for each in (*self.wishes.leave, *(one.dates for one in self.wishes.pace))]
        years = [year for unit in self.units for each in unit.offered_in for year in (each.years.start, each.years.end)]
        special = max(
            [self.start.year, *(day.year + 1 for day in bounds if day), *(year + 1 for year in years if year)]
        )
        each_by_itself = sum(-(-len(parts) // max(self.year, 1)) + 1 for parts in self.parts)
        return special - self.start.year + 1 + each_by_itself

    @cached_property
    def loads(self) -> tuple[int, ...]:
        """The load of each unit as a whole, in steps."""
        return tuple(sum(parts) for parts in self.parts)

    @cached_property
    def length(self) -> tuple[int, ...]:
        """How many periods each unit takes."""
        return tuple(len(parts) for parts in self.parts)

    @cached_property
    def free(self) -> tuple[bool, ...]:
        """Whether each period of the calendar has no day of leave."""
        return tuple(
            not any(
                (leave.end is None or slot.start < leave.end) and (leave.start is None or leave.start < slot.end)
                for leave in self.wishes.leave
            )
            for slot in self.calendar
        )

    @cached_property
    def pace(self) -> tuple[int | None, ...]:
        """The most load of each period of the calendar that the applicant asks for, in steps, where that is so."""
        asked = self.wishes.pace
        return tuple(
            next((self.rooms[f"pace {number}"] for number, one in enumerate(asked) if slot.start in one.dates), None)
            for slot in self.calendar
        )

    @cached_property
    def room(self) -> tuple[int, ...]:
        """The most load of each period of the calendar, in steps."""
        return tuple(
            0 if not free else self.rooms[slot.period] if pace is None else min(self.rooms[slot.period], pace)
            for slot, free, pace in zip(self.calendar, self.free, self.pace, strict=True)
        )

    @cached_property
    def floor(self) -> tuple[int, ...]:
        """The least load of each period of the calendar but the last of the plan, in steps."""
        return tuple(
            self.floors[slot.period] if self.minimum and free and pace is None else 0
            for slot, free, pace in zip(self.calendar, self.free, self.pace, strict=True)
        )

    @cached_property
    def kept(self) -> dict[int, int | None]:
        """For each unit of the path before the period in which it began, counted from the start; None for earlier."""
        numbers = {(slot.study_year, slot.period): number for number, slot in enumerate(self.calendar)}
        place = {unit.id: number for number, unit in enumerate(self.units)}
        return {
            place[one.unit]: numbers.get((one.study_year, one.period))
            for one in self.wishes.before
            if one.unit in place
        }

    @cached_property
    def _openings(self) -> dict[tuple[int, int], bool]:
        return {}

    def opens(self, unit: int, slot: int) -> bool:
        """Whether a unit can begin in a period, counted from the start: offered, no leave, and within its year."""
        known = self._openings.get((unit, slot))
        if known is None:
            known = self._openings[unit, slot] = self._opens(unit, slot)
        return known

    def _opens(self, unit: int, slot: int) -> bool:
        until = slot + self.length[unit]
        return (
            self.offered(unit, slot)
            and all(self.free[slot:until])
            and all(part <= room for part, room in zip(self.parts[unit], self.room[slot:until], strict=True))
        )

    def offered(self, unit: int, slot: int) -> bool:
        """Whether a unit is offered in a period and can be ended in the calendar and within its year."""
        until = slot + self.length[unit]
        if slot < 0 or until > len(self.calendar):
            return False
        here, last = self.calendar[slot], self.calendar[until - 1]
        same = here.study_year == last.study_year or not self.units[unit].within_year
        return same and here.period in self.offers(unit, here.study_year)

    def offers(self, unit: int, study_year: int) -> tuple[str, ...]:
        """The periods of a study year in which a unit begins, the way it is done."""
        one = self.units[unit]
        if one.id in self.wishes.assessed and one.assessment:
            return one.assessment.offered
        return one.begins_in(study_year)

    def next_opening(self, unit: int, slot: int) -> int:
        """The first period from here on in which a unit can begin; the length of the calendar when there is none."""
        return next((n for n in range(slot, len(self.calendar)) if self.opens(unit, n)), len(self.calendar))

    def last_opening(self, unit: int, slot: int) -> int:
        """The last period up to here in which a unit can begin, or -1."""
        return next((n for n in range(slot, -1, -1) if self.opens(unit, n)), -1)

    @cached_property
    def order(self) -> nx.DiGraph[int]:
        """Edges from each unit to the units that come after it."""
        return self._graph(self.after)

    @cached_property
    def company(self) -> nx.DiGraph[int]:
        """Edges from each unit to the units that come after it or begin with it."""
        return self._graph([one | other for one, other in zip(self.after, self.beside, strict=True)])

    def _graph(self, earlier: Iterable[frozenset[int]]) -> nx.DiGraph[int]:
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(self.units)))
        graph.add_edges_from((first, unit) for unit, ahead in enumerate(earlier) for first in sorted(ahead))
        return graph

    @cached_property
    def sequence(self) -> tuple[int, ...]:
        """The units so that what comes before or begins with a unit stands before it, as far as there is no circle."""
        knots = nx.condensation(self.company)
        return tuple(unit for knot in nx.topological_sort(knots) for unit in sorted(knots.nodes[knot]["members"]))

    @property
    def chosen(self) -> frozenset[int]:
        """The units that one chooses from."""
        return self.choosing.among

    @cached_property
    def fixed(self) -> tuple[int, ...]:
        """The units that are not chosen but must be done."""
        return tuple(unit for unit in range(len(self.units)) if unit not in self.chosen)

    @cached_property
    def choosing(self) -> Choosing:
        """What to follow of the units that one chooses from."""
        return Choosing(len(self.units), self.choices, self.named, self.worth)

    @property
    def must(self) -> tuple[int, ...]:
        """The units that every plan has."""
        return self.choosing.must

    @property
    def loose(self) -> frozenset[int]:
        """The units that a plan can do without."""
        return self.choosing.loose

    def load(self, steps: int) -> Credits:
        """Steps of load [EC]."""
        return _credits(steps * self.load_step)

    def credits_of(self, steps: int) -> Credits:
        """Steps of worth [EC]."""
        return _credits(steps * self.worth_step)

    @property
    def at_once(self) -> int:
        """How many units can be followed at the same time."""
        most = self.variant.units_max
        return len(self.units) if most is None else most

    @property
    def limit(self) -> int | None:
        """How many periods fit in the maximum duration and before the wish to finish, or None for no bound."""
        return min((each for each in (self.legal, self.wish) if each is not None), default=None)

    @property
    def longest(self) -> int | None:
        """How many periods a plan can have by its maximum duration and minimum load, or None for no bound."""
        bounds = [bound for bound in (self.limit, self._filled()) if bound is not None]
        return min(bounds) if bounds else None

    def _filled(self) -> int | None:
        """The most periods that all loads can fill with at least the least load in all but the last."""
        asked, whole = 0, sum(self.loads)
        for slot, least in enumerate(self.floor):
            asked += least
            if asked > whole:
                return slot + 1
        return None

    def relaxed(
        self, *, least: bool = False, legal: bool = False, wish: bool = False, leave: bool = False, pace: bool = False
    ) -> Problem:
        """The same without its minimum load, its maximum duration, the wish to finish, the leave or the slower pace."""
        wishes = self.wishes.with_(**{name: () for name, off in (("leave", leave), ("pace", pace)) if off})
        return dataclasses.replace(
            self,
            minimum=self.minimum and not least,
            legal=None if legal else self.legal,
            wish=None if wish else self.wish,
            wishes=wishes,
        )


def _credits(exact: Fraction) -> Credits:
    return Credits(Decimal(exact.numerator) / exact.denominator)
