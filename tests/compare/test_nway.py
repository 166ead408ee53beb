"""Many rulesets side by side: the partial order, and on what they agree."""

from __future__ import annotations

import itertools
from datetime import date

import networkx as nx
import pytest

from evc_rules.compare import Relation, Standing, agreement, compare_rulesets
from evc_rules.compare.standing import ordered
from evc_rules.language.load import load_ruleset
from evc_rules.model.outcomes import Leaf

from ..shipped import alliance

ON = date(2026, 11, 24)
_HEAD = """
evc-rules: 1
ruleset: {name}
title: {name}
illustrative: true
institution: {name}
framework: {framework}
rules:
"""


def _relation(sets):
    def relation(first: int, second: int) -> Relation:
        one, other = sets[first], sets[second]
        if one == other:
            return Relation.EQUIVALENT
        if one > other:
            return Relation.MORE_GENEROUS
        return Relation.STRICTER if one < other else Relation.INCOMPARABLE

    return relation


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_an_order_is_the_one_of_the_sets_that_are_exempt(count):
    """Brute force: all choices of subsets of two things; the drawn order, closed again, is inclusion."""
    subsets = [frozenset(one) for size in range(3) for one in itertools.combinations("ab", size)]
    for sets in itertools.product(subsets, repeat=count):
        made = ordered(count, _relation(sets))
        assert sorted(place for group in made.groups for place in group) == list(range(count))
        assert all(len({sets[place] for place in group}) == 1 for group in made.groups)
        whole = nx.transitive_closure_dag(nx.DiGraph(made.above))
        for one, other in itertools.permutations(range(len(made.groups)), 2):
            more = sets[made.groups[one][0]] > sets[made.groups[other][0]]
            assert whole.has_edge(one, other) == more
            assert one < other or not more
        for edge in made.above:
            less = nx.DiGraph([one for one in made.above if one != edge])
            assert not (less.has_node(edge[0]) and less.has_node(edge[1]) and nx.has_path(less, *edge))


def test_what_is_not_known_is_counted_unless_it_follows():
    sets = [{1, 2, 3}, {1, 2}, {1}]

    def relation(first: int, second: int) -> Relation:
        return (
            Relation.UNKNOWN
            if {first, second} == hidden
            else _relation([frozenset(one) for one in sets])(first, second)
        )

    hidden = {0, 2}
    assert ordered(3, relation) == Standing(((0,), (1,), (2,)), ((0, 1), (1, 2)))
    hidden = {0, 1}
    assert ordered(3, relation).unsettled == 1


@pytest.fixture
def rulesets(tmp_path):
    made = alliance("pabo-published").framework

    def load(*bodies: str):
        loaded = []
        for number, body in enumerate(bodies):
            path = tmp_path / f"r{number}.yaml"
            path.write_text(_HEAD.format(name=f"r{number}", framework=made.name) + body, encoding="utf-8")
            loaded.append(load_ruleset(path, framework=made))
        return compare_rulesets(loaded, made, ON)

    return load


_VWO = "  - {id: vwo, grant: route.minor, when: {diploma: {education: vwo}}}\n"
_NOBODY = "  - {id: other, grant: route.parts, when: {diploma: {education: vwo}}}\n"
_TALK = "  - {id: talk, grant: route.minor, when: {judgement: %s, asks: Goed, by: commissie}}\n"
_BOTH = "  - {id: both, grant: route.minor, when: [{diploma: {education: vwo}}, {judgement: %s, asks: Goed, by: c}]}\n"


@pytest.mark.parametrize(
    ("bodies", "agreed", "but"),
    [
        ((_VWO, _VWO), True, False),
        ((_VWO, _VWO + _TALK % "talk"), False, False),  # when everybody says yes, one exempts everyone
        ((_TALK % "talk", _TALK % "other"), False, True),
        ((_VWO + _TALK % "talk", _TALK % "other" + _VWO), False, True),
        ((_TALK % "talk", _BOTH % "talk"), False, False),
        ((_VWO, _BOTH % "talk"), False, False),  # when everybody says no, one exempts nobody
        ((_BOTH % "talk", _BOTH % "other", _BOTH % "third"), False, True),
    ],
)
def test_agreeing_but_for_a_judgement_is_agreeing_whatever_all_who_judge_answer(rulesets, bodies, agreed, but):
    found = rulesets(*bodies)
    said = agreement(found, time_limit=10)
    leaf = Leaf("route.minor", 1)
    assert (leaf in said.agreed, leaf in said.but_for_judgements) == (agreed, but)
    assert not said.unsettled
    assert len(said.agreed) + len(said.but_for_judgements) <= len(found.leaves)
    asked = {name for body in bodies for name in ("talk", "other", "third") if f"judgement: {name}" in body}
    assert {name.partition(":")[2] for name in said.judgements.get(leaf, ())} == asked


def test_the_odd_one_out_stands_alone_against_all_others(rulesets):
    said = agreement(rulesets(_VWO + _NOBODY, _NOBODY, _NOBODY), time_limit=10)
    assert {place: [str(leaf) for leaf in leaves] for place, leaves in said.alone.items()} == {0: ["route.minor@1"]}
    assert [str(leaf) for leaf in said.ungranted if leaf.outcome == "route.minor"] == []
    pair = agreement(rulesets(_VWO + _NOBODY, _NOBODY), time_limit=10)
    assert pair.alone == {}
