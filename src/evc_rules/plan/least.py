"""What no plan can do better than: of the heaviest period, of early credits, of what it costs."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from .bounds import earliest, latest
from .problem import Problem
from .wishes import Goal

_GRAINS: Final = 16
"""Of the sizes of parts, so many are tried as the grain in which loads are counted."""


def least(problem: Problem, goal: Goal, count: int, highest: int | None = None) -> int:
    """No plan of at most so many periods comes to less in a goal.

    Args:
        problem: What is to be placed.
        goal: The goal.
        count: In how many periods.
        highest: The most load of a period [steps], when a goal before this one says so.
    """
    match goal:
        case "peak":
            return _peak(problem, count)
        case "early":
            return _early(problem, count, highest)
        case "cost":
            return sum(problem.price[unit] for unit in problem.must)
        case _:
            return 0


def _peak(problem: Problem, count: int) -> int:
    """By what must be done between two periods, also counted in whole grains, and the largest part of any unit.

    A load of an odd number of steps needs a part of an odd number: where those are few, most periods have room for one
    step less.
    """
    first, last = earliest(problem, problem.loose), latest(problem, count, problem.loose)
    ends = {unit: last[unit] + problem.length[unit] for unit in problem.must}
    by_end = sorted(problem.must, key=lambda unit: ends[unit])
    found = max((max(problem.parts[unit]) for unit in problem.must), default=0)
    opened = [0]
    for room in problem.room[:count]:
        opened.append(opened[-1] + (room > 0))
    sizes = {part for unit in problem.must for part in problem.parts[unit]}
    for grain in sorted({1, 2, *sizes} - {0})[:_GRAINS]:
        asked = {unit: sum(part // grain for part in problem.parts[unit]) for unit in problem.must}
        for begin in sorted({first[unit] for unit in problem.must}):
            within = 0
            for unit in by_end:
                if first[unit] >= begin:
                    within += asked[unit]
                    periods = opened[min(max(ends[unit], 0), count)] - opened[min(begin, count)]
                    found = max(found, grain * -(-within // max(periods, 1)))
    return found


def _early(problem: Problem, count: int, highest: int | None) -> int:
    """As if units could be cut up: each period is filled with what is worth the most for its load."""
    first = earliest(problem, problem.loose)
    units = [unit for unit in problem.must if problem.loads[unit]]
    each = {unit: Fraction(problem.worth[unit], problem.loads[unit]) for unit in units}
    # Credits count where a unit ends, and its load is spread over its periods: what lies between is the same always.
    found = sum(
        (
            problem.worth[unit] * (problem.length[unit] - 1)
            - each[unit] * sum(passed * part for passed, part in enumerate(problem.parts[unit]))
            for unit in units
        ),
        Fraction(0),
    )
    left = {unit: problem.loads[unit] for unit in sorted(units, key=lambda unit: (-each[unit], first[unit]))}
    for slot in range(count):
        room = problem.room[slot] if highest is None else min(problem.room[slot], highest)
        for unit in list(left):
            if not room:
                break
            if first[unit] <= slot:
                part = min(room, left[unit])
                room -= part
                found += each[unit] * part * slot
                left[unit] -= part
                if not left[unit]:
                    del left[unit]
    return -(-found.numerator // found.denominator)
