"""The search: one goal after the other, each as good as it can be without giving up any of those before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .bounds import Slots, earliest, ended, fewest, greedy, keeps
from .fill import Filling
from .least import least
from .placement import Placement
from .problem import Problem
from .solver import Answer, Budget
from .values import reached
from .wishes import GOALS, Goal

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
    return _by(problem, tuple(dict.fromkeys(problem.wishes.goals)) or ("finish",), budget)


def _by(problem: Problem, goals: tuple[Goal, ...], budget: Budget) -> Found:
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
    slots = next(_filled(problem, count, budget), ()) if count <= longest else ()
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
        slots = next(_filled(problem, count, budget), ()) if count <= longest else ()
    return Found((), 0, bound, proven)


def _filled(problem: Problem, count: int, budget: Budget, highest: int | None = None) -> Iterator[Slots]:
    """Plans of at most so many periods that keep everything, as far as filling the periods finds them."""
    most = [room if highest is None else min(room, highest) for room in problem.room[:count]]
    plans = Filling(problem, count).plans(most, budget.deadline)
    return (slots for slots in plans if keeps(problem, slots))


def _first(problem: Problem, goal: Goal, budget: Budget) -> Found:
    """The best plan by a goal that is not the finish, whatever its length.

    The plan by the goals that count when nobody says otherwise is a hint, and what is shown where nothing better is
    found in time.
    """
    known = _by(problem, GOALS, budget.part(_HALF))
    if not known.slots and known.proven:
        return known
    found = dataclasses.replace(known, proven=True, reached=())
    if known.slots:
        return _better(problem, found, goal, budget, part=_HALF)
    bound = least(problem, goal, _most(problem))
    placement = _asked(problem, found, goal, budget)
    slots, bound = placement.least(goal, bound)
    if not slots:
        return Found((), 0, known.bound, placement.impossible)
    there = reached(problem, slots, ended(problem, slots), goal)
    value = Reached(goal, there, min(bound, there))
    return Found(slots, ended(problem, slots), known.bound, value.proven, (value,))


def _better(problem: Problem, found: Found, goal: Goal, budget: Budget, part: float = 1.0) -> Found:
    """As good in all that was reached, and the best in one goal more."""
    goals = {one.goal for one in found.reached}
    if goal == "finish" and goals == {"peak"}:
        return _sooner(problem, found, budget)
    highest = next((one.value for one in found.reached if one.goal == "peak"), None)
    bound = least(problem, goal, found.count if "finish" in goals else _most(problem), highest)
    bound = found.bound if goal == "finish" else bound
    found = _with(problem, found, _refilled(problem, found, goal, bound, budget))
    value = Reached(goal, reached(problem, found.slots, found.count, goal), bound)
    if value.proven:
        return dataclasses.replace(found, reached=(*found.reached, value))
    if budget.over:
        return dataclasses.replace(found, proven=False, reached=(*found.reached, value))
    placement = _asked(problem, found, goal, budget)
    slots, bound = placement.least(goal, bound, found.slots, part=part)
    if slots:
        found = _with(problem, found, slots)
    there = reached(problem, found.slots, found.count, goal)
    value = Reached(goal, there, min(bound, there))
    return dataclasses.replace(found, proven=found.proven and value.proven, reached=(*found.reached, value))


def _asked(problem: Problem, found: Found, goal: Goal, budget: Budget) -> Placement:
    """The question of a plan that loses nothing of what was reached, with as many periods as a goal can need."""
    fixed = any(one.goal == "finish" for one in found.reached)
    count = found.count if fixed else _horizon(problem, found.slots, goal)
    placement = Placement(problem, count, budget, ends=fixed)
    for one in found.reached:
        if one.goal != "finish":
            placement.model.add(placement.worth_of(one.goal) <= one.value)
    return placement


def _sooner(problem: Problem, found: Found, budget: Budget) -> Found:
    """The shortest plan of which no period is heavier than what was reached."""
    (peak,) = found.reached
    rooms = {name: min(room, peak.value) for name, room in problem.rooms.items()}
    light = shortest(dataclasses.replace(problem, rooms=rooms), budget)
    if not light.slots or light.count > found.count:
        finish = Reached("finish", found.count, min(light.bound, found.count))
        return dataclasses.replace(found, proven=found.proven and finish.proven, reached=(peak, finish))
    found = _with(problem, found, light.slots)
    return dataclasses.replace(found, proven=found.proven and light.proven, reached=(*found.reached, light.reached[0]))


def _with(problem: Problem, found: Found, slots: Slots) -> Found:
    """The same with a plan that is as good in all that was reached, and may be better where that was not proven."""
    count = ended(problem, slots)
    values = [(one, reached(problem, slots, count, one.goal)) for one in found.reached]
    again = tuple(Reached(one.goal, value, min(one.bound, value)) for one, value in values)
    return dataclasses.replace(found, slots=slots, count=count, reached=again)


def _most(problem: Problem) -> int:
    """How many periods a plan can have."""
    longest = problem.longest
    return len(problem.calendar) if longest is None else min(longest, len(problem.calendar))


def _horizon(problem: Problem, slots: Slots, goal: Goal) -> int:
    """No plan that is at least as good in a goal as a known one need be longer than this."""
    if not slots or goal not in {"finish", "early"}:
        return _most(problem)
    count = ended(problem, slots)
    if goal == "finish":
        return count
    # Where all else ends as early as it can, one unit ends so late that all of what the known plan comes to is its own.
    first = earliest(problem, problem.loose)
    soonest = [
        problem.worth[unit] * (slot + problem.length[unit] - 1) if unit not in problem.loose else 0
        for unit, slot in enumerate(first)
    ]
    spare = reached(problem, slots, count, goal) - sum(soonest)
    if not all(problem.worth):
        return _most(problem)
    latest_ = max((spare + own) // problem.worth[unit] + 1 for unit, own in enumerate(soonest))
    return min(max(latest_, count), _most(problem))


def _refilled(problem: Problem, found: Found, goal: Goal, bound: int, budget: Budget) -> Slots:
    """The best plan in a goal that filling the periods finds, which loses nothing of what was reached."""
    best_ = found.slots
    if goal not in {"peak", "early"}:
        return best_
    fixed = any(one.goal == "finish" for one in found.reached)
    count = found.count if fixed else _horizon(problem, best_, goal)
    there = reached(problem, best_, found.count, goal)
    highest = next((one.value for one in found.reached if one.goal == "peak"), None)
    for most in range(bound, there) if goal == "peak" else (highest,):
        for slots in _filled(problem, count, budget, most):
            length = ended(problem, slots)
            value = reached(problem, slots, length, goal)
            if value < there and all(reached(problem, slots, length, one.goal) <= one.value for one in found.reached):
                best_, there = slots, value
            if there == bound or (goal == "peak" and there == most):
                return best_
    return best_


def _reached(problem: Problem, placement: Placement, slots: Slots, goal: Goal) -> Reached:
    value = reached(problem, slots, ended(problem, slots), goal)
    return Reached(goal, value, min(placement.bound, value))
