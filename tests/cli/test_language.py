"""What is found is said in the language that is asked for, whatever is wrong, and in Dutch when none is."""

from __future__ import annotations

import pytest

from ..shipped import RULESETS
from .test_commands import run

POLICY = str(RULESETS / "voorbeeld-noord" / "policy.yaml")
ALLIANCE = str(RULESETS / "alliances" / "voorbeeld.yaml")
EMPTY = "EVC-F007: het bestand is leeg\n  hulp: schrijf de eerste sleutel, zoals 'evc-rules: 1'"


@pytest.fixture
def _findings_in_english(monkeypatch):
    """Here they are in the language that is asked for."""
    monkeypatch.delenv("EVC_RULES_LANG", raising=False)


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "leeg.yaml"
    path.write_text("")
    return str(path)


def test_findings_are_dutch_when_nothing_is_asked(empty):
    assert EMPTY in run("check", empty).stderr
    assert EMPTY in run("assess", empty, "-d", empty).stderr


@pytest.mark.parametrize("ask", [["--lang", "en"], ["--lang=en"]])
def test_findings_are_in_the_language_that_is_asked_for(empty, ask):
    for words in (["check", empty], ["assess", empty, "-d", empty], ["assess", empty, "--dosier", "x"]):
        assert "het bestand" not in run(*words, *ask).stderr
        assert "help: " in run(*words, *ask).stderr


def test_or_in_that_of_the_environment(empty, monkeypatch):
    monkeypatch.setenv("EVC_RULES_LANG", "en")
    assert "the file is empty" in run("check", empty).stderr
    assert "there is no command" in run("chek", empty).stderr
    assert EMPTY in run("check", empty, "--lang", "nl").stderr


def test_arguments_that_cannot_be_read_are_told_of_in_dutch(empty):
    said = run("assess", empty, "--dosier", "x").stderr
    assert "EVC-C001: er is geen optie --dosier\n  hulp: bedoelt u '--dossier'?" in said
    said = run("assess").stderr
    assert "het argument 'FILE' ontbreekt" in said
    assert "de optie '--dossier' / '-d' ontbreekt" in said
    assert "'hoe' is geen van 'nl', 'en'" in run("check", empty, "--lang", "hoe").stderr
    assert "er is geen opdracht 'chek'" in run("chek").stderr


def test_one_command_does_not_speak_the_language_of_the_one_before(empty):
    assert "the file is empty" in run("check", empty, "--lang", "en").stderr
    assert EMPTY in run("check", empty).stderr


def test_check_counts_in_the_language_that_is_asked_for():
    assert run("check", POLICY).stdout == "1 bestand: 0 fouten, 0 waarschuwingen; 28 gevallen, 0 anders dan verwacht\n"
    assert run("check", POLICY, "--lang", "en").stdout == "1 file: 0 errors, 0 warnings; 28 cases, 0 failed\n"


def test_the_laws_are_told_of_in_the_language_that_is_asked_for():
    dutch, english = (run("check", "--laws", POLICY, "--lang", lang).stdout for lang in ("nl", "en"))
    assert "monotoon: " in dutch
    assert "monotone: " in english
    assert "werken bij" in dutch or "geen bewijs of gunstige beoordeling" in dutch


def test_that_today_is_decided_on_is_said_in_dutch():
    said = run("explain", ALLIANCE, "ped").stderr
    assert "beslisdatum: " in said
    assert "kies een andere met --on" in said


def test_a_strategy_that_cannot_be_carried_out_is_told_of_by_all_commands_alike():
    """One place holds strategies against the alliance, before anything is worked out."""
    people = ("--dossiers", str(RULESETS / "none"))
    for words in (
        ("impact", ALLIANCE, "--strategy", "quorum:99", *people),
        ("negotiate", ALLIANCE, "--strategy", "quorum:99", *people),
        ("harmonise", ALLIANCE, "--strategy", "quorum:99"),
        ("cohort", ALLIANCE, "--strategy", "quorum:99", *people, "--out", "nergens"),
        ("assess", ALLIANCE, "--harmonise", "quorum:99", "--dossier", POLICY),
    ):
        result = run(*words, "--on", "2026-11-24")
        assert result.exit_code == 2, words
        assert "EVC-N002: een quorum van 99 van 4 leden is nooit te halen\n  hulp: kies ten hoogste quorum:4" in (
            result.stderr
        ), words
