"""`evc-rules impact`: who gains and who loses when one policy takes the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, cast

import typer

from ..advice import Change, Impact, Unanswered
from ..advice.change import Proposal
from ..harmonise import Strategy
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..reports.console import console
from ..reports.console_impact import ImpactPage
from ..reports.impact import Report, impact_view, report
from ..results.truth import Truth
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    ProgrammeFile,
    bad_argument,
    chosen,
    decision_date,
    opened_alliance,
    opened_proposal,
    print_json,
    show_warnings,
)
from .people import People, in_tables, opened_people
from .progress import Tell, counting, progress
from .strategies import strategy_of
from .trying import Trying


def impact(  # noqa: PLR0913, PLR0917 - one option each
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The policies as they are: an alliance, or a ruleset.")],
    proposal: Annotated[
        Path | None,
        typer.Argument(
            metavar="PROPOSAL", help="What takes their place: a ruleset (at each institution) or an alliance."
        ),
    ] = None,
    dossiers: People = None,
    strategy: Annotated[
        str | None, typer.Option("--strategy", "-s", metavar="STRATEGY", help="Propose a harmonised policy instead.")
    ] = None,
    on: OnDate = None,
    plan: Annotated[bool, typer.Option("--plan", help="Also how long the remaining paths take.")] = False,  # noqa: FBT002
    nobody_loses: Annotated[  # noqa: FBT002
        bool, typer.Option("--nobody-loses", help="End with exit code 1 unless nobody loses anything.")
    ] = False,
    show: Annotated[int, typer.Option("--show", metavar="N", help="How many applicants are shown by name.")] = 10,
    programme: ProgrammeFile = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Who gains and who loses when one policy takes the place of another: outcomes, EC, periods.

    evc-rules impact ALLIANCE voorstel.yaml --dossiers examples/dossiers
    """
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    if show < 0:
        trying.findings += bad_argument("--show must be 0 or more").findings
    alliance = trying.all_of(lambda: opened_alliance(file, programme))
    framework = alliance.framework if alliance else None
    draft = trying.all_of(lambda: _proposed(proposal, strategy, alliance))
    columns = bool(dossiers) and not plan and bool(trying.all_of(lambda: in_tables(dossiers or ())))
    people = trying.all_of(lambda: opened_people(dossiers, framework)) if framework and not columns else None
    trying.refuse()
    policies = trying.sure(alliance)
    proposed = cast("Proposal", trying.sure(draft))
    name = str(proposed) if isinstance(proposed, Strategy) else proposed.id
    with progress("applicants") as tell:
        if columns:
            found = _in_columns(policies, proposed, name, dossiers or [], day, show, tell)
        else:
            change = Change(policies, proposed, on=day, plan=plan)
            found = report(policies, name, day, len(people or ()), _each(change, people or [], tell))
    show_warnings(found.findings)
    if as_json:
        print_json(impact_view(found, chosen(lang)))
    else:
        console(len(found.tolls)).print(ImpactPage(found, chosen(lang), plan, show).page())
    if nobody_loses and found.nobody_loses is not Truth.TRUE:
        raise typer.Exit(FAILED)


def _proposed(path: Path | None, strategy: str | None, alliance: Alliance | None) -> Proposal:
    """What is proposed.

    Raises:
        InvalidInputError: With every finding, when it is not one thing, or the file or strategy cannot be used.
    """
    if strategy is not None and path is None:
        return strategy_of(strategy, alliance)
    if path is None or strategy is not None:
        raise bad_argument("give what is proposed: a file, or --strategy", "such as --strategy quorum:2; not both")
    return opened_proposal(path, alliance.framework if alliance else None)


def _in_columns(  # noqa: PLR0917 - what a report hangs on
    alliance: Alliance, proposal: Proposal, name: str, paths: list[Path], day: date, show: int, tell: Tell
) -> Report:
    """What a change does to a cohort in tables: answered in columns, and told of one by one only as far as asked."""
    from ..cohort.changes import changes  # noqa: PLC0415 - an extra

    one = changes(alliance, proposal, paths, day, most=show, tell=lambda now: tell(now.done, now.total))
    return Report(
        alliance, name, day, one.applicants, one.tolls, one.affected, (), more=one.more, left_out=one.findings
    )


def _each(change: Change, people: list[Dossier], tell: Tell) -> Iterator[Impact | Unanswered]:
    for one in counting(people, len(people), tell):
        yield from change.of(one)
