"""From vectors back to leaves, and to statuses; what came by often is kept, and what is kept is bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, product
from operator import getitem
from typing import Final

from ...model.outcomes import Leaf
from ...model.policy import Conflicts
from ...results.status import Statuses, possible
from ...results.trace import LeafTrace, Reaching
from ...results.truth import Truth
from .circuit import Sides

_MOST_SETS: Final = 10_000


class Sets(dict[int, tuple[Leaf, ...]]):
    """The leaves of vectors, in the order of the framework; those of some vectors that came by are kept."""

    def __init__(self, leaves: tuple[Leaf, ...]) -> None:
        super().__init__()
        self.leaves = leaves
        self.eights = [
            [tuple(leaf for place, leaf in enumerate(each) if one >> place & 1) for one in range(256)]
            for each in eights_of(leaves)
        ]

    def __missing__(self, vector: int) -> tuple[Leaf, ...]:
        found = tuple(chain.from_iterable(map(getitem, self.eights, vector.to_bytes(len(self.eights), "little"))))
        if len(self) < _MOST_SETS:
            self[vector] = found
        return found


Told = tuple[Truth, Truth, Statuses]
"""Whether a leaf is granted, whether it is barred, and what statuses it can have."""


@dataclass(frozen=True)
class Decoder:
    """From whether leaves are granted and barred to their statuses, eight leaves at a time.

    Attributes:
        eights: For each eight leaves in a row, these.
        statuses: For each leaf four bits: surely granted, maybe granted, surely barred, maybe barred.
        blank: The statuses when nothing is granted or barred.
        known: For eight leaves and what is said of them their statuses, of those that came by.
    """

    eights: tuple[tuple[Leaf, ...], ...]
    statuses: dict[tuple[int, int, int, int], Statuses]
    blank: dict[Leaf, Statuses]
    known: dict[tuple[int, int, int, int, int], dict[Leaf, Statuses]] = field(default_factory=dict)

    @classmethod
    def of(cls, leaves: tuple[Leaf, ...], conflicts: Conflicts) -> Decoder:
        """The decoder for leaves and what becomes of conflicts."""
        pairs = {Truth.FALSE: (0, 0), Truth.UNKNOWN: (0, 1), Truth.TRUE: (1, 1)}
        found = {
            (*pairs[granted], *pairs[barred]): possible(granted, barred, conflicts)
            for granted, barred in product(Truth, repeat=2)
        }
        return cls(eights_of(leaves), found, dict.fromkeys(leaves, found[0, 0, 0, 0]))

    @cached_property
    def told(self) -> tuple[Told | None, ...]:
        """What is said of a leaf by these four bits as a number, the first of them the lowest."""
        pairs = {(0, 0): Truth.FALSE, (0, 1): Truth.UNKNOWN, (1, 1): Truth.TRUE}
        bits = ((one & 1, one >> 1 & 1, one >> 2 & 1, one >> 3 & 1) for one in range(1 << 4))
        return tuple(
            (pairs[each[:2]], pairs[each[2:]], self.statuses[each]) if each in self.statuses else None for each in bits
        )

    def traces(self, sides: Sides, later: Callable[[Leaf], Reaching]) -> dict[Leaf, LeafTrace]:
        """A trace of each leaf, of which the rules that reach it are made later."""
        granted, granted_maybe, barred, barred_maybe = sides
        found: dict[Leaf, LeafTrace] = {}
        for place, leaf in enumerate(self.blank):
            bits = granted >> place & 1 | (granted_maybe >> place & 1) << 1
            said = self.told[bits | (barred >> place & 1) << 2 | (barred_maybe >> place & 1) << 3]
            assert said is not None  # noqa: S101 - what surely holds may hold
            found[leaf] = LeafTrace.postponed(leaf, *said, later)
        return found

    def decode(self, sides: Sides) -> dict[Leaf, Statuses]:
        """The statuses of all leaves."""
        found = self.blank.copy()  # it does not grow after that
        known, count = self.known, len(self.eights)
        for key in zip(range(count), *[side.to_bytes(count, "little") for side in sides], strict=True):
            if key[2] or key[4]:
                found |= known.get(key) or self._eight(key)  # joining dicts hashes no leaf
        return found

    def _eight(self, key: tuple[int, int, int, int, int]) -> dict[Leaf, Statuses]:
        place, *sides = key
        found = {
            leaf: self.statuses[sides[0] >> bit & 1, sides[1] >> bit & 1, sides[2] >> bit & 1, sides[3] >> bit & 1]
            for bit, leaf in enumerate(self.eights[place])
        }
        if len(self.known) < _MOST_SETS:
            self.known[key] = found
        return found


def eights_of(leaves: tuple[Leaf, ...]) -> tuple[tuple[Leaf, ...], ...]:
    """The leaves, eight at a time: what a byte of a vector speaks of."""
    return tuple(leaves[start : start + 8] for start in range(0, len(leaves), 8))
