"""Which units to choose from are followed: enough, with all that is asked for by name, and none to be missed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx


@dataclass(frozen=True)
class Choice:
    """Units to choose from.

    Attributes:
        id: The elective.
        need: How much is still to be chosen, in steps of worth.
        among: The positions of the units that are left to choose from.
    """

    id: str
    need: int
    among: frozenset[int]


@dataclass(frozen=True)
class Choosing:
    """What to follow of the units that one chooses from.

    Attributes:
        units: How many units there are.
        choices: Where one chooses.
        named: The pairs (unit, earlier) of which the unit needs the earlier one even where it could be left out.
        worth: What each unit is worth, in steps.
    """

    units: int
    choices: tuple[Choice, ...]
    named: frozenset[tuple[int, int]]
    worth: tuple[int, ...]

    @cached_property
    def among(self) -> frozenset[int]:
        """The units that one chooses from."""
        return frozenset(unit for choice in self.choices for unit in choice.among)

    @cached_property
    def must(self) -> tuple[int, ...]:
        """The units that are always followed: not chosen, or what a choice cannot do without, and what those name."""
        needed = {unit for unit in range(self.units) if unit not in self.among}
        for choice in self.choices:
            whole = sum(self.worth[unit] for unit in choice.among)
            needed |= {unit for unit in choice.among if whole - self.worth[unit] < choice.need}
        return tuple(sorted(self.with_named(needed)))

    @cached_property
    def loose(self) -> frozenset[int]:
        """The units that one can do without."""
        return frozenset(range(self.units)).difference(self.must)

    @cached_property
    def _asks(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for unit, earlier in sorted(self.named):
            found.setdefault(unit, []).append(earlier)
        return found

    def with_named(self, units: Iterable[int]) -> set[int]:
        """Units with all that they ask for by name, and that those do."""
        found = set(units)
        ahead = list(found)
        while ahead:
            for earlier in self._asks.get(ahead.pop(), ()):
                if earlier not in found:
                    found.add(earlier)
                    ahead.append(earlier)
        return found

    @cached_property
    def knots(self) -> dict[frozenset[int], tuple[int, ...]]:
        """The units to choose from by what is taken all or not at all, and for each the other units that name it."""
        graph: nx.DiGraph[int] = nx.DiGraph(sorted(self.named))
        graph.add_nodes_from(self.among)
        parts = sorted((frozenset(part) for part in nx.strongly_connected_components(graph)), key=min)
        return {
            part: tuple(sorted({unit for unit, earlier in self.named if earlier in part and unit not in part}))
            for part in parts
            if part <= self.among
        }

    def enough(self, followed: Collection[int]) -> bool:
        """Whether enough is followed of what one chooses from."""
        return all(sum(self.worth[unit] for unit in one.among if unit in followed) >= one.need for one in self.choices)

    def spare(self, followed: Collection[int]) -> frozenset[int]:
        """Units that could be missed: nothing that is followed names them, and without them it is enough."""
        there = set(followed)
        for knot, namers in self.knots.items():
            if knot <= there and not there.intersection(namers) and self.enough(there - knot):
                return knot
        return frozenset()

    def right(self, followed: Collection[int]) -> bool:
        """Whether it is enough, with all that is asked for by name and nothing that could be missed."""
        return self.with_named(followed) == set(followed) and self.enough(followed) and not self.spare(followed)
