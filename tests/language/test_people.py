"""Dossier files and tables are told apart by how their names end, in one place for every command."""

from __future__ import annotations

import pytest

from evc_rules.errors import InvalidInputError
from evc_rules.language.people import sorted_out


@pytest.fixture
def folder(tmp_path):
    for name in ("b.yaml", "a.yml", "notes.txt", "evidence.parquet", "dossiers.jsonl", "all.duckdb", "one.dossier"):
        (tmp_path / name).touch()
    (tmp_path / "written").mkdir()
    (tmp_path / "written" / "c.yaml").touch()
    (tmp_path / "written" / "readme.md").touch()
    (tmp_path / "laid").mkdir()
    (tmp_path / "laid" / "dossiers.ndjson").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("given", "written", "tables"),
    [
        (["b.yaml", "a.yml"], ["b.yaml", "a.yml"], []),
        (["written"], ["written/c.yaml"], []),
        (["written", "one.dossier"], ["written/c.yaml", "one.dossier"], []),
        (["laid", "evidence.parquet"], [], ["laid/dossiers.ndjson", "evidence.parquet"]),
        (["all.duckdb"], [], ["all.duckdb"]),
        (["notes.txt"], [], ["notes.txt"]),
    ],
)
def test_files_are_of_one_sort(folder, given, written, tables):
    expected = ([folder / name for name in written], [folder / name for name in tables])
    assert sorted_out([folder / name for name in given]) == expected


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([""], "EVC-K002"),
        (["written", "all.duckdb"], "EVC-K002"),
        (["b.yaml", "laid"], "EVC-K002"),
        (["none.yaml"], "EVC-F001"),
    ],
)
def test_two_sorts_are_refused_and_so_is_what_is_not_there(folder, given, code):
    with pytest.raises(InvalidInputError) as caught:
        sorted_out([folder / name for name in given])
    assert [one.code for one in caught.value.findings] == [code]
