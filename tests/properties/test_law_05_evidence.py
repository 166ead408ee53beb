"""Law 5: adding evidence or a favourable verdict never loses an exemption, for rulesets that are called monotone."""

from __future__ import annotations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from evc_rules.engines.monotone import monotone
from evc_rules.results.status import Status
from evc_rules.testing.strategies import dossiers

from .making import worlds


def is_monotone(world):
    return not monotone(world.ruleset, world.framework)


def more_of(world, data, **most):
    """A second dossier for the same ruleset, under other names."""
    other = data.draw(dossiers(world.ruleset, world.framework, **most))
    items = tuple(one.with_(id=f"more-{one.id}") for one in other.evidence)
    return items, tuple(one.with_(id=f"more-{one.id}", achieved=True) for one in other.verdicts)


@settings(max_examples=120)
@given(worlds(known=9).filter(is_monotone), st.data())
def test_more_evidence_and_favourable_verdicts_never_lose_an_exemption(world, data):
    items, verdicts = more_of(world, data, max_items=2, max_verdicts=1)
    assume(items or verdicts)
    more = world.dossier.with_(
        evidence=(*items, *world.dossier.evidence), verdicts=(*world.dossier.verdicts, *verdicts)
    )
    before, after = world.statuses(), world.statuses(more)
    for leaf, statuses in before.items():
        if statuses == {Status.EXEMPT}:
            assert after[leaf] == {Status.EXEMPT}, leaf
            event("kept")
        elif after[leaf] == {Status.EXEMPT}:
            event("won")


@settings(max_examples=200)
@given(worlds(known=9, max_rules=2, max_outcomes=2, max_items=0, max_verdicts=0), st.data())
def test_where_an_exemption_is_lost_the_analysis_said_how(world, data):
    items, verdicts = more_of(world, data, max_items=2, max_verdicts=1)
    more = world.dossier.with_(evidence=items, verdicts=verdicts)
    before, after = world.statuses(), world.statuses(more)
    if any(before[leaf] == {Status.EXEMPT} != after[leaf] for leaf in before):
        event("lost")
        assert monotone(world.ruleset, world.framework)
