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
    "duckdb": {"get": "map_extract_value", "overlaps": "list_has_any"},
    "spark": {"get": "element_at", "overlaps": "arrays_overlap"},
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a backend calls things.

    Attributes:
        backend: The backend.
    """

    backend: Backend = "duckdb"

    def get(self, mapped: Mapping[str, int], key: Any) -> Any:
        """The number of a code; null where the code is null or has none."""
        if not mapped:
            return ibis.null("int32")
        numbers = ibis.literal(dict(mapped), type="map<string, int32>")
        return _function(_NAMES[self.backend]["get"], "map<string, int32>", "string", "int32")(numbers, key)

    def overlaps(self, codes: Any, listed: Sequence[str]) -> Any:
        """Whether a set has one of these codes."""
        if not listed:
            return ibis.literal(value=False)
        wanted = ibis.literal(list(listed), type="array<string>")
        return _function(_NAMES[self.backend]["overlaps"], "array<string>", "array<string>", "boolean")(codes, wanted)


@cache
def _function(name: str, first: str, second: str, result: str) -> Any:
    """A function that the backend has."""

    def declared(one: Any, other: Any) -> Any: ...

    signature = ((ibis.dtype(first), ibis.dtype(second)), ibis.dtype(result))
    return ibis.udf.scalar.builtin(declared, name=name, signature=signature)
