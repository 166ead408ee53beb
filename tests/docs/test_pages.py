"""Everything that README and the pages say runs: commands, Python, files, and the output that is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .running import ROOT, run

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


# One test a page: its blocks build on each other, and workers that share tests would tear them apart.
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_runs_as_it_is_written(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(page, monkeypatch, tmp_path)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_a_page_that_people_start_from_has_something_to_run(page: str) -> None:
    assert len(re.findall(r"^\$ evc-rules ", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)) >= 5


def test_the_first_screen_of_the_readme_has_the_two_commands() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:24]
    assert {"make demo", "make test"} <= {line.partition("#")[0].strip() for line in first}


def test_the_readme_shows_python_in_at_most_fifteen_lines_of_code() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert 0 < sum(bool(line.strip()) for line in block.splitlines()) <= 15


@pytest.mark.parametrize(
    ("block", "wrong"),
    [
        ("```python\nassert False\n```", "page.md:3"),
        ("```python\nprint('one')\n```\n\n```text\ntwo\n```", "shown:"),
        ("```console\n$ evc-rules check rulesets/nothing.yaml\n```", "exit code 2"),
        ("```console\n$ evc-rules check rulesets  # exit 2\n```", "exit code 0"),
        ("```console\n$ evc-rules check rulesets\n1 file\n```", "shown:"),
        ("```console\n$ rm -r rulesets\n```", "nothing here runs"),
        ("```yaml\nevc-rules: 1\nruleset: x\n```", "EVC-S001"),
        ("```diff\n--- README\n- a\n+ b\n```", "No such file"),
    ],
)
def test_a_page_that_is_not_true_fails(block: str, wrong: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{block}\n", encoding="utf-8")
    with pytest.raises((AssertionError, OSError), match=wrong):
        run(page, monkeypatch, tmp_path)
