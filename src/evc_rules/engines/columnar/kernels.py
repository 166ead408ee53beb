"""The inner loops over columns: in C where they were built (the source is in `c/`), with NumPy where they were not.

Both do the same; `EVC_RULES_PURE` chooses NumPy.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np

FORM: Final = 1
"""The form of the functions; what was built for another is left alone."""
_NOTHING: Final = np.zeros(0, dtype=np.int64)


@cache
def built() -> Any:
    """The loops in C; None where they are not there, or not wanted."""
    if os.environ.get("EVC_RULES_PURE"):
        return None
    try:
        from . import _columns  # type: ignore[attr-defined, unused-ignore] # noqa: PLC0415 - it may not be there
    except ImportError:
        return None
    return _columns if _columns.FORM == FORM else None


def keep() -> None:
    """Keep memory that is let go, where that can be said: clearing pages again and again takes long."""
    loops = built()
    if loops is not None:
        loops.keep()


def _of(values: np.ndarray, kind: Any) -> np.ndarray:
    """An array side by side, of one type."""
    return np.ascontiguousarray(values, dtype=kind)


def either(places: np.ndarray, words: np.ndarray, size: int) -> np.ndarray:
    """The bits that some row of each of so many dossiers has."""
    found = np.zeros(size, dtype=np.uint64)
    built().either(_of(places, np.int64), _of(words, np.uint64), found)
    return found


def total(places: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    """What the rows of each of so many dossiers add up to."""
    found = np.zeros(size, dtype=np.int64)
    built().total(_of(places, np.int64), _of(amounts, np.int64), found)
    return found


def added(
    places: np.ndarray,
    word: np.ndarray,
    lanes: tuple[int, int],
    table: np.ndarray,
    amounts: np.ndarray | None,
    size: int,
) -> np.ndarray:
    """What rows add up to: by so many bits of a word from some bit on, what a table says, times an amount."""
    found = np.zeros(size, dtype=np.int64)
    each = _NOTHING if amounts is None else _of(amounts, np.int64)
    built().added(_of(places, np.int64), _of(word, np.uint64), *lanes, _of(table, np.int64), each, found)
    return found


def ordered(places: np.ndarray, begins: np.ndarray) -> np.ndarray | None:
    """The rows by dossier and by when they begin, where they come by dossier."""
    found = np.empty(len(places), dtype=np.int64)
    return found if built().ordered(_of(places, np.int64), _of(begins, np.int64), found) else None


def spanned(
    places: np.ndarray,
    times: tuple[np.ndarray, np.ndarray, np.ndarray],
    known: np.ndarray | None,
    passing: tuple[np.ndarray, int],
    lanes: tuple[int, Sequence[int]],
    size: int,
) -> np.ndarray:
    """The days that rows add to those before them, in totals that share a number.

    Args:
        places: For each row the place of its dossier.
        times: The order in which rows begin in their dossier, when each begins and when it ends.
        known: Whether that is known; None when what is not known counts too.
        passing: Words, and the first bit of them that says whether a row goes into a total.
        lanes: The most days that one row adds, and where the bits of each total begin.
        size: How many dossiers there are.
    """
    found = np.zeros(size, dtype=np.int64)
    there = _NOTHING if known is None else known
    words, bit = passing
    most, shifts = lanes
    each = [_of(one, np.int64) for one in (places, *times)]
    built().spanned(*each, there, _of(words, np.uint64), bit, most, np.array(shifts, dtype=np.int64), found)
    return found


def again(places: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Whether one of the rows before a row, of a dossier whose rows lie side by side, has the same key."""
    found = np.empty(len(places), dtype=bool)
    built().again(_of(places, np.int64), _of(keys, np.uint64), found)
    return found


def covered(
    places: np.ndarray, word: np.ndarray, bit: int, lists: tuple[np.ndarray, np.ndarray], table: np.ndarray, size: int
) -> np.ndarray:
    """What the sets of rows with a bit cover, by a table of the words of codes: a row of words for each dossier."""
    width = table.shape[1]
    found = np.zeros((size, width), dtype=np.uint64)
    offsets, codes = _of(lists[0], np.int64), _of(lists[1], np.int32)
    built().covered(
        _of(places, np.int64), _of(word, np.uint64), bit, offsets, codes, width, _of(table, np.uint64), found
    )
    return found


def several(offsets: np.ndarray, codes: np.ndarray, masks: np.ndarray) -> np.ndarray:
    """The bits that some code of each list has."""
    found = np.zeros(len(offsets) - 1, dtype=np.uint64)
    built().several(_of(offsets, np.int64), _of(codes, np.int32), _of(masks, np.uint64), found)
    return found


def narrowed(words: np.ndarray, index: np.ndarray, masks: np.ndarray) -> None:
    """Leave of words the bits of the mask of each class."""
    built().narrowed(words, np.ascontiguousarray(index), masks)


def stepped(
    words: np.ndarray,
    values: np.ndarray,
    known: np.ndarray | None,
    bounds: tuple[int, np.ndarray, np.ndarray],
    masks: tuple[int, np.ndarray],
) -> None:
    """The same by the classes of whole numbers: from one on by a table, and then by how many bounds they reach.

    Args:
        words: The words.
        values: The numbers.
        known: Which of them are there; None when all are.
        bounds: The number for which the table begins, the table, and the bounds beyond it.
        masks: The class of what is not there, and the mask of each class.
    """
    low, near, far = bounds
    there = _NOTHING if known is None else known
    each = values if values.dtype in {np.dtype(np.int32), np.dtype(np.int64)} else values.astype(np.int64)
    built().stepped(words, np.ascontiguousarray(each), low, near, _of(far, np.int64), there, *masks)


def turned(words: np.ndarray, column: int, length: int) -> np.ndarray:
    """The 64 planes of a column of words."""
    width = words.shape[1] if words.ndim > 1 else 1
    found = np.empty((64, length), dtype=np.uint64)
    built().turned(_of(words, np.uint64).reshape(-1)[column:], width, found)
    return found


def letters(planes: np.ndarray, count: int, two: np.ndarray) -> np.ndarray:
    """Planes as letters: a row for each of so many dossiers, a byte for each leaf."""
    found = np.empty((count, len(planes)), dtype=np.uint8)
    built().letters(_of(planes, np.uint64), count, two, found)
    return found
