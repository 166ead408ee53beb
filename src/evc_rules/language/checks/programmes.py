"""Checks of programmes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise

import networkx as nx

from ...errors import Finding
from ...model.outcomes import Framework
from ...model.programme import Programme, Unit
from ..reader import did_you_mean
from ..source_map import SourceMap
from . import shared

_SOME_DAY = date(2025, 1, 1)


def programme(
    one: Programme, framework: Framework, where: SourceMap, incomplete: Collection[str] = ()
) -> list[Finding]:
    """Every finding about a programme; `incomplete` names the lists of which items were left out in reading."""
    found = list(_origin(one, where))
    found += _periods(one, where, whole="periods" not in incomplete)
    for unit in one.units:
        found += _unit(unit, one, framework, where, incomplete)
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
                where(one),
                "let one end where the next begins, in order of the study year",
            )
            return
    if not one.periods and whole:
        yield Finding("EVC-P004", "the programme has no periods", where(one), "add at least one")


def _unit(
    unit: Unit, one: Programme, framework: Framework, where: SourceMap, incomplete: Collection[str]
) -> Iterator[Finding]:
    at = where(unit)
    all_units, all_variants = ("units" not in incomplete, "variants" not in incomplete)
    yield from shared.reach(framework, unit.outcomes, where, unit)
    if not unit.outcomes:
        yield Finding("EVC-O007", f"the unit '{unit.id}' has no outcomes", at, "name at least one")
    if not unit.ec:
        yield Finding("EVC-P001", f"the unit '{unit.id}' has no credits", at, "give it more than 0 EC")
    periods = [period.id for period in one.periods]
    for name in unit.offered:
        if "periods" not in incomplete and name not in periods:
            yield Finding("EVC-P004", f"the period '{name}' does not exist", at, did_you_mean(name, periods))
    for name in unit.variants:
        if all_variants and name not in one.variant:
            yield Finding("EVC-P006", f"the programme has no variant '{name}'", at, did_you_mean(name, one.variant))
    for name in unit.requires:
        if all_units and name not in {other.id for other in one.units}:
            yield Finding(
                "EVC-P002",
                f"the unit '{name}' does not exist",
                at,
                did_you_mean(name, (other.id for other in one.units)),
            )
    for name in unit.variants or one.variant:
        if name in one.variant and unit.ec > one.variant[name].load_max:
            yield Finding(
                "EVC-P005",
                f"the unit '{unit.id}' is {unit.ec}, and a period of {name} holds {one.variant[name].load_max}",
                at,
                "split the unit, or raise the load",
            )


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
        if variant.load_min > variant.load_max:
            yield Finding(
                "EVC-P005",
                f"the least load of {variant.id} is more than the most",
                where(variant),
                "swap the two",
            )


def _circles(one: Programme, where: SourceMap) -> Iterator[Finding]:
    graph = nx.DiGraph((unit.id, other) for unit in one.units for other in unit.requires)
    circle = shared.circle(graph)
    if circle:
        first = next(unit for unit in one.units if unit.id == circle[0])
        yield Finding(
            "EVC-P003",
            f"units require each other in a circle: {' → '.join(map(str, circle))}",
            where(first),
            "take one of these out of 'requires'",
        )
