"""Findings: position, stable code, one sentence, help; all at once (architecture.md, 'Errors')."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evc_rules.errors import CODES, EvcError, Finding, InvalidInputError, MissingExtraError, Position, Severity, refuse

SOURCE = Path(__file__).resolve().parents[1] / "src" / "evc_rules"


def test_a_finding_is_printed_with_its_place_code_sentence_and_help() -> None:
    finding = Finding("EVC-O001", "the outcome 'a' is not there", Position("policy.yaml", 41, 7), "did you mean 'b'?")
    assert str(finding) == "policy.yaml:41:7: EVC-O001: the outcome 'a' is not there\n  help: did you mean 'b'?"


def test_a_warning_says_that_it_is_one_and_what_is_not_known_is_left_out() -> None:
    assert str(Finding("EVC-D001", "too late", severity=Severity.WARNING)) == "EVC-D001: warning: too late"


def test_a_finding_takes_one_line_and_cuts_what_it_quotes_at_length() -> None:
    finding = Finding("EVC-S004", f"'{'9' * 500}' is\nnot a number", Position("f"))
    assert str(finding) == f"f:1:1: EVC-S004: '{'9' * 60}…' is not a number"


def test_a_code_that_is_not_in_the_table_cannot_be_used() -> None:
    with pytest.raises(ValueError, match="unknown finding code EVC-X999"):
        Finding("EVC-X999", "no")


def test_only_errors_refuse_and_all_findings_come_along_in_order() -> None:
    late = Finding("EVC-S004", "b", Position("f", 2, 1))
    warning = Finding("EVC-D007", "w", Position("f", 1, 5), severity=Severity.WARNING)
    early = Finding("EVC-S003", "a", Position("f", 1, 5))
    nowhere = Finding("EVC-N002", "n")
    refuse([warning])
    with pytest.raises(InvalidInputError) as caught:
        refuse([late, warning, early, nowhere])
    assert list(caught.value.findings) == [nowhere, warning, early, late]
    assert str(caught.value).splitlines()[0] == "EVC-N002: n"
    assert isinstance(caught.value, EvcError)


def test_a_missing_extra_says_how_to_get_it() -> None:
    assert str(MissingExtraError("plan", "planning")) == (
        'planning needs the extra "plan": pip install "evc-rules[plan]"'
    )


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_stable_in_form_explained_in_a_sentence_and_used(code: str) -> None:
    assert re.fullmatch(r"EVC-[A-Z]\d{3}", code)
    assert CODES[code].endswith(".")
    table = SOURCE / "errors.py"
    used = [path for path in SOURCE.rglob("*.py") if path != table and f'"{code}"' in path.read_text(encoding="utf-8")]
    assert used


def test_no_code_is_used_that_is_not_in_the_table() -> None:
    used = {code for path in SOURCE.rglob("*.py") for code in re.findall(r"EVC-[A-Z]\d{3}", path.read_text("utf-8"))}
    assert used <= set(CODES)
