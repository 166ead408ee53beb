"""`evc-rules explain`: when an outcome is granted and barred, and why a dossier has its status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..advice.recommendation import named
from ..engines.prepare import prepare
from ..engines.reference import Case, trace
from ..errors import warning
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.words import say
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.dossier import Dossier
from ..model.policy import Ruleset
from ..reports.build import Builder, explain_view
from ..reports.console import console
from ..reports.console_lowered import lowered_page
from ..reports.lowered import lowered_views
from ..reports.views import ExplainedView
from .common import (
    AsJson,
    InLang,
    OnDate,
    Subject,
    bad_argument,
    chosen,
    decision_date,
    opened_dossier,
    opened_with_places,
    print_json,
    show_warnings,
)


def explain(  # noqa: PLR0917 - as a command line has them
    file: Subject,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="Such as ped.climate@1, ped.climate or ped.")],
    dossier: Annotated[
        Path | None,
        typer.Option("--dossier", "-d", metavar="FILE", help="Why this applicant has the status that it has."),
    ] = None,
    cohort: Annotated[
        int | None,
        typer.Option("--cohort", metavar="YEAR", help="Without a dossier: what holds for this cohort."),
    ] = None,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """When an outcome is granted and barred, with rules and articles; with a dossier, why it comes out as it does."""
    day = decision_date(on)
    alliance, where = opened_with_places(file)
    named(alliance.framework, outcome)
    if dossier and cohort is not None:
        raise bad_argument("--cohort goes without a dossier: a dossier has a cohort of its own")
    person = opened_dossier(dossier, alliance.framework) if dossier else None
    asked = _Asked(alliance, outcome, day, person, cohort, where, chosen(lang))
    listed = list(asked.explained())
    if person:
        show_warnings(prepare(person, alliance.framework.vocabulary, day).findings)
    if not listed:
        none, way = f"no ruleset of '{alliance.id}' is in force on {day}", "choose another date"
        if cohort is not None:
            none, way = f"{none} for cohort {cohort}", f"{way} or cohort"
        show_warnings((warning("EVC-N003", none, way),))
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


def _said(one: ExplainedView, lang: Lang) -> Iterator[RenderableType]:
    """The reasons of each level; or without a dossier what the rules come to."""
    for each in one.traces:
        yield Styled(each.why)
    for lowered in one.lowered:
        yield from lowered_page(lowered, lang)


def _sources(one: ExplainedView) -> Iterator[Styled]:
    """Where the rules come from, and what to know before relying on them."""
    for source in one.sources:
        parts = [source.title, source.publisher, source.page, source.note]
        yield Styled(f"{source.source}: " + "; ".join(part.strip() for part in parts if part), style="dim")
    if one.note:
        yield Styled(one.note.strip(), style="italic dim")


@dataclass(frozen=True)
class _Asked:
    """What is to be explained; only the outcome that is asked about is worked out."""

    alliance: Alliance
    outcome: str
    on: date
    person: Dossier | None
    cohort: int | None
    where: SourceMap
    lang: Lang

    def explained(self) -> Iterator[ExplainedView]:
        alliance = self.alliance
        cohort = self.person.applicant.cohort if self.person else self.cohort
        for one in alliance.common:
            if self.on in one.applies.decisions:
                yield self.by(one.institution, one, cohort)
        for member in alliance.members:
            for one in member.in_force(self.on, cohort):
                yield self.by(member.institution, one, cohort)

    def by(self, institution: str, ruleset: Ruleset, cohort: int | None) -> ExplainedView:
        framework = self.alliance.framework
        leaves = named(framework, self.outcome)
        prose = Prose(framework, self.lang, ruleset, self.on, cohort)
        shared = frozenset(self.alliance.shared_judgements)
        build = Builder(self.lang)
        if self.person:
            case = Case(ruleset, framework, prepare(self.person, framework.vocabulary, self.on), self.on, shared)
            return build.explained(institution, ruleset, {leaf: trace(case, leaf) for leaf in leaves}, prose, [])
        lowered = lowered_views(ruleset, framework, self.on, leaves, prose, self.where, cohort=cohort, shared=shared)
        return build.explained(institution, ruleset, dict.fromkeys(leaves), prose, lowered)
