"""The engine itself: a circuit, its function, and what they say of a dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from ...model.dossier import Dossier
from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ...results.questions import Question
from ...results.status import Statuses
from ...results.trace import LeafTrace
from ..prepare import Prepared, prepare
from .questions import Asked
from .read import Reading
from .remember import Remembered
from .works import Works

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

    def ask(self, dossier: Dossier) -> Said:
        """What the ruleset says of a dossier."""
        return self.compiled.ask(dossier)[0]


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
    def works(self) -> Works:
        """What they are made of."""
        return Works(self.rulesets, self.framework, self.on, self.shared)

    def evaluate(self, prepared: Prepared) -> tuple[Said, ...]:
        """What each ruleset says of a dossier that was prepared for the same decision date."""
        works = self.works
        reading = works.reader.read(prepared)
        surely, maybe, sides, acts, gates = works.run(reading.surely, reading.maybe, reading.vectors)
        one = Outcome(works, prepared, reading, surely, maybe, sides, acts, gates)
        return tuple([Said(one, place) for place in range(len(sides))])

    def ask(self, dossier: Dossier) -> tuple[Said, ...]:
        """What each ruleset says of a dossier."""
        return self.evaluate(prepare(dossier, self.framework.vocabulary, self.on))

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("rulesets", "framework", "on", "shared")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


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
    sides: list[tuple[int, int, int, int]]
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


class Said:
    """What one ruleset says of one dossier. Questions and traces are worked out when they are asked for."""

    def __init__(self, outcome: Outcome, place: int) -> None:
        self._outcome = outcome
        self._place = place

    @cached_property
    def statuses(self) -> Mapping[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf."""
        return self._outcome.works.decoders[self._place].decode(self._outcome.sides[self._place])

    @cached_property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        return self._outcome.questions[self._place]

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has."""
        return self._remembered.trace(leaf)

    @cached_property
    def traces(self) -> dict[Leaf, LeafTrace]:
        """The trace of every leaf."""
        return {leaf: self.trace(leaf) for leaf in self._outcome.works.framework.leaves}

    @cached_property
    def _remembered(self) -> Remembered:
        one = self._outcome
        works = one.works
        return Remembered(
            works.rulesets[self._place],
            works.framework,
            one.prepared,
            works.on,
            works.shared,
            works.reaching[self._place],
        )
