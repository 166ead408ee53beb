"""Loading: what files name is found beside them, and each kind of file is taken for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.errors import InvalidInputError, Severity
from evc_rules.language import load as loading
from evc_rules.language.load import examine, find_framework, load
from evc_rules.model.alliance import Alliance
from evc_rules.model.cases import CaseFile
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework
from evc_rules.model.policy import Ruleset
from evc_rules.model.programme import Programme

from .corpus import CORPUS, ROOT, small

GOOD = CORPUS / "good"
POLICY = """\
evc-rules: 1
ruleset: r
title: R
institution: i
illustrative: true
framework: klein@1
rules:
  - {id: a, grant: ped.climate@1}
"""
ALLIANCE = """\
evc-alliance: 1
alliance: a
title: A
illustrative: true
framework: frameworks/klein.yaml
members:
  - {institution: i, ruleset: policy.yaml}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    text = (CORPUS / "frameworks/klein.yaml").read_text(encoding="utf-8")
    (tmp_path / "frameworks/klein.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def _said(path: Path) -> list[str]:
    return [
        f"{finding.code} {Path(finding.position.file).name}" for finding in examine(path).findings if finding.position
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("every-form.yaml", Ruleset),
        ("programme.yaml", Programme),
        ("framework.yaml", Framework),
        ("cases.yaml", CaseFile),
        ("../../../rulesets/alliances/voorbeeld.yaml", Alliance),
    ],
)
def test_the_first_key_says_what_a_file_is(name: str, kind: type) -> None:
    assert isinstance(load(GOOD / name), kind)


def test_a_dossier_without_a_framework_is_held_to_its_shape_and_asked_for_one(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text("evc-dossier: 1\ndossier: d\nevidenc: []\nevidence: [{id: a, diploma: {nlqf: 6, cefr: B2}}]\n")
    assert [finding.code for finding in examine(path).findings] == ["EVC-S001", "EVC-S002"]
    path.write_text(path.read_text().replace("evidenc: []\n", ""))
    assert isinstance(load(path, framework=small()), Dossier)


@pytest.mark.parametrize(
    ("loader", "name", "wanted"),
    [
        ("load_ruleset", "programme.yaml", "the kind of the file is 'programme', and 'ruleset' is needed here"),
        ("load_framework", "every-form.yaml", "the kind of the file is 'ruleset', and 'framework' is needed here"),
        ("load_programme", "framework.yaml", "the kind of the file is 'framework', and 'programme' is needed here"),
        ("load_alliance", "framework.yaml", "the kind of the file is 'framework', and 'alliance' is needed here"),
    ],
)
def test_a_file_of_another_kind_is_refused(loader: str, name: str, wanted: str) -> None:
    with pytest.raises(InvalidInputError, match="EVC-F008") as caught:
        getattr(loading, loader)(GOOD / name)
    assert [finding.message for finding in caught.value.findings] == [wanted]


def test_cases_and_dossiers_are_told_apart_too() -> None:
    framework = Framework.model_validate(small())
    with pytest.raises(InvalidInputError, match="and 'cases' is needed"):
        loading.load_cases(GOOD / "every-form.yaml", framework)
    with pytest.raises(InvalidInputError, match="and 'dossier' is needed"):
        loading.load_dossier(GOOD / "programme.yaml", framework)


def test_a_framework_is_looked_for_beside_a_file_and_above_it(folder: Path) -> None:
    below = folder / "one" / "two"
    below.mkdir(parents=True)
    assert find_framework("klein@1", folder / "policy.yaml") is not None
    assert find_framework("klein@1", below / "policy.yaml") is not None
    assert find_framework("klein@2", below / "policy.yaml") is not None  # the version is compared when it is read
    assert find_framework("groot@1", below / "policy.yaml") is None


def test_a_framework_by_its_version_comes_first(folder: Path) -> None:
    text = (folder / "frameworks/klein.yaml").read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    (folder / "frameworks/klein@2.yaml").write_text(text, encoding="utf-8")
    (folder / "policy.yaml").write_text(POLICY.replace("klein@1", "klein@2"), encoding="utf-8")
    assert examine(folder / "policy.yaml").findings == []


def test_what_is_wrong_with_the_framework_is_said_where_it_is_wrong(folder: Path) -> None:
    text = (folder / "frameworks/klein.yaml").read_text(encoding="utf-8").replace("ped.relations@1", "ped.relation@1")
    (folder / "frameworks/klein.yaml").write_text(text, encoding="utf-8")
    assert _said(folder / "policy.yaml") == ["EVC-O001 klein.yaml"]
    assert examine(folder / "policy.yaml").model is None


def test_what_is_wrong_with_a_member_is_said_where_it_is_wrong(folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace("ped.climate", "ped.climat"), encoding="utf-8")
    (folder / "alliance.yaml").write_text(ALLIANCE, encoding="utf-8")
    assert "EVC-O001 policy.yaml" in _said(folder / "alliance.yaml")


def test_an_alliance_may_declare_more_attributes(folder: Path) -> None:
    """meaning.md, section 3: an institute extends the vocabulary without code."""
    more = "attributes: [{id: scout, on: applicant, type: flag}]\n"
    rule = "  - {id: b, grant: ped.climate@2, when: {applicant: {scout: yes}}}\n"
    (folder / "policy.yaml").write_text(POLICY + rule, encoding="utf-8")
    assert _said(folder / "policy.yaml") == ["EVC-A001 policy.yaml"]
    (folder / "alliance.yaml").write_text(ALLIANCE + more, encoding="utf-8")
    alliance = load(folder / "alliance.yaml")
    assert isinstance(alliance, Alliance)
    assert alliance.framework.vocabulary.find("scout", "applicant") is not None
    assert [rule.id for rule in alliance.members[0].rulesets[0].rules] == ["a", "b"]


@pytest.mark.parametrize("key", ["framework: policy.yaml", "framework: alliance.yaml", "framework: frameworks"])
def test_an_alliance_over_what_is_no_framework(folder: Path, key: str) -> None:
    text = ALLIANCE.replace("framework: frameworks/klein.yaml", key)
    (folder / "alliance.yaml").write_text(text, encoding="utf-8")
    loaded = examine(folder / "alliance.yaml")
    assert loaded.model is None
    assert {finding.code for finding in loaded.findings} <= {"EVC-F008", "EVC-F009"}
    assert loaded.findings


def test_a_ruleset_names_its_cases(folder: Path) -> None:
    path = folder / "policy.yaml"
    path.write_text(POLICY + "cases: case.yaml\n", encoding="utf-8")
    (finding,) = examine(path).findings
    assert (finding.code, finding.severity) == ("EVC-F009", Severity.WARNING)
    (folder / "case.yaml").write_text("evc-cases: 1\ncases: []\n")
    ruleset = load(path)
    assert isinstance(ruleset, Ruleset)
    assert ruleset.cases == "case.yaml"


def test_an_error_comes_with_every_finding_and_no_model_is_given(folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace("ped.climate@1", "ped.climat@9") + "bsa: no\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load(folder / "policy.yaml")
    assert [finding.code for finding in caught.value.findings] == ["EVC-O001", "EVC-S004"]


def test_names_of_files_are_short_where_they_can_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "frameworks/klein.yaml").write_text("evc-framework: 1\n", encoding="utf-8")
    assert {finding.position.file for finding in examine("policy.yaml").findings if finding.position} == {
        "frameworks/klein.yaml"
    }


def test_the_shipped_files_have_no_errors() -> None:
    for path in sorted((ROOT / "rulesets").rglob("*.yaml")):
        errors = [str(one) for one in examine(path).findings if one.severity is Severity.ERROR]
        assert errors == [], path


@pytest.mark.parametrize("framework", ["''", "", "[klein@1]", "{a: b}"])
@pytest.mark.parametrize("head", [POLICY, "evc-cases: 1\ncases: []\nframework: klein@1\n"])
def test_a_framework_that_is_not_named_is_an_error(folder: Path, head: str, framework: str) -> None:
    path = folder / "file.yaml"
    path.write_text(head.replace("framework: klein@1", f"framework: {framework}"), encoding="utf-8")
    loaded = examine(path)
    assert loaded.model is None
    assert {finding.code for finding in loaded.findings} <= {"EVC-S001", "EVC-S003"}
    assert loaded.findings
