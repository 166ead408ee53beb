"""Traces: why a status is what it is. They hold what the rules met, and no more of the dossier than that.

The steps are named tuples: a trace of everything has well over a thousand, and one is made in a third of the time that
a frozen dataclass takes. The rules that reach a leaf may be made when somebody looks at them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.base import Text
from ..model.conditions import Condition, Test
from ..model.outcomes import Leaf
from .questions import Question
from .status import Status, Statuses, status_of
from .truth import Truth


class TestStep(NamedTuple):
    """One test on one thing.

    Attributes:
        test: The test.
        truth: What came out.
        value: The value that it met, as written, or None when it is not known.
        inferred: Whether the value follows from a fact of the world rather than from the dossier.
        question: What would settle it, when it is unknown.
    """

    test: Test
    truth: Truth
    value: str | None = None
    inferred: bool = False
    question: Question | None = None


TestStep.__test__ = False  # type: ignore[attr-defined] # not for pytest to collect


class ItemStep(NamedTuple):
    """One item of evidence, verdict, or the applicant, met by a filter.

    Attributes:
        item: Its id, or None for the applicant.
        kind: What it is.
        truth: Whether it passes.
        tests: The tests.
        counts: What it adds to a sum or span, or says as a verdict, in words; or nothing.
    """

    item: str | None
    kind: str
    truth: Truth
    tests: tuple[TestStep, ...] = ()
    counts: str = ""


class Step(NamedTuple):
    """One condition.

    Attributes:
        condition: The condition.
        truth: What came out.
        steps: The conditions that it is made of.
        items: The items that it met.
        found: What it found, in words: a count, an interval, an answer.
        questions: What would settle it by itself, when it is unknown.
    """

    condition: Condition
    truth: Truth
    steps: tuple[Step, ...] = ()
    items: tuple[ItemStep, ...] = ()
    found: str = ""
    questions: tuple[Question, ...] = ()

    def open(self) -> Iterator[Question]:
        """Everything that would help to settle it; nothing when it is settled."""
        if self.truth is Truth.UNKNOWN:
            yield from self.questions
            yield from (
                test.question
                for item in self.items
                if item.truth is Truth.UNKNOWN
                for test in item.tests
                if test.question
            )
            for step in self.steps:
                yield from step.open()


class RuleStep(NamedTuple):
    """One instance of a rule: the rule for one of its targets.

    Attributes:
        rule: Its id.
        title: What it is called.
        articles: The articles that it encodes, with their titles.
        effect: What it does when it acts.
        target: The target.
        truth: Whether it acts.
        condition: Its condition.
        overriders: The instances that override it, and reach the target.
    """

    rule: str
    title: Text
    articles: tuple[tuple[str, Text], ...]
    effect: str
    target: Leaf
    truth: Truth
    condition: Step
    overriders: tuple[RuleStep, ...] = ()

    def open(self) -> Iterator[Question]:
        """Everything that would help to settle whether it acts; nothing when that is settled."""
        if self.truth is Truth.UNKNOWN:
            yield from self.condition.open()
            for other in self.overriders:
                yield from other.open()


Reaching = tuple[tuple[RuleStep, ...], tuple[RuleStep, ...]]
"""The instances of grants that reach a leaf, and those of bars."""


class _Postponed:
    """Something of which a part is made when it is first looked at."""

    __slots__ = ("_later",)


@dataclass(frozen=True, slots=True)
class LeafTrace(_Postponed):
    """Why a leaf has the status that it has.

    Attributes:
        leaf: The leaf.
        granted: Whether a grant that reaches it acts.
        barred: Whether a bar that reaches it acts.
        statuses: The statuses that are still possible.
        grants: The instances of grants that reach it.
        bars: The instances of bars that reach it.
    """

    leaf: Leaf
    granted: Truth
    barred: Truth
    statuses: Statuses
    grants: tuple[RuleStep, ...] = ()
    bars: tuple[RuleStep, ...] = ()

    @classmethod
    def postponed(
        cls, leaf: Leaf, granted: Truth, barred: Truth, statuses: Statuses, later: Callable[[Leaf], Reaching]
    ) -> LeafTrace:
        """A trace of which the rules are made when they are first looked at; else it is like any other.

        Args:
            leaf: The leaf.
            granted: Whether a grant that reaches it acts.
            barred: Whether a bar that reaches it acts.
            statuses: The statuses that are still possible.
            later: Makes the instances that reach it; the same when two threads ask at once.
        """
        one: LeafTrace = object.__new__(cls)
        _set_leaf(one, leaf)
        _set_granted(one, granted)
        _set_barred(one, barred)
        _set_statuses(one, statuses)
        _set_later(one, later)
        return one

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What is not there yet: Python asks for it only as long as it is not."""
            if name not in {"grants", "bars"}:
                raise AttributeError(name=name, obj=self)
            grants, bars = self._later(self.leaf)
            object.__setattr__(self, "grants", grants)
            object.__setattr__(self, "bars", bars)
            return grants if name == "grants" else bars

    @property
    def status(self) -> Status:
        """The one status that is possible, or open."""
        return status_of(self.statuses)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that would help to settle an open status, each once; nothing when it is settled."""
        if self.status is not Status.OPEN:
            return ()
        sides = [(self.granted, self.grants), (self.barred, self.bars)]
        open_ = (
            question for truth, rules in sides if truth is Truth.UNKNOWN for rule in rules for question in rule.open()
        )
        return tuple(dict.fromkeys(open_))


_set_leaf, _set_granted, _set_barred, _set_statuses, _set_later = (
    getattr(LeafTrace, name).__set__ for name in ("leaf", "granted", "barred", "statuses", "_later")
)  # a frozen class looks each of its attributes up by name


@dataclass(frozen=True)
class Traced:
    """What an engine says that traces everything at once.

    Attributes:
        traces: The trace of every leaf, in the order of the framework.
    """

    traces: Mapping[Leaf, LeafTrace]

    @property
    def statuses(self) -> dict[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf."""
        return {leaf: one.statuses for leaf, one in self.traces.items()}

    @property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        about: dict[Question, list[Leaf]] = {}
        for leaf, one in self.traces.items():
            for question in one.questions:
                about.setdefault(question, []).append(leaf)
        return {question: tuple(leaves) for question, leaves in about.items()}

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has."""
        return self.traces[leaf]
