"""Applicants who could walk in: near to what rules ask, possible as people, and a few lines when shrunk."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from evc_rules.engines.compiled import compile_ruleset
from evc_rules.engines.prepare import prepare
from evc_rules.errors import Severity
from evc_rules.language import check
from evc_rules.language.dump import dump
from evc_rules.language.load import examine, examine_text
from evc_rules.language.source_map import SourceMap
from evc_rules.model.attributes import ONGOING
from evc_rules.model.quantities import Amount
from evc_rules.results.status import Status
from evc_rules.testing.strategies import applicants, dossiers, frameworks, rulesets

from ..engines.making import FRAMEWORK, ON, ruleset

pytest_plugins = ["pytester"]

RULES = ruleset("""
- id: assistant
  grant: ped.climate@1
  when:
    all:
      - diploma: {nlqf: ">= 4", age: "<= 5 years"}
      - sum: {of: hours, over: {work: {sector: primary-education}}, at_least: 800 h}
- {id: assessed, grant: research@2, when: {assessed: {instrument: portfolio, assessors: ">= 2"}}}
- {id: here, grant: history, when: {span: {over: {work: {}}, at_least: 12 months}}}
""")
SHIPPED = sorted((Path(__file__).parents[2] / "rulesets").glob("voorbeeld-*/policy.yaml"))


def drawn(strategy, count):
    found = []

    @settings(max_examples=count, derandomize=True, phases=[Phase.generate], database=None)
    @given(strategy)
    def collect(one):
        found.append(one)

    collect()
    return found


@pytest.fixture(scope="module")
def many():
    return drawn(applicants(RULES, FRAMEWORK, on=ON), 200)


def errors(findings):
    return [str(one) for one in findings if one.severity is Severity.ERROR]


@settings(max_examples=20)
@given(st.data())
def test_they_are_dossiers_without_errors(data):
    framework = data.draw(frameworks())
    rules = data.draw(rulesets(framework))
    one = data.draw(applicants(rules, framework, on=ON))
    assert errors(check.dossier(one, framework, SourceMap())) == [], dump(one)
    assert examine_text(dump(one), "d.yaml", framework=framework).model == one


def amounts(many, name):
    return {item.known[name].value for one in many for item in one.evidence if name in item.known}


def test_they_come_on_both_sides_of_every_threshold(many):
    assert {Decimal(799), Decimal(800), Decimal(801)} <= amounts(many, "hours")
    assert {Decimal(3), Decimal(4), Decimal(5)} <= amounts(many, "nlqf")
    dates = {item.known.get("date") for one in many for item in one.evidence}
    assert {date(2021, 8, 31), date(2021, 9, 1), date(2021, 9, 2)} <= dates
    assert {1, 2, 3} <= {
        int(each.known["assessors"].value) for one in many for each in one.verdicts if "assessors" in each.known
    }


def test_many_of_them_meet_a_rule_and_many_do_not(many):
    engine = compile_ruleset(RULES, FRAMEWORK, ON)
    said = Counter()
    for one in many:
        statuses = engine.evaluate(prepare(one, FRAMEWORK.vocabulary, ON)).statuses
        said["exempt"] += any(each == {Status.EXEMPT} for each in statuses.values())
        said["open"] += any(len(each) > 1 for each in statuses.values())
        said["nothing"] += all(each == {Status.NOT_COVERED} for each in statuses.values())
    assert said["exempt"] >= 40
    assert said["open"] >= 40

    wild = drawn(dossiers(RULES, FRAMEWORK), 60)
    met = [one for one in wild if _meets(engine, one)]
    assert 2 * len(met) < said["exempt"], "they are aimed better than what the language has at large"


def _meets(engine, one):
    statuses = engine.evaluate(prepare(one, FRAMEWORK.vocabulary, ON)).statuses
    return any(each == {Status.EXEMPT} for each in statuses.values())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_they_could_be_people(path):
    """No work before they were grown up, nothing that ends before it begins, nothing that contradicts a fact."""
    loaded = examine(path)
    for one in drawn(applicants(loaded.model, loaded.framework, on=date(2026, 11, 24)), 12):
        findings = prepare(one, loaded.framework.vocabulary, date(2026, 11, 24)).findings
        assert "EVC-D003" not in {each.code for each in findings}, dump(one)
        age = one.applicant.known.get("years-old")
        for item in one.evidence:
            begin, end = item.known.get("from"), item.known.get("to")
            if begin and end and end is not ONGOING:
                assert begin < end
            if isinstance(age, Amount) and isinstance(begin, date):
                assert 2026 - begin.year <= age.value


def test_a_planted_fault_shrinks_to_a_few_lines():
    """The fault: 801 hours are taken for enough where 800 are asked. What shows it is read by `evc-rules assess`."""
    engine = compile_ruleset(RULES, FRAMEWORK, ON)
    wrong = RULES.rules[0].when.of[1].with_(at_least=Amount(Decimal(801), "h"))
    first = RULES.rules[0]
    mutant = RULES.with_(rules=(first.with_(when=first.when.with_(of=(first.when.of[0], wrong))), *RULES.rules[1:]))
    other = compile_ruleset(mutant, FRAMEWORK, ON)

    def shows(one):
        prepared = prepare(one, FRAMEWORK.vocabulary, ON)
        return engine.evaluate(prepared).statuses != other.evaluate(prepared).statuses

    found = find(
        applicants(RULES, FRAMEWORK, on=ON), shows, settings=settings(derandomize=True, database=None, max_examples=500)
    )
    text = dump(found)
    assert len(text.splitlines()) <= 20, text
    assert "800 h" in text
    assert len(found.evidence) == 2
    assert errors(examine_text(text, "d.yaml", framework=FRAMEWORK).findings) == []


def test_a_test_that_fails_prints_the_dossier_as_a_file(pytester):
    pytester.makepyfile(
        """
        from hypothesis import given, settings
        from evc_rules.testing.strategies import applicants
        from tests.engines.making import FRAMEWORK, ON, ruleset

        RULES = ruleset("- {id: a, grant: history, when: {diploma: {nlqf: '>= 6'}}}")

        @settings(max_examples=30, derandomize=True, database=None)
        @given(applicants(RULES, FRAMEWORK, on=ON))
        def test_nobody_has_a_diploma(one):
            assert not one.evidence
        """
    )
    said = pytester.runpytest("-q", "-p", "no:cacheprovider").stdout.str()
    assert "evc-dossier: 1" in said
    assert "nlqf: 6" in said
