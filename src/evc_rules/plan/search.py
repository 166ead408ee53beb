"""The search: one goal after the other, each as good as it can be without giving up any of those before it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

from .bounds import Slots, ended, fewest, greedy
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
    if goals[0] == "finish":
        found = shortest(problem, budget, *goals[1:2])
        rest = goals[2:]
    else:
        found = _first(problem, goals[0], budget)
        rest = goals[1:]
    for goal in rest if found.slots else ():
        found = _better(problem, found, goal, budget)
    return found


def shortest(problem: Problem, budget: Budget, goal: Goal | None = None) -> Found:
    """The plan of the fewest periods, and among those the best by another goal, if any.

    It tries one length after the other from a proven lower bound: each is a small question with narrow
    windows, and the first that has an answer is the shortest.
    """
    known = greedy(problem) if not any(problem.floor) and not problem.bsa else ()
    enough = ended(problem, known) if known else None
    bounds = (problem.longest, enough, len(problem.calendar))
    longest = min(length for length in bounds if length is not None)
    count = bound = fewest(problem)
    proven = True
    while count <= longest and not budget.over:
        placement = Placement(problem, count, budget)
        if goal is not None:
            placement.model.minimize(placement.worth_of(goal))
        if count == enough:
            placement.hint(known)
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
    if enough is not None and enough == longest:
        return Found(known, enough, bound, proven=False, reached=(Reached("finish", enough, bound),))
    return Found((), 0, bound, proven and count > longest)


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
    count = found.count if fixed else problem.longest or len(problem.calendar)
    placement = Placement(problem, min(count, len(problem.calendar)), budget, ends=fixed)
    for one in found.reached:
        if one.goal != "finish" or not fixed:
            placement.model.add(placement.worth_of(one.goal) <= one.value)
    placement.hint(found.slots)
    placement.model.minimize(placement.worth_of(goal))
    answer = placement.solve()
    slots = placement.slots() if answer.found else found.slots
    value = _reached(problem, placement, slots, goal) if answer.found else _unproven(problem, slots, goal)
    reached_ = (*found.reached, value)
    return dataclasses.replace(
        found,
        slots=slots,
        count=ended(problem, slots),
        proven=found.proven and answer is Answer.BEST,
        reached=reached_,
    )


def _reached(problem: Problem, placement: Placement, slots: Slots, goal: Goal) -> Reached:
    value = reached(problem, slots, ended(problem, slots), goal)
    return Reached(goal, value, min(placement.bound, value))


def _unproven(problem: Problem, slots: Slots, goal: Goal) -> Reached:
    return Reached(goal, reached(problem, slots, ended(problem, slots), goal), 0)
