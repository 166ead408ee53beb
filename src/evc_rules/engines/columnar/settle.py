"""From what is found in a dossier to statuses: gates, rules and what overrides them, over whole columns.

Every node becomes two columns: whether it surely holds, and whether it may. What speaks of the target is a vector: a
bit for each leaf. Rules that act on all their targets or on none are looked up eight at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, Final

import ibis  # type: ignore[import-untyped]

from ...model.conditions import Param
from ..compiled.circuit import Acting, Answered, Circuit, Found, Gate, Measured, Rested, Tested, bits
from ..compiled.emit import node_of
from .asking import Asking
from .dialect import Dialect
from .leaves import LeafWords
from .slots import WIDTH, Layout, Slot
from .spoken import Spoken

_BYTE: Final = 8
_SIDES: Final = ("grant", "bar")
Scalar = tuple[Any, Any]
"""Whether something surely holds, and whether it may; plain booleans when it is the same for all."""


@dataclass
class Settling:
    """Works out one node after the other, in stages: each stage reads the columns of those before.

    Attributes:
        table: The dossiers, with all that was found in them.
        layout: Where that is.
        leaves: Where leaves are.
        spoken: Where it is what verdicts say.
        asking: Asks for values of parameters.
        dialect: What the backend calls things.
    """

    table: Any
    layout: Layout
    leaves: LeafWords
    spoken: Spoken
    asking: Asking
    dialect: Dialect
    scalars: dict[int, Scalar] = field(default_factory=dict)
    pending: dict[str, Any] = field(default_factory=dict)

    @property
    def circuit(self) -> Circuit:
        """What is asked."""
        return self.layout.circuit

    def settled(self) -> Any:
        """The table with, for each ruleset and column of leaves, what is granted and barred, surely and maybe."""
        order: dict[int, list[Callable[[], None]]] = {}
        for place in range(len(self.circuit.nodes)):
            if place in self._needed:
                order.setdefault(self._level(place), []).append(lambda place=place: self._node(place))  # type: ignore[misc]
        for place, one in enumerate(self.circuit.acting):
            if place in self._vectored:
                order.setdefault(self._acting_level(place), []).append(
                    lambda place=place, one=one: self._acts(place, one)  # type: ignore[misc]
                )
        for level in sorted(order):
            for step in order[level]:
                step()
            self._flush()
        self._reasons()
        self._flush()
        for place in range(len(self.circuit.rulesets)):
            self._sides(place)
        self._flush()
        return self.table

    def _flush(self) -> None:
        if self.pending:
            self.table = self.table.mutate(**self.pending)
            self.pending = {}

    # Order

    @cached_property
    def _needed(self) -> frozenset[int]:
        found: set[int] = set()
        waiting = [node_of(one.node) for one in self.circuit.acting]
        while waiting:
            place = waiting.pop()
            node = self.circuit.nodes[place]
            if place not in found and isinstance(node, Gate):
                waiting += [node_of(part) for part in node.parts]
            found.add(place)
        return frozenset(found)

    @cached_property
    def _vectored(self) -> frozenset[int]:
        """What acts differently from target to target."""
        overriding = {place for one in self.circuit.acting for place in one.overriders}
        return frozenset(
            place
            for place, one in enumerate(self.circuit.acting)
            if one.overriders or place in overriding or node_of(one.node) in self.circuit.vectors
        )

    @cached_property
    def _levels(self) -> dict[int, int]:
        return {}

    def _level(self, place: int) -> int:
        if place not in self._levels:
            self._levels[place] = self._level_of(place)
        return self._levels[place]

    def _level_of(self, place: int) -> int:
        match self.circuit.nodes[place]:
            case Gate(parts=parts):
                return 1 + max((self._level(node_of(part)) for part in parts), default=-1)
            case Rested() as rested:
                before = (self._acting_level(number) for number, _ in self._reaching(rested))
                return 1 + max(before, default=-1)
            case _:
                return 0

    @cached_property
    def _acting_levels(self) -> dict[int, int]:
        return {}

    def _acting_level(self, place: int) -> int:
        if place not in self._acting_levels:
            one = self.circuit.acting[place]
            level = self._level(node_of(one.node))
            if place in self._vectored:
                level = 1 + max([level, *(self._acting_level(other) for other in one.overriders)])
            self._acting_levels[place] = level
        return self._acting_levels[place]

    def _reaching(self, rested: Rested) -> list[tuple[int, Acting]]:
        asked = reduce(or_, (1 << leaf for leaf in rested.leaves), 0)
        return [
            (place, one)
            for place, one in enumerate(self.circuit.acting)
            if one.ruleset == rested.ruleset
            and one.effect != "waive"
            and self.circuit.ladder.reached(one.effect, one.targets) & asked
        ]

    # Nodes

    def _node(self, place: int) -> None:
        node = self.circuit.nodes[place]
        if place in self.circuit.vectors:
            for word in self.leaves.masks(bits(self.spoken.asked[place])):
                surely, maybe = self._vector_of(place, word)
                self.pending[f"v{place}t_{word}"], self.pending[f"v{place}m_{word}"] = surely, maybe
            return
        match node:
            case Found(screen=screen, count=1):
                found = self._found(Slot(screen))
            case Found():
                found = self._total(place, [node.count])
            case Measured():
                found = self._measured(place, node)
            case Tested(leaves=leaves):
                each = [self._spoken(node.screen, leaf) for leaf in leaves]
                found = _all(one[0] for one in each), _all(one[1] for one in each)
            case Answered():
                found = self._answered(place)
            case Rested():
                found = self._rested(node)
            case Gate():
                found = self._gate(node)
        if isinstance(found[0], bool) and isinstance(found[1], bool):
            self.scalars[place] = found
            return
        for name, expression in zip("tm", found, strict=True):
            self.pending[f"n{place}{name}"] = (
                ibis.literal(value=expression) if isinstance(expression, bool) else expression
            )

    def _scalar(self, literal: int) -> Scalar:
        place = node_of(literal)
        surely, maybe = self.scalars.get(place) or (self.table[f"n{place}t"], self.table[f"n{place}m"])
        return (surely, maybe) if literal >= 0 else (_not(maybe), _not(surely))

    def _found(self, slot: Slot) -> Scalar:
        if slot not in self.layout.words:
            return False, False
        word, bit = self.layout.words[slot]
        column = self.table[f"w{word}"]
        return _bit(column, bit), _bit(column, bit + WIDTH)

    def _measured(self, place: int, node: Measured) -> Scalar:
        said = []
        for cohort in self.asking.cohorts:
            values = self.asking.values(node.condition.at_least, node.ruleset, cohort)
            wanted = [self.layout.wanted[place][one] for one in values if one in self.layout.wanted[place]]
            said.append(self._total(place, wanted) if wanted else (False, True))
        if not isinstance(node.condition.at_least, Param) or len(said) == 1:
            return said[0]
        cohort = self.table["cohort_class"]
        surely, maybe = (
            ibis.cases(*((cohort == each, _expression(one[side])) for each, one in enumerate(said)), else_=False)
            for side in (0, 1)
        )
        return surely, maybe

    def _total(self, place: int, wanted: Sequence[int]) -> Scalar:
        for number, tally in enumerate(self.layout.tallies):
            for lane in tally.lanes:
                if lane.node == place:
                    mask = (1 << tally.width) - 1
                    low = (self.table[f"lo{number}"] >> lane.shift) & mask
                    high = (self.table[f"hi{number}"] >> lane.shift) & mask
                    return low >= max(wanted), high >= min(wanted)
        return max(wanted) <= 0, min(wanted) <= 0

    def _answered(self, place: int) -> Scalar:
        word, bit = divmod(self.answers.index(place), WIDTH)
        column = self.table[f"j{word}"]
        yes, no = _bit(column, bit), _bit(column, bit + WIDTH)
        return yes & ~no, yes | ~no

    @cached_property
    def answers(self) -> tuple[int, ...]:
        """The judgements, in the order of their bits."""
        return answers(self.circuit)

    def _rested(self, node: Rested) -> Scalar:
        wins = self.circuit.rulesets[node.ruleset].conflicts == "grant-wins"
        each = []
        for leaf in node.leaves:
            sides = {side: self._leaf(node, leaf, side) for side in _SIDES}
            granted, barred = sides["grant"], (False, False) if wins else sides["bar"]
            each.append((_all([granted[0], _not(barred[1])]), _all([granted[1], _not(barred[0])])))
        return _all(one[0] for one in each), _all(one[1] for one in each)

    def _leaf(self, node: Rested, leaf: int, side: str) -> Scalar:
        """Whether a leaf is granted, or barred, by all that comes before."""
        found: list[Scalar] = []
        word, bit = self.leaves.place[leaf]
        for place, one in self._reaching(node):
            if one.effect != side or not self.circuit.ladder.reached(side, one.targets) >> leaf & 1:
                continue
            if place in self._vectored:
                reached = [self._reached_by(place, word, which) for which in "tm"]
                found.append((_bit(reached[0], bit), _bit(reached[1], bit)))
            else:
                found.append(self._scalar(one.node))
        return _some(one[0] for one in found), _some(one[1] for one in found)

    def _gate(self, gate: Gate) -> Scalar:
        parts = [self._scalar(part) for part in gate.parts]
        sides = []
        for side in (0, 1):
            truths = [part[side] for part in parts]
            if gate.k == len(truths):
                sides.append(_all(truths))
            elif gate.k == 1:
                sides.append(_some(truths))
            else:
                count = reduce(lambda one, other: one + other, (_expression(one).cast("int64") for one in truths))
                sides.append(count >= gate.k)
        return sides[0], sides[1]

    # Vectors

    def _vector_of(self, place: int, word: int) -> Scalar:
        node = self.circuit.nodes[place]
        full = self.leaves.full(word)
        match node:
            case Found(screen=screen) if screen in self.layout.aligned:
                unknown = self._spread(self._found(Slot(screen, uncovered=True))[1], full)
                return self.table[f"c{screen}t_{word}"], self.table[f"c{screen}m_{word}"] | unknown
            case Tested(screen=screen):
                achieved, maybe, failed = (self._moved(screen, which, word) for which in "tmf")
                return achieved, maybe | (failed ^ full)
            case Gate(k=k, parts=parts):
                each = [self._vector(part, word) for part in parts]
                return _threshold(k, [one[0] for one in each]), _threshold(k, [one[1] for one in each])
            case Measured(condition=condition, ruleset=ruleset):  # of nothing, where columns can carry it at all
                wanted = self.asking.values(condition.at_least, ruleset)
                none = all(getattr(one, "value", 1) <= 0 for one in wanted)
                return (ibis.literal(full if none else 0, type="int64"),) * 2
            case _:
                return (ibis.literal(0, type="int64"),) * 2

    def _vector(self, literal: int, word: int) -> Scalar:
        place = node_of(literal)
        full = self.leaves.full(word)
        if place in self.circuit.vectors:
            surely, maybe = self.table[f"v{place}t_{word}"], self.table[f"v{place}m_{word}"]
            return (surely, maybe) if literal >= 0 else (maybe ^ full, surely ^ full)
        scalar = self._scalar(literal)
        return self._spread(scalar[0], full), self._spread(scalar[1], full)

    def _spread(self, truth: Any, mask: int) -> Any:
        if isinstance(truth, bool):
            return ibis.literal(mask if truth else 0, type="int64")
        return ibis.ifelse(truth, ibis.literal(mask, type="int64"), ibis.literal(0, type="int64"))

    def _spoken(self, screen: int, leaf: int) -> Scalar:
        word, bit = self.spoken.place[screen, leaf]
        achieved, maybe, failed = (self.table[f"a{which}{word}"] for which in "tmf")
        return _bit(achieved, bit), _bit(maybe, bit) | ~_bit(failed, bit)

    def _moved(self, screen: int, which: str, word: int) -> Any:
        """What verdicts say of a screen, moved to where its leaves are."""
        found: Any = ibis.literal(0, type="int64")
        for column, bit, target, count in self.spoken.runs(screen, self.leaves.place, word):
            found = found | (((self.table[f"a{which}{column}"] >> bit) & ((1 << count) - 1)) << target)
        return found

    # Rules

    def _acts(self, place: int, one: Acting) -> None:
        """Where a rule acts that does not act on all of its targets or none."""
        for word, targets in self.leaves.masks(bits(one.targets)).items():
            vector = self._vector(one.node, word)
            for which, other, side in (("t", "m", 0), ("m", "t", 1)):
                acting = vector[side] & ibis.literal(targets, type="int64")
                for overrider in one.overriders:
                    acting = acting & (self._reached_by(overrider, word, other) ^ self.leaves.full(word))
                self.pending[f"x{place}{which}_{word}"] = acting

    def _reached_by(self, place: int, word: int, which: str) -> Any:
        """The leaves that a rule reaches where it acts."""
        one = self.circuit.acting[place]
        name = f"x{place}{which}_{word}"
        if word not in self.leaves.masks(bits(one.targets)):
            return ibis.literal(0, type="int64")
        acting = self.table[name]
        found = acting
        if one.effect != "waive":
            for by in range(1, self.leaves.most):
                lower = self.leaves.steps(word, by)
                if lower:
                    found = found | (((acting >> by) & lower) if one.effect == "grant" else ((acting & lower) << by))
        return found

    @cached_property
    def _plain(self) -> list[Acting]:
        return [
            one
            for place, one in enumerate(self.circuit.acting)
            if place not in self._vectored and one.effect != "waive" and one.targets
        ]

    @cached_property
    def _reaching_by(self) -> dict[tuple[int, str], list[tuple[Acting, dict[int, int]]]]:
        """The plain rules by ruleset and effect, each with the leaves that it reaches."""
        found: dict[tuple[int, str], list[tuple[Acting, dict[int, int]]]] = {}
        for one in self._plain:
            masks = self.leaves.masks(bits(self.circuit.ladder.reached(one.effect, one.targets)))
            found.setdefault((one.ruleset, one.effect), []).append((one, masks))
        return found

    @cached_property
    def _moving_by(self) -> dict[tuple[int, str], list[tuple[int, frozenset[int]]]]:
        """What acts differently from target to target by ruleset and effect, with the columns of its targets."""
        found: dict[tuple[int, str], list[tuple[int, frozenset[int]]]] = {}
        for place in sorted(self._vectored):
            one = self.circuit.acting[place]
            words = frozenset(self.leaves.masks(bits(one.targets)))
            found.setdefault((one.ruleset, one.effect), []).append((place, words))
        return found

    @cached_property
    def _places(self) -> dict[int, tuple[str, int]]:
        """For the condition of each plain rule the column and bit in which it is: found, or made for it."""
        found: dict[int, tuple[str, int]] = {}
        made = 0
        for one in self._plain:
            node = self.circuit.nodes[node_of(one.node)]
            slot = Slot(node.screen) if isinstance(node, Found) and node.count == 1 else None
            if one.node in found or node_of(one.node) in self.scalars:
                continue
            if one.node >= 0 and slot in self.layout.words:
                word, bit = self.layout.words[slot]
                found[one.node] = f"w{word}", bit
            else:
                found[one.node] = f"q{made // WIDTH}", made % WIDTH
                made += 1
        return found

    def _reasons(self) -> None:
        columns: dict[str, list[Any]] = {}
        for literal, (name, bit) in self._places.items():
            if name.startswith("q"):
                surely, maybe = (_expression(one).cast("int64") for one in self._scalar(literal))
                columns.setdefault(name, []).append((surely << bit) | (maybe << (bit + WIDTH)))
        for name, parts in columns.items():
            self.pending[name] = reduce(or_, parts)

    def _sides(self, ruleset: int) -> None:
        for effect in _SIDES:
            for word in range(self.leaves.words):
                for which, offset, side in (("t", 0, 0), ("m", WIDTH, 1)):
                    parts = self._looked_up(ruleset, effect, word, offset, side)
                    parts += [
                        self._reached_by(place, word, which)
                        for place, words in self._moving_by.get((ruleset, effect), ())
                        if word in words
                    ]
                    self.pending[f"r{ruleset}{effect[0]}{which}_{word}"] = (
                        reduce(or_, parts) if parts else ibis.literal(0, type="int64")
                    )

    def _looked_up(self, ruleset: int, effect: str, word: int, offset: int, side: int) -> list[Any]:
        """What plain rules reach, looked up eight of them at a time."""
        always = 0
        bytes_: dict[tuple[str, int], dict[int, int]] = {}
        for one, masks_of in self._reaching_by.get((ruleset, effect), ()):
            reached = masks_of.get(word, 0)
            if not reached:
                continue
            if one.node not in self._places:
                always |= reached if self._scalar(one.node)[side] else 0
                continue
            name, bit = self._places[one.node]
            masks = bytes_.setdefault((name, bit // _BYTE), {})
            masks[bit % _BYTE] = masks.get(bit % _BYTE, 0) | reached
        parts = [ibis.literal(always, type="int64")] if always else []
        for (name, byte), masks in bytes_.items():
            listed = [
                reduce(or_, (mask for bit, mask in masks.items() if index >> bit & 1), 0) for index in range(1 << _BYTE)
            ]
            index = (self.table[name] >> (offset + _BYTE * byte)) & _index_mask(byte)
            parts.append(self.dialect.pick(listed, index))
        return parts


def answers(circuit: Circuit) -> tuple[int, ...]:
    """The judgements of a circuit, in the order of their bits."""
    return tuple(place for place, node in enumerate(circuit.nodes) if isinstance(node, Answered))


def _index_mask(byte: int) -> int:
    """The bits of a byte; the last one is shorter, for a word has 31 bits of each sort."""
    return (1 << min(_BYTE, WIDTH - _BYTE * byte)) - 1


def _bit(column: Any, bit: int) -> Any:
    return ((column >> bit) & 1) == 1


def _expression(one: Any) -> Any:
    return ibis.literal(value=one) if isinstance(one, bool) else one


def _not(one: Any) -> Any:
    return not one if isinstance(one, bool) else ~one


def _all(truths: Iterable[Any]) -> Any:
    return _joined(truths, and_, nothing=True)


def _some(truths: Iterable[Any]) -> Any:
    return _joined(truths, or_, nothing=False)


def _joined(truths: Iterable[Any], how: Callable[[Any, Any], Any], *, nothing: bool) -> Any:
    listed = list(truths)
    if any(one is (not nothing) for one in listed):
        return not nothing
    open_ = [one for one in listed if not isinstance(one, bool)]
    return reduce(how, open_) if open_ else nothing


def _threshold(k: int, vectors: Sequence[Any]) -> Any:
    """Where at least k of some vectors have a bit."""
    reached: list[Any] = [None] * (k + 1)
    for vector in vectors:
        for count in range(k, 0, -1):
            more = vector if count == 1 else None if reached[count - 1] is None else reached[count - 1] & vector
            if more is not None:
                reached[count] = more if reached[count] is None else reached[count] | more
    return reached[k] if reached[k] is not None else ibis.literal(0, type="int64")
