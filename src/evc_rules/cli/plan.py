"""`evc-rules plan`: the remaining path, period by period."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

import typer

from ..advice import MemberAdvice, assess_alliance
from ..harmonise import Strategy
from ..language.words import say
from ..plan import NO_WISHES
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
from .trying import Trying
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
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    begins = trying.all_of(lambda: argument_date("--start", start)) if start else None
    whole = trying.sure(trying.all_of(lambda: opened_alliance(file, programme)))
    trying.all_of(lambda: only_members(whole, institution or ()))
    kept = tuple(member for member in whole.members if not institution or member.institution in institution)
    alliance = whole if harmonise else whole.with_(members=kept)
    offered = [programme for member in kept for programme in member.programmes]
    asked = trying.all_of(lambda: wishes(goals, leave, pace, by_assessment, done, begun, finish_by, offered))
    strategies = [trying.all_of(partial(Strategy.parse, text)) for text in harmonise or ()]
    person = trying.sure(trying.all_of(lambda: opened_dossier(dossier, alliance.framework)))
    trying.refuse()
    advice = assess_alliance(
        alliance, person, on=day, strategies=[one for one in strategies if one], variant=variant, start=begins,
        plan=True, wishes=asked or NO_WISHES,
    )  # fmt: skip
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
