"""Where rulesets grant and bar: for each leaf the planes of dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..compiled.circuit import Sides as Masks
from .planes import length, put


@dataclass(frozen=True)
class Sides:
    """Where a ruleset grants and bars, surely and maybe: a row for each leaf.

    Attributes:
        granted: Where it surely grants, and where it may.
        barred: Where it surely bars, and where it may.
    """

    granted: tuple[np.ndarray, np.ndarray]
    barred: tuple[np.ndarray, np.ndarray]

    @classmethod
    def nowhere(cls, leaves: int, size: int) -> Sides:
        """Nothing is granted or barred, of so many leaves for so many dossiers."""
        granted, maybe, barred, maybe_barred = (np.zeros((leaves, length(size)), dtype=np.uint64) for _ in range(4))
        return cls((granted, maybe), (barred, maybe_barred))

    def put(self, dossiers: np.ndarray, said: Sequence[Masks]) -> None:
        """Put in what is said of some dossiers, in order: where each is granted and barred, as masks of leaves."""
        for number, planes in enumerate((*self.granted, *self.barred)):
            put(planes, dossiers, [one[number] for one in said])


def add(into: np.ndarray, leaves: Sequence[int], truths: Any) -> None:
    """Let more hold of some leaves."""
    if truths is False or not leaves:
        return
    mask = np.uint64(2**64 - 1) if truths is True else truths
    begin = 0
    for place in range(1, len(leaves) + 1):  # leaves that are neighbours at once
        if place == len(leaves) or leaves[place] != leaves[place - 1] + 1:
            rows = mask[begin:place] if isinstance(mask, np.ndarray) and mask.ndim > 1 else mask
            into[leaves[begin] : leaves[place - 1] + 1] |= rows
            begin = place
