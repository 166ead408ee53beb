"""What files say of whole blocks of rows never hides a row that cannot be used."""

# ruff: noqa: S608 - queries are made of what the tests made themselves
from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evc_rules.cohort.exchange import tables_in
from evc_rules.cohort.files import opened
from evc_rules.cohort.rows import Backward, Holed, Marked, Missing, NoneOf, NotCarried, Outside, problems
from evc_rules.cohort.vouched import Block, Spread, blocks
from evc_rules.engines.columnar.flat import EVIDENCE, VERDICTS
from evc_rules.model.attributes import SCALES, Attribute, Fact
from evc_rules.model.base import Text

from ..shipped import alliance
from .running import answered, made_up, rows, statuses, written

SPOILT = {
    "a set that is asked": (EVIDENCE, "covers", "['ped.climate@1', 'nowhere@1']", "kind = 'course'"),
    "a set that no rule asks of this kind": (EVIDENCE, "covers", "['nowhere@1']", "kind = 'certificate'"),
    "a set of what does not count": (
        EVIDENCE,
        "covers",
        "['nowhere@1']",
        "kind = 'course' AND date > DATE '2026-11-24'",
    ),
    "a number": (EVIDENCE, "nlqf", "9", "kind = 'diploma'"),
    "a kind": (EVIDENCE, "kind", "'diplom'", "kind = 'diploma'"),
    "a day": (EVIDENCE, "to", "DATE '3500-01-01'", "kind = 'work'"),
    "a value that is not carried": (EVIDENCE, "sector", "'childcare'", "kind = 'diploma'"),
    "a set that is not carried": (EVIDENCE, "subjects", "['dutch']", "kind = 'work'"),
    "an item without a name": (EVIDENCE, "item", "NULL", "kind = 'badge'"),
    "an outcome": (VERDICTS, "outcome", "'nowhere@1'", "true"),
    "whose": (VERDICTS, "dossier", "'nobody'", "true"),
}


@pytest.mark.parametrize("ordered", ["kind", "dossier"])
def test_every_sort_of_bad_row_is_set_apart(tmp_path, ordered):
    """Whether files keep kinds apart or not; as many rows as the conditions find when each row is looked at."""
    chosen = alliance()
    subject = chosen.with_(members=chosen.members[:1])
    source = written(made_up(subject, 80), subject.framework, tmp_path / "in")
    wanted = 0
    with duckdb.connect() as connection:
        for table in (EVIDENCE, VERDICTS):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM '{source}/{table}.parquet'")
        connection.execute("UPDATE evidence SET date = DATE '2026-12-01' WHERE kind = 'course' AND item = 'e2'")
        used = {table: set() for table in (EVIDENCE, VERDICTS)}
        for table, column, value, where in SPOILT.values():
            free = connection.execute(f"SELECT rowid FROM {table} WHERE {where} ORDER BY rowid").fetchall()
            row = next(one for (one,) in free if one not in used[table])
            used[table].add(row)
            connection.execute(f'UPDATE {table} SET "{column}" = {value} WHERE rowid = {row}')
            wanted += 1
        order = "kind, dossier" if ordered == "kind" else "dossier, item"
        connection.execute(
            f"COPY (FROM evidence ORDER BY {order}) TO '{source}/evidence.parquet' (ROW_GROUP_SIZE 2048)"
        )
        connection.execute(f"COPY verdicts TO '{source}/verdicts.parquet'")
        cohort = opened([source], subject.framework, connection)
        found = 0
        for table in (EVIDENCE, VERDICTS):
            listed = " OR ".join(
                f"coalesce({one.condition}, false)" for one in problems(cohort, subject.framework, table)
            )
            query = f"SELECT count(*) FROM {cohort.sources[table].relation} WHERE {listed} OR dossier = 'nobody'"
            found += connection.execute(query).fetchone()[0]
    assert found == wanted
    summary = answered(subject, source, tmp_path / "out", chunk=30)
    assert (summary.dossiers, summary.rejects) == (80, wanted)
    codes = [code for (code,) in rows(tmp_path / "out", "SELECT code FROM 'OUT/rejects/*.parquet'")]
    assert set(codes) == {"EVC-O001", "EVC-A005", "EVC-S003", "EVC-S004", "EVC-A002", "EVC-S001", "EVC-K003"}


def block(missing, least, most, **others):
    return Block(10, {"x": Spread(missing, least, most), **{name: Spread(*one) for name, one in others.items()}})


def sets(missing):
    return Block(10, {"x": Spread(missing, None, None, several=True)})


ALL = tuple((name, *bounds) for name, bounds in SCALES.items())


def marked(mark, scale):
    return Block(10, {"x.value": Spread(*mark), "x.scale": Spread(*scale)})


@pytest.mark.parametrize(
    ("said", "reason", "excluded"),
    [
        (block(0, 1, 8), Outside("x", Decimal(1), Decimal(8)), True),
        (block(0, 1, 9), Outside("x", Decimal(1), Decimal(8)), False),
        (block(0, 0, 8), Outside("x", Decimal(1), Decimal(8)), False),
        (block(3, 1, 9), Outside("x", Decimal(1), None), True),
        (block(10, None, None), Outside("x", Decimal(1), Decimal(8)), True),
        (block(3, None, None), Outside("x", Decimal(1), Decimal(8)), False),
        (block(0, date(1066, 1, 1), date(2020, 1, 1)), Outside("x", date(1800, 1, 1), date(2999, 12, 31)), False),
        (block(0, "a", "b"), Outside("x", 1, 2), False),
        (block(0, 1, 2), Missing("x"), True),
        (block(1, 1, 2), Missing("x"), False),
        (block(0, 1, 2), Missing("y"), False),
        (block(10, None, None), NotCarried("x", ("work",)), True),
        (block(9, 1, 1), NotCarried("x", ("work",)), False),
        (block(9, 1, 1, kind=(0, "work", "work")), NotCarried("x", ("work",)), True),
        (block(9, 1, 1, kind=(0, "course", "work")), NotCarried("x", ("work",)), False),
        (block(0, "work", "work"), NoneOf("x", frozenset({"work"})), True),
        (block(1, "work", "work"), NoneOf("x", frozenset({"work"}), needed=True), False),
        (block(1, "work", "job"), NoneOf("x", frozenset({"work"})), False),
        (block(10, None, None), NoneOf("x", frozenset({"work"})), True),
        (block(10, None, None), NoneOf("x", frozenset({"work"}), needed=True), False),
        (block(0, "badge", "work"), NoneOf("x", frozenset({"badge", "work"})), False),
        (block(1, "work", "work"), NoneOf("x", frozenset({"work"})), True),
        (block(10, None, None), NoneOf("x", frozenset({"work"}), several=True), True),
        (block(10, None, None), Holed("x"), True),
        (block(9, None, None), Holed("x"), False),
        (sets(10), Holed("x"), False),
        (sets(10), NotCarried("x", ("work",)), False),
        (sets(10), NoneOf("x", frozenset({"work"}), several=True), False),
        (block(0, date(2020, 1, 2), date(2021, 1, 1), y=(0, None, date(2020, 1, 1))), Backward("x", "y"), True),
        (block(0, date(2020, 1, 1), date(2021, 1, 1), y=(0, None, date(2020, 1, 1))), Backward("x", "y"), False),
        (block(10, None, None, y=(0, date(2020, 1, 1), date(2020, 1, 1))), Backward("x", "y"), True),
        (block(0, date(2020, 1, 2), date(2021, 1, 1)), Backward("x", "y"), False),
        (marked((3, 1, 10), (3, "nl-10", "nl-10")), Marked("x", ALL), True),
        (marked((3, 1, 11), (3, "nl-10", "nl-10")), Marked("x", ALL), False),
        (marked((3, 1, 10), (3, "de-6", "nl-10")), Marked("x", ALL), False),
        (marked((3, 1, 75), (3, "us", "us")), Marked("x", ALL), True),
        (marked((3, 1, 75), (3, None, None)), Marked("x", ALL), False),
        (marked((10, None, None), (3, "nl-10", "nl-10")), Marked("x", ALL), True),
        (marked((0, 1, 10), (0, "nl-10", "nl-10")), Marked("x"), True),
        (marked((3, 1, 10), (3, "nl-10", "nl-10")), Marked("x"), False),
        (marked((0, 1, 10), (0, "", "nl-10")), Marked("x"), False),
        (block(0, 1, 10), Marked("x"), False),
    ],
)
def test_a_block_excludes_only_what_it_is_sure_of(said, reason, excluded):
    assert said.excludes(reason) is excluded


def test_a_file_that_says_nothing_excludes_nothing(tmp_path):
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS dossier, 'e' AS item) TO '{tmp_path}/said.parquet'")
        (said,) = blocks([tmp_path / "said.parquet"])
    assert said.excludes(Missing("item"))
    silent = Block(said.rows, {})
    assert not any(
        silent.excludes(one) for one in (Missing("item"), Outside("dossier", 0, None), NoneOf("item", frozenset()))
    )


def test_a_bad_code_is_found_in_what_does_not_count_because_of_a_date_that_facts_fill_in(tmp_path):
    chosen = alliance()
    framework = chosen.framework
    later = Fact(on="course", given=(("course", ("later",)),), then=(("date", date(2026, 12, 1)),))
    subject = chosen.with_(members=chosen.members[:1], framework=framework.with_(facts=(*framework.facts, later)))
    source = written(made_up(subject, 40), subject.framework, tmp_path / "in")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE e AS SELECT * FROM '{source}/evidence.parquet'")
        where = "rowid = (SELECT min(rowid) FROM e WHERE kind = 'course')"
        connection.execute(f"UPDATE e SET course = 'later', date = NULL, covers = ['nowhere@1'] WHERE {where}")
        connection.execute(f"COPY e TO '{source}/evidence.parquet'")
    summary = answered(subject, source, tmp_path / "out")
    assert summary.rejects == 1


@pytest.mark.parametrize("chunk", [1, 100])
def test_dossiers_of_one_name_are_all_set_apart(tmp_path, chunk):
    """Whose the evidence is cannot be known, so none of them is answered; others are."""
    subject = alliance().with_(members=alliance().members[:1])
    people = made_up(subject, 4)
    source = written([*people, people[1], people[1]], subject.framework, tmp_path / "in")
    summary = answered(subject, source, tmp_path / "out", chunk=chunk)
    assert (summary.dossiers, summary.rejects >= 3) == (3, True)
    assert set(statuses(tmp_path / "out")) == {one.id for one in people} - {people[1].id}
    apart = rows(tmp_path / "out", "SELECT dossier, code FROM 'OUT/rejects/*.parquet' WHERE \"table\" = 'dossiers'")
    assert apart == [(people[1].id, "EVC-S005")] * 3


@pytest.mark.parametrize("people", [0, 1])
def test_a_cohort_of_which_nobody_can_be_used_is_answered_by_nothing(tmp_path, people):
    subject = alliance().with_(members=alliance().members[:1])
    source = written(made_up(subject, 1) * 2 * people, subject.framework, tmp_path / "in")
    summary = answered(subject, source, tmp_path / "out", questions=True)
    assert summary.dossiers == 0
    assert statuses(tmp_path / "out") == {}


LINES = {
    "dossiers": (
        '{"dossier": "a"}\n{"dossier": "b", "cohort": "2026.7"}\n{"dossier": "c"}\n{"dossier": "d", "cohort": "x"}\n'
    ),
    "evidence": (
        '{"dossier": "a", "item": "e", "kind": "diploma"}\n{"dossier": "z", "item": "e", "kind": "diploma"}\n'
        '{"dossier": "c", "item": "e", "kind": "job"}\n'
    ),
}


def test_rows_of_json_lines_are_named_by_the_line_that_they_stand_on(tmp_path):
    """Also when the lines before are in order; and a number is never rounded to be whole."""
    for table, lines in LINES.items():
        (tmp_path / f"{table}.jsonl").write_text(lines)
    with duckdb.connect() as connection:
        _, findings = tables_in([tmp_path], alliance().framework, connection)
    named = [(one.position.file.rpartition("/")[2], one.position.line, one.code) for one in findings]
    wanted = [("dossiers.jsonl", 2, "EVC-S004"), ("dossiers.jsonl", 4, "EVC-S004"),
              ("evidence.jsonl", 2, "EVC-K003"), ("evidence.jsonl", 3, "EVC-S003")]  # fmt: skip
    assert named == wanted
    answered(alliance(), tmp_path, tmp_path / "out", chunk=1)
    apart = rows(tmp_path / "out", "SELECT \"table\" || '.jsonl', row, code FROM 'OUT/rejects/*.parquet'")
    assert sorted(apart) == wanted


HOLES = {
    "of what counts": ("diploma", "subjects", "['dutch', NULL]", "date <= DATE '2026-11-24'"),
    "of what is dated later": ("diploma", "subjects", "[NULL]", "date <= DATE '2026-11-24'"),
    "of a kind that no rule asks it of": ("badge", "covers", "[NULL]", "true"),
    "of a kind that carries none": ("badge", "subjects", "[NULL]", "true"),
    "of what a framework declares": ("work", "tasks", "['one', NULL]", "true"),
}


@pytest.mark.parametrize("named", HOLES)
@pytest.mark.parametrize("where", ["parquet", "database"])
def test_an_element_that_is_missing_is_found_whether_or_not_a_rule_asks_for_it(tmp_path, named, where):
    """Also where it is all that a row group has: files then say as much of it as of a set that is not there."""
    chosen = alliance().framework
    tasks = Attribute(id="tasks", title=Text(nl="Taken", en="Tasks"), on=("work",), type="codes")
    framework = chosen.with_(attributes=(*chosen.attributes, tasks))
    subject = alliance().with_(members=alliance().members[:1], framework=framework)
    source = written(made_up(subject, 40), framework, tmp_path / "in")
    kind, column, value, condition = HOLES[named]
    database = tmp_path / "in.duckdb"
    with duckdb.connect(str(database)) as connection:
        for table in ("dossiers", "evidence", "verdicts", "judgements"):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM '{source}/{table}.parquet'")
        row = f"(SELECT min(rowid) FROM evidence WHERE kind = '{kind}' AND {condition})"
        (row,) = connection.execute(f"SELECT {row}").fetchone()
        later = ", date = DATE '2026-12-01'" if named == "of what is dated later" else ""
        connection.execute(f'UPDATE evidence SET "{column}" = {value}{later} WHERE rowid = {row}')
        apart = f"SELECT * FROM evidence WHERE rowid {{}} {row} ORDER BY kind"
        connection.execute(f"COPY ({apart.format('=')}) TO '{source}/evidence.parquet'")
        connection.execute(f"COPY ({apart.format('<>')}) TO '{source}/evidence-1.parquet'")
    summary = answered(subject, source if where == "parquet" else database, tmp_path / "out")
    assert (summary.dossiers, summary.rejects) == (40, 1)


@pytest.mark.parametrize("chunk", [1, 100])
def test_dossiers_of_one_number_are_all_set_apart(tmp_path, chunk):
    subject = alliance().with_(members=alliance().members[:1])
    pq.write_table(pa.table({"dossier": [4, 2, 7, 2, 9]}), tmp_path / "dossiers.parquet")
    evidence = pa.table({"dossier": [2], "item": ["e"], "kind": ["diploma"]})
    pq.write_table(evidence, tmp_path / "evidence.parquet")
    summary = answered(subject, tmp_path, tmp_path / "out", chunk=chunk)
    assert summary.dossiers == 3
    assert set(statuses(tmp_path / "out")) == {4, 7, 9}
    apart = rows(tmp_path / "out", "SELECT \"table\", dossier, code FROM 'OUT/rejects/*.parquet' ORDER BY ALL")
    assert apart == [("dossiers", "2", "EVC-S005")] * 2 + [("evidence", "2", "EVC-K003")]
