"""A deadline is by the clock, one for all that is asked: nothing is solved after it, and what is not known is said."""

from __future__ import annotations

import time

import pytest

from evc_rules.model.policy import Limit
from evc_rules.plan import Deadline, Wishes, award, path_violations, plan_path
from evc_rules.plan.lengths import Lengths, State
from evc_rules.plan.solver import Budget, Question

from .making import START, ec, plain_framework, programme, unit

UNITS = [unit(f"u{number}", "2.5" if number % 3 else "5", offered=("P1", "P3")) for number in range(9)]
MADE = programme(*UNITS, unit("v", 5, offered=("P2",), requires=("u8",)), load_max=ec("7.5"))
FRAME = plain_framework(*(one.id for one in MADE.units))
ASKED = (MADE, FRAME, "full-time", (), (), START)


@pytest.fixture
def unasked(monkeypatch):
    """No solver may be asked."""

    def refuse(*_, **__):
        raise AssertionError("a solver was asked after the deadline")

    monkeypatch.setattr("ortools.sat.python.cp_model.CpSolver.solve", refuse)


def test_what_is_left_goes_by_the_clock_and_never_below_nothing(monkeypatch):
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    until = Deadline.within(3)
    assert (until.left, until.over) == (3, False)
    assert Deadline.within(None).left == float("inf")
    now = 102.5
    assert (until.left, until.over) == (0.5, False)
    now = 104.0
    assert (until.left, until.over) == (0, True)
    assert not Deadline.within(None).over


def test_a_budget_and_its_parts_end_with_the_deadline(monkeypatch):
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    budget = Budget(5, Deadline.within(3))
    assert budget.share() == (5, 3)
    assert budget.part(0.5).share() == (2.5, 3)
    now = 2.0
    assert budget.share(0.5) == (2.5, 1)
    assert not budget.over
    now = 3.0
    assert budget.over
    assert budget.part(0.5).over


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize(
    "goals", [("finish", "peak", "early"), ("peak", "finish"), ("smooth", "finish"), ("early", "peak")]
)
def test_after_the_deadline_a_plan_is_shown_with_its_bound_and_no_solver_is_asked(goals):
    wishes = Wishes(goals=goals)
    path = plan_path(*ASKED, wishes=wishes, deadline=Deadline.within(0))
    assert path.finish is not None
    assert path.bound is not None
    assert path.bound <= path.finish
    assert not path.proven
    assert path_violations(*ASKED, path, wishes=wishes) == []


@pytest.mark.usefixtures("unasked")
def test_after_the_deadline_limits_choose_something_that_is_said_not_to_be_proven():
    limits = (Limit(at_most=ec("7.5")),)
    found = award(MADE, FRAME, "full-time", ["u0", "u1", "u2"], limits, start=START, deadline=Deadline.within(0))
    assert not found.proven
    assert found.credits <= ec("7.5")


@pytest.mark.usefixtures("unasked")
def test_after_the_deadline_a_length_is_a_bound():
    lengths = Lengths(MADE, FRAME, "full-time", START, deadline=Deadline.within(0))
    one = lengths.length(State(frozenset(), frozenset(), {}))
    assert not one.proven
    assert one.count is None or one.bound <= one.count


def test_a_solver_is_given_no_more_time_than_there_is(monkeypatch):
    asked = []
    question = Question("a test", Budget(5, Deadline.within(0.25)))
    monkeypatch.setattr(
        type(question._solver), "solve", lambda one, _: asked.append(one.parameters.max_time_in_seconds) or 0
    )
    monkeypatch.setattr(type(question._solver), "response_proto", type("No", (), {"deterministic_time": 0.0})())
    question.solve()
    assert 0 < asked[0] <= 0.25
