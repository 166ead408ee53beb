"""Values that people have, so that a witness looks like someone who could walk in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, count
from typing import Final

from ..model.attributes import Attribute

_CODES: Final[dict[str, tuple[str, ...]]] = {
    "programme": ("hbo-bachelor", "havo", "mbo-4"),
    "field": ("0913", "0413", "0715"),
    "issuer": ("hogeschool-elders",),
    "country": ("nl", "de"),
    "subjects": ("dutch", "english"),
    "sector": ("health-care", "retail"),
    "role": ("employee",),
    "course": ("X-101",),
    "instrument": ("interview", "portfolio"),
    "variant": ("part-time", "full-time"),
    "entry": ("havo",),
}

_NUMBERS: Final[dict[str, tuple[int, ...]]] = {
    "nlqf": (6, 4, 5, 7),
    "ec": (5, 10, 15, 30, 60, 120, 240),
    "hours": (800, 400, 1600, 200, 100, 40),
    "days": (4, 3, 2, 5, 1),
    "assessors": (1, 2),
    "years-old": (34, 24, 19, 45, 55),
    "age-at-start": (34, 24, 19, 45, 55),
}

_OTHER: Final = "other"
"""What a code is called that no ruleset speaks of."""


def codes(attribute: Attribute) -> tuple[str, ...]:
    """Codes that occur often, the most ordinary first."""
    return tuple(one for one in _CODES.get(attribute.id, ()) if not attribute.codes or one in attribute.codes)


def numbers(attribute: Attribute) -> tuple[int, ...]:
    """Numbers that occur often, the most ordinary first."""
    return _NUMBERS.get(attribute.id, ())


def another(taken: Sequence[str], attribute: Attribute) -> str:
    """A code that is none of these, nor falls under one, nor above one."""
    apart = (
        one
        for one in chain(codes(attribute), (_OTHER,), (f"{_OTHER}-{number}" for number in count(1)))
        if not any(one.startswith(code) or code.startswith(one) for code in taken)
    )
    return next(apart)


def number(attribute: Attribute, low: Decimal, high: Decimal | None, *, low_open: bool, high_open: bool) -> Decimal:
    """An ordinary number between two bounds."""

    def inside(value: Decimal) -> bool:
        above = value > low if low_open else value >= low
        return above and (high is None or (value < high if high_open else value <= high))

    step = Decimal(1)
    rounded = low.to_integral_value()
    near = (rounded + step, rounded, rounded + 2 * step, low, low + Decimal("0.5"))
    tried = (*map(Decimal, numbers(attribute)), *near, *(() if high is None else (high,)))
    return next(filter(inside, tried), low if high is None else (low + high) / 2)


def day(first: date, last: date) -> date:
    """An ordinary day in an interval: the first of a study year or of a month, well inside when there is room."""
    middle = date.fromordinal(first.toordinal() + (last - first).days // 2) if (last - first).days < _DECADE else last
    year = middle.year if middle is not last else max(last.year - 2, first.year + 1)
    for one in (date(year, 9, 1), date(year, 7, 1), date(year, 1, 1), middle.replace(day=1)):
        if first <= one <= last:
            return one
    return middle


_DECADE: Final = 3653
"""Days in ten years."""
