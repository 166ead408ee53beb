"""What statuses are worth, for many dossiers at once; limits that bind are left to the exact award, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from ..advice.credits import credit
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..model.quantities import Credits
from ..plan import award
from ..results.status import Statuses
from ..results.truth import Truth
from .caps import caps
from .letters import LETTER_OF, LETTERS, sets, wholes

_EXEMPT: Final = 1
_SETS: Final = sets()
_WHOLES: Final = wholes()
_AWARDED: Final = {Truth.TRUE: "Y", Truth.UNKNOWN: "?", Truth.FALSE: "n"}
HUNDREDTHS: Final = 100


@dataclass(frozen=True)
class Worth:
    """What the statuses of some dossiers are worth at one programme.

    Attributes:
        units: The letters of the units: a row a dossier, a byte a unit.
        awarded: Whether each unit is awarded: Y, n, or ? while that hangs on an open question; l where a limit binds
            and which units are awarded was not asked.
        certain: What is certainly awarded [hundredths of an EC].
        hoped: What may be awarded at most [hundredths of an EC].
        bound: How many dossiers have more that is (or may be) exempt than limits allow.
    """

    units: np.ndarray
    awarded: np.ndarray
    certain: np.ndarray
    hoped: np.ndarray
    bound: int


def worth(
    letters: np.ndarray,
    ruleset: Ruleset,
    framework: Framework,
    programme: Programme,
    variant: str,
    starts: Sequence[date] | None,
) -> Worth:
    """What statuses are worth in a variant of a programme.

    Args:
        letters: The statuses: a row a dossier, a letter a leaf.
        ruleset: The ruleset, for its limits.
        framework: The framework.
        programme: The programme.
        variant: The variant that is followed.
        starts: The day from which the remaining path counts, for each dossier; then limits choose units by it. Without
            it only how many credits they leave is worked out, and not which units.
    """
    units = programme.units_of(variant)
    place = {leaf: number for number, leaf in enumerate(framework.leaves)}
    possible = _SETS[letters]
    found = np.zeros((len(letters), len(units)), dtype=np.uint8)
    for number, unit in enumerate(units):
        leaves = [place[leaf] for leaf in framework.select(unit.outcomes)]
        one = np.full(len(letters), _EXEMPT, dtype=np.uint8)
        for leaf in leaves:
            one = _WHOLES[one, possible[:, leaf]]
        found[:, number] = one
    sure, maybe = found == _EXEMPT, (found & _EXEMPT) > 0
    worths = np.array([_hundredths(unit.ec) for unit in units], dtype=np.int64)
    certain, hoped = sure @ worths, maybe @ worths
    awarded = np.where(sure, ord("Y"), np.where(maybe, ord("?"), ord("n"))).astype(np.uint8)
    table = np.array([ord(LETTER_OF.get(bits, "-")) for bits in range(16)], dtype=np.uint8)
    bound = np.zeros(len(letters), dtype=bool)
    for limit in ruleset.limits:
        among = set(framework.select(limit.among))
        under = np.array(
            [not limit.among or bool(among.intersection(framework.select(unit.outcomes))) for unit in units]
        )
        bound |= maybe[:, under] @ worths[under] > _hundredths(limit.at_most)
    rows = np.flatnonzero(bound).tolist()
    if starts is None:
        awarded[bound] = np.where(maybe[bound], ord("l"), ord("n"))
        quick = caps(units, ruleset.limits, framework, HUNDREDTHS)
        for row in rows:
            for amount, exempt in ((certain, sure[row]), (hoped, maybe[row])):
                amount[row] = (
                    quick.best(np.flatnonzero(exempt).tolist())
                    if quick
                    else _most(exempt, ruleset, framework, programme, variant)
                )
        return Worth(table[found], awarded, certain, hoped, len(rows))
    known: dict[tuple[bytes, date], tuple[bytes, int, int]] = {}
    for row in rows:
        key = letters[row].tobytes(), starts[row]
        if key not in known:
            known[key] = _exactly(key[0], ruleset, framework, programme, variant, key[1])
        said, certain[row], hoped[row] = known[key]
        awarded[row] = np.frombuffer(said, dtype=np.uint8)
    return Worth(table[found], awarded, certain, hoped, len(rows))


def _most(exempt: np.ndarray, ruleset: Ruleset, framework: Framework, programme: Programme, variant: str) -> int:
    """The most credits where limits overlap each other."""
    units = [unit.id for unit, there in zip(programme.units_of(variant), exempt, strict=True) if there]
    return _hundredths(award(programme, framework, variant, units, ruleset.limits).credits)


def _exactly(
    letters: bytes, ruleset: Ruleset, framework: Framework, programme: Programme, variant: str, start: date
) -> tuple[bytes, int, int]:
    statuses: dict[Any, Statuses] = {
        leaf: LETTERS[chr(letter)] for leaf, letter in zip(framework.leaves, letters, strict=True)
    }
    found = credit(ruleset, framework, programme, variant, statuses, start=start)
    certain, hoped = (_hundredths(one) for one in found.awarded)
    return "".join(_AWARDED[unit.awarded] for unit in found.units).encode(), certain, hoped


def _hundredths(credits_: Credits) -> int:
    return int(credits_.value * HUNDREDTHS)


def decimal(hundredths: int) -> Decimal:
    """Hundredths of an EC as a number of EC."""
    return Decimal(hundredths) / HUNDREDTHS
