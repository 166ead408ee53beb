"""Study plans as files: what is written, what is refused, and that nothing is written over unasked."""

from __future__ import annotations

import json

import pytest

from evc_rules.reports.printed import PRINTED

from .test_commands import ASSISTANT, ON, PUBLISHED, VOORBEELD, out, run

OOST = ("plan", VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", *ON)


def test_the_ending_says_what_is_written_and_one_line_what_it_is(tmp_path):
    for ending, begins in (
        (".html", "<!doctype html>"),
        (".md", "# Studieplan · Voorbeeld Oost"),
        (".txt", "Studieplan"),
    ):
        file = tmp_path / f"plan{ending}"
        assert out(*OOST, "--out", str(file)) == f"{file}: studieplan Voorbeeld Oost. Klaar op 10 juli 2030.\n"
        assert file.read_text(encoding="utf-8").startswith(begins)


def test_a_document_and_a_calendar_are_written_too(tmp_path):
    for ending, module, begins in ((".docx", "docx", b"PK"), (".ics", "icalendar", b"BEGIN:VCALENDAR")):
        pytest.importorskip(module)
        file = tmp_path / f"plan{ending}"
        assert "Finished on 10 July 2030" in out(*OOST, "--lang", "en", "--out", str(file))
        assert file.read_bytes().startswith(begins)


def test_a_form_can_be_printed_and_json_goes_along(tmp_path):
    assert out(*OOST, "--as", "md", "--lang", "en").startswith("# Study plan · Voorbeeld Oost\n")
    said = out(*OOST, "--out", str(tmp_path / "plan.html"), "--json")
    _, _, text = said.partition("\n")
    PRINTED["plan"].model_validate(json.loads(text))


def test_nothing_is_written_over_unasked(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text("mine", encoding="utf-8")
    refused = run(*OOST, "--out", str(file))
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    out(*OOST, "--out", str(file), "--force")
    assert file.read_text(encoding="utf-8").startswith("# Studieplan")


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (("plan", VOORBEELD, "-d", ASSISTANT, *ON, "--as", "html"), "there are 4 plans here"),
        ((*OOST, "-h", "quorum:2", "--as", "html"), "there are 2 plans here"),
        ((*OOST, "--out", "plan.pdf"), "does not say what to write"),
        ((*OOST, "--as", "docx"), "say with --out where to write it"),
        ((*OOST, "--finish-by", "2028-09-01", "--as", "ics"), "nothing to put in a calendar"),
        (("plan", PUBLISHED, "-d", ASSISTANT.replace("onderwijsassistent-41", "published/loopbaanwisselaar-hbo"),
          "-i", "inholland", *ON, "--as", "md"), "'inholland' has no programme to plan here"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_to_do(words, needed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = run(*words)
    assert refused.exit_code == 2, refused.output
    assert needed in refused.stderr
    assert "help: " in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_planning_again_begins_with_what_changes(tmp_path):
    before, again = tmp_path / "path.json", tmp_path / "again.md"
    before.write_text(out(*OOST, "--json"), encoding="utf-8")
    words = ("--before", str(before), "--start", "2028-02-01", "--failed", "rekenen-2", "--out", str(again))
    out("replan", *OOST[1:], *words)
    text = again.read_text(encoding="utf-8")
    assert text.index("## Wat er verandert") < text.index("## Je weg, periode voor periode")
    assert "| schuift | Rekenen 2 |" in text
