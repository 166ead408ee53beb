"""What each policy says of the dossiers of a chunk: which ruleset speaks, and how strategies compose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engines.columnar.planes import length, packed
from ..engines.columnar.sides import Sides
from ..engines.compiled.circuit import exempting
from .compose import composed
from .letters import possible
from .plan import Plan
from .policies import Policy


@dataclass(frozen=True)
class Cohorts:
    """The cohorts of applicants.

    Attributes:
        years: The cohort of each.
        known: Whether it is known, or None when all are.
    """

    years: np.ndarray
    known: np.ndarray | None

    @classmethod
    def of(cls, column: Any) -> Cohorts:
        """The cohorts in a column of Arrow."""
        known = column.is_valid().to_numpy() if column.null_count else None
        return cls(column.fill_null(0).to_numpy(), known)

    @property
    def there(self) -> list[int | None]:
        """The cohorts that occur."""
        known = self.years if self.known is None else self.years[self.known]
        unknown: list[int | None] = [None] if self.known is not None else []
        return unknown + [int(one) for one in np.unique(known)]

    def where(self, cohort: int | None) -> np.ndarray:
        """Who is in a cohort."""
        if cohort is None:
            return np.zeros(len(self.years), dtype=bool) if self.known is None else ~self.known
        there: np.ndarray = self.years == cohort
        return there if self.known is None else there & self.known


def planes_of(plan: Plan, policy: Policy, sides: Sequence[Sides], cohorts: Cohorts) -> np.ndarray:
    """For each leaf the planes of the statuses that a policy leaves possible."""
    groups: dict[tuple[int, tuple[int, ...], tuple[tuple[str, int], ...]], list[int | None]] = {}
    for cohort, place in plan.places(policy).items():
        in_force, names = plan.in_force(cohort) if policy.strategy and place >= 0 else ([], {})
        groups.setdefault((place, tuple(in_force), tuple(sorted(names.items()))), []).append(cohort)
    found: np.ndarray | None = None
    for (place, members, named), listed in groups.items():
        if place < 0:
            continue
        said = _said(plan, policy, sides, place, members, dict(named))
        if len(groups) == 1:
            return said
        said &= packed(np.logical_or.reduce([cohorts.where(one) for one in listed]))
        found = said if found is None else found | said
    if found is not None:
        return found
    return np.zeros((len(plan.asked.alliance.framework.leaves), 4, length(len(cohorts.years))), dtype=np.uint64)


def _said(
    plan: Plan, policy: Policy, sides: Sequence[Sides], place: int, members: Sequence[int], named: dict[str, int]
) -> np.ndarray:
    granted = sides[place].granted
    if policy.strategy:
        granted = composed(
            policy.strategy,
            members,
            named,
            lambda one: exempting((*sides[one].granted, *sides[one].barred), plan.rulesets[one].conflicts),
            lambda one: sides[one].barred,
        )
    return possible(granted, sides[place].barred, plan.rulesets[place].conflicts)
