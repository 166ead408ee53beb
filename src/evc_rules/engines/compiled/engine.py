"""The engine itself: a circuit, its function, and what they say of a dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from typing import Any, Final

from ...model.outcomes import Framework, Leaf
from ...model.policy import Conflicts, Ruleset
from ...results.questions import Question
from ...results.status import Statuses, possible
from ...results.trace import LeafTrace
from ...results.truth import Truth
from ..prepare import Prepared
from ..reference import reaching
from .circuit import Circuit
from .emit import Run, run_of
from .number import number
from .questions import Asked, Routes
from .read import Reader, Reading
from .remember import Remembered

_MOST_SETS: Final = 10_000


def compile_ruleset(
    ruleset: Ruleset, framework: Framework, on: date, *, shared: Collection[str] = ()
) -> CompiledRuleset:
    """A ruleset made ready to be asked about many dossiers.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        on: The decision date.
        shared: The judgements that one answer settles for several institutions.
    """
    return CompiledRuleset(Compiled((ruleset,), framework, on, frozenset(shared)))


def compile_rulesets(
    rulesets: Iterable[Ruleset], framework: Framework, on: date, *, shared: Collection[str] = ()
) -> Compiled:
    """Several rulesets made ready together: what they ask alike is worked out once.

    Args:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        on: The decision date.
        shared: The judgements that one answer settles for all of them.
    """
    return Compiled(tuple(rulesets), framework, on, frozenset(shared))


@dataclass(frozen=True)
class CompiledRuleset:
    """One compiled ruleset; an engine as `protocol` has it."""

    compiled: Compiled

    def evaluate(self, prepared: Prepared) -> Said:
        """What the ruleset says of a dossier that was prepared for the same decision date."""
        return self.compiled.evaluate(prepared)[0]


@dataclass(frozen=True)
class Compiled:
    """Compiled rulesets. Nothing of it changes but what it keeps to be quick; threads may share it, and it pickles.

    Attributes:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        on: The decision date.
        shared: The judgements that one answer settles for all of them.
    """

    rulesets: tuple[Ruleset, ...]
    framework: Framework
    on: date
    shared: frozenset[str] = frozenset()

    @cached_property
    def circuit(self) -> Circuit:
        """The rulesets as a circuit."""
        return number(self.rulesets, self.framework, self.on, self.shared)

    @cached_property
    def _run(self) -> Run:
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
    def sets(self) -> dict[int, tuple[Leaf, ...]]:
        """The sets of leaves that vectors stand for, kept."""
        return {}

    def evaluate(self, prepared: Prepared) -> tuple[Said, ...]:
        """What each ruleset says of a dossier that was prepared for the same decision date."""
        reading = self.reader.read(prepared)
        surely, maybe, sides, acts, gates = self._run(reading.surely, reading.maybe, reading.vectors)
        one = Outcome(self, prepared, reading, surely, maybe, sides, acts, gates)
        return tuple([Said(one, place) for place in range(len(sides))])

    def leaves_in(self, vector: int) -> tuple[Leaf, ...]:
        """The leaves of a vector, in the order of the framework."""
        found = self.sets.get(vector)
        if found is None:
            found = tuple(compress(self.framework.leaves, map(int, reversed(format(vector, "b")))))
            if len(self.sets) < _MOST_SETS:
                self.sets[vector] = found
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("rulesets", "framework", "on", "shared")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


@dataclass(frozen=True, slots=True)
class Decoder:
    """From whether leaves are granted and barred to their statuses.

    Each leaf becomes a hexadecimal digit: 1 surely granted, 2 maybe granted, 4 surely barred, 8 maybe barred.
    """

    leaves: tuple[Leaf, ...]
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
        return cls(leaves, f"0{len(leaves)}x", found)

    def decode(self, sides: tuple[int, int, int, int]) -> dict[Leaf, Statuses]:
        """The statuses of all leaves."""
        granted, granted_maybe, barred, barred_maybe = (int(format(side, "b"), 16) for side in sides)
        digits = format(granted + 2 * granted_maybe + 4 * barred + 8 * barred_maybe, self.width)
        return dict(zip(self.leaves, map(self.statuses.__getitem__, reversed(digits)), strict=True))


def _truth(pair: int) -> Truth | None:
    """The truth of two bits, surely and maybe; nothing is sure that is not possible."""
    return {0: Truth.FALSE, 2: Truth.UNKNOWN, 3: Truth.TRUE}.get(pair)


@dataclass(frozen=True)
class Outcome:
    """What came of a dossier under all rulesets.

    Attributes:
        compiled: The rulesets.
        prepared: The dossier.
        reading: The dossier as inputs.
        surely: What surely holds, gates included, as bits.
        maybe: What maybe holds.
        sides: For each ruleset where it grants surely, grants maybe, bars surely, bars maybe.
        acts: Where rules act that act on some of their targets only, surely and maybe, by place.
        gates: Where gates hold that speak of the target.
    """

    compiled: Compiled
    prepared: Prepared
    reading: Reading
    surely: int
    maybe: int
    sides: list[tuple[int, int, int, int]]
    acts: dict[int, tuple[int, int]]
    gates: dict[int, tuple[int, int]]

    @cached_property
    def asked(self) -> dict[Question, int]:
        """Every open question, with the leaves that it would help to settle, those of all rulesets counted through."""
        return Asked(self).about()


class Said:
    """What one ruleset says of one dossier. Questions and traces are worked out when they are asked for."""

    def __init__(self, outcome: Outcome, place: int) -> None:
        self._outcome = outcome
        self._place = place

    @cached_property
    def statuses(self) -> dict[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf."""
        return self._outcome.compiled.decoders[self._place].decode(self._outcome.sides[self._place])

    @cached_property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        one = self._outcome
        leaves_in = one.compiled.leaves_in
        asked = one.asked
        if len(one.sides) == 1:
            return {question: leaves_in(leaves) for question, leaves in asked.items()}
        width = len(one.compiled.framework.leaves)
        shift, whole = self._place * width, (1 << width) - 1
        return {q: leaves_in(here) for q, leaves in asked.items() if (here := leaves >> shift & whole)}

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has."""
        return self._remembered.trace(leaf)

    @cached_property
    def traces(self) -> dict[Leaf, LeafTrace]:
        """The trace of every leaf."""
        return {leaf: self.trace(leaf) for leaf in self._outcome.compiled.framework.leaves}

    @cached_property
    def _remembered(self) -> Remembered:
        one = self._outcome
        compiled = one.compiled
        return Remembered(
            compiled.rulesets[self._place],
            compiled.framework,
            one.prepared,
            compiled.on,
            compiled.shared,
            compiled.reaching[self._place],
        )
