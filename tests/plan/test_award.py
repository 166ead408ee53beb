"""Section 5 and law 9: limits hold, no choice has more credits, ties go by path, then by programme order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.errors import InvalidInputError
from evc_rules.model.outcomes import Ref, Selector
from evc_rules.model.policy import Limit
from evc_rules.model.quantities import Dates, total
from evc_rules.plan import Award, Stopped, Wishes, award, award_violations, plan_path

from .making import START, cases, ec, framework, plain_framework, programme, unit
from .oracle import best_awards
from .terms import asked, best_by_trying


def limit(at_most: str | int, *among: str) -> Limit:
    return Limit(at_most=ec(at_most), among=tuple(Ref.parse(one) for one in among))


@st.composite
def limits(draw: st.DrawFn, holds: dict[str, list[str]]) -> tuple[Limit, ...]:
    outcomes = sorted(name for names in holds.values() for name in names)
    among = st.lists(st.sampled_from(outcomes), max_size=3, unique=True)
    caps = st.sampled_from(["0", "2.5", "5", "7.5", "10", "12.5", "15"])
    return tuple(limit(draw(caps), *draw(among)) for _ in range(draw(st.integers(1, 2))))


@settings(max_examples=300, deadline=None)
@given(st.data(), st.booleans())
def test_law_9_no_other_choice_is_better(data, with_path):
    case = data.draw(cases(most_units=4 if with_path else 6))
    exempt = frozenset(data.draw(st.sets(st.sampled_from(sorted(case.holds)))))
    caps = data.draw(limits(case.holds))
    start = case.start if with_path else None
    given_ = award(case.programme, case.framework, "full-time", exempt, caps, start=start)
    plain = [
        (
            cap.at_most.value,
            {
                one
                for one, names in case.holds.items()
                if not cap.among or {ref.outcome for ref in cap.among} & set(names)
            },
        )
        for cap in caps
    ]
    assert given_.proven
    assert given_.awarded == best_awards(case, exempt, plain, with_path=with_path)
    assert award_violations(case.programme, case.framework, "full-time", exempt, caps, given_) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_law_8_awarded_and_remaining_credits_are_the_whole(data):
    case = data.draw(cases(most_units=5, bounded=False))
    exempt = frozenset(data.draw(st.sets(st.sampled_from(sorted(case.holds)))))
    caps = data.draw(limits(case.holds))
    given_ = award(case.programme, case.framework, "full-time", exempt, caps, start=case.start)
    path = plan_path(case.programme, case.framework, "full-time", given_.awarded, case.exempt(exempt), case.start)
    assert given_.credits + path.load == case.programme.total_of("full-time")
    stopped = {stop.unit for stop in given_.stopped}
    assert total(one.ec for one in case.programme.units if one.id in exempt - stopped) == given_.credits


def test_without_limits_everything_is_awarded():
    made = programme(unit("a", 5), unit("b", "7.5"), unit("c", 5))
    given_ = award(made, plain_framework("a", "b", "c"), "full-time", {"c", "b"})
    assert given_ == Award(("b", "c"), ec("12.5"))


def test_most_credits_comes_before_programme_order():
    made = programme(unit("a", "7.5"), unit("b", 5), unit("c", 5))
    given_ = award(made, plain_framework("a", "b", "c"), "full-time", {"a", "b", "c"}, (limit(10),))
    assert given_ == Award(("b", "c"), ec(10), (Stopped("a", (limit(10),)),))


def test_every_limit_holds_when_several_bind():
    made, caps = programme(unit("a", 5), unit("b", 5), unit("c", "2.5")), (limit(10), limit(5, "a", "b"))
    given_ = award(made, plain_framework("a", "b", "c"), "full-time", {"a", "b", "c"}, caps)
    assert given_.awarded == ("a", "c")
    assert given_.stopped == (Stopped("b", caps),)


def test_among_equal_credits_the_shortest_path_comes_before_programme_order():
    # a can be followed beside the chain c, d; awarding c makes the path one period shorter.
    made = programme(unit("a", 5), unit("c", 5), unit("d", 5, requires=("c",)))
    frame = plain_framework("a", "c", "d")
    by_order = award(made, frame, "full-time", {"a", "c"}, (limit(5),))
    assert by_order.awarded == ("a",)
    by_path = award(made, frame, "full-time", {"a", "c"}, (limit(5),), start=START)
    assert by_path.awarded == ("c",)


def test_a_unit_between_two_others_does_not_carry_their_order_away_with_it():
    # u needs both v and w, and w needs v. Whichever is awarded, two periods remain: programme order decides.
    made = programme(unit("v", 5), unit("w", 5, requires=("v",)), unit("u", 5, requires=("v", "w")))
    given_ = award(made, plain_framework(*"vwu"), "full-time", {"v", "w"}, (limit(5),), start=START)
    assert given_.awarded == ("v",)


def test_a_minimum_load_can_make_the_path_longer_than_it_would_be_with_nothing_awarded():
    # All five fit in two periods. Without g the first period must have a, and e cannot come with c; without e
    # the others take three periods.
    made = programme(
        unit("g", 1, offered=("P2",)),
        unit("e", 1, offered=("P2",), requires=("c",)),
        unit("c", 5),
        unit("d", 2, requires=("c",)),
        unit("a", 8),
        load_max=ec(12),
        load_min=ec(6),
    )
    frame = plain_framework(*"gecda")
    assert award(made, frame, "full-time", {"g", "e"}, (limit(1),)).awarded == ("g",)
    assert award(made, frame, "full-time", {"g", "e"}, (limit(1),), start=START).awarded == ("e",)


def test_a_choice_that_leaves_a_path_comes_before_one_that_leaves_none():
    made = programme(unit("a", 10), unit("b", 10, offered=()))
    frame = plain_framework("a", "b")
    assert award(made, frame, "full-time", {"a", "b"}, (limit(10),), start=START).awarded == ("b",)


def test_without_any_path_the_choice_goes_by_programme_order():
    made = programme(unit("a", 10), unit("b", 10), unit("never", 10, offered=()))
    frame = plain_framework("a", "b", "never")
    given_ = award(made, frame, "full-time", {"a", "b"}, (limit(10),), start=START)
    assert given_.awarded == ("a",)
    assert given_.proven


def test_the_path_knows_what_is_exempt_beside_the_exempt_units():
    # d needs the outcome of c. When that is exempt by itself, awarding c no longer shortens the path.
    frame = framework({"a": [], "x": [], "c": ["x"], "d": ["c"]})
    made = programme(unit("a", 5), unit("x", 5), unit("c", 5), unit("d", 5))
    exempt = {"a", "c"}
    with_chain = award(made, frame, "full-time", exempt, (limit(5),), start=START)
    assert with_chain.awarded == ("c",)
    leaves = frame.select((Ref.parse("x"),))
    without = award(made, frame, "full-time", exempt, (limit(5),), start=START, exempt_leaves=leaves)
    assert without.awarded == ("a",)


def test_a_unit_falls_under_a_limit_when_one_of_its_outcomes_does():
    frame = framework({"a": [], "b": [], "c": []})
    made = programme(unit("u1", 5, "a b"), unit("u2", 5, "b c"), unit("u3", 5, "c"))
    given_ = award(made, frame, "full-time", {"u1", "u2", "u3"}, (limit(5, "b"),))
    assert given_.awarded == ("u1", "u3")
    assert given_.stopped == (Stopped("u2", (limit(5, "b"),)),)
    all_of_them = Limit(at_most=ec(10), among=(Selector(component="subject-content"),))
    both = award(made, frame, "full-time", {"u1", "u2", "u3"}, (limit(5, "b"), all_of_them))
    assert both.stopped == (Stopped("u2", (limit(5, "b"), all_of_them)),)


def test_limits_are_exact():
    made = programme(unit("a", "0.1"), unit("b", "0.2"))
    given_ = award(made, plain_framework("a", "b"), "full-time", {"a", "b"}, (limit("0.3"),))
    assert given_.awarded == ("a", "b")
    given_ = award(made, plain_framework("a", "b"), "full-time", {"a", "b"}, (limit("0.29"),))
    assert given_.awarded == ("b",)


def test_when_the_time_is_up_an_award_still_keeps_the_limits_and_says_so():
    made = programme(unit("a", "7.5"), unit("b", 5), unit("c", 5))
    frame, caps = plain_framework("a", "b", "c"), (limit(10),)
    given_ = award(made, frame, "full-time", {"a", "b", "c"}, caps, time_limit=0.0)
    assert not given_.proven
    assert award_violations(made, frame, "full-time", {"a", "b", "c"}, caps, given_) == []


def test_more_exemptions_can_lengthen_a_path_when_a_limit_binds():
    # Why law 12 is about plans and not about awards: most credits comes first, wherever they are.
    made = programme(unit("c", 5), unit("d", 5, requires=("c",)), unit("a", "7.5"))
    frame = plain_framework("c", "d", "a")
    less = award(made, frame, "full-time", {"c"}, (limit(10),), start=START)
    more = award(made, frame, "full-time", {"c", "a"}, (limit(10),), start=START)
    assert (less.awarded, more.awarded) == (("c",), ("a",))
    lengths = [len(plan_path(made, frame, "full-time", one.awarded, (), START).periods) for one in (less, more)]
    assert lengths == [1, 2]


def test_what_the_programme_does_not_have_is_refused():
    made = programme(unit("a", 5))
    with pytest.raises(InvalidInputError) as refused:
        award(made, plain_framework("a"), "evening", {"b"}, start=date(2026, 9, 1))
    assert [finding.code for finding in refused.value.findings] == ["EVC-P006", "EVC-P002"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"awarded": ("a", "b"), "credits": ec("12.5"), "stopped": ()}, "more is awarded than 10 EC"),
        ({"credits": ec(5)}, "worth something else"),
        ({"awarded": ("c", "b")}, "not in programme order"),
        ({"awarded": ("b",), "credits": ec(5)}, "what is stopped is not"),
        ({"awarded": ("b", "c", "d")}, "'d' is awarded and not exempt"),
        ({"stopped": (Stopped("a", ()),)}, "'a' is not stopped"),
        ({"stopped": ()}, "what is stopped is not"),
    ],
)
def test_a_tampered_award_is_rejected(changes, said):
    made = programme(unit("a", "7.5"), unit("b", 5), unit("c", 5), unit("d", 5))
    frame, exempt, caps = plain_framework(*"abcd"), {"a", "b", "c"}, (limit(10),)
    good = award(made, frame, "full-time", exempt, caps)
    fields = {"awarded": good.awarded, "credits": good.credits, "stopped": good.stopped, **changes}
    found = award_violations(made, frame, "full-time", exempt, caps, Award(**fields))
    assert any(said in sentence for sentence in found)


THREE = programme(unit("f", 5, offered=("P4",)), unit("g", 5, offered=("P1",)), unit("h", 5, offered=("P2",)))


@pytest.mark.parametrize("before", ["f", "g", "h"])
def test_what_was_awarded_stays_awarded(before):
    given_ = award(
        THREE,
        plain_framework(*"fgh"),
        "full-time",
        set("fgh"),
        (limit(5),),
        start=START,
        wishes=Wishes(awarded=(before,)),
    )
    assert given_.awarded == (before,)
    assert given_.proven
    assert award_violations(THREE, plain_framework(*"fgh"), "full-time", set("fgh"), (limit(5),), given_) == []


def test_what_was_awarded_goes_before_more_credits_and_only_as_far_as_limits_allow():
    made = programme(unit("a", "7.5"), unit("b", 5), unit("c", 5), unit("d", "2.5"))
    frame = plain_framework(*"abcd")
    assert award(made, frame, "full-time", set("abcd"), (limit("12.5"),)).awarded == ("a", "b")
    assert award(made, frame, "full-time", set("abc"), (limit(10),), wishes=Wishes(awarded=("a",))).awarded == ("a",)
    both = award(
        made,
        frame,
        "full-time",
        set("abcd"),
        (limit(10),),
        wishes=Wishes(
            awarded=(
                "a",
                "b",
            )
        ),
    )
    assert both.awarded == ("a", "d")
    gone = award(made, frame, "full-time", {"b", "c", "d"}, (limit(10),), wishes=Wishes(awarded=("a",)))
    assert gone.awarded == ("b", "c")


@settings(max_examples=150, deadline=None)
@given(asked(), st.data())
def test_limits_and_path_together_no_other_choice_is_better_with_everything_that_can_be_asked(one, data):
    """By trying all choices: the most credits, then the earliest finish of the whole problem, then programme order."""
    names = [each.id for each in one.programme.units]
    exempt = set(data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1)))
    cap = limit(data.draw(st.sampled_from(["2.5", "5", "7.5", "10"])))
    found = award(
        one.programme, one.framework, "full-time", exempt, (cap,), start=one.start,
        wishes=one.wishes, bsa_counts=one.bsa_counts,
    )  # fmt: skip
    units = [each for each in one.programme.units if each.id in exempt - set(one.wishes.done)]
    if sum(each.ec.value for each in units) <= cap.at_most.value:
        assert found.awarded == tuple(each.id for each in units)
        return
    ranked = []
    for size in range(len(units) + 1):
        for chosen in combinations(units, size):
            worth = sum((each.ec.value for each in chosen), Decimal(0))
            if worth <= cap.at_most.value:
                over = frozenset(each.id for each in chosen)
                best = best_by_trying(replace(one, awarded=over, wishes=one.wishes.with_(goals=("finish",))), 6)
                late = tuple(each.id not in over for each in units)
                ranked.append((-worth, best[0] if best else 99, late, tuple(each.id for each in chosen)))
    assert found.proven
    assert found.awarded == min(ranked)[-1]


def test_leave_says_which_units_are_awarded():
    # Following a takes one period and b two; away in the first, a comes a year later.
    made = programme(unit("a", 5, offered=("P1",)), unit("b", 5, offered=("P2",)))
    frame, cap = plain_framework("a", "b"), (limit(5),)
    away = Wishes(leave=(Dates(date(2026, 9, 1), date(2026, 11, 1)),))
    plain = award(made, frame, "full-time", {"a", "b"}, cap, start=START)
    wished = award(made, frame, "full-time", {"a", "b"}, cap, start=START, wishes=away)
    assert (plain.awarded, wished.awarded) == (("b",), ("a",))


def test_what_was_done_on_the_way_is_not_awarded_as_well():
    made = programme(unit("a", 5), unit("b", 5))
    found = award(
        made, plain_framework("a", "b"), "full-time", {"a", "b"}, (limit(5),), start=START, wishes=Wishes(done=("a",))
    )
    assert (found.awarded, found.stopped) == (("b",), ())
