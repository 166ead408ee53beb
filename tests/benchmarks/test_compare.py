"""The benchmark of comparing counts verdicts, none of them unknown, and pads rulesets with rules that do not matter."""

from __future__ import annotations

import pytest
from benchmarks.compare import OUTCOME, beside, compared, line, measure
from benchmarks.workload import workload

from evc_rules.compare import Relation


def test_every_verdict_on_two_institutes_is_proven_or_shown():
    found = measure(2)
    assert sum(found["counts"].values()) == 120
    assert found["counts"][str(Relation.INCOMPARABLE)] > 100
    assert "120 verdicts" in line(found)
    assert " 0 unknown" in line(found)


@pytest.mark.parametrize("unrelated", [0, 70])
def test_unrelated_rules_are_added_beside_those_that_reach_the_outcome(unrelated):
    _, rules = beside(2, unrelated)
    assert rules == beside(2, 0)[1] + unrelated
    made = workload(2, 0)
    whole = compared(made, made.rulesets, (OUTCOME,)).relation(OUTCOME, 0, 1)
    assert whole is Relation.INCOMPARABLE
