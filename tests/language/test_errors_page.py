"""The page about findings is held against the table of codes, and its examples against the corpus."""

from __future__ import annotations

import re

import pytest

from evc_rules.errors import CODES

from .corpus import BAD, ROOT
from .test_corpus import ELSEWHERE

PAGE = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def test_every_code_has_a_section_in_the_order_of_the_table() -> None:
    assert list(SECTIONS) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_section_says_what_it_means_shows_an_example_and_says_what_to_do(code: str) -> None:
    section = SECTIONS[code]
    assert section.strip().startswith(CODES[code])
    assert "**What to do:** " in section
    (example,) = re.findall(r"```text\n(.*?)\n```", section, re.DOTALL)
    assert f"{code}: " in example


@pytest.mark.parametrize("code", [code for code in CODES if code not in ELSEWHERE])
def test_an_example_is_what_is_really_said(code: str) -> None:
    said = "".join(
        path.with_suffix(".expected").read_text(encoding="utf-8") for path in BAD if path.name.startswith(code)
    )
    (example,) = re.findall(r"```text\n(.*?)\n```", SECTIONS[code], re.DOTALL)
    assert f"bad/{example}\n" in said


@pytest.mark.parametrize("code", [code for code in CODES if "```yaml" in SECTIONS[code]])
def test_what_an_example_quotes_stands_in_the_file(code: str) -> None:
    (line,) = re.findall(r"```yaml\n(.*?)\n```", SECTIONS[code], re.DOTALL)
    (name, at) = re.findall(r"```text\n(\S+?):(\d+):", SECTIONS[code])[0]
    lines = (ROOT / "tests/corpus/bad" / name).read_text(encoding="utf-8").splitlines()
    assert lines[int(at) - 1].strip() == line
