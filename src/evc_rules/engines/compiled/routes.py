"""The ways from rules back to inputs: what of the questions hangs on the circuit alone, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ...model.attributes import VERDICT
from ...model.outcomes import Leaf
from ...results.questions import Assessment, MissingFact, Question
from .circuit import Circuit, Found, Gate, Tested, bits, mask
from .decode import Sets
from .emit import bit_of, input_bit, kept, node_of

_MOST_FACTS: Final = 20_000
_MOST_LISTED: Final = 5_000

Effects = tuple[int, int]
"""What grants reach, and what bars do: the leaves of all rulesets, counted through."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What a condition that speaks of the target is made of, when all its parts are inputs.

    Attributes:
        bit: The bit of the condition, when it is a gate and no vector; else 0.
        vector: The node of the condition, when it is a gate and a vector; else None.
        same: The bits of the parts that say the same for every target.
        vectors: The parts that do not.
    """

    bit: int
    vector: int | None
    same: int
    vectors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Assessments that nobody has taken, with the leaves that wait for them.

    Attributes:
        masks: These, by the identity of the question, as masks.
        said: The same, as questions and leaves.
        leaves: All the leaves that wait.
    """

    masks: dict[int, int]
    said: dict[Question, tuple[Leaf, ...]]
    leaves: int


class Routes:
    """The ways from rules back to inputs, worked out once for a circuit.

    Attributes:
        circuit: The circuit.
        sets: The leaves of vectors.
        plain: For the bit of a condition what is reached by the rules that act, when it holds, on all their targets.
        plains: These bits.
        partly: For each ruleset the places of the rules that act on some of their targets only: grants, and bars.
        gates: For the bit of each gate that is no vector the bits of its parts.
        special: The screens of which what is unknown can differ from target to target, or hangs on the applicant.
        differing: Those of them that are asked of a thing anew for each target, or with the applicant in sight.
        leads: For the place of each rule that acts on some of its targets only what its condition is made of.
        screens: For each node the screen whose things are asked about, unless more is.
        assessed: The nodes that are assessments.
        listed: For a node, an effect, targets and leaves what `untaken` says of them, as far as it is kept.
        named: The assessments that were asked, by identity: they are kept, so that it stays theirs.
    """

    def __init__(self, circuit: Circuit, sets: Sets) -> None:
        self.circuit, self.sets = circuit, sets
        special = set(kept(circuit))
        ladder, width = circuit.ladder, len(circuit.leaves)
        self.plain: dict[int, Effects] = {}
        self.partly: tuple[tuple[list[int], list[int]], ...] = tuple(([], []) for _ in circuit.rulesets)
        for place, one in enumerate(circuit.acting):
            if one.effect == "waive":
                continue
            if place in special:
                self.partly[one.ruleset][one.effect == "bar"].append(place)
                continue
            bit = input_bit(circuit, node_of(one.node))
            grants, bars = self.plain.get(bit, (0, 0))
            reached = ladder.reached(one.effect, one.targets) << one.ruleset * width
            self.plain[bit] = (grants | reached, bars) if one.effect == "grant" else (grants, bars | reached)
        self.plains = mask(self.plain)
        self.gates = {
            bit_of(circuit, place): mask(input_bit(circuit, node_of(part)) for part in node.parts)
            for place, node in enumerate(circuit.nodes)
            if isinstance(node, Gate) and place not in circuit.vectors
        }
        self.special = mask(
            place for place, one in enumerate(circuit.screens) if one.aligned or one.hanging or VERDICT in one.bearers
        )
        self.differing = mask(place for place, one in enumerate(circuit.screens) if one.aligned or one.hanging)
        self.leads = {place: self._lead(node_of(circuit.acting[place].node)) for place in special}
        self.screens = tuple(node.screen if isinstance(node, Tested | Found) else None for node in circuit.nodes)
        self.assessed = frozenset(place for place, node in enumerate(circuit.nodes) if isinstance(node, Tested))
        self.assessments: dict[tuple[int, int], Assessment] = {}
        self.known: dict[Assessment, Assessment] = {}
        self.named: dict[int, Question] = {}
        self.tables: dict[tuple[int, str], ByTarget] = {}
        self.listed: dict[tuple[int, str, int, int], Listed] = {}
        self.facts: dict[tuple[str | None, str], MissingFact] = {}

    def _lead(self, place: int) -> Lead | None:
        """The parts of a node; nothing when some of them are gates, which must be walked through."""
        node = self.circuit.nodes[place]
        parts = tuple(map(node_of, node.parts)) if isinstance(node, Gate) else (place,)
        if any(isinstance(self.circuit.nodes[part], Gate) for part in parts):
            return None
        vectors = self.circuit.vectors
        same = mask(input_bit(self.circuit, part) for part in parts if part not in vectors)
        bit = vector = None
        if isinstance(node, Gate):
            bit, vector = (None, place) if place in vectors else (1 << bit_of(self.circuit, place), None)
        return Lead(bit or 0, vector, same, tuple(dict.fromkeys(part for part in parts if part in vectors)))

    def assessment(self, node: int, leaf: int) -> Assessment:
        """The question for an assessment of a leaf, the same object every time."""
        found = self.assessments.get((node, leaf))
        if found is None:
            one = self.circuit.nodes[node]
            assert isinstance(one, Tested)  # noqa: S101 - no other input is assessed
            made = Assessment(self.circuit.leaves[leaf], one.condition.tests)
            found = self.known.setdefault(made, made)
            self.named[id(found)] = found
            self.assessments[node, leaf] = found
        return found

    def untaken(self, node: int, effect: str, targets: int, waiting: int) -> Listed | None:
        """The assessments of targets, with the leaves that wait for them; nothing when none does."""
        ladder = self.circuit.ladder
        waiting &= ladder.reached(effect, targets)
        if not waiting:
            return None
        targets &= ladder.reaching(effect, waiting)  # what makes no difference is left out: so the same comes by often
        key = node, effect, targets, waiting
        found = self.listed.get(key)
        if found is None:
            asked = self.one_by_one(node, effect, targets)
            found = self.list_({one: leaves for one, reached in asked if (leaves := reached & waiting)})
            if len(self.listed) < _MOST_LISTED:
                self.listed[key] = found
        return found

    def list_(self, masks: dict[int, int]) -> Listed:
        """Assessments that were asked, with leaves."""
        leaves = 0
        for each in masks.values():
            leaves |= each
        return Listed(masks, {self.named[key]: self.sets[each] for key, each in masks.items()}, leaves)

    def one_by_one(self, node: int, effect: str, targets: int) -> list[tuple[int, int]]:
        """The assessments of targets, by identity, each with the leaves that are reached from there."""
        by_target = self.tables.get((node, effect))
        if by_target is None:
            by_target = self.tables[node, effect] = ByTarget(self, node, effect)
        return [by_target[1 << place] for place in bits(targets)]

    def fact(self, name: str | None, attribute: str) -> MissingFact:
        """The question for a fact, the same object every time, as long as there are not too many of them."""
        key = name, attribute
        found = self.facts.get(key)
        if found is None:
            found = MissingFact(name, attribute)
            if len(self.facts) < _MOST_FACTS:
                return self.facts.setdefault(key, found)  # whichever thread was first
        return found


class ByTarget(dict[int, tuple[int, int]]):
    """For the bit of each target its assessment, by identity, and the leaves that are reached from it."""

    def __init__(self, routes: Routes, node: int, effect: str) -> None:
        super().__init__()
        self.routes, self.node, self.effect = routes, node, effect

    def __missing__(self, target: int) -> tuple[int, int]:
        question = self.routes.assessment(self.node, target.bit_length() - 1)
        found = self[target] = id(question), self.routes.circuit.ladder.reached(self.effect, target)
        return found


class Reach:
    """From targets of a rule to the leaves that wait for it.

    Attributes:
        effect: What the rule does.
        waiting: The leaves that wait for rules that do that.
        shift: Where the leaves of the ruleset begin, when those of all rulesets are counted through.
        found: What is asked under the ruleset.
        untaken: Assessments that nobody has taken, each with the targets that wait for it.
    """

    def __init__(self, routes: Routes, effect: str, waiting: int, shift: int, found: dict[int, int]) -> None:
        self.reached = routes.circuit.ladder.down if effect == "grant" else routes.circuit.ladder.up
        self.effect, self.waiting, self.shift, self.found = effect, waiting, shift, found
        self.untaken: dict[int, int] = {}

    def __call__(self, targets: int) -> int:
        """The leaves for some targets."""
        return self.reached(targets) & self.waiting


class Through:
    """From targets of a rule that overrides another to the leaves that wait for the other.

    Attributes:
        source: The targets from which the rule overrides the other where that may act.
    """

    def __init__(self, routes: Routes, effect: str, here: int, reach: Reach | Through) -> None:
        self.ladder, self.effect, self.here, self.reach = routes.circuit.ladder, effect, here, reach
        self.source = self.ladder.reaching(effect, here)
        self.shift: int = reach.shift
        self.found: dict[int, int] = reach.found

    def __call__(self, targets: int) -> int:
        """The leaves for some targets."""
        return self.reach(self.ladder.reached(self.effect, targets) & self.here)
