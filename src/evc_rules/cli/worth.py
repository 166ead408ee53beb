"""`evc-rules worth`: what each open question saves, and the fewest that reach a wish."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ..advice import Worth, assess_alliance, cheapest
from ..plan import NO_WISHES, Deadline
from ..reports.console import console
from ..reports.worth import worth_page, worth_view
from .common import (
    AsJson,
    DossierFile,
    InLang,
    OnDate,
    ProgrammeFile,
    Start,
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
from .trying import Trying
from .wishes import DEFAULT_GOALS, AtPace, Begun, ByAssessment, Done, FinishBy, Leave, wishes


def worth(  # noqa: PLR0913, PLR0917 - one option each
    file: Subject,
    dossier: DossierFile,
    institution: Annotated[str, typer.Option("--institution", "-i", metavar="ID", help="Where the path is followed.")],
    on: OnDate = None,
    programme: ProgrammeFile = None,
    variant: Variant = None,
    start: Start = None,
    leave: Leave = None,
    pace: AtPace = None,
    by_assessment: ByAssessment = None,
    done: Done = None,
    begun: Begun = None,
    finish_by: FinishBy = None,
    within: Within = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What each open question saves if it comes out well; with --finish-by, the fewest that reach that day."""
    deadline, trying = Deadline.within(within), Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    begins = trying.all_of(lambda: argument_date("--start", start)) if start else None
    whole = trying.sure(trying.all_of(lambda: opened_alliance(file, programme)))
    trying.all_of(lambda: known_variants(whole, [variant]))
    trying.all_of(lambda: only_members(whole, [institution]))
    kept = chosen_members(whole, [institution])
    offered = [programme for member in kept for programme in member.programmes]
    asked = trying.all_of(lambda: wishes(DEFAULT_GOALS, leave, pace, by_assessment, done, begun, finish_by, offered))
    person = trying.sure(trying.all_of(lambda: opened_dossier(dossier, whole.framework)))
    trying.refuse()
    alliance = whole.with_(members=kept)
    (member,) = assess_alliance(alliance, person, on=day, variant=variant, start=begins, deadline=deadline).members
    advice = member.recommendation
    if advice is None or advice.credits is None:
        raise bad_argument(f"'{institution}' has no programme to plan here", "choose a variant, or a date")
    wanted = asked or NO_WISHES
    found = Worth(advice, wanted.within(advice.credits.programme, advice.credits.variant), deadline=deadline)
    wish = cheapest(found, wanted.finish_by) if wanted.finish_by else None
    if as_json:
        print_json(worth_view(found, institution, wish, chosen(lang)))
        return
    out = console()
    for part in worth_page(found, member.title.in_(chosen(lang)) or institution, wish, chosen(lang)):
        out.print(part)
