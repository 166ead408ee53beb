"""Other goals than the finish first: something is always shown, with its bound."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.plan import GOALS, Goal, Wishes, path_violations, plan_path

from .making import START, ec, plain_framework, programme, unit
from .terms import FEES, Asked, asked, with_fees
from .test_terms import plan
from .written import Written

UNITS = [unit(f"u{number}", "2.5" if number % 3 else "5", offered=("P1", "P3")) for number in range(9)]
MADE = programme(*UNITS, unit("v", 5, offered=("P2",), requires=("u8",)), load_max=ec("7.5"), fees=FEES)
FRAME = plain_framework(*(one.id for one in MADE.units))


@pytest.mark.parametrize("goals", [("peak", "finish"), ("smooth", "finish"), ("early", "peak"), ("cost",), ("keep",)])
def test_without_time_the_usual_plan_is_shown_with_its_bound(goals):
    path = plan_path(MADE, FRAME, "full-time", (), (), START, time_limit=0.0, wishes=Wishes(goals=goals))
    assert path.finish is not None
    assert [one.goal for one in path.objectives] == list(goals)
    assert all(one.bound <= one.value for one in path.objectives)
    assert path.bound is not None
    assert path_violations(MADE, FRAME, "full-time", (), (), START, path, wishes=Wishes(goals=goals)) == []


@pytest.mark.parametrize("goal", ["peak", "early", "cost"])
def test_what_comes_first_is_never_worse_than_in_the_usual_plan(goal):
    asked = Asked(MADE, FRAME, frozenset(), Wishes(goals=("finish", "peak", "early", "cost")), None, START)
    usual = {one.goal: one.value for one in plan(asked).objectives}
    first = plan(Asked(MADE, FRAME, frozenset(), Wishes(goals=(goal,)), None, START)).objectives[0]
    assert first.value <= usual[goal]
    assert first.proven


def test_the_lightest_plan_is_then_the_shortest_of_those_that_are_as_light():
    path = plan(Asked(MADE, FRAME, frozenset(), Wishes(goals=("peak", "finish")), None, START))
    assert path.proven
    assert str(path.highest) == "5 EC"
    assert len(path.periods) == 11


CHAIN = """
  full-time: {total: 15 EC, load: {max: 15 EC}, years_max: 1, fees: {ec: 40 EUR}}
units:
  - {id: f, outcomes: [a], ec: 5 EC, offered: [P4]}
  - {id: g, outcomes: [b], ec: 5 EC, offered: [P4], requires: [f]}
  - {id: i, outcomes: [c], ec: 5 EC, offered: [P4], requires: [g]}
"""


@pytest.mark.parametrize("goals", [("peak", "finish"), ("smooth", "finish"), ("cost",), ("early",)])
def test_a_chain_that_is_too_long_ends_in_a_clash_by_any_goal(tmp_path, goals):
    (clash,) = Written(tmp_path, CHAIN).path(goals=goals).clashes
    assert clash.units == ("f", "g", "i")


@settings(max_examples=40, deadline=None)
@given(asked(5), st.permutations(get_args(Goal)), st.integers(1, 3))
def test_there_is_a_plan_by_any_order_of_goals_where_there_is_one_by_the_usual(one, goals, count):
    usual = plan(replace(one, wishes=one.wishes.with_(goals=GOALS)))
    path = plan(replace(with_fees(one), wishes=one.wishes.with_(goals=tuple(goals[:count]))))
    assert (path.finish is None) == (usual.finish is None)
    values = {each.goal: each.value for each in usual.objectives}
    for first in path.objectives[:1]:
        assert first.value <= values.get(first.goal, first.value)
