"""Checks of parameters: that they are used, fit where they are used, and have one value at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from ...errors import Finding, Severity
from ...model.attributes import Vocabulary
from ...model.conditions import (
    CodeTest,
    Condition,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
    every,
    tests_of,
)
from ...model.policy import Parameter, ParameterValue, Rule, Ruleset
from ...model.quantities import Age, Amount
from ..reader import did_you_mean
from ..rulesets import overlap
from ..source_map import SourceMap
from . import shared
from .conditions import bearers_of, summed

_ONE_DAY = timedelta(days=1)


def parameters(one: Ruleset, vocabulary: Vocabulary, where: SourceMap, *, whole: bool) -> Iterator[Finding]:
    """Findings about the parameters of a ruleset; whether they are used only where all its rules could be read."""
    used: set[str] = set()
    for rule, condition, name, test in _uses(one):
        used.add(name)
        parameter = one.parameter.get(name)
        if parameter is None:
            yield Finding(
                "EVC-R006",
                f"the parameter '{name}' is not declared",
                where(condition, rule),
                did_you_mean(name, one.parameter) or "add it under 'parameters'",
            )
            continue
        for value in parameter.values:
            if not _suits(value.value, condition, test):
                yield Finding(
                    "EVC-A003",
                    f"the value {_written(value.value)} of '{name}' does not fit where it is used",
                    where(value, parameter),
                    f"it is used in the rule '{rule.id}'",
                )
            else:
                yield from _in_place(value, parameter, condition, test, vocabulary, where)
    for parameter in one.parameters:
        if whole and parameter.id not in used:
            yield Finding(
                "EVC-R006",
                f"nothing uses the parameter '{parameter.id}'",
                where(parameter),
                "use it, or take it out",
                Severity.WARNING,
            )
        yield from _times(parameter, one, where)


def _uses(one: Ruleset) -> Iterator[tuple[Rule, Condition, str, Test | None]]:
    for rule in one.rules:
        for condition in every(rule.when):
            for test in tests_of(condition):
                compared = test.codes if isinstance(test, CodeTest) else getattr(test, "value", None)
                if isinstance(compared, Param):
                    yield rule, condition, compared.parameter, test
            if isinstance(condition, Sum | Span) and isinstance(condition.at_least, Param):
                yield rule, condition, condition.at_least.parameter, None


def _suits(value: Amount | Age | date | tuple[str, ...], condition: Condition, test: Test | None) -> bool:
    if test is not None:
        return shared.fits(value, test)
    return isinstance(value, Age if isinstance(condition, Span) else Amount)


def _in_place(
    value: ParameterValue,
    parameter: Parameter,
    condition: Condition,
    test: Test | None,
    vocabulary: Vocabulary,
    where: SourceMap,
) -> Iterator[Finding]:
    """What would be wrong with a value of a parameter if it stood where it is used: its unit, range, or codes."""
    bearers = bearers_of(condition)
    if isinstance(test, NumberTest):
        yield from shared.test(test.with_(value=value.value), bearers, vocabulary, where, value, parameter)
    elif isinstance(test, CodeTest):
        yield from shared.test(test.with_(codes=value.value), bearers, vocabulary, where, value, parameter)
    elif isinstance(condition, Sum) and isinstance(value.value, Amount):
        yield from summed(condition.of, value.value, bearers, vocabulary, value, where)


def _written(value: Amount | Age | date | tuple[str, ...]) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _times(parameter: Parameter, one: Ruleset, where: SourceMap) -> Iterator[Finding]:
    for first, second in combinations(parameter.values, 2):
        starts, ends = (
            (first.start or date.min, second.start or date.min),
            (first.until or date.max, second.until or date.max),
        )
        if max(starts) < min(ends) and overlap(first.cohorts, second.cohorts):
            yield Finding(
                "EVC-R004",
                f"two values of '{parameter.id}' hold on {max(starts)}",
                where(second, parameter),
                "let the first end where the second begins ('until')",
            )
    gap = _gap(parameter, one)
    if gap:
        yield Finding(
            "EVC-R005",
            f"'{parameter.id}' has no value {gap}",
            where(parameter),
            "add a value, or narrow 'applies' of the ruleset",
        )


def _gap(parameter: Parameter, one: Ruleset) -> str:
    """A moment and cohort for which the ruleset applies and the parameter has no value, in words, or nothing."""
    decisions, cohorts = one.applies.decisions, one.applies.cohorts
    moments = {decisions.start or date.min}
    moments |= {edge for value in parameter.values for edge in (value.start, value.until) if edge}
    years = {cohorts.start or 0}
    years |= {edge for value in parameter.values for edge in (value.cohorts.start, value.cohorts.end) if edge}
    for moment in sorted(moments):
        for cohort in sorted(years):
            if moment in decisions and cohort in cohorts and not parameter.at(moment, cohort):
                when = "before its first value" if moment == date.min else f"on {moment}"
                return when if cohort in {0, cohorts.start} else f"{when} for cohort {cohort}"
    return ""
