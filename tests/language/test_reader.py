"""What all readers share: suggestions, shapes, and values that are what they are and nothing else."""

from __future__ import annotations

import pytest

from evc_rules.errors import Position
from evc_rules.language.reader import Reader, did_you_mean, plain
from evc_rules.language.source_map import Node, SourceMap
from evc_rules.language.yaml_text import read_text
from evc_rules.model.policy import Limit, Rule


def _node(text: str) -> Node:
    node, findings = read_text(text, "f")
    assert node is not None
    assert findings == []
    return node


@pytest.mark.parametrize(
    ("word", "known", "help_"),
    [
        ("ped.climat", ["ped.climate", "ped.relations"], "did you mean 'ped.climate'?"),
        ("parttime", ["part-time", "full-time"], "did you mean 'part-time'?"),
        ("zzz", ["a", "b"], "known here: a, b"),
        ("zzz", [], ""),
        ("zzz", [f"word-{n}" for n in range(50)], "check the spelling"),
        ("é\u202e", ["a"], "known here: a"),
        ("x" * 5000, ["x" * 5000], "check the spelling"),
    ],
)
def test_a_suggestion_is_the_nearest_word_or_the_few_that_there_are(word: str, known: list[str], help_: str) -> None:
    assert did_you_mean(word, known) == help_


def test_entries_are_what_is_known_and_filled_in() -> None:
    r = Reader()
    entries = r.entries(_node("{a: 1, b: , c: 3, bb: 4}"), "a thing", ("a", "d"), ("b", "c"))
    assert {key: node.text for key, node in entries.items()} == {"a": "1", "c": "3"}
    assert sorted((finding.code, str(finding.position)) for finding in r.findings) == [
        ("EVC-S001", "f:1:1"),
        ("EVC-S001", "f:1:8"),
        ("EVC-S002", "f:1:19"),
    ]


def test_an_item_that_cannot_be_read_is_left_out_and_that_is_remembered() -> None:
    r = Reader()
    read = r.every(_node("[1, x, 3]"), lambda node: r.whole_number(node, "a number"), "numbers")
    assert read == (1, 3)
    assert r.incomplete == {"numbers"}
    assert [finding.code for finding in r.findings] == ["EVC-S004"]


@pytest.mark.parametrize("text", ["1", "on", "True", "Yes", "y", "[yes]", "ja", '""'])
def test_yes_and_no_are_words(text: str) -> None:
    """A number is no yes: nothing is taken for something else."""
    r = Reader()
    assert r.yes_or_no(_node(f"a: {text}").map["a"], "'a'") is None
    assert [finding.code for finding in r.findings] == ["EVC-S004"]


@pytest.mark.parametrize("text", ["1.0", "1e1", "-1", "12345", "0x1", "1_0", "one", "[1]", "\u0661"])
def test_a_whole_number_is_digits(text: str) -> None:
    r = Reader()
    assert r.whole_number(_node(f"a: {text}").map["a"], "'a'") is None
    assert [finding.code for finding in r.findings] == ["EVC-S004"]


def test_words_are_one_text_or_a_list_of_texts() -> None:
    r = Reader()
    assert r.words(_node("a"), "'x'") == ("a",)
    assert r.words(_node("[a, b]"), "'x'") == ("a", "b")
    assert r.words(None, "'x'") == ()
    assert r.words(_node("[]"), "'x'") == ()
    assert r.findings == []
    assert r.words(_node("[a, [b], {c: d}, ]"), "'x'") == ("a",)
    assert r.words(_node("[]"), "'x'", some=True) == ()
    assert [finding.code for finding in r.findings] == ["EVC-S003"] * 3


def test_what_does_not_fit_a_model_is_said_in_words() -> None:
    """No finding speaks of patterns, literals or types of the library underneath."""
    r = Reader()
    node = _node("{id: a b, effect: grants, at_most: 5}")
    assert r.make(Rule, node, id=node.map["id"], effect=node.map["effect"], when=None) is None
    assert r.make(Limit, node, at_most=node.map["at_most"]) is None
    assert [str(finding) for finding in r.findings] == [
        (
            "f:1:6: EVC-S004: 'id' is 'a b', which is no id\n"
            "  help: use letters, digits, '_' and '-', in parts joined by dots"
        ),
        "f:1:19: EVC-S004: 'effect' is 'grants', which is not one of its values\n  help: did you mean 'grant'?",
        "f:1:36: EVC-S004: 'at_most': '5' is not an amount in EC\n  help: write '5 EC'",
    ]


def test_ids_that_stand_twice_are_reported_each_time() -> None:
    r = Reader()
    rules = [Rule(id=name, effect="grant") for name in ("a", "b", "a", "a")]
    r.unique(rules, "rule")
    assert [finding.message for finding in r.findings] == ["the rule 'a' stands twice"] * 2


def test_a_place_is_that_of_the_object_itself_and_not_of_its_equal() -> None:
    where = SourceMap()
    one, other = Rule(id="a", effect="grant"), Rule(id="a", effect="grant")
    where.put(one, Position("f", 3, 1))
    assert where(one) == Position("f", 3, 1)
    assert where(other) is None
    assert where(other, one) == Position("f", 3, 1)
    assert where() is None


def test_a_node_as_plain_data() -> None:
    assert plain(_node("{a: [1, 'b', ~], c: {d: null}}")) == {"a": ["1", "b", None], "c": {"d": None}}
    assert plain(3) == 3
