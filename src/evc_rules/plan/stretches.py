"""Makes a plan better by one stretch of its periods after another: what begins outside it stays where it is.

A solver that may move everything proves a lot and finds little; of half the periods it finds what is best at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .bounds import Slots, ended
from .values import reached
from .wishes import Goal

if TYPE_CHECKING:
    from .placement import Placement

_PART: Final = 0.06
"""Of the time that is left, for one stretch."""

_STEPS: Final = 5
"""A stretch begins a fifth of its length after the one before."""


def improved(placement: Placement, goal: Goal, slots: Slots, bound: int) -> Slots:
    """A plan that is at least as good: no stretch of half the periods by itself makes it better, as far as time shows.

    Args:
        placement: The question, with the goal as what is to be the least.
        goal: The goal.
        slots: A plan.
        bound: No plan comes to less.
    """
    problem = placement.problem
    count = ended(problem, slots)
    wide = max(count // 2, min(count, 2))
    best, value = slots, reached(problem, slots, count, goal)
    better = True
    while better:
        better = False
        for begin in range(0, count - wide + 1, max(wide // _STEPS, 1)):
            if value <= bound or placement.budget.over:
                break
            placement.hold(best, range(begin, begin + wide))
            if placement.solve(part=_PART).found:
                found = placement.slots()
                there = reached(problem, found, ended(problem, found), goal)
                if there < value:
                    best, value, better = found, there, True
    placement.free()
    return best
