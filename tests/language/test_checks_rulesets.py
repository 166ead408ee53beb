"""What `check` finds in a ruleset, and what it lets pass: both sides of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.language.load import examine

from .corpus import small

HEAD = """\
evc-rules: 1
ruleset: r
title: R
institution: i
framework: klein@1
"""
USED = '- {id: p, grant: ped.relations@1, when: {diploma: {age: "<= $years"}}}'


def _codes(folder: Path, body: str, head: str = "illustrative: true\n") -> list[str]:
    path = folder / "policy.yaml"
    path.write_text(HEAD + head + body, encoding="utf-8")
    return [finding.code for finding in examine(path, framework=small()).findings]


def _rules(*rules: str) -> str:
    return "rules:\n" + "".join(f"  {rule}\n" for rule in rules)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ("{value: 5 years}", []),
        ("{from: 2026-09-01, value: 5 years}", []),
        ("{from: 2020-09-01, value: 5 years}, {from: 2026-10-01, value: 10 years}", []),
        ("{from: 2026-10-01, value: 10 years}, {from: 2020-09-01, value: 5 years}", []),
        ("{cohorts: 2024/2026, value: 5 years}, {cohorts: 2026/.., value: 10 years}", []),
        ("{from: 2026-09-02, value: 5 years}", ["EVC-R005"]),
        ("{until: 2030-01-01, value: 5 years}", ["EVC-R005"]),
        ("{cohorts: 2025/.., value: 5 years}", ["EVC-R005"]),
        ("{cohorts: 2024/2026, value: 5 years}, {cohorts: 2027/.., value: 10 years}", ["EVC-R005"]),
        ("{from: 2020-09-01, value: 5 years}, {from: 2020-09-01, value: 10 years}", ["EVC-R004"]),
        ("{cohorts: 2024/2027, value: 5 years}, {cohorts: 2026/.., value: 10 years}", ["EVC-R004"]),
        ("{until: 2027-09-01, value: 5 years}, {from: 2027-08-31, value: 10 years}", ["EVC-R004"]),
        ("{until: 2027-09-01, value: 5 years}, {from: 2027-09-01, value: 10 years}", []),
        ("{value: 5}", ["EVC-A003"]),
        ("{value: [a]}", ["EVC-A003"]),
    ],
)
def test_a_parameter_has_exactly_one_value_at_a_time(tmp_path: Path, values: str, codes: list[str]) -> None:
    """Law 14: no decision date falls in two values or in none, for any cohort that the ruleset is for."""
    applies = "applies: {decisions: 2026-09-01/.., cohorts: 2024/..}\n"
    assert _codes(tmp_path, f"{applies}parameters: {{years: [{values}]}}\n{_rules(USED)}") == codes


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("illustrative: true\n", []),
        ("", ["EVC-R008"]),
        ("illustrative: no\n", ["EVC-R008"]),
        ("sources: {oer: {title: O, publisher: p, page: 'https://x.example'}}\n", []),
        ("sources: {oer: {title: O, publisher: p}}\n", ["EVC-R008"]),
    ],
)
def test_a_ruleset_is_made_up_or_cites_what_is_public(tmp_path: Path, head: str, codes: list[str]) -> None:
    article = ", article: oer" if "sources" in head else ""
    assert _codes(tmp_path, _rules(f"- {{id: a, grant: ped.climate@1{article}}}"), head) == codes


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        (["- {id: a, grant: ped.climate@1, when: {exempt: ped.relations@1}}", "- {id: b, grant: ped.relations@1}"], []),
        (["- {id: a, grant: ped.climate@2, when: {exempt: ped.climate@1}}"], ["EVC-R003"]),
        (["- {id: a, bar: ped.climate@2, when: {exempt: ped.climate@1}}"], []),
        (["- {id: a, bar: ped.climate@1, when: {exempt: ped.climate@2}}"], ["EVC-R003"]),
        (["- {id: a, grant: {any: true, except: [ped.climate]}, when: {exempt: ped.climate@3}}"], []),
        (["- {id: a, grant: {any: true}, when: {exempt: ped.climate@3}}"], ["EVC-R003"]),
        (["- {id: a, grant: ped.climate@1}", "- {id: b, waives: [a], when: {exempt: ped.climate@1}}"], ["EVC-R003"]),
        (["- {id: a, grant: ped.climate@1}", "- {id: b, waives: [a], when: {exempt: ped.relations@1}}"], []),
    ],
    ids=range(8),
)
def test_exemptions_rest_on_others_and_not_on_themselves(tmp_path: Path, rules: list[str], codes: list[str]) -> None:
    """meaning.md, section 4: chains are acyclic; a grant reaches every lower level, a bar every higher."""
    assert _codes(tmp_path, _rules(*rules)) == codes


def test_a_circle_through_an_override_that_reaches_elsewhere_is_named_and_does_not_crash(tmp_path: Path) -> None:
    """The overriding rule reaches none of the circle itself, so it cannot be the one to blame."""
    rules = _rules(
        "- {id: a, grant: ped.climate@1}",
        "- {id: b, bar: content.dutch@1, overrides: [a], when: {exempt: ped.climate@1}}",
    )
    assert _codes(tmp_path, rules)[0] == "EVC-R003"


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("{work: {hours: '>= 800 h'}}", []),
        ("{work: {hours: '>= 800'}}", ["EVC-A004"]),
        ("{work: {hours: '>= 800 EC'}}", ["EVC-A004"]),
        ("{diploma: {nlqf: '<= 8'}}", []),
        ("{diploma: {nlqf: '>= 9'}}", ["EVC-A005"]),
        ("{diploma: {nlqf: '>= 4.5'}}", []),
        ("{diploma: {nlqf: '>= 6 EC'}}", ["EVC-A004"]),
        ("{evidence: {kind: [diploma, work], nlqf: 6}}", ["EVC-A002"]),
        ("{evidence: {nlqf: 6}}", []),
        ("{sum: {of: hours, over: {evidence: {}}, at_least: 1 h}}", []),
        ("{sum: {of: nlqf, over: {work: {}}, at_least: 1}}", ["EVC-A003"]),
        ("{span: {over: {diploma: {}}, at_least: 1 year}}", ["EVC-A002"]),
        ("{span: {over: {evidence: {}}, at_least: 1 year}}", []),
        ("{diploma: {covers: ped.climate@3}}", []),
        ("{diploma: {covers: ped.climate@4}}", ["EVC-O002"]),
        ("{assessed: {outcome: ped.climat@1}}", ["EVC-O001"]),
        ("{exempt: ped.climat@1}", ["EVC-O001"]),
        ("{certificate: {cefr: {not: [B9]}}}", ["EVC-A006"]),
        ("{certificate: {cefr: {all: [B1]}}}", ["EVC-A003"]),
        ("{certificate: {subjects: {all: [a, b]}}}", []),
        ("{at_least: {k: 2, of: [{work: {}}, {diploma: {}}]}}", []),
        ("{at_least: {k: 3, of: [{work: {}}, {diploma: {}}]}}", ["EVC-R011"]),
        ("{diploma: {age: '<= $nothing'}}", ["EVC-R006"]),
        ("{judgement: a}", ["EVC-R010"]),
        ("{any: [{judgement: a}, {judgement: a, asks: b}]}", []),
        ("{any: [{judgement: a, asks: c}, {judgement: a, asks: b}]}", ["EVC-R010"]),
        ("{any: [{judgement: a, asks: c}, {judgement: a, ruleset: other, asks: b}]}", []),
    ],
)
def test_a_condition_is_held_to_what_is_declared(tmp_path: Path, when: str, codes: list[str]) -> None:
    assert _codes(tmp_path, _rules(f"- {{id: a, grant: content.dutch@1, when: {when}}}")) == codes


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        ("limits: [{at_most: 30 EC, of: exempted, among: {component: subject-content}}]\n", []),
        ("limits: [{at_most: 30 EC, of: exempted, among: {component: route}}]\n", ["EVC-O007"]),
        ("limits: [{at_most: 30 EC, of: awarded}]\n", ["EVC-S004"]),
        ("limits: [{of: exempted}]\n", ["EVC-S001"]),
        ("harmonised: {strategy: strictest, members: [a, b], on: 2026-09-01, limits: all}\n", []),
        ("harmonised: {strategy: strictest, members: [a, b], on: today, limits: all}\n", ["EVC-S004"]),
    ],
)
def test_limits_and_provenance(tmp_path: Path, extra: str, codes: list[str]) -> None:
    assert _codes(tmp_path, extra + _rules("- {id: a, grant: content.dutch@1}")) == codes


def test_what_was_left_out_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """A rule that cannot be read may be the one that cites, overrides or uses what seems idle."""
    body = "parameters: {years: [{value: 5 years}]}\nsources: {oer: {title: O}}\n" + _rules(
        "- {id: a, grant: ped.climate@1, overrides: [b]}",
        "- {id: b, grant: ped.climate@1, article: oer, when: {diplom: {age: '<= $years'}}}",
    )
    assert _codes(tmp_path, body) == ["EVC-S006"]


@pytest.mark.parametrize(
    ("value", "condition", "code"),
    [
        ("800 EC", "sum: {of: hours, over: {work: {}}, at_least: $least}", "EVC-A004"),
        ("800", "work: {hours: '>= $least'}", "EVC-A004"),
        ("9", "diploma: {nlqf: '>= $least'}", "EVC-A005"),
    ],
)
def test_the_value_of_a_parameter_is_checked_as_if_it_stood_where_it_is_used(
    tmp_path: Path, value: str, condition: str, code: str
) -> None:
    """A test in another unit would be unknown of everybody."""
    rules = _rules(f"- {{id: a, grant: ped.climate@1, when: {{{condition}}}}}")
    assert _codes(tmp_path, f"parameters: {{least: [{{value: {value}}}]}}\n{rules}") == [code]


@pytest.mark.parametrize("when", ["[]", "{all: []}"])
def test_a_condition_that_is_empty_does_not_hold_for_everybody(tmp_path: Path, when: str) -> None:
    assert _codes(tmp_path, _rules(f"- {{id: a, grant: ped.climate@1, when: {when}}}")) == ["EVC-S003"]


def test_a_variant_that_nobody_can_have_is_refused(tmp_path: Path) -> None:
    rule = "- {id: a, grant: ped.climate@1, applies: {variants: [voltijd]}}"
    assert _codes(tmp_path, _rules(rule)) == ["EVC-A006"]
    assert _codes(tmp_path, "applies: {variants: [voltijd]}\n" + _rules("- {id: a, grant: ped.climate@1}")) == [
        "EVC-A006"
    ]


def test_overrides_do_not_follow_on_each_other_without_end(tmp_path: Path) -> None:
    rules = ["- {id: r0, grant: ped.climate@1}"]
    rules += [f"- {{id: r{n}, bar: ped.climate@1, overrides: [r{n - 1}]}}" for n in range(1, 40)]
    assert "EVC-R002" in _codes(tmp_path, _rules(*rules))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("work: {hours: 1.000 h}", "EVC-S004"),  # a thousand, as it is written in Dutch?
        ("work: {hours: 1000 h}", None),
        ("diploma: {grade: {value: 55, scale: nl-10}}", "EVC-A005"),
        ("diploma: {grade: {value: 5.5, scale: nl-10}}", None),
        ("diploma: {country: NL}", "EVC-A006"),
    ],
)
def test_slips_that_would_change_the_answer_are_refused(tmp_path: Path, item: str, code: str | None) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text(f"evc-dossier: 1\ndossier: d\nevidence: [{{id: a, {item}}}]\n", encoding="utf-8")
    assert [finding.code for finding in examine(path, framework=small()).findings] == ([code] if code else [])
