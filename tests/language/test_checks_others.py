"""What `check` finds in frameworks, programmes, dossiers, alliances and cases, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.language.load import examine

from .corpus import small


def _codes(folder: Path, text: str) -> list[str]:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return [finding.code for finding in examine(path, framework=small()).findings]


def _framework(folder: Path, body: str) -> list[str]:
    head = 'evc-framework: 1\nframework: f\nversion: "1"\ntitle: F\nillustrative: true\n'
    return _codes(folder, head + body)


A = "{id: a, title: A, component: route}"


@pytest.mark.parametrize(
    ("outcomes", "codes"),
    [
        (A, []),
        (f"{A}, {{id: b, title: B, part_of: a}}", []),
        (f"{A}, {{id: b, title: B, part_of: [a, c]}}, {{id: c, title: C, part_of: a}}", []),
        ("{id: a, title: A, component: rout}", ["EVC-S004"]),
        ("{id: a, title: A, part_of: a}", ["EVC-O006"]),
        ("{id: a, title: A, component: route, part_of: a}", ["EVC-O003"]),
        (f"{A}, {{id: b, title: B, component: route, part_of: aa}}", ["EVC-O001"]),
        ("{id: a, title: A, component: route, requires: a}", []),
        ("{id: a, title: A, component: route, levels: 2, requires: {1: a@2}}", ["EVC-O004"]),
        ("{id: a, title: A, component: route, levels: 2, requires: {2: a@1}}", []),
        ("{id: a, title: A, component: route, levels: 2, requires: {3: a@1}}", ["EVC-O002"]),
        ("{id: a, title: A, component: route, levels: 2, requires: {x: a@1}}", ["EVC-O005"]),
        ("{id: a, title: A, component: route, levels: 0}", ["EVC-O005"]),
        ("{id: a, title: A, component: route, levels: 10}", ["EVC-O005"]),
        ("{id: a, title: A, component: route, levels: [1]}", ["EVC-O005"]),
        (f"{A}, {A}", ["EVC-S005"]),
        ("{id: a, title: A, component: route, source: book}", ["EVC-R007"]),
        ("a", ["EVC-S003"]),
    ],
)
def test_outcomes(tmp_path: Path, outcomes: str, codes: list[str]) -> None:
    assert _framework(tmp_path, f"outcomes: [{outcomes}]\n") == codes


@pytest.mark.parametrize(
    ("attribute", "codes"),
    [
        ("{id: x, on: work, type: number, unit: pt, range: [0, 10]}", []),
        ("{id: x, on: work, type: number, range: [-1, 10]}", ["EVC-A007"]),
        ("{id: x, on: work, type: number, range: [5, 1]}", ["EVC-A007"]),
        ("{id: x, on: work, type: number, range: [5]}", ["EVC-S003"]),
        ("{id: x, on: work, type: number, range: [a, b]}", ["EVC-S004", "EVC-S004"]),
        ("{id: x, on: work, type: code, unit: pt}", ["EVC-A007"]),
        ("{id: x, on: work, type: flag, prefix: yes}", ["EVC-A007"]),
        ("{id: x, on: work, type: codes, codes: {a: , b: B}}", []),
        ("{id: x, on: work, type: code, codes: []}", ["EVC-S003"]),
        ("{id: x, on: work, type: colour}", ["EVC-S004"]),
        ("{id: x, on: [], type: flag}", ["EVC-S003"]),
        ("{id: nlqf, on: work, type: flag}", []),
        ("{id: nlqf, on: badge, type: flag}", ["EVC-A007"]),
        ("{id: count, on: work, type: number}", ["EVC-A007"]),
        ("{id: x, on: work}", ["EVC-S001"]),
    ],
)
def test_attributes(tmp_path: Path, attribute: str, codes: list[str]) -> None:
    assert _framework(tmp_path, f"outcomes: [{A}]\nattributes: [{attribute}]\n") == codes


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ("{on: diploma, given: {programme: a}, then: {nlqf: 6}}", []),
        ("{given: {programme: a}, then: {nlqf: 6}, source: book}", ["EVC-S001"]),
        ("{on: diploma, given: {}, then: {nlqf: 6}}", ["EVC-S003"]),
        ("{on: diploma, given: {programme: []}, then: {nlqf: 6}}", ["EVC-S003"]),
        ("{on: diploma, given: {programme: a}, then: {nlqf: 9}}", ["EVC-A005"]),
        ("{on: diplom, given: {programme: a}, then: {nlqf: 6}}", ["EVC-A002"]),
        ("{on: diploma, given: {programe: a}, then: {nlqf: 6}}", ["EVC-A001"]),
        ("{on: diploma, given: {programme: a}, then: {nlqf: 6}}, {on: badge, given: {issuer: a}, then: {nlqf: 7}}", []),
    ],
)
def test_facts(tmp_path: Path, facts: str, codes: list[str]) -> None:
    assert _framework(tmp_path, f"outcomes: [{A}]\nfacts: [{facts}]\n") == codes


PROGRAMME = """\
evc-programme: 1
programme: p
title: P
institution: i
illustrative: true
framework: klein@1
periods: [{periods}]
variants: {{{variants}}}
units: [{units}]
"""
PERIODS = "{id: P1, from: 09-01, to: 02-01}, {id: P2, from: 02-01, to: 09-01}"
VARIANTS = "full-time: {total: 5 EC, load: {max: 5 EC}}"
UNIT = "{id: u, outcomes: ped.climate@1, ec: 5 EC, offered: any}"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"periods": "{id: P1, from: 09-01, to: 09-01}"}, []),
        ({"periods": "{id: P1, from: 09-01, to: 02-02}, {id: P2, from: 02-01, to: 07-01}"}, ["EVC-P004"]),
        ({"periods": "{id: P1, from: 02-29, to: 07-01}"}, ["EVC-S004"]),
        ({"periods": "{id: P1, from: 04-31, to: 07-01}"}, ["EVC-S004"]),
        ({"periods": "{id: P1, from: 08-31, to: 03-30}"}, []),
        ({"periods": ""}, ["EVC-P004"]),
        ({"variants": "full-time: {total: 5 EC, load: {max: 4.5 EC}}"}, ["EVC-P005"]),
        ({"variants": "full-time: {total: 5 EC, load: {min: 6 EC, max: 5 EC}}"}, ["EVC-P005"]),
        ({"variants": "full-time: {total: 5.0 EC, load: {max: 5 EC}, years_max: 2}"}, []),
        ({"variants": "full-time: {total: 5 EC, load: {max: 5 EC}, years_max: two}"}, ["EVC-S004"]),
        ({"variants": "full-time: {total: 5 EC}"}, ["EVC-S001"]),
        ({"variants": ""}, ["EVC-P006"]),
        ({"units": UNIT.replace("5 EC", "4.5 EC")}, ["EVC-P001"]),
        ({"units": UNIT.replace("ped.climate@1", "[]")}, ["EVC-O007"]),
        ({"units": UNIT.replace("any", "[P3]")}, ["EVC-P004"]),
        ({"units": UNIT.replace("any", "[]")}, ["EVC-S003"]),
        ({"units": UNIT.replace("any", "any, requires: [u]")}, ["EVC-P003"]),
        ({"units": UNIT.replace("any", "any, requires: [v]")}, ["EVC-P002"]),
        ({"units": f"{UNIT}, {UNIT}"}, ["EVC-S005", "EVC-P001"]),
    ],
)
def test_programmes(tmp_path: Path, changes: dict[str, str], codes: list[str]) -> None:
    parts = {"periods": PERIODS, "variants": VARIANTS, "units": UNIT, **changes}
    assert _codes(tmp_path, PROGRAMME.format(**parts)) == codes


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("verdicts: [{id: v, outcome: content.dutch@2, achieved: yes}]", []),
        ("verdicts: [{id: v, outcome: prof.graduation, achieved: yes}]", []),
        ("verdicts: [{id: v, outcome: content.dutch, achieved: yes}]", ["EVC-O009"]),
        ("verdicts: [{id: v, outcome: ped@1, achieved: yes}]", []),
        ("verdicts: [{id: v, outcome: content.dutch@3, achieved: yes}]", ["EVC-O002"]),
        ("verdicts: [{id: v, outcome: content.dutch@1}]", ["EVC-S001"]),
        ("verdicts: [{id: v, outcome: content.dutch@1, achieved: yes, assessors: 0}]", ["EVC-A005"]),
        ("evidence: [{id: a, badge: {covers: ped.climat@1}}]", ["EVC-O001"]),
        ("evidence: [{id: a, work: {from: 2024-08-01, to: 2024-08-02}}]", []),
        ("evidence: [{id: a, work: {from: 2024-08-01, to: 2024-08-01}}]", ["EVC-D006"]),
        ("evidence: [{id: a, work: {to: 2024-02-29}}]", ["EVC-D007"]),
        ("evidence: [{id: a, work: {to: 2024-02-28}}]", []),
        ("evidence: [{id: a, work: {to: 2023-02-28}}]", ["EVC-D007"]),
        ("evidence: [{id: a, work: {through: 2023-02-28}}]", []),
        ("evidence: [{id: a, work: {to: 2023-02-02, through: 2023-02-01}}]", ["EVC-S002"]),
        ("evidence: [{id: a, work: {through: ongoing}}]", ["EVC-S004"]),
        ("evidence: [{id: a, diploma: {through: 2023-02-01}}]", ["EVC-A001"]),
        ("evidence: [{id: a, badge: {}}, {id: a, badge: {}}]", ["EVC-S005"]),
        ("judgements: [{judgement: a, answer: yes}, {judgement: a, ruleset: r, answer: no}]", []),
        ("judgements: [{judgement: a, answer: yes}, {judgement: a, answer: no}]", ["EVC-D005"]),
        ("applicant: {variant: part-time, cohort: 2026}", []),
        ("applicant: {variant: evening}", ["EVC-A006"]),
    ],
)
def test_dossiers(tmp_path: Path, body: str, codes: list[str]) -> None:
    assert _codes(tmp_path, f"evc-dossier: 1\ndossier: d\n{body}\n") == codes


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped: open}}", []),
        ("{case: a, dossier: {}, expect: {ped: open}}", ["EVC-S001"]),
        ("{case: a, on: soon, dossier: {}, expect: {ped: open}}", ["EVC-S004"]),
        ("{case: a, on: 2026-01-01, dossier: {dossier: x}, expect: {ped: open}}", ["EVC-S002"]),
        ("{case: a, on: 2026-01-01, dossier: [], expect: {ped: open}}", ["EVC-S003"]),
        ("{case: a, on: 2026-01-01, dossier: file.yaml, expect: {ped: open}}", ["EVC-F008"]),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: [ped]}", ["EVC-S003"]),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped: }}", ["EVC-S001"]),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped: []}}", ["EVC-S003"]),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped: [exempt, exempt]}}", []),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped: [open]}}", []),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped: [open, exempt]}}", ["EVC-S004"]),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {'a b': open}}", ["EVC-S004"]),
        ("{case: a, on: 2026-01-01, dossier: {}, expect: {ped@4: open}}", ["EVC-O002"]),
        ("case", ["EVC-S003"]),
    ],
)
def test_cases(tmp_path: Path, case: str, codes: list[str]) -> None:
    assert _codes(tmp_path, f"evc-cases: 1\ncases: [{case}]\n") == codes


def test_cases_are_held_to_the_framework_that_they_name(tmp_path: Path) -> None:
    assert _codes(tmp_path, "evc-cases: 1\nframework: klein@2\ncases: []\n") == ["EVC-O008"]
