"""The same expressions on Spark, in a real session on this machine: what comes out is what DuckDB says."""

from __future__ import annotations

import shutil

import pytest

from ..shipped import alliance
from .running import answered, made_up, statuses, written


@pytest.mark.filterwarnings("ignore")  # what PySpark says of its own parts
def test_spark_says_what_duckdb_says(tmp_path):
    assert shutil.which("java"), "Spark needs Java"
    chosen = alliance()
    subject = chosen.with_(members=tuple(one for one in chosen.members if one.institution == "voorbeeld-noord"))
    source = written(made_up(subject, 100), subject.framework, tmp_path / "in")
    with_duckdb = answered(subject, source, tmp_path / "duckdb")
    with_spark = answered(subject, source, tmp_path / "spark", backend="spark")
    assert with_spark.dossiers == with_duckdb.dossiers == 100
    assert with_spark.elsewhere == with_duckdb.elsewhere < 30
    assert statuses(tmp_path / "spark") == statuses(tmp_path / "duckdb")
