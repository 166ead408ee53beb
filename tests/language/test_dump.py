"""Law 3: dump then load is the identity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evc_rules.language.dump import dump, plain_data
from evc_rules.language.load import examine, load_framework
from evc_rules.language.unsugar import condition
from evc_rules.model.conditions import AgeTest, CodeTest, Exists, Filter, FlagTest
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework
from evc_rules.model.quantities import Age

from .corpus import CORPUS, GOOD, ROOT, small


def _written_by_us(path: Path) -> bool:
    """Alliances and cases are read and not written."""
    return path.parent.name != "alliances" and not path.name.endswith("cases.yaml")


RULESETS = [path for path in sorted((ROOT / "rulesets").rglob("*.yaml")) if _written_by_us(path)]
DOSSIERS = [*sorted((ROOT / "examples/dossiers").rglob("*.yaml")), CORPUS / "good" / "dossier.yaml"]
FRAMEWORKS = {
    "published": ROOT / "rulesets/frameworks/pabo-route.yaml",
    "dossiers": ROOT / "rulesets/frameworks/leraar-basisonderwijs.yaml",
    "good": CORPUS / "frameworks" / "klein.yaml",
}


def _again(model: Any, framework: Framework | None, folder: Path) -> Any:
    path = folder / "dumped.yaml"
    path.write_text(dump(model), encoding="utf-8")
    loaded = examine(path, framework=framework)
    assert [str(finding) for finding in loaded.findings if finding.code != "EVC-F009"] == []
    return loaded.model


@pytest.mark.parametrize(
    "path",
    [*RULESETS, *filter(_written_by_us, GOOD), CORPUS / "frameworks/klein.yaml"],
    ids=lambda p: f"{p.parent.name}-{p.stem}",
)
def test_what_is_dumped_and_loaded_is_the_same(path: Path, tmp_path: Path) -> None:
    loaded = examine(path, framework=small() if path.name == "dossier.yaml" else None)
    assert loaded.model is not None
    again = _again(loaded.model, loaded.framework if not isinstance(loaded.model, Framework) else None, tmp_path)
    assert again == loaded.model
    assert plain_data(again) == plain_data(loaded.model)


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_what_is_dumped_and_loaded_of_a_dossier_is_the_same(path: Path, tmp_path: Path) -> None:
    framework = load_framework(FRAMEWORKS[path.parent.name])
    loaded = examine(path, framework=framework)
    assert loaded.model is not None
    assert _again(loaded.model, framework, tmp_path) == loaded.model


@pytest.mark.parametrize(
    "tests",
    [
        (CodeTest(attribute="programme", codes=("a",)), CodeTest(attribute="programme", codes=("b",))),
        (FlagTest(attribute="accredited", value=True), FlagTest(attribute="accredited", value=False)),
        (AgeTest(op="<=", value=Age(12)), AgeTest(op="<=", value=Age(24), as_of="start")),
    ],
    ids=["codes", "flags", "ages"],
)
def test_two_tests_that_cannot_stand_in_one_mapping_are_not_lost(tests: Any) -> None:
    """A filter that loses a test would grant more: better to say that it cannot be written."""
    with pytest.raises(ValueError, match="cannot be written"):
        condition(Exists(filter=Filter(kinds=("diploma",), tests=tests)))


def test_dump_keeps_words_apart_from_numbers(tmp_path: Path) -> None:
    """A code that looks like a number, a date or nothing is still a code."""
    path = tmp_path / "odd.yaml"
    path.write_text(
        "evc-dossier: 1\ndossier: odd\nevidence:\n"
        "  - {id: a, diploma: {programme: '10', issuer: 'null', country: 2020-01-01, field: '~'}}\n"
        "  - {id: b, diploma: {programme: 'a: b', issuer: '#x', country: '$y', field: '- z'}}\n",
        encoding="utf-8",
    )
    loaded = examine(path, framework=small())
    assert loaded.findings == []
    assert _again(loaded.model, small(), tmp_path) == loaded.model


def test_what_is_said_to_be_unknown_is_unknown_for_everything_that_carries_attributes() -> None:
    """language.md, 'Dossier': written without a value means unknown, also where absence would mean none."""
    dossier = examine(CORPUS / "good" / "dossier.yaml", framework=small()).model
    assert isinstance(dossier, Dossier)
    assert dossier.applicant.unknown == ("debt",)
    assert [item.unknown for item in dossier.evidence if item.unknown] == [("cefr",)]
    assert [verdict.unknown for verdict in dossier.verdicts] == [("seen",), ()]
