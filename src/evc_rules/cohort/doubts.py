"""Whether rows that were read cannot be used: asked of the database once for each value, as `tabled.py` does it."""

# ruff: noqa: S608 - what is selected from is put together by others
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from .rows import Backward, Marked, Missing, Outside, Problem

_VALUES = "doubtful_values"


def told(problem: Problem) -> tuple[str, ...]:
    """The columns that tell whether rows have a problem, where values of one, or two that are compared, are enough."""
    match problem.reason:
        case Backward(column=column, after=after):
            return (column, after)
        case Missing(column=column) | Outside(column=column) | Marked(column=column):
            return (column,)
        case _:
            return ()


def occurs(problem: Problem, given: Mapping[str, pa.Array], connection: Any) -> bool:
    """Whether some row has a problem.

    Args:
        problem: The problem, of which it is known what tells it.
        given: The columns that tell it; nothing where there are no rows.
        connection: A connection.
    """
    if not given:
        return False
    if isinstance(problem.reason, Backward):
        later = pc.less_equal(given[problem.reason.column], given[problem.reason.after])
        return bool(pc.any(later).as_py())
    ((name, column),) = given.items()
    connection.register(_VALUES, pa.table({name: _each(column)}))
    try:
        query = f"SELECT 1 FROM {_VALUES} WHERE coalesce({problem.condition}, false) LIMIT 1"
        return bool(connection.execute(query).fetchall())
    finally:
        connection.unregister(_VALUES)


def _each(column: pa.Array) -> pa.Array:
    """The values of a column, each once."""
    if not pa.types.is_struct(column.type):
        return column.unique()
    fields = {one.name: pc.struct_field(column, one.name) for one in column.type}
    texts = {name: one.dictionary for name, one in fields.items() if pa.types.is_dictionary(one.type)}
    flat = pa.table({name: one.indices if name in texts else one for name, one in fields.items()})
    rows = flat.group_by(list(fields), use_threads=False).aggregate([]).combine_chunks()
    each = [texts[name].take(rows.column(name)) if name in texts else rows.column(name) for name in fields]
    joined = [one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one for one in each]
    return pa.StructArray.from_arrays(joined, names=list(fields))
