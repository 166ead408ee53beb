"""What several checks look at: references, citations, circles, tests against their declarations."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import Any, assert_never

import networkx as nx

from ...errors import Finding, Severity
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, Attribute, Vocabulary
from ...model.conditions import (
    AgeTest,
    CodeTest,
    CoversTest,
    DateTest,
    FlagTest,
    NumberTest,
    Param,
    Test,
)
from ...model.outcomes import Framework, Reach, Ref
from ...model.quantities import Age, Amount
from ...model.sources import Citation, Source
from ..reader import did_you_mean
from ..source_map import SourceMap
from ..values import outside


def ref(framework: Framework, one: Ref, where: SourceMap, *near: object) -> Iterator[Finding]:
    """Findings about a reference to an outcome."""
    at = where(one, *near)
    if one.outcome not in framework.by_id:
        yield Finding(
            "EVC-O001",
            f"the outcome '{one.outcome}' is not in framework {framework.name}",
            at,
            did_you_mean(one.outcome, framework.by_id),
        )
        return
    top = max((framework.by_id[outcome].levels for outcome in framework.under(one.outcome)), default=1)
    if one.high > top:
        help_ = f"its levels are 1 to {top}" if top > 1 else "it has one level"
        yield Finding("EVC-O002", f"the outcome '{one.outcome}' has no level {one.high}", at, help_)


def reach(framework: Framework, listed: Reach, where: SourceMap, *near: object) -> Iterator[Finding]:
    """Findings about outcomes chosen by name and by selector."""
    for one in listed:
        if isinstance(one, Ref):
            yield from ref(framework, one, where, *near)
            continue
        unknown = list(ref(framework, Ref(one.part_of), where, one, *near)) if one.part_of else []
        unknown += [finding for left_out in one.except_ for finding in ref(framework, left_out, where, one, *near)]
        yield from unknown
        if not unknown and not framework.select((one,)):
            yield Finding(
                "EVC-O007",
                "the selector selects nothing",
                where(one, *near),
                "check part_of, component and level together",
            )


def circle(graph: nx.DiGraph[Any]) -> list[Hashable]:
    """The nodes of a circle, its first node again at the end; empty when there is none."""
    try:
        edges = nx.find_cycle(graph)
    except nx.NetworkXNoCycle:
        return []
    return [edge[0] for edge in edges] + [edges[0][0]]


def citations(
    sources: dict[str, Source], cited: Iterable[tuple[str, object]], where: SourceMap, *, whole: bool = True
) -> Iterator[Finding]:
    """Findings about sources and articles that are cited and not declared, or (where all is read) not cited."""
    used: set[Citation] = set()
    for text, citing in cited:
        citation = Citation.parse(text)
        used.add(citation)
        source = sources.get(citation.source)
        if source is None:
            yield Finding(
                "EVC-R007",
                f"the source '{citation.source}' is not declared",
                where(citing),
                did_you_mean(citation.source, sources) or "add it under 'sources'",
            )
        elif citation.article and citation.article not in source.articles:
            help_ = (
                did_you_mean(citation.article, source.articles) or f"add it under the articles of '{citation.source}'"
            )
            yield Finding(
                "EVC-R007",
                f"the article '{citation.article}' of '{citation.source}' is not declared",
                where(citing),
                help_,
            )
    for name, source in sources.items() if whole else ():
        idle = [article for article in source.articles if Citation(name, article) not in used]
        if name not in {citation.source for citation in used}:
            yield Finding(
                "EVC-R007",
                f"nothing cites the source '{name}'",
                where(source),
                "cite it, or take it out",
                Severity.WARNING,
            )
        elif idle:
            yield Finding(
                "EVC-R007",
                f"nothing cites {', '.join(idle)} of '{name}'",
                where(source),
                "cite them, or take them out",
                Severity.WARNING,
            )


def test(
    one: Test, bearers: tuple[str, ...], vocabulary: Vocabulary, where: SourceMap, *near: object
) -> Iterator[Finding]:
    """Findings about a test on things that these bearers are, against the declaration of its attribute."""
    at = where(one, *near)
    if isinstance(one, AgeTest):
        return
    declared = [found for bearer in bearers if (found := vocabulary.find(one.attribute, bearer))]
    if not declared:
        known = {each.id for bearer in bearers for each in vocabulary.carried_by(bearer)}
        elsewhere = vocabulary.find(one.attribute)
        code, message = (
            ("EVC-A002", f"'{one.attribute}' is not carried by {' or '.join(bearers)}")
            if elsewhere
            else ("EVC-A001", f"the attribute '{one.attribute}' is not declared")
        )
        yield Finding(code, message, at, did_you_mean(one.attribute, known))
        return
    if bearers != EVIDENCE_KINDS and len(declared) < len(bearers):
        without = [bearer for bearer in bearers if vocabulary.find(one.attribute, bearer) is None]
        yield Finding(
            "EVC-A002",
            f"'{one.attribute}' is not carried by {' or '.join(without)}",
            at,
            "items of that kind can never pass: leave the kind out",
        )
    problem = _misfit(one, declared[0])
    if problem:
        yield Finding(problem[0], problem[1], at, problem[2])


def _misfit(
    one: NumberTest | DateTest | CodeTest | FlagTest | CoversTest, declared: Attribute
) -> tuple[str, str, str] | None:
    name, wrong = (
        declared.id,
        (
            "EVC-A003",
            f"'{declared.id}' is a {declared.type} and cannot be tested like this",
            "see under 'Framework' in the language reference how each type is tested",
        ),
    )
    match one:
        case NumberTest(value=value, scale=scale):
            if declared.type != ("grade" if scale else "number"):
                return wrong
            return None if isinstance(value, Param) or scale else amount(value, declared)
        case DateTest():
            return None if declared.type == "date" else wrong
        case FlagTest():
            return None if declared.type == "flag" else wrong
        case CoversTest():
            return None if declared.type == "outcomes" else wrong
        case CodeTest(codes=codes, match=match):
            if declared.type not in {"code", "codes"}:
                return wrong
            if match == "all" and declared.type == "code":
                return (
                    "EVC-A003",
                    f"'{name}' has one code at a time, so it cannot have all of them",
                    "write a list: one of these",
                )
            unknown = (
                []
                if isinstance(codes, Param) or not declared.codes
                else [code for code in codes if code not in declared.codes]
            )
            return (
                (
                    "EVC-A006",
                    f"'{unknown[0]}' is not a code of '{name}'",
                    did_you_mean(unknown[0], declared.codes),
                )
                if unknown
                else None
            )
        case _:
            assert_never(one)


def amount(value: Amount, declared: Attribute) -> tuple[str, str, str] | None:
    """What is wrong with an amount that an attribute is compared with, or nothing."""
    if value.unit != declared.unit:
        return (
            "EVC-A004",
            f"'{declared.id}' is in {declared.unit or 'plain numbers'}, not in {value.unit or 'plain numbers'}",
            f"write it in {declared.unit}" if declared.unit else "leave the unit out",
        )
    problem = outside(declared.with_(whole=False), value)
    return ("EVC-A005", problem, "no value can be there, so the test decides nothing") if problem else None


def fits(value: Amount | Age | date | tuple[str, ...], one: Test) -> bool:
    """Whether the value of a parameter has the type that a test compares with."""
    match one:
        case NumberTest():
            return isinstance(value, Amount)
        case DateTest():
            return isinstance(value, date)
        case AgeTest():
            return isinstance(value, Age)
        case CodeTest():
            return isinstance(value, tuple)
        case _:
            return True


__all__ = ["APPLICANT", "amount", "circle", "citations", "fits", "reach", "ref", "test"]
