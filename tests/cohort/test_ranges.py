"""Dossiers fall into chunks of so many, wherever and however often they lie in files."""

from __future__ import annotations

import duckdb
import pytest

from evc_rules.cohort.ranges import bounds_of

ORDERED, MIXED = [1, 2, 5, 6, 7, 9, 12], [9, 1, 5, 5, 2, 12, 6, 7, 1]


@pytest.mark.parametrize("type_", ["BIGINT", "VARCHAR"])
@pytest.mark.parametrize("listed", [ORDERED, MIXED, [3], []])
@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 100])
def test_chunks_begin_after_so_many_dossiers(type_, listed, chunk):
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE d (dossier {type_})")
        for one in listed:
            connection.execute("INSERT INTO d VALUES (?)", [one])
        total, bounds = bounds_of(connection, "SELECT dossier FROM d", chunk)
    names = sorted({one if type_ == "BIGINT" else str(one) for one in listed})
    assert (total, bounds) == (len(names), tuple(names[chunk::chunk]))
