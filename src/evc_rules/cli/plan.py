"""`evc-rules plan`: the remaining path, period by period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from ..advice import AllianceAdvice, MemberAdvice, assess_alliance
from ..language.words import say
from ..model.alliance import Member
from ..model.dossier import Dossier
from ..model.programme import Programme
from ..plan import NO_WISHES, Deadline, Wishes
from ..reports.build import Builder
from ..reports.console import Page, console
from ..reports.study.planned import Planned
from ..reports.study.sure import cohort_said
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
    Within,
    argument_date,
    bad_argument,
    chosen,
    chosen_members,
    decision_date,
    known_variants,
    only_members,
    opened_alliance,
    opened_dossier,
    print_json,
)
from .started import start_findings
from .strategies import strategies_of
from .study import Overwrite, StudyForm, StudyOut, hand_over, study_findings
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
    out: StudyOut = None,
    form: StudyForm = None,
    force: Overwrite = False,  # noqa: FBT002
    within: Within = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """The best way through what is left of the programme, proven: the shortest, unless other goals come first."""
    deadline, trying = Deadline.within(within), Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    begins = trying.all_of(lambda: argument_date("--start", start)) if start else None
    whole = trying.sure(trying.all_of(lambda: opened_alliance(file, programme)))
    trying.all_of(lambda: known_variants(whole, [variant]))
    trying.all_of(lambda: only_members(whole, institution or ()))
    kept = chosen_members(whole, institution or ())
    alliance = whole if harmonise else whole.with_(members=kept)
    offered = [programme for member in kept for programme in member.programmes]
    asked = trying.all_of(lambda: wishes(goals, leave, pace, by_assessment, done, begun, finish_by, offered))
    strategies = trying.all_of(lambda: strategies_of(harmonise or (), whole)) or []
    person = trying.sure(trying.all_of(lambda: opened_dossier(dossier, alliance.framework)))
    trying.findings += start_findings([person], _followed(kept, person), day, begins, asked.begun if asked else None)
    trying.findings += study_findings(out, form, len(kept) + len(harmonise or ()), force=force, as_json=as_json)
    trying.refuse()
    advice = assess_alliance(
        alliance, person, on=day, strategies=strategies, variant=variant, start=begins,
        plan=True, wishes=asked or NO_WISHES, deadline=deadline,
    )  # fmt: skip
    if out is not None or form is not None:
        taken_along = _planned(advice, asked or NO_WISHES, best=best, deadline=deadline)
        hand_over(taken_along, chosen(lang), out, form, force=force, as_json=as_json)
        if not as_json:
            return
    if as_json:
        print_json(Builder(chosen(lang), plan=True).planned(advice))
        return
    page, screen = Page(chosen(lang), plan=True), console()
    screen.print(page.heading(advice))
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
            screen.print(
                f"{name}: {say(chosen(lang), 'geen programma om te plannen', 'no programme to plan')}", style="bold"
            )
            screen.print(page.findings(reasons))
        else:
            screen.print(page.path(name, one.recommendation, found))
            if one.recommendation.cohort_asked:
                screen.print(cohort_said(chosen(lang)), style="yellow")
            screen.print(page.findings(one.findings))


def _followed(members: Iterable[Member], person: Dossier) -> list[Programme]:
    """The programmes for the cohort of an applicant."""
    return [one for member in members if (one := member.programme_for(person.applicant.cohort))]


def _planned(advice: AllianceAdvice, asked: Wishes, *, best: bool, deadline: Deadline) -> Planned:
    """What a study plan of the one member is made of.

    Raises:
        InvalidInputError: EVC-C001 when there is no programme to plan.
    """
    (one,) = advice.members
    found = Planned.of(one, asked, hoped=best, deadline=deadline)
    if found is None:
        known = [*one.findings, *(one.recommendation.findings if one.recommendation else ())]
        why = "; ".join(each.message for each in known) or "it has none"
        raise bad_argument(f"'{one.institution}' has no programme to plan here: {why}", "choose a variant, or a date")
    return found
