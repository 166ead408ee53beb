"""What a plan comes to in each goal."""

from __future__ import annotations

from itertools import pairwise

from .bounds import Slots
from .problem import Problem
from .wishes import Goal


def loads(problem: Problem, slots: Slots, count: int) -> list[int]:
    """The load of each period of a plan, in steps."""
    each = [0] * count
    for parts, slot in zip(problem.parts, slots, strict=True):
        if slot is not None:
            for passed, part in enumerate(parts):
                each[slot + passed] += part
    return each


def reached(problem: Problem, slots: Slots, count: int, goal: Goal) -> int:
    """What a plan comes to in a goal."""
    followed = [(unit, slot) for unit, slot in enumerate(slots) if slot is not None]
    match goal:
        case "finish":
            return max((slot + problem.length[unit] for unit, slot in followed), default=0)
        case "peak":
            return max(loads(problem, slots, count), default=0)
        case "early":
            return sum(problem.worth[unit] * (slot + problem.length[unit] - 1) for unit, slot in followed)
        case "cost":
            return sum(problem.price[unit] for unit, _ in followed)
        case "keep":
            return sum(unit in problem.kept and problem.kept[unit] != slot for unit, slot in followed)
        case "smooth":
            return sum(abs(one - other) for one, other in pairwise(loads(problem, slots, count)))
