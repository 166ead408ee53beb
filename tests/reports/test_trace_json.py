"""A trace as JSON holds every rule, condition, item and test that was met, and what came out of each."""

from __future__ import annotations

import pytest

from evc_rules.advice.recommendation import spoken
from evc_rules.reports.build import Builder
from evc_rules.reports.views import TraceView
from evc_rules.results.trace import Step

from .. import shipped


@pytest.fixture(scope="module")
def advice():
    return shipped.advice("buitenlandse-leraar")["voorbeeld-west"]


def count(step: Step) -> int:
    """Conditions, items and tests in a step."""
    return 1 + sum(map(count, step.steps)) + sum(1 + len(item.tests) for item in step.items)


def counted(view) -> int:
    return 1 + sum(map(counted, view.steps)) + sum(1 + len(item.tests) for item in view.items)


def test_nothing_of_a_trace_is_left_out(advice):
    build, prose = Builder("en"), spoken(advice.prose, "en")
    for leaf, trace in advice.traces.items():
        view = build.trace(trace, prose)
        assert view.outcome == str(leaf)
        assert view.status == trace.status.value
        assert set(view.possible) == {one.value for one in trace.statuses}
        assert len(view.questions) == len(trace.questions)
        for shown, step in zip([*view.grants, *view.bars], [*trace.grants, *trace.bars], strict=True):
            assert (shown.rule, shown.truth, shown.target) == (step.rule, str(step.truth), str(step.target))
            assert counted(shown.condition) == count(step.condition)
            assert len(shown.overriders) == len(step.overriders)


def test_a_trace_survives_json(advice):
    build, prose = Builder("nl"), spoken(advice.prose, "nl")
    for trace in list(advice.traces.values())[:40]:
        view = build.trace(trace, prose)
        assert TraceView.model_validate_json(view.model_dump_json()) == view


def test_conditions_are_written_as_in_a_ruleset(advice):
    build, prose = Builder("nl"), spoken(advice.prose, "nl")
    written = [
        str(item)
        for trace in advice.traces.values()
        for step in build.trace(trace, prose).grants
        for item in [step.condition.condition]
    ]
    assert any("assessed" in one for one in written)
    assert any("diploma" in one for one in written)
