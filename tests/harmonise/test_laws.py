"""Law 10, and that a harmonised ruleset is what its strategy says, with unknowns too (meaning, section 8)."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.harmonise import Strategy, Workshop, within
from evc_rules.results.status import exempt_in
from evc_rules.results.truth import Truth

from .definition import exempt, settled_alike, statuses, traces_of
from .making import together


def results_of(case, ruleset, dossier):
    return traces_of([ruleset], case.framework, dossier, case.on, case.shared)[ruleset.id]


def exempt_by(case, strategy, dossier, members=None):
    found = results_of(case, case.harmonised(strategy, members), dossier)
    return {leaf: trace.granted for leaf, trace in found.items()}


@settings(max_examples=250)
@given(together())
def test_exempt_is_what_the_strategy_says_in_all_three_values(case):
    harmonised = case.harmonised()
    for dossier in case.dossiers:
        members = traces_of(case.known.values(), case.framework, dossier, case.on, case.shared)
        for leaf, trace in results_of(case, harmonised, dossier).items():
            wanted = exempt(case.strategy, case.members, case.known, members, leaf)
            assert trace.granted == wanted, (case.strategy, leaf)
            event(f"{case.strategy.name}: {wanted}")


@settings(max_examples=150)
@given(together())
def test_refused_where_every_member_refuses_and_otherwise_not_covered(case):
    harmonised = case.harmonised()
    for dossier in case.dossiers:
        members = traces_of(case.known.values(), case.framework, dossier, case.on, case.shared)
        for leaf, trace in results_of(case, harmonised, dossier).items():
            wanted = statuses(case.strategy, case.members, case.known, members, leaf)
            assert settled_alike(trace.statuses, wanted), (case.strategy, leaf, trace.statuses, wanted)
            event(", ".join(sorted(map(str, wanted))))


@settings(max_examples=60)
@given(together())
def test_strictest_quorum_and_most_generous_are_in_order(case):
    n = len(case.members)
    chain = [Strategy("strictest"), *(Strategy("quorum", k=k) for k in range(n, 0, -1)), Strategy("most-generous")]
    for dossier in case.dossiers:
        found = [exempt_by(case, strategy, dossier) for strategy in chain]
        for less, more in pairwise(found):
            assert all(less[leaf] <= more[leaf] for leaf in less)
        assert found[0] == found[1]
        assert found[-1] == found[-2]


@settings(max_examples=60)
@given(together(), st.data())
def test_the_order_of_the_members_does_not_matter(case, data):
    members = data.draw(st.permutations(case.members))
    for dossier in case.dossiers:
        assert exempt_by(case, case.strategy, dossier, members) == exempt_by(case, case.strategy, dossier)


@settings(max_examples=60)
@given(together(most=2), st.sampled_from(["strictest", "most-generous", "quorum:1", "reference:", "mutual:"]))
def test_harmonising_one_institution_with_itself_changes_nothing(case, strategy):
    alone = case.members[:1]
    named = strategy + alone[0].id if strategy.endswith(":") else strategy
    for dossier in case.dossiers:
        own = traces_of(alone, case.framework, dossier, case.on, case.shared)[alone[0].id]
        found = exempt_by(case, named, dossier, alone)
        for leaf, trace in own.items():
            statuses_ = {str(status) for status in trace.statuses}
            assert (found[leaf] is Truth.TRUE) == (statuses_ == {"exempt"})
            assert (found[leaf] is Truth.FALSE) == ("exempt" not in statuses_)


@settings(max_examples=40)
@given(together())
def test_a_workshop_changes_nothing_and_leaves_out_grants_only(case):
    """Several rulesets out of one workshop are those that are made alone; without grants they bar what they did."""
    shared, silent = Workshop(case.framework), Workshop(case.framework, grants=False)
    for strategy in (case.strategy, "strictest"):
        whole = case.harmonised(strategy)
        assert case.harmonised(strategy, workshop=shared) == whole
        part = case.harmonised(strategy, workshop=silent)
        assert not any(rule.effect == "grant" for rule in part.rules)
        assert part.with_(rules=(), sources={}, provenance=None) == whole.with_(rules=(), sources={}, provenance=None)
        for dossier in case.dossiers:
            found = results_of(case, part, dossier)
            for leaf, trace in results_of(case, whole, dossier).items():
                assert found[leaf].barred == trace.barred, (strategy, leaf)


@settings(max_examples=120)
@given(together())
def test_what_is_so_by_definition_is_so_on_every_dossier(case):
    """Where a strategy is never stricter than a member, or never more generous, with anything missing."""
    for ruleset in case.members:
        no_less, no_more = within(case.strategy, ruleset, len(case.members))
        event(f"never stricter: {no_less}, never more generous: {no_more}")
        for dossier in case.dossiers if no_less or no_more else ():
            both = traces_of(case.known.values(), case.framework, dossier, case.on, case.shared)
            harmonised = exempt_by(case, case.strategy, dossier)
            for leaf, trace in both[ruleset.id].items():
                own = exempt_in(trace.statuses)
                assert not no_less or own <= harmonised[leaf], leaf
                assert not no_more or harmonised[leaf] <= own, leaf
