"""Conditions said of "here" instead of one leaf, so that what holds for many leaves is worked out and written once.

A lowered condition names the leaf that it was lowered for. Here that leaf is the outcome `HERE` at level `THIS`, the
level above it one more, and the level below it one less. A reference to any other outcome stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..engines.lower import exactly
from ..model.conditions import (
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    CoversTest,
    Exists,
    Filter,
    Not,
    Span,
    Sum,
    Test,
    parts_of,
    tests_of,
)
from ..model.outcomes import Leaf, Ref

HERE: Final = ""
"""No outcome has this id."""
THIS: Final = 100
"""More levels than an outcome can have."""

_Change = Callable[[Ref | None], Ref | None]


def relative(condition: Condition, leaf: Leaf) -> Condition:
    """A lowered condition as said of a leaf."""

    def change(ref: Ref | None) -> Ref | None:
        if ref is None or ref.outcome != leaf.outcome or not ref.low or ref.low != ref.high:
            return ref
        level = THIS + ref.low - leaf.level
        return Ref(HERE, level, level)

    return _changed(condition, change)


def shifted(condition: Condition, levels: int) -> Condition:
    """What is said of a leaf, as said of the leaf so many levels below it."""

    def change(ref: Ref | None) -> Ref | None:
        return Ref(HERE, ref.low + levels, ref.high + levels) if ref and ref.outcome == HERE else ref

    return _changed(condition, change)


def written(condition: Condition, leaf: Leaf) -> Condition:
    """What is said of a leaf, as a rule of which it is a target says it."""

    def change(ref: Ref | None) -> Ref | None:
        return None if ref == _TARGET else _named(ref, leaf)

    return _changed(condition, change)


def told_of(condition: Condition, leaf: Leaf) -> Condition:
    """What is said of "here", as said of a leaf: the opposite of `relative`."""
    return _changed(condition, lambda ref: _named(ref, leaf))


def levels_of_here(condition: Condition) -> frozenset[int]:
    """The levels of "here" that a condition speaks of: none when it says the same of every leaf."""
    own = frozenset(ref.high for ref in _asked(condition) if ref.outcome == HERE)
    return own.union(*map(levels_of_here, parts_of(condition)))


def named(condition: Condition) -> frozenset[str]:
    """The outcomes that a condition names: said of one of their own leaves, it says more than of any other."""
    own = frozenset(ref.outcome for ref in _asked(condition) if ref.outcome != HERE)
    return own.union(*map(named, parts_of(condition)))


def _asked(condition: Condition) -> list[Ref]:
    asked = [test.outcome for test in tests_of(condition) if isinstance(test, CoversTest)]
    asked += [condition.outcome] if isinstance(condition, Assessed) else []
    return [ref for ref in asked if ref is not None]


_TARGET: Final = Ref(HERE, THIS, THIS)


def _named(ref: Ref | None, leaf: Leaf) -> Ref | None:
    if ref is None or ref.outcome != HERE:
        return ref
    return exactly(Leaf(leaf.outcome, leaf.level + ref.low - THIS))


def _changed(condition: Condition, change: _Change) -> Condition:
    """The condition with every reference changed; the very same one when nothing in it changes."""
    match condition:
        case All(of=of) | Any_(of=of) | AtLeast(of=of):
            parts = tuple(_changed(part, change) for part in of)
            return condition if all(map(_same, parts, of)) else condition.with_(of=parts)
        case Not(of=of):
            part = _changed(of, change)
            return condition if part is of else Not(of=part)
        case Exists(filter=items):
            changed = _filter(items, change)
            return condition if changed is items else condition.with_(filter=changed)
        case Sum(over=items) | Span(over=items):
            changed = _filter(items, change)
            return condition if changed is items else condition.with_(over=changed)
        case Assessed(outcome=outcome, tests=of_verdict):
            asked, tests = change(outcome), _tests(of_verdict, change)
            same = asked == outcome and tests is of_verdict
            return condition if same else condition.with_(outcome=asked, tests=tests)
        case Applicant(tests=of_applicant):
            tests = _tests(of_applicant, change)
            return condition if tests is of_applicant else condition.with_(tests=tests)
        case _:
            return condition


def _filter(items: Filter, change: _Change) -> Filter:
    tests = _tests(items.tests, change)
    return items if tests is items.tests else items.with_(tests=tests)


def _tests(tests: tuple[Test, ...], change: _Change) -> tuple[Test, ...]:
    changed = tuple(_test(one, change) for one in tests)
    return tests if all(map(_same, changed, tests)) else changed


def _test(test: Test, change: _Change) -> Test:
    if not isinstance(test, CoversTest):
        return test
    outcome = change(test.outcome)
    return test if outcome == test.outcome else CoversTest(attribute=test.attribute, outcome=outcome)


def _same(one: object, other: object) -> bool:
    return one is other
