"""The benchmark of comparing counts verdicts, none of them unknown, and pads rulesets with rules that do not matter."""

from __future__ import annotations

from benchmarks.compare import beside, line, measure

from evc_rules.compare import Relation


def test_every_verdict_on_two_institutes_is_proven_or_shown():
    found = measure(2)
    assert sum(found["counts"].values()) == 120
    assert found["counts"][str(Relation.INCOMPARABLE)] > 100
    assert "120 verdicts" in line(found)
    assert " 0 unknown" in line(found)


def test_unrelated_rules_are_added_beside_those_that_reach_the_outcomes():
    fewer, more = beside(2, 0), beside(2, 70)
    assert more.rules == fewer.rules + 70
    assert fewer.rules < 60
