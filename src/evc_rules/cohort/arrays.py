"""From Arrow to the columns of numbers and sets that the columnar engine works on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ..engines.columnar.batch import Batch, Listed, Part


def batch(dossiers: Any, selected: Mapping[str, pa.Table]) -> Batch:
    """What was selected of some dossiers, which are given in order; rows of others are left out."""
    people = single(dossiers)
    return Batch(len(people), {name: _part(people, table) for name, table in selected.items()})


def _part(people: pa.Array, table: pa.Table) -> Part:
    places = placed(people, single(table.column("dossier")))
    strangers = places < 0
    if strangers.any():
        table = table.filter(pa.array(~strangers))
        places = places[~strangers]
    columns: dict[str, np.ndarray] = {}
    known: dict[str, np.ndarray] = {}
    lists: dict[str, Listed] = {}
    for name in table.column_names:
        if name == "dossier":
            continue
        column = single(table.column(name))
        if pa.types.is_list(column.type):
            lists[name] = _listed(column)
        else:
            columns[name] = numbers(column)
            if column.null_count:
                known[name] = column.is_valid().to_numpy(zero_copy_only=False)
    return Part(places, columns, known, lists)


def numbers(column: Any) -> np.ndarray:
    """A column of whole numbers or days as it lies there; where values are missing there is any number."""
    type_ = pa.int32() if pa.types.is_date32(column.type) else column.type
    whole = pa.Array.from_buffers(type_, len(column), [None, column.buffers()[1]], offset=column.offset)
    found: np.ndarray = whole.to_numpy()
    return found


def placed(people: pa.Array, dossiers: pa.Array) -> np.ndarray:
    """The place of each dossier among people, who are in order; -1 for one that is not there."""
    if not pa.types.is_integer(dossiers.type) or not len(people):
        found: np.ndarray = pc.fill_null(pc.index_in(dossiers, value_set=people), -1).to_numpy(zero_copy_only=False)
        return found
    known, wanted = people.to_numpy(), dossiers.to_numpy(zero_copy_only=False)
    first, last = int(known[0]), int(known[-1])
    if last - first + 1 == len(known):  # numbered without gaps
        found = wanted - first
        beyond = found.view(np.uint64) > last - first  # what lies before the first is very large so
        if beyond.any():
            found[beyond] = -1
        return found
    found = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[found] == wanted, found, -1)


def _listed(column: Any) -> Listed:
    elements = column.flatten()  # leaves out what lies under sets that are not known
    if not pa.types.is_dictionary(elements.type):
        elements = elements.dictionary_encode()
    names = elements.dictionary.to_pylist()
    if elements.null_count:  # an element that is missing has a place, so that it can be found
        names = [*names, None]
    offsets = column.offsets.to_numpy()
    offsets = offsets - offsets[0]
    if offsets[-1] != len(elements):  # something lies there
        sizes = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
        offsets = np.concatenate([[0], np.cumsum(sizes)])
    codes = elements.indices.fill_null(len(names) - 1).to_numpy(zero_copy_only=False)
    known = column.is_valid().to_numpy(zero_copy_only=False) if column.null_count else None
    return Listed(offsets, codes, tuple(names), known)


def single(column: Any) -> pa.Array:
    """A column as one array."""
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
