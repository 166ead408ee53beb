"""The rows of a chunk, read as they lie in Parquet files: texts by their numbers in a dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, EVIDENCE, TABLES
from .arrays import placed, single
from .columns import WHOLE, Column, Source, nothing, quoted
from .plan import Plan
from .ranges import Range
from .rows import ITEMS
from .tabled import Tabled, theirs
from .vouched import Block

Given = Mapping[str, pa.Array]
"""Columns by name; those that are not there are not known for anybody."""

_MOST_TOLD: Final = 4096
"""Of a column with more texts than this no list is kept: where codes are declared there are fewer."""
PEOPLE: Final = ("cohort", "variant", "start")
"""What decides which ruleset and programme a dossier falls under."""


@dataclass
class Reading:
    """Reads the rows of one chunk, where files can be read so.

    Attributes:
        plan: The run.
        range: The dossiers of the chunk.
    """

    plan: Plan
    range: Range
    _known: dict[str, dict[str, Given] | None] = field(default_factory=dict)

    def all(self) -> None:
        """Read all tables, so that it need not be done again to look for what cannot be used."""
        for table in TABLES:
            self.parts(table)

    def parts(self, table: str) -> dict[str, Given] | None:
        """The rows of a table by kind, where it has kinds; None when they must be asked of the database."""
        if table not in self._known:
            self._known[table] = self._read(table)
        return self._known[table]

    def part(self, table: str, kind: str, wanted: frozenset[str]) -> Given | None:
        """Some columns of the rows of a kind; None when they must be asked of the database."""
        parts = self.parts(table)
        if parts is None or any(self._where(table, name) is None for name in wanted):
            return None
        return parts.get(kind) or self._nobody(table)

    def columns(self, table: str, kind: str, wanted: Sequence[str]) -> Given | None:
        """As `part`, of columns of which some may not have been read yet; nothing where there are no rows."""
        parts = self.parts(table)
        if parts is None or not all(self._where(table, name) for name in wanted):
            return None
        given = parts.get(kind)
        if given is None:
            return {}
        missing = [name for name in wanted if name not in given]
        if missing:
            blocks = [one for one in self.plan.blocks(table, self.range) if table != EVIDENCE or one.kind == kind]
            given = {**given, **self._of(blocks, missing)}
        return {name: given[name] for name in wanted}

    def of(self, one: Tabled) -> Given | None:
        """What a selection reads, with that of applicants; None when it must be asked of the database."""
        given, wanted = self.part(one.table, one.kind, one.needed), one.applicant
        if given is None or not wanted:
            return given
        people, names = self.people, {theirs("cohort"): "cohort", theirs("start"): "begins"}
        if people is None or not wanted <= names.keys():
            return None
        places = placed(single(people.column("dossier")), given["dossier"])
        rows = pa.array(places, mask=places < 0)
        return {**given, **{name: single(people.column(names[name])).take(rows) for name in wanted}}

    @cached_property
    def people(self) -> pa.Table | None:
        """The dossiers in order; None when that must be asked of the database."""
        given = self.part(DOSSIERS, "", frozenset(PEOPLE)) if self.plan.distinct else None
        if given is None or not pa.types.is_integer(given["dossier"].type):
            return None
        names = given["dossier"].to_numpy()
        if not bool((names[1:] > names[:-1]).all()):
            return None
        types = {"cohort": pa.int64(), "variant": pa.string(), "start": pa.date32()}
        columns = {name: given.get(name, pa.nulls(len(names), type_)) for name, type_ in types.items()}
        return pa.table({"dossier": given["dossier"], **columns}).rename_columns(
            ["dossier", "cohort", "variant", "begins"]
        )

    def _read(self, table: str) -> dict[str, Given] | None:
        blocks = self.plan.blocks(table, self.range)
        if not self.plan.apart[table] or self._where(table, "dossier") is None:
            return None
        by_kind: dict[str, list[Block]] = {}
        for one in blocks:
            by_kind.setdefault(one.kind if table == EVIDENCE else "", []).append(one)
        if table == EVIDENCE and "" in by_kind:
            return None
        found = {}
        for kind, mine in by_kind.items():
            beside = sum(one.rows for one in mine if not one.inside(self.range.low, self.range.high))
            if 2 * beside > sum(one.rows for one in mine):  # it would be read in vain, chunk after chunk
                return None
            given = self._rows(table, kind, mine)
            if given is None:
                return None
            found[kind] = given
        return found

    def _rows(self, table: str, kind: str, blocks: Sequence[Block]) -> Given | None:
        source = self.plan.cohort.sources[table]
        wanted = {"dossier", *(["item"] if table in ITEMS else PEOPLE if table == DOSSIERS else [])}
        for one in self.plan.tabled.values():
            if (one.table, one.kind) == (table, kind):
                wanted |= one.needed
        names = [name for name in source.columns if name in wanted and self._where(table, name)]
        given = self._of(blocks, names)
        dossier = given["dossier"]
        if dossier.null_count:
            return None
        given["dossier"] = dossier = dossier if pa.types.is_string(dossier.type) else dossier.cast(pa.int64())
        for name, column in given.items():
            _tell(blocks, name, column)
        if all(one.inside(self.range.low, self.range.high) for one in blocks):
            return given
        mine = np.ones(len(dossier), dtype=bool)
        for bound, compare in ((self.range.low, pc.greater_equal), (self.range.high, pc.less)):
            if bound is not None:
                mine &= compare(dossier, pa.scalar(bound, dossier.type)).to_numpy(zero_copy_only=False)
        return {name: column.filter(pa.array(mine)) for name, column in given.items()}

    @staticmethod
    def _of(blocks: Sequence[Block], names: Sequence[str]) -> dict[str, pa.Array]:
        """Some columns of blocks, one after the other."""
        rows = [one.group.read(names) for one in blocks if one.group is not None]
        none = {name: pa.nulls(0, rows[0].schema.field(name).type) for name in names}
        return {name: pa.concat_arrays([none[name], *_chunks(rows, name)]) for name in names}

    def _where(self, table: str, name: str) -> bool | None:
        """Whether a column is there, or nobody has a value; None when it cannot be read as it lies there."""
        source = self.plan.cohort.sources[table]
        return _lies(next(one for one in self.plan.cohort.columns[table] if one.name == name), source)

    def _nobody(self, table: str) -> Given:
        """No rows."""
        numbered = next(one for one in self.plan.cohort.columns[table] if one.name == "dossier").type == "BIGINT"
        return {"dossier": pa.array([], pa.int64() if numbered else pa.string())}


def _lies(column: Column, source: Source) -> bool | None:
    there = source.columns.get(column.name)
    if there is None or nothing(there, column.type):
        return False
    if column.name == "dossier":
        return True if there in (WHOLE if column.type == "BIGINT" else ("VARCHAR",)) else None
    cast = column.expression == f"CAST({quoted(column.name)} AS {column.type})"
    same = there == column.type or (there in WHOLE and column.type == "BIGINT")
    return True if column.plain or (cast and same) else None


def _chunks(rows: Sequence[pa.Table], name: str) -> list[pa.Array]:
    return [chunk for one in rows for chunk in one.column(name).chunks]


def _tell(blocks: Sequence[Block], name: str, column: pa.Array) -> None:
    """Say which values occur in a column of blocks, so that it need not be read again to look for others."""
    values = pc.list_flatten(column) if pa.types.is_list(column.type) else column
    if pa.types.is_dictionary(values.type) and len(values.dictionary) <= _MOST_TOLD:
        there = frozenset([*values.dictionary.to_pylist(), *([None] if values.null_count else [])])
        for one in blocks:
            if one.group is not None:
                one.group.told(name, there)
