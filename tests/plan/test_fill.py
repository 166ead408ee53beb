"""Plans by filling periods keep everything, and what no plan can do better than is never above the best by trying."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from evc_rules.model.programme import Elective
from evc_rules.plan import GOALS, Wishes, path_violations, plan_path
from evc_rules.plan.bounds import ended, fewest, keeps
from evc_rules.plan.fill import TRIES, Filling
from evc_rules.plan.least import least
from evc_rules.plan.remains import remaining

from .making import START, ec, plain_framework, programme, unit
from .terms import asked, best_by_trying


def problem_of(one):
    return remaining(
        one.programme, one.framework, "full-time", one.awarded, one.exempt, one.start, wishes=one.wishes,
        bsa_counts=one.bsa_counts,
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(asked())
def test_nothing_is_said_to_be_better_than_any_plan_and_filled_plans_are_plans(one):
    one = replace(one, wishes=one.wishes.with_(goals=GOALS))
    problem = problem_of(one)
    if not problem.units:
        return
    best = best_by_trying(one, 5)
    for count in range(fewest(problem), 6):
        for slots in Filling(problem, count).plans(problem.room[:count]):
            if keeps(problem, slots) and (problem.limit is None or ended(problem, slots) <= problem.limit):
                assert best is not None
                assert best[0] <= ended(problem, slots) <= count
    if best is not None and best[0] > 0:
        count = int(best[0])
        assert fewest(problem) <= count
        highest = least(problem, "peak", count)
        assert problem.load(highest).value <= best[1]
        most = int(Decimal(best[1]) / problem.load(1).value)
        assert problem.credits_of(least(problem, "early", count, most)).value <= best[2]


def test_a_full_programme_is_filled_without_a_solver(monkeypatch):
    for name in ("ortools", "ortools.sat", "ortools.sat.python", "ortools.sat.python.cp_model"):
        monkeypatch.setitem(sys.modules, name, None)
    made = programme(*(unit(f"u{n}", 1 + n % 3, requires=(f"u{n - 30}",) if n >= 30 else ()) for n in range(120)))
    frame = plain_framework(*(f"u{n}" for n in range(120)))
    path = plan_path(made, frame, "full-time", (), (), START)
    assert path.proven
    assert [one.bound for one in path.objectives] == [one.value for one in path.objectives]
    assert [period.load for period in path.periods] == [ec(15)] * 16
    assert path_violations(made, frame, "full-time", (), (), START, path) == []


def test_what_can_be_missed_is_not_taken():
    one = programme(unit("a", "2.5"), unit("b", 5), unit("c", 5))
    made = one.with_(electives=(Elective(id="e", choose=ec(5), units=("a", "b")),))
    path = plan_path(
        made, plain_framework(*"abc"), "full-time", (), (), START, time_limit=0.0, wishes=Wishes(goals=("finish",))
    )
    assert path.periods[0].units == ("b", "c")
    assert path_violations(made, plain_framework(*"abc"), "full-time", (), (), START, path) == []


def test_of_what_is_large_fewer_ways_are_tried():
    def tries(units: int, count: int) -> int:
        names = [f"u{number}" for number in range(units)]
        made = programme(*(unit(name, 1) for name in names))
        problem = remaining(made, plain_framework(*names), "full-time", (), (), START)
        return Filling(problem, count).tries

    assert tries(120, 16) == TRIES
    assert 4 <= tries(300, 80) < TRIES
