"""Verdicts: which leaves of which screens matter, packed side by side, so that few columns hold them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..compiled.circuit import Circuit, Gate, Tested, bits
from ..compiled.emit import node_of

PAIRS: Final = 60
"""How many pairs of a screen and a leaf a column holds."""


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
        """For each pair of a screen and a leaf its column and bit."""
        wanted: dict[int, int] = dict.fromkeys(self.screens, 0)
        for number, node in enumerate(self.circuit.nodes):
            if isinstance(node, Tested):
                for leaf in node.leaves:
                    wanted[node.screen] |= 1 << leaf
                if number in self.circuit.vectors:
                    wanted[node.screen] |= self.asked.get(number, 0)
        pairs = [(screen, leaf) for screen, leaves in wanted.items() for leaf in bits(leaves)]
        return {pair: divmod(number, PAIRS) for number, pair in enumerate(pairs)}

    @property
    def words(self) -> int:
        """How many columns there are."""
        return (len(self.place) - 1) // PAIRS + 1 if self.place else 0

    def of_screen(self, word: int) -> dict[int, int]:
        """For each screen its bits of a column."""
        found: dict[int, int] = {}
        for (screen, _), (column, bit) in self.place.items():
            if column == word:
                found[screen] = found.get(screen, 0) | 1 << bit
        return found

    def of_leaves(self, leaves: frozenset[int], word: int) -> int:
        """The bits of a column that are about some leaves."""
        return sum(1 << bit for (_, leaf), (column, bit) in self.place.items() if column == word and leaf in leaves)

    def runs(
        self, screen: int, leaf_place: tuple[tuple[int, int], ...], word: int
    ) -> Iterator[tuple[int, int, int, int]]:
        """The bits of a screen that belong into a column of leaves, as few moves.

        Yields:
            The column in which they are, the bit there, the bit among the leaves, and how many.
        """
        begin: tuple[int, int, int, int] | None = None
        for (one, leaf), (column, bit) in self.place.items():
            if one != screen or leaf_place[leaf][0] != word:
                continue
            target = leaf_place[leaf][1]
            if begin and (column, bit, target) == (begin[0], begin[1] + begin[3], begin[2] + begin[3]):
                begin = (*begin[:3], begin[3] + 1)
                continue
            if begin:
                yield begin
            begin = column, bit, target, 1
        if begin:
            yield begin
