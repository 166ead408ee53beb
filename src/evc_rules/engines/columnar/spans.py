"""Calendar time, counted once where things overlap.

In the order in which things begin, each adds the days that none before it reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from ...model.conditions import AsOf
from . import kernels
from .batch import Part, day_number
from .flat import ENDLESS
from .grouping import Runs
from .lookups import lanes_of
from .slots import WIDTH, Lane, Tally

_FIRST: Final = day_number(date.min)
"""The first day of the calendar, as days are counted here."""
_DAYS: Final = 22
"""How many bits hold a day of the calendar."""


@dataclass
class Spans:
    """Things of one kind, by dossier and by when they begin.

    Attributes:
        part: The things.
        size: How many dossiers there are.
        on: The decision date.
        starts: For each dossier the day on which the programme starts, and whether that is known; where it is asked.
    """

    part: Part
    size: int
    on: date
    starts: tuple[np.ndarray, np.ndarray] | None

    @cached_property
    def _order(self) -> np.ndarray:
        """The things by dossier, and by when they begin."""
        begin = self._day("from", _FIRST) - _FIRST
        quick = kernels.ordered(self.part.places, begin) if kernels.built() else None
        if quick is not None:
            return quick
        return np.argsort((self.part.places.astype(np.int64) << _DAYS) | begin, kind="stable")

    def _day(self, name: str, otherwise: int) -> np.ndarray:
        days = self.part.columns[f"v_{name}"].astype(np.int64)
        known = self.part.known.get(f"v_{name}")
        return days if known is None else np.where(known, days, otherwise)

    def _times(self, as_of: AsOf) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """When things begin and end, up to a reference date, and whether all of that is known."""
        places = self.part.places.astype(np.int64)
        known = np.ones(len(places), dtype=bool)
        for name in ("v_from", "v_to"):
            if name in self.part.known:
                known &= self.part.known[name]
        until: Any = day_number(as_of if isinstance(as_of, date) else self.on)
        if as_of == "start":
            assert self.starts is not None  # noqa: S101 - selected where it is asked
            there = self.starts[1][places]
            until = np.where(there, self.starts[0][places], day_number(ENDLESS))
            known &= there
        last = np.minimum(self._day("to", day_number(ENDLESS)), until)
        return self._day("from", _FIRST), last, known

    def totals(
        self, tally: Tally, lanes: Sequence[Lane], passing: tuple[np.ndarray, int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The days that each dossier surely has, and those that it may have; as totals that share a number.

        Args:
            tally: What is added up.
            lanes: The totals.
            passing: Words, and the first bit of them that says what surely goes into a total.
        """
        first, last, known = self._times(tally.of or "decision")  # type: ignore[arg-type]
        word, bit = passing
        both = []
        for begin, counts in ((bit, known), (bit + WIDTH, None)):
            if kernels.built():
                times, shifts = (self._order, first, last), [lane.shift for lane in lanes]
                mine = (word, begin), (tally.most, shifts)
                both.append(kernels.spanned(self.part.places, times, counts, *mine, self.size))
            else:
                both.append(self._total(tally, lanes, lanes_of(word, begin, len(lanes)), (first, last, counts)))
        return both[0], both[1]

    def _total(
        self,
        tally: Tally,
        lanes: Sequence[Lane],
        index: np.ndarray,
        times: tuple[np.ndarray, np.ndarray, np.ndarray | None],
    ) -> np.ndarray:
        """The days of one side."""
        first, last, counts = times
        found = np.zeros(self.size, dtype=np.int64)
        for bit, lane in enumerate(lanes):
            passes = (index >> bit & 1) != 0
            rows = self._order[(passes if counts is None else passes & counts)[self._order]]
            if len(rows):
                places = self.part.places[rows].astype(np.int64)
                days = _added(places, first[rows], last[rows], tally.most)
                found += Runs(places, self.size).total(days) << lane.shift
        return found


def _added(places: np.ndarray, first: np.ndarray, last: np.ndarray, most: int) -> np.ndarray:
    """The days that each thing adds to those before it, no more than matters."""
    apart = places << (_DAYS + 1)  # so that no dossier reaches into another
    reached = np.maximum.accumulate(apart + last)
    begin = first.copy()
    np.maximum(begin[1:], reached[:-1] - apart[1:], out=begin[1:])
    days: np.ndarray = np.clip(last - begin, 0, most)
    return days
