"""What Parquet files say of whole blocks of rows: bounds, and whether values are missing; so few need a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..model.attributes import EVIDENCE_KINDS
from .rows import Backward, Holed, Marked, Missing, NoneOf, NotCarried, Outside, Reason


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of one column of a block of rows.

    Attributes:
        missing: In how many rows there is none.
        least: The least value; None when that is not said.
        most: The greatest value.
        several: Whether they are the elements of sets: one that is missing then looks like a set that is not there.
    """

    missing: int
    least: Any
    most: Any
    several: bool = False


@dataclass(frozen=True)
class Group:
    """Where a block of rows lies.

    Attributes:
        path: The file.
        about: What it says of itself.
        number: The number of the row group.
    """

    path: Path
    about: Any
    number: int

    def values(self, column: str) -> frozenset[Any]:
        """The values of a column, or the elements of its sets, each once; looked for once."""
        if column not in self._found:
            file = pq.ParquetFile(self.path, metadata=self.about)
            there = file.read_row_group(self.number, columns=[column], use_threads=False)
            values = there.column(0) if there.num_columns else pa.nulls(1)
            several = pa.types.is_list(values.type) or pa.types.is_large_list(values.type)
            elements = pc.list_flatten(values) if several else values
            self._found[column] = frozenset(elements.unique().to_pylist())
        return self._found[column]

    def read(self, columns: Sequence[str]) -> pa.Table:
        """Some columns of its rows; texts by their numbers in a dictionary, but for dossiers: they mostly differ."""
        file = pq.ParquetFile(self.path, metadata=self.about, read_dictionary=self._texts)
        return file.read_row_group(self.number, list(columns), use_threads=False)

    @cached_property
    def _texts(self) -> list[str]:
        columns = (self.about.schema.column(place) for place in range(self.about.num_columns))
        return [one.path for one in columns if one.logical_type.type == "STRING" and one.path != "dossier"]

    def told(self, column: str, values: frozenset[Any]) -> None:
        """That no other values occur in a column; whoever read it need not read it again."""
        self._found.setdefault(column, values)

    @cached_property
    def _found(self) -> dict[str, frozenset[Any]]:
        return {}


@dataclass(frozen=True)
class Block:
    """A block of rows.

    Attributes:
        rows: How many there are.
        columns: What is said of columns that hold single values.
        group: Where it lies.
    """

    rows: int
    columns: dict[str, Spread] = field(default_factory=dict)
    group: Group | None = None

    def excludes(self, reason: Reason) -> bool:
        """Whether no row of the block can be bad for this reason."""
        if isinstance(reason, Marked):
            return self._well_marked(reason)
        said = self.columns.get(reason.column)
        if isinstance(reason, NotCarried) and self.kind in reason.kinds:
            return True
        if said is None:
            return False
        nothing = self._nothing(reason.column)
        match reason:
            case Holed():
                return nothing
            case Missing():
                return said.missing == 0
            case Outside(low=low, high=high):
                return nothing or (_up_to(low, said.least) and (high is None or _up_to(said.most, high)))
            case NotCarried():
                return nothing
            case NoneOf(allowed=allowed, several=several, needed=needed):
                alike = said.least == said.most and said.least in allowed and not (needed and said.missing)
                return (nothing and not needed) or (alike and not several)
            case Backward(after=after):
                before = self.columns.get(after)
                return nothing or (before is not None and said.least != before.most and _up_to(before.most, said.least))

    def _nothing(self, column: str) -> bool:
        """Whether no row has a value."""
        said = self.columns[column]
        missing = said.missing == self.rows
        return missing and not (said.several and (self.group is None or self.group.values(column)))

    def _well_marked(self, reason: Marked) -> bool:
        """Whether no mark of the block can be bad; a mark and its scale are told of each by itself."""
        mark, scale = self.columns.get(f"{reason.column}.value"), self.columns.get(f"{reason.column}.scale")
        if mark is None or scale is None or mark.missing == self.rows:
            return mark is not None and mark.missing == self.rows
        if not reason.scales:
            return scale.missing == 0 and bool(scale.least)
        return all(
            (scale.least is not None and not scale.least <= name <= scale.most)
            or (_up_to(low, mark.least) and _up_to(mark.most, high))
            for name, low, high in reason.scales
        )

    @property
    def kind(self) -> str:
        """The kind of all its rows, or nothing."""
        said = self.columns.get("kind")
        alike = said is not None and said.missing == 0 and said.least == said.most and said.least in EVIDENCE_KINDS
        return str(said.least) if alike and said is not None else ""

    def touches(self, low: Any, high: Any) -> bool:
        """Whether it may have rows about dossiers from one to before another."""
        said = self.columns.get("dossier")
        kind = type(high if low is None else low)
        if said is None or said.missing or not (type(said.least) is type(said.most) is kind):
            return True
        return (low is None or said.most >= low) and (high is None or said.least < high)

    def inside(self, low: Any, high: Any) -> bool:
        """Whether it surely has rows about dossiers from one to before another only, and about nobody none."""
        said = self.columns.get("dossier")
        if said is None or said.missing:
            return False
        same = all(one is None or type(said.least) is type(said.most) is type(one) for one in (low, high))
        return same and (low is None or said.least >= low) and (high is None or said.most < high)

    def within(self, first: Any, last: Any, low: Any, high: Any) -> bool:
        """Whether all its rows about dossiers from one to before another are about dossiers from a first to a last."""
        said = self.columns.get("dossier")
        if said is None or said.least is None or said.missing or not isinstance(said.least, int):
            return False
        least = said.least if low is None else max(said.least, low)
        most = said.most if high is None else min(said.most, high - 1)
        return bool(first <= least and most <= last)


def blocks(files: Sequence[Path]) -> list[Block]:
    """The blocks of Parquet files."""
    found = []
    for path in files:
        about = pq.read_metadata(path)
        names = [about.schema.column(place).path for place in range(about.num_columns)]
        several = {name for place, name in enumerate(names) if about.schema.column(place).max_repetition_level}
        for number in range(about.num_row_groups):
            group = about.row_group(number)
            columns = {}
            for place, name in enumerate(names):
                said = group.column(place).statistics
                values = group.column(place).num_values
                if said is not None and said.has_null_count and values == group.num_rows:
                    least, most = (said.min, said.max) if said.has_min_max else (None, None)
                    columns[name] = Spread(said.null_count, least, most, name in several)
                    if not name.endswith(".scale"):  # a mark is told by its value
                        columns[name.partition(".")[0]] = columns[name]
            found.append(Block(group.num_rows, columns, Group(path, about, number)))
    return found


def alike(files: Sequence[Path]) -> bool:
    """Whether Parquet files have the same columns, so that each can be read without the others."""
    first, *others = [pq.read_metadata(path).schema for path in files]
    return all(one.equals(first) for one in others)


def _up_to(one: Any, other: Any) -> bool:
    """Whether one value is known to be no greater than another."""
    numbers = int | Decimal
    comparable = isinstance(one, numbers) and isinstance(other, numbers)
    return bool(one <= other) if comparable or (one is not None and type(one) is type(other)) else False
