"""The law about limits: no unit is awarded while a limit stops one that it requires."""

from __future__ import annotations

import pytest

from evc_rules.advice import assess
from evc_rules.results.status import Status
from evc_rules.results.truth import Truth
from evc_rules.testing import laws
from evc_rules.testing.laws import How

from ..engines.making import FRAMEWORK, ON, read, ruleset

PROGRAMME = """\
evc-programme: 1
programme: p
title: P
institution: r
illustrative: true
framework: small@1
cohorts: 2024/..
periods: [{id: A, from: 09-01, to: 02-01}, {id: B, from: 02-01, to: 09-01}]
variants:
  full-time: {total: 20 EC, load: {max: 30 EC}}
units:
  - {id: climate, outcomes: [ped.climate@1], ec: 5 EC, offered: any}
  - {id: plan, outcomes: [ped.plan@1..2], ec: 10 EC, offered: any}
  - {id: past, outcomes: [history], ec: 5 EC, offered: any}
"""
RULES = """
- {id: d, grant: [ped.climate@1, ped.plan@2], when: {diploma: {nlqf: ">= 6"}}}
- {id: e, grant: history, when: {course: {}}}
"""


def asked(limits, rules=RULES, programme=PROGRAMME, how=How()):  # noqa: B008 - frozen
    return laws.check(
        ruleset(rules, f"limits: [{limits}]" if limits else ""),
        FRAMEWORK, laws=[laws.prerequisites_awarded()], on=ON, programme=read(programme, FRAMEWORK), how=how,
    )  # fmt: skip


def test_a_limit_that_awards_the_larger_unit_stops_what_it_requires():
    (result,) = asked("{at_most: 10 EC, of: exempted}")
    assert result.holds is False
    (breach,) = result.breaches
    assert breach.what.en == "'plan' is awarded, and a limit stops 'climate', which it requires"
    (dossier,) = breach.dossiers
    assert [one.kind for one in dossier.evidence] == ["diploma"]  # the course for history is not needed
    said = assess(
        ruleset(RULES, "limits: [{at_most: 10 EC, of: exempted}]"), dossier,
        on=ON, framework=FRAMEWORK, programme=read(PROGRAMME, FRAMEWORK), variant="full-time",
    )  # fmt: skip
    units = {one.unit.id: (one.status, one.awarded) for one in said.credits.units}
    assert units["plan"] == (Status.EXEMPT, Truth.TRUE)
    assert units["climate"] == (Status.EXEMPT, Truth.FALSE)


@pytest.mark.parametrize(
    ("limits", "rules"),
    [
        ("{at_most: 20 EC, of: exempted}", RULES),
        ("{at_most: 0 EC, of: exempted, among: history}", RULES),
        ("{at_most: 10 EC, of: exempted}", RULES.replace("ped.climate@1, ", "")),
    ],
)
def test_where_no_limit_can_stop_what_is_required_it_is_proven(limits, rules):
    (result,) = asked(limits, rules)
    assert (result.mode, result.holds, result.seen_by_form) == ("proven", True, 1)


def test_where_nobody_shows_it_a_limit_that_can_bind_leaves_it_open():
    """The limit takes what is required first, since the larger unit does not fit: nothing of that is proven."""
    (result,) = asked("{at_most: 5 EC, of: exempted, among: [ped.climate, ped.plan]}")
    assert result.mode == "sampled"
    assert result.holds is True
    assert result.telling
    assert "plan, climate (full-time)" in str(result)


def test_a_unit_can_require_another_by_itself():
    itself = PROGRAMME.replace("{id: plan, ", "{id: plan, requires: [past], ")
    (result,) = asked("{at_most: 0 EC, of: exempted, among: [history]}", programme=itself)
    assert [one.what.en for one in result.breaches] == [
        "'plan' is awarded, and a limit stops 'past', which it requires"
    ]


def test_without_limits_or_a_programme_nothing_could_break_it():
    assert asked("") == ()
    rules = ruleset(RULES, "limits: [{at_most: 10 EC, of: exempted}]")
    assert laws.check(rules, FRAMEWORK, laws=[laws.prerequisites_awarded()], on=ON) == ()
