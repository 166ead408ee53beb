"""What a study plan says that open questions save is what `Worth` says, and no more sure than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evc_rules.advice import Saved, SetWorth, Worth, cheapest
from evc_rules.plan import Deadline
from evc_rules.reports.study.build import study_plan
from evc_rules.reports.study.worths import Worths, saved_said

from ...plan.making import ec
from .shown import plan, planned, sooner, too_late

NOTHING = Saved(periods=(0, 0), finish=None, ec=ec(0), load=ec(0), fees=None, proven=True)
REPLY = ("an answer",)


@pytest.mark.parametrize(
    ("changes", "nl", "en"),
    [
        ({}, "niets", "nothing"),
        ({"periods": (1, 1), "load": ec("7.5")}, "1 periode, 7,5 EC werk", "1 period, 7.5 EC of work"),
        ({"periods": (2, 2), "fees": Decimal(1200)}, "2 perioden, € 1.200", "2 periods, €1,200"),
        ({"periods": (0, 2), "proven": False}, "0 tot 2 perioden (niet bewezen)", "0 to 2 periods (not proven)"),
        ({"periods": None, "finish": date(2030, 2, 1)}, "dan is er een plan: klaar op 1 februari 2030",
         "then there is a plan: finished on 1 February 2030"),
    ],
)  # fmt: skip
def test_what_is_saved_is_said_and_a_bound_is_not_called_proven(changes, nl, en):
    one = SetWorth(REPLY, replace(NOTHING, **changes))
    assert (saved_said(one, "nl"), saved_said(one, "en")) == (nl, en)


def test_what_was_not_all_tried_is_a_least_and_what_no_answer_helps_is_nothing():
    some = SetWorth(REPLY, replace(NOTHING, load=ec(5)), exact=False)
    assert saved_said(some, "en") == "at least: 5 EC of work"
    assert saved_said(SetWorth(REPLY, NOTHING, exact=False), "en") == "not known: not all answers were tried"
    assert saved_said(SetWorth((), NOTHING), "en") == "nothing: no answer helps"


def test_what_to_begin_with_saves_most_and_saves_what_worth_says():
    one = planned("voorbeeld-west")
    worths = Worths(Worth(one.advice, one.wishes), one.worth, "nl")
    rows = plan("voorbeeld-west").first
    assert rows == tuple(worths.units())
    assert 0 < len(rows) <= 5
    framework, settles = one.advice.framework, one.advice.questions
    by_title = {each.unit.title.in_("nl"): each.unit for each in one.worth.units}
    periods = []
    for row in rows:
        leaves = set(framework.select(by_title[row.unit].outcomes))
        asked = [question for question, about in settles.items() if leaves & set(about)]
        found = worths.worth.of(*asked)
        assert row.ec.split()[0] == str(len(asked))
        assert row.said == saved_said(found, "nl") != "niets"
        periods.append(found.saved.periods[0])
    assert periods == sorted(periods, reverse=True)


def test_questions_asked_together_are_worth_what_they_are_worth_together():
    one = plan("voorbeeld-west")
    (row,) = one.asked
    worth = Worth(planned("voorbeeld-west").advice)
    assert row.worth == saved_said(worth.all, "nl") == "2 perioden, 42,5 EC werk"
    assert one.has_worth


@pytest.mark.parametrize("wishes", [sooner(), too_late()])
def test_the_fewest_questions_that_reach_a_day_are_those_of_cheapest(wishes):
    one, reach = planned(wishes=wishes), plan(lang="en", wishes=wishes).reach
    found = cheapest(Worth(one.advice, one.wishes), wishes.finish_by)
    if found.worth is None:
        assert reach.asked == ()
        assert reach.said == "No answers are enough for that."
        return
    assert len(reach.asked) == len(found.worth.replies)
    assert reach.title == "To be finished by 1 February 2030"
    assert ("proven" in reach.said) == found.proven
    assert f"with {len(reach.asked)} answers" in reach.said


def test_without_a_day_to_finish_by_or_without_time_no_fewest_questions_are_named():
    assert plan().reach is None
    late = replace(planned(wishes=sooner()), deadline=Deadline.within(0))
    said = study_plan(late, "en").reach
    assert (said.asked, said.said) == ((), "Whether answers are enough for that was not worked out in time.")
