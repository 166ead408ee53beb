"""Which ruleset cases are about, and which cases a ruleset has: what a file names, or what its folder implies."""

from __future__ import annotations

from pathlib import Path

import pytest

from evc_rules.errors import InvalidInputError
from evc_rules.language.beside import cases_beside, is_cases, ruleset_beside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def write(name: str, text: str) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    write("one/policy.yaml", "evc-rules: 1\n")
    write("one/programme.yaml", "evc-programme: 1\n")
    write("one/cases.yaml", "evc-cases: 1\n")
    write("one/more.cases.yaml", "evc-cases: 1\n")
    write("two/old.yaml", "evc-rules: 1\ncases: was.yaml\n")
    write("two/new.yaml", "evc-rules: 1\ncases: cases.yaml\n")
    write("two/was.yaml", "evc-cases: 1\n")
    write("two/cases.yaml", "evc-cases: 1\n")
    write("two/old.cases.yaml", "evc-cases: 1\n")
    write("two/loose.cases.yaml", "evc-cases: 1\n")
    write("none/cases.yaml", "evc-cases: 1\n")
    write("none/named.cases.yaml", "evc-cases: 1\nruleset: ../one/policy.yaml\n")
    write("none/lost.cases.yaml", "evc-cases: 1\nruleset: polcy.yaml\n")
    write("other/cases.yaml", "cases: [of something else]\n")
    return tmp_path


@pytest.mark.parametrize(
    ("cases", "ruleset"),
    [
        ("one/cases.yaml", "one/policy.yaml"),
        ("one/more.cases.yaml", "one/policy.yaml"),
        ("two/cases.yaml", "two/new.yaml"),
        ("two/was.yaml", "two/old.yaml"),
        ("two/old.cases.yaml", "two/old.yaml"),
        ("none/named.cases.yaml", "none/../one/policy.yaml"),
    ],
)
def test_cases_are_about_the_ruleset_that_they_or_their_folder_say(folder: Path, cases: str, ruleset: str) -> None:
    assert ruleset_beside(folder / cases) == folder / ruleset


def test_cases_that_cannot_be_read_are_not_left_out_unseen(folder: Path) -> None:
    """Whoever opens them then says what is wrong with them."""
    (folder / "one/wide.cases.yaml").write_text("evc-cases: 1\n", encoding="utf-16")
    assert folder / "one/wide.cases.yaml" in cases_beside(folder / "one/policy.yaml")


@pytest.mark.parametrize("key", ["evc-rules", "'evc-rules'", '"evc-rules"', "\ufeffevc-rules"])
def test_a_ruleset_is_known_however_its_key_is_written(folder: Path, key: str) -> None:
    (folder / "none/policy.yaml").write_text(f"{key}: 1\n", encoding="utf-8")
    assert ruleset_beside(folder / "none/cases.yaml") == folder / "none/policy.yaml"


@pytest.mark.parametrize(
    ("cases", "code", "said"),
    [
        ("none/cases.yaml", "EVC-T003", "no ruleset lies beside them"),
        ("two/loose.cases.yaml", "EVC-T003", "2 rulesets lie beside them"),
        ("none/lost.cases.yaml", "EVC-F009", "'polcy.yaml' cannot be found"),
        ("none/nothing.cases.yaml", "EVC-F001", ""),
    ],
)
def test_what_nobody_can_tell_is_a_finding(folder: Path, cases: str, code: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        ruleset_beside(folder / cases)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert said in finding.message
    assert finding.help


@pytest.mark.parametrize(
    ("ruleset", "cases"),
    [
        ("one/policy.yaml", ["cases.yaml", "more.cases.yaml"]),
        ("two/old.yaml", ["was.yaml", "old.cases.yaml"]),
        ("two/new.yaml", ["cases.yaml"]),
    ],
)
def test_a_ruleset_has_the_cases_that_are_about_it(folder: Path, ruleset: str, cases: list[str]) -> None:
    assert [one.name for one in cases_beside(folder / ruleset)] == cases


def test_a_file_of_something_else_is_left_alone(folder: Path) -> None:
    assert is_cases(folder / "one/cases.yaml")
    assert not is_cases(folder / "other/cases.yaml")
    assert not is_cases(folder / "two/was.yaml"), "it is not called what cases are called"
    assert not is_cases(folder / "nothing/cases.yaml")
