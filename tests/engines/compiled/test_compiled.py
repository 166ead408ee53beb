"""Law 1: the compiled engine says what the reference says."""

from __future__ import annotations

from hypothesis import event, given, settings

from evc_rules.engines.compiled import compile_ruleset
from tests.properties.making import worlds


def alike(world):
    expected = world.traces()
    compiled = compile_ruleset(world.ruleset, world.framework, world.on, shared=world.shared)
    said = compiled.evaluate(world.case().prepared)
    assert said.statuses == {leaf: trace.statuses for leaf, trace in expected.items()}
    about = {}
    for leaf, trace in expected.items():
        for question in trace.questions:
            about.setdefault(question, []).append(leaf)
    assert said.questions == {question: tuple(leaves) for question, leaves in about.items()}
    for leaf, trace in expected.items():
        assert said.trace(leaf) == trace
        event(str(trace.status))


@settings(max_examples=500)
@given(worlds())
def test_it_says_what_the_reference_says(world):
    alike(world)


@settings(max_examples=200)
@given(worlds(max_outcomes=5, max_rules=8, max_items=5, max_verdicts=4, known=3))
def test_of_larger_rulesets_too(world):
    alike(world)
