"""A ruleset as logic for durable_rules: inputs are what the compiled engine reads off a dossier, the rest is matched.

What is asked is on which grounds rules act: each distinct ground once, with the leaves that it grants and bars. An
outcome that others rest on is a gate of its own, so that rules chain as the ruleset has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Final

from ..compiled.circuit import Acting, Circuit, Gate, Rested, Sides, Tested, bits, mask
from ..compiled.emit import input_bit, node_of
from ..compiled.read import Reading
from .blocks import laid_out
from .clauses import clauses_of
from .groups import Rules
from .logic import Drafting, Logic

EVERYWHERE = -1
"""The place of an input that does not speak of the target."""

MOST_VECTORS: Final = 500
"""Of so many values of a vector it is kept what they come to."""


@dataclass(frozen=True)
class Network:
    """A ruleset as it goes into durable_rules.

    Attributes:
        circuit: The circuit of the ruleset.
        inputs: For each input of the logic its node in the circuit, and the leaf that it speaks of.
        logic: The logic.
        grants: For what is asked the leaves that it grants.
        bars: For what is asked the leaves that it bars.
    """

    circuit: Circuit
    inputs: tuple[tuple[int, int], ...]
    logic: Logic
    grants: Mapping[int, int]
    bars: Mapping[int, int]

    @cached_property
    def rules(self) -> Rules:
        """The rules for durable_rules.

        Raises:
            InvalidInputError: EVC-I001 when there are too many for it.
        """
        return laid_out(clauses_of(self.logic), self.logic.asked)

    @cached_property
    def _sources(self) -> tuple[_Source, ...]:
        """Where inputs are found: each vector that some rule rests on, and the inputs that are no vectors (-1)."""
        places = self.rules.places
        found: dict[int, list[tuple[int, int, int]]] = {}
        for number, (node, leaf) in enumerate(self.inputs):
            one = self.circuit.nodes[node]
            source, bit = node, 1 << leaf if leaf != EVERYWHERE else 0
            if leaf == EVERYWHERE and isinstance(one, Tested):
                bit = mask(one.leaves)
            elif leaf == EVERYWHERE:
                source, bit = -1, 1 << input_bit(self.circuit, node)
            holds, fails = places.get(number, 0), places.get(-1 - number, 0)
            if holds or fails:
                found.setdefault(source, []).append((bit, holds, fails))
        return tuple(_Source(source, tuple(inputs)) for source, inputs in found.items())

    def readings(self, reading: Reading) -> tuple[int, int]:
        """The strict and the lenient reading of a dossier that was read, as far as rules ask for it."""
        strict = lenient = 0
        for one in self._sources:
            surely, maybe = reading.vectors[one.node] if one.node >= 0 else (reading.surely, reading.maybe)
            holds, fails_perhaps = one.places(surely & one.used)
            holds_perhaps, fails = one.places(maybe & one.used)
            strict |= holds | fails
            lenient |= holds_perhaps | fails_perhaps
        return strict, lenient

    def sides(self, strict: Iterable[int], lenient: Iterable[int]) -> Sides:
        """Where rules grant and bar, of what was concluded in the strict and in the lenient reading."""
        granted = barred = granted_maybe = barred_maybe = 0
        for one in strict:
            granted |= self.grants.get(one, 0)
            barred |= self.bars.get(one, 0)
        for one in lenient:
            granted_maybe |= self.grants.get(one, 0)
            barred_maybe |= self.bars.get(one, 0)
        return granted, granted_maybe, barred, barred_maybe


@dataclass(frozen=True)
class _Source:
    """A vector of a dossier that was read, or its inputs that are no vectors.

    Attributes:
        node: The node in the circuit, or -1.
        inputs: For each input its bits in the vector, and its places in a reading: where it holds, and where not.
    """

    node: int
    inputs: tuple[tuple[int, int, int], ...]
    _found: dict[int, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def used(self) -> int:
        """The bits that are looked at."""
        return reduce(or_, (bit for bit, _, _ in self.inputs))

    def places(self, vector: int) -> tuple[int, int]:
        """The places of the inputs that hold in a vector, and of those that do not."""
        found = self._found.get(vector)
        if found is None:
            holds = fails = 0
            for bit, here, there in self.inputs:
                if vector & bit == bit:
                    holds |= here
                else:
                    fails |= there
            found = holds, fails
            if len(self._found) < MOST_VECTORS:
                self._found[vector] = found
        return found


def network(circuit: Circuit) -> Network:
    """The network of a circuit of one ruleset."""
    return _Drawing(circuit).network()


@dataclass
class _Drawing:
    circuit: Circuit
    inputs: dict[tuple[int, int], int] = field(default_factory=dict)
    done: dict[tuple[int, int], int] = field(default_factory=dict)
    exempt: dict[int, int] = field(default_factory=dict)
    acts: list[dict[int, int]] = field(default_factory=list)
    sides: dict[str, dict[int, list[int]]] = field(default_factory=lambda: {"grant": {}, "bar": {}})
    reasons: dict[str, dict[int, int]] = field(default_factory=lambda: {"grant": {}, "bar": {}})

    def network(self) -> Network:
        for one in self.circuit.acting:
            for target in bits(one.targets):
                self.inputs.update((met, 0) for met in self.met(one.node, target))
        self.inputs = {met: number for number, met in enumerate(sorted(self.inputs))}
        self.drafting = Drafting(len(self.inputs))
        for one in self.circuit.acting:  # each comes after what it rests on
            self.acts.append({target: self.acting(one, target) for target in bits(one.targets)})
            self.reach(one, self.acts[-1])
        asked = sorted({*self.reasons["grant"], *self.reasons["bar"]})
        logic = self.drafting.done(asked)
        return Network(self.circuit, tuple(self.inputs), logic, self.reasons["grant"], self.reasons["bar"])

    def met(self, literal: int, target: int) -> Iterator[tuple[int, int]]:
        """The inputs that a node rests on for a target, but for those that other outcomes rest on."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if isinstance(node, Gate):
            for part in node.parts:
                yield from self.met(part, target)
        elif not isinstance(node, Rested):
            yield place, self.spoken(place, target)

    def spoken(self, place: int, target: int) -> int:
        return target if place in self.circuit.vectors else EVERYWHERE

    def acting(self, one: Acting, target: int) -> int:
        """That a rule acts on a target: its condition holds, and no rule that overrides it acts there."""
        overriding = [
            there
            for other in one.overriders
            for its_target, there in self.acts[other].items()
            if self.reached(self.circuit.acting[other], its_target) >> target & 1
        ]
        unless = [-1 - self.drafting.some(overriding)] if overriding else []
        return self.drafting.every([self.literal(one.node, target), *unless])

    def reach(self, one: Acting, acts: Mapping[int, int]) -> None:
        if one.effect == "waive":
            return
        side, reasons = self.sides[one.effect], self.reasons[one.effect]
        for target, there in acts.items():
            reached = self.reached(one, target)
            reasons[there] = reasons.get(there, 0) | reached
            for leaf in bits(reached):
                side.setdefault(leaf, []).append(there)

    def reached(self, one: Acting, target: int) -> int:
        return self.circuit.ladder.reached(one.effect, 1 << target)

    def literal(self, literal: int, target: int) -> int:
        number = self.node(node_of(literal), target)
        return number if literal >= 0 else -1 - number

    def node(self, place: int, target: int) -> int:
        key = place, self.spoken(place, target)
        if key not in self.done:
            match self.circuit.nodes[place]:
                case Gate(k=k, parts=parts):
                    found = self.drafting.at_least(k, [self.literal(part, target) for part in parts])
                case Rested(leaves=leaves):
                    found = self.drafting.every([self.exempted(leaf) for leaf in leaves])
                case _:
                    found = self.inputs[key]
            self.done[key] = found
        return self.done[key]

    def exempted(self, leaf: int) -> int:
        """That a leaf is exempt; everything that reaches it was drawn before."""
        if leaf not in self.exempt:
            granted = self.drafting.some(self.sides["grant"].get(leaf, ()))
            if self.circuit.rulesets[0].conflicts != "grant-wins":
                granted = self.drafting.every([granted, -1 - self.drafting.some(self.sides["bar"].get(leaf, ()))])
            self.exempt[leaf] = self.drafting.outcome(granted)
        return self.exempt[leaf]
