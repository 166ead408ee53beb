"""Files that a test names: relative to the file of the test, as a person would write them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypeVar

from ..model.policy import Ruleset

_Some = TypeVar("_Some")
Policy = str | Path | Ruleset
"""A ruleset, or its file."""


def folder_of_caller() -> Path:
    """The folder of the file in which a function was called, by the function that it called."""
    return Path(sys._getframe(2).f_globals.get("__file__", ".")).parent  # noqa: SLF001 - paths are those of who calls


def near(named: _Some, folder: Path) -> _Some | Path:
    """What is named, or its file: in a folder, when it is there."""
    if not isinstance(named, str | Path) or Path(named).is_absolute() or not (folder / named).exists():
        return named
    return folder / named
