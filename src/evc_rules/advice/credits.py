"""What exemptions are worth: units, awards under limits, and the study load that is left.

While anything is open, credits are an interval: what is certainly exempt and awarded, and what would be awarded if
every open question came out in the applicant's favour. The upper end takes each outcome's best status by itself, so it
is never too low; where two outcomes cannot both come out well, it can be too high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit, Ruleset
from ..model.programme import Programme, Unit
from ..model.quantities import Credits, total
from ..plan import NO_DEADLINE, NO_WISHES, Award, Deadline, Wishes, award
from ..results.status import Status, Statuses, exempt_in, status_of, whole
from ..results.truth import Truth

_HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class UnitAdvice:
    """What is said of one unit.

    Attributes:
        unit: The unit.
        statuses: The statuses that are still possible, made of those of its outcomes.
        awarded: Whether it is awarded: unknown while that hangs on an open question.
        load: The study load that it asks when it is not awarded [EC].
        stopped_by: The limits that keep it from being awarded although it is (or may be) exempt.
    """

    unit: Unit
    statuses: Statuses
    awarded: Truth
    load: Credits
    stopped_by: tuple[Limit, ...] = ()

    @property
    def status(self) -> Status:
        """The one status that is possible, or open."""
        return status_of(self.statuses)


@dataclass(frozen=True)
class Outlook:
    """What would be awarded in one of the two ends of the interval.

    Attributes:
        award: The units that are awarded.
        exempt: The leaves that are exempt.
        loads: The loads of units that ask less than their credits [EC].
    """

    award: Award
    exempt: frozenset[Leaf]
    loads: Mapping[str, Credits]


@dataclass(frozen=True)
class CreditAdvice:
    """What exemptions are worth in one variant of a programme.

    Attributes:
        programme: The programme.
        variant: The variant that is followed.
        units: What is said of each of its units, in programme order.
        certain: What is certainly exempt and awarded.
        hoped: What would be, if every open question came out in the applicant's favour.
        bsa: Whether exempt credits count toward the BSA, or None when the regulation does not say.
    """

    programme: Programme
    variant: str
    units: tuple[UnitAdvice, ...]
    certain: Outlook
    hoped: Outlook
    bsa: bool | None

    @property
    def total(self) -> Credits:
        """What the programme asks in all [EC]."""
        return self.programme.total_of(self.variant)

    @property
    def awarded(self) -> tuple[Credits, Credits]:
        """What is certainly awarded, and what may be at most [EC]."""
        return self.certain.award.credits, self.hoped.award.credits

    @property
    def remaining(self) -> tuple[Credits, Credits]:
        """What is left of the programme at least, and at most [EC]: with what is awarded, the total.

        Where one chooses, more can be awarded than there is to choose: that counts for nothing.
        """
        certain, hoped = (self.programme.counted(self.variant, one.award.awarded) for one in (self.certain, self.hoped))
        return self.total - hoped, self.total - certain

    @property
    def is_open(self) -> bool:
        """Whether an open question can still change what is awarded."""
        return any(one.awarded is Truth.UNKNOWN for one in self.units) or self.awarded[0] != self.awarded[1]


def credit(
    ruleset: Ruleset,
    framework: Framework,
    programme: Programme,
    variant: str,
    statuses: Mapping[Leaf, Statuses],
    *,
    start: date | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> CreditAdvice:
    """What the statuses of outcomes are worth in a variant of a programme.

    Args:
        ruleset: The ruleset, for its limits and what it says of units and BSA.
        framework: The framework that both are written over.
        programme: The programme.
        variant: The variant that is followed.
        statuses: The possible statuses of every leaf.
        start: The day from which the remaining path counts, by which limits choose; None to leave the path out of it.
        deadline: When all is over by the clock.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006).
        MissingExtraError: OR-tools is not installed, and a limit binds.
    """
    outlooks = []
    for wanted in ({Truth.TRUE}, {Truth.TRUE, Truth.UNKNOWN}):
        exempt = frozenset(leaf for leaf, possible in statuses.items() if exempt_in(possible) in wanted)
        outlooks.append(outlook(ruleset, framework, programme, variant, exempt, start, deadline=deadline))
    certain, hoped = outlooks
    units = (
        _unit(unit, whole(statuses[leaf] for leaf in framework.select(unit.outcomes)), certain, hoped)
        for unit in programme.units_of(variant)
    )
    return CreditAdvice(programme, variant, tuple(units), certain, hoped, ruleset.bsa)


def advised(worth: CreditAdvice, certain: Outlook, hoped: Outlook) -> CreditAdvice:
    """The same with other awards of what is exempt, such as those that the wishes of a path lead to."""
    units = tuple(_unit(one.unit, one.statuses, certain, hoped) for one in worth.units)
    return replace(worth, units=units, certain=certain, hoped=hoped)


def _unit(unit: Unit, statuses: Statuses, certain: Outlook, hoped: Outlook) -> UnitAdvice:
    outlooks = certain, hoped
    both = {unit.id in one.award.awarded for one in outlooks}
    awarded = Truth.UNKNOWN if len(both) > 1 else Truth.TRUE if True in both else Truth.FALSE
    stops = next((stop for one in outlooks for stop in one.award.stopped if stop.unit == unit.id), None)
    limits = stops.limits if stops and awarded is not Truth.TRUE else ()
    return UnitAdvice(unit, statuses, awarded, certain.loads.get(unit.id, unit.ec), limits)


def outlook(  # noqa: PLR0917 - all that an award depends on
    ruleset: Ruleset,
    framework: Framework,
    programme: Programme,
    variant: str,
    exempt: frozenset[Leaf],
    start: date | None,
    wishes: Wishes = NO_WISHES,
    *,
    deadline: Deadline = NO_DEADLINE,
) -> Outlook:
    """What would be awarded if these leaves were exempt, and no others; wishes of the path may say which of them."""
    units = {unit: framework.select(unit.outcomes) for unit in programme.units_of(variant)}
    whole_units = [unit.id for unit, leaves in units.items() if exempt.issuperset(leaves)]
    loads = {}
    if ruleset.units == "proportional":
        loads = {
            unit.id: reduced(unit.ec, sum(leaf not in exempt for leaf in leaves), len(leaves))
            for unit, leaves in units.items()
            if exempt.intersection(leaves) and not exempt.issuperset(leaves)
        }
    chosen = award(
        programme, framework, variant, whole_units, ruleset.limits,
        exempt_leaves=exempt, start=start, loads=loads, wishes=wishes, bsa_counts=ruleset.bsa, deadline=deadline,
    )  # fmt: skip
    return Outlook(chosen, exempt, loads)


def reduced(ec: Credits, left: int, of: int) -> Credits:
    """The study load of a unit of which so many outcomes are left [EC].

    In proportion, in half EC rounded down; but while anything is left to learn, at least half an EC (or the whole unit,
    if it is smaller than that).
    """
    halves = (ec.value * left / of / _HALF).to_integral_value(ROUND_FLOOR)
    return min(ec, Credits(max(halves, Decimal(1)) * _HALF))


def load_left(advice: CreditAdvice) -> Credits:
    """The study load of the units that are not certainly awarded [EC]; less than remains where units are reduced."""
    return total(one.load for one in advice.units if one.unit.id not in advice.certain.award.awarded)
