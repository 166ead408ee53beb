"""Rows of tables are held to what dossier files are held to; a row that cannot be used is set apart and named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evc_rules.cohort.exchange import tables_in
from evc_rules.errors import InvalidInputError

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


def apart(subject, source, out, **more):
    """What is set apart in a run; a conversion finds as much."""
    answered(subject, source, out, **more)
    with duckdb.connect() as connection:
        _, findings = tables_in([source], subject.framework, connection)
    assert all(one.help for one in findings)
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


def test_work_that_ends_before_it_begins_is_set_apart(tmp_path):
    """Also when it ends on the day that it begins; what goes on, or has no beginning, is no such work."""
    day = [date(2020, 1, 1), date(2021, 1, 1), date(9999, 12, 31), None]
    begins, ends = [day[1], day[1], day[0], day[1], None, day[1]], [day[0], day[1], day[1], day[2], day[0], None]
    evidence = {"dossier": [1] * 6, "item": list("abcdef"), "kind": ["work"] * 6, "from": begins, "to": ends}
    source = laid(tmp_path / "in", {"dossier": [1]}, evidence)
    wanted = [("evidence.parquet", 1, "EVC-D006"), ("evidence.parquet", 2, "EVC-D006")]
    assert apart(lone(), source, tmp_path / "out") == wanted


def test_a_mark_outside_its_scale_or_without_one_is_set_apart(tmp_path):
    """Of scales that are not well known every mark is believed; without a mark a scale says nothing."""
    said = [("7.5", "nl-10"), ("75", "nl-10"), ("0.5", "de-6"), ("6.5", "de-6"), ("75", "us"), ("7", None), ("7", "")]
    marks = [{"value": Decimal(value), "scale": scale} for value, scale in said]
    marks += [{"value": None, "scale": "nl-10"}, None]
    size = len(marks)
    type_ = pa.struct([("value", pa.decimal128(9, 2)), ("scale", pa.string())])
    evidence = {"dossier": [1] * size, "item": [f"i{place}" for place in range(size)], "kind": ["course"] * size}
    source = laid(tmp_path / "in", {"dossier": [1]}, {**evidence, "grade": pa.array(marks, type_)})
    wanted = [*((row, "EVC-A005") for row in (2, 3, 4)), (6, "EVC-S001"), (7, "EVC-S001")]
    assert apart(lone(), source, tmp_path / "out") == [("evidence.parquet", *one) for one in wanted]


def test_a_column_of_marks_without_scales_is_refused(tmp_path):
    source = laid(tmp_path / "in", {"dossier": [1]}, {**ONE, "grade": [{"value": Decimal("7.5")}]})
    with pytest.raises(InvalidInputError, match="EVC-K002: 'grade' of evidence is"):
        apart(lone(), source, tmp_path / "out")


def test_what_is_said_to_be_unknown_must_be_declared_for_what_it_is_said_of(tmp_path):
    dossiers = {"dossier": [1, 2, 3, 4], "unknown": [["variant", "zz"], None, [], ["variant"]]}
    evidence = {"dossier": [2] * 4, "item": list("abcd"), "kind": ["diploma", "diploma", "work", "work"]}
    evidence["unknown"] = [["nlqf"], ["zz"], ["nlqf"], None]
    source = laid(tmp_path / "in", dossiers, evidence)
    wanted = [
        ("dossiers.parquet", 1, "EVC-A001"),
        ("evidence.parquet", 2, "EVC-A001"),
        ("evidence.parquet", 3, "EVC-A002"),
    ]
    assert apart(lone(), source, tmp_path / "out") == wanted


@pytest.mark.parametrize("said", [[1, 0], ["yes", "no"], ["true", "false"]])
def test_numbers_and_texts_are_not_yes_or_no(tmp_path, said):
    source = laid(tmp_path / "in", {"dossier": [1, 2], "employment": said}, ONE)
    with pytest.raises(InvalidInputError, match="'employment' of dossiers is") as refused:
        apart(lone(), source, tmp_path / "out")
    assert [(one.code, bool(one.help)) for one in refused.value.findings] == [("EVC-K002", True)]


def test_in_json_only_true_and_false_are_yes_or_no(tmp_path):
    said = ["true", "false", "null", "1", '"true"', '"yes"', "[true]"]
    lines = [f'{{"dossier": {place}, "employment": {value}}}\n' for place, value in enumerate(said, 1)]
    (tmp_path / "dossiers.jsonl").write_text("".join(lines))
    (tmp_path / "evidence.jsonl").write_text('{"dossier": 1, "item": "a", "kind": "diploma"}\n')
    with duckdb.connect() as connection:
        tables, findings = tables_in([tmp_path], alliance().framework, connection)
    assert [(one.code, one.position.line) for one in findings] == [("EVC-S004", place) for place in (4, 5, 6, 7)]
    assert tables["dossiers"]["employment"].to_pylist()[:3] == [True, False, None]


def test_a_column_without_any_value_is_not_known_for_anybody(tmp_path):
    nothing = pa.nulls(2)
    dossiers = {"dossier": [1, 2], "variant": nothing, "cohort": nothing, "employment": nothing, "unknown": nothing}
    more = {name: pa.nulls(1) for name in ("date", "grade", "hours", "covers")}
    source = laid(tmp_path / "in", dossiers, {**ONE, **more, "unknown": pa.array([[]], pa.list_(pa.null()))})
    assert apart(lone(), source, tmp_path / "out") == []
    bare = laid(tmp_path / "bare", {"dossier": [1, 2]}, ONE)
    assert apart(lone(), bare, tmp_path / "other") == []
    assert statuses(tmp_path / "out") == statuses(tmp_path / "other")


@pytest.mark.parametrize("place", [0, 1])
def test_a_set_of_which_an_element_is_missing_is_set_apart(tmp_path, place):
    """Whether the codes are declared or not, and whether rules ask for the set of this kind or not."""
    sets = [["ped.climate@1", None], ["ped.climate@1"], [], None, [None]]
    subject = alliance().with_(members=alliance().members[place : place + 1])
    for kind, name in (("course", "covers"), ("certificate", "covers"), ("diploma", "covers"), ("diploma", "subjects")):
        evidence = {"dossier": [1] * 5, "item": list("abcde"), "kind": [kind] * 5}
        source = laid(tmp_path / f"{kind}-{name}", {"dossier": [1]}, {**evidence, name: sets})
        wanted = [("evidence.parquet", 1, "EVC-S001"), ("evidence.parquet", 5, "EVC-S001")]
        assert apart(subject, source, tmp_path / f"{kind}-{name}-out") == wanted


def _found(folder, **tables):
    for name, lines in tables.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines))
    with duckdb.connect() as connection:
        try:
            return tables_in([folder], alliance().framework, connection)[1]
        except InvalidInputError as refused:
            return refused.findings


@pytest.mark.parametrize("broken", ['{"dossier": 2, "coh', "[1, 2]", "7"])
def test_a_line_that_is_no_object_is_named_by_its_line(tmp_path, broken):
    findings = _found(
        tmp_path,
        dossiers=['{"dossier": 1}', broken, '{"dossier": 3}'],
        evidence=['{"dossier": 1, "item": "a", "kind": "work"}'],
    )
    assert [(one.code, one.position.file, one.position.line) for one in findings] == [
        ("EVC-S003", str(tmp_path / "dossiers.jsonl"), 2)
    ]
    assert all(one.help for one in findings)


def test_more_rows_that_cannot_be_used_than_are_shown_are_counted(tmp_path):
    evidence = [f'{{"dossier": 9, "item": "i{place}", "kind": "work"}}' for place in range(23)]
    findings = _found(tmp_path, dossiers=['{"dossier": 1}'], evidence=evidence)
    assert [one.code for one in findings] == ["EVC-K003"] * 20 + ["EVC-K004"]
    assert findings[-1].message == "3 more rows of evidence cannot be used"


@pytest.mark.parametrize("chunk", [1, 100])
def test_items_of_one_name_in_one_dossier_are_set_apart(tmp_path, chunk):
    """Work that is delivered twice has not been worked twice; other dossiers may have items of that name."""
    evidence = {"dossier": [1, 2, 1, 3, 1, 3], "item": list("aaabbb"), "kind": ["work"] * 6}
    source = laid(tmp_path / "in", {"dossier": [1, 2, 3]}, evidence)
    wanted = [("evidence.parquet", row, "EVC-S005") for row in (1, 3, 4, 6)]
    assert apart(lone(), source, tmp_path / "out", chunk=chunk) == wanted
