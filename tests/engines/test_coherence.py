"""Through which rules something can be exempt without what it requires. Here planning at 2 requires climate at 1."""

from __future__ import annotations

import pytest

from evc_rules.engines.coherence import Gap, incoherent
from evc_rules.model.outcomes import Leaf

from .making import FRAMEWORK, ruleset

PLAN, CLIMATE = Leaf("ped.plan", 2), Leaf("ped.climate", 1)


@pytest.mark.parametrize(
    "rules",
    [
        "- {id: a, grant: ped.plan@1}",
        "- {id: a, grant: ped.climate@3}",
        "- {id: a, grant: ped@2, when: {diploma: {}}}",
        "- {id: a, grant: [ped.plan@2, ped.climate@1], when: {assessed: {outcome: ped.plan@2}}}",
        "- {id: a, grant: ped.plan@2, when: {exempt: ped.climate@1}}",
        "- {id: a, grant: ped.plan@2, when: {all: [{diploma: {}}, {exempt: ped.climate@2}, {exempt: ped.climate@1}]}}",
        "- {id: a, grant: ped@2}\n- {id: b, bar: ped.climate@2}",
    ],
)
def test_coherent(rules):
    """Exempt implies exempt for what it requires."""
    assert incoherent(ruleset(rules), FRAMEWORK) == ()


@pytest.mark.parametrize(
    "rules",
    [
        "- {id: a, grant: ped.plan@2}",
        "- {id: a, grant: ped@2, when: {assessed: {}}}",
        "- {id: a, grant: ped@2, when: {badge: {covers: target}}}",
        "- {id: a, grant: ped.plan@2, when: {any: [{diploma: {}}, {exempt: ped.climate@1}]}}",
        "- {id: a, grant: ped.plan@2, when: {not: {exempt: ped.climate@1}}}",
        "- {id: a, grant: ped@2}\n- {id: b, bar: ped.climate@1, when: {diploma: {}}}",
        "- {id: a, grant: ped@2}\n- {id: b, waives: [a], when: {assessed: {}}}",
        "- {id: a, grant: ped.plan@2}\n- {id: b, grant: ped.climate@1}",
    ],
)
def test_incoherent(rules):
    """Or `check` says which rules break it."""
    assert Gap("a", PLAN, CLIMATE) in incoherent(ruleset(rules), FRAMEWORK)


def test_a_bar_breaks_nothing_where_grants_win():
    rules = "- {id: a, grant: ped@2}\n- {id: b, bar: ped.climate@1, when: {diploma: {}}}"
    assert incoherent(ruleset(rules, "conflicts: grant-wins"), FRAMEWORK) == ()
