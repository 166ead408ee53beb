"""Connectives of the solver, made without its own checks: those take most of the time that making formulas takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Logic:
    """Makes formulas.

    Args:
        z3: The solver's library.
    """

    def __init__(self, z3: Any) -> None:
        self._z3, self._context = z3, z3.main_ctx()
        self._core = z3.z3core
        self.true, self.false = z3.BoolVal(True), z3.BoolVal(False)

    def every(self, parts: Sequence[Any]) -> Any:
        """All of the parts."""
        if len(parts) <= 1:
            return parts[0] if parts else self.true
        return self._made(self._core.Z3_mk_and(self._context.ref(), len(parts), self._listed(parts)))

    def some(self, parts: Sequence[Any]) -> Any:
        """One of the parts or more."""
        if len(parts) <= 1:
            return parts[0] if parts else self.false
        return self._made(self._core.Z3_mk_or(self._context.ref(), len(parts), self._listed(parts)))

    def no(self, part: Any) -> Any:
        """Not this."""
        return self._made(self._core.Z3_mk_not(self._context.ref(), part.as_ast()))

    def at_least(self, parts: Sequence[Any], count: int) -> Any:
        """So many of the parts, or more."""
        if count <= 0 or count > len(parts):
            return self.true if count <= 0 else self.false
        return self._made(self._core.Z3_mk_atleast(self._context.ref(), len(parts), self._listed(parts), count))

    def at_most(self, parts: Sequence[Any], count: int) -> Any:
        """So many of the parts, or fewer."""
        if count >= len(parts):
            return self.true
        return self._made(self._core.Z3_mk_atmost(self._context.ref(), len(parts), self._listed(parts), count))

    def _listed(self, parts: Sequence[Any]) -> Any:
        return (self._z3.Ast * len(parts))(*[part.as_ast() for part in parts])

    def _made(self, ast: Any) -> Any:
        return self._z3.BoolRef(ast, self._context)
