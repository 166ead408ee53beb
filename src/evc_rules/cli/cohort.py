"""`evc-rules cohort`, and what makes and turns over the files that it reads."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import InvalidInputError
from ..language.dump import dump
from ..language.words import say
from ..model.base import Lang
from .common import (
    AsJson,
    InLang,
    OnDate,
    Subject,
    bad_argument,
    chosen,
    decision_date,
    new_folder,
    opened_alliance,
    show_warnings,
    write_new,
)
from .progress import time_said
from .strategies import strategies_of

if TYPE_CHECKING:
    from ..cohort.run import Progress, Summary

Files = Annotated[
    list[Path],
    typer.Option(
        "--dossiers",
        "-d",
        metavar="FILES",
        help="A folder or files: Parquet, JSON lines, a DuckDB database, or dossiers in YAML. Repeatable.",
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write to; it must be new.")]


def cohort(  # noqa: PLR0913, PLR0917 - one option each
    alliance: Subject,
    dossiers: Files,
    out: Out,
    strategy: Annotated[
        list[str] | None,
        typer.Option("--strategy", "-s", metavar="STRATEGY", help="Also what a harmonised policy says. Repeatable."),
    ] = None,
    on: OnDate = None,
    backend: Annotated[
        Literal["duckdb", "spark"], typer.Option("--backend", help="What evaluates: this process, or Spark.")
    ] = "duckdb",
    chunk: Annotated[
        int, typer.Option("--chunk", metavar="N", help="How many dossiers are answered at a time.")
    ] = 200_000,
    awards: Annotated[
        Literal["credits", "units"],
        typer.Option("--awards", help="Where limits bind: how many credits are left, or also which units (slow)."),
    ] = "credits",
    questions: Annotated[  # noqa: FBT002
        bool, typer.Option("--questions", help="Also the open questions of each dossier at each institute (slow).")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was cut off.")] = False,  # noqa: FBT002
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What every institute, and each harmonised policy, says of every dossier of a cohort; as Parquet.

    evc-rules cohort ALLIANCE --dossiers FILES --out DIR --strategy quorum:2
    """
    day = decision_date(on)
    if chunk < 1:
        raise bad_argument("--chunk must be 1 or more")
    subject = opened_alliance(alliance)
    from ..cohort.backends import connected, engine  # noqa: PLC0415 - an extra
    from ..cohort.files import reading  # noqa: PLC0415
    from ..cohort.plan import Asked, planned  # noqa: PLC0415
    from ..cohort.run import run  # noqa: PLC0415

    strategies = tuple(strategies_of(strategy or (), subject))
    with reading(dossiers), connected() as connection, engine(backend) as evaluating:
        choose = awards == "units"
        asked = Asked(subject, day, strategies, tuple(dossiers), backend, chunk, choose, questions)
        plan = planned(asked, connection)
        show_warnings(plan.findings)
        summary = run(plan, out, evaluating, resume=resume, tell=_tell)
    if as_json:
        typer.echo(json.dumps(_data(summary, out), indent=2))
    else:
        for line in _lines(summary, out, chosen(lang)):
            typer.echo(line)


def _tell(progress: Progress) -> None:
    """How far it is; on a terminal only the last line stays."""
    left = "" if progress.left is None else f", about {time_said(progress.left)} left"
    line = f"{progress.done} of {progress.total} dossiers{left if progress.done < progress.total else ''}"
    typer.echo(f"\r\x1b[K{line}" if sys.stderr.isatty() else line, err=True, nl=not sys.stderr.isatty())
    if sys.stderr.isatty() and progress.done >= progress.total:
        typer.echo(err=True)


def _data(summary: Summary, out: Path) -> dict[str, Any]:
    return {
        "out": str(out),
        "dossiers": summary.dossiers,
        "answered_one_by_one": summary.elsewhere,
        "bound_by_limits": summary.bound,
        "rejected_rows": summary.rejects,
        "seconds": round(summary.seconds, 1),
    }


def _lines(summary: Summary, out: Path, lang: Lang) -> list[str]:
    found = [f"{out}: {summary.dossiers} dossiers"]
    if many := summary.elsewhere:
        nl = f"{many} daarvan zijn een voor een beantwoord, want kolommen kunnen ze niet precies weergeven"
        found.append(say(lang, nl, f"{many} of them were answered one by one, for columns cannot carry them exactly"))
    if summary.bound:
        found.append(say(lang, f"{summary.bound} keer knelt een grens", f"{summary.bound} times a limit binds"))
    if many := summary.rejects:
        where = out / "rejects"
        nl = f"{many} rijen waren niet te gebruiken: zie {where}"
        found.append(say(lang, nl, f"{many} rows could not be used: see {where}"))
    return found


def cohort_convert(
    alliance: Subject,
    dossiers: Files,
    out: Out,
    to: Annotated[
        Literal["parquet", "jsonl", "yaml"], typer.Option("--to", help="What to write: tables, or dossier files.")
    ] = "parquet",
    lang: InLang = "nl",  # noqa: ARG001 - for findings
) -> None:
    """Turn dossier files into the tables that `cohort` reads, and tables into dossier files."""
    subject = opened_alliance(alliance)
    from ..cohort.backends import connected  # noqa: PLC0415 - an extra
    from ..cohort.convert import to_dossiers  # noqa: PLC0415
    from ..cohort.exchange import tables_in, write_tables  # noqa: PLC0415
    from ..cohort.files import reading  # noqa: PLC0415

    if out.exists():
        raise bad_argument(f"'{out}' is there already", "choose another name")
    with reading(dossiers), connected() as connection:
        tables, rejected = tables_in(dossiers, subject.framework, connection)
    if rejected:
        raise InvalidInputError(tuple(rejected))
    new_folder(out)
    if to != "yaml":
        write_tables(tables, out, to)
        typer.echo(f"{out}: {len(tables['dossiers'])} dossiers")
        return
    count = 0
    for one in to_dossiers(tables, subject.framework.vocabulary):
        write_new(out / f"{one.id}.yaml", dump(one), force=False)
        count += 1
    typer.echo(f"{out}: {count} dossiers")


def cohort_sample(
    alliance: Subject,
    out: Out,
    count: Annotated[int, typer.Option("--count", "-n", metavar="N", help="How many dossiers.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed, the same dossiers.")] = 0,
    on: OnDate = None,
    lang: InLang = "nl",
) -> None:
    """Make up a cohort: a realistic mix of applicants, as tables. No person is in it."""
    day = decision_date(on)
    subject = opened_alliance(alliance)
    from ..cohort.exchange import write_sample  # noqa: PLC0415 - an extra

    if count < 1 or seed < 0:
        raise bad_argument("--count must be 1 or more, and --seed 0 or more")
    new_folder(out)
    write_sample(subject, out, count, seed=seed, on=day)
    made = say(chosen(lang), "bedachte dossiers", "made-up dossiers")
    typer.echo(f"{out}: {count} {made} (seed {seed})")
