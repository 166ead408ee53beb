"""Programmes (opleidingen): what an institution's units are worth, and when they are offered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from .base import Code, Frozen, Id, Text
from .outcomes import Reach
from .quantities import Cohorts, Credits, Euros, total

_CENT: Final = Decimal("0.01")
"""[EC], to which a load is spread over periods; the sum stays exact."""


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

    def __str__(self) -> str:
        return f"{self.study_year}/{self.period}"


class PeriodLoad(Frozen):
    """The study load of one period of the year, where it is not that of the others.

    Attributes:
        period: The period.
        least: The least load [EC], or None for the one of the variant.
        most: The most load [EC], or None for the one of the variant.
    """

    period: Id
    least: Credits | None = None
    most: Credits | None = None


class Fees(Frozen):
    """What studying costs; what is not said is not known.

    Attributes:
        ec: For one EC that is followed [EUR], or None.
        assessment: For a unit that is completed by assessment only [EUR], unless it has a fee of its own; or None.
    """

    ec: Euros | None = None
    assessment: Euros | None = None


class Bsa(Frozen):
    """What must be achieved in time to be allowed to go on (bindend studieadvies).

    Attributes:
        ec: At least so much [EC], or all that must still be done when that is less.
        years: Within so many years from the start [years].
        phase: Of the units of this phase, or of all.
    """

    ec: Credits
    years: int = 1
    phase: str = ""


class Variant(Frozen):
    """The terms on which a variant of a programme is followed.

    Attributes:
        id: full-time, part-time, dual or lateral-entry.
        total: What its units add up to [EC].
        load_min: The least study load of a period, until the last [EC].
        load_max: The most study load of a period [EC].
        load_in: The loads of the periods for which they differ.
        units_max: How many units can be followed at the same time, or None.
        years_max: The legal maximum duration [years], or None.
        bsa: What must be achieved in time, or None.
        fees: What it costs, or None when that is not said.
    """

    id: Code
    total: Credits
    load_min: Credits = Credits.parse("0 EC")
    load_max: Credits
    load_in: tuple[PeriodLoad, ...] = ()
    units_max: int | None = None
    years_max: int | None = None
    bsa: Bsa | None = None
    fees: Fees | None = None

    def least(self, period: str) -> Credits:
        """The least study load of a period of the year [EC]."""
        own = (each.least for each in self.load_in if each.period == period)
        return next((one for one in own if one is not None), self.load_min)

    def most(self, period: str) -> Credits:
        """The most study load of a period of the year [EC]."""
        own = (each.most for each in self.load_in if each.period == period)
        return next((one for one in own if one is not None), self.load_max)

    def fee(self, unit: Unit, *, by_assessment: bool = False) -> Euros | None:
        """What a unit costs when it is followed, or completed by assessment only [EUR]; None where that is not said."""
        fees = self.fees or Fees()
        if by_assessment and unit.assessment:
            return fees.assessment if unit.assessment.fee is None else unit.assessment.fee
        return None if fees.ec is None else Euros(fees.ec.value * unit.ec.value)

    def cost(self, units: Iterable[Unit], by_assessment: Collection[str] = ()) -> Euros | None:
        """What units cost together, some of them completed by assessment only [EUR]; None where not all is said."""
        fees = [self.fee(unit, by_assessment=unit.id in by_assessment) for unit in units]
        known = [fee.value for fee in fees if fee is not None]
        return Euros(sum(known, Decimal(0))) if len(known) == len(fees) else None


class Offer(Frozen):
    """The periods in which a unit begins in some study years, instead of those of every year."""

    years: Cohorts
    periods: tuple[Id, ...]


class Entry(Frozen):
    """What must be achieved before a unit begins (ingangseis).

    Attributes:
        ec: At least so much [EC], or None for every unit of the phase.
        phase: Of the units of this phase, or of all.
    """

    ec: Credits | None = None
    phase: str = ""


class Assessment(Frozen):
    """How a unit is completed by assessment only, whatever the way in which it was learned.

    Attributes:
        load: What it asks [EC], within one period.
        offered: The periods in which it can be done.
        fee: What it costs [EUR], or None for the fee of the variant.
    """

    load: Credits
    offered: tuple[Id, ...]
    fee: Euros | None = None


class Unit(Frozen):
    """What credits are attached to: a set of outcomes.

    Attributes:
        id: Its name.
        title: What it is called.
        outcomes: The outcomes that it is made of.
        ec: What it is worth [EC].
        offered: The periods in which it begins, every year.
        offered_in: The periods in which it begins in the study years for which they differ.
        periods: How many periods on end it takes.
        spread: Its load in each of them [EC], or nothing when it is spread evenly.
        within_year: Whether it lies within one study year, as a placement at a school does.
        requires: The units that must come before it.
        alongside: The units that must come before it or begin with it.
        entry: What must be achieved before it begins, or None.
        assessment: How it is completed by assessment only, or None when it cannot be.
        variants: The variants that it belongs to, or none for all of them.
        phase: The phase of the programme that it belongs to, such as `propedeuse`, or nothing.
    """

    id: Id
    title: Text = Text()
    outcomes: Reach
    ec: Credits
    offered: tuple[Id, ...]
    offered_in: tuple[Offer, ...] = ()
    periods: int = 1
    spread: tuple[Credits, ...] = ()
    within_year: bool = False
    requires: tuple[Id, ...] = ()
    alongside: tuple[Id, ...] = ()
    entry: Entry | None = None
    assessment: Assessment | None = None
    variants: tuple[Code, ...] = ()
    phase: str = ""

    def begins_in(self, study_year: int) -> tuple[Id, ...]:
        """The periods of a study year in which it begins; the first offer for that year holds."""
        return next((each.periods for each in self.offered_in if study_year in each.years), self.offered)

    def loads(self, whole: Credits | None = None) -> tuple[Credits, ...]:
        """The load of each of its periods [EC].

        Args:
            whole: What it asks as a whole [EC], when that is not its credits; it is spread in proportion.
        """
        asked = (whole or self.ec).value
        shares = [each.value for each in self.spread] or [Decimal(1)] * self.periods
        done, passed, parts = Decimal(0), Decimal(0), []
        for share in shares:
            passed += share
            until = (asked * passed / sum(shares)).quantize(_CENT) if passed < sum(shares) else asked
            parts.append(Credits(until - done))
            done = until
        return tuple(parts)


class Elective(Frozen):
    """Units out of which one chooses (keuzeruimte).

    Attributes:
        id: Its name.
        title: What it is called.
        choose: How much to choose at least [EC].
        units: What to choose from.
        variants: The variants that it belongs to, or none for all of them.
    """

    id: Id
    title: Text = Text()
    choose: Credits
    units: tuple[Id, ...]
    variants: tuple[Code, ...] = ()


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
        electives: Where one chooses; units that are named here need not all be followed.
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
    electives: tuple[Elective, ...] = ()
    note: Text = Text()
    source: str = ""

    @cached_property
    def variant(self) -> dict[str, Variant]:
        """The variants by id."""
        return {variant.id: variant for variant in self.variants}

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """The units by id."""
        return {unit.id: unit for unit in self.units}

    def units_of(self, variant: str) -> tuple[Unit, ...]:
        """The units of a variant, those to choose from too, in programme order."""
        return tuple(unit for unit in self.units if not unit.variants or variant in unit.variants)

    def electives_of(self, variant: str) -> tuple[Elective, ...]:
        """Where one chooses in a variant."""
        return tuple(one for one in self.electives if not one.variants or variant in one.variants)

    def total_of(self, variant: str) -> Credits:
        """What the units of a variant add up to [EC]: those that are fixed, and what is to be chosen."""
        choices = self.electives_of(variant)
        optional = {name for one in choices for name in one.units}
        fixed = total(unit.ec for unit in self.units_of(variant) if unit.id not in optional)
        return fixed + total(one.choose for one in choices)

    def counted(self, variant: str, names: Collection[str]) -> Credits:
        """What units count for in a variant [EC]: those to choose from for no more than is to be chosen."""
        there = {unit.id: unit.ec for unit in self.units_of(variant) if unit.id in names}
        choices = self.electives_of(variant)
        optional = {name for one in choices for name in one.units}
        fixed = total(ec for name, ec in there.items() if name not in optional)
        return fixed + total(
            min(one.choose, total(there[name] for name in one.units if name in there)) for one in choices
        )

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
