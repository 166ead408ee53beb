"""Simplifying changes a condition in none of the three values, and leaves the excluded middle alone."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.engines.simplify import all_of, any_of, at_least, negation
from evc_rules.model.conditions import FALSE, TRUE, All, Any_, AtLeast, Judgement, Not
from evc_rules.results import truth as kleene
from evc_rules.results.truth import Truth

A, B, C = (Judgement(id=name) for name in "abc")


def evaluated(condition, world):
    match condition:
        case Judgement(id=name):
            return world[name]
        case Not(of=part):
            return ~evaluated(part, world)
        case All(of=of):
            return kleene.every(evaluated(part, world) for part in of)
        case Any_(of=of):
            return kleene.some(evaluated(part, world) for part in of)
        case AtLeast(k=k, of=of):
            return kleene.at_least(k, (evaluated(part, world) for part in of))


def simplified(condition):
    match condition:
        case Not(of=part):
            return negation(simplified(part))
        case All(of=of):
            return all_of(map(simplified, of))
        case Any_(of=of):
            return any_of(map(simplified, of))
        case AtLeast(k=k, of=of):
            return at_least(k, map(simplified, of))
        case _:
            return condition


def grown(inner):
    listed = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        listed.map(lambda of: All(of=of)),
        listed.map(lambda of: Any_(of=of)),
        inner.map(lambda part: Not(of=part)),
        st.tuples(st.integers(1, 3), listed).map(lambda pair: AtLeast(k=pair[0], of=pair[1])),
    )


@settings(max_examples=300)
@given(st.recursive(st.sampled_from((A, B, C, TRUE, FALSE)), grown, max_leaves=9))
def test_the_same_in_all_three_values(condition):
    simpler = simplified(condition)
    for values in product(Truth, repeat=3):
        world = dict(zip("abc", values, strict=True))
        assert evaluated(simpler, world) is evaluated(condition, world)
    assert simplified(simpler) == simpler


def test_constants():
    assert all_of([A, TRUE]) == A
    assert all_of([A, FALSE]) == FALSE
    assert any_of([A, FALSE]) == A
    assert any_of([A, TRUE]) == TRUE
    assert all_of([]) == TRUE
    assert any_of([]) == FALSE
    assert negation(TRUE) == FALSE
    assert negation(negation(A)) == A


def test_absorption_and_doubles():
    assert all_of([A, any_of([A, B])]) == A
    assert any_of([A, all_of([A, B])]) == A
    assert all_of([A, A]) == A
    assert any_of([all_of([A, B]), all_of([A, B, C])]) == All(of=(A, B))


def test_the_excluded_middle_is_kept():
    """Absorption is sound in three values; the excluded middle is not."""
    assert any_of([A, negation(A)]) == Any_(of=(A, Not(of=A)))
    assert all_of([A, negation(A)]) == All(of=(A, Not(of=A)))


def test_thresholds():
    assert at_least(1, [A, B]) == Any_(of=(A, B))
    assert at_least(2, [A, B]) == All(of=(A, B))
    assert at_least(2, [A, B, C]) == AtLeast(k=2, of=(A, B, C))
    assert at_least(2, [A, TRUE, B]) == Any_(of=(A, B))
    assert at_least(2, [A, FALSE]) == FALSE
    assert at_least(2, [A, A, B]) == AtLeast(k=2, of=(A, A, B))
