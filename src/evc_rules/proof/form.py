"""Conditions as formulas of which nothing is known but their form: what is proven so holds with anything missing.

Each filter, sum, span, verdict, judgement and test on the applicant is a pair of unknowns: that it surely holds, and
that it may. All that is known of them is which is never truer than which (`engines.implies`), and that holds on every
dossier, whatever is missing from it. So what no values of the unknowns can do, no dossier does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

from ..compare.ask import Asking
from ..engines.implies import Order, by_code
from ..engines.simplify import any_of
from ..model.conditions import All, Any_, AtLeast, Condition, Exists, Not, Span, Sum
from .definition import Pair

Step = tuple[Condition, Condition]
"""Two conditions of which the first is never truer than the second."""


class Form:
    """What conditions say by their form.

    Args:
        order: Which conditions are never truer than which.
        asking: The solver.
    """

    def __init__(self, order: Order, asking: Asking) -> None:
        self.asking, self.logic = asking, asking.logic
        self._order = order
        self._basic: dict[int, Condition] = {}
        self._known: dict[int, Pair] = {}

    def rests_on(self, question: Any) -> tuple[Step, ...] | None:
        """Of a question that holds of nobody by form the steps that this rests on; None when it is not seen so."""
        if self.asking.model(question) is False:
            return ()
        steps = list(self._steps())
        needed = self.asking.needed(question, [self._no_truer(*(self.truth(one) for one in step)) for step in steps])
        return None if needed is None else tuple(steps[place] for place in needed)

    def truth(self, condition: Condition) -> Pair:
        """A condition as a pair."""
        number = self._order.number(condition)
        if number not in self._known:
            self._known[number] = self._truth(number, condition)
        return self._known[number]

    def _truth(self, number: int, condition: Condition) -> Pair:
        logic = self.logic
        match condition:
            case All(of=of):
                parts = list(map(self.truth, of))
                return logic.every([one for one, _ in parts]), logic.every([other for _, other in parts])
            case Any_(of=of):
                parts = list(map(self.truth, of))
                return logic.some([one for one, _ in parts]), logic.some([other for _, other in parts])
            case AtLeast(k=k, of=of):
                parts = list(map(self.truth, of))
                return logic.at_least([one for one, _ in parts], k), logic.at_least([other for _, other in parts], k)
            case Not(of=of):
                surely, maybe = self.truth(of)
                return logic.no(maybe), logic.no(surely)
            case _:
                return self._new(number, condition)

    def _new(self, number: int, condition: Condition) -> Pair:
        pair = self.logic.truth(f"s{number}"), self.logic.truth(f"m{number}")
        self.asking.hold(self.logic.when(*pair))
        self._basic[number] = condition
        return pair

    def _steps(self) -> Iterator[Step]:
        """All that is known of how the unknowns stand to each other."""
        whole = [one for one in self._basic.values() if by_code(one)]
        while whole:
            taken_apart = whole.pop()
            pieces = by_code(taken_apart)
            yield taken_apart, any_of(pieces)
            for piece in pieces:
                self.truth(piece)
            whole += filter(by_code, pieces)
        for (one, condition), (other, said) in permutations(self._basic.items(), 2):
            if _may_imply(condition, said) and self._order.below(one, other):
                yield condition, said

    def _no_truer(self, one: Pair, other: Pair) -> Any:
        return self.logic.every([self.logic.when(mine, theirs) for mine, theirs in zip(one, other, strict=True)])


def _may_imply(one: Condition, other: Condition) -> bool:
    """Whether it is worth asking: conditions of other forms say nothing of each other, but for what they are over."""
    return type(one) is type(other) or (isinstance(one, Sum | Span) and isinstance(other, Exists))
