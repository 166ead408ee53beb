"""The search: the fewest periods, then the least highest load, then credits as early as possible."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

from .bounds import fewest, greedy
from .problem import Problem
from .solver import Answer, Budget, Placement

TIME_LIMIT: Final = 5.0
"""[s] for one question, as the solver counts them."""

_HALF: Final = 0.5
"""No single length of plan may use up all the time, or the lengths after it would never be tried."""


@dataclass(frozen=True)
class Found:
    """How far the search for the shortest plan came.

    Attributes:
        slots: The period of each unit, or nothing when there is no plan (yet).
        count: How many periods it takes.
        bound: No plan takes fewer.
        proven: Whether all that was asked is proven; for nothing found, that nothing is there.
    """

    slots: tuple[int, ...]
    count: int
    bound: int
    proven: bool


def shortest(problem: Problem, budget: Budget) -> Found:
    """The plan of the fewest periods, and among those of the least highest load.

    It tries one length after the other from a proven lower bound: each is a small question with narrow
    windows, and the first that has an answer is the shortest.
    """
    known = greedy(problem) if not problem.least else ()
    enough = max(known) + 1 if known else None
    longest = min(length for length in (problem.longest, enough) if length is not None)
    count = bound = fewest(problem)
    proven = True
    while count <= longest and not budget.over:
        placement = Placement(problem, count, budget)
        placement.model.minimize(placement.highest)
        if count == enough:
            placement.hint(known)
        answer = placement.solve(part=_HALF)
        if answer.found:
            slots = placement.slots()
            return Found(slots, max(slots) + 1, bound, proven and answer is Answer.BEST)
        proven = proven and answer is Answer.NONE
        bound = count + 1 if proven else bound
        count += 1
    if enough is not None and enough == longest:
        return Found(known, enough, bound, proven=False)
    return Found((), 0, bound, proven and count > longest)


def finest(problem: Problem, found: Found, budget: Budget) -> Found:
    """The same length and no higher load, with credits as early as possible."""
    loads = [0] * found.count
    for unit, slot in enumerate(found.slots):
        loads[slot] += problem.loads[unit]
    placement = Placement(dataclasses.replace(problem, most=max(loads)), found.count, budget)
    placement.hint(found.slots)
    placement.model.minimize(placement.weighted(problem.worth))
    answer = placement.solve()
    slots = placement.slots() if answer.found else found.slots
    return dataclasses.replace(found, slots=slots, proven=found.proven and answer is Answer.BEST)
