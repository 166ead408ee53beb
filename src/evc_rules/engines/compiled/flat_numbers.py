"""How a circuit is numbered for the native core.

A bit is a screen, a node, or the last one, which always holds. A literal is four times what it is about (a bit, or a
vector), with a bit for "vector" and one for "not". Masks of leaves stand one after the other and go by place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from .circuit import Circuit, Found, Gate, Tested
from .emit import kept, node_of
from .measure import Total
from .read import Reader
from .routes import Routes

WORD: Final = 64
EFFECTS: Final = ("grant", "bar", "waive")
CONFLICTS: Final = ("report", "bar-wins", "grant-wins")


@dataclass
class Numbers:
    """How bits, vectors, slots and masks of a circuit are numbered.

    Attributes:
        circuit: The circuit.
        reader: What reads dossiers for it.
        routes: What of its questions is known beforehand.
        masks: The masks of leaves that are used, each with its place.
    """

    circuit: Circuit
    reader: Reader
    routes: Routes
    masks: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        circuit = self.circuit
        self.wide = (len(circuit.screens) + WORD - 1) // WORD
        self.deep = (len(circuit.leaves) + WORD - 1) // WORD
        self.always = self.wide * WORD + len(circuit.nodes)
        self.bits = (self.always + WORD) // WORD
        named = (place for place, one in enumerate(circuit.nodes) if isinstance(one, Tested) and one.leaves)
        self.vector = {place: number for number, place in enumerate((*sorted(circuit.vectors), *named))}
        self.slot = {place: number for number, place in enumerate(kept(circuit))}
        self.sets = list(dict.fromkeys(one.aligned for one in circuit.screens if one.aligned))
        totals = (one for one in self.reader.meters.values() if isinstance(one, Total))
        self.of = list(dict.fromkeys(one.of for one in totals))

    # Numbers

    def bit(self, node: int) -> int:
        """The bit that tells whether a node holds."""
        match self.circuit.nodes[node]:
            case Found(screen=screen, count=1):
                return screen
            case Gate(k=k, parts=()):
                raise AssertionError(k)
            case _:
                return self.wide * WORD + node

    def literal(self, literal: int) -> int:
        """A node or its negation, as codes have it."""
        node = node_of(literal)
        one = self.circuit.nodes[node]
        if isinstance(one, Gate) and not one.parts:
            return self.always << 2 | ((one.k == 0) != (literal >= 0))
        if node in self.circuit.vectors:
            return self.vector[node] << 2 | 2 | (literal < 0)
        return self.bit(node) << 2 | (literal < 0)

    def mask(self, leaves: int) -> int:
        """The place of a mask of leaves."""
        return self.masks.setdefault(leaves, len(self.masks)) * self.deep

    def set_of(self, screen: int) -> int:
        """The number of what must cover the target, or -1."""
        aligned = self.circuit.screens[screen].aligned
        return self.sets.index(aligned) if aligned else -1

    def constant(self, literal: int) -> bool:
        """Whether a node always holds, or never."""
        one = self.circuit.nodes[node_of(literal)]
        return isinstance(one, Gate) and not one.parts

    def parts(self, node: int) -> tuple[int, ...]:
        """What a gate is made of."""
        one = self.circuit.nodes[node]
        return one.parts if isinstance(one, Gate) else ()

    def cone(self, roots: Iterable[int]) -> list[int]:
        """What nodes are made of, and they themselves: each before its parts."""
        found: set[int] = set()
        left = list(roots)
        while left:
            node = left.pop()
            if node not in found:
                found.add(node)
                left += map(node_of, self.parts(node))
        return sorted(found, reverse=True)  # a gate is numbered after its parts
