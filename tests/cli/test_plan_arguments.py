"""What is asked of a path and cannot be: all that is wrong is refused at once, and what is worth knowing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from .test_commands import ASSISTANT, VOORBEELD, run

_FRAMEWORK = """
evc-framework: 1
framework: kader
version: "2026"
title: {nl: Kader, en: Framework}
illustrative: true
outcomes:
"""
_PROGRAMME = """
evc-programme: 1
programme: opleiding
title: {nl: Opleiding, en: Programme}
institution: instelling
illustrative: true
framework: kader@2026
cohorts: 2024/..
periods:
  - {id: P1, from: 09-01, to: 11-15}
  - {id: P2, from: 11-15, to: 02-01}
  - {id: P3, from: 02-01, to: 04-15}
  - {id: P4, from: 04-15, to: 07-16}
variants:
  full-time: {total: 25 EC, load: {max: 5 EC}, bsa: {ec: 15 EC, years: 1}, years_max: 6}
units:
  - {id: f, outcomes: [a], ec: 5 EC, offered: any}
  - {id: g, outcomes: [b], ec: 5 EC, offered: any}
  - {id: h, outcomes: [c], ec: 5 EC, offered: any}
  - {id: i, outcomes: [d], ec: 5 EC, offered: [P1]}
  - {id: j, outcomes: [e], ec: 5 EC, offered: [P1], requires: [i]}
"""
_POLICY = """
evc-rules: 1
ruleset: regeling
title: {nl: Regeling, en: Policy}
institution: instelling
illustrative: true
framework: kader@2026
applies: {decisions: 2020-01-01/..}
rules:
  - {id: known, grant: [a, b], when: {applicant: {variant: full-time}}}
"""
_DOSSIER = """
evc-dossier: 1
dossier: NAME
framework: kader@2026
title: {nl: Iemand, en: Somebody}
illustrative: true
applicant: {variant: full-time, cohort: 2026, start: START}
"""
ON = ("--on", "2026-08-01", "--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    outcomes = "".join(
        f"  - {{id: {name}, title: {{nl: {name}, en: {name}}}, component: subject-content}}\n" for name in "abcde"
    )
    (tmp_path / "frameworks" / "kader.yaml").write_text(_FRAMEWORK + outcomes, encoding="utf-8")
    (tmp_path / "programme.yaml").write_text(_PROGRAMME, encoding="utf-8")
    (tmp_path / "policy.yaml").write_text(_POLICY + "bsa: counts\n", encoding="utf-8")
    for name, start in (("noor", "2026-09-01"), ("unknown", ""), ("early", "2020-09-01")):
        text = _DOSSIER.replace("NAME", name).replace("START", start)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def plan(folder: Path, *words: str, who: str = "noor", command: str = "plan"):
    return run(command, str(folder / "policy.yaml"), "-d", str(folder / f"{who}.yaml"), *ON, *words)


def replan(folder: Path, *words: str, who: str = "noor"):
    before = folder / "before.json"
    before.write_text(plan(folder, "--json").stdout, encoding="utf-8")
    return plan(folder, "--before", str(before), "-i", "instelling", *words, who=who, command="replan")


def test_a_study_does_not_begin_after_its_path(folder):
    result = plan(folder, "--begun", "2030-01-01")
    assert result.exit_code == 2
    assert "--begun: 2030-01-01 is after 2026-09-01, the day from which the path of 'noor' counts" in result.stderr
    assert plan(folder, "--begun", "2026-09-01").exit_code == 0


def test_a_start_that_is_not_known_is_said(folder):
    result = plan(folder, who="unknown")
    assert result.exit_code == 0
    assert "EVC-P011: warning: the start of 'unknown' is not known" in result.stderr
    assert "2026-08-01" in result.stderr
    assert "EVC-P011" not in plan(folder, "--start", "2026-09-01", who="unknown").stderr
    assert "EVC-P011" not in plan(folder).stderr


def test_a_study_plan_says_from_what_day_it_counts_when_the_start_is_not_known(folder):
    said = plan(folder, "--as", "md", who="unknown").stdout
    assert "This plan counts from the day of the recommendation: 1 August 2026." in said
    assert "counts from the day" not in plan(folder, "--as", "md").stdout


def test_a_study_plan_says_what_hangs_on_exempt_credits_that_may_count(folder):
    (folder / "policy.yaml").write_text(_POLICY, encoding="utf-8")
    # The BSA takes all four periods of the first year, or two of them; and x, before y, begins in P1 only.
    terms = _PROGRAMME.split("variants:", maxsplit=1)[0] + (
        "variants:\n  full-time: {total: 40 EC, load: {max: 5 EC}, bsa: {ec: 20 EC, years: 1, phase: first}}\nunits:\n"
    )
    small = "".join(
        f"  - {{id: {name}, outcomes: [{outcome}], ec: 5 EC, offered: any, phase: first}}\n"
        for name, outcome in zip("fgabcd", "abcccc", strict=True)
    )
    large = (
        "  - {id: x, outcomes: [d], ec: 5 EC, offered: [P1]}\n"
        "  - {id: y, outcomes: [e], ec: 5 EC, offered: [P1], requires: [x]}\n"
    )
    (folder / "programme.yaml").write_text(terms + small + large, encoding="utf-8")
    said = " ".join(plan(folder, "--as", "md").stdout.split())
    assert "The policy does not say whether exempt EC count toward the binding study advice (BSA)." in said
    assert "If they do, you can finish on 1 February 2028." in said
    assert "You cannot finish earlier as long as exempt EC do not count toward the BSA." in said
    assert "no other order of units ends earlier" not in said
    (folder / "policy.yaml").write_text(_POLICY + "bsa: does-not-count\n", encoding="utf-8")
    said = " ".join(plan(folder, "--as", "md").stdout.split())
    assert "does not say whether" not in said
    assert "no other order of units ends earlier" in said


@pytest.mark.parametrize("command", ["plan", "paths"])
def test_a_start_before_the_first_cohort_is_refused_or_said(folder, command):
    result = plan(folder, "--start", "1800-01-01", "--begun", "2026-01-01", command=command)
    assert result.exit_code == 2
    assert "--start: 1800-01-01 is before the first cohort of the programme, which is 2024" in result.stderr
    assert "--begun" in result.stderr
    assert "too far away" in plan(folder, "--start", "2900-01-01", command=command).stderr
    said = plan(folder, who="early", command=command)
    assert said.exit_code == 0
    assert "EVC-P011: warning: 'early' starts on 2020-09-01, before the first cohort" in said.stderr


def test_a_pace_below_zero_says_what_to_write(folder):
    result = plan(folder, "--pace", "2026-09-01/..=-5")
    assert "--pace: '-5 EC' is less than zero\n  help: write 2027-09-01/2028-02-01=7.5EC" in result.stderr


def test_a_unit_is_not_both_done_and_still_to_be_assessed(folder):
    result = plan(folder, "--done", "h", "--by-assessment", "h")
    assert result.exit_code == 2
    assert "'h' is said to be done and still to be completed by assessment" in result.stderr


def test_planning_again_is_of_the_same_applicant_and_everything_wrong_is_said_at_once(folder):
    result = replan(folder, "--start", "2026-08-01", "--failed", "f", "--failed", "h", "--done", "h", who="unknown")
    assert result.exit_code == 2
    for piece in (
        "this is the path of 'noor', and the dossier is of 'unknown'",
        "--start: 2026-08-01 is before the path before began, on 2026-09-01",
        "'h' is said to have failed and to be done",
        "--failed: 'f' was not in the path before",
    ):
        assert piece in result.stderr


def test_what_was_not_followed_yet_did_not_fail(folder):
    # The path before is i from September 2026, h after it, and j in September 2027.
    early = replan(folder, "--start", "2026-11-15", "--failed", "i", "--failed", "j")
    assert early.exit_code == 2
    assert "--failed: 'j' was not followed yet on 2026-11-15: it was planned for 2027-09-01" in early.stderr
    assert "'i' was not followed" not in early.stderr
    later = replan(folder, "--start", "2027-11-15", "--failed", "j")
    assert later.exit_code == 0, later.output


def test_planning_again_is_of_the_same_programme(folder):
    assert replan(folder, "--start", "2026-11-15").exit_code == 0
    file = folder / "programme.yaml"
    file.write_text(_PROGRAMME.replace("programme: opleiding", "programme: andere"), encoding="utf-8")
    before = ("--before", str(folder / "before.json"), "-i", "instelling", "--start", "2026-11-15")
    other = plan(folder, *before, command="replan")
    assert other.exit_code == 2
    assert "this is a path of the programme 'opleiding', and not of 'andere' as it is here" in other.stderr
    file.write_text(_PROGRAMME.replace("id: h,", "id: k,"), encoding="utf-8")
    changed = plan(folder, *before, command="replan")
    assert changed.exit_code == 0, changed.output
    assert "the programme has no unit h any more: left out" in changed.stderr


def test_planning_again_says_how_many_in_words_that_fit(folder):
    said = replan(folder, "--start", "2026-11-15").stdout
    assert "2 units stay in place; 1 is done." in said
    assert "1 unit stays in place; 2 are done." in replan(folder, "--start", "2027-02-01").stdout


def test_where_the_policy_does_not_say_what_counts_the_other_reading_is_said(folder):
    (folder / "policy.yaml").write_text(_POLICY, encoding="utf-8")
    result = plan(folder)
    text = " ".join(result.stdout.split())
    assert "The policy does not say whether what is exempt counts toward the BSA; here it does not." in text
    assert "→ It works if what is exempt counts toward the BSA, until 2027-11-15." in result.stdout


def test_many_empty_periods_are_one_line(folder):
    said = plan(folder, "--leave", "2027-02-01/2029-06-01").stdout
    assert "10 periods without study, until 2029-07-16" in said
    assert len(said.splitlines()) < 20


def test_a_start_before_the_first_cohort_is_refused_in_an_alliance_too():
    result = run("plan", VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", "--start", "1800-01-01", *ON)
    assert result.exit_code == 2
    assert "before the first cohort" in result.stderr
