"""What can be said without a solver: bounds of each unit and of the whole, and a plain good plan."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import networkx as nx

from .problem import Problem

_Key = Callable[[int], tuple[int, ...]]
_FAR: Final = 10_000


def earliest(problem: Problem, optional: Collection[int] = ()) -> list[int]:
    """The first period of each unit by order and offer alone; units that may be left out hold nothing up."""
    first = [0] * len(problem.units)
    for unit in _in_order(problem, optional):
        slot = max((first[other] + 1 for other in problem.after[unit] if other not in optional), default=0)
        first[unit] = next(later for later in range(slot, slot + _year(problem)) if problem.opens(unit, later))
    return first


def latest(problem: Problem, count: int, optional: Collection[int] = ()) -> list[int]:
    """The last period of each unit by order and offer alone, in so many periods; negative for none."""
    last = [count - 1] * len(problem.units)
    for unit in reversed(_in_order(problem, optional)):
        slot = min(
            (last[later] - 1 for later in problem.order.successors(unit) if later not in optional),
            default=count - 1,
        )
        last[unit] = next(earlier for earlier in range(slot, slot - _year(problem), -1) if problem.opens(unit, earlier))
    return last


def _in_order(problem: Problem, optional: Collection[int]) -> list[int]:
    kept = problem.order.subgraph(unit for unit in problem.order if unit not in optional)
    return list(nx.topological_sort(kept))


def _year(problem: Problem) -> int:
    return len(problem.year)


def fewest(problem: Problem, optional: Collection[int] = ()) -> int:
    """A number of periods that every plan needs: by order and offer, and by the load from each period on."""
    units = [unit for unit in range(len(problem.units)) if unit not in optional]
    first = earliest(problem, optional)
    count = max((first[unit] + 1 for unit in units), default=0)
    for slot in {first[unit] for unit in units}:
        load = sum(problem.loads[unit] for unit in units if first[unit] >= slot)
        count = max(count, slot - (-load // problem.most) if load else 0)
    return count


def chain(problem: Problem) -> tuple[int, ...]:
    """The units that follow on one another and so hold up the last one the longest, in that order."""
    first = earliest(problem)
    links = [max(range(len(first)), key=lambda unit: (first[unit], -unit))]
    while problem.after[links[-1]]:
        links.append(max(problem.after[links[-1]], key=lambda unit: (first[unit], -unit)))
    return tuple(reversed(links))


def greedy(problem: Problem) -> tuple[int, ...]:
    """A plan that keeps order, offer and most load: periods take what fits; the best of three priorities.

    It minds neither minimum load nor maximum duration, so it exists wherever every unit can be placed.
    """
    slack = latest(problem, _FAR)
    keys: list[_Key] = [
        lambda unit: (slack[unit], -problem.loads[unit], unit),
        lambda unit: (-problem.loads[unit], slack[unit], unit),
        lambda unit: (len(problem.offered[unit]), slack[unit], unit),
    ]
    return min((_list_schedule(problem, key) for key in keys), key=max)


def _list_schedule(problem: Problem, key: _Key) -> tuple[int, ...]:
    placed: dict[int, int] = {}
    waiting = sorted(range(len(problem.units)), key=key)
    slot = 0
    while waiting:
        room = problem.most
        for unit in list(waiting):
            ready = all(placed.get(other, slot) < slot for other in problem.after[unit])
            if ready and problem.loads[unit] <= room and problem.opens(unit, slot):
                placed[unit] = slot
                room -= problem.loads[unit]
                waiting.remove(unit)
        slot += 1
    return tuple(placed[unit] for unit in range(len(problem.units)))


def settled(problem: Problem, slots: tuple[int, ...]) -> tuple[int, ...]:
    """The same plan with units of equal load in programme order wherever they can change places.

    A solver picks one of many plans that are equally good; this one reads most like the programme.
    """
    at = list(slots)
    changed = True
    while changed:
        changed = False
        for one in range(len(at)):
            for other in range(one + 1, len(at)):
                if at[one] > at[other] and _can_change(problem, at, one, other):
                    at[one], at[other] = at[other], at[one]
                    changed = True
    return tuple(at)


def _can_change(problem: Problem, at: list[int], one: int, other: int) -> bool:
    if (problem.loads[one], problem.worth[one]) != (problem.loads[other], problem.worth[other]):
        return False
    after = {one: at[other], other: at[one]}

    def slot(unit: int) -> int:
        return after.get(unit, at[unit])

    return all(
        problem.opens(unit, slot(unit))
        and all(slot(earlier) < slot(unit) for earlier in problem.after[unit])
        and all(slot(later) > slot(unit) for later in problem.order.successors(unit))
        for unit in after
    )
