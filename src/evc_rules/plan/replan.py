"""Planning again on the way: what is done stays, and as little moves as can be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from ..model.base import Frozen, Id
from ..model.programme import Programme, Slot
from .path import Path
from .wishes import GOALS, Goal, Planned, Wishes

AGAIN: tuple[Goal, ...] = ("finish", "keep", "peak", "early")
"""What matters when one plans again: that nothing moves comes right after the finish."""

MoveKind = Literal["done", "stays", "moves", "new", "gone"]
"""What becomes of a unit: it is done, begins when it did, in another period, only now, or is not needed any more."""


class UnitMove(Frozen):
    """What becomes of a unit between two paths.

    Attributes:
        unit: The unit.
        kind: What becomes of it.
        before: When it began, or None.
        after: When it begins now, or None.
    """

    unit: Id
    kind: MoveKind
    before: Slot | None
    after: Slot | None


def again(
    before: Path,
    programme: Programme,
    start: date,
    *,
    failed: Collection[str] = (),
    awarded: Collection[str] = (),
    wishes: Wishes,
) -> Wishes:
    """The wishes with which to plan again from a day on.

    What ended by then and did not fail is done; what was under way begins anew, unless it is said to be done. BSA and
    maximum duration go on counting from the start of the path before.

    Args:
        before: The path before.
        programme: The programme.
        start: The day from which the new path counts.
        failed: The units that were followed and not achieved.
        awarded: The units that were awarded for the path before.
        wishes: What the applicant asks now.
    """
    slots = [period.slot for period in before.periods]
    done = [
        name
        for number, period in enumerate(before.periods)
        for name in period.units
        if name not in failed and slots[_last(before, number, name)].end <= start
    ]
    goals = AGAIN if wishes.goals == GOALS else wishes.goals
    return wishes.with_(
        goals=goals,
        done=tuple(dict.fromkeys((*wishes.done, *(name for name in done if name in programme.unit)))),
        begun=wishes.begun or before.start,
        before=tuple(
            Planned(unit=name, study_year=period.slot.study_year, period=period.slot.period)
            for period in before.periods
            for name in period.units
        ),
        awarded=tuple(dict.fromkeys((*wishes.awarded, *(name for name in awarded if name in programme.unit)))),
    )


def _last(path: Path, number: int, unit: str) -> int:
    """The number of the last period of a unit that begins in a period."""
    while number + 1 < len(path.periods) and unit in path.periods[number + 1].running:
        number += 1
    return number


def moves(before: Path, after: Path, done: Collection[str] = ()) -> tuple[UnitMove, ...]:
    """What becomes of every unit between two paths: by when it begins now, then what is done or gone.

    Args:
        before: The path before.
        after: The path now.
        done: The units that were completed on the way.
    """
    was = {name: period.slot for period in before.periods for name in period.units}
    now = {name: period.slot for period in after.periods for name in period.units}
    found = [
        UnitMove(unit=name, kind=_kind(was.get(name), slot), before=was.get(name), after=slot)
        for name, slot in now.items()
    ]
    over = [
        UnitMove(unit=name, kind="done" if name in done else "gone", before=slot, after=None)
        for name, slot in was.items()
        if name not in now
    ]
    return (*found, *over)


def _kind(before: Slot | None, after: Slot) -> MoveKind:
    if before is None:
        return "new"
    return "stays" if before == after else "moves"
