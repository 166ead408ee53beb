"""`evc-rules harmonise`: one ruleset that an alliance could adopt."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..compare import TIME_LIMIT
from ..harmonise import STRATEGIES, in_force, unmet
from ..harmonise import harmonise as harmonised
from ..language.words import say
from ..model.alliance import Alliance
from ..proof import prove as proven
from ..reports.harmonised import Form, harmonise_view, written
from ..reports.proven import proof_lines, proof_view
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    TimeLimit,
    chosen,
    decision_date,
    opened,
    print_json,
    show_warnings,
    taken,
    write_new,
)
from .progress import waiting
from .strategies import strategy_of
from .trying import Trying

_STRATEGIES = "; ".join(f"{name}: {what}" for name, what in STRATEGIES.items())


def harmonise(  # noqa: PLR0913, PLR0917 - one option each
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
    form: Annotated[
        Form, typer.Option("--as", help="How it is written: a file to edit, a regulation, or its clauses in a table.")
    ] = "yaml",
    prove: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--prove", help="Prove that it is what the strategy means; exit code 1 unless all is."),
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """One ruleset out of an alliance's rulesets, by a named strategy, as YAML to read and edit."""
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    opened_members = trying.all_of(lambda: opened(alliance, Alliance))
    how = trying.all_of(lambda: strategy_of(strategy, opened_members))
    if out is not None and out.exists() and not force:
        trying.findings += taken(out).findings
    trying.refuse()
    members = trying.sure(opened_members)
    said, framework = chosen(lang), members.framework
    show_warnings(unmet(trying.sure(how), in_force(members, day, cohort), members) if cohort is None else ())
    with waiting(strategy):
        made = harmonised(members, trying.sure(how), day, cohort=cohort, limits=limits)
        proof = proven(made, members, time_limit=time_limit) if prove else None
    if out is not None:
        write_new(out, written(made, framework, said, form), force=force)
    if as_json:
        print_json(harmonise_view(made, framework, said, form, proof))
    elif out is None:
        typer.echo(written(made, framework, said, form), nl=False)
    else:
        count = len(made.rules)
        typer.echo(f"{out}: {made.title.in_(said)}, {say(said, f'{count} regels', f'{count} rules')}")
    if proof:
        for line in () if as_json else proof_lines(proof_view(proof, said), said):
            typer.echo(line, err=out is None)
        if not proof.proven:
            raise typer.Exit(FAILED)
