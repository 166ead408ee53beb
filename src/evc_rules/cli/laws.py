"""`evc-rules laws`: whether a policy keeps the laws that every policy should keep, proven or tried on samples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..compare import TIME_LIMIT
from ..language.reader import did_you_mean
from ..model.policy import Ruleset
from ..reports.console import console
from .common import (
    FAILED,
    AsJson,
    InLang,
    TimeLimit,
    argument_date,
    bad_argument,
    chosen,
    opened,
    opened_ruleset,
    print_json,
)


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
    time_limit: TimeLimit = TIME_LIMIT,
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

    asked = [*kit.standard(), *(kit.floor(one, id=one.stem) for one in floor or ())]
    names = [one.id for one in asked]
    for name in law or ():
        if name not in names:
            raise bad_argument(f"--law: '{name}' is no law", did_you_mean(name, names) or f"laws: {', '.join(names)}")
    days = days_of(
        subject_of(ruleset, framework, (), (), kit.How().lore), [argument_date("--on", one) for one in on or ()] or None
    )
    others = [opened(one, Ruleset, framework) for one in versions or ()]
    how = kit.How(mode="sampled" if sampled else "auto", examples=examples, time_limit=time_limit)
    results = kit.check(
        ruleset,
        framework,
        laws=[one for one in asked if not law or one.id in law],
        on=days,
        waive=dict(map(_waived, waive or ())),
        versions=others,
        how=how,
    )
    page = LawsPage(results, ruleset, framework, days, where, chosen(lang))
    if as_json:
        print_json(page.view())
    else:
        out = console()
        for line in page.lines():
            out.print(line)
    if not all(one.ok for one in results):
        raise typer.Exit(FAILED)


def _waived(text: str) -> tuple[str, str]:
    name, _, reason = text.partition("=")
    if not name or not reason.strip():
        raise bad_argument(f"--waive: '{text}' does not say why", "write it as LAW=REASON, the reason in a few words")
    return name, reason.strip()
