"""`paths`: one applicant or many, for people and for programs."""

from __future__ import annotations

import re

import pytest

from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS
from .test_commands import ASSISTANT, HAVO, ON, PUBLISHED, VOORBEELD, data, out, run

ONE = ("paths", VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", "-i", "voorbeeld-west", *ON)


def test_one_applicant_is_shown_with_bars_and_differences_in_words():
    said = " ".join(out(*ONE, "--lang", "en").split())
    for needed in ("Voorbeeld Oost · part-time", "nobody exempt", "own policy", "█", "░", "proven",
                   "Voorbeeld Oost, own policy: 2 periods earlier than nobody exempt. Less to do: Practice 1 (7.5 EC)",
                   "The world around us 1 (4 EC, on the longest chain)",
                   "Voorbeeld West, own policy: ends when nobody exempt does",
                   "The end hangs on the amount of work, not on the order",
                   "Who ends first (own policy): Voorbeeld Oost 2030-07-10, Voorbeeld West 2032-02-01",
                   "names no fees", "the exam board decides"):  # fmt: skip
        assert needed in said


def test_a_longer_path_has_a_longer_bar():
    bars = [line.count("█") + line.count("░") for line in out(*ONE).splitlines() if "█" in line]
    ends = [one["now"]["finish"] for one in data(*ONE)["dossiers"][0]["lanes"]]
    assert sorted(zip(ends, bars, strict=True)) == sorted(zip(ends, bars, strict=True), key=lambda pair: pair[1])
    assert len(set(bars)) > 1


def test_json_says_what_a_lane_is_laid_beside():
    said = data(*ONE, "-h", "quorum:2")
    PRINTED["paths"].model_validate(said)
    (person,) = said["dossiers"]
    assert [(one["way"], one["against"]) for one in person["lanes"][:3]] == [
        ("offered", None), ("own", "offered"), ("harmonised", "own"),
    ]  # fmt: skip
    offered, own, _ = person["lanes"][:3]
    assert own["periods_saved"] == offered["now"]["periods"] - own["now"]["periods"] == 2
    assert own["now"]["fees"] is None
    assert own["now"]["decided_by"] == ["work"]
    assert own["at_best"]["finish"] <= own["now"]["finish"]
    assert any(gap["holds_up"] for gap in own["difference"])


def test_what_has_no_programme_is_said():
    said = out("paths", PUBLISHED, "-d", HAVO, "-i", "inholland", "-i", "hva", *ON, "--lang", "en")
    assert "Hogeschool Inholland: no path (there is no programme to plan)." in said
    (person,) = data("paths", PUBLISHED, "-d", HAVO, "-i", "inholland", *ON)["dossiers"]
    assert [(one["now"], one["why"]) for one in person["lanes"]] == [(None, ["er is geen opleiding om te plannen"])] * 2


def test_variants_stand_beside_each_other():
    words = ("paths", VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", *ON)
    said = out(*words, "--variant", "full-time", "--variant", "lateral-entry", "--variant", "dual")
    assert "Voorbeeld Oost, per vorm: zij-instroom 2028-07-10, voltijd 2030-07-10." in said
    assert "Voorbeeld Oost (duaal): geen pad (de opleiding heeft deze vorm niet)." in said


@pytest.mark.parametrize("command", ["paths", "plan", "assess"])
def test_all_strategies_that_cannot_be_carried_out_are_named_at_once(command):
    wrong = ("-h", "quorum:99", "-h", "quorum:0", "-h", "mutual:nergens", "-h", "quorum:2")
    refused = run(command, VOORBEELD, "-d", ASSISTANT, *ON, *wrong)
    assert refused.exit_code == 2
    assert "a quorum of 99 of 4 members can never be reached" in refused.stderr
    assert "'quorum:0' is not a strategy" in refused.stderr
    assert "'nergens' is no ruleset of the alliance" in refused.stderr
    assert refused.stderr.count("EVC-N002") == 3


def test_a_folder_without_dossiers_is_said_to_be_one(tmp_path):
    refused = run("paths", VOORBEELD, "--personas", str(tmp_path), *ON)
    assert refused.exit_code == 2
    assert f"there are no dossiers in '{tmp_path}'" in refused.stderr
    assert "table" not in refused.stderr


@pytest.mark.parametrize("command", ["paths", "plan", "assess", "worth"])
def test_a_variant_that_nothing_knows_is_refused_by_name(command):
    place = () if command == "assess" else ("-i", "voorbeeld-oost")
    refused = run(command, VOORBEELD, "-d", ASSISTANT, *place, *ON, "--variant", "part-tim")
    assert refused.exit_code == 2
    assert "--variant: nothing knows a variant 'part-tim'" in refused.stderr
    assert "part-time" in refused.stderr


def test_many_applicants_come_with_when_each_ends_and_what_that_saves(tmp_path):
    for name in ("onderwijsassistent-41", "schoolverlater-vwo"):
        (tmp_path / f"{name}.yaml").write_text(
            (DOSSIERS / f"{name}.yaml").read_text(encoding="utf-8"), encoding="utf-8"
        )
    words = ("paths", VOORBEELD, "--personas", str(tmp_path), "-i", "voorbeeld-oost", *ON)
    lines = out(*words, "--lang", "en").splitlines()
    assert [line.split() for line in lines[1:3]] == [
        ["onderwijsassistent-41", "2030-07-10", "(-2)"], ["schoolverlater-vwo", "2030-07-10", "(±0)"],
    ]  # fmt: skip
    assert [line.split() for line in lines[3:5]] == [
        ["earlier", "1", "of", "2"], ["periods,", "on", "average", "1"],
    ]  # fmt: skip
    said = data(*words)
    assert [one["dossier"] for one in said["dossiers"]] == ["onderwijsassistent-41", "schoolverlater-vwo"]
    assert {lane["at_best"] for one in said["dossiers"] for lane in one["lanes"]} == {None}
    assert all(one["lanes"][1]["at_best"] for one in data(*words, "--at-best")["dossiers"])


def test_many_without_a_path_are_told_by_reason(tmp_path):
    for name in ("onderwijsassistent-41", "schoolverlater-vwo"):
        text = (DOSSIERS / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(re.sub(r"variant: [a-z-]+, ", "", text), encoding="utf-8")
    lines = out("paths", VOORBEELD, "--personas", str(tmp_path), "-i", "voorbeeld-oost", *ON).splitlines()
    assert [line.split() for line in lines[1:4]] == [
        ["onderwijsassistent-41", "-"], ["schoolverlater-vwo", "-"], ["eerder", "klaar", "-"],
    ]  # fmt: skip
    told = "Voorbeeld Oost: de vorm (zoals deeltijd) is niet bekend (onderwijsassistent-41, schoolverlater-vwo)"
    assert told in lines


def test_a_page_is_written_and_not_written_over(tmp_path):
    file = tmp_path / "paths.html"
    assert out(*ONE, "--out", str(file)) == f"{file}: paden naast elkaar, onderwijsassistent-41.\n"
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    assert run(*ONE, "--out", str(file)).exit_code == 2


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (("paths", VOORBEELD, *ON), "give the applicants"),
        ((*ONE, "--out", "paths.pdf"), "does not say what to write"),
        (("paths", VOORBEELD, "-d", str(DOSSIERS), "--out", "paths.html", *ON), "a page is of one applicant"),
        ((*ONE, "-i", "voorbeeld-ost"), "did you mean 'voorbeeld-oost'?"),
    ],
)
def test_what_cannot_be_is_refused(words, needed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = run(*words)
    assert refused.exit_code == 2, refused.output
    assert needed in refused.stderr
    assert list(tmp_path.iterdir()) == []
