"""The decision dates on which laws are asked: where rules begin and end, and where days that they name count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from ...model.conditions import AgeTest, Condition, DateTest, Op, Param, Span, every, tests_of
from ...model.outcomes import Framework
from ...model.policy import Rule, Ruleset
from ...model.quantities import Age

_DAY: Final = timedelta(days=1)


def turning_days(versions: Iterable[Ruleset], framework: Framework) -> list[date]:
    """The first of each stretch of decision dates in which the same rules and values are in force.

    Where no version says from when it is in force, the stretch before the first change is asked on its last day.
    """
    listed = tuple(versions)
    turning = {day for one in listed for day in _turns(one)}
    first, last = _first(listed, turning, framework), _last(listed)
    if first is None:
        return []
    return sorted({first, *(day for day in turning if first <= day and (last is None or day < last))})


def asking_days(ruleset: Ruleset, framework: Framework) -> list[date]:
    """The same, and the days from which what conditions name can make a difference, at the soonest.

    Evidence is no later than the decision, so that a test on a day can tell people apart from that day on; and together
    with an age or a length of time from when something of that day is so old. More than that may change on other days:
    what is proven, is proven of the days that are asked.
    """
    days = turning_days([ruleset], framework)
    last = _last((ruleset,))
    named = {day for rule in ruleset.rules for day in _named(rule, ruleset)} if days else set[date]()
    return sorted({*days, *(day for day in named if days[0] <= day and (last is None or day < last))})


def _first(versions: tuple[Ruleset, ...], turning: set[date], framework: Framework) -> date | None:
    starts = [one.applies.decisions.start for one in versions]
    if None not in starts:
        return min(day for day in starts if day)
    if framework.decisions.start is not None:
        return min(day for day in (*starts, framework.decisions.start) if day)
    return min(turning) - _DAY if turning else None


def _last(versions: tuple[Ruleset, ...]) -> date | None:
    ends = [one.applies.decisions.end for one in versions]
    return None if None in ends else max(day for day in ends if day)


def _turns(one: Ruleset) -> Iterator[date]:
    ranges = [one.applies.decisions, *(rule.applies.decisions for rule in one.rules)]
    edges = [edge for each in ranges for edge in (each.start, each.end)]
    edges += [edge for parameter in one.parameters for value in parameter.values for edge in (value.start, value.until)]
    yield from (edge for edge in edges if edge is not None)


def _named(rule: Rule, ruleset: Ruleset) -> Iterator[date]:
    """The days from which a day that a rule names can matter."""
    days, ages = set[date](), set[Age]()
    for part in every(rule.when):
        ages |= set(_ages(part, ruleset))
        days |= set(_days(part, ruleset))
    yield from days
    for day in days:
        for age in ages:
            yield from _near(day, age.months)


def _days(condition: Condition, ruleset: Ruleset) -> Iterator[date]:
    for test in tests_of(condition):
        if isinstance(test, DateTest):
            for day in _values(test.value, ruleset):
                if isinstance(day, date):
                    yield from _telling(test.op, day)
        elif isinstance(test, AgeTest) and isinstance(test.as_of, date):
            for age in _values(test.value, ruleset):
                if isinstance(age, Age):
                    yield from _near(test.as_of, -age.months)
    if isinstance(condition, Span) and isinstance(condition.as_of, date):
        yield condition.as_of


def _telling(op: Op, day: date) -> Iterator[date]:
    """The first decision dates on which a test on a day tells people apart: something is of that day, or later."""
    if op not in {">", "<="}:
        yield day
    if op not in {">=", "<"} and day < date.max:
        yield day + _DAY


def _ages(condition: Condition, ruleset: Ruleset) -> Iterator[Age]:
    values = [test.value for test in tests_of(condition) if isinstance(test, AgeTest)]
    values += [condition.at_least] if isinstance(condition, Span) else []
    yield from (age for value in values for age in _values(value, ruleset) if isinstance(age, Age))


def _values(value: object, ruleset: Ruleset) -> tuple[object, ...]:
    if not isinstance(value, Param):
        return (value,)
    return tuple(one.value for one in ruleset.parameter[value.parameter].values)


def _near(day: date, months: int) -> tuple[date, ...]:
    """The day so many months on, and the next; none where the calendar ends."""
    try:
        moved = day + relativedelta(months=months)
        return moved, moved + _DAY
    except (OverflowError, ValueError):
        return ()
