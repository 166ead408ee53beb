"""`evc-rules impact`: who gains and who loses when one policy takes the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..advice import Change, Impact, Unanswered
from ..harmonise import Strategy
from ..model.dossier import Dossier
from ..reports.console import console
from ..reports.console_impact import ImpactPage
from ..reports.impact import impact_view, report
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
from .people import People, opened_people


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
    day = decision_date(on)
    if (proposal is None) == (strategy is None):
        raise bad_argument("give what is proposed: a file, or --strategy", "such as --strategy quorum:2; not both")
    if show < 0:
        raise bad_argument("--show must be 0 or more")
    alliance = opened_alliance(file, programme)
    proposed = opened_proposal(proposal, alliance.framework) if proposal else Strategy.parse(strategy or "")
    people = opened_people(dossiers, alliance.framework)
    change = Change(alliance, proposed, on=day, plan=plan)
    name = str(proposed) if isinstance(proposed, Strategy) else proposed.id
    found = report(alliance, name, day, len(people), _each(change, people))
    show_warnings(found.findings)
    if as_json:
        print_json(impact_view(found, chosen(lang)))
    else:
        console(len(found.tolls)).print(ImpactPage(found, chosen(lang), plan, show).page())
    if nobody_loses and found.nobody_loses is not Truth.TRUE:
        raise typer.Exit(FAILED)


def _each(change: Change, people: list[Dossier]) -> Iterator[Impact | Unanswered]:
    for one in people:
        yield from change.of(one)
