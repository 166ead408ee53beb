"""Conditions said of other attributes: those by which one of two dossiers differs from the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from ...engines.simplify import any_of
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from ...model.conditions import (
    AgeTest,
    Applicant,
    Assessed,
    Condition,
    DateTest,
    Exists,
    Filter,
    Param,
    Span,
    Sum,
    Test,
    tests_of,
)
from ...model.policy import Ruleset
from ...model.quantities import Age

_DAY: Final = timedelta(days=1)
_NEAR: Final = 5
"""Months differ by no more days than this, so that a day of some age is found this near [days]."""


class CannotBeToldTwiceError(Exception):
    """A condition cannot be said of the first of two dossiers in one."""


@dataclass(frozen=True)
class Renaming:
    """Says conditions of other attributes.

    Attributes:
        names: For an attribute the one that stands for it.
        bearers: What carries it here.
        on: The decision date.
        ruleset: Whose parameters conditions use.
    """

    names: Mapping[str, str]
    bearers: frozenset[str]
    on: date
    ruleset: Ruleset

    def of(self, condition: Condition) -> Condition:
        """The condition.

        Raises:
            CannotBeToldTwiceError: There is no such condition.
        """
        if self._beyond(condition):
            raise CannotBeToldTwiceError
        match condition:
            case Exists(filter=items):
                return self._exists(condition, items) if self._evidence else condition
            case Sum(over=items, of=of):
                return (
                    condition.with_(over=self._filter(items), of=self.names.get(of, of))
                    if self._evidence
                    else condition
                )
            case Span(over=items):
                return condition.with_(over=self._filter(items)) if self._evidence else condition
            case Assessed(tests=tests):
                return condition.with_(tests=self._tests(tests)) if VERDICT in self.bearers else condition
            case Applicant(tests=tests):
                renamed = tuple(self._named(one) for one in tests)
                return condition.with_(tests=renamed) if APPLICANT in self.bearers else condition
            case _:
                return condition

    def _beyond(self, condition: Condition) -> bool:
        """Whether a condition looks at what differs without naming it: a start, a cohort, the time of work."""
        tests = tests_of(condition)
        aged = [test for test in tests if isinstance(test, AgeTest)]
        spans = isinstance(condition, Span)
        to_start = any(one.as_of == "start" for one in (*aged, *((condition,) if isinstance(condition, Span) else ())))
        several = any(len(self.ruleset.parameter[one].at(self.on, None)) > 1 for one in parameters_in(condition))
        return (
            ("start" in self.names and to_start)
            or ("cohort" in self.names and several)
            or (not self.names.keys().isdisjoint({"from", "to"}) and (spans or bool(aged)))
        )

    @property
    def _evidence(self) -> bool:
        return not self.bearers.isdisjoint(EVIDENCE_KINDS)

    def _ages(self, items: Filter) -> bool:
        """Whether a filter asks for an age that is counted from what differs."""
        return "date" in self.names and any(isinstance(test, AgeTest) for test in items.tests)

    def _exists(self, condition: Exists, items: Filter) -> Condition:
        """Work is as old as its end, and all else as the day on which it was obtained: each of its own."""
        kinds = items.kinds or EVIDENCE_KINDS
        if not self._ages(items) or "work" not in kinds:
            return condition.with_(filter=self._filter(items))
        dated = tuple(kind for kind in kinds if kind != "work")
        if dated and condition.count > 1:
            raise CannotBeToldTwiceError
        work = condition.with_(filter=items.with_(kinds=("work",)))
        if not dated:
            return work
        return any_of((work, condition.with_(filter=self._filter(items.with_(kinds=dated)))))

    def _filter(self, items: Filter) -> Filter:
        if self._ages(items):
            kinds = items.kinds or EVIDENCE_KINDS
            if set(kinds) == {"work"}:
                return items
            if "work" in kinds:
                raise CannotBeToldTwiceError
        return items.with_(tests=self._tests(items.tests))

    def _tests(self, tests: tuple[Test, ...]) -> tuple[Test, ...]:
        return tuple(
            self._aged(one) if isinstance(one, AgeTest) and "date" in self.names else self._named(one) for one in tests
        )

    def _named(self, test: Test) -> Test:
        if isinstance(test, AgeTest) or test.attribute not in self.names:
            return test
        return test.with_(attribute=self.names[test.attribute])

    def _aged(self, test: AgeTest) -> Test:
        return as_day(test, self.ruleset, self.on, self.names["date"])


def as_day(test: AgeTest, ruleset: Ruleset, on: date, attribute: str) -> DateTest:
    """An age as a day: from the first day on that is as young as is asked, or before it.

    Raises:
        CannotBeToldTwiceError: There is no such day: it hangs on the start of the programme, or on the cohort.
    """
    reference = on if test.as_of == "decision" else test.as_of
    values = ruleset.parameter[test.value.parameter].at(on, None) if isinstance(test.value, Param) else (test.value,)
    age, younger = values[0] if values else None, test.op in {"<=", "<"}
    if not isinstance(reference, date) or len(values) != 1 or not isinstance(age, Age) or not age.months:
        raise CannotBeToldTwiceError
    first = first_as_young(age, reference, also_reached=test.op not in {"<", ">="})
    return DateTest(attribute=attribute, op=">=" if younger else "<", value=first)


def parameters_in(condition: Condition) -> set[str]:
    """The parameters that a condition itself uses."""
    values = [getattr(condition, "at_least", None)]
    values += [getattr(test, "value", getattr(test, "codes", None)) for test in tests_of(condition)]
    return {value.parameter for value in values if isinstance(value, Param)}


def first_as_young(age: Age, reference: date, *, also_reached: bool) -> date:
    """The first day of which something has not passed an age on a day (or has not reached it)."""
    near = reference - relativedelta(months=age.months) - _NEAR * _DAY
    days = (near + change * _DAY for change in range(2 * _NEAR + 2))
    return next(day for day in days if (age.after(day) >= reference if also_reached else age.after(day) > reference))
