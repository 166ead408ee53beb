"""Conditions and filters: a closed set of forms, which is what makes rulesets comparable and provable."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from .base import Code, Frozen, Id, Text
from .outcomes import Ref
from .quantities import Age, Amount

Op = Literal["<=", "<", ">=", ">", "==", "!="]
COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}
"""What each comparison asks of two values, or of what a solver knows of them."""
AsOf = Literal["decision", "start"] | date
"""The date that an age or a span is counted to: the decision, the start of the programme, or a day."""


class Param(Frozen):
    """The value of a parameter of the ruleset, written `$name`."""

    parameter: Id


class NumberTest(Frozen):
    """The number (or the mark, on a scale) compares like this with a value."""

    test: Literal["number"] = "number"
    attribute: Id
    op: Op
    value: Amount | Param
    scale: Code | None = None


class DateTest(Frozen):
    """The date compares like this with a day."""

    test: Literal["date"] = "date"
    attribute: Id
    op: Op
    value: date | Param


class AgeTest(Frozen):
    """The time from the date of the evidence to the reference date compares like this with a length of time."""

    test: Literal["age"] = "age"
    op: Literal["<=", "<", ">=", ">"]
    value: Age | Param
    as_of: AsOf = "decision"


class CodeTest(Frozen):
    """The code is one of these (or, negated, none of these); a set of codes has one of these, or all of them."""

    test: Literal["code"] = "code"
    attribute: Id
    match: Literal["any", "all", "none"] = "any"
    codes: tuple[Code, ...] | Param


class FlagTest(Frozen):
    """The attribute is yes, or no."""

    test: Literal["flag"] = "flag"
    attribute: Id
    value: bool


class CoversTest(Frozen):
    """The item is aligned with this outcome at this level or higher; without one, with the target of the rule."""

    test: Literal["covers"] = "covers"
    attribute: Id = "covers"
    outcome: Ref | None = None


Test = Annotated[
    NumberTest | DateTest | AgeTest | CodeTest | FlagTest | CoversTest,
    Field(discriminator="test"),
]


class Filter(Frozen):
    """A conjunction of tests on one item of evidence.

    Attributes:
        kinds: The kinds that pass, or none for every kind.
        tests: The tests that an item must pass, all of them.
    """

    kinds: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()


class All(Frozen):
    """Every condition holds; of none: true."""

    form: Literal["all"] = "all"
    of: tuple[Condition, ...] = ()


class Any_(Frozen):  # noqa: N801 - `Any` is typing's
    """Some condition holds; of none: false."""

    form: Literal["any"] = "any"
    of: tuple[Condition, ...] = ()


class Not(Frozen):
    """The condition does not hold."""

    form: Literal["not"] = "not"
    of: Condition


class AtLeast(Frozen):
    """At least k of the conditions hold."""

    form: Literal["at_least"] = "at_least"
    k: Annotated[int, Field(ge=1)]
    of: tuple[Condition, ...]


class Exists(Frozen):
    """At least `count` items of evidence pass the filter."""

    form: Literal["evidence"] = "evidence"
    filter: Filter
    count: Annotated[int, Field(ge=1, le=1000)] = 1


class Sum(Frozen):
    """The total of an amount over the items that pass is at least this much."""

    form: Literal["sum"] = "sum"
    of: Id
    over: Filter
    at_least: Amount | Param


class Span(Frozen):
    """The calendar time that the items that pass cover, counted once where they overlap, is at least this long."""

    form: Literal["span"] = "span"
    over: Filter
    at_least: Age | Param
    as_of: AsOf = "decision"


class Assessed(Frozen):
    """A recorded verdict on the target of the rule (or on the outcome given) passes the tests and says achieved."""

    form: Literal["assessed"] = "assessed"
    tests: tuple[Test, ...] = ()
    outcome: Ref | None = None


class Judgement(Frozen):
    """A person has answered this clause with yes.

    Attributes:
        id: The clause.
        asks: The question that the person answers.
        by: Who gives the answer, or nothing.
        ruleset: The ruleset that the clause belongs to, or None for the ruleset that the condition stands in.
    """

    form: Literal["judgement"] = "judgement"
    id: Id
    asks: Text = Text()
    by: Text = Text()
    ruleset: Id | None = None


class Exempt(Frozen):
    """This outcome is already exempt under this ruleset."""

    form: Literal["exempt"] = "exempt"
    outcome: Ref


class Applicant(Frozen):
    """The applicant passes these tests, all of them."""

    form: Literal["applicant"] = "applicant"
    tests: tuple[Test, ...]


Condition = Annotated[
    All | Any_ | Not | AtLeast | Exists | Sum | Span | Assessed | Judgement | Exempt | Applicant,
    Field(discriminator="form"),
]

for _model in (All, Any_, Not, AtLeast):
    _model.model_rebuild()

TRUE: Final = All()
FALSE: Final = Any_()


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that a condition is directly made of."""
    match condition:
        case All(of=of) | Any_(of=of) | AtLeast(of=of):
            return of
        case Not(of=of):
            return (of,)
        case _:
            return ()


def every(condition: Condition) -> list[Condition]:
    """The condition and all the conditions in it, from the outside in."""
    return [condition, *(inner for part in parts_of(condition) for inner in every(part))]


def tests_of(condition: Condition) -> tuple[Test, ...]:
    """The tests that a condition itself makes (not those of the conditions in it)."""
    match condition:
        case Exists(filter=items) | Sum(over=items) | Span(over=items):
            return items.tests
        case Assessed(tests=tests) | Applicant(tests=tests):
            return tests
        case _:
            return ()


def speaks_of_target(condition: Condition) -> bool:
    """Whether a condition itself (not those in it) hangs on the target of the rule."""
    if isinstance(condition, Assessed):
        return condition.outcome is None
    return any(isinstance(test, CoversTest) and test.outcome is None for test in tests_of(condition))
