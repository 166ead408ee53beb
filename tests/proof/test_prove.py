"""A harmonised ruleset is proven to be what its strategy means; every edit that makes it something else is shown."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import event, given, settings

from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import Strategy, harmonise
from evc_rules.harmonise.member import in_force
from evc_rules.model.conditions import All, CodeTest, Exists, NumberTest
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Amount
from evc_rules.proof import prove, prove_rulesets
from evc_rules.results.status import Status
from evc_rules.results.truth import Truth

from ..harmonise.definition import exempt, settled_alike, statuses, traces_of
from ..harmonise.making import together
from ..shipped import ON, alliance

PABO = CodeTest(attribute="programme", codes=("pabo-bachelor",))
PUBLISHED = (
    "most-generous", "quorum:2", "quorum:3", "strictest", "mutual:hva", "reference:hva", "floor-ceiling:hva,national",
    "floor-ceiling:hva,,national", "floor-ceiling:hva,national,hanze",
)  # fmt: skip


@cache
def made(strategy: str, of: str = "pabo-published"):
    return harmonise(alliance(of), strategy, ON, cohort=2026)


@pytest.mark.parametrize("strategy", PUBLISHED)
def test_every_strategy_is_proven_for_the_published_policies(strategy):
    found = prove(made(strategy), alliance("pabo-published"))
    assert found.proven
    assert list(found.leaves) == list(alliance("pabo-published").framework.leaves)


@pytest.mark.parametrize("strategy", ["quorum:2", "mutual:voorbeeld-noord"])
def test_it_is_proven_for_the_alliance_of_four_and_says_by_which_steps(strategy):
    leaves = [leaf for leaf in alliance().framework.leaves if leaf.outcome in {"ped.climate", "ped.development"}]
    found = prove(made(strategy, "voorbeeld"), alliance(), leaves=leaves)
    assert found.proven
    order = [step for one in found.leaves.values() for step in one.steps]
    assert order
    assert all(one != other for one, other in order)


@settings(max_examples=60, deadline=None)
@given(together())
def test_every_strategy_is_proven_for_generated_alliances(case):
    found = prove_rulesets(
        case.harmonised(), case.members, case.framework, common=case.common, shared=case.shared, time_limit=5
    )
    assert not found.wrong
    for one in found.leaves.values():
        event(f"{case.strategy.name}: with anything missing {one.anything}, complete {one.complete}")
        assert one.anything


def without(ruleset, place):
    return ruleset.with_(rules=ruleset.rules[:place] + ruleset.rules[place + 1 :])


def always(ruleset, place):
    rules = list(ruleset.rules)
    rules[place] = rules[place].with_(when=All())
    return ruleset.with_(rules=tuple(rules))


@pytest.mark.parametrize(
    ("strategy", "edit"), [("most-generous", without), ("quorum:2", without), ("quorum:2", always)]
)
def test_who_is_treated_otherwise_after_an_edit_is_shown_and_replays(strategy, edit):
    published = alliance("pabo-published")
    chosen, members = Strategy.parse(strategy), in_force(published, ON, 2026)
    known, shared = {one.id: one for one in members}, frozenset(published.shared_judgements)
    for place, rule in enumerate(made(strategy).rules):
        edited = edit(made(strategy), place)
        found = prove(edited, published, leaves=set(published.framework.select(rule.reach)))
        assert found.wrong, f"{rule.id} says nothing that others do not say"
        assert not found.unproven
        for one in found.wrong:
            assert not one.proven
            assert one.unproven, "the clauses that do it are named"
            own = traces_of(members, published.framework, one.shown.dossier, ON, shared)
            trace = traces_of([edited], published.framework, one.shown.dossier, ON, shared)[edited.id][one.leaf]
            assert trace.statuses == one.shown.said
            exempted = exempt(chosen, members, known, own, one.leaf)
            meant = statuses(chosen, members, known, own, one.leaf)
            assert trace.granted != exempted or not settled_alike(trace.statuses, meant)
            assert (one.shown.meant is Status.EXEMPT) == (exempted is Truth.TRUE)


def test_a_clause_that_only_facts_of_the_world_put_right_is_listed():
    """A pabo diploma is at NLQF 6, so asking that too changes nothing until the programme is missing."""
    ruleset = made("reference:voorbeeld-noord", "voorbeeld")
    level = NumberTest(attribute="nlqf", op=">=", value=Amount(Decimal(6)))

    def asking_more(rule):
        if not isinstance(rule.when, Exists) or PABO not in rule.when.filter.tests:
            return rule
        asks = rule.when.filter
        return rule.with_(when=rule.when.with_(filter=asks.with_(tests=(*asks.tests, level))))

    edited = ruleset.with_(rules=tuple(map(asking_more, ruleset.rules)))
    assert edited != ruleset
    found = prove(edited, alliance(), leaves=[Leaf("content.handwriting", 1)])
    (one,) = found.unproven
    assert (one.anything, one.complete, found.wrong) == (False, True, ())
    assert {clause.rules for clause in one.unproven} == {("voorbeeld-noord:earlier-pabo",)}
    assert all("missing" in clause.why for clause in one.unproven)


def test_without_time_nothing_that_takes_a_step_is_called_proven():
    found = prove(made("most-generous"), alliance("pabo-published"), time_limit=0)
    assert not found.wrong
    assert all(one.proven or one.unproven for one in found.leaves.values())


def test_what_was_not_harmonised_or_of_other_members_is_refused():
    published = alliance("pabo-published")
    with pytest.raises(InvalidInputError, match="EVC-N002"):
        prove(in_force(published, ON, 2026)[0], published)
    with pytest.raises(InvalidInputError, match="EVC-N002"):
        prove(made("strictest", "voorbeeld"), published)
