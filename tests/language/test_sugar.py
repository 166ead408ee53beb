"""Sugar: each short form is the long form, and one that cannot be read grants nothing (law 15)."""

from __future__ import annotations

from typing import Any

import pytest

from evc_rules.language.reader import Reader
from evc_rules.language.sugar import ConditionReader
from evc_rules.language.unsugar import condition as written
from evc_rules.language.yaml_text import read_text
from evc_rules.model.conditions import All, CodeTest, Condition, CoversTest, Exists, Param

from .corpus import small
from .trees import written as yaml


def _read(text: str) -> tuple[Condition | None, Reader]:
    node, findings = read_text(text, "f")
    assert node is not None, findings
    reader = Reader()
    return ConditionReader(reader, small().vocabulary).condition(node), reader


def _condition(text: str) -> Condition:
    found, reader = _read(text)
    assert [str(finding) for finding in reader.findings] == []
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("[{diploma: {}}, {work: {}}]", "{all: [{diploma: {}}, {work: {}}]}"),
        ("{diploma: {nlqf: 6}}", "{evidence: {kind: diploma, nlqf: 6}}"),
        ("{diploma: }", "{diploma: {}}"),
        ("{diploma: {nlqf: 6}}", '{diploma: {nlqf: "== 6"}}'),
        ("{diploma: {programme: a}}", "{diploma: {programme: {any: [a]}}}"),
        ("{diploma: {programme: [a, b]}}", "{diploma: {programme: {any: [a, b]}}}"),
        ("{exempt: [ped.climate@1, ped.relations@1]}", "{all: [{exempt: ped.climate@1}, {exempt: ped.relations@1}]}"),
        ("{exempt: [ped.climate@1]}", "{exempt: ped.climate@1}"),
        ('{work: {age: "<= 2 years"}}', '{work: {age: "<= 24 months", as_of: decision}}'),
        (
            "{sum: {of: hours, over: {role: a}, at_least: 1 h}}",
            "{sum: {of: hours, over: {evidence: {role: a}}, at_least: 1 h}}",
        ),
        ("{judgement: a, asks: b}", "{judgement: a, asks: {nl: b, en: b}}"),
        ('{diploma: {nlqf: " >=4,<  8 "}}', '{diploma: {nlqf: ">= 4, < 8"}}'),
        ("{applicant: {vog: yes}}", "{applicant: {vog: true}}"),
    ],
)
def test_a_short_form_is_the_long_form(short: str, long: str) -> None:
    assert _condition(short) == _condition(long)


@pytest.mark.parametrize(
    "text",
    [
        "{at_least: {k: 2, of: [{work: {}}, {diploma: {}}, {portfolio: {covers: target}}]}}",
        "{not: {any: []}}",
        "{evidence: {kind: [course, badge], covers: ped.climate@2, count: 3}}",
        "{diploma: {cefr: {not: [A1, A2]}, subjects: {all: [dutch]}, accredited: no}}",
        '{diploma: {grade: {scale: nl-10, value: ">= 6, < 8"}, date: ">= 2015-01-01"}}',
        "{span: {over: {work: {role: teacher}}, at_least: 2 years, as_of: 2026-01-01}}",
        "{sum: {of: ec, over: {evidence: {}}, at_least: $credits}}",
        '{assessed: {outcome: ped.climate@1, instrument: $instruments, age: "<= $years", as_of: start}}',
        "{judgement: hardship, ruleset: other, asks: {nl: a, en: b}, by: board}",
        "{diploma: {programme: ['$x']}}",
    ],
)
def test_what_is_written_back_is_read_as_the_same(text: str) -> None:
    """Law 3, for conditions."""
    read = _condition(text)
    assert _condition(yaml(_bare(written(read)))) == read


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _bare(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_covers_target_is_about_the_outcome_that_the_rule_is_asked_about() -> None:
    read = _condition("{portfolio: {covers: target}}")
    assert isinstance(read, Exists)
    assert read.filter.tests == (CoversTest(),)


def test_a_parameter_is_a_name_after_a_dollar() -> None:
    read = _condition("{diploma: {programme: $kinds}}")
    assert isinstance(read, Exists)
    (test,) = read.filter.tests
    assert test == CodeTest(attribute="programme", codes=Param(parameter="kinds"))


def test_a_list_of_no_conditions_is_true() -> None:
    assert _condition("[]") == All()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("diploma", "EVC-S006"),
        ("{}", "EVC-S006"),
        ("{diplom: {nlqf: 6}}", "EVC-S006"),
        ("{all: {work: {}}}", "EVC-S003"),
        ("{any: [work]}", "EVC-S006"),
        ("{not: [work]}", "EVC-S006"),
        ("{at_least: {k: 0, of: []}}", "EVC-S004"),
        ("{at_least: {of: []}}", "EVC-S001"),
        ("{diploma: 6}", "EVC-S003"),
        ("{diploma: {nlqf: }}", "EVC-S003"),
        ("{diploma: {nlqf: [6]}}", "EVC-S003"),
        ("{diploma: {nlqf: '>= 4,'}}", "EVC-S004"),
        ("{diploma: {nlqf: '=> 4'}}", "EVC-S004"),
        ("{diploma: {programme: {any: [a], not: [b]}}}", "EVC-S003"),
        ("{diploma: {programme: []}}", "EVC-S003"),
        ("{diploma: {programme: }}", "EVC-S003"),
        ("{diploma: {grade: '>= 6'}}", "EVC-S003"),
        ("{diploma: {grade: {value: '>= 6'}}}", "EVC-S001"),
        ("{diploma: {accredited: 1}}", "EVC-S004"),
        ("{diploma: {count: 0}}", "EVC-S004"),
        ("{diploma: {count: many}}", "EVC-S004"),
        ("{diploma: {kind: work}}", "EVC-S002"),
        ("{diploma: {as_of: start}}", "EVC-S002"),
        ("{diploma: {age: '<= 5 years', as_of: yesterday}}", "EVC-S004"),
        ("{diploma: {age: '== 5 years'}}", "EVC-S004"),
        ("{diploma: {sector: a}}", "EVC-A002"),
        ("{work: {sectr: a}}", "EVC-A001"),
        ("{evidence: {kind: [diplomas]}}", "EVC-A006"),
        ("{sum: {of: ec, over: {course: {}}}}", "EVC-S001"),
        ("{sum: {of: ec, over: {course: {}}, at_least: many}}", "EVC-S004"),
        ("{span: {over: {work: {}}, at_least: 24 EC}}", "EVC-S004"),
        ("{assessed: portfolio}", "EVC-S003"),
        ("{assessed: {outcome: 'a b'}}", "EVC-S004"),
        ("{judgement: a b, asks: c}", "EVC-S004"),
        ("{judgement: a, asks: [b]}", "EVC-S003"),
        ("{exempt: }", "EVC-S003"),
        ("{exempt: []}", "EVC-S003"),
        ("{applicant: {cohrt: 2026}}", "EVC-A001"),
        ("{applicant: {age: '<= 20 years'}}", "EVC-A001"),
    ],
)
def test_what_cannot_be_read_is_no_condition_at_all(text: str, code: str) -> None:
    """Law 15: a rule that cannot be evaluated never grants, so part of a condition is never taken for the whole."""
    found, reader = _read(text)
    assert code in {finding.code for finding in reader.findings}
    assert found is None
