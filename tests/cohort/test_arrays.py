"""Columns come out of Arrow as they are in it: sets, whatever lies under missing ones, and the places of dossiers."""

from __future__ import annotations

import pyarrow as pa
import pytest

from evc_rules.cohort.arrays import batch, placed

SETS = [["a", "b"], None, [], ["b"], None, ["c", "a"]]
PLAIN = pa.array(SETS, pa.list_(pa.string()))
UNDER = pa.ListArray.from_arrays(
    pa.array([0, 2, 4, 4, 5, 6, 8], pa.int32()),
    pa.array(["a", "b", "hidden", "hidden", "b", "hidden", "c", "a"]),
    mask=pa.array([False, True, False, False, True, False]),
)


@pytest.mark.parametrize("column", [PLAIN, UNDER, PLAIN[2:], UNDER[1:5], PLAIN[:0]])
def test_sets_are_those_of_the_column(column):
    table = pa.table({"dossier": pa.array(range(len(column)), pa.int64()), "set": column})
    part = batch(pa.array(range(6), pa.int64()), {"things": table}).parts["things"]
    listed = part.lists["set"]
    found = [
        [listed.names[code] for code in listed.codes[begin:end]]
        for begin, end in zip(listed.offsets[:-1], listed.offsets[1:], strict=True)
    ]
    assert found == [one or [] for one in column.to_pylist()]
    known = [True] * len(column) if listed.known is None else listed.known.tolist()
    assert known == [one is not None for one in column.to_pylist()]


@pytest.mark.parametrize("people", [[5, 6, 7, 8], [5, 6, 8], ["5", "6", "8"]])
def test_dossiers_have_their_place_and_strangers_none(people):
    wanted = [8, 4, 5, 9, 6, 0, 1 << 40]
    asked = wanted if isinstance(people[0], int) else list(map(str, wanted))
    expected = [people.index(one) if one in people else -1 for one in asked]
    assert placed(pa.array(people), pa.array(asked)).tolist() == expected
