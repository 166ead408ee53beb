"""`evc-rules laws`: what holds, what does not and for whom, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evc_rules.cli.app import app

EXAMPLE = Path(__file__).parents[2] / "examples/property_tests"
POLICY, FLAWED = EXAMPLE / "policy.yaml", EXAMPLE / "flawed/policy.yaml"


def run(*arguments):
    done = CliRunner().invoke(app, ["laws", *map(str, arguments), "--lang", "en"], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_a_policy_that_keeps_all_laws_ends_well():
    waived = "equal-institutions=agreed with the partner"
    code, said = run(POLICY, "--floor", EXAMPLE / "national.yaml", "--waive", waived)
    assert code == 0, said
    assert "✓ more-evidence" in said
    assert "✓ national: Whom 'national' exempts is exempt here" in said
    assert "waived: agreed with the partner" in said
    assert "Laws that do not hold: none of 12." in said


def test_what_does_not_hold_is_shown_by_people_and_rules():
    code, said = run(FLAWED, "--law", "higher-level", "--law", "levels")
    assert code == 1
    assert "✗ higher-level" in said
    assert "NLQF level 4" in said
    assert "NLQF level 5" in said
    assert "exercise@1: exempt (by mbo-only [" in said
    assert "policy.yaml:43]" in said
    assert "Laws that do not hold: 1 of 2." in said
    assert "--waive higher-level=" in said


def test_a_waiver_that_is_not_needed_fails():
    code, said = run(POLICY, "--law", "more-evidence", "--waive", "more-evidence=just in case")
    assert code == 1
    assert "Laws that do not hold: 1 of 1." in said
    assert "the waiver is not needed" in said


def test_samples_can_do_without_a_solver():
    code, said = run(FLAWED, "--law", "higher-level", "--sampled", "--examples", "100", "--json")
    told = json.loads(said)
    (law,) = told["laws"]
    assert code == 1
    assert (law["mode"], law["holds"], law["proven"]) == ("sampled", False, 3)  # of 3 nothing grants any
    assert law["telling"]
    assert law["breaches"][0]["sides"][0]["rules"][0]["rule"] == "mbo-only"


def test_other_versions_are_held_to_the_calendar():
    others = ("--version-of", EXAMPLE / "flawed/policy-2026.yaml", "--version-of", EXAMPLE / "flawed/policy-2028.yaml")
    code, said = run(FLAWED, "--law", "one-version", *others)
    assert code == 1
    assert "more than one version: voorbeeld-fout, voorbeeld-fout-2026" in said
    assert "no version is in force" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--law", "more-evidense"), "did you mean 'more-evidence'"),
        (("--waive", "more-evidence"), "does not say why"),
        (("--waive", "levles=a slip"), "did you mean 'levels'"),
        (("--on", "yesterday"), "write it as YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_used_is_said_with_help(arguments, told):
    code, said = run(POLICY, *arguments)
    assert code == 2
    assert "EVC-C001" in said
    assert told in said


def test_a_policy_without_dates_needs_one(tmp_path):
    shutil.copytree(EXAMPLE / "frameworks", tmp_path / "frameworks")
    framework = tmp_path / "frameworks/kleine-pabo.yaml"
    framework.write_text(framework.read_text(encoding="utf-8").replace("applies: {decisions: 2024-09-01/..}\n", ""))
    shutil.copy(EXAMPLE / "partner.yaml", tmp_path / "policy.yaml")
    code, said = run(tmp_path / "policy.yaml", "--law", "levels")
    assert code == 2
    assert "does not say from when it is in force" in said


def test_a_day_on_which_the_policy_is_not_in_force_is_said():
    code, said = run(POLICY, "--law", "levels", "--law", "one-version", "--on", "2020-01-01")
    assert code == 1
    assert "! 2020-01-01: this policy is not in force then" in said
    assert "✗ one-version" in said
    code, said = run(POLICY, "--law", "levels", "--on", "2020-01-01", "--on", "2026-01-01", "--json")
    assert (code, json.loads(said)["not_in_force"]) == (0, ["2020-01-01"])


def test_all_that_cannot_be_used_is_said_at_once():
    code, said = run(
        POLICY, "--floor", "nope.yaml", "--version-of", "nope2.yaml", "--law", "zzz", "--waive", "q=r", "--on", "x"
    )  # fmt: skip
    assert code == 2
    for told in ("nope.yaml", "nope2.yaml", "--law: 'zzz' is no law", "--waive: 'q' is no law", "--on: "):
        assert said.count(told) == 1, said
    known = next(line for line in said.splitlines() if "one-version" in line)
    assert "nope" not in known


def test_it_is_said_of_which_days_it_is_proven():
    code, said = run(POLICY, "--law", "levels")
    assert code == 0
    assert "on every decision date from the first of these on." in " ".join(said.split())
    assert json.loads(run(POLICY, "--law", "levels", "--json")[1])["between"] == []
    code, said = run(POLICY, "--law", "levels", "--on", "2026-01-01")
    assert "everybody of whom all is known, on these decision dates." in said
    assert json.loads(run(POLICY, "--law", "levels", "--on", "2026-01-01", "--json")[1])["between"] is None
    noord = POLICY.parents[2] / "rulesets/voorbeeld-noord/policy.yaml"
    said = " ".join(run(noord, "--law", "levels")[1].split())
    assert "something else may hold: 'admission-test' counts to the start of the programme, and rules name days" in said


def test_what_an_attribute_is_can_be_asked_to_make_no_difference():
    code, said = run(FLAWED, "--equal", "country", "--law", "equal-country")
    assert (code, "✗ equal-country: What 'country' is, makes no difference to anybody" in said) == (1, True)
    code, said = run(FLAWED, "--equal", "contry")
    assert (code, "there is no attribute 'contry'" in said) == (2, True)
