"""Planted edits: every one that changes the meaning is found, with someone who shows it; every other is proven."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.compare import Comparison, Relation, compare_rulesets
from evc_rules.compare.lore import STANDARD, contradicts
from evc_rules.engines.prepare import prepare

from ..engines.making import CLIMATE, FRAMEWORK, ON, ruleset
from .planted import CHANGES, SAME

MIRRORED = {"stricter": "more-generous", "more-generous": "stricter"}
ALSO = "- {id: past, grant: history, when: {course: {covers: history}}}"


def granting(when: str, name: str = "r"):
    return ruleset(f"- {{id: a, grant: ped.climate@2, when: {when}}}\n{ALSO}", name=name)


def both(old: str, new: str) -> Comparison:
    return compare_rulesets([granting(old), granting(new)], FRAMEWORK, ON)


def overfull(item) -> bool:
    """Whether the hours of a job do not fit between its first and its last day."""
    begin, end, hours = (item.known.get(name) for name in ("from", "to", "hours"))
    if begin is None or hours is None:
        return False
    last = end if isinstance(end, date) else ON
    return hours.value > STANDARD.hours_a_day * max((last - begin).days, 0)


def test_there_are_enough_kinds_of_edits():
    assert len(CHANGES) >= 80


@pytest.mark.parametrize("edit", CHANGES)
def test_an_edit_that_changes_the_meaning_is_found(edit):
    old, new, expected = CHANGES[edit]
    compared = both(old, new)
    pair = compared.pair(0, 1)
    assert not pair.undecided
    assert str(pair.leaves[CLIMATE].relation) == expected
    assert str(pair.relation) == expected
    assert not pair.same
    assert str(compared.pair(1, 0).relation) == MIRRORED.get(expected, expected)


@pytest.mark.parametrize("edit", CHANGES)
def test_a_witness_is_someone_who_can_exist(edit):
    old, new, _ = CHANGES[edit]
    for leaf in both(old, new).pair(0, 1).differing:
        for witness in leaf.witnesses:
            prepared = prepare(witness.dossier, FRAMEWORK.vocabulary, ON)
            assert [one for one in prepared.findings if one.code != "EVC-D002"] == []
            for item in witness.dossier.evidence:
                assert not contradicts(item.kind, item.known, FRAMEWORK.vocabulary)
                assert not overfull(item)


@pytest.mark.parametrize("edit", SAME)
def test_an_edit_that_changes_nothing_is_proven(edit):
    pair = both(*SAME[edit]).pair(0, 1)
    assert (pair.relation, pair.same, pair.undecided) == (Relation.EQUIVALENT, True, ())
