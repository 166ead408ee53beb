"""Periods on the calendar, and units of variants (meaning.md, sections 5 and 10)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evc_rules.model.base import Text
from evc_rules.model.outcomes import Ref
from evc_rules.model.programme import Period, Programme, Unit, Variant
from evc_rules.model.quantities import Credits


def _programme() -> Programme:
    return Programme(
        id="p", title=Text(), institution="i", framework="f@1",
        periods=(
            Period(id="P1", first=(9, 1), after=(11, 15)),
            Period(id="P2", first=(11, 15), after=(2, 1)),
            Period(id="P3", first=(2, 1), after=(9, 1)),
        ),
        variants=(
            Variant(id="full-time", total=Credits.parse("12.5 EC"), load_max=Credits.parse("10 EC")),
            Variant(id="part-time", total=Credits.parse("5 EC"), load_max=Credits.parse("5 EC")),
        ),
        units=(
            Unit(id="u1", outcomes=(Ref("a"),), ec=Credits.parse("5 EC"), offered=("P1",)),
            Unit(id="u2", outcomes=(Ref("b"),), ec=Credits.parse("7.5 EC"), offered=("P2",), variants=("full-time",)),
        ),
    )  # fmt: skip


def test_a_unit_without_variants_belongs_to_all() -> None:
    programme = _programme()
    assert [unit.id for unit in programme.units_of("full-time")] == ["u1", "u2"]
    assert [unit.id for unit in programme.units_of("part-time")] == ["u1"]
    assert programme.total_of("full-time") == Credits.parse("12.5 EC")
    assert programme.total_of("part-time") == programme.variant["part-time"].total


def test_a_period_may_run_into_the_next_year() -> None:
    first, second, third, fourth = _programme().slots(date(2026, 9, 1), 4)
    assert (second.start, second.end, second.study_year) == (date(2026, 11, 15), date(2027, 2, 1), 2026)
    assert (third.start, third.study_year) == (date(2027, 2, 1), 2026)
    assert (fourth.period, fourth.study_year) == (first.period, 2027)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 12))
def test_periods_follow_each_other_from_the_first_that_begins_on_or_after_a_day(start: date, count: int) -> None:
    slots = _programme().slots(start, count)
    assert len(slots) == count
    assert all(slot.start >= start for slot in slots)
    assert all(one.end == other.start for one, other in pairwise(slots))


def test_the_first_period_is_the_nearest() -> None:
    assert _programme().slots(date(2026, 11, 15), 1)[0].period == "P2"
    assert _programme().slots(date(2026, 11, 16), 1)[0].period == "P3"


@pytest.mark.parametrize("count", [0, 3])
def test_without_periods_there_is_nothing_on_the_calendar(count: int) -> None:
    assert _programme().with_(periods=()).slots(date(2026, 1, 1), count) == ()
