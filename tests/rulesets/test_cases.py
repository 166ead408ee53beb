"""The cases beside each shipped ruleset: what its author expects, on the edge of its thresholds and row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.guard import mutation, usual_day
from evc_rules.language.beside import cases_beside
from evc_rules.language.load import load_cases
from evc_rules.testing.suites import Suites

from .mutating import File

RULESETS = Path(__file__).parents[2] / "rulesets"
NAMES = sorted(path.parent.name for path in RULESETS.glob("*/policy.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_the_ruleset_says_what_its_cases_expect(name):
    suites = Suites()
    results = [one for path in cases_beside(RULESETS / name / "policy.yaml") for one in suites.open(path).run()]
    assert [str(one.finding) for one in results if not one.passed] == []
    assert len({one.case.title for one in results}) >= (8 if name.startswith("voorbeeld") else 3)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("voorbeeld")])
def test_every_case_of_a_real_institute_names_its_source(name):
    policy = RULESETS / name / "policy.yaml"
    framework = File.read(policy).framework
    for case in (case for path in cases_beside(policy) for case in load_cases(path, framework).cases):
        assert ".nl" in case.title.nl or ".com" in case.title.nl
        assert ".nl" in case.title.en or ".com" in case.title.en


@pytest.mark.parametrize("name", [name for name in NAMES if (RULESETS / name / "edges.cases.yaml").exists()])
def test_whoever_was_made_up_for_a_boundary_is_said_to_be(name):
    framework = File.read(RULESETS / name / "policy.yaml").framework
    assert all(case.dossier.illustrative for case in load_cases(RULESETS / name / "edges.cases.yaml", framework).cases)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("voorbeeld")])
def test_four_of_five_slips_in_the_rules_of_a_real_institute_are_noticed(name):
    suites = Suites(programmes=True)
    opened = [suites.open(path) for path in cases_beside(RULESETS / name / "policy.yaml")]
    cases = [case for suite in opened for case in suite.cases.cases]
    found = mutation(opened[0].subject, cases, usual_day(cases), time_limit=10.0)
    assert found.count("unknown") == 0
    assert found.count("noticed") >= 0.8 * found.counted
