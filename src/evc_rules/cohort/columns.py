"""The columns of the four tables as they are wanted, each read out of what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, EVIDENCE, JUDGEMENTS, VERDICTS
from ..errors import Finding, Position
from ..language.reader import did_you_mean

_NEEDED: Final = {
    DOSSIERS: ("dossier",),
    EVIDENCE: ("dossier", "item", "kind"),
    VERDICTS: ("dossier", "item", "outcome", "achieved"),
    JUDGEMENTS: ("dossier", "judgement", "answer"),
}
WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_NOTHING: Final = '"NULL"'
"""The type of a column in which every value is missing, as DuckDB calls it."""
READ_AS_TEXT_SCALE: Final = 4
"""How many decimals are read of a number that is written as text, as in JSON."""


@dataclass
class Source:
    """One table as it lies in files.

    Attributes:
        table: Which of the four.
        relation: What to select from.
        columns: The columns that are there, with the types of DuckDB.
        files: The files.
        place: What tells a row apart in its file, as an expression; for people to find it again.
        plain: Whether the files are Parquet, which need not be copied to be quick.
        counted: What to select from when `place` is asked for, if that is something else.
    """

    table: str
    relation: str
    columns: dict[str, str]
    files: tuple[Path, ...] = ()
    place: str = "NULL"
    file: str = "NULL"
    plain: bool = False
    counted: str = ""

    @property
    def lines(self) -> bool:
        """Whether the files are JSON lines."""
        return bool(self.counted)

    def of(self, files: Sequence[Path]) -> str:
        """What to select from when only some of its files, which are Parquet, are looked at."""
        return self.relation if len(files) == len(self.files) else parquet(files)


@dataclass
class Column:
    """A column as it is wanted, out of what is there.

    Attributes:
        name: Its name.
        expression: How it is read; null where it cannot be.
        wrong: When what is there cannot be read, or nothing.
        type: Its type in DuckDB.
    """

    name: str
    expression: str
    type: str
    wrong: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is read as it lies there."""
        return self.expression == quoted(self.name)


def parquet(files: Iterable[Path]) -> str:
    """What to select from for the rows of Parquet files."""
    names = ", ".join(text(str(path)) for path in files)
    return f"read_parquet([{names}], filename = true, file_row_number = true, union_by_name = true)"


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("'", "''") + "'"


def nothing(there: str, wanted: str) -> bool:
    """Whether a column of a type is one in which nobody has a value."""
    return there == _NOTHING or (there == f"{_NOTHING}[]" and wanted.endswith("[]"))


def literal(value: object) -> str:
    """A whole number or a text as a literal."""
    return str(value) if isinstance(value, int) else text(str(value))


def columns_of(source: Source, wanted: pa.Schema, findings: list[Finding], *, numbered: bool) -> Iterable[Column]:
    """Each column that is wanted, out of what is there."""
    at = Position(str(source.files[0])) if source.files else None
    for name in source.columns:
        if name not in wanted.names:
            message = f"the column '{name}' of {source.table} is no attribute that is declared"
            findings.append(Finding("EVC-A001", message, at, did_you_mean(name, wanted.names)))
    for one in wanted:
        there = source.columns.get(one.name)
        type_ = _type(one.type)
        if there is None:
            if one.name in _NEEDED[source.table]:
                findings.append(Finding("EVC-K002", f"{source.table} has no column '{one.name}'", at))
            yield Column(one.name, f"CAST(NULL AS {type_})", type_)
        elif one.name == "dossier":
            kind = "BIGINT" if numbered else "VARCHAR"
            raw = f"({quoted(one.name)} ->> '$')" if there == "JSON" else quoted(one.name)
            yield Column(one.name, f"CAST({raw} AS {kind})", kind)
        else:
            yield _column(one.name, there, type_, source, at, findings)


def _column(name: str, there: str, wanted: str, source: Source, at: Position | None, findings: list[Finding]) -> Column:
    column = quoted(name)
    if there == wanted:
        return Column(name, column, wanted)
    if nothing(there, wanted):
        return Column(name, f"CAST({column} AS {wanted})", wanted)
    if wanted == "BOOLEAN":
        return _yes_or_no(name, there, source, at, findings)
    numeric = wanted.startswith(("DECIMAL", "BIGINT"))
    if numeric and there in WHOLE:
        return Column(name, f"CAST({column} AS BIGINT)", "BIGINT")
    if numeric and there.startswith("DECIMAL") and wanted.startswith("DECIMAL"):
        return Column(name, column, there)
    if there in {"FLOAT", "DOUBLE"} or (there.startswith("STRUCT") and ("DOUBLE" in there or "FLOAT" in there)):
        help_ = "write decimals: a floating-point number is not exactly what it says"
        findings.append(Finding("EVC-K002", f"'{name}' of {source.table} holds floating-point numbers", at, help_))
        return Column(name, "NULL", wanted)
    if there.startswith("STRUCT") and wanted.startswith("STRUCT") and '"value" ' in there and "scale VARCHAR" in there:
        return Column(name, f"CAST({column} AS {there})", there)
    if there == "JSON" and wanted.startswith("STRUCT"):
        expression = f"CASE WHEN {column} IS NULL THEN NULL ELSE " + _struct(column) + " END"
        return Column(name, expression, wanted, f"{column} IS NOT NULL AND ({_struct(column)}).value IS NULL")
    if (
        there in {"VARCHAR", "JSON", "DATE", "BIGINT", "BOOLEAN", "INTEGER", "VARCHAR[]", "JSON[]", "TIMESTAMP"}
        or numeric
    ):
        raw = f"({column} ->> '$')" if there == "JSON" and not wanted.endswith("[]") else column
        cast = f"TRY_CAST({raw} AS {wanted})"
        if wanted == "BIGINT":  # a cast would round
            exact = f"TRY_CAST({raw} AS DECIMAL(38, {READ_AS_TEXT_SCALE}))"
            cast = f"CASE WHEN {exact} = floor({exact}) THEN {cast} END"
        return Column(name, cast, wanted, f"{column} IS NOT NULL AND {cast} IS NULL")
    findings.append(Finding("EVC-K002", f"'{name}' of {source.table} is {there}, and {wanted} is needed", at))
    return Column(name, "NULL", wanted)


def _yes_or_no(name: str, there: str, source: Source, at: Position | None, findings: list[Finding]) -> Column:
    """Neither a number nor a text is yes or no: whoever wrote it may have meant something else."""
    column = quoted(name)
    if there != "JSON":
        message = f"'{name}' of {source.table} is {there}, and BOOLEAN is needed"
        findings.append(Finding("EVC-K002", message, at, "write true, false or nothing; no numbers and no texts"))
        return Column(name, "CAST(NULL AS BOOLEAN)", "BOOLEAN")
    read = f"CASE WHEN json_type({column}) = 'BOOLEAN' THEN CAST({column} ->> '$' AS BOOLEAN) END"
    return Column(name, read, "BOOLEAN", f"{column} IS NOT NULL AND {read} IS NULL")


def _struct(column: str) -> str:
    value = f"TRY_CAST({column} ->> '$.value' AS DECIMAL(18, {READ_AS_TEXT_SCALE}))"
    return f"struct_pack(value := {value}, scale := {column} ->> '$.scale')"


def _type(wanted: pa.DataType) -> str:
    if pa.types.is_struct(wanted):
        return f'STRUCT("value" DECIMAL(18,{READ_AS_TEXT_SCALE}), scale VARCHAR)'
    if pa.types.is_list(wanted):
        return "VARCHAR[]"
    if pa.types.is_decimal(wanted):
        return f"DECIMAL(18,{READ_AS_TEXT_SCALE})"
    names = {pa.string(): "VARCHAR", pa.bool_(): "BOOLEAN", pa.date32(): "DATE", pa.int64(): "BIGINT"}
    return names[wanted]


def ibis_type(written: str) -> str:
    """A type of DuckDB as ibis writes it."""
    simple = {
        "VARCHAR": "string", "BIGINT": "int64", "INTEGER": "int32", "SMALLINT": "int16", "TINYINT": "int8",
        "BOOLEAN": "boolean", "DATE": "date", "VARCHAR[]": "array<string>", "UBIGINT": "uint64",
    }  # fmt: skip
    if written in simple:
        return simple[written]
    if written.startswith("DECIMAL"):
        return written.lower()
    if written.startswith("STRUCT"):
        inner = written[written.index("DECIMAL") : written.index(")") + 1] if "DECIMAL" in written else "BIGINT"
        return f"struct<value: {ibis_type(inner)}, scale: string>"
    raise AssertionError(written)
