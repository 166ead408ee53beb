"""Planes are rows of bits: what is put in, turned or counted is what was there, bit by bit."""

from __future__ import annotations

import numpy as np
import pytest

from evc_rules.engines.columnar.planes import length, packed, put, unpacked


@pytest.mark.parametrize("rows", [[], [0], [63, 64, 65, 199], list(range(200))])
def test_what_is_put_in_stands_there_and_nothing_else_changes(rows):
    drawn = np.random.default_rng(len(rows))
    before = drawn.random((11, 200)) < 0.5
    planes = np.array([packed(row) for row in before])
    assert planes.shape == (11, length(200))
    said = drawn.random((len(rows), 11)) < 0.5
    put(
        planes, np.array(rows, dtype=np.intp), [sum(1 << leaf for leaf in np.flatnonzero(one).tolist()) for one in said]
    )
    expected = before.copy()
    expected[:, rows] = said.T
    assert np.array_equal([unpacked(row, 200) for row in planes], expected)
