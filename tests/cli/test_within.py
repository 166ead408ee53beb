"""`--within`: what is not worked out in that time is said not to be known, and never that it is not there."""

from __future__ import annotations

import pytest

from evc_rules.reports.printed import PRINTED

from .test_commands import ASSISTANT, ON, VOORBEELD, data, out, run

AT_OOST = (VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", *ON)
NO_TIME = ("--within", "0")


def test_no_question_is_left_out_of_what_is_said():
    said = data("worth", *AT_OOST, "--finish-by", "2030-02-01", *NO_TIME)
    PRINTED["worth"].model_validate(said)
    assert said["questions"] == []
    assert len(said["late"]) > 20
    assert not said["in_time"]
    assert said["wish"]["outcome"] == "unknown"
    assert not said["wish"]["proven"]
    text = " ".join(out("worth", *AT_OOST, *NO_TIME, "--lang", "en").split())
    count = len(said["late"])
    assert f"Time was up. What questions save together can be more than is said here. Of {count} of the {count}" in text


def test_with_time_enough_all_is_said_to_be_in_time():
    said = data("worth", *AT_OOST)
    assert said["in_time"]
    assert said["late"] == []


def test_a_path_that_is_not_planned_is_not_said_not_to_be_there():
    said = out("paths", *AT_OOST, *NO_TIME, "--lang", "en")
    assert "Voorbeeld Oost: not worked out in time (nobody exempt, own policy)" in " ".join(said.split())
    assert "no path" not in said
    lanes = data("paths", *AT_OOST, *NO_TIME, "-h", "quorum:2")["dossiers"][0]["lanes"]
    assert [one["strategy"] for one in lanes] == [None, None, "quorum:2"]
    assert all(one["now"] is None and one["why"] == ["binnen de tijd niet uitgerekend"] for one in lanes)


def test_of_many_applicants_each_is_named():
    said = out("paths", VOORBEELD, "-d", "examples/dossiers", "-i", "voorbeeld-oost", *ON, *NO_TIME, "--lang", "en")
    assert "Voorbeeld Oost: not worked out in time (" in " ".join(said.split())


def test_a_plan_comes_with_what_is_not_proven():
    said = out("plan", *AT_OOST, *NO_TIME, "--lang", "en")
    assert "not proven; not before" in said


def test_a_study_plan_says_of_each_question_that_there_was_no_time():
    said = out("plan", *AT_OOST, *NO_TIME, "--as", "md", "--lang", "en")
    assert "not worked out in time" in said


@pytest.mark.parametrize("command", ["plan", "worth", "paths"])
def test_a_time_that_is_none_is_refused(command):
    refused = run(command, *AT_OOST, "--within", "-1")
    assert refused.exit_code == 2
    assert "no number of seconds" in refused.stderr
