"""Intakes as a state machine: the engines pass, and one that is wrong is found in a few steps."""

from __future__ import annotations

import unittest
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from evc_rules.engines.compiled import compile_ruleset
from evc_rules.results.status import Status
from evc_rules.testing import stateful

from ..engines.making import FRAMEWORK, ON, ruleset

RULES = """
- id: degree
  grant: ped.climate@2
  when: {diploma: {nlqf: ">= 6", age: "<= 10 years"}}
- id: worked
  grant: [ped.plan@1, history]
  when: {all: [{sum: {of: hours, over: {work: {}}, at_least: 800 h}}, {assessed: {assessors: ">= 2"}}]}
- id: not-without
  bar: ped.climate@2
  when: {all: [{not: {applicant: {employment: yes}}}, {not: {judgement: hardship, asks: "Undue hardship?"}}]}
"""
SMALL = ruleset(RULES)
POLICY = Path(__file__).parents[2] / "examples/property_tests/policy.yaml"

TestSmall = stateful.intake(SMALL, FRAMEWORK, on=ON, examples=10, steps=6)
TestPolicy = stateful.intake(POLICY, examples=3, steps=5)


@dataclass
class _Forgetful:
    """An engine that does not see the second item of evidence."""

    engine: object

    def evaluate(self, prepared):
        first = prepared.dossier.with_(evidence=prepared.dossier.evidence[:1])
        return self.engine.evaluate(type(prepared)(first, prepared.inferred, prepared.undated, prepared.doubled, ()))


@dataclass(frozen=True)
class _Bold:
    """An engine that takes what is open for exempt."""

    engine: object

    def evaluate(self, prepared):
        said = self.engine.evaluate(prepared)
        return _Said(
            {leaf: said.statuses[leaf] & {Status.EXEMPT} or said.statuses[leaf] for leaf in said.statuses}, said
        )


@dataclass(frozen=True)
class _Said:
    statuses: dict
    said: object

    @property
    def questions(self):
        return self.said.questions


@pytest.mark.parametrize("wrong", [_Forgetful, _Bold])
def test_an_engine_that_is_wrong_is_found(wrong):
    engines = {"wrong": wrong(compile_ruleset(SMALL, FRAMEWORK, ON))}
    case = stateful.intake(SMALL, FRAMEWORK, on=ON, engines=engines, examples=60, steps=8)
    case.settings = settings(case.settings, derandomize=True, phases=[Phase.generate])
    result = unittest.TestResult()
    case("runTest").run(result)
    ((_, told),) = result.failures
    assert "wrong: " in told
    assert "evc-dossier: 1" in told
