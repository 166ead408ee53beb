"""What an applicant asks of a path beside what the programme asks: leave, pace, and what matters most."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

from ..model.base import Frozen, Id
from ..model.programme import Programme
from ..model.quantities import Credits, Dates

Goal = Literal["finish", "keep", "peak", "early", "smooth", "cost"]
"""What a path can be best at: finish first; the fewest units that begin in another period than they did in the path
before; the least highest load of a period (overload); credits as early as possible (the least sum of credits times the
number of the period in which they are earned); the least change of load from period to period; the least cost."""

GOALS: tuple[Goal, ...] = ("finish", "peak", "early")
"""What matters, the most important first, when nobody says otherwise. Source: section 10 of the meaning page."""


_DAY: Final = timedelta(days=1)


class Pace(Frozen):
    """The most that an applicant can do in the periods that begin on some days.

    Attributes:
        dates: The days.
        most: The most load of a period [EC].
    """

    dates: Dates
    most: Credits


class Planned(Frozen):
    """When a unit began in the path before.

    Attributes:
        unit: The unit.
        study_year: The study year.
        period: The period.
    """

    unit: Id
    study_year: int
    period: Id


class Wishes(Frozen):
    """What an applicant asks.

    Attributes:
        goals: What matters, the most important first.
        leave: When nothing is followed: no period that has a day of it.
        pace: Where the load is to be less than the programme allows; the first that a period begins in holds.
        assessed: The units that are completed by assessment only.
        done: The units that were completed on the way; unlike what was awarded, they count toward BSA.
        begun: When the study began, from which BSA and maximum duration count; None for the start of the path.
        finish_by: The last day on which something may be done, or None; the last period may end with it.
        before: The path before, for the goal of keeping it.
        awarded: The units that were awarded for the path before: they stay awarded as far as limits allow.
    """

    goals: tuple[Goal, ...] = GOALS
    leave: tuple[Dates, ...] = ()
    pace: tuple[Pace, ...] = ()
    assessed: tuple[Id, ...] = ()
    done: tuple[Id, ...] = ()
    begun: date | None = None
    finish_by: date | None = None
    before: tuple[Planned, ...] = ()
    awarded: tuple[Id, ...] = ()

    @property
    def over_by(self) -> date | None:
        """The first day after `finish_by`, as periods are half-open: by then the last of them must be over."""
        if self.finish_by is None or self.finish_by == date.max:
            return self.finish_by
        return self.finish_by + _DAY

    def unassessed(self, programme: Programme) -> tuple[str, ...]:
        """The units to be completed by assessment only that a programme has, and says no assessment of."""
        known = programme.unit
        return tuple(name for name in dict.fromkeys(self.assessed) if name in known and not known[name].assessment)

    def unpriced(self, programme: Programme, variant: str) -> bool:
        """Whether the cost is a goal, and a programme does not say what some unit costs."""
        terms = programme.variant[variant]
        return "cost" in self.goals and any(
            terms.fee(unit, by_assessment=unit.id in self.assessed) is None
            for unit in programme.units_of(variant)
            if unit.id not in self.done
        )

    def within(self, programme: Programme, variant: str) -> Wishes:
        """The same as far as a programme goes: without what `unassessed` and `unpriced` say, and units of others."""
        known = programme.unit
        without = "cost" if self.unpriced(programme, variant) else None
        return self.with_(
            goals=tuple(goal for goal in self.goals if goal != without) or GOALS,
            assessed=tuple(name for name in self.assessed if name in known and known[name].assessment),
            done=tuple(name for name in self.done if name in known),
            awarded=tuple(name for name in self.awarded if name in known),
        )


NO_WISHES = Wishes()
