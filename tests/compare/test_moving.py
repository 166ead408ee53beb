"""Who shows something of one outcome is told of another only where what is said of the one can be said of both."""

from __future__ import annotations

import pytest

from evc_rules.compare.moving import movable, moved
from evc_rules.model.outcomes import Leaf, Ref

from ..engines.making import CLIMATE, FRAMEWORK, dossier

HISTORY = Leaf("history", 1)
DATED = "date: 2026-01-01"


@pytest.mark.parametrize(
    ("items", "can"),
    [
        ("diploma: {nlqf: 6}", True),
        ("course: {covers: [ped.climate@2]}", True),
        ("course: {covers: [ped.climate@2, ped.plan]}", True),
        (f"verdict: {{outcome: ped.climate@2, achieved: yes, {DATED}}}", True),
        ("course: {covers: [ped.climate@3]}", False),  # history has no level 2
        ("course: {covers: [ped.climate]}", False),
        (f"verdict: {{outcome: ped.climate@1, achieved: yes, {DATED}}}", False),
    ],
)
def test_only_who_shows_exactly_the_leaf_can_be_told_of_another(items, can):
    assert movable(dossier(items), CLIMATE, FRAMEWORK) is can


def test_what_names_the_leaf_names_the_other_and_the_rest_stays():
    verdict = f"verdict: {{outcome: ped.climate@2, achieved: yes, {DATED}}}"
    shown = moved(dossier(f"course: {{covers: [ped.climate@2, ped.plan@1]}}\n{verdict}"), CLIMATE, HISTORY, FRAMEWORK)
    (course,) = shown.evidence
    assert course.known["covers"] == {"history@1", "ped.plan@1"}
    assert [one.outcome for one in shown.verdicts] == [Ref("history", 1, 1)]
