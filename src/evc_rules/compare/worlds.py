"""The worlds that are gone through one by one: what evidence is compared with moves with the start of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from ..model.attributes import APPLICANT, COHORTS, EVIDENCE_KINDS, VERDICT
from ..model.conditions import AgeTest, DateTest, Test
from ..model.quantities import Age, Cohorts
from .lore import Lore
from .reading import Reader, Readers
from .shapes import Range, World
from .sieves import Sieves, by_attribute
from .values import turns

_DAY = timedelta(days=1)


def worlds(sieves: Sieves, readers: Readers, on: date, cohorts: Cohorts) -> Iterator[World]:
    """The worlds of which one is like that of any applicant, as far as some conditions can tell."""
    plain = World(on, readers.lore.earliest(on), cohorts=between(cohorts))
    for world in _by_age(plain, sieves, readers):
        yield from _by_start(world, sieves, readers)


def between(cohorts: Cohorts) -> tuple[int, int] | None:
    """The first and the last of some cohorts; None when it is all of them."""
    if cohorts == Cohorts():
        return None
    return cohorts.start or COHORTS[0], cohorts.end - 1 if cohorts.end else COHORTS[-1]


def _by_age(world: World, sieves: Sieves, readers: Readers) -> Iterator[World]:
    """How old the applicant is bounds how old evidence can be; it matters where a rule asks."""
    declared = readers.framework.vocabulary.find("years-old", APPLICANT)
    if not sieves.asks_years() or declared is None:
        yield world
        return
    tests = by_attribute(sieves.applicant, APPLICANT)["years-old"]
    for option in readers.of(world).options(declared, APPLICANT, tests, ()):
        within = option.within
        if isinstance(within, Range) and within.high is not None:
            oldest = int(within.high)
            yield replace(
                world, youngest=int(within.low), oldest=oldest, earliest=readers.lore.earliest(world.on, oldest)
            )


def _by_start(world: World, sieves: Sieves, readers: Readers) -> Iterator[World]:
    if not sieves.counts_to_start():
        yield world
        return
    seen = set()
    for start in _starts(world, sieves, readers.lore):
        here = replace(world, start=start)
        told: object = start if sieves.lengths else _told(readers.of(here), sieves)
        if told not in seen:
            seen.add(told)
            yield here


def _starts(world: World, sieves: Sieves, lore: Lore) -> list[date]:
    """One start of each stretch in which the days that matter keep their order; ordinary ones first.

    Evidence of a day has an age at the start of at least n months when the day after which it has it has come. So the
    order changes only where a day that something else cuts the calendar at, or the day before, comes of age. On the
    29th to the 31st of a month evidence of exactly that age may not exist: those starts allow less than their
    neighbours.
    """
    first, last = lore.first_and_last_start(world.on)
    turning = {first, last + _DAY}
    for day in _fixed(world, sieves):
        for age in _ages(sieves):
            for one in (day - _DAY, day):
                turning |= {age.after(one), age.after(one) + _DAY}
        for days in sieves.lengths:  # from when on there is room for so much time since that day
            turning |= {day + days * _DAY}
    edges = sorted(day for day in turning if first <= day <= last + _DAY)
    usual = date(world.on.year, 9, 1)
    found: set[date] = set()
    for one, other in pairwise(edges):
        inside = [one + days * _DAY for days in range(min((other - one).days, _SHORT))]
        if one <= usual < other:
            found.add(usual)
        elif len(inside) < _SHORT:
            found |= set(inside)
        else:
            found.add(next(day for day in inside if day.day <= _EVERY_MONTH))
    return sorted(found, key=lambda day: abs((day - usual).days))


_EVERY_MONTH = 28
"""Up to this day, every month has one."""
_SHORT = 5
"""Of so many days on end, one is a day that every month has."""


def _ages(sieves: Sieves) -> set[Age]:
    """The ages that are counted to the start; and none, for the start itself."""
    tests = (test for test in _tests(sieves) if isinstance(test, AgeTest) and test.as_of == "start")
    return {Age(0), *(test.value for test in tests if isinstance(test.value, Age))}


def _fixed(world: World, sieves: Sieves) -> set[date]:
    """The days at which the calendar is cut whatever the start is."""
    fixed = {world.on, world.on + _DAY, world.earliest}
    for test in _tests(sieves):
        if isinstance(test, DateTest) and isinstance(test.value, date):
            fixed |= {test.value, test.value + _DAY}
        elif isinstance(test, AgeTest) and test.as_of != "start":
            fixed |= turns(test, world)
    return fixed | {as_of for _, as_of in sieves.spans if isinstance(as_of, date)}


def _tests(sieves: Sieves) -> list[Test]:
    return [
        *(test for items in sieves.filters for test in items.tests),
        *(test for tests in sieves.verdicts for test in tests),
        *sieves.applicant,
    ]


def _told(reader: Reader, sieves: Sieves) -> tuple[object, ...]:
    """What tests can tell of the days of every date, for this start."""
    told: list[object] = []
    for bearer in (*EVIDENCE_KINDS, VERDICT, APPLICANT):
        for name, tests in by_attribute(_of(bearer, sieves), bearer).items():
            declared = reader.framework.vocabulary.find(name, bearer)
            if declared is None or declared.type != "date":
                continue
            offered = reader.options(declared, bearer, tests, ())
            answers = [tuple(reader.says(test, bearer, option.value) for test in tests) for option in offered]
            told.append(
                (bearer, name, *(one for place, one in enumerate(answers) if not place or answers[place - 1] != one))
            )
    return tuple(told)


def _of(bearer: str, sieves: Sieves) -> Iterable[Test]:
    if bearer == APPLICANT:
        return sieves.applicant
    if bearer == VERDICT:
        return (test for tests in sieves.verdicts for test in tests)
    return (test for items in sieves.filters if not items.kinds or bearer in items.kinds for test in items.tests)
