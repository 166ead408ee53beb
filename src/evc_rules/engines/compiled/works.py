"""What a compiled ruleset is made of, each part made when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from operator import getitem
from typing import Final

from ...model.outcomes import Framework, Leaf
from ...model.policy import Conflicts, Ruleset
from ...results.status import Statuses, possible
from ...results.truth import Truth
from ..reference import reaching
from .circuit import Circuit
from .emit import Run, run_of
from .number import number
from .questions import Routes
from .read import Reader

_MOST_SETS: Final = 10_000


@dataclass(frozen=True)
class Works:
    """Rulesets made ready for a decision date.

    Attributes:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        on: The decision date.
        shared: The judgements that one answer settles for all of them.
    """

    rulesets: tuple[Ruleset, ...]
    framework: Framework
    on: date
    shared: frozenset[str]

    @cached_property
    def circuit(self) -> Circuit:
        """The rulesets as a circuit."""
        return number(self.rulesets, self.framework, self.on, self.shared)

    @cached_property
    def run(self) -> Run:
        """The function of the circuit."""
        return run_of(self.circuit)

    @cached_property
    def reader(self) -> Reader:
        """What reads dossiers for the circuit."""
        return Reader(self.circuit, self.on)

    @cached_property
    def routes(self) -> Routes:
        """The ways from rules back to inputs."""
        return Routes(self.circuit)

    @cached_property
    def decoders(self) -> tuple[Decoder, ...]:
        """For each ruleset what makes statuses of vectors."""
        return tuple(Decoder.of(self.framework.leaves, one.conflicts) for one in self.rulesets)

    @cached_property
    def reaching(self) -> tuple[dict[tuple[str, Leaf], list[Leaf]], ...]:
        """For each ruleset by which of its targets a rule reaches a leaf."""
        return tuple(reaching(one, self.framework) for one in self.rulesets)

    @cached_property
    def _eights(self) -> list[list[tuple[Leaf, ...]]]:
        """For each eight leaves in a row, for each choice of these the leaves that are chosen."""
        leaves = self.framework.leaves
        eights = [leaves[start : start + 8] for start in range(0, len(leaves), 8)]
        return [
            [tuple(leaf for place, leaf in enumerate(each) if one >> place & 1) for one in range(256)]
            for each in eights
        ]

    @cached_property
    def _sets(self) -> dict[int, tuple[Leaf, ...]]:
        """The leaves of vectors that came by, some of them."""
        return {}

    def leaves_in(self, vector: int) -> tuple[Leaf, ...]:
        """The leaves of a vector, in the order of the framework."""
        found = self._sets.get(vector)
        if found is None:
            eights = self._eights
            found = tuple(chain.from_iterable(map(getitem, eights, vector.to_bytes(len(eights), "little"))))
            if len(self._sets) < _MOST_SETS:
                self._sets[vector] = found
        return found


class ByLeaf(Mapping[Leaf, Statuses]):
    """The statuses of all leaves; the leaves themselves are kept once for all dossiers."""

    __slots__ = ("_found", "_place")

    def __init__(self, place: dict[Leaf, int], found: tuple[Statuses, ...]) -> None:
        self._place, self._found = place, found

    def __getitem__(self, leaf: Leaf) -> Statuses:
        return self._found[self._place[leaf]]

    def __iter__(self) -> Iterator[Leaf]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class Decoder:
    """From whether leaves are granted and barred to their statuses.

    Each leaf becomes a hexadecimal digit: 1 surely granted, 2 maybe granted, 4 surely barred, 8 maybe barred.
    """

    place: dict[Leaf, int]
    width: str
    statuses: dict[str, Statuses]

    @classmethod
    def of(cls, leaves: tuple[Leaf, ...], conflicts: Conflicts) -> Decoder:
        """The decoder for leaves and what becomes of conflicts."""
        found = {}
        for digit in range(16):
            granted, barred = _truth(digit & 3), _truth(digit >> 2)
            if granted is not None and barred is not None:
                found[f"{digit:x}"] = possible(granted, barred, conflicts)
        return cls({leaf: place for place, leaf in enumerate(leaves)}, f"0{len(leaves)}x", found)

    def decode(self, sides: tuple[int, int, int, int]) -> ByLeaf:
        """The statuses of all leaves."""
        granted, granted_maybe, barred, barred_maybe = (int(format(side, "b"), 16) for side in sides)
        digits = format(granted + 2 * granted_maybe + 4 * barred + 8 * barred_maybe, self.width)
        return ByLeaf(self.place, tuple(map(self.statuses.__getitem__, reversed(digits))))


def _truth(pair: int) -> Truth | None:
    """The truth of two bits, surely and maybe; nothing is sure that is not possible."""
    return {0: Truth.FALSE, 2: Truth.UNKNOWN, 3: Truth.TRUE}.get(pair)
