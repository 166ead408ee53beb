"""Checks of programmes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import networkx as nx

from ...errors import Finding, Position
from ...model.outcomes import Framework
from ...model.programme import Elective, Programme, Unit, Variant
from ...model.quantities import Credits, total
from ..reader import did_you_mean
from ..source_map import SourceMap
from . import shared

_SOME_DAY = date(2025, 1, 1)
_MOST_YEARS: Final = 50
"""[years], longer than any programme may take."""
_STUDY_YEARS: Final = range(1990, 2101)
"""In which units are offered."""


class _Words:
    """Where the names stand that something writes under some keys."""

    def __init__(self, where: SourceMap, thing: Unit | Elective | Variant, *keys: str) -> None:
        self._where, self._thing, self._keys = where, thing, keys

    def at(self, name: str) -> Position | None:
        """The place of a name."""
        return self._where.word(self._thing, name, *self._keys)


def programme(
    one: Programme, framework: Framework, where: SourceMap, incomplete: Collection[str] = ()
) -> list[Finding]:
    """Every finding about a programme; `incomplete` names the lists of which items were left out in reading."""
    found = list(_origin(one, where))
    found += _periods(one, where, whole="periods" not in incomplete)
    for variant in one.variants:
        found += _variant(one, variant, where, incomplete)
    for unit in one.units:
        found += _unit(unit, one, framework, where, incomplete)
    for elective in one.electives:
        found += _elective(elective, one, where, incomplete)
    if not {"units", "variants"} & set(incomplete):
        found += _totals(one, where)
    if "units" not in incomplete:
        found += _circles(one, where)
    return found


def _origin(one: Programme, where: SourceMap) -> Iterator[Finding]:
    if not one.illustrative and not one.source:
        yield Finding(
            "EVC-R008",
            f"the programme '{one.id}' is neither illustrative nor from a public source",
            where(one),
            "write 'illustrative: true' or 'source: …'",
        )


def _periods(one: Programme, where: SourceMap, *, whole: bool) -> Iterator[Finding]:
    slots = one.slots(_SOME_DAY, 2 * len(one.periods)) if one.periods else ()
    for slot, following in pairwise(slots):
        if following.start < slot.end:
            yield Finding(
                "EVC-P004",
                f"the period '{slot.period}' overlaps '{following.period}'",
                where(next(period for period in one.periods if period.id == following.period), one),
                "let one end where the next begins, in order of the study year",
            )
            return
    if not one.periods and whole:
        yield Finding("EVC-P004", "the programme has no periods", where(one), "add at least one")


def _variant(one: Programme, variant: Variant, where: SourceMap, incomplete: Collection[str]) -> Iterator[Finding]:
    at = where(variant)
    yield from _terms(variant, where)
    for own in variant.load_in:
        yield from _known_periods(one, (own.period,), _Words(where, variant, "load"), incomplete)
    for period in ("", *(own.period for own in variant.load_in)):
        if variant.least(period) > variant.most(period):
            named = f" in '{period}'" if period else ""
            message = f"the least load of {variant.id}{named} is more than the most"
            yield Finding("EVC-P005", message, at, "swap the two")
    if not {"units", "variants"} & set(incomplete) and variant.bsa:
        units = one.units_of(variant.id)
        yield from _reachable(units, variant.bsa.phase, variant.bsa.ec, f"the BSA of {variant.id}", at)


def _terms(variant: Variant, where: SourceMap) -> Iterator[Finding]:
    """Numbers of years and units that do not occur."""
    years = [
        ("years_max", "years_max", variant.years_max),
        ("bsa", "years", variant.bsa.years if variant.bsa else None),
    ]
    for key, name, value in years:
        if value is not None and not 0 < value <= _MOST_YEARS:
            there = where.word(variant, str(value), key)
            yield Finding("EVC-P012", f"'{name}' is {value}", there, f"write a number from 1 to {_MOST_YEARS}")
    if variant.units_max == 0:
        there = where.word(variant, "0", "units_max")
        yield Finding("EVC-P012", "'units_max' is 0, so that nothing can be followed", there, "write 1 or more")


def _lengths(unit: Unit, where: SourceMap, most: int) -> Iterator[Finding]:
    """Numbers of periods, and study years, that do not occur."""
    if unit.periods > most:
        there = where.word(unit, str(unit.periods), "periods")
        yield Finding("EVC-P012", f"'periods' is {unit.periods}", there, f"write a number from 1 to {most}")
    for offer in unit.offered_in:
        years = (offer.years.start, offer.years.end and offer.years.end - 1)
        if wrong := [year for year in years if year is not None and year not in _STUDY_YEARS]:
            written = str(wrong[0]) if years[0] == years[1] else str(offer.years)
            help_ = f"choose a year from {_STUDY_YEARS[0]} to {_STUDY_YEARS[-1]}"
            yield Finding("EVC-P012", f"there is no study year {wrong[0]}", where.word(unit, written, "offered"), help_)


def _known_periods(
    one: Programme, names: Iterable[str], words: _Words, incomplete: Collection[str]
) -> Iterator[Finding]:
    periods = [period.id for period in one.periods]
    for name in names:
        if "periods" not in incomplete and name not in periods:
            yield Finding(
                "EVC-P004", f"the period '{name}' does not exist", words.at(name), did_you_mean(name, periods)
            )


def _known_variants(
    one: Programme, names: Iterable[str], words: _Words, incomplete: Collection[str]
) -> Iterator[Finding]:
    for name in names:
        if "variants" not in incomplete and name not in one.variant:
            yield Finding(
                "EVC-P006", f"the programme has no variant '{name}'", words.at(name), did_you_mean(name, one.variant)
            )


def _known_units(one: Programme, names: Iterable[str], words: _Words, incomplete: Collection[str]) -> Iterator[Finding]:
    for name in names:
        if "units" not in incomplete and name not in one.unit:
            yield Finding("EVC-P002", f"the unit '{name}' does not exist", words.at(name), did_you_mean(name, one.unit))


def _reachable(
    units: Sequence[Unit], phase: str, ec: Credits | None, what: str, at: Position | None
) -> Iterator[Finding]:
    """What asks for more than there is, or for a phase that is not there."""
    phases = {unit.phase for unit in units if unit.phase}
    if phase and phase not in phases:
        help_ = did_you_mean(phase, phases) or "give units their phase"
        yield Finding("EVC-P009", f"{what} asks for the phase '{phase}', and no other unit is of it", at, help_)
        return
    there = total(unit.ec for unit in units if not phase or unit.phase == phase)
    if ec is not None and ec > there:
        of = f" of the phase '{phase}'" if phase else ""
        yield Finding("EVC-P009", f"{what} asks for {ec}, and the units{of} add up to {there}", at, "ask for less")


def _unit(
    unit: Unit, one: Programme, framework: Framework, where: SourceMap, incomplete: Collection[str]
) -> Iterator[Finding]:
    at = where(unit)
    yield from shared.reach(framework, unit.outcomes, where, unit)
    if not unit.outcomes:
        yield Finding("EVC-O007", f"the unit '{unit.id}' has no outcomes", at, "name at least one")
    if not unit.ec:
        yield Finding("EVC-P001", f"the unit '{unit.id}' has no credits", at, "give it more than 0 EC")
    if one.periods and "periods" not in incomplete:
        yield from _lengths(unit, where, _MOST_YEARS * len(one.periods))
    assessed = unit.assessment.offered if unit.assessment else ()
    offers = dict.fromkeys((*unit.offered, *(name for each in unit.offered_in for name in each.periods), *assessed))
    yield from _known_periods(one, offers, _Words(where, unit, "offered", "assessment"), incomplete)
    yield from _known_variants(one, unit.variants, _Words(where, unit, "variants"), incomplete)
    before = dict.fromkeys((*unit.requires, *unit.alongside))
    yield from _known_units(one, before, _Words(where, unit, "requires", "alongside"), incomplete)
    if unit.spread and total(unit.spread) != unit.ec:
        message = f"the loads of '{unit.id}' add up to {total(unit.spread)}, not to {unit.ec}"
        yield Finding("EVC-P001", message, at, "correct the loads or the credits")
    if unit.within_year and unit.periods > len(one.periods) and "periods" not in incomplete:
        message = f"the unit '{unit.id}' takes {unit.periods} periods, and a study year has {len(one.periods)}"
        yield Finding("EVC-P005", message, at, "take 'within_year' out, or let it take fewer")
    if unit.entry and "units" not in incomplete:
        others = [other for other in one.units if other is not unit]
        yield from _reachable(others, unit.entry.phase, unit.entry.ec, f"the unit '{unit.id}'", at)
    for name in unit.variants or one.variant:
        if name in one.variant and max(unit.loads()) > (most := _most(one, one.variant[name])):
            asked = f"{unit.ec}" if unit.periods == 1 else f"{max(unit.loads())} in a period"
            yield Finding(
                "EVC-P005",
                f"the unit '{unit.id}' is {asked}, and a period of {name} holds {most}",
                at,
                "split the unit, or raise the load",
            )


def _most(one: Programme, variant: Variant) -> Credits:
    """The most that any period of the year holds."""
    return max((variant.most(period.id) for period in one.periods), default=variant.load_max)


def _elective(elective: Elective, one: Programme, where: SourceMap, incomplete: Collection[str]) -> Iterator[Finding]:
    at = where(elective)
    yield from _known_units(one, elective.units, _Words(where, elective, "from"), incomplete)
    yield from _known_variants(one, elective.variants, _Words(where, elective, "variants"), incomplete)
    if {"units", "variants"} & set(incomplete):
        return
    for name in elective.variants or one.variant:
        units = [unit for unit in one.units_of(name) if unit.id in elective.units]
        if total(unit.ec for unit in units) < elective.choose:
            message = f"'{elective.id}' lets one choose {elective.choose}, and its units in {name} are fewer"
            yield Finding("EVC-P008", message, at, "add units to choose from, or ask for less")
    for other in one.electives[: one.electives.index(elective)]:
        for name in elective.units:
            if name in other.units and (
                not elective.variants or not other.variants or {*elective.variants} & {*other.variants}
            ):
                message = f"'{name}' stands in '{other.id}' and in '{elective.id}'"
                there = where.word(elective, name, "from")
                yield Finding("EVC-P008", message, there, "let a unit be chosen in one place")


def _totals(one: Programme, where: SourceMap) -> Iterator[Finding]:
    if not one.variants:
        yield Finding("EVC-P006", "the programme has no variants", where(one), "add at least one")
    for variant in one.variants:
        found = one.total_of(variant.id)
        if found != variant.total:
            yield Finding(
                "EVC-P001",
                f"the units of {variant.id} add up to {found}, not to {variant.total}",
                where(variant),
                "correct the units or the total",
            )


def _circles(one: Programme, where: SourceMap) -> Iterator[Finding]:
    """Units that each wait for another: what only comes alongside can still begin together."""
    strict = {(unit.id, other) for unit in one.units for other in unit.requires}
    loose = {(unit.id, other) for unit in one.units for other in unit.alongside}
    graph = nx.DiGraph(strict | loose)
    for knot in nx.strongly_connected_components(graph):
        within = graph.subgraph(knot)
        if inside := sorted(edge for edge in within.edges if edge in strict):
            unit, other = inside[0]
            circle = [unit, *nx.shortest_path(within, other, unit)]
            first = next(each for each in one.units if each.id == min(knot, key=list(one.unit).index))
            turn = circle.index(first.id) if first.id in circle else 0
            circle = [*circle[turn:-1], *circle[:turn], circle[turn]]
            yield Finding(
                "EVC-P003",
                f"units require each other in a circle: {' → '.join(circle)}",
                where(one.unit[circle[0]]),
                "take one of these out of 'requires'",
            )
