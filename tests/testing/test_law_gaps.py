"""What falls between two rules is found, and a change of policy is not taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.testing import laws

from ..engines.making import FRAMEWORK, ruleset

HEAD = "applies: {decisions: 2026-09-01/2028-09-01}"


def said(rules, head=HEAD, **more):
    (result,) = laws.check(ruleset(rules, head), FRAMEWORK, laws=[laws.no_gaps()], **more)
    assert result.holds is not bool(result.breaches)
    return [(one.on, ", ".join(map(str, one.leaves)), one.what.en) for one in result.breaches]


def rule(name, applies, when="{diploma: {}}", grant="history"):
    return f"- {{id: {name}, grant: {grant}, when: {when}, applies: {applies}}}\n"


def test_days_on_which_nobody_is_granted_what_was_and_will_be():
    rules = rule("a", "{decisions: ../2027-01-01}") + rule("b", "{decisions: 2027-02-01/..}", "{work: {}}")
    ((day, of, what),) = said(rules)
    assert (day, of) == (date(2027, 1, 1), "history@1")
    assert what.startswith("from 2027-01-01 until 2027-02-01 what is granted before and after is lost")
    assert "before by 'a', after by 'b'" in what


def test_a_cohort_that_nobody_thought_of():
    rules = rule("a", "{cohorts: 2024/2026}") + rule("b", "{cohorts: 2027/..}")
    assert [(of, what.partition(" what")[0]) for _, of, what in said(rules)] == [("history@1", "for cohort 2026")]
    assert said(rules, "", on=date(2026, 1, 1))


def test_terms_that_are_lost_for_a_time_while_others_stay():
    rules = (
        rule("a", "{decisions: ../2027-01-01}")
        + rule("b", "{decisions: 2027-02-01/..}")
        + "- {id: stays, grant: history, when: {portfolio: {}}}\n"
    )
    ((_, _, what),) = said(rules)
    assert "before by 'a', after by 'b'" in what


@pytest.mark.parametrize(
    "rules",
    [
        rule("a", "{decisions: ../2027-01-01}") + rule("b", "{decisions: 2027-01-01/..}"),
        rule("ended", "{decisions: ../2027-01-01}"),
        rule("begins", "{decisions: 2027-02-01/..}") + rule("other", "{cohorts: 2026/..}", grant="research@1"),
        rule("for-a-time", "{decisions: 2027-01-01/2027-02-01}"),
        rule("a", "{decisions: ../2027-01-01}")
        + rule("wider", "{decisions: 2027-01-01/2027-02-01}", "{any: [{diploma: {}}, {work: {}}]}")
        + rule("b", "{decisions: 2027-02-01/..}"),
        rule("old", "{decisions: ../2027-01-01, cohorts: ../2026}")
        + rule("new", "{decisions: 2027-01-01/.., cohorts: 2026/..}"),
    ],
    ids=["one after the other", "an end", "a beginning", "a while", "something wider in between", "both shift"],
)
def test_what_changes_is_no_gap(rules):
    assert said(rules) == []


def test_another_version_fills_a_gap_and_a_time_without_a_policy_is_for_another_law():
    one = rule("a", "{decisions: ../2027-01-01}") + rule("b", "{decisions: 2027-02-01/..}")
    filling = ruleset(rule("c", "{cohorts: ../..}"), "applies: {decisions: 2027-01-01/2027-02-01}", "filling")
    assert said(one, versions=[filling]) == []
    first = "applies: {decisions: 2026-09-01/2027-01-01}"
    late = ruleset(rule("c", "{cohorts: 1990/..}"), "applies: {decisions: 2027-02-01/..}", "late")
    assert said(rule("a", "{cohorts: 1990/..}"), first, versions=[late]) == []


def test_it_is_asked_where_some_rule_is_for_a_time_or_some_cohorts_only():
    asked = ruleset("- {id: a, grant: history, when: {diploma: {}}}", HEAD)
    assert laws.check(asked, FRAMEWORK, laws=[laws.no_gaps()]) == ()
