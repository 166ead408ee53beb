"""Strong Kleene connectives, by their tables, and by what they mean: what holds in every world that is possible."""

from __future__ import annotations

from itertools import product

import pytest

from evc_rules.results.truth import Truth, agreed, at_least, every, of, some

F, U, T = Truth


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (T, T, T, T),
        (T, U, U, T),
        (T, F, F, T),
        (U, U, U, U),
        (U, F, F, U),
        (F, F, F, F),
    ],
)
def test_and_or(a, b, both, either):
    """Strong Kleene connectives."""
    assert every([a, b]) is every([b, a]) is both
    assert some([a, b]) is some([b, a]) is either


def test_not():
    assert [~F, ~U, ~T] == [T, U, F]


def test_of_none():
    assert every([]) is T
    assert some([]) is F
    assert at_least(1, []) is F
    assert agreed([]) is U


def worlds(truths):
    return product(*[(F, T) if one is U else (one,) for one in truths])


@pytest.mark.parametrize("truths", list(product(Truth, repeat=3)))
@pytest.mark.parametrize("k", [0, 1, 2, 3, 4])
def test_at_least_is_what_all_possible_worlds_agree_on(k, truths):
    """`at_least: {k, of: […]}`."""
    assert at_least(k, truths) is agreed(of(sum(one is T for one in world) >= k) for world in worlds(truths))


@pytest.mark.parametrize("truths", list(product(Truth, repeat=3)))
def test_at_least_one_is_or_and_all_is_and(truths):
    assert at_least(1, truths) is some(truths)
    assert at_least(3, truths) is every(truths)
    assert every(truths) is agreed(of(all(one is T for one in world)) for world in worlds(truths))


def test_agreed():
    assert agreed([T, T]) is T
    assert agreed([F]) is F
    assert agreed([T, F]) is U
    assert agreed([T, U]) is U


def test_words():
    assert [str(one) for one in Truth] == ["false", "unknown", "true"]
