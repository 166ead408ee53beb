"""A selection asked for each value that occurs instead of each row: tables of what the query says, by number.

Whatever an expression hangs on, its columns mostly hold few values. The database is asked once what it makes of each
(or of each combination, where it hangs on several columns), and rows look that up. What hangs on too many values is
asked of it row by row. So what a query means is said by the query alone.
"""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, EVIDENCE
from ..engines.columnar.origins import Origin, Origins
from .arrays import single
from .columns import Column, quoted, text
from .domains import MOST, Domain, Key, Numbering, column_of, crossed, domain

_ROW: Final = "dossier"
_GIVEN: Final = "given_values"
_ROWS: Final = 1 << 22


@dataclass(frozen=True)
class _Tables:
    """What a query says of values.

    Attributes:
        domains: The values that are known so far; None for a column with too many.
        keys: For each column that is selected, and for whether a row is selected at all (`None`), what it hangs on.
        counts: For each combination of what that hangs on, whether a row is selected; None when all are.
        said: What is selected, by column.
    """

    domains: dict[Origin, Domain | None]
    keys: dict[str | None, Key | None]
    counts: pa.Array | None = None
    said: dict[str, pa.Array] = field(default_factory=dict)


@dataclass
class Tabled:
    """A selection that is made by tables. Threads may share it.

    Attributes:
        query: The query.
        table: The table that it reads.
        columns: The columns of all tables.
        origins: What its columns hang on. Those of the applicant are named by `theirs`.
        kind: The kind of things that it selects, where these are of kinds.
    """

    query: str
    table: str
    columns: Mapping[str, Sequence[Column]]
    origins: Origins
    kind: str = ""
    _tables: _Tables | None = None
    _lock: Any = field(default_factory=Lock)

    @classmethod
    def of(cls, query: str, columns: Mapping[str, Sequence[Column]], name: str, origins: Origins) -> Tabled:
        """A selection of this name."""

        def named(each: Iterable[Origin]) -> frozenset[Origin]:
            mine = (one if one.table == origins.table else replace(one, column=theirs(one.column)) for one in each)
            return frozenset(mine)

        own = {column: named(each) for column, each in origins.columns.items()}
        hanging = replace(origins, rows=named(origins.rows), columns=own)
        return cls(query, origins.table, columns, hanging, name if origins.table == EVIDENCE else "")

    @property
    def needed(self) -> frozenset[str]:
        """The columns that it reads."""
        return frozenset(one.column for one in self._origins if one.table == self.table) - {"kind"}

    @property
    def applicant(self) -> frozenset[str]:
        """What it reads of the applicant, as `theirs` names it."""
        return frozenset(one.column for one in self._origins if one.table != self.table)

    @property
    def _origins(self) -> frozenset[Origin]:
        return self.origins.rows.union(*self.origins.columns.values())

    def selected(self, given: Mapping[str, pa.Array], connection: Any) -> pa.Table | None:
        """What is selected of rows; None when it cannot be told so.

        Args:
            given: The columns that are there, in the order of the rows; texts as dictionaries.
            connection: A connection; views of the names of tables are made on it.
        """
        with self._lock:
            tables = self._tables = self._grown(given, connection)
        if tables is None:
            return None
        numbering = Numbering(tables.domains, given)
        wanted = {one.name: one.type for one in self.columns[self.table]}
        found: dict[str, Any] = {}
        for name in self.origins.columns:
            if name in self.origins.same:
                found[name] = self._same(self.origins.same[name], given, wanted)
            elif name in tables.said:
                found[name] = numbering.looked_up(tables.keys[name] or (), tables.said[name])
        left = [name for name in self.origins.columns if name not in found]
        if left:
            found |= self._row_by_row(left, given, connection)
        selected = pa.table({name: found[name] for name in self.origins.columns})
        if tables.counts is None:
            return selected
        counts = numbering.looked_up(tables.keys[None] or (), tables.counts)
        return selected if pc.all(counts).as_py() else selected.filter(counts)

    def _same(self, name: str, given: Mapping[str, pa.Array], wanted: Mapping[str, str]) -> pa.Array:
        if name not in given:
            return pa.nulls(len(given[_ROW]), _arrow(wanted[name]))
        column = given[name]
        return column.cast(pa.int64()) if wanted[name] == "BIGINT" and column.type != pa.int64() else column

    # Tables

    def _grown(self, given: Mapping[str, pa.Array], connection: Any) -> _Tables | None:
        """The tables with all values that occur in them; None when rows cannot be chosen by tables."""
        before = self._tables
        domains = dict(before.domains) if before else {}
        asked = {name: self._asked(each, given) for name, each in self._wanted()}
        for one in {origin for key in asked.values() for origin in key}:
            column = column_of(one, given)
            known = domains[one] if one in domains else domain(column.type, there=one.there)
            domains[one] = None if known is None else known.with_(column)
        if before is not None and domains == before.domains:
            return before
        keys = {name: self._key(key, domains) for name, key in asked.items()}
        if keys[None] is None:
            return None
        return self._asked_for(_Tables(domains, keys), given, connection)

    def _wanted(self) -> list[tuple[str | None, frozenset[Origin]]]:
        own = [(name, each) for name, each in self.origins.columns.items() if name not in self.origins.same]
        return [(None, self.origins.rows), *own]

    @staticmethod
    def _asked(hanging: frozenset[Origin], given: Mapping[str, pa.Array]) -> Key:
        """What something hangs on, of columns that are there, each once."""
        there = {one for one in hanging if one.column in given and one.column != "kind"}
        whole = {one.column for one in there if not one.there and not one.field}
        return tuple(sorted(one for one in there if one.column not in whole or not (one.there or one.field)))

    @staticmethod
    def _key(asked: Key, domains: Mapping[Origin, Domain | None]) -> Key | None:
        listed = [domains[one] for one in asked]
        return asked if None not in listed and crossed([one for one in listed if one]) <= MOST else None

    def _asked_for(self, tables: _Tables, given: Mapping[str, pa.Array], connection: Any) -> _Tables | None:
        """The same with what the query says of all combinations, each a row of a table that it reads."""
        blocks: dict[Key, range] = {}
        size = 0
        for key in dict.fromkeys(one for one in tables.keys.values() if one is not None):
            count = crossed([one for origin in key if (one := tables.domains[origin])])
            blocks[key] = range(size, size + count)
            size += count
        rows = self._combined(blocks, tables.domains, size, given)
        said = self._query(rows, [name for name in self.origins.columns if name in tables.keys], size, connection)
        order = np.full(size, -1, dtype=np.int64)
        order[said.column(_ROW).to_numpy()] = np.arange(len(said))
        mine = set(tables.keys[None] or ())
        for key, block in blocks.items():
            if not mine <= set(key) and bool((order[block.start : block.stop] < 0).any()):
                return None  # whether a row is selected hangs on something that this does not tell
        found = {}
        for name, each in tables.keys.items():
            if name is not None and each is not None:
                places = order[blocks[each].start : blocks[each].stop]
                found[name] = single(said.column(name).take(pa.array(places, mask=places < 0)))
        there = order[blocks[tables.keys[None] or ()].start : blocks[tables.keys[None] or ()].stop] >= 0
        return _Tables(tables.domains, tables.keys, None if there.all() else pa.array(there), found)

    @staticmethod
    def _combined(
        blocks: Mapping[Key, range],
        domains: Mapping[Origin, Domain | None],
        size: int,
        given: Mapping[str, pa.Array],
    ) -> dict[str, pa.Array]:
        """For each block of rows all combinations of values, one after the other."""
        parts: dict[Origin, list[pa.Array]] = {}
        origins = sorted({one for key in blocks for one in key})
        for key, block in blocks.items():
            left = np.arange(len(block))
            numbers = {}
            for one in reversed(key):
                known = domains[one]
                assert known is not None  # noqa: S101 - only such blocks are made
                left, numbers[one] = np.divmod(left, len(known))
            for one in origins:
                type_ = _plain(column_of(one, given).type)
                known = domains[one]
                there = one in numbers and known is not None
                values = known.values(type_).take(pa.array(numbers[one])) if there and known else None
                parts.setdefault(one, []).append(pa.nulls(len(block), type_) if values is None else values)
        columns: dict[str, dict[str, list[pa.Array]]] = {}
        for one in origins:
            name = one.field or ("there" if one.there else "value")
            columns.setdefault(one.column, {})[name] = parts[one]
        return {name: _joined(each, _plain(given[name].type)) for name, each in columns.items()} if size else {}

    # Queries

    def _row_by_row(self, names: Sequence[str], given: Mapping[str, pa.Array], connection: Any) -> dict[str, pa.Array]:
        """What is selected of rows that each are asked about."""
        asked = self.origins.rows.union(*(self.origins.columns[name] for name in names))
        columns = {one.column: given[one.column] for one in asked if one.column in given}
        size = len(given[_ROW])
        said = self._query(columns, names, size, connection)
        numbers = said.column(_ROW).to_numpy()
        if len(numbers) == size and bool((numbers[1:] > numbers[:-1]).all()):
            return {name: single(said.column(name)) for name in names}
        order = np.full(size, -1, dtype=np.int64)
        order[numbers] = np.arange(len(said))
        places = pa.array(order, mask=order < 0)
        return {name: single(said.column(name).take(places)) for name in names}

    def _query(self, columns: Mapping[str, pa.Array], names: Sequence[str], size: int, connection: Any) -> pa.Table:
        """What the query says of rows of which some columns are given; in place of dossiers their numbers."""
        numbers = pa.array(np.arange(size, dtype=np.int64))
        connection.register(
            _GIVEN, pa.table({_ROW: numbers, **{name: columns[name] for name in columns if name != _ROW}})
        )
        for table in dict.fromkeys((self.table, *(DOSSIERS for _ in self.applicant))):
            listed = ", ".join(self._listed(table, columns))
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT {listed} FROM {_GIVEN}")
        wanted = ", ".join(quoted(name) for name in names)
        query = f"SELECT {quoted(_ROW)}{', ' if wanted else ''}{wanted} FROM ({self.query})"
        try:
            return connection.sql(query).to_arrow_table(_ROWS)
        finally:
            connection.unregister(_GIVEN)

    def _listed(self, table: str, columns: Mapping[str, pa.Array]) -> Iterator[str]:
        """The columns of a table, of which some are given."""
        yield quoted(_ROW)
        for one in self.columns[table]:
            name = one.name if table == self.table else theirs(one.name)
            if one.name == "kind" and self.kind and table == self.table:
                yield f"{text(self.kind)} AS {quoted(one.name)}"
            elif one.name != _ROW:
                yield f"CAST({quoted(name) if name in columns else 'NULL'} AS {one.type}) AS {quoted(one.name)}"


def theirs(column: str) -> str:
    """The name of a column of the applicant beside those of things."""
    return f"{DOSSIERS}.{column}"


def _plain(type_: pa.DataType) -> pa.DataType:
    """A type without dictionaries."""
    if pa.types.is_dictionary(type_):
        return type_.value_type
    if pa.types.is_list(type_):
        return pa.list_(_plain(type_.value_type))
    if pa.types.is_struct(type_):
        return pa.struct([(one.name, _plain(one.type)) for one in type_])
    return type_


def _joined(parts: Mapping[str, Sequence[pa.Array]], type_: pa.DataType) -> pa.Array:
    """A column out of its parts, or those of its fields; where two tell of it, each in rows of its own."""
    if pa.types.is_struct(type_):
        fields = [pa.concat_arrays(parts[one.name]) if one.name in parts else None for one in type_]
        size = next(len(one) for one in fields if one is not None)
        each = [one if one is not None else pa.nulls(size, of.type) for one, of in zip(fields, type_, strict=True)]
        return pa.StructArray.from_arrays(each, fields=list(type_))
    joined = [pa.concat_arrays(each) for each in parts.values()]
    return joined[0] if len(joined) == 1 else pc.coalesce(*joined)


def _arrow(written: str) -> pa.DataType:
    """The type of a column in which nothing is known."""
    if written.endswith("[]"):
        return pa.list_(pa.string())
    return {"DATE": pa.date32(), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_()}.get(written, pa.string())
