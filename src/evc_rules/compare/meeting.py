"""Groups of attributes met one after the other: of what no test tells apart, only the least odd is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from .reading import Choice, Extra, Passing
from .shapes import TooManyError

_MOST: Final = 20000
"""So many kinds of items are told apart."""

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
