"""Statuses as letters, one a leaf: a large letter for a status, a small one for a set of statuses still possible.

Leaves come out of a query as bits. Two table look-ups turn eight of them into eight bytes at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Final

import numpy as np

from ..engines.columnar.leaves import LeafWords
from ..model.policy import Conflicts
from ..results.status import Status, possible, whole
from ..results.truth import Truth

NONE: Final = "-"
"""Where no ruleset is in force for an applicant."""

_ORDER: Final = (Status.EXEMPT, Status.NOT_COVERED, Status.REFUSED, Status.CONFLICT)
_SETS: Final[dict[str, str]] = {
    "E": "E", "N": "N", "R": "R", "C": "C",
    "EN": "e", "ER": "f", "ENR": "g", "EC": "h", "ENRC": "i", "ERC": "j", "ENC": "k",
    "NR": "n", "RC": "r", "NC": "s", "NRC": "t",
}  # fmt: skip

LETTERS: Final[dict[str, frozenset[Status]]] = {
    letter: frozenset(status for status, name in zip(_ORDER, "ENRC", strict=True) if name in names)
    for names, letter in _SETS.items()
}
"""What each letter means: the statuses that are still possible."""

BITS: Final = {
    letter: sum(1 << place for place, one in enumerate(_ORDER) if one in each) for letter, each in LETTERS.items()
}
"""The same as bits: 1 exempt, 2 not covered, 4 refused, 8 in conflict."""

LETTER_OF: Final = {bits: letter for letter, bits in BITS.items()}
_DIGIT: Final = 48


def _spread(base: int, step: int) -> np.ndarray:
    """For a byte of "surely" and one of "maybe" eight bytes: base, and one or two steps more."""
    byte = np.arange(256, dtype=np.uint16)
    bits = (byte[:, None] >> np.arange(8)) & 1
    digits = base + step * (bits[:, None, :] + bits[None, :, :])
    return np.ascontiguousarray(digits.astype(np.uint8)).view(np.uint64).reshape(256 * 256)


_GRANTED: Final = _spread(_DIGIT, 1)
_BARRED: Final = _spread(0, 3)


def _translations() -> dict[Conflicts, bytes]:
    found: dict[Conflicts, bytes] = {}
    conflicts: Conflicts
    for conflicts in ("report", "bar-wins", "grant-wins"):
        table = bytearray(range(256))
        for granted, barred in product(Truth, Truth):
            statuses = possible(granted, barred, conflicts)
            bits = sum(1 << place for place, one in enumerate(_ORDER) if one in statuses)
            table[_DIGIT + granted + 3 * barred] = ord(LETTER_OF[bits])
        found[conflicts] = bytes(table)
    return found


_TRANSLATIONS: Final = _translations()


def letters(columns: Mapping[str, np.ndarray], ruleset: int, leaves: LeafWords, conflicts: Conflicts) -> np.ndarray:
    """The letters of a ruleset: a row a dossier, a byte a leaf."""
    parts = []
    for word in range(leaves.words):
        used = [bit for each, bit in leaves.place if each == word]
        surely, maybe, barred, perhaps = (
            np.ascontiguousarray(columns[f"r{ruleset}{side}_{word}"], dtype=np.int64)
            .view(np.uint8)
            .reshape(-1, 8)
            .astype(np.uint16)
            for side in ("gt", "gm", "bt", "bm")
        )
        digits = _GRANTED[surely << 8 | maybe] + _BARRED[barred << 8 | perhaps]
        parts.append(digits.view(np.uint8).reshape(len(digits), 64)[:, : len(used)])
    together = np.ascontiguousarray(np.concatenate(parts, axis=1)) if len(parts) > 1 else np.ascontiguousarray(parts[0])
    translated = together.tobytes().translate(_TRANSLATIONS[conflicts])
    return np.frombuffer(bytearray(translated), dtype=np.uint8).reshape(together.shape)


def sets() -> np.ndarray:
    """For each letter its statuses as bits; nothing for what is no letter."""
    table = np.zeros(256, dtype=np.uint8)
    for letter, bits in BITS.items():
        table[ord(letter)] = bits
    return table


def wholes() -> np.ndarray:
    """For two sets of statuses, as bits, the set of a whole with two such parts."""
    table = np.zeros((16, 16), dtype=np.uint8)
    for one, other in product(LETTERS.values(), repeat=2):
        made = whole((one, other))
        first, second = (sum(1 << place for place, each in enumerate(_ORDER) if each in part) for part in (one, other))
        table[first, second] = sum(1 << place for place, each in enumerate(_ORDER) if each in made)
    return table


_WRITTEN: Final = {statuses: letter for letter, statuses in LETTERS.items()}


def written(statuses: frozenset[Status]) -> str:
    """The letter of a set of statuses."""
    return _WRITTEN[statuses]
