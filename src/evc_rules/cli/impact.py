"""`evc-rules impact`: who gains and who loses when one policy takes the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from ..advice import Change, Impact, Unanswered
from ..errors import Finding, Position, refuse
from ..harmonise import Strategy
from ..language.load import examine
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..reports.console import console
from ..reports.console_impact import ImpactPage
from ..reports.impact import impact_view, report
from ..results.truth import Truth
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    ProgrammeFile,
    bad_argument,
    chosen,
    decision_date,
    opened_alliance,
    opened_proposal,
    print_json,
    show_warnings,
)

_YAML: Final = {".yaml", ".yml"}
_TABLES: Final = {".parquet", ".jsonl", ".ndjson", ".duckdb", ".db"}


def impact(  # noqa: PLR0913, PLR0917 - one option each
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The policies as they are: an alliance, or a ruleset.")],
    proposal: Annotated[
        Path | None,
        typer.Argument(
            metavar="PROPOSAL", help="What takes their place: a ruleset (at each institution) or an alliance."
        ),
    ] = None,
    dossiers: Annotated[
        list[Path] | None,
        typer.Option(
            "--dossiers",
            "-d",
            metavar="FILES",
            help="Personas or a cohort: dossiers in YAML, Parquet, JSON lines or DuckDB; files or folders. Repeatable.",
        ),
    ] = None,
    strategy: Annotated[
        str | None, typer.Option("--strategy", "-s", metavar="STRATEGY", help="Propose a harmonised policy instead.")
    ] = None,
    on: OnDate = None,
    plan: Annotated[bool, typer.Option("--plan", help="Also how long the remaining paths take.")] = False,  # noqa: FBT002
    nobody_loses: Annotated[  # noqa: FBT002
        bool, typer.Option("--nobody-loses", help="End with exit code 1 unless nobody loses anything.")
    ] = False,
    show: Annotated[int, typer.Option("--show", metavar="N", help="How many applicants are shown by name.")] = 10,
    programme: ProgrammeFile = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Who gains and who loses when one policy takes the place of another: outcomes, EC, periods.

    evc-rules impact ALLIANCE voorstel.yaml --dossiers examples/dossiers
    """
    day = decision_date(on)
    if (proposal is None) == (strategy is None):
        raise bad_argument("give what is proposed: a file, or --strategy", "such as --strategy quorum:2; not both")
    if not dossiers:
        raise bad_argument("give the applicants", "add --dossiers with files or a folder")
    if show < 0:
        raise bad_argument("--show must be 0 or more")
    alliance = opened_alliance(file, programme)
    proposed = opened_proposal(proposal, alliance.framework) if proposal else Strategy.parse(strategy or "")
    people = _people(dossiers, alliance.framework)
    change = Change(alliance, proposed, on=day, plan=plan)
    name = str(proposed) if isinstance(proposed, Strategy) else proposed.id
    found = report(alliance, name, day, len(people), _each(change, people))
    show_warnings(found.findings)
    if as_json:
        print_json(impact_view(found, chosen(lang)))
    else:
        console(len(found.tolls)).print(ImpactPage(found, chosen(lang), plan, show).page())
    if nobody_loses and found.nobody_loses is not Truth.TRUE:
        raise typer.Exit(FAILED)


def _each(change: Change, people: list[Dossier]) -> Iterator[Impact | Unanswered]:
    for one in people:
        yield from change.of(one)


def _people(paths: list[Path], framework: Framework) -> list[Dossier]:
    """The dossiers in files and folders.

    Raises:
        InvalidInputError: With every finding, when a file or a row cannot be used, or there is no dossier.
        MissingExtraError: There are tables among them, and what reads these is not installed.
    """
    listed = [each for path in paths for each in (sorted(path.iterdir()) if path.is_dir() else (path,))]
    written = any(path.suffix in _YAML for path in listed)
    if written and any(path.suffix in _TABLES for path in listed):
        raise bad_argument("there are both dossier files and tables in what was given", "give one of the two")
    if written:
        found = _from_files([path for path in listed if path.suffix in _YAML or path in paths], framework)
    else:
        found = _from_tables(paths, framework)
    if not found:
        raise bad_argument("there are no dossiers in what was given", "give files, or a folder that holds them")
    return found


def _from_files(paths: list[Path], framework: Framework) -> list[Dossier]:
    findings: list[Finding] = []
    found: list[Dossier] = []
    seen: dict[str, Path] = {}
    for path in paths:
        loaded = examine(path, framework=framework)
        findings += loaded.findings
        if isinstance(loaded.model, Dossier):
            found.append(loaded.model)
            if seen.setdefault(loaded.model.id, path) is not path:
                message = f"the dossier '{loaded.model.id}' is in '{seen[loaded.model.id]}' too"
                findings.append(Finding("EVC-S005", message, Position(str(path)), "give each applicant once"))
        elif loaded.model is not None:
            findings.append(
                Finding("EVC-F008", "this is no dossier", Position(str(path)), "check which file was meant")
            )
    refuse(findings)
    show_warnings(findings)
    return found


def _from_tables(paths: list[Path], framework: Framework) -> list[Dossier]:
    from ..cohort.backends import connected  # noqa: PLC0415 - an extra
    from ..cohort.convert import to_dossiers  # noqa: PLC0415
    from ..cohort.exchange import tables_in  # noqa: PLC0415
    from ..cohort.files import reading  # noqa: PLC0415

    with reading(paths), connected() as connection:
        tables, rejected = tables_in(paths, framework, connection)
    refuse(rejected)
    return list(to_dossiers(tables, framework.vocabulary))
