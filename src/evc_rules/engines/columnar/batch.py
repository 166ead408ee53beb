"""Dossiers as they come to the engine: columns of numbers, and sets as lists that lie end to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

_EPOCH: Final = date(1970, 1, 1)


def day_number(day: date) -> int:
    """A day as columns have it: counted from 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class Listed:
    """A column of sets of codes.

    Attributes:
        offsets: Where each set begins among the elements, and where the last one ends.
        codes: The elements, as places among the names.
        names: The codes that occur.
        known: Whether each set is known, or None when all are.
    """

    offsets: np.ndarray
    codes: np.ndarray
    names: tuple[str, ...]
    known: np.ndarray | None = None


@dataclass(frozen=True)
class Part:
    """What was selected of one sort of things.

    Attributes:
        places: For each row the place of its dossier.
        columns: Columns of whole numbers; days are counted from 1970.
        known: Of those in which values are missing, for each row whether it is there.
        lists: Columns of sets.
    """

    places: np.ndarray
    columns: Mapping[str, np.ndarray]
    known: Mapping[str, np.ndarray] = field(default_factory=dict)
    lists: Mapping[str, Listed] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Batch:
    """Some dossiers.

    Attributes:
        size: How many there are.
        parts: What was selected, by the name of the selection.
    """

    size: int
    parts: Mapping[str, Part]
