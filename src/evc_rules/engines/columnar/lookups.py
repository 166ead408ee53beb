"""Some bits of words as the place in a table: so that one look-up answers several questions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

import numpy as np

from ..compiled.circuit import bits


def table_of(rows: Sequence[Sequence[int]], width: int) -> np.ndarray:
    """Rows of so many words."""
    return np.array(rows, dtype=np.uint64).reshape(len(rows), width)


def lanes_of(word: np.ndarray, bit: int, count: int) -> np.ndarray:
    """So many bits of a word, as an index."""
    return ((word >> np.uint64(bit)) & np.uint64((1 << count) - 1)).view(np.intp)


@cache
def choices(masks: tuple[int, ...], kind: Any) -> np.ndarray:
    """For each choice of some masks all that they have."""
    return np.array(
        [reduce(or_, (masks[bit] for bit in bits(index)), 0) for index in range(1 << len(masks))], dtype=kind
    )
