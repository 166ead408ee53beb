"""A stretch of periods at a time a plan gets no worse, keeps everything, and leaves the question as it was."""

from __future__ import annotations

from evc_rules.plan.bounds import ended, keeps
from evc_rules.plan.placement import Placement
from evc_rules.plan.remains import remaining
from evc_rules.plan.solver import Answer, Budget
from evc_rules.plan.stretches import improved
from evc_rules.plan.values import loads, reached

from .making import START, ec, plain_framework, programme, unit

AMOUNTS = ["1", "2.5", "3", "1.5", "2", "2.75", "1.25", "2.25"]
COUNT = 8
UNITS = [unit(f"u{number}", amount) for number, amount in enumerate(AMOUNTS)]
PROBLEM = remaining(
    programme(*UNITS, load_max=ec("5.5")), plain_framework(*(one.id for one in UNITS)), "full-time", (), (), START
)
LATE = tuple(reversed(range(COUNT)))
"""One unit in each period: nothing is full, so that all can be earlier."""


def asked() -> Placement:
    placement = Placement(PROBLEM, COUNT, Budget(5), ends=False)
    placement.model.minimize(placement.worth_of("early"))
    return placement


def early(slots) -> int:
    return reached(PROBLEM, slots, ended(PROBLEM, slots), "early")


def test_a_plan_gets_better_and_keeps_everything():
    found = improved(asked(), "early", LATE, 0)
    assert early(found) < early(LATE)
    assert keeps(PROBLEM, found)
    assert max(loads(PROBLEM, found, ended(PROBLEM, found))) <= PROBLEM.room[0]


def test_what_is_as_good_as_can_be_is_left_as_it_is_and_nothing_is_asked():
    placement = asked()
    placement.solve = None
    assert improved(placement, "early", LATE, early(LATE)) == LATE


def test_afterwards_all_may_move_again():
    placement, plain = asked(), asked()
    found = improved(placement, "early", LATE, 0)
    assert placement.solve() is plain.solve() is Answer.BEST
    assert early(placement.slots()) == early(plain.slots()) <= early(found)


def test_outside_of_a_stretch_nothing_moves():
    placement = asked()
    placement.hold(LATE, range(2, 5))
    assert placement.solve().found
    for before, after in zip(LATE, placement.slots(), strict=True):
        assert after == before or {before, after} <= {2, 3, 4}
