"""Whatever a file holds, `examine` answers with findings: it never raises, and each finding is one that can be read."""

from __future__ import annotations

import copy
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.errors import Severity
from evc_rules.language.load import examine, load_framework
from evc_rules.model.outcomes import Framework

from .trees import Bare, Raw, at, places, tree_of, written

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    "rulesets/frameworks/leraar-basisonderwijs.yaml",
    "rulesets/frameworks/pabo-route.yaml",
    "rulesets/voorbeeld-noord/policy.yaml",
    "rulesets/voorbeeld-zuid/policy.yaml",
    "rulesets/national/policy.yaml",
    "rulesets/voorbeeld-west/programme.yaml",
    "rulesets/alliances/voorbeeld.yaml",
    "examples/dossiers/onderwijsassistent-41.yaml",
    "examples/dossiers/buitenlandse-leraar.yaml",
    "tests/corpus/good/cases.yaml",
]
ODD = [
    None, "", " ", "0", "-1", "x", "..", "../..", "$", "$x", "@", "a@1..0", "ped@99", "true", "<= 1", ">= x", ", ,",
    "1 EC", "9" * 40, "9" * 5000, "a" * 3000, "a" * 300, "é\u202eש😀", "a\nb", "{", "any", "2023-02-30",
    "9999-12-31", "0001-01-01/..", Bare("1e5"), Bare("NaN"), Bare(".inf"), Bare("-0"), Bare("1"), Bare("ongoing"),
    Bare("yes"), Bare("2023-02-30"), Bare("9999-12-31"), Bare("1 h"), Bare("999 years 9999 months"), Bare("12-28"),
    Bare("99999999999 EC"), Raw('"\\0"'), Raw('"\\ud800"'), Raw('"\\e[31m"'), Raw("!!python/object:os.system x"),
    Raw("*nothing"), Raw("&a [*a]"), Raw("2026-01-01T00:00:00Z"), Raw("0x1F"), Raw("1_000"), Raw("\u0661\u0662"),
    [], [[]], [None], {}, {"": None}, {"x": "y"}, ["x", {"y": []}], [{"x": [1]}], {"nl": [], "en": {}},
]  # fmt: skip
NAMES = ["", "any", "not", "level", "kind", "age", "é", "id"]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that is shipped, to write changed files into."""
    copied: Path = tmp_path_factory.mktemp("ground")
    for folder in ("rulesets", "examples/dossiers", "tests/corpus/good"):
        shutil.copytree(ROOT / folder, copied / folder)
    return copied


@cache
def _framework() -> Framework:
    return load_framework(ROOT / FILES[0])


@cache
def _shipped(name: str) -> Any:
    return tree_of(ROOT / name)


def _changed(tree: Any, change: tuple[int, str, int]) -> Any:
    """The tree with one node replaced, taken out, doubled, renamed, or exchanged for another node of it."""
    place, how, what = change
    paths = list(places(tree))
    if not paths:
        return tree
    *above, last = paths[place % len(paths)]
    holder = at(tree, tuple(above))
    match how:
        case "replace":
            holder[last] = copy.deepcopy(ODD[what % len(ODD)])
        case "remove":
            del holder[last]
        case "double" if isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        case "double":
            holder[last] = [holder[last], copy.deepcopy(holder[last])]
        case "rename" if isinstance(holder, dict):
            holder[[f"{last}x", *NAMES][what % (len(NAMES) + 1)]] = holder.pop(last)
        case _:
            holder[last] = copy.deepcopy(at(tree, paths[what % len(paths)]))
    return tree


NUMBERS = st.integers(0, 1 << 20)
CHANGES = st.tuples(NUMBERS, st.sampled_from(["replace", "remove", "double", "rename", "exchange"]), NUMBERS)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25)
@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_examine_never_raises_and_says_where(name: str, ground: Path, changes: list[tuple[int, str, int]]) -> None:
    tree = copy.deepcopy(_shipped(name))
    for change in changes:
        tree = _changed(tree, change)
    path = (ground / name).with_name("changed.yaml")
    path.write_text(written(tree), encoding="utf-8")
    over = _framework() if "dossier" in name or "voorbeeld-" in name else None
    loaded = examine(path, framework=over)
    assert loaded.model is not None or any(finding.severity is Severity.ERROR for finding in loaded.findings)
    for finding in loaded.findings:
        assert finding.position is not None, finding
        assert finding.position.line >= 1
        assert str(finding).encode("utf-8").count(b"\n") <= 1
