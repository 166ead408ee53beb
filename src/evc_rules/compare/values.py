"""The values of one attribute, in classes that no test tells apart; each class with an ordinary value for it.

A class of numbers or days is an interval. Its ends matter where amounts are added up, or days are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from ..engines.reference import reached_below
from ..model.attributes import ONGOING, SCALES, Attribute, Grade, Value, Vocabulary
from ..model.conditions import AgeTest, CoversTest, DateTest, NumberTest, Test
from ..model.outcomes import Framework, Ref
from ..model.quantities import Age, Amount
from . import ordinary
from .codes import codes, sets
from .lore import Lore
from .shapes import Days, Option, Range, TooManyError, World

_DAY: Final = timedelta(days=1)
_MOST_SETS: Final = 4096


def options(
    attribute: Attribute,
    bearer: str,
    tests: Sequence[Test],
    facts: Sequence[Value],
    *,
    world: World,
    framework: Framework,
    lore: Lore,
) -> list[Option]:
    """The classes of values of an attribute.

    Args:
        attribute: The attribute.
        bearer: What carries it.
        tests: The tests on it (of ages: on the date that they are counted from).
        facts: The values that facts of the world speak of; each is a class of its own.
        world: What is fixed.
        framework: The framework.
        lore: What is assumed.

    Raises:
        TooManyError: There are too many.
    """
    match attribute.type:
        case "number":
            found = list(_numbers(attribute, bearer, tests, facts, lore))
        case "date":
            found = list(_days(attribute, bearer, tests, facts, world, lore))
        case "flag":
            found = [Option(value=True), Option(value=False, odd=1)]
        case "grade":
            found = list(_marks(tests, framework.vocabulary))
        case "outcomes":
            found = list(_alignments(tests, framework))
        case "code":
            found = [Option(one, odd=odd) for one, odd in codes(attribute, tests, facts, lore)]
        case "codes":
            found = list(sets(attribute, tests, lore))
    return [*found, Option(None, odd=1)] if attribute.absent == "none" else found


def _numbers(
    attribute: Attribute, bearer: str, tests: Iterable[Test], facts: Iterable[Any], lore: Lore
) -> Iterator[Option]:
    high = attribute.high
    assumed = lore.limit(bearer, attribute.id)
    if assumed is not None:
        high = assumed if high is None else min(high, assumed)
    points = {test.value.value for test in tests if isinstance(test, NumberTest) and isinstance(test.value, Amount)}
    points |= {one.value for one in facts if isinstance(one, Amount)}
    if attribute.low < 0:
        points.add(Decimal(0))
    for within in cut(attribute.low, high, points, whole=attribute.whole):
        value = ordinary.number(
            attribute, within.low, within.high, low_open=within.low_open, high_open=within.high_open
        )
        yield Option(Amount(value, attribute.unit), within)


def cut(low: Decimal, high: Decimal | None, points: Iterable[Decimal], *, whole: bool) -> Iterator[Range]:
    """A range in pieces: each point, and what lies between."""
    inside = sorted({point for point in points if point >= low and (high is None or point <= high)})
    if whole:
        edges = sorted({low, *(edge for point in inside for edge in (point, point + 1))})
        edges = [edge for edge in edges if high is None or (edge <= high and edge == edge.to_integral_value())]
        for one, after in zip(edges, [*edges[1:], None], strict=True):
            yield Range(one, high if after is None else after - 1)
        return
    if not inside or inside[0] > low:
        yield Range(low, inside[0] if inside else high, high_open=bool(inside))
    for place, point in enumerate(inside):
        yield Range(point, point)
        after = inside[place + 1] if place + 1 < len(inside) else high
        if after is None or after > point:
            yield Range(point, after, low_open=True, high_open=place + 1 < len(inside))


def _days(
    attribute: Attribute, bearer: str, tests: Iterable[Test], facts: Iterable[Any], world: World, lore: Lore
) -> Iterator[Option]:
    first, last = world.earliest, world.on
    if attribute.id == "start" and bearer == "applicant":
        first, last = (world.start, world.start) if world.start else lore.first_and_last_start(world.on)
    cuts = {first, last + _DAY}
    for test in tests:
        if isinstance(test, AgeTest):
            cuts |= turns(test, world)
        elif isinstance(test, DateTest) and isinstance(test.value, date):
            cuts |= {test.value, test.value + _DAY}
    cuts |= {edge for one in facts if isinstance(one, date) for edge in (one, one + _DAY)}
    edges = sorted(edge for edge in cuts if first <= edge <= last + _DAY)
    for one, after in pairwise(edges):
        yield Option(ordinary.day(one, after - _DAY), Days(one, after - _DAY))
    if attribute.id == "to":
        yield Option(ONGOING)


def reference(test_as_of: object, world: World) -> date | None:
    """The day that an age or a time is counted to; None when it is not known."""
    if test_as_of == "decision":
        return world.on
    return test_as_of if isinstance(test_as_of, date) else world.start


def turns(test: AgeTest, world: World) -> frozenset[date]:
    """The days from which on evidence is on the other side of a test on its age."""
    counted_to = reference(test.as_of, world)
    if counted_to is None or not isinstance(test.value, Age):
        return frozenset()
    return _turns(test.value, counted_to)


@lru_cache(maxsize=16384)
def _turns(age: Age, counted_to: date) -> frozenset[date]:
    near = counted_to - relativedelta(months=age.months)
    tried = [near + change * _DAY for change in range(-5, 6)]
    reached = [one for one in tried if age.after(one) <= counted_to]
    passed = [one for one in tried if age.after(one) < counted_to]
    return frozenset({max(reached) + _DAY, max(passed) + _DAY, counted_to + _DAY})


def _marks(tests: Iterable[Test], vocabulary: Vocabulary) -> Iterator[Option]:
    """Marks on every scale that a test or a conversion speaks of, and on one that none does."""
    asked = {test.scale or "" for test in tests if isinstance(test, NumberTest)}
    points: dict[str, set[Decimal]] = {scale: set() for scale in asked if scale}
    for test in tests:
        if isinstance(test, NumberTest) and isinstance(test.value, Amount) and test.scale:
            points[test.scale].add(test.value.value)
    for one in vocabulary.conversions:
        if one.to_scale in asked:
            points.setdefault(one.from_scale, set()).update(mark for mark, _ in one.marks)
    for scale, marks in sorted(points.items()):
        low, high = SCALES.get(scale, (Decimal(0), None))
        for within in cut(low, high, marks, whole=False):
            value = within.low
            if within.low_open or within.high_open:
                top = within.high if within.high is not None else within.low + 2
                value = (within.low + top) / 2
            yield Option(Grade(value, scale), odd=0 if scale in asked else 2)
    yield Option(Grade(Decimal(1), "another-scale"), odd=3)


def _alignments(tests: Iterable[Test], framework: Framework) -> Iterator[Option]:
    """Sets of the outcomes asked for: whatever something covers, it answers the tests as one of these does."""
    asked = list(dict.fromkeys(test.outcome for test in tests if isinstance(test, CoversTest) and test.outcome))
    needs = [_below(framework, [str(ref)]) for ref in asked]
    found: dict[int, tuple[str, ...]] = {0: ()}
    for ref in asked:
        for said in list(found.values()):
            more = (*said, str(ref))
            covered = _below(framework, more)
            mask = sum(1 << number for number, need in enumerate(needs) if need <= covered)
            if mask not in found or len(found[mask]) > len(more):
                found[mask] = more
        if len(found) > _MOST_SETS:
            raise TooManyError("outcomes that evidence can cover")
    for said in found.values():
        yield Option(frozenset(said), odd=len(said))


def _below(framework: Framework, refs: Iterable[str]) -> set[Any]:
    return reached_below(framework, map(Ref.parse, refs))
