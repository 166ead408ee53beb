"""How long the remaining path is, and what it asks, for one choice of exemptions after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme, Unit
from ..model.quantities import Credits, total
from .bounds import Slots, earliest, ended, fewest, keeps
from .clashes import certain
from .deadline import NO_DEADLINE, Deadline
from .fill import Filling
from .problem import Problem
from .remains import remaining
from .search import TIME_LIMIT, shortest
from .solver import Budget
from .wishes import NO_WISHES, Wishes


@dataclass(frozen=True)
class Length:
    """How many periods the shortest path takes.

    Attributes:
        count: So many, of the shortest that was found; None when none was.
        bound: No path takes fewer.
        proven: Whether that is the shortest, or proven that there is none.
    """

    count: int | None
    bound: int
    proven: bool


@dataclass(frozen=True)
class Left:
    """What is left to be done, whatever the order.

    Attributes:
        ec: The credits that are left [EC].
        load: What they ask at least: less where units are reduced or completed by assessment [EC].
        fees: What that costs at least [EUR], or None where nothing is said of fees.
    """

    ec: Credits
    load: Credits
    fees: Decimal | None


@dataclass(frozen=True)
class State:
    """What is awarded, and what else is exempt.

    Attributes:
        awarded: The units that are awarded.
        exempt: The leaves that are exempt.
        loads: The loads of units that ask less than their credits [EC].
    """

    awarded: frozenset[str]
    exempt: frozenset[Leaf]
    loads: Mapping[str, Credits]


class Lengths:
    """The lengths of the shortest paths of one applicant; equal remains are worked out once.

    The wish to finish by some day is left aside: how long it takes is what is asked.

    Args:
        programme: The programme.
        framework: The framework that it is written over.
        variant: The variant that is followed.
        start: The day from which periods count.
        wishes: What the applicant asks.
        bsa_counts: Whether what was awarded counts toward the BSA.
        time_limit: How long to look for each [s], counted in work done.
        deadline: When all is over by the clock.
    """

    def __init__(
        self,
        programme: Programme,
        framework: Framework,
        variant: str,
        start: date,
        wishes: Wishes = NO_WISHES,
        *,
        bsa_counts: bool | None = None,
        time_limit: float = TIME_LIMIT,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        self.programme, self.framework, self.variant, self.start = programme, framework, variant, start
        self._wishes, self._bsa = wishes.with_(finish_by=None), bsa_counts
        self._time_limit, self._deadline = time_limit, deadline
        self._known: dict[object, Length] = {}
        self._within: dict[tuple[object, int], bool | None] = {}

    def problem(self, state: State) -> Problem:
        """What is left as a problem."""
        return remaining(
            self.programme, self.framework, self.variant, state.awarded, state.exempt, self.start, state.loads,
            self._wishes, bsa_counts=self._bsa,
        )  # fmt: skip

    def grows(self, state: State) -> bool:
        """Whether more to be done never takes fewer periods: nothing asks for a least load, or for credits in time.

        A load that is reduced and spread over periods is rounded in each, so that it could ask more of one of them.
        """
        problem = self.problem(state)
        spread = any(len(unit.loads()) > 1 for unit in problem.units if unit.id in state.loads)
        return problem.bsa is None and not any(problem.floors.values()) and not spread

    def length(self, state: State, *, at_most: int | None = None) -> Length:
        """How long the shortest path is.

        Args:
            state: What is awarded.
            at_most: It is known that it takes no more periods than this.
        """
        problem = self.problem(state)
        key = _key(problem)
        if key not in self._known:
            self._known[key] = self._measured(problem, at_most)
        return self._known[key]

    def _measured(self, problem: Problem, at_most: int | None) -> Length:
        if not _anything(problem):
            return Length(0, 0, proven=True)
        if certain(problem):
            return Length(None, len(problem.calendar), proven=True)
        bound = fewest(problem)
        if bound == at_most:
            return Length(bound, bound, proven=True)
        found = shortest(problem, self._budget)
        return Length(found.count if found.slots else None, found.bound, found.proven)

    def within(self, state: State, count: int) -> bool | None:
        """Whether there is a path of at most so many periods, or None when that was not known in time."""
        problem = self.problem(state)
        key = _key(problem)
        if key in self._known and (known := self._known[key]).proven:
            return known.count is not None and known.count <= count
        if (key, count) not in self._within:
            self._within[key, count] = self._fits(problem, count)
        return self._within[key, count]

    def _fits(self, problem: Problem, count: int) -> bool | None:
        if not _anything(problem) or self._filled(problem, count):
            return True
        if certain(problem) or fewest(problem) > min(count, problem.longest if problem.longest is not None else count):
            return False
        found = shortest(problem, self._budget)
        if found.slots and found.count <= count:
            return True
        return False if found.bound > count or (found.proven and not found.slots) else None

    def filled(self, state: State, count: int) -> bool:
        """Whether filling periods finds a path of so many: when it does not, there may be one all the same."""
        problem = self.problem(state)
        return not _anything(problem) or self._filled(problem, count)

    def _filled(self, problem: Problem, count: int) -> bool:
        most = min(count, problem.longest if problem.longest is not None else count, len(problem.calendar))
        if certain(problem) or fewest(problem) > most:
            return False
        plans = Filling(problem, most).plans(problem.room[:most], self._deadline)
        return any(self._sound(problem, slots) for slots in plans)

    @property
    def _budget(self) -> Budget:
        return Budget(self._time_limit, self._deadline)

    @staticmethod
    def _sound(problem: Problem, slots: Slots) -> bool:
        return keeps(problem, slots) and ended(problem, slots) <= len(problem.calendar)

    def left(self, state: State) -> Left:
        """What is left to be done."""
        problem = self.problem(state)
        counted = self.programme.counted(self.variant, {*state.awarded, *self._wishes.done})
        chosen = total(problem.credits_of(choice.need) for choice in problem.choices)
        load = total(part for unit in problem.fixed for part in problem.credits[unit])
        cost = self._cost([problem.units[unit] for unit in problem.fixed], chosen)
        return Left(self.programme.total_of(self.variant) - counted, load + chosen, cost)

    def _cost(self, units: Sequence[Unit], chosen: Credits) -> Decimal | None:
        """What units and credits to choose cost [EUR], or None where the programme does not say."""
        terms = self.programme.variant[self.variant]
        cost = terms.cost(units, self._wishes.assessed)
        if cost is None or not chosen.value:
            return None if cost is None else cost.value
        a_credit = terms.fees.ec if terms.fees else None
        return None if a_credit is None else cost.value + a_credit.value * chosen.value

    def finish(self, count: int) -> date:
        """The day on which so many periods from the start are over."""
        return self.programme.slots(self.start, count)[-1].end if count else self.start

    def periods_until(self, day: date) -> int:
        """How many periods from the start are over by a day."""
        possible = self.programme.slots(
            self.start, (max(day.year - self.start.year, 0) + 1) * len(self.programme.periods)
        )
        return sum(slot.end <= day for slot in possible)

    def too_long(self, state: State, count: int) -> bool:
        """Whether it is plain that no path takes so few periods: by order, offer and load alone."""
        problem = self.problem(state)
        known = self._known.get(_key(problem))
        if known is not None and known.bound > count:
            return True
        return _anything(problem) and fewest(problem) > count

    def must(self, now: State, hoped: State, count: int) -> list[tuple[dict[str, Credits], Credits]]:
        """What must be done late, and what there is room for then, in a path of so many periods.

        Whichever exemptions come out well: of units that are awarded nothing need be done.

        Args:
            now: As things stand.
            hoped: As much as may come out well: nothing is exempt that is not in it.
            count: In how many periods.

        Returns:
            For some sets of units what each asks as a whole, and what they may ask together [EC].
        """
        problem = self.problem(State(now.awarded, hoped.exempt, {}))
        first = earliest(problem, {*problem.chosen, *self._exempted(problem, hoped)})
        found = []
        for slot in sorted({first[unit] for unit in problem.fixed}):
            within = [unit for unit in problem.fixed if first[unit] >= slot]
            room = sum(problem.room[slot:count])
            if sum(problem.loads[unit] for unit in within) > room:
                asked = {problem.units[unit].id: problem.load(problem.loads[unit]) for unit in within}
                found.append((asked, problem.load(room)))
        return found

    def _exempted(self, problem: Problem, hoped: State) -> set[int]:
        """The units that may be awarded: where a limit binds, others than those that are when all comes out well."""
        select, exempt = self.framework.select, hoped.exempt
        return {place for place, unit in enumerate(problem.units) if exempt.issuperset(select(unit.outcomes))}


def _anything(problem: Problem) -> bool:
    return bool(problem.fixed) or any(choice.need for choice in problem.choices)


def _key(problem: Problem) -> object:
    """What the length of the shortest path hangs on."""
    return (
        tuple(unit.id for unit in problem.units), problem.credits, problem.after, problem.beside, problem.entries,
        problem.bsa, problem.choices, problem.named,
    )  # fmt: skip
