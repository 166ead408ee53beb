"""Loads counted in whole grains show what their sum does not: a solver need not be asked."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evc_rules.plan import Wishes, plan_path
from evc_rules.plan.bounds import fewest
from evc_rules.plan.least import least
from evc_rules.plan.remains import remaining

from .making import START, ec, plain_framework, programme, unit


def left(amounts: list[str], most: str):
    units = [unit(f"u{number}", amount) for number, amount in enumerate(amounts)]
    frame = plain_framework(*(one.id for one in units))
    return programme(*units, load_max=ec(most)), frame


def problem(amounts: list[str], most: str):
    return remaining(*left(amounts, most), "full-time", (), (), START)


def test_three_of_three_fill_a_period_of_eleven():
    # 31 EC would fit in three periods of 11 EC; ten units of 3 EC do not.
    assert fewest(problem(["3"] * 10 + ["1"], "11")) == 4


def test_of_few_odd_parts_most_periods_have_one_step_less():
    # 16 periods' worth of even loads and two odd ones: 47 in each would do by the sum, and cannot be.
    amounts = ["1", "1.5", "2", "2.5", "3"] * 4 + ["2", "0.75", "1.25"]
    one = problem(amounts, "12")
    count = fewest(one)
    steps = least(one, "peak", count)
    assert sum(one.loads) <= count * steps
    odd = sum(part % 2 for parts in one.parts for part in parts)
    assert sum(one.loads) - odd <= count * (steps - steps % 2)


@pytest.mark.parametrize("amounts", [["3"] * 10 + ["1"], ["2.5"] * 6 + ["1.5"] * 3])
def test_a_plan_that_reaches_such_a_bound_is_proven_without_a_solver(monkeypatch, amounts):
    def refuse(*_, **__):
        raise AssertionError("a solver was asked")

    monkeypatch.setattr("ortools.sat.python.cp_model.CpSolver.solve", refuse)
    made, frame = left(amounts, "11")
    path = plan_path(made, frame, "full-time", (), (), START, wishes=Wishes(goals=("finish",)))
    assert path.proven


@given(st.lists(st.integers(1, 7), min_size=1, max_size=6), st.integers(7, 11))
def test_no_way_of_putting_units_in_periods_beats_the_bounds(amounts, most):
    one = problem([str(each) for each in amounts], str(most))
    count = fewest(one)
    assert count <= _periods(amounts, most)
    assert one.load(least(one, "peak", count)).value <= _lowest(amounts, count)


def _groups(amounts: list[int], count: int):
    """Every way of dividing amounts over so many periods."""
    if count == 1:
        yield [sum(amounts)]
        return
    places = range(len(amounts))
    for size in range(len(amounts) + 1):
        for taken in combinations(places, size):
            rest = [amounts[place] for place in places if place not in taken]
            for others in _groups(rest, count - 1):
                yield [sum(amounts[place] for place in taken), *others]


def _periods(amounts: list[int], most: int) -> int:
    return next(count for count in range(1, 9) if any(max(one) <= most for one in _groups(amounts, count)))


def _lowest(amounts: list[int], count: int) -> int:
    return min(max(one) for one in _groups(amounts, count))
