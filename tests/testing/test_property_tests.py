"""`examples/property_tests`: what an institute copies runs as it stands, and the flawed policy keeps nothing hidden."""

from __future__ import annotations

import re
import runpy
import time
from pathlib import Path

import pytest

from evc_rules.language.load import examine, load_cases, load_framework, load_ruleset
from evc_rules.testing import laws
from evc_rules.testing.cases import Subject, run_cases

pytest_plugins = ["pytester"]

FOLDER = Path(__file__).parents[2] / "examples/property_tests"
FLAWED = FOLDER / "flawed"

PLANTED = [
    ("prerequisites", "safety@1", "safety-without-climate"),
    ("more-evidence", "guidance@1", "assistants-but-no-graduates"),
    ("more-evidence", "reflection@1", "assessed-before"),
    ("newer-evidence", "history@1", "old-diplomas"),
    ("more-experience", "placement@1", "some-hours"),
    ("more-experience", "climate@1", "one-assessor"),
    ("higher-level", "exercise@1", "mbo-only"),
    ("equal-variants", "planning@1", "part-time-only"),
    ("equal-institutions", "nature@1", "own-courses"),
    ("rules-matter", "", "'english-c1-again' decides nothing"),
    ("rules-matter", "", "'impossible' decides nothing"),
    ("no-conflict", "arithmetic@1", "no-arithmetic-abroad"),
    ("attainable", "graduation@1", "nobody can meet"),
    ("national-agreement", "dutch@1", "pabo-stays-pabo"),
    ("courses-count", "geography@1", "courses-count"),
    ("agreed-with-partner", "geography@1", "course"),
    ("pays-once", "research@1", "twice"),
    ("one-version", "", "more than one version"),
    ("one-version", "", "no version is in force"),
]
"""What is wrong: the law that finds it, on what outcome, and what the finding names."""


@pytest.fixture(scope="module")
def found():
    asked = runpy.run_path(str(FLAWED / "test_flawed.py"))["ASKED"]
    begun = time.process_time()
    versions = [FLAWED / "policy-2026.yaml", FLAWED / "policy-2028.yaml"]
    results = laws.check(FLAWED / "policy.yaml", laws=asked, versions=versions)
    return {one.law: one for one in results}, time.process_time() - begun


@pytest.mark.parametrize(("law", "outcome", "named"), PLANTED, ids=lambda one: str(one).replace(" ", "-"))
def test_what_was_planted_is_found(found, law, outcome, named):
    result = found[0][law]
    assert result.holds is False
    assert any(
        (not outcome or outcome in map(str, one.leaves)) and (named in one.what.en or named in _rules(one))
        for one in result.breaches
    ), str(result)


def _rules(breach):
    return {rule for side in breach.sides for rule in side.rules}


def test_all_of_it_is_found_within_a_minute(found):
    results, seconds = found
    assert seconds < 60
    assert {law for law, one in results.items() if one.holds is not False} == {"levels"}
    assert {law for law, _, _ in PLANTED} == results.keys() - {"levels"}
    assert all(one.mode == "proven" for one in results.values())


def test_the_page_lists_what_was_planted():
    page = (FLAWED / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\| `([a-z-]+)` \|", page)) == {law for law, _, _ in PLANTED}


def test_what_an_institute_copies_passes(pytester):
    found = pytester.runpytest(FOLDER / "test_policy.py", "-p", "no:cacheprovider", "-q")
    found.assert_outcomes(passed=16)


def test_its_cases_come_out_as_expected():
    framework = load_framework(FOLDER / "frameworks/kleine-pabo.yaml")
    policy = load_ruleset(FOLDER / "policy.yaml")
    results = run_cases(Subject(policy, framework), load_cases(FOLDER / policy.cases, framework))
    assert len(results) == 4
    assert all(one.passed for one in results)


def test_all_its_files_are_made_up_and_say_so():
    for path in FOLDER.rglob("*.yaml"):
        model = examine(path).model
        assert getattr(model, "illustrative", True), path
