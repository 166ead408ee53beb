"""Attribution: which clauses make a difference, and for whom."""

from __future__ import annotations

from evc_rules.compare import Causes, compare_rulesets
from evc_rules.compare.ask import Asking
from evc_rules.results.status import Status
from evc_rules.results.truth import Truth

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


def rules(first, second):
    return [one.rules for one in COMPARED.causes(CLIMATE, first, second).found]


def test_each_clause_that_exempts_someone_else_is_a_cause_and_no_other_is():
    assert rules(0, 1)[:2] == [("r:degree",), ("r:work",)]
    assert rules(1, 0) == [("r:course",)]


def test_a_cause_has_its_articles_and_someone_whom_that_clause_exempts():
    degree = COMPARED.causes(CLIMATE, 0, 1).found[0]
    assert degree.clauses[0].articles == ("r:oer/a",)
    assert degree.against == ()
    (item,) = degree.witness.dossier.evidence
    assert str(item.known["nlqf"]) == "6"
    assert degree.witness.first.statuses == {Status.EXEMPT}
    assert degree.witness.second.statuses == {Status.NOT_COVERED}


def test_a_bar_of_the_other_is_one_cause_with_all_the_clauses_that_it_meets():
    *_, away = COMPARED.causes(CLIMATE, 0, 1).found
    assert away.rules == ("r:badge", "r:degree", "r:course", "r:work")
    assert [bar.rules for bar in away.against] == [("r:away",)]
    assert away.witness.second.statuses == {Status.CONFLICT}
    assert [item.kind for item in away.witness.dossier.evidence] == ["badge"]


BARRED = """
- {id: badge, grant: ped.climate@2, when: {badge: {}}}
- {id: one, bar: ped.climate@1, when: {badge: {issuer: one, ec: '>= 5 EC'}}}
- {id: two, bar: ped.climate@1, when: {badge: {issuer: one}}}
- {id: three, bar: ped.climate@1, when: {diploma: {}}}
- {id: never, bar: ped.climate@1, when: {all: [{diploma: {nlqf: 8}}, {not: {diploma: {}}}]}}
"""


def test_sets_of_bars_are_the_smallest_that_can_stand_by_themselves():
    free = "- {id: badge, grant: ped.climate@2, when: {badge: {}}}"
    found = compare_rulesets([ruleset(free), ruleset(BARRED)], FRAMEWORK, ON).causes(CLIMATE, 0, 1).found
    assert [[bar.rules for bar in one.against] for one in found] == [[("r:two",)], [("r:three",)]]
    for one in found:
        barring = {step.rule for step in one.witness.second.bars if step.truth is Truth.TRUE}
        assert barring == {bar.rules[0].partition(":")[2] for bar in one.against}


TOGETHER = """
- {id: badge, grant: ped.climate@2, when: {badge: {}}}
- {id: one, bar: ped.climate@1, when: {badge: {ec: '>= 5 EC'}}}
- {id: two, bar: ped.climate@1, when: {any: [{badge: {ec: 5 EC}}, {badge: {ec: '> 5 EC'}}]}}
"""


def test_bars_that_only_come_together_are_one_cause():
    free = "- {id: badge, grant: ped.climate@2, when: {badge: {}}}"
    (found,) = compare_rulesets([ruleset(free), ruleset(TOGETHER)], FRAMEWORK, ON).causes(CLIMATE, 0, 1).found
    assert [bar.rules for bar in found.against] == [("r:one",), ("r:two",)]


def test_what_is_not_settled_is_listed_apart(monkeypatch):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    causes = COMPARED.causes(CLIMATE, 0, 1)
    assert causes.found == ()
    assert {one.clause.rules[0] for one in causes.undecided} == {"r:degree", "r:course", "r:work", "r:badge"}
    assert {one.why for one in causes.undecided} == {"the time was up"}


def test_where_nothing_differs_nothing_is_a_cause():
    same = compare_rulesets([ruleset(OLD, HEAD), ruleset(OLD, HEAD)], FRAMEWORK, ON)
    assert same.causes(CLIMATE, 0, 1) == Causes((), ())
