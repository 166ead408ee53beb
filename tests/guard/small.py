"""A small ruleset with one of each thing that can be wrong, and cases for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from evc_rules.language.load import examine_text
from evc_rules.language.source_map import SourceMap
from evc_rules.model.cases import CaseFile, PolicyCase
from evc_rules.model.outcomes import Framework
from evc_rules.model.policy import Ruleset
from evc_rules.testing.cases import Subject

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
ON = date(2026, 10, 1)
HEAD = """\
evc-rules: 1
ruleset: small
title: Small
institution: small
illustrative: true
framework: klein@1
applies: {decisions: 2026-01-01/..}
"""


def framework() -> Framework:
    loaded = examine_text((CORPUS / "frameworks/klein.yaml").read_text(encoding="utf-8"), "klein.yaml").model
    assert isinstance(loaded, Framework)
    return loaded


def read(rules: str, more: str = "") -> tuple[Subject, SourceMap]:
    """A ruleset with these rules, and where they stand."""
    over = framework()
    loaded = examine_text(f"{HEAD}{more}rules:\n{rules}", "policy.yaml", framework=over)
    assert [str(one) for one in loaded.findings] == []
    assert isinstance(loaded.model, Ruleset)
    return Subject(loaded.model, over), loaded.where


def subject(rules: str, more: str = "") -> Subject:
    return read(rules, more)[0]


def cases(text: str, over: Framework | None = None) -> tuple[PolicyCase, ...]:
    """Cases on the usual day."""
    loaded = examine_text(f"evc-cases: 1\non: {ON}\ncases:\n{text}", "cases.yaml", framework=over or framework())
    assert [str(one) for one in loaded.findings] == []
    assert isinstance(loaded.model, CaseFile)
    return loaded.model.cases


def case(dossier: str, expect: str, title: str = "a") -> str:
    return f"  - {{case: {title}, dossier: {dossier}, expect: {expect}}}\n"
