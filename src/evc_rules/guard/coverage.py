"""What cases exercise of a ruleset: its rules, the pieces of their conditions, and its boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..model.cases import PolicyCase
from ..model.conditions import TRUE as ALWAYS
from ..model.conditions import Condition, every, parts_of
from ..model.policy import Rule
from ..results.trace import RuleStep, Step
from ..results.truth import Truth
from ..testing.cases import Subject, run_case
from .deciding import Place, decides, elements, seen
from .edges import Edge, Measure, Side, beginnings, on_calendar, thresholds


@dataclass
class RuleSeen:
    """What a rule did in the cases.

    Attributes:
        rule: The rule.
        seen: Whether it acted, did not, or might: on outcomes that a case expects something of.
    """

    rule: Rule
    seen: set[Truth] = field(default_factory=set)


@dataclass
class PieceSeen:
    """What an elementary piece of the condition of a rule came out as in the cases.

    Attributes:
        rule: The rule.
        piece: The condition or test.
        bearers: What a test is about.
        seen: What it came out as.
        decided: What it came out as where it decided by itself whether the condition of the rule holds.
    """

    rule: Rule
    piece: Any
    bearers: tuple[str, ...]
    seen: set[Truth] = field(default_factory=set)
    decided: set[Truth] = field(default_factory=set)

    @property
    def both(self) -> bool:
        """Whether it was true in one case, and false in another."""
        return {Truth.TRUE, Truth.FALSE} <= self.seen

    @property
    def shown(self) -> bool:
        """Whether cases show that it decides by itself, both ways (masking MC/DC)."""
        return {Truth.TRUE, Truth.FALSE} <= self.decided


@dataclass
class EdgeSeen:
    """On which sides of a boundary the cases lie, next to it.

    Attributes:
        edge: The boundary.
        sides: The sides.
    """

    edge: Edge
    sides: set[Side] = field(default_factory=set)

    @property
    def met(self) -> bool:
        """Whether there are cases on the sides that it tells apart."""
        return set(self.edge.wanted) <= self.sides


@dataclass(frozen=True)
class Coverage:
    """What cases exercise of a ruleset."""

    rules: tuple[RuleSeen, ...]
    pieces: tuple[PieceSeen, ...]
    edges: tuple[EdgeSeen, ...]


def coverage(subject: Subject, cases: Iterable[PolicyCase]) -> Coverage:
    """What cases exercise of a ruleset, on the outcomes that they expect something of.

    Args:
        subject: The ruleset, and what its cases need.
        cases: The cases.
    """
    looking = _Looking(subject)
    for case in cases:
        looking.at(case)
    return Coverage(tuple(looking.rules.values()), tuple(looking.pieces.values()), tuple(looking.edges))


class _Looking:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        rules = subject.ruleset.rules
        self.rules = {rule.id: RuleSeen(rule) for rule in rules}
        self.pieces = {
            (rule.id, place): PieceSeen(rule, piece, bearers)
            for rule in rules
            for place, piece, bearers in elements(rule.when)
        }
        self._thresholds: dict[tuple[str, Place], list[EdgeSeen]] = {
            (rule.id, place): [EdgeSeen(edge) for edge in thresholds(rule, condition)]
            for rule in rules
            for place, condition in _placed(rule.when)
        }
        self._calendar = [EdgeSeen(edge) for edge in beginnings(subject.ruleset)]
        self.edges = [*(one for listed in self._thresholds.values() for one in listed), *self._calendar]

    def at(self, case: PolicyCase) -> None:
        """Look at what one case exercises."""
        measure = Measure(self.subject.ruleset, self.subject.framework.vocabulary, case)
        bare = case.with_(awards=(), path=None, asks=None, cites=None)
        met: set[str] = set()
        for result in run_case(self.subject, bare):
            for one in result.traces:
                for step in (*one.grants, *one.bars):
                    self._rule(step, measure, met)
        for seen_edge in self._calendar if case.expect else ():
            side = on_calendar(seen_edge.edge, case)
            if side and seen_edge.edge.rule in {None, *met}:
                seen_edge.sides.add(side)

    def _rule(self, step: RuleStep, measure: Measure, met: set[str]) -> None:
        met.add(step.rule)
        self.rules[step.rule].seen.add(step.truth)
        for other in step.overriders:
            self._rule(other, measure, met)
        rule = self.subject.ruleset.by_id[step.rule]
        when = _when(rule, step.condition)
        if when is None:
            return
        for place, _, _ in elements(rule.when):
            piece = self.pieces[rule.id, place]
            piece.seen.update(seen(when, place))
            decided = decides(when, place)
            if decided is not None:
                piece.decided.add(decided)
        for place, inner in _steps(when):
            for one in self._thresholds.get((rule.id, place), ()):
                one.sides.update(measure.sides(one.edge, inner))


def _when(rule: Rule, step: Step) -> Step | None:
    """What the condition of a rule came out as, without that the rule is in force."""
    if rule.when == ALWAYS:
        return None
    return step if step.condition is rule.when else step.steps[-1]


def _placed(condition: Condition, place: Place = ()) -> Iterator[tuple[Place, Condition]]:
    yield place, condition
    for number, part in enumerate(parts_of(condition)):
        yield from _placed(part, (*place, number))


def _steps(step: Step, place: Place = ()) -> Iterator[tuple[Place, Step]]:
    yield place, step
    if len(every(step.condition)) > 1:
        for number, part in enumerate(step.steps):
            yield from _steps(part, (*place, number))
