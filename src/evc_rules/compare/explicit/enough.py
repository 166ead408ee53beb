"""How many items and verdicts are enough: if anybody shows something, then somebody of no more than these does.

Take somebody of whom a formula holds, and keep no more of the formula than makes it hold: conditions that must hold,
and conditions that must not. Leaving items and verdicts out never makes a condition hold that did not. So:

- Of what an existence or a verdict asks, as many are kept as it asks, and all else may go.
- Amounts that nothing tests, or ties to when or to whom, from nothing upwards and in fractions, can be shared out anew
  among the items that are there. The least that reaches every sum, and passes none that must not be reached, lies at a
  corner: but for one item for each sum, an item has nothing, and may go, or all that it can have, and that fits no more
  often into a sum than the sum allows.
- Where nothing asks when work was, time can be put in another order, and what is there at the same time in one piece.
  The fewest pieces that reach every span, and no other, are at most as many as there are spans (in whole days while no
  more than two sets of work are told apart); each piece needs one job for each filter.

Where that does not hold (an amount that is tested as well as added up, spans of work of some age), nothing is proven by
there being nobody of so many items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from ...engines.prepare import aged_by
from ...model.attributes import APPLICANT, Attribute
from ...model.conditions import (
    AgeTest,
    All,
    Any_,
    Assessed,
    AtLeast,
    Condition,
    Exists,
    Not,
    Span,
    Sum,
    parts_of,
)
from ...model.quantities import Amount
from .looks import Looks, kinds_of
from .thing import Setting

MOST_ITEMS: Final = 12
"""More items are not gone through."""
FEW_ITEMS: Final = 4
"""So many items are gone through, at least, where the argument does not hold."""

_WHOLE_DAYS: Final = 2
"""Up to so many spans, over whatever sets of work, a corner is in whole days."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is enough.

    Attributes:
        items: Items, but for those that spans need.
        spans: Conditions that count time.
        verdicts: Verdicts.
    """

    items: int = 0
    spans: int = 0
    verdicts: int = 0

    def __add__(self, other: Need) -> Need:
        return Need(self.items + other.items, self.spans + other.spans, self.verdicts + other.verdicts)

    def __or__(self, other: Need) -> Need:
        """Enough for the one, and for the other."""
        return Need(max(self.items, other.items), max(self.spans, other.spans), max(self.verdicts, other.verdicts))


NOTHING: Final = Need()


class Enough:
    """Says what is enough.

    Args:
        setting: What dossiers are made in.
        looks: What is looked at.
    """

    def __init__(self, setting: Setting, looks: Looks) -> None:
        self._setting, self._looks = setting, looks

    def holding(self, condition: Condition) -> Need:
        """For a condition that must surely hold, or perhaps."""
        match condition:
            case Not(of=part):
                return self.failing(part)
            case Exists(count=count):
                return Need(items=count)
            case Sum():
                return Need(items=1 + self._full(condition))
            case _:
                return self._of(condition, self.holding, holding=True)

    def failing(self, condition: Condition) -> Need:
        """For a condition that surely must not hold, or perhaps not."""
        match condition:
            case Not(of=part):
                return self.holding(part)
            case Exists():
                return NOTHING
            case Sum():
                return Need(items=1)
            case _:
                return self._of(condition, self.failing, holding=False)

    def _of(self, condition: Condition, each: Callable[[Condition], Need], *, holding: bool) -> Need:
        needs = [each(part) for part in parts_of(condition)]
        match condition:
            case All():
                return together(needs) if holding else either(needs)
            case Any_():
                return either(needs) if holding else together(needs)
            case AtLeast(k=k):
                return some(needs, k if holding else len(needs) - k + 1)
            case Span():
                return Need(spans=1)
            case Assessed():
                return Need(verdicts=1)
            case _:
                return NOTHING

    def settled(self, condition: Condition) -> Need:
        """For a condition that must keep its truth, whichever of the three it is."""
        return self.holding(condition) + self.failing(condition)

    def _full(self, condition: Sum) -> int:
        """How many items can be full at most, for a sum to be reached no further than it must."""
        if not isinstance(condition.at_least, Amount):
            return 0
        most = [high for kind, one in self._carrying(condition) if (high := self._most(kind, one)) is not None]
        least = min(most, default=Decimal(0))
        return int(condition.at_least.value // least) if least else 0

    def _most(self, kind: str, one: Attribute) -> Decimal | None:
        lore, on = self._setting.lore, self._setting.on
        limits = [one.high, lore.limit(kind, one.id)]
        if (kind, one.id) == ("work", "hours"):
            limits.append(Decimal(lore.hours_a_day * (on - lore.earliest(on)).days))
        return min((limit for limit in limits if limit is not None), default=None)

    def _carrying(self, condition: Sum) -> list[tuple[str, Attribute]]:
        find = self._setting.vocabulary.find
        found = ((kind, find(condition.of, kind)) for kind in kinds_of(condition.over))
        return [(kind, one) for kind, one in found if one is not None]

    def items(self, need: Need) -> int:
        """How many items that makes."""
        filters = len({one.over for one in self._looks.spans})
        return need.items + min(need.spans, 2 * filters) * filters

    def proves(self, need: Need) -> bool:
        """Whether the argument holds here."""
        return all(map(self._freely, self._looks.sums)) and (not self._looks.spans or self._movable(need))

    def _freely(self, condition: Sum) -> bool:
        """Whether amounts can be shared out anew: nothing tests them, or ties them to anything."""
        carrying = self._carrying(condition)
        tested = {(kind, getattr(test, "attribute", "")) for kind, test in self._looks.tests}
        bound = any((kind, one.id) in tested | self._tied or one.whole or one.low for kind, one in carrying)
        bound = bound or any(self._looks.telling_apart(kind, self._setting) is None for kind, _ in carrying)
        worked = condition.of == "hours" and "work" in kinds_of(condition.over)
        aged = any(kind == APPLICANT for kind, name in tested if name == "years-old")
        return not bound and not (worked and (self._looks.spans or self._dated(["work"]) or aged))

    def _dated(self, kinds: Sequence[str]) -> bool:
        """Whether a test, or a fact, asks when things of these kinds began and ended."""
        tested = {
            (kind, aged_by(kind) if isinstance(test, AgeTest) else test.attribute) for kind, test in self._looks.tests
        }
        return any(kind in kinds and name in {"from", "to"} for kind, name in tested | self._tied)

    @property
    def _tied(self) -> set[tuple[str, str]]:
        """What facts of the world speak of."""
        facts = self._setting.vocabulary.facts
        return {(fact.on, name) for fact in facts for name, _ in (*fact.given, *fact.then)}

    def _movable(self, need: Need) -> bool:
        """Whether time can be put in another order."""
        find, spans = self._setting.vocabulary.find, self._looks.spans
        kinds = [kind for kind in self._looks.kinds if find("from", kind) and find("to", kind)]
        counted = any(one.count > 1 and set(kinds_of(one.filter)) & set(kinds) for one in self._looks.exists)
        untils = {one.as_of for one in spans}
        (until, *others) = untils
        fixed = not others and until != "start" and not (isinstance(until, date) and until > self._setting.on)
        worked = any(kind == "work" and getattr(test, "attribute", "") == "hours" for kind, test in self._looks.tests)
        told_apart = need.spans <= _WHOLE_DAYS or len({one.over for one in spans}) == 1
        return fixed and told_apart and not counted and not worked and not self._dated(kinds)


def together(needs: Iterable[Need]) -> Need:
    """Enough for all of them."""
    return sum(needs, NOTHING)


def either(needs: Iterable[Need]) -> Need:
    """Enough for any one of them."""
    found = NOTHING
    for need in needs:
        found |= need
    return found


def some(needs: Sequence[Need], k: int) -> Need:
    """Enough for any so many of them."""

    def most(each: Iterable[int]) -> int:
        return sum(sorted(each, reverse=True)[: max(k, 0)])

    return Need(most(one.items for one in needs), most(one.spans for one in needs), most(one.verdicts for one in needs))
