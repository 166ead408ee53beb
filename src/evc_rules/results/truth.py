"""Truth in three values: strong Kleene connectives. Source: S. C. Kleene, Introduction to Metamathematics, §64."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """False, unknown or true, in that order, so that "and" is the least and "or" the greatest."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __invert__(self) -> Truth:
        return Truth(2 - self)

    def __str__(self) -> str:
        return self.name.lower()


def of(value: bool) -> Truth:  # noqa: FBT001 - a conversion
    """A plain yes or no as a truth."""
    return Truth.TRUE if value else Truth.FALSE


def every(truths: Iterable[Truth]) -> Truth:
    """Conjunction; of none: true."""
    return min(truths, default=Truth.TRUE)


def some(truths: Iterable[Truth]) -> Truth:
    """Disjunction; of none: false."""
    return max(truths, default=Truth.FALSE)


def at_least(k: int, truths: Iterable[Truth]) -> Truth:
    """Threshold: true when k are true, false when k cannot be reached, otherwise unknown."""
    ranked = sorted(truths, reverse=True)
    if k < 1:
        return Truth.TRUE
    return ranked[k - 1] if k <= len(ranked) else Truth.FALSE


def agreed(truths: Iterable[Truth]) -> Truth:
    """What all of several possible worlds say, or unknown where they differ (or where there are none)."""
    different = set(truths)
    return different.pop() if len(different) == 1 else Truth.UNKNOWN
