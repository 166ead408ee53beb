"""Things by the dossier that they belong to: what some of them passes, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from . import kernels
from .batch import Listed
from .lookups import lanes_of

_MOST_LAYERS: Final = 16


@dataclass(frozen=True)
class Runs:
    """Rows as they lie, those of a dossier mostly side by side.

    Attributes:
        places: For each row the place of its dossier.
        size: How many dossiers there are.
    """

    places: np.ndarray
    size: int

    @cached_property
    def starts(self) -> np.ndarray:
        """Where the rows of another dossier begin."""
        if not len(self.places):
            return np.zeros(0, dtype=np.intp)
        changes = np.flatnonzero(self.places[1:] != self.places[:-1])
        return np.concatenate([np.zeros(1, dtype=np.intp), changes + 1])

    @cached_property
    def whose(self) -> np.ndarray:
        """The dossier of each run of rows."""
        found: np.ndarray = self.places[self.starts]
        return found

    @cached_property
    def apart(self) -> bool:
        """Whether every dossier has its rows side by side."""
        listed = self.whose
        if len(listed) < 2 or bool(np.all(listed[1:] > listed[:-1])):  # noqa: PLR2004 - one is in order
            return True
        seen = np.zeros(self.size, dtype=bool)
        seen[listed] = True
        return int(seen.sum()) == len(listed)

    @cached_property
    def lengths(self) -> np.ndarray:
        """How many rows each dossier has."""
        return np.bincount(self.places, minlength=self.size)

    def either(self, words: np.ndarray) -> np.ndarray:
        """The bits that some row of a dossier has."""
        if kernels.built():
            return kernels.either(self.places, words, self.size)
        return self._spread(self._reduced(words, np.bitwise_or), np.bitwise_or)

    def total(self, amounts: np.ndarray) -> np.ndarray:
        """What the rows of a dossier add up to."""
        if kernels.built():
            return kernels.total(self.places, amounts, self.size)
        return self._spread(self._reduced(amounts, np.add), np.add)

    def added(
        self, word: np.ndarray, lanes: tuple[int, int], table: np.ndarray, amounts: np.ndarray | None
    ) -> np.ndarray:
        """What rows add up to: by so many bits of a word from some bit on, what a table says, times an amount."""
        if kernels.built():
            return kernels.added(self.places, word, lanes, table, amounts, self.size)
        found = np.take(table, lanes_of(word, *lanes))
        return self.total(found if amounts is None else found * amounts)

    def of(self, rows: np.ndarray) -> Runs:
        """The same with some rows only."""
        return Runs(self.places[rows], self.size)

    @cached_property
    def _layers(self) -> list[tuple[np.ndarray, np.ndarray]] | None:
        """The second rows of dossiers, the third ones, and so on, each with the run that they are in.

        A few rows in each of many dossiers are put together much quicker so than dossier by dossier. None when some
        dossier has many.
        """
        runs, rows = np.arange(len(self.starts)), self.starts
        found: list[tuple[np.ndarray, np.ndarray]] = []
        while len(rows):
            more = rows + 1
            if more[-1] == len(self.places):
                runs, rows, more = runs[:-1], rows[:-1], more[:-1]
            beside = np.flatnonzero(self.places[more] == self.places[rows])
            runs, rows = runs[beside], more[beside]
            found.append((runs, rows))
            if len(found) > _MOST_LAYERS:
                return None
        return found

    def _reduced(self, values: np.ndarray, how: np.ufunc) -> np.ndarray:
        if len(self.starts) == len(values):
            return values
        if self._layers is None:
            found: np.ndarray = how.reduceat(values, self.starts)
            return found
        found = values[self.starts]
        for runs, rows in self._layers:
            found[runs] = how(found[runs], values[rows])
        return found

    def _spread(self, values: np.ndarray, how: np.ufunc) -> np.ndarray:
        found = np.zeros(self.size, dtype=values.dtype)
        if self.apart:
            found[self.whose] = values
        else:
            how.at(found, self.whose, values)
        return found


@dataclass(frozen=True)
class Covering:
    """What things cover: sets that lie end to end, of codes of which a table says the leaves, in several words.

    Attributes:
        runs: The rows.
        listed: Their sets.
        table: For each code a row of words.
    """

    runs: Runs
    listed: Listed
    table: np.ndarray

    @cached_property
    def _rows(self) -> list[np.ndarray]:
        """For each word what the rows cover."""
        return [several(self.listed.offsets, self.listed.codes, each) for each in self.table.T]

    def of(self, word: np.ndarray, bit: int) -> np.ndarray:
        """What is covered by rows with a bit: a row of words for each dossier."""
        if kernels.built():
            lists = self.listed.offsets, self.listed.codes
            return kernels.covered(self.runs.places, word, bit, lists, self.table, self.runs.size)
        passes = lanes_of(word, bit, 1).view(np.uint64)
        return np.stack([self.runs.either(leaves * passes) for leaves in self._rows], axis=1)


def several(offsets: np.ndarray, codes: np.ndarray, masks: np.ndarray) -> np.ndarray:
    """For lists that lie end to end the bits that some element of each has; an empty list has none."""
    if kernels.built():
        return kernels.several(offsets, codes, masks)
    words = masks[codes]
    sizes = np.diff(offsets)
    there = np.flatnonzero(sizes)
    found = np.zeros(len(sizes), dtype=words.dtype)
    if len(there):
        found[there] = np.bitwise_or.reduceat(words[: offsets[-1]], offsets[:-1][there])
    return found


def alike(places: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """The dossiers in which two rows have the same key; places may lie in any order."""
    if len(places) > 1 and not bool(np.all(places[1:] >= places[:-1])):
        order = np.argsort(places, kind="stable")
        places, keys = places[order], keys[order]
    if kernels.built():
        twice: np.ndarray = places[kernels.again(places, keys)]
        return twice
    found = []
    rows = np.arange(len(places), dtype=np.intp)
    step = 1
    while len(rows):
        rows = rows[: np.searchsorted(rows, len(places) - step)]
        rows = rows[places[rows] == places[rows + step]]
        found.append(places[rows[keys[rows] == keys[rows + step]]])
        step += 1
    return np.concatenate(found) if found else places[:0]
