"""Curriculum analytics, held against published figures and against plain counting."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.plan import curriculum

from .making import START, cases, framework, plain_framework, programme, unit
from .oracle import before


def test_the_published_figures_of_a_curriculum_of_eight_courses():
    # Source: CurricularAnalytics, the example curriculum: A→C, B→C, D→C (with it), C→E, D→F; G and H stand free.
    made = programme(
        unit("A", 3), unit("B", 3), unit("C", 3, requires=("A", "B"), alongside=("D",)), unit("D", 3),
        unit("E", 3, requires=("C",)), unit("F", 3, requires=("D",)), unit("G", 3), unit("H", 3),
    )  # fmt: skip
    found = curriculum(made, plain_framework(*"ABCDEFGH"), "full-time")
    assert [one.delay for one in found.units] == [3, 3, 3, 3, 3, 2, 1, 1]
    assert [one.blocking for one in found.units] == [2, 2, 1, 3, 0, 0, 0, 0]
    assert [one.complexity for one in found.units] == [5, 5, 4, 6, 3, 2, 1, 1]
    assert (found.delay, found.blocking, found.complexity) == (19, 8, 27)
    assert len(found.critical) == 3
    assert found.critical[1:] == ("C", "E")


def test_slack_counts_the_periods_that_a_unit_can_wait():
    made = programme(unit("a", 5), unit("b", 5, requires=("a",)), unit("c", 5, requires=("b",)), unit("d", 5))
    assert [one.slack for one in curriculum(made, plain_framework(*"abcd"), "full-time").units] == [0, 0, 0, 2]
    offered = programme(unit("a", 5), unit("b", 5, requires=("a",), offered=("P4",)), unit("c", 5))
    assert [one.slack for one in curriculum(offered, plain_framework(*"abc"), "full-time").units] == [2, 0, 3]


def test_a_programme_in_which_nothing_can_be_placed_has_no_slack():
    made = programme(unit("a", 5, offered=()), unit("b", 5, requires=("a",)))
    found = curriculum(made, plain_framework(*"ab"), "full-time")
    assert [one.slack for one in found.units] == [None, None]
    assert found.critical == ("a", "b")


def test_outcomes_on_which_most_wait_are_bottlenecks():
    frame = framework({"root": [], "mid": ["root"], "leaf": ["mid"], "free": []})
    made = programme(unit("u1", 5, "root"), unit("u2", 5, "mid leaf"), unit("u3", 5, "free"))
    found = curriculum(made, frame, "full-time")
    assert [(one.outcome, one.outcomes, one.units) for one in found.bottlenecks] == [
        ("root@1", 2, ("u2",)),
        ("mid@1", 1, ()),
    ]
    assert curriculum(made, frame, "full-time", awarded={"u1"}).bottlenecks[0].outcome == "mid@1"


@settings(max_examples=100, deadline=None)
@given(cases(most_units=6, bounded=False), st.just(START))
def test_factors_are_what_plain_counting_finds(case, start):
    found = curriculum(case.programme, case.framework, "full-time", start=start)
    after = {one.unit: set() for one in found.units}
    for one in case.programme.units:
        for other in case.programme.units:
            if _comes_after(case, other, one):
                after[one.id].add(other.id)
    for one in found.units:
        assert one.blocking == len(_reached(after, one.unit))
        assert one.delay == _longest_to(after, one.unit) + _longest_from(after, one.unit) - 1
    assert len(found.critical) == max(one.delay for one in found.units)


def _comes_after(case, later, earlier) -> bool:
    return earlier.id in before(case, frozenset(one.id for one in case.programme.units), frozenset())[later.id]


def _reached(after: dict[str, set[str]], unit: str) -> set[str]:
    found = set(after[unit])
    for other in after[unit]:
        found |= _reached(after, other)
    return found


def _longest_from(after: dict[str, set[str]], unit: str) -> int:
    return 1 + max((_longest_from(after, other) for other in after[unit]), default=0)


def _longest_to(after: dict[str, set[str]], unit: str) -> int:
    return 1 + max((_longest_to(after, other) for other in after if unit in after[other]), default=0)


def test_the_day_of_start_moves_slack_and_nothing_else():
    made = programme(unit("a", 5, offered=("P1",)), unit("b", 5))
    frame = plain_framework(*"ab")
    one, other = curriculum(made, frame, "full-time"), curriculum(made, frame, "full-time", start=date(2026, 10, 1))
    assert [each.slack for each in one.units] == [0, 0]
    assert [each.slack for each in other.units] == [0, 3]
    assert (one.critical, one.complexity) == (other.critical, other.complexity)
