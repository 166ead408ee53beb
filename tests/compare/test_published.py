"""The published policies compared: every difference has someone who replays, and nothing is left open."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations

import pytest

from evc_rules.compare import Comparison, Relation, compare
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.results.status import Status

from ..shipped import ON, alliance

EXEMPT = frozenset({Status.EXEMPT})


@cache
def published() -> Comparison:
    return compare(alliance("pabo-published"), ON, cohort=2026)


def places() -> range:
    return range(len(published().rulesets))


def test_nothing_is_left_open():
    assert [published().pair(*pair).undecided for pair in combinations(places(), 2)] == [()] * 21


@pytest.mark.parametrize("pair", list(combinations(range(7), 2)))
def test_every_witness_replays_law_11(pair):
    framework, shared = published().framework, frozenset(alliance("pabo-published").shared_judgements)
    for leaf in published().pair(*pair).leaves.values():
        for witness in leaf.witnesses:
            prepared = prepare(witness.dossier, framework.vocabulary, ON)
            assert not prepared.findings
            said = [
                trace(Case(published().rulesets[place], framework, prepared, ON, shared), leaf.leaf).statuses
                for place in pair
            ]
            assert said[0] != said[1]
            if witness in {leaf.only_first, leaf.only_second}:
                assert [one == EXEMPT for one in said] == [witness is leaf.only_first, witness is leaf.only_second]


def test_it_is_reflexive_antisymmetric_and_transitive_law_11():
    mirrored = {Relation.STRICTER: Relation.MORE_GENEROUS, Relation.MORE_GENEROUS: Relation.STRICTER}
    below = {Relation.EQUIVALENT, Relation.STRICTER}
    for leaf in published().framework.leaves:
        said = {(a, b): published().relation(leaf, a, b) for a in places() for b in places()}
        assert all(said[a, a] is Relation.EQUIVALENT for a in places())
        assert all(said[b, a] is mirrored.get(said[a, b], said[a, b]) for a, b in permutations(places(), 2))
        for a, b, c in permutations(places(), 3):
            assert said[a, c] in below or said[a, b] not in below or said[b, c] not in below
