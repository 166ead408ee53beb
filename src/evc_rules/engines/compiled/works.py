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
from ...results.questions import Question
from ...results.status import Statuses, possible
from ...results.truth import Truth
from ..prepare import Prepared
from ..reference import reaching
from .circuit import Circuit, Sides
from .emit import Run, run_of
from .number import number
from .questions import Asked, Routes
from .read import Reader, Reading

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

    def outcome(self, prepared: Prepared) -> Outcome:
        """What comes of a dossier."""
        reading = self.reader.read(prepared)
        return Outcome(self, prepared, reading, *self.run(reading.surely, reading.maybe, reading.vectors))

    def leaves_in(self, vector: int) -> tuple[Leaf, ...]:
        """The leaves of a vector, in the order of the framework."""
        found = self._sets.get(vector)
        if found is None:
            eights = self._eights
            found = tuple(chain.from_iterable(map(getitem, eights, vector.to_bytes(len(eights), "little"))))
            if len(self._sets) < _MOST_SETS:
                self._sets[vector] = found
        return found


@dataclass(frozen=True)
class Outcome:
    """What came of a dossier under all rulesets.

    Attributes:
        works: The rulesets, made ready.
        prepared: The dossier.
        reading: The dossier as inputs.
        surely: What surely holds, gates included, as bits.
        maybe: What maybe holds.
        sides: For each ruleset where it grants surely, grants maybe, bars surely, bars maybe.
        acts: Where rules act that act on some of their targets only, surely and maybe, by place.
        gates: Where gates hold that speak of the target.
    """

    works: Works
    prepared: Prepared
    reading: Reading
    surely: int
    maybe: int
    sides: list[Sides]
    acts: dict[int, tuple[int, int]]
    gates: dict[int, tuple[int, int]]

    @cached_property
    def questions(self) -> list[dict[Question, tuple[Leaf, ...]]]:
        """For each ruleset its open questions, with the leaves that they would help to settle."""
        found: list[dict[Question, tuple[Leaf, ...]]] = [{} for _ in self.sides]
        leaves_in, width = self.works.leaves_in, len(self.works.framework.leaves)
        whole = (1 << width) - 1
        for question, leaves in Asked(self).about().items():  # the leaves of all rulesets are counted through
            left = leaves
            while left:
                place = ((left & -left).bit_length() - 1) // width
                left >>= place * width
                left, here = left >> width << (place + 1) * width, left & whole
                found[place][question] = leaves_in(here)
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

    def decode(self, sides: Sides) -> ByLeaf:
        """The statuses of all leaves."""
        granted, granted_maybe, barred, barred_maybe = (int(format(side, "b"), 16) for side in sides)
        digits = format(granted + 2 * granted_maybe + 4 * barred + 8 * barred_maybe, self.width)
        return ByLeaf(self.place, tuple(map(self.statuses.__getitem__, reversed(digits))))


def _truth(pair: int) -> Truth | None:
    """The truth of two bits, surely and maybe; nothing is sure that is not possible."""
    return {0: Truth.FALSE, 2: Truth.UNKNOWN, 3: Truth.TRUE}.get(pair)
