"""Every program in examples/ runs and says what it is there to say."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pytest

from evc_rules import load_framework, load_ruleset

from .running import ROOT

EXAMPLES = ROOT / "examples"


def _output(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    monkeypatch.setattr(sys, "argv", [name, *arguments])
    monkeypatch.delenv("EVC_RULES_LANG", raising=False)
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out


def test_every_example_is_run_here() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{path.name}"' in told for path in EXAMPLES.glob("*.py"))


@pytest.mark.parametrize(("lang", "heading"), [("nl", "de examencommissie beslist"), ("en", "the exam board decides")])
def test_the_demo(lang: str, heading: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = _output("demo.py", monkeypatch, capsys, *[lang] * (lang != "nl"))
    assert heading in said
    assert said.count("\n$ evc-rules ") == 7


def test_one_applicant(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = _output("one_applicant.py", monkeypatch, capsys)
    assert "level 2: exempt." in said
    assert "at most, of 240 EC" in said


def test_an_alliance_in_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(_output("alliance_json.py", monkeypatch, capsys))
    assert [one["institution"] for one in said["members"]] == [
        "voorbeeld-noord",
        "voorbeeld-oost",
        "voorbeeld-zuid",
        "voorbeeld-west",
    ]


def test_a_harmonised_policy_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "voorstel.yaml"
    said = _output("harmonised_policy.py", monkeypatch, capsys, str(target))
    framework = load_framework(ROOT / "rulesets/frameworks/pabo-route.yaml")
    rules = load_ruleset(target, framework=framework).rules
    assert f"{len(rules)} rules" in said
    assert rules


def test_what_is_left_to_learn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _output("what_is_left.py", monkeypatch, capsys).count("the earliest") == 4


def test_an_intake_talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = _output("intake.py", monkeypatch, capsys)
    assert "added eerste-school: 36 changed, 18 open" in said
    assert "ask: " in said
    assert "undone hardship" in said
