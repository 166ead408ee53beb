"""What a ruleset rests on, as plain data: gates over inputs, of which only the truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Gate:
    """At least k of its parts hold: of all parts a conjunction, of one a disjunction.

    A part is the number of an input or of an earlier gate; negative numbers (-1 - number) are negations.
    """

    k: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """Gates over inputs.

    Attributes:
        inputs: How many inputs there are; they have the numbers from 0.
        gates: The gates; they have the numbers that follow, each after its parts.
        asked: What is asked: inputs, gates or negations.
        outcomes: The gates that are outcomes being exempt: what rests on one fires after what grants it.
    """

    inputs: int
    gates: tuple[Gate, ...]
    asked: tuple[int, ...]
    outcomes: frozenset[int] = frozenset()


@dataclass
class Drafting:
    """Logic being written: each gate is simplified and numbered once.

    Attributes:
        inputs: How many inputs there are.
        gates: The gates so far.
        outcomes: The gates so far that are outcomes being exempt.
    """

    inputs: int
    gates: list[Gate] = field(default_factory=list)
    outcomes: set[int] = field(default_factory=set)
    numbers: dict[Gate, int] = field(default_factory=dict)

    def at_least(self, k: int, parts: Sequence[int]) -> int:
        """The number of a gate, or of what it comes down to. Doubles count as often as they stand."""
        if k in (1, len(parts)):  # then a double says nothing new
            distinct = tuple(sorted(set(parts)))
            gate = Gate(1 if k == 1 else len(distinct), distinct)
        else:
            gate = Gate(k, tuple(parts))
        if len(gate.parts) == 1 == gate.k:
            return gate.parts[0]
        if gate not in self.numbers:
            self.numbers[gate] = self.inputs + len(self.gates)
            self.gates.append(gate)
        return self.numbers[gate]

    def every(self, parts: Sequence[int]) -> int:
        """The conjunction; of none: true."""
        return self.at_least(len(parts), parts)

    def some(self, parts: Sequence[int]) -> int:
        """The disjunction; of none: false."""
        return self.at_least(1, parts)

    def outcome(self, number: int) -> int:
        """The same as an outcome that is exempt."""
        gate = max(number, -1 - number)
        if gate >= self.inputs:
            self.outcomes.add(gate)
        return number

    def done(self, asked: Sequence[int]) -> Logic:
        """The logic, of which the truth of these is asked."""
        return Logic(self.inputs, tuple(self.gates), tuple(asked), frozenset(self.outcomes))
