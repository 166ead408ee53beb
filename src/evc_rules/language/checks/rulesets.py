"""Checks of rulesets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import combinations

import networkx as nx

from ...errors import Finding, Severity
from ...model.attributes import EVIDENCE_KINDS, VERDICT, Vocabulary
from ...model.conditions import (
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    Exempt,
    Exists,
    Judgement,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
    every,
    tests_of,
)
from ...model.outcomes import Framework, Leaf
from ...model.policy import Limit, Parameter, ParameterValue, Rule, Ruleset
from ...model.quantities import Age, Amount
from ...model.reach import reached_by
from ..reader import did_you_mean
from ..rulesets import overlap
from ..source_map import SourceMap
from . import shared

_ONE_DAY = timedelta(days=1)


def ruleset(one: Ruleset, framework: Framework, where: SourceMap, incomplete: Collection[str] = ()) -> list[Finding]:
    """Every finding about a ruleset; `incomplete` names the lists of which items were left out in reading."""
    found = list(_origin(one, where))
    for rule in one.rules:
        found += _rule(rule, framework, where)
    for limit in one.limits:
        found += shared.reach(framework, limit.among, where, limit)
    sound = not any(finding.severity is Severity.ERROR for finding in found)
    whole = "rules" not in incomplete
    if whole:
        found += _overrides(one, where)
    citing: list[Rule | Limit] = [*one.rules, *one.limits]
    cited = [(text, thing) for thing in citing for text in thing.articles]
    found += shared.citations(one.sources, cited, where, whole=whole and "limits" not in incomplete)
    found += _parameters(one, framework.vocabulary, where, whole=whole)
    found += _judgements(one, where)
    if sound and whole and not any(finding.code in {"EVC-R001", "EVC-R002"} for finding in found):
        found += _chains(one, framework, where)
        found += _idle(one, framework, where)
    return found


def _origin(one: Ruleset, where: SourceMap) -> Iterator[Finding]:
    public = one.sources and all(source.publisher and source.page for source in one.sources.values())
    if not one.illustrative and not public:
        help_ = "write 'illustrative: true', or give every source a publisher and a page"
        yield Finding(
            "EVC-R008",
            f"the ruleset '{one.id}' is neither illustrative nor based on cited public sources",
            where(one),
            help_,
        )


def _rule(rule: Rule, framework: Framework, where: SourceMap) -> Iterator[Finding]:
    yield from shared.reach(framework, rule.reach, where, rule)
    if rule.effect != "waive" and not rule.reach:
        yield Finding("EVC-O007", f"the rule '{rule.id}' reaches nothing", where(rule), "name at least one outcome")
    for condition in every(rule.when):
        yield from _condition(condition, framework, where, rule)


def _condition(condition: Condition, framework: Framework, where: SourceMap, rule: Rule) -> Iterator[Finding]:
    vocabulary = framework.vocabulary
    bearers = _bearers(condition)
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
            yield from _summed(of, least, bearers, vocabulary, condition, where)
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


def _summed(
    of: str,
    least: Amount | Param,
    bearers: tuple[str, ...],
    vocabulary: Vocabulary,
    near: object,
    where: SourceMap,
) -> Iterator[Finding]:
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


def _bearers(condition: Condition) -> tuple[str, ...]:
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


def _overrides(one: Ruleset, where: SourceMap) -> Iterator[Finding]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for rule in one.rules:
        for other in rule.overrides:
            if other not in one.by_id:
                yield Finding(
                    "EVC-R001",
                    f"the rule '{rule.id}' overrides '{other}', which does not exist",
                    where(rule),
                    did_you_mean(other, one.by_id),
                )
            graph.add_edge(rule.id, other)
    circle = shared.circle(graph)
    if circle:
        yield Finding(
            "EVC-R002",
            f"overrides go in a circle: {' → '.join(map(str, circle))}",
            where(one.by_id.get(str(circle[0]))),
            "take one of these overrides out",
        )


def _chains(one: Ruleset, framework: Framework, where: SourceMap) -> Iterator[Finding]:
    """Exempt under this ruleset may rest on exempt under this ruleset, but not on itself."""
    overriding = nx.DiGraph((rule.id, other.id) for rule in one.rules for other in one.overridden_by[rule.id])
    overriding.add_nodes_from(one.by_id)
    graph: nx.DiGraph[Leaf] = nx.DiGraph()
    for rule in one.rules:
        involved = (rule, *(one.by_id[name] for name in nx.descendants(overriding, rule.id)))
        rests_on = {
            leaf for each in involved for part in every(each.when) if isinstance(part, Exempt)
            for leaf in framework.leaves_of(part.outcome)
        }  # fmt: skip
        if rests_on and rule.effect != "waive":
            graph.add_edges_from((leaf, other) for leaf in reached_by(framework, rule) for other in rests_on)
    circle = shared.circle(graph)
    if circle:
        first = circle[0]
        reaching = [rule for rule in one.rules if first in reached_by(framework, rule)]
        asking = [rule for rule in reaching if any(isinstance(part, Exempt) for part in every(rule.when))]
        blame = [*asking, *reaching][0]  # a rule may rest on exemptions only through those that override it
        help_ = "a grant reaches every lower level too: except the outcomes that the condition rests on"
        yield Finding(
            "EVC-R003",
            f"exemptions rest on each other in a circle: {' → '.join(map(str, circle))}",
            where(blame),
            help_,
        )


def _parameters(one: Ruleset, vocabulary: Vocabulary, where: SourceMap, *, whole: bool) -> Iterator[Finding]:
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
    bearers = _bearers(condition)
    if isinstance(test, NumberTest):
        yield from shared.test(test.with_(value=value.value), bearers, vocabulary, where, value, parameter)
    elif isinstance(test, CodeTest):
        yield from shared.test(test.with_(codes=value.value), bearers, vocabulary, where, value, parameter)
    elif isinstance(condition, Sum) and isinstance(value.value, Amount):
        yield from _summed(condition.of, value.value, bearers, vocabulary, value, where)


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


def _judgements(one: Ruleset, where: SourceMap) -> Iterator[Finding]:
    asked: dict[tuple[str, str | None], Judgement] = {}
    for rule in one.rules:
        for part in every(rule.when):
            if not isinstance(part, Judgement):
                continue
            first = asked.setdefault((part.id, part.ruleset), part)
            if part.asks and first.asks and part.asks != first.asks:
                yield Finding(
                    "EVC-R010",
                    f"the judgement '{part.id}' is asked in two different ways",
                    where(part, rule),
                    "ask it once, or give the two their own ids",
                )
            if not first.asks and part.asks:
                asked[part.id, part.ruleset] = part
    for part in asked.values():
        if not part.asks:
            yield Finding(
                "EVC-R010",
                f"the judgement '{part.id}' does not say what it asks",
                where(part),
                "add 'asks:' beside it",
            )


def _idle(one: Ruleset, framework: Framework, where: SourceMap) -> Iterator[Finding]:
    reached = {rule.id: reached_by(framework, rule) for rule in one.rules}
    for rule in one.rules:
        for other in rule.overrides:
            if not reached[rule.id] & reached[other]:
                yield Finding(
                    "EVC-R011",
                    f"'{rule.id}' overrides '{other}', but they reach nothing in common",
                    where(rule),
                    "take the override out, or widen the rule",
                    Severity.WARNING,
                )
        times, cohorts = rule.applies.decisions, rule.applies.cohorts
        if not overlap(times, one.applies.decisions) or not overlap(cohorts, one.applies.cohorts):
            yield Finding(
                "EVC-R011",
                f"the rule '{rule.id}' is never in force while the ruleset is",
                where(rule),
                "check 'applies' of both",
                Severity.WARNING,
            )
