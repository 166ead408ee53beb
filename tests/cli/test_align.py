"""`align`: what people see, the edited file, exit codes."""

from __future__ import annotations

import pytest

from evc_rules.compare.ask import Asking
from evc_rules.language.load import examine
from evc_rules.reports.printed import PRINTED

from ..shipped import RULESETS
from .test_commands import ON, data, out, run

HVA, MARNIX = (str(RULESETS / name / "policy.yaml") for name in ("hva", "marnix"))
TWO = ("align", HVA, "--with", MARNIX, "-o", "route.minor", "--cohort", "2026", *ON)


def test_the_edit_in_words_and_as_an_edit_of_the_file():
    said = out(*TWO)
    for needed in ("Dit verandert in hva om precies vrij te stellen wie marnix vrijstelt:",
                   "-    grant: [route.minor, route.shorter@3]",
                   "+    grant: route.shorter@3", "Bewezen", "Aan andere leeruitkomsten verandert niets"):  # fmt: skip
        assert needed in said


def test_it_speaks_english_when_asked_and_says_when_there_is_nothing_to_do():
    said = out("align", MARNIX, "--with", HVA, "-o", "route.minor", "--goal", "at-most", *ON, "--lang", "en")
    assert "marnix exempts already" in said
    assert "Proven" in said


def test_of_one_cohort_it_says_for_which_it_is_proven_and_that_others_were_not_looked_at():
    said = " ".join(out(*TWO, "--lang", "en").split())
    for needed in ("Proven: then it is so, for everyone of cohort 2026.", "Other cohorts were not looked at",
                   "What this rests on: - The applicant is of cohort 2026."):  # fmt: skip
        assert needed in said
    assert "The applicant is of cohort 2026." in data(*TWO, "--lang", "en")["facts"]
    every = out("align", MARNIX, "--with", HVA, "-o", "route.minor", "--goal", "at-most", *ON, "--lang", "en")
    assert "for everyone." in every
    assert "Other cohorts" not in every


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        (("--on", "2020-01-01"), "not in force on 2020-01-01"),
        ((*ON, "--cohort", "1990"), "not in force for cohort 1990"),
    ],
)
def test_it_warns_when_neither_is_in_force(when, wrong):
    result = run("align", HVA, "--with", MARNIX, "-o", "route.minor", *when)
    assert (result.stderr.count("EVC-N003"), result.stderr.count(wrong)) == (2, 2)


def test_without_an_edit_no_file_is_written_and_it_says_so(monkeypatch, tmp_path):
    file = tmp_path / "edited.yaml"
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    result = run("align", MARNIX, "--with", HVA, "-o", "route", *ON, "--out", str(file), "--lang", "en")
    assert (result.exit_code, file.exists()) == (1, False)
    assert "not written, as no edit was found" in result.stderr
    done = run("align", MARNIX, "--with", MARNIX, "-o", "route", *ON, "--out", str(file))
    assert (done.exit_code, file.exists(), "er is niets te wijzigen" in done.stderr) == (0, False, True)
    assert "No edit of marnix was found" in result.stdout


def test_json_holds_every_edit_with_its_rule_and_line():
    said = PRINTED["align"].model_validate(data(*TWO))
    assert (said.reached, said.layout_kept, said.unreached, said.effects) == (True, True, [], [])
    (edit,) = said.edits
    assert (edit.kind, edit.rule.rule, edit.rule.articles) == ("reach", "minor", ["toelatingseisen/vrijstellingen"])
    assert edit.rule.line


def test_the_edited_file_loads_without_findings_and_does_what_was_asked(tmp_path):
    folder = tmp_path / "rulesets" / "hva"
    folder.mkdir(parents=True)
    (tmp_path / "rulesets" / "frameworks").symlink_to(RULESETS / "frameworks")
    (folder / "cases.yaml").symlink_to(RULESETS / "hva" / "cases.yaml")
    edited = folder / "policy.yaml"
    out(*TWO, "--out", str(edited))
    assert examine(edited).findings == []
    assert "hva stelt al precies vrij wie marnix vrijstelt." in out("align", str(edited), *TWO[2:])
    again = run(*TWO, "--out", str(edited))
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_what_cannot_be_proven_ends_with_1(monkeypatch):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    result = run("align", MARNIX, "--with", HVA, "-o", "route", *ON)
    assert result.exit_code == 1
    assert "Niet gevonden of niet bewezen" in result.stdout


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("align", HVA, "--with", str(RULESETS / "voorbeeld-noord" / "policy.yaml")), "over one framework"),
        (("align", HVA, "--with", MARNIX, "-o", "nothing"), "nothing"),
        (("align", HVA, "--with", "nothing.yaml"), "EVC-F001"),
    ],
)
def test_bad_input_ends_with_2(words, wrong):
    result = run(*words, *ON)
    assert result.exit_code == 2
    assert wrong in result.stderr
