"""`evc-rules explain`: the rules behind an outcome, and why a dossier has its status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text as Styled

from ..advice import cohort_of
from ..advice.recommendation import named
from ..engines.prepare import prepare
from ..engines.reference import Case, trace
from ..errors import Finding, Severity
from ..language.render import Prose
from ..language.words import say
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..reports.build import Builder, explain_view
from ..reports.console import console
from ..reports.views import ExplainedView
from ..results.trace import LeafTrace
from .common import (
    AsJson,
    InLang,
    OnDate,
    Subject,
    chosen,
    decision_date,
    opened_alliance,
    opened_dossier,
    print_json,
    show_warnings,
)


def explain(
    file: Subject,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="Such as ped.climate@1, ped.climate or ped.")],
    dossier: Annotated[
        Path | None,
        typer.Option("--dossier", "-d", metavar="FILE", help="Why this applicant has the status that it has."),
    ] = None,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """The rules behind an outcome, with their articles; with a dossier, why it comes out as it does."""
    day = decision_date(on)
    alliance = opened_alliance(file)
    named(alliance.framework, outcome)
    person = opened_dossier(dossier, alliance.framework) if dossier else None
    listed = list(_explained(alliance, outcome, day, person, chosen(lang)))
    if person:
        show_warnings(prepare(person, alliance.framework.vocabulary, day).findings)
    if not listed:
        none = f"no ruleset of '{alliance.id}' is in force on {day}"
        show_warnings((Finding("EVC-N003", none, help="choose another date", severity=Severity.WARNING),))
    if as_json:
        print_json(explain_view(outcome, day, person.id if person else None, listed))
        return
    out = console()
    for one in listed:
        out.print(Styled(one.institution, style="bold") + Styled(_made_up(one, chosen(lang)), style="yellow"))
        for line in (*_said(one, chosen(lang)), *_sources(one)):
            out.print(Padding(line, (0, 0, 0, 2)))
        out.print()


def _made_up(one: ExplainedView, lang: Lang) -> str:
    return say(lang, " (bedacht, als voorbeeld)", " (made up, as an example)") if one.illustrative else ""


def _said(one: ExplainedView, lang: Lang) -> Iterator[Styled]:
    """The reasons of each level, or without a dossier the rules."""
    for each in one.traces:
        yield Styled(each.why)
    if one.traces:
        return
    if not one.rules:
        yield Styled(say(lang, "geen regel gaat hierover", "no rule speaks of it"), style="dim")
    for rule in one.rules:
        text = Styled(_EFFECT[rule.effect][lang == "en"], style="green" if rule.effect == "grant" else "red")
        text.append(f"{rule.title or rule.rule} [{', '.join(rule.articles) or rule.rule}]: ", style="default")
        text.append(rule.when, style="dim")
        if rule.overridden_by:
            text.append(say(lang, "; niet bij ", "; not under ") + ", ".join(rule.overridden_by), style="dim")
        yield text
        if rule.note:
            yield Styled(f"  {rule.note.strip()}", style="italic dim")


def _sources(one: ExplainedView) -> Iterator[Styled]:
    """Where the rules come from, and what to know before relying on them."""
    for source in one.sources:
        parts = [source.title, source.publisher, source.page, source.note]
        yield Styled(f"{source.source}: " + "; ".join(part.strip() for part in parts if part), style="dim")
    if one.note:
        yield Styled(one.note.strip(), style="italic dim")


_EFFECT = {
    "grant": ("vrij: ", "exempts: "),
    "bar": ("niet vrij: ", "rules out: "),
    "waive": ("zet opzij: ", "sets aside: "),
}


def _explained(
    alliance: Alliance, outcome: str, on: date, person: Dossier | None, lang: Lang
) -> Iterator[ExplainedView]:
    """Only the outcome that is asked about is evaluated."""
    framework = alliance.framework
    build, leaves = Builder(lang), named(framework, outcome)
    cohort = cohort_of(person) if person else None
    prepared = prepare(person, framework.vocabulary, on) if person else None
    shared = frozenset(alliance.shared_judgements)
    said = [(one.institution, one) for one in alliance.common if on in one.applies.decisions]
    said += [(one.institution, ruleset) for one in alliance.members for ruleset in one.in_force(on, cohort)]
    for institution, ruleset in said:
        prose = Prose(framework, lang, ruleset, on, cohort)
        traces: dict[Leaf, LeafTrace | None] = dict.fromkeys(leaves)
        if prepared:
            case = Case(ruleset, framework, prepared, on, shared)
            traces = {leaf: trace(case, leaf) for leaf in leaves}
        yield build.explained(institution, ruleset, traces, prose)
