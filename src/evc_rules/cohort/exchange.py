"""Cohort files written: tables out of dossiers, and made-up cohorts."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, EVIDENCE, TABLES, VERSION
from ..errors import Finding, Position
from ..model.alliance import Alliance
from ..model.outcomes import Framework
from ..model.quantities import plain
from .convert import Flat
from .files import MOST_FINDINGS, opened
from .plan import chosen
from .pools import pools
from .rows import code_of, doubled, message_of, nobody, problems
from .sample import sample

FILE: Final = 200_000
"""How many dossiers go into one file."""
_ROWS: Final = 500_000
_HELP: Final = {
    "EVC-A001": "check how it is written; only what the framework declares can be said",
    "EVC-A002": "check the kind, or leave the value out",
    "EVC-A005": "check the number; leave it out when it is not known",
    "EVC-A006": "use a code that the framework declares",
    "EVC-D006": "check the two dates; 'to' is the first day no longer worked",
    "EVC-K003": "add the dossier to the table 'dossiers', or check how it is written",
    "EVC-O001": "write an outcome of the framework with its level, as in 'ped.climate@2'",
    "EVC-O008": "check which dossiers, or which alliance, were meant",
    "EVC-S001": "give it a value, or take the row out",
    "EVC-S003": "check how it is written",
    "EVC-S004": "check how it is written; leave it out when it is not known",
    "EVC-S005": "give each its own id",
}
"""What to do about a row that cannot be used, by the code of what is wrong with it."""


def tables_in(
    paths: Sequence[Path], framework: Framework, connection: duckdb.DuckDBPyConnection
) -> tuple[Flat, list[Finding]]:
    """The tables in files, and findings on rows that cannot be used."""
    cohort = opened(paths, framework, connection)
    findings: list[Finding] = []
    tables = {}
    for table in TABLES:
        listed = [*problems(cohort, framework, table), *doubled(cohort, table)]
        if table != DOSSIERS:
            listed.append(nobody(cohort, table, chosen(cohort, DOSSIERS, ())))
        source = cohort.sources[table]
        condition = " OR ".join(f"coalesce({each.condition}, false)" for each in listed)
        rows = connection.execute(
            f"SELECT {source.file}, {source.place}, {code_of(listed)}, {message_of(listed)}, count(*) OVER ()"
            f" FROM {source.counted or source.relation} WHERE {condition} LIMIT {MOST_FINDINGS}"
        ).fetchall()
        findings += [
            Finding(code, text, Position(str(file or table), int(place or 1)), _HELP[code])
            for file, place, code, text, _ in rows
        ]
        if rows and rows[0][-1] > len(rows):
            message = f"{rows[0][-1] - len(rows)} more rows of {table} cannot be used"
            help_ = "correct those that are shown, and try again"
            findings.append(Finding("EVC-K004", message, Position(str(rows[0][0] or table)), help_))
        ordered = f"SELECT * FROM ({chosen(cohort, table, ())})"
        tables[table] = connection.sql(ordered).to_arrow_table()
    return tables, findings


def write_tables(tables: Flat, out: Path, how: Literal["parquet", "jsonl"]) -> None:
    """Write tables to a folder, and which version of the layout they are."""
    if how == "parquet":
        write_chunks(_cut(tables), out)
        return
    for name, table in tables.items():
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(_plain(row), ensure_ascii=False) + "\n" for row in table.to_pylist())
    _mark(out)


def _cut(tables: Flat) -> Iterator[Flat]:
    """Tables of many dossiers as those of the first ones, those of the next ones, and so on."""
    if len(tables[DOSSIERS]) <= FILE:
        yield tables
        return
    ordered = {name: table.sort_by("dossier") for name, table in tables.items()}
    names = {name: table.column("dossier").to_numpy() for name, table in ordered.items()}
    firsts = names[DOSSIERS][FILE::FILE]
    ends = {name: [0, *np.searchsorted(each, firsts).tolist(), len(each)] for name, each in names.items()}
    for place in range(len(firsts) + 1):
        yield {name: ordered[name].slice(each[place], each[place + 1] - each[place]) for name, each in ends.items()}


def _blocks(name: str, table: pa.Table) -> Iterator[pa.Table]:
    """The rows as they are quickest to read: evidence of one kind after the other, for so many dossiers at a time.

    Whoever asks for one kind then need not look at the rest.
    """
    if name != EVIDENCE or not len(table):
        yield table
        return
    kinds = table.column("kind")
    for kind in pc.unique(kinds).to_pylist():
        yield table.filter(pc.equal(kinds, kind))


def _mark(out: Path) -> None:
    (out / "cohort.json").write_text(json.dumps({"evc-cohort": VERSION}) + "\n", encoding="utf-8")


def _plain(row: Any) -> Any:
    if isinstance(row, dict):
        return {name: _plain(value) for name, value in row.items() if value is not None}
    if isinstance(row, list):
        return [_plain(value) for value in row]
    if isinstance(row, Decimal):
        return int(row) if row == int(row) else plain(row)
    return str(row) if isinstance(row, date) else row


def write_sample(alliance: Alliance, out: Path, count: int, *, seed: int, on: date) -> None:
    """Write a made-up cohort to a folder, chunk by chunk."""
    rulesets = [*(one for member in alliance.members for one in member.rulesets), *alliance.common]
    drawn = pools(alliance.framework, rulesets, frozenset(alliance.shared_judgements))
    write_chunks(sample(alliance.framework, drawn, count, seed=seed, on=on), out)


def write_chunks(chunks: Iterable[Flat], out: Path) -> None:
    """Write tables that come in chunks of dossiers, in order, as Parquet: large ones as several files.

    Each file has the next dossiers. Who asks for some dossiers then opens few files, however many there are.
    """
    out.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    files = held = 0
    with ExitStack() as open_:
        for tables in chunks:
            if held and held + len(tables[DOSSIERS]) > FILE:
                open_.close()
                writers.clear()
                files, held = files + 1, 0
            held += len(tables[DOSSIERS])
            for name, table in tables.items():
                if name not in writers:
                    where = _file(out, name, files)
                    written = pq.ParquetWriter(where, table.schema, store_decimal_as_integer=True)
                    writers[name] = open_.enter_context(written)
                for rows in _blocks(name, table):
                    writers[name].write_table(rows, row_group_size=_ROWS)
    if not files:  # one file needs no number
        for name in writers:
            _file(out, name, 0).rename(out / f"{name}.parquet")
    _mark(out)


def _file(out: Path, name: str, number: int) -> Path:
    return out / f"{name}-{number:05}.parquet"
