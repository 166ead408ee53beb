"""Formulas of the solver, made and read without its own checks: those take most of the time that making formulas takes.

Whoever makes them sees to it that sorts agree: truths with truths, whole numbers with whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any


class Logic:
    """Makes formulas.

    Args:
        z3: The solver's library.
        context: What the solver keeps its formulas in.
    """

    def __init__(self, z3: Any, context: Any) -> None:
        self._z3, self._context = z3, context
        self._core, self._ref = z3.z3core, context.ref()
        self.true, self.false = z3.BoolVal(True, context), z3.BoolVal(False, context)
        self._sorts = z3.BoolSort(context), z3.IntSort(context), z3.RealSort(context)
        self._whole: dict[int, Any] = {}
        self._real: dict[Fraction, Any] = {}

    # Unknowns

    def truth(self, name: str) -> Any:
        """Something that holds or does not."""
        return self._made(self._unknown(name, 0))

    def count(self, name: str) -> Any:
        """A whole number."""
        return self._number(self._unknown(name, 1))

    def amount(self, name: str) -> Any:
        """A number that need not be whole."""
        return self._number(self._unknown(name, 2))

    def another(self) -> Any:
        """Something that holds or does not, with a name that nothing else has."""
        return self._made(self._core.Z3_mk_fresh_const(self._ref, "t", self._sorts[0].ast))

    def _unknown(self, name: str, sort: int) -> Any:
        symbol = self._core.Z3_mk_string_symbol(self._ref, name)
        return self._core.Z3_mk_const(self._ref, symbol, self._sorts[sort].ast)

    # Connectives

    def every(self, parts: Sequence[Any]) -> Any:
        """All of the parts."""
        if len(parts) <= 1:
            return parts[0] if parts else self.true
        return self._made(self._core.Z3_mk_and(self._ref, len(parts), self._listed(parts)))

    def some(self, parts: Sequence[Any]) -> Any:
        """One of the parts or more."""
        if len(parts) <= 1:
            return parts[0] if parts else self.false
        return self._made(self._core.Z3_mk_or(self._ref, len(parts), self._listed(parts)))

    def no(self, part: Any) -> Any:
        """Not this."""
        return self._made(self._core.Z3_mk_not(self._ref, part.as_ast()))

    def when(self, one: Any, other: Any) -> Any:
        """That when the one holds, the other does."""
        return self._made(self._core.Z3_mk_implies(self._ref, one.as_ast(), other.as_ast()))

    def same(self, one: Any, other: Any) -> Any:
        """That two truths, or two numbers, are the same."""
        return self._made(self._core.Z3_mk_eq(self._ref, one.as_ast(), other.as_ast()))

    def other(self, one: Any, other: Any) -> Any:
        """That one of two truths holds and the other does not."""
        return self._made(self._core.Z3_mk_xor(self._ref, one.as_ast(), other.as_ast()))

    def choice(self, test: Any, one: Any, other: Any) -> Any:
        """That the one holds where a test does, and the other where it does not."""
        return self._made(self._core.Z3_mk_ite(self._ref, test.as_ast(), one.as_ast(), other.as_ast()))

    def at_least(self, parts: Sequence[Any], count: int) -> Any:
        """So many of the parts, or more."""
        if count <= 0 or count > len(parts):
            return self.true if count <= 0 else self.false
        return self._made(self._core.Z3_mk_atleast(self._ref, len(parts), self._listed(parts), count))

    def at_most(self, parts: Sequence[Any], count: int) -> Any:
        """So many of the parts, or fewer."""
        if count >= len(parts):
            return self.true
        return self._made(self._core.Z3_mk_atmost(self._ref, len(parts), self._listed(parts), count))

    # Numbers

    def whole(self, value: int) -> Any:
        """A whole number."""
        if value not in self._whole:
            self._whole[value] = self._z3.IntVal(value, self._context)
        return self._whole[value]

    def real(self, value: Any) -> Any:
        """A number that need not be whole."""
        exact = Fraction(value)
        if exact not in self._real:
            self._real[exact] = self._z3.RealVal(str(exact), self._context)
        return self._real[exact]

    def as_real(self, whole: Any) -> Any:
        """A whole number among those that need not be."""
        return self._number(self._core.Z3_mk_int2real(self._ref, whole.as_ast()))

    def counted(self, truth: Any) -> Any:
        """One where something holds, and nothing where it does not."""
        one, nothing = self.whole(1), self.whole(0)
        return self._number(self._core.Z3_mk_ite(self._ref, truth.as_ast(), one.as_ast(), nothing.as_ast()))

    def total(self, parts: Sequence[Any]) -> Any:
        """The sum of one number or more."""
        if len(parts) == 1:
            return parts[0]
        return self._number(self._core.Z3_mk_add(self._ref, len(parts), self._listed(parts)))

    def times(self, one: Any, other: Any) -> Any:
        """A product."""
        return self._number(self._core.Z3_mk_mul(self._ref, 2, self._listed((one, other))))

    def reaches(self, one: Any, other: Any) -> Any:
        """That the one is no less than the other."""
        return self._made(self._core.Z3_mk_ge(self._ref, one.as_ast(), other.as_ast()))

    def passes(self, one: Any, other: Any) -> Any:
        """That the one is more than the other."""
        return self._made(self._core.Z3_mk_gt(self._ref, one.as_ast(), other.as_ast()))

    # Values

    def holds(self, model: Any, one: Any) -> bool:
        """Whether something holds in a model; what the model leaves open, does not."""
        return int(self._core.Z3_get_bool_value(self._ref, self._value(model, one))) == 1

    def value(self, model: Any, one: Any) -> Fraction:
        """A number in a model; what the model leaves open, is nothing."""
        return Fraction(self._core.Z3_get_numeral_string(self._ref, self._value(model, one)))

    def _value(self, model: Any, one: Any) -> Any:
        found = (self._z3.Ast * 1)()
        self._core.Z3_model_eval(self._ref, model.model, one.as_ast(), True, found)
        return found[0]

    def _listed(self, parts: Sequence[Any]) -> Any:
        return (self._z3.Ast * len(parts))(*[part.as_ast() for part in parts])

    def _made(self, ast: Any) -> Any:
        return self._z3.BoolRef(ast, self._context)

    def _number(self, ast: Any) -> Any:
        return self._z3.ArithRef(ast, self._context)
