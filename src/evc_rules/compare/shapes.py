"""Classes of values that no test tells apart, and what is fixed before an applicant is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..model.attributes import Value


class TooManyError(Exception):
    """A question has more cases than can be gone through."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two bounds; without a high one, all from the low one on."""

    low: Decimal
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days from a first to a last one, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Option:
    """A class of values.

    Attributes:
        value: An ordinary value of the class, or None when the attribute is not there.
        within: The whole class, when it is an interval.
        odd: How far it is from what one would expect to see; the least odd is preferred.
    """

    value: Value | None
    within: Range | Days | None = None
    odd: int = 0


def can_be_in_order(less: Option, more: Option) -> bool:
    """Whether a value of one class can be no more than a value of another; what is not there is in any order."""
    match less.within, more.within:
        case Range(low=low, low_open=low_open), Range(high=high, high_open=high_open):
            return high is None or low < high or (low == high and not (low_open or high_open))
        case Days(first=first), Days(last=last):
            return first <= last
        case _:
            return True


@dataclass(frozen=True)
class World:
    """What is fixed before an applicant is looked for.

    Attributes:
        on: The decision date.
        earliest: The first day of which there can be evidence.
        start: The start of the programme, where ages or times are counted to it.
        cohorts: The cohorts, as the first and the last one.
        oldest: The most years that the applicant can be old, where a rule asks.
        youngest: The fewest years that the applicant can be old, where a rule asks.
    """

    on: date
    earliest: date
    start: date | None = None
    cohorts: tuple[int, int] | None = None
    youngest: int | None = None
    oldest: int | None = None
