"""Conditions made shorter without changing them in any of the three values."""

from __future__ import annotations

from collections.abc import Sequence

from ..engines.implies import Order
from ..engines.simplify import all_of, any_of, at_least, negation
from ..model.attributes import Vocabulary
from ..model.conditions import All, Any_, AtLeast, Condition, Not


class Tidy(Order):
    """The order of implication, which also writes conditions shorter, and remembers how."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        super().__init__(vocabulary)
        self._tidied: dict[int, Condition] = {}

    def tidy(self, condition: Condition) -> Condition:
        """Without what is implied, and with what alternatives share said once: (a and x) or (a and y)."""
        number = self.number(condition)
        if number not in self._tidied:
            self._tidied[number] = self._tidy(condition)
        return self._tidied[number]

    def _tidy(self, condition: Condition) -> Condition:
        match condition:
            case All(of=of):
                parts = all_of(map(self.tidy, of))
                return _conjunction(parts, self) if isinstance(parts, All) else parts
            case Any_(of=of):
                parts = any_of(map(self.tidy, of))
                return _disjunction(parts, self) if isinstance(parts, Any_) else parts
            case AtLeast(k=k, of=of):
                return at_least(k, map(self.tidy, of))
            case Not(of=of):
                return negation(self.tidy(of))
            case _:
                return condition


def _conjunction(condition: All, order: Order) -> Condition:
    parts = order.strongest(condition.of)
    choices = [part for part in parts if isinstance(part, Any_)]
    shared = _shared([choice.of for choice in choices], order)
    if not shared:
        return all_of(parts)
    rest = (any_of(_without(choice.of, shared, order)) for choice in choices)
    others = (part for part in parts if not isinstance(part, Any_))
    return all_of((*others, any_of((*shared, all_of(rest)))))


def _disjunction(condition: Any_, order: Order) -> Condition:
    parts = order.weakest(condition.of)
    shared = _shared([_conjuncts(part) for part in parts], order)
    if not shared:
        return any_of(parts)
    rest = (all_of(_without(_conjuncts(part), shared, order)) for part in parts)
    return all_of((*shared, any_of(rest)))


def _conjuncts(condition: Condition) -> tuple[Condition, ...]:
    return condition.of if isinstance(condition, All) else (condition,)


def _shared(lists: Sequence[Sequence[Condition]], order: Order) -> list[Condition]:
    """What stands in all of two lists or more."""
    if len(lists) < 2:  # noqa: PLR2004 - nothing to share
        return []
    common = set.intersection(*({order.number(one) for one in each} for each in lists))
    return [one for one in lists[0] if order.number(one) in common]


def _without(conditions: Sequence[Condition], shared: Sequence[Condition], order: Order) -> list[Condition]:
    numbers = {order.number(one) for one in shared}
    return [one for one in conditions if order.number(one) not in numbers]
