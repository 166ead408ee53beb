"""Units in periods, with a switch for each constraint that can be given up."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from .bounds import ended, greedy
from .placement import under_way
from .problem import Problem, Threshold
from .solver import Budget, Question

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


class Group(NamedTuple):
    """A constraint that can be given up.

    Attributes:
        what: What it is.
        number: Of which unit, elective, or period of the year; -1 for one of the whole.
    """

    what: str
    number: int = -1

    @property
    def of_unit(self) -> bool:
        """Whether it is of one unit."""
        return self.what in {ORDER, COMPANY, OFFER, ENTRY}


ORDER: Final = "order"
COMPANY: Final = "company"
OFFER: Final = "offer"
ENTRY: Final = "entry"
CHOICE: Final = "choice"
MOST: Final = "most"
LEAST: Final = "least"
LIMIT: Final = Group("limit")
WISH: Final = Group("wish")
UNITS: Final = Group("units")
BSA: Final = Group("bsa")
LEAVE: Final = Group("leave")
PACE: Final = Group("pace")


class Switches(Question):
    """Units in periods, as many as could matter whatever is given up.

    Attributes:
        literal: For each constraint whether it is kept.
        highest: For each bound of the most load the load of the heaviest period that it is of, or more, in steps.
        lowest: For each bound of the least load the load of the lightest period that it is of, but the last, or less.
        busiest: The most units at the same time, or more.
        achieved: What counts toward the BSA in time, or less, in steps of worth.
    """

    def __init__(self, problem: Problem, budget: Budget) -> None:
        super().__init__("explaining why there is no path", budget)
        self.problem = problem
        self.count = _enough(problem)
        self.literal: dict[Group, cp_model.IntVar] = {}
        units = range(len(problem.units))
        self._here: list[dict[int, cp_model.IntVar]] = [
            {slot: self.model.new_bool_var("") for slot in range(self.count - problem.length[unit] + 1)}
            for unit in units
        ]
        self._placed: list[cp_model.LiteralT] = []
        for unit in units:
            if unit in problem.chosen:
                placed = self.model.new_bool_var("")
                self.model.add(sum(self._here[unit].values()) == placed)
                self._placed.append(placed)
            else:
                self.model.add_exactly_one(self._here[unit].values())
                self._placed.append(True)
            self._opening(unit)
        for unit in units:
            self._order(unit)
        self._choices()
        self._thresholds()
        self._loads()

    def _opening(self, unit: int) -> None:
        problem, length = self.problem, self.problem.length[unit]
        closed = [here for slot, here in self._here[unit].items() if not problem.offered(unit, slot)]
        if closed:
            self.model.add(sum(closed) == 0).only_enforce_if(self._switch(Group(OFFER, unit)))
        away = [here for slot, here in self._here[unit].items() if not all(problem.free[slot : slot + length])]
        if away:
            self.model.add(sum(away) == 0).only_enforce_if(self._switch(LEAVE))
        for group, limit in ((LIMIT, problem.legal), (WISH, problem.wish)):
            if limit is not None:
                late = [here for slot, here in self._here[unit].items() if slot + length > limit]
                self.model.add(sum(late) == 0).only_enforce_if(self._switch(group))

    def _order(self, unit: int) -> None:
        problem = self.problem
        begin = self._number(unit)
        for what, others in ((ORDER, problem.after[unit]), (COMPANY, problem.beside[unit])):
            for other in sorted(others):
                switch = self._switch(Group(what, unit))
                ahead = self._number(other) + (problem.length[other] if what == ORDER else 0)
                both = [each for each in (self._placed[unit], self._placed[other]) if each is not True]
                self.model.add(begin >= ahead).only_enforce_if(switch, *both)
                if (unit, other) in problem.named and self._placed[other] is not True:
                    mine = [] if self._placed[unit] is True else [self._placed[unit]]
                    self.model.add(sum(self._here[other].values()) == 1).only_enforce_if(switch, *mine)

    def _choices(self) -> None:
        """As much as is asked, of which nothing could be missed (save what a followed unit asks for by name)."""
        problem = self.problem
        followed = {unit: sum(self._here[unit].values()) for unit in sorted(problem.chosen)}
        chosen: list[cp_model.LinearExprT] = []
        for number, choice in enumerate(problem.choices):
            chosen.append(sum(problem.worth[unit] * followed[unit] for unit in sorted(choice.among)))
            if choice.need:
                self.model.add(chosen[-1] >= choice.need).only_enforce_if(self._switch(Group(CHOICE, number)))
        for knot, namers in problem.choosing.knots.items():
            why = [here for unit in namers for here in self._here[unit].values()]
            kept = []
            for number, choice in enumerate(problem.choices):
                if within := sorted(knot & choice.among):
                    needed = self.model.new_bool_var("")
                    missed = sum([choice.need - 1, *(problem.worth[unit] * followed[unit] for unit in within)])
                    self.model.add(chosen[number] <= missed).only_enforce_if(needed)
                    why.append(needed)
                    kept.append(self._switch(Group(CHOICE, number)))
            for unit in sorted(knot):
                self.model.add(followed[unit] <= sum(why)).only_enforce_if(*kept)

    def _thresholds(self) -> None:
        problem = self.problem
        for unit, entry in enumerate(problem.entries):
            if entry is None:
                continue
            for slot, here in self._here[unit].items():
                switch = self._switch(Group(ENTRY, unit))
                self.model.add(self._achieved(entry, slot) >= entry.need).only_enforce_if(switch, here)
        if problem.bsa and problem.bsa.by < self.count:
            self.achieved = self.model.new_int_var(0, problem.bsa.need, "achieved")
            self.model.add(self.achieved <= self._achieved(problem.bsa, problem.bsa.by))
            self.model.add(self.achieved >= problem.bsa.need).only_enforce_if(self._switch(BSA))

    def _achieved(self, threshold: Threshold, slot: int) -> cp_model.LinearExprT:
        problem = self.problem
        return sum(
            problem.worth[unit] * here
            for unit in sorted(threshold.among)
            for begin, here in self._here[unit].items()
            if begin + problem.length[unit] <= slot
        )

    def _loads(self) -> None:
        problem = self.problem
        self.highest: dict[Group, cp_model.IntVar] = {}
        self.lowest: dict[Group, cp_model.IntVar] = {}
        self.busiest = self.model.new_int_var(0, len(problem.units), "busiest")
        later = self._later()
        for slot in range(self.count):
            running = list(under_way(problem, self._here, slot))
            load = sum(part * here for here, part in running)
            period = problem.calendar[slot].period
            most, least = of_period(problem, MOST, period), of_period(problem, LEAST, period)
            self.model.add(load <= self._measured(self.highest, most))
            self.model.add(load <= problem.rooms[period]).only_enforce_if(self._switch(most))
            if (pace := problem.pace[slot]) is not None:
                self.model.add(load <= pace).only_enforce_if(self._switch(PACE))
            if floor := problem.floors[period] if problem.minimum else 0:
                # On leave, or at a slower pace, nothing is asked at least: without them it is.
                eased = [] if problem.free[slot] else [~self._switch(LEAVE)]
                eased += [~self._switch(PACE)] if pace is not None else []
                self.model.add(load >= floor).only_enforce_if(self._switch(least), later[slot], *eased)
                self.model.add(self._measured(self.lowest, least) <= load).only_enforce_if(later[slot], *eased)
            self.model.add(sum(each for each, _ in running) <= self.busiest)
        if problem.variant.units_max is not None:
            self.model.add(self.busiest <= problem.variant.units_max).only_enforce_if(self._switch(UNITS))

    def _later(self) -> list[cp_model.IntVar]:
        """For each period whether anything is under way after it."""
        later = [self.model.new_bool_var("") for _ in range(self.count)]
        for before, after in pairwise(later):
            self.model.add_implication(after, before)
        for length, each in zip(self.problem.length, self._here, strict=True):
            for begin, at in each.items():
                if (last := begin + length - 1) > 0:
                    self.model.add_implication(at, later[last - 1])
        return later

    def _measured(self, measures: dict[Group, cp_model.IntVar], group: Group) -> cp_model.IntVar:
        if group not in measures:
            measures[group] = self.model.new_int_var(0, sum(self.problem.loads), "")
        return measures[group]

    def _number(self, unit: int) -> cp_model.LinearExprT:
        return sum(slot * here for slot, here in self._here[unit].items())

    def _switch(self, group: Group) -> cp_model.IntVar:
        if group not in self.literal:
            self.literal[group] = self.model.new_bool_var("")
        return self.literal[group]


def of_period(problem: Problem, what: str, period: str) -> Group:
    """The bound of the most or the least load that holds in a period of the year: its own, or that of the variant."""
    terms = problem.variant
    own = terms.most(period) != terms.load_max if what == MOST else terms.least(period) != terms.load_min
    ids = [each.id for each in problem.programme.periods]
    return Group(what, ids.index(period) if own else -1)


def _enough(problem: Problem) -> int:
    """As many periods as could matter: those of a plan without minimum load, or of any that this load allows."""
    if problem.bsa or problem.wishes.leave or not (known := greedy(problem)):
        return len(problem.calendar)
    filled = problem.relaxed(legal=True, wish=True).longest or 0
    return min(max(problem.limit or 0, filled, ended(problem, known)), len(problem.calendar))
