"""Cases that authors write: what a policy must say of a dossier on a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evc_rules.language.load import load_cases, load_framework, load_ruleset
from evc_rules.model.outcomes import Framework
from evc_rules.results.status import Status
from evc_rules.testing.cases import CaseResult, Subject, run_cases

ROOT = Path(__file__).resolve().parents[2]
POLICY = """
evc-rules: 1
ruleset: small
title: Small
institution: small
illustrative: true
framework: klein@1
applies: {cohorts: 2024/..}
rules:
  - {id: bachelor, grant: ped.climate@2, when: {diploma: {nlqf: ">= 6"}}}
  - {id: relations, grant: ped.relations, when: {judgement: fair, asks: Is it fair}}
  - {id: dutch, grant: content.dutch@1}
  - {id: no-dutch, bar: content.dutch@1, when: {work: {}}}
  - {id: graduation, bar: prof.graduation}
cases: cases.yaml
"""


@pytest.fixture
def framework() -> Framework:
    return load_framework(ROOT / "tests/corpus/frameworks/klein.yaml")


@pytest.fixture
def run(tmp_path: Path, framework: Framework) -> Iterator[Any]:
    def runner(cases: str, shared: frozenset[str] = frozenset()) -> tuple[CaseResult, ...]:
        (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
        path = tmp_path / "cases.yaml"
        path.write_text("evc-cases: 1\non: 2026-10-01\ncases:\n" + cases, encoding="utf-8")
        ruleset = load_ruleset(tmp_path / "policy.yaml", framework=framework)
        return run_cases(Subject(ruleset, framework, shared=shared), load_cases(path, framework))

    return runner


def _one(results: tuple[CaseResult, ...]) -> CaseResult:
    (result,) = results
    return result


BACHELOR = "{applicant: {cohort: 2026}, evidence: [{id: d, diploma: {nlqf: 6, date: 2020-07-01}}]}"


@pytest.mark.parametrize(
    ("outcome", "statuses", "got"),
    [
        ("ped.climate@1", "exempt", {Status.EXEMPT}),
        ("ped.climate@3", "not-covered", {Status.NOT_COVERED}),
        ("ped.climate", "not-covered", {Status.NOT_COVERED}),
        ("ped.climate@1..2", "exempt", {Status.EXEMPT}),
        ("prof.graduation@1", "refused", {Status.REFUSED}),
        ("ped.relations@1", "open", {Status.EXEMPT, Status.NOT_COVERED}),
        ("ped.relations@1", "[not-covered, exempt]", {Status.EXEMPT, Status.NOT_COVERED}),
        ("ped@2", "open", {Status.EXEMPT, Status.NOT_COVERED}),
        ("ped", "not-covered", {Status.NOT_COVERED}),
    ],
)
def test_a_case_that_comes_out_as_expected(run: Any, outcome: str, statuses: str, got: set[Status]) -> None:
    """A whole has the statuses of meaning.md, section 4: exempt when all its parts are, else the gravest."""
    result = _one(run(f"  - {{case: a, dossier: {BACHELOR}, expect: {{{outcome}: {statuses}}}}}\n"))
    assert result.passed
    assert result.finding is None
    assert set(result.got) == {str(one) for one in got}


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        ("ped.climate@1", "refused"),
        ("ped.climate@1", "open"),
        ("ped.relations@1", "exempt"),
        ("ped.relations@1", "[exempt, not-covered, refused]"),
        ("ped.relations@1", "[exempt, refused]"),
    ],
)
def test_a_list_means_exactly_this_set(run: Any, outcome: str, statuses: str) -> None:
    result = _one(run(f"  - {{case: a, dossier: {BACHELOR}, expect: {{{outcome}: {statuses}}}}}\n"))
    assert not result.passed
    assert result.finding is not None
    assert result.finding.code == "EVC-T001"


def test_a_finding_says_where_what_and_which_rules_act(run: Any, tmp_path: Path) -> None:
    cases = f"""\
  - case: {{nl: Een bachelor, en: A bachelor}}
    dossier: {BACHELOR}
    expect:
      ped.climate@1: exempt
      ped.climate@2: [refused]
      ped.relations@2: not-covered
      ped.climate@3: exempt
"""
    passed, acts, may, none = run(cases)
    path = tmp_path / "cases.yaml"
    assert passed.passed
    assert str(acts.finding) == (
        f"{path}:8:7: EVC-T001: 'A bachelor': ped.climate@2 is exempt, and refused is expected\n"
        "  help: these rules act: bachelor"
    )
    assert str(may.finding) == (
        f"{path}:9:7: EVC-T001: 'A bachelor': ped.relations@2 is exempt or not-covered, and not-covered is expected\n"
        "  help: these may: relations"
    )
    assert str(none.finding) == (
        f"{path}:10:7: EVC-T001: 'A bachelor': ped.climate@3 is not-covered, and exempt is expected\n"
        "  help: no rule acts; correct the rules, or what is expected"
    )
    assert acts.expected == ("refused",)


def test_the_date_of_a_case_comes_before_that_of_the_file(run: Any) -> None:
    """Evidence dated after the decision does not count."""
    dossier = "{applicant: {cohort: 2026}, evidence: [{id: d, diploma: {nlqf: 6, date: 2026-10-10}}]}"
    cases = f"""\
  - {{case: before, dossier: {dossier}, expect: {{ped.climate@1: not-covered}}}}
  - {{case: after, dossier: {dossier}, on: 2026-11-01, expect: {{ped.climate@1: exempt}}}}
"""
    assert [result.passed for result in run(cases)] == [True, True]


def test_a_dossier_by_path_is_read_beside_the_cases(run: Any, tmp_path: Path) -> None:
    (tmp_path / "someone.yaml").write_text(
        "evc-dossier: 1\ndossier: someone\napplicant: {cohort: 2026}\nevidence: [{id: w, work: {from: 2020-08-01}}]\n"
    )
    cases = "  - {case: a, dossier: someone.yaml, expect: {content.dutch@1: conflict}}\n"
    result = _one(run(cases))
    assert result.case.dossier.id == "someone"
    assert result.passed
    assert result.got == ("conflict",)


def test_a_shared_judgement_is_answered_without_a_ruleset(run: Any) -> None:
    dossier = "{applicant: {cohort: 2026}, judgements: [{judgement: fair, answer: yes}]}"
    cases = f"  - {{case: a, dossier: {dossier}, expect: {{ped.relations@2: exempt}}}}\n"
    assert not _one(run(cases)).passed
    assert _one(run(cases, frozenset({"fair"}))).passed


def test_the_cases_of_a_shipped_ruleset_come_out() -> None:
    framework = load_framework(ROOT / "rulesets/frameworks/leraar-basisonderwijs.yaml")
    ruleset = load_ruleset(ROOT / "rulesets/voorbeeld-noord/policy.yaml", framework=framework)
    cases = load_cases(ROOT / "tests/corpus/good/cases.yaml", framework)
    results = run_cases(Subject(ruleset, framework, shared=frozenset({"hardship"})), cases)
    assert [str(result.finding) for result in results if not result.passed] == []
    things = ([*case.expect, *filter(None, (case.asks, case.cites))] for case in cases.cases)
    assert len(results) == sum(map(len, things))
