"""What is best, found by trying everything: no solver, nothing of the library but data and calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from .making import Case


class Best(NamedTuple):
    """The best there is: number of periods, highest load, and credits times number of period."""

    periods: int
    highest: Decimal
    late: Decimal


def best_plan(case: Case, awarded: frozenset[str], exempt: frozenset[str] | None = None) -> Best | None:
    """The best plan, or None when there is none, by trying all placements of growing length."""
    terms = case.programme.variants[0]
    left = {one.id: one for one in case.programme.units if one.id not in awarded}
    if not left:
        return Best(0, Decimal(0), Decimal(0))
    first = before(case, frozenset(left), awarded if exempt is None else exempt | awarded)
    slots = case.programme.slots(case.start, len(case.programme.periods) * (len(left) + 1))
    for count in range(1, len(slots) + 1):
        if terms.years_max is not None and slots[count - 1].end > _years_on(case.start, terms.years_max):
            return None
        found = []
        for at in _placements(sorted(left), {}, left, first, slots[:count]):
            loads = [Decimal(0)] * count
            for one, slot in at.items():
                loads[slot] += left[one].ec.value
            enough = all(load >= terms.load_min.value for load in loads[:-1])
            if enough and max(loads) <= terms.load_max.value:
                late = sum((left[one].ec.value * slot for one, slot in at.items()), Decimal(0))
                found.append(Best(count, max(loads), late))
        if found:
            return min(found)
    return None


def before(case: Case, left: frozenset[str], exempt: frozenset[str]) -> dict[str, set[str]]:
    """For each unit that is left, what it comes after."""
    reached = {name for one in exempt for name in case.holds[one]}
    first: dict[str, set[str]] = {}
    for one in case.programme.units:
        if one.id in left:
            ahead = {other for other in one.requires if other in left}
            for name in case.holds[one.id]:
                ahead |= _behind(case, name, left, reached)
            first[one.id] = ahead - {one.id}
    return first


def _behind(case: Case, name: str, left: frozenset[str], reached: set[str]) -> set[str]:
    found: set[str] = set()
    for need in case.needs[name]:
        if need not in reached:
            holders = {one for one in left if need in case.holds[one]}
            found |= holders or _behind(case, need, left, reached)
    return found


def _placements(todo, at, units, first, slots) -> Iterator[dict[str, int]]:
    if not todo:
        if all(at[one] > at[other] for one in first for other in first[one]):
            yield dict(at)
        return
    one, *rest = todo
    for slot, when in enumerate(slots):
        ahead = all(at.get(other, -1) < slot for other in first[one])
        if when.period in units[one].offered and ahead:
            yield from _placements(rest, {**at, one: slot}, units, first, slots)


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def best_awards(case: Case, exempt: frozenset[str], limits, *, with_path: bool) -> tuple[str, ...]:
    """The best choice of exempt units, by trying all of them."""
    units = [one for one in case.programme.units if one.id in exempt]
    found = []
    for size in range(len(units) + 1):
        for chosen in combinations(units, size):
            names = frozenset(one.id for one in chosen)
            if all(sum(one.ec.value for one in chosen if one.id in under) <= at_most for at_most, under in limits):
                worth = sum((one.ec.value for one in chosen), Decimal(0))
                plan = best_plan(case, names, exempt) if with_path else None
                length = (plan.periods if plan else 10_000) if with_path else 0
                early = tuple(one.id not in names for one in units)
                found.append((-worth, length, early, tuple(one.id for one in chosen)))
    return min(found)[-1]
