"""The values of columns, numbered: what is said of a value is then found once, and each row takes it by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ..engines.columnar.origins import Origin

Key = tuple[Origin, ...]
"""What something hangs on, in order."""

MOST: Final = 1 << 16
"""The most values that are told apart."""

_EPOCH: Final = date(1970, 1, 1)
_NEAR, _FAR = 64, 1024


@dataclass(frozen=True, slots=True)
class Numbered:
    """Rows by the numbers of their values.

    Attributes:
        index: A small number for each row.
        numbers: What number of the domain each of these is; None when they are the same.
    """

    index: pa.Array
    numbers: np.ndarray | None = None


@dataclass(frozen=True)
class Listed:
    """Texts, or yes and no, as they turn up. The last number is that of what is not known.

    Attributes:
        names: The values.
    """

    names: tuple[Any, ...] = ()

    def __len__(self) -> int:
        return len(self.names) + 1

    def values(self, type_: pa.DataType) -> pa.Array:
        """A value of each number."""
        return pa.array([*self.names, None], type_)

    def with_(self, column: pa.Array) -> Listed | None:
        """The same with the values of a column, or None when there are too many."""
        known = set(self.names)
        fresh = [one for one in column.dictionary.to_pylist() if one is not None and one not in known]
        if not fresh:
            return self
        return Listed((*self.names, *fresh)) if len(known) + len(fresh) < MOST else None

    def numbered(self, column: pa.Array) -> Numbered:
        """The rows of a column by number."""
        place = {name: number for number, name in enumerate(self.names)}
        numbers = [place.get(name, len(place)) for name in column.dictionary.to_pylist()]
        return Numbered(column.indices.fill_null(len(numbers)), np.array([*numbers, len(place)], dtype=np.int32))


@dataclass(frozen=True)
class Flagged:
    """Yes and no, and what is not known.

    Attributes:
        there: Whether it is only told if there is a value.
    """

    there: bool = False

    def __len__(self) -> int:
        return 2 if self.there else 3

    def values(self, type_: pa.DataType) -> pa.Array:
        """A value of each number."""
        return pa.concat_arrays([_some(type_), pa.nulls(1, type_)]) if self.there else pa.array([False, True, None])

    def with_(self, column: pa.Array) -> Flagged | None:  # noqa: ARG002 - as of other domains
        """The same: there are no other values."""
        return self

    def numbered(self, column: pa.Array) -> Numbered:
        """The rows of a column by number."""
        if self.there:
            return Numbered(column.is_null().cast("int8"))
        return Numbered(column.cast("int8").fill_null(2))


@dataclass(frozen=True)
class Ranged:
    """Whole numbers, days or decimals from one to before another, in steps as they lie there; and what is not known.

    Attributes:
        low: The first.
        high: The one after the last.
        scale: How many decimals a step has; None for days.
        digits: How many digits decimals have at the most.
    """

    low: int
    high: int
    scale: int | None = 0
    digits: int = 18

    def __len__(self) -> int:
        return self.high - self.low + 1

    def values(self, type_: pa.DataType) -> pa.Array:
        """A value of each number."""
        steps = range(self.low, self.high)
        if self.scale is None:
            return pa.array([*(_EPOCH + timedelta(one) for one in steps), None], type_)
        return pa.array([*(Decimal(one).scaleb(-self.scale) if self.scale else one for one in steps), None], type_)

    def with_(self, column: pa.Array) -> Ranged | None:
        """The same with the values of a column, or None when they lie too far apart."""
        found = pc.min_max(steps(column))
        least, most = found["min"].as_py(), found["max"].as_py()
        if least is None or (self.low <= least and most < self.high):
            return self
        if self.low < self.high:
            least, most = min(least, self.low), max(most, self.high - 1)
        wide = _NEAR if most - least < _FAR // 2 else _FAR
        limit = 10**self.digits
        low, high = max(least // wide * wide, 1 - limit), min((most // wide + 1) * wide, limit)
        if self.scale is None:
            low, high = max(low, (date.min - _EPOCH).days), min(high, (date.max - _EPOCH).days + 1)
        return replace(self, low=low, high=high) if high - low < MOST else None

    def numbered(self, column: pa.Array) -> Numbered:
        """The rows of a column by number."""
        whole = steps(column).fill_null(self.high)
        return Numbered(pa.array(np.subtract(whole.to_numpy(), self.low, dtype=np.int32, casting="unsafe")))


Domain = Listed | Flagged | Ranged


def domain(type_: pa.DataType, *, there: bool) -> Domain | None:
    """A domain for columns of a type; None where values cannot be told apart by number."""
    if there:
        return None if pa.types.is_struct(type_) else Flagged(there=True)
    if pa.types.is_dictionary(type_):
        return Listed()
    if pa.types.is_boolean(type_):
        return Flagged()
    if pa.types.is_date32(type_):
        return Ranged(0, 0, None)
    if pa.types.is_signed_integer(type_):
        return Ranged(0, 0)
    if pa.types.is_decimal128(type_) and type_.precision <= Ranged.digits:
        return Ranged(0, 0, type_.scale, type_.precision)
    return None


def steps(column: pa.Array) -> pa.Array:
    """Numbers, days or decimals as whole numbers."""
    type_ = column.type
    if pa.types.is_date32(type_):
        return column.view(pa.int32())
    if not pa.types.is_decimal128(type_):
        return column
    halves = np.frombuffer(column.buffers()[1], dtype=np.int64)[::2]  # no more than 18 digits lie in the lower one
    mine = np.ascontiguousarray(halves[column.offset : column.offset + len(column)])
    return pa.array(mine, mask=column.is_null().to_numpy(zero_copy_only=False) if column.null_count else None)


def _some(type_: pa.DataType) -> pa.Array:
    """Some value of a type."""
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    example: Any = [] if pa.types.is_list(type_) else "" if pa.types.is_string(type_) else 0
    return pa.array([_EPOCH if pa.types.is_date(type_) else example], type_)


def crossed(domains: Sequence[Domain]) -> int:
    """How many combinations there are of the values of several domains."""
    found = 1
    for one in domains:
        found *= len(one)
    return found


@dataclass
class Numbering:
    """Rows by the numbers of their values; each column is numbered once."""

    domains: Mapping[Origin, Domain | None]
    given: Mapping[str, pa.Array]
    known: dict[Origin, Numbered] = field(default_factory=dict)

    def looked_up(self, key: Key, table: pa.Array) -> pa.Array:
        """What a table says of each row."""
        if not key:
            size = len(self.given["dossier"])
            return table.take(pa.array(np.zeros(size, dtype=np.int32)))
        each = [self._of(one) for one in key]
        if len(each) == 1:
            (one,) = each
            mine = table if one.numbers is None else table.take(pa.array(one.numbers))
            return pc.take(mine, one.index, boundscheck=False)
        place: Any = None
        for origin, one in zip(key, each, strict=True):
            number = one.index.to_numpy() if one.numbers is None else np.take(one.numbers, one.index.to_numpy())
            domain_ = self.domains[origin]
            assert domain_ is not None  # noqa: S101 - tables are of such
            place = number.astype(np.int32) if place is None else place * np.int32(len(domain_)) + number
        return pc.take(table, pa.array(place), boundscheck=False)

    def _of(self, one: Origin) -> Numbered:
        if one not in self.known:
            domain_ = self.domains[one]
            assert domain_ is not None  # noqa: S101 - tables are of such
            self.known[one] = domain_.numbered(column_of(one, self.given))
        return self.known[one]


def column_of(one: Origin, given: Mapping[str, pa.Array]) -> pa.Array:
    """The column, or the field of one, that something hangs on."""
    column = given[one.column]
    return pc.struct_field(column, one.field) if one.field else column
