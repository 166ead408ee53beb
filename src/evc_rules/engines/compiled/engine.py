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
from ...results.trace import LeafTrace, Reaching
from ..prepare import Prepared, prepare
from .native import Read
from .remember import Remembered
from .works import Outcome, Works


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
        outcome = works.outcome(prepared)
        return tuple([Said(works, prepared, outcome, place) for place in range(len(self.rulesets))])

    def ask(self, dossier: Dossier) -> tuple[Said, ...]:
        """What each ruleset says of a dossier."""
        return self.evaluate(prepare(dossier, self.framework.vocabulary, self.on))

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("rulesets", "framework", "on", "shared")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


class Said:
    """What one ruleset says of one dossier. Questions and traces are worked out when they are asked for."""

    __slots__ = ("_case", "_outcome", "_place", "_prepared", "_questions", "_statuses", "_traces", "_works")

    def __init__(self, works: Works, prepared: Prepared, outcome: Outcome | Read, place: int) -> None:
        self._works, self._prepared, self._outcome, self._place = works, prepared, outcome, place
        self._statuses: dict[Leaf, Statuses] | None = None
        self._questions: dict[Question, tuple[Leaf, ...]] | None = None
        self._traces: dict[Leaf, LeafTrace] | None = None
        self._case: Remembered | None = None

    @property
    def statuses(self) -> Mapping[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf."""
        found = self._statuses
        if found is None:
            found = self._statuses = self._outcome.statuses(self._place)
        return found

    @property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        found = self._questions
        if found is None:
            found = self._questions = self._outcome.questions(self._place)
        return found

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has."""
        return self.traces[leaf]

    @property
    def traces(self) -> dict[Leaf, LeafTrace]:
        """The trace of every leaf; the rules that reach it are met when somebody looks at them."""
        found = self._traces
        if found is None:
            found = self._traces = self._outcome.traces(self._place, self._reached)
        return found

    def _reached(self, leaf: Leaf) -> Reaching:
        return self._remembered.reached(leaf)

    @property
    def _remembered(self) -> Remembered:
        found = self._case
        if found is None:
            works, place = self._works, self._place
            found = self._case = Remembered(
                works.rulesets[place],
                works.framework,
                self._prepared,
                works.on,
                works.shared,
                tracing=works.tracing[place],
                reader=works.reader,
                told=self.trace,
            )
        return found
