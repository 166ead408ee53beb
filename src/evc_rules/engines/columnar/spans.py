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
from .batch import Part, day_number
from .flat import ENDLESS
from .grouping import Runs
from .slots import Lane, Tally

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
        return np.argsort((self.part.places.astype(np.int64) << _DAYS) | begin, kind="stable")

    def _day(self, name: str, otherwise: int) -> np.ndarray:
        days = self.part.columns[f"v_{name}"].astype(np.int64)
        known = self.part.known.get(f"v_{name}")
        return days if known is None else np.where(known, days, otherwise)

    def _sorted(self, as_of: AsOf) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Whose things are, when they begin and end, up to a reference date, and whether all of that is known."""
        order = self._order
        places = self.part.places.astype(np.int64)[order]
        known = np.ones(len(order), dtype=bool)
        for name in ("v_from", "v_to"):
            if name in self.part.known:
                known &= self.part.known[name][order]
        until: Any = day_number(as_of if isinstance(as_of, date) else self.on)
        if as_of == "start":
            assert self.starts is not None  # noqa: S101 - selected where it is asked
            there = self.starts[1][places]
            until = np.where(there, self.starts[0][places], day_number(ENDLESS))
            known &= there
        last = np.minimum(self._day("to", day_number(ENDLESS))[order], until)
        return places, self._day("from", _FIRST)[order], last, known

    def totals(
        self, tally: Tally, lanes: Sequence[Lane], passing: tuple[np.ndarray, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The days that each dossier surely has, and those that it may have; as totals that share a number."""
        places, first, last, known = self._sorted(tally.of or "decision")  # type: ignore[arg-type]
        both = []
        for side, index in enumerate(passing):
            found = np.zeros(self.size, dtype=np.int64)
            listed = index[self._order]
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
