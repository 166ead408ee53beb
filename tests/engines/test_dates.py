"""Three dates stay apart: when the evidence was obtained, when the decision is taken, which cohort it is."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.results.questions import MissingFact

from .making import ask, asked, case, ruleset, said

GRANT = "- {id: a, grant: ped.climate@1, when: {diploma: {}}}"


@pytest.mark.parametrize(
    ("obtained", "age", "on", "expected"),
    [
        ("2021-09-01", "<= 5 years", date(2026, 9, 1), "true"),
        ("2021-08-31", "<= 5 years", date(2026, 9, 1), "false"),
        ("2021-09-01", "< 5 years", date(2026, 9, 1), "false"),
        ("2021-09-02", "< 5 years", date(2026, 9, 1), "true"),
        ("2021-09-01", ">= 5 years", date(2026, 9, 1), "true"),
        ("2021-09-02", ">= 5 years", date(2026, 9, 1), "false"),
        ("2021-09-01", "> 5 years", date(2026, 9, 1), "false"),
        ("2021-08-31", "> 5 years", date(2026, 9, 1), "true"),
        ("2024-12-01", "<= 1 year 9 months", date(2026, 9, 1), "true"),
        ("2024-11-30", "<= 1 year 9 months", date(2026, 9, 1), "false"),
        ("2024-02-29", "<= 1 year", date(2025, 2, 28), "true"),
        ("2024-02-29", ">= 1 year", date(2025, 2, 28), "true"),
        ("2024-02-29", "<= 1 year", date(2025, 3, 1), "false"),
        ("2024-02-29", "<= 4 years", date(2028, 2, 29), "true"),
        ("2024-02-29", ">= 4 years", date(2028, 2, 28), "false"),
        ("2026-08-31", "<= 6 months", date(2027, 2, 28), "true"),
        ("", "<= 5 years", date(2026, 9, 1), "unknown"),
    ],
)
def test_age(obtained, age, on, expected):
    """Whole calendar time from evidence date to decision date (29 February counts as 28 February in other years)."""
    assert ask(f'diploma: {{age: "{age}"}}', f"diploma: {{date: {obtained}}}", on=on) == expected


@pytest.mark.parametrize(
    ("to", "age", "expected"),
    [
        ("2024-09-01", "<= 2 years", "true"),
        ("2024-08-31", "<= 2 years", "false"),
        ("ongoing", "<= 1 month", "true"),
        ("ongoing", ">= 1 month", "false"),
        ("2026-12-01", "<= 1 month", "true"),
        ("2026-12-01", ">= 1 month", "false"),
        ("", "<= 2 years", "unknown"),
    ],
)
def test_age_of_work(to, age, expected):
    """For work: its end; ongoing work has age zero."""
    assert ask(f'work: {{age: "{age}"}}', f"work: {{from: 2010-01-01, to: {to}}}") == expected


@pytest.mark.parametrize(("start", "expected"), [("2027-02-01", "false"), ("2026-12-01", "true"), ("", "unknown")])
def test_age_on_another_reference_date(start, expected):
    """A test may name another reference date than the decision (`as_of: start`)."""
    items = f"applicant: {{start: {start}}}\ndiploma: {{date: 2022-01-01}}"
    assert ask('diploma: {age: "<= 5 years", as_of: start}', items) == expected


def test_work_that_goes_on_at_the_reference_date_has_age_zero():
    """For work: its end; ongoing work has age zero."""
    work = "work: {from: 2010-01-01, to: 2026-06-01}"
    assert ask('work: {age: ">= 0 months", as_of: 2026-01-01}', work) == "true"
    assert ask('work: {age: "> 0 months", as_of: 2026-01-01}', work) == "false"
    assert ask('work: {age: ">= 2 months", as_of: 2026-08-01}', work) == "true"


def test_age_on_a_fixed_day():
    """A test may name another reference date than the decision."""
    item = "diploma: {date: 2015-01-01}"
    assert ask('diploma: {age: "<= 5 years", as_of: 2020-01-01}', item) == "true"
    assert ask('diploma: {age: "<= 5 years", as_of: 2020-01-02}', item) == "false"


def test_what_is_asked_about_a_start_that_is_not_known():
    rules = '- {id: a, grant: ped.climate@1, when: {diploma: {age: "<= 5 years", as_of: start}}}'
    assert asked(rules, "diploma: {date: 2022-01-01}") == [MissingFact(None, "start")]


@pytest.mark.parametrize(("obtained", "expected"), [("2026-09-01", "exempt"), ("2026-09-02", "not-covered")])
def test_evidence_after_the_decision(obtained, expected):
    """Evidence dated after the decision does not count and is reported."""
    items = f"diploma: {{date: {obtained}}}"
    assert said(GRANT, items)["ped.climate@1"] == expected
    codes = [finding.code for finding in case(ruleset(GRANT), items).prepared.findings]
    assert codes == ["EVC-D001"] * (expected == "not-covered")


def test_work_counts_from_the_day_on_which_it_began():
    """Evidence dated after the decision does not count."""
    rules = "- {id: a, grant: ped.climate@1, when: {work: {}}}"
    assert said(rules, "work: {from: 2026-09-01, to: ongoing}")["ped.climate@1"] == "exempt"
    assert said(rules, "work: {from: 2026-09-02, to: ongoing}")["ped.climate@1"] == "not-covered"


@pytest.mark.parametrize(
    ("kind", "item"),
    [("diploma", "diploma: {nlqf: 6}"), ("work", "work: {to: ongoing}"), ("work", "work: {to: 2026-09-02}")],
)
def test_undated_evidence_may_be_dated_after_the_decision(kind, item):
    """A missing attribute is unknown. Evidence dated after the decision does not count."""
    rules = f"- {{id: a, grant: ped.climate@1, when: {{{kind}: {{}}}}}}"
    assert said(rules, item)["ped.climate@1"] == "exempt|not-covered"
    assert asked(rules, item) == [MissingFact("i0", "from" if kind == "work" else "date")]


def test_work_that_has_ended_has_begun():
    assert ask("work: {}", "work: {to: 2026-09-01}") == "true"


def test_verdicts_and_answers_after_the_decision_do_not_count():
    """Evidence dated after the decision does not count and is reported."""
    verdict = "verdict: {outcome: ped.climate@2, achieved: yes, date: 2026-09-02}"
    assert ask("assessed: {}", verdict) == "unknown"
    assert ask("assessed: {}", verdict.replace("09-02", "09-01")) == "true"
    assert ask("assessed: {}", verdict.replace(", date: 2026-09-02", "")) == "unknown"
    answer = "judgement: {judgement: fit, ruleset: r, answer: yes, date: 2026-09-02}"
    assert ask("judgement: fit, asks: Fit", answer) == "unknown"
    assert ask("judgement: fit, asks: Fit", answer.replace("09-02", "09-01")) == "true"
