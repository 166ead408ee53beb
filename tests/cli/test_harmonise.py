"""`evc-rules harmonise`: how it is written, and what is proven of it."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from evc_rules.cli.app import app
from evc_rules.harmonise import harmonise
from evc_rules.language.load import load_ruleset
from evc_rules.reports.regulation import regulation

from ..shipped import ON, RULESETS, alliance

PUBLISHED = str(RULESETS / "alliances" / "pabo-published.yaml")
ASKED = ("harmonise", PUBLISHED, "--strategy", "quorum:3", "--cohort", "2026", "--on", str(ON), "--lang", "en")


def run(*more: str):
    return CliRunner().invoke(app, [*ASKED, *more])


def test_it_says_what_is_proven_beside_what_it_writes(tmp_path):
    done = run("--prove")
    assert done.exit_code == 0
    assert "Proven to be what the strategy means: all 23 outcomes" in done.stderr
    target = tmp_path / "voorstel.yaml"
    done = run("--prove", "--out", str(target))
    assert done.exit_code == 0
    assert "Proven" in done.stdout
    made = harmonise(alliance("pabo-published"), "quorum:3", ON, cohort=2026)
    assert load_ruleset(target, framework=alliance("pabo-published").framework) == made


def test_the_proof_is_data_with_the_facts_that_it_assumes():
    said = json.loads(run("--prove", "--json").stdout)
    assert said["proof"]["proven"]
    assert said["proof"]["outcomes"] == said["proof"]["anything"] == said["proof"]["complete"] == 23
    assert said["proof"]["unproven"] == []
    assert said["proof"]["facts"]
    assert said["text"] is None
    assert json.loads(run("--json").stdout)["proof"] is None


def test_what_is_not_proven_is_listed_with_its_clauses_and_it_ends_with_one(monkeypatch):
    made = harmonise(alliance("pabo-published"), "quorum:3", ON, cohort=2026)
    fewer = made.with_(rules=tuple(rule for rule in made.rules if rule.id != "two-years"))
    monkeypatch.setattr("evc_rules.cli.harmonise.harmonised", lambda *_, **__: fewer)
    done = run("--prove")
    assert done.exit_code == 1
    assert "entry.part-time@1: otherwise for someone" in done.stderr
    assert "leiden:two-years" in done.stderr
    (one,) = [each for each in json.loads(run("--prove", "--json").stdout)["proof"]["unproven"]
              if each["outcome"] == "entry.part-time@1"]  # fmt: skip
    assert (one["meant"], one["complete"], one["anything"]) == ("exempt", False, False)
    assert "exempt" not in one["said"]
    assert "evc-dossier: 1" in one["dossier"]


def test_prose_is_written_as_asked():
    made = harmonise(alliance("pabo-published"), "quorum:3", ON, cohort=2026)
    wanted = regulation(made, alliance("pabo-published").framework, "en")
    assert run("--as", "prose").stdout == wanted
    assert json.loads(run("--as", "prose", "--json").stdout)["text"] == wanted
