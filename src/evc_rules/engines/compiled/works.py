"""What a compiled ruleset is made of, each part made when it is first needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, product
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
from .questions import Asked
from .read import Reader, Reading
from .routes import Routes
from .tracing import Tracing

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
        leaves = self.framework.leaves
        made = {one.conflicts: Decoder.of(leaves, one.conflicts) for one in self.rulesets}
        return tuple(made[one.conflicts] for one in self.rulesets)

    @cached_property
    def tracing(self) -> tuple[Tracing, ...]:
        """For each ruleset what of its traces hangs on it alone."""
        return tuple(
            Tracing(one, self.framework, self.on, self.shared, reaching(one, self.framework)) for one in self.rulesets
        )

    @cached_property
    def sets(self) -> Sets:
        """The leaves of vectors."""
        return Sets(self.framework.leaves)

    def outcome(self, prepared: Prepared) -> Outcome:
        """What comes of a dossier."""
        reading = self.reader.read(prepared)
        return Outcome(self, prepared, reading, *self.run(reading.surely, reading.maybe, reading.vectors))


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
        asked, sets, named = Asked(self), self.works.sets, self.works.routes.named
        about, others = asked.about(), asked.questions
        return [
            {named[key] if key in named else others[key]: sets[leaves] for key, leaves in found.items()}
            for found in about
        ]


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


@dataclass(frozen=True, slots=True)
class Decoder:
    """From whether leaves are granted and barred to their statuses, eight leaves at a time.

    Attributes:
        eights: For each eight leaves in a row, these.
        statuses: For each leaf four bits: surely granted, maybe granted, surely barred, maybe barred.
        known: For eight leaves and what is said of them their statuses, of those that came by.
    """

    eights: tuple[tuple[Leaf, ...], ...]
    statuses: dict[tuple[int, int, int, int], Statuses]
    known: dict[tuple[int, int, int, int, int], dict[Leaf, Statuses]] = field(default_factory=dict)

    @classmethod
    def of(cls, leaves: tuple[Leaf, ...], conflicts: Conflicts) -> Decoder:
        """The decoder for leaves and what becomes of conflicts."""
        pairs = {Truth.FALSE: (0, 0), Truth.UNKNOWN: (0, 1), Truth.TRUE: (1, 1)}
        found = {
            (*pairs[granted], *pairs[barred]): possible(granted, barred, conflicts)
            for granted, barred in product(Truth, repeat=2)
        }
        return cls(eights_of(leaves), found)

    def decode(self, sides: Sides) -> dict[Leaf, Statuses]:
        """The statuses of all leaves."""
        found: dict[Leaf, Statuses] = {}
        known, count = self.known, len(self.eights)
        for key in zip(range(count), *(side.to_bytes(count, "little") for side in sides), strict=True):
            eight = known.get(key)
            found |= self._eight(key) if eight is None else eight  # joining dicts hashes no leaf
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
