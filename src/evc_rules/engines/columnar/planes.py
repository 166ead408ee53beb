"""Many dossiers as bits: a plane says one thing of all of them, 64 to a number, so that one operation settles 64.

Things are found as words, one for each dossier, with a bit for each question. A plane is a word turned on its side: for
one question a bit for each dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from . import kernels

Plane = np.ndarray
"""Numbers of 64 bits, the first dossier in the lowest bit of the first. Bits beyond the last dossier mean nothing."""

Truths = Plane | bool
"""A plane, or one answer for all dossiers."""

BITS: Final = 64
_BYTE: Final = 8
_SWAPS: Final = tuple(
    (np.uint64(by), np.uint64(mask))
    for by, mask in ((7, 0x00AA00AA00AA00AA), (14, 0x0000CCCC0000CCCC), (28, 0x00000000F0F0F0F0))
)


def length(count: int) -> int:
    """How many numbers hold a bit for each of so many dossiers."""
    return -(-count // BITS)


def packed(truths: np.ndarray) -> Plane:
    """A plane out of a truth for each dossier."""
    found = np.zeros(length(len(truths)) * _BYTE, dtype=np.uint8)
    bits = np.packbits(truths, bitorder="little")
    found[: len(bits)] = bits
    return found.view(np.uint64)


def unpacked(plane: Plane, count: int) -> np.ndarray:
    """A truth for each dossier."""
    return np.unpackbits(plane.view(np.uint8), count=count, bitorder="little").view(bool)


def put(planes: np.ndarray, rows: np.ndarray, masks: Sequence[int]) -> None:
    """Put in what is said of some dossiers, in order, instead of what was there: for each the planes that hold."""
    if not len(rows):
        return
    size = -(-len(planes) // _BYTE)
    joined = np.frombuffer(b"".join(mask.to_bytes(size, "little") for mask in masks), dtype=np.uint8)
    holding = np.unpackbits(joined.reshape(len(rows), size), axis=1, count=len(planes), bitorder="little")
    numbers, bits = rows // BITS, np.uint64(1) << (rows % BITS).astype(np.uint64)
    first = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    where = numbers[first]
    planes[:, where] &= ~np.bitwise_or.reduceat(bits, first)
    planes[:, where] |= np.bitwise_or.reduceat(holding.T * bits, first, axis=1)


def turned(words: np.ndarray, column: int = 0) -> np.ndarray:
    """The 64 planes of a word for each dossier; or of one of several words, side by side."""
    if kernels.built():
        return kernels.turned(words, column, length(len(words)))
    if words.ndim > 1:
        words = np.ascontiguousarray(words[:, column])
    count = length(len(words)) * BITS
    if count != len(words):
        words = np.concatenate([words, np.zeros(count - len(words), dtype=np.uint64)])
    bytes_ = np.ascontiguousarray(words.view(np.uint8).reshape(count, _BYTE).T)
    return _flipped(bytes_.view(np.uint64)).reshape(BITS, -1)


def _flipped(numbers: np.ndarray) -> np.ndarray:
    """Of each eight bytes in a row the eight planes: rows of numbers become rows of eight planes each."""
    squares = _squares(numbers).view(np.uint8).reshape(len(numbers), -1, _BYTE)
    return np.ascontiguousarray(squares.transpose(0, 2, 1)).view(np.uint64)


def back(planes: np.ndarray) -> np.ndarray:
    """For each eight planes a byte for each dossier, rows of bytes; so that planes become text."""
    eights = planes.view(np.uint8).reshape(len(planes) // _BYTE, _BYTE, -1)
    numbers = np.ascontiguousarray(eights.transpose(0, 2, 1)).view(np.uint64)
    return _squares(numbers.reshape(len(eights), -1)).view(np.uint8)


def _squares(numbers: np.ndarray) -> np.ndarray:
    """Each number as a square of eight by eight bits, turned over its diagonal."""
    found = numbers.copy()
    for by, mask in _SWAPS:
        swap = found >> by
        swap ^= found
        swap &= mask
        found ^= swap
        swap <<= by
        found ^= swap
    return found


def counted(planes: np.ndarray, count: int) -> np.ndarray:
    """In how many of so many dossiers each plane holds."""
    whole, rest = divmod(count, BITS)
    found: np.ndarray = np.bitwise_count(planes[..., :whole]).sum(axis=-1, dtype=np.int64)
    if rest:
        last = planes[..., whole] & np.uint64((1 << rest) - 1)
        found = found + np.bitwise_count(last)
    return found


def negated(truths: Any) -> Any:
    """What does not hold."""
    return (not truths) if isinstance(truths, bool) else ~truths


def every(truths: Sequence[Any]) -> Any:
    """What all of these say."""
    return _together(truths, np.bitwise_and, nothing=True)


def some(truths: Sequence[Any]) -> Any:
    """What some of these say."""
    return _together(truths, np.bitwise_or, nothing=False)


def _together(truths: Sequence[Any], how: np.ufunc, *, nothing: bool) -> Any:
    found: Any = nothing
    owned = False
    for one in truths:
        if isinstance(one, bool):
            if one is not nothing:
                return one
        elif isinstance(found, bool):
            found = one
        elif owned and found.shape == np.broadcast_shapes(found.shape, one.shape):
            how(found, one, out=found)
        else:
            found, owned = how(found, one), True
    return found


def at_least(k: int, truths: Sequence[Any]) -> Any:
    """Where at least k of these hold."""
    if k < 1:
        return True
    reached: list[Any] = [False] * (k + 1)
    reached[0] = True
    for one in truths:
        for count in range(k, 0, -1):
            reached[count] = some([reached[count], every([reached[count - 1], one])])
    return reached[k]
