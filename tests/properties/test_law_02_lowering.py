"""Law 2: lowering preserves meaning."""

from __future__ import annotations

from hypothesis import event, given, settings

from evc_rules.engines.lower import lower
from evc_rules.engines.reference import holds
from evc_rules.model import conditions as forms
from evc_rules.model.conditions import AtLeast, CoversTest, Exempt, Judgement, Param
from evc_rules.results.status import possible
from evc_rules.results.truth import Truth, some

from .making import World, worlds


def agrees(world: World, cohort: int | None) -> None:
    lowered = lower(world.ruleset, world.framework, world.on, cohort=cohort, shared=world.shared)
    case = world.case()
    for leaf, trace in world.traces().items():
        found = lowered.leaves[leaf]
        granted, barred = holds(case, found.granted, leaf).truth, holds(case, found.barred, leaf).truth
        assert (granted, barred) == (trace.granted, trace.barred), leaf
        assert possible(granted, barred, world.ruleset.conflicts) == trace.statuses
        exempt = some(holds(case, clause.condition, leaf).truth for clause in lowered.exempts(leaf))
        assert (exempt is Truth.TRUE) == (str(trace.status) == "exempt")
        event(str(trace.status))


def cohort_of(world: World) -> int | None:
    known = world.dossier.applicant.known.get("cohort")
    return int(known.value) if known else None


@settings(max_examples=200)
@given(worlds(cohorts=False))
def test_lowering_for_every_cohort_preserves_grants_bars_and_statuses(world):
    agrees(world, None)


@settings(max_examples=150)
@given(worlds().filter(cohort_of))
def test_lowering_for_one_cohort_preserves_grants_bars_and_statuses(world):
    agrees(world, cohort_of(world))


@settings(max_examples=50)
@given(worlds(cohorts=False))
def test_what_is_lowered_is_closed(world):
    lowered = lower(world.ruleset, world.framework, world.on, shared=world.shared)
    for leaf in lowered.leaves.values():
        for clause in (*leaf.grants, *leaf.bars):
            for part in forms.every(clause.condition):
                assert not isinstance(part, Exempt)
                assert not isinstance(getattr(part, "at_least", None), Param)
                assert not (isinstance(part, AtLeast) and part.k > len(part.of))
                if isinstance(part, Judgement):
                    assert (part.ruleset is None) == (part.id in world.shared)
                for test in forms.tests_of(part):
                    assert not isinstance(getattr(test, "value", getattr(test, "codes", None)), Param)
                    assert not (isinstance(test, CoversTest) and test.outcome is None)
            assert clause.rules
            assert {name.partition(":")[2] for name in clause.rules} <= set(world.ruleset.by_id)
