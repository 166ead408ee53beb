"""What the strategies draw is free of errors, has the whole language in it, and shrinks to something small."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from evc_rules.errors import MissingExtraError, Severity
from evc_rules.language import check
from evc_rules.language.dump import dump
from evc_rules.language.load import examine
from evc_rules.language.source_map import SourceMap
from evc_rules.model import conditions as forms
from evc_rules.model.outcomes import Ref, Selector
from evc_rules.testing.strategies import alliances, dossiers, frameworks, programmes, rulesets

RULESETS = frameworks().flatmap(rulesets)
WITH_DOSSIER = frameworks().flatmap(
    lambda framework: rulesets(framework).flatmap(lambda ruleset: dossiers(ruleset, framework))
)
FORMS = ("all", "any", "not", "at_least", "evidence", "sum", "span", "assessed", "judgement", "exempt", "applicant")
TESTS = ("number", "date", "age", "code", "flag", "covers")


def errors(loaded):
    return [str(finding) for finding in loaded.findings if finding.severity is Severity.ERROR]


@settings(max_examples=30)
@given(st.data())
def test_files_of_what_is_drawn_have_no_errors(tmp_path_factory, data):
    folder: Path = tmp_path_factory.mktemp("drawn")
    framework = data.draw(frameworks())
    ruleset = data.draw(rulesets(framework))
    files = {
        "frameworks/f.yaml": framework,
        "policy.yaml": ruleset,
        "programme.yaml": data.draw(programmes(framework)),
        "dossier.yaml": data.draw(dossiers(ruleset, framework)),
    }
    (folder / "frameworks").mkdir()
    for name, model in files.items():
        (folder / name).write_text(dump(model), encoding="utf-8")
    for name, model in files.items():
        loaded = examine(folder / name, framework=framework if name == "dossier.yaml" else None)
        assert errors(loaded) == [], dump(model)
        assert loaded.model == model


@settings(max_examples=25)
@given(alliances())
def test_alliances_that_are_drawn_have_no_errors(alliance):
    found = list(check.alliance(alliance, SourceMap()))
    for member in alliance.members:
        for ruleset in member.rulesets:
            found += check.ruleset(ruleset, alliance.framework, SourceMap())
        for programme in member.programmes:
            found += check.programme(programme, alliance.framework, SourceMap())
    assert [str(one) for one in found if one.severity is Severity.ERROR] == []
    assert 2 <= len(alliance.members) <= 4


def conditions(ruleset):
    return [part for rule in ruleset.rules for part in forms.every(rule.when)]


def drawn(strategy, count):
    found = []

    @settings(max_examples=count, derandomize=True, phases=[Phase.generate], database=None)
    @given(strategy)
    def collect(one):
        found.append(one)

    collect()
    return found


@pytest.fixture(scope="module")
def many_rulesets():
    return drawn(RULESETS, 400)


@pytest.fixture(scope="module")
def many_dossiers():
    return drawn(WITH_DOSSIER, 300)


def test_every_form_of_condition_is_drawn(many_rulesets):
    assert {part.form for one in many_rulesets for part in conditions(one)} == set(FORMS)


def test_every_type_of_test_is_drawn(many_rulesets):
    assert {test.test for one in many_rulesets for part in conditions(one) for test in forms.tests_of(part)} == set(
        TESTS
    )


RULESET_PARTS = {
    "waives": lambda one: any(rule.effect == "waive" for rule in one.rules),
    "bars": lambda one: any(rule.effect == "bar" for rule in one.rules),
    "overrides": lambda one: any(rule.overrides for rule in one.rules if rule.effect != "waive"),
    "bar wins": lambda one: one.conflicts == "bar-wins",
    "grant wins": lambda one: one.conflicts == "grant-wins",
    "two values of a parameter": lambda one: any(len(each.values) > 1 for each in one.parameters),
    "parameters by cohort": lambda one: any(each.values[0].cohorts.end for each in one.parameters),
    "selectors": lambda one: any(isinstance(each, Selector) for rule in one.rules for each in rule.reach),
    "ranges of levels": lambda one: any(
        isinstance(each, Ref) and each.low < each.high for rule in one.rules for each in rule.reach
    ),
    "rules for some cohorts": lambda one: any(rule.applies.cohorts.end for rule in one.rules),
    "rulesets for a time": lambda one: one.applies.decisions.start is not None,
    "limits": lambda one: one.limits,
}


@pytest.mark.parametrize("part", RULESET_PARTS)
def test_every_part_of_a_ruleset_is_drawn(many_rulesets, part):
    assert any(RULESET_PARTS[part](one) for one in many_rulesets)


DOSSIER_PARTS = {
    "said to be unknown": lambda one: any(item.unknown for item in one.evidence),
    "several items": lambda one: len(one.evidence) > 1,
    "not achieved": lambda one: any(not verdict.achieved for verdict in one.verdicts),
    "a verdict on a whole": lambda one: any(verdict.outcome.outcome in "wv" for verdict in one.verdicts),
    "contradictory answers": lambda one: len({answer.answer for answer in one.judgements}) > 1,
    "one thing listed twice": lambda one: any(item.id == "again" for item in one.evidence),
    "a code broader than one that is tested": lambda one: any(
        item.known.get("field") == "011" for item in one.evidence
    ),
    "marks on several scales": lambda one: len({str(item.known.get("grade"))[-4:] for item in one.evidence}) > 1,
}


@pytest.mark.parametrize("part", DOSSIER_PARTS)
def test_every_part_of_a_dossier_is_drawn(many_dossiers, part):
    assert any(DOSSIER_PARTS[part](one) for one in many_dossiers)


def test_what_is_drawn_shrinks_to_something_small():
    found = find(
        RULESETS,
        lambda one: any(rule.effect == "bar" for rule in one.rules),
        settings=settings(derandomize=True, database=None),
    )
    assert len(found.rules) <= 2
    assert len(conditions(found)) <= 2
    assert not any(forms.tests_of(part) for part in conditions(found))


def test_without_hypothesis_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "evc_rules.testing.strategies")
    with pytest.raises(MissingExtraError, match=r"evc-rules\[testing\]"):
        importlib.import_module("evc_rules.testing.strategies")
