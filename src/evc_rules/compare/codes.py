"""Codes and sets of codes, in classes that no test tells apart.

A code that includes longer ones makes a tree of what tests speak of: a code matters by where it leaves that tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from ..model.attributes import Attribute
from ..model.conditions import CodeTest, Test
from . import ordinary
from .lore import Lore
from .shapes import Option, TooManyError

_MOST_SETS: Final = 4096
"""So many sets of codes are told apart; rulesets that need more are not compared."""


def _mentioned(tests: Iterable[Test], facts: Iterable[Any]) -> list[str]:
    said = [
        code for test in tests if isinstance(test, CodeTest) and isinstance(test.codes, tuple) for code in test.codes
    ]
    return list(dict.fromkeys([*said, *(one for one in facts if isinstance(one, str))]))


def codes(attribute: Attribute, tests: Iterable[Test], facts: Iterable[Any], lore: Lore) -> Iterator[tuple[str, int]]:
    """Codes, one of each class, with how odd each is."""
    mentioned = _mentioned(tests, facts)
    if attribute.codes and not attribute.prefix:
        yield from ((code, code not in mentioned) for code in attribute.codes)
        return
    usual = ordinary.codes(attribute)
    if not attribute.prefix:
        yield from ((code, 0 if code in usual else 1) for code in mentioned)
        yield ordinary.another(mentioned, attribute), 2
        return
    shortest, longest = lore.length(attribute.id)
    if attribute.codes:
        yield from ((code, code not in mentioned) for code in attribute.codes)
        return
    nodes = {code[:size] for code in mentioned for size in range(1, len(code) + 1)}
    for node in sorted(nodes):
        if len(node) >= shortest and (longest is None or len(node) <= longest):
            yield node, 1 if node in mentioned else 4
    for node in ["", *sorted(nodes)]:
        if longest is None or len(node) < longest:
            beside = _beside(node, nodes, usual, shortest, longest)
            if beside:
                yield beside, 2 if node else 3 - (beside in usual)


def _beside(node: str, nodes: set[str], usual: Sequence[str], shortest: int, longest: int | None) -> str | None:
    """A code that begins like a node of the tree of codes and then goes its own way."""

    def own_way(code: str) -> bool:
        return code.startswith(node) and len(code) > len(node) and code[: len(node) + 1] not in nodes

    for code in usual:
        if own_way(code):
            return code
    for sign in "0123456789x":
        code = (node + sign).ljust(shortest, "1")
        if own_way(code) and (longest is None or len(code) <= longest):
            return code
    return None


def sets(attribute: Attribute, tests: Sequence[Test], lore: Lore) -> Iterator[Option]:
    """Sets of codes: built up code by code, of those that no test tells apart only the smallest."""
    asked = [(test.match, test.codes) for test in tests if isinstance(test, CodeTest) and isinstance(test.codes, tuple)]
    found: dict[tuple[tuple[int, ...], ...], tuple[str, ...]] = {_told(asked, (), attribute): ()}
    for code, _ in codes(attribute, tests, (), lore):
        for said in list(found.values()):
            more = (*said, code)
            key = _told(asked, more, attribute)
            if key not in found or len(found[key]) > len(more):
                found[key] = more
        if len(found) > _MOST_SETS:
            raise TooManyError(f"sets of {attribute.id}")
    for said in found.values():
        yield Option(frozenset(said), odd=len(said) if said else 1)


def _told(
    tests: Sequence[tuple[str, tuple[str, ...]]], has: Sequence[str], attribute: Attribute
) -> tuple[tuple[int, ...], ...]:
    """All that tests can tell of a set of codes: whether it surely has, or may have, each code (or one of them)."""

    def same(value: str, code: str) -> int:
        if not attribute.prefix:
            return 2 * (value == code)
        return 2 if value.startswith(code) else 1 if code.startswith(value) else 0

    told = []
    for match, listed in tests:
        each = tuple(max((same(one, code) for one in has), default=0) for code in listed)
        told.append(each if match == "all" else (max(each, default=0),))
    return tuple(told)
