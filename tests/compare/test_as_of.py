"""A ruleset as it is on one date, or for one cohort, says there what the ruleset says, and the same on any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import event, given, settings

from evc_rules.compare.as_of import as_of
from evc_rules.model.conditions import Applicant, every
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Dates

from ..properties.making import worlds


@settings(max_examples=150)
@given(worlds())
def test_as_of_a_date_it_says_what_it_says_on_that_date(world):
    fixed = as_of(world.ruleset, world.on, None)
    event(f"changed: {fixed != world.ruleset}")
    assert replace(world, ruleset=fixed).statuses() == world.statuses()


@settings(max_examples=150)
@given(worlds().filter(lambda world: "cohort" in world.dossier.applicant.known))
def test_for_a_cohort_it_says_what_it_says_of_that_cohort(world):
    cohort = int(world.dossier.applicant.known["cohort"].value)
    fixed = as_of(world.ruleset, world.on, cohort)
    assert replace(world, ruleset=fixed).statuses() == world.statuses()
    applicant = world.dossier.applicant
    others = [pair for pair in applicant.attributes if pair[0] != "cohort"]
    nobody = world.dossier.with_(applicant=applicant.with_(attributes=tuple(others)))
    assert replace(world, ruleset=fixed).statuses(nobody) == world.statuses()


@settings(max_examples=50)
@given(worlds())
def test_what_is_left_hangs_on_no_date(world):
    fixed = as_of(world.ruleset, world.on, 2026)
    assert as_of(fixed, world.on + timedelta(days=5000), 2050) == fixed
    assert not _dated(fixed)


def _dated(ruleset: Ruleset) -> bool:
    terms = [ruleset.applies, *(rule.applies for rule in ruleset.rules)]
    asked = [one for rule in ruleset.rules for one in every(rule.when) if isinstance(one, Applicant)]
    on_cohort = any(test.attribute == "cohort" for one in asked for test in one.tests if hasattr(test, "attribute"))
    return on_cohort or any(one.decisions != Dates() for one in terms)
