"""Law 7: levels cohere; prerequisites cohere, or the analysis says which rules break it. And what holds of wholes."""

from __future__ import annotations

from hypothesis import event, given, settings

from evc_rules.engines.coherence import Gap, incoherent
from evc_rules.model.outcomes import Leaf, Ref
from evc_rules.results.status import Status, whole
from evc_rules.results.truth import Truth

from .making import worlds

EXEMPT = {Status.EXEMPT}


@settings(max_examples=200)
@given(worlds(known=9))
def test_exempt_at_a_level_implies_exempt_at_every_lower_level(world):
    traces = world.traces()
    for leaf, trace in traces.items():
        lower = Leaf(leaf.outcome, leaf.level - 1)
        if lower in traces:
            assert traces[lower].granted >= trace.granted
            assert traces[lower].barred <= trace.barred
            if trace.statuses == EXEMPT:
                event("exempt")
                assert traces[lower].statuses == EXEMPT


@settings(max_examples=200)
@given(worlds(known=9))
def test_exempt_without_a_prerequisite_only_through_a_rule_that_the_analysis_names(world):
    named = set(incoherent(world.ruleset, world.framework))
    traces = world.traces()
    for leaf, trace in traces.items():
        for first in world.framework.prerequisites.predecessors(leaf):
            if trace.statuses == EXEMPT != traces[first].statuses:
                event("without")
                acting = [step.rule for step in trace.grants if step.truth is Truth.TRUE]
                assert acting
                assert {Gap(rule, leaf, first) for rule in acting} <= named


@settings(max_examples=150)
@given(worlds(known=9))
def test_a_grant_on_a_whole_with_no_bar_below_makes_the_whole_exempt(world):
    traces = world.traces()
    for rule in world.ruleset.rules:
        for ref in rule.reach:
            if rule.effect != "grant" or not isinstance(ref, Ref):
                continue
            parts = [traces[leaf] for leaf in world.framework.leaves_of(ref)]
            acts = all(any(step.rule == rule.id and step.truth is Truth.TRUE for step in one.grants) for one in parts)
            if acts and all(one.barred is Truth.FALSE for one in parts):
                event("whole")
                assert whole(one.statuses for one in parts) == EXEMPT
