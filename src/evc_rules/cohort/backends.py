"""What carries out queries: DuckDB within this process, or Spark for those who outgrow one machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar.dialect import Backend
from ..engines.columnar.flat import DOSSIERS
from ..errors import MissingExtraError
from .chunk import Engine
from .plan import Plan
from .reading import Reading

_ROWS: Final = 1 << 22
"""How many rows Arrow gets at a time: as a rule all of a chunk, so that they need not be put together again."""


def connected(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that keeps no more order than is asked for."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET parquet_metadata_cache = true")  # each chunk asks about the same files
    if threads:
        connection.execute(f"SET threads = {threads}")
    return connection


@contextmanager
def engine(backend: Backend) -> Iterator[Engine]:
    """What evaluates on a backend.

    Raises:
        MissingExtraError: PySpark is not installed, and Spark was asked for.
    """
    if backend == "duckdb":
        yield InDuckDB()
        return
    with session() as spark, tempfile.TemporaryDirectory() as folder:
        yield InSpark(spark, Path(folder))


@dataclass
class InDuckDB:
    """Selects within this process.

    Attributes:
        workers: How many chunks are answered at once.
        reads: Whether rows are read as they lie in files, where they can be.
    """

    reads = True
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)

    def select(
        self, plan: Plan, connection: Any, selects: dict[str, str], reading: Reading | None, asked: Collection[str] = ()
    ) -> dict[str, pa.Table]:
        """What columns need of the rows that these queries select, by table."""
        found: dict[str, pa.Table] = {}
        for name, one in plan.tabled.items():
            read = {one.table, *([DOSSIERS] if one.applicant else [])}
            given = None if reading is None or read & set(asked) else reading.of(one)
            rows = None if given is None else one.selected(given, connection)
            if rows is not None:
                found[name] = rows
        if len(found) < len(plan.queries):
            for name, select in selects.items():
                connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {select}")
        return {
            name: found[name] if name in found else connection.sql(query).to_arrow_table(_ROWS)
            for name, query in plan.queries.items()
        }


@contextmanager
def session() -> Iterator[Any]:
    """A Spark session: the one of the cluster that the environment names, else a local one.

    Raises:
        MissingExtraError: PySpark is not installed.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("spark", "evaluating cohorts on Spark") from error
    builder = SparkSession.builder.appName("evc-rules cohort")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


_SETTINGS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.codegen.wholeStage": "false",  # the code of so many columns would be larger than Java allows
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


@dataclass
class InSpark:
    """Selects on Spark. Tables go there as Parquet, for so nothing is taken for something else.

    Attributes:
        spark: The session.
        folder: Where tables are handed over.
        workers: How many chunks are answered at once: views have one name for the whole session.
        reads: As above.
    """

    reads = False

    spark: Any
    folder: Path
    workers: int = 1

    def select(
        self,
        plan: Plan,
        connection: Any,
        selects: dict[str, str],
        reading: Reading | None,  # noqa: ARG002 - Spark reads by itself
        asked: Collection[str] = (),  # noqa: ARG002 - it is asked of all tables
    ) -> dict[str, pa.Table]:
        """What columns need of the rows that these queries select, by table."""
        for name, select in selects.items():
            path = self.folder / f"{name}.parquet"
            pq.write_table(connection.sql(select).to_arrow_table(), path)
            self.spark.read.parquet(str(path)).createOrReplaceTempView(name)
        return {name: self.spark.sql(query).toArrow() for name, query in plan.queries.items()}
