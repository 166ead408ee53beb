"""What cases exercise: rules that act, pieces that decide, and cases on both sides of each boundary."""

from __future__ import annotations

import pytest

from evc_rules.guard.coverage import Coverage, coverage
from evc_rules.results.truth import Truth

from .small import case, cases, subject

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def covered(rules: str, text: str, more: str = "") -> Coverage:
    return coverage(subject(rules, more), cases(text))


def item(what: str, expect: str = "{ped.relations@1: exempt}", **more: str) -> str:
    on = f", on: {more['on']}" if more else ""
    return case(f"{{evidence: [{{id: i, {what}}}]}}", f"{expect}{on}")


RULE = "  - {id: a, grant: ped.relations@1, when: %s}\n  - {id: b, grant: content.dutch@1}\n"


def test_a_rule_acts_or_not_or_may_on_outcomes_of_the_cases_alone() -> None:
    text = item("diploma: {nlqf: 6, date: 2020-01-01}") + item("diploma: {nlqf: 5, date: 2020-01-01}")
    found = covered(RULE % "{diploma: {nlqf: '>= 6'}}", text)
    assert [(one.rule.id, one.seen) for one in found.rules] == [("a", {T, F}), ("b", set())]


def test_a_rule_that_overrides_is_exercised_where_it_could() -> None:
    rules = "  - {id: a, grant: ped.relations@1}\n  - {id: w, waives: [a], when: {work: {}}}\n"
    found = covered(rules, case("{}", "{ped.relations@1: exempt}"))
    assert {one.rule.id: one.seen for one in found.rules} == {"a": {T}, "w": {F}}


def test_pieces_are_seen_and_decide() -> None:
    when = "{all: [{diploma: {nlqf: '>= 6', programme: vwo}}, {judgement: fair, asks: Is it fair}]}"
    diploma = "{id: i, diploma: {nlqf: 6, programme: vwo, date: 2020-01-01}}"
    yes = f"{{evidence: [{diploma}], judgements: [{{judgement: fair, ruleset: small, answer: %s}}]}}"
    text = case(yes % "yes", "{ped: open}") + case(yes % "no", "{ped: open}")
    found = covered(RULE % when, text)
    assert [(one.seen, one.decided) for one in found.pieces] == [({T}, {T}), ({T}, {T}), ({T, F}, {T, F})]
    assert [(one.both, one.shown) for one in found.pieces] == [(False, False), (False, False), (True, True)]


@pytest.mark.parametrize(
    ("when", "kind", "values", "sides"),
    [
        ("{diploma: {nlqf: '>= 6'}}", "diploma: {date: 2020-01-01, nlqf: %s}", ["4", "8"], set()),
        ("{diploma: {nlqf: '>= 6'}}", "diploma: {date: 2020-01-01, nlqf: %s}", ["5", "6", "7"],
         {"under", "at", "over"}),
        ("{diploma: {ec: '> 30 EC'}}", "diploma: {date: 2020-01-01, ec: %s}", ["29.5 EC"], {"under"}),
        ("{diploma: {ec: '> 30 EC'}}", "diploma: {date: 2020-01-01, ec: %s}", ["29 EC", "30.5 EC"], {"over"}),
        ("{diploma: {grade: {scale: nl-10, value: '>= 5.5'}}}",
         "diploma: {date: 2020-01-01, grade: {scale: nl-10, value: %s}}", ["5.4", "5.5"], {"under", "at"}),
        ("{diploma: {age: '<= 5 years'}}", "diploma: {date: %s}", ["2021-10-01"], {"at"}),
        ("{diploma: {age: '<= 5 years'}}", "diploma: {date: %s}", ["2021-10-02", "2021-09-30"], {"under", "over"}),
        ("{diploma: {date: '>= 2020-01-01'}}", "diploma: {date: %s}", ["2019-12-31", "2020-01-01"], {"under", "at"}),
        ("{sum: {of: hours, over: {work: {}}, at_least: 800 h}}", "work: {from: 2020-01-01, hours: %s}",
         ["799 h", "800 h"], {"under", "at"}),
        ("{sum: {of: hours, over: {work: {}}, at_least: 800 h}}", "work: {from: 2020-01-01, hours: %s}",
         ["700 h"], set()),
        ("{span: {over: {work: {}}, at_least: 1 month}}", "work: {from: 2020-01-01, to: %s}",
         ["2020-01-28", "2020-01-29"], {"under", "at"}),
        ("{work: {age: '<= 1 year'}}", "work: {from: 2020-01-01, to: %s}", ["2025-10-01"], {"at"}),
    ],
)  # fmt: skip
def test_a_threshold_has_cases_just_under_on_or_just_over_it(
    when: str, kind: str, values: list[str], sides: set[str]
) -> None:
    text = "".join(
        item(kind % value, "{ped: open}").replace("case: a", f"case: a{n}") for n, value in enumerate(values)
    )
    found = covered(RULE % when, text)
    assert [one.sides for one in found.edges if one.edge.rule == "a"] == [sides]


def test_a_threshold_counts_as_met_on_the_sides_that_it_tells_apart() -> None:
    pairs = {">=": ("5", "6"), ">": ("6", "7"), "<=": ("6", "7"), "<": ("5", "6")}
    for op, values in pairs.items():
        for less in ((), values[:1], values[1:], values):
            text = "".join(item(f"diploma: {{date: 2020-01-01, nlqf: {one}}}", "{ped: open}") for one in less)
            found = covered(RULE % f"{{diploma: {{nlqf: '{op} 6'}}}}", text or case("{}", "{ped: open}"))
            assert [one.met for one in found.edges if one.edge.rule == "a"] == [less == values]


def test_the_first_day_and_the_day_before_are_boundaries_of_what_begins() -> None:
    rules = "  - {id: a, grant: ped.relations@1, applies: {decisions: 2026-09-01/.., cohorts: 2025/..}}\n"
    rules += "  - {id: b, grant: content.dutch@1}\n"
    text = "".join(
        f"  - {{case: c{n}, on: {on}, dossier: {{applicant: {{cohort: {cohort}}}}}, expect: {{{outcome}: open}}}}\n"
        for n, (on, cohort, outcome) in enumerate(
            [("2026-08-31", 2024, "ped"), ("2026-09-01", 2026, "content.dutch"), ("2026-01-01", 2025, "content.dutch")]
        )
    )
    found = covered(rules, text)
    assert {(one.edge.rule, str(one.edge.piece)): one.sides for one in found.edges} == {
        (None, "2026-01-01"): {"at"},
        ("a", "2026-09-01"): {"under"},
        ("a", "2025"): {"under"},
    }


def test_without_cases_nothing_is_exercised() -> None:
    found = coverage(subject(RULE % "{diploma: {nlqf: 6}}"), ())
    assert all(one.seen == set() for one in (*found.rules, *found.pieces))
    assert not any(one.met for one in found.edges)
    assert found.pieces
    assert found.edges
