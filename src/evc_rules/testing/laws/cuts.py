"""Where rules cut the calendar of evidence: at days that stay, and at ages that move along with the decision.

What rules can tell apart of everybody changes on the decision dates on which a cut that moves meets one that stays, and
on which a day that is named is first there. In between, whoever shows something on one day is somebody on the next.
That holds of days and ages; lengths of time, measured between such cuts, change from day to day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from ...model.base import Text
from ...model.conditions import (
    AgeTest,
    Applicant,
    Condition,
    DateTest,
    Exists,
    NumberTest,
    Op,
    Param,
    Span,
    Sum,
    every,
    tests_of,
)
from ...model.outcomes import Framework
from ...model.policy import Ruleset
from ...model.quantities import Age
from .rewriting import first_as_young

_DAY: Final = timedelta(days=1)
_NEAR: Final = 6
"""Months differ by fewer days than this, so that a day on which something meets an age is found this near [days]."""

Moving = tuple[Age, bool]
"""A cut between what has not passed an age (or, with False, has not reached it) and what has."""


def staying(ruleset: Ruleset, framework: Framework) -> set[date]:
    """The days at which tests on days, and on ages at a day, cut; each the first day on the other side."""
    found = {day for fact in framework.vocabulary.facts for _, value in fact.then if isinstance(value, date)
             for day in _near(value)}  # fmt: skip
    for part in _parts(ruleset):
        for test in tests_of(part):
            if isinstance(test, DateTest):
                found |= {cut for day in _values(test.value, ruleset, date) for cut in _sides(test.op, day)}
            elif isinstance(test, AgeTest) and isinstance(test.as_of, date):
                ages = _values(test.value, ruleset, Age)
                found |= {first_as_young(age, test.as_of, also_reached=_reached(test)) for age in ages}
        if isinstance(part, Span) and isinstance(part.as_of, date):
            found.add(part.as_of)
    return found


def moving(ruleset: Ruleset) -> set[Moving]:
    """The ages at which tests cut, and the times that are asked for."""
    found: set[Moving] = set()
    for part in _parts(ruleset):
        for test in tests_of(part):
            if isinstance(test, AgeTest):
                found |= {(age, _reached(test)) for age in _values(test.value, ruleset, Age)}
        if isinstance(part, Span):
            found |= {(age, False) for age in _values(part.at_least, ruleset, Age)}
    return found


def meeting(cut: Moving, day: date) -> tuple[date, ...]:
    """The decision dates on which what is of an age comes to be of a day, and of a later one."""
    age, reached = cut
    try:
        near = day + relativedelta(months=age.months)
        around = [near + days * _DAY for days in range(-_NEAR, _NEAR + 1)]
        young = [first_as_young(age, one, also_reached=reached) for one in around]
    except (OverflowError, ValueError):
        return ()
    return tuple(next(on for on, cut_at in zip(around, young, strict=True) if cut_at >= at) for at in (day, day + _DAY))


def tells_all(cuts: Iterable[Moving], on: date) -> bool:
    """Whether something can be of exactly each age that has two sides; on a last day of February, it may not."""
    listed = set(cuts)
    twofold = {age for age, reached in listed if (age, not reached) in listed}
    return all(
        first_as_young(age, on, also_reached=True) < first_as_young(age, on, also_reached=False) for age in twofold
    )


def unsure(rulesets: Iterable[Ruleset], framework: Framework) -> tuple[Text, ...]:
    """Why something else may hold between the days on which cuts meet; nothing when it cannot."""
    listed = list(rulesets)
    named = any(staying(one, framework) for one in listed)
    lengths = any(_measured(part) for one in listed for part in _parts(one))
    aged = any(isinstance(test, AgeTest) and of_work(part) for one in listed for part in _parts(one)
               for test in tests_of(part))  # fmt: skip
    found = dict.fromkeys(
        why for one in listed for rule in one.rules for part in every(rule.when)
        for why in _why(part, rule.id, named=named, lengths=lengths or aged)
    )  # fmt: skip
    return tuple(found)


def _why(part: Condition, rule: str, *, named: bool, lengths: bool) -> Iterator[Text]:
    tests = tests_of(part)
    if isinstance(part, Span) and part.as_of != "decision":
        yield Text(nl=f"'{rule}' telt tijd tot een andere dag", en=f"'{rule}' counts time to another day")
    if lengths and of_work(part) and any(getattr(test, "attribute", "") == "from" for test in tests):
        yield Text(
            nl=f"'{rule}' vraagt wanneer werk begon, en hoe lang of hoe oud werk is, telt ook",
            en=f"'{rule}' asks when work began, and how long or how old work is counts too",
        )
    if named and any(isinstance(test, AgeTest) and test.as_of == "start" for test in tests):
        yield Text(
            nl=f"'{rule}' telt tot de start van de opleiding, en regels noemen dagen",
            en=f"'{rule}' counts to the start of the programme, and rules name days",
        )
    if isinstance(part, Applicant) and named and any(getattr(one, "attribute", "") == "years-old" for one in tests):
        yield Text(
            nl=f"'{rule}' vraagt hoe oud de aanvrager is, en regels noemen dagen",
            en=f"'{rule}' asks how old the applicant is, and rules name days",
        )
    if isinstance(part, Applicant) and any(isinstance(test, DateTest) for test in tests):
        yield Text(nl=f"'{rule}' noemt een dag van de aanvrager", en=f"'{rule}' names a day of the applicant")


def _measured(part: Condition) -> bool:
    """Whether a condition is about how much work there is, or how long it lasts."""
    hours = isinstance(part, Sum) and part.of == "hours"
    hours = hours or any(isinstance(test, NumberTest) and test.attribute == "hours" for test in tests_of(part))
    return isinstance(part, Span) or (hours and of_work(part))


def of_work(part: Condition) -> bool:
    """Whether a condition looks at work, among others."""
    match part:
        case Exists(filter=items) | Sum(over=items) | Span(over=items):
            return not items.kinds or "work" in items.kinds
        case _:
            return False


def _parts(ruleset: Ruleset) -> Iterator[Condition]:
    for rule in ruleset.rules:
        yield from every(rule.when)


def _reached(test: AgeTest) -> bool:
    """On which side what has just reached an age is: with what is younger, or not."""
    return test.op in {"<=", ">"}


def _sides(op: Op, day: date) -> tuple[date, ...]:
    """The first days on the other side of a test on a day."""
    return {">=": (day,), "<": (day,), ">": _near(day)[1:], "<=": _near(day)[1:]}.get(op, _near(day))


def _near(day: date) -> tuple[date, ...]:
    return (day,) if day == date.max else (day, day + _DAY)


def _values(value: object, ruleset: Ruleset, of: type) -> list:  # type: ignore[type-arg]
    """A value; of a parameter, each that it can have."""
    found = [one.value for one in ruleset.parameter[value.parameter].values] if isinstance(value, Param) else [value]
    return [one for one in found if isinstance(one, of)]
