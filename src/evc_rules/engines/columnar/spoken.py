"""Verdicts: which leaves of which screens matter, packed side by side, so that few words hold them all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..compiled.circuit import Answered, Circuit, Gate, Tested, bits
from ..compiled.emit import node_of
from .planes import BITS


@dataclass(frozen=True)
class Spoken:
    """Where it is said what verdicts say: of each screen only of the leaves that some rule asks it about.

    Attributes:
        circuit: What is asked.
    """

    circuit: Circuit

    @cached_property
    def asked(self) -> dict[int, int]:
        """For each node the targets of the rules that ask it, as a mask over leaves."""
        found: dict[int, int] = {}
        for one in self.circuit.acting:
            waiting = [node_of(one.node)]
            seen: set[int] = set()
            while waiting:
                place = waiting.pop()
                if place in seen:
                    continue
                seen.add(place)
                found[place] = found.get(place, 0) | one.targets
                node = self.circuit.nodes[place]
                if isinstance(node, Gate):
                    waiting += [node_of(part) for part in node.parts]
        return found

    @cached_property
    def screens(self) -> tuple[int, ...]:
        """The screens that verdicts must answer to."""
        return tuple(dict.fromkeys(node.screen for node in self.circuit.nodes if isinstance(node, Tested)))

    @cached_property
    def place(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each pair of a screen and a leaf its word and bit."""
        wanted: dict[int, int] = dict.fromkeys(self.screens, 0)
        for number, node in enumerate(self.circuit.nodes):
            if isinstance(node, Tested):
                for leaf in node.leaves:
                    wanted[node.screen] |= 1 << leaf
                if number in self.circuit.vectors:
                    wanted[node.screen] |= self.asked.get(number, 0)
        pairs = [(screen, leaf) for screen, leaves in wanted.items() for leaf in bits(leaves)]
        return {pair: divmod(number, BITS) for number, pair in enumerate(pairs)}

    @property
    def words(self) -> int:
        """How many words there are."""
        return (len(self.place) - 1) // BITS + 1 if self.place else 0

    @cached_property
    def of_screen(self) -> list[dict[int, int]]:
        """For each word the bits of each screen."""
        found: list[dict[int, int]] = [{} for _ in range(self.words)]
        for (screen, _), (word, bit) in self.place.items():
            found[word][screen] = found[word].get(screen, 0) | 1 << bit
        return found

    def of_leaves(self, leaves: frozenset[int]) -> list[int]:
        """The bits of each word that are about some leaves."""
        found = [0] * self.words
        for (_, leaf), (word, bit) in self.place.items():
            if leaf in leaves:
                found[word] |= 1 << bit
        return found


def answers(circuit: Circuit) -> tuple[int, ...]:
    """The judgements of a circuit, in the order of their bits."""
    return tuple(place for place, node in enumerate(circuit.nodes) if isinstance(node, Answered))
