"""Cohort files: what is converted and converted back is the same, and what cannot be used is said."""

# ruff: noqa: S608 - queries and commands are made of what the tests made themselves
from __future__ import annotations

from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evc_rules.cohort.convert import to_dossiers, to_tables
from evc_rules.cohort.exchange import tables_in, write_tables
from evc_rules.cohort.files import opened
from evc_rules.cohort.pools import APPLICANTS, pools
from evc_rules.cohort.sample import sample
from evc_rules.engines.columnar.flat import TABLES
from evc_rules.errors import InvalidInputError
from evc_rules.model.attributes import Attribute
from evc_rules.testing.strategies import dossiers, frameworks, rulesets

from ..shipped import DOSSIERS, ON, alliance, dossier, names


@st.composite
def people(draw):
    framework = draw(frameworks(max_outcomes=3))
    policy = draw(rulesets(framework))
    listed = draw(st.lists(dossiers(policy, framework), min_size=1, max_size=4))
    return framework, [one.with_(id=f"d{number}") for number, one in enumerate(listed)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(people())
def test_tables_hold_all_of_a_dossier(drawn):
    framework, listed = drawn
    assert list(to_dossiers(to_tables(listed, framework.vocabulary), framework.vocabulary)) == listed


def test_a_grade_without_a_value_is_not_known():
    framework = alliance().framework
    one = next(each for each in map(dossier, names()) if any("grade" in item.known for item in each.evidence))
    flat = to_tables([one], framework.vocabulary)
    rows = flat["evidence"].to_pylist()
    for row in rows:
        row["grade"] = row["grade"] and {"value": None, "scale": row["grade"]["scale"]}
    spoilt = {**flat, "evidence": pa.Table.from_pylist(rows, flat["evidence"].schema)}
    (found,) = to_dossiers(spoilt, framework.vocabulary)
    assert not any("grade" in item.known for item in found.evidence)
    pairs = list(zip(found.evidence, one.evidence, strict=True))
    known = [len(item.known) + ("grade" in before.known) for item, before in pairs]
    assert known == [len(before.known) for before in one.evidence]


@pytest.mark.parametrize("how", ["parquet", "jsonl"])
def test_files_hold_all_of_a_dossier(how, tmp_path):
    framework = alliance().framework
    listed = [dossier(name) for name in names()]
    write_tables(to_tables(listed, framework.vocabulary), tmp_path, how)
    with duckdb.connect() as connection:
        tables, findings = tables_in([tmp_path], framework, connection)
    assert findings == []
    found = {one.id: one for one in to_dossiers(tables, framework.vocabulary)}
    assert set(found) == {one.id for one in listed}
    for one in listed:
        again = found[one.id]
        assert (again.applicant, again.title, again.framework) == (one.applicant, one.title, one.framework)
        for name in ("evidence", "verdicts"):
            assert {item.id: item for item in getattr(again, name)} == {item.id: item for item in getattr(one, name)}
        assert set(again.judgements) == set(one.judgements)


def test_dossier_files_and_a_database_are_opened_too(tmp_path):
    framework = alliance().framework
    tables = to_tables([dossier(name) for name in names()], framework.vocabulary)
    with duckdb.connect(str(tmp_path / "cohort.duckdb")) as connection:
        for name, table in tables.items():
            connection.register("given", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            connection.unregister("given")
    for path in (tmp_path / "cohort.duckdb", DOSSIERS):
        with duckdb.connect() as connection:
            found, findings = tables_in([path], framework, connection)
        assert findings == []
        assert {name: len(found[name]) for name in TABLES} == {name: len(tables[name]) for name in TABLES}


def _refused(tmp_path, framework=None):
    with duckdb.connect() as connection, pytest.raises(InvalidInputError) as refused:
        opened([tmp_path], framework or alliance().framework, connection)
    return {(one.code, one.message) for one in refused.value.findings}


def test_a_table_that_is_missing_is_named(tmp_path):
    pq.write_table(pa.table({"dossier": ["a"]}), tmp_path / "dossiers.parquet")
    assert _refused(tmp_path) == {("EVC-K002", "there is no table 'evidence'")}


def test_all_that_is_wrong_with_columns_is_said_at_once(tmp_path):
    pq.write_table(pa.table({"dossier": ["a"]}), tmp_path / "dossiers.parquet")
    rows = pa.table({"dossier": ["a"], "kind": ["work"], "hours": [1.5], "sectr": ["x"]})
    pq.write_table(rows, tmp_path / "evidence.parquet")
    assert _refused(tmp_path) == {
        ("EVC-K002", "evidence has no column 'item'"),
        ("EVC-K002", "'hours' of evidence holds floating-point numbers"),
        ("EVC-A001", "the column 'sectr' of evidence is no attribute that is declared"),
    }


def test_an_attribute_of_two_types_cannot_be_one_column():
    two = (
        Attribute(id="score", on=("report",), type="number"),
        Attribute(id="score", on=("badge",), type="code"),
    )
    vocabulary = alliance().framework.vocabulary.extended(two)
    with pytest.raises(InvalidInputError, match="EVC-K001"):
        to_tables([], vocabulary)


def _drawn(count, seed):
    chosen = alliance()
    policies = [one for member in chosen.members for one in member.rulesets]
    drawn = pools(chosen.framework, policies, frozenset(chosen.shared_judgements))
    return list(sample(chosen.framework, drawn, count, seed=seed, on=ON, chunk=300))


def test_a_sample_is_the_same_for_a_seed_and_another_for_another():
    first, again, other = _drawn(700, 5), _drawn(700, 5), _drawn(700, 6)
    assert first == again
    assert first[0]["evidence"] != other[0]["evidence"]
    assert [len(one["dossiers"]) for one in first] == [300, 300, 100]


def test_a_sample_is_like_a_real_cohort():
    """Five to fifteen items, a tenth of the values missing, nothing that a dossier file could not say."""
    framework = alliance().framework
    (tables,) = _drawn(300, 1)
    listed = list(to_dossiers(tables, framework.vocabulary))
    assert all(5 <= len(one.evidence) <= 15 for one in listed)
    kinds = {item.kind for one in listed for item in one.evidence}
    assert len(kinds) == 7
    work = [item for one in listed for item in one.evidence if item.kind == "work"]
    missing = Decimal(sum("sector" not in item.known for item in work)) / len(work)
    assert Decimal("0.05") < missing < Decimal("0.15")
    assert abs(sum(one.share for one in APPLICANTS.values()) - 1) < 0.001


def test_rows_of_a_sample_can_be_used(tmp_path):
    framework = alliance().framework
    (tables,) = _drawn(200, 2)
    write_tables(tables, tmp_path, "parquet")
    with duckdb.connect() as connection:
        _, findings = tables_in([tmp_path], framework, connection)
    assert findings == []
