"""What of traces hangs on a ruleset alone: which rules reach a leaf, what kinds of things are asked, constant steps.

A trace has more than a thousand steps, and most of what they say is the same from dossier to dossier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import networkx as nx

from ...model.attributes import APPLICANT, VERDICT
from ...model.base import Text
from ...model.conditions import (
    Assessed,
    Condition,
    Exempt,
    Exists,
    Judgement,
    Span,
    Sum,
    Test,
    every,
    speaks_of_target,
    tests_of,
)
from ...model.outcomes import Framework, Leaf
from ...model.policy import Rule, Ruleset
from ...model.reach import targets_of
from ...model.sources import Citation
from ...results.questions import Assessment
from ...results.trace import RuleStep, Step
from ...results.truth import Truth
from .. import reference
from ..reference import Case, whole
from .circuit import mask
from .columns import Sieve, picking
from .measure import Total
from .settled import hangs, settled
from .tables import NOBODY, Asking

UNKNOWN = Truth.UNKNOWN


@dataclass(frozen=True)
class Block:
    """A rule for some of its targets (for all, but where rules wait for each other), with what is the same for each.

    Attributes:
        rule: The rule.
        whole: Its condition, and that it is in force.
        targeted: Whether that speaks of the target.
        articles: The articles that it encodes, with their titles.
        first: The number of its first instance; those of its other targets follow.
        targets: The targets.
        places: Their places among the leaves.
        overriders: For each target the instances that override the rule there, by number; nothing when none does.
        rests: The blocks that these instances belong to.
        kept: The steps of the rule, by the identity of a step for its condition that is the same for every dossier.
    """

    rule: Rule
    whole: Condition
    targeted: bool
    articles: tuple[tuple[str, Text], ...]
    first: int
    targets: tuple[Leaf, ...]
    places: tuple[int, ...]
    overriders: tuple[tuple[int, ...], ...]
    rests: frozenset[int]
    kept: dict[int, list[RuleStep]] = field(default_factory=dict)

    @cached_property
    def mask(self) -> int:
        """The targets as a mask over leaves."""
        return mask(self.places)


@dataclass(frozen=True, slots=True)
class Reached:
    """What reaches a leaf.

    Attributes:
        blocks: The blocks of the instances that do.
        grants: Picks the instances of grants out of all instances.
        bars: Picks those of bars.
    """

    blocks: frozenset[int]
    grants: Callable[[Any], tuple[Any, ...]]
    bars: Callable[[Any], tuple[Any, ...]]


class Tracing:
    """What of traces hangs on a ruleset alone. What it keeps of dossiers is bounded.

    Attributes:
        ruleset: The ruleset.
        targeted: The conditions that speak of the target, by identity.
        blocks: Its rules with their targets.
        instances: How many targets these have together.
        reached: For each leaf what reaches it.
    """

    def __init__(
        self, ruleset: Ruleset, framework: Framework, on: date, shared: frozenset[str], reaching: Reaching
    ) -> None:
        self.ruleset, self.framework, self.on = ruleset, framework, on
        self.place = {leaf: place for place, leaf in enumerate(framework.leaves)}
        self.case = Case(ruleset, framework, NOBODY, on, shared)
        wholes = [whole(self.case, rule) for rule in ruleset.rules]
        listed = [part for one in wholes for part in every(one)]
        self._alive = wholes  # so that no other condition gets their identities
        self.targeted = {id(one) for one in listed if any(map(speaks_of_target, every(one)))}
        self._asked = tuple(dict.fromkeys((_bearers(one), test) for one in listed for test in tests_of(one)))
        self._sieves: dict[str, Sieve] = {}
        self._untaken: dict[tuple[int, int], list[Step]] = {}
        self._constant: dict[int, Step] = {}
        self._totals: dict[int, Total] = {}
        laid = _Laid(self, wholes, reaching)
        self.blocks, self.instances = laid.blocks, len(laid.owner)
        self.reached = {leaf: laid.reached(leaf) for leaf in framework.leaves}

    def sieve(self, kind: str) -> Sieve:
        """All that is asked of a kind of thing."""
        found = self._sieves.get(kind)
        if found is None:
            of_evidence = kind not in {VERDICT, APPLICANT}
            asked = (test for bearers, test in self._asked if (kind in bearers if bearers else of_evidence))
            asking = Asking(self.framework, self.on, self.ruleset)
            found = self._sieves[kind] = Sieve.over(asked, kind, asking, self._hangs)
        return found

    def _hangs(self, test: Test) -> bool:
        return hangs(settled(test, self.ruleset, self.on))

    def untaken(self, condition: Assessed, block: Block) -> list[Step]:
        """The steps for an assessment that nobody has taken, for each target of a rule, whoever applies."""
        key = id(condition), block.first
        found = self._untaken.get(key)
        if found is None:
            questions = (Assessment(leaf, condition.tests) for leaf in block.targets)
            found = [Step(condition, UNKNOWN, questions=(question,)) for question in questions]
            self._untaken[key] = found
        return found

    def constant(self, condition: Exists | Judgement) -> Step:
        """The step for a condition that nothing in a dossier speaks of, whoever applies."""
        found = self._constant.get(id(condition))
        if found is None:
            found = self._constant[id(condition)] = reference.holds(self.case, condition, self.framework.leaves[0])
        return found

    def is_constant(self, step: Step) -> bool:
        """Whether a step is one of those."""
        return self._constant.get(id(step.condition)) is step

    def total(self, condition: Sum) -> Total:
        """What adds up, and tells whether that is enough."""
        found = self._totals.get(id(condition))
        if found is None:
            made = Total(condition, self.ruleset, self.framework.vocabulary, self.on)
            found = self._totals[id(condition)] = made
        return found


Reaching = dict[tuple[str, Leaf], list[Leaf]]
"""For a rule and a leaf the targets of the rule whose instances reach the leaf."""


class _Laid:
    """The rules, each with all its targets; those that wait for each other with one target at a time.

    Attributes:
        blocks: The rules.
        numbers: The number of each rule for each target.
        owner: For each number the place of its block.
    """

    def __init__(self, tracing: Tracing, wholes: list[Condition], reaching: Reaching) -> None:
        self.ruleset, self.tracing, self.reaching = tracing.ruleset, tracing, reaching
        circles = _circles(tracing.ruleset, tracing.framework, wholes, reaching)
        parts: list[tuple[Rule, Condition, tuple[Leaf, ...]]] = []
        for rule, condition in zip(tracing.ruleset.rules, wholes, strict=True):
            targets = tuple(dict.fromkeys(targets_of(tracing.framework, rule)))
            each = [(target,) for target in targets] if rule.id in circles else [targets]
            parts += [(rule, condition, some) for some in each]
        pairs = [(place, rule.id, target) for place, (rule, _, targets) in enumerate(parts) for target in targets]
        self.numbers = {(name, target): number for number, (_, name, target) in enumerate(pairs)}
        self.owner = [place for place, _, _ in pairs]
        self.blocks = tuple(self._block(*part) for part in parts)

    def _block(self, rule: Rule, condition: Condition, targets: tuple[Leaf, ...]) -> Block:
        overriders = tuple(
            tuple(
                self.numbers[other.id, its_target]
                for other in self.ruleset.overridden_by[rule.id]
                for its_target in self.reaching.get((other.id, target), ())
            )
            for target in targets
        )
        return Block(
            rule,
            condition,
            id(condition) in self.tracing.targeted,
            tuple((text, self.ruleset.article(Citation.parse(text))) for text in rule.articles),
            self.numbers[rule.id, targets[0]] if targets else 0,
            targets,
            tuple(self.tracing.place[target] for target in targets),
            overriders if any(overriders) else (),
            frozenset(self.owner[number] for each in overriders for number in each),
        )

    def reached(self, leaf: Leaf) -> Reached:
        """What reaches a leaf."""
        by_grants, by_bars = (
            [
                self.numbers[rule.id, target]
                for rule in self.ruleset.rules
                if rule.effect == effect
                for target in self.reaching.get((rule.id, leaf), ())
            ]
            for effect in ("grant", "bar")
        )
        blocks = frozenset(self.owner[number] for number in (*by_grants, *by_bars))
        return Reached(blocks, picking(by_grants), picking(by_bars))


def _circles(ruleset: Ruleset, framework: Framework, wholes: list[Condition], reaching: Reaching) -> set[str]:
    """The rules that wait for each other, or for themselves, though none of their instances does."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    reach: dict[Leaf, list[str]] = {}
    for name, leaf in reaching:
        reach.setdefault(leaf, []).append(name)
    for rule, condition in zip(ruleset.rules, wholes, strict=True):
        graph.add_edges_from((other.id, rule.id) for other in ruleset.overridden_by[rule.id])
        for part in every(condition):
            needed = framework.leaves_of(part.outcome) if isinstance(part, Exempt) else ()
            graph.add_edges_from((other, rule.id) for leaf in needed for other in reach.get(leaf, ()))
    found = {name for circle in nx.strongly_connected_components(graph) if len(circle) > 1 for name in circle}
    return found | {name for name in graph if graph.has_edge(name, name)}


def _bearers(condition: Condition) -> tuple[str, ...]:
    """The kinds of things that a condition asks about; none: all evidence."""
    match condition:
        case Exists(filter=items) | Sum(over=items) | Span(over=items):
            return items.kinds
        case Assessed():
            return (VERDICT,)
        case _:
            return (APPLICANT,)
