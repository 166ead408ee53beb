"""A large cohort lies in several files, and a chunk opens those only that may have rows about its dossiers."""

# ruff: noqa: S608 - queries are made of what the tests made themselves
from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evc_rules.cohort import exchange
from evc_rules.cohort.backends import connected
from evc_rules.cohort.convert import to_tables
from evc_rules.cohort.exchange import tables_in
from evc_rules.cohort.plan import Asked, planned
from evc_rules.cohort.ranges import Range
from evc_rules.cohort.twice import pairs, twice
from evc_rules.cohort.vouched import Block, Spread, blocks

from ..shipped import ON, alliance
from .running import answered, made_up, statuses, written


def cut(tmp_path, monkeypatch, count=30, each=8):
    """The same dossiers in one file a table, and in several."""
    subject = alliance().with_(members=alliance().members[:1])
    people = made_up(subject, count)
    whole = written(people, subject.framework, tmp_path / "whole")
    monkeypatch.setattr(exchange, "FILE", each)
    pieces = written(people, subject.framework, tmp_path / "pieces")
    return subject, whole, pieces


def test_tables_that_are_cut_into_files_are_the_same_dossiers(tmp_path, monkeypatch):
    subject, whole, pieces = cut(tmp_path, monkeypatch)
    assert len(list(pieces.glob("evidence-*.parquet"))) == len(list(pieces.glob("dossiers-*.parquet"))) == 4
    ends = [pq.read_table(path).column("dossier").to_pylist() for path in sorted(pieces.glob("dossiers-*"))]
    assert [name for each in ends for name in each] == sorted(name for each in ends for name in each)
    answered(subject, whole, tmp_path / "one", chunk=7)
    answered(subject, pieces, tmp_path / "other", chunk=7)
    assert statuses(tmp_path / "one") == statuses(tmp_path / "other")
    assert len(statuses(tmp_path / "other")) == 30


def test_a_chunk_opens_the_files_only_that_it_needs(tmp_path, monkeypatch):
    subject, _, pieces = cut(tmp_path, monkeypatch)
    with connected() as connection:
        plan = planned(Asked(subject, ON, (), (pieces,), chunk=8), connection)
        spans = [Range(None, plan.bounds[0]), Range(*plan.bounds[:2]), Range(plan.bounds[-1], None)]
        opened = [plan.relation("evidence", one).count(".parquet") for one in spans]
        assert opened == [1, 1, 1]
        assert plan.relation("evidence", Range()).count(".parquet") == 4
        beyond = plan.relation("evidence", Range("zzz", None))
        assert connection.execute(f"SELECT count(*) FROM {beyond} WHERE dossier >= 'zzz'").fetchall() == [(0,)]


def test_files_with_other_columns_are_read_together(tmp_path, monkeypatch):
    """A column that only one file has is not known for the dossiers in the others, and its type is that of all."""
    subject, _, pieces = cut(tmp_path, monkeypatch)
    first, second, *_ = sorted(pieces.glob("evidence-*.parquet"))
    table = pq.read_table(first)
    pq.write_table(table.drop_columns(["sector"]), first)
    nlqf = pq.read_table(second)
    pq.write_table(
        nlqf.set_column(nlqf.schema.get_field_index("nlqf"), "nlqf", nlqf.column("nlqf").cast(pa.int8())), second
    )
    summary = answered(subject, pieces, tmp_path / "out", chunk=8)
    assert (summary.dossiers, summary.rejects) == (30, 0)


def test_dossiers_that_are_numbers_in_one_table_and_texts_in_another_meet(tmp_path):
    """Bounds of the one kind say nothing about the other: ten comes before nine when both are texts."""
    subject = alliance().with_(members=alliance().members[:1])
    tables = to_tables(made_up(subject, 12), subject.framework.vocabulary)
    numbers = {name: str(place + 1) for place, name in enumerate(tables["dossiers"].column("dossier").to_pylist())}
    for folder in ("mixed", "texts"):
        (tmp_path / folder).mkdir()
        for name, table in tables.items():
            column = pa.array([numbers[one] for one in table.column("dossier").to_pylist()], pa.string())
            if folder == "mixed" and name != "dossiers":
                column = column.cast(pa.int64())
            path = tmp_path / folder / f"{name}.parquet"
            pq.write_table(table.set_column(0, "dossier", column), path, row_group_size=9)
        answered(subject, tmp_path / folder, tmp_path / f"out-{folder}", chunk=5)
    assert statuses(tmp_path / "out-mixed") == statuses(tmp_path / "out-texts")
    assert len(statuses(tmp_path / "out-mixed")) == 12


@pytest.mark.parametrize(
    ("low", "high", "touched"),
    [(None, None, True), (10, 20, True), (30, None, False), (None, 3, False), ("10", "20", True), (5, None, True)],
)
def test_a_block_is_touched_unless_its_bounds_are_sure(low, high, touched):
    assert Block(3, {"dossier": Spread(0, 3, 15)}).touches(low, high) is touched
    assert Block(3, {"dossier": Spread(1, 3, 15)}).touches(low, high)
    assert Block(3).touches(low, high)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(
    ("dossiers", "items", "doubled"),
    [
        ([1, 1, 2], ["a", "b", "a"], False),
        ([1, 2, 1], ["a", "a", "a"], True),
        ([9, 9, 2], ["a", "a", "a"], False),  # of a dossier that is not asked about
        ([1, 1, 2], [None, None, "a"], False),
        ([], [], False),
    ],
)
def test_an_item_that_stands_twice_is_seen_across_row_groups(tmp_path, numbered, dossiers, items, doubled):
    type_ = pa.int64() if numbered else pa.string()
    columns = {"dossier": pa.array(dossiers, pa.int64()).cast(type_), "item": pa.array(items, pa.string())}
    pq.write_table(pa.table(columns), tmp_path / "e.parquet", row_group_size=1)
    groups = [one.group for one in blocks([tmp_path / "e.parquet"])]
    assert twice(pairs(groups), pa.array([1, 2, 3], pa.int64()).cast(type_)) is doubled


def test_what_names_of_items_cannot_tell_is_left_open(tmp_path):
    """A row about nobody; and more names than there is room for."""
    pq.write_table(pa.table({"dossier": [1, None], "item": ["a", "b"]}), tmp_path / "e.parquet")
    assert twice(pairs(one.group for one in blocks([tmp_path / "e.parquet"])), pa.array([1])) is None
    names = [f"n{number}" for number in range(9000)]
    pq.write_table(pa.table({"dossier": [1] * 9000, "item": names}), tmp_path / "e.parquet")
    assert twice(pairs(one.group for one in blocks([tmp_path / "e.parquet"])), pa.array(np.arange(8000))) is None


def test_converted_tables_are_found_again_whole(tmp_path, monkeypatch):
    subject, _, pieces = cut(tmp_path, monkeypatch)
    with duckdb.connect() as connection:
        tables, findings = tables_in([pieces], subject.framework, connection)
    assert findings == []
    assert {name: len(table) for name, table in tables.items()} == {
        name: sum(len(pq.read_table(one)) for one in pieces.glob(f"{name}-*.parquet")) for name in tables
    }
