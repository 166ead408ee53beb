"""The engine itself: a circuit, its function, and what they say of a dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ...model.dossier import Dossier
from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ...results.questions import Question
from ...results.status import Statuses
from ...results.trace import LeafTrace
from ..prepare import Prepared, prepare
from .remember import Remembered
from .works import NativeOutcome, Outcome, Works


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
        one = self.works.outcome(prepared)
        return tuple([Said(one, place) for place in range(len(self.rulesets))])

    def ask(self, dossier: Dossier) -> tuple[Said, ...]:
        """What each ruleset says of a dossier."""
        return self.evaluate(prepare(dossier, self.framework.vocabulary, self.on))

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("rulesets", "framework", "on", "shared")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


class Said:
    """What one ruleset says of one dossier. Questions and traces are worked out when they are asked for."""

    def __init__(self, outcome: Outcome | NativeOutcome, place: int) -> None:
        self._outcome = outcome
        self._place = place

    @cached_property
    def statuses(self) -> Mapping[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf."""
        return self._outcome.statuses(self._place)

    @property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        return self._outcome.questions(self._place)

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
            tracing=works.tracing[self._place],
            reader=works.reader,
            sides=one.sides[self._place],
        )
