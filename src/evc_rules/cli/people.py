"""Applicants that are asked about together: personas in YAML, or a cohort in tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..errors import Finding, Position, refuse
from ..language.people import examine_dossiers, sorted_out
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from .common import bad_argument, show_warnings

People = Annotated[
    list[Path] | None,
    typer.Option(
        "--dossiers",
        "--personas",
        "-d",
        metavar="FILES",
        help="Personas or a cohort: dossiers in YAML, Parquet, JSON lines or DuckDB; files or folders. Repeatable.",
    ),
]


def in_tables(paths: Sequence[Path]) -> bool:
    """Whether applicants lie in tables, and not in files of their own."""
    return not sorted_out(paths)[0]


def opened_people(paths: list[Path] | None, framework: Framework) -> list[Dossier]:
    """The dossiers in files and folders.

    Raises:
        InvalidInputError: With every finding, when a file or a row cannot be used, or there is no dossier.
        MissingExtraError: There are tables among them, and what reads these is not installed.
    """
    if not paths:
        raise bad_argument("give the applicants", "add --dossiers with files or a folder")
    written, tables = sorted_out(paths)
    if not written and not tables and all(path.is_dir() for path in paths):
        listed = ", ".join(f"'{path}'" for path in paths)
        raise bad_argument(f"there are no dossiers in {listed}", "give files, or a folder that holds them")
    found = _from_files(written, framework) if written else _from_tables(paths, framework)
    if not found:
        raise bad_argument("there are no dossiers in what was given", "give files, or a folder that holds them")
    return found


def _from_files(paths: list[Path], framework: Framework) -> list[Dossier]:
    found, findings = examine_dossiers(paths, framework)
    seen: dict[str, Path] = {}
    for path, one in found:
        if seen.setdefault(one.id, path) is not path:
            message = f"the dossier '{one.id}' is in '{seen[one.id]}' too"
            findings.append(Finding("EVC-S005", message, Position(str(path)), "give each applicant once"))
    refuse(findings)
    show_warnings(findings)
    return [one for _, one in found]


def _from_tables(paths: list[Path], framework: Framework) -> list[Dossier]:
    from ..cohort.backends import connected  # noqa: PLC0415 - an extra
    from ..cohort.convert import to_dossiers  # noqa: PLC0415
    from ..cohort.exchange import tables_in  # noqa: PLC0415
    from ..cohort.files import reading  # noqa: PLC0415

    with reading(paths), connected() as connection:
        tables, rejected = tables_in(paths, framework, connection)
    refuse(rejected)
    return list(to_dossiers(tables, framework.vocabulary))
