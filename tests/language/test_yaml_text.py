"""YAML read into nodes that know where they stand."""

from __future__ import annotations

import pytest

from evc_rules.language.source_map import Node
from evc_rules.language.yaml_text import read_text


def _read(text: str) -> Node:
    node, findings = read_text(text, "f")
    assert node is not None, findings
    assert findings == []
    return node


def test_a_node_knows_its_place_and_that_of_its_key() -> None:
    node = _read("a: 1\nbb:\n  - c\n  - {d: e}\n")
    assert str(node.map["a"].at) == "f:1:4"
    assert str(node.map["bb"].key_at) == "f:2:1"
    second = node.map["bb"].items[1]
    assert str(second.at) == "f:4:5"
    assert str(second.map["d"].key_at) == "f:4:6"


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null", "a: NULL"])
def test_what_is_left_empty_is_nothing(text: str) -> None:
    assert _read(text).map["a"].value is None


@pytest.mark.parametrize("text", ["a: ''", 'a: "null"', "a: '~'", "a: |\n  null\n"])
def test_what_is_in_quotes_is_a_text(text: str) -> None:
    node = _read(text).map["a"]
    assert node.text is not None
    assert node.quoted


@pytest.mark.parametrize(
    "word", ["yes", "no", "true", "1e5", "010", "0x1F", "1_000", "2026-01-01", "12:30:45", ".inf", "=", "<<"]
)
def test_no_word_is_taken_for_anything_but_itself(word: str) -> None:
    assert _read(f"a: {word}").map["a"].text == word


def test_an_alias_stands_for_what_it_repeats_at_its_own_key() -> None:
    node = _read("a: &x {b: c}\nd: *x\ne: [*x]\n")
    assert node.map["d"].map["b"].text == "c"
    assert str(node.map["d"].key_at) == "f:2:1"
    assert node.map["e"].items[0].value == node.map["a"].value


def test_an_anchor_may_be_given_again() -> None:
    node = _read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert [node.map[key].text for key in "bd"] == ["1", "2"]


def test_one_thing_may_stand_for_a_list_of_one() -> None:
    node = _read("a: b")
    assert [item.text for item in node.map["a"].items] == ["b"]
    assert node.map["a"].map == {}
    assert node.text is None


def test_nesting_as_deep_as_any_real_file_is_read() -> None:
    node = _read("[" * 50 + "]" * 50)
    for _ in range(49):
        (node,) = node.items
    assert node.value == []


def test_every_key_that_stands_twice_is_found_and_the_first_is_kept() -> None:
    node, findings = read_text("a: 1\na: 2\nb: {c: 1, c: 2, c: 3}\n", "f")
    assert [str(finding.position) for finding in findings] == ["f:2:1", "f:3:11", "f:3:17"]
    assert node is not None
    assert node.map["a"].text == "1"
