"""The commands, together."""

from __future__ import annotations

from typing import Annotated

import typer

from ..engines.compiled import native
from ..reports.build import VERSION
from . import (
    align,
    assess,
    check,
    cohort,
    compare,
    conformance,
    curriculum,
    diff,
    explain,
    gaps,
    harmonise,
    impact,
    laws,
    negotiate,
    paths,
    plan,
    replan,
    test,
    verify,
    worth,
)
from .arguments import Command, Group
from .common import command

app = typer.Typer(
    cls=Group,
    help="Exemption and EVC rules of teacher-training institutes. It recommends, with reasons; an exam board decides.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,  # noqa: FBT002
) -> None:
    if version:
        typer.echo(f"evc-rules {VERSION} ({native.kind()} core)")
        raise typer.Exit


for _command in (
    check.check,
    test.test,
    assess.assess,
    compare.compare,
    diff.diff,
    align.align,
    gaps.gaps,
    laws.laws,
    harmonise.harmonise,
    impact.impact,
    negotiate.negotiate,
    plan.plan,
    replan.replan,
    paths.paths,
    worth.worth,
    curriculum.curriculum,
    explain.explain,
    verify.verify,
    conformance.conformance,
    conformance.conformance_run,
    cohort.cohort,
    cohort.cohort_convert,
    cohort.cohort_sample,
):
    app.command(cls=Command)(command(_command))
