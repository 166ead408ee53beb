"""`evc-rules laws`: whether a policy keeps the laws that every policy should keep, proven or tried on samples."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer

from ..compare import TIME_LIMIT
from ..errors import Finding, InvalidInputError, refuse
from ..language.reader import did_you_mean
from ..model.policy import Ruleset
from ..reports.console import console
from .common import (
    FAILED,
    AsJson,
    InLang,
    ProgrammeFile,
    TimeLimit,
    argument_date,
    bad_argument,
    chosen,
    opened,
    opened_ruleset,
    print_json,
    programme_of,
)

_Args = ParamSpec("_Args")
_Made = TypeVar("_Made")


def laws(  # noqa: PLR0913, PLR0917 - one option each
    policy: Annotated[Path, typer.Argument(metavar="POLICY", help="The ruleset.")],
    law: Annotated[
        list[str] | None, typer.Option("--law", metavar="LAW", help="Only this law, such as more-evidence. Repeatable.")
    ] = None,
    floor: Annotated[
        list[Path] | None,
        typer.Option("--floor", metavar="RULESET", help="Whom this ruleset exempts, ours must exempt. Repeatable."),
    ] = None,
    versions: Annotated[
        list[Path] | None,
        typer.Option("--version-of", metavar="RULESET", help="Another version of the same policy. Repeatable."),
    ] = None,
    equal: Annotated[
        list[str] | None,
        typer.Option("--equal", metavar="ATTRIBUTE", help="What this attribute is, makes no difference. Repeatable."),
    ] = None,
    waive: Annotated[
        list[str] | None,
        typer.Option("--waive", metavar="LAW=REASON", help="This law need not hold here, and why. Repeatable."),
    ] = None,
    sampled: Annotated[  # noqa: FBT002
        bool, typer.Option("--sampled", help="Try laws on samples only, without a solver.")
    ] = False,
    examples: Annotated[
        int, typer.Option("--examples", metavar="COUNT", min=1, help="How many samples, where laws are tried on some.")
    ] = 200,
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="A decision date (YYYY-MM-DD). Repeatable. Without it: those on which something changes.",
        ),
    ] = None,
    programme: ProgrammeFile = None,
    time_limit: TimeLimit = TIME_LIMIT,
    within: Annotated[
        float, typer.Option("--within", metavar="SECONDS", min=0, help="Say after this time what was not looked into.")
    ] = inf,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Whether a policy is consistent: more evidence costs nothing, variants are alike, no rule is dead, and so on.

    evc-rules laws POLICY

    Ends with exit code 1 when a law does not hold, or a waiver is not needed.
    """
    ruleset, framework, where = opened_ruleset(policy)
    from ..reports.laws import LawsPage  # noqa: PLC0415 - the solver is an extra
    from ..testing import laws as kit  # noqa: PLC0415
    from ..testing.laws.checking import days_of, subject_of  # noqa: PLC0415

    faults: list[Finding] = []
    floors = [(one.stem, it) for one in floor or () if (it := _tried(faults, opened, one, Ruleset, framework))]
    others = [it for one in versions or () if (it := _tried(faults, opened, one, Ruleset, framework))]
    worth = _tried(faults, programme_of, policy, ruleset, framework, programme)
    wanted = [day for one in on or () if (day := _tried(faults, argument_date, "--on", one))]
    waived = [pair for one in waive or () if (pair := _tried(faults, _waived, one))]
    more = [*(kit.equal(name) for name in equal or ()), *(kit.floor(least, id=name) for name, least in floors)]
    asked = [*kit.standard(), *(one for one in [kit.longer_service()] if one.id in (law or ())), *more]
    names = [*(one.id for one in asked), kit.longer_service().id]
    named = [("--law", one) for one in law or ()] + [("--waive", name) for name, _ in waived]
    for option, name in named:
        if name not in names and name not in {one.stem for one in floor or ()}:
            help_ = did_you_mean(name, names) or f"laws: {', '.join(names)}"
            faults += bad_argument(f"{option}: '{name}' is no law", help_).findings
    refuse(dict.fromkeys(faults))
    days = days_of(subject_of(ruleset, framework, (), (), kit.How().lore), wanted or None)
    how = kit.How(
        mode="sampled" if sampled else "auto",
        examples=examples,
        time_limit=time_limit,
        within=within,
        before_each=_said,
    )
    results = kit.check(
        ruleset,
        framework,
        laws=[one for one in asked if not law or one.id in law],
        on=wanted or None,
        waive=dict(waived),
        versions=others,
        programme=worth,
        how=how,
    )
    every = sorted({*days, *(day for one in results for day in one.days)})
    page = LawsPage(results, ruleset, framework, every, where, chosen(lang), named=bool(wanted))
    if as_json:
        print_json(page.view())
    else:
        out = console()
        for line in page.lines():
            out.print(line)
    if not all(one.ok for one in results):
        raise typer.Exit(FAILED)


def _said(law: str) -> None:
    """What is looked into now, for who waits for it."""
    if sys.stderr.isatty():
        typer.echo(f"{law} …", err=True)


def _tried(faults: list[Finding], make: Callable[_Args, _Made], *args: _Args.args, **kw: _Args.kwargs) -> _Made | None:
    """What is made of an argument; what is wrong with it is told with all the rest."""
    try:
        return make(*args, **kw)
    except InvalidInputError as error:
        faults += error.findings
        return None


def _waived(text: str) -> tuple[str, str]:
    name, _, reason = text.partition("=")
    if not name or not reason.strip():
        raise bad_argument(f"--waive: '{text}' does not say why", "write it as LAW=REASON, the reason in a few words")
    return name, reason.strip()
