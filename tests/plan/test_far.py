"""No path is looked for further ahead than anybody studies; where that binds, it is said."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.errors import InvalidInputError
from evc_rules.model.programme import Bsa, Offer
from evc_rules.model.quantities import Cohorts, Dates
from evc_rules.plan import Pace, Relaxation, Wishes, plan_path
from evc_rules.plan.problem import YEARS_AHEAD
from evc_rules.plan.remains import remaining

from .making import QUARTERS, START, ec, plain_framework, programme, unit


def path(made, **wishes):
    frame = plain_framework(*(one.id for one in made.units))
    return plan_path(made, frame, "full-time", (), (), START, wishes=Wishes(**wishes))


def a_year_each(count: int):
    """Units that each come after the one before, in a programme of one period a year."""
    units = [unit(f"u{n}", 5, offered=("P1",), requires=(f"u{n - 1}",) if n else ()) for n in range(count)]
    return programme(*units, periods=QUARTERS[:1])


def test_a_chain_within_the_time_that_is_looked_at_is_placed():
    assert len(path(a_year_each(YEARS_AHEAD - 2)).periods) == YEARS_AHEAD - 2


def test_what_takes_longer_than_is_looked_at_says_so():
    (clash,) = path(a_year_each(YEARS_AHEAD + 2)).clashes
    assert clash.kind == "too-far"
    assert clash.text.en == ("It does not fit in the periods of the first 50 years; no further ones were looked at.")


def test_what_is_offered_only_later_than_is_looked_at_says_so():
    later = (Offer(years=Cohorts(2999, 3000), periods=("P1",)),)
    (clash,) = path(programme(unit("a", 5), unit("b", 5, offered=(), offered_in=later))).clashes
    assert clash.text.en == "'b' begins in no period of the first 50 years."


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ({"leave": (Dates(START, date(2999, 12, 31)),)}, "the leave"),
        ({"pace": (Pace(dates=Dates(START, date(2999, 1, 1)), most=ec("2.5")),)}, "the slower pace"),
    ],
)
def test_what_one_thing_keeps_out_is_named_together(wishes, why):
    made = programme(unit("a", 5), unit("b", 5))
    frame = plain_framework("a", "b")
    problem = remaining(made, frame, "full-time", (), (), START, wishes=Wishes(**wishes))
    assert len(problem.calendar) == 4 * YEARS_AHEAD
    (clash,) = path(made, **wishes).clashes
    assert clash.units == ("a", "b")
    assert clash.text.en == (
        f"There is never room for 'a', 'b' where they begin in the first 50 years, because of {why}."
    )


def test_a_study_does_not_begin_after_its_path():
    with pytest.raises(InvalidInputError, match="the study begins on 2030-01-01, after 2026-09-01"):
        path(programme(unit("a", 5), years_max=1), begun=date(2030, 1, 1))


def late(*, counts: bool | None, years: int = 1):
    """A programme of which f and g are awarded, and that leaves 10 EC in the first year."""
    units = [*(unit(name, 5) for name in "fgh"), unit("i", 5, offered=("P1",)), unit("j", 5, offered=("P1",))]
    units[-1] = units[-1].with_(requires=("i",))
    made = programme(*units, load_max=ec(5), bsa=Bsa(ec=ec(15), years=years))
    frame = plain_framework(*"fghij")
    return plan_path(made, frame, "full-time", ("f", "g"), (), START, bsa_counts=counts)


def test_what_is_not_said_of_the_bsa_is_not_a_no():
    no, unsaid, yes = (late(counts=counts) for counts in (False, None, True))
    assert (no.finish, unsaid.finish, yes.finish) == (None, None, date(2027, 11, 15))
    assert no.finish_if_counted is None
    assert unsaid.finish_if_counted == yes.finish
    (clash,) = unsaid.clashes
    assert "The policy does not say whether what is exempt counts toward the BSA; here it does not." in clash.text.en
    assert clash.relaxations[0] == Relaxation(
        what="bsa-counts",
        text={
            "nl": "Het lukt wel als wat is vrijgesteld meetelt voor de BSA, tot 2027-11-15.",
            "en": "It works if what is exempt counts toward the BSA, until 2027-11-15.",
        },
    )
    assert "does not say" not in no.clashes[0].text.en


def test_where_it_makes_no_difference_nothing_is_said_of_it():
    assert late(counts=None, years=2).finish_if_counted is None
    assert late(counts=None, years=2).finish == date(2027, 11, 15)


def test_a_plan_that_would_be_shorter_if_exempt_credits_count_says_so():
    # Of the four periods of the first year the BSA takes all, or one less; and the chain begins in P1 only.
    first = [unit(name, 5, phase="first") for name in "fabcd"]
    chain = [unit("x", 5, offered=("P1",)), unit("y", 5, offered=("P1",), requires=("x",))]
    made = programme(*first, *chain, load_max=ec(5), bsa=Bsa(ec=ec(20), phase="first"))
    frame = plain_framework(*"fabcdxy")
    no, unsaid, yes = (
        plan_path(made, frame, "full-time", ("f",), (), START, bsa_counts=counts) for counts in (False, None, True)
    )
    assert no.finish == unsaid.finish == date(2028, 11, 15)
    assert unsaid.finish_if_counted == yes.finish == date(2028, 2, 1)
    assert no.finish_if_counted is None
