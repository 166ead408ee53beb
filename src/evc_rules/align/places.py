"""Places in a condition, and a condition with what stands in some places changed, dropped or added.

A place is a path: which part of a connective, and at the end a test, a threshold, or room for one thing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..engines.simplify import all_of
from ..model.conditions import (
    TRUE,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exists,
    Filter,
    Not,
    Span,
    Sum,
    Test,
    tests_of,
)

Path = tuple[int, ...]
"""Which part of a connective, from the outside in."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a condition.

    Attributes:
        path: The condition that it is in.
        what: One of its tests, its threshold, the whole of it, or room for another test or part.
        number: Which test; of room, a number that keeps what is added apart.
    """

    path: Path
    what: str
    number: int = 0


GONE: Final = None
"""What stands in a place from which something is dropped."""


def conditions(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """The condition and all the conditions in it, each with its path."""
    yield path, condition
    match condition:
        case All(of=of) | Any_(of=of) | AtLeast(of=of):
            for number, part in enumerate(of):
                yield from conditions(part, (*path, number))
        case Not(of=part):
            yield from conditions(part, (*path, 0))


def denied(condition: Condition) -> list[Path]:
    """Where something is denied: what holds there keeps the whole from holding."""
    return [path for path, inner in conditions(condition) if isinstance(inner, Not)]


def changed(condition: Condition, changes: Mapping[Place, Any], path: Path = ()) -> Condition | None:
    """A condition with what stands in some places changed; None when all of it is dropped.

    Args:
        condition: The condition.
        changes: For each place what comes to stand there; `GONE` where something is dropped.
        path: Where the condition stands in the whole.
    """
    if Place(path, "whole") in changes:
        return None
    here = [(place, new) for place, new in changes.items() if place.path == path]
    match condition:
        case All(of=of) | Any_(of=of) | AtLeast(of=of):
            parts = [changed(part, changes, (*path, number)) for number, part in enumerate(of)]
            kept = tuple(part for part in parts if part is not None)
            if not kept:
                return None
            inner = condition.with_(of=kept)
            if isinstance(inner, AtLeast) and inner.k > len(kept):
                return None
            single = isinstance(inner, All | Any_) and len(kept) == 1 and len(of) > 1
            found: Condition = kept[0] if single else inner
        case Not(of=part):
            within = changed(part, changes, (*path, 0))
            if within is None:
                return None
            found = Not(of=within)
        case _:
            found = leaf_changed(condition, here)
    more = [new for place, new in here if place.what == "more"]
    return all_of((found, *more)) if more else found


def leaf_changed(condition: Condition, here: list[tuple[Place, Any]]) -> Condition:
    """A condition that is made of no others, with what stands in it changed, dropped or added."""
    new = {place.number: value for place, value in here if place.what == "test"}
    added = [value for place, value in here if place.what == "another"]
    tests = [new.get(number, test) for number, test in enumerate(tests_of(condition))]
    kept: tuple[Test, ...] = tuple(test for test in (*tests, *added) if test is not GONE)
    least = next((value for place, value in here if place.what == "least"), None)
    match condition:
        case Exists(filter=items, count=count):
            return condition.with_(filter=_of(items, kept), count=least or count)
        case Sum(over=items) | Span(over=items):
            return condition.with_(over=_of(items, kept), at_least=least or condition.at_least)
        case Applicant():
            return condition.with_(tests=kept) if kept else TRUE
        case Assessed():
            return condition.with_(tests=kept)
        case _:
            return condition


def _of(items: Filter, tests: tuple[Test, ...]) -> Filter:
    return items.with_(tests=tests)


def at(condition: Condition, path: Path) -> Condition:
    """The condition that stands somewhere."""
    return next(inner for place, inner in conditions(condition) if place == path)
