"""Section 10 and law 12: a plan keeps every constraint, and no exhaustive search finds a better one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evc_rules.errors import InvalidInputError
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import total
from evc_rules.plan import Path, path_violations, plan_path
from evc_rules.plan.bounds import settled
from evc_rules.plan.remains import remaining

from .making import START, Case, cases, ec, framework, plain_framework, programme, unit
from .oracle import Best, best_plan


def plan(case: Case, awarded: frozenset[str] = frozenset(), exempt: frozenset[str] = frozenset()) -> Path:
    leaves = case.exempt(awarded | exempt)
    path = plan_path(case.programme, case.framework, "full-time", awarded, leaves, case.start)
    broken = path_violations(case.programme, case.framework, "full-time", awarded, leaves, case.start, path)
    assert broken == []
    return path


def measured(case: Case, path: Path) -> Best | None:
    if path.finish is None:
        return None
    worth = {one.id: one.ec.value for one in case.programme.units}
    late = sum(
        (worth[one] * number for number, period in enumerate(path.periods) for one in period.units),
        Decimal(0),
    )
    return Best(len(path.periods), path.highest.value, late)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_law_12_no_exhaustive_search_finds_a_better_plan(data):
    case = data.draw(cases())
    names = st.sampled_from([one.id for one in case.programme.units])
    awarded = frozenset(data.draw(st.sets(names, max_size=2)))
    exempt = frozenset(data.draw(st.sets(names, max_size=1)))
    path = plan(case, awarded, exempt)
    assert path.proven
    assert measured(case, path) == best_plan(case, awarded, exempt)
    assert bool(path.clashes) == (path.finish is None)
    assert path.bound == path.finish


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_law_12_more_exemptions_never_lengthen_a_plan_without_minimum_load(data):
    case = data.draw(cases(most_units=8, bounded=False))
    names = st.sampled_from([one.id for one in case.programme.units])
    less = frozenset(data.draw(st.sets(names)))
    more = less | data.draw(st.sets(names))
    exempt = more | data.draw(st.sets(names))
    longer = plan(case, less, less)
    assert longer.finish is not None
    for shorter in (plan(case, less, exempt), plan(case, more, exempt)):
        assert shorter.finish is not None
        assert shorter.finish <= longer.finish


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_law_12_a_plan_says_whether_the_minimum_load_binds(data):
    case = data.draw(cases())
    path = plan(case)
    assume(path.finish is not None)
    terms = case.programme.variants[0]
    free = Case(
        case.needs,
        case.holds,
        case.programme.with_(variants=(terms.with_(load_min=ec(0)),)),
        case.framework,
        case.start,
    )
    without = best_plan(free, frozenset())
    assert without is not None
    assert path.minimum_binds == (len(path.periods) > without.periods)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_law_8_awarded_and_remaining_credits_are_the_whole(data):
    case = data.draw(cases(bounded=False))
    awarded = frozenset(data.draw(st.sets(st.sampled_from([one.id for one in case.programme.units]))))
    path = plan(case, awarded)
    done = total(one.ec for one in case.programme.units if one.id in awarded)
    assert done + path.load == case.programme.total_of("full-time")


def test_law_12_a_minimum_load_that_lengthens_the_path_is_said_to_bind():
    # c and then the rest takes two periods. With at least 6 EC the first period must have a instead of c.
    units = (unit("c", 5), unit("d", 2, requires=("c",)), unit("a", 6), unit("x", 2, offered=("P2",)))
    frame = plain_framework("c", "d", "a", "x")
    free = plan_path(programme(*units, load_max=ec(10)), frame, "full-time", (), (), START)
    assert [period.units for period in free.periods] == [("c",), ("d", "a", "x")]
    assert not free.minimum_binds
    bound = plan_path(programme(*units, load_max=ec(10), load_min=ec(6)), frame, "full-time", (), (), START)
    assert [period.units for period in bound.periods] == [("a",), ("c", "x"), ("d",)]
    assert bound.minimum_binds
    assert bound.bound == bound.finish


def test_nothing_left_is_an_empty_path_finished_at_the_start():
    made = programme(unit("a", 5))
    path = plan_path(made, plain_framework("a"), "full-time", {"a"}, (), START)
    assert (path.periods, path.finish, path.bound, path.proven) == ((), START, START, True)
    assert path.load == ec(0)
    assert path.highest == ec(0)


def test_a_unit_comes_after_the_unit_of_a_prerequisite_unless_it_is_exempt():
    frame = framework({"a": [], "b": ["a"]})
    made = programme(unit("ub", 5, "b"), unit("ua", 5, "a"))
    apart = plan_path(made, frame, "full-time", (), (), START)
    assert [period.units for period in apart.periods] == [("ua",), ("ub",)]
    together = plan_path(made, frame, "full-time", (), {Leaf("a", 1)}, START)
    assert [period.units for period in together.periods] == [("ub", "ua")]


def test_a_lower_level_of_the_same_outcome_comes_first():
    frame = framework({"a": []}, levels={"a": 3})
    made = programme(unit("u3", 5, "a@3"), unit("u2", 5, "a@2"), unit("u1", 5, "a@1"))
    path = plan_path(made, frame, "full-time", (), (), START)
    assert [period.units for period in path.periods] == [("u1",), ("u2",), ("u3",)]


def test_order_passes_through_outcomes_that_no_unit_provides_but_not_through_exempt_ones():
    frame = framework({"a": [], "between": ["a"], "b": ["between"]})
    made = programme(unit("ub", 5, "b"), unit("ua", 5, "a"))
    through = plan_path(made, frame, "full-time", (), (), START)
    assert [period.units for period in through.periods] == [("ua",), ("ub",)]
    cut = plan_path(made, frame, "full-time", (), {Leaf("between", 1)}, START)
    assert len(cut.periods) == 1


def test_a_unit_of_another_variant_neither_counts_nor_holds_up():
    frame = framework({"a": [], "b": ["a"]})
    made = programme(unit("ua", 5, "a", variants=("dual",)), unit("ub", 5, "b", requires=("ua",)))
    path = plan_path(made, frame, "full-time", (), (), START)
    assert [period.units for period in path.periods] == [("ub",)]


def test_the_leaves_of_done_units_are_reached_without_being_named():
    frame = framework({"a": [], "between": ["a"], "b": ["between"]})
    made = programme(unit("ub", 5, "b"), unit("ua", 5, "a"), unit("um", 5, "between"))
    path = plan_path(made, frame, "full-time", {"um"}, (), START)
    assert [period.units for period in path.periods] == [("ub", "ua")]


def test_a_smaller_load_makes_room():
    made = programme(unit("a", 10), unit("b", 10), load_max=ec("12.5"))
    frame = plain_framework("a", "b")
    loads = {"b": ec("2.5")}
    assert len(plan_path(made, frame, "full-time", (), (), START).periods) == 2
    path = plan_path(made, frame, "full-time", (), (), START, loads)
    assert [period.load for period in path.periods] == [ec("12.5")]
    assert path_violations(made, frame, "full-time", (), (), START, path, loads) == []
    assert path_violations(made, frame, "full-time", (), (), START, path) != []


def test_loads_are_exact():
    # In binary fractions 0.1 + 0.2 is more than 0.3.
    made = programme(unit("a", "0.1"), unit("b", "0.2"), load_max=ec("0.3"))
    path = plan_path(made, plain_framework("a", "b"), "full-time", (), (), START)
    assert [period.load for period in path.periods] == [ec("0.3")]


def test_smoothest_comes_before_earliest_credits():
    made = programme(unit("a", 10), unit("b", 5), unit("c", 5), unit("d", 5, requires=("a",)))
    path = plan_path(made, plain_framework(*"abcd"), "full-time", (), (), START)
    assert [period.load for period in path.periods] == [ec(15), ec(10)]
    assert path.highest == ec(15)
    smoother = programme(*made.units, unit("e", 5, requires=("a",)))
    path = plan_path(smoother, plain_framework(*"abcde"), "full-time", (), (), START)
    assert [period.load for period in path.periods] == [ec(15), ec(15)]


def test_units_of_equal_load_stand_in_programme_order():
    made = programme(*(unit(f"u{number}", 5) for number in range(9)))
    path = plan_path(made, plain_framework(*(one.id for one in made.units)), "full-time", (), (), START)
    assert [one for period in path.periods for one in period.units] == [one.id for one in made.units]


@pytest.mark.parametrize(
    ("slots", "settled_as"),
    [
        ((1, 0, 2, 3), (0, 1, 2, 3)),
        # c begins in P1 and P3 only, and e asks more.
        ((3, 1, 0, 2), (1, 3, 0, 2)),
        ((0, 2, 2, 1), (0, 2, 2, 1)),
    ],
)
def test_units_of_equal_load_change_places_only_where_they_can(slots, settled_as):
    made = programme(unit("a", 5), unit("b", 5), unit("c", 5, offered=("P1", "P3")), unit("e", 10))
    problem = remaining(made, plain_framework(*"abce"), "full-time", (), (), START)
    assert settled(problem, slots) == settled_as


def test_units_do_not_change_places_across_what_comes_before_or_after_them():
    made = programme(unit("a", 5, requires=("c",)), unit("b", 5), unit("c", 5), unit("d", 5, requires=("b",)))
    problem = remaining(made, plain_framework(*"abcd"), "full-time", (), (), START)
    assert settled(problem, (2, 0, 1, 1)) == (2, 0, 1, 1)
    assert settled(problem, (2, 1, 0, 3)) == (1, 2, 0, 3)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_law_6_the_same_question_has_the_same_path_in_whatever_order_it_is_asked(data):
    case = data.draw(cases(most_units=8))
    awarded = data.draw(st.lists(st.sampled_from([one.id for one in case.programme.units]), unique=True))
    leaves = sorted(case.exempt(frozenset(awarded)))
    one = plan_path(case.programme, case.framework, "full-time", awarded, leaves, case.start)
    two = plan_path(case.programme, case.framework, "full-time", set(awarded), frozenset(reversed(leaves)), case.start)
    assert one == two


def test_when_the_time_is_up_the_plan_says_what_is_proven():
    made = programme(*(unit(f"u{number}", 5 + number % 3) for number in range(30)))
    frame = plain_framework(*(one.id for one in made.units))
    path = plan_path(made, frame, "full-time", (), (), START, time_limit=0.0)
    assert not path.proven
    assert path_violations(made, frame, "full-time", (), (), START, path) == []
    assert path.bound is not None
    assert path.finish is not None
    assert path.bound <= path.finish


def test_when_the_time_is_up_before_any_plan_there_are_no_clashes_either():
    made = programme(*(unit(f"u{n}", 5, offered=(at,)) for n, at in enumerate(("P1", "P3", "P4"))), load_min=ec(5))
    frame = plain_framework("u0", "u1", "u2")
    path = plan_path(made, frame, "full-time", (), (), START, time_limit=0.0)
    assert (path.finish, path.proven, path.clashes) == (None, False, ())
    assert path.bound == date(2027, 7, 16)


@pytest.mark.parametrize(
    ("variant", "awarded", "code"),
    [("evening", (), "EVC-P006"), ("full-time", ("nothing",), "EVC-P002")],
)
def test_what_the_programme_does_not_have_is_refused(variant, awarded, code):
    made = programme(unit("a", 5))
    with pytest.raises(InvalidInputError) as refused:
        plan_path(made, plain_framework("a"), variant, awarded, (), START)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_path_can_be_written_and_read_back():
    made = programme(unit("a", 5), unit("b", "7.5", requires=("a",)))
    path = plan_path(made, plain_framework("a", "b"), "full-time", (), (), START)
    assert Path.model_validate_json(path.model_dump_json()) == path
    assert path.slot_of("b") == path.periods[1].slot
    assert path.slot_of("c") is None
