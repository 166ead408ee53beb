"""Edits of a ruleset's text: what changed is written anew, and all else stays as it was."""

from __future__ import annotations

import pytest

from evc_rules.language.dump import on_one_line
from evc_rules.language.load import examine_text
from evc_rules.language.patch import patched
from evc_rules.model.policy import Ruleset

from .corpus import CORPUS, small

TEXT = """\
evc-rules: 1
ruleset: klein  # comes back as it is
title: Small rules
institution: klein-college
illustrative: true
framework: klein@1

rules:
  # why this one is there
  - {id: one, grant: content.dutch, when: {diploma: {nlqf: 6}}}
  - id: two
    grant: ped.climate@1
    when: {diploma: {nlqf: 6}}  # and why so
"""


def read(text: str) -> Ruleset:
    loaded = examine_text(text, CORPUS / "frameworks" / "policy.yaml", framework=small())
    assert not loaded.findings, loaded.findings
    assert isinstance(loaded.model, Ruleset)
    return loaded.model


@pytest.mark.parametrize("place", [0, 1])
def test_a_condition_that_asks_more_stays_on_its_line_and_comments_stay(place: int) -> None:
    """A mapping of one key behind another key needs its braces."""
    old = read(TEXT)
    rules = list(old.rules)
    asked = rules[place].when
    same = read(TEXT.replace("when: {diploma: {nlqf: 6}}", "when: [{diploma: {nlqf: 6}}, {diploma: {nlqf: 7}}]"))
    rules[place] = rules[place].with_(when=same.rules[place].when)
    assert rules[place].when != asked
    new = old.with_(rules=tuple(rules))
    text = patched(TEXT, old, new)
    assert read(text) == new
    changed = [pair for pair in zip(TEXT.splitlines(), text.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1
    assert "# why this one is there" in text
    assert "# and why so" in text


def test_what_stands_behind_a_key_has_its_braces() -> None:
    assert on_one_line({"a": [1, 2]}) == "{a: [1, 2]}"
    assert on_one_line({"a": 1, "b": 2}) == "{a: 1, b: 2}"
    assert on_one_line(["a", "b"]) == "[a, b]"
