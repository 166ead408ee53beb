"""From what is found in dossiers to where rulesets grant and bar: gates, rules and what overrides them, on planes.

Every node of the circuit becomes two planes: where it surely holds, and where it may. What speaks of the target is a
stack of planes, one for each leaf that it is asked of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from ...model.conditions import Param
from ..compiled.circuit import Acting, Answered, Circuit, Found, Gate, Measured, Rested, Tested, bits
from ..compiled.emit import kept, node_of
from .asking import Asking
from .gather import Gathered
from .planes import at_least, every, length, negated, packed, some
from .sides import Sides, add
from .slots import Layout, Slot
from .spoken import Spoken

_SIDES: Final = ("grant", "bar")
Scalar = tuple[Any, Any]
"""Where something surely holds, and where it may: planes, or plain truths when it is the same for all."""


@dataclass(frozen=True)
class Vector:
    """What speaks of the target.

    Attributes:
        leaves: The leaves, in order.
        surely: For each leaf where it surely holds, row by row; or one plane or truth for all.
        maybe: Where it may.
    """

    leaves: tuple[int, ...]
    surely: Any
    maybe: Any

    def side(self, side: int, leaves: Sequence[int]) -> Any:
        """The rows of some of its leaves: where it surely holds (0), or may (1)."""
        found = self.maybe if side else self.surely
        if isinstance(found, bool) or found.ndim == 1 or tuple(leaves) == self.leaves:
            return found
        rows = np.searchsorted(self.leaves, leaves)
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            return found[rows[0] : rows[-1] + 1]
        return found[rows]


@dataclass
class Settling:
    """Works out what follows for all dossiers of a batch.

    Attributes:
        layout: What is asked.
        spoken: Where it is what verdicts say.
        asking: Asks for values of parameters.
        found: What was found.
    """

    layout: Layout
    spoken: Spoken
    asking: Asking
    found: Gathered
    scalars: dict[int, Scalar] = field(default_factory=dict)
    vectors: dict[int, Vector] = field(default_factory=dict)
    reached: dict[int, Vector] = field(default_factory=dict)

    @property
    def circuit(self) -> Circuit:
        """What is asked."""
        return self.layout.circuit

    def settled(self) -> list[Sides]:
        """For each ruleset where it grants and bars."""
        kept_ = set(kept(self.circuit))
        sides = [Sides.nowhere(len(self.circuit.leaves), self.found.size) for _ in self.circuit.rulesets]
        for place, one in enumerate(self.circuit.acting):
            if place in kept_:
                self.reached[place] = self._acts(one)
            if one.effect == "waive":
                continue
            into = sides[one.ruleset].granted if one.effect == "grant" else sides[one.ruleset].barred
            if place in kept_:
                reaching = self.reached[place]
                both = reaching.surely, reaching.maybe
                leaves = reaching.leaves
            else:
                both, leaves = self.scalar(one.node), tuple(bits(self.circuit.ladder.reached(one.effect, one.targets)))
            for side, truths in zip(into, both, strict=True):
                add(side, leaves, truths)
        return sides

    # Nodes

    def scalar(self, literal: int) -> Scalar:
        """Where a node, or its negation, holds."""
        place = node_of(literal)
        if place not in self.scalars:
            self.scalars[place] = self._scalar(place)
        surely, maybe = self.scalars[place]
        return (surely, maybe) if literal >= 0 else (negated(maybe), negated(surely))

    def _scalar(self, place: int) -> Scalar:
        match self.circuit.nodes[place]:
            case Found(screen=screen, count=1):
                return self.found.slots.get(Slot(screen), (False, False))
            case Found(count=count):
                return self._total(place, [count])
            case Measured() as node:
                return self._measured(place, node)
            case Tested(screen=screen, leaves=leaves):
                each = [self._spoken(screen, leaf) for leaf in leaves]
                return _both(every, each)
            case Answered():
                yes, no = self.found.answers[place]
                return yes & ~no, yes | ~no
            case Rested() as node:
                return self._rested(node)
            case Gate(k=k, parts=parts):
                each = [self.scalar(part) for part in parts]
                return _gate(k, each)

    def _measured(self, place: int, node: Measured) -> Scalar:
        said: list[Scalar] = []
        wanted = self.layout.wanted.get(place, {})
        for cohort in self.asking.cohorts:
            values = self.asking.values(node.condition.at_least, node.ruleset, cohort)
            steps = [wanted[one] for one in values if one in wanted]
            said.append(self._total(place, steps) if steps else (False, True))
        if not isinstance(node.condition.at_least, Param) or len(said) == 1:
            return said[0]
        where = [packed(self.found.cohort == each) for each in range(len(said))]
        sides = [some([every([there, one[side]]) for there, one in zip(where, said, strict=True)]) for side in (0, 1)]
        return sides[0], sides[1]

    def _total(self, place: int, wanted: Sequence[int]) -> Scalar:
        for number, tally in enumerate(self.layout.tallies):
            for lane in tally.lanes:
                if lane.node == place and number in self.found.totals:
                    low, high = (
                        (total >> lane.shift) & ((1 << tally.width) - 1) for total in self.found.totals[number]
                    )
                    return packed(low >= max(wanted)), packed(high >= min(wanted))
        return max(wanted) <= 0, min(wanted) <= 0

    def _rested(self, node: Rested) -> Scalar:
        wins = self.circuit.rulesets[node.ruleset].conflicts == "grant-wins"
        each = []
        for leaf in node.leaves:
            granted, barred = (self._leaf(node, leaf, side) for side in _SIDES)
            if wins:
                barred = (False, False)
            each.append((every([granted[0], negated(barred[1])]), every([granted[1], negated(barred[0])])))
        return _both(every, each)

    def _leaf(self, node: Rested, leaf: int, side: str) -> Scalar:
        """Whether a leaf is granted, or barred, by all that comes before."""
        found: list[Scalar] = []
        for place, one in self._effects.get((node.ruleset, side), ()):
            if not self.circuit.ladder.reached(side, one.targets) >> leaf & 1:
                continue
            if place in self.reached:
                reaching = self.reached[place]
                found.append((_row(reaching.side(0, (leaf,))), _row(reaching.side(1, (leaf,)))))
            else:
                found.append(self.scalar(one.node))
        return _both(some, found)

    @cached_property
    def _effects(self) -> dict[tuple[int, str], list[tuple[int, Acting]]]:
        """The rules of each ruleset by what they do."""
        found: dict[tuple[int, str], list[tuple[int, Acting]]] = {}
        for place, one in enumerate(self.circuit.acting):
            found.setdefault((one.ruleset, one.effect), []).append((place, one))
        return found

    # Vectors

    def vector(self, literal: int, leaves: tuple[int, ...]) -> Scalar:
        """Where a node, or its negation, holds of each of these leaves."""
        place = node_of(literal)
        if place not in self.circuit.vectors:
            return self.scalar(literal)
        if place not in self.vectors:
            self.vectors[place] = self._vector(place, tuple(bits(self.spoken.asked[place])))
        found = self.vectors[place]
        surely, maybe = found.side(0, leaves), found.side(1, leaves)
        return (surely, maybe) if literal >= 0 else (negated(maybe), negated(surely))

    def _vector(self, place: int, leaves: tuple[int, ...]) -> Vector:
        match self.circuit.nodes[place]:
            case Found(screen=screen) if screen in self.layout.aligned:
                uncovered = self.found.slots.get(Slot(screen, uncovered=True), (False, False))[1]
                surely, maybe = self.found.covers.get(screen, (False, False))
                rows = slice(leaves[0], leaves[-1] + 1) if leaves[-1] - leaves[0] == len(leaves) - 1 else list(leaves)
                found = tuple(one if isinstance(one, bool) else one[rows] for one in (surely, maybe))
                return Vector(leaves, found[0], some([found[1], uncovered]))
            case Tested(screen=screen):
                each = [self._spoken(screen, leaf) for leaf in leaves]
                return Vector(leaves, np.stack([one[0] for one in each]), np.stack([one[1] for one in each]))
            case Gate(k=k, parts=parts):
                return Vector(leaves, *_gate(k, [self.vector(part, leaves) for part in parts]))
            case Measured(condition=condition, ruleset=ruleset):  # of nothing, where columns can carry it at all
                wanted = self.asking.values(condition.at_least, ruleset)
                none = all(getattr(one, "value", 1) <= 0 for one in wanted)
                return Vector(leaves, none, none)
            case _:
                return Vector(leaves, False, False)

    def _spoken(self, screen: int, leaf: int) -> Scalar:
        word, bit = self.spoken.place[screen, leaf]
        achieved, maybe, failed = (planes[bit] for planes in self.found.spoken[word])
        return achieved, maybe | ~failed

    # Rules

    def _acts(self, one: Acting) -> Vector:
        """The leaves that a rule reaches where it acts, one that does not act on all of its targets or none."""
        targets = tuple(bits(one.targets))
        acting = list(self.vector(one.node, targets))
        for overrider in one.overriders:
            other = self.reached[overrider]
            common = tuple(leaf for leaf in targets if leaf in set(other.leaves))
            for side in (0, 1) if common else ():
                acting[side] = self._without(acting[side], targets, other.side(1 - side, common), common)
        if one.effect == "waive":
            return Vector(targets, acting[0], acting[1])
        reached = tuple(bits(self.circuit.ladder.reached(one.effect, one.targets)))
        sides = [self._carried(each, targets, reached, down=one.effect == "grant") for each in acting]
        return Vector(reached, sides[0], sides[1])

    def _without(self, acting: Any, targets: tuple[int, ...], other: Any, common: tuple[int, ...]) -> Any:
        """What acts on targets, but not where something else reaches some of them."""
        if other is False or acting is False:
            return acting
        found = np.empty((len(targets), length(self.found.size)), dtype=np.uint64)
        found[:] = ~np.uint64(0) if acting is True else acting
        rows = np.searchsorted(targets, common)
        found[rows] = 0 if other is True else found[rows] & ~other
        return found

    def _carried(self, acting: Any, targets: tuple[int, ...], reached: tuple[int, ...], *, down: bool) -> Any:
        """What acts on targets, carried to lower levels or to higher ones."""
        if isinstance(acting, bool) or acting.ndim == 1:
            return acting
        leaves = self.circuit.leaves
        found = np.zeros((len(reached), acting.shape[1]), dtype=np.uint64)
        found[np.searchsorted(reached, targets)] = acting
        order = range(len(reached) - 2, -1, -1) if down else range(1, len(reached))
        for row in order:
            other = row + 1 if down else row - 1
            beside = abs(reached[row] - reached[other]) == 1
            if beside and leaves[reached[row]].outcome == leaves[reached[other]].outcome:
                found[row] |= found[other]
        return found


def _both(how: Any, each: Iterable[Scalar]) -> Scalar:
    listed = list(each)
    return how([one[0] for one in listed]), how([one[1] for one in listed])


def _gate(k: int, each: Sequence[Scalar]) -> Scalar:
    if k == len(each):
        return _both(every, each)
    if k == 1:
        return _both(some, each)
    return at_least(k, [one[0] for one in each]), at_least(k, [one[1] for one in each])


def _row(truths: Any) -> Any:
    """The plane of a stack of one."""
    return truths if isinstance(truths, bool) or truths.ndim == 1 else truths[0]
