"""Rules: what they reach, when they act, what overrides them, and what status comes of it."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.results.questions import MissingFact

from .making import asked, said

DIPLOMA = "diploma: {date: 2020-01-01}"
CERTIFICATE = "certificate: {date: 2020-01-01}"


def climate(statuses):
    return [statuses[f"ped.climate@{level}"] for level in (1, 2, 3)]


def test_a_grant_reaches_its_targets_and_every_lower_level():
    """A grant reaches its targets and every lower level of them; a bar its targets and every higher level."""
    assert climate(said("- {id: a, grant: ped.climate@2}")) == ["exempt", "exempt", "not-covered"]
    assert climate(said("- {id: a, bar: ped.climate@2}")) == ["not-covered", "refused", "refused"]


def test_a_grant_on_a_whole_is_a_target_for_each_leaf_under_it():
    """A grant or bar on an outcome with parts, or through a selector, is one *target* for each leaf under it."""
    statuses = said("- {id: a, grant: ped@1}")
    assert {leaf for leaf, status in statuses.items() if status == "exempt"} == {"ped.climate@1", "ped.plan@1"}
    statuses = said('- {id: a, grant: {component: professional, level: "<= 2"}}')
    assert {leaf for leaf, status in statuses.items() if status == "exempt"} == {"research@1", "research@2"}


def test_a_verdict_about_a_level_carries_the_lower_levels_with_it():
    """A grant at level 2 that rests on a verdict about level 2 carries level 1 with it."""
    verdict = "verdict: {outcome: ped.climate@2, achieved: yes, date: 2026-01-01}"
    assert climate(said("- {id: a, grant: ped.climate@2, when: {assessed: {}}}", verdict)) == [
        "exempt",
        "exempt",
        "not-covered",
    ]


@pytest.mark.parametrize(
    ("items", "report", "bar_wins", "grant_wins"),
    [
        ("", "not-covered", "not-covered", "not-covered"),
        (DIPLOMA, "exempt", "exempt", "exempt"),
        (CERTIFICATE, "refused", "refused", "refused"),
        (f"{DIPLOMA}\n{CERTIFICATE}", "conflict", "refused", "exempt"),
        ("diploma: {}", "exempt|not-covered", "exempt|not-covered", "exempt|not-covered"),
        ("certificate: {}", "not-covered|refused", "not-covered|refused", "not-covered|refused"),
        (f"diploma: {{}}\n{CERTIFICATE}", "conflict|refused", "refused", "exempt|refused"),
        (f"{DIPLOMA}\ncertificate: {{}}", "conflict|exempt", "exempt|refused", "exempt"),
        (
            "diploma: {}\ncertificate: {}",
            "conflict|exempt|not-covered|refused",
            "exempt|not-covered|refused",
            "exempt|not-covered|refused",
        ),
    ],
)
def test_status(items, report, bar_wins, grant_wins):
    """Exempt, refused, conflict (or what `conflicts:` declares), not-covered; any U: the statuses still possible."""
    rules = "- {id: a, grant: history, when: {diploma: {}}}\n- {id: b, bar: history, when: {certificate: {}}}"
    assert said(rules, items)["history@1"] == report
    assert said(rules, items, head="conflicts: bar-wins")["history@1"] == bar_wins
    assert said(rules, items, head="conflicts: grant-wins")["history@1"] == grant_wins


def test_no_question_is_asked_that_could_not_change_the_status():
    """Every `open` names at least one."""
    rules = "- {id: a, grant: history, when: {diploma: {}}}\n- {id: b, bar: history, when: {certificate: {}}}"
    assert asked(rules, f"diploma: {{}}\n{CERTIFICATE}", head="conflicts: bar-wins") == []
    assert asked(rules, f"diploma: {{}}\n{CERTIFICATE}") == [MissingFact("i0", "date")]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (DIPLOMA, "refused"),
        (CERTIFICATE, "exempt"),
        ("certificate: {}", "conflict|exempt|not-covered|refused"),
    ],
)
def test_overrides(items, expected):
    """A rule acts when its condition holds and no rule that overrides it, and reaches that target, acts."""
    rules = "- {id: a, bar: history}\n- {id: b, grant: history, overrides: [a], when: {certificate: {}}}"
    assert said(rules, items)["history@1"] == expected


def test_an_override_that_is_itself_overridden_does_not_act():
    """`overrides` is acyclic."""
    rules = """- {id: a, grant: history}
- {id: b, bar: history, overrides: [a]}
- {id: c, waives: [b], when: {diploma: {}}}"""
    assert said(rules)["history@1"] == "refused"
    assert said(rules, DIPLOMA)["history@1"] == "exempt"


def test_an_override_acts_only_on_the_targets_that_it_reaches():
    """No rule that overrides it, *and reaches that target*, acts."""
    rules = "- {id: a, bar: [ped.climate@1, history]}\n- {id: b, grant: history, overrides: [a]}"
    statuses = said(rules)
    assert statuses["history@1"] == "exempt"
    assert climate(statuses) == ["refused"] * 3
    rules = "- {id: a, bar: ped.climate@2}\n- {id: b, grant: ped.climate@1, overrides: [a]}"
    assert climate(said(rules)) == ["exempt", "refused", "refused"]
    rules = "- {id: a, bar: ped.climate@2}\n- {id: b, grant: ped.climate@3, overrides: [a]}"
    assert climate(said(rules)) == ["exempt"] * 3
    rules = "- {id: a, bar: [ped.climate@1, ped.climate@3]}\n- {id: b, grant: ped.climate@1, overrides: [a]}"
    assert climate(said(rules)) == ["exempt", "not-covered", "refused"]


def test_a_waiver_reaches_everything():
    """A rule with `waives: [ids]` and neither grant nor bar reaches everything."""
    rules = "- {id: a, bar: {any: true}}\n- {id: b, waives: [a], when: {diploma: {}}}"
    assert set(said(rules).values()) == {"refused"}
    assert set(said(rules, DIPLOMA).values()) == {"not-covered"}


def test_a_waiver_asks_about_each_target():
    """`assessed` asks about the target."""
    rules = "- {id: a, bar: {any: true}}\n- {id: b, waives: [a], when: {assessed: {}}}"
    statuses = said(rules, "verdict: {outcome: history@1, achieved: yes, date: 2026-01-01}")
    assert statuses["history@1"] == "not-covered"
    assert statuses["research@1"] == "not-covered|refused"


CHAIN = """- {id: a, grant: ped.climate@1, when: {diploma: {}}}
- {id: b, bar: ped.climate@1, when: {certificate: {}}}
- {id: c, grant: history, when: {exempt: ped.climate@1}}
- {id: d, bar: history, when: {not: {exempt: ped.climate@1}}}"""


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (DIPLOMA, "exempt"),
        ("", "refused"),
        (f"{DIPLOMA}\n{CERTIFICATE}", "refused"),
        ("certificate: {}", "refused"),
        (f"diploma: {{}}\n{CERTIFICATE}", "refused"),
        ("diploma: {}", "conflict|exempt|not-covered|refused"),
        (f"{DIPLOMA}\ncertificate: {{}}", "conflict|exempt|not-covered|refused"),
    ],
)
def test_exempt_under_this_ruleset(items, expected):
    """True when the status is exempt, false when exempt is not among its possible statuses, otherwise unknown."""
    assert said(CHAIN, items)["history@1"] == expected


def test_exempt_for_a_whole_is_the_conjunction_over_its_parts():
    """For an outcome with parts, the conjunction over its parts."""
    rules = """- {id: a, grant: ped.climate@1}
- {id: b, grant: ped.plan@1, when: {diploma: {}}}
- {id: c, grant: history, when: {exempt: ped@1}}"""
    assert said(rules)["history@1"] == "not-covered"
    assert said(rules, DIPLOMA)["history@1"] == "exempt"
    assert said(rules, "diploma: {}")["history@1"] == "exempt|not-covered"
    assert asked(rules, "diploma: {}") == [MissingFact("i0", "date")]


@pytest.mark.parametrize(
    ("applies", "applicant", "on", "expected"),
    [
        ("decisions: 2026-09-01/2027-09-01", "", date(2026, 9, 1), "exempt"),
        ("decisions: 2026-09-01/2027-09-01", "", date(2027, 9, 1), "not-covered"),
        ("decisions: 2026-09-01/2027-09-01", "", date(2026, 8, 31), "not-covered"),
        ("cohorts: 2024/2026", "cohort: 2024", date(2026, 9, 1), "exempt"),
        ("cohorts: 2024/2026", "cohort: 2025", date(2026, 9, 1), "exempt"),
        ("cohorts: 2024/2026", "cohort: 2026", date(2026, 9, 1), "not-covered"),
        ("cohorts: 2024/2026", "", date(2026, 9, 1), "exempt|not-covered"),
        ("variants: [dual]", "variant: dual", date(2026, 9, 1), "exempt"),
        ("variants: [dual]", "variant: part-time", date(2026, 9, 1), "not-covered"),
        ("variants: [dual]", "", date(2026, 9, 1), "exempt|not-covered"),
    ],
)
def test_applies(applies, applicant, on, expected):
    """Half-open intervals everywhere. Rules are picked by decision date and cohort."""
    items = f"applicant: {{{applicant}}}"
    assert said(f"- {{id: a, grant: history, applies: {{{applies}}}}}", items, on=on)["history@1"] == expected
    assert said("- {id: a, grant: history}", items, on=on, head=f"applies: {{{applies}}}")["history@1"] == expected


def test_a_ruleset_that_is_not_in_force_bars_nothing_either():
    head = "applies: {decisions: 2027-01-01/..}"
    assert set(said("- {id: a, bar: {any: true}}", head=head).values()) == {"not-covered"}


PARAMETER = '- {id: a, grant: history, when: {diploma: {age: "<= $age"}}}'


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 8, 31), "not-covered"), (date(2026, 9, 1), "exempt"), (date(2030, 1, 2), "not-covered")],
)
def test_parameters_by_date(on, expected):
    """Parameters are picked by decision date and cohort."""
    head = "parameters: {age: [{from: 2020-09-01, value: 5 years}, {from: 2026-09-01, value: 10 years}]}"
    head += "\napplies: {decisions: 2020-09-01/..}"
    assert said(PARAMETER, DIPLOMA, head=head, on=on)["history@1"] == expected


@pytest.mark.parametrize(
    ("cohort", "obtained", "expected"),
    [
        ("2025", "2020-01-01", "not-covered"),
        ("2026", "2020-01-01", "exempt"),
        ("", "2020-01-01", "exempt|not-covered"),
        ("", "2022-01-01", "exempt"),
        ("", "2010-01-01", "not-covered"),
    ],
)
def test_parameters_by_cohort(cohort, obtained, expected):
    """What all of several possible values agree on is so, whichever it is."""
    head = "parameters: {age: [{cohorts: ../2026, value: 5 years}, {cohorts: 2026/.., value: 10 years}]}"
    items = f"applicant: {{cohort: {cohort}}}\ndiploma: {{date: {obtained}}}"
    assert said(PARAMETER, items, head=head)["history@1"] == expected
    if "|" in expected:
        assert asked(PARAMETER, items, head=head) == [MissingFact(None, "cohort")]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("all: [{diploma: {}}, {work: {}}]", "false"),
        ("all: [{diploma: {}}, {badge: {}}]", "unknown"),
        ("all: [{work: {}}, {badge: {}}]", "false"),
        ("any: [{all: []}]", "true"),
        ("any: [{diploma: {}}, {badge: {}}]", "true"),
        ("any: [{work: {}}, {badge: {}}]", "unknown"),
        ("any: []", "false"),
        ("not: {badge: {}}", "unknown"),
        ("not: {work: {}}", "true"),
        ("at_least: {k: 2, of: [{diploma: {}}, {badge: {}}, {work: {}}]}", "unknown"),
        ("at_least: {k: 1, of: [{diploma: {}}, {badge: {}}, {work: {}}]}", "true"),
        ("at_least: {k: 3, of: [{diploma: {}}, {badge: {}}, {work: {}}]}", "false"),
        ("at_least: {k: 2, of: [{diploma: {}}, {diploma: {}}]}", "true"),
    ],
)
def test_connectives(condition, expected):
    """Strong Kleene connectives."""
    status = {"true": "exempt", "false": "not-covered", "unknown": "exempt|not-covered"}[expected]
    rules = f"- {{id: a, grant: history, when: {{{condition}}}}}"
    assert said(rules, f"{DIPLOMA}\nbadge: {{}}")["history@1"] == status
