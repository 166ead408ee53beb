"""Leaves as bits of a few columns: no outcome has levels in two of them, so that levels stay shifts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...model.dossier import Verdict
from ...model.outcomes import Framework, Leaf, Ref
from ..reference import reached_below, speaks_of

LEAVES: Final = 60
"""How many leaves a column holds."""


@dataclass(frozen=True)
class LeafWords:
    """Where each leaf is.

    Attributes:
        framework: The framework.
    """

    framework: Framework

    @cached_property
    def place(self) -> tuple[tuple[int, int], ...]:
        """For each leaf of the framework its column and bit."""
        found: list[tuple[int, int]] = []
        word, bit = 0, 0
        for leaf in self.framework.leaves:
            levels = len(self.framework.levels(leaf.outcome))
            if leaf.level == 1 and bit + levels > LEAVES:
                word, bit = word + 1, 0
            if bit == LEAVES:  # more levels than a column holds
                word, bit = word + 1, 0
            found.append((word, bit))
            bit += 1
        return tuple(found)

    @cached_property
    def words(self) -> int:
        """How many columns there are."""
        return self.place[-1][0] + 1

    def masks(self, places: Iterable[int]) -> dict[int, int]:
        """For each column in which there are some the bits of these leaves."""
        found: dict[int, int] = {}
        for one in places:
            word, bit = self.place[one]
            found[word] = found.get(word, 0) | 1 << bit
        return found

    def full(self, word: int) -> int:
        """All leaves of a column."""
        return self.masks(range(len(self.place))).get(word, 0)

    def steps(self, word: int, by: int) -> int:
        """The leaves of a column that have one so many levels above them."""
        leaves = self.framework.leaves
        return self.masks(
            place for place, leaf in enumerate(leaves) if leaf.level + by <= len(self.framework.levels(leaf.outcome))
        ).get(word, 0)

    @cached_property
    def most(self) -> int:
        """The most levels that an outcome has."""
        return max((leaf.level for leaf in self.framework.leaves), default=1)


def references(framework: Framework) -> Iterator[Ref]:
    """Every reference to an outcome that dossiers can hold, as it is written."""
    for outcome in framework.outcomes:
        top = max(framework.by_id[leaf].levels for leaf in framework.under(outcome.id))
        yield Ref(outcome.id)
        for low in range(1, top + 1):
            yield from (Ref(outcome.id, low, high) for high in range(low, top + 1))


def covering(framework: Framework, place: Mapping[Leaf, int]) -> dict[str, frozenset[int]]:
    """For each reference the leaves that it covers, lower levels too."""
    return {
        str(ref): frozenset(place[leaf] for leaf in reached_below(framework, [ref])) for ref in references(framework)
    }


def failing(framework: Framework, place: Mapping[Leaf, int]) -> dict[str, frozenset[int]]:
    """For each reference the leaves of which a verdict "not achieved" on it speaks."""
    return {
        str(ref): frozenset(place[leaf] for leaf in framework.leaves if speaks_of(framework, _failed(ref), leaf))
        for ref in references(framework)
    }


def _failed(ref: Ref) -> Verdict:
    return Verdict.model_construct(id="", outcome=ref, achieved=False)
