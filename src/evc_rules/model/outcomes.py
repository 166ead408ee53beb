"""Outcomes (leeruitkomsten) and the framework: the graph of wholes, parts, levels and prerequisites."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeVar, get_args

import networkx as nx

from .attributes import Attribute, Conversion, Fact, Vocabulary
from .base import Frozen, Id, Text
from .quantities import Cohorts, Dates, _Written
from .sources import Source

Component = Literal["pedagogical-didactic", "subject-didactic", "subject-content", "professional", "admission", "route"]
"""What part of teaching an outcome belongs to; the last two are for frameworks about admission and routes."""

COMPONENTS: Final[tuple[str, ...]] = get_args(Component)

_Node = TypeVar("_Node", bound=Hashable)
_REF: Final = re.compile(r"([A-Za-z0-9_.-]+?)(?:@([1-9][0-9]?)(?:\.\.([1-9][0-9]?))?)?")


class Leaf(NamedTuple):
    """An outcome without parts, at one level: what rules act on."""

    outcome: str
    level: int

    def __str__(self) -> str:
        return f"{self.outcome}@{self.level}"


@dataclass(frozen=True, slots=True, order=True)
class Ref(_Written):
    """A reference to an outcome, at a level, a range of levels, or (without any) at all its levels.

    Attributes:
        outcome: The id of the outcome.
        low: The lowest level meant, or 0 for all levels.
        high: The highest level meant, or 0 for all levels.
    """

    outcome: str
    low: int = 0
    high: int = 0

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read `ped.climate@2`, `prof.research@1..2` or `ped.climate`.

        Raises:
            ValueError: When the text is anything else, or the range runs down.
        """
        match = _REF.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is not an outcome (write 'ped.climate@2' or 'ped.climate@1..2')")
        low = int(match[2] or 0)
        high = int(match[3] or low)
        if high < low:
            raise ValueError(f"{text!r} runs from a higher level to a lower one")
        return cls(match[1], low, high)

    def __str__(self) -> str:
        if not self.low:
            return self.outcome
        return f"{self.outcome}@{self.low}" if self.low == self.high else f"{self.outcome}@{self.low}..{self.high}"


class Selector(Frozen):
    """A choice of leaves: all that answer every test that is given.

    Attributes:
        part_of: Under this whole, at any depth (or the outcome itself).
        component: Of this component.
        low: At this level or higher.
        high: At this level or lower, or 0 for no bound.
        except_: But for these.
    """

    part_of: Id | None = None
    component: Component | None = None
    low: int = 1
    high: int = 0
    except_: tuple[Ref, ...] = ()


Reach = tuple[Ref | Selector, ...]
"""What a rule, a unit or a limit is about: outcomes by name, selectors, or both."""


class Requirement(Frozen):
    """Reaching an outcome at a level (and so at every higher one) needs another outcome first."""

    level: int = 1
    ref: Ref


class Outcome(Frozen):
    """What a teacher must know or be able to do.

    Attributes:
        id: Its id, such as `ped.climate`.
        title: Its name for people.
        component: What part of teaching it belongs to.
        part_of: The wholes that it is a part of.
        requires: What must be reached before it.
        levels: How many successive levels it comes in, or 1; level n includes every level below it.
        descriptors: What each level asks, from the lowest, or nothing.
        source: The source that it was taken from, and where in it.
    """

    id: Id
    title: Text
    component: Component
    part_of: tuple[Id, ...] = ()
    requires: tuple[Requirement, ...] = ()
    levels: int = 1
    descriptors: tuple[Text, ...] = ()
    source: str = ""


class Framework(Frozen):
    """The shared outcome graph that institutions are compared on.

    Attributes:
        id: Its id, such as `leraar-basisonderwijs`.
        version: Its version, such as `2026`.
        title: Its name for people.
        illustrative: Whether (part of) it was made up.
        note: What to know before relying on it.
        decisions: The decision dates for which this version is meant.
        cohorts: The cohorts for which this version is meant.
        sources: What its outcomes were taken from.
        outcomes: Its nodes, in the order of the file.
        attributes: Attributes that it declares beside the built-in ones.
        facts: Facts of the world that it declares.
        conversions: Conversions between grading scales that it declares.
    """

    id: Id
    version: str
    title: Text
    illustrative: bool = False
    note: Text = Text()
    decisions: Dates = Dates()
    cohorts: Cohorts = Cohorts()
    sources: dict[Id, Source] = {}
    outcomes: tuple[Outcome, ...]
    attributes: tuple[Attribute, ...] = ()
    facts: tuple[Fact, ...] = ()
    conversions: tuple[Conversion, ...] = ()

    @property
    def name(self) -> str:
        """Id and version together: `leraar-basisonderwijs@2026`."""
        return f"{self.id}@{self.version}"

    @cached_property
    def by_id(self) -> dict[str, Outcome]:
        """The outcomes by id."""
        return {outcome.id: outcome for outcome in self.outcomes}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The attributes, facts and conversions that dossiers and conditions over this framework may use."""
        return Vocabulary.standard().extended(self.attributes, self.facts, self.conversions)

    @cached_property
    def parts(self) -> nx.DiGraph[str]:
        """Edges from each whole to its parts."""
        return _digraph(self.by_id, ((whole, o.id) for o in self.outcomes for whole in o.part_of))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf, in the order of the file, from the lowest level up."""
        return tuple(
            Leaf(o.id, level) for o in self.outcomes if not self.parts.out_degree(o.id) for level in self.levels(o.id)
        )

    @cached_property
    def prerequisites(self) -> nx.DiGraph[Leaf]:
        """Edges from each leaf to the leaves that must come after it: lower levels first, then `requires`."""
        edges = [(Leaf(leaf.outcome, leaf.level - 1), leaf) for leaf in self.leaves if leaf.level > 1]
        for outcome in self.outcomes:
            for need in outcome.requires:
                later = [leaf for leaf in self.leaves_of(Ref(outcome.id)) if leaf.level >= self._at(leaf, need.level)]
                edges += [(first, leaf) for first in self.leaves_of(need.ref) for leaf in later if first != leaf]
        return _digraph(self.leaves, edges)

    def levels(self, outcome: str) -> range:
        """The levels of an outcome without parts."""
        return range(1, self.by_id[outcome].levels + 1)

    def under(self, outcome: str) -> tuple[str, ...]:
        """The outcomes without parts under this one, itself included, in the order of the file."""
        return self._under[outcome]

    @cached_property
    def _under(self) -> dict[str, tuple[str, ...]]:
        below = {o.id: {o.id} | nx.descendants(self.parts, o.id) for o in self.outcomes}
        partless = [o.id for o in self.outcomes if not self.parts.out_degree(o.id)]
        return {whole: tuple(one for one in partless if one in inside) for whole, inside in below.items()}

    def leaves_of(self, ref: Ref) -> tuple[Leaf, ...]:
        """The leaves that a reference names.

        A level of a whole stands for that level of each part, or the highest level of a part that has fewer.
        """
        named = []
        for outcome in self.under(ref.outcome):
            top = self.by_id[outcome].levels
            low, high = (min(ref.low, top), min(ref.high, top)) if ref.low else (1, top)
            named += [Leaf(outcome, level) for level in range(low, high + 1)]
        return tuple(named)

    def select(self, reach: Iterable[Ref | Selector]) -> tuple[Leaf, ...]:
        """The leaves that references and selectors choose, each once, in the order of the framework."""
        chosen: set[Leaf] = set()
        for one in reach:
            chosen.update(self.leaves_of(one) if isinstance(one, Ref) else self._selected(one))
        return tuple(leaf for leaf in self.leaves if leaf in chosen)

    def _selected(self, selector: Selector) -> Iterator[Leaf]:
        within = set(self.under(selector.part_of)) if selector.part_of else set(self.by_id)
        without = {leaf for ref in selector.except_ for leaf in self.leaves_of(ref)}
        for leaf in self.leaves:
            component = self.by_id[leaf.outcome].component
            if (
                leaf.outcome in within
                and leaf not in without
                and selector.component in (None, component)
                and selector.low <= leaf.level
                and (not selector.high or leaf.level <= selector.high)
            ):
                yield leaf

    def _at(self, leaf: Leaf, level: int) -> int:
        return min(level, self.by_id[leaf.outcome].levels)


def _digraph(nodes: Iterable[_Node], edges: Iterable[tuple[_Node, _Node]]) -> nx.DiGraph[_Node]:
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return graph
