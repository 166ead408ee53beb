"""What a case can expect beside statuses: credits, open questions, articles, and the length of the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.testing.cases import CaseResult
from evc_rules.testing.suites import Suites

from ..shipped import ROOT

POLICY = """\
evc-rules: 1
ruleset: small
title: Small
institution: small
illustrative: true
framework: klein@1
sources: {oer: {title: OER, articles: {a1: One, a2: Two, a3: Three}}}
rules:
  - {id: bachelor, article: oer/a1, grant: ped.climate@2, when: {diploma: {nlqf: ">= 6"}}}
  - {id: relations, article: oer/a2, grant: ped.relations, when: {judgement: fair, asks: Is it fair}}
  - {id: assessed, article: oer/a3, grant: ped.relations@1, when: {assessed: {assessors: ">= 2"}}}
"""
BACHELOR = "{applicant: {cohort: 2026, variant: part-time}, evidence: [{id: d, diploma: {nlqf: 6, date: 2020-07-01}}]}"
SOMETHING = "{applicant: {cohort: 2026, variant: part-time}, evidence: [{id: d, diploma: {date: 2020-07-01}}]}"


def run(tmp_path: Path, expected: str, dossier: str = BACHELOR, *, programme: bool = False) -> tuple[CaseResult, ...]:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "frameworks").mkdir(exist_ok=True)
    framework = (ROOT / "tests/corpus/frameworks/klein.yaml").read_text(encoding="utf-8")
    (tmp_path / "frameworks" / "klein.yaml").write_text(framework, encoding="utf-8")
    if programme:
        (tmp_path / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    path = tmp_path / "cases.yaml"
    case = f"{{case: a, dossier: {dossier}, {expected}}}"
    path.write_text(f"evc-cases: 1\non: 2026-10-01\ncases:\n  - {case}\n", encoding="utf-8")
    return Suites().open(path).run()


def said(results: tuple[CaseResult, ...]) -> list[str]:
    return [one.finding.message.partition(": ")[2] for one in results if one.finding]


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ("expect: {ped.climate@1: open}, asks: [{fact: nlqf, of: d}]", []),
        ("expect: {ped.climate@1: open}, asks: {exactly: [{fact: nlqf, of: d}]}", []),
        ("expect: {ped.relations@1: open}, asks: [{judgement: fair}]", []),
        ("expect: {ped.relations@1: open}, asks: [{assessed: ped.relations@1}]", []),
        (
            "expect: {ped.relations@1: open}, asks: {exactly: [{judgement: fair}]}",
            ["asked too: assessed ped.relations@1"],
        ),
        ("expect: {ped.climate@1: open}, asks: [{judgement: fair}]", ["not asked: judgement fair"]),
        ("expect: {ped.climate@1: open}, asks: [{fact: nlqf}]", ["not asked: fact nlqf of the applicant"]),
        ("expect: {ped.climate@3: not-covered}, asks: {exactly: []}", []),
        ("asks: [{judgement: fair}, {fact: nlqf, of: d}]", []),
    ],
)
def test_open_questions_are_those_of_the_outcomes_of_the_case(tmp_path: Path, expected: str, wrong: list[str]) -> None:
    assert said(run(tmp_path, expected, SOMETHING)) == wrong


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ("expect: {ped.climate@1: exempt}, cites: [oer/a1]", []),
        ("expect: {ped.climate@1: exempt}, cites: oer/a1", []),
        ("expect: {ped.climate@1: exempt}, cites: [oer/a2]", ["not cited: oer/a2"]),
        ("expect: {ped.relations@1: open}, cites: [oer/a2]", []),
        ("expect: {ped.relations@1: open}, cites: {exactly: [oer/a2]}", ["cited too: oer/a3"]),
        ("cites: {exactly: [oer/a1, oer/a2, oer/a3]}", []),
    ],
)
def test_articles_are_those_of_rules_that_act_or_may(tmp_path: Path, expected: str, wrong: list[str]) -> None:
    assert said(run(tmp_path, expected)) == wrong


PROGRAMME = """\
evc-programme: 1
programme: small
title: Small
institution: small
illustrative: true
framework: klein@1
periods:
  - {id: autumn, from: 09-01, to: 02-01}
  - {id: spring, from: 02-01, to: 07-16}
variants:
  part-time: {total: 30 EC, load: {max: 15 EC}}
units:
  - {id: relations, outcomes: [ped.relations@1], ec: 5 EC, offered: any}
  - {id: climate, outcomes: [ped.climate@1..2], ec: 10 EC, offered: any}
  - {id: rest, outcomes: [content.dutch@1], ec: 15 EC, offered: [spring]}
"""


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ("awards: [10 EC, 15 EC]", []),
        ("awards: 10 EC", ["10 EC to 15 EC awarded, and 10 EC is expected"]),
        ("awards: {total: [10 EC, 15 EC], ped: [10 EC, 15 EC], content: 0 EC}", []),
        ("awards: {ped: 5 EC}", ["10 EC to 15 EC awarded under ped, and 5 EC is expected"]),
        ("path: {periods: 2, finish: 2028-02-01}", []),
        ("path: {finish: 2027-02-01}", ["the path has finish 2028-02-01, and finish 2027-02-01 is expected"]),
        ("path: {periods: 1}", ["the path has periods 2, and periods 1 is expected"]),
    ],
)
def test_credits_and_the_path_are_those_of_the_programme(tmp_path: Path, expected: str, wrong: list[str]) -> None:
    """Five EC hang on a judgement; the rest is taught in spring only."""
    assert said(run(tmp_path, expected.replace("content:", "content.dutch:"), programme=True)) == wrong


def test_a_variant_that_is_not_known_is_said(tmp_path: Path) -> None:
    (result,) = run(tmp_path, "awards: 10 EC", "{applicant: {cohort: 2026}}", programme=True)
    assert result.finding
    assert "the variant is not known" in result.finding.help


def test_without_a_programme_it_says_what_is_missing(tmp_path: Path) -> None:
    for expected in ("awards: 10 EC", "path: {periods: 2}"):
        (result,) = run(tmp_path, expected)
        assert result.finding
        assert "name one with 'programme:'" in result.finding.help
