"""Meaning, section 8: "Strategies act on outcomes as of a decision date and cohort." Rulesets may share no cohort."""

from __future__ import annotations

import pytest

from evc_rules.engines.reference import trace
from evc_rules.harmonise import Strategy, harmonise_rulesets, unmet
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text
from evc_rules.model.policy import Ruleset
from evc_rules.proof import prove_rulesets
from evc_rules.results.status import Status

from ..engines.making import CLIMATE, FRAMEWORK, ON, case, ruleset

RULES = """
- {id: degree, grant: ped.climate@2, when: {diploma: {nlqf: '>= 6'}}}
- {id: never, bar: history, when: {report: {}}}
"""
DEGREE = "diploma: {nlqf: 7, date: 2020-07-01}"


def one(name: str, cohorts: str) -> Ruleset:
    return ruleset(RULES, f"applies: {{cohorts: {cohorts}}}", name=name)


def alliance(members: list[Ruleset]) -> Alliance:
    made = tuple(Member(institution=each.institution, title=Text(nl="x"), rulesets=(each,)) for each in members)
    return Alliance(id="both", title=Text(nl="x"), framework=FRAMEWORK, members=made)


def said(made: Ruleset, cohort: int | None) -> frozenset[Status]:
    """Of somebody with a degree, of a cohort or of one that is not known."""
    of = f"applicant: {{cohort: {cohort}}}\n" if cohort else ""
    return trace(case(made, f"{of}{DEGREE}"), CLIMATE).statuses


EARLY, LATE, ALL = one("early", "2022/2025"), one("late", "2025/.."), one("all", "2022/..")


@pytest.mark.parametrize("strategy", ["strictest", "quorum:2", "floor-ceiling:early,,late"])
def test_what_takes_two_that_never_meet_is_for_nobody_and_stays_as_it_is_defined(strategy):
    made = harmonise_rulesets([EARLY, LATE], FRAMEWORK, strategy, ON)
    assert {said(made, cohort) for cohort in (2022, 2024, 2025, 2030)} == {frozenset({Status.NOT_COVERED})}
    assert Status.EXEMPT in said(made, None)
    assert prove_rulesets(made, [EARLY, LATE], FRAMEWORK).proven


@pytest.mark.parametrize(
    ("strategy", "members", "nobody"),
    [
        ("strictest", [EARLY, LATE], True),
        ("strictest", [EARLY, ALL], False),
        ("quorum:2", [EARLY, LATE], True),
        ("quorum:2", [EARLY, LATE, ALL], False),
        ("quorum:3", [EARLY, LATE, ALL], True),
        ("most-generous", [EARLY, LATE], False),
        ("mutual:early", [EARLY, LATE], False),
        ("reference:late", [EARLY, LATE], False),
        ("floor-ceiling:early,,late", [EARLY, LATE], True),
        ("floor-ceiling:early,late", [EARLY, LATE], False),
        ("floor-ceiling:early,late,late", [EARLY, LATE], False),
    ],
)
def test_it_is_said_where_a_strategy_can_exempt_nobody_and_only_there(strategy, members, nobody):
    found = list(unmet(Strategy.parse(strategy), members, alliance(members)))
    assert [each.code for each in found] == ["EVC-N003"] * nobody
    made = harmonise_rulesets(members, FRAMEWORK, strategy, ON)
    exempt = [cohort for cohort in range(2020, 2030) if said(made, cohort) == {Status.EXEMPT}]
    assert bool(exempt) is not nobody
