"""Law 6: independent of learning path: equal evidence, equal recommendation, whatever the order or the institution."""

from __future__ import annotations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from evc_rules.model import conditions as forms
from evc_rules.model.attributes import APPLICANT

from .making import worlds
from .unknowns import Slot, changed


def said(world, dossier=None):
    return {leaf: (trace.statuses, frozenset(trace.questions)) for leaf, trace in world.traces(dossier).items()}


@settings(max_examples=100)
@given(worlds(max_items=4), st.randoms(use_true_random=False))
def test_the_order_of_evidence_verdicts_and_judgements_does_not_matter(world, random):
    assume("EVC-D002" not in world.findings())  # of two that are the same, the first one counts: its name is asked for
    shuffled = {}
    for name in ("evidence", "verdicts", "judgements"):
        listed = list(getattr(world.dossier, name))
        random.shuffle(listed)
        shuffled[name] = tuple(listed)
    assume(any(shuffled[name] != getattr(world.dossier, name) for name in shuffled))
    assert said(world, world.dossier.with_(**shuffled)) == said(world)


@settings(max_examples=60)
@given(worlds(max_items=3))
def test_an_item_that_is_listed_twice_never_surely_counts_twice(world):
    """It may be one, so whatever was possible still is."""
    assume(world.dossier.evidence)
    again = world.dossier.evidence[0].with_(id="another-name")
    doubled = world.statuses(world.dossier.with_(evidence=(*world.dossier.evidence, again)))
    assert all(doubled[leaf] >= possible for leaf, possible in world.statuses().items())


@settings(max_examples=100)
@given(worlds(applies=False), st.sampled_from(("a", "b", "elsewhere")))
def test_the_institution_that_issued_it_matters_only_to_rules_that_test_it(world, issuer):
    tested = {
        test.attribute
        for rule in world.ruleset.rules
        for part in forms.every(rule.when)
        for test in forms.tests_of(part)
        if not isinstance(test, forms.AgeTest)
    }
    tested |= {name for fact in world.framework.facts for name, _ in fact.given}
    assume("issuer" not in tested or "variant" not in tested)
    dossier = world.dossier
    if "issuer" not in tested:
        for item in dossier.evidence:
            dossier = changed(dossier, Slot(item.id, "issuer"), issuer)
        assume(not _double(dossier) and not _double(world.dossier))
    if "variant" not in tested:
        dossier = changed(dossier, Slot(None, "variant"), "dual")
    event("changed" if dossier != world.dossier else "the same")
    assert world.statuses(dossier) == world.statuses()
    assert world.framework.vocabulary.find("variant", APPLICANT)


def _double(dossier):
    return len({(item.kind, item.attributes, item.unknown) for item in dossier.evidence}) < len(dossier.evidence)
