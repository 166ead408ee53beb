"""`gaps`: what people see, JSON, exit codes."""

from __future__ import annotations

import sys

from evc_rules.gaps import Gaps
from evc_rules.language.load import load_dossier
from evc_rules.reports.printed import PRINTED

from ..shipped import RULESETS, alliance
from .test_commands import ON, PUBLISHED, data, out, run

NOORD = str(RULESETS / "voorbeeld-noord" / "policy.yaml")
CLASH = ("gaps", NOORD, "-o", "prof.practice@2", "--cohort", "2026", *ON)


def test_what_a_published_ruleset_leaves_open():
    said = out("gaps", PUBLISHED, "-i", "hva", "-o", "route.minor", "-o", "entry", "--cohort", "2026", *ON)
    for needed in ("Nooit vrijgesteld (geen regel spreekt erover)", "Net buiten een regel", "Elders vrijgesteld",
                   "toelatingseisen/vrijstellingen", "Waar dit op rust"):  # fmt: skip
        assert needed in said


def test_it_speaks_english_when_asked():
    said = out(*CLASH, "--lang", "en")
    for needed in ("Rules that clash:", "earlier-pabo", "no-practice-without-vog", "in conflict"):
        assert needed in said


def test_json_holds_who_shows_it_as_a_dossier_file(tmp_path):
    (one,) = PRINTED["gaps"].model_validate(data(*CLASH)).rulesets
    assert {clash.bars[0].rule for clash in one.clashes} == {"no-practice-without-vog"}
    path = tmp_path / "dossier.yaml"
    path.write_text(one.clashes[0].dossier, encoding="utf-8")
    assert load_dossier(path, alliance().framework).evidence


def test_strict_ends_with_1_on_what_clashes_and_with_0_on_what_is_sound():
    assert run(*CLASH, "--strict").exit_code == 1
    assert run("gaps", PUBLISHED, "-i", "hva", "-o", "route.minor", "--strict", "--cohort", "2026", *ON).exit_code == 0


def test_where_nothing_is_found_it_says_so(monkeypatch):
    (ruleset,) = alliance().members[0].rulesets
    nothing = Gaps(ruleset, never=(), clashes=(), outside=(), silent=(), idle=(), droppable=(), undecided_rules=(),
                   unsettled=())  # fmt: skip
    monkeypatch.setattr(sys.modules["evc_rules.gaps"], "gaps", lambda *_, **__: nothing)
    assert "Niets gevonden." in out(*CLASH)


def test_bad_input_ends_with_2():
    result = run("gaps", PUBLISHED, "-i", "hvaa", *ON)
    assert (result.exit_code, "hva" in result.stderr) == (2, True)
