"""The command line: what people see, exit codes, and JSON that keeps its keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evc_rules.cli.app import app
from evc_rules.cli.common import write_new
from evc_rules.engines.compiled import native
from evc_rules.errors import InvalidInputError
from evc_rules.language.load import examine
from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS, ROOT, RULESETS

VOORBEELD = str(RULESETS / "alliances" / "voorbeeld.yaml")
PUBLISHED = str(RULESETS / "alliances" / "pabo-published.yaml")
NOORD = str(RULESETS / "voorbeeld-noord" / "policy.yaml")
ASSISTANT = str(DOSSIERS / "onderwijsassistent-41.yaml")
HAVO = str(DOSSIERS / "published" / "havist-met-toetsen.yaml")
EN = ("--lang", "en")
ON = ("--on", "2026-11-24")


def run(*words: str):
    return CliRunner().invoke(app, list(words))


def out(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def data(*words: str):
    return json.loads(out(*words, "--json"))


def test_the_main_job_in_one_line():
    said = out("assess", PUBLISHED, "--dossier", HAVO, "--harmonise", "quorum:3", "--plan", *ON)
    for needed in ("Havist die twee toelatingstoetsen deed", "De Kempel", "quorum:3", "Waar zij verschillen", "240"):
        assert needed in said
    assert "de examencommissie beslist" in said


def test_it_speaks_english_when_asked():
    said = out("assess", PUBLISHED, "-d", HAVO, "--lang", "en", *ON)
    assert "the exam board decides" in said
    assert "Where they differ" in said


def test_a_ruleset_by_itself_finds_the_programme_beside_it():
    said = out("assess", NOORD, "-d", ASSISTANT, "--plan", *ON)
    assert "voorbeeld-noord" in said
    assert "240" in said


def test_json_has_the_documented_keys_and_exact_credits():
    said = data("assess", NOORD, "-d", ASSISTANT, "--plan", *ON)
    PRINTED["assess"].model_validate(said)
    (member,) = said["members"]
    credits_ = member["recommendation"]["credits"]
    assert credits_["total"] == "240 EC"
    assert member["recommendation"]["path"]["proven"] is True
    statuses = {one["outcome"]: one["status"] for one in member["recommendation"]["outcomes"]}
    assert statuses["ped.climate@2"] == "exempt"


def test_without_a_decision_date_today_is_used_and_said():
    result = run("explain", NOORD, "ped.climate@1")
    assert f"decision date: {date.today()}" in result.stderr  # noqa: DTZ011 - the day where the person is
    assert "decision date" not in run("explain", NOORD, "ped.climate@1", *ON).stderr


def test_explain_tells_the_rules_and_with_a_dossier_the_reasons():
    rules = out("explain", NOORD, "ped.climate@1", *ON, "--lang", "en")
    assert "at least 800 hours" in rules
    reasons = " ".join(out("explain", NOORD, "ped.climate@1", "-d", ASSISTANT, *ON, "--lang", "en").split())
    assert "found: 7500 hours" in reasons
    said = data("explain", NOORD, "ped.climate@1", "-d", ASSISTANT, *ON)
    (ruleset,) = said["rulesets"]
    (trace,) = ruleset["traces"]
    assert trace["status"] == "exempt"
    assert {step["truth"] for step in trace["grants"]} == {"true", "false", "unknown"} or trace["grants"]


def test_plan_shows_periods_and_says_that_it_is_proven():
    said = out("plan", NOORD, "-d", ASSISTANT, *ON, "--lang", "en")
    assert "proven the earliest" in said
    assert "2027-02-01" in said
    best = data("plan", NOORD, "-d", ASSISTANT, *ON)["members"][0]["recommendation"]
    assert best["path_at_best"]["finish"] <= best["path"]["finish"]


def test_plan_at_one_member_of_an_alliance():
    said = out("plan", PUBLISHED, "-d", HAVO, "-i", "hva", *ON)
    assert "Hogeschool van Amsterdam" in said
    assert "Marnix" not in said
    wrong = run("plan", PUBLISHED, "-d", HAVO, "-i", "hvaa", *ON)
    assert wrong.exit_code == 2
    assert "did you mean 'hva'?" in wrong.stderr


def test_harmonise_writes_a_ruleset_that_checks_clean(tmp_path):
    target = tmp_path / "voorstel.yaml"
    out("harmonise", PUBLISHED, "-s", "quorum:3", "--cohort", "2026", "--out", str(target), *ON)
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "pabo-route.yaml").write_text(
        (RULESETS / "frameworks" / "pabo-route.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert [str(one) for one in examine(target).findings if one.severity.value == "error"] == []
    again = run("harmonise", PUBLISHED, "-s", "quorum:3", "--cohort", "2026", "--out", str(target), *ON)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert run("harmonise", PUBLISHED, "-s", "strictest", "--out", str(target), "--force", *ON).exit_code == 0
    assert data("harmonise", PUBLISHED, "-s", "strictest", *ON)["strategy"] == "strictest"


def test_check_finds_nothing_in_what_is_shipped():
    assert "0 errors, 0 warnings" in out("check", str(RULESETS), *EN)
    assert data("check", str(RULESETS))["findings"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("assess", "nowhere.yaml", "-d", ASSISTANT, *ON), "EVC-F001"),
        (("assess", ASSISTANT, "-d", ASSISTANT, *ON), "EVC-"),
        (("assess", VOORBEELD, "-d", NOORD, *ON), "EVC-F008"),
        (("assess", NOORD, "-d", ASSISTANT, "--on", "2026-02-30"), "EVC-C001"),
        (("assess", NOORD, "-d", ASSISTANT, "--start", "soon", *ON), "EVC-C001"),
        (("assess", VOORBEELD, "-d", ASSISTANT, "--programme", NOORD, *ON), "EVC-C001"),
        (("assess", VOORBEELD, "-d", ASSISTANT, "--harmonise", "quorum:9", *ON), "EVC-N002"),
        (("assess", VOORBEELD, "-d", ASSISTANT, "--harmonise", "most", *ON), "EVC-N002"),
        (("explain", NOORD, "ped.climat", *ON), "EVC-O001"),
        (("explain", NOORD, "ped.climate@7", *ON), "EVC-O002"),
        (("harmonise", NOORD, "-s", "strictest", *ON), "EVC-F008"),
        (("harmonise", VOORBEELD, "-s", "strictest", "-o", "/nowhere/at/all.yaml", *ON), "EVC-"),
        (("check", str(ROOT / "tests" / "cli")), "EVC-C001"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else value,
)
def test_bad_input_ends_with_code_2_and_a_finding(words, code):
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert code in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_check_says_everything_at_once_with_positions(tmp_path):
    wrong = tmp_path / "policy.yaml"
    wrong.write_text("evc-rules: 1\nruleset: x\ntitel: y\nrules: 3\n", encoding="utf-8")
    result = run("check", str(wrong))
    assert result.exit_code == 2
    assert result.stderr.count("EVC-") >= 2
    assert f"{wrong}:3:1: EVC-S002" in result.stderr
    assert "help: did you mean 'title'?" in result.stderr


def test_strict_check_ends_with_code_1_on_warnings(tmp_path):
    text = (RULESETS / "voorbeeld-noord" / "policy.yaml").read_text(encoding="utf-8")
    unused = "parameters:\n  unused_number: [{value: 3}]\n"
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "leraar-basisonderwijs.yaml").write_text(
        (RULESETS / "frameworks" / "leraar-basisonderwijs.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    lines = [line for line in text.splitlines() if not line.startswith("cases:")]
    (tmp_path / "policy.yaml").write_text("\n".join(lines).replace("parameters:\n", unused), encoding="utf-8")
    assert run("check", str(tmp_path / "policy.yaml")).exit_code == 0
    result = run("check", "--strict", str(tmp_path / "policy.yaml"))
    assert result.exit_code == 1
    assert "EVC-R006" in result.output


def test_a_case_that_fails_ends_with_code_1_and_says_where(tmp_path):
    (tmp_path / "frameworks").mkdir()
    for name in ("frameworks/leraar-basisonderwijs.yaml", "voorbeeld-noord/policy.yaml"):
        target = tmp_path / name.removeprefix("voorbeeld-noord/")
        text = (RULESETS / name).read_text(encoding="utf-8")
        target.write_text(text.replace("cases: cases.yaml\n", ""), encoding="utf-8")
    policy = tmp_path / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8") + "cases: own.cases.yaml\n", encoding="utf-8")
    cases = "evc-cases: 1\non: 2026-11-24\ncases:\n  - case: graduation\n    dossier: {applicant: {cohort: 2026}}\n"
    expected = cases + "    expect: {prof.graduation@3: exempt}\n"
    (tmp_path / "own.cases.yaml").write_text(expected, encoding="utf-8")
    result = run("check", str(policy), *EN)
    assert result.exit_code == 1
    assert "own.cases.yaml:6:" in result.stderr
    assert "EVC-T001" in result.stderr
    assert "1 case, 1 failed" in result.stdout
    (tmp_path / "own.cases.yaml").write_text(expected.replace(": exempt", ": refused"), encoding="utf-8")
    assert "1 case, 0 failed" in out("check", str(policy), *EN)


def test_the_version_is_printed():
    assert out("--version").startswith("evc-rules ")
    assert out("--version").endswith(f"({native.kind()} core)\n")


def test_a_dossier_finds_the_framework_that_it_names(tmp_path):
    assert "0 errors" in out("check", str(DOSSIERS), *EN)
    person = tmp_path / "d.yaml"
    person.write_text("evc-dossier: 1\ndossier: x\naplicant: {}\n", encoding="utf-8")
    nameless = run("check", str(person))
    assert nameless.exit_code == 2
    assert f"{person}:1:1: EVC-S001: the dossier does not name the framework" in nameless.stderr
    assert f"{person}:3:1: EVC-S002" in nameless.stderr
    person.write_text("evc-dossier: 1\ndossier: x\n", encoding="utf-8")
    framework = RULESETS / "frameworks" / "pabo-route.yaml"
    assert run("check", str(person), "--framework", str(framework)).exit_code == 0


def test_a_dossier_of_another_framework_is_told_so_and_nothing_else():
    result = run("assess", VOORBEELD, "-d", HAVO, *ON)
    assert result.exit_code == 2
    assert result.stderr.count("EVC-") == 1
    assert "EVC-O008: the dossier is to be read by 'pabo-route@2026'" in result.stderr


def test_check_says_which_rulesets_are_monotone_and_which_rules_leave_prerequisites_out():
    """Laws 5 and 7: "rulesets that `check` calls monotone"; "or `check` says which rules break it"."""
    said = out("check", *EN, "--laws", str(RULESETS / "hva"), str(RULESETS / "voorbeeld-noord"))
    assert "hva: monotone: no evidence" in said
    assert "voorbeeld-noord: not monotone" in said
    assert "dutch-first starts to act with a diploma (country not nl, be or sr)" in said
    assert "portfolio can exempt from ped.climate@1 without ped.relations@1, which it requires" in said
    laws = {one["ruleset"]: one for one in data("check", "--laws", str(RULESETS / "hva"))["laws"]}
    assert laws["hva"]["monotone"] is True


@pytest.mark.parametrize("make", [("cohort-convert", "-d", ASSISTANT), ("cohort-sample", "-n", "3", *ON)])
def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path, make):
    (tmp_path / "file").write_text("")
    command, *others = make
    result = run(command, NOORD, *others, "-o", str(tmp_path / "file" / "new"))
    assert (result.exit_code, "EVC-C001" in result.output) == (2, True), result.output


def test_a_link_stays_a_link_and_what_is_no_file_is_not_written_over(tmp_path: Path) -> None:
    """What it leads to is written, with the rights that it has; a folder or a device is refused."""
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    write_new(link, "new", force=True)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert target.stat().st_mode & 0o777 == 0o600
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for no_file in (tmp_path, pipe):
        with pytest.raises(InvalidInputError, match="is no file"):
            write_new(no_file, "new", force=True)


@pytest.mark.parametrize("seconds", ["inf", "nan", "-1", "1e9"])
def test_a_time_limit_is_a_number_of_seconds(seconds: str) -> None:
    said = CliRunner().invoke(app, ["diff", "rulesets/hva/policy.yaml", "--time-limit", seconds])
    assert said.exit_code == 2
    assert "no number of seconds" in said.output


def test_output_for_which_there_is_no_room_ends_without_a_traceback() -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("there is no device that is always full")
    with full.open("w", encoding="utf-8") as out:
        asked = [sys.executable, "-m", "evc_rules.cli", "check", str(ROOT / "rulesets/hva"), "--json", *EN]
        done = subprocess.run(asked, stdout=out, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - ourselves
    assert "Traceback" not in done.stderr
    assert "no space left" in done.stderr


def test_all_that_is_wrong_with_a_plan_is_said_at_once() -> None:
    said = run(
        "plan", VOORBEELD, "-d", "nope.yaml", "-i", "nope", "-h", "quorum:x", "--start", "2026-02-30", "--goals", "bla",
        "--leave", "x", "--by-assessment", "zz", "--on", "2026-13-01",
    )  # fmt: skip
    assert said.exit_code == 2
    for piece in ("--on", "--start", "'nope'", "'bla'", "--leave", "'zz'", "quorum:x", "nope.yaml"):
        assert piece in said.output


def test_all_that_is_wrong_with_planning_again_is_said_at_once(tmp_path: Path) -> None:
    before = tmp_path / "path.json"
    before.write_text("{}", encoding="utf-8")
    said = run(
        "replan", VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", "--before", str(before), "--start", "soon",
        "--failed", "zz", *ON,
    )  # fmt: skip
    assert said.exit_code == 2
    for piece in ("--start", "'zz'", "not what `plan --json` or `replan --json` prints"):
        assert piece in said.output
    other = run(
        "replan", VOORBEELD, "-d", ASSISTANT, "-i", "voorbeeld-oost", "--before", "no.json", "--start", "2028-02-01"
    )
    assert (other.exit_code, "EVC-F001" in other.output) == (2, True)
