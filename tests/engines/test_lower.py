"""Lowering: closed conditions that still name the rules and articles they came from."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.engines.lower import exactly, lower
from evc_rules.errors import InvalidInputError
from evc_rules.model.conditions import FALSE, TRUE, All, Assessed, Exists, Filter, Judgement, Not
from evc_rules.model.outcomes import Leaf, Ref
from evc_rules.model.quantities import Age

from .making import CLIMATE, FRAMEWORK, ON, ruleset

HISTORY = Leaf("history", 1)
DIPLOMA, CERTIFICATE = (Exists(filter=Filter(kinds=(kind,))) for kind in ("diploma", "certificate"))


def lowered(rules, head="", on=ON, **more):
    return lower(ruleset(rules, head), FRAMEWORK, on, **more)


def test_nothing_reaches_a_leaf_that_no_rule_names():
    leaf = lowered("- {id: a, grant: history}").leaves[CLIMATE]
    assert (leaf.granted, leaf.barred) == (FALSE, FALSE)


def test_the_target_of_a_rule_is_written_out():
    """What is left speaks of one leaf only, and means the same under any ruleset."""
    leaf = lowered("- {id: a, grant: ped.climate@2, when: {assessed: {}}}").leaves[Leaf("ped.climate", 1)]
    assert leaf.granted == Assessed(outcome=exactly(CLIMATE))
    leaf = lowered("- {id: a, grant: ped.climate@2, when: {badge: {covers: target}}}").leaves[CLIMATE]
    assert leaf.granted.filter.tests[0].outcome == Ref("ped.climate", 2, 2)


def test_overrides_become_negations():
    rules = """- {id: a, grant: history, when: {diploma: {}}}
- {id: b, bar: history, overrides: [a], when: {certificate: {}}}"""
    leaf = lowered(rules).leaves[HISTORY]
    assert leaf.granted == All(of=(DIPLOMA, Not(of=CERTIFICATE)))
    assert leaf.barred == CERTIFICATE


@pytest.mark.parametrize(
    ("conflicts", "expected"),
    [
        ("report", All(of=(DIPLOMA, Not(of=CERTIFICATE)))),
        ("bar-wins", All(of=(DIPLOMA, Not(of=CERTIFICATE)))),
        ("grant-wins", DIPLOMA),
    ],
)
def test_exempts(conflicts, expected):
    """φ(o) is G and not B, or G where grants win."""
    rules = "- {id: a, grant: history, when: {diploma: {}}}\n- {id: b, bar: history, when: {certificate: {}}}"
    found = lowered(rules, f"conflicts: {conflicts}")
    assert [clause.condition for clause in found.exempts(HISTORY)] == [expected]
    assert found.exempts(CLIMATE) == ()


def test_chains_are_resolved():
    rules = (
        "- {id: a, grant: ped.climate@1, when: {diploma: {}}}\n- {id: b, grant: history, when: {exempt: ped.climate@1}}"
    )
    assert lowered(rules).leaves[HISTORY].granted == DIPLOMA


def test_chains_where_grants_win():
    """`exempt` under this ruleset: G and not B, or G where grants win."""
    rules = """- {id: a, grant: ped.climate@1, when: {diploma: {}}}
- {id: b, bar: ped.climate@1, when: {certificate: {}}}
- {id: c, grant: history, when: {exempt: ped.climate@1}}"""
    assert lowered(rules, "conflicts: grant-wins").leaves[HISTORY].granted == DIPLOMA
    assert lowered(rules).leaves[HISTORY].granted == All(of=(DIPLOMA, Not(of=CERTIFICATE)))


def test_a_clause_names_every_rule_and_article_that_it_came_from():
    head = "sources: {oer: {title: OER, articles: {one: One, two: Two}}}"
    rules = """- {id: a, article: oer/one, grant: history, when: {diploma: {}}}
- {id: b, article: oer/two, grant: history, when: {diploma: {}}}"""
    (clause,) = lowered(rules, head).leaves[HISTORY].grants
    assert clause.rules == ("r:a", "r:b")
    assert clause.articles == ("r:oer/one", "r:oer/two")


def test_a_judgement_names_its_ruleset_unless_it_is_shared():
    """A judgement belongs to its ruleset unless the alliance declares it shared."""
    rules = "- {id: a, grant: history, when: {judgement: fit, asks: Fit}}"
    asks = {"nl": "Fit", "en": "Fit"}
    assert lowered(rules).leaves[HISTORY].granted == Judgement(id="fit", asks=asks, ruleset="r")
    shared = lowered(rules, shared=frozenset({"fit"})).leaves[HISTORY].granted
    assert shared == Judgement(id="fit", asks=asks)


RULE = '- {id: a, grant: history, when: {diploma: {age: "<= $age"}}}'
BY_COHORT = "parameters: {age: [{cohorts: ../2026, value: 5 years}, {cohorts: 2026/.., value: 10 years}]}"


@pytest.mark.parametrize(("cohort", "years"), [(2025, 5), (2026, 10)])
def test_parameters_by_cohort_are_resolved(cohort, years):
    found = lowered(RULE, BY_COHORT, cohort=cohort).leaves[HISTORY].granted
    assert found.filter.tests[0].value == Age(12 * years)


def test_without_a_cohort_a_parameter_that_hangs_on_it_cannot_be_resolved():
    with pytest.raises(InvalidInputError, match="EVC-N004"):
        lowered(RULE, BY_COHORT)


def test_a_ruleset_that_is_not_in_force_says_nothing_even_where_its_parameters_have_no_value():
    head = "applies: {decisions: 2026-01-01/..}\nparameters: {age: [{from: 2026-01-01, value: 5 years}]}"
    assert lowered(RULE, head, on=date(2025, 1, 1)).leaves[HISTORY].granted == FALSE
    assert lowered(RULE, head).leaves[HISTORY].granted != FALSE


def test_a_ruleset_for_other_cohorts_says_nothing():
    head = "applies: {cohorts: 2026/..}\nparameters: {age: [{cohorts: 2026/.., value: 5 years}]}"
    assert lowered(RULE, head, cohort=2025).leaves[HISTORY].granted == FALSE
    assert (
        lowered("- {id: a, grant: history}", "applies: {cohorts: 2026/..}", cohort=2026).leaves[HISTORY].granted == TRUE
    )
