"""The loops in C do what the functions beside them do with NumPy."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.cohort.letters import letters
from evc_rules.engines.columnar import kernels
from evc_rules.engines.columnar.batch import Listed, Part
from evc_rules.engines.columnar.factors import FALSE, TRUE, UNKNOWN, Factor, SomeOf, Steps
from evc_rules.engines.columnar.grouping import Covering, Runs, alike
from evc_rules.engines.columnar.lookups import choices
from evc_rules.engines.columnar.planes import length, turned
from evc_rules.engines.columnar.slots import Lane, Tally
from evc_rules.engines.columnar.spans import Spans

pytestmark = pytest.mark.skipif(kernels.built() is None, reason="the loops are not built here")

WORDS = st.integers(0, 2**64 - 1)
PLACE = (0, 3)


@st.composite
def rows(draw):
    """Rows of some dossiers: whose, and what they pass."""
    size = draw(st.integers(1, 150))
    places = draw(st.lists(st.integers(0, size - 1), max_size=60))
    words = draw(st.lists(WORDS, min_size=len(places), max_size=len(places)))
    return size, np.array(places, dtype=np.int64), np.array(words, dtype=np.uint64)


def both(work):
    """What comes of it in C, and with NumPy."""
    quick = work()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "built", lambda: None)
        return quick, work()


def agree(work):
    quick, plain = both(work)
    np.testing.assert_array_equal(quick, plain)


def listed(draw, count, most):
    sizes = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    codes = draw(st.lists(st.integers(0, most - 1), min_size=sum(sizes), max_size=sum(sizes)))
    offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
    return Listed(offsets, np.array(codes, dtype=np.int32), tuple(f"c{number}" for number in range(most)))


@settings(max_examples=60, deadline=None)
@given(rows(), st.integers(0, 60), st.data())
def test_rows_of_a_dossier_come_to_the_same(given_, bit, data):
    size, places, words = given_
    amounts = (words >> np.uint64(40)).astype(np.int64)
    table = choices((1, 1 << 20, 1 << 40), np.int64)
    agree(lambda: Runs(places, size).either(words))
    agree(lambda: Runs(places, size).total(amounts))
    agree(lambda: Runs(places, size).added(words, (bit, 3), table, amounts))
    agree(lambda: Runs(places, size).added(words, (bit, 3), table, None))
    sets = listed(data.draw, len(places), 5)
    leaves = np.array(data.draw(st.lists(WORDS, min_size=10, max_size=10)), dtype=np.uint64).reshape(5, 2)
    agree(lambda: Covering(Runs(places, size), sets, leaves).of(words, bit))


@settings(max_examples=60, deadline=None)
@given(rows(), st.sampled_from((np.int8, np.int16, np.int32, np.int64)), st.data())
def test_words_are_narrowed_to_the_same(given_, kind, data):
    _, places, words = given_
    truths = data.draw(st.lists(st.sampled_from((FALSE, UNKNOWN, TRUE)), min_size=3, max_size=9))
    values = data.draw(st.lists(st.integers(-9, 100), min_size=len(places), max_size=len(places)))
    known = np.array([value % 3 > 0 for value in values], dtype=bool)
    days = np.array(values, dtype=np.int32 if kind is np.int32 else np.int64)
    sets = listed(data.draw, len(places), 4)
    part = Part(places, {"index": np.array(values, dtype=kind), "days": days}, {"days": known}, {"set": sets})
    bounds = data.draw(st.sampled_from(((), (5,), (-3, 4), (0, 7, 70_000), (-200_000, 90), tuple(range(300)))))
    steps = Steps("days", bounds, len(bounds) + 1)
    classes = [truths[number % len(truths)] for number in range(len(bounds) + 2)]
    factors = (
        Factor("index", {PLACE: truths}),
        Factor(steps, {PLACE: classes}),
        SomeOf("set", 1, {PLACE: frozenset({"c1", "c3"})}),
    )
    for factor in factors:

        def work(factor=factor):
            found = words.copy()
            factor.narrow(found, [PLACE, (0, 9)], part)
            return found

        agree(work)


DAYS = st.one_of(st.none(), st.integers(-40, 40))


def dated(days):
    """A column of days, and which of them are known."""
    return np.array([day or 0 for day in days], dtype=np.int32), np.array([day is not None for day in days], dtype=bool)


@settings(max_examples=80, deadline=None)
@given(rows(), st.booleans(), st.data())
def test_days_are_counted_once_where_they_overlap(given_, ordered, data):
    size, places, words = given_
    places = np.sort(places) if ordered else places
    columns, known = {}, {}
    for name in ("v_from", "v_to"):
        columns[name], known[name] = dated(data.draw(st.lists(DAYS, min_size=len(places), max_size=len(places))))
    part = Part(places, columns, known)
    lanes = (Lane(0, 0, 0), Lane(1, 1, 20))
    starts = np.full(size, 7), np.arange(size) % 2 > 0
    for as_of in ("decision", "start", date(1970, 1, 9)):
        tally = Tally(as_of, data.draw(st.sampled_from((5, 1000))), 20, 0, "", lanes, span=True)
        agree(lambda tally=tally: Spans(part, size, date(1970, 1, 20), starts).totals(tally, lanes, (words, 3)))


@settings(max_examples=60, deadline=None)
@given(rows(), st.booleans())
def test_the_same_dossiers_have_something_twice(given_, ordered):
    _, places, words = given_
    places = np.sort(places) if ordered else places
    quick, plain = both(lambda: np.unique(alike(places, words & np.uint64(3))))
    np.testing.assert_array_equal(quick, plain)


def test_many_things_of_one_dossier_are_put_in_order_otherwise():
    """Going back one by one would take as long as they are many, times as many."""
    begins = np.arange(3000)[::-1].copy()
    assert kernels.ordered(np.zeros(3000, dtype=np.int64), begins) is None
    assert kernels.ordered(np.zeros(3000, dtype=np.int64), begins[::-1].copy()).tolist() == list(range(3000))
    assert kernels.ordered(np.array([1, 0], dtype=np.int64), begins[:2].copy()) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200), st.integers(1, 40), st.integers(0, 2**32))
def test_planes_and_letters_are_the_same(count, leaves, seed):
    random = np.random.default_rng(seed)
    words = random.integers(0, 2**64, (count, 2), dtype=np.uint64)
    agree(lambda: turned(words[:, 0].copy()))
    agree(lambda: turned(words, 1))
    planes = random.integers(0, 2**64, (leaves, 4, length(count)), dtype=np.uint64)
    agree(lambda: letters(planes, count))


def test_arrays_that_do_not_fit_are_refused():
    words = np.ones(3, dtype=np.uint64)
    for places in ([0, 1, 9], [0, -1, 1], [0, 1]):
        with pytest.raises(ValueError, match="do not fit"):
            kernels.either(np.array(places, dtype=np.int64), words, 3)
    with pytest.raises(ValueError, match="do not fit"):
        kernels.several(np.array([0, 2], dtype=np.int64), np.array([0, 7], dtype=np.int32), words)
    with pytest.raises(ValueError, match="do not fit"):
        kernels.narrowed(words, np.zeros(2, dtype=np.int8), words)


@pytest.mark.parametrize("reason", ["asked", "absent", "another form"])
def test_numpy_does_it_where_the_loops_are_not_wanted_or_not_there(monkeypatch, reason):
    kernels.built.cache_clear()
    if reason == "asked":
        monkeypatch.setenv("EVC_RULES_PURE", "1")
    elif reason == "absent":
        monkeypatch.setitem(__import__("sys").modules, "evc_rules.engines.columnar._columns", None)
        monkeypatch.delattr("evc_rules.engines.columnar._columns", raising=False)
    else:
        monkeypatch.setattr(kernels, "FORM", 0)
    assert kernels.built() is None
    monkeypatch.undo()
    kernels.built.cache_clear()
    assert kernels.built() is not None
