"""`evc-rules harmonise`: one ruleset that an alliance could adopt."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..harmonise import STRATEGIES, Strategy
from ..harmonise import harmonise as harmonised
from ..language.dump import dump
from ..model.alliance import Alliance
from ..reports.build import harmonise_view
from .common import AsJson, InLang, OnDate, decision_date, opened, print_json, taken, write_new
from .progress import waiting
from .trying import Trying

_STRATEGIES = "; ".join(f"{name}: {what}" for name, what in STRATEGIES.items())


def harmonise(  # noqa: PLR0917 - one option each
    alliance: Annotated[Path, typer.Argument(metavar="ALLIANCE", help="The alliance.")],
    strategy: Annotated[str, typer.Option("--strategy", "-s", help=f"How: {_STRATEGIES}.")],
    cohort: Annotated[
        int | None,
        typer.Option("--cohort", metavar="YEAR", help="For one cohort; a parameter can need it."),
    ] = None,
    limits: Annotated[
        str, typer.Option("--limits", help="Whose limits hold: strictest, most-generous, quorum:K, or a member.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write it; else it is printed.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,  # noqa: FBT002
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """One ruleset out of an alliance's rulesets, by a named strategy, as YAML to read and edit."""
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    chosen = trying.all_of(lambda: Strategy.parse(strategy))
    members = trying.all_of(lambda: opened(alliance, Alliance))
    if out is not None and out.exists() and not force:
        trying.findings += taken(out).findings
    trying.refuse()
    with waiting(str(chosen)):
        made = harmonised(trying.sure(members), trying.sure(chosen), day, cohort=cohort, limits=limits)
    if out is not None:
        write_new(out, dump(made), force=force)
    if as_json:
        print_json(harmonise_view(made))
    elif out is None:
        typer.echo(dump(made), nl=False)
    else:
        typer.echo(f"{out}: {made.title.in_(lang)}, {len(made.rules)} rules" if lang == "en"
                   else f"{out}: {made.title.in_(lang)}, {len(made.rules)} regels")  # fmt: skip
