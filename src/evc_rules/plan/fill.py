"""Plans without a solver: period after period is filled as full as can be, the most urgent units first.

Where such a plan reaches what no plan can do better than (`limits_of`), it is proven to be the best without a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from .bounds import Slots, earliest, latest, taken
from .deadline import NO_DEADLINE, Deadline
from .problem import Problem

TRIES: Final = 24
"""So many ways of telling what is urgent are tried at most: the same ones every time."""

_WORK: Final = 150_000
"""[units times periods] for all of them: about a quarter of a second."""

_FULLEST: Final = (1.0, 0.3, 0.1, 0.03)
"""What a step of load counts for beside the urgency of what makes it up."""


class Filling:
    """Plans of at most so many periods.

    Args:
        problem: What is to be placed.
        count: In how many periods.
    """

    def __init__(self, problem: Problem, count: int) -> None:
        self.problem, self.count = problem, count
        self._units = sorted(taken(problem))
        loose = problem.loose
        first, self._last = earliest(problem, loose), latest(problem, count, loose)
        self._openings = {
            unit: [slot for slot in range(first[unit], self._last[unit] + 1) if problem.opens(unit, slot)]
            for unit in self._units
        }
        among = set(self._units)
        self._after = {unit: [one for one in problem.after[unit] if one in among] for unit in self._units}
        self._beside = {unit: [one for one in problem.beside[unit] if one in among] for unit in self._units}
        self._behind = self._waiting()
        self.possible = all(self._openings.values())

    def _waiting(self) -> dict[int, int]:
        """How much load waits for each unit, with its own [steps]."""
        problem, found = self.problem, dict[int, int]()
        behind: dict[int, set[int]] = {}
        for unit in reversed(problem.sequence):
            if unit in self._openings:
                waits = {unit}
                for later in problem.order.successors(unit):
                    waits |= behind.get(later, set())
                behind[unit] = waits
                found[unit] = sum(problem.loads[one] for one in waits)
        return found

    @property
    def tries(self) -> int:
        """How many ways are tried: fewer of what is large, so that none of it takes long."""
        return max(min(TRIES, _WORK // max(len(self._units) * self.count, 1)), len(_FULLEST))

    def plans(self, most: Sequence[int], deadline: Deadline = NO_DEADLINE) -> Iterator[Slots]:
        """Plans with no more than so much load in each period [steps], as far as they are found before a deadline."""
        rng = Random(1)  # noqa: S311 - the same ways every time, no secret
        for number in range(self.tries if self.possible else 0):
            if deadline.over:
                return
            fullest = _FULLEST[number % len(_FULLEST)]
            spread = 0.0 if number < len(_FULLEST) else 0.5 * rng.random()
            urgency = {unit: 1 + spread * (rng.random() - 0.5) for unit in self._units}
            if found := self._plan(list(most), urgency, fullest):
                yield found

    def _plan(self, left: list[int], urgency: dict[int, float], fullest: float) -> Slots:
        problem = self.problem
        placed: dict[int, int] = {}
        free = [problem.at_once] * self.count
        waiting = dict.fromkeys(self._units, 0)
        for slot in range(self.count):
            again = True
            while again and waiting:
                again = False
                ready: list[int] = []
                must: list[int] = []
                for unit, place in waiting.items():
                    openings = self._openings[unit]
                    while place < len(openings) and openings[place] < slot:
                        place += 1  # noqa: PLW2901 - kept below
                    waiting[unit] = place
                    if place == len(openings):
                        return ()
                    if openings[place] == slot and self._is_ready(unit, slot, placed):
                        (must if place + 1 == len(openings) else ready).append(unit)
                chosen = self._choose(slot, must, ready, left, free, urgency, fullest, waiting)
                if chosen is None:
                    return ()
                for unit in chosen:
                    placed[unit] = slot
                    del waiting[unit]
                    again = again or bool(problem.company.out_degree(unit))
        return () if waiting else tuple(placed.get(unit) for unit in range(len(problem.units)))

    def _is_ready(self, unit: int, slot: int, placed: dict[int, int]) -> bool:
        problem = self.problem
        length = problem.length
        for one in self._after[unit]:
            if one not in placed or placed[one] + length[one] > slot:
                return False
        if any(placed.get(one, slot + 1) > slot for one in self._beside[unit]):
            return False
        entry = problem.entries[unit]
        return entry is None or entry.need <= sum(
            problem.worth[one] for one in entry.among if one in placed and placed[one] + length[one] <= slot
        )

    def _choose(  # noqa: PLR0917 - the state of one period
        self,
        slot: int,
        must: list[int],
        ready: list[int],
        left: list[int],
        free: list[int],
        urgency: dict[int, float],
        fullest: float,
        waiting: dict[int, int],
    ) -> list[int] | None:
        """The units that begin in a period: those that cannot wait, and of the others those that fill it best."""
        for unit in must:
            if not self._take(unit, slot, left, free):
                return None
        room = left[slot]
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for unit in sorted(ready, key=lambda one: (self._last[one], one)):
            load = self.problem.parts[unit][0]
            if load > room:
                continue
            chances = len(self._openings[unit]) - waiting[unit]
            worth = urgency[unit] * (load / chances + 0.1 * self._behind[unit] / (1 + self._last[unit] - slot))
            for there, (so_far, chosen) in list(best.items()):
                after = there + load
                if after <= room and (after not in best or best[after][0] < so_far + worth):
                    best[after] = so_far + worth, (*chosen, unit)
        _, chosen = best[max(best, key=lambda load: (fullest * load + best[load][0], load))]
        return [*must, *(unit for unit in chosen if self._take(unit, slot, left, free))]

    def _take(self, unit: int, slot: int, left: list[int], free: list[int]) -> bool:
        """Take the room of a unit, if it is there."""
        parts = self.problem.parts[unit]
        span = range(slot, slot + len(parts))
        if any(left[at] < part or not free[at] for at, part in zip(span, parts, strict=True)):
            return False
        for at, part in zip(span, parts, strict=True):
            left[at] -= part
            free[at] -= 1
        return True
