"""Traces of the compiled engine: the reference's, step by step, whatever was made before, and when it is looked at."""

from __future__ import annotations

import pickle

import pytest

from evc_rules.engines.compiled import compile_ruleset
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.model.conditions import Exempt, Judgement
from evc_rules.model.outcomes import Ref
from evc_rules.model.policy import Rule
from tests.engines import making

RULES = {
    "a sum asked for twice": (
        "- {id: r0, grant: history, when: {sum: {of: ec, over: {course: {}}, at_least: 30 EC}}}\n"
        "- {id: r1, grant: research, when: {sum: {of: ec, over: {course: {}}, at_least: 60 EC}}}\n"
        "- {id: r2, grant: ped, when: {sum: {of: ec, over: {course: {nlqf: 6}}, at_least: 60 EC}}}"
    ),
    "evidence that covers some targets": (
        "- {id: r0, grant: {any: true}, when: {badge: {covers: target, accredited: yes}}}\n"
        "- {id: r1, grant: ped, when: {evidence: {kind: badge, covers: target, count: 2}}}\n"
        "- {id: r2, bar: ped, when: {not: {badge: {covers: target}}}, overrides: [r0]}"
    ),
    "assessments beside what is the same for all": (
        "- {id: r0, grant: {any: true}, when: {all: [{assessed: {assessors: '>= 2'}}, {diploma: {}}]}}\n"
        "- {id: r1, grant: ped, when: {any: [{assessed: {}}, {judgement: fit, asks: 'Fit?'}]}}\n"
        "- {id: r2, grant: ped, when: {at_least: {k: 2, of: [{assessed: {}}, {diploma: {nlqf: 6}}, {course: {}}]}}}"
    ),
    "nothing that a dossier speaks of": (
        "- {id: r0, grant: {any: true}, when: {report: {nlqf: 6}}}\n"
        "- {id: r1, bar: research, when: {judgement: never, asks: 'Never?'}}"
    ),
}
ITEMS = (
    "",
    """
    course: {ec: 30 EC, nlqf: 6, grade: {value: 7, scale: nl-10}, date: 2024-01-01}
    course: {grade: {value: 2, scale: de-6}, date: 2024-01-02}
    badge: {covers: [ped.climate@2, history], accredited: yes, date: 2025-01-01}
    badge: {covers: [ped]}
    """,
    """
    badge: {accredited: no, date: 2025-01-01}
    badge: {covers: [research@1], date: 2025-01-01}
    diploma: {programme: hbo-bachelor, date: 2020-01-01}
    judgement: {judgement: fit, ruleset: r, answer: yes}
    verdict: {outcome: ped@1, achieved: yes, assessors: 2, date: 2026-01-01}
    verdict: {outcome: ped.climate@2, achieved: no, assessors: 1, date: 2026-01-01}
    verdict: {outcome: research@2, achieved: yes}
    """,
    """
    course: {ec: 30 EC, date: 2024-01-01}
    course: {ec: 30 EC, date: 2024-01-01}
    course: {ec: 40.0 EC}
    """,
)


@pytest.mark.parametrize("rules", RULES.values(), ids=list(RULES))
def test_traces_are_those_of_the_reference_from_dossier_to_dossier(rules):
    ruleset = making.ruleset(rules)
    compiled = compile_ruleset(ruleset, making.FRAMEWORK, making.ON)
    for items in (*ITEMS, *reversed(ITEMS)):
        prepared = prepare(making.dossier(items), making.FRAMEWORK.vocabulary, making.ON)
        expected = evaluate(Case(ruleset, making.FRAMEWORK, prepared, making.ON))
        found = compiled.evaluate(prepared)
        for leaf in reversed(making.FRAMEWORK.leaves):
            assert found.trace(leaf) == expected[leaf], items
            assert str(found.trace(leaf)) == str(expected[leaf])
            assert found.trace(leaf).questions == expected[leaf].questions
        assert pickle.loads(pickle.dumps(found.traces)) == expected  # noqa: S301 - our own


def test_a_trace_that_nobody_looks_into_meets_no_rule():
    ruleset = making.ruleset(RULES["assessments beside what is the same for all"])
    prepared = prepare(making.dossier(ITEMS[2]), making.FRAMEWORK.vocabulary, making.ON)
    found = compile_ruleset(ruleset, making.FRAMEWORK, making.ON).evaluate(prepared)
    traces = found.traces
    assert {leaf: one.statuses for leaf, one in traces.items()} == found.statuses
    assert not any(found._remembered._blocks)
    assert traces[making.CLIMATE].grants
    assert found._remembered._blocks


def test_rules_that_wait_for_each_other_are_met_target_by_target():
    """`first` rests on history, which `second` grants; `first` overrides `second`, but only on research."""
    research, history = Ref("research", 1, 1), Ref("history", 1, 1)
    rules = (
        Rule(id="first", effect="bar", reach=(research,), when=Exempt(outcome=history), overrides=("second",)),
        Rule(id="second", effect="grant", reach=(research, history), when=Judgement(id="fit")),
    )
    ruleset = making.ruleset("- {id: a, grant: ped}").with_(rules=rules)
    for answers in ("", "judgement: {judgement: fit, ruleset: r, answer: yes}"):
        prepared = prepare(making.dossier(answers), making.FRAMEWORK.vocabulary, making.ON)
        found = compile_ruleset(ruleset, making.FRAMEWORK, making.ON).evaluate(prepared)
        assert found.traces == evaluate(Case(ruleset, making.FRAMEWORK, prepared, making.ON))
