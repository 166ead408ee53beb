"""The decision dates on which laws are asked: where rules begin and end, and where days that they name count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from ...model.outcomes import Framework
from ...model.policy import Ruleset
from .cuts import Moving, meeting, moving, staying, tells_all

_DAY: Final = timedelta(days=1)
_FEW: Final = 6
"""Within so many days there is one that no month lacks."""


def turning_days(versions: Iterable[Ruleset], framework: Framework) -> list[date]:
    """The first of each stretch of decision dates in which the same rules and values are in force, over one framework.

    Where no version says from when it is in force, the stretch before the first change is asked on its last day.
    """
    listed = tuple(versions)
    turning = {day for one in listed for day in _turns(one)}
    turning |= {day for day in (framework.decisions.start, framework.decisions.end) if day is not None}
    first, last = _first(listed, turning, framework), _last(listed)
    if first is None:
        return []
    return sorted({first, *(day for day in turning if first <= day and (last is None or day < last))})


def asking_days(ruleset: Ruleset, framework: Framework, beside: Iterable[Ruleset] = ()) -> list[date]:
    """The same, and the days on which what conditions can tell apart changes; of other rulesets beside it too.

    Evidence is no later than the decision, so that a test on a day can tell people apart from that day on; and together
    with an age from when something of that day is so old. `cuts.unsure` says what may change on other days too.
    """
    listed = (ruleset, *beside)
    days = set(turning_days([ruleset], framework))
    if not days:
        return []
    first, last = min(days), _last((ruleset,))
    stays = {day for one in listed for day in staying(one, framework)}
    moves = {cut for one in listed for cut in moving(one)}
    days |= stays | {day for cut in moves for at in stays for day in meeting(cut, at)}
    days |= {day for one in listed[1:] for day in _turns(one)}
    asked = sorted(day for day in days if first <= day and (last is None or day < last))
    return sorted({*asked, *_plain(asked, moves, last)})


def _plain(asked: Sequence[date], moves: set[Moving], last: date | None) -> Iterator[date]:
    """Where something cannot be of every age on the first day of a stretch, the first day of it on which it can."""
    for day, after in zip(asked, [*asked[1:], last], strict=True):
        near = (day + days * _DAY for days in range(1, _FEW))
        if not tells_all(moves, day):
            yield from islice((one for one in near if (after is None or one < after) and tells_all(moves, one)), 1)


def _first(versions: tuple[Ruleset, ...], turning: set[date], framework: Framework) -> date | None:
    starts = [one.applies.decisions.start for one in versions]
    if None not in starts:
        return min(day for day in starts if day)
    if framework.decisions.start is not None:
        return min(day for day in (*starts, framework.decisions.start) if day)
    return min(turning) - _DAY if turning else None


def _last(versions: tuple[Ruleset, ...]) -> date | None:
    ends = [one.applies.decisions.end for one in versions]
    return None if None in ends else max(day for day in ends if day)


def _turns(one: Ruleset) -> Iterator[date]:
    ranges = [one.applies.decisions, *(rule.applies.decisions for rule in one.rules)]
    edges = [edge for each in ranges for edge in (each.start, each.end)]
    edges += [edge for parameter in one.parameters for value in parameter.values for edge in (value.start, value.until)]
    yield from (edge for edge in edges if edge is not None)
