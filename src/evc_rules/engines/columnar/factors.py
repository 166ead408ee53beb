"""What a value passes: by the class that it falls into, or by what a set has in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Final

import numpy as np

from ...results.truth import Truth
from . import kernels
from .batch import Part
from .grouping import several
from .slots import WIDTH

FALSE, UNKNOWN, TRUE = Truth
Place = tuple[int, int]
"""A word and a bit of it."""

MAYBE_ONLY: Final = ((1 << WIDTH) - 1) << WIDTH
"""The bits that say what may be."""

_WIDEST: Final = 1 << 16
_SMALL: Final = 1 << 8


@dataclass(frozen=True)
class Steps:
    """Whole numbers or days by class: how many of some bounds a value has reached.

    Attributes:
        column: The column of values.
        bounds: The bounds, in order.
        missing: The class of what is not there.
    """

    column: str
    bounds: tuple[int, ...]
    missing: int

    @cached_property
    def _near(self) -> int:
        """How many bounds lie so near to each other that a table reaches over them."""
        return sum(bound - self.bounds[0] < _WIDEST for bound in self.bounds)

    @cached_property
    def _table(self) -> np.ndarray:
        """The class of each value from just below the first bound to the last one that is near."""
        near = self.bounds[: self._near]
        values = np.arange(near[0] - 1, near[-1] + 1)
        return np.searchsorted(near, values, side="right").astype(np.uint8 if len(near) < _SMALL else np.intp)

    def classes(self, part: Part) -> np.ndarray:
        """The class of each row."""
        values = part.columns[self.column]
        if not self.bounds:
            found = np.zeros(len(values), dtype=np.intp)
        else:
            found = np.take(self._table, values - np.int64(self.bounds[0] - 1), mode="clip").astype(np.intp)
            for bound in self.bounds[self._near :]:
                found += values >= bound
        known = part.known.get(self.column)
        if known is not None:
            found[~known] = self.missing
        return found

    def narrow(self, words: np.ndarray, masks: np.ndarray, part: Part) -> None:
        """Leave of the words of rows what the masks of their classes let through."""
        if self.bounds and self._table.dtype != np.uint8:
            words &= np.take(masks, self.classes(part), mode="clip")
            return
        values = part.columns[self.column]
        low, classes = (self.bounds[0] - 1, self._table) if self.bounds else (0, np.zeros(1, dtype=np.uint8))
        far = np.array(self.bounds[self._near :], dtype=np.int64)
        kernels.stepped(words, values, part.known.get(self.column), (low, classes, far), (self.missing, masks))


@dataclass(frozen=True)
class Factor:
    """Masks by class: a thing of a class passes no more than its mask.

    Attributes:
        index: The column that holds the class of each row, from 0; or what tells it.
        truths: For each place that is asked the truth of each class.
    """

    index: str | Steps
    truths: dict[Place, list[Truth]]
    _masks: dict[tuple[Place, ...], np.ndarray | None] = field(default_factory=dict)

    def narrow(self, words: np.ndarray, mine: Sequence[Place], part: Part) -> None:
        """Leave of the words of rows, of which these places are in use, what the masks of their classes let through."""
        masks = self._of(mine)
        if masks is None:
            return
        if not kernels.built():
            index = part.columns[self.index] if isinstance(self.index, str) else self.index.classes(part)
            words &= np.take(masks, index, mode="clip")
        elif isinstance(self.index, str):
            kernels.narrowed(words, part.columns[self.index], masks)
        else:
            self.index.narrow(words, masks, part)

    def _of(self, mine: Sequence[Place]) -> np.ndarray | None:
        key = tuple(mine)
        if key not in self._masks:
            self._masks[key] = self._of_classes(mine)
        return self._masks[key]

    def _of_classes(self, mine: Sequence[Place]) -> np.ndarray | None:
        asked = [place for place in mine if place in self.truths]
        if not asked:
            return None
        return words_of(
            mask_of({place: self.truths[place][each] if place in self.truths else TRUE for place in mine})
            for each in range(len(self.truths[asked[0]]))
        )


@dataclass(frozen=True)
class SomeOf:
    """Tests on a set of codes, that it has one of some codes.

    Attributes:
        column: The column of the set.
        missing: The column that holds the truth of each test on a set that is not there, or that truth.
        wanted: For each place the codes.
    """

    column: str
    missing: str | int
    wanted: dict[Place, frozenset[str]]

    def narrow(self, words: np.ndarray, mine: Sequence[Place], part: Part) -> None:
        """As `Factor.narrow`."""
        asked = [place for place in mine if place in self.wanted]
        if not asked:
            return
        base = mask_of({place: TRUE for place in mine if place not in self.wanted})
        by_code: dict[str, int] = {}
        for place in asked:
            for code in self.wanted[place]:
                by_code[code] = by_code.get(code, 0) | mask_of({place: TRUE})
        listed = part.lists[self.column]
        masks = words_of(by_code.get(name, 0) for name in listed.names)
        found: np.ndarray = several(listed.offsets, listed.codes, masks) | np.uint64(base)
        if listed.known is not None:
            unknown = np.flatnonzero(~listed.known)
            absent = words_of([base, base | mask_of(dict.fromkeys(asked, UNKNOWN))])
            which = part.columns[self.missing][unknown] if isinstance(self.missing, str) else self.missing
            found[unknown] = absent[which]
        words &= found


def words_of(masks: Iterable[int]) -> np.ndarray:
    """Masks as numbers of 64 bits."""
    return np.array(list(masks), dtype=np.uint64)


def mask_of(truths: Mapping[Place, Truth]) -> int:
    """The bits of truths: surely, and maybe."""
    return reduce(or_, (_bits(truth) << bit for (_, bit), truth in truths.items()), 0)


def _bits(truth: Truth) -> int:
    return (truth is TRUE) | (truth is not FALSE) << WIDTH
