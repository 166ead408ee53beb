"""Statuses: of a leaf from its grants and bars, of a whole from its parts."""

from __future__ import annotations

from itertools import product

import pytest

from evc_rules.results.status import Status, exempt_in, possible, settle, status_of, whole
from evc_rules.results.truth import Truth

F, U, T = Truth
E, N, R, C = Status.EXEMPT, Status.NOT_COVERED, Status.REFUSED, Status.CONFLICT


@pytest.mark.parametrize(
    ("granted", "barred", "expected"),
    [
        (T, F, {E}),
        (F, T, {R}),
        (T, T, {C}),
        (F, F, {N}),
        (U, F, {E, N}),
        (U, T, {C, R}),
        (F, U, {N, R}),
        (T, U, {E, C}),
        (U, U, {E, N, R, C}),
    ],
)
def test_a_leaf(granted, barred, expected):
    """Any U: `open`: the set of statuses still possible."""
    assert possible(granted, barred, "report") == expected
    status = status_of(possible(granted, barred, "report"))
    assert status is (Status.OPEN if U in {granted, barred} else next(iter(expected)))


@pytest.mark.parametrize(("conflicts", "expected"), [("report", C), ("bar-wins", R), ("grant-wins", E)])
def test_a_leaf_both_granted_and_barred(conflicts, expected):
    """`conflict` (or what `conflicts:` declares)."""
    assert settle(granted=True, barred=True, conflicts=conflicts) is expected


def test_what_cannot_matter_does_not_keep_a_status_open():
    assert possible(U, T, "bar-wins") == {R}
    assert possible(T, U, "grant-wins") == {E}


@pytest.mark.parametrize(
    ("statuses", "expected"), [({E}, T), ({E, N}, U), ({N}, F), ({N, R}, F), ({C}, F), ({E, C}, U)]
)
def test_exempt_in(statuses, expected):
    """True when the status is exempt, false when exempt is not among its possible statuses, otherwise unknown."""
    assert exempt_in(frozenset(statuses)) is expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([E, E], E),
        ([E, N], N),
        ([N, N], N),
        ([E, R], R),
        ([N, R], R),
        ([R, C], C),
        ([E, C], C),
    ],
)
def test_a_whole(parts, expected):
    """Exempt when all its parts are, else conflict when any is, else refused when any is, else not-covered."""
    assert whole(frozenset({one}) for one in parts) == {expected}


SETS = [frozenset(chosen) for chosen in ({E}, {N}, {E, N}, {R, C}, {E, R}, {E, N, R, C})]


@pytest.mark.parametrize(("first", "second"), list(product(SETS, repeat=2)))
def test_a_whole_with_open_parts_has_every_status_that_they_allow(first, second):
    """With `open` parts, the set of statuses that the parts' sets allow."""
    each = {status for a, b in product(first, second) for status in whole([frozenset({a}), frozenset({b})])}
    assert whole([first, second]) == each


def test_words():
    assert [str(one) for one in Status] == ["exempt", "not-covered", "refused", "conflict", "open"]
