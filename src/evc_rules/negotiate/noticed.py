"""How often institutes differ, for real or made-up applicants: on which outcomes the most of them would notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from ..cohort.exempting import Exempting
from ..engines.columnar.planes import BITS, counted, unpacked
from ..errors import Finding
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from .planes import Side, applicants


@dataclass(frozen=True)
class Apart:
    """How many applicants get another answer at one institution than at another.

    Attributes:
        surely: How many surely do: one exempts, and another surely does not.
        perhaps: How many more may, by how an open question comes out.
    """

    surely: int = 0
    perhaps: int = 0

    def __add__(self, other: Apart) -> Apart:
        return Apart(self.surely + other.surely, self.perhaps + other.perhaps)


@dataclass(frozen=True)
class Split:
    """Who surely exempts and who surely does not, of one applicant.

    Attributes:
        dossier: The applicant.
        exempting: The places of those that exempt.
        refusing: The places of those that do not.
    """

    dossier: str
    exempting: tuple[int, ...]
    refusing: tuple[int, ...]


@dataclass(frozen=True)
class Noticed:
    """How often the members of an alliance differ.

    Attributes:
        applicants: How many applicants were asked about.
        leaves: For each leaf how many get another answer somewhere.
        pairs: For each two members and leaf how many get another answer at the one than at the other.
        anywhere: For each two members how many do on some leaf.
        splits: For each leaf on which some surely do, the first of them.
        findings: Why some applicants were left out.
    """

    applicants: int
    leaves: dict[Leaf, Apart]
    pairs: dict[tuple[int, int], dict[Leaf, Apart]]
    anywhere: dict[tuple[int, int], Apart]
    splits: dict[Leaf, Split]
    findings: tuple[Finding, ...] = ()


def noticed(alliance: Alliance, people: Sequence[Dossier], on: date) -> Noticed:
    """How often members differ, of applicants who are asked about one by one."""
    asked = applicants(alliance, people, (), on)
    sides = tuple(asked.said[member.institution].granted for member in alliance.members) if asked.count else ()
    return together(alliance, [Exempting(asked.dossiers, sides, asked.findings)])


def together(alliance: Alliance, parts: Iterable[Exempting]) -> Noticed:
    """How often members differ, of applicants of whom it is known where each member exempts."""
    leaves = alliance.framework.leaves
    pairs = list(combinations(range(len(alliance.members)), 2))
    found = Noticed(
        0,
        dict.fromkeys(leaves, Apart()),
        {pair: dict.fromkeys(leaves, Apart()) for pair in pairs},
        dict.fromkeys(pairs, Apart()),
        {},
    )
    total, findings = 0, dict[str, Finding]()
    for part in parts:
        count = len(part.dossiers)
        total += count
        findings |= {one.message: one for one in part.findings}
        if not count:
            continue
        anybody = [np.zeros_like(part.sides[0][0]) for _ in range(2)]
        for first, second in pairs:
            surely, perhaps = _apart(part.sides[first], part.sides[second])
            _add(found.pairs[first, second], leaves, surely, perhaps, count)
            some, may = np.bitwise_or.reduce(surely, axis=0), np.bitwise_or.reduce(perhaps, axis=0)
            found.anywhere[first, second] += _counts(some, may & ~some, count)
            anybody = [anybody[0] | surely, anybody[1] | perhaps]
        _add(found.leaves, leaves, anybody[0], anybody[1] & ~anybody[0], count)
        for place, leaf in enumerate(leaves):
            if leaf not in found.splits:
                split = _first(part, place, anybody[0][place], count)
                found.splits.update({leaf: split} if split else {})
    return Noticed(total, found.leaves, found.pairs, found.anywhere, found.splits, tuple(findings.values()))


def _apart(one: Side, other: Side) -> tuple[np.ndarray, np.ndarray]:
    """Where two surely differ, and where they merely may."""
    surely = (one[0] & ~other[1]) | (other[0] & ~one[1])
    return surely, (one[0] ^ one[1] | other[0] ^ other[1]) & ~surely


def _counts(surely: np.ndarray, perhaps: np.ndarray, count: int) -> Apart:
    return Apart(int(counted(surely, count).sum()), int(counted(perhaps, count).sum()))


def _add(into: dict[Leaf, Apart], leaves: Sequence[Leaf], surely: np.ndarray, perhaps: np.ndarray, count: int) -> None:
    for leaf, one, other in zip(leaves, counted(surely, count).tolist(), counted(perhaps, count).tolist(), strict=True):
        into[leaf] += Apart(one, other)


def _first(part: Exempting, place: int, plane: np.ndarray, count: int) -> Split | None:
    """The first applicant on whom members surely differ, and how."""
    rows = np.flatnonzero(unpacked(plane, count))
    if not len(rows):
        return None
    number, bit = divmod(int(rows[0]), BITS)
    mask = np.uint64(1) << np.uint64(bit)
    exempting = tuple(who for who, side in enumerate(part.sides) if side[0][place][number] & mask)
    refusing = tuple(who for who, side in enumerate(part.sides) if not side[1][place][number] & mask)
    return Split(str(part.dossiers[rows[0]]), exempting, refusing)
