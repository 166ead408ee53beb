"""Rows of tables are held to what dossier files are held to; a row that cannot be used is set apart and named."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from evc_rules.cohort.exchange import tables_in

from ..shipped import alliance
from .running import answered, rows, statuses

ONE = {"dossier": [1], "item": ["a"], "kind": ["diploma"]}


def lone():
    return alliance().with_(members=alliance().members[:1])


def laid(folder, dossiers, evidence):
    folder.mkdir()
    for name, columns in (("dossiers", dossiers), ("evidence", evidence)):
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def apart(subject, source, out):
    """What is set apart in a run; a conversion finds as much."""
    answered(subject, source, out)
    with duckdb.connect() as connection:
        _, findings = tables_in([source], subject.framework, connection)
    found = []
    if any((out / "rejects").iterdir()):
        found = rows(out, "SELECT \"table\" || '.parquet', row, code FROM 'OUT/rejects/*.parquet' ORDER BY ALL")
    named = [(one.position.file.rpartition("/")[2], one.position.line, one.code) for one in findings]
    assert {one[2] for one in named} >= {code for _, _, code in found}
    return found


def test_a_dossier_that_is_to_be_read_by_another_framework_is_not_answered(tmp_path):
    subject = lone()
    named = [subject.framework.name, "pabo-route@2026", None, ""]
    source = laid(tmp_path / "in", {"dossier": [1, 2, 3, 4], "framework": named}, ONE)
    assert apart(subject, source, tmp_path / "out") == [("dossiers.parquet", 2, "EVC-O008")]
    assert set(statuses(tmp_path / "out")) == {1, 3, 4}
