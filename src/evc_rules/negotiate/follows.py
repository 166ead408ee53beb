"""Where it follows from the rules alone that one member exempts all that another does, whatever is still open."""

from __future__ import annotations

import numpy as np

from ..errors import InvalidInputError
from ..harmonise import Workshop
from ..harmonise.member import Member
from ..model.alliance import Alliance
from ..model.policy import Ruleset
from .planes import Applicants, Group


class Follows:
    """Which rulesets are never stricter than which, by implication; for an outcome that is open under both.

    Args:
        alliance: The alliance.
        people: The applicants, and the rulesets in force for them.
    """

    def __init__(self, alliance: Alliance, people: Applicants) -> None:
        self._people = people
        self._shared = frozenset(alliance.shared_judgements)
        self._workshop = Workshop(alliance.framework)
        self._known: dict[tuple[str, str], np.ndarray] = {}

    def above(self, one: str, other: str) -> np.ndarray:
        """The plane of where whatever the first exempts is exempt at the second too."""
        key = one, other
        if key not in self._known:
            parts = [self._of(group, one, other)[:, None] * group.who[None, :] for group in self._people.groups]
            self._known[key] = np.bitwise_or.reduce(parts, axis=0)
        return self._known[key]

    def _of(self, group: Group, one: str, other: str) -> np.ndarray:
        """For each leaf 1 where it follows, and 0 where it does not, or is not seen to."""
        leaves = self._people.framework.leaves
        if one == other:
            return np.ones(len(leaves), dtype=np.uint64)
        if other not in group.in_force:
            return np.zeros(len(leaves), dtype=np.uint64)
        was, becomes = (self._member(group.in_force[name], group.cohort) for name in (one, other))
        if was is None or becomes is None:
            return np.zeros(len(leaves), dtype=np.uint64)
        order = self._workshop.order
        return np.array([order.implies(was.exempts(leaf), becomes.exempts(leaf)) for leaf in leaves], dtype=np.uint64)

    def _member(self, ruleset: Ruleset, cohort: int | None) -> Member | None:
        """A ruleset lowered; None when what it says hangs on the cohort, and that is not known."""
        try:
            return self._workshop.member(ruleset, self._people.on, cohort, self._shared)
        except InvalidInputError:
            return None
