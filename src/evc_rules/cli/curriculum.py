"""`evc-rules curriculum`: what holds up what in a programme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..plan import curriculum as analysed
from ..reports.console import console
from ..reports.curriculum import curriculum_page, curriculum_view
from .common import AsJson, InLang, Start, argument_date, chosen, opened_programme, print_json


def curriculum(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A programme.")],
    variant: Annotated[
        str | None, typer.Option("--variant", metavar="VARIANT", help="Which one; without it, the first.")
    ] = None,
    start: Start = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What holds up what in a programme: longest chain, slack, blocking and delay factors, bottlenecks."""
    programme, framework = opened_programme(file)
    name = variant or programme.variants[0].id
    begins = argument_date("--start", start) if start else None
    found = curriculum_view(analysed(programme, framework, name, start=begins), programme, chosen(lang))
    if as_json:
        print_json(found)
        return
    out = console()
    for part in curriculum_page(found, programme.title.in_(chosen(lang)), chosen(lang)):
        out.print(part)
