"""What is asked value by value is what is asked row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from evc_rules.cohort.arrays import batch
from evc_rules.cohort.backends import connected, engine
from evc_rules.cohort.domains import Flagged, Listed, Ranged, domain
from evc_rules.cohort.exchange import write_chunks, write_sample
from evc_rules.cohort.plan import Asked, planned
from evc_rules.cohort.ranges import EVERY, Range
from evc_rules.cohort.reading import Reading
from evc_rules.engines.columnar.flat import TABLES
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text

from ..engines.columnar.test_columnar import batches
from ..shipped import ON, alliance
from .running import written


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Four hundred dossiers, a hundred to a row group; some evidence is dated years later."""
    found = tmp_path_factory.mktemp("tabled")
    write_sample(alliance(), found / "sample", 400, seed=11, on=ON.replace(year=2029))
    tables = {name: pq.read_table(found / "sample" / f"{name}.parquet") for name in TABLES}
    names = {name: one.column("dossier") for name, one in tables.items()}
    cut = ({name: one.filter(between(names[name], low)) for name, one in tables.items()} for low in range(0, 400, 100))
    write_chunks(cut, found / "cut")
    return found / "cut"


def between(column, low):
    return pc.and_(pc.greater_equal(column, low), pc.less(column, low + 100))


def selected(source, on, range_=EVERY, *, chunk=400, subject=None):
    """What is selected of a range by value, and by row; and which selections were made by value."""
    with connected() as connection, engine("duckdb") as chosen:
        plan = planned(Asked(subject or alliance(), on, (), (source,), chunk=chunk), connection)
        plan.ready()
        selects = {table: plan.chosen(table, range_, clean=True) for table in plan.cohort.columns}
        reading = Reading(plan, range_)
        quick = chosen.select(plan, connection, selects, reading)
        plain = chosen.select(plan, connection, selects, None)
        names = connection.sql(selects["dossiers"]).order("dossier").select("dossier").to_arrow_table().column(0)
        by_value = {one for one, made in plan.tabled.items() if reading.of(made)}
        return batch(names, quick), batch(names, plain), by_value


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches(most=6))
def test_whatever_rulesets_ask_is_the_same_by_value(tmp_path_factory, made):
    framework, policies, people, on, _ = made
    members = tuple(Member(institution=f"i{place}", rulesets=(one,)) for place, one in enumerate(policies))
    title = Text(nl="Bedacht", en="Made up")
    subject = Alliance(id="a", title=title, illustrative=True, framework=framework, members=members)
    source = written(people, framework, tmp_path_factory.mktemp("made") / "in")
    quick, plain, by_value = selected(source, on, subject=subject)
    assert by_value
    for name, part in quick.parts.items():
        assert rows(part) == rows(plain.parts[name]), name


def rows(part):
    """The rows of a part as plain values, in an order of their own."""
    columns = [part.places.tolist()]
    for name, column in sorted(part.columns.items()):
        known = part.known.get(name, np.ones(len(column), dtype=bool))
        columns.append([value if there else None for value, there in zip(column.tolist(), known.tolist(), strict=True)])
    for _, one in sorted(part.lists.items()):
        sets = [
            tuple(one.names[code] for code in one.codes[low:high])
            for low, high in zip(one.offsets[:-1], one.offsets[1:], strict=True)
        ]
        known = [True] * len(sets) if one.known is None else one.known.tolist()
        columns.append([each if there else None for each, there in zip(sets, known, strict=True)])
    return sorted(zip(*columns, strict=True), key=repr)


def test_what_is_asked_by_value_is_what_is_asked_by_row(folder):
    quick, plain, by_value = selected(folder, ON)
    assert by_value == plain.parts.keys()
    assert len(plain.parts["verdict"]) < pq.read_table(folder / "verdicts.parquet").num_rows  # others do not count
    assert quick.parts.keys() == plain.parts.keys()
    for name, part in quick.parts.items():
        assert rows(part) == rows(plain.parts[name]), name


def test_rows_of_other_dossiers_are_left_out(folder):
    quick, plain, by_value = selected(folder, ON, Range(3, 1000))
    assert "work" in by_value
    for name, part in quick.parts.items():
        assert rows(part) == rows(plain.parts[name]), name


def test_what_is_mostly_about_others_is_asked_of_the_database(folder):
    _, _, by_value = selected(folder, ON, Range(3, 90))
    assert not by_value


def test_tables_that_lie_otherwise_are_asked_of_the_database(folder, tmp_path):
    """Kinds that are mixed, and a number that is written as a decimal: neither can be read as it lies there."""
    source = tmp_path / "mixed"
    source.mkdir()
    for path in folder.glob("*.parquet"):
        table = pq.read_table(path)
        if path.name.startswith("evidence"):
            table = table.sort_by("dossier")
        if path.name.startswith("verdicts"):
            place = table.column_names.index("assessors")
            table = table.set_column(place, "assessors", table.column("assessors").cast(pa.decimal128(24, 4)))
        pq.write_table(table, source / path.name)
    quick, plain, by_value = selected(source, ON)
    assert by_value == {"dossiers", "judgement"} & quick.parts.keys()
    for name, part in quick.parts.items():
        assert rows(part) == rows(plain.parts[name]), name


def coded(*values):
    return pa.array(values, pa.string()).dictionary_encode()


@pytest.mark.parametrize(
    ("column", "there"),
    [
        (coded("a", None, "b", "a"), False),
        (coded("a", None, "b", "a"), True),
        (pa.array([True, None, False]), False),
        (pa.array([3, None, 700, -5]), False),
        (pa.array([date(2026, 1, 1), None, date(1999, 5, 5)]), False),
        (pa.array([Decimal("7.5"), None, Decimal("-1.25")], pa.decimal128(18, 2)), False),
        (pa.array([[1], None, []], pa.list_(pa.int64())), True),
        (pa.array([None, None], pa.int64()), False),
    ],
)
def test_a_number_leads_back_to_its_value(column, there):
    known = domain(column.type, there=there).with_(column)
    numbered = known.numbered(column)
    numbers = numbered.index.to_numpy() if numbered.numbers is None else numbered.numbers[numbered.index.to_numpy()]
    type_ = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    found = known.values(type_).take(pa.array(numbers)).to_pylist()
    expected = column.to_pylist()
    assert [one is None for one in found] == [one is None for one in expected]
    assert there or found == expected
    assert len(known.values(type_)) == len(known)


def test_domains_grow_and_say_when_they_cannot():
    known = Listed().with_(coded("a", "b"))
    assert known.with_(coded("b", "c")).names == ("a", "b", "c")
    assert known.with_(coded("b")) is known
    assert Listed().with_(coded(*map(str, range(1 << 16)))) is None
    assert Ranged(0, 0).with_(pa.array([0, 10**6])) is None
    near = Ranged(0, 0).with_(pa.array([5, 9]))
    assert near.with_(pa.array([7])) is near
    assert near.with_(pa.array([-1])).low < 0
    assert len(Ranged(0, 0, 1, 3).with_(pa.array([Decimal("99.9")], pa.decimal128(3, 1)))) <= 2000
    assert domain(pa.list_(pa.string()), there=False) is None
    assert domain(pa.struct([("value", pa.int64())]), there=True) is None
    assert isinstance(domain(pa.bool_(), there=True), Flagged)
