"""The search: one goal after the other, each as good as it can be without giving up any of those before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .bounds import Slots, ended, fewest, greedy, keeps
from .fill import Filling
from .least import least
from .placement import Placement, reached
from .problem import Problem
from .solver import Answer, Budget
from .wishes import Goal

TIME_LIMIT: Final = 5.0
"""[s] for one question, as the solver counts them."""

_HALF: Final = 0.5
"""No single length of plan may use up all the time, or the lengths after it would never be tried."""


@dataclass(frozen=True)
class Reached:
    """How good a plan is in one goal.

    Attributes:
        goal: The goal.
        value: What the plan comes to: periods, steps of load, steps of worth times period, or cents.
        bound: No plan that is as good in the goals before it comes to less.
    """

    goal: Goal
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan is better in this."""
        return self.bound >= self.value


@dataclass(frozen=True)
class Found:
    """How far the search came.

    Attributes:
        slots: The period in which each unit begins, or nothing when there is no plan (yet).
        count: How many periods it takes.
        bound: No plan takes fewer.
        proven: Whether all that was asked is proven; for nothing found, that nothing is there.
        reached: What it comes to in each goal, in their order.
    """

    slots: Slots
    count: int
    bound: int
    proven: bool
    reached: tuple[Reached, ...] = ()


def best(problem: Problem, budget: Budget) -> Found:
    """The best plan by the goals that are asked."""
    goals = tuple(dict.fromkeys(problem.wishes.goals)) or ("finish",)
    found = shortest(problem, budget, *goals[1:2]) if goals[0] == "finish" else _first(problem, goals[0], budget)
    for goal in goals[len(found.reached) :] if found.slots else ():
        found = _better(problem, found, goal, budget)
    return found


def shortest(problem: Problem, budget: Budget, goal: Goal | None = None) -> Found:
    """The plan of the fewest periods; where it took a solver to find one, among those the best by another goal, if any.

    It tries one length after the other from a proven lower bound: first whether filling the periods will do, then each
    is a small question with narrow windows. The first that has an answer is the shortest.
    """
    count = bound = fewest(problem)
    proven = True
    longest = min(length for length in (problem.longest, len(problem.calendar)) if length is not None)
    slots = next(_filled(problem, count), ()) if count <= longest else ()
    known = () if slots else greedy(problem)
    if known and keeps(problem, known):
        longest = min(longest, ended(problem, known))
    else:
        known = ()
    while count <= longest:
        if known and count == ended(problem, known):
            slots = known
        if slots:
            finish = Reached("finish", ended(problem, slots), bound)
            return Found(slots, finish.value, bound, finish.proven, (finish,))
        if budget.over:
            proven = False
        else:
            placement = Placement(problem, count, budget)
            if goal is not None:
                placement.model.minimize(placement.worth_of(goal))
            answer = placement.solve(part=_HALF)
            if answer.found:
                slots = placement.slots()
                finish = Reached("finish", ended(problem, slots), bound)
                others = (_reached(problem, placement, slots, goal),) if goal is not None else ()
                sure = proven and answer is Answer.BEST
                return Found(slots, finish.value, bound, sure, (finish, *others))
            proven = proven and answer is Answer.NONE
        bound = count + 1 if proven else bound
        count += 1
        slots = next(_filled(problem, count), ()) if count <= longest else ()
    return Found((), 0, bound, proven)


def _filled(problem: Problem, count: int, highest: int | None = None) -> Iterator[Slots]:
    """Plans of at most so many periods that keep everything, as far as filling the periods finds them."""
    most = [room if highest is None else min(room, highest) for room in problem.room[:count]]
    return (slots for slots in Filling(problem, count).plans(most) if keeps(problem, slots))


def _first(problem: Problem, goal: Goal, budget: Budget) -> Found:
    """The best plan by a goal that is not the finish, whatever its length."""
    bound = fewest(problem)
    longest = problem.longest
    count = len(problem.calendar) if longest is None else min(longest, len(problem.calendar))
    placement = Placement(problem, count, budget, ends=False)
    placement.model.minimize(placement.worth_of(goal))
    answer = placement.solve(part=_HALF)
    if not answer.found:
        return Found((), 0, bound, answer is Answer.NONE)
    slots = placement.slots()
    value = _reached(problem, placement, slots, goal)
    return Found(slots, ended(problem, slots), bound, value.proven, (value,))


def _better(problem: Problem, found: Found, goal: Goal, budget: Budget) -> Found:
    """As good in all that was reached, and the best in one goal more."""
    fixed = found.reached[0].goal == "finish"
    highest = next((one.value for one in found.reached if one.goal == "peak"), None)
    bound = least(problem, goal, found.count, highest) if fixed else 0
    if fixed:
        found = dataclasses.replace(found, slots=_refilled(problem, found, goal, bound))
    value = Reached(goal, reached(problem, found.slots, found.count, goal), bound)
    if value.proven:
        return dataclasses.replace(found, reached=(*found.reached, value))
    count = found.count if fixed else problem.longest or len(problem.calendar)
    placement = Placement(problem, min(count, len(problem.calendar)), budget, ends=fixed)
    for one in found.reached:
        if one.goal != "finish" or not fixed:
            placement.model.add(placement.worth_of(one.goal) <= one.value)
    placement.hint(found.slots)
    worth = placement.worth_of(goal)
    placement.model.add(worth >= bound)
    placement.model.minimize(worth)
    answer = placement.solve()
    if answer.found:
        slots = placement.slots()
        value = _reached(problem, placement, slots, goal)
        found = dataclasses.replace(found, slots=slots, count=ended(problem, slots))
    return dataclasses.replace(found, proven=found.proven and answer is Answer.BEST, reached=(*found.reached, value))


def _refilled(problem: Problem, found: Found, goal: Goal, bound: int) -> Slots:
    """The best plan in a goal that filling the periods finds, which loses nothing of what was reached."""
    best_, count = found.slots, found.count
    if goal not in {"peak", "early"}:
        return best_
    there = reached(problem, best_, count, goal)
    highest = next((one.value for one in found.reached if one.goal == "peak"), None)
    for most in range(bound, there) if goal == "peak" else (highest,):
        for slots in _filled(problem, count, most):
            value = reached(problem, slots, count, goal)
            if value < there and all(reached(problem, slots, count, one.goal) <= one.value for one in found.reached):
                best_, there = slots, value
            if there == bound or (goal == "peak" and there == most):
                return best_
    return best_


def _reached(problem: Problem, placement: Placement, slots: Slots, goal: Goal) -> Reached:
    value = reached(problem, slots, ended(problem, slots), goal)
    return Reached(goal, value, min(placement.bound, value))
