"""Dossiers of several applicants: files of their own, told apart from tables that hold many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ..errors import Finding, InvalidInputError, Position
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from .load import examine

YAML: Final = (".yaml", ".yml")
"""How the names of dossier files end."""
PARQUET: Final = (".parquet",)
LINES: Final = (".jsonl", ".ndjson")
DATABASES: Final = (".duckdb", ".db")
"""How the names of files end that hold tables."""


def sorted_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The dossier files and the tables among files and in folders; there are no two sorts.

    A file that is named, and not only lies in a folder, is one of them whatever its ending.

    Raises:
        InvalidInputError: EVC-F001 when there is no such file or folder; EVC-K002 when there are both sorts.
    """
    known = {*YAML, *PARQUET, *LINES}
    listed: list[Path] = []
    for path in paths:
        if not path.exists():
            message = f"'{path}' cannot be read: there is no such file"
            raise InvalidInputError((Finding("EVC-F001", message, Position(str(path))),))
        inside = sorted(one for one in path.iterdir() if one.suffix in known) if path.is_dir() else [path]
        listed += inside
    written = [path for path in listed if path.suffix in YAML]
    if written and any(path.suffix in {*PARQUET, *LINES, *DATABASES} for path in listed):
        message = "there are both dossier files and tables in what was given"
        raise InvalidInputError((Finding("EVC-K002", message, Position(str(written[0])), "give one of the two"),))
    return (listed, []) if written else ([], listed)


def examine_dossiers(paths: Iterable[Path], framework: Framework) -> tuple[list[tuple[Path, Dossier]], list[Finding]]:
    """The dossiers in files, each with its file, and everything that was found, that a file holds no dossier too."""
    findings: list[Finding] = []
    found: list[tuple[Path, Dossier]] = []
    for path in paths:
        loaded = examine(path, framework=framework)
        findings += loaded.findings
        if isinstance(loaded.model, Dossier):
            found.append((path, loaded.model))
        elif loaded.model is not None:
            help_ = "check which file was meant"
            findings.append(Finding("EVC-F008", "the file is no dossier", Position(str(path)), help_))
    return found, findings
