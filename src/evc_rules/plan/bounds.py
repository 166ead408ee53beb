"""What can be said without a solver: bounds of each unit and of the whole, and a plain good plan."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import accumulate
from typing import Final

from .problem import Problem

_Key = Callable[[int], tuple[int, ...]]
_GRAINS: Final = 12
"""So many are tried at most."""
Slots = tuple[int | None, ...]
"""For each unit the period in which it begins, or None when it is not followed."""


def earliest(problem: Problem, optional: Collection[int] = ()) -> list[int]:
    """The first period in which each unit can begin, by order and offer alone; the end of the calendar for never.

    Units that may be left out hold nothing up.
    """
    far = len(problem.calendar)
    first = [problem.next_opening(unit, 0) for unit in range(len(problem.units))]
    changed = True
    while changed:
        changed = False
        for unit in problem.sequence:
            slot = max(
                [
                    *(first[e] + problem.length[e] for e in problem.after[unit] if e not in optional),
                    *(first[e] for e in problem.beside[unit] if e not in optional),
                ],
                default=0,
            )
            if first[unit] < min(slot, far):
                first[unit] = problem.next_opening(unit, slot)
                changed = True
    return first


def latest(problem: Problem, count: int, optional: Collection[int] = ()) -> list[int]:
    """The last period in which each unit can begin, by order and offer alone, in so many periods; negative for none."""
    last = [problem.last_opening(unit, count - length) for unit, length in enumerate(problem.length)]
    changed = True
    while changed:
        changed = False
        for unit in reversed(problem.sequence):
            if unit in optional:
                continue
            bounds = [(e, last[unit] - problem.length[e]) for e in problem.after[unit]]
            bounds += [(e, last[unit]) for e in problem.beside[unit]]
            for earlier, slot in bounds:
                if max(slot, -1) < last[earlier]:
                    last[earlier] = problem.last_opening(earlier, slot)
                    changed = True
    return last


def fewest(problem: Problem, optional: Collection[int] = ()) -> int:
    """A number of periods that every plan needs: by order and offer, and by the load from each period on."""
    left_out = {*optional, *problem.chosen} if optional else problem.loose
    units = [unit for unit in range(len(problem.units)) if unit not in left_out]
    first = earliest(problem, left_out)
    ends = [slot + length for slot, length in zip(first, problem.length, strict=True)]
    count = max((ends[unit] for unit in units), default=0) if optional else by_order(problem, first)
    for grain in grains(problem):
        until = [0, *accumulate(room // grain for room in problem.room)]
        asked = problem.loads if grain == 1 else [sum(part // grain for part in parts) for parts in problem.parts]
        for slot in {first[unit] for unit in units}:
            load = sum(asked[unit] for unit in units if first[unit] >= slot)
            while count < len(problem.calendar) and until[count] - until[min(slot, count)] < load:
                count += 1
    return count


def grains(problem: Problem) -> tuple[int, ...]:
    """In what loads can be counted, each rounded down to whole ones, to see more than the sum of all shows.

    Of ten units of three steps a period of ten holds three and not three and a third: one step of it stays empty.
    Where all rooms are whole grains, rounding shows nothing that the sum does not.
    """
    rooms = set(problem.room) - {0}
    sizes = sorted({part for parts in problem.parts for part in parts if part > 1})
    return (1, *(size for size in sizes[:_GRAINS] if any(room % size for room in rooms)))


def by_order(problem: Problem, first: list[int]) -> int:
    """A number of periods that every plan needs by order and offer alone, from when each unit can begin."""
    ends = [slot + length for slot, length in zip(first, problem.length, strict=True)]
    quickest = (min(ends[unit] for unit in one.among) for one in problem.choices if one.need and one.among)
    return min(max([*(ends[unit] for unit in problem.must), *quickest], default=0), len(problem.calendar))


def chain(problem: Problem, optional: Collection[int]) -> tuple[int, ...]:
    """The units that follow on one another and so hold up the last one the longest, in that order.

    Args:
        problem: What is to be placed; without a circle among the units that are not left out.
        optional: The units that may be left out; they hold nothing up.
    """
    first = earliest(problem, optional)

    def last_of(units: Collection[int]) -> int | None:
        there = [unit for unit in units if unit not in optional]
        return max(there, key=lambda unit: (first[unit] + problem.length[unit], -unit), default=None)

    links: list[int] = []
    link = last_of(range(len(first)))
    while link is not None:
        links.append(link)
        link = last_of(problem.after[link])
    return tuple(reversed(links))


def greedy(problem: Problem) -> Slots:
    """A plan that keeps all but minimum load, maximum duration and BSA: periods take what fits; the best of three.

    Nothing when it finds none; that does not prove that there is none.
    """
    slack = latest(problem, len(problem.calendar))
    offers = [
        sum(problem.opens(unit, slot) for slot in range(min(problem.year, len(problem.calendar))))
        for unit in range(len(problem.units))
    ]
    keys: list[_Key] = [
        lambda unit: (slack[unit], -problem.loads[unit], unit),
        lambda unit: (-problem.loads[unit], slack[unit], unit),
        lambda unit: (offers[unit], slack[unit], unit),
    ]
    plans = [_list_schedule(problem, key) for key in keys]
    return min((plan for plan in plans if plan), key=lambda plan: ended(problem, plan), default=())


def ended(problem: Problem, slots: Slots) -> int:
    """How many periods a plan takes."""
    return max(
        (slot + length for slot, length in zip(slots, problem.length, strict=True) if slot is not None), default=0
    )


def taken(problem: Problem) -> set[int]:
    """The units that must be done, and of those to choose from the first that are enough, none that can be missed."""
    found = set(problem.must)
    for choice in problem.choices:
        for unit in sorted(choice.among):
            if sum(problem.worth[other] for other in choice.among & found) < choice.need:
                found |= problem.choosing.with_named({unit})
    while spare := problem.choosing.spare(found):
        found -= spare
    return found


def keeps(problem: Problem, slots: Slots) -> bool:
    """Whether a plan keeps what it takes a look at the whole to see: minimum load, BSA, what is chosen and needed."""
    count = ended(problem, slots)
    loads = [0] * count
    for parts, slot in zip(problem.parts, slots, strict=True):
        if slot is not None:
            for passed, part in enumerate(parts):
                loads[slot + passed] += part
    if any(load < least for load, least in zip(loads[:-1], problem.floor, strict=False)):
        return False
    bsa = problem.bsa
    if bsa and bsa.by < count:
        over = (
            unit for unit in bsa.among if (slot := slots[unit]) is not None and slot + problem.length[unit] <= bsa.by
        )
        if sum(problem.worth[unit] for unit in over) < bsa.need:
            return False
    followed = {unit for unit, slot in enumerate(slots) if slot is not None}
    return problem.choosing.right(followed)


def _list_schedule(problem: Problem, key: _Key) -> Slots:
    placed: dict[int, int] = {}
    room = list(problem.room)
    at_once = [0] * len(room)
    chosen = taken(problem)
    most = problem.at_once
    waiting = sorted(chosen, key=key)
    for slot in range(len(room)):
        if not waiting:
            break
        again = True
        while again:
            again = False
            for unit in list(waiting):
                span = range(slot, slot + problem.length[unit])
                if (
                    problem.opens(unit, slot)
                    and _ready(problem, placed, chosen, unit, slot)
                    and all(room[n] >= part for n, part in zip(span, problem.parts[unit], strict=True))
                    and all(at_once[n] < most for n in span)
                ):
                    placed[unit] = slot
                    for n, part in zip(span, problem.parts[unit], strict=True):
                        room[n] -= part
                        at_once[n] += 1
                    waiting.remove(unit)
                    again = bool(problem.company.out_degree(unit))
    return () if waiting else tuple(placed.get(unit) for unit in range(len(problem.units)))


def _ready(problem: Problem, placed: dict[int, int], taken: set[int], unit: int, slot: int) -> bool:
    def over(other: int) -> bool:
        return other in placed and placed[other] + problem.length[other] <= slot

    entry = problem.entries[unit]
    return (
        all(over(other) for other in problem.after[unit] if other in taken)
        and all(placed.get(other, slot + 1) <= slot for other in problem.beside[unit] if other in taken)
        and (entry is None or sum(problem.worth[other] for other in entry.among if over(other)) >= entry.need)
    )


def settled(problem: Problem, slots: Slots) -> Slots:
    """The same plan with units of equal load in programme order wherever they can change places.

    A solver picks one of many plans that are equally good; this one reads most like the programme.
    """
    at = list(slots)
    alike = _alike(problem)
    changed = True
    while changed:
        changed = False
        for one in range(len(at)):
            for other in alike.get(one, ()):
                if _out_of_order(at[one], at[other]) and _can_change(problem, at, one, other):
                    at[one], at[other] = at[other], at[one]
                    changed = True
    return tuple(at)


def _alike(problem: Problem) -> dict[int, list[int]]:
    """For each unit the later ones that ask and count the same, for none of which something must be achieved first."""
    found: dict[object, list[int]] = {}
    for unit in range(len(problem.units)):
        if not problem.entries[unit]:
            looks = (problem.parts[unit], problem.worth[unit], problem.price[unit], _counts(problem, unit))
            found.setdefault(looks, []).append(unit)
    return {unit: group[place + 1 :] for group in found.values() for place, unit in enumerate(group)}


def _out_of_order(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one > other


def _can_change(problem: Problem, at: list[int | None], one: int, other: int) -> bool:
    swapped = list(at)
    swapped[one], swapped[other] = at[other], at[one]

    def begin(unit: int) -> int:
        slot = swapped[unit]
        return -1 if slot is None else slot

    def end(unit: int) -> int:
        return begin(unit) + problem.length[unit]

    def there(units: Collection[int]) -> list[int]:
        return [unit for unit in units if swapped[unit] is not None]

    return all(
        problem.opens(unit, begin(unit))
        and all(end(earlier) <= begin(unit) for earlier in there(problem.after[unit]))
        and all(begin(earlier) <= begin(unit) for earlier in there(problem.beside[unit]))
        and all(begin(later) >= end(unit) for later in there(list(problem.order.successors(unit))))
        and all(begin(later) >= begin(unit) for later in there(list(problem.company.successors(unit))))
        for unit in (one, other)
    )


def _counts(problem: Problem, unit: int) -> frozenset[int]:
    """The units whose entry, and the BSA (-1), for which a unit counts."""
    entries = {number for number, entry in enumerate(problem.entries) if entry and unit in entry.among}
    return frozenset(entries | ({-1} if problem.bsa and unit in problem.bsa.among else set()))
