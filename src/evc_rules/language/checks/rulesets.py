"""Checks of rulesets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import networkx as nx

from ...errors import Finding, Severity
from ...model.attributes import APPLICANT
from ...model.conditions import (
    CodeTest,
    Exempt,
    Judgement,
    every,
)
from ...model.outcomes import Framework, Leaf
from ...model.policy import Limit, Rule, Ruleset
from ...model.reach import reached_by
from ..reader import did_you_mean
from ..rulesets import overlap
from ..source_map import SourceMap
from . import shared
from .conditions import check_condition
from .parameters import parameters

_DEEPEST: Final = 20
"""How deep overrides may follow on each other; nobody reads further, and meaning is worked out inside out."""


def ruleset(one: Ruleset, framework: Framework, where: SourceMap, incomplete: Collection[str] = ()) -> list[Finding]:
    """Every finding about a ruleset; `incomplete` names the lists of which items were left out in reading."""
    found = list(_origin(one, where))
    found += _variants(one, framework, where)
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
    found += parameters(one, framework.vocabulary, where, whole=whole)
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


def _variants(one: Ruleset, framework: Framework, where: SourceMap) -> Iterator[Finding]:
    """Variants that no applicant can have: a rule for them would hold for nobody, in silence."""
    things: list[Ruleset | Rule] = [one, *one.rules]
    for thing in things:
        for variant in thing.applies.variants:
            asked = CodeTest(attribute="variant", codes=(variant,))
            yield from shared.test(asked, (APPLICANT,), framework.vocabulary, where, thing.applies, thing)


def _rule(rule: Rule, framework: Framework, where: SourceMap) -> Iterator[Finding]:
    yield from shared.reach(framework, rule.reach, where, rule)
    if rule.effect != "waive" and not rule.reach:
        yield Finding("EVC-O007", f"the rule '{rule.id}' reaches nothing", where(rule), "name at least one outcome")
    for condition in every(rule.when):
        yield from check_condition(condition, framework, where, rule)


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
    if not circle and len(longest := nx.dag_longest_path(graph)) > _DEEPEST:
        yield Finding(
            "EVC-R002",
            f"overrides follow on each other {len(longest)} deep, from '{longest[0]}' to '{longest[-1]}'",
            where(one.by_id.get(str(longest[0]))),
            f"at most {_DEEPEST}: let the last word override all the others at once",
        )
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
