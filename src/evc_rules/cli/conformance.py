"""`evc-rules conformance` and `conformance-run`: the suite for engines written elsewhere, and an engine held to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from ..conformance import SUITE, Suite, ask
from ..conformance.asking import TIMEOUT
from ..language.words import say
from ..reports.conformance import conformance_page, conformance_view
from ..reports.console import console
from .common import FAILED, AsJson, InLang, chosen, new_folder, print_json
from .progress import waiting


def conformance(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
    lang: InLang = "nl",
) -> None:
    """Write the conformance suite: cases as JSON, with what an engine in any language must answer.

    evc-rules conformance DIR
    """
    new_folder(folder)
    for path in sorted(SUITE.iterdir()):
        shutil.copyfile(path, folder / path.name)
    manifest = Suite(folder).manifest
    cases, features = manifest["cases"], len(manifest["features"])
    typer.echo(
        say(
            chosen(lang),
            f"{folder}: {cases} gevallen, {features} onderwerpen; begin bij README.md",
            f"{folder}: {cases} cases, {features} features; begin with README.md",
        )
    )


def conformance_run(
    command: Annotated[list[str], typer.Argument(metavar="COMMAND...", help="What starts the engine, after `--`.")],
    suite: Annotated[
        Path | None, typer.Option("--suite", metavar="DIR", help="Another suite than that of this version.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long an answer may take.")
    ] = TIMEOUT,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Hold an engine to the conformance suite; exit code 1 unless every answer is right.

    evc-rules conformance-run -- COMMAND
    """
    asked = Suite(suite or SUITE)
    with waiting(command[0]):
        found = ask(asked, command, timeout)
    view = conformance_view(asked, found)
    if as_json:
        print_json(view)
    else:
        out = console()
        for line in conformance_page(view, chosen(lang)):
            out.print(line)
    if not view.conforms:
        raise typer.Exit(FAILED)
