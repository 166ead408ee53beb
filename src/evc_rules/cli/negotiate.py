"""`evc-rules negotiate`: what an alliance can agree on when members hold on to something."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..compare import TIME_LIMIT
from ..model.alliance import Alliance
from ..reports.console import console
from .common import AsJson, InLang, OnDate, TimeLimit, chosen, decision_date, opened, print_json, show_warnings
from .people import People, opened_people
from .progress import progress
from .strategies import strategies_of
from .trying import Trying

_Listed = list[str] | None


def negotiate(  # noqa: PLR0913, PLR0917 - one option each
    alliance: Annotated[Path, typer.Argument(metavar="ALLIANCE", help="The alliance.")],
    dossiers: People = None,
    floor: Annotated[
        _Listed, typer.Option("--floor", metavar="MEMBER:RULESET", help="What it exempts stays exempt at this member.")
    ] = None,
    ceiling: Annotated[
        _Listed, typer.Option("--ceiling", metavar="MEMBER:RULESET", help="Nothing else is exempt at this member.")
    ] = None,
    keep: Annotated[
        _Listed, typer.Option("--keep", metavar="MEMBER:RULE", help="A rule that this member will not give up.")
    ] = None,
    strategy: Annotated[
        _Listed, typer.Option("--strategy", "-s", metavar="STRATEGY", help="Also weigh this one. Repeatable.")
    ] = None,
    prove: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--prove", help="Also which terms clash on anybody at all: proven, or shown."),
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What an alliance can agree on, given what members will not give up and the applicants that they have.

    evc-rules negotiate ALLIANCE --dossiers FILES --floor noord:noord --keep zuid:portfolio
    """
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    found_members = trying.all_of(lambda: opened(alliance, Alliance))
    strategies = trying.all_of(lambda: strategies_of(strategy or (), found_members))
    members = trying.sure(found_members)
    from ..negotiate import contradictions, terms  # noqa: PLC0415
    from ..negotiate import negotiate as negotiated  # noqa: PLC0415 - an extra
    from ..reports.negotiate import NegotiatePage, negotiate_view  # noqa: PLC0415

    held = trying.all_of(lambda: terms(members, floor or (), ceiling or (), keep or ()))
    people = trying.all_of(lambda: opened_people(dossiers, members.framework))
    trying.refuse()
    with progress("steps") as tell:
        found = negotiated(members, people or (), on=day, terms=held or (), strategies=strategies or (), tell=tell)
    proven = contradictions(members, held or (), on=day, time_limit=time_limit) if prove else None
    show_warnings(found.findings)
    if as_json:
        print_json(negotiate_view(members, day, found, proven))
    else:
        console().print(NegotiatePage(members, day, found, chosen(lang), proven).page())
