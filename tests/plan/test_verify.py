"""The checker of paths says yes to good ones (elsewhere in these tests) and no to each broken one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from evc_rules.plan import Objective, Path, Wishes, path_violations, plan_path

from .making import START, ec, framework, programme, unit

FRAME = framework({"a": [], "b": ["a"], "c": [], "d": [], "mid": ["c"], "e": ["mid"]})
MADE = programme(
    unit("ua", 5, "a", offered=("P1", "P3")),
    unit("ub", 5, "b"),
    unit("uc", 10, "c"),
    unit("ud", 5, "d", requires=("uc",)),
    unit("ue", 5, "e"),
    load_min=ec(5),
    years_max=1,
)
GOOD = plan_path(MADE, FRAME, "full-time", (), (), START)


def broken(path: Path, made=MADE, awarded=(), leaves=(), start=START) -> list[str]:
    return path_violations(made, FRAME, "full-time", awarded, leaves, start, path)


def placed(*periods: str) -> Path:
    """A path that places these units in the periods from the start, with true loads and dates."""
    slots = MADE.slots(START, len(periods))
    worth = {one.id: one.ec for one in MADE.units}
    made = [
        GOOD.periods[0].with_(
            slot=slot,
            units=tuple(units.split()),
            load=sum((worth[one] for one in units.split()), ec(0)),
        )
        for slot, units in zip(slots, periods, strict=True)
    ]
    return GOOD.with_(periods=tuple(made), finish=slots[-1].end)


def test_the_good_path_is_good():
    assert broken(GOOD) == []
    assert broken(placed("ua uc", "ub ud ue")) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (placed("ua uc", "ub ud"), "'ue' is placed 0 times"),
        (placed("ua uc", "ub ud ue", "ue"), "'ue' is placed 2 times"),
        (placed("uc", "ua ub", "ud ue"), "'ua' is placed in P2, and does not begin then"),
        (placed("uc", "ub", "ua", "ud ue"), "'ub' must come after 'ua'"),
        (placed("ua ub", "uc ud", "ue"), "'ud' must come after 'uc'"),
        (placed("ua", "uc ue", "ub ud"), "'ue' must come after 'uc'"),
        (placed("ua uc", "", "ub ud ue"), "period 2 has 0 EC, less than 5 EC"),
        (placed("ua uc", "ub ud ue", ""), "the last period is empty"),
        (placed("ua uc", "ub", "ud", "", "ue"), "more than 1 years after"),
        (GOOD.with_(finish=GOOD.finish + timedelta(days=1)), "its last period does not"),
        (GOOD.with_(bound=GOOD.finish + timedelta(days=1)), "before its own bound"),
        (GOOD.with_(bound=None), "before its own bound"),
        (GOOD.with_(finish=None), "no finish, and yet it has periods"),
        (GOOD.with_(start=date(2026, 8, 31)), "the path starts on 2026-08-31"),
        (GOOD.with_(periods=GOOD.periods[::-1]), "the periods are not those that follow"),
        (
            GOOD.with_(periods=(GOOD.periods[0].with_(load=ec(5)), *GOOD.periods[1:])),
            "period 1 says 5 EC, and its units ask 15 EC",
        ),
    ],
)
def test_a_tampered_path_is_rejected(path, said):
    assert any(said in sentence for sentence in broken(path))


def test_what_is_awarded_may_not_be_placed():
    assert "'ua' is placed and is not left to follow" in broken(GOOD, awarded=("ua",))


def test_too_much_load_is_named():
    heavier = MADE.with_(variants=(MADE.variants[0].with_(load_max=ec(10)),))
    assert "period 1 has 15 EC, more than 10 EC" in broken(GOOD, made=heavier)


def test_another_start_is_another_calendar():
    assert broken(GOOD, start=date(2026, 9, 2)) != []


def test_no_path_keeps_every_constraint():
    assert broken(GOOD.with_(periods=(), finish=None)) == []


def test_a_fee_that_nobody_named_is_not_taken_for_nothing():
    free = Objective(goal="cost", value=Decimal(0), bound=Decimal(0), proven=True)
    assert "the programme does not say what it costs" in broken(GOOD.with_(objectives=(free,)))[0]


def test_a_path_may_end_on_the_day_to_finish_by():
    assert GOOD.finish is not None
    last = GOOD.finish - timedelta(days=1)
    for day, kept in ((GOOD.finish, True), (last, True), (last - timedelta(days=1), False)):
        wishes = Wishes(finish_by=day)
        path = plan_path(MADE, FRAME, "full-time", (), (), START, wishes=wishes)
        assert (path.finish == GOOD.finish) == kept
        said = path_violations(MADE, FRAME, "full-time", (), (), START, GOOD, wishes=wishes)
        assert (said == []) == kept
