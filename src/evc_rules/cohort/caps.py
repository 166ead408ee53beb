"""How many credits limits leave, without asking which units they are: exact, and quick enough for a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd

from ..model.outcomes import Framework
from ..model.policy import Limit
from ..model.programme import Unit


@dataclass(frozen=True)
class Caps:
    """Limits that lie apart from each other, but for those on all units together.

    Attributes:
        worths: What each unit is worth [steps].
        groups: For each group of units under one limit its units and the limit [steps]; the rest has none.
        most: The limit on all units together [steps], or None.
    """

    worths: tuple[int, ...]
    groups: tuple[tuple[tuple[int, ...], int | None], ...]
    most: int | None
    step: int

    def best(self, exempt: Sequence[int]) -> int:
        """The most credits out of units that are exempt [as given]."""
        there = set(exempt)
        reached = 1  # the totals that can be reached, as bits
        for units, cap in self.groups:
            within = 1
            for unit in units:
                if unit in there:
                    within |= within << self.worths[unit]
            reached = _sums(reached, within if cap is None else within & ((2 << cap) - 1))
        reached = reached if self.most is None else reached & ((2 << self.most) - 1)
        return (reached.bit_length() - 1) * self.step


def _sums(one: int, other: int) -> int:
    """The totals of one number out of each of two sets."""
    few, many = sorted((one, other), key=int.bit_count)
    found = 0
    while few:
        low = few & -few
        found |= many << (low.bit_length() - 1)
        few ^= low
    return found


def caps(units: Sequence[Unit], limits: Sequence[Limit], framework: Framework, per_credit: int) -> Caps | None:
    """The limits as they lie on units, or None when some overlap each other partly.

    Args:
        units: The units.
        limits: The limits.
        framework: The framework.
        per_credit: How many parts one EC is counted in.
    """
    amounts = [int(unit.ec.value * per_credit) for unit in units]
    at_most = [int(limit.at_most.value * per_credit) for limit in limits]
    step = reduce(gcd, amounts, 0) or 1
    most: int | None = None
    apart: dict[frozenset[int], int] = {}
    for limit, bound in zip(limits, at_most, strict=True):
        among = set(framework.select(limit.among))
        under = frozenset(
            place
            for place, unit in enumerate(units)
            if not limit.among or among.intersection(framework.select(unit.outcomes))
        )
        if len(under) == len(units):
            most = min(bound // step, most if most is not None else bound // step)
        elif under:
            apart[under] = min(bound // step, apart.get(under, bound // step))
    taken: set[int] = set()
    for under in apart:
        if taken & under:
            return None
        taken |= under
    rest = tuple(place for place in range(len(units)) if place not in taken)
    groups = [(tuple(sorted(under)), bound) for under, bound in apart.items()]
    return Caps(tuple(one // step for one in amounts), (*groups, (rest, None)), most, step)
