"""Arguments: all that is wrong with them at once, as findings with a code and help, and no last word that wins."""

from __future__ import annotations

import re

import pytest

from evc_rules import cli

from ..shipped import DOSSIERS, RULESETS
from .test_commands import ON, run

NOORD = str(RULESETS / "voorbeeld-noord" / "policy.yaml")
HVA, MARNIX = (str(RULESETS / name / "policy.yaml") for name in ("hva", "marnix"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("plann",), ["there is no command 'plann'", "did you mean 'plan'?"]),
        (("--versoin",), ["there is no option --versoin", "did you mean '--version'?"]),
        (("assess", NOORD, "--dosier", "x"), ["there is no option --dosier", "did you mean '--dossier'?"]),
        (("assess",), ["missing argument 'FILE'", "missing option '--dossier' / '-d'", "--help' says what"]),
        (("assess", NOORD, "-d"), ["option '-d' requires an argument"]),
        (("assess", NOORD, "-d", "a", "--dossier", "b"), ["--dossier is given 2 times", "give it once"]),
        (("assess", NOORD, "b", "c", "-d", "a"), ["nothing is asked for by the argument 'b', 'c'"]),
        (("check",), ["missing argument 'FILE...'"]),
        (
            ("compare", NOORD, "--time-limit", "1e99", "--lang", "fr"),
            ["1e+99 is no number of seconds from 0 to 86400", "'fr' is not one of 'nl', 'en'"],
        ),
    ],
)
def test_what_cannot_be_read_is_said_at_once_with_a_code_and_help(asked, said):
    result = run(*asked)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("EVC-C001: ")
    assert "Usage" not in result.stderr
    for needed in said:
        assert needed in result.stderr
    assert result.stderr.count("EVC-C001") == result.stderr.count("  help: ")


def test_what_may_be_repeated_may():
    result = run("plan", NOORD, "-d", str(RULESETS / "none"), "--goal", "finish", "--goal", "keep", *ON)
    assert "times" not in result.stderr


def test_without_arguments_the_commands_are_listed():
    assert "harmonise" in run().output
    assert run("assess", "--help").exit_code == 0


def test_assess_says_all_bad_arguments_and_files_at_once():
    result = run("assess", "nope.yaml", "-d", "none", "--on", "x", "--start", "y", "-h", "quo:2")
    assert result.exit_code == 2
    for needed in ("--on: 'x'", "--start: 'y'", "'quo:2' is not a strategy", "nope.yaml:1:1: EVC-F001"):
        assert needed in result.stderr


def test_align_says_all_bad_arguments_and_files_at_once():
    result = run("align", MARNIX, "--with", "nope.yaml", "--on", "x", "--outcome", "zz")
    assert result.exit_code == 2
    for needed in ("--on: 'x'", "nope.yaml:1:1: EVC-F001", "the outcome 'zz' is not in"):
        assert needed in result.stderr


LONG = "a" * 300
"""Longer than any file system lets a name be."""
WHO = str(DOSSIERS / "onderwijsassistent-41.yaml")


@pytest.mark.parametrize(
    "asked",
    [
        ("check", LONG),
        ("plan", NOORD, "-d", WHO, *ON, "--out", f"{LONG}.html"),
        ("paths", NOORD, "--dossiers", LONG, *ON),
        ("paths", NOORD, "--dossiers", WHO, *ON, "--out", f"{LONG}.html"),
        ("replan", NOORD, "-d", WHO, *ON, "--before", LONG, "--start", "2028-02-01", "-i", "voorbeeld-noord"),
    ],
)
def test_a_file_that_the_system_refuses_ends_as_other_bad_input(asked):
    result = run(*asked)
    assert result.exit_code == 2
    assert result.stderr.startswith("EVC-") or "EVC-F001" in result.stderr
    assert "too long" in result.stderr.lower()
    assert "  help: " in result.stderr


def test_a_study_plan_is_not_written_to_a_file_that_is_called_a_dash():
    result = run("plan", NOORD, "-d", WHO, *ON, "--out", "-")
    assert result.exit_code == 2
    assert "--out: '-' is no name of a file" in result.stderr


def test_who_stops_a_program_sees_no_traceback(monkeypatch):
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", stopped)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130


def test_a_programme_of_another_institution_is_said():
    other = str(RULESETS / "voorbeeld-oost" / "programme.yaml")
    said = run("assess", NOORD, "-d", WHO, *ON, "--programme", other, "--lang", "en").stderr
    assert "EVC-N001: warning: 'oost-pabo' is a programme of 'voorbeeld-oost'" in said


def test_a_plan_says_that_the_cohort_is_not_known(tmp_path):
    text = (DOSSIERS / "onderwijsassistent-41.yaml").read_text(encoding="utf-8")
    without = tmp_path / "without.yaml"
    without.write_text(re.sub(r"cohort: \d+, ", "", text), encoding="utf-8")
    (tmp_path / "frameworks").symlink_to(RULESETS.parent / "frameworks")
    oost = (
        "plan",
        str(RULESETS / "alliances" / "voorbeeld.yaml"),
        *ON,
        "-i",
        "voorbeeld-oost",
        "--goals",
        "finish",
        "--lang",
        "en",
    )
    assert "The cohort is not known." in run(*oost, "-d", str(without)).stdout
    assert "The cohort is not known." not in run(*oost, "-d", WHO).stdout
