"""The few functions that backends name differently; all else is the same expression everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ...errors import MissingExtraError

try:
    import ibis  # type: ignore[import-untyped]
except ImportError as error:  # pragma: no cover - hangs on what is installed
    raise MissingExtraError("cohort", "evaluating cohorts") from error

Backend = Literal["duckdb", "spark"]

_NAMES: dict[str, dict[str, str]] = {
    "duckdb": {"at": "list_extract", "get": "map_extract_value", "overlaps": "list_has_any"},
    "spark": {"at": "element_at", "get": "element_at", "overlaps": "arrays_overlap"},
}
_PLACES: dict[str, str] = {"duckdb": "int64", "spark": "int32"}
"""The type of a place in a list."""

_NARROW = "int32"
"""What a look-up is taken to give: backends give small numbers narrow types, so a cast must follow."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a backend calls things.

    Attributes:
        backend: The backend.
    """

    backend: Backend = "duckdb"

    def pick(self, listed: Sequence[int], index: Any) -> Any:
        """The number at a place (from 0) of a list of numbers; null where the place is null."""
        if len(set(listed)) == 1:
            return ibis.literal(listed[0], type="int64")
        numbers = ibis.literal(list(listed), type="array<int64>")
        place = _PLACES[self.backend]
        at = _function(_NAMES[self.backend]["at"], "array<int64>", place, _NARROW)
        return at(numbers, (index + 1).cast(place)).cast("int64")

    def get(self, mapped: Mapping[str, int], key: Any) -> Any:
        """The number of a code; null where the code is null or has none."""
        if not mapped:
            return ibis.null("int64")
        numbers = ibis.literal(dict(mapped), type="map<string, int64>")
        return _function(_NAMES[self.backend]["get"], "map<string, int64>", "string", _NARROW)(numbers, key).cast(
            "int64"
        )

    def overlaps(self, codes: Any, listed: Sequence[str]) -> Any:
        """Whether a set has one of these codes."""
        if not listed:
            return ibis.literal(value=False)
        wanted = ibis.literal(list(listed), type="array<string>")
        return _function(_NAMES[self.backend]["overlaps"], "array<string>", "array<string>", "boolean")(codes, wanted)

    def either(self, numbers: Any) -> Any:
        """The bits that some number of a group has; ibis knows no name for it on Spark."""
        return _bit_or()(numbers)

    def ones(self, number: Any) -> Any:
        """How many bits of a number are set."""
        return _bit_count()(number).cast("int64")


@cache
def _bit_or() -> Any:
    def declared(numbers: Any) -> Any: ...

    return ibis.udf.agg.builtin(declared, name="bit_or", signature=((ibis.dtype("int64"),), ibis.dtype("int64")))


@cache
def _bit_count() -> Any:
    """A function that every backend has, and ibis has no name for."""

    def declared(number: Any) -> Any: ...

    return ibis.udf.scalar.builtin(declared, name="bit_count", signature=((ibis.dtype("int64"),), ibis.dtype("int32")))


@cache
def _function(name: str, first: str, second: str, result: str) -> Any:
    """A function that the backend has."""

    def declared(one: Any, other: Any) -> Any: ...

    signature = ((ibis.dtype(first), ibis.dtype(second)), ibis.dtype(result))
    return ibis.udf.scalar.builtin(declared, name=name, signature=signature)
