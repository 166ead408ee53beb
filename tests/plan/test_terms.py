"""Law 12 with everything that programmes and applicants can ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings

from evc_rules.errors import InvalidInputError
from evc_rules.model.programme import (
    Assessment,
    Bsa,
    Elective,
    Entry,
    Fees,
    Offer,
    PeriodLoad,
    Programme,
    Unit,
    Variant,
)  # fmt: skip
from evc_rules.model.quantities import Cohorts, Credits, Dates, Euros, total
from evc_rules.plan import Pace, Path, Relaxation, Wishes, path_violations, plan_path

from .making import START, ec, plain_framework, programme, unit
from .terms import Asked, asked, best_by_trying

HORIZON = 6


def plan(one: Asked) -> Path:
    path = plan_path(
        one.programme, one.framework, "full-time", one.awarded, one.exempt, one.start,
        wishes=one.wishes, bsa_counts=one.bsa_counts,
    )  # fmt: skip
    broken = path_violations(
        one.programme, one.framework, "full-time", one.awarded, one.exempt, one.start, path,
        wishes=one.wishes, bsa_counts=one.bsa_counts,
    )  # fmt: skip
    assert broken == []
    return path


def planned(made: Programme, start: date = START, **wishes: object) -> Path:
    """The path through a programme in which nothing is awarded."""
    frame = plain_framework(*(one.id for one in made.units))
    return plan(Asked(made, frame, frozenset(), Wishes(**wishes), None, start))


def begun(path: Path) -> list[tuple[str, ...]]:
    return [period.units for period in path.periods]


@settings(max_examples=80, deadline=None)
@given(asked(3))
def test_law_12_no_exhaustive_search_finds_a_better_plan(one):
    path = plan(one)
    assert path.proven
    best = best_by_trying(one, HORIZON)
    if path.finish is None:
        assert best is None
        assert path.clashes
    elif len(path.periods) <= HORIZON:
        assert tuple(each.value for each in path.objectives) == best
        assert all(each.proven for each in path.objectives)
    else:
        assert best is None


@settings(max_examples=60, deadline=None)
@given(asked(3))
def test_what_is_said_to_be_enough_is_enough_while_all_else_is_kept(one):
    path = plan(one)
    for way in (way for clash in path.clashes for way in clash.relaxations):
        assert way.text.nl != way.text.en
        # `plan` checks what it finds by `path_violations`, on terms of which only this one was eased.
        assert any(plan(each).finish is not None for each in eased(one, way)), way


def eased(one: Asked, way: Relaxation) -> Iterator[Asked]:
    """The same with one constraint as the text says that it would do, and everything else as it was."""
    made, wishes, counts = one.programme, one.wishes, one.bsa_counts
    (terms,) = made.variants
    text = way.text.en
    amount = re.search(r"[0-9.]+ EC", text)
    own = next((period.id for period in made.periods if f" in {period.id}." in text), None)
    match way.what:
        case "limit":
            terms = terms.with_(years_max=None)
        case "wish":
            wishes = wishes.with_(finish_by=None)
        case "most" | "least":
            bound = Credits.parse(amount[0]) if amount else ec(0)
            terms = with_bound(terms, made, way.what, own, bound)
        case "units":
            terms = terms.with_(units_max=int(re.search(r"[0-9]+", text)[0]))
        case "bsa":
            terms = terms.with_(bsa=terms.bsa.with_(ec=Credits.parse(amount[0])))
        case "bsa-counts":
            counts = True
        case "leave" | "pace":
            wishes = wishes.with_(**{way.what: ()})
        case "choice":
            (elective,) = made.electives
            worth = [made.unit[name].ec for name in elective.units]
            for chosen in (total(some) for count in range(len(worth) + 1) for some in combinations(worth, count)):
                yield replace(one, programme=made.with_(electives=(elective.with_(choose=chosen),)))
        case _:
            made = with_unit(made, way)
    made = made.with_(variants=(terms,))
    yield Asked(made, one.framework, one.awarded, wishes, counts, one.start)


def with_bound(terms: Variant, made: Programme, what: str, own: str | None, bound: Credits) -> Variant:
    """Another bound of the load, in a period of the year that has its own, or in all that have none."""
    loads = [PeriodLoad(period=each.id, least=terms.least(each.id), most=terms.most(each.id)) for each in made.periods]
    plain = terms.load_max if what == "most" else terms.load_min
    eased = tuple(
        each.with_(**{what: bound}) if (each.period == own if own else getattr(each, what) == plain) else each
        for each in loads
    )
    return terms.with_(load_in=eased)


def with_unit(made: Programme, way: Relaxation) -> Programme:
    """One unit without what it waits for, or that begins in every period."""
    ids = tuple(period.id for period in made.periods)
    changes: dict[str, dict[str, object]] = {
        "order": {"requires": ()},
        "company": {"alongside": ()},
        "entry": {"entry": None},
        "offer": {"offered": ids, "offered_in": (), "within_year": False},
    }
    return made.with_(
        units=tuple(
            each.with_(**changes[way.what], **_more(each, ids, way.what)) if each.id == way.unit else each
            for each in made.units
        )
    )


def _more(one: Unit, ids: tuple[str, ...], what: str) -> dict[str, object]:
    """What a unit waits for and when it begins in other words: a whole phase first, and its assessment."""
    if what == "order" and one.entry and one.entry.ec is None:
        return {"entry": None}
    if what == "offer" and one.assessment:
        return {"assessment": one.assessment.with_(offered=ids)}
    return {}


def test_a_unit_that_takes_two_periods_spreads_its_load():
    path = planned(programme(unit("a", 5, periods=2), unit("b", 5, requires=("a",))))
    assert begun(path) == [("a",), (), ("b",)]
    assert [period.running for period in path.periods] == [(), ("a",), ()]
    assert [str(period.load) for period in path.periods] == ["2.5 EC", "2.5 EC", "5 EC"]


def test_a_load_that_does_not_divide_is_spread_to_the_cent_and_adds_up():
    path = planned(programme(unit("a", 5, periods=3)))
    assert [str(period.load) for period in path.periods] == ["1.67 EC", "1.66 EC", "1.67 EC"]
    assert str(path.load) == "5 EC"


def test_a_placement_lies_within_one_study_year():
    free = unit("a", 10, periods=3, offered=("P3",))
    assert begun(planned(programme(free))) == [(), (), ("a",), (), ()]
    bound = programme(free.with_(within_year=True))
    assert planned(bound).finish is None
    assert planned(bound).clashes[0].kind == "unit-never-offered"


def test_units_that_come_alongside_each_other_begin_together():
    made = programme(unit("a", 5, alongside=("b",), offered=("P2",)), unit("b", 5, alongside=("a",)))
    assert begun(planned(made)) == [(), ("a", "b")]


def test_a_year_can_have_its_own_offer():
    made = programme(unit("a", 5, offered=("P1",), offered_in=(Offer(years=Cohorts(2026, 2027), periods=("P4",)),)))
    assert begun(planned(made)) == [(), (), (), ("a",)]


def test_an_entry_requirement_waits_for_the_phase_or_for_credits():
    first = [unit("a", 5, phase="propedeuse"), unit("b", 5, phase="propedeuse", offered=("P2",)), unit("c", 5)]
    whole = programme(*first, unit("d", 5, entry=Entry(phase="propedeuse")))
    assert begun(planned(whole))[2] == ("d",)
    some = programme(*first, unit("d", 5, entry=Entry(ec=ec(5))))
    assert "d" in begun(planned(some))[1]


def test_the_bsa_brings_its_phase_forward():
    late = [unit(f"l{number}", 5) for number in range(4)]
    made = programme(
        *late, *(unit(f"p{number}", 5, phase="propedeuse") for number in range(4)),
        load_max=ec(5), bsa=Bsa(ec=ec(20), phase="propedeuse"),
    )  # fmt: skip
    assert {name for names in begun(planned(made))[:4] for name in names} == {"p0", "p1", "p2", "p3"}


def test_a_bsa_that_cannot_be_met_says_what_can_be_achieved():
    units = [unit(f"u{number}", 5) for number in range(6)]
    path = planned(programme(*units, load_max=ec(5), bsa=Bsa(ec=ec(25))))
    (clash,) = path.clashes
    assert clash.kind == "bsa"
    ways = {way.what: way.text.en for way in clash.relaxations}
    assert ways == {"bsa": "20 EC can be achieved in time.", "most": "It works with 10 EC in the heaviest period."}


def test_what_was_awarded_counts_toward_the_bsa_only_where_that_is_said():
    units = [unit(f"u{number}", 5) for number in range(6)]
    made = programme(*units, load_max=ec(5), bsa=Bsa(ec=ec(25)))
    frame = plain_framework(*(one.id for one in units))
    found = {
        counts: plan_path(made, frame, "full-time", {"u0"}, (), START, bsa_counts=counts).finish is not None
        for counts in (True, False, None)
    }
    assert found == {True: True, False: False, None: False}


def test_of_electives_those_are_chosen_that_end_first_and_no_more_than_needed():
    units = [unit("a", 5), unit("x", 5, offered=("P4",)), unit("y", 5, offered=("P1",)), unit("z", 5, offered=("P1",))]
    made = programme(*units, load_max=ec(10)).with_(electives=(Elective(id="e", choose=ec(5), units=("x", "y", "z")),))
    path = planned(made)
    assert len(path.periods) == 1
    assert len(begun(path)[0]) == 2
    assert "x" not in begun(path)[0]


def test_an_elective_that_a_unit_names_is_chosen():
    units = [unit("a", 5, requires=("x",)), unit("x", 5, offered=("P2",)), unit("y", 5)]
    made = programme(*units).with_(electives=(Elective(id="e", choose=ec(5), units=("x", "y")),))
    assert begun(planned(made)) == [(), ("x",), ("a",)]


def test_too_little_to_choose_is_said():
    made = programme(unit("a", 5), unit("x", 5)).with_(electives=(Elective(id="e", choose=ec(10), units=("x",)),))
    assert [clash.kind for clash in planned(made).clashes] == ["elective"]


def test_nothing_is_followed_on_leave_and_less_at_a_slower_pace():
    made = programme(*(unit(f"u{number}", 5) for number in range(4)), load_max=ec(10))
    away = planned(made, leave=(Dates(date(2026, 11, 20), date(2027, 1, 5)),))
    assert [len(units) for units in begun(away)] == [2, 0, 2]
    slower = planned(made, pace=(Pace(dates=Dates(None, date(2027, 2, 1)), most=ec(5)),))
    assert [len(units) for units in begun(slower)] == [1, 1, 2]
    without_end = planned(made, leave=(Dates(date(2026, 11, 20), None),), finish_by=date(2030, 9, 1))
    assert without_end.finish is None
    assert "leave" in {way.what for clash in without_end.clashes for way in clash.relaxations}


def test_a_period_can_have_its_own_load():
    units = [unit(f"u{number}", 5) for number in range(4)]
    made = programme(*units, load_max=ec(5), load_in=(PeriodLoad(period="P2", most=ec(15)),))
    assert [len(names) for names in begun(planned(made))] == [1, 3]


def test_at_most_so_many_units_at_once():
    made = programme(*(unit(f"u{number}", 1) for number in range(4)), units_max=1)
    assert [len(names) for names in begun(planned(made))] == [1, 1, 1, 1]


def test_by_assessment_only_a_unit_has_its_own_load_and_moments_and_fee():
    own = Assessment(load=ec(1), offered=("P2",), fee=Euros.parse("80 EUR"))
    made = programme(unit("a", 5, assessment=own), unit("b", 5), fees=Fees(ec=Euros.parse("40 EUR")))
    path = planned(made, assessed=("a",), goals=("finish", "cost"))
    assert [(period.units, str(period.load)) for period in path.periods] == [(("b",), "5 EC"), (("a",), "1 EC")]
    assert path.assessed == ("a",)
    assert [(one.goal, int(one.value)) for one in path.objectives] == [("finish", 2), ("cost", 280)]


def test_goals_are_taken_in_their_order():
    # Ending first, the load is 10 and then 5; an even load takes a period more.
    made = programme(unit("a", 5, offered=("P1",)), unit("b", 5, offered=("P1", "P2")), unit("c", 5, offered=("P3",)))
    assert [str(period.load) for period in planned(made, goals=("finish", "early")).periods] == [
        "10 EC",
        "0 EC",
        "5 EC",
    ]
    assert [str(period.load) for period in planned(made, goals=("finish", "peak")).periods] == ["5 EC", "5 EC", "5 EC"]
    even = planned(made.with_(variants=(made.variants[0].with_(years_max=1),)), goals=("smooth", "finish"))
    assert [str(period.load) for period in even.periods] == ["5 EC", "5 EC", "5 EC"]
    assert even.objectives[0].value == 0


def test_a_wish_to_finish_that_cannot_be_is_named_as_one():
    made = programme(*(unit(f"u{number}", 5) for number in range(4)), load_max=ec(5))
    path = planned(made, finish_by=date(2027, 4, 15))
    assert "the time until 2027-04-15 holds 3 periods" in path.clashes[0].text.en


def test_only_what_has_an_assessment_can_be_completed_by_it():
    made = programme(unit("a", 5), unit("b", 5, assessment=Assessment(load=ec(1), offered=("P1",))))
    with pytest.raises(InvalidInputError) as caught:
        planned(made, assessed=("a",))
    (finding,) = caught.value.findings
    assert (finding.code, finding.help) == ("EVC-P010", "these can: b")


def broken(path: Path, made: Programme, **wishes: object) -> list[str]:
    frame = plain_framework(*(one.id for one in made.units))
    return path_violations(made, frame, "full-time", (), (), START, path, wishes=Wishes(**wishes))


LONG = programme(unit("a", 5, periods=2), unit("b", 5, alongside=("a",)), unit("c", 5, entry=Entry(ec=ec(5))))


@pytest.mark.parametrize(
    ("change", "wishes", "said"),
    [
        ({"units_max": 1}, {}, "period 1 has 2 units, more than 1"),
        ({"load_in": (PeriodLoad(period="P1", most=ec(5)),)}, {}, "period 1 has 7.5 EC, more than 5 EC"),
        ({"bsa": Bsa(ec=ec(15))}, {"begun": date(2026, 1, 1)}, "less than 15 EC"),
        ({}, {"leave": (Dates(date(2026, 9, 5), date(2026, 9, 6)),)}, "period 1 has a day of leave, and units"),
        ({}, {"pace": (Pace(dates=Dates(), most=ec(5)),)}, "period 1 has 7.5 EC, more than 5 EC"),
        ({}, {"finish_by": date(2026, 12, 1)}, "after 2026-12-01"),
    ],
)
def test_the_checker_knows_the_terms(change, wishes, said):
    path = planned(LONG)
    assert broken(path, LONG) == []
    changed = LONG.with_(variants=(LONG.variants[0].with_(**change),))
    assert any(said in line for line in broken(path, changed, **wishes))


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ((unit("a", 5, periods=2, within_year=True, offered=("P4",)),), "does not begin then"),
        ((unit("a", 5, periods=3),), "'a' does not end within the path"),
        ((unit("a", 5),), "wrong about 'a', which began before it"),
        ((unit("a", 5, periods=2, requires=("b",)), unit("b", 5)), "'a' must come after 'b'"),
        ((unit("a", 5, periods=2, alongside=("c",)), unit("b", 5)), "'a' must not begin before 'c'"),
        ((unit("a", 5, periods=2, entry=Entry(ec=ec("2.5"))),), "'a' begins before 2.5 EC is achieved"),
        ((unit("a", 5, periods=2, entry=Entry(phase="p")), unit("b", 5, phase="p")), "'b' of its entry requirement"),
    ],
)
def test_the_checker_knows_what_units_ask(units: tuple[Unit, ...], said: str):
    path = planned(LONG)
    names = {one.id for one in units}
    others = [one.with_(alongside=(), entry=None) for one in LONG.units if one.id not in names]
    changed = LONG.with_(units=(*units, *others))
    assert any(said in line for line in broken(path, changed))


def test_the_checker_adds_up_what_a_path_says_of_itself():
    path = planned(LONG)
    lied = path.with_(objectives=(path.objectives[0].with_(value=path.objectives[0].value + 1),))
    assert any("for 'finish', and it comes to" in line for line in broken(lied, LONG))
    surer = path.with_(objectives=(path.objectives[0].with_(bound=path.objectives[0].value + 1),))
    assert any("the bound" in line for line in broken(surer, LONG))
    assert any("by assessment only" in line for line in broken(path.with_(assessed=("a",)), LONG))


def test_without_the_wish_to_finish_the_maximum_duration_is_still_kept():
    # Four units that all begin in P1 only: without the wish it would take four years, and one is allowed.
    units = [unit(name, 5, offered=("P1",)) for name in "abcd"]
    path = planned(programme(*units, load_max=ec(5), years_max=1), finish_by=date(2027, 6, 1))
    assert {way.what for clash in path.clashes for way in clash.relaxations} == {"most"}
    assert [clash.text.en for clash in path.clashes] == [
        "Together the units ask 20 EC, and the time until 2027-06-01 holds 3 periods with room for 15 EC."
    ]


def test_a_wish_that_alone_stands_in_the_way_says_when_it_would_work():
    path = planned(programme(unit("a", 5), unit("b", 5, requires=("a",)), years_max=2), finish_by=date(2026, 12, 1))
    (clash,) = path.clashes
    assert "without that wish at least 2 periods are needed" in clash.text.en
    ways = {way.what: way.text.en for way in clash.relaxations}
    assert ways["wish"] == "It works with 2 periods, until 2027-02-01."
    assert "limit" not in ways


def test_a_period_with_a_bound_of_its_own_is_named_with_that_bound():
    units = [unit("a", 5, offered=("P4",)), unit("b", 5, offered=("P4",)), unit("c", 10), unit("d", 10)]
    path = planned(programme(*units, load_in=(PeriodLoad(period="P4", most=ec(5)),), years_max=1))
    (clash,) = path.clashes
    assert "at most 5 EC in P4" in clash.text.en
    assert "15 EC" not in clash.text.en
    assert {way.text.en for way in clash.relaxations if way.what == "most"} == {"It works with 10 EC in P4."}


def test_a_period_with_a_least_load_of_its_own_is_named_with_that_load():
    units = [unit("a", 5, offered=("P1",)), unit("b", 5, offered=("P4",))]
    path = planned(programme(*units, load_in=(PeriodLoad(period="P2", least=ec(5)),)))
    (clash,) = path.clashes
    assert "every P2 before the last asks at least 5 EC" in clash.text.en
    assert {way.text.en for way in clash.relaxations if way.what == "least"} == {
        "It works without a minimum load in P2."
    }


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ({"pace": (Pace(dates=Dates(START, date(2028, 1, 1)), most=ec("2.5")),)}, "because of the slower pace"),
        ({"leave": (Dates(START, date(2028, 5, 1)),)}, "because of the leave"),
    ],
)
def test_leave_and_pace_are_named_where_they_leave_too_little_room(wishes, why):
    units = [*(unit(f"u{number}", 5) for number in range(6)), unit("large", 10)]
    path = planned(programme(*units, years_max=2), **wishes)
    assert all(why in clash.text.en for clash in path.clashes)
    assert any("room for 30 EC" in clash.text.en or "room for 0 EC" in clash.text.en for clash in path.clashes)
    assert not any("15 EC" in clash.text.en for clash in path.clashes)


def test_what_can_be_achieved_for_the_bsa_has_what_counts_already():
    units = [unit(name, 20, periods=4) for name in "abc"]
    path = planned(programme(*units, load_max=ec(5), bsa=Bsa(ec=ec(45))), done=("a",))
    (clash,) = path.clashes
    assert "45 EC for the BSA" in clash.text.en
    assert {way.text.en for way in clash.relaxations if way.what == "bsa"} == {"40 EC can be achieved in time."}


def test_what_is_done_counts_toward_the_bsa_though_it_is_awarded_too():
    units = [*(unit(name, 5) for name in "fgh"), unit("i", 5, offered=("P1",)), unit("j", 5, requires=("i",))]
    made = programme(*units, load_max=ec(5), bsa=Bsa(ec=ec(15)))
    frame = plain_framework(*"fghij")
    one = Asked(made, frame, frozenset("fg"), Wishes(done=("f", "g")), False, START)
    assert len(plan(one).periods) == 3
    late = date(2027, 4, 15)
    assert plan(replace(one, start=late, wishes=Wishes(done=("f", "g"), begun=START))).finish is not None
    assert plan(replace(one, start=late, wishes=Wishes(done=("f",), begun=START))).finish is None
