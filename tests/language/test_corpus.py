"""Every error code has a file that brings it about, with the whole of what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.errors import CODES, Severity

from .corpus import BAD, GOOD, ROOT, examined, printed

ELSEWHERE = {
    "EVC-D001": "tests/engines: found when a dossier is made ready for a decision date",
    "EVC-D002": "tests/engines: found when a dossier is made ready for a decision date",
    "EVC-D003": "tests/engines: found when a dossier is made ready for a decision date",
    "EVC-D008": "tests/engines/test_prepare.py: it hangs on the decision date",
    "EVC-N002": "tests/harmonise: found when a strategy is carried out",
    "EVC-N004": "tests/engines/test_lower.py: found when a ruleset is lowered for every cohort",
    "EVC-I001": "tests/engines/rete: found when an intake talk begins",
    "EVC-I002": "tests/engines/rete: found when durable_rules is asked",
    "EVC-I003": "tests/engines/rete: found at a step of an intake talk",
    "EVC-K001": "tests/cohort/test_files.py: found when dossiers are laid out in tables",
    "EVC-K002": "tests/cohort/test_files.py: found when cohort files are opened",
    "EVC-K003": "tests/cohort/test_run.py: set apart in a run",
    "EVC-K004": "tests/cohort/test_rows.py: found when rows are read into dossiers",
    "EVC-P007": "tests/advice: found when an applicant is advised",
    "EVC-P010": "tests/plan/test_wishes.py, tests/cli: found when a path is asked for",
    "EVC-P013": "tests/plan/test_wishes.py, tests/cli: found when a path is asked for",
    "EVC-P011": "tests/cli/test_plan_arguments.py: found when a path is asked for",
    "EVC-V001": "tests/cli/test_verify.py: found when a file of receipts is read",
    "EVC-V002": "tests/cli/test_conformance.py: found when a suite is read",
    "EVC-C001": "tests/cli: found on the command line",
    "EVC-T001": "tests/testing/test_cases.py: found when cases are run",
    "EVC-T003": "tests/language/test_beside.py: found when the ruleset of cases is looked for",
}
"""The codes that no file by itself can bring about, and where they are tested."""


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_said_of_a_bad_file(path: Path) -> None:
    """Position, code, one sentence and help: all of it, and nothing else."""
    assert printed(examined(path).findings) == path.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_the_code_that_it_is_named_after(path: Path) -> None:
    assert path.name[:8] in {finding.code for finding in examined(path).findings}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_finding_says_what_to_do(path: Path) -> None:
    assert [finding for finding in examined(path).findings if not finding.help] == []


def test_every_code_has_a_bad_file() -> None:
    assert {path.name[:8] for path in BAD} | set(ELSEWHERE) == set(CODES)


def test_no_code_stands_in_both() -> None:
    assert not {path.name[:8] for path in BAD} & set(ELSEWHERE)


def test_expected_output_belongs_to_a_file() -> None:
    assert {path.stem for path in (ROOT / "tests/corpus/bad").glob("*.expected")} == {path.stem for path in BAD}


@pytest.mark.parametrize(("name", "codes"), [("EVC-S001-everything-at-once", 6), ("EVC-S004-cases", 6)])
def test_all_findings_come_at_once(name: str, codes: int) -> None:
    (path,) = [path for path in BAD if path.stem == name]
    assert len({finding.code for finding in examined(path).findings}) >= codes


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_has_no_findings(path: Path) -> None:
    loaded = examined(path)
    assert loaded.findings == []
    assert loaded.model is not None


def test_a_file_with_errors_is_refused_and_one_with_warnings_is_not() -> None:
    """Severity decides, and a model comes with every file that has only warnings."""
    for path in BAD:
        loaded = examined(path)
        errors = [finding for finding in loaded.findings if finding.severity is Severity.ERROR]
        assert errors or loaded.model is not None, path
