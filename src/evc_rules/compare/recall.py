"""The reference, that does not say twice of one dossier what it said once: rulesets have many conditions in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..engines import reference
from ..engines.implies import Order
from ..engines.reference import Case
from ..model.conditions import Condition, Exempt, Judgement, Param, every, speaks_of_target, tests_of
from ..model.outcomes import Leaf
from ..model.policy import Rule
from ..results.trace import LeafTrace, Step

_Known = tuple[int, bool, bool]
"""The number that equal conditions share, whether they hang on the target, and whether on the ruleset."""


class Memory:
    """What was said of one dossier by some rulesets, and what hangs on the rulesets alone."""

    def __init__(self) -> None:
        self._order = Order()
        self._conditions: dict[int, tuple[_Known, Condition]] = {}
        self.wholes: dict[tuple[int, str], Condition] = {}
        self.steps: dict[tuple[int, Leaf | None, int | None], Step] = {}
        self.traces: dict[tuple[int, Leaf], LeafTrace] = {}

    def forget(self) -> None:
        """Forget what was said of a dossier."""
        self.steps.clear()
        self.traces.clear()

    def key(self, condition: Condition, target: Leaf, place: int) -> tuple[int, Leaf | None, int | None]:
        """What is alike whenever a condition is met alike."""
        found = self._conditions.get(id(condition))
        if found is None:
            # The condition is kept, so that no other can take its identity.
            found = self._conditions[id(condition)] = (self._known(condition), condition)
        number, targeted, own = found[0]
        return number, target if targeted else None, place if own else None

    def _known(self, condition: Condition) -> _Known:
        inside = every(condition)
        own = any(isinstance(one, Judgement | Exempt) or _asks_parameters(one) for one in inside)
        return self._order.number(condition), any(map(speaks_of_target, inside)), own


def _asks_parameters(condition: Condition) -> bool:
    least = getattr(condition, "at_least", None)
    asked = (least, *(getattr(test, name, None) for test in tests_of(condition) for name in ("value", "codes")))
    return any(isinstance(one, Param) for one in asked)


@dataclass(frozen=True)
class Recalling(Case):
    """A case that is told which targets reach which leaf, and that remembers.

    Attributes:
        place: Which of the rulesets it is.
        index: See `engines.reference.reaching`: it hangs on the ruleset alone.
        memory: What was said before.
    """

    place: int = field(kw_only=True)
    index: dict[tuple[str, Leaf], list[Leaf]] = field(kw_only=True)
    memory: Memory = field(kw_only=True)

    @property
    def reaching(self) -> dict[tuple[str, Leaf], list[Leaf]]:
        """See `engines.reference.reaching`."""
        return self.index

    def trace(self, leaf: Leaf) -> LeafTrace:
        """See `engines.reference.trace`."""
        key = self.place, leaf
        found = self.memory.traces.get(key)
        if found is None:
            found = self.memory.traces[key] = reference.trace(self, leaf)
        return found

    def whole(self, rule: Rule) -> Condition:
        """See `engines.reference.whole`."""
        key = self.place, rule.id
        found = self.memory.wholes.get(key)
        if found is None:
            found = self.memory.wholes[key] = reference.whole(self, rule)
        return found

    def holds(self, condition: Condition, target: Leaf) -> Step:
        """See `engines.reference.holds`."""
        key = self.memory.key(condition, target, self.place)
        found = self.memory.steps.get(key)
        if found is None:
            found = self.memory.steps[key] = reference.holds(self, condition, target)
        return found
