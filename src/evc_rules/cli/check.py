"""`evc-rules check`: every finding about files, at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..errors import Finding, Severity
from ..language.load import examine
from ..model.outcomes import Framework
from ..reports.build import check_view
from .common import BAD_INPUT, FAILED, AsJson, bad_argument, opened, print_json


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or folders with *.yaml files.")],
    framework: Annotated[
        Path | None, typer.Option("--framework", metavar="FILE", help="The framework that dossiers are read by.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 on warnings too.")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Check frameworks, rulesets, programmes, dossiers and alliances, and try the cases that rulesets name."""
    over = opened(framework, Framework) if framework else None
    listed = list(_files(files))
    found: list[Finding] = []
    for one in listed:
        loaded = examine(one, framework=over)
        found += (each for each in loaded.findings if each not in found)
    errors = sum(one.severity is Severity.ERROR for one in found)
    if as_json:
        print_json(check_view([str(one) for one in listed], found, 0, 0))
    else:
        for each in found:
            typer.echo(str(each), err=each.severity is Severity.ERROR)
        warnings = len(found) - errors
        typer.echo(f"{len(listed)} files: {errors} errors, {warnings} warnings")
    if errors:
        raise typer.Exit(BAD_INPUT)
    if strict and found:
        raise typer.Exit(FAILED)


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files, and of folders the YAML files in them."""
    for one in paths:
        if not one.is_dir():
            yield one
            continue
        inside = sorted(path for pattern in ("*.yaml", "*.yml") for path in one.rglob(pattern))
        if not inside:
            raise bad_argument(f"'{one}' holds no YAML files", "name a file, or a folder with *.yaml files")
        yield from inside
