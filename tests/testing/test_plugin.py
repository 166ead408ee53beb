"""Cases as tests of pytest: one a case, found by name, and told in full when they fail."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from .test_expectations import POLICY, PROGRAMME, ROOT

pytest_plugins = ["pytester"]

CASES = """\
evc-cases: 1
on: 2026-10-01
cases:
  - case: {nl: Een bachelor, en: A bachelor}
    id: bachelor
    dossier: {evidence: [{id: d, diploma: {nlqf: 6, date: 2020-07-01}}]}
    expect: {ped.climate@1: exempt, ped.climate@3: not-covered}
  - case: {nl: Een mbo'er, en: A vocational graduate}
    like: bachelor
    but: {evidence: [{id: d, diploma: {nlqf: 4}}]}
    expect: {ped.climate@1: exempt, ped.climate@2: not-covered}
"""


@pytest.fixture
def kit(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("EVC_RULES_LANG", "en")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    for name, text in {
        "rules/policy.yaml": POLICY,
        "rules/programme.yaml": PROGRAMME,
        "rules/cases.yaml": CASES,
    }.items():
        path = pytester.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (pytester.path / "frameworks").mkdir()
    framework = (ROOT / "tests/corpus/frameworks/klein.yaml").read_text(encoding="utf-8")
    (pytester.path / "frameworks/klein.yaml").write_text(framework, encoding="utf-8")
    return pytester


def run(kit: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return kit.runpytest("-p", "evc_rules_pytest", *arguments)


def test_a_case_is_a_test_and_a_failure_says_what_why_and_which_rule(kit: pytest.Pytester) -> None:
    result = run(kit)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "rules/cases.yaml:11:14: EVC-T001: 'A vocational graduate': ped.climate@1 is not-covered, and exempt is *",
            "  expected: exempt",
            "  got:      not-covered",
            "  because: Climate, level 1: not covered. No rule exempts from it. bachelor [[]a1, One] asks a diploma*",
            "  rules/policy.yaml:*:5:",
            '    * | - {id: bachelor, article: oer/a1, grant: ped.climate@2, when: {diploma: {nlqf: ">= 6"}}}',
        ]
    )


@pytest.mark.parametrize("word", ["bachelor", "vocational", "mbo", "small and not bachelor"])
def test_k_finds_cases_by_id_by_both_titles_and_by_ruleset(kit: pytest.Pytester, word: str) -> None:
    outcome = {"passed": 1, "deselected": 1} if word == "bachelor" else {"failed": 1, "deselected": 1}
    run(kit, "-k", word).assert_outcomes(**outcome)


def test_the_last_failures_run_again_alone(kit: pytest.Pytester) -> None:
    run(kit)
    run(kit, "--lf").assert_outcomes(failed=1)


def test_nothing_is_collected_twice(kit: pytest.Pytester) -> None:
    run(kit, "rules", "rules/cases.yaml").assert_outcomes(passed=1, failed=1)
    run(kit, "rules/cases.yaml::bachelor").assert_outcomes(passed=1)


def test_workers_share_the_cases(kit: pytest.Pytester) -> None:
    result = kit.runpytest_subprocess("-p", "evc_rules_pytest", "-n", "1")
    result.assert_outcomes(passed=1, failed=1)


def test_junit_tells_of_each_case(kit: pytest.Pytester) -> None:
    run(kit, "--junitxml=out.xml")
    found = {one.get("name"): one for one in ET.parse(kit.path / "out.xml").iter("testcase")}  # noqa: S314 - our own
    assert set(found) == {"bachelor", "Een mbo'er"}
    failure = found["Een mbo'er"].find("failure")
    assert failure is not None
    assert "EVC-T001" in (failure.text or "")


def test_a_file_that_is_wrong_is_an_error_with_everything_that_is(kit: pytest.Pytester) -> None:
    text = CASES.replace("exempt, ped.climate@3", "exemt, ped.climat@3").replace("like: bachelor", "like: master")
    (kit.path / "rules/cases.yaml").write_text(text, encoding="utf-8")
    result = run(kit)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "rules/cases.yaml:7:29: EVC-S004: 'exemt' is not a status",
            "rules/cases.yaml:7:*: EVC-O001: the outcome 'ped.climat' is not in framework klein@1",
            "rules/cases.yaml:9:11: EVC-T002: no case above is called 'master'",
        ]
    )


WRITTEN = {
    "quoted": ('# ours\n"evc-cases": 1', "utf-8", "EVC-T001"),
    "in braces": ("{ evc-cases : 1 }", "utf-8", "EVC-"),
    "with a mark in front": ("evc-cases: 1", "utf-8-sig", "EVC-T001"),
    "in UTF-16": ("evc-cases: 1", "utf-16", "EVC-F002"),
    "misspelt": ("evc-case: 1", "utf-8", "EVC-"),
    "with another dash": ("EVC_cases: 1", "utf-8", "EVC-"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_no_file_of_cases_is_passed_over_for_how_it_is_written(kit: pytest.Pytester, how: str) -> None:
    first, encoding, code = WRITTEN[how]
    (kit.path / "rules/cases.yaml").write_text(CASES.replace("evc-cases: 1", first), encoding=encoding)
    result = run(kit)
    assert result.ret != 0
    assert code in result.stdout.str()


def test_other_files_of_that_name_are_left_alone(kit: pytest.Pytester) -> None:
    (kit.path / "rules/cases.yaml").write_text("# not for evc-cases\ncases: [{evc: 1}]\n", encoding="utf-8")
    run(kit).assert_outcomes()


def test_a_ruleset_that_is_wrong_is_an_error_too(kit: pytest.Pytester) -> None:
    (kit.path / "rules/policy.yaml").write_text(POLICY.replace("ped.climate@2", "ped.climat@2"), encoding="utf-8")
    result = run(kit)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["rules/policy.yaml:*: EVC-O001: *", "  help: did you mean 'ped.climate'?"])


def test_cases_of_one_title_are_told_apart(kit: pytest.Pytester) -> None:
    first = CASES.partition("  - case: {nl: Een mbo")[0].replace("    id: bachelor\n", "")
    again = first.partition("cases:\n")[2]
    (kit.path / "rules/cases.yaml").write_text(first + again, encoding="utf-8")
    run(kit, "rules/cases.yaml").assert_outcomes(passed=2)
    run(kit, "rules/cases.yaml::Een bachelor (2)").assert_outcomes(passed=1)


def test_it_does_nothing_where_there_are_no_cases_of_policies(pytester: pytest.Pytester) -> None:
    (pytester.path / "cases.yaml").write_text("cases: [of something else]\n", encoding="utf-8")
    pytester.makepyfile("def test_imported(): import sys; assert 'evc_rules' not in sys.modules")
    result = pytester.runpytest_subprocess("-p", "evc_rules_pytest", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
