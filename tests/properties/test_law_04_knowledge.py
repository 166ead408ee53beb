"""Law 4: knowledge is monotone: filling in an unknown never adds a possible status."""

from __future__ import annotations

from itertools import islice, product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from evc_rules.testing.strategies import pools

from .making import worlds
from .unknowns import (
    answered,
    changed,
    free_leaves,
    unknown_clauses,
    unknown_slots,
    values,
    with_verdict,
)

UNSOUND = {"EVC-D002", "EVC-D003", "EVC-D008"}
"""Things listed twice, and contradictions: these cannot be so, whatever is filled in."""


def narrower(world, before, fuller):
    after = world.statuses(fuller)
    for leaf, statuses in after.items():
        assert statuses <= before[leaf], leaf
    if after != before:
        event("settles something")


def sound(world, dossier):
    return not {one.code for one in world.case(dossier).prepared.findings} & UNSOUND


@settings(max_examples=200)
@given(worlds(known=3), st.randoms(use_true_random=False))
def test_filling_in_an_attribute_never_adds_a_status(world, random):
    assume(sound(world, world.dossier))
    before = world.statuses()
    for slot in unknown_slots(world, tested=True):
        fuller = changed(world.dossier, slot, random.choice(values(world, slot)))
        if sound(world, fuller):
            narrower(world, before, fuller)


@settings(max_examples=80)
@given(worlds())
def test_answering_a_judgement_never_adds_a_status(world):
    before = world.statuses()
    for clause, answer in product(unknown_clauses(world), (True, False)):
        narrower(world, before, answered(world.dossier, clause, answer=answer))


@settings(max_examples=100)
@given(worlds(), st.sampled_from(("portfolio", "interview")))
def test_a_first_verdict_on_an_outcome_never_adds_a_status(world, instrument):
    before = world.statuses()
    attributes = {"instrument": instrument, "date": pools.TURNS[0]}
    for leaf, achieved in product(free_leaves(world), (True, False)):
        narrower(world, before, with_verdict(world.dossier, leaf, achieved=achieved, attributes=attributes))


@settings(max_examples=120)
@given(worlds(max_outcomes=2, max_rules=3, max_items=2, max_verdicts=1, known=6))
def test_every_completion_has_a_status_that_was_possible(world):
    assume(sound(world, world.dossier))
    slots, clauses, leaves = unknown_slots(world, tested=True), unknown_clauses(world), free_leaves(world)
    choices = [[(slot, value) for value in values(world, slot)] for slot in slots]
    choices += [[(clause, answer) for answer in (True, False)] for clause in clauses]
    choices += [[(leaf, achieved) for achieved in (None, True, False)] for leaf in leaves[:1]]
    size = 1
    for each in choices:
        size *= len(each)
    assume(1 < size <= 300)
    before = world.statuses()
    for completion in islice(product(*choices), 300):
        dossier = world.dossier
        for what, value in completion:
            if what in slots:
                dossier = changed(dossier, what, value)
            elif what in clauses:
                dossier = answered(dossier, what, answer=value)
            elif value is not None:
                known = {"instrument": "portfolio", "date": pools.TURNS[0]}
                dossier = with_verdict(dossier, what, achieved=value, attributes=known)
        if sound(world, dossier):
            for leaf, statuses in world.statuses(dossier).items():
                assert statuses <= before[leaf], (leaf, completion)
    event("something is open" if any(len(each) > 1 for each in before.values()) else "nothing is open")
