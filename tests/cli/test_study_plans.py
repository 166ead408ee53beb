"""Study plans as files: what is written, what is refused, and that nothing is written over unasked."""

from __future__ import annotations

import json

import pytest

from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS
from .test_commands import ON, PUBLISHED, out, run

CHANGER = str(DOSSIERS / "published" / "loopbaanwisselaar-hbo.yaml")
QUICK = ("plan", PUBLISHED, "-d", CHANGER, "-i", "driestar", *ON)


def test_the_ending_says_what_is_written_and_one_line_what_it_is(tmp_path):
    for ending, begins in (
        (".html", "<!doctype html>"),
        (".md", "# Studieplan · Driestar"),
        (".txt", "Studieplan"),
    ):
        file = tmp_path / f"plan{ending}"
        assert out(*QUICK, "--out", str(file)) == f"{file}: studieplan Driestar. Klaar op 1 september 2029.\n"
        assert file.read_text(encoding="utf-8").startswith(begins)


def test_a_document_and_a_calendar_are_written_too(tmp_path):
    for ending, module, begins in ((".docx", "docx", b"PK"), (".ics", "icalendar", b"BEGIN:VCALENDAR")):
        pytest.importorskip(module)
        file = tmp_path / f"plan{ending}"
        assert "Finished on 1 September 2029" in out(*QUICK, "--lang", "en", "--out", str(file))
        assert file.read_bytes().startswith(begins)


def test_a_form_can_be_printed_and_json_goes_along(tmp_path):
    assert out(*QUICK, "--as", "md", "--lang", "en").startswith("# Study plan · Driestar\n")
    said = run(*QUICK, "--out", str(tmp_path / "plan.html"), "--json")
    PRINTED["plan"].model_validate(json.loads(said.stdout))
    assert "plan.html: studieplan Driestar" in said.stderr


def test_nothing_is_written_over_unasked(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text("mine", encoding="utf-8")
    refused = run(*QUICK, "--out", str(file))
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    out(*QUICK, "--out", str(file), "--force")
    assert file.read_text(encoding="utf-8").startswith("# Studieplan")


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (("plan", PUBLISHED, "-d", CHANGER, *ON, "--as", "html"), "there are 7 plans here"),
        ((*QUICK, "-h", "quorum:2", "--as", "html"), "there are 2 plans here"),
        ((*QUICK, "--out", "plan.pdf"), "does not say what to write"),
        ((*QUICK, "--as", "html", "--json"), "--as html and --json would both be printed"),
        ((*QUICK, "--as", "docx"), "say with --out where to write it"),
        ((*QUICK, "--finish-by", "2028-09-01", "--as", "ics"), "nothing to put in a calendar"),
        (("plan", PUBLISHED, "-d", CHANGER, "-i", "inholland", *ON, "--as", "md"),
         "'inholland' has no programme to plan here"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_to_do(words, needed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = run(*words)
    assert refused.exit_code == 2, refused.output
    assert needed in refused.stderr
    assert "help: " in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_of_an_institution_that_is_not_there_no_more_is_said(tmp_path):
    refused = run(*QUICK[:4], "-i", "nergens", *ON, "--out", str(tmp_path / "plan.html"))
    assert refused.exit_code == 2
    assert "'nergens' is no member" in refused.stderr
    assert "plans here" not in refused.stderr


def test_planning_again_begins_with_what_changes(tmp_path):
    before, again = tmp_path / "path.json", tmp_path / "again.md"
    text = out(*QUICK, "--json")
    before.write_text(text, encoding="utf-8")
    (member,) = json.loads(text)["members"]
    first = member["recommendation"]["path"]["periods"][0]["units"][0]
    titles = {one["unit"]: one["title"] for one in member["recommendation"]["credits"]["units"]}
    words = ("--before", str(before), "--start", "2028-02-01", "--failed", first, "--out", str(again))
    out("replan", *QUICK[1:], *words)
    text = again.read_text(encoding="utf-8")
    assert text.index("## Wat er verandert") < text.index("## Je weg, periode voor periode")
    assert f"| opnieuw | {titles[first]} |" in text
