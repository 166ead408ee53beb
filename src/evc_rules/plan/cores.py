"""Why there is no plan, where each constraint could be kept but not all: a smallest set that clashes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model.base import Text
from .bounds import greedy
from .clashes import names, too_little, too_short, within_years
from .path import Clash, ClashKind
from .problem import Problem
from .search import shortest
from .solver import Answer, Budget, Question

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_PART: Final = 0.2
"""Of the time that is left, for one step of making a set of clashing constraints smaller."""


class Group(NamedTuple):
    """A constraint that can be given up: the order or the offer of one unit, or one of the bounds."""

    what: str
    unit: int = -1


ORDER: Final = "order"
OFFER: Final = "offer"
MOST: Final = Group("most")
LEAST: Final = Group("least")
LIMIT: Final = Group("limit")


def explained(problem: Problem, budget: Budget) -> tuple[Clash, ...]:
    """What clashes, when a search has proven that there is no plan though every unit can be placed by itself.

    Only the maximum duration and the minimum load can be behind that: without both there is always a plan.
    """
    clashes: list[Clash] = []
    needed: int | None = None
    if problem.limit is not None:
        longer = shortest(problem.relaxed(limit=True), budget)
        needed = longer.bound if longer.slots else None
        clashes += too_short(problem, needed)
    little = too_little(problem) if problem.least else None
    if little is not None:
        clashes.append(little)
    return tuple(clashes) or (_combined(problem, needed, budget),)


def _combined(problem: Problem, needed: int | None, budget: Budget) -> Clash:
    kept = _smallest(problem, budget)
    units = names(problem, sorted({group.unit for group in kept if group.unit >= 0}))
    units = units or names(problem, range(len(problem.units)))
    kind: ClashKind = "combination"
    if LEAST not in kept:
        kind = "maximum-duration"
    elif LIMIT not in kept:
        kind = "minimum-load"
    parts = list(_parts(problem, kept))
    text = Text(
        nl=f"Dit gaat niet samen: {'; '.join(part.nl for part in parts)}",
        en=f"These do not go together: {'; '.join(part.en for part in parts)}",
    )
    if LIMIT in kept:
        return Clash(kind=kind, units=units, text=within_years(problem, text, needed), periods=needed)
    return Clash(kind=kind, units=units, text=Text(nl=f"{text.nl}.", en=f"{text.en}."))


def _parts(problem: Problem, kept: frozenset[Group]) -> Iterator[Text]:
    for group in sorted(kept):
        if group.what == ORDER:
            unit, first = (
                problem.units[group.unit].id,
                ", ".join(names(problem, sorted(problem.after[group.unit]))),
            )
            yield Text(nl=f"'{unit}' komt na {first}", en=f"'{unit}' comes after {first}")
        elif group.what == OFFER:
            unit, periods = problem.units[group.unit].id, ", ".join(problem.units[group.unit].offered)
            yield Text(nl=f"'{unit}' begint in {periods}", en=f"'{unit}' begins in {periods}")
    most, least = problem.variant.load_max, problem.variant.load_min
    if MOST in kept:
        yield Text(nl=f"hoogstens {most} per periode", en=f"at most {most} in a period")
    if LEAST in kept:
        yield Text(
            nl=f"minstens {least} in elke periode voor de laatste",
            en=f"at least {least} in every period before the last",
        )


def _smallest(problem: Problem, budget: Budget) -> frozenset[Group]:
    """Groups that clash, none of which can be missed (as far as the time allowed to find out)."""
    question = _Groups(problem, budget)
    kept = list(question.literal)
    if question.solve_assuming(question.literal.values(), part=_PART) is Answer.NONE:
        core = question.core()
        kept = [group for group in kept if question.literal[group].index in core]
    for group in list(kept):
        fewer = [other for other in kept if other != group]
        answer = question.solve_assuming((question.literal[other] for other in fewer), part=_PART)
        if answer is Answer.NONE:
            kept = fewer
    return frozenset(kept)


class _Groups(Question):
    """Units in periods, with a switch for each constraint that can be given up."""

    def __init__(self, problem: Problem, budget: Budget) -> None:
        super().__init__("explaining why there is no path", budget)
        filled = problem.relaxed(limit=True).longest or 0
        # Long enough for whatever is given up: a plan without minimum load, or any that this load allows.
        count = max(problem.limit or 0, filled, max(greedy(problem)) + 1)
        units = range(len(problem.units))
        here = [[self.model.new_bool_var("") for _ in range(count)] for _ in units]
        self.literal: dict[Group, cp_model.IntVar] = {}
        number = []
        for unit in units:
            self.model.add_exactly_one(here[unit])
            number.append(sum(slot * at for slot, at in enumerate(here[unit])))
            closed = [at for slot, at in enumerate(here[unit]) if not problem.opens(unit, slot)]
            if closed:
                self.model.add(sum(closed) == 0).only_enforce_if(self._switch(Group(OFFER, unit)))
        for unit in units:
            for other in sorted(problem.after[unit]):
                switch = self._switch(Group(ORDER, unit))
                self.model.add(number[unit] >= number[other] + 1).only_enforce_if(switch)
        if problem.limit is not None:
            for unit in units:
                self.model.add(sum(here[unit][problem.limit :]) == 0).only_enforce_if(self._switch(LIMIT))
        self._loads(problem, here)

    def _loads(self, problem: Problem, here: list[list[cp_model.IntVar]]) -> None:
        count = len(here[0])
        used_later = [self.model.new_bool_var("") for _ in range(count)]
        for slot in range(count):
            load = sum(load * each[slot] for load, each in zip(problem.loads, here, strict=True))
            self.model.add(load <= problem.most).only_enforce_if(self._switch(MOST))
            if problem.least:
                self.model.add(load >= problem.least).only_enforce_if(self._switch(LEAST), used_later[slot])
            if slot:
                self.model.add_implication(used_later[slot], used_later[slot - 1])
                for each in here:
                    self.model.add_implication(each[slot], used_later[slot - 1])

    def _switch(self, group: Group) -> cp_model.IntVar:
        if group not in self.literal:
            self.literal[group] = self.model.new_bool_var("")
        return self.literal[group]
