"""Programmes written as they are in files, as small as shows what they are for."""

from __future__ import annotations

from datetime import date
from pathlib import Path as File

from evc_rules import load_framework, load_programme
from evc_rules.model.programme import Programme
from evc_rules.plan import NO_WISHES, Path, Wishes, path_violations, plan_path

from .making import START

_FRAMEWORK = """
evc-framework: 1
framework: kader
version: "2026"
title: {nl: Kader, en: Framework}
illustrative: true
outcomes:
"""
_PROGRAMME = """
evc-programme: 1
programme: opleiding
title: {nl: Opleiding, en: Programme}
institution: instelling
illustrative: true
framework: kader@2026
periods:
  - {id: P1, from: 09-01, to: 11-15}
  - {id: P2, from: 11-15, to: 02-01}
  - {id: P3, from: 02-01, to: 04-15}
  - {id: P4, from: 04-15, to: 07-16}
variants:"""


class Written:
    """A programme in a folder, and plans of it; nothing that is wrong with one goes unseen.

    Args:
        folder: Where the files are written.
        text: The terms of the variant, units and electives, as in a programme.
        needs: For each outcome what it requires.
    """

    def __init__(self, folder: File, text: str, needs: dict[str, str] | None = None) -> None:
        outcomes = "".join(
            f"  - {{id: {name}, title: {{nl: {name}, en: {name}}}, component: subject-content"
            f"{f', requires: [{(needs or {})[name]}]' if name in (needs or {}) else ''}}}\n"
            for name in "abcdef"
        )
        (folder / "frameworks").mkdir(exist_ok=True)
        (folder / "frameworks" / "kader.yaml").write_text(_FRAMEWORK + outcomes, encoding="utf-8")
        (folder / "programme.yaml").write_text(_PROGRAMME + text, encoding="utf-8")
        self.framework = load_framework(folder / "frameworks" / "kader.yaml")
        self.programme: Programme = load_programme(folder / "programme.yaml", framework=self.framework)

    def path(self, start: date = START, awarded: tuple[str, ...] = (), **wishes: object) -> Path:
        """The path, which breaks nothing."""
        asked = Wishes(**wishes)
        found = plan_path(self.programme, self.framework, "full-time", awarded, (), start, wishes=asked)
        assert self.broken(found, start, awarded, asked) == []
        return found

    def broken(
        self, path: Path, start: date = START, awarded: tuple[str, ...] = (), asked: Wishes = NO_WISHES
    ) -> list[str]:
        """What is wrong with a path."""
        return path_violations(self.programme, self.framework, "full-time", awarded, (), start, path, wishes=asked)
