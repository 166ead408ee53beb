"""`evc-rules paths`: paths side by side, for one applicant or for many."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..advice.lanes import Lanes
from ..advice.many import lanes_of_many
from ..errors import Finding
from ..language.words import say
from ..plan import NO_WISHES, Deadline
from ..reports.console import console
from ..reports.paths.console import board_page
from ..reports.paths.people import PeoplePage
from ..reports.paths.table import board
from ..reports.paths.view import paths_view
from ..reports.study.pages import filled
from .common import (
    AsJson,
    InLang,
    OnDate,
    ProgrammeFile,
    Start,
    Strategies,
    Subject,
    Within,
    argument_date,
    bad_argument,
    chosen,
    chosen_members,
    decision_date,
    known_variants,
    only_members,
    opened_alliance,
    print_json,
    show_warnings,
    taken,
    write_new,
)
from .people import People, opened_people
from .progress import progress
from .started import start_findings
from .strategies import strategies_of
from .study import Overwrite
from .trying import Trying
from .wishes import DEFAULT_GOALS, AtPace, Begun, ByAssessment, Done, FinishBy, Goals, Leave, wishes


def paths(  # noqa: PLR0913, PLR0917 - one option each
    file: Subject,
    dossiers: People = None,
    institution: Annotated[
        list[str] | None, typer.Option("--institution", "-i", metavar="ID", help="Only at this one. Repeatable.")
    ] = None,
    harmonise: Strategies = None,
    variant: Annotated[
        list[str] | None,
        typer.Option("--variant", metavar="VARIANT", help="A variant to lay beside others, instead of the dossier's."),
    ] = None,
    at_best: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--at-best", help="Also for many applicants: the paths at best."),
    ] = False,
    on: OnDate = None,
    programme: ProgrammeFile = None,
    start: Start = None,
    goals: Goals = DEFAULT_GOALS,
    leave: Leave = None,
    pace: AtPace = None,
    by_assessment: ByAssessment = None,
    done: Done = None,
    begun: Begun = None,
    finish_by: FinishBy = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write a page (.html) of one applicant.")
    ] = None,
    force: Overwrite = False,  # noqa: FBT002
    within: Within = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Paths side by side: nobody exempt, each institution's own policy, harmonised policies, and variants.

    With one applicant: finish, load, fees and how sure, a bar for each, and what makes the difference. With many: when
    each of them ends at each institution.
    """
    deadline, trying = Deadline.within(within), Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    begins = trying.all_of(lambda: argument_date("--start", start)) if start else None
    alliance = trying.sure(trying.all_of(lambda: opened_alliance(file, programme)))
    trying.all_of(lambda: known_variants(alliance, variant or ()))
    trying.all_of(lambda: only_members(alliance, institution or ()))
    kept = chosen_members(alliance, institution or ())
    offered = [programme for member in kept for programme in member.programmes]
    asked = trying.all_of(lambda: wishes(goals, leave, pace, by_assessment, done, begun, finish_by, offered))
    strategies = trying.all_of(lambda: strategies_of(harmonise or (), alliance)) or []
    people = trying.all_of(lambda: opened_people(dossiers, alliance.framework)) or []
    trying.findings += start_findings(people, offered, day, begins, asked.begun if asked else None)
    if out is not None:
        trying.findings += _page_findings(out, len(people), force=force)
    trying.refuse()
    one = len(people) == 1
    wanted = asked or NO_WISHES
    if not one and goals == DEFAULT_GOALS:
        wanted = wanted.with_(goals=("finish",))  # all that is shown of many; the rest would take most of the time
    lanes = Lanes(
        alliance if harmonise else alliance.with_(members=kept),
        day,
        strategies,
        variant or (),
        begins,
        wanted,
        at_best or one,
        frozenset(institution or ()),
        deadline,
    )
    said = chosen(lang)
    with progress("paths" if one else "applicants") as tell:
        found = [(people[0], lanes.of(people[0], tell))] if one else []
        for each in () if one else lanes_of_many(lanes, people):
            found.append(each)
            tell(len(found), len(people))
    show_warnings(dict.fromkeys(each for _, beside in found for lane in beside for each in lane.findings))
    if out is not None:
        page = filled("paths.html", board=board(people[0], alliance.framework, day, found[0][1], said))
        write_new(out, page, force=force)
    if as_json:
        print_json(paths_view(alliance.framework, day, found, said))
    elif out is not None:
        typer.echo(f"{out}: {say(said, 'paden naast elkaar', 'paths side by side')}, {people[0].id}.")
    elif one:
        console().print(board_page(board(people[0], alliance.framework, day, found[0][1], said)))
    else:
        listed = [(person.id, beside) for person, beside in found]
        console(len(kept) * (1 + len(strategies)) * 2).print(PeoplePage(listed, said).page())


def _page_findings(out: Path, people: int, *, force: bool) -> list[Finding]:
    """What keeps a page from being written."""
    found: list[Finding] = []
    if out.suffix.lower() not in {".html", ".htm"}:
        found += bad_argument(f"--out: '{out}' does not say what to write", "end it in .html").findings
    if people != 1:
        found += bad_argument(f"a page is of one applicant, and there are {people}", "give one dossier").findings
    if out.exists() and not force:
        found += taken(out).findings
    return found
