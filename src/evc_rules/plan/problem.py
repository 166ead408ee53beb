"""What is left of a programme, in numbers: loads in whole steps, what comes after what, when each begins."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import gcd, lcm
from typing import Final

import networkx as nx

from ..errors import Finding, InvalidInputError
from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme, Slot, Unit, Variant
from ..model.quantities import Age, Credits

_MONTHS_PER_YEAR: Final = 12


@dataclass(frozen=True)
class Problem:
    """The units that are left, to be placed in periods counted from the start.

    Loads are whole multiples of one step, the largest that fits, so that a solver adds without rounding.

    Attributes:
        programme: The programme that the units belong to.
        variant: The terms on which it is followed.
        start: The day from which periods count.
        units: The units that are left, in programme order.
        credits: The study load of each [EC].
        loads: The same, in steps.
        worth: What each is worth, in steps of its own.
        most: The most load of a period, in steps.
        least: The least load of a period before the last, in steps.
        after: For each unit the positions of the units that it comes after.
        limit: How many periods fit in the legal maximum duration, or None when there is none.
    """

    programme: Programme
    variant: Variant
    start: date
    units: tuple[Unit, ...]
    credits: tuple[Credits, ...]
    loads: tuple[int, ...]
    worth: tuple[int, ...]
    most: int
    least: int
    after: tuple[frozenset[int], ...]
    limit: int | None

    def slots(self, count: int) -> tuple[Slot, ...]:
        """The first periods from the start."""
        return self.programme.slots(self.start, count)

    @cached_property
    def year(self) -> tuple[str, ...]:
        """The ids of the periods of one year from the start; they come round in this order."""
        return tuple(slot.period for slot in self.slots(len(self.programme.periods)))

    @cached_property
    def offered(self) -> tuple[frozenset[int], ...]:
        """For each unit the places in `year` in which it begins."""
        return tuple(
            frozenset(place for place, period in enumerate(self.year) if period in unit.offered) for unit in self.units
        )

    def opens(self, unit: int, slot: int) -> bool:
        """Whether a unit begins in a period, counted from the start."""
        return slot % len(self.year) in self.offered[unit]

    @cached_property
    def order(self) -> nx.DiGraph[int]:
        """Edges from each unit to the units that come after it."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(self.units)))
        graph.add_edges_from((first, unit) for unit, earlier in enumerate(self.after) for first in earlier)
        return graph

    @property
    def longest(self) -> int | None:
        """How many periods a plan can have by its maximum duration and minimum load, or None for no bound."""
        filled = sum(self.loads) // self.least + 1 if self.least else None
        bounds = [bound for bound in (self.limit, filled) if bound is not None]
        return min(bounds) if bounds else None

    def relaxed(self, *, least: bool = False, limit: bool = False) -> Problem:
        """The same without its minimum load, or without its maximum duration."""
        return dataclasses.replace(self, least=0 if least else self.least, limit=None if limit else self.limit)


def remaining(  # noqa: PLR0917 - all that the path depends on
    programme: Programme,
    framework: Framework,
    variant: str,
    awarded: Collection[str],
    exempt_leaves: Collection[Leaf],
    start: date,
    loads: Mapping[str, Credits] | None = None,
) -> Problem:
    """State what is left of a programme as a problem.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002).
    """
    loads = loads or {}
    terms = terms_of(programme, variant, (*awarded, *loads))
    units = tuple(unit for unit in programme.units_of(variant) if unit.id not in awarded)
    done = (unit for unit in programme.units if unit.id in awarded)
    reached = set(exempt_leaves).union(*(framework.select(unit.outcomes) for unit in done))
    credits_ = tuple(loads.get(unit.id, unit.ec) for unit in units)
    whole = steps([terms.load_max, terms.load_min, *credits_])
    step = gcd(*whole[2:]) or 1
    return Problem(
        programme=programme,
        variant=terms,
        start=start,
        units=units,
        credits=credits_,
        loads=tuple(load // step for load in whole[2:]),
        worth=steps([unit.ec for unit in units]),
        # Sums of loads are whole steps, so a bound between two steps is as good as the step inside it.
        most=whole[0] // step,
        least=-(-whole[1] // step),
        after=_order(framework, units, reached),
        limit=_limit(programme, start, terms.years_max),
    )


def terms_of(programme: Programme, variant: str, named: Collection[str] = ()) -> Variant:
    """The terms of a variant, once it and the units that were named are known to exist.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002).
    """
    findings = []
    if variant not in programme.variant:
        names = ", ".join(programme.variant)
        findings.append(Finding("EVC-P006", f"{programme.id} has no variant '{variant}'", None, f"use {names}"))
    unknown = set(named) - {unit.id for unit in programme.units}
    findings += [Finding("EVC-P002", f"{programme.id} has no unit '{name}'") for name in sorted(unknown)]
    if findings:
        raise InvalidInputError(tuple(findings))
    return programme.variant[variant]


def steps(amounts: Sequence[Credits]) -> tuple[int, ...]:
    """Credits as whole numbers on one common scale: exact, whatever the decimals."""
    ratios = [amount.value.as_integer_ratio() for amount in amounts]
    scale = lcm(*(denominator for _, denominator in ratios))
    return tuple(numerator * (scale // denominator) for numerator, denominator in ratios)


def _order(framework: Framework, units: Sequence[Unit], reached: Collection[Leaf]) -> tuple[frozenset[int], ...]:
    place = {unit.id: number for number, unit in enumerate(units)}
    leaves = [framework.select(unit.outcomes) for unit in units]
    providers: dict[Leaf, set[int]] = {}
    for number, provided in enumerate(leaves):
        for leaf in provided:
            providers.setdefault(leaf, set()).add(number)
    order = []
    for number, unit in enumerate(units):
        first = {place[name] for name in unit.requires if name in place}
        for leaf in leaves[number]:
            for needed in _needed(framework, leaf, providers, reached):
                first |= providers[needed]
        order.append(frozenset(first - {number}))
    return tuple(order)


def _needed(framework: Framework, leaf: Leaf, provided: Collection[Leaf], reached: Collection[Leaf]) -> Iterator[Leaf]:
    """The nearest leaves before this one that some unit provides.

    What is reached needs nothing more; what no unit provides passes on what it needs itself.
    """
    seen = {leaf}
    ahead = [leaf]
    while ahead:
        for earlier in framework.prerequisites.predecessors(ahead.pop()):
            if earlier in seen or earlier in reached:
                continue
            seen.add(earlier)
            if earlier in provided:
                yield earlier
            else:
                ahead.append(earlier)


def _limit(programme: Programme, start: date, years: int | None) -> int | None:
    if years is None:
        return None
    until = Age(years * _MONTHS_PER_YEAR).after(start)
    possible = programme.slots(start, (years + 1) * len(programme.periods))
    return sum(slot.end <= until for slot in possible)
