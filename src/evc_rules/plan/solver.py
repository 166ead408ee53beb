"""The one door to OR-tools: questions that are solved the same way every time, within a budget."""

from __future__ import annotations

import time
from collections.abc import Iterable
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ..errors import MissingExtraError
from .deadline import NO_DEADLINE, Deadline

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

    Args:
        seconds: So many, as the solver counts them.
        deadline: When all is over by the clock, whatever is left.
        of: What this is a part of.
    """

    def __init__(self, seconds: float, deadline: Deadline = NO_DEADLINE, of: Budget | None = None) -> None:
        self._left = seconds
        self._until = time.monotonic() + _GUARD * seconds
        self.deadline = deadline
        self._of = of

    def part(self, part: float) -> Budget:
        """Part of what is left, for one step; what that spends is spent here too."""
        return Budget(self._left * part, self.deadline, self)

    def share(self, part: float = 1.0) -> tuple[float, float]:
        """Part of what is left: deterministic seconds, and seconds on the wall."""
        return max(self._left * part, 0.0), min(max(self._until - time.monotonic(), 0.0), self.deadline.left)

    def spend(self, seconds: float) -> None:
        """Take off what a solve has cost."""
        self._left -= seconds
        if self._of is not None:
            self._of.spend(seconds)

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self._left <= 0 or time.monotonic() >= self._until or self.deadline.over


class Question:
    """A CP-SAT model with its answer: one worker and a fixed seed, so that answers depend on nothing else."""

    def __init__(self, needed_for: str, budget: Budget) -> None:
        self._cp = cp_sat(needed_for)
        self.model: cp_model.CpModel = self._cp.CpModel()
        self.budget = budget
        self._solver: cp_model.CpSolver = self._cp.CpSolver()
        self._solved = False
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = 1
        # Measured on programmes of 60 to 120 units: windows are narrow already, so that probing finds little,
        # and packing a year's credits goes by the full linear relaxation.
        self._solver.parameters.linearization_level = 2
        self._solver.parameters.cp_model_probing_level = 0

    def solve(self, *, part: float = 1.0, from_below: bool = False) -> Answer:
        """Solve within part of what is left of the budget.

        Args:
            part: Of what is left.
            from_below: Whether to raise the bound until something reaches it: where little is left between the two
                that proves in a fifth of the time what is the best, but finds nothing better on the way.
        """
        self._solver.parameters.optimize_with_lb_tree_search = from_below
        counted, wall = self.budget.share(part)
        if not counted or not wall:
            return Answer.UNDECIDED
        self._solver.parameters.max_deterministic_time = counted
        self._solver.parameters.max_time_in_seconds = wall
        status = self._solver.solve(self.model)
        self._solved = True
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

    def best_by(self, worth: cp_model.LinearExprT | None) -> None:
        """Ask for as little as can be of something, or no longer for anything."""
        self.model.proto.clear_objective()
        if worth is not None:
            self.model.minimize(worth)

    def value(self, expression: cp_model.LinearExprT) -> int:
        """What something came to in the last answer."""
        return self._solver.value(expression)

    @property
    def bound(self) -> int:
        """No answer is worth less than this, as far as the last solve could tell."""
        return int(-(-self._solver.best_objective_bound // 1)) if self._solved else 0

    def core(self) -> frozenset[int]:
        """The indices of assumptions that cannot hold together, after an answer of none."""
        return frozenset(self._solver.sufficient_assumptions_for_infeasibility())
