"""Whether an item stands twice in its dossier, told from two columns of Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from .arrays import placed, single
from .vouched import Group

_MOST: Final = 1 << 26
"""How many pairs of a dossier and a name may have a place [bytes]."""


def twice(groups: Iterable[Group], people: pa.Array) -> bool | None:
    """Whether some item seems to stand twice in the dossier of one of these people; None when that cannot be told.

    Dossiers mostly call their items alike, as in `e1`, `e2`: then every pair of a dossier and a name has a place of its
    own, which is taken or not. What is about others is not looked at.
    """
    names: dict[Any, int] = {}
    owners, items = [], []
    for path, about, numbers in _by_file(groups):
        file = pq.ParquetFile(path, metadata=about, read_dictionary=["item"])
        table = file.read_row_groups(numbers, columns=["dossier", "item"], use_threads=False)
        dossiers, item = single(table.column("dossier")), single(table.column("item").unify_dictionaries())
        if (
            dossiers.null_count
            or not pa.types.is_dictionary(item.type)
            or (len(names) + len(item.dictionary)) * len(people) > _MOST
        ):
            return None
        whose = placed(people, dossiers.cast(people.type))
        known = np.array([names.setdefault(name, len(names)) for name in item.dictionary.to_pylist()], dtype=np.int64)
        counts = (whose >= 0) & item.is_valid().to_numpy(zero_copy_only=False)
        owners.append(whose[counts])
        items.append(known[item.indices.fill_null(0).to_numpy()[counts]] if len(known) else known)
    taken = np.zeros(len(people) * len(names), dtype=bool)
    for whose, item in zip(owners, items, strict=True):
        taken[whose * len(names) + item] = True
    return bool(np.count_nonzero(taken) < sum(map(len, owners)))


def _by_file(groups: Iterable[Group]) -> Iterable[tuple[Path, Any, Sequence[int]]]:
    found: dict[Path, tuple[Any, list[int]]] = {}
    for one in groups:
        found.setdefault(one.path, (one.about, []))[1].append(one.number)
    return ((path, about, numbers) for path, (about, numbers) in found.items())
