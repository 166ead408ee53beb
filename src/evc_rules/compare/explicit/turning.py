"""Days of which evidence is of an age: at a given day, and at a start of the programme that is not given."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from ...model.quantities import Age

_DAY = timedelta(days=1)
_FEW = 5 * _DAY


def latest(age: Age, at: date) -> date:
    """The last day of which evidence is at least of this age on a day."""
    day = at - timedelta(days=age.days) + _FEW
    while age.after(day) > at:
        day -= _DAY
    return day


@lru_cache(maxsize=256)
def pieces(age: Age, first: date, last: date) -> tuple[tuple[int, int, int], ...]:
    """For each stretch of days how many days before each of them evidence was, at the latest, to be of this age.

    Returns:
        The first and the last day of each stretch, as ordinals, and that number of days.
    """
    found: list[tuple[int, int, int]] = []
    day = latest(age, first)
    for at in range(first.toordinal(), last.toordinal() + 1):
        while age.after(day + _DAY).toordinal() <= at:
            day += _DAY
        back = at - day.toordinal()
        if found and found[-1][2] == back:
            found[-1] = (found[-1][0], at, back)
        else:
            found.append((at, at, back))
    return tuple(found)
