"""Open questions of the compiled engine: those of the reference, also where one is asked in several ways."""

from __future__ import annotations

import pytest

from evc_rules.engines.compiled import compile_ruleset, compile_rulesets
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.results.questions import Assessment
from evc_rules.results.trace import Traced
from tests.engines import making

RULES = {
    "a grant and a bar ask for the same assessment": (
        "- {id: r0, grant: ped, when: {assessed: {}}}\n- {id: r1, bar: ped.climate@2, when: {not: {assessed: {}}}}"
    ),
    "an assessment of the target, and the same of an outcome by name": (
        "- {id: r0, grant: {any: true}, when: {assessed: {}}}\n"
        "- {id: r1, grant: history, when: {assessed: {outcome: ped.climate@2}}}"
    ),
    "what rests on an exemption waits for its assessment": (
        "- {id: r0, grant: ped, when: {assessed: {}}}\n- {id: r1, grant: history, when: {exempt: ped.climate@2}}\n"
        "- {id: r2, grant: research@1, when: {exempt: history}}"
    ),
    "a bar that may be overridden asks for what overrides it": (
        "- {id: r0, bar: research, when: {diploma: {}}}\n"
        "- {id: r1, grant: {any: true}, overrides: [r0], when: {all: [{assessed: {}}, {badge: {covers: target}}]}}"
    ),
    "at least some of what is not known": (
        "- {id: r0, grant: ped, when: {at_least: {k: 2, of: [{course: {nlqf: 5}}, {course: {nlqf: 5}},"
        " {not: {diploma: {nlqf: 7}}}]}}}\n"
        "- {id: r1, grant: history, when: {at_least: {k: 2, of: [{assessed: {}}, {course: {nlqf: 5}}, {diploma: {}}]}}}"
    ),
}
ITEMS = (
    "",
    "course: {date: 2024-01-01}\ndiploma: {}\nbadge: {covers: [history, ped.climate@3]}\nbadge: {date: 2024-01-01}",
    """
    diploma: {nlqf: 6, date: 2024-01-01}
    verdict: {outcome: ped.climate@1, achieved: yes}
    verdict: {outcome: research@2, achieved: no, date: 2026-01-01}
    """,
)


def expected(ruleset, prepared):
    return Traced(evaluate(Case(ruleset, making.FRAMEWORK, prepared, making.ON)))


@pytest.mark.parametrize("rules", RULES.values(), ids=list(RULES))
@pytest.mark.parametrize("items", ITEMS, ids=["nothing", "things", "verdicts"])
def test_questions_are_those_of_the_reference(rules, items):
    ruleset = making.ruleset(rules)
    prepared = prepare(making.dossier(items), making.FRAMEWORK.vocabulary, making.ON)
    compiled = compile_ruleset(ruleset, making.FRAMEWORK, making.ON)
    wanted = expected(ruleset, prepared)
    for _ in range(2):  # the second time what is kept is used
        found = compiled.evaluate(prepared)
        assert found.statuses == wanted.statuses
        assert found.questions == wanted.questions


def test_one_question_that_is_asked_in_two_ways_has_the_leaves_of_both():
    rules = RULES["an assessment of the target, and the same of an outcome by name"]
    found = compile_ruleset(making.ruleset(rules), making.FRAMEWORK, making.ON).ask(making.dossier())
    assert {str(leaf) for leaf in found.questions[Assessment(making.CLIMATE)]} == {
        "ped.climate@1", "ped.climate@2", "history@1",
    }  # fmt: skip


def test_rulesets_that_are_asked_together_are_asked_what_each_is_alone():
    rulesets = [making.ruleset(rules, name=f"r{place}") for place, rules in enumerate(RULES.values())]
    together = compile_rulesets(rulesets, making.FRAMEWORK, making.ON)
    for items in (*ITEMS, *reversed(ITEMS)):
        prepared = prepare(making.dossier(items), making.FRAMEWORK.vocabulary, making.ON)
        for ruleset, found in zip(rulesets, together.evaluate(prepared), strict=True):
            assert found.questions == expected(ruleset, prepared).questions
