"""What decides when a path ends: work, order, both, or neither by itself."""

from __future__ import annotations

import pytest

from evc_rules.plan import Wishes, decisive, plan_path

from .making import START, ec, plain_framework, programme, unit

CASES = [
    # Three periods' worth of work, and nothing must come after anything.
    (programme(unit("a", 15), unit("b", 15), unit("c", 15)), True, False, None),
    # Three units in a row that would fit in one period together.
    (programme(unit("a", 5), unit("b", 5, requires=("a",)), unit("c", 5, requires=("b",))), False, True, "abc"),
    # Two periods' worth of work, and two units in a row.
    (programme(unit("a", 10), unit("b", 10, requires=("a",))), True, True, "ab"),
    # Two periods' worth of work and a row of two that is offered late: together they take four.
    (
        programme(unit("a", 10, offered=("P1", "P3")), unit("b", 10, offered=("P1", "P3")),
                  unit("c", 10, offered=("P2", "P4"), requires=("a", "b"))),
        False, False, None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("made", "work", "order", "chain"), CASES)
def test_what_decides_is_what_by_itself_asks_for_so_many_periods(made, work, order, chain):
    frame = plain_framework(*(one.id for one in made.units))
    path = plan_path(made, frame, "full-time", (), (), START)
    found = decisive(path, made, frame, (), ())
    assert found
    assert (found.work, found.order) == (work, order)
    if chain:
        assert found.chain == tuple(chain)
    if not (work or order):
        assert len(path.periods) == 4


def test_without_a_path_or_without_units_nothing_decides():
    made = programme(unit("a", 10), unit("b", 10, requires=("a",)))
    frame = plain_framework("a", "b")
    done = plan_path(made, frame, "full-time", ("a", "b"), (), START)
    assert decisive(done, made, frame, ("a", "b"), ()) is None
    late = Wishes(finish_by=START.replace(month=10))
    none = plan_path(made, frame, "full-time", (), (), START, wishes=late)
    assert decisive(none, made, frame, (), (), wishes=late) is None


def test_reduced_loads_and_what_was_done_count():
    made = programme(unit("a", 15), unit("b", 15))
    frame = plain_framework("a", "b")
    for loads, wishes, count in (({"a": ec(5), "b": ec(5)}, Wishes(), 1), ({}, Wishes(done=("a",)), 1)):
        path = plan_path(made, frame, "full-time", (), (), START, loads, wishes=wishes)
        found = decisive(path, made, frame, (), (), loads, wishes)
        assert found
        assert (found.work, len(path.periods)) == (True, count)
