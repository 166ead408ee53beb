"""The one door to OR-tools: a model of units in periods, solved the same way every time, within a budget."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from ..errors import MissingExtraError
from .bounds import earliest, latest
from .problem import Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_GUARD: Final = 2
"""How much more time on the wall than the budget: only for machines so slow that the budget means little."""


class Answer(Enum):
    """What a solver can say: the best there is, something, that there is nothing, or not in this time."""

    BEST = "best"
    FOUND = "found"
    NONE = "none"
    UNDECIDED = "undecided"

    @property
    def found(self) -> bool:
        """Whether there are values to read."""
        return self in {Answer.BEST, Answer.FOUND}


def cp_sat(needed_for: str) -> Any:
    """OR-tools' CP-SAT.

    Raises:
        MissingExtraError: OR-tools is not installed.
    """
    try:
        return import_module("ortools.sat.python.cp_model")
    except ImportError as error:
        raise MissingExtraError("plan", needed_for) from error


class Budget:
    """Time for solving, shared over the solves of one question, in the solver's own deterministic seconds.

    Those run about as fast as the clock but are counted in work done, so that the same question gets the same
    answer on every machine, also when the time is up.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._until = time.monotonic() + _GUARD * seconds

    def share(self, part: float = 1.0) -> tuple[float, float]:
        """Part of what is left: deterministic seconds, and seconds on the wall."""
        return max(self._left * part, 0.0), max(self._until - time.monotonic(), 0.0)

    def spend(self, seconds: float) -> None:
        """Take off what a solve has cost."""
        self._left -= seconds

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self._left <= 0 or time.monotonic() >= self._until


class Question:
    """A CP-SAT model with its answer: one worker and a fixed seed, so that answers depend on nothing else."""

    def __init__(self, needed_for: str, budget: Budget) -> None:
        self._cp = cp_sat(needed_for)
        self.model: cp_model.CpModel = self._cp.CpModel()
        self.budget = budget
        self._solver: cp_model.CpSolver = self._cp.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = 1
        # Measured on programmes of 60 to 120 units: windows are narrow already, so that probing finds little,
        # and packing a year's credits goes by the full linear relaxation.
        self._solver.parameters.linearization_level = 2
        self._solver.parameters.cp_model_probing_level = 0

    def solve(self, *, part: float = 1.0) -> Answer:
        """Solve within part of what is left of the budget."""
        counted, wall = self.budget.share(part)
        if not counted or not wall:
            return Answer.UNDECIDED
        self._solver.parameters.max_deterministic_time = counted
        self._solver.parameters.max_time_in_seconds = wall
        status = self._solver.solve(self.model)
        self.budget.spend(self._solver.response_proto.deterministic_time)
        return {
            self._cp.OPTIMAL: Answer.BEST,
            self._cp.FEASIBLE: Answer.FOUND,
            self._cp.INFEASIBLE: Answer.NONE,
        }.get(status, Answer.UNDECIDED)

    def solve_assuming(self, literals: Iterable[cp_model.LiteralT], *, part: float = 1.0) -> Answer:
        """Solve while these hold."""
        self.model.clear_assumptions()
        self.model.add_assumptions(list(literals))
        return self.solve(part=part)

    def value(self, expression: cp_model.LinearExprT) -> int:
        """What something came to in the last answer."""
        return self._solver.value(expression)

    def core(self) -> frozenset[int]:
        """The indices of assumptions that cannot hold together, after an answer of none."""
        return frozenset(self._solver.sufficient_assumptions_for_infeasibility())


class Placement(Question):
    """Units in a plan of so many periods.

    Args:
        problem: What is to be placed.
        count: In how many periods.
        budget: The time for it.
        optional: The units that may be left out because they can be awarded instead.

    Attributes:
        at: For each unit, by period, whether it is there.
        out: For each unit that may be left out, whether it is.
        highest: The load of the heaviest period, or more, in steps.
    """

    def __init__(self, problem: Problem, count: int, budget: Budget, optional: Collection[int] = ()) -> None:
        super().__init__("planning a path", budget)
        self.problem = problem
        self.count = count
        units = range(len(problem.units))
        first = [0 if unit in optional else slot for unit, slot in enumerate(earliest(problem, optional))]
        last = latest(problem, count, optional)
        self.at: list[dict[int, cp_model.IntVar]] = [
            {
                slot: self.model.new_bool_var(f"{problem.units[unit].id} in {slot}")
                for slot in range(first[unit], last[unit] + 1)
                if problem.opens(unit, slot)
            }
            for unit in units
        ]
        self.out = {unit: self.model.new_bool_var(f"{problem.units[unit].id} awarded") for unit in sorted(optional)}
        for unit in units:
            self.model.add_exactly_one([*self.at[unit].values(), *self._out(unit)])
        self._keep_order(optional)
        self._bound_loads()
        if not optional:
            self._tell_apart()

    def slots(self) -> tuple[int, ...]:
        """The period of each unit in the last answer."""
        return tuple(next(slot for slot, here in each.items() if self.value(here)) for each in self.at)

    def hint(self, slots: Sequence[int]) -> None:
        """Begin from a known plan."""
        for each, chosen in zip(self.at, slots, strict=True):
            for slot, here in each.items():
                self.model.add_hint(here, slot == chosen)

    def weighted(self, weights: Sequence[int]) -> cp_model.LinearExprT:
        """The sum over the units of a weight times the number of the period."""
        return sum(weights[unit] * slot * here for unit, each in enumerate(self.at) for slot, here in each.items())

    def _out(self, unit: int) -> list[cp_model.IntVar]:
        return [self.out[unit]] if unit in self.out else []

    def _keep_order(self, optional: Collection[int]) -> None:
        graph = self.problem.order
        # What follows from other edges need not be said again, unless the unit between may be left out.
        edges = graph.edges if optional else nx.transitive_reduction(graph).edges
        for earlier, unit in sorted(edges):
            for slot in self.at[unit]:
                here = [at for other, at in self.at[unit].items() if other <= slot]
                done = [at for other, at in self.at[earlier].items() if other < slot]
                if len(done) < len(self.at[earlier]):
                    self.model.add(sum(here) <= sum([*done, *self._out(earlier)]))

    def _bound_loads(self) -> None:
        loads, most, least = self.problem.loads, self.problem.most, self.problem.least
        self.highest = self.model.new_int_var(0, most, "highest")
        if not self.out:
            mean = -(-sum(loads) // self.count)
            self.model.add(self.highest >= max(mean, *loads))
        for slot in range(self.count):
            load = sum(loads[unit] * each[slot] for unit, each in enumerate(self.at) if slot in each)
            self.model.add(load <= self.highest)
            if least and slot < self.count - 1:
                self.model.add(load >= least)

    def _tell_apart(self) -> None:
        """Put units that nothing tells apart in programme order, so that no plan is tried twice."""
        problem = self.problem
        alike: dict[tuple[object, ...], list[int]] = {}
        for unit in range(len(problem.units)):
            looks = (
                problem.loads[unit],
                problem.worth[unit],
                problem.offered[unit],
                problem.after[unit],
                frozenset(problem.order.successors(unit)),
            )
            alike.setdefault(looks, []).append(unit)
        for group in alike.values():
            for one, other in pairwise(group):
                self.model.add(_number(self.at[one]) <= _number(self.at[other]))


def _number(each: Mapping[int, cp_model.IntVar]) -> cp_model.LinearExprT:
    return sum(slot * here for slot, here in each.items())
