"""Numbering: from rulesets to a circuit. Dates are settled here; cohorts stay open, as dossiers bring them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, assert_never

import networkx as nx

from ...model.attributes import APPLICANT, VERDICT
from ...model.conditions import (
    FALSE,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    CoversTest,
    Exempt,
    Exists,
    Filter,
    Judgement,
    Not,
    Param,
    Span,
    Sum,
    Test,
)
from ...model.outcomes import Framework, Leaf
from ...model.policy import Rule, Ruleset
from ...model.reach import targets_of
from .circuit import Acting, Answered, Circuit, Found, Gate, Ladder, Measured, Node, Rested, Screen, Tested, bits, mask
from .settled import hangs, settled, value_of

_T = TypeVar("_T")


def number(
    rulesets: tuple[Ruleset, ...], framework: Framework, on: date, shared: frozenset[str] = frozenset()
) -> Circuit:
    """The circuit of rulesets over one framework, for a decision date."""
    return _Numbering(rulesets, framework, on, shared).circuit()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule, with some of its targets, before what acts is put in order."""

    ruleset: int
    rule: Rule
    node: int
    targets: int


@dataclass
class _Numbering:
    rulesets: tuple[Ruleset, ...]
    framework: Framework
    on: date
    shared: frozenset[str]
    screens: dict[Screen, int] = field(default_factory=dict)
    nodes: dict[Node, int] = field(default_factory=dict)
    listed: list[Node] = field(default_factory=list)
    vectors: set[int] = field(default_factory=set)

    def circuit(self) -> Circuit:
        self.place = {leaf: place for place, leaf in enumerate(self.framework.leaves)}
        self.ladder = Ladder.over(self.framework)
        acting: list[Acting] = []
        for here in range(len(self.rulesets)):
            acting += self.in_order(here, len(acting))
        return Circuit(
            self.rulesets,
            self.framework,
            tuple(self.screens),
            tuple(self.nodes),
            frozenset(self.vectors),
            tuple(acting),
            self.shared,
        )

    def places(self, leaves: Iterable[Leaf]) -> tuple[int, ...]:
        return tuple(self.place[leaf] for leaf in leaves)

    # What acts, and in what order

    def in_order(self, here: int, first: int) -> list[Acting]:
        """What acts under a ruleset, each after what overrides it and what its condition rests on.

        Args:
            here: The place of the ruleset.
            first: The place of the first of them, among what acts under all rulesets.
        """
        drafts = list(self.drafts(here))
        while True:
            graph = self.dependencies(drafts)
            circles = [circle for circle in nx.strongly_connected_components(graph) if len(circle) > 1]
            circles += [{place} for place in graph if graph.has_edge(place, place)]
            mixed = {place for circle in circles for place in circle}
            if not mixed:
                break
            # Rules may wait for each other where none of their instances does.
            drafts = [
                one for place, draft in enumerate(drafts) for one in (_split(draft) if place in mixed else (draft,))
            ]
        order = list(nx.lexicographical_topological_sort(graph))
        new = {place: number for number, place in enumerate(order, first)}
        overriders = self.overriders(drafts)
        return [
            Acting(
                here,
                drafts[place].rule.id,
                drafts[place].rule.effect,
                drafts[place].node,
                drafts[place].targets,
                tuple(sorted(new[other] for other in overriders[place])),
            )
            for place in order
        ]

    def drafts(self, here: int) -> Iterator[_Draft]:
        ruleset = self.rulesets[here]
        if ruleset.applies.condition(self.on) == FALSE:
            return
        for rule in ruleset.rules:
            terms = ruleset.applies.condition(self.on), rule.applies.condition(self.on), rule.when
            if FALSE not in terms[:2]:  # the parameters of a rule that is not in force may have no value
                node = self.gate(len(terms), (self.node(one, here) for one in terms))
                yield _Draft(here, rule, node, mask(self.places(targets_of(self.framework, rule))))

    def overriders(self, drafts: list[_Draft]) -> list[list[int]]:
        reached = [self.ladder.reached(one.rule.effect, one.targets) for one in drafts]
        return [
            [
                place
                for place, other in enumerate(drafts)
                if one.rule.id in other.rule.overrides and reached[place] & one.targets
            ]
            for one in drafts
        ]

    def dependencies(self, drafts: list[_Draft]) -> nx.DiGraph[int]:
        """Edges from what must come first."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(drafts)))
        reached = [self.ladder.reached(one.rule.effect, one.targets) for one in drafts]
        rests: dict[int, int] = {}
        for place, overriders in enumerate(self.overriders(drafts)):
            graph.add_edges_from((other, place) for other in overriders)
            node = drafts[place].node
            if node not in rests:
                rests[node] = self.rests_on(node)
            for other, draft in enumerate(drafts):
                if reached[other] & rests[node] and draft.rule.effect != "waive":
                    graph.add_edge(other, place)
        return graph

    def rests_on(self, literal: int) -> int:
        """The leaves that must be settled before a node can be, as a mask."""
        match self.listed[literal if literal >= 0 else -1 - literal]:
            case Rested(leaves=leaves):
                return mask(leaves)
            case Gate(parts=parts):
                found = 0
                for part in parts:
                    found |= self.rests_on(part)
                return found
            case _:
                return 0

    # Nodes

    def numbered(self, node: Node, *, vector: bool = False) -> int:
        found = self.nodes.setdefault(node, len(self.nodes))
        if found == len(self.listed):
            self.listed.append(node)
        if vector:
            self.vectors.add(found)
        return found

    def gate(self, k: int, parts: Iterable[int]) -> int:
        """At least k of the parts; conjunctions in conjunctions and disjunctions in disjunctions laid open."""
        always, never = self.constant(holds=True), self.constant(holds=False)
        listed = [part for part in parts if part != never]
        k -= listed.count(always)
        listed = [part for part in listed if part != always]
        if not 0 < k <= len(listed):
            return always if k <= 0 else never
        conjunction = k == len(listed)
        if conjunction or k == 1:
            listed = list(dict.fromkeys(one for part in listed for one in self.laid_open(part, conjunction)))
            k = len(listed) if conjunction else 1
        if len(listed) == 1:
            return listed[0]
        vector = any((part if part >= 0 else -1 - part) in self.vectors for part in listed)
        return self.numbered(Gate(k, tuple(listed)), vector=vector)

    def constant(self, *, holds: bool) -> int:
        return self.numbered(Gate(0 if holds else 1, ()))

    def laid_open(self, literal: int, conjunction: bool) -> tuple[int, ...]:  # noqa: FBT001 - one of two
        node = self.listed[literal] if literal >= 0 else None
        if isinstance(node, Gate) and node.parts and node.k == (len(node.parts) if conjunction else 1):
            return node.parts
        return (literal,)

    def node(self, condition: Condition, here: int) -> int:
        """The number of the node for a condition, or of its negation as a negative number."""
        match condition:
            case All(of=of):
                return self.gate(len(of), (self.node(one, here) for one in of))
            case Any_(of=of):
                return self.gate(1, (self.node(one, here) for one in of))
            case AtLeast(k=k, of=of):
                return self.gate(k, (self.node(one, here) for one in of))
            case Not(of=part):
                inner = self.node(part, here)
                constants = self.constant(holds=True), self.constant(holds=False)
                return constants[1 - constants.index(inner)] if inner in constants else -1 - inner
            case Exists(filter=items, count=count):
                return self.over(items, lambda screen: Found(screen, count), here)
            case Sum() | Span():
                value = self.value(condition.at_least, here)
                closed = condition.with_(at_least=value)
                whose = here if isinstance(value, Param) else 0
                return self.over(condition.over, lambda screen: Measured(screen, closed, whose), here)
            case Applicant(tests=tests):
                screen = self.screen((APPLICANT,), tests, here)
                return self.numbered(Found(self.screens[screen]), vector=bool(screen.aligned))
            case Assessed(tests=tests, outcome=outcome):
                screen = self.screen((VERDICT,), tests, here)
                leaves = self.places(self.framework.leaves_of(outcome)) if outcome else ()
                return self.numbered(Tested(self.screens[screen], condition, leaves), vector=not outcome)
            case Judgement(id=name):
                ruleset = self.rulesets[here]
                owner = None if name in self.shared | ruleset.shared else condition.ruleset or ruleset.id
                return self.numbered(Answered(condition, owner))
            case Exempt(outcome=outcome):
                return self.numbered(Rested(here, self.places(self.framework.leaves_of(outcome))))
            case _:
                assert_never(condition)

    def over(self, items: Filter, made: Any, here: int) -> int:
        screen = self.screen(items.kinds, items.tests, here)
        return self.numbered(made(self.screens[screen]), vector=bool(screen.aligned))

    def screen(self, bearers: tuple[str, ...], tests: Iterable[Test], here: int) -> Screen:
        aligned, hanging, plain = [], [], []
        for test in tests:
            closed = settled(test, self.rulesets[here], self.on)
            if isinstance(closed, CoversTest) and closed.outcome is None:
                aligned.append(closed.attribute)
            elif hangs(closed):
                hanging.append(closed)
            else:
                plain.append(closed)
        screen = Screen(bearers, tuple(plain), tuple(hanging), here if hanging else 0, tuple(dict.fromkeys(aligned)))
        self.screens.setdefault(screen, len(self.screens))
        return screen

    def value(self, value: _T, here: int) -> _T | Any:
        return value_of(value, self.rulesets[here], self.on)


def _split(draft: _Draft) -> Iterator[_Draft]:
    """A draft for each of its targets."""
    for place in bits(draft.targets):
        yield _Draft(draft.ruleset, draft.rule, draft.node, 1 << place)
