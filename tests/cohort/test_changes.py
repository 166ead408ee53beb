"""What a change does to a cohort in columns is what it does to each applicant."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.advice import Change
from evc_rules.cohort import changes as module
from evc_rules.cohort.backends import connected
from evc_rules.cohort.changes import changes
from evc_rules.cohort.convert import to_dossiers
from evc_rules.cohort.exchange import tables_in, write_sample
from evc_rules.harmonise import Strategy
from evc_rules.reports.impact import report

from ..shipped import ON, alliance


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """A made-up cohort, and the same as dossiers."""
    folder = tmp_path_factory.mktemp("cohort") / "tables"
    published = alliance("pabo-published")
    write_sample(published, folder, 150, seed=5, on=ON)
    with connected() as connection:
        tables, wrong = tables_in([folder], published.framework, connection)
    assert not wrong
    return folder, list(to_dossiers(tables, published.framework.vocabulary))


def proposals():
    published = alliance("pabo-published")
    others = tuple(one.with_(rulesets=published.members[2].rulesets) for one in published.members[1:])
    return {
        "a strategy": Strategy.parse("quorum:2"),
        "a ruleset": published.members[1].rulesets[0],
        "an alliance without one of the members": published.with_(members=others),
    }


@pytest.mark.parametrize("which", ["a strategy", "a ruleset", "an alliance without one of the members"])
def test_each_applicant_counts_as_one_by_one(cohort, which):
    published, (folder, people) = alliance("pabo-published"), cohort
    proposal = proposals()[which]
    change = Change(published, proposal, on=ON)
    slow = report(published, which, ON, len(people), (one for person in people for one in change.of(person)))
    quick = changes(published, proposal, [folder], ON, most=1000, tell=lambda _: None)
    assert quick.applicants == len(people)
    assert list(quick.tolls) == list(slow.tolls)
    assert any(one.unanswered for one in quick.tolls)  # some cohorts have no ruleset, which is not "no change"
    told = [(one.dossier, one.institution, one.effect) for one in quick.affected]
    every = [(one.dossier, one.institution, one.effect) for one in slow.affected]
    assert told == every
    assert len(told) > 50


def test_of_very_many_only_so_many_are_told_of(cohort, monkeypatch):
    monkeypatch.setattr(module, "_TOLD", 10)
    published, (folder, _) = alliance("pabo-published"), cohort
    some = changes(published, proposals()["a ruleset"], [folder], ON, most=3, tell=lambda _: None)
    assert len(some.affected) == 3
    counted = sum(one.applicants - one.effects["same"] for one in some.tolls)
    assert some.more == counted - 3


def test_a_date_without_any_ruleset_leaves_nobody_answered(cohort):
    published, (folder, people) = alliance("pabo-published"), cohort
    found = changes(published, Strategy.parse("quorum:2"), [folder], date(1999, 1, 1), most=3, tell=lambda _: None)
    assert {one.unanswered for one in found.tolls} == {len(people)}
    assert not found.affected
    assert found.findings
