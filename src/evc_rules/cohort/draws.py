"""Columns of made-up values, each drawn at once: codes, sets, days, numbers, marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.batch import day_number
from ..model.attributes import Attribute
from ..model.outcomes import Framework
from .pools import APPLICANTS, Pools
from .schema import SCALE

MISSING: Final = 0.1
"""Of all values so many are not known."""

ARCHETYPES: Final = tuple(APPLICANTS.values())
"""The sorts of applicants."""


@dataclass
class Draws:
    """Draws columns.

    Attributes:
        framework: The framework.
        pools: What values are drawn from.
        rng: What draws.
        on: The decision date that dossiers are about.
    """

    framework: Framework
    pools: Pools
    rng: np.random.Generator
    on: date

    @cached_property
    def today(self) -> int:
        """The decision date, as a number."""
        return day_number(self.on)

    def known(self, size: int, carried: np.ndarray | None = None) -> np.ndarray:
        """Which values are known: all that can be there, but for a tenth."""
        there = self.rng.random(size) >= MISSING
        return there if carried is None else there & carried

    def coded(self, codes: Sequence[str], chosen: np.ndarray, known: np.ndarray) -> pa.Array:
        """A code for each row, by its place."""
        each = {code: place for place, code in enumerate(dict.fromkeys(codes or ("other",)))}
        places = np.array([each[code] for code in codes or ("other",)], dtype=np.int32)
        indices = pa.array(places[chosen], mask=~known)
        return pa.DictionaryArray.from_arrays(indices, pa.array(list(each), pa.string()))

    def picked(
        self, name: str, sort: np.ndarray, known: np.ndarray, likely: Callable[[Any], tuple[str, ...]]
    ) -> pa.Array:
        """A code for each row, most often one that is likely for its sort of applicant."""
        codes = self.pools.codes.get(name) or ("a", "b", "c")
        chosen = self.rng.integers(0, len(codes), len(sort))
        bent = self.rng.random(len(sort)) < 0.7  # noqa: PLR2004 - most are as one would think
        for number, one in enumerate(ARCHETYPES):
            parts = likely(one)
            fitting = np.array([place for place, code in enumerate(codes) if any(part in code for part in parts)])
            rows = np.flatnonzero(bent & (sort == number)) if len(fitting) else np.array([], dtype=np.int64)
            if len(rows):
                chosen[rows] = fitting[self.rng.integers(0, len(fitting), len(rows))]
        return self.coded(codes, chosen, known)

    def several(self, codes: Sequence[str], sizes: np.ndarray, known: np.ndarray) -> pa.Array:
        """A set of codes for each row; the same code is not in it twice when neighbours are taken."""
        sizes = np.where(known, sizes, 0)
        offsets = np.zeros(len(sizes) + 1, dtype=np.int32)
        np.cumsum(sizes, out=offsets[1:])
        within = np.arange(offsets[-1], dtype=np.int64) - np.repeat(offsets[:-1].astype(np.int64), sizes)
        begin = np.repeat(self.rng.integers(0, max(len(codes), 1), len(sizes)), sizes)
        step = np.repeat(self.rng.integers(1, 4, len(sizes)), sizes)
        values = self.coded(codes, (begin + within * step) % max(len(codes), 1), np.ones(offsets[-1], dtype=bool))
        return pa.ListArray.from_arrays(pa.array(offsets), values.cast(pa.string()), mask=pa.array(~known))

    def dated(self, days: np.ndarray, known: np.ndarray) -> pa.Array:
        """Days, counted from 1970."""
        return pa.array(days.astype(np.int32), mask=~known).cast(pa.date32())

    def number(self, values: np.ndarray, known: np.ndarray) -> pa.Array:
        """Whole numbers, whatever the attribute: columns of fewer decimals are quicker."""
        return pa.array(values.astype(np.int64), mask=~known)

    def drawn(self, one: Attribute, sort: np.ndarray, known: np.ndarray) -> pa.Array:
        """Any attribute of which nothing special is known."""
        size = len(sort)
        match one.type:
            case "number":
                high = float(one.high) if one.high is not None else 100.0
                low = float(one.low)
                return self.number(self.rng.integers(int(low), int(min(high, low + 100)) + 1, size), known)
            case "date":
                return self.dated(self.today - self.rng.integers(1, 365 * 10, size), known)
            case "flag":
                return pa.array(self.rng.random(size) < 0.75, mask=~known)  # noqa: PLR2004 - most are
            case "grade":
                return self.marks(size, known)
            case "code":
                return self.picked(one.id, sort, known, lambda _: ())
            case "codes":
                codes = self.pools.codes.get(one.id) or ("a", "b", "c")
                most = min(5, len(codes) // 4 + 1)
                return self.several(codes, self.rng.integers(0, most + 1, size), known)
            case "outcomes":
                return self.outcomes(self.rng.integers(0, 3, size), known)

    def marks(self, size: int, known: np.ndarray) -> pa.Array:
        """Marks, most of them on one scale."""
        every = np.ones(size, dtype=bool)
        value = _hundredths(10 * self.rng.integers(45, 96, size), every)
        scales = self.pools.scales
        chosen = np.where(self.rng.random(size) < 0.9, 0, self.rng.integers(0, len(scales), size))  # noqa: PLR2004
        scale = self.coded(scales, chosen, every).cast(pa.string())
        fields = [pa.field("value", value.type), pa.field("scale", pa.string())]
        return pa.StructArray.from_arrays([value, scale], fields=fields, mask=pa.array(~known))

    def outcomes(self, sizes: np.ndarray, known: np.ndarray) -> pa.Array:
        """Sets of so many leaves."""
        names = [str(leaf) for leaf in self.framework.leaves]
        return self.several(names, np.minimum(sizes, len(names)), known)


def _hundredths(values: np.ndarray, known: np.ndarray) -> pa.Array:
    """Decimals of so many hundredths, made without going through floats."""
    halves = np.zeros((len(values), 2), dtype=np.int64)
    halves[:, 0] = values
    valid = pa.array(known).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(18, SCALE), len(values), [valid, pa.py_buffer(halves)])
