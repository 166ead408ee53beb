"""Where dossiers lie: Parquet, JSON lines, a DuckDB database, or dossier files; opened as four tables of one shape."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, EVIDENCE, TABLES
from ..errors import Finding, InvalidInputError, Position, refuse
from ..language.people import DATABASES, LINES, PARQUET, examine_dossiers, sorted_out
from ..model.outcomes import Framework
from .columns import WHOLE, Column, Source, columns_of, parquet, text
from .convert import to_tables
from .schema import schema

MOST_FINDINGS: Final = 20
"""How many rows of a table that cannot be used are named at a time."""


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


def keep(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Keep rows under a name that other cursors of the same database know, too."""
    connection.register("kept", rows)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM kept")
    connection.unregister("kept")


def opened(paths: Sequence[Path], framework: Framework, connection: duckdb.DuckDBPyConnection) -> Opened:
    """The tables in these files, or folders of them.

    Raises:
        InvalidInputError: With every finding: a file cannot be read (EVC-F001), a table or column is missing or has a
            type that cannot be used (EVC-K002), a column is not declared (EVC-A001), a dossier file is wrong.
    """
    written, listed = sorted_out(paths)
    found = _from_dossiers(written, framework, connection) if written else {}
    findings: list[Finding] = []
    for path in listed:
        if path.suffix in DATABASES:
            found |= _from_database(path, connection)
    for table in TABLES:
        files = [
            path
            for path in listed
            if path.suffix in {*PARQUET, *LINES} and path.name.split(".")[0].split("-")[0] == table
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
    numbered = all(one.columns.get("dossier") in WHOLE for one in found.values() if one.files)
    for table in TABLES:
        wanted = schema(table, framework.vocabulary)
        result.columns[table] = list(columns_of(found[table], wanted, findings, numbered=numbered))
    refuse(findings)
    return result


def _from_dossiers(
    paths: Sequence[Path], framework: Framework, connection: duckdb.DuckDBPyConnection
) -> dict[str, Source]:
    dossiers, findings = examine_dossiers(paths, framework)
    refuse(findings)
    found = {}
    for table, rows in to_tables((one for _, one in dossiers), framework.vocabulary).items():
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
    plain = all(path.suffix in PARQUET for path in files)
    counted = ""
    if plain:
        relation = parquet(files)
        place = "file_row_number + 1"
    elif any(path.suffix in PARQUET for path in files):
        raise InvalidInputError(
            (
                Finding(
                    "EVC-K002", f"'{table}' lies in files of two kinds", Position(str(files[0])), "keep one of the two"
                ),
            )
        )
    else:
        names = ", ".join(text(str(path)) for path in files)
        relation = (
            f"read_json([{names}], format = 'newline_delimited', records = true, filename = true,"
            " ignore_errors = true, map_inference_threshold = -1, field_appearance_threshold = 0,"
            " maximum_depth = 1, sample_size = -1)"
        )
        place = "line"
        every = f"SELECT *, row_number() OVER () AS every FROM {relation}"
        counted = f"(SELECT *, every - min(every) OVER (PARTITION BY filename) + 1 AS line FROM ({every}))"
    try:
        columns = _described(connection, relation)
    except duckdb.Error as error:
        if not plain:
            refuse(list(islice(_no_objects(files), MOST_FINDINGS)))
        first = str(error).splitlines()[0]
        raise InvalidInputError(
            (Finding("EVC-F001", f"the file cannot be read: {first}", Position(str(files[0]))),)
        ) from error
    columns = {name: type_ for name, type_ in columns.items() if name not in {"filename", "file_row_number"}}
    return Source(table, relation, columns, tuple(files), place, "filename", plain, counted)


def _no_objects(files: Sequence[Path]) -> Iterator[Finding]:
    """The lines of files that are no objects of JSON."""
    for path in files:
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                try:
                    good = not line.strip() or isinstance(json.loads(line), dict)
                except ValueError:
                    good = False
                if not good:
                    message = "the line is no JSON object"
                    yield Finding("EVC-S003", message, Position(str(path), number), "write one object a line")


def _described(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}
