"""Classes of values: for an attribute of one kind of thing, the values that all tests treat alike.

What the tests say of a class is asked of the reference, for one value of it. So a column of any size comes down to a
few classes, and a class to one mask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from ...model.attributes import ONGOING, Attribute, Grade, Value, Vocabulary
from ...model.conditions import AgeTest, CodeTest, DateTest, NumberTest, Test
from ...model.quantities import Amount
from .flat import ENDLESS

_FIRST: Final = date(1800, 1, 1)
_LAST: Final = date(2999, 12, 31)
_NO_CODE: Final = "\x00"
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a line of values is cut: a value is above it when it is more than this, or as much."""

    at: Decimal | date
    including: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Values in order: the class is the number of cuts that a value is above; one value of each class."""

    cuts: tuple[Cut, ...]
    samples: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes: each has a class of its own; the last class is that of all others.

    Attributes:
        codes: The codes that tests treat in some way of their own.
        sample: Another code.
    """

    codes: tuple[str, ...]
    sample: str = _NO_CODE


def codes_of(tests: Iterable[Test], declared: Attribute, occurring: Iterable[str]) -> Codes:
    """The classes of codes. Where longer codes fall under shorter ones, the codes that occur are told apart."""
    named = {code for test in tests if isinstance(test, CodeTest) for code in listed(test)}
    if declared.prefix:
        named = {one for one in occurring if any(_related(one, code) for code in named)}
    return Codes(tuple(sorted(named)))


def listed(test: CodeTest) -> tuple[str, ...]:
    """The codes that a test names."""
    return test.codes if isinstance(test.codes, tuple) else ()


def _related(value: str, code: str) -> bool:
    return value.startswith(code) or code.startswith(value)


def numbers(tests: Iterable[Test], unit: str) -> Line:
    """The classes of numbers in a unit."""
    cuts = _cuts(
        (test.value.value, test.op) for test in tests if isinstance(test, NumberTest) and isinstance(test.value, Amount)
    )
    return Line(cuts, tuple(Amount(value, unit) for value in _between(cuts)))


def marks(tests: Iterable[Test], scale: str, vocabulary: Vocabulary) -> Line:
    """The classes of marks on a scale; each mark that converts is told apart."""
    wanted = [(test.value.value, test.op) for test in tests
              if isinstance(test, NumberTest) and isinstance(test.value, Amount) and test.scale == scale]  # fmt: skip
    wanted += [(mark, "==") for one in vocabulary.conversions if one.from_scale == scale for mark, _ in one.marks]
    cuts = _cuts(wanted)
    return Line(cuts, tuple(Grade(value, scale) for value in _between(cuts)))


def scales(tests: Iterable[Test], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The scales on which some test says more than that it does not know."""
    asked = {test.scale for test in tests if isinstance(test, NumberTest) and test.scale}
    known = {one.from_scale for one in vocabulary.conversions if one.to_scale in asked}
    return tuple(sorted(asked | known))


def _cuts(wanted: Iterable[tuple[Decimal, str]]) -> tuple[Cut, ...]:
    found: set[tuple[Decimal, bool]] = set()
    for value, op in wanted:
        if op in {">=", "<", "==", "!="}:
            found.add((value, False))
        if op in {">", "<=", "==", "!="}:
            found.add((value, True))
    return tuple(Cut(value, not beyond) for value, beyond in sorted(found))


def _between(cuts: Sequence[Cut]) -> list[Decimal]:
    """One number below all cuts, and one between each and the next."""
    values = [cut.at for cut in cuts if isinstance(cut.at, Decimal)]
    if not values:
        return [Decimal(0)]
    found = [values[0] - _ONE]
    for place, cut in enumerate(cuts):
        beyond = values[place + 1] if place + 1 < len(values) else values[place] + 2
        found.append(values[place] if cut.including else (values[place] + beyond) / 2)
    return found


def days(tests: Sequence[Test], says: Callable[[Test, Value], object]) -> Line:
    """The classes of dates, with one for what has not ended. What an age says changes once as dates go by."""
    found: set[date] = {ENDLESS}
    for test in tests:
        if isinstance(test, DateTest) and isinstance(test.value, date):
            if test.op in {">=", "<", "==", "!="}:
                found.add(test.value)
            if test.op in {">", "<=", "==", "!="}:
                found.add(test.value + timedelta(days=1))
        elif isinstance(test, AgeTest):
            found |= _change(test, says)
    cuts = sorted(found)
    below = cuts[0] - timedelta(days=1)
    samples: list[Value] = [below, *(ONGOING if one == ENDLESS else one for one in cuts)]
    return Line(tuple(Cut(one) for one in cuts), tuple(samples))


def _change(test: AgeTest, says: Callable[[Test, Value], object]) -> set[date]:
    first = says(test, _FIRST)
    if says(test, _LAST) == first:
        return set()
    ordinals = range(_FIRST.toordinal(), _LAST.toordinal() + 1)
    place = bisect_left(ordinals, 1, key=lambda one: int(says(test, date.fromordinal(one)) != first))
    return {date.fromordinal(ordinals[place])}
