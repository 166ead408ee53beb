"""Where dossiers lie: Parquet, JSON lines, a DuckDB database, or dossier files; opened as four tables of one shape."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, EVIDENCE, JUDGEMENTS, TABLES, VERDICTS
from ..errors import Finding, InvalidInputError, Position, refuse
from ..language.load import examine
from ..language.reader import did_you_mean
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from .convert import to_tables
from .schema import schema

_NEEDED: Final = {
    DOSSIERS: ("dossier",),
    EVIDENCE: ("dossier", "item", "kind"),
    VERDICTS: ("dossier", "item", "outcome", "achieved"),
    JUDGEMENTS: ("dossier", "judgement", "answer"),
}
_YAML: Final = (".yaml", ".yml")
_JSON: Final = (".jsonl", ".ndjson")
_DATABASES: Final = (".duckdb", ".db")
_WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
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
    def placed(self) -> str:
        """What to select from when `place` is asked for: before rows are left out."""
        return self.counted or self.relation


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


@dataclass
class Opened:
    """The four tables of a cohort, on one connection.

    Attributes:
        connection: The connection.
        sources: The tables as they lie in files.
        columns: Their columns as they are wanted.
    """

    connection: duckdb.DuckDBPyConnection
    sources: dict[str, Source]
    columns: dict[str, list[Column]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that were read."""
        return tuple(dict.fromkeys(path for one in self.sources.values() for path in one.files))


@contextmanager
def reading(paths: Sequence[Path]) -> Iterator[None]:
    """What the database finds wrong with files, as a finding.

    Raises:
        InvalidInputError: EVC-F001 when a file cannot be read.
    """
    try:
        yield
    except duckdb.Error as error:
        message = f"the files cannot be read: {str(error).splitlines()[0]}"
        at = Position(str(paths[0])) if paths else None
        raise InvalidInputError((Finding("EVC-F001", message, at, "check the files"),)) from error


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("'", "''") + "'"


def keep(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Keep rows under a name that other cursors of the same database know, too."""
    connection.register("kept", rows)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM kept")
    connection.unregister("kept")


def literal(value: object) -> str:
    """A whole number or a text as a literal."""
    return str(value) if isinstance(value, int) else text(str(value))


def opened(paths: Sequence[Path], framework: Framework, connection: duckdb.DuckDBPyConnection) -> Opened:
    """The tables in these files, or folders of them.

    Raises:
        InvalidInputError: With every finding: a file cannot be read (EVC-F001), a table or column is missing or has a
            type that cannot be used (EVC-K002), a column is not declared (EVC-A001), a dossier file is wrong.
    """
    listed = [one for path in paths for one in _inside(path)]
    written = [path for path in listed if path.suffix in _YAML]
    if written and len(written) < len(listed):
        message = "there are both dossier files and tables in what was given"
        raise InvalidInputError((Finding("EVC-K002", message, Position(str(written[0])), "give one of the two"),))
    found = _from_dossiers(written, framework, connection) if written else {}
    findings: list[Finding] = []
    for path in listed:
        if path.suffix in _DATABASES:
            found |= _from_database(path, connection)
    for table in TABLES:
        files = [
            path
            for path in listed
            if path.suffix in {".parquet", *_JSON} and path.name.split(".")[0].split("-")[0] == table
        ]
        if files:
            found[table] = _from_files(table, files, connection)
    for table in (DOSSIERS, EVIDENCE):
        if table not in found:
            where = Position(str(paths[0])) if paths else None
            help_ = f"give a folder with {table}.parquet or {table}.jsonl, a DuckDB database, or dossier files"
            findings.append(Finding("EVC-K002", f"there is no table '{table}'", where, help_))
    refuse(findings)
    for table in TABLES:
        if table not in found:
            keep(connection, f"no_{table}", schema(table, framework.vocabulary).empty_table())
            found[table] = Source(table, f"no_{table}", _described(connection, f"no_{table}"))
    result = Opened(connection, found)
    numbered = all(one.columns.get("dossier") in _WHOLE for one in found.values() if one.files)
    for table in TABLES:
        wanted = schema(table, framework.vocabulary)
        result.columns[table] = list(_columns(found[table], wanted, findings, numbered=numbered))
    refuse(findings)
    return result


def _inside(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return sorted(one for one in path.iterdir() if one.suffix in {".parquet", *_JSON, *_YAML})
    if not path.is_file():
        raise InvalidInputError(
            (Finding("EVC-F001", f"'{path}' cannot be read: there is no such file", Position(str(path))),)
        )
    return [path]


def _from_dossiers(
    paths: Sequence[Path], framework: Framework, connection: duckdb.DuckDBPyConnection
) -> dict[str, Source]:
    findings: list[Finding] = []
    dossiers = []
    for path in paths:
        loaded = examine(path, framework=framework)
        findings += loaded.findings
        if isinstance(loaded.model, Dossier):
            dossiers.append(loaded.model)
        elif not loaded.findings:
            findings.append(
                Finding("EVC-F008", "the file is no dossier", Position(str(path)), "check which file was meant")
            )
    refuse(findings)
    found = {}
    for table, rows in to_tables(dossiers, framework.vocabulary).items():
        keep(connection, f"written_{table}", rows)
        found[table] = Source(table, f"written_{table}", _described(connection, f"written_{table}"), tuple(paths))
    return found


def _from_database(path: Path, connection: duckdb.DuckDBPyConnection) -> dict[str, Source]:
    try:
        connection.execute(f"ATTACH {text(str(path))} AS given (READ_ONLY)")
    except duckdb.Error as error:
        raise InvalidInputError(
            (
                Finding(
                    "EVC-F001", "the database cannot be opened", Position(str(path)), "check that it is a DuckDB file"
                ),
            )
        ) from error
    there = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'given'").fetchall()
    return {
        table: Source(
            table, f"given.{table}", _described(connection, f"given.{table}"), (path,), "rowid", text(str(path))
        )
        for (table,) in there
        if table in TABLES
    }


def _from_files(table: str, files: Sequence[Path], connection: duckdb.DuckDBPyConnection) -> Source:
    names = "[" + ", ".join(text(str(path)) for path in files) + "]"
    plain = all(path.suffix == ".parquet" for path in files)
    counted = ""
    if plain:
        relation = f"read_parquet({names}, filename = true, file_row_number = true, union_by_name = true)"
        place = "file_row_number + 1"
    elif any(path.suffix == ".parquet" for path in files):
        raise InvalidInputError(
            (
                Finding(
                    "EVC-K002", f"'{table}' lies in files of two kinds", Position(str(files[0])), "keep one of the two"
                ),
            )
        )
    else:
        relation = (
            f"read_json({names}, format = 'newline_delimited', records = true, filename = true,"
            " ignore_errors = true, map_inference_threshold = -1, field_appearance_threshold = 0,"
            " maximum_depth = 1, sample_size = -1)"
        )
        place = "line"
        every = f"SELECT *, row_number() OVER () AS every FROM {relation}"
        counted = f"(SELECT *, every - min(every) OVER (PARTITION BY filename) + 1 AS line FROM ({every}))"
    try:
        columns = _described(connection, relation)
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise InvalidInputError(
            (Finding("EVC-F001", f"the file cannot be read: {first}", Position(str(files[0]))),)
        ) from error
    columns = {name: type_ for name, type_ in columns.items() if name not in {"filename", "file_row_number"}}
    return Source(table, relation, columns, tuple(files), place, "filename", plain, counted)


def _described(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def _columns(source: Source, wanted: pa.Schema, findings: list[Finding], *, numbered: bool) -> Iterable[Column]:
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
    numeric = wanted.startswith(("DECIMAL", "BIGINT"))
    if numeric and there in _WHOLE:
        return Column(name, f"CAST({column} AS BIGINT)", "BIGINT")
    if numeric and there.startswith("DECIMAL") and wanted.startswith("DECIMAL"):
        return Column(name, column, there)
    if there in {"FLOAT", "DOUBLE"} or (there.startswith("STRUCT") and ("DOUBLE" in there or "FLOAT" in there)):
        help_ = "write decimals: a floating-point number is not exactly what it says"
        findings.append(Finding("EVC-K002", f"'{name}' of {source.table} holds floating-point numbers", at, help_))
        return Column(name, "NULL", wanted)
    if there.startswith("STRUCT") and wanted.startswith("STRUCT"):
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
