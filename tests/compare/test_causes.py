"""Attribution: which clauses make a difference, and for whom."""

from __future__ import annotations

from evc_rules.compare import compare_rulesets
from evc_rules.results.status import Status

from ..engines.making import CLIMATE, FRAMEWORK, ON, ruleset

OLD = """
- {id: degree, article: oer/a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 6'}}}
- {id: course, grant: ped.climate@2, when: {course: {ec: '>= 5 EC'}}}
- {id: work, grant: ped.climate@3, when: {sum: {of: hours, over: {work: {}}, at_least: 800 h}}}
- {id: badge, grant: ped.climate@2, when: {badge: {}}}
"""
NEW = """
- {id: degree, grant: ped.climate@2, when: {diploma: {nlqf: '>= 7'}}}
- {id: course, grant: ped.climate@2, when: {course: {}}}
- {id: work, grant: ped.climate@3, when: {sum: {of: hours, over: {work: {}}, at_least: 1000 h}}}
- {id: badge, grant: ped.climate@2, when: {badge: {}}}
- {id: away, bar: ped.climate@1, when: {badge: {issuer: away}}}
"""
HEAD = "sources: {oer: {title: T, publisher: P, articles: {a: A}}}"
COMPARED = compare_rulesets([ruleset(OLD, HEAD), ruleset(NEW)], FRAMEWORK, ON)


def test_each_clause_that_exempts_someone_else_is_a_cause_and_no_other_is():
    assert [one.rules for one in COMPARED.causes(CLIMATE, 0, 1)] == [
        ("r:degree",),
        ("r:course",),
        ("r:work",),
        ("r:badge",),
    ]
    assert [one.rules for one in COMPARED.causes(CLIMATE, 1, 0)] == [("r:course",)]


def test_a_cause_has_its_articles_and_someone_whom_that_clause_exempts():
    degree = COMPARED.causes(CLIMATE, 0, 1)[0]
    assert degree.articles == ("r:oer/a",)
    (item,) = degree.witness.dossier.evidence
    assert str(item.known["nlqf"]) == "6"
    assert degree.witness.first.statuses == {Status.EXEMPT}
    assert degree.witness.second.statuses == {Status.NOT_COVERED}


def test_a_bar_of_the_other_side_shows_in_who_is_barred():
    badge = COMPARED.causes(CLIMATE, 0, 1)[3]
    assert badge.witness.second.statuses == {Status.CONFLICT}


def test_where_nothing_differs_nothing_is_a_cause():
    same = compare_rulesets([ruleset(OLD, HEAD), ruleset(OLD, HEAD)], FRAMEWORK, ON)
    assert same.causes(CLIMATE, 0, 1) == ()
