"""The one door to z3: a solver that answers yes, no, or nothing in this time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import count
from typing import Any

from ..errors import MissingExtraError
from .logic import Logic


def solver_library() -> Any:
    """The solver z3.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return import_module("z3")
    except ImportError as error:
        raise MissingExtraError("compare", "comparing rulesets") from error


class Asking:
    """A solver in which one set of facts holds, and questions are asked under assumptions.

    Args:
        time_limit: How long to look for the answer to one question [s].
        context: What the solver keeps its formulas in; one of its own, unless something else is said.
    """

    def __init__(self, time_limit: float, context: Any = None) -> None:
        self.z3 = solver_library()
        self.limit = time_limit
        self._context = context or self.z3.Context()
        self.logic = Logic(self.z3, self._context)
        self._solver = self.z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 0)
        self._set = 0
        self._names: dict[int, tuple[Any, Any]] = {}

    def hold(self, *facts: Any) -> None:
        """Let facts hold from now on."""
        for fact in facts:
            self.z3.z3core.Z3_solver_assert(self._context.ref(), self._solver.solver, fact.as_ast())

    def model(self, *questions: Any, seconds: float | None = None) -> Any:
        """Values for which all questions hold, False when there are none, None when time was up."""
        limit = max(1, int(1000 * (self.limit if seconds is None else seconds)))
        if limit != self._set:
            self._set = limit
            self._solver.set("timeout", limit)
        answer = self._solver.check(*map(self._assumed, questions))
        if answer == self.z3.sat:
            return self._solver.model()
        return False if answer == self.z3.unsat else None

    def needed(self, question: Any, facts: Sequence[Any]) -> list[int] | None:
        """Of some facts the places of those by which a question holds for no values; None when that is not shown.

        None of them can be left out, as far as the time allows.
        """
        self._solver.set("core.minimize", True)
        asked, names = self._assumed(question), [self._assumed(fact) for fact in facts]
        self._solver.set("timeout", max(1, int(1000 * self.limit)))
        if self._solver.check(asked, *names) != self.z3.unsat:
            return None
        core = {one.get_id() for one in self._solver.unsat_core()}
        return [place for place, name in enumerate(names) if name.get_id() in core]

    def _assumed(self, question: Any) -> Any:
        """A name that stands for a question, so that the solver keeps what it learned when it is asked again."""
        key = question.get_id()
        if key not in self._names:
            name = self.logic.truth(f"q{len(self._names)}")
            self.hold(self.logic.when(name, question))
            self._names[key] = name, question
        return self._names[key][0]

    def fewest(self, at_most: Callable[[int], Any], *questions: Any) -> Any:
        """Values for which all questions hold, of the least size that was found in time; else as `model`.

        One thing nearly always shows it, so that is where it begins.
        """
        one = self.model(*questions, at_most(1))
        if one:
            return self.model(*questions, at_most(0)) or one
        model = self.model(*questions)
        until = time.monotonic() + self.limit
        for size in count(2) if model else ():
            fewer = self.model(*questions, at_most(size), seconds=max(0.0, until - time.monotonic()))
            if fewer is not False:
                return model if fewer is None else fewer
        return model
