"""The worlds that are gone through one by one: what evidence is compared with moves with the start of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from ..model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from ..model.conditions import AgeTest, DateTest, Test
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.quantities import Age, Cohorts
from .lore import Lore
from .reading import Reader
from .shapes import Range, World
from .sieves import Sieves, by_attribute
from .values import turns

_DAY = timedelta(days=1)
_COHORTS = (1990, 2100)


def cohort_ranges(rulesets: Sequence[Ruleset], on: date, cohort: int | None) -> list[Cohorts]:
    """The cohorts for which every ruleset says the same: all together, unless a parameter hangs on the cohort."""
    if cohort is not None:
        return [Cohorts(cohort, cohort + 1)]
    hanging = (len(parameter.at(on, None)) > 1 for one in rulesets for parameter in one.parameters)
    if not any(hanging):
        return [Cohorts()]
    spans = [value.cohorts for one in rulesets for parameter in one.parameters for value in parameter.values]
    spans += [span for one in rulesets for span in (one.applies.cohorts, *(rule.applies.cohorts for rule in one.rules))]
    years = sorted({year for span in spans for year in (span.start, span.end) if year is not None})
    return [Cohorts(*ends) for ends in zip([None, *years], [*years, None], strict=True)]


def representative(cohorts: Cohorts) -> int | None:
    """One of the cohorts; None when it is all of them."""
    if cohorts.start is not None:
        return cohorts.start
    return None if cohorts.end is None else cohorts.end - 1


def worlds(sieves: Sieves, framework: Framework, on: date, cohorts: Cohorts, lore: Lore, leaf: Leaf) -> Iterator[World]:
    """The worlds of which one is like that of any applicant, as far as some conditions can tell."""
    years = None
    if cohorts != Cohorts():
        years = (cohorts.start or _COHORTS[0], cohorts.end - 1 if cohorts.end else _COHORTS[1])
    plain = World(on, lore.earliest(on), cohorts=years)
    for world in _by_age(plain, sieves, framework, lore, leaf):
        yield from _by_start(world, sieves, framework, lore, leaf)


def _by_age(world: World, sieves: Sieves, framework: Framework, lore: Lore, leaf: Leaf) -> Iterator[World]:
    """How old the applicant is bounds how old evidence can be; it matters where a rule asks."""
    tests = by_attribute(sieves.applicant, APPLICANT).get("years-old", [])
    declared = framework.vocabulary.find("years-old", APPLICANT)
    if not tests or declared is None:
        yield world
        return
    for option in Reader(framework, world, lore, leaf).options(declared, APPLICANT, tests, ()):
        within = option.within
        if isinstance(within, Range) and within.high is not None:
            oldest = int(within.high)
            yield replace(world, youngest=int(within.low), oldest=oldest, earliest=lore.earliest(world.on, oldest))


def _by_start(world: World, sieves: Sieves, framework: Framework, lore: Lore, leaf: Leaf) -> Iterator[World]:
    if not sieves.counts_to_start():
        yield world
        return
    seen = set()
    for start in _starts(world, sieves, lore):
        here = replace(world, start=start)
        told = _told(here, sieves, framework, lore, leaf)
        if told not in seen:
            seen.add(told)
            yield here


def _starts(world: World, sieves: Sieves, lore: Lore) -> list[date]:
    """Days around which the order of the days that matter changes, and days between; ordinary ones first."""
    tests = _tests(sieves)
    fixed = {world.on, world.earliest}
    ages: set[Age] = {Age(0)}
    for test in tests:
        if isinstance(test, DateTest) and isinstance(test.value, date):
            fixed.add(test.value)
        elif isinstance(test, AgeTest) and isinstance(test.value, Age):
            if test.as_of == "start":
                ages.add(test.value)
            else:
                fixed |= turns(test, world)
    fixed |= {as_of for _, as_of in sieves.spans if isinstance(as_of, date)}
    before, after = lore.starts
    first, last = world.on - relativedelta(years=before), world.on + relativedelta(years=after)
    near = {
        day + relativedelta(months=age.months) + change * _DAY
        for day in fixed
        for age in ages
        for change in range(-4, 5)
    }
    inside = sorted({first, last, *(day for day in near if first <= day <= last)})
    middles = [one + (other - one) // 2 for one, other in pairwise(inside)]
    usual = date(world.on.year, 9, 1)
    return sorted({*inside, *middles, usual}, key=lambda day: abs((day - usual).days))


def _tests(sieves: Sieves) -> list[Test]:
    return [
        *(test for items in sieves.filters for test in items.tests),
        *(test for tests in sieves.verdicts for test in tests),
        *sieves.applicant,
    ]


def _told(world: World, sieves: Sieves, framework: Framework, lore: Lore, leaf: Leaf) -> tuple[object, ...]:
    """What tests can tell of the days of every date, for this start."""
    reader = Reader(framework, world, lore, leaf)
    told: list[object] = []
    for bearer in (*EVIDENCE_KINDS, VERDICT, APPLICANT):
        for name, tests in by_attribute(_of(bearer, sieves), bearer).items():
            declared = framework.vocabulary.find(name, bearer)
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
