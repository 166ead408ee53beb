"""`evc-rules replan`: the path that remains, planned again on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..advice import assess_alliance, remaining_path
from ..plan import NO_WISHES, Deadline, again, moves, refuse_unpriced
from ..reports.console import Page, console
from ..reports.replanned import moves_page, replan_view
from ..reports.study.planned import Planned as Taken
from .before import path_before
from .common import (
    AsJson,
    DossierFile,
    InLang,
    OnDate,
    ProgrammeFile,
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
from .study import Overwrite, StudyForm, StudyOut, hand_over, study_findings
from .trying import Trying
from .wishes import DEFAULT_GOALS, AtPace, Begun, ByAssessment, Done, FinishBy, Goals, Leave, unknown_units, wishes


def replan(  # noqa: PLR0913, PLR0917 - one option each
    file: Subject,
    dossier: DossierFile,
    before: Annotated[
        Path, typer.Option("--before", metavar="FILE", help="The path before, as `plan --json` printed it.")
    ],
    institution: Annotated[str, typer.Option("--institution", "-i", metavar="ID", help="Where the path is followed.")],
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="The day from which to plan again.")],
    failed: Annotated[
        list[str] | None,
        typer.Option("--failed", metavar="UNIT", help="Followed and not achieved: to be done again. Repeatable."),
    ] = None,
    best: Annotated[bool, typer.Option("--at-best", help="As if every open question came out well.")] = False,  # noqa: FBT002
    on: OnDate = None,
    programme: ProgrammeFile = None,
    variant: Variant = None,
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
    """The remaining path, planned again: what is done stays, as little moves as can be, and what changes is shown."""
    deadline, trying = Deadline.within(within), Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    begins = trying.all_of(lambda: argument_date("--start", start))
    whole = trying.sure(trying.all_of(lambda: opened_alliance(file, programme)))
    trying.all_of(lambda: known_variants(whole, [variant]))
    trying.all_of(lambda: only_members(whole, [institution]))
    kept = chosen_members(whole, [institution])
    alliance = whole.with_(members=kept)
    offered = [programme for member in kept for programme in member.programmes]
    asked = trying.all_of(lambda: wishes(goals, leave, pace, by_assessment, done, begun, finish_by, offered))
    trying.findings += unknown_units(failed or (), offered)
    there = trying.all_of(lambda: path_before(before, institution, best=best))
    person = trying.all_of(lambda: opened_dossier(dossier, alliance.framework))
    trying.findings += study_findings(out, form, 1, force=force, as_json=as_json)
    if person is not None and begins is not None:
        trying.findings += start_findings([person], offered, day, begins, asked.begun if asked else None)
    if there is not None:
        trying.findings += there.findings(
            person=person, programmes=offered, start=begins, failed=failed or (), done=done or ()
        )
    person, (was, awarded) = trying.sure(person), (trying.sure(there).path, trying.sure(there).awarded)
    begins = trying.sure(begins)
    trying.refuse()
    (member,) = assess_alliance(alliance, person, on=day, variant=variant, start=begins, deadline=deadline).members
    advice = member.recommendation
    nothing = f"'{institution}' has no programme to plan here", "choose a variant, or a date"
    if advice is None or advice.credits is None:
        raise bad_argument(*nothing)
    followed, terms = advice.credits.programme, advice.credits.variant
    refuse_unpriced(followed, terms, asked or NO_WISHES)
    anew = again(was, followed, begins, failed=failed or (), awarded=awarded, wishes=asked or NO_WISHES).within(
        followed, terms
    )
    now = remaining_path(advice, hoped=best, wishes=anew, deadline=deadline)
    if now is None:
        raise bad_argument(*nothing)
    found = moves(was, now, anew.done)
    if out is not None or form is not None:
        hoped = remaining_path(advice, hoped=True, wishes=anew, deadline=deadline)
        taken_along = Taken(member.title, advice, advice.credits, now, hoped, anew, best, found, deadline)
        hand_over(taken_along, chosen(lang), out, form, force=force, as_json=as_json)
        if not as_json:
            return
    if as_json:
        print_json(replan_view(person.id, day, institution, was, now, found, chosen(lang)))
        return
    screen = console()
    screen.print(Page(chosen(lang), plan=True).path(member.title.in_(chosen(lang)), advice, now))
    if now.finish is not None:
        screen.print(moves_page(found, followed, chosen(lang)))
