"""What is left of a programme, as numbers: loads in whole steps, which unit comes after which, when each begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import gcd, lcm
from typing import Final

from ..errors import Finding, InvalidInputError
from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme, Slot, Unit, Variant
from ..model.quantities import Age, Credits

_MONTHS_PER_YEAR: Final = 12


@dataclass(frozen=True)
class Problem:
    """The units that are left, to be placed in periods counted from the start.

    Loads are whole multiples of one step, so that solvers add without rounding; the step is the largest that fits.

    Attributes:
        programme: The programme that the units belong to.
        variant: The terms on which it is followed.
        start: The day from which periods count.
        units: The units that are left, in programme order.
        credits: The study load of each unit [EC].
        loads: The same in steps.
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
            frozenset(place for place, period in enumerate(self.year) if period in unit.offered)
            for unit in self.units
        )

    def opens(self, unit: int, slot: int) -> bool:
        """Whether a unit begins in a period, counted from the start."""
        return slot % len(self.year) in self.offered[unit]

    @cached_property
    def before(self) -> tuple[frozenset[int], ...]:
        """For each unit the units that come after it."""
        later: list[set[int]] = [set() for _ in self.units]
        for unit, earlier in enumerate(self.after):
            for other in earlier:
                later[other].add(unit)
        return tuple(map(frozenset, later))

    def without(self, *, least: bool = False, limit: bool = False) -> Problem:
        """The same without its minimum load, or without its maximum duration."""
        return Problem(
            **{
                **vars_of(self),
                "least": 0 if least else self.least,
                "limit": None if limit else self.limit,
            }
        )


def vars_of(problem: Problem) -> dict[str, object]:
    return {}
