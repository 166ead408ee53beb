"""Files that a test names: relative to the file of the test, as a person would write them."""

from __future__ import annotations

import sys
from pathlib import Path

from ..model.policy import Ruleset

Policy = str | Path | Ruleset
"""A ruleset, or its file."""


def folder_of_caller() -> Path:
    """The folder of the file in which a function was called, by the function that it called."""
    return Path(sys._getframe(2).f_globals.get("__file__", ".")).parent  # noqa: SLF001 - paths are those of who calls


def near(policy: Policy, folder: Path) -> Policy:
    """A ruleset, or its file: in a folder, when it is there."""
    if isinstance(policy, Ruleset) or Path(policy).is_absolute() or not (folder / policy).exists():
        return policy
    return folder / policy
