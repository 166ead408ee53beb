"""Laws without a solver: samples reach the rules, and what they could not show is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evc_rules.errors import MissingExtraError
from evc_rules.testing import laws
from evc_rules.testing.laws import How

from ..engines.making import FRAMEWORK, ON, ruleset

EXAMPLE = Path(__file__).parents[2] / "examples/property_tests"
SAMPLED = How(mode="sampled")


@pytest.fixture
def no_solver(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)


@pytest.mark.usefixtures("no_solver")
def test_without_a_solver_samples_find_what_is_planted():
    asked = [laws.more_evidence(), laws.more_experience(), laws.prerequisites(), laws.attainable(), laws.one_version()]
    asked += [laws.floor(EXAMPLE / "national.yaml", id="national")]
    results = {one.law: one for one in laws.check(EXAMPLE / "flawed/policy.yaml", laws=asked)}
    broken = {name for name, one in results.items() if one.holds is False}
    assert broken == {"more-evidence", "more-experience", "prerequisites", "national"}
    assert 'no solver is installed: pip install "evc-rules[compare]"' in str(results["more-evidence"])
    assert (results["attainable"].holds, results["attainable"].unreached) == (None, ("graduation@1",))


@pytest.mark.usefixtures("no_solver")
def test_what_should_be_proven_needs_a_solver():
    with pytest.raises(MissingExtraError, match="compare"):
        laws.check(EXAMPLE / "flawed/policy.yaml", laws=[laws.more_evidence()], how=How(mode="proven"))


MANY_TERMS = """
- id: all-of-it
  grant: history
  when:
    all:
      - diploma: {age: ">= 7 years", as_of: start, field: "0113", issuer: zzz}
      - certificate: {programme: yyy, nlqf: 5}
      - work: {sector: po, hours: ">= 100 h, <= 200 h"}
      - applicant: {variant: dual, employment: yes}
"""


def test_samples_meet_a_rule_with_many_terms():
    (result,) = laws.check(ruleset(MANY_TERMS), FRAMEWORK, laws=[laws.newer_evidence()], on=ON, how=SAMPLED)
    assert result.holds is False


def test_a_rule_that_no_sample_meets_is_named_and_its_law_not_said_to_hold():
    rules = """
- {id: fine, grant: research@1, when: {diploma: {nlqf: ">= 6"}}}
- {id: never, grant: history, when: {all: [{diploma: {}}, {not: {diploma: {}}}]}}
"""
    (result,) = laws.check(ruleset(rules), FRAMEWORK, laws=[laws.more_evidence()], on=ON, how=SAMPLED)
    assert result.telling
    assert (result.unreached, result.holds, result.ok) == (("never",), None, False)
    assert "no sample could show anything (try more of them) of: never" in str(result)


def test_what_is_open_is_settled_against_somebody_to_show_that_a_level_is_lacking():
    rules = """
- {id: high, grant: ped.plan@1, when: {portfolio: {}}}
- {id: low, grant: ped.climate@1, when: {assessed: {assessors: 1}}}
"""
    promised = laws.promise("portfolio", when={"portfolio": {}}, exempt=["ped.climate@1"])
    (result,) = laws.check(ruleset(rules), FRAMEWORK, laws=[promised], on=ON, how=SAMPLED)
    assert result.holds is False
    assert result.breaches[0].sides[0].dossier.verdicts


def test_somebody_shows_that_a_rule_matters_and_that_a_grant_is_attained():
    rules = """
- {id: wide, grant: [history, research@1], when: {course: {covers: target}}}
- {id: unless, bar: research@1, when: {judgement: fraud, asks: Was it fraud}}
- {id: again, grant: history, when: {course: {covers: target, ec: ">= 5 EC"}}}
"""
    attainable, matter = laws.check(
        ruleset(rules), FRAMEWORK, laws=[laws.attainable(), laws.rules_matter()], on=ON, how=SAMPLED
    )
    assert (attainable.holds, attainable.proven) == (True, 2)
    assert (matter.holds, matter.unreached) == (None, ("again",))


def test_outcomes_that_no_rule_grants_need_no_samples():
    rules = "- {id: low, grant: ped.climate@1, when: {diploma: {}}}"
    (result,) = laws.check(ruleset(rules), FRAMEWORK, laws=[laws.levels()], on=ON, how=SAMPLED)
    assert (result.holds, result.tried) == (True, 0)


@pytest.mark.parametrize("when", ['{to: "<= 2020-01-01"}', '{age: ">= 1 year"}'])
def test_longer_work_that_costs_an_exemption_is_found(when):
    rules = f"- {{id: worked, grant: history, when: {{work: {when}}}}}"
    (result,) = laws.check(ruleset(rules), FRAMEWORK, laws=[laws.longer_service()], on=ON, how=SAMPLED)
    assert result.holds is False


def test_what_was_not_looked_into_in_time_is_said():
    told = []
    how = How(within=0, before_each=told.append)
    asked = [laws.levels(), laws.attainable()]
    results = laws.check(ruleset("- {id: a, grant: history}"), FRAMEWORK, laws=asked, on=ON, how=how)
    assert told == ["levels", "attainable"]
    assert [(one.holds, one.sampled) for one in results] == [
        (None, (("levels", "the time was over"),)),
        (None, (("attainable", "the time was over"),)),
    ]
