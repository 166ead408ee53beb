"""On which decision dates laws are asked, and that nothing else can hold in between, unless that is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.compare import STANDARD
from evc_rules.model.quantities import Dates
from evc_rules.testing import laws
from evc_rules.testing.laws import How
from evc_rules.testing.laws.cuts import meeting, moving, unsure
from evc_rules.testing.laws.days import asking_days
from evc_rules.testing.laws.law import Subject

from ..engines.making import FRAMEWORK, ask, ruleset

PROVEN = How(mode="proven")
HEAD = "applies: {decisions: 2025-09-01/..}"


def test_a_day_of_one_rule_and_an_age_of_another_meet():
    """Nobody has a diploma of 2027 that is over two years old, until 2029."""
    rules = ruleset(
        """
- {id: yes, grant: history, when: {diploma: {date: '>= 2027-01-01'}}}
- {id: no, bar: history, when: {diploma: {age: '> 2 years'}}}
""",
        HEAD,
    )
    (result,) = laws.check(rules, FRAMEWORK, laws=[laws.no_conflict()], how=PROVEN)
    assert result.days == tuple(map(date.fromisoformat, ("2025-09-01", "2027-01-01", "2029-01-01", "2029-01-02")))
    assert result.holds is False


def test_a_law_about_another_policy_is_asked_when_that_one_changes():
    floor = ruleset(
        "- {id: a, grant: history, when: {diploma: {}}, applies: {decisions: 2027-09-01/..}}", name="floor"
    )  # fmt: skip
    ours = ruleset("- {id: a, grant: history, when: {diploma: {nlqf: '>= 6'}}}", HEAD)
    found = laws.check(ours, FRAMEWORK, laws=[laws.levels(), laws.floor(floor)], how=PROVEN)
    assert [one.days[-1] for one in found] == [date(2025, 9, 1), date(2027, 9, 1)]
    assert found[1].holds is False


def test_the_end_of_a_framework_is_a_day_on_which_no_version_is_in_force():
    ends = FRAMEWORK.with_(decisions=Dates(start=date(2025, 1, 1), end=date(2028, 9, 1)))
    rules = ruleset("- {id: a, grant: history, when: {diploma: {}}}", HEAD)
    assert laws.check(rules, FRAMEWORK.with_(decisions=Dates()), laws=[laws.one_version()])[0].ok
    (result,) = laws.check(rules, ends, laws=[laws.one_version()])
    assert [(one.on, one.what.en) for one in result.breaches] == [
        (date(2028, 9, 1), "'small@1' is meant for 2025-01-01/2028-09-01")
    ]


TESTS = st.builds(
    "{}: '{} {}'".format,
    st.just("date"),
    st.sampled_from(["<", "<=", ">=", ">"]),
    st.sampled_from(["2026-03-31", "2027-01-01", "2027-02-28"]),
) | st.builds("{}: '{} {}'".format, st.just("age"), st.sampled_from(["<", "<=", ">=", ">"]),
              st.sampled_from(["1 month", "1 year", "2 years"]))  # fmt: skip
ITEMS = st.builds("{{diploma: {{{}}}}}".format, TESTS)
WHEN = ITEMS | st.builds("{{not: {}}}".format, ITEMS) | st.builds("{{all: [{}, {{not: {}}}]}}".format, ITEMS, ITEMS)
RULES = st.builds(
    "- {{id: yes, grant: history, when: {}}}\n- {{id: no, bar: history, when: {}}}".format, WHEN, WHEN
)  # fmt: skip


@settings(max_examples=25, derandomize=True, deadline=None)
@given(RULES, st.lists(st.integers(0, 1800), min_size=6, max_size=6))
def test_what_is_proven_on_the_days_asked_holds_in_between(text, days):
    rules = ruleset(text, HEAD)
    subject = Subject(rules, FRAMEWORK, frozenset(), STANDARD)
    assert unsure([rules], FRAMEWORK) == ()

    def broken(law, on):
        return {pair for claim in law.claims(subject, on) for pair in claim.prove(10).broken}

    asked = asking_days(rules, FRAMEWORK)
    edges = [day + timedelta(days=near) for day in asked[1:] for near in (-1, 1)]
    for law in (laws.no_conflict(), laws.more_evidence()):
        somewhere = set().union(*(broken(law, on) for on in asked))
        for day in [*edges[:4], *(asked[0] + timedelta(days=one) for one in days[:4])]:
            assert broken(law, day) <= somewhere, (law.id, day)


@pytest.mark.parametrize("day", ["2026-03-31", "2024-02-29", "2026-08-30"])
@pytest.mark.parametrize("op", ["<", "<=", ">=", ">"])
@pytest.mark.parametrize("age", ["1 month", "5 years"])
def test_a_day_meets_an_age_on_the_day_on_which_the_reference_says_otherwise(day, op, age):
    """Something of the day before it changes sides on the first of the two, and something of that day on the second."""
    rules = ruleset(f"- {{id: a, grant: history, when: {{diploma: {{age: '{op} {age}'}}}}}}")
    (cut,) = moving(rules)
    of = date.fromisoformat(day)
    for obtained, on in zip((of - timedelta(days=1), of), meeting(cut, of), strict=True):
        said = {near: ask(f"diploma: {{age: '{op} {age}'}}", f"diploma: {{date: {obtained}}}", on=near)
                for near in (on - timedelta(days=1), on)}  # fmt: skip
        assert set(said.values()) == {"true", "false"}


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("{span: {over: {work: {}}, at_least: 24 months}}", ""),
        ("{sum: {of: hours, over: {work: {age: '<= 5 years'}}, at_least: 800 h}}", ""),
        ("{diploma: {age: '<= 5 years', as_of: start}}", ""),
        ("{span: {over: {work: {}}, at_least: 24 months, as_of: start}}", "counts time to another day"),
        ("{sum: {of: hours, over: {work: {from: '>= 2026-01-01'}}, at_least: 800 h}}", "asks when work began"),
        ("{all: [{diploma: {age: '< 1 year', as_of: start}}, {badge: {date: '> 2026-01-01'}}]}", "the programme"),
        ("{all: [{applicant: {years-old: '>= 21'}}, {badge: {date: '> 2026-01-01'}}]}", "how old the applicant"),
        ("{applicant: {start: '>= 2026-01-01'}}", "names a day of the applicant"),
    ],
)
def test_it_is_said_why_something_else_may_hold_in_between(when, why):
    found = unsure([ruleset(f"- {{id: a, grant: history, when: {when}}}", HEAD)], FRAMEWORK)
    assert [one for one in found if why not in one.en] == []
    assert bool(found) is bool(why)
