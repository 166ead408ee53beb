"""What one chooses from: nothing is left out that is asked for, nothing is followed that could be missed."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.model.programme import Elective
from evc_rules.plan import Path, Wishes, curriculum, decisive

from .making import START, ec, plain_framework, programme, unit
from .terms import Asked
from .test_terms import plan
from .written import Written


def begun(path: Path) -> list[tuple[str, ...]]:
    return [period.units for period in path.periods]


NAMED = """
  full-time: {total: 15 EC, load: {max: 15 EC}}
units:
  - {id: f, outcomes: [a], ec: 5 EC, offered: any}
  - {id: e2, outcomes: [b], ec: 10 EC, offered: any, requires: [e1]}
  - {id: e1, outcomes: [c], ec: 5 EC, offered: any}
electives:
  - {id: profile, choose: 10 EC, from: [e2, e1]}
"""


def test_what_a_chosen_unit_asks_for_is_followed_too(tmp_path):
    path = Written(tmp_path, NAMED).path()
    assert begun(path) == [("f", "e1"), ("e2",)]
    assert path.proven


def test_a_unit_that_two_others_ask_for_one_after_the_other_is_followed(tmp_path):
    text = NAMED.replace("[a], ec: 5 EC, offered: any", "[a], ec: 5 EC, offered: any, requires: [e2]")
    assert begun(Written(tmp_path, text).path()) == [("e1",), ("e2",), ("f",)]


SPARE = """
  full-time: {total: 12.5 EC, load: {min: 7.5 EC, max: 15 EC}}
units:
  - {id: f, outcomes: [a], ec: 7.5 EC, offered: [P2]}
  - {id: e1, outcomes: [c], ec: 2.5 EC, offered: any}
  - {id: e2, outcomes: [b], ec: 5 EC, offered: any, requires: [e1]}
  - {id: e3, outcomes: [d], ec: 5 EC, offered: any}
electives:
  - {id: profile, choose: 5 EC, from: [e3, e1, e2]}
"""


def test_what_could_be_missed_does_not_help_to_reach_the_minimum_load(tmp_path):
    path = Written(tmp_path, SPARE).path()
    assert path.finish is None
    assert path.proven
    assert {way.what for way in path.clashes[0].relaxations} >= {"choice", "least"}


def test_the_checker_sees_what_could_be_missed(tmp_path):
    one = Written(tmp_path, SPARE.replace("min: 7.5 EC, ", ""))
    path = one.path()
    first = path.periods[0].with_(units=("e1", "e3"), load=ec("7.5"))
    assert "'e1' could be missed" in one.broken(path.with_(periods=(first, *path.periods[1:])))


def test_units_that_begin_together_are_chosen_together_or_not_at_all(tmp_path):
    text = SPARE.replace("min: 7.5 EC, ", "").replace(
        "ec: 2.5 EC, offered: any", "ec: 5 EC, offered: any, alongside: [e2]"
    )
    one = Written(tmp_path, text.replace("requires: [e1]", "alongside: [e1]").replace("offered: [P2]", "offered: [P1]"))
    path = one.path()
    assert begun(path) == [("f", "e3")]
    crowded = path.periods[0].with_(units=("f", "e1", "e2", "e3"), load=ec("22.5"))
    assert "'e1' could be missed" in one.broken(path.with_(periods=(crowded,)))


ONLY_CHOSEN = """
  full-time: {total: 10 EC, load: {max: 15 EC}, fees: {ec: 40 EUR}}
units:
  - {id: f, outcomes: [a], ec: 5 EC, offered: any}
  - {id: e1, outcomes: [c], ec: 5 EC, offered: any}
  - {id: e3, outcomes: [d], ec: 5 EC, offered: any}
electives:
  - {id: profile, choose: 5 EC, from: [e3, e1]}
"""


@pytest.mark.parametrize("goal", ["early", "peak", "cost", "smooth", "keep"])
def test_there_is_a_plan_by_any_goal_when_only_electives_are_left(tmp_path, goal):
    path = Written(tmp_path, ONLY_CHOSEN).path(done=("f",), goals=(goal,))
    assert sum(len(units) for units in begun(path)) == 1
    assert path.bound == date(2026, 11, 15)
    assert path.proven


CIRCLE = """
  full-time: {total: 15 EC, load: {max: 15 EC}, years_max: 1}
units:
  - {id: f, outcomes: [d], ec: 5 EC, offered: [P4]}
  - {id: g, outcomes: [e], ec: 5 EC, offered: [P4], requires: [f]}
  - {id: e1, outcomes: [a, c], ec: 5 EC, offered: any}
  - {id: e2, outcomes: [b], ec: 5 EC, offered: any}
  - {id: e3, outcomes: [f], ec: 5 EC, offered: any}
electives:
  - {id: profile, choose: 5 EC, from: [e1, e2, e3]}
"""


def test_a_circle_of_electives_through_outcomes_is_no_endless_one(tmp_path):
    path = Written(tmp_path, CIRCLE, {"a": "b", "b": "c"}).path()
    assert path.clashes[0].units == ("f", "g")
    assert path.clashes[0].periods == 8


LATE = """
  full-time: {total: 15 EC, load: {max: 5 EC}, years_max: 1}
units:
  - {id: f, outcomes: [a], ec: 5 EC, offered: [P2]}
  - {id: g, outcomes: [b], ec: 5 EC, offered: [P2]}
  - {id: e1, outcomes: [c], ec: 5 EC, offered: {2040: [P1]}}
  - {id: e3, outcomes: [d], ec: 5 EC, offered: any}
electives:
  - {id: profile, choose: 5 EC, from: [e3, e1]}
"""


def test_what_one_can_do_without_holds_nothing_up(tmp_path):
    one = Written(tmp_path, LATE, {"a": "c"})
    (clash,) = one.path().clashes
    assert "period 58" not in clash.text.en
    assert "'f' begins in P2; 'g' begins in P2; at most 5 EC in a period" in clash.text.en
    assert clash.periods == 6


def test_slack_and_chain_are_of_what_one_cannot_do_without(tmp_path):
    one = Written(tmp_path, LATE, {"a": "c"})
    found = curriculum(one.programme, one.framework, "full-time", start=START)
    assert found.critical == ("f",)
    assert {each.unit: each.slack for each in found.units} == {"f": 0, "g": 0, "e1": None, "e3": 1}
    assert {each.unit: each.blocking for each in found.units} == {"f": 0, "g": 0, "e1": 0, "e3": 0}
    needed = Written(tmp_path, LATE.replace("offered: [P2]}\n  - {id: g", "offered: [P2], requires: [e1]}\n  - {id: g"))
    found = curriculum(needed.programme, needed.framework, "full-time", start=START)
    assert found.critical == ("e1", "f")
    assert found.units[2].blocking == 1


def test_what_decides_the_end_is_said_without_electives_that_nobody_chose(tmp_path):
    one = Written(tmp_path, LATE.replace(", years_max: 1", ""), {"a": "c", "b": "a"})
    path = one.path()
    found = decisive(path, one.programme, one.framework, (), ())
    assert found is not None
    assert found.chain == ("f", "g")


def test_a_unit_of_no_credits_where_nothing_is_left_to_choose_breaks_no_plan():
    units = [unit("a", 5), unit("x", 0), unit("y", 5)]
    made = programme(*units).with_(electives=(Elective(id="e", choose=ec(5), units=("x", "y")),))
    frame = plain_framework("a", "x", "y")
    path = plan(Asked(made, frame, frozenset({"y"}), Wishes(goals=("early",)), None, START))
    assert begun(path) == [("a",)]
    assert path.proven
    both = made.with_(electives=(made.electives[0].with_(choose=ec(0)),))
    assert begun(plan(Asked(both, frame, frozenset(), Wishes(), None, START))) == [("a",)]
