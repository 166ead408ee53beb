"""`evc-rules assess`: the main job in one line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..advice import assess_alliance
from ..reports.build import Builder
from ..reports.console import Page, console
from ..reports.receipts import receipts_view
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
    known_variants,
    opened_alliance,
    opened_dossier,
    print_json,
    write_new,
)
from .strategies import strategies_of
from .trying import Trying


def assess(  # noqa: PLR0913, PLR0917 - one option each
    file: Subject,
    dossier: DossierFile,
    harmonise: Strategies = None,
    plan: Annotated[bool, typer.Option("--plan", help="Also how long the rest takes.")] = False,  # noqa: FBT002
    on: OnDate = None,
    programme: ProgrammeFile = None,
    variant: Variant = None,
    start: Start = None,
    receipt: Annotated[
        Path | None,
        typer.Option("--receipt", metavar="FILE", help="Where to write what it was made from, for `verify`."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,  # noqa: FBT002
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What each institute exempts and why, what a harmonised policy would, and how long the rest takes.

    evc-rules assess ALLIANCE --dossier FILE --harmonise quorum:2 --plan
    """
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    begins = trying.all_of(lambda: argument_date("--start", start)) if start else None
    whole = trying.all_of(lambda: opened_alliance(file, programme))
    strategies = trying.all_of(lambda: strategies_of(harmonise or (), whole)) or []
    alliance = trying.sure(whole)
    trying.all_of(lambda: known_variants(alliance, [variant]))
    person = trying.sure(trying.all_of(lambda: opened_dossier(dossier, alliance.framework)))
    trying.refuse()
    advice = assess_alliance(
        alliance, person, on=day, strategies=strategies,
        variant=variant, start=begins, plan=plan,
    )  # fmt: skip
    if receipt is not None:
        write_new(receipt, receipts_view(advice).model_dump_json(indent=2) + "\n", force=force)
    if as_json:
        print_json(Builder(chosen(lang), plan=plan).alliance(advice))
        return
    page, out = Page(chosen(lang), plan=plan), console(len(advice.members) + len(advice.harmonised))
    said = [one for one in (*advice.common, *advice.members) if one.recommendation]
    out.print(page.heading(advice))
    out.print(page.findings(page.known(advice)))
    out.print(page.overview(advice))
    if sum(one.recommendation is not None for one in advice.members) + len(advice.harmonised) > 1:
        out.print(page.matrix(advice))
    for one in said:
        if one.recommendation:
            out.print(page.grounds(one.title.in_(chosen(lang)) or one.institution, one.recommendation))
    for policy in advice.harmonised:
        out.print(page.harmonised(policy, advice.members))
