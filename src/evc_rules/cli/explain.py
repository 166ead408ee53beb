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
from ..language.render import Prose
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.dossier import Dossier
from ..reports.build import Builder, explain_view
from ..reports.console import console
from ..reports.views import ExplainedView
from .common import AsJson, InLang, OnDate, Subject, chosen, decision_date, opened_alliance, opened_dossier, print_json


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
    if as_json:
        print_json(explain_view(outcome, day, person.id if person else None, listed))
        return
    out = console()
    for one in listed:
        out.print(Styled(one.institution, style="bold"))
        for each in one.traces:
            out.print(Padding(Styled(each.why), (0, 0, 0, 2)))
        if not one.traces:
            for rule in one.rules:
                text = Styled(f"{rule.effect}: ", style="green" if rule.effect == "grant" else "red")
                text.append(f"{rule.title or rule.rule} [{', '.join(rule.articles) or rule.rule}]: ", style="default")
                text.append(rule.when, style="dim")
                out.print(Padding(text, (0, 0, 0, 2)))
            if not one.rules:
                nothing = "geen regel gaat hierover" if lang == "nl" else "no rule speaks of it"
                out.print(Padding(Styled(nothing, style="dim"), (0, 0, 0, 2)))
        out.print()


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
        traces = []
        if prepared:
            case = Case(ruleset, framework, prepared, on, shared)
            traces = [build.trace(trace(case, leaf), prose) for leaf in leaves]
        yield ExplainedView(
            institution=institution,
            ruleset=ruleset.id,
            rules=build.rules(ruleset, framework, leaves, prose),
            traces=traces,
        )
