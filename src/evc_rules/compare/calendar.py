"""Calendar time counted once: for how many days of each stretch of the calendar which filters are met at a time.

The calendar is cut where a beginning or an end falls in another class, and where a time is counted to. In each stretch
there is an unknown for each set of filters that items can meet together. Every dossier gives such numbers, so "there is
none" is proven; where the numbers fit no dossier, the witness does not replay, and is not one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, permutations
from typing import Any, Final

from ..model.attributes import ONGOING, Ongoing
from ..model.conditions import AgeTest, DateTest, Filter
from ..model.quantities import Age
from .cells import Cell
from .logic import Logic
from .shapes import TooManyError, World
from .sieves import Sieves
from .values import reference

_MOST_SETS: Final = 256
_FOREVER: Final = date.max.toordinal()
_SIDE_BY_SIDE: Final = 3
"""Up to so many jobs of one cell, their hours are held to the days that they cover."""

_FEW: Final = 6
"""Up to so many pieces are tried in every order."""

_Run = tuple[int, int, int]
"""From a day until another day these filters are met."""
Stay = tuple[date, date | Ongoing]
"""When something began and ended."""


class Calendar:
    """The calendar as far as spans look at it.

    Args:
        logic: Makes formulas.
        sieves: What the conditions look at.
        cells: The kinds of items.
        present: For each kind of items whether there are any.
        world: What is fixed.

    Raises:
        TooManyError: Too many filters can be met at a time.
    """

    def __init__(
        self, logic: Logic, sieves: Sieves, cells: Sequence[Cell], present: Sequence[Any], world: World
    ) -> None:
        self._logic, self._sieves, self._cells, self._present, self._world = logic, sieves, cells, present, world
        self._bits = [sieves.filters[items] for items in dict.fromkeys(items for items, _ in sieves.spans)]
        self._masks = [self._mask(cell) for cell in cells]
        self._over = [place for place, cell in enumerate(cells) if cell.begins and self._masks[place]]
        self._reached = {place: self._reach(place) for place in self._over}
        untils = [day for _, as_of in sieves.spans if (day := reference(as_of, world))]
        edges = {world.earliest.toordinal(), world.on.toordinal(), *(day.toordinal() for day in untils)}
        for place in self._over:
            begins, ends = cells[place].begins, cells[place].ends
            for days in filter(None, (begins, ends)):
                edges |= {days.first.toordinal(), days.last.toordinal(), days.last.toordinal() + 1}
        self._edges = sorted(edge for edge in edges if edge >= world.earliest.toordinal()) if self._bits else []
        self._lengths: dict[tuple[int, int], Any] = {}
        for stretch in range(len(self._edges) - 1):
            for together in sorted(self._together(stretch)):
                self._lengths[stretch, together] = logic.count(f"l{stretch}.{together}")

    def _mask(self, cell: Cell) -> int:
        """The spans' filters that a cell surely passes, and those that it may pass."""
        mask = 0
        for place, bit in enumerate(self._bits):
            mask |= (cell.surely >> bit & 1) << 2 * place | (cell.maybe >> bit & 1) << 2 * place + 1
        return mask

    def _reach(self, place: int) -> tuple[int, int, int, int]:
        """The first and last day on which items of a cell begin, and on which they end."""
        cell = self._cells[place]
        begins, ends = cell.begins, cell.ends
        first, last = (begins.first, begins.last) if begins else (self._world.earliest, self._world.on)
        if ends is None:
            return first.toordinal(), last.toordinal(), _FOREVER, _FOREVER
        return first.toordinal(), last.toordinal(), ends.first.toordinal(), ends.last.toordinal()

    def _may_cover(self, place: int, stretch: int) -> bool:
        first, _, _, last = self._reached[place]
        return first < self._edges[stretch + 1] and last > self._edges[stretch]

    def _must_cover(self, place: int, stretch: int) -> bool:
        _, latest, soonest, _ = self._reached[place]
        return latest <= self._edges[stretch] and soonest >= self._edges[stretch + 1]

    def _together(self, stretch: int) -> set[int]:
        """The sets of filters that can be met at a time in a stretch."""
        found = {0}
        for place in self._over:
            if self._may_cover(place, stretch):
                found |= {one | self._masks[place] for one in found}
                if len(found) > _MOST_SETS:
                    raise TooManyError("filters that work can meet at a time")
        return found

    def laws(self, number: Mapping[int, Any], total: Mapping[tuple[int, str], Any], hours_a_day: int) -> Iterator[Any]:
        """What holds of the lengths in every dossier."""
        logic, nothing = self._logic, self._logic.whole(0)
        by_stretch: dict[int, list[tuple[int, Any]]] = {}
        for (stretch, together), length in self._lengths.items():
            by_stretch.setdefault(stretch, []).append((together, length))
        for stretch, lengths in by_stretch.items():
            days = logic.whole(self._edges[stretch + 1] - self._edges[stretch])
            yield logic.same(logic.total([length for _, length in lengths]), days)
            met = self._met(stretch, [together for together, _ in lengths])
            for together, length in lengths:
                yield logic.reaches(length, nothing)
                yield logic.when(logic.passes(length, nothing), met[together])
            for place in self._over:
                if self._must_cover(place, stretch):
                    mask = self._masks[place]
                    apart = [length for together, length in lengths if mask & ~together]
                    yield logic.when(self._present[place], logic.same(logic.total([nothing, *apart]), nothing))
        yield from self._going_on(by_stretch)
        for place in self._over:
            _, latest, soonest, _ = self._reached[place]
            least = max(1, soonest - latest) if soonest < _FOREVER else self._world.on.toordinal() - latest
            covered = logic.total([nothing, *self._under(place)])
            yield logic.when(self._present[place], logic.reaches(covered, logic.whole(least)))
            hours = total.get((place, "hours"))
            if hours is not None:
                for count in range(1, _SIDE_BY_SIDE + 1):
                    most = logic.as_real(logic.times(logic.whole(count * hours_a_day), covered))
                    yield logic.when(logic.reaches(logic.whole(count), number[place]), logic.reaches(most, hours))

    def _going_on(self, by_stretch: Mapping[int, Sequence[tuple[int, Any]]]) -> Iterator[Any]:
        """Where all that can meet a filter in a stretch ends no sooner than the next one, that is covered whole.

        Else there is something that can end before. And so for what began before the stretch.
        """
        logic, nothing = self._logic, self._logic.whole(0)
        for near, lengths in by_stretch.items():
            for next_to in (near - 1, near + 1):
                if next_to not in by_stretch:
                    continue
                for bit in range(2 * len(self._bits)):
                    met = [(together, length) for together, length in lengths if together >> bit & 1]
                    some = [place for place in self._over if self._masks[place] >> bit & 1]
                    some = [place for place in some if self._may_cover(place, near)]
                    torn = [place for place in some if not self._goes_on(place, next_to, near)]
                    if not met or len(torn) == len(some):
                        continue
                    apart = [length for together, length in by_stretch[next_to] if not together >> bit & 1]
                    whole = logic.same(logic.total([nothing, *apart]), nothing)
                    for together, length in met:
                        ending = [self._present[place] for place in torn if not self._masks[place] & ~together]
                        yield logic.when(logic.passes(length, nothing), logic.some([whole, *ending]))

    def _goes_on(self, place: int, stretch: int, near: int) -> bool:
        """Whether what is there in a stretch is there during all of one beside it."""
        _, latest, soonest, _ = self._reached[place]
        return latest <= self._edges[stretch] if stretch < near else soonest >= self._edges[stretch + 1]

    def _under(self, place: int) -> list[Any]:
        mask = self._masks[place]
        return [
            length
            for (stretch, together), length in self._lengths.items()
            if not mask & ~together and self._may_cover(place, stretch)
        ]

    def _met(self, stretch: int, sets: Sequence[int]) -> dict[int, Any]:
        """For sets of filters that items are there that meet these filters and no others."""
        there: dict[int, list[Any]] = {}
        for place in self._over:
            if self._may_cover(place, stretch):
                there.setdefault(self._masks[place], []).append(self._present[place])
        some = {mask: self._logic.some(present) for mask, present in there.items()}
        met = {}
        for together in sets:
            inside = [(mask, present) for mask, present in some.items() if not mask & ~together]
            bits = (bit for bit in range(together.bit_length()) if together >> bit & 1)
            needed = [[present for mask, present in inside if mask >> bit & 1] for bit in bits]
            met[together] = self._logic.every([self._logic.some(one) for one in needed])
        return met

    def reached(self, items: Filter, as_of: object, least: Age) -> tuple[Any, Any]:
        """That the time covered is surely, and perhaps, at least so long."""
        logic, until = self._logic, reference(as_of, self._world)
        where = self._bits.index(self._sieves.filters[items])
        halves = []
        for half in (0, 1):
            covered = [
                length
                for (stretch, together), length in self._lengths.items()
                if together >> 2 * where + half & 1 and (until is None or self._edges[stretch + 1] <= until.toordinal())
            ]
            halves.append(logic.reaches(logic.total([logic.whole(0), *covered]), logic.whole(least.days)))
        return halves[0], halves[1]

    @property
    def moves(self) -> bool:
        """Whether lengths hang on how far off the start is, and not just on which days it lies between."""
        if self._world.start is None or not self._bits:
            return False
        starting = {as_of == "start" for _, as_of in self._sieves.spans}
        dated = any(isinstance(test, AgeTest | DateTest) for items, _ in self._sieves.spans for test in items.tests)
        return (True in starting and (False in starting or dated)) or (dated and self._sieves.counts_to_start())

    @property
    def bends(self) -> bool:
        """Whether the hours that fit between two days hang on how far off the start is."""
        aged = any(
            isinstance(test, AgeTest) and test.as_of == "start"
            for items in self._sieves.filters
            if not items.kinds or "work" in items.kinds
            for test in items.tests
        )
        worked = "hours" in self._sieves.sums or any(
            getattr(test, "attribute", "") == "hours" for items in self._sieves.filters for test in items.tests
        )
        return self._world.start is not None and aged and worked

    def laid(self, model: Any) -> dict[int, list[Stay]]:
        """For each cell of which there are items when they began and ended, as the lengths have it; longest first."""
        there = [place for place in self._over if self._logic.holds(model, self._present[place])]
        masks = [self._masks[place] for place in there]
        runs: list[_Run] = []
        for stretch in range(len(self._edges) - 1):
            lengths = [
                (together, int(self._logic.value(model, length)))
                for (where, together), length in self._lengths.items()
                if where == stretch
            ]
            day = self._edges[stretch]
            before = runs[-1][2] if runs else 0
            later = [mask for place, mask in zip(there, masks, strict=True) if self._may_cover_after(place, stretch)]
            for together, length in _in_order([one for one in lengths if one[1]], masks, before, later):
                runs.append((day, day + length, together))
                day += length
        stays = {place: self._stays(place, runs) for place in there}
        return {place: found for place, found in stays.items() if found}

    def _may_cover_after(self, place: int, stretch: int) -> bool:
        return self._reached[place][3] > self._edges[stretch + 1]

    def _stays(self, place: int, runs: Sequence[_Run]) -> list[Stay]:
        """The times on end in which the filters of a cell are met, as far as its items can take them."""
        mask = self._masks[place]
        first, latest, soonest, last = self._reached[place]
        found: list[tuple[int, int]] = []
        begun: int | None = None
        for day, after, together in (*runs, (0, 0, 0)):
            if not mask & ~together:
                begun, ended = day if begun is None else begun, after
            elif begun is not None:
                begin, end = max(begun, first), min(ended, last)
                goes_on = soonest == _FOREVER and ended >= self._world.on.toordinal()
                if begin <= latest and begin < end and (end >= soonest or goes_on):
                    found.append((begin, end))
                begun = None
        found.sort(key=lambda days: days[0] - days[1])
        return [
            (date.fromordinal(begin), ONGOING if soonest == _FOREVER else date.fromordinal(end)) for begin, end in found
        ]


def _in_order(
    lengths: Sequence[tuple[int, int]], masks: Sequence[int], before: int, later: Sequence[int]
) -> Sequence[tuple[int, int]]:
    """The pieces of a stretch in an order that tears apart the least: what is together before, after and within."""

    def torn(pieces: Sequence[tuple[int, int]]) -> int:
        sets = [before, *(together for together, _ in pieces)]
        breaks = sum(not mask & ~after and bool(mask & ~one) for mask in masks for one, after in pairwise(sets))
        return 2 * breaks + sum(bool(mask & ~sets[-1]) for mask in later)

    orders = permutations(lengths) if len(lengths) <= _FEW else (sorted(lengths), sorted(lengths, reverse=True))
    return min(orders, key=torn)
