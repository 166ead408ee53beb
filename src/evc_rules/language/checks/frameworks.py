"""Checks of frameworks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Final, cast

import networkx as nx

from ...errors import Finding, Severity
from ...model.attributes import BEARERS, Attribute, Conversion, Fact
from ...model.outcomes import Framework, Outcome
from ..reader import did_you_mean
from ..source_map import SourceMap
from . import shared

_TAKEN: Final = {"age", "as_of", "count", "kind", "id", "outcome", "achieved", "through"}


def framework(one: Framework, where: SourceMap, incomplete: Collection[str] = ()) -> list[Finding]:
    """Every finding about a framework; `incomplete` names the lists of which items were left out in reading."""
    found = list(_references(one, where)) if "outcomes" not in incomplete else []
    if not found and "outcomes" not in incomplete:
        found += _circles(one, where)
    found += _levels(one, where)
    things: list[Outcome | Fact | Conversion] = [*one.outcomes, *one.facts, *one.conversions]
    cited = [(thing.source, thing) for thing in things if thing.source]
    found += shared.citations(one.sources, cited, where, whole=not incomplete)
    found += _attributes(one, where)
    found += _facts(one, where)
    return found


def _references(one: Framework, where: SourceMap) -> Iterator[Finding]:
    for outcome in one.outcomes:
        for whole in outcome.part_of:
            if whole not in one.by_id:
                yield Finding(
                    "EVC-O001",
                    f"the whole '{whole}' of '{outcome.id}' is not in the framework",
                    where(outcome),
                    did_you_mean(whole, one.by_id),
                )
        for need in outcome.requires:
            yield from shared.ref(one, need.ref, where, need, outcome)


def _circles(one: Framework, where: SourceMap) -> Iterator[Finding]:
    parts = shared.circle(one.parts)
    if parts:
        yield Finding(
            "EVC-O003",
            f"wholes and parts go in a circle: {' → '.join(map(str, parts))}",
            where(one.by_id[str(parts[0])]),
            "take one of these out of 'part_of'",
        )
        return
    needs = shared.circle(one.prerequisites)
    if needs:
        first = str(needs[0]).partition("@")[0]
        yield Finding(
            "EVC-O004",
            f"prerequisites go in a circle: {' → '.join(map(str, needs))}",
            where(one.by_id[first]),
            "take one of these out of 'requires'",
        )


def _levels(one: Framework, where: SourceMap) -> Iterator[Finding]:
    for outcome in one.outcomes:
        if one.parts.out_degree(outcome.id) and outcome.levels > 1:
            yield Finding(
                "EVC-O005",
                f"'{outcome.id}' has parts, so it has no levels of its own",
                where(outcome),
                "give the levels to its parts",
            )
        for need in outcome.requires:
            top = max((one.by_id[leaf].levels for leaf in one.under(outcome.id)), default=1)
            if need.level > top:
                message, help_ = f"the outcome '{outcome.id}' has no level {need.level}", f"its highest level is {top}"
                yield Finding("EVC-O002", message, where(need, outcome), help_)


def _attributes(one: Framework, where: SourceMap) -> Iterator[Finding]:
    for attribute in one.attributes:
        at = where(attribute)
        for bearer in attribute.on:
            if bearer not in BEARERS:
                yield Finding("EVC-A007", f"'{bearer}' carries no attributes", at, did_you_mean(bearer, BEARERS))
        for problem in _contradictions(attribute):
            yield Finding("EVC-A007", problem, at, "correct the declaration")
        for other in one.vocabulary.attributes:
            if other is not attribute and other.id == attribute.id and set(other.on) & set(attribute.on):
                yield Finding(
                    "EVC-A007",
                    f"the attribute '{attribute.id}' is declared twice for the same thing",
                    at,
                    "one of the two may be built in: choose another name",
                )


def _contradictions(attribute: Attribute) -> Iterator[str]:
    number, coded = attribute.type == "number", attribute.type in {"code", "codes"}
    if attribute.id in _TAKEN:
        yield f"the name '{attribute.id}' has a meaning of its own where attributes are tested or given"
    if attribute.high is not None and attribute.low > attribute.high:
        yield f"the range of '{attribute.id}' is empty"
    if not number and (attribute.unit or attribute.whole or attribute.high is not None or attribute.low):
        yield f"'{attribute.id}' is no number, so it has no unit and no range"
    if number and attribute.low < 0:
        yield f"the range of '{attribute.id}' begins below zero, so it cannot be summed"
    if not coded and (attribute.codes or attribute.prefix):
        yield f"'{attribute.id}' is no code, so it has no codes"


def _facts(one: Framework, where: SourceMap) -> Iterator[Finding]:
    for fact in one.facts:
        for name, codes in fact.given:
            declared = one.vocabulary.find(name, fact.on)
            if declared is None or declared.type != "code":
                help_ = did_you_mean(name, (each.id for each in one.vocabulary.carried_by(fact.on)))
                yield Finding("EVC-A001", f"'{name}' is no code that {fact.on} carries", where(fact), help_)
            elif declared.codes and not set(codes) <= set(declared.codes):
                unknown = next(code for code in codes if code not in declared.codes)
                help_ = did_you_mean(unknown, declared.codes)
                yield Finding("EVC-A006", f"'{unknown}' is not a code of '{name}'", where(fact), help_)
    for first, second in combinations(one.facts, 2):
        clash = _clash(first, second)
        if clash:
            yield Finding(
                "EVC-A008",
                f"two facts give '{clash}' different values for the same item",
                where(second),
                "make what is given exclude each other",
                Severity.ERROR,
            )

    ends = [(fact.on, name, follows) for fact in one.facts for name, _ in fact.given for follows, _ in fact.then]
    graph = nx.DiGraph(((kind, name), (kind, follows)) for kind, name, follows in ends)
    circle = shared.circle(graph)
    if circle:
        names = " → ".join(str(name) for _, name in cast("list[tuple[str, str]]", circle))
        blame = next(fact for fact in one.facts if circle[0] in {(fact.on, name) for name, _ in fact.given})
        yield Finding("EVC-A008", f"facts go in a circle: {names}", where(blame), "take one of them out")


def _clash(first: Fact, second: Fact) -> str:
    mine, other = dict(first.given), dict(second.given)
    together = first.on == second.on and all(set(mine[name]) & set(other[name]) for name in mine.keys() & other.keys())
    apart = not (mine.keys() & other.keys())
    if not together or apart:
        return ""
    theirs = dict(second.then)
    return next((name for name, value in first.then if name in theirs and theirs[name] != value), "")
