"""Gaps and overlaps: one planted of each kind is found, and of what is not there nothing is said."""

from __future__ import annotations

from evc_rules.compare import compare_rulesets
from evc_rules.compare.ask import Asking
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.gaps import Gaps, Idle, gaps
from evc_rules.gaps.idle import without
from evc_rules.model.outcomes import Leaf
from evc_rules.results.status import Status

from ..engines.making import CLIMATE, FRAMEWORK, ON, ruleset

LOW, HIGH, HISTORY = Leaf("ped.climate", 1), Leaf("ped.climate", 3), Leaf("history", 1)
CLIMATES = [LOW, CLIMATE, HIGH]


def found(rules: str, head: str = "", leaves=CLIMATES, **more) -> Gaps:
    return gaps(ruleset(rules, head), FRAMEWORK, ON, leaves=leaves, **more)


def said(one: Gaps, dossier, leaf):
    return trace(Case(one.ruleset, FRAMEWORK, prepare(dossier, FRAMEWORK.vocabulary, ON), ON), leaf).statuses


def test_an_outcome_that_nobody_is_exempt_from_has_its_reason():
    rules = """
- {id: a, grant: ped.climate@1, when: {diploma: {}}}
- {id: b, bar: ped.climate@1, when: {diploma: {}}}
- {id: c, bar: history}
- {id: d, grant: ped.plan@1, when: {all: [{diploma: {}}, {not: {diploma: {}}}]}}
"""
    told = found(rules, "conflicts: bar-wins", leaves=FRAMEWORK.leaves)
    reasons = {leaf: one.reason for one in told.never for leaf in one.leaves}
    assert reasons[LOW] == "barred"
    assert reasons[CLIMATE] == reasons[HISTORY] == "no-grant"
    assert reasons[Leaf("ped.plan", 1)] == "unmet"
    assert reasons[Leaf("research", 1)] == "no-rule"


def test_a_grant_and_a_bar_that_meet_are_shown_by_someone():
    rules = """
- {id: a, grant: ped.climate@2, when: {diploma: {}}}
- {id: b, bar: ped.climate@2, when: {diploma: {nlqf: '<= 5'}}}
- {id: c, bar: ped.climate@2, when: {not: {diploma: {}}}}
"""
    for conflicts, status in (("report", Status.CONFLICT), ("bar-wins", Status.REFUSED), ("grant-wins", Status.EXEMPT)):
        told = found(rules, f"conflicts: {conflicts}")
        assert [(one.grants, one.bars, one.status) for one in told.clashes] == [(("a",), ("b",), status)]
        assert said(told, told.clashes[0].dossier, CLIMATE) == {status}
        assert not told.sound


def test_an_override_keeps_rules_from_clashing():
    rules = """
- {id: a, grant: ped.climate@2, overrides: [b], when: {diploma: {}}}
- {id: b, bar: ped.climate@2, when: {diploma: {nlqf: '<= 5'}}}
"""
    assert found(rules).clashes == ()


def test_a_rule_that_another_covers_or_that_nobody_meets_decides_nothing():
    rules = """
- {id: wide, grant: ped.climate@2, when: {diploma: {nlqf: '>= 5'}}}
- {id: narrow, grant: ped.climate@1, when: {diploma: {nlqf: '>= 6', accredited: yes}}}
- {id: never, grant: ped.climate@2, when: {all: [{diploma: {}}, {not: {diploma: {}}}]}}
- {id: needed, grant: ped.climate@3, when: {course: {}}}
"""
    told = found(rules)
    assert told.idle == (Idle("narrow", acts=True), Idle("never", acts=False))
    assert told.droppable == ("narrow", "never")
    assert compare_rulesets([told.ruleset, without(without(told.ruleset, "narrow"), "never")], FRAMEWORK, ON).same(0, 1)


def test_of_two_rules_that_say_the_same_one_can_go():
    rules = """
- {id: one, grant: ped.climate@2, when: {diploma: {nlqf: '>= 5'}}}
- {id: two, grant: ped.climate@2, when: {not: {not: {any: [{diploma: {nlqf: 5}}, {diploma: {nlqf: '> 5'}}]}}}}
"""
    told = found(rules)
    assert [one.rule for one in told.idle] == ["one", "two"]
    assert told.droppable == ("one",)


def test_a_waiver_that_never_matters_is_idle():
    rules = """
- {id: a, grant: ped.climate@2, when: {diploma: {}}}
- {id: b, bar: ped.climate@2, when: {badge: {}}}
- {id: w, waives: [b], when: {all: [{report: {}}, {not: {report: {}}}]}}
"""
    assert [one.rule for one in found(rules).idle] == ["w"]


def test_who_just_falls_outside_a_rule_meets_all_of_it_but_one_thing():
    rules = "- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 6', age: '<= 5 years'}}}"
    told = found(rules)
    lacks = [getattr(one.lacks, "attribute", "age") for one in told.outside]
    assert lacks == ["nlqf", "age"]
    for one in told.outside:
        (item,) = one.dossier.evidence
        assert said(told, one.dossier, CLIMATE) == {Status.NOT_COVERED}
        assert (item.known["nlqf"].value >= 6) == (one.lacks is not told.outside[0].lacks)
        assert one.leaves == (LOW, CLIMATE)


def test_nobody_is_outside_where_a_bar_speaks_of_the_rest():
    rules = """
- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 6'}}}
- {id: b, bar: ped.climate@1, when: {not: {diploma: {nlqf: '>= 6'}}}}
"""
    assert found(rules).outside == ()


def test_whom_another_exempts_and_of_whom_this_one_says_nothing():
    mine = "- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 6'}}}"
    other = ruleset("- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 5'}}}", name="o")
    told = found(mine, others=[other])
    (silent,) = told.silent
    assert (silent.leaves, silent.other.id) == ((LOW, CLIMATE), "o")
    assert str(silent.dossier.evidence[0].known["nlqf"]) == "5"
    barred = "- {id: b, bar: ped.climate@1, when: {diploma: {nlqf: '<= 5'}}}"
    assert found(f"{mine}\n{barred}", others=[other]).silent == ()


def test_what_is_not_settled_is_said_and_never_called_proven(monkeypatch):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    rules = """
- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 6'}}}
- {id: b, bar: ped.climate@2, when: {badge: {}}}
"""
    told = found(rules)
    assert [(one.leaves, one.reason) for one in told.never] == [((HIGH,), "no-grant")]  # no question asked
    assert (told.clashes, told.idle) == ((), ())
    assert set(told.undecided_rules) == {"a", "b"}
    assert {why for _, why in told.unsettled} == {"the time was up"}
    assert not told.sound
