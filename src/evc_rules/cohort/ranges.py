"""Ranges of dossiers: a cohort is answered one after the other."""

# ruff: noqa: S608 - what is selected from is put together by others
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from .columns import literal


@dataclass(frozen=True)
class Range:
    """Dossiers from one to before another.

    Attributes:
        low: The first, or None for all up to the last.
        high: The one after the last, or None.
    """

    low: Any = None
    high: Any = None

    def holds(self, dossier: str, *, nobody: bool = True) -> str:
        """The condition that a row is about one of them; rows about nobody belong to the first range, if at all."""
        terms = []
        if self.low is not None:
            terms.append(f"{dossier} >= {literal(self.low)}")
        if self.high is not None:
            upper = f"{dossier} < {literal(self.high)}"
            terms.append(f"({upper} OR {dossier} IS NULL)" if self.low is None and nobody else upper)
        return " AND ".join(terms) or "true"


EVERY: Final = Range()
"""All dossiers."""


def surely_distinct(connection: Any, selected: str) -> bool:
    """Whether it is quickly seen that no two of some rows are about the same dossier."""
    numbers = _numbers(connection, selected)
    return numbers is not None and bool(np.all(numbers[1:] > numbers[:-1]))


def _numbers(connection: Any, selected: str) -> np.ndarray | None:
    """The dossiers that some rows are about, in order, when they are numbered."""
    found = connection.sql(f"SELECT dossier FROM ({selected}) WHERE dossier IS NOT NULL")
    if found.types[0] != "BIGINT":
        return None
    return np.sort(found.to_arrow_table().column(0).to_numpy(), kind="stable")  # what lies in order is quick so


def bounds_of(connection: Any, selected: str, chunk: int) -> tuple[int, tuple[Any, ...]]:
    """How many dossiers some rows are about, and the first one of each chunk but the first."""
    numbers = _numbers(connection, selected)
    if numbers is not None:
        numbers = numbers[np.append(numbers[1:] != numbers[:-1], np.ones(len(numbers[:1]), dtype=bool))]
        return len(numbers), tuple(numbers[chunk::chunk].tolist())
    (total,) = connection.execute(f"SELECT count(DISTINCT dossier) FROM ({selected})").fetchone()
    if total <= chunk:
        return int(total), ()
    distinct = f"SELECT DISTINCT dossier FROM ({selected})"
    ordered = f"SELECT dossier, row_number() OVER (ORDER BY dossier) AS place FROM ({distinct})"
    rows = connection.execute(
        f"SELECT dossier FROM ({ordered}) WHERE place > 1 AND (place - 1) % {chunk} = 0 ORDER BY dossier"
    ).fetchall()
    return int(total), tuple(row[0] for row in rows)
