"""Statuses as letters, one a leaf: a large letter for a status, a small one for a set of statuses still possible.

Statuses come as planes: for each leaf four, one for each status, that say for which dossiers it is still possible.
"""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np

from ..engines.columnar import kernels
from ..engines.columnar.planes import Plane, back, counted
from ..model.policy import Conflicts
from ..results.status import Status, whole

NONE: Final = "-"
"""Where no ruleset is in force for an applicant."""

ORDER: Final = (Status.EXEMPT, Status.NOT_COVERED, Status.REFUSED, Status.CONFLICT)
"""The statuses in the order of their bits and planes."""
_SETS: Final[dict[str, str]] = {
    "E": "E", "N": "N", "R": "R", "C": "C",
    "EN": "e", "ER": "f", "ENR": "g", "EC": "h", "ENRC": "i", "ERC": "j", "ENC": "k",
    "NR": "n", "RC": "r", "NC": "s", "NRC": "t",
}  # fmt: skip

LETTERS: Final[dict[str, frozenset[Status]]] = {
    letter: frozenset(status for status, name in zip(ORDER, "ENRC", strict=True) if name in names)
    for names, letter in _SETS.items()
}
"""What each letter means: the statuses that are still possible."""


def bits_of(statuses: frozenset[Status]) -> int:
    """A set of statuses as bits."""
    return sum(1 << place for place, one in enumerate(ORDER) if one in statuses)


BITS_OF: Final = {letter: bits_of(each) for letter, each in LETTERS.items()}
"""The same as bits: 1 exempt, 2 not covered, 4 refused, 8 in conflict."""

LETTER_OF: Final[dict[int, str]] = {0: NONE, **{bits: letter for letter, bits in BITS_OF.items()}}
"""The letter of each set of statuses, as bits."""

_STATUSES: Final = len(ORDER)
_SETS_OF_STATUSES: Final = 1 << _STATUSES
_TWO: Final = np.array(
    [ord(LETTER_OF[both & 15]) | ord(LETTER_OF[both >> 4]) << 8 for both in range(256)], dtype=np.uint16
)
"""For a byte of two sets of statuses two letters."""


def possible(
    granted: tuple[np.ndarray, np.ndarray], barred: tuple[np.ndarray, np.ndarray], conflicts: Conflicts
) -> np.ndarray:
    """For each leaf the planes of the statuses that are possible, by where it is granted and barred."""
    surely, maybe = granted
    barred_surely, barred_maybe = barred
    found = np.zeros((len(surely), _STATUSES, surely.shape[1]), dtype=np.uint64)
    exempt, not_covered, refused, conflict = (found[:, place] for place in range(_STATUSES))
    np.bitwise_and(maybe, ~barred_surely, out=exempt)
    np.bitwise_or(surely, barred_surely, out=not_covered)
    np.invert(not_covered, out=not_covered)
    np.bitwise_and(barred_maybe, ~surely, out=refused)
    both = {"report": conflict, "bar-wins": refused, "grant-wins": exempt}[conflicts]
    both |= maybe & barred_maybe
    return found


def letters(planes: np.ndarray, count: int) -> np.ndarray:
    """The letters: a row for each of so many dossiers, a byte for each leaf."""
    if kernels.built():
        return kernels.letters(planes, count, _TWO)
    leaves = len(planes)
    if leaves % 2:
        planes = np.concatenate([planes, np.zeros_like(planes[:1])])
    bytes_ = back(planes.reshape(planes.shape[0] * planes.shape[1], planes.shape[-1]))[:, :count]
    found = _TWO[np.ascontiguousarray(bytes_.T)].view(np.uint8)
    return found if leaves % 2 == 0 else np.ascontiguousarray(found[:, :leaves])


def letters_of(planes: np.ndarray, count: int) -> list[dict[str, int]]:
    """For each leaf how many of so many dossiers have each letter."""
    there = [place for place in range(_STATUSES) if planes[:, place].any()]
    holding = np.zeros((_SETS_OF_STATUSES, len(planes)), dtype=np.int64)  # these statuses, whatever else
    holding[0] = count
    together: dict[int, np.ndarray] = {}
    for place in there:
        own = planes[:, place]
        for before, plane in [(0, None), *together.items()]:
            chosen = before | 1 << place
            together[chosen] = own if plane is None else plane & own
            holding[chosen] = counted(together[chosen], count)
    for place in range(_STATUSES):  # take off those that have one more
        for chosen in range(_SETS_OF_STATUSES):
            if not chosen >> place & 1:
                holding[chosen] -= holding[chosen | 1 << place]
    return [{LETTER_OF[bits]: number for bits, number in enumerate(each) if number} for each in holding.T.tolist()]


def opened(planes: np.ndarray) -> Plane:
    """Where some leaf is open."""
    exempt, not_covered, refused, conflict = (planes[:, place] for place in range(_STATUSES))
    some = exempt & not_covered
    some |= (exempt | not_covered) & refused
    some |= (exempt | not_covered | refused) & conflict
    found: Plane = np.bitwise_or.reduce(some, axis=0)
    return found


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each leaf where two say something else."""
    found: np.ndarray = one[:, 0] ^ other[:, 0]
    for place in range(1, _STATUSES):
        found |= one[:, place] ^ other[:, place]
    return found


def sets() -> np.ndarray:
    """For each letter its statuses as bits; nothing for what is no letter."""
    table = np.zeros(256, dtype=np.uint8)
    for letter, bits in BITS_OF.items():
        table[ord(letter)] = bits
    return table


def wholes() -> np.ndarray:
    """For two sets of statuses, as bits, the set of a whole with two such parts."""
    table = np.zeros((16, 16), dtype=np.uint8)
    for one, other in product(LETTERS.values(), repeat=2):
        table[bits_of(one), bits_of(other)] = bits_of(whole((one, other)))
    return table
