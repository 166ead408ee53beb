"""Implication between closed conditions, decided by their form, and sound in three values.

`f` implies `g` when, with false < unknown < true, `f` is never truer than `g`: on every dossier, whatever is missing
from it. So a clause that implies its neighbour can go without an exemption becoming an open question. What follows
only from facts of the world (a Dutch hbo bachelor is at NLQF 6) does not count: it may decide nothing while an
attribute is missing. The answer "no" means "not shown".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..model.attributes import Vocabulary
from ..model.conditions import (
    FALSE,
    TRUE,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exists,
    Filter,
    Judgement,
    Not,
    Span,
    Sum,
    Test,
)
from ..model.outcomes import Ref
from ..model.quantities import Age, Amount
from .narrower import narrower, never_negative, reaches_up_to
from .simplify import negation


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
        self._numbers: dict[Condition, int] = {}
        self._by_identity: dict[int, tuple[int, Condition]] = {}
        self._outward: dict[int, Condition] = {}
        self._known: dict[tuple[int, int], bool] = {}

    def number(self, condition: Condition) -> int:
        """A number that equal conditions share: hashing a deep condition is dear, and asked for often."""
        found = self._by_identity.get(id(condition))
        if found is None:
            number = self._numbers.setdefault(condition, len(self._numbers))
            found = self._by_identity[id(condition)] = (number, condition)  # kept, so that no other takes its identity
        return found[0]

    def implies(self, f: Condition, g: Condition) -> bool:
        """Whether `f` is never truer than `g`."""
        key = self.number(f), self.number(g)
        if key[0] == key[1]:
            return True
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._implies(self._opened(f), self._opened(g))
        return known

    def weakest(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """Those that a disjunction needs: none that implies another one; of two that imply each other, the first."""
        return _kept(conditions, self.implies)

    def strongest(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """Those that a conjunction needs: none that another one implies; of two that imply each other, the first."""
        return _kept(conditions, lambda one, other: self.implies(other, one))

    def _opened(self, condition: Condition) -> Condition:
        """The condition with a negation at its head moved inward."""
        if not isinstance(condition, Not):
            return condition
        number = self.number(condition)
        if number not in self._outward:
            self._outward[number] = _inward(condition)
        return self._outward[number]

    def _implies(self, f: Condition, g: Condition) -> bool:
        if f == FALSE or g == TRUE:
            return True
        # Taking these two apart loses nothing, so it comes first; what follows are choices.
        if isinstance(f, Any_):
            return all(self.implies(part, g) for part in f.of)
        if isinstance(g, All):
            return all(self.implies(f, part) for part in g.of)
        return (
            (isinstance(f, All) and any(self.implies(part, g) for part in f.of))
            or (isinstance(g, Any_) and any(self.implies(f, part) for part in g.of))
            or (isinstance(f, AtLeast) and sum(not self.implies(part, g) for part in f.of) < f.k)
            or (isinstance(g, AtLeast) and sum(self.implies(f, part) for part in g.of) >= g.k)
            or self._basic(f, g)
        )

    def _basic(self, f: Condition, g: Condition) -> bool:
        match f, g:
            case Not(of=x), Not(of=y):
                return self.implies(y, x)
            case AtLeast(), AtLeast():
                return f.k - len(f.of) + self._paired(f.of, g.of) >= g.k
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

    def _paired(self, f: Sequence[Condition], g: Sequence[Condition]) -> int:
        """The most conditions of `f` that each imply one of `g` that no other has."""
        taken: dict[int, int] = {}

        def pair(here: int, tried: set[int]) -> bool:
            for there, other in enumerate(g):
                if there not in tried and self.implies(f[here], other):
                    tried.add(there)
                    if there not in taken or pair(taken[there], tried):
                        taken[there] = here
                        return True
            return False

        return sum(pair(here, set()) for here in range(len(f)))


def _inward(condition: Not) -> Condition:
    match condition.of:
        case Not(of=inner):
            return inner
        case All(of=of):
            return Any_(of=tuple(map(negation, of)))
        case Any_(of=of):
            return All(of=tuple(map(negation, of)))
        case AtLeast(k=k, of=of):
            return AtLeast(k=max(1, len(of) - k + 1), of=tuple(map(negation, of))) if k <= len(of) else TRUE
        case _:
            return condition


def _no_less(one: object, other: object) -> bool:
    match one, other:
        case Amount(), Amount():
            return one.unit == other.unit and one.value >= other.value
        case Age(), Age():
            return one.months >= other.months
        case _:
            return one == other


def _kept(conditions: Iterable[Condition], without: Callable[[Condition, Condition], bool]) -> tuple[Condition, ...]:
    """The conditions but for those that go without another one; of two that go without each other, the first stays."""
    kept: list[Condition] = []
    for one in conditions:
        if not any(without(one, other) for other in kept):
            kept = [other for other in kept if not without(other, one)]
            kept.append(one)
    return tuple(kept)
