"""Dossiers of several applicants, each in a file of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import Finding, Position
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from .load import examine


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
