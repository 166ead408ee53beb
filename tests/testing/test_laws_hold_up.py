"""What laws are proven of is tried on samples, over random rulesets: none may break it."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.compare import STANDARD
from evc_rules.engines.prepare import aged_by, prepare
from evc_rules.model import conditions as forms
from evc_rules.model.attributes import ONGOING
from evc_rules.testing import laws
from evc_rules.testing.laws.law import Subject
from evc_rules.testing.strategies import applicants, frameworks, rulesets

from ..engines.making import ON

UNLIKE_ANYBODY = {"EVC-D001", "EVC-D002", "EVC-D003", "EVC-D008"}
"""Dated after the decision, listed twice, contradictory: nobody of whom everything is known, and right."""

LAWS = [one for one in laws.standard() if one.id not in {"rules-matter", "attainable", "one-version"}]


def held_up(data, samples):
    framework = data.draw(frameworks(max_outcomes=2))
    ruleset = data.draw(rulesets(framework, max_rules=3, cohorts=False))
    subject = Subject(ruleset, framework, frozenset(), STANDARD)
    law = data.draw(st.sampled_from([one for one in LAWS if one.applies(subject)] or LAWS[:1]))
    for claim in law.claims(subject, ON):
        found = claim.prove(5)
        unsettled = {one.pair for one in found.open} | found.broken
        proven = [pair for pair in claim.pairs if pair not in unsettled]
        event(f"{law.id}: {'broken' if found.breaches else 'proven' if proven else 'open'}")
        twin = claim.twin
        people = applicants(twin.copies, twin.framework, on=ON, twice=twin.twice)
        for one in data.draw(st.lists(people, min_size=samples, max_size=samples)) if proven else ():
            first, second = twin.pair(one)
            if any(_unlike(each, framework) for each in (first, second)):
                continue
            for pair in proven:
                assert not claim.breaks(one, pair), (law.id, pair)
        for breach in found.breaches:
            assert breach.sides
            assert claim.relation.broken(breach.sides[0].statuses, breach.sides[-1].statuses)


def _unlike(dossier, framework):
    return not UNLIKE_ANYBODY.isdisjoint(one.code for one in prepare(dossier, framework.vocabulary, ON).findings)


@settings(max_examples=int(os.environ.get("EVC_LAWS", "50")), derandomize="EVC_LAWS" not in os.environ)
@given(st.data())
def test_no_sample_breaks_what_is_proven(data):
    held_up(data, 6)


@settings(max_examples=40, derandomize=True)
@given(st.data())
def test_by_a_law_about_age_tests_on_age_say_the_same_as_tests_on_days(data):
    """The first of two dossiers has its days beside those of the second, and an age there is told as a day."""
    framework = data.draw(frameworks(max_outcomes=2))
    ruleset = data.draw(rulesets(framework, max_rules=2, cohorts=False))
    aged = [test for rule in ruleset.rules for part in forms.every(rule.when) for test in forms.tests_of(part)]
    if not any(isinstance(test, forms.AgeTest) for test in aged):
        return
    subject = Subject(ruleset, framework, frozenset(), STANDARD)
    for claim in laws.newer_evidence().claims(subject, ON):
        twin = claim.twin
        same = replace(
            claim, sides=twin.copies, framework=twin.framework, twin=replace(twin, pair=lambda one: (one, one))
        )
        one = data.draw(applicants(twin.copies, twin.framework, on=ON, twice=twin.twice))
        first, _ = twin.pair(one)
        if _unlike(first, framework):
            continue
        for pair in claim.pairs:
            meant = claim.replay.trace(0, first, pair[0]).statuses
            if not twin.doubtful:
                assert same.replay.trace(0, _beside(one, first, twin), pair[0]).statuses == meant
                event("told as a day")


def _beside(dossier, first, twin):
    """The dossier with beside its days those that the first of the two has."""
    (ended,) = twin.twice
    begun = next(one.id for one in twin.framework.attributes if one.id.startswith("from-before"))

    def days(thing, earlier):
        known = {name: value for name, value in thing.known.items() if name != ended}
        for name, beside in ((aged_by(getattr(thing, "kind", "verdict")), ended), ("from", begun)):
            if name in earlier.known:
                known[beside] = ON if earlier.known[name] is ONGOING else earlier.known[name]
        return thing.with_(attributes=tuple(sorted(known.items())))

    return dossier.with_(
        evidence=tuple(map(days, dossier.evidence, first.evidence)),
        verdicts=tuple(map(days, dossier.verdicts, first.verdicts)),
    )
