"""The pages that follow from the code are up to date, the site builds, and JSON is what its schemas say."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import pkgutil
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import grimp
import jsonschema
import pytest
from typer.testing import CliRunner

import evc_rules
from evc_rules.cli.app import app
from evc_rules.reports.printed import PRINTED

from .running import ROOT

ALLIANCE = "rulesets/alliances/voorbeeld.yaml"
PUBLISHED = "rulesets/alliances/pabo-published.yaml"
ON = ("--on", "2026-11-24", "--json")


def test_the_pages_that_follow_from_the_code_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    made = dict(generate.pages())
    stale = [path for path, text in made.items() if _text(ROOT / "docs" / path) != text]
    assert not stale, "run `make docs` and commit what it changes"
    schemas = {f"reference/schemas/{path.name}" for path in (ROOT / "docs/reference/schemas").iterdir()}
    assert schemas <= set(made)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def test_the_site_builds_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for kind in ('<link rel="stylesheet" href="', '<script src="', '<link rel="preconnect" href="'):
        assert f"{kind}http" not in page


COMMANDS = [
    ("assess", ALLIANCE, "-d", "examples/dossiers/buitenlandse-leraar.yaml", "--plan"),
    ("assess", PUBLISHED, "-d", "examples/dossiers/published/onderwijsassistent-voor-evc.yaml", "-h", "quorum:3"),
    ("assess", "rulesets/inholland/policy.yaml", "-d", "examples/dossiers/published/havist-met-toetsen.yaml"),
    ("plan", ALLIANCE, "-d", "examples/dossiers/onderwijsassistent-41.yaml", "-i", "voorbeeld-oost"),
    ("plan", PUBLISHED, "-d", "examples/dossiers/published/loopbaanwisselaar-hbo.yaml", "-h", "most-generous"),
    (
        "plan",
        ALLIANCE,
        "-d",
        "examples/dossiers/onderwijsassistent-41.yaml",
        "-i",
        "voorbeeld-oost",
        "--leave",
        "2027-09-01/2027-12-01",
        "--pace",
        "2028-01-01/..=10EC",
        "--goals",
        "finish,smooth",
    ),
    (
        "plan",
        ALLIANCE,
        "-d",
        "examples/dossiers/onderwijsassistent-41.yaml",
        "-i",
        "voorbeeld-oost",
        "--finish-by",
        "2028-09-01",
    ),
    (
        "paths",
        ALLIANCE,
        "-d",
        "examples/dossiers/onderwijsassistent-41.yaml",
        "-i",
        "voorbeeld-oost",
        "--variant",
        "dual",
    ),
    ("paths", PUBLISHED, "-d", "examples/dossiers/published", "-i", "driestar", "-i", "inholland"),
    (
        "worth",
        ALLIANCE,
        "-d",
        "examples/dossiers/onderwijsassistent-41.yaml",
        "-i",
        "voorbeeld-oost",
        "--finish-by",
        "2030-02-01",
    ),
    ("curriculum", "rulesets/voorbeeld-oost/programme.yaml"),
    ("explain", ALLIANCE, "ped.climate"),
    ("explain", ALLIANCE, "content.english", "-d", "examples/dossiers/buitenlandse-leraar.yaml"),
    ("compare", PUBLISHED, "-i", "hanze", "-i", "leiden"),
    ("compare", PUBLISHED, "--cohort", "2026", "-o", "entry"),
    ("test", "rulesets/hanze/policy.yaml", "--coverage", "--mutate"),
    ("gaps", "rulesets/hva/policy.yaml", "--cohort", "2026"),
    ("laws", "examples/property_tests/policy.yaml", "--waive", "equal-institutions=agreed with the partner"),
    ("align", "rulesets/hva/policy.yaml", "--with", "rulesets/marnix/policy.yaml", "-o", "route.minor"),
    ("diff", "rulesets/hanze/policy.yaml", "rulesets/hanze/policy.yaml"),
    ("harmonise", PUBLISHED, "--strategy", "quorum:3", "--cohort", "2026"),
    ("harmonise", PUBLISHED, "--strategy", "quorum:2", "--cohort", "2026", "--prove", "--as", "prose"),
    ("negotiate", PUBLISHED, "-d", "examples/dossiers/published", "--keep", "hva:entry-havo"),
    (
        "negotiate",
        PUBLISHED,
        "-d",
        "examples/dossiers/published",
        "--floor",
        "hanze:hanze",
        "--ceiling",
        "leiden:leiden",
        "--prove",
    ),
    ("impact", PUBLISHED, "--strategy", "quorum:3", "-d", "examples/dossiers/published/loopbaanwisselaar-hbo.yaml"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_json_is_what_its_schema_says(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    _valid(arguments[0], app([*arguments, *_more(arguments[0])], standalone_mode=False) or capsys.readouterr().out)


@pytest.mark.parametrize("text", ["evc-rules: 1\nruleset: x y\n", "evc-cases: 1\ncases: []\n", "not: this\n"])
def test_json_of_findings_is_what_its_schema_says(text: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    said = CliRunner().invoke(app, ["check", str(file), str(ROOT / "rulesets/frameworks"), "--json"])
    _valid("check", said.stdout)


def _more(command: str) -> tuple[str, ...]:
    """A decision date, where a command has one."""
    return ON[2:] if command == "curriculum" else ON


def _valid(command: str, output: str) -> None:
    schema = json.loads((ROOT / f"docs/reference/schemas/{command}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    said = json.loads(output)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(said)
    assert date.fromisoformat(said.get("on", "2026-11-24"))


def test_json_of_a_path_that_is_planned_again_is_what_its_schema_says(tmp_path: Path) -> None:
    where = (
        str(ROOT / ALLIANCE),
        "-d",
        str(ROOT / "examples/dossiers/onderwijsassistent-41.yaml"),
        "-i",
        "voorbeeld-oost",
    )
    before = tmp_path / "path.json"
    before.write_text(CliRunner().invoke(app, ["plan", *where, *ON]).stdout, encoding="utf-8")
    anew = ("--before", str(before), "--start", "2028-02-01", "--failed", "leren-2")
    _valid("replan", CliRunner().invoke(app, ["replan", *where, *anew, *ON]).stdout)


def test_json_of_a_receipt_that_is_verified_is_what_its_schema_says(tmp_path: Path) -> None:
    where, dossier = str(ROOT / ALLIANCE), str(ROOT / "examples/dossiers/onderwijsassistent-41.yaml")
    receipt = str(tmp_path / "receipt.json")
    CliRunner().invoke(app, ["assess", where, "-d", dossier, "--receipt", receipt, *ON])
    _valid("verify", CliRunner().invoke(app, ["verify", receipt, "-r", where, "-d", dossier, "--json"]).stdout)


def test_json_of_an_engine_that_was_asked_is_what_its_schema_says() -> None:
    echo = [sys.executable, "-c", "import sys\nfor line in sys.stdin: print('no answer', flush=True)"]
    _valid("conformance-run", CliRunner().invoke(app, ["conformance-run", "--json", "--", *echo]).stdout)


def test_every_json_command_is_tried() -> None:
    assert {one[0] for one in COMMANDS} | {"check", "replan", "verify", "conformance-run"} == set(PRINTED)


def test_doctests_say_what_happens() -> None:
    failed = []
    for module in pkgutil.walk_packages(evc_rules.__path__, "evc_rules."):
        if not module.name.endswith("__main__"):
            imported = importlib.import_module(module.name)
            failed += [module.name] * bool(doctest.testmod(imported).failed)
    assert not failed


def test_the_architecture_page_tells_what_each_room_knows() -> None:
    graph = grimp.build_graph("evc_rules")
    knows: dict[str, set[str]] = {}
    for module in graph.modules - {"evc_rules"}:
        room = module.split(".")[1]
        imported = {name.split(".")[1] for name in graph.find_modules_directly_imported_by(module) if "." in name}
        knows[room] = knows.get(room, set()) | imported - {room}
    page = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", page, re.MULTILINE)
    assert {room: set(re.findall(r"`(\w+)`", said)) for room, said in rows} == knows
