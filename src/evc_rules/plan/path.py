"""The remaining path: which unit in which period, when it ends, and what clashes when there is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ..model.base import Code, Frozen, Id, Text
from ..model.programme import Slot
from ..model.quantities import NO_CREDITS, Credits, total
from .wishes import Goal

ClashKind = Literal[
    "unit-too-large",
    "unit-never-offered",
    "unit-never-open",
    "circle",
    "entry",
    "elective",
    "bsa",
    "maximum-duration",
    "minimum-load",
    "combination",
    "too-far",
]
"""What can stand in the way of any plan; a combination is of several that could each be kept."""


class PlannedPeriod(Frozen):
    """One period of a path.

    Attributes:
        slot: When it is.
        units: The units that begin in it, in programme order; none when nothing does.
        running: The units that began before it and go on in it.
        load: What they ask together [EC].
    """

    slot: Slot
    units: tuple[Id, ...]
    running: tuple[Id, ...] = ()
    load: Credits


class Objective(Frozen):
    """How good a path is in one goal.

    Attributes:
        goal: The goal.
        value: What it comes to: periods for `finish`, units for `keep`, EC for `peak` and `smooth`, EC times number of
            period for `early`, euros for `cost`.
        bound: No path that is as good in the goals before it comes to less.
        proven: Whether no path is better in it.
    """

    goal: Goal
    value: Decimal
    bound: Decimal
    proven: bool


class Relaxation(Frozen):
    """What by itself would be enough for a plan, while all else is kept.

    Attributes:
        what: What would have to give, such as `limit`, `wish`, `most`, `least`, `bsa`, `bsa-counts`, `order`, `offer`.
        unit: The unit concerned, or nothing.
        text: The least that would do, in a sentence.
    """

    what: str
    unit: str = ""
    text: Text


class Clash(Frozen):
    """Constraints that cannot hold together.

    Attributes:
        kind: What clashes.
        units: The units concerned, in programme order; for a chain or a circle as they follow on one another.
        text: The clash in a sentence.
        periods: How many periods a plan needs at least without the maximum duration, where that is what
            clashes and it could be computed.
        relaxations: What would each be enough by itself.
    """

    kind: ClashKind
    units: tuple[Id, ...]
    text: Text
    periods: int | None = None
    relaxations: tuple[Relaxation, ...] = ()


class Path(Frozen):
    """The units that are left, placed in periods.

    Attributes:
        variant: The variant that is followed.
        start: The day from which it was planned.
        periods: Every period from the start up to the last one used, empty ones included.
        finish: The first day after the last period, the start when nothing is left, or None without a plan.
        bound: No plan finishes before this day; the finish itself once that is proven to be the earliest.
            None when no plan exists.
        proven: Whether finish, highest load and earliest credits are all proven to be the best, or the
            clashes proven to leave no plan. Not proven and without a finish: the time limit struck before
            either.
        assessed: The units that are completed by assessment only.
        objectives: What it comes to in each goal, the most important first.
        minimum_binds: Whether the minimum load makes the path longer than it would be without.
        finish_if_counted: When a plan can finish if what was awarded counts toward the BSA, where the ruleset does not
            say whether it does and that is earlier, or there is no plan otherwise. The path takes it not to count.
        clashes: Why there is no plan.
        done: The units that were completed on the way, as was said when it was planned.
        begun: When the study began, where that was said; otherwise it begins with the path.
    """

    variant: Code
    start: date
    periods: tuple[PlannedPeriod, ...] = ()
    finish: date | None = None
    bound: date | None = None
    proven: bool = True
    assessed: tuple[Id, ...] = ()
    objectives: tuple[Objective, ...] = ()
    minimum_binds: bool = False
    finish_if_counted: date | None = None
    clashes: tuple[Clash, ...] = ()
    done: tuple[Id, ...] = ()
    begun: date | None = None

    @property
    def load(self) -> Credits:
        """What all periods ask together [EC]."""
        return total(period.load for period in self.periods)

    @property
    def highest(self) -> Credits:
        """What the heaviest period asks [EC]."""
        return max((period.load for period in self.periods), default=NO_CREDITS)

    @property
    def impossible(self) -> bool:
        """Whether no plan at all is possible: what does not fit in the years that are looked at may still be."""
        return bool(self.clashes) and not any(clash.kind == "too-far" for clash in self.clashes)

    def slot_of(self, unit: str) -> Slot | None:
        """The period in which a unit is followed, or None when it is not in the path."""
        return next((period.slot for period in self.periods if unit in period.units), None)
