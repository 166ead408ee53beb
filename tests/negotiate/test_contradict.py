"""Which terms clash on anybody: shown by someone of whom the reference says so, or proven of everybody."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import in_force
from evc_rules.model.alliance import Alliance
from evc_rules.negotiate import Term, contradictions, negotiate, terms
from evc_rules.results.status import exempt_in
from evc_rules.results.truth import Truth
from evc_rules.testing.strategies import alliances, dossiers

from ..shipped import DOSSIERS, ON, alliance, dossier, names

NAMES = ("hva", "hanze", "leiden", "driestar")
HELD = [Term(one, demand, one) for one in NAMES for demand in ("floor", "ceiling")]


@cache
def published():
    return contradictions(alliance("pabo-published"), HELD, on=ON)


def said(of, ruleset, dossier, leaf, shared):
    prepared = prepare(dossier, of.framework.vocabulary, ON)
    return trace(Case(ruleset, of.framework, prepared, ON, shared), leaf)


def test_nothing_is_left_open_and_nobody_clashes_with_themselves():
    assert len(published()) == len(NAMES) ** 2
    for one in published():
        assert not one.undecided
        if one.exempts.name == one.refuses.name:
            assert one.never
    assert any(not one.never for one in published())


def test_whoever_shows_a_clash_is_exempt_by_the_one_and_not_by_the_other():
    of = alliance("pabo-published")
    rulesets = {one.institution: one for one in in_force(of, ON, 2026)}
    shared = frozenset(of.shared_judgements)
    for one in published():
        assert set(one.always) <= set(one.shown)
        for leaf, person in one.shown.items():
            assert exempt_in(said(of, rulesets[one.exempts.name], person, leaf, shared).statuses) is Truth.TRUE
            assert exempt_in(said(of, rulesets[one.refuses.name], person, leaf, shared).statuses) is Truth.FALSE


def test_what_is_counted_among_applicants_in_hand_is_among_what_is_proven():
    of = alliance("pabo-published")
    people = [dossier(name, "pabo-published") for name in names(DOSSIERS / "published")]
    known = {(one.exempts, one.refuses): one for one in published()}
    counted = negotiate(of, people, on=ON, terms=HELD).clashes
    assert counted
    for one in counted:
        assert set(one.leaves) <= set(known[one.exempts, one.refuses].shown)


def test_rules_that_are_kept_clash_where_they_act():
    of = alliance("pabo-published")
    held = terms(of, ceilings=["hanze:hanze"], kept=["hva:entry-havo", "hanze:two-years"])
    by_rule = {one.exempts.name: one for one in contradictions(of, held, on=ON)}
    assert [str(leaf) for leaf in by_rule["entry-havo"].shown] == ["entry.part-time@1"]
    assert by_rule["two-years"].never, "its own ruleset exempts whatever it grants"


def test_where_the_other_never_exempts_they_always_clash():
    found = {(one.exempts.name, one.refuses.name): one for one in published()}
    of, driestar = alliance("pabo-published"), found["leiden", "hanze"]
    hanze = next(one for one in in_force(of, ON, 2026) if one.institution == "hanze")
    granted = {leaf for rule in hanze.rules for leaf in of.framework.select(rule.reach)}
    never = [leaf for leaf in driestar.shown if leaf.outcome not in {one.outcome for one in granted}]
    assert never
    assert set(never) <= set(driestar.always)


@settings(max_examples=25, deadline=None)
@given(alliances(max_rules=3, max_outcomes=2, members=(2, 2)), st.data())
def test_no_generated_applicant_clashes_where_it_is_proven_that_nobody_does(made, data):
    one, other = (each.with_(rulesets=each.rulesets[:1]) for each in made.members[:2])
    of = Alliance(
        id=made.id, title=made.title, framework=made.framework, members=(one, other),
        shared_judgements=made.shared_judgements,
    )  # fmt: skip
    held = [Term(one.institution, "floor", one.institution), Term(other.institution, "ceiling", other.institution)]
    (found,) = contradictions(of, held, on=ON, time_limit=2)
    event(f"never: {found.never}, undecided: {bool(found.undecided)}")
    people = data.draw(st.lists(dossiers((one.rulesets[0], other.rulesets[0]), made.framework), min_size=1, max_size=3))
    counted = negotiate_or_nothing(of, people, held)
    for clash in counted:
        assert set(clash.leaves) <= set(found.shown) | set(found.undecided)


def negotiate_or_nothing(of, people, held):
    try:
        return negotiate(of, people, on=ON, terms=held).clashes
    except InvalidInputError:  # nobody has an answer at both
        return ()


@pytest.mark.parametrize("kept", [[], ["hanze:two-years"]])
def test_without_two_terms_that_could_clash_there_is_nothing_to_prove(kept):
    of = alliance("pabo-published")
    assert contradictions(of, terms(of, kept=kept), on=ON) == ()
