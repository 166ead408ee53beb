"""Planning again: what is done stays, and as little moves as can be."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evc_rules.model.programme import Bsa, Programme
from evc_rules.model.quantities import Dates
from evc_rules.plan import AGAIN, NO_WISHES, Path, Wishes, again, going_on, moves, path_violations, plan_path

from .making import START, cases, ec, plain_framework, programme, unit


def planned(made: Programme, start: date = START, wishes: Wishes = NO_WISHES) -> Path:
    frame = plain_framework(*(one.id for one in made.units))
    path = plan_path(made, frame, "full-time", (), (), start, wishes=wishes)
    assert path_violations(made, frame, "full-time", (), (), start, path, wishes=wishes) == []
    return path


def begun(path: Path) -> list[tuple[str, ...]]:
    return [period.units for period in path.periods]


YEARS = programme(
    unit("a", 5, offered=("P1",)), unit("b", 5, requires=("a",)), unit("c", 5), unit("d", 5, requires=("c",)),
    unit("e", 5, periods=2), load_max=ec(7.5),
)  # fmt: skip


def test_what_ended_is_done_and_what_failed_is_not():
    before = planned(YEARS)
    start = before.periods[1].slot.start
    first = set(begun(before)[0])
    anew = again(before, YEARS, start, wishes=Wishes())
    assert set(anew.done) == {name for name in first if name != "e"}
    assert (anew.begun, anew.goals) == (START, AGAIN)
    failed = again(before, YEARS, start, failed=sorted(first), wishes=Wishes(goals=("finish",)))
    assert (failed.done, failed.goals) == ((), ("finish",))


def test_when_all_goes_well_nothing_moves():
    before = planned(YEARS)
    for period in before.periods[1:]:
        anew = again(before, YEARS, period.slot.start, wishes=Wishes())
        after = planned(YEARS, period.slot.start, anew)
        assert {one.kind for one in moves(before, after, anew.done)} <= {"done", "stays", "again"}
        assert [one.unit for one in moves(before, after, anew.done) if one.kind == "again"] == [
            name for name in period.running if name not in anew.done
        ]


def test_a_failure_moves_no_more_than_it_must():
    # c failed: it waits for no P1, and only d must follow it.
    made = programme(
        unit("c", 5, offered=("P1", "P2")), unit("d", 5, offered=("P2", "P4"), requires=("c",)),
        unit("x", 5, offered=("P3",)), unit("y", 5, offered=("P2", "P4")), load_max=ec(10),
    )  # fmt: skip
    before = planned(made)
    assert begun(before) == [("c",), ("d", "y"), ("x",)]
    start = before.periods[1].slot.start
    anew = again(before, made, start, failed=["c"], wishes=Wishes())
    after = planned(made, start, anew)
    assert begun(after) == [("c", "y"), ("x",), ("d",)]
    kinds = {one.unit: one.kind for one in moves(before, after, anew.done)}
    assert kinds == {"c": "again", "y": "stays", "x": "stays", "d": "moves"}


def test_who_plans_again_in_the_middle_of_a_period_does_not_lose_it():
    before = planned(YEARS)
    first = set(begun(before)[0]) - {"e"}
    start = before.periods[0].slot.start + timedelta(days=30)
    anew = again(before, YEARS, start, wishes=Wishes())
    assert set(anew.done) == first == set(going_on(before, YEARS, start, wishes=Wishes()))
    after = planned(YEARS, start, anew)
    kinds = {one.unit: one.kind for one in moves(before, after, anew.done, sorted(first))}
    assert {name for name, kind in kinds.items() if kind == "goes-on"} == first
    # e has a period after the running one: it begins once more, and so does what is said to have failed.
    assert {name for name, kind in kinds.items() if kind == "again"} == {"e"} & set(begun(before)[0])
    assert not set(again(before, YEARS, start, failed=sorted(first), wishes=Wishes()).done)


def test_nothing_goes_on_through_leave():
    before = planned(YEARS)
    start, until = before.periods[0].slot.start + timedelta(days=30), before.periods[1].slot.start
    away = Wishes(leave=(Dates(start, until),))
    assert going_on(before, YEARS, start, wishes=away) == again(before, YEARS, start, wishes=away).done == ()
    later = Wishes(leave=(Dates(until, None),))
    assert going_on(before, YEARS, start, wishes=later)


def test_what_was_done_and_when_it_began_are_handed_on():
    before = planned(YEARS, wishes=Wishes(done=("a",), begun=date(2020, 9, 1)))
    assert (before.done, before.begun) == (("a",), date(2020, 9, 1))
    second = planned(
        YEARS, before.periods[1].slot.start, again(before, YEARS, before.periods[1].slot.start, wishes=Wishes())
    )
    third = again(second, YEARS, second.start, wishes=Wishes())
    assert {"a", *begun(before)[0]} - {"e"} <= set(third.done)
    assert third.begun == date(2020, 9, 1)
    assert "a" not in again(second, YEARS, second.start, failed=["a"], wishes=Wishes()).done


def test_new_evidence_takes_units_away_and_leaves_the_rest():
    before = planned(YEARS)
    frame = plain_framework(*"abcde")
    anew = again(before, YEARS, START, wishes=Wishes(goals=("keep", "finish")))
    after = plan_path(YEARS, frame, "full-time", {"c"}, (), START, wishes=anew)
    kinds = {one.unit: one.kind for one in moves(before, after, anew.done)}
    assert kinds == {"a": "stays", "b": "stays", "d": "stays", "e": "stays", "c": "gone"}


def test_the_bsa_goes_on_counting_from_the_first_start():
    units = [unit(f"u{number}", 5) for number in range(6)]
    made = programme(*units, load_max=ec(5), bsa=Bsa(ec=ec(20)))
    before = planned(made)
    start = before.periods[1].slot.start
    frame = plain_framework(*(one.id for one in units))
    on_time = again(before, made, start, wishes=Wishes())
    assert plan_path(made, frame, "full-time", (), (), start, wishes=on_time).finish is not None
    late = again(before, made, start, failed=begun(before)[0], wishes=Wishes())
    path = plan_path(made, frame, "full-time", (), (), start, wishes=late)
    assert [clash.kind for clash in path.clashes] == ["bsa"]


@settings(max_examples=60, deadline=None)
@given(cases(bounded=False), st.booleans())
def test_law_12_planning_again_from_the_same_start_changes_nothing(case, first):
    before = plan_path(case.programme, case.framework, "full-time", (), (), case.start)
    assume(before.periods)
    goals = ("keep", "finish") if first else AGAIN
    anew = again(before, case.programme, case.start, wishes=Wishes(goals=goals))
    after = plan_path(case.programme, case.framework, "full-time", (), (), case.start, wishes=anew)
    assert {one.kind for one in moves(before, after)} == {"stays"}
    assert after.proven
