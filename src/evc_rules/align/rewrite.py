"""The edited ruleset as the file that it came from, edited: comments and layout kept where that can be."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from ..errors import Finding
from ..language.dump import dump
from ..language.load import examine_text
from ..language.patch import patched
from ..model.outcomes import Framework
from ..model.policy import Ruleset


@dataclass(frozen=True)
class Rewritten:
    """A file with edits made.

    Attributes:
        text: The text.
        diff: What changed, as a unified diff.
        kept: Whether it is the file with only the edits made; or else it was written anew, without its comments.
    """

    text: str
    diff: str
    kept: bool


def rewritten(path: Path, old: Ruleset, new: Ruleset, framework: Framework) -> Rewritten:
    """A ruleset's file as it is with edits; what is handed back reads as the new ruleset, without new findings.

    Args:
        path: The file.
        old: What it says.
        new: What it is to say.
        framework: The framework.
    """
    before = path.read_text(encoding="utf-8-sig")
    told = {_plain(one) for one in examine_text(before, path, framework=framework).findings}
    for text, kept in ((patched(before, old, new), True), (dump(new), False)):
        loaded = examine_text(text, path, framework=framework)
        if loaded.model == new and {_plain(one) for one in loaded.findings} <= told:
            return Rewritten(text, _diff(before, text, path), kept)
    raise AssertionError(f"{path}: the edited ruleset does not read as it was meant")


def _plain(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _diff(before: str, after: str, path: Path) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(unified_diff(old, new, fromfile=str(path), tofile=str(path)))
