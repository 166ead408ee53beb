"""Law 10, proven instead of tried: what harmonising makes, compared with its members and with itself."""

from __future__ import annotations

from functools import cache

import pytest

from evc_rules.compare import Comparison, Relation, compare_rulesets
from evc_rules.harmonise import harmonise
from evc_rules.model.outcomes import Leaf

from ..shipped import ON, alliance

WITHIN = {Relation.EQUIVALENT, Relation.STRICTER}
STRATEGIES = ("strictest", "quorum:7", "quorum:3", "quorum:1", "most-generous", "reference:hva")
PLACE = {name: place for place, name in enumerate(STRATEGIES)}
MEMBERS = range(len(STRATEGIES), len(STRATEGIES) + 7)


@cache
def compared() -> Comparison:
    published = alliance("pabo-published")
    made = [harmonise(published, one, ON, cohort=2026) for one in STRATEGIES]
    members = [ruleset for member in published.members for ruleset in member.in_force(ON, 2026)]
    leaves = {
        Leaf("route.minor", 1),
        Leaf("entry.part-time", 1),
        Leaf("admission.history", 1),
        Leaf("route.shorter", 3),
    }
    shared = frozenset(published.shared_judgements)
    return compare_rulesets(
        [*made, *members], published.framework, ON, cohort=2026, shared=shared, leaves=leaves
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [("strictest", "quorum:7"), ("quorum:1", "most-generous"), ("quorum:7", "strictest")]
)
def test_a_quorum_of_all_is_strictest_and_of_one_most_generous(one, other):
    assert compared().over_all(PLACE[one], PLACE[other]) is Relation.EQUIVALENT


@pytest.mark.parametrize(
    ("one", "other"), [("strictest", "quorum:3"), ("quorum:3", "most-generous"), ("strictest", "most-generous")]
)
def test_strictest_is_at_most_quorum_and_quorum_at_most_most_generous(one, other):
    assert compared().over_all(PLACE[one], PLACE[other]) in WITHIN


@pytest.mark.parametrize("member", MEMBERS)
def test_every_member_lies_between_strictest_and_most_generous(member):
    assert compared().over_all(PLACE["strictest"], member) in WITHIN
    assert compared().over_all(member, PLACE["most-generous"]) in WITHIN


def test_reference_is_the_member_that_it_names():
    hva = next(place for place in MEMBERS if compared().rulesets[place].institution == "hva")
    assert compared().over_all(PLACE["reference:hva"], hva) is Relation.EQUIVALENT


def test_groups_of_equals_come_after_those_that_are_more_generous():
    first, *_ = compared().ranks
    assert {PLACE["quorum:1"], PLACE["most-generous"]} <= set(first)
    order = [one for group in compared().ranks for one in group]
    for number, one in enumerate(order):
        assert all(compared().over_all(one, before) is not Relation.MORE_GENEROUS for before in order[:number])
