"""Checks of one condition: its tests, what it sums, and the outcomes that it names."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Finding
from ...model.attributes import EVIDENCE_KINDS, VERDICT, Vocabulary
from ...model.conditions import (
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    CoversTest,
    Exempt,
    Exists,
    Param,
    Span,
    Sum,
    tests_of,
)
from ...model.outcomes import Framework
from ...model.policy import Rule
from ...model.quantities import Amount
from ..reader import did_you_mean
from ..source_map import SourceMap
from . import shared


def check_condition(condition: Condition, framework: Framework, where: SourceMap, rule: Rule) -> Iterator[Finding]:
    """Findings about a condition by itself, not about those in it."""
    vocabulary = framework.vocabulary
    bearers = bearers_of(condition)
    for one in tests_of(condition):
        yield from shared.test(one, bearers, vocabulary, where, condition, rule)
        if isinstance(one, CoversTest) and one.outcome:
            yield from shared.ref(framework, one.outcome, where, one, condition, rule)
    match condition:
        case AtLeast(k=k, of=of) if k > len(of):
            yield Finding(
                "EVC-R011",
                f"at least {k} of {len(of)} conditions can never hold",
                where(condition, rule),
                "lower k, or add conditions",
            )
        case Sum(of=of, at_least=least):
            yield from summed(of, least, bearers, vocabulary, condition, where)
        case Exempt(outcome=outcome):
            yield from shared.ref(framework, outcome, where, condition, rule)
        case Assessed(outcome=outcome) if outcome is not None:
            yield from shared.ref(framework, outcome, where, condition, rule)
        case Exists(filter=items) | Span(over=items) if "work" not in (items.kinds or EVIDENCE_KINDS) and isinstance(
            condition, Span
        ):
            yield Finding(
                "EVC-A002",
                "only work covers calendar time",
                where(condition, rule),
                "write over: {work: {…}}",
            )
        case _:
            pass


def summed(
    of: str,
    least: Amount | Param,
    bearers: tuple[str, ...],
    vocabulary: Vocabulary,
    near: object,
    where: SourceMap,
) -> Iterator[Finding]:
    """Findings about an amount that is summed, and the least that it must come to."""
    declared = next(filter(None, (vocabulary.find(of, bearer) for bearer in bearers)), None)
    if declared is None or declared.type != "number":
        numbers = [each.id for bearer in bearers for each in vocabulary.carried_by(bearer) if each.type == "number"]
        yield Finding(
            "EVC-A003",
            f"'{of}' is no number that {' or '.join(bearers)} carries",
            where(near),
            did_you_mean(of, numbers),
        )
    elif isinstance(least, Amount) and least.unit != declared.unit:
        yield Finding(
            "EVC-A004",
            f"'{of}' is in {declared.unit or 'plain numbers'}, not in {least.unit or 'plain numbers'}",
            where(least, near),
            f"write it in {declared.unit}" if declared.unit else "leave the unit out",
        )


def bearers_of(condition: Condition) -> tuple[str, ...]:
    """What the tests of a condition are about: kinds of evidence, verdicts, or the applicant."""
    match condition:
        case Exists(filter=items) | Sum(over=items):
            return items.kinds or EVIDENCE_KINDS
        case Span(over=items):
            return items.kinds or ("work",)
        case Assessed():
            return (VERDICT,)
        case Applicant():
            return ("applicant",)
        case _:
            return ()
