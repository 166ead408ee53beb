"""Comparing held to the reference on drawn rulesets and dossiers, and to brute force on small domains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.compare import Comparison, Relation, compare, compare_rulesets
from evc_rules.compare.ask import Asking
from evc_rules.compare.relations import related
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.errors import InvalidInputError
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.conditions import (
    All,
    Any_,
    AtLeast,
    CodeTest,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
)
from evc_rules.model.dossier import Answer, Dossier, Evidence
from evc_rules.model.outcomes import Framework, Outcome, Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Amount
from evc_rules.results.status import Status

from ..engines.making import FRAMEWORK, ON, ruleset
from ..harmonise.making import Together, together

EXEMPT = frozenset({Status.EXEMPT})
BELOW = {Relation.EQUIVALENT, Relation.STRICTER}


def said(drawn: Together, dossier: Dossier):
    prepared = prepare(dossier, drawn.framework.vocabulary, drawn.on)
    cases = [Case(one, drawn.framework, prepared, drawn.on, drawn.shared) for one in drawn.members]
    return {leaf: [trace(case, leaf).statuses for case in cases] for leaf in drawn.framework.leaves}


def compared(drawn: Together) -> Comparison:
    return compare_rulesets(
        drawn.members, drawn.framework, drawn.on, cohort=drawn.cohort, shared=drawn.shared, time_limit=5
    )


@settings(max_examples=25)
@given(together(most=3))
def test_no_dossier_contradicts_what_is_proven_and_the_relation_is_an_order_law_11(drawn):
    found = compared(drawn)
    places = range(len(drawn.members))
    statuses = [said(drawn, dossier) for dossier in drawn.dossiers]
    for leaf in drawn.framework.leaves:
        relation = {(a, b): found.relation(leaf, a, b) for a, b in product(places, places)}
        for a, b in product(places, places):
            assert a != b or relation[a, b] is Relation.EQUIVALENT
            if relation[a, b] in BELOW:
                # Whatever is still unknown, someone who is surely exempt under the first may be under the second.
                assert all(one[leaf][a] != EXEMPT or Status.EXEMPT in one[leaf][b] for one in statuses)
            if found.alike(leaf, a, b):
                assert all(one[leaf][a] & one[leaf][b] for one in statuses)
        for a, b, c in product(places, repeat=3):
            if {relation[a, b], relation[b, c]} <= BELOW:
                assert relation[a, c] in {*BELOW, Relation.UNKNOWN}


@settings(max_examples=20)
@given(together(most=2))
def test_every_witness_replays_on_a_dossier_without_findings_law_11(drawn):
    for leaf in compared(drawn).pair(0, 1).leaves.values():
        if leaf.relation is not Relation.UNKNOWN:
            assert bool(leaf.only_first) == (leaf.relation in {Relation.MORE_GENEROUS, Relation.INCOMPARABLE})
            assert bool(leaf.only_second) == (leaf.relation in {Relation.STRICTER, Relation.INCOMPARABLE})
        for witness in leaf.witnesses:
            first, second = said(drawn, witness.dossier)[leaf.leaf]
            assert (witness.first.statuses, witness.second.statuses) == (first, second)
            assert first != second
            if witness in {leaf.only_first, leaf.only_second}:
                assert ((first == EXEMPT), (second == EXEMPT)) == (
                    witness is leaf.only_first,
                    witness is leaf.only_second,
                )


SMALL = Framework(
    id="s",
    version="1",
    title="Small",
    outcomes=(Outcome(id="o", title="o", component="professional"),),
)
ATOMS = [
    Exists(filter=Filter(kinds=("diploma",), tests=(NumberTest(attribute="nlqf", op=">=", value=Amount(Decimal(6))),))),
    Exists(filter=Filter(kinds=("diploma",), tests=(CodeTest(attribute="country", codes=("nl",)),))),
    Exists(filter=Filter(tests=(FlagTest(attribute="accredited", value=True),))),
    Exists(filter=Filter(kinds=("diploma",)), count=2),
    Judgement(id="j"),
]
REST = (("date", date(2020, 1, 1)), ("ec", Amount(Decimal(60), "EC")), ("field", "0113"))
ITEMS = [
    (("accredited", accredited), ("country", country), ("nlqf", Amount(Decimal(level))))
    for accredited, country, level in product((True, False), ("nl", "de"), (5, 6))
]


def worlds() -> list[Dossier]:
    """Every dossier of two diplomas and a certificate at most: more cannot be told apart by the atoms."""
    found = []
    chosen = [(), *((one,) for one in ITEMS), *((one, other) for one in ITEMS for other in ITEMS)]
    certificate = Evidence(id="c", kind="certificate", attributes=(("accredited", True), *REST))
    for items, answer, more in product(chosen, (True, False), ((), (certificate,))):
        evidence = tuple(
            Evidence(id=f"e{place}", kind="diploma", attributes=tuple(sorted((*one, ("issuer", f"i{place}"), *REST))))
            for place, one in enumerate(items)
        )
        answers = (Answer(judgement="j", ruleset="r", answer=answer),)
        found.append(Dossier(id="d", evidence=(*evidence, *more), judgements=answers))
    return found


WORLDS = [prepare(one, SMALL.vocabulary, ON) for one in worlds()]


def small(conditions, conflicts) -> Ruleset:
    granted, barred = conditions
    rules = (
        Rule(id="a", effect="grant", reach=(Ref("o"),), when=granted),
        Rule(id="b", effect="bar", reach=(Ref("o"),), when=barred),
    )
    return Ruleset(
        id="r", title="r", institution="r", framework=SMALL.name, conflicts=conflicts, rules=rules
    )  # fmt: skip


formulas = st.recursive(
    st.sampled_from(ATOMS),
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda of: All(of=of)),
        st.tuples(parts, parts).map(lambda of: Any_(of=of)),
        st.tuples(parts, parts, parts).map(lambda of: AtLeast(k=2, of=of)),
        parts.map(lambda of: Not(of=of)),
    ),
    max_leaves=4,
)
small_rulesets = st.builds(small, st.tuples(formulas, formulas), st.sampled_from(["report", "bar-wins", "grant-wins"]))


@settings(max_examples=30)
@given(small_rulesets, small_rulesets)
def test_on_a_small_domain_it_is_what_trying_everyone_finds(first, second):
    leaf = SMALL.leaves[0]
    tried = [tuple(trace(Case(one, SMALL, world, ON), leaf).statuses for one in (first, second)) for world in WORLDS]
    within = all(one != EXEMPT or other == EXEMPT for one, other in tried)
    contains = all(other != EXEMPT or one == EXEMPT for one, other in tried)
    found = compare_rulesets([first, second], SMALL, ON).pair(0, 1).leaves[leaf]
    assert found.relation is related(within=within, contains=contains)
    assert found.alike == all(one == other for one, other in tried)


def test_when_the_time_is_up_it_says_so_and_never_yes(monkeypatch):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    old, new = (ruleset(f"- {{id: a, grant: history, when: {{diploma: {{nlqf: {level}}}}}}}") for level in (5, 6))
    pair = compare_rulesets([old, new], FRAMEWORK, ON).pair(0, 1)
    assert (pair.relation, pair.same) == (Relation.UNKNOWN, False)
    assert [one.why for one in pair.undecided] == [("the time was up",)]


def test_what_a_member_says_of_no_date_is_not_compared():
    later = ruleset("- {id: a, grant: history}", "applies: {decisions: 2030-01-01/..}")
    alliance = Alliance(
        id="a", title="a", framework=FRAMEWORK, members=(Member(institution="r", rulesets=(later,)),)
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="EVC-N003"):
        compare(alliance, ON)
