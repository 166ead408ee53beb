"""Applicants that are asked about together: personas in YAML, or a cohort in tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from ..errors import Finding, Position, refuse
from ..language.people import examine_dossiers
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from .common import bad_argument, show_warnings

_YAML: Final = {".yaml", ".yml"}
_TABLES: Final = {".parquet", ".jsonl", ".ndjson", ".duckdb", ".db"}

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


def in_tables(paths: Iterable[Path]) -> bool:
    """Whether applicants lie in tables, and not in files of their own."""
    return not any(path.suffix in _YAML for path in _listed(paths))


def _listed(paths: Iterable[Path]) -> list[Path]:
    return [each for path in paths for each in (sorted(path.iterdir()) if path.is_dir() else (path,))]


def opened_people(paths: list[Path] | None, framework: Framework) -> list[Dossier]:
    """The dossiers in files and folders.

    Raises:
        InvalidInputError: With every finding, when a file or a row cannot be used, or there is no dossier.
        MissingExtraError: There are tables among them, and what reads these is not installed.
    """
    if not paths:
        raise bad_argument("give the applicants", "add --dossiers with files or a folder")
    listed = _listed(paths)
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
