"""`evc-rules align`: the smallest edit of a ruleset that brings it to another."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from ..compare import TIME_LIMIT
from ..language.words import say
from ..reports.console import console
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    TimeLimit,
    bad_argument,
    chosen,
    decision_date,
    opened_ruleset,
    print_json,
    show_warnings,
    write_new,
)
from .compare import Cohort, Outcomes, leaves_of
from .force import out_of_force
from .trying import Trying


def align(  # noqa: PLR0913, PLR0917 - one option each
    ruleset: Annotated[Path, typer.Argument(metavar="RULESET", help="The ruleset to edit.")],
    other: Annotated[Path, typer.Option("--with", metavar="OTHER", help="The ruleset to bring it to.")],
    outcome: Outcomes = None,
    goal: Annotated[
        Literal["equal", "at-least", "at-most"],
        typer.Option("--goal", help="Exempt just whom the other exempts; those as well; or nobody else."),
    ] = "equal",
    nothing_else: Annotated[  # noqa: FBT002
        bool, typer.Option("--nothing-else", help="Only edits that change nothing of other outcomes.")
    ] = False,
    shared: Annotated[
        list[str] | None,
        typer.Option("--shared", metavar="JUDGEMENT", help="One answer settles it for both. Repeatable."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to write the edited file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,  # noqa: FBT002
    cohort: Cohort = None,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """The smallest edit of a ruleset after which it exempts whom another does, proven, with what else it changes.

    evc-rules align RULESET --with OTHER --outcome prof.research@1

    Ends with 1 unless it is proven that the edit does what was asked.
    """
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    first = trying.all_of(lambda: opened_ruleset(ruleset))
    second = trying.all_of(lambda: opened_ruleset(other))
    leaves = trying.all_of(lambda: leaves_of(first[1], outcome)) if first else None
    mine, framework, where = trying.sure(first)
    theirs, its_framework, _ = trying.sure(second)
    trying.refuse()
    if its_framework != framework:
        message = f"'{ruleset}' is written over {mine.framework}, '{other}' over {theirs.framework}"
        raise bad_argument(message, "align rulesets over one framework")
    from ..align import Wish  # noqa: PLC0415 - the solver is an extra
    from ..align import align as aligned  # noqa: PLC0415
    from ..align.rewrite import rewritten  # noqa: PLC0415
    from ..reports.align import AlignPage, align_view  # noqa: PLC0415

    for path, one in ((ruleset, mine), (other, theirs)):
        show_warnings(out_of_force(path, one, day, cohort))
    wish = Wish(goal, frozenset(leaves) if leaves is not None else None, nothing_else)
    found = aligned(
        mine, theirs, framework, day, wish, cohort=cohort, shared=frozenset(shared or ()), time_limit=time_limit
    )
    written = rewritten(ruleset, mine, found.edited, framework)
    view = align_view(found, written, where, chosen(lang))
    if out is not None and found.edits:
        write_new(out, written.text, force=force)
    elif out is not None:
        nl, en = "er is niets te wijzigen", "there is nothing to edit"
        if not found.reached:
            nl, en = "er is geen wijziging gevonden", "no edit was found"
        typer.echo(f"{out}: {say(chosen(lang), f'niet geschreven, want {nl}', f'not written, as {en}')}", err=True)
    if as_json:
        print_json(view)
    else:
        page = console()
        for line in AlignPage(view, chosen(lang)).lines():
            page.print(line, soft_wrap=bool(getattr(line, "no_wrap", False)))
    if not found.reached:
        raise typer.Exit(FAILED)
