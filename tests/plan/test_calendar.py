"""Section 6 and 10: periods on the calendar, half-open, counted from the start."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.model.programme import Period
from evc_rules.plan import plan_path

from .making import ec, plain_framework, programme, unit


def slots(start: date, count: int, periods=None):
    made = programme(unit("a", 5), **({"periods": periods} if periods is not None else {}))
    return [(slot.period, slot.study_year, slot.start, slot.end) for slot in made.slots(start, count)]


def test_a_period_over_the_turn_of_the_year_ends_in_the_next():
    assert slots(date(2026, 9, 1), 5) == [
        ("P1", 2026, date(2026, 9, 1), date(2026, 11, 15)),
        ("P2", 2026, date(2026, 11, 15), date(2027, 2, 1)),
        ("P3", 2026, date(2027, 2, 1), date(2027, 4, 15)),
        ("P4", 2026, date(2027, 4, 15), date(2027, 7, 16)),
        ("P1", 2027, date(2027, 9, 1), date(2027, 11, 15)),
    ]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        (date(2026, 9, 1), ("P1", 2026)),
        (date(2026, 9, 2), ("P2", 2026)),
        (date(2026, 12, 31), ("P3", 2026)),
        (date(2027, 1, 1), ("P3", 2026)),
        (date(2027, 2, 1), ("P3", 2026)),
        (date(2027, 7, 1), ("P1", 2027)),
    ],
)
def test_the_first_period_begins_on_or_after_the_start(start, first):
    assert slots(start, 1)[0][:2] == first


def test_a_study_year_that_begins_in_january():
    periods = (Period(id="H1", first=(1, 1), after=(7, 1)), Period(id="H2", first=(7, 1), after=(1, 1)))
    assert slots(date(2026, 12, 31), 2, periods) == [
        ("H1", 2027, date(2027, 1, 1), date(2027, 7, 1)),
        ("H2", 2027, date(2027, 7, 1), date(2028, 1, 1)),
    ]


def test_no_periods_are_no_slots():
    assert slots(date(2026, 9, 1), 3, ()) == []


def test_a_path_waits_for_the_period_in_which_a_unit_begins():
    made = programme(unit("a", 5, offered=("P3",)), unit("b", 5, offered=("P2",), requires=("a",)))
    path = plan_path(made, plain_framework("a", "b"), "full-time", (), (), date(2026, 11, 15))
    assert [(period.slot.period, period.slot.study_year, period.units) for period in path.periods] == [
        ("P2", 2026, ()),
        ("P3", 2026, ("a",)),
        ("P4", 2026, ()),
        ("P1", 2027, ()),
        ("P2", 2027, ("b",)),
    ]
    assert path.finish == date(2028, 2, 1)
    assert path.periods[0].load == ec(0)


@pytest.mark.parametrize(("start", "possible"), [(date(2026, 7, 16), True), (date(2026, 7, 15), False)])
def test_the_maximum_duration_counts_from_the_start_to_the_end_of_the_last_period(start, possible):
    # P4 ends on 16 July: a year from 16 July just holds it.
    made = programme(unit("a", 5, offered=("P4",)), years_max=1)
    path = plan_path(made, plain_framework("a"), "full-time", (), (), start)
    assert (path.finish == date(2027, 7, 16)) == possible
    assert bool(path.clashes) != possible


def test_a_maximum_duration_from_29_february_ends_on_the_28th():
    periods = (Period(id="A", first=(2, 28), after=(2, 27)), Period(id="B", first=(2, 27), after=(2, 28)))
    made = programme(unit("a", 5, offered=("B",)), periods=periods, years_max=2)
    path = plan_path(made, plain_framework("a"), "full-time", (), (), date(2024, 2, 29))
    assert path.finish == date(2025, 2, 28)
