"""What a backend works out by itself: tests that no table of classes can answer, and the class of a value on a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, Final

import ibis  # type: ignore[import-untyped]

from ...model.conditions import AgeTest, CodeTest, CoversTest, Test
from ...model.dossier import Carrier
from ...model.outcomes import Ref
from ...model.quantities import Age
from ..compiled.tables import attribute_of
from .asking import Asking
from .classes import Line
from .dialect import Dialect

_OPS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<=": lambda one, other: one <= other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
    ">": lambda one, other: one > other,
}


@dataclass(frozen=True)
class Alone:
    """Tests by themselves, on things of one kind.

    Attributes:
        asking: Asks the reference.
        dialect: What the backend calls things.
        kind: The kind of things.
        unknown: The column that says what is unknown although absence would mean none.
        cohort: The class of cohort of each row, or None when there is one class only.
        start: The day on which the programme starts, by row.
        covering: For each reference to an outcome the leaves that it covers, as places.
    """

    asking: Asking
    dialect: Dialect
    kind: str
    unknown: Any
    cohort: Any
    start: Any
    covering: Mapping[str, frozenset[int]]

    def said(self, test: Test, ruleset: int, value: Any) -> Any:
        """What a test says of a value, as 0, 1 or 2."""
        name = attribute_of(test, self.kind)
        declared = self.asking.circuit.framework.vocabulary.find(name, self.kind)
        if declared is None:
            negative = self.asking.says(test, self.kind, Carrier(), ruleset, None)
            return ibis.literal(int(negative), type="int64")
        said = [self._by_cohort(test, ruleset, cohort, value) for cohort in self.asking.cohorts]
        truth = said[0]
        if len(said) > 1 and self.cohort is not None:
            truth = ibis.cases(*((self.cohort == place, each) for place, each in enumerate(said)), else_=said[0])
        missing: Any = ibis.literal(1, type="int64")
        if declared.absent == "none" and not isinstance(test, AgeTest):
            none = int(self.asking.says(test, self.kind, Carrier(), ruleset, None))
            missing = ibis.ifelse(self.unknown.contains(name).fill_null(False), 1, none)
        return ibis.coalesce(truth, missing).cast("int64")

    def _by_cohort(self, test: Test, ruleset: int, cohort: int | None, value: Any) -> Any:
        listed = [self._says(one, value) for one in self.asking.possible(test, ruleset, cohort)]
        if not listed:
            return ibis.ifelse(value.notnull(), 1, None)
        least, most = ibis.least(*listed), ibis.greatest(*listed)
        return listed[0] if len(listed) == 1 else ibis.ifelse(least == most, least, 1)

    def _says(self, test: Test, value: Any) -> Any:
        match test:
            case AgeTest(op=op, value=Age(months=months)):
                reached = ibis.least(value, self.start) + ibis.interval(months=months)
                said = ibis.ifelse(_OPS[op](self.start.cast("timestamp"), reached.cast("timestamp")), 2, 0)
                return ibis.ifelse(value.isnull(), None, ibis.ifelse(self.start.isnull(), 1, said))
            case CodeTest(codes=codes, match=match) if isinstance(codes, tuple):
                if match == "all":
                    found = reduce(
                        lambda one, other: one & other, (self.dialect.overlaps(value, [code]) for code in codes)
                    )
                else:
                    found = self.dialect.overlaps(value, codes)
                held, not_held = (0, 2) if match == "none" else (2, 0)
                return ibis.ifelse(value.isnull(), None, ibis.ifelse(found, held, not_held))
            case CoversTest(outcome=Ref() as outcome):
                found = ibis.literal(value=True)
                for leaf in self.asking.circuit.framework.leaves_of(outcome):
                    place = self.asking.circuit.place[leaf]
                    found = found & self.dialect.overlaps(
                        value, [ref for ref, leaves in self.covering.items() if place in leaves]
                    )
                return ibis.ifelse(value.isnull(), None, ibis.ifelse(found, 2, 0))
            case _:
                raise AssertionError(test)


def above(value: Any, line: Line) -> Any:
    """How many cuts a value is above; null where the value is."""
    if not line.cuts:
        return ibis.ifelse(value.notnull(), 0, None).cast("int64")
    terms = []
    for cut in line.cuts:
        at = _exactly(cut.at, value)
        terms.append(((value >= at) if cut.including else (value > at)).cast("int8"))
    return _sum(terms).cast("int64")


def _exactly(at: Decimal | date, value: Any) -> Any:
    """A bound as it lies in the column, where it can: then no value has to be turned into another type."""
    type_ = value.type()
    if isinstance(at, Decimal) and type_.is_decimal() and at == round(at, type_.scale or 0):
        return ibis.literal(at, type=type_)
    return ibis.literal(at)


def _sum(terms: Iterable[Any]) -> Any:
    return reduce(add, terms)
