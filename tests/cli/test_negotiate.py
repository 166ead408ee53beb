"""`evc-rules negotiate`: what an alliance can agree on, for people and for programs."""

from __future__ import annotations

import pytest

from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS
from .test_commands import ASSISTANT, NOORD, ON, PUBLISHED, VOORBEELD, data, out, run

HELD = ("--floor", "voorbeeld-west:voorbeeld-west", "--ceiling", "voorbeeld-zuid:voorbeeld-zuid")


def test_the_best_policies_concessions_and_clashes_are_told():
    people = str(DOSSIERS / "herintreder-pabo.yaml")
    said = out("negotiate", VOORBEELD, "-d", people, *HELD, "--keep", "voorbeeld-noord:portfolio", "--lang", "en", *ON)
    for needed in ("as it is now", "What no other proposal beats", "What a concession buys", "Without voorbeeld-zuid"):
        assert needed in said
    assert "What makes agreement impossible" in said
    assert "for example herintreder-pabo" in said
    assert "zoals het nu is" in out("negotiate", VOORBEELD, "-d", people, *ON)


def test_what_is_not_quite_all_is_not_called_all():
    said = out("negotiate", VOORBEELD, "-d", ASSISTANT, "--lang", "en", *ON)
    assert "100.0 %" in said


def test_json_has_what_was_weighed():
    said = data("negotiate", PUBLISHED, "-d", str(DOSSIERS / "published"), "-s", "quorum:3", *ON)
    PRINTED["negotiate"].model_validate(said)
    assert said["applicants"] == len(list((DOSSIERS / "published").glob("*.yaml")))
    weighed = [one["strategy"] for one in said["weighed"]]
    assert weighed.count("quorum:3") == 1
    assert {one["strategy"] for one in said["best"]} <= set(weighed)
    assert any(one.startswith("floor-ceiling:") for one in weighed)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((VOORBEELD,), "give the applicants"),
        ((NOORD, "-d", ASSISTANT), "EVC-F008"),
        ((VOORBEELD, "-d", ASSISTANT, "--floor", "noord"), "EVC-C001"),
        ((VOORBEELD, "-d", ASSISTANT, "--floor", "voorbeeld-noord:x", "--keep", "voorbeeld-noord:y"), "EVC-R001"),
        ((VOORBEELD, "-d", ASSISTANT, "-s", "quorum"), "EVC-N002"),
        ((VOORBEELD, "-d", ASSISTANT, "-s", "reference:nergens"), "EVC-N002"),
    ],
)
def test_bad_input_is_said_and_ends_with_2(words, message):
    found = run("negotiate", *words, *ON)
    assert found.exit_code == 2, found.output
    assert message in found.stderr
    assert found.stdout == ""


def test_all_that_is_wrong_is_said_at_once():
    words = ("--floor", "noord", "-s", "quorum", "-s", "none-such", "-d", "nowhere.yaml", "--on", "x")
    found = run("negotiate", VOORBEELD, *words)
    assert found.exit_code == 2
    for wrong in ("--floor", "quorum", "none-such", "nowhere.yaml", "'x' is not a date"):
        assert wrong in found.stderr, wrong
    found = run("harmonise", "nowhere.yaml", "-s", "quorum", "-o", VOORBEELD, "--on", "x")
    for wrong in ("quorum", "nowhere.yaml", "is there already", "'x' is not a date"):
        assert wrong in found.stderr, wrong
