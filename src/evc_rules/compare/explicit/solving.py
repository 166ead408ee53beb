"""A solver for one explicit dossier, with a context of its own: nothing hangs on what was asked before."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, Final

from ..ask import solver_library

_MADE: Final = ("Bool", "BoolVal", "Int", "IntVal", "Real", "RealVal")
_JOINED: Final = ("And", "AtLeast", "AtMost", "If", "Implies", "Not", "Or", "PbEq", "Sum", "Xor", "is_bool", "is_true")


class Solving:
    """Values that a dossier can have are looked for until the time is up.

    Args:
        time_limit: How long to look [s].

    Raises:
        MissingExtraError: z3 is not installed.
    """

    def __init__(self, time_limit: float) -> None:
        library = solver_library()
        context = library.Context()
        made = {name: partial(getattr(library, name), ctx=context) for name in _MADE}
        self.z3 = SimpleNamespace(**made, **{name: getattr(library, name) for name in _JOINED})
        self._until = time.monotonic() + time_limit
        self._solver, self._library = library.Solver(ctx=context), library
        self._solver.set("random_seed", 0)
        self._asked = 0

    def hold(self, laws: Iterable[Any]) -> None:
        """Let laws hold from now on."""
        self._solver.add(*(self.z3.BoolVal(law) if isinstance(law, bool) else law for law in laws))

    def model(self, *questions: Any) -> Any:
        """Values for which all laws hold, and questions; False when there are none, None when the time was up."""
        self._solver.set("timeout", max(1, int(1000 * (self._until - time.monotonic()))))
        answer = self._solver.check(*questions)
        if answer == self._library.sat:
            return self._solver.model()
        return False if answer == self._library.unsat else None

    def fewest(self, model: Any, there: Sequence[Any]) -> Any:
        """Of the values for which all laws hold, some by which as few are there as were found in time."""
        found = sum(self._met(model, one) for one in there)
        for size in range(found):
            fewer = self._also(self.z3.AtMost(*there, size))
            if fewer is not False:
                return model if fewer is None else fewer
        self._keep(self.z3.AtMost(*there, found) if there else True)
        return model

    def wished(self, model: Any, wishes: Iterable[Any]) -> Any:
        """Of the values for which all laws hold, some by which one wish after the other is met where it can be."""
        for wish in wishes:
            if self._met(model, wish):
                self._keep(wish)
                continue
            found = self._also(wish)
            model = model if found is None or found is False else found
        return model

    def _met(self, model: Any, wish: Any) -> bool:
        return wish if isinstance(wish, bool) else self.z3.is_true(model.eval(wish, model_completion=True))

    def _keep(self, wish: Any) -> None:
        """Let what is met go on to hold."""
        self._solver.add(wish)

    def _also(self, more: Any) -> Any:
        """Values for which this holds too, and then goes on to hold; False or None as for a model."""
        name = self.z3.Bool(f"also-{self._asked}")
        self._asked += 1
        self._solver.add(self.z3.Implies(name, more))
        found = self.model(name)
        if found is not None and found is not False:
            self._keep(name)
        return found
