"""Mutants: one plausible slip each, that could stand in the file, with the place where it would."""

from __future__ import annotations

import pytest

from evc_rules.errors import Severity
from evc_rules.guard import Told, mutants
from evc_rules.language import check
from evc_rules.language.source_map import SourceMap
from evc_rules.testing.suites import Suites

from ..shipped import RULESETS
from .small import ON, read

NAMES = ("driestar", "hva", "national")


def told(rules: str, more: str = "", rule: str = "") -> dict[str, list[str]]:
    """What was changed in each mutant (of a rule), by kind."""
    subject, where = read(rules, more)
    found: dict[str, list[str]] = {}
    for one in mutants(subject.ruleset, subject.framework):
        assert where(*one.about), one
        said = Told(subject.framework, subject.ruleset, "en", ON).change(one)
        if rule in one.rules or (more and not rule) or (one.rules and not rule):
            found.setdefault(one.kind, []).append(said)
    return found


A = "  - {id: a, grant: content.dutch@1, when: %s}\n  - {id: b, grant: ped.relations@1}\n"


@pytest.mark.parametrize(
    ("when", "kind", "changes"),
    [
        (
            "{diploma: {nlqf: '>= 6'}}",
            "threshold",
            ["NLQF level at least 6 → NLQF level at least 5", "NLQF level at least 6 → NLQF level at least 7"],
        ),
        (
            "{work: {days: '> 2 days/week'}}",
            "threshold",
            [
                "days a week more than 2 days a week → days a week more than 1.5 days a week",
                "days a week more than 2 days a week → days a week more than 2.5 days a week",
            ],
        ),
        (
            "{work: {days: '> 2 days/week'}}",
            "strictness",
            ["days a week more than 2 days a week → days a week at least 2 days a week"],
        ),
        ("{diploma: {age: '<= 5 years'}}", "strictness", ["at most 5 years old → less than 5 years old"]),
        (
            "{diploma: {age: '<= 5 years'}}",
            "threshold",
            [f"at most 5 years old → at most {more} old" for more in ("4 years 11 months", "5 years 1 month")],
        ),
        (
            "{sum: {of: hours, over: {work: {}}, at_least: 800 h}}",
            "threshold",
            ["800 hours → 799 hours", "800 hours → 801 hours"],
        ),
        ("{span: {over: {work: {}}, at_least: 1 year}}", "threshold",
         ["1 year → 11 months", "1 year → 1 year 1 month"]),
        ("{diploma: {count: 2}}", "count", ["2 → 1", "2 → 3"]),
        (
            "{diploma: {programme: [havo, vwo]}}",
            "codes",
            ["without programme havo", "without programme vwo"],
        ),
        (
            "{evidence: {kind: [diploma, badge], nlqf: 6}}",
            "kinds",
            ["without a diploma", "without a badge"],
        ),
        ("{diploma: {accredited: yes}}", "flag", ["accredited → accredited: no"]),
        (
            "{any: [{diploma: {}}, {work: {}}]}",
            "all-any",
            ["a diploma, or work experience → a diploma, and work experience"],
        ),
        (
            "{any: [{diploma: {}}, {work: {}}]}",
            "without-condition",
            ["without a diploma, or work experience", "without a diploma", "without work experience"],
        ),
        ("{diploma: {nlqf: 6, programme: vwo}}", "without-test", ["without NLQF level 6", "without programme vwo"]),
        ("{not: {work: {}}}", "without-not", ["not (work experience) → work experience"]),
        ("{at_least: {k: 1, of: [{diploma: {}}, {work: {}}]}}", "count", ["1 → 2"]),
        ("{diploma: {age: '<= 1 year', as_of: start}}", "as-of",
         ["at most 1 year old at the start of the programme → at most 1 year old"]),
        ("{diploma: {age: '<= 1 year'}}", "as-of", []),
        ("{exempt: ped.climate@2}", "level",
         ["Climate, level 2 → Climate, level 1", "Climate, level 2 → Climate, level 3",
          "Dutch, level 1 → Dutch, level 1-2", "Relations, level 1 → Relations, level 1-2"]),
    ],
)  # fmt: skip
def test_slips_in_a_condition(when: str, kind: str, changes: list[str]) -> None:
    assert told(A % when).get(kind, []) == changes


@pytest.mark.parametrize(
    ("rule", "kind", "changes"),
    [
        ("{id: a, grant: ped.climate@2}", "level",
         ["Climate, level 2 → Climate, level 1", "Climate, level 2 → Climate, level 2-3"]),
        ("{id: a, bar: ped.climate@2}", "level",
         ["Climate, level 2 → Climate, level 1-2", "Climate, level 2 → Climate, level 3"]),
        ("{id: a, grant: ped.climate@2}", "targets", ["Climate, level 2 → Pedagogy, level 2"]),
        ("{id: a, grant: [ped.climate@2, content.dutch@1]}", "targets",
         ["without Climate, level 2", "without Dutch, level 1", "Climate, level 2 → Pedagogy, level 2"]),
        ("{id: a, grant: {part_of: ped, level: '<= 2', except: [ped.relations]}}", "without-exception",
         ["everything under Pedagogy, level 1-2, except Relations → everything under Pedagogy, level 1-2"]),
        ("{id: a, grant: ped.climate@2}", "effect", ["exempts → bars"]),
        ("{id: a, grant: ped.climate@2}", "without-rule", ["without this rule"]),
        ("{id: a, grant: ped.climate@2, applies: {cohorts: 2025/..}}", "cohorts",
         ["cohorts from 2025 → cohorts from 2024", "cohorts from 2025 → cohorts from 2026"]),
        ("{id: a, grant: ped.climate@2, applies: {decisions: ../2027-01-01}}", "decisions",
         ["decisions before 2027-01-01 → decisions before 2026-12-31",
          "decisions before 2027-01-01 → decisions before 2027-01-02"]),
        ("{id: a, grant: ped.climate@2, applies: {variants: [part-time]}}", "variants", ["without part-time"]),
        ("{id: a, grant: ped.climate@2, overrides: [other]}", "without-exception", ["without the exception to other"]),
    ],
)  # fmt: skip
def test_slips_in_what_a_rule_does(rule: str, kind: str, changes: list[str]) -> None:
    found = told(f"  - {rule}\n  - {{id: other, bar: [prof.graduation, ped.climate@1]}}\n", rule="a")[kind]
    assert found == changes


def test_slips_in_parameters_and_in_what_holds_for_all() -> None:
    hours = "[{until: 2026-09-01, value: 800 h}, {from: 2026-09-01, value: 900 h}]"
    more = f"parameters: {{hours: {hours}, by: [{{value: [a, b]}}]}}\n"
    rules = A % "[{sum: {of: hours, over: {work: {}}, at_least: $hours}}, {diploma: {issuer: $by}}]"
    found = told(rules, more)
    assert found["threshold"] == [
        "800 hours → 799 hours",
        "800 hours → 801 hours",
        "900 hours → 899 hours",
        "900 hours → 901 hours",
    ]
    assert "2026-09-01 → 2026-08-31" in found["decisions"]
    assert "2026-09-01 → 2026-09-02" in found["decisions"]
    assert "decisions from 2026-01-01 → decisions from 2025-12-31" in found["decisions"]
    assert found["codes"] == ["without a", "without b"]
    assert found["conflicts"] == ["conflicts are reported → bars prevail", "conflicts are reported → grants prevail"]


@pytest.mark.parametrize("name", NAMES)
def test_each_mutant_of_a_shipped_ruleset_is_another_ruleset_that_could_stand_in_its_file(name: str) -> None:
    suite = Suites().open(RULESETS / name / "cases.yaml")
    ruleset, framework = suite.subject.ruleset, suite.subject.framework
    found = list(mutants(ruleset, framework))
    assert len(found) >= 15
    for one in found:
        assert one.ruleset != ruleset
        assert one.leaves
        at = suite.where(*one.about)
        assert at
        assert at.file.endswith("policy.yaml")
    for one in found[::10]:
        errors = check.ruleset(one.ruleset, framework, SourceMap(), set())
        assert not [each for each in errors if each.severity is Severity.ERROR]
