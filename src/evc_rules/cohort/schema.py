"""The columns of the four tables, with their types: what a cohort file must look like."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ..engines.columnar.flat import DOSSIERS, EVIDENCE, JUDGEMENTS, TABLES, VERDICTS, attributes_in, column
from ..errors import MissingExtraError
from ..model.attributes import Attribute, Vocabulary

try:
    import pyarrow as pa  # type: ignore[import-untyped]
except ImportError as error:  # pragma: no cover - hangs on what is installed
    raise MissingExtraError("cohort", "cohort files") from error

_DIGITS: Final = 18
_MOST_DIGITS: Final = 38
SCALE: Final = 2
"""How many decimals a number has when nothing else is said."""

_OWN: Final[dict[str, dict[str, pa.DataType]]] = {
    DOSSIERS: {
        "dossier": pa.string(), "framework": pa.string(), "title_nl": pa.string(), "title_en": pa.string(),
        "illustrative": pa.bool_(), "unknown": pa.list_(pa.string()),
    },
    EVIDENCE: {"dossier": pa.string(), "item": pa.string(), "kind": pa.string(), "unknown": pa.list_(pa.string())},
    VERDICTS: {
        "dossier": pa.string(), "item": pa.string(), "outcome": pa.string(), "achieved": pa.bool_(),
        "unknown": pa.list_(pa.string()),
    },
    JUDGEMENTS: {
        "dossier": pa.string(), "judgement": pa.string(), "ruleset": pa.string(), "answer": pa.bool_(),
        "by": pa.string(), "on": pa.date32(),
    },
}  # fmt: skip


def schema(table: str, vocabulary: Vocabulary, scales: Mapping[str, int] | None = None) -> pa.Schema:
    """The columns of a table, with so many decimals for these attributes.

    Raises:
        InvalidInputError: EVC-K001 when an attribute cannot be one column.
    """
    scales = scales or {}
    fields = dict(_OWN[table])
    for name, one in attributes_in(table, vocabulary).items():
        fields[column(table, name)] = type_of(one, scales.get(name, SCALE))
    return pa.schema(list(fields.items()))


def type_of(declared: Attribute, scale: int = SCALE) -> pa.DataType:
    """The type of the column of an attribute."""
    match declared.type:
        case "number":
            return pa.int64() if declared.whole else _decimal(scale)
        case "grade":
            return pa.struct([("value", _decimal(scale)), ("scale", pa.string())])
        case "date":
            return pa.date32()
        case "flag":
            return pa.bool_()
        case "code":
            return pa.string()
        case "codes" | "outcomes":
            return pa.list_(pa.string())


def _decimal(scale: int) -> pa.DataType:
    return pa.decimal128(_DIGITS if scale <= _DIGITS // 2 - 3 else _MOST_DIGITS, scale)


def decimals(value: Decimal) -> int:
    """How many decimals a number has."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


__all__ = ["SCALE", "TABLES", "decimals", "schema", "type_of"]
