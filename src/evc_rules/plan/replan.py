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

MoveKind = Literal["done", "goes-on", "again", "stays", "moves", "new", "gone"]
"""What becomes of a unit: it is done, goes on in the period that is running, begins once more, begins when it did, in
another period, only now, or is not needed any more."""


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

    What ended by then and did not fail is done, and so is what `going_on` says; what else was under way begins anew,
    unless it is said to be done. BSA and maximum duration go on counting from the start of the path before.

    Args:
        before: The path before.
        programme: The programme.
        start: The day from which the new path counts.
        failed: The units that were followed and not achieved.
        awarded: The units that were awarded for the path before.
        wishes: What the applicant asks now.
    """
    over = [name for name, (_, last) in _spans(before).items() if name not in failed and last.end <= start]
    done = (*before.done, *over, *going_on(before, programme, start, failed=failed, wishes=wishes))
    goals = AGAIN if wishes.goals == GOALS else wishes.goals
    return wishes.with_(
        goals=goals,
        done=tuple(
            dict.fromkeys(
                (*wishes.done, *(name for name in done if name in programme.unit and name not in failed)),
            )
        ),
        begun=wishes.begun or before.begun or before.start,
        before=tuple(
            Planned(unit=name, study_year=period.slot.study_year, period=period.slot.period)
            for period in before.periods
            for name in period.units
        ),
        awarded=tuple(dict.fromkeys((*wishes.awarded, *(name for name in awarded if name in programme.unit)))),
    )


def going_on(
    before: Path, programme: Programme, start: date, *, failed: Collection[str] = (), wishes: Wishes
) -> tuple[str, ...]:
    """The units in the last of their periods on a day: begun before it, and over before the first period after it.

    Who is in the middle of a unit does not lose it by planning again, so that it counts as one that will be passed.
    What failed does not go on, nor what has a day of leave in the rest of its period.

    Args:
        before: The path before.
        programme: The programme.
        start: The day from which the new path counts.
        failed: The units that were followed and not achieved.
        wishes: What the applicant asks now.
    """
    (following, *_) = programme.slots(start, 1) or (None,)
    return tuple(
        name
        for name, (_, last) in _spans(before).items()
        if name in programme.unit
        and name not in failed
        and last.start < start < last.end
        and (following is None or last.end <= following.start)
        and not any(
            (leave.end is None or start < leave.end) and (leave.start is None or leave.start < last.end)
            for leave in wishes.leave
        )
    )


def _spans(path: Path) -> dict[str, tuple[Slot, Slot]]:
    """The first and the last period of every unit of a path."""
    last = {name: period.slot for period in path.periods for name in (*period.units, *period.running)}
    return {name: (period.slot, last[name]) for period in path.periods for name in period.units}


def moves(before: Path, after: Path, done: Collection[str] = (), going: Collection[str] = ()) -> tuple[UnitMove, ...]:
    """What becomes of every unit between two paths: by when it begins now, then what is done, goes on or is gone.

    Args:
        before: The path before.
        after: The path now.
        done: The units that were completed on the way.
        going: Those of them that go on in the period that is running.
    """
    was = {name: period.slot for period in before.periods for name in period.units}
    now = {name: period.slot for period in after.periods for name in period.units}
    found = [
        UnitMove(unit=name, kind=_kind(was.get(name), slot, after.start), before=was.get(name), after=slot)
        for name, slot in now.items()
    ]
    over = [
        UnitMove(
            unit=name,
            kind="goes-on" if name in going else "done" if name in done else "gone",
            before=slot,
            after=None,
        )
        for name, slot in was.items()
        if name not in now
    ]
    return (*found, *over)


def _kind(before: Slot | None, after: Slot, start: date) -> MoveKind:
    if before is None:
        return "new"
    if before.start < start:
        return "again"
    return "stays" if before == after else "moves"
