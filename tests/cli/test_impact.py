"""`evc-rules impact`: who gains and loses, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from ..shipped import DOSSIERS, RULESETS
from .test_commands import ASSISTANT, HAVO, NOORD, ON, PUBLISHED, VOORBEELD, data, out, run

ZUID = str(RULESETS / "voorbeeld-zuid" / "policy.yaml")


def test_who_gains_and_who_loses_is_counted_and_told():
    said = out("impact", VOORBEELD, "--strategy", "quorum:2", "-d", ASSISTANT, "--lang", "en", *ON)
    for needed in ("quorum:2 in place of voorbeeld", "applicants: 1", "Voorbeeld Zuid", "EC exempt", "loses"):
        assert needed in said
    assert "[oer/art-" in said
    assert "in plaats van" in out("impact", NOORD, NOORD, "-d", ASSISTANT, *ON)


def test_a_policy_in_its_own_place_changes_nothing():
    said = out("impact", NOORD, NOORD, "-d", ASSISTANT, "--nobody-loses", "--lang", "en", *ON)
    assert "Nobody loses anything." in said


def test_a_loss_ends_with_exit_code_1_when_asked():
    again = run("impact", NOORD, ZUID, "-d", ASSISTANT, "--nobody-loses", *ON)
    assert again.exit_code == 1
    assert "verliest" in again.stdout
    assert run("impact", NOORD, ZUID, "-d", ASSISTANT, *ON).exit_code == 0


def test_json_counts_what_it_lists():
    said = data("impact", VOORBEELD, "-s", "quorum:2", "-d", ASSISTANT, "--plan", *ON)
    assert said["applicants"] == 1
    by_name = {one["institution"]: one for one in said["affected"]}
    for toll in said["institutions"]:
        counts = [toll[name] for name in ("worse", "mixed", "open", "better", "hope", "same")]
        assert sum(counts) == toll["applicants"] == 1
        one = by_name.get(toll["institution"])
        assert (one is None) == (toll["same"] == 1)
        if one:
            assert toll[one["effect"]] == 1
            assert toll["awarded"] == one["awarded"]
            assert {each["outcome"] for each in toll["outcomes"]} == {each["outcome"] for each in one["outcomes"]}
            assert (toll["periods_before"], toll["periods_after"]) == (one["periods_before"], one["periods_after"])


def test_credits_that_nobody_knows_are_not_called_zero(tmp_path):
    person = tmp_path / "person.yaml"
    person.write_text(Path(ASSISTANT).read_text(encoding="utf-8").replace("variant: part-time, ", ""))
    said = data("impact", NOORD, ZUID, "-d", str(person), *ON)
    assert said["institutions"][0]["awarded"] is None
    assert said["institutions"][0]["without_credits"] == 1
    said = out("impact", NOORD, ZUID, "-d", str(person), "--lang", "en", *ON)
    assert "EC not known (no programme or variant): voorbeeld-noord 1" in said
    assert "?" in said


def test_a_path_that_nobody_can_plan_is_not_called_zero_periods(tmp_path):
    person = tmp_path / "person.yaml"
    person.write_text(Path(ASSISTANT).read_text(encoding="utf-8").replace("variant: part-time, ", ""))
    words = ("impact", NOORD, ZUID, "-d", str(person), "--plan", *ON)
    (toll,) = data(*words)["institutions"]
    assert (toll["periods_before"], toll["periods_after"]) == (None, None)
    assert (toll["paths_lost"], toll["paths_gained"]) == (None, None)
    assert "0 → 0" not in out(*words)


def test_a_path_that_becomes_impossible_or_possible_is_said(tmp_path):
    """Two years at most, of which the exemptions hang on a bachelor's degree before, and on a master's after."""
    for name in ("frameworks", "hanze"):
        copytree(RULESETS / name, tmp_path / name)
    before, after, short = (tmp_path / "hanze" / name for name in ("policy.yaml", "after.yaml", "programme.yaml"))
    rules, programme = (each.read_text(encoding="utf-8") for each in (before, short))
    after.write_text(rules.replace("education: [bachelor, master]", "education: master"), encoding="utf-8")
    short.write_text(programme.replace("{max: 30 EC}", "{max: 30 EC}, years_max: 2"), encoding="utf-8")
    person = tmp_path / "person.yaml"
    person.write_text(
        "evc-dossier: 1\ndossier: one\nframework: pabo-route@2026\ntitle: one\nillustrative: true\n"
        "applicant: {variant: part-time, cohort: 2026, start: 2027-02-01}\n"
        "evidence:\n  - {id: d, diploma: {programme: hbo-bachelor, education: bachelor, date: 2020-07-01}}\n"
    )
    for old, new, path, counts, text in (
        (before, after, "lost", (1, 0), "no path possible any more"),
        (after, before, "gained", (0, 1), "a path possible now"),
    ):
        words = ("impact", str(old), str(new), "--programme", str(short), "-d", str(person), "--plan", *ON)
        said = data(*words)
        (toll,), (one,) = said["institutions"], said["affected"]
        assert (toll["periods_before"], toll["periods_after"]) == (None, None)
        assert (toll["paths_lost"], toll["paths_gained"]) == counts
        assert one["path"] == path
        assert {one["periods_before"], one["periods_after"]} == {None, 4}
        page = out(*words, "--lang", "en")
        assert f"{text}: hanze 1" in page
        assert any(line.startswith("hanze") and line.rstrip().endswith(" ?") for line in page.splitlines())


def test_show_says_how_many_more():
    said = out("impact", VOORBEELD, "-s", "strictest", "-d", ASSISTANT, "--show", "0", "--lang", "en", *ON)
    assert "more (--show, or --json)" in said


def test_a_cohort_in_tables_comes_to_the_same(tmp_path):
    tables = tmp_path / "tables"
    out("cohort-convert", PUBLISHED, "-d", HAVO, "-o", str(tables))
    from_tables = data("impact", PUBLISHED, "-s", "quorum:3", "-d", str(tables), *ON)
    assert from_tables == data("impact", PUBLISHED, "-s", "quorum:3", "-d", HAVO, *ON)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((VOORBEELD, "-d", ASSISTANT), "give what is proposed"),
        ((VOORBEELD, NOORD, "-s", "quorum:2", "-d", ASSISTANT), "give what is proposed"),
        ((VOORBEELD, NOORD), "give the applicants"),
        ((VOORBEELD, NOORD, "-d", ASSISTANT, "--show", "-1"), "--show must be 0 or more"),
        ((VOORBEELD, NOORD, "-d", NOORD), "EVC-F008"),
        ((VOORBEELD, ASSISTANT, "-d", ASSISTANT), "EVC-F008"),
        ((VOORBEELD, NOORD, "-d", "nowhere.yaml"), "EVC-F001"),
        ((VOORBEELD, NOORD, "-d", "nowhere"), "EVC-F001"),
        ((VOORBEELD, "-s", "quorum:9", "-d", ASSISTANT), "EVC-N002"),
        ((VOORBEELD, "-s", "all", "-d", ASSISTANT), "EVC-N002"),
        ((VOORBEELD, PUBLISHED, "-d", ASSISTANT), "EVC-O008"),
    ],
)
def test_bad_input_is_said_and_ends_with_2(words, message):
    found = run("impact", *words, *ON)
    assert found.exit_code == 2, found.output
    assert message in found.stderr
    assert found.stdout == ""


def test_all_that_is_wrong_is_said_at_once():
    for words, wrong in (
        (("-s", "quorum", "-d", "nowhere.yaml"), ("EVC-N002", "nowhere.yaml")),
        (("nowhere.yaml",), ("nowhere.yaml", "give the applicants")),
        ((), ("give what is proposed", "give the applicants")),
    ):
        found = run("impact", VOORBEELD, *words, "--show", "-1", "--on", "x")
        assert found.exit_code == 2
        for each in (*wrong, "--show must be", "'x' is not a date"):
            assert each in found.stderr, each


def test_a_folder_without_dossiers_is_said(tmp_path):
    found = run("impact", NOORD, ZUID, "-d", str(tmp_path), *ON)
    assert found.exit_code == 2
    assert "dossier" in found.stderr


def test_a_folder_is_read_whole():
    folder = DOSSIERS / "published"
    said = json.loads(out("impact", PUBLISHED, "-s", "most-generous", "-d", str(folder), "--json", *ON))
    assert said["applicants"] == len(list(folder.glob("*.yaml")))
    assert not [one for toll in said["institutions"] for one in toll["outcomes"] if one["lost"]]


def test_nobody_is_counted_twice_or_left_out_in_silence(tmp_path):
    twice = run("impact", NOORD, NOORD, "-d", ASSISTANT, "-d", ASSISTANT, *ON)
    assert (twice.exit_code, "EVC-S005" in twice.output) == (2, True)
    (tmp_path / "dossiers.jsonl").write_text('{"dossier": "a"}\n')
    both = ("-d", str(tmp_path), "-d", ASSISTANT, *ON)
    for words in (("impact", NOORD, NOORD), ("cohort", NOORD, "-o", str(tmp_path / "out"))):
        result = run(*words, *both)
        assert (result.exit_code, "both dossier files and tables" in result.output) == (2, True)
