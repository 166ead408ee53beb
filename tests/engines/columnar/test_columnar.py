"""Law 1: the columnar engine says what the reference says, of many dossiers at once."""

from __future__ import annotations

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.testing.strategies import decision_dates, dossiers, frameworks, rulesets

from .asked import asked


@st.composite
def batches(draw, *, most=12):
    """A ruleset, many dossiers that come near it, and a date."""
    framework = draw(frameworks(max_outcomes=3))
    policies = tuple(draw(rulesets(framework, id=f"r{number}")) for number in range(draw(st.integers(1, 2))))
    people = draw(st.lists(dossiers(policies, framework, max_items=4), min_size=most // 2, max_size=most))
    named = [one.with_(id=f"d{number}") for number, one in enumerate(people)]
    shared = draw(st.sampled_from((frozenset(), frozenset({"hardship"}))))
    return framework, policies, named, draw(decision_dates()), shared


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches())
def test_columns_say_what_the_reference_says(batch):
    framework, policies, people, on, shared = batch
    said, elsewhere = asked(policies, framework, people, on, shared)
    assert set(said) | elsewhere == {one.id for one in people}
    for person in people:
        if person.id in elsewhere:
            continue
        prepared = prepare(person, framework.vocabulary, on)
        for policy, statuses in zip(policies, said[person.id], strict=True):
            expected = evaluate(Case(policy, framework, prepared, on, shared))
            note(f"{person.id} under {policy.id}")
            assert statuses == {leaf: trace.statuses for leaf, trace in expected.items()}
