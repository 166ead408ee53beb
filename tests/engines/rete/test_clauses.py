"""Logic as rules without negation and alternatives: two readings of them are strong Kleene logic."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.engines.rete.clauses import MOST_BODIES, WIDEST, Clauses, clauses_of
from evc_rules.engines.rete.logic import Drafting, Logic
from evc_rules.results.truth import Truth

from .making import evaluate, large, logics, readings


def _concluded(clauses: Clauses, holding: frozenset[int]) -> set[int]:
    """Everything that follows, rule by rule until nothing is added."""
    found = set(clauses.always)
    while True:
        more = {one.head for one in clauses.clauses if one.body.inputs <= holding and one.body.facts <= found} - found
        if not more:
            return found
        found |= more


def _read(logic: Logic, values: list[Truth]) -> list[Truth]:
    clauses = clauses_of(logic)
    strict, lenient = (_concluded(clauses, holding) for holding in readings(values))
    return [Truth.TRUE if one in strict else Truth(one in lenient) for one in logic.asked]


@settings(max_examples=300, deadline=None)
@given(logics(max_inputs=4, max_gates=6))
def test_two_readings_of_the_rules_say_what_the_gates_say(logic):
    """Brute force: every value of every input."""
    for values in product(Truth, repeat=logic.inputs):
        assert _read(logic, list(values)) == evaluate(logic, list(values))


@settings(max_examples=200, deadline=None)
@given(logics(max_gates=14), st.data())
def test_deeper_logic_too(logic, data):
    values = data.draw(st.lists(st.sampled_from(Truth), min_size=logic.inputs, max_size=logic.inputs))
    assert _read(logic, values) == evaluate(logic, values)


@pytest.mark.parametrize("seed", range(3))
def test_large_logic_too(seed):
    logic = large(seed)
    for shift in range(3):
        values = [Truth((place * 7 + shift + place // 5) % 3) for place in range(logic.inputs)]
        assert _read(logic, values) == evaluate(logic, values)


@pytest.mark.parametrize("k", [2, 7, 19, 20])
def test_a_threshold_over_many_is_counted_rather_than_written_out(k):
    drafting = Drafting(20)
    logic = drafting.done([drafting.at_least(k, range(20)), -1 - drafting.at_least(k, range(20))])
    assert len(clauses_of(logic).clauses) < 20 * 20 * 2 * 2
    for holding in (k - 1, k, k + 1):
        for unknown in (0, 1):
            values = [Truth.TRUE] * holding + [Truth.UNKNOWN] * unknown
            values = (values + [Truth.FALSE] * 20)[:20]
            assert _read(logic, values) == evaluate(logic, values)


def test_no_rule_is_wider_than_durable_rules_can_join():
    drafting = Drafting(400)
    outcomes = [drafting.outcome(drafting.some([one, one + 1])) for one in range(0, 80, 2)]
    logic = drafting.done([drafting.every([*range(400), *outcomes])])
    clauses = clauses_of(logic)
    assert max(len(one.body.facts) for one in clauses.clauses) <= WIDEST + 1
    assert max(len(one.body.inputs) for one in clauses.clauses) <= 8 * WIDEST
    for false in (None, 3, 399):
        values = [Truth(2 * (place != false)) for place in range(400)]
        values[2] = Truth.FALSE
        assert _read(logic, values) == evaluate(logic, values)


def test_what_rests_on_an_outcome_rests_on_a_fact():
    """Chaining: the rule that rests on an outcome being exempt is there once, and waits for it."""
    drafting = Drafting(2)
    outcome = drafting.outcome(drafting.some([drafting.every([0, 1]), -1]))
    logic = drafting.done([drafting.every([outcome, 1])])
    (resting,) = [one for one in clauses_of(logic).clauses if one.head == logic.asked[0]]
    assert resting.body.facts == {outcome}


def test_a_long_chain_of_outcomes_nests_no_deeper():
    drafting = Drafting(2)
    last = 0
    for _ in range(2000):
        last = drafting.outcome(drafting.every([drafting.some([last, 1]), 0]))
    assert len(clauses_of(drafting.done([last])).clauses) > MOST_BODIES
