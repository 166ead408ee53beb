"""Calendar time, counted once where things overlap.

In the order in which things begin, each adds the days that none before it reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from .batch import Part
from .grouping import Runs
from .slots import Lane, Tally

_DAY_ONE: Final = 719_163
"""How many days before 1970-01-01 the first day of the calendar is."""
_DAYS: Final = 22
"""How many bits hold a day of the calendar."""


@dataclass
class Spans:
    """Things of one kind, by dossier and by when they begin.

    Attributes:
        part: The things.
        size: How many dossiers there are.
    """

    part: Part
    size: int

    @cached_property
    def _order(self) -> np.ndarray:
        begin = self.part.columns["first"] + _DAY_ONE
        return np.argsort((self.part.places.astype(np.int64) << _DAYS) | begin)

    @cached_property
    def _places(self) -> np.ndarray:
        found: np.ndarray = self.part.places.astype(np.int64)[self._order]
        return found

    def totals(
        self, number: int, tally: Tally, lanes: Sequence[Lane], passing: tuple[np.ndarray, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The days that each dossier surely has, and those that it may have; as totals that share a number."""
        order, places = self._order, self._places
        first = self.part.columns["first"][order]
        last = self.part.columns[f"last{number}"][order]
        known = self.part.columns[f"known{number}"][order] != 0
        both = []
        for side, index in enumerate(passing):
            found = np.zeros(self.size, dtype=np.int64)
            listed = index[order]
            for bit, lane in enumerate(lanes):
                passes = (listed >> bit & 1) != 0
                rows = np.flatnonzero(passes if side else passes & known)
                if len(rows):
                    days = _added(places[rows], first[rows], last[rows], tally.most)
                    found += Runs(places[rows], self.size).total(days) << lane.shift
            both.append(found)
        return both[0], both[1]


def _added(places: np.ndarray, first: np.ndarray, last: np.ndarray, most: int) -> np.ndarray:
    """The days that each thing adds to those before it, no more than matters."""
    apart = places << (_DAYS + 1)  # so that no dossier reaches into another
    reached = np.maximum.accumulate(apart + last)
    begin = first.copy()
    np.maximum(begin[1:], reached[:-1] - apart[1:], out=begin[1:])
    days: np.ndarray = np.clip(last - begin, 0, most)
    return days
