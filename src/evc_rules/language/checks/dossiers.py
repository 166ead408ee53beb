"""Checks of dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...errors import Finding, Severity
from ...model.dossier import Dossier, Evidence, Verdict
from ...model.outcomes import Framework, Ref
from ..source_map import SourceMap
from . import shared


def dossier(one: Dossier, framework: Framework | None, where: SourceMap) -> list[Finding]:
    """Every finding about a dossier; without a framework, outcomes are not looked up."""
    found: list[Finding] = []
    for item in one.evidence:
        found += _dates(item, where)
        covers = item.known.get("covers")
        if framework and isinstance(covers, frozenset):
            found += (
                finding for text in sorted(covers) for finding in shared.ref(framework, Ref.parse(text), where, item)
            )
    if framework:
        for verdict in one.verdicts:
            found += _verdict(verdict, framework, where)
    found += _answers(one, where)
    return found


def _dates(item: Evidence, where: SourceMap) -> Iterator[Finding]:
    begin, end = item.known.get("from"), item.known.get("to")
    if isinstance(begin, date) and isinstance(end, date) and end <= begin:
        yield Finding(
            "EVC-D006",
            f"the work '{item.id}' ends on {end}, before it begins on {begin}",
            where(item),
            "check the two dates; 'to' is the first day no longer worked",
        )


def _verdict(verdict: Verdict, framework: Framework, where: SourceMap) -> Iterator[Finding]:
    wrong = list(shared.ref(framework, verdict.outcome, where, verdict))
    yield from wrong
    ref = verdict.outcome
    if not wrong and not ref.low and any(framework.by_id[leaf].levels > 1 for leaf in framework.under(ref.outcome)):
        yield Finding(
            "EVC-O009",
            f"the verdict '{verdict.id}' does not say at which level",
            where(verdict),
            f"write '{ref.outcome}@1', or the level that was assessed",
        )
    if ref.low != ref.high:
        yield Finding(
            "EVC-O009",
            f"the verdict '{verdict.id}' is about several levels",
            where(verdict),
            "write one verdict for each level, or the highest one achieved",
        )


def _answers(one: Dossier, where: SourceMap) -> Iterator[Finding]:
    given: dict[tuple[str, str | None], bool] = {}
    for answer in one.judgements:
        key = (answer.judgement, answer.ruleset)
        if given.setdefault(key, answer.answer) != answer.answer:
            yield Finding(
                "EVC-D005",
                f"the judgement '{answer.judgement}' is answered both yes and no",
                where(answer),
                "keep the answer that holds; until then it counts as unknown",
                Severity.WARNING,
            )
