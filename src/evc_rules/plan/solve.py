"""Finds the best path by the goals that are asked: first of all, unless one says otherwise, the earliest finish."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme
from ..model.quantities import Credits, total
from .bounds import fewest, settled
from .clashes import certain, names
from .cores import explained
from .deadline import NO_DEADLINE, Deadline
from .path import Objective, Path, PlannedPeriod
from .problem import Problem
from .remains import remaining
from .search import TIME_LIMIT, Found, Reached, best, shortest
from .solver import Budget
from .unsaid import either_way
from .verify import path_violations
from .wishes import NO_WISHES, Goal, Wishes

_CENTS: Final = Decimal(100)


def plan_path(  # noqa: PLR0913, PLR0917 - all that the path depends on
    programme: Programme,
    framework: Framework,
    variant: str,
    awarded: Collection[str],
    exempt_leaves: Collection[Leaf],
    start: date,
    loads: Mapping[str, Credits] | None = None,
    time_limit: float = TIME_LIMIT,
    *,
    wishes: Wishes = NO_WISHES,
    bsa_counts: bool | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> Path:
    """Place the units that are left in periods.

    A unit comes after the units that it requires and after those that provide what its outcomes require,
    unless that is exempt. Unless the wishes say otherwise, the best path finishes first; among those it has the
    least highest load; among those its credits come earliest (the least sum of credits times the number of the
    period). What is still equal is settled by a fixed seed, and units of equal load stand in programme order where
    they can, so that the same question has the same answer every time.

    Args:
        programme: The programme.
        framework: The framework that it is written over.
        variant: The variant that is followed.
        awarded: The units that need not be followed any more: awarded, or done already.
        exempt_leaves: The leaves that are reached, whether or not their units are awarded.
        start: The day from which periods count; the first one begins on or after it, and the maximum duration
            is counted from it.
        loads: The load [EC] of units that ask less than their credits: partly exempt, or by assessment only.
        time_limit: How long to look for the best [s], counted in work done.
        wishes: What the applicant asks: goals, leave, pace, assessment only.
        bsa_counts: Whether what was awarded counts toward the BSA; None, not known, is not yes, and the path says what
            it would be if it does.
        deadline: When all is over by the clock; what is not proven by then is shown with its bound.

    Returns:
        The path; without periods and finished at the start when nothing is left; without a finish, and with
        what clashes, when there is none. Whatever is returned has passed `path_violations`: a plan that does not is
        not shown, as if none was found in time, with a warning to report.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002), or a unit cannot be
            completed by assessment only (EVC-P010).
        MissingExtraError: OR-tools is not installed, and the answer needs it.
    """
    problem = remaining(
        programme, framework, variant, awarded, exempt_leaves, start, loads, wishes, bsa_counts=bsa_counts
    )
    budget = Budget(time_limit, deadline)
    path = _planned(problem, budget)
    if bsa_counts is None:
        counted = remaining(
            programme, framework, variant, awarded, exempt_leaves, start, loads, wishes, bsa_counts=True
        )
        path = either_way(path, problem, counted, budget)
    broken = path_violations(
        programme, framework, variant, awarded, exempt_leaves, start, path, loads, wishes=wishes, bsa_counts=bsa_counts
    )
    if broken:
        # A mistake of the planner, never of who asks: better no plan than one that cannot be followed.
        warnings.warn(f"a plan was found that breaks what was asked, and is not shown: {broken[0]}", stacklevel=2)
        return Path(variant=variant, start=start, bound=_end(problem, fewest(problem)), proven=False)
    return path


def _planned(problem: Problem, budget: Budget) -> Path:
    """The best path, with what clashes when there is none."""
    variant, start, wishes = problem.variant.id, problem.start, problem.wishes
    if not problem.must and not any(choice.need for choice in problem.choices):
        nothing = tuple(_objective(problem, Reached(goal, 0, 0)) for goal in wishes.goals)
        return Path(variant=variant, start=start, finish=start, bound=start, objectives=nothing)
    if clashes := certain(problem):
        return Path(variant=variant, start=start, clashes=clashes)
    found = best(problem, budget)
    if not found.slots:
        clashes = explained(problem, budget) if found.proven else ()
        bound = None if found.proven else _end(problem, found.bound)
        return Path(variant=variant, start=start, bound=bound, proven=found.proven, clashes=clashes)
    return _path(problem, found, minimum_binds=_binds(problem, found, budget))


def _path(problem: Problem, found: Found, *, minimum_binds: bool) -> Path:
    begin: list[list[int]] = [[] for _ in range(found.count)]
    running: list[list[int]] = [[] for _ in range(found.count)]
    asked: list[list[Credits]] = [[] for _ in range(found.count)]
    slots = found.slots if "keep" in problem.wishes.goals else settled(problem, found.slots)
    for unit, slot in enumerate(slots):
        if slot is None:
            continue
        for passed, part in enumerate(problem.credits[unit]):
            (running if passed else begin)[slot + passed].append(unit)
            asked[slot + passed].append(part)
    periods = tuple(
        PlannedPeriod(
            slot=slot,
            units=names(problem, units),
            running=names(problem, on),
            load=total(parts),
        )
        for slot, units, on, parts in zip(problem.slots(found.count), begin, running, asked, strict=True)
    )
    return Path(
        variant=problem.variant.id,
        start=problem.start,
        periods=periods,
        finish=periods[-1].slot.end,
        bound=_end(problem, found.bound),
        proven=found.proven,
        assessed=tuple(
            unit.id
            for unit, slot in zip(problem.units, found.slots, strict=True)
            if slot is not None and unit.id in problem.wishes.assessed
        ),
        objectives=tuple(_objective(problem, one) for one in found.reached),
        minimum_binds=minimum_binds,
    )


def _objective(problem: Problem, one: Reached) -> Objective:
    return Objective(
        goal=one.goal,
        value=_amount(problem, one.goal, one.value),
        bound=_amount(problem, one.goal, one.bound),
        proven=one.proven,
    )


def _amount(problem: Problem, goal: Goal, value: int) -> Decimal:
    match goal:
        case "finish" | "keep":
            return Decimal(value)
        case "cost":
            return Decimal(value) / _CENTS
        case "early":
            return problem.credits_of(value).value
        case "peak" | "smooth":
            return problem.load(value).value


def _end(problem: Problem, count: int) -> date:
    return problem.slots(count)[-1].end


def _binds(problem: Problem, found: Found, budget: Budget) -> bool:
    if not any(problem.floor[: found.count]) or found.count == fewest(problem):
        return False
    free = shortest(problem.relaxed(least=True), budget)
    return bool(free.slots) and free.count < found.count
