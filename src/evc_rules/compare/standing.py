"""Who is more generous than whom among many rulesets: a partial order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx

from .relations import Relation


@dataclass(frozen=True)
class Standing:
    """How rulesets stand to each other in what they exempt.

    Attributes:
        groups: The rulesets by their places, in groups of equals; a group comes after those that are more generous.
        above: Which group is directly more generous than which other one, by their places: nothing stands in between.
        unsettled: Of how many pairs of groups it is not known how they relate.
    """

    groups: tuple[tuple[int, ...], ...]
    above: tuple[tuple[int, int], ...]
    unsettled: int = 0


def ordered(count: int, relation: Callable[[int, int], Relation]) -> Standing:
    """The order of so many rulesets, by how the first of two relates to the second.

    What follows from several proofs together is settled too: being equal, or more generous, carries over.
    """
    groups: list[list[int]] = []
    for place in range(count):
        found = next((group for group in groups if relation(group[0], place) is Relation.EQUIVALENT), None)
        if found is None:
            groups.append([place])
        else:
            found.append(place)
    order: nx.DiGraph[int] = nx.DiGraph()
    order.add_nodes_from(range(len(groups)))
    unknown = []
    for one, group in enumerate(groups):
        for other in range(one + 1, len(groups)):
            match relation(group[0], groups[other][0]):
                case Relation.MORE_GENEROUS:
                    order.add_edge(one, other)
                case Relation.STRICTER:
                    order.add_edge(other, one)
                case Relation.UNKNOWN:
                    unknown.append((one, other))
                case _:
                    pass
    above = {one: nx.ancestors(order, one) for one in order}
    sequence = sorted(order, key=lambda one: (len(above[one]), one))
    place_of = {group: number for number, group in enumerate(sequence)}
    return Standing(
        tuple(tuple(groups[one]) for one in sequence),
        tuple(sorted((place_of[one], place_of[other]) for one, other in nx.transitive_reduction(order).edges)),
        sum(one not in above[other] and other not in above[one] for one, other in unknown),
    )
