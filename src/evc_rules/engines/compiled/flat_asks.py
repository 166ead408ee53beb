"""What of open questions hangs on the circuit alone, laid out flat for the native core."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...model.conditions import Param, Span
from .circuit import Answered, Found, Gate, Measured, Rested, Tested, mask
from .emit import node_of
from .flat_numbers import CONFLICTS, EFFECTS, Numbers

SCREEN, DIFFERING, RESTED, COUNTED, APART, NAMED, ANSWERED = range(7)
"""What an input asks: of things that may pass a screen; the same, thing by thing; exemptions; more than one thing, or
an amount; the same, thing by thing; an assessment of named leaves; a judgement."""


@dataclass(frozen=True)
class Asks:
    """The codes of questions.

    Attributes:
        numbers: How the circuit is numbered.
    """

    numbers: Numbers

    def of_ruleset(self, here: int) -> list[int]:
        """What of the questions of a ruleset hangs on the circuit alone."""
        circuit = self.numbers.circuit
        plain: list[int] = []
        roots: set[int] = set()
        slots: dict[str, list[int]] = {"grant": [], "bar": []}
        for place, one in enumerate(circuit.acting):
            if one.ruleset != here:
                continue
            roots.add(node_of(one.node))
            if place in self.numbers.slot:
                if one.effect != "waive":
                    slots[one.effect].append(self.numbers.slot[place])
            elif one.effect != "waive" and not self.numbers.constant(one.node):
                reached = circuit.ladder.reached(one.effect, one.targets)
                plain += (self.numbers.bit(node_of(one.node)), EFFECTS.index(one.effect), self.numbers.mask(reached))
        cone = [
            node for node in self.numbers.cone(roots) if node not in circuit.vectors and not self.numbers.constant(node)
        ]
        gates = [node for node in cone if isinstance(circuit.nodes[node], Gate)]
        inputs = [node for node in cone if not isinstance(circuit.nodes[node], Gate)]
        told = [CONFLICTS.index(circuit.rulesets[here].conflicts), len(plain) // 3, *plain]
        for effect in ("grant", "bar"):
            told += (len(slots[effect]), *slots[effect])
        told.append(len(gates))
        for node in gates:
            parts = [self.numbers.bit(node_of(part)) for part in self.numbers.parts(node)]
            told += (self.numbers.bit(node), len(parts), *parts)
        told.append(len(inputs))
        for node in inputs:
            told += self._input(node)
        return told

    def _input(self, node: int) -> tuple[int, ...]:
        """An input: its bit, what it asks, the screen, the node, what is measured, and what more is needed."""
        one, bit = self.numbers.circuit.nodes[node], self.numbers.bit(node)
        match one:
            case Found(screen=screen, count=count):
                special = self.numbers.routes.special >> screen & 1
                kind = (APART if special else COUNTED) if count > 1 else DIFFERING if special else SCREEN
                return bit, kind, screen, node, -1, 0
            case Measured(screen=screen, condition=condition):
                kind = APART if self.numbers.routes.special >> screen & 1 else COUNTED
                by_cohort = int(isinstance(condition.at_least, Param))
                if isinstance(condition, Span):
                    return bit, kind, screen, node, -3 if condition.as_of == "start" else -2, by_cohort
                return bit, kind, screen, node, self.numbers.of.index(condition.of), by_cohort
            case Tested(screen=screen, leaves=leaves):
                return bit, NAMED, screen, node, self.numbers.vector[node], self.numbers.mask(mask(leaves))
            case Rested(leaves=leaves):
                return bit, RESTED, 0, node, 0, self.numbers.mask(mask(leaves))
            case Answered():
                return bit, ANSWERED, 0, node, 0, 0
            case Gate():
                raise AssertionError(node)

    def cones(self) -> tuple[list[int], list[int], int]:
        """For each slot what it does and where its cone begins; the cones; and the size of the greatest."""
        slots: list[int] = []
        told: list[int] = []
        most = 1
        for place in self.numbers.slot:
            one = self.numbers.circuit.acting[place]
            cone = [node for node in self.numbers.cone((node_of(one.node),)) if not self.numbers.constant(node)]
            most = max(most, len(cone))
            local = {node: number for number, node in enumerate(cone)}
            slots += (EFFECTS.index(one.effect), self.numbers.mask(one.targets), len(told))
            told += (len(one.overriders), *(self.numbers.slot[other] for other in one.overriders), len(cone))
            for node in cone:
                told += self._inside(node, local)
        return slots, told, most

    def _inside(self, node: int, local: dict[int, int]) -> Iterator[int]:
        """A node of a cone: what it is, its bit or vector, the node, its screen, and its parts."""
        one = self.numbers.circuit.nodes[node]
        vector = node in self.numbers.circuit.vectors
        ref = self.numbers.vector[node] if vector else self.numbers.bit(node)
        if isinstance(one, Gate):
            parts = [local[node_of(part)] for part in one.parts]
            yield from (int(vector), ref, node, -1, len(parts), *parts)
        elif vector and isinstance(one, Tested | Found):
            yield from (4 if isinstance(one, Tested) else 3, ref, node, one.screen, 0)
        else:
            yield from (2, ref, node, -1, 0)
