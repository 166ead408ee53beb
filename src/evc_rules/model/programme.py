"""Programmes (opleidingen): what an institution's units are worth, and when they are offered."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from .base import Code, Frozen, Id, Text
from .outcomes import Reach
from .quantities import Cohorts, Credits, total


class Period(Frozen):
    """A period of the study year, the same every year.

    Attributes:
        id: Its name, such as `P1`.
        first: Its first day, as month and day.
        after: The first day after it, as month and day; in the next year when it is not later than the first.
    """

    id: Id
    first: tuple[int, int]
    after: tuple[int, int]


class Slot(Frozen):
    """One period of one study year on the calendar; half-open."""

    period: Id
    study_year: int
    start: date
    end: date


class Variant(Frozen):
    """The terms on which a variant of a programme is followed.

    Attributes:
        id: full-time, part-time, dual or lateral-entry.
        total: What its units add up to [EC].
        load_min: The least study load of a period, until the last [EC].
        load_max: The most study load of a period [EC].
        years_max: The legal maximum duration [years], or None.
    """

    id: Code
    total: Credits
    load_min: Credits = Credits.parse("0 EC")
    load_max: Credits
    years_max: int | None = None


class Unit(Frozen):
    """What credits are attached to: a set of outcomes.

    Attributes:
        id: Its name.
        title: What it is called.
        outcomes: The outcomes that it is made of.
        ec: What it is worth [EC].
        offered: The periods in which it begins.
        requires: The units that must come before it.
        variants: The variants that it belongs to, or none for all of them.
        phase: The phase of the programme that it belongs to, such as `propedeuse`, or nothing.
    """

    id: Id
    title: Text = Text()
    outcomes: Reach
    ec: Credits
    offered: tuple[Id, ...]
    requires: tuple[Id, ...] = ()
    variants: tuple[Code, ...] = ()
    phase: str = ""


class Programme(Frozen):
    """One institution's units, and the variants in which they are offered, for a range of cohorts.

    Attributes:
        id: Its name.
        title: What it is called.
        institution: Whose it is.
        illustrative: Whether it was made up.
        framework: The framework that its units are made of, as `id@version`.
        cohorts: The cohorts that it is for.
        periods: The periods of the study year, in order.
        variants: Its variants.
        units: Its units, in programme order.
        note: What to know before relying on it, such as what was inferred.
        source: Where it was found, when it is a real one.
    """

    id: Id
    title: Text
    institution: Id
    illustrative: bool = False
    framework: str
    cohorts: Cohorts = Cohorts()
    periods: tuple[Period, ...]
    variants: tuple[Variant, ...]
    units: tuple[Unit, ...]
    note: Text = Text()
    source: str = ""

    @cached_property
    def variant(self) -> dict[str, Variant]:
        """The variants by id."""
        return {variant.id: variant for variant in self.variants}

    def units_of(self, variant: str) -> tuple[Unit, ...]:
        """The units of a variant, in programme order."""
        return tuple(unit for unit in self.units if not unit.variants or variant in unit.variants)

    def total_of(self, variant: str) -> Credits:
        """What the units of a variant add up to [EC]."""
        return total(unit.ec for unit in self.units_of(variant))

    def slots(self, start: date, count: int) -> tuple[Slot, ...]:
        """The next periods on the calendar, from the first that begins on or after a day."""
        found: list[Slot] = []
        study_year = start.year - 1
        while self.periods and len(found) < count:
            for period in self.periods:
                slot = self._slot(period, study_year)
                if slot.start >= start and len(found) < count:
                    found.append(slot)
            study_year += 1
        return tuple(found)

    def _slot(self, period: Period, study_year: int) -> Slot:
        opening = self.periods[0].first
        begin = date(study_year + (period.first < opening), *period.first)
        end = date(begin.year + (period.after <= period.first), *period.after)
        return Slot(period=period.id, study_year=study_year, start=begin, end=end)
