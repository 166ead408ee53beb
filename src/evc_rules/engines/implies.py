"""Implication between closed conditions, decided by their form, and sound in three values.

`f` implies `g` when, with false < unknown < true, `f` is never truer than `g`: on every dossier, whatever is missing
from it. So a clause that implies its neighbour can go without an exemption becoming an open question. What follows
only from facts of the world (a Dutch hbo bachelor is at NLQF 6) does not count: it may decide nothing while an
attribute is missing. The answer "no" means "not shown".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ..model.attributes import Vocabulary
from ..model.conditions import (
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    Exists,
    Filter,
    Judgement,
    Not,
    Param,
    Span,
    Sum,
    Test,
    parts_of,
)
from ..model.outcomes import Ref
from ..model.quantities import Age, Amount
from .narrower import narrower, never_negative, reaches_up_to
from .simplify import negation

_T = TypeVar("_T")
_MOST_CODES = 12
"""Tests of more codes are not taken apart."""
_Opened = tuple[str, int, tuple[int, ...]]


def implies(f: Condition, g: Condition, vocabulary: Vocabulary | None = None) -> bool:
    """Whether one closed condition implies another; see `Order` for many such questions."""
    return Order(vocabulary).implies(f, g)


class Order:
    """The order of implication over closed conditions, with every answer remembered.

    Args:
        vocabulary: The attributes that are declared. Without it, what hangs on the type or the range of an attribute
            is not shown: codes that fall under others, codes that exclude others, sums.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary
        self._numbers: dict[object, int] = {}
        self._conditions: list[Condition] = []
        self._parts: list[tuple[int, ...]] = []
        self._by_identity: dict[int, tuple[int, Condition]] = {}
        self._opposite: dict[int, int] = {}
        self._opened: dict[int, _Opened] = {}
        self._known: dict[tuple[int, int], bool] = {}

    def number(self, condition: Condition) -> int:
        """A number that equal conditions share: comparing deep conditions is dear, and asked for often."""
        found = self._by_identity.get(id(condition))
        if found is None:
            # The condition is kept, so that no other can take its identity.
            found = self._by_identity[id(condition)] = (self._number(condition), condition)
        return found[0]

    def condition(self, number: int) -> Condition:
        """The first condition that was given this number."""
        return self._conditions[number]

    def implies(self, f: Condition, g: Condition) -> bool:
        """Whether `f` is never truer than `g`."""
        return self.below(self.number(f), self.number(g))

    def below(self, f: int, g: int) -> bool:
        """The same for numbers of conditions."""
        if f == g:
            return True
        known = self._known.get((f, g))
        if known is None:
            known = self._known[f, g] = self._below(f, g)
        return known

    def weakest(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """Those that a disjunction needs: none that implies another one; of two that imply each other, the first."""
        return kept(conditions, self.implies)

    def strongest(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """Those that a conjunction needs: none that another one implies; of two that imply each other, the first."""
        return kept(conditions, lambda one, other: self.implies(other, one))

    def _number(self, condition: Condition) -> int:
        parts = tuple(map(self.number, parts_of(condition)))
        of_parts = isinstance(condition, All | Any_ | AtLeast | Not)
        k = condition.k if isinstance(condition, AtLeast) else 0
        key = (condition.form, k, parts) if of_parts else condition
        number = self._numbers.setdefault(key, len(self._conditions))
        if number == len(self._conditions):
            self._conditions.append(condition)
            self._parts.append(parts)
        return number

    def _not(self, number: int) -> int:
        if number not in self._opposite:
            self._opposite[number] = self.number(negation(self._conditions[number]))
        return self._opposite[number]

    def _open(self, number: int) -> _Opened:
        """The form of a condition, its k and its parts, with a negation at its head moved inward."""
        found = self._opened.get(number)
        if found is None:
            found = self._opened[number] = self._taken_apart(number)
        return found

    def _taken_apart(self, number: int) -> _Opened:
        condition, parts = self._conditions[number], self._parts[number]
        if isinstance(condition, AtLeast):
            return condition.form, condition.k, parts
        if not isinstance(condition, Not):
            return condition.form, 0, parts
        inner = self._conditions[parts[0]]
        if isinstance(inner, Not):
            return self._open(self._parts[parts[0]][0])
        opposite = tuple(map(self._not, self._parts[parts[0]]))
        match inner:
            case All():
                return "any", 0, opposite
            case Any_():
                return "all", 0, opposite
            case AtLeast(k=k):
                return "at_least", len(opposite) - k + 1, opposite
            case _:
                return "not", 0, parts

    def _below(self, f: int, g: int) -> bool:
        (f_form, f_k, f_parts), (g_form, g_k, g_parts) = self._open(f), self._open(g)
        # Taking these two apart loses nothing, so it comes first; what follows are choices.
        if f_form == "any":
            return all(self.below(part, g) for part in f_parts)
        if g_form == "all":
            return all(self.below(f, part) for part in g_parts)
        if f_form == "all" and any(self.below(part, g) for part in f_parts):
            return True
        if g_form == "any" and (any(self.below(f, part) for part in g_parts) or self._piecemeal(f, g)):
            return True
        if f_form == "at_least" and sum(not self.below(part, g) for part in f_parts) < f_k:
            return True
        if g_form == "at_least" and sum(self.below(f, part) for part in g_parts) >= g_k:
            return True
        if f_form == g_form == "at_least":
            return f_k - len(f_parts) + self._paired(f_parts, g_parts) >= g_k
        if f_form == g_form == "not":
            return self.below(g_parts[0], f_parts[0])
        return self._basic(self._conditions[f], self._conditions[g])

    def _piecemeal(self, f: int, g: int) -> bool:
        """Whether an item with one of several codes is asked for, and each code by itself implies one of several."""
        pieces = by_code(self._conditions[f])
        return bool(pieces) and all(self.below(self.number(one), g) for one in pieces)

    def _basic(self, f: Condition, g: Condition) -> bool:
        match f, g:
            case Exists(), Exists():
                return f.count >= g.count and self._narrower(f.filter, g.filter)
            case Sum(), Sum():
                return (
                    f.of == g.of
                    and _no_less(f.at_least, g.at_least)
                    and never_negative(f.of, self._vocabulary)
                    and self._narrower(f.over, g.over)
                )
            case Span(), Span():
                return f.as_of == g.as_of and _no_less(f.at_least, g.at_least) and self._narrower(f.over, g.over)
            case Sum(over=over, at_least=Amount(value=least)), Exists(count=1):
                return least > 0 and self._narrower(over, g.filter)
            case Span(over=over, at_least=Age(months=least), as_of=as_of), Exists(count=1):
                # Without a start a span to the start is unknown even when there is no item at all.
                return least > 0 and as_of != "start" and self._narrower(over, g.filter)
            case Applicant(), Applicant():
                return self._tests(f.tests, g.tests)
            case Assessed(outcome=Ref() as asked), Assessed(outcome=Ref() as other):
                # Only with the same tests: a verdict of "not achieved" that passes the looser tests alone makes the
                # looser condition false while the stricter one is still unknown.
                return set(f.tests) == set(g.tests) and reaches_up_to(asked, other)
            case Judgement(), Judgement():
                return (f.id, f.ruleset) == (g.id, g.ruleset)
            case _:
                return False

    def _narrower(self, f: Filter, g: Filter) -> bool:
        """Whether an item that passes the first filter passes the second: of no kind more, and by every test."""
        kinds = not g.kinds or (bool(f.kinds) and set(f.kinds) <= set(g.kinds))
        return kinds and self._tests(f.tests, g.tests)

    def _tests(self, f: Sequence[Test], g: Sequence[Test]) -> bool:
        return all(any(narrower(one, other, self._vocabulary) for one in f) for other in g)

    def _paired(self, f: Sequence[int], g: Sequence[int]) -> int:
        """The most conditions of `f` that each imply one of `g` that no other has."""
        taken: dict[int, int] = {}

        def pair(here: int, tried: set[int]) -> bool:
            for there, other in enumerate(g):
                if there not in tried and self.below(f[here], other):
                    tried.add(there)
                    if there not in taken or pair(taken[there], tried):
                        taken[there] = here
                        return True
            return False

        return sum(pair(here, set()) for here in range(len(f)))


def by_code(condition: Condition) -> tuple[Condition, ...]:
    """The alternatives that an item with one of several codes is made of; none when it is not such a condition."""
    if not isinstance(condition, Exists) or condition.count != 1:
        return ()
    items = condition.filter
    for place, test in enumerate(items.tests):
        if not isinstance(test, CodeTest) or test.match != "any" or isinstance(test.codes, Param):
            continue
        if 1 < len(test.codes) <= _MOST_CODES:
            before, after = items.tests[:place], items.tests[place + 1 :]
            each = (items.with_(tests=(*before, test.with_(codes=(code,)), *after)) for code in test.codes)
            return tuple(condition.with_(filter=one) for one in each)
    return ()


def _no_less(one: object, other: object) -> bool:
    match one, other:
        case Amount(), Amount():
            return one.unit == other.unit and one.value >= other.value
        case Age(), Age():
            return one.months >= other.months
        case _:
            return one == other


def kept(things: Iterable[_T], superfluous: Callable[[_T, _T], bool]) -> tuple[_T, ...]:
    """The things but for those that another one makes superfluous; of two that do so to each other, the first stays."""
    left: list[_T] = []
    for one in things:
        if not any(superfluous(one, other) for other in left):
            left = [other for other in left if not superfluous(other, one)]
            left.append(one)
    return tuple(left)
