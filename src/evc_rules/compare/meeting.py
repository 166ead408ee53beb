"""Groups of attributes met one after the other: of what no test tells apart, only the least odd is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from .reading import Choice, Extra, Passing
from .shapes import TooManyError

_MOST: Final = 20000
"""So many kinds of items are told apart."""
_MANY: Final = 60
"""From so many on, those are left out that others do the work of."""

Key = tuple[int, int, Extra]
Met = dict[Key, tuple[int, Choice]]


def met(
    found: Met,
    group: Iterable[Passing],
    trimmed: Callable[[Key], Key],
) -> Met:
    """What is left when a group of attributes is met too: of what is the same, the least odd."""
    distinct: Met = {}
    for surely, maybe, extra, odd, choice in group:
        key = (surely, maybe, extra)
        if key not in distinct or odd < distinct[key][0]:
            distinct[key] = (odd, choice)
    kept: Met = {}
    for (surely, maybe, extra), (odd, choice) in found.items():
        for (also_surely, also_maybe, more), (odder, chosen) in distinct.items():
            if not maybe & also_maybe:
                continue
            key = trimmed((surely & also_surely, maybe & also_maybe, (*extra, *more)))
            if key not in kept or odd + odder < kept[key][0]:
                kept[key] = (odd + odder, choice + chosen)
        if len(kept) > _MOST:
            raise TooManyError("kinds of evidence")
    return kept


def needed(found: Met, counted: int) -> Met:
    """What is left without the kinds of items that others do the work of together; only when there are many.

    Where only presence counts, an item that passes two filters says what two items say that pass one each. Of those
    together, at most one may be counted (or added up, or spanned), and then in the same way. A group that is met later
    leaves the same of both sides, so they can go before. What it costs is a witness of two items that could have been
    of one.

    Args:
        found: The kinds of items.
        counted: The filters of which presence alone does not settle everything, as bits.
    """
    if len(found) < _MANY:
        return found
    kept: Met = {}
    plain: list[tuple[int, int]] = []
    weighty: dict[tuple[int, int, Extra], list[tuple[int, int]]] = {}
    for key in sorted(found, key=lambda one: one[0].bit_count() + one[1].bit_count()):
        surely, maybe, extra = key
        done_surely = done_maybe = 0
        for one, other in plain:
            if not one & ~surely and not other & ~maybe:
                done_surely |= one
                done_maybe |= other
        weight = (surely & counted, maybe & counted, extra)
        alike = plain if weight == (0, 0, ()) else weighty.setdefault(weight, [])
        carriers = [(0, 0)] if alike is plain else alike
        if not any((one | done_surely, other | done_maybe) == (surely, maybe) for one, other in carriers):
            kept[key] = found[key]
            alike.append((surely, maybe))
    return kept
