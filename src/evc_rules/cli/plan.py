"""`evc-rules plan`: the remaining path, period by period."""

from __future__ import annotations

from typing import Annotated

import typer

from ..advice import MemberAdvice, assess_alliance
from ..language.words import say
from ..reports.build import Builder
from ..reports.console import Page, console
from .common import (
    AsJson,
    DossierFile,
    InLang,
    OnDate,
    ProgrammeFile,
    Start,
    Strategies,
    Subject,
    Variant,
    argument_date,
    chosen,
    decision_date,
    only_members,
    opened_alliance,
    opened_dossier,
    print_json,
)
from .wishes import DEFAULT_GOALS, AtPace, Begun, ByAssessment, Done, FinishBy, Goals, Leave, wishes


def plan(  # noqa: PLR0913, PLR0917 - one option each
    file: Subject,
    dossier: DossierFile,
    institution: Annotated[
        list[str] | None, typer.Option("--institution", "-i", metavar="ID", help="Only at this one. Repeatable.")
    ] = None,
    harmonise: Strategies = None,
    best: Annotated[bool, typer.Option("--at-best", help="As if every open question came out well.")] = False,  # noqa: FBT002
    on: OnDate = None,
    programme: ProgrammeFile = None,
    variant: Variant = None,
    start: Start = None,
    goals: Goals = DEFAULT_GOALS,
    leave: Leave = None,
    pace: AtPace = None,
    by_assessment: ByAssessment = None,
    done: Done = None,
    begun: Begun = None,
    finish_by: FinishBy = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """The best way through what is left of the programme, proven: the shortest, unless other goals come first."""
    day = decision_date(on)
    begins = argument_date("--start", start) if start else None
    alliance = opened_alliance(file, programme)
    only_members(alliance, institution or ())
    if institution and not harmonise:
        kept = tuple(member for member in alliance.members if member.institution in institution)
        alliance = alliance.with_(members=kept)
    offered = [programme for member in alliance.members for programme in member.programmes]
    asked = wishes(goals, leave, pace, by_assessment, done, begun, finish_by, offered)
    person = opened_dossier(dossier, alliance.framework)
    advice = assess_alliance(
        alliance, person, on=day, strategies=harmonise or (), variant=variant, start=begins, plan=True, wishes=asked
    )
    if as_json:
        print_json(Builder(chosen(lang), plan=True).planned(advice))
        return
    page, out = Page(chosen(lang), plan=True), console()
    out.print(page.heading(advice))
    shown: list[tuple[str, MemberAdvice]] = [(one.title.in_(chosen(lang)), one) for one in advice.members]
    for policy in advice.harmonised:
        shown += [(f"{one.title.in_(chosen(lang))} ({policy.strategy})", one) for one in policy.members]
    for title, one in shown:
        if institution and one.institution not in institution:
            continue
        name = title or one.institution
        found = one.paths[1 if best else 0]
        if one.recommendation is None or found is None:
            reasons = one.recommendation.findings if one.recommendation else one.findings
            out.print(
                f"{name}: {say(chosen(lang), 'geen programma om te plannen', 'no programme to plan')}", style="bold"
            )
            out.print(page.findings(reasons))
        else:
            out.print(page.path(name, one.recommendation, found))
