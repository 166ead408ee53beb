"""Whether an item stands twice in its dossier, told from two columns of Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from .arrays import placed, single
from .vouched import Group

_MOST: Final = 1 << 26
"""How many pairs of a dossier and a name may have a place [bytes]."""

Pair = tuple[pa.Array, pa.Array]
"""Of some rows the dossiers, and the names of items as numbers in a dictionary."""


def twice(rows: Iterable[Pair], people: pa.Array) -> bool | None:
    """Whether some item seems to stand twice in the dossier of one of these people; None when that cannot be told.

    Dossiers mostly call their items alike, as in `e1`, `e2`: then every pair of a dossier and a name has a place of its
    own, which is taken or not. What is about others is not looked at.
    """
    names: dict[Any, int] = {}
    owners, items = [], []
    for dossiers, item in rows:
        if (
            dossiers.null_count
            or not pa.types.is_dictionary(item.type)
            or (len(names) + len(item.dictionary)) * len(people) > _MOST
        ):
            return None
        whose = placed(people, dossiers.cast(people.type))
        known = np.array([names.setdefault(name, len(names)) for name in item.dictionary.to_pylist()], dtype=np.int64)
        numbers = item.indices
        if numbers.null_count or bool((whose < 0).any()):
            counts = (whose >= 0) & item.is_valid().to_numpy(zero_copy_only=False)
            whose, numbers = whose[counts], numbers.filter(pa.array(counts))
        owners.append(whose)
        items.append(known.take(numbers.to_numpy()))
    taken = np.zeros(len(people) * len(names), dtype=bool)
    for whose, each in zip(owners, items, strict=True):
        taken[whose * len(names) + each] = True
    return bool(np.count_nonzero(taken) < sum(map(len, owners)))


def pairs(groups: Iterable[Group]) -> Iterator[Pair]:
    """The dossiers and the names of items in blocks of rows."""
    for group in groups:
        rows = group.read(["dossier", "item"])
        if len(rows):
            yield single(rows.column("dossier")), single(rows.column("item"))
