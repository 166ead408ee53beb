"""On the way: what is done is not awarded again, and what was awarded stays awarded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evc_rules.cli.app import app

FRAMEWORK = """
evc-framework: 1
framework: kader
version: "2026"
title: {nl: Kader, en: Framework}
illustrative: true
outcomes:
  - {id: a, title: {nl: a, en: a}, component: subject-content}
  - {id: b, title: {nl: b, en: b}, component: subject-content}
  - {id: c, title: {nl: c, en: c}, component: subject-content}
"""
RULESET = """
evc-rules: 1
ruleset: regeling
title: {nl: R, en: R}
institution: school
illustrative: true
framework: kader@2026
applies: {decisions: 2020-01-01/..}
rules:
  - id: vrij
    grant: [a, b]
limits:
  - {at_most: 5 EC, of: exempted}
"""
PROGRAMME = """
evc-programme: 1
programme: opleiding
title: {nl: O, en: P}
institution: school
illustrative: true
framework: kader@2026
periods:
  - {id: P1, from: 09-01, to: 11-15}
  - {id: P2, from: 11-15, to: 02-01}
  - {id: P3, from: 02-01, to: 04-15}
  - {id: P4, from: 04-15, to: 07-16}
variants:
  full-time: {total: 15 EC, load: {max: 5 EC}}
units:
  - {id: f, outcomes: [a], ec: 5 EC, offered: [P4]}
  - {id: g, outcomes: [b], ec: 5 EC, offered: [P1]}
  - {id: h, outcomes: [c], ec: 5 EC, offered: [P2]}
"""
DOSSIER = """
evc-dossier: 1
dossier: piet
framework: kader@2026
title: {nl: P, en: P}
illustrative: true
applicant: {variant: full-time, cohort: 2026, start: 2026-09-01}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    for name, text in (
        ("frameworks/kader", FRAMEWORK), ("policy", RULESET), ("programme", PROGRAMME), ("dossier", DOSSIER),
    ):  # fmt: skip
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, command: str, *more: str) -> dict:
    asked = [command, str(folder / "policy.yaml"), "-d", str(folder / "dossier.yaml"), "--on", "2026-09-01", "--json"]
    found = CliRunner().invoke(app, [*asked, *more])
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def test_planning_again_takes_no_award_back(folder):
    before = run(folder, "plan")
    path = before["members"][0]["recommendation"]["path"]
    assert [one["units"] for one in path["periods"]] == [["g"], ["h"]]
    (folder / "before.json").write_text(json.dumps(before), encoding="utf-8")
    more = "--before", str(folder / "before.json"), "-i", "school"
    now = run(folder, "replan", *more, "--start", "2026-11-15")
    assert [one["units"] for one in now["path"]["periods"]] == [["h"]]
    assert now["path"]["finish"] == "2027-02-01"
    failed = run(folder, "replan", *more, "--start", "2026-11-15", "--failed", "g")
    assert {name for one in failed["path"]["periods"] for name in one["units"]} == {"g", "h"}


LEAVE = ("--leave", "2026-09-01/2026-11-14")
"""Where g would begin, so that less time is lost when g is what is awarded, and not f."""


def test_paths_side_by_side_award_what_a_plan_by_itself_does(folder):
    for wishes in ((), LEAVE):
        path = run(folder, "plan", *wishes)["members"][0]["recommendation"]["path"]
        _, own = run(folder, "paths", *wishes)["dossiers"][0]["lanes"]
        assert own["now"]["finish"] == path["finish"]
    assert [one["units"] for one in path["periods"] if one["units"]] == [["h"], ["f"]]


def test_a_study_plan_calls_exempt_what_its_path_need_not_follow(folder):
    asked = ["plan", str(folder / "policy.yaml"), "-d", str(folder / "dossier.yaml"), "--on", "2026-09-01"]
    said = CliRunner().invoke(app, [*asked, *LEAVE, "--as", "md", "--lang", "en"]).stdout
    assert "| g | 5 EC | vrij" in said
    assert "| f | 5 EC | at most 5 EC can be exempt |" in said


def test_what_is_done_leaves_its_room_to_another_award(folder):
    path = run(folder, "plan", "--done", "f")["members"][0]["recommendation"]["path"]
    assert [name for one in path["periods"] for name in one["units"]] == ["h"]


def test_one_plans_again_from_what_was_planned_again(folder):
    first = folder / "first.json"
    first.write_text(json.dumps(run(folder, "plan")), encoding="utf-8")
    now = run(folder, "replan", "--before", str(first), "-i", "school", "--start", "2026-11-15", "--failed", "g")
    assert (now["awarded"], now["path"]["begun"]) == (["f"], "2026-09-01")
    second = folder / "second.json"
    second.write_text(json.dumps(now), encoding="utf-8")
    more = "--before", str(second), "-i", "school"
    later = run(folder, "replan", *more, "--start", "2027-02-01")
    # h is over by then; f stays awarded, and the study goes on counting from the first start.
    assert {name for one in later["path"]["periods"] for name in one["units"]} == {"g"}
    assert (later["awarded"], later["path"]["done"]) == (["f"], ["h"])
    assert (later["path"]["begun"], later["programme"]) == ("2026-09-01", "opleiding")
    third = folder / "third.json"
    third.write_text(json.dumps(later), encoding="utf-8")
    assert (
        run(folder, "replan", "--before", str(third), "-i", "school", "--start", "2027-02-01")["path"] == later["path"]
    )


def test_what_goes_on_can_be_said_to_have_failed_after_all(folder):
    first = folder / "first.json"
    first.write_text(json.dumps(run(folder, "plan")), encoding="utf-8")
    now = run(folder, "replan", "--before", str(first), "-i", "school", "--start", "2026-10-15")
    assert {one["unit"]: one["kind"] for one in now["units"]} == {"h": "stays", "g": "goes-on"}
    second = folder / "second.json"
    second.write_text(json.dumps(now), encoding="utf-8")
    later = run(folder, "replan", "--before", str(second), "-i", "school", "--start", "2026-11-15", "--failed", "g")
    assert {name for one in later["path"]["periods"] for name in one["units"]} == {"g", "h"}
    asked = ["replan", str(folder / "policy.yaml"), "-d", str(folder / "dossier.yaml"), "--on", "2026-09-01"]
    more = ["--before", str(first), "-i", "school", "--start", "2026-10-15", "--lang", "en"]
    said = " ".join(CliRunner().invoke(app, [*asked, *more]).stdout.split())
    assert "goes on g 2026-2027 P1 (2026-09-01)" in said
    assert "What is being followed on 2026-10-15 and ends in that period goes on" in said
    assert "If not: --failed." in said
    plan = CliRunner().invoke(app, [*asked, *more, "--as", "md"]).stdout
    assert "What is being followed on 15 October 2026 and ends in that period goes on" in plan


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda path: path["periods"][0].update(load="-5 EC"), "this is no path"),
        (lambda path: path.update(periods=[]), "it does not finish when its last period ends"),
        (lambda path: path["periods"][0].update(study_year=10**9), "its periods do not follow one another"),
        (lambda path: path["periods"].reverse(), "its periods do not follow one another"),
    ],
)
def test_what_is_no_path_is_refused(folder, wrong, said):
    before = run(folder, "plan")
    wrong(before["members"][0]["recommendation"]["path"])
    assert said in refused(folder, before)


def test_two_paths_of_one_institution_are_refused(folder):
    before = run(folder, "plan")
    before["members"] *= 2
    assert "there are 2 paths for 'school' in it" in refused(folder, before)


def test_a_period_that_was_cut_out_is_noticed_and_units_nobody_knows_are_left_out(folder):
    before = run(folder, "plan")
    periods = before["members"][0]["recommendation"]["path"]["periods"]
    del periods[0]
    periods[0]["units"].append("zzz")
    result = again(folder, before)
    assert result.exit_code == 0
    assert "the periods of the path before are not those of 'opleiding'" in result.stderr
    assert "the programme has no unit zzz any more" in result.stderr
    assert "zzz" not in result.stdout


def again(folder: Path, before: dict):
    (folder / "before.json").write_text(json.dumps(before), encoding="utf-8")
    asked = ["replan", str(folder / "policy.yaml"), "-d", str(folder / "dossier.yaml"), "--on", "2026-09-01"]
    more = ["--before", str(folder / "before.json"), "-i", "school", "--start", "2026-11-15", "--lang", "en"]
    return CliRunner().invoke(app, [*asked, *more])


def refused(folder: Path, before: dict) -> str:
    result = again(folder, before)
    assert result.exit_code == 2, result.output
    return result.stderr
