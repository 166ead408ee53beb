"""Section 10: an unplaceable unit names the constraints that clash."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evc_rules.model.programme import Period
from evc_rules.plan import Clash, plan_path
from evc_rules.plan.clashes import certain
from evc_rules.plan.cores import smallest
from evc_rules.plan.remains import remaining
from evc_rules.plan.solver import Answer, Budget
from evc_rules.plan.switches import Switches

from .making import QUARTERS, START, Case, cases, ec, framework, plain_framework, programme, unit
from .oracle import best_plan

SEMESTERS = (
    Period(id="S1", first=(9, 1), after=(2, 1)),
    Period(id="S2", first=(2, 1), after=(7, 16)),
)
BOTH = ("S1", "S2")


def clashes(made, frame) -> tuple[Clash, ...]:
    path = plan_path(made, frame, "full-time", (), (), START)
    assert path.finish is None
    assert path.bound is None
    assert path.periods == ()
    assert path.proven
    for clash in path.clashes:
        assert clash.text.nl != clash.text.en
        assert clash.text.nl.endswith(".")
        assert clash.text.en.endswith(".")
    return path.clashes


def test_a_unit_larger_than_a_period():
    made = programme(unit("a", 5), unit("b", 20))
    (clash,) = clashes(made, plain_framework("a", "b"))
    assert (clash.kind, clash.units) == ("unit-too-large", ("b",))
    assert clash.text.en == "'b' asks 20 EC; a period holds at most 15 EC."
    assert clash.text.nl == "'b' vraagt 20 EC; een periode heeft plaats voor hoogstens 15 EC."


def test_a_unit_larger_than_a_period_by_less_than_a_step():
    made = programme(unit("a", 5), unit("b", 10), load_max=ec("9.99"))
    (clash,) = clashes(made, plain_framework("a", "b"))
    assert (clash.kind, clash.units) == ("unit-too-large", ("b",))


def test_a_unit_that_is_never_offered():
    made = programme(unit("a", 5, offered=()), unit("b", 5, offered=("P9",)))
    found = clashes(made, plain_framework("a", "b"))
    assert [(clash.kind, clash.units) for clash in found] == [
        ("unit-never-offered", ("a",)),
        ("unit-never-offered", ("b",)),
    ]


def test_a_programme_without_periods_offers_nothing():
    made = programme(unit("a", 5), periods=())
    (clash,) = clashes(made, plain_framework("a"))
    assert clash.kind == "unit-never-offered"


def test_units_that_require_each_other_in_a_circle():
    # Half of the circle is in the programme, half in the framework.
    frame = framework({"a": [], "b": ["a"], "c": []})
    made = programme(unit("ua", 5, "a", requires=("uc",)), unit("ub", 5, "b"), unit("uc", 5, "c"))
    assert plan_path(made, frame, "full-time", (), (), START).finish is not None
    circle = programme(unit("ua", 5, "a", requires=("uc",)), unit("ub", 5, "b"), unit("uc", 5, "c", requires=("ub",)))
    (clash,) = clashes(circle, frame)
    assert (clash.kind, clash.units) == ("circle", ("ua", "ub", "uc"))
    assert "ua → ub → uc → ua" in clash.text.nl


def test_two_circles_are_both_named():
    made = programme(
        unit("a", 5, requires=("b",)),
        unit("b", 5, requires=("a",)),
        unit("c", 5, requires=("d",)),
        unit("d", 5, requires=("c",)),
    )
    found = clashes(made, plain_framework(*"abcd"))
    assert [clash.units for clash in found] == [("a", "b"), ("c", "d")]


def test_a_chain_that_is_longer_than_the_maximum_duration():
    made = programme(
        unit("d", 5, offered=BOTH),
        unit("c", 5, offered=BOTH, requires=("b",)),
        unit("b", 5, offered=BOTH, requires=("a",)),
        unit("a", 5, offered=BOTH),
        periods=SEMESTERS,
        years_max=1,
    )
    (clash,) = clashes(made, plain_framework(*"abcd"))
    assert (clash.kind, clash.units, clash.periods) == ("maximum-duration", ("a", "b", "c"), 3)
    assert "a → b → c" in clash.text.en
    assert "1 year holds 2 periods" in clash.text.en
    assert "at least 3 periods" in clash.text.en


def test_more_load_than_the_maximum_duration_holds():
    units = [unit(f"u{number}", 10, offered=BOTH) for number in range(3)]
    made = programme(*units, periods=SEMESTERS, years_max=1, load_max=ec(14))
    (clash,) = clashes(made, plain_framework("u0", "u1", "u2"))
    assert (clash.kind, clash.units, clash.periods) == ("maximum-duration", ("u0", "u1", "u2"), 3)
    assert "30 EC" in clash.text.nl


def test_a_maximum_duration_that_no_period_fits_in():
    made = programme(unit("a", 5, offered=("P1",)), periods=QUARTERS[:1], years_max=1)
    path = plan_path(made, plain_framework("a"), "full-time", (), (), date(2026, 9, 2))
    (chain, load) = path.clashes
    assert (chain.kind, chain.units, chain.periods) == ("maximum-duration", ("a",), 1)
    assert (load.kind, load.units, load.periods) == ("maximum-duration", ("a",), 1)
    assert "1 year holds 0 periods" in chain.text.en


def test_offers_that_leave_no_room_within_the_maximum_duration():
    # Neither a chain nor the sum is too long: a and b both begin in S1 only, and one S1 does not hold both.
    made = programme(
        unit("a", 10, offered=("S1",)),
        unit("b", 10, offered=("S1",)),
        unit("c", 5, offered=BOTH),
        periods=SEMESTERS,
        years_max=1,
    )
    (clash,) = clashes(made, plain_framework("a", "b", "c"))
    assert (clash.kind, clash.units, clash.periods) == ("maximum-duration", ("a", "b"), 3)
    assert "'a' begins in S1; 'b' begins in S1; at most 15 EC in a period" in clash.text.en


def test_the_last_period_may_have_less_than_the_minimum_load():
    made = programme(
        unit("a", 10, offered=("S1",)),
        unit("b", 10, offered=("S1",)),
        unit("c", 5, offered=BOTH),
        periods=SEMESTERS,
        years_max=1,
        load_min=ec(6),
    )
    (clash,) = clashes(made, plain_framework("a", "b", "c"))
    assert "'a' begins in S1; 'b' begins in S1" in clash.text.en


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_none_of_the_constraints_that_are_said_to_clash_can_be_missed(data):
    case = data.draw(cases(most_units=4))
    problem = remaining(case.programme, case.framework, "full-time", (), (), case.start)
    assume(not certain(problem))
    assume(best_plan(case, frozenset()) is None)
    kept, _ = smallest(Switches(problem, Budget(5)))
    question = Switches(problem, Budget(5))
    assert question.solve_assuming(question.literal[group] for group in kept) is Answer.NONE
    for missed in kept:
        rest = [question.literal[group] for group in kept if group != missed]
        assert question.solve_assuming(rest).found


def test_a_period_in_which_too_little_can_be_followed():
    made = programme(unit("a", 5), unit("b", 10, requires=("a",)), unit("c", 10, requires=("b",)), load_min=ec(10))
    (clash,) = clashes(made, plain_framework("a", "b", "c"))
    assert (clash.kind, clash.units) == ("minimum-load", ("a",))
    assert clash.text.en == (
        "In P1 (from 2026-09-01), within 15 EC a period, at most 5 EC can be followed (a); "
        "every period before the last asks at least 10 EC."
    )


def test_a_minimum_load_above_the_maximum_load():
    made = programme(unit("a", 10), unit("b", 10), load_min=ec(20))
    (clash,) = clashes(made, plain_framework("a", "b"))
    assert clash.kind == "minimum-load"
    one_period = programme(unit("a", 10), load_min=ec(20))
    assert plan_path(one_period, plain_framework("a"), "full-time", (), (), START).finish is not None


def test_a_minimum_load_between_what_units_can_make_up():
    # Enough is offered, but 6 and 9 make no load from 9.5 to 10.
    made = programme(unit("a", 6), unit("b", 9), unit("c", 6), load_min=ec("9.5"), load_max=ec(10))
    (clash,) = clashes(made, plain_framework("a", "b", "c"))
    assert (clash.kind, clash.units) == ("minimum-load", ("a", "b", "c"))
    assert "within 10 EC a period, at most 9 EC can be followed" in clash.text.en


def test_a_minimum_load_for_which_two_periods_need_the_same_unit():
    # b is for P2 and e for P4; P1 and P3 could each have a, but not both.
    made = programme(unit("a", 5), unit("b", 5, offered=("P2",)), unit("e", 5, offered=("P4",)), load_min=ec(5))
    (clash,) = clashes(made, plain_framework("a", "b", "e"))
    assert clash.kind == "minimum-load"
    assert clash.periods is None
    assert set(clash.units) <= {"b", "e"}
    assert "'e' begins in P4" in clash.text.en
    assert "at least 5 EC in every period before the last" in clash.text.en
    assert "minstens 5 EC in elke periode voor de laatste" in clash.text.nl
    assert "at most" not in clash.text.en


def test_minimum_load_and_maximum_duration_together():
    made = programme(
        unit("c", 5, offered=BOTH),
        unit("d", 2, offered=BOTH, requires=("c",)),
        unit("a", 6, offered=BOTH),
        unit("x", 2, offered=("S2",)),
        periods=SEMESTERS,
        load_max=ec(10),
        load_min=ec(6),
        years_max=1,
    )
    (clash,) = clashes(made, plain_framework("c", "d", "a", "x"))
    assert (clash.kind, clash.periods) == ("combination", 3)
    assert "at least 6 EC in every period before the last" in clash.text.en
    assert "1 year holds 2 periods" in clash.text.en


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_said_to_be_needed_without_the_maximum_duration_is_what_is_needed(data):
    case = data.draw(cases(most_units=4))
    path = plan_path(case.programme, case.framework, "full-time", (), (), case.start)
    assume(path.finish is None)
    terms = case.programme.variants[0]
    made = case.programme.with_(variants=(terms.with_(years_max=None),))
    longer = best_plan(Case(case.needs, case.holds, made, case.framework, case.start), frozenset())
    for clash in path.clashes:
        if clash.kind == "minimum-load":
            shorter = case.programme.with_(variants=(terms.with_(load_min=ec(0)),))
            free = Case(case.needs, case.holds, shorter, case.framework, case.start)
            # A minimum load alone is only blamed when it alone stands in the way of some plan, of any length.
            assert longer is None or best_plan(free, frozenset()) is not None
        else:
            assert clash.periods == (longer.periods if longer else None)
