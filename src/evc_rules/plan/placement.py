"""Units in periods, as a model for the solver."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import networkx as nx

from .bounds import Slots, earliest, latest
from .problem import Problem, Threshold
from .solver import Answer, Budget, Question
from .stretches import improved
from .wishes import Goal

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_Weight = Callable[[int, int], int]
_LITTLE: Final = 0.1
_WAYS: Final = ((_LITTLE, True), (0.6, True), (1.0, False))
"""In which parts of the time that is left a plan is looked for: from below, and then from above."""
_PLAIN: Final = ((1.0, False),)


class Placement(Question):
    """Units in a plan of at most so many periods.

    Args:
        problem: What is to be placed.
        count: In how many periods.
        budget: The time for it.
        optional: The units that may be left out because they can be awarded instead.
        ends: Whether it ends with the last of the periods, so that the least load counts in all before it.

    Attributes:
        at: For each unit, by the period in which it begins, whether it is there.
        out: For each unit that may be left out because it can be awarded, whether it is.
        unchosen: For each unit that one chooses from, whether it is left out because it is not chosen.
        highest: The load of the heaviest period, or more, in steps.
        impossible: Whether the last search for the least showed that there is no plan.
    """

    def __init__(
        self, problem: Problem, count: int, budget: Budget, optional: Collection[int] = (), *, ends: bool = True
    ) -> None:
        super().__init__("planning a path", budget)
        self.problem = problem
        self.count = count
        self._ends = ends
        self._laters: dict[int, cp_model.IntVar] = {}
        self.impossible = False
        self._groups: list[list[int]] = []
        units = range(len(problem.units))
        loose = {*optional, *problem.chosen} if optional else problem.loose
        first, last = earliest(problem, loose), latest(problem, count, loose)
        self.at: list[dict[int, cp_model.IntVar]] = [
            {
                slot: self.model.new_bool_var(f"{problem.units[unit].id} in {slot}")
                for slot in range(0 if unit in optional else first[unit], last[unit] + 1)
                if problem.opens(unit, slot)
            }
            for unit in units
        ]
        self.out = {unit: self.model.new_bool_var(f"{problem.units[unit].id} awarded") for unit in sorted(optional)}
        self.unchosen = {
            unit: self.model.new_bool_var(f"{problem.units[unit].id} not chosen") for unit in sorted(problem.chosen)
        }
        for unit in units:
            self.model.add_exactly_one([*self.at[unit].values(), *self._left_out(unit)])
        self._keep_order(optional)
        self._choose()
        self._keep_thresholds()
        self._bound_loads()
        if not optional and "keep" not in problem.wishes.goals:
            self._tell_apart()

    def slots(self) -> Slots:
        """The period in which each unit begins in the last answer, or None where it is not followed."""
        return tuple(next((slot for slot, here in each.items() if self.value(here)), None) for each in self.at)

    def least(self, goal: Goal, bound: int, known: Slots = (), *, part: float = 1.0) -> tuple[Slots, int]:
        """The best plan in a goal.

        Where filling periods comes close already it is looked for from below first, then a stretch at a time, and only
        then in all of it.

        Args:
            goal: The goal.
            bound: No plan comes to less.
            known: A plan to begin with, or nothing.
            part: Of what is left of the budget.

        Returns:
            The best plan that was found, or nothing; and what no plan comes to less than.
        """
        worth = self.worth_of(goal)
        self.model.minimize(worth)
        slots = known
        for share, from_below in _WAYS if goal == "early" else _PLAIN:
            self.model.add(worth >= bound)
            self.hint(slots)
            answer = self.solve(part=share * part, from_below=from_below)
            if answer.found:
                slots = self.slots()
            self.impossible = answer is Answer.NONE
            if self.impossible:
                break
            bound = max(bound, self.bound)
            if answer is Answer.BEST:
                break
            if share == _LITTLE and slots:
                slots = improved(self, goal, slots, bound)
        return slots, bound

    def hint(self, slots: Slots) -> None:
        """Begin from a known plan, or from nothing."""
        self.model.proto.clear_solution_hint()
        for each, chosen in zip(self.at, self._in_order(slots), strict=False):
            for slot, here in each.items():
                self.model.add_hint(here, slot == chosen)

    def _in_order(self, slots: Slots) -> Slots:
        """The same plan with units that nothing tells apart in programme order, as the question asks."""
        found = list(slots)
        for group in self._groups if slots else ():
            for unit, slot in zip(group, sorted(slots[unit] or 0 for unit in group), strict=True):
                found[unit] = slot
        return tuple(found)

    def hold(self, slots: Slots, stretch: range) -> None:
        """Leave only what begins in a stretch of periods to be decided, within it; all else is as in a plan."""
        self.hint(slots)
        for each, chosen in zip(self.at, self._in_order(slots), strict=True):
            free = chosen in stretch
            for slot, here in each.items():
                self._bound(here, *((0, 1) if free and slot in stretch else (int(slot == chosen),) * 2))

    def free(self) -> None:
        """Leave all to be decided again."""
        for each in self.at:
            for here in each.values():
                self._bound(here, 0, 1)

    def _bound(self, here: cp_model.IntVar, low: int, high: int) -> None:
        domain = self.model.proto.variables[here.index].domain
        domain[0], domain[1] = low, high

    def worth_of(self, goal: Goal) -> cp_model.LinearExprT:
        """What is to be made as small as can be."""
        problem = self.problem
        match goal:
            case "peak":
                return self.highest
            case "early":
                return self._sum(lambda unit, slot: problem.worth[unit] * (slot + problem.length[unit] - 1))
            case "cost":
                return self._sum(lambda unit, _: problem.price[unit])
            case "smooth":
                return self._changes()
            case "keep":
                return self._sum(lambda unit, slot: int(unit in problem.kept and problem.kept[unit] != slot))
            case "finish":
                finish = self.model.new_int_var(0, self.count, "finish")
                for unit, each in enumerate(self.at):
                    for slot, here in each.items():
                        self.model.add(finish >= slot + problem.length[unit]).only_enforce_if(here)
                return finish

    def _sum(self, weight: _Weight) -> cp_model.LinearExprT:
        return sum(weight(unit, slot) * here for unit, each in enumerate(self.at) for slot, here in each.items())

    def _changes(self) -> cp_model.LinearExprT:
        changes: list[cp_model.IntVar] = []
        most = max(self.problem.room[: self.count], default=0)
        for slot in range(1, self.count):
            change = self.model.new_int_var(0, most, f"change before {slot}")
            more = self.model.add(self._load(slot) <= sum([self._load(slot - 1), change]))
            less = self.model.add(self._load(slot - 1) <= sum([self._load(slot), change]))
            if not self._ends:
                more.only_enforce_if(self._later(slot - 1))
                less.only_enforce_if(self._later(slot - 1))
            changes.append(change)
        return sum(changes)

    def _left_out(self, unit: int) -> list[cp_model.IntVar]:
        return [each[unit] for each in (self.out, self.unchosen) if unit in each]

    def _over(self, unit: int, slot: int) -> list[cp_model.IntVar]:
        """Where a unit is over before a period."""
        return [at for begin, at in self.at[unit].items() if begin + self.problem.length[unit] <= slot]

    def _keep_order(self, optional: Collection[int]) -> None:
        problem = self.problem
        graph = problem.order
        # What follows from other edges need not be said again, unless the unit between may be left out.
        asked = {pair for pair in problem.named if pair[1] in problem.chosen}
        edges = graph.edges if optional or problem.chosen else nx.transitive_reduction(graph).edges
        for earlier, unit in sorted(edges):
            free = self._free(unit, earlier)
            for slot in self.at[unit]:
                over = self._over(earlier, slot)
                if len(over) < len(self.at[earlier]) or (unit, earlier) in asked:
                    self.model.add(self._begun(unit, slot) <= sum([*over, *free]))
        for unit, others in enumerate(problem.beside):
            for earlier in sorted(others):
                free = self._free(unit, earlier)
                for slot in self.at[unit]:
                    here = [at for begin, at in self.at[earlier].items() if begin <= slot]
                    self.model.add(self._begun(unit, slot) <= sum([*here, *free]))

    def _begun(self, unit: int, slot: int) -> cp_model.LinearExprT:
        return sum(at for begin, at in self.at[unit].items() if begin <= slot)

    def _free(self, unit: int, earlier: int) -> list[cp_model.IntVar]:
        """When an earlier unit holds nothing up: it is awarded, or not chosen (and not asked for by name)."""
        awarded = [self.out[earlier]] if earlier in self.out else []
        left = earlier in self.unchosen and (unit, earlier) not in self.problem.named
        return [*awarded, *([self.unchosen[earlier]] if left else [])]

    def _choose(self) -> None:
        problem = self.problem
        chosen: list[cp_model.LinearExprT] = []
        for choice in problem.choices:
            worth = {unit: problem.worth[unit] for unit in sorted(choice.among)}
            chosen.append(sum(worth.values()) - sum(one * self.unchosen[unit] for unit, one in worth.items()))
            self.model.add(chosen[-1] >= choice.need)
        for knot, namers in problem.choosing.knots.items():
            # Nothing is followed that the choice can do without, unless a unit that is followed names it.
            followed = {unit: sum(self.at[unit].values()) for unit in sorted(knot)}
            why = [here for unit in namers for here in self.at[unit].values()]
            for choice, there in zip(problem.choices, chosen, strict=True):
                if within := sorted(knot & choice.among):
                    needed = self.model.new_bool_var("")
                    missed = sum([choice.need - 1, *(problem.worth[unit] * followed[unit] for unit in within)])
                    self.model.add(there <= missed).only_enforce_if(needed)
                    why.append(needed)
            for one in followed.values():
                self.model.add(one <= sum(why))

    def _keep_thresholds(self) -> None:
        for unit, entry in enumerate(self.problem.entries):
            if entry is None:
                continue
            for slot, here in self.at[unit].items():
                self.model.add(self._achieved(entry, slot) >= entry.need * here)
        bsa = self.problem.bsa
        if bsa and bsa.by < self.count:
            if bsa.awarded or not self.out:
                self.model.add(self._achieved(bsa, bsa.by) >= bsa.need)
            else:
                self._achieve_what_is_left(bsa)

    def _achieve_what_is_left(self, bsa: Threshold) -> None:
        """So much in time, or all that is left when that is less: what is awarded does not count, and is not left."""
        worth = self.problem.worth
        followed = sum(worth[unit] * at for unit in sorted(bsa.among) for at in self._over(unit, bsa.by))
        left = [
            worth[unit] * (1 - self.out[unit] if unit in self.out else 1)
            for unit in sorted(bsa.among - self.problem.chosen)
        ]
        for choice in self.problem.choices if bsa.whole else ():
            still = self.model.new_int_var(0, choice.need, f"still to be chosen in {choice.id}")
            awarded = sum(worth[unit] * self.out[unit] for unit in sorted(choice.among) if unit in self.out)
            self.model.add(still >= choice.need - awarded)
            left.append(still)
        every = self.model.new_bool_var("all that is left in time")
        self.model.add(followed >= bsa.need).only_enforce_if(~every)
        self.model.add(followed >= sum(left)).only_enforce_if(every)

    def _achieved(self, threshold: Threshold, slot: int) -> cp_model.LinearExprT:
        worth = self.problem.worth
        return sum(
            worth[unit] * sum([*self._over(unit, slot), *([self.out[unit]] if unit in self.out else [])])
            for unit in sorted(threshold.among)
        )

    def _load(self, slot: int) -> cp_model.LinearExprT:
        return sum(part * here for here, part in under_way(self.problem, self.at, slot))

    def _bound_loads(self) -> None:
        problem = self.problem
        room, floor = problem.room[: self.count], problem.floor[: self.count]
        self.highest = self.model.new_int_var(0, max(room, default=0), "highest")
        if not self.out:
            fixed = [problem.parts[unit] for unit in problem.must]
            mean = -(-sum(map(sum, fixed)) // max(sum(1 for each in room if each), 1))
            self.model.add(self.highest >= max([mean, *(max(parts) for parts in fixed)]))
        most = problem.variant.units_max
        for slot in range(self.count):
            load = self._load(slot)
            self.model.add(load <= self.highest)
            if room[slot] < max(room):
                self.model.add(load <= room[slot])
            if floor[slot] and slot < self.count - 1:
                asked = self.model.add(load >= floor[slot])
                if not self._ends:
                    asked.only_enforce_if(self._later(slot))
            if most is not None:
                self.model.add(sum(here for here, _ in under_way(problem, self.at, slot)) <= most)

    def _later(self, slot: int) -> cp_model.IntVar:
        """Whether anything is under way after a period."""
        if slot in self._laters:
            return self._laters[slot]
        later = self._laters[slot] = self.model.new_bool_var(f"later than {slot}")
        for unit, each in enumerate(self.at):
            for begin, here in each.items():
                if begin + self.problem.length[unit] - 1 > slot:
                    self.model.add_implication(here, later)
        return later

    def _tell_apart(self) -> None:
        """Put units that nothing tells apart in programme order, so that no plan is tried twice."""
        problem = self.problem
        alike: dict[tuple[object, ...], list[int]] = {}
        for unit in problem.fixed:
            one = problem.units[unit]
            looks = (
                problem.parts[unit],
                problem.worth[unit],
                problem.price[unit],
                (problem.offers(unit, 0), one.offered, one.offered_in, one.within_year),
                problem.after[unit],
                problem.beside[unit],
                frozenset(problem.order.successors(unit)),
                frozenset(problem.company.successors(unit)),
                problem.entries[unit],
                tuple(bool(entry and unit in entry.among) for entry in (*problem.entries, problem.bsa)),
            )
            alike.setdefault(looks, []).append(unit)
        self._groups = [group for group in alike.values() if len(group) > 1]
        for group in self._groups:
            for first, then in pairwise(group):
                self.model.add(_number(self.at[first]) <= _number(self.at[then]))


def under_way(
    problem: Problem, at: Sequence[Mapping[int, cp_model.IntVar]], slot: int
) -> Iterator[tuple[cp_model.IntVar, int]]:
    """Where the units begin that are under way in a period, and what each asks then, in steps."""
    for parts, each in zip(problem.parts, at, strict=True):
        for passed, part in enumerate(parts):
            if slot - passed in each:
                yield each[slot - passed], part


def _number(each: dict[int, cp_model.IntVar]) -> cp_model.LinearExprT:
    return sum(slot * here for slot, here in each.items())
