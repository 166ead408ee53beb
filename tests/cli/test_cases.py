"""`test`: what people see of the cases of a ruleset, JSON, what is written, exit codes."""

from __future__ import annotations

import json

import pytest

from evc_rules.language.load import load_dossier
from evc_rules.reports.printed import PRINTED
from evc_rules.testing.suites import Suites

from ..shipped import RULESETS, alliance
from .test_commands import data, out, run

HVA = str(RULESETS / "hva" / "policy.yaml")
ALL = ("test", HVA, "--coverage", "--mutate")


@pytest.fixture
def failing(tmp_path):
    path = tmp_path / "wrong.cases.yaml"
    path.write_text(
        "evc-cases: 1\non: 2026-11-24\ncases:\n"
        "  - {case: {nl: Fout, en: Wrong}, dossier: {}, expect: {route.minor: exempt}}\n",
        encoding="utf-8",
    )
    return str(path)


def test_it_says_what_is_exercised_and_which_slips_go_unnoticed():
    said = out(*ALL)
    for needed in ("hva: ", "alle zoals verwacht", "Wat de gevallen raken", "regels gelden in een geval", "(MC/DC)",
                   "vergissingen opgemerkt", "toe te voegen", "merkt op: ", "hva/policy.yaml:", "--write"):  # fmt: skip
        assert needed in said


def test_it_speaks_english_when_asked():
    said = out(*ALL, "--lang", "en")
    for needed in ("all as expected", "What the cases exercise", "rules act in some case", "mutants noticed", "to add",
                   "Boundaries without a case:"):  # fmt: skip
        assert needed in said


def test_details_show_all_of_a_long_list(tmp_path):
    path = tmp_path / "few.cases.yaml"
    path.write_text(
        "evc-cases: 1\non: 2026-11-24\ncases:\n  - {case: Niets, dossier: {}, expect: {route.parts: open}}\n"
    )
    driestar = ("test", str(RULESETS / "driestar" / "policy.yaml"), str(path), "--mutate")
    short, long = (out(*driestar, *more).count("merkt op: ") for more in ((), ("--details",)))
    assert short == 12 < long


def test_json_holds_each_mutant_and_each_case_to_add(tmp_path):
    view = PRINTED["test"].model_validate(data(*ALL))
    one = view.mutation
    assert len(one.mutants) == one.counted + one.same + one.unknown
    assert one.noticed == sum(each.fate == "noticed" for each in one.mutants)
    assert sum(each.notices for each in one.cases) == one.counted - one.noticed
    assert all(each.line for each in (*one.mutants, *view.coverage.boundaries))
    path = tmp_path / "dossier.yaml"
    path.write_text(one.cases[0].dossier, encoding="utf-8")
    assert load_dossier(path, alliance("pabo-published").framework)


def test_the_cases_to_add_are_written_and_come_out(tmp_path):
    path = tmp_path / "cases.suggested.yaml"
    said = out(*ALL, "--write", str(path))
    assert f"geschreven naar {path}" in said.replace("\n", " ").replace("  ", "") or str(path.name) in said
    results = Suites().open(path).run()
    assert results
    assert all(one.passed for one in results)
    assert run(*ALL, "--write", str(path)).exit_code == 2
    assert run(*ALL, "--write", str(path), "--force").exit_code == 0
    assert run("test", HVA, str(RULESETS / "hva/cases.yaml"), str(path), "--mutate", "--strict").exit_code == 0


def test_exit_codes(failing, tmp_path):
    assert run("test", HVA).exit_code == 0
    assert run("test", HVA, "--mutate", "--strict").exit_code == 1
    wrong = run("test", HVA, failing, "--lang", "en")
    assert wrong.exit_code == 1
    for needed in ("EVC-T001: 'Wrong'", "expected: exempt", "got:      not-covered", "because: ", "policy.yaml:"):
        assert needed in wrong.stdout
    assert "hva: 1 case, 1 not as expected" in wrong.stdout
    assert "hva: 1 geval, 1 anders dan verwacht" in run("test", HVA, failing).stdout
    for bad, needed in (
        (("test", str(tmp_path / "no.yaml")), "EVC-F001"),
        (("test", HVA, "--write", "x.yaml"), "--write needs --mutate"),
        (("test", HVA, "--force"), "--force needs --mutate"),
        (("test", HVA, "--on", "2026-11-24"), "--on needs --mutate"),
        (("test", HVA, "--within", "5"), "--within needs --mutate"),
        (("test", HVA, "--strict", "--coverage"), "--strict needs --mutate"),
        (("test", HVA, str(tmp_path / "no.cases.yaml")), "EVC-F001"),
        (("test", HVA, "--mutate", "--on", "soon"), "EVC-C001"),
        (("test", str(RULESETS / "frameworks/pabo-route.yaml")), "EVC-F008"),
    ):
        result = run(*bad)
        assert (result.exit_code, needed in result.stderr, result.stdout) == (2, True, ""), result.stderr


def test_cases_of_one_title_count_each(tmp_path):
    wrong = "  - {case: {nl: Fout, en: Wrong}, dossier: {}, expect: {route.minor: exempt}}\n"
    path = tmp_path / "wrong.cases.yaml"
    path.write_text(f"evc-cases: 1\non: 2026-11-24\ncases:\n{wrong}{wrong}", encoding="utf-8")
    assert "hva: 2 gevallen, 2 anders dan verwacht" in run("test", HVA, str(path)).stdout
    failed = json.loads(run("test", HVA, str(path), "--json").stdout)["failed"]
    assert [(one["file"], one["line"]) for one in failed] == [(str(path), 4), (str(path), 5)]


def test_a_file_of_cases_that_is_named_twice_counts_once():
    file = str(RULESETS / "hva/cases.yaml")
    once, twice = (out("test", HVA, *files, "--json") for files in ([file], [file, file]))
    assert twice == once


def test_a_ruleset_without_cases_is_given_cases_to_begin_with(tmp_path):
    text = (RULESETS / "hanze/policy.yaml").read_text(encoding="utf-8").replace("cases: cases.yaml\n", "")
    (tmp_path / "frameworks").mkdir()
    framework = (RULESETS / "frameworks/pabo-route.yaml").read_text(encoding="utf-8")
    (tmp_path / "frameworks/pabo-route.yaml").write_text(framework, encoding="utf-8")
    policy = tmp_path / "policy.yaml"
    policy.write_text(text, encoding="utf-8")
    nothing = run("test", str(policy))
    assert (nothing.exit_code, "has no cases" in nothing.stderr) == (2, True)
    undated = run("test", str(policy), "--mutate")
    assert (undated.exit_code, "add --on" in undated.stderr) == (2, True)
    said = out("test", str(policy), "--mutate", "--on", "2026-11-24", "--write", str(tmp_path / "cases.yaml"))
    assert "0 van 15 vergissingen opgemerkt" in said
    assert "15 van 15 vergissingen opgemerkt" in out("test", str(policy), "--mutate")
