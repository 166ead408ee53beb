"""Implication is sound in three values: whenever it is shown, nothing that is missing makes the first one truer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.engines.implies import Order, by_code, implies
from evc_rules.engines.lower import lower
from evc_rules.engines.narrower import narrower
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, holds, says
from evc_rules.model.attributes import Attribute, Vocabulary
from evc_rules.model.conditions import (
    FALSE,
    TRUE,
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    CoversTest,
    DateTest,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Span,
    Sum,
    every,
)
from evc_rules.model.dossier import ApplicantFacts, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Framework, Leaf, Outcome, Ref
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Age, Amount
from evc_rules.testing.strategies import decision_dates, dossiers, frameworks, rulesets
from tests.harmonise.making import changed

ON = date(2026, 9, 1)
FRAMEWORK = Framework(
    id="f",
    version="1",
    title="f",
    outcomes=(Outcome(id="o", title="o", component="professional", levels=3),),
    attributes=(
        Attribute(id="path", on=("diploma",), type="code", prefix=True),
        Attribute(id="ring", on=("diploma",), type="code", absent="none"),
    ),
)
VOCABULARY = FRAMEWORK.vocabulary
LEAF = Leaf("o", 2)


def case(dossier=None):
    empty = Ruleset(id="r", title="r", institution="r", framework=FRAMEWORK.name, rules=())
    started = Dossier(id="d", applicant=ApplicantFacts(attributes=(("start", date(2025, 3, 1)),)))
    return Case(empty, FRAMEWORK, prepare(dossier or started, VOCABULARY, ON), ON)


def numbers(*values):
    return [Amount(Decimal(value)) for value in values]


TESTS = [
    *(NumberTest(attribute="nlqf", op=op, value=v) for op in ("<=", "<", ">=", ">", "==", "!=") for v in numbers(4, 6)),
    *(AgeTest(op=op, value=Age(n)) for op in ("<=", "<", ">=", ">") for n in (12, 24)),
    *(AgeTest(op=op, value=Age(12), as_of="start") for op in ("<=", ">")),
    *(DateTest(attribute="date", op=op, value=date(n, 9, 1)) for op in ("<=", ">", "==", "!=") for n in (2024, 2025)),
    *(
        CodeTest(attribute=name, match=match, codes=codes)
        for name in ("programme", "subjects", "path", "ring")
        for match in ("any", "all", "none")
        for codes in (("a",), ("ab",), ("a", "b"), ("ab", "b"))
    ),
    FlagTest(attribute="accredited", value=True),
    FlagTest(attribute="accredited", value=False),
    *(CoversTest(outcome=Ref("o", low, high)) for low, high in ((1, 1), (2, 2), (1, 2), (0, 0))),
]  # fmt: skip
VALUES = {
    "nlqf": [None, *numbers(3, 4, 5, 6, 7)],
    "date": [None, *(date(year, month, 1) for year in (2023, 2024, 2025) for month in (8, 9, 10))],
    "programme": [None, "a", "ab", "b", "c"],
    "subjects": [None, *(frozenset(one) for one in ((), ("a",), ("ab",), ("a", "b"), ("ab", "b"), ("c",)))],
    "path": [None, "", "a", "ab", "abc", "b", "c"],
    "ring": [None, "a", "ab", "b", "c"],
    "accredited": [None, True, False],
    "covers": [None, *(frozenset(one) for one in ((), ("o@1",), ("o@2",), ("o@3",), ("o",)))],
}


def truths_of(test):
    """What a test says of a diploma with each value in turn, and of a kind that may not carry it."""
    name = "date" if isinstance(test, AgeTest) else test.attribute
    found = []
    for value, kind in product(VALUES[name], ("diploma", "portfolio")):
        attributes = () if value is None else ((name, value),)
        item = Evidence(id="e", kind=kind, attributes=attributes)
        found.append(says(case(), test, kind, "e", item, LEAF).truth)
    return found


TRUTHS = {test: truths_of(test) for test in TESTS}


@pytest.mark.parametrize("f", TESTS, ids=repr)
def test_a_narrower_test_is_never_truer_whatever_the_value(f):
    for g in TESTS:
        if narrower(f, g, VOCABULARY):
            assert all(one <= other for one, other in zip(TRUTHS[f], TRUTHS[g], strict=True)), g


@pytest.mark.parametrize("attribute", ["nlqf", "age", "date", "covers", "accredited"])
def test_every_narrower_threshold_is_shown(attribute):
    # Whether the start lies before the decision is not known to the order.
    here = [test for test in TESTS if getattr(test, "attribute", "age") == attribute]
    of = [test for test in here if getattr(test, "as_of", "decision") == "decision"]
    shown = {(f, g) for f, g in product(of, repeat=2) if narrower(f, g, VOCABULARY)}
    meant = {
        (f, g)
        for f, g in product(of, repeat=2)
        if all(one <= other for one, other in zip(TRUTHS[f], TRUTHS[g], strict=True))
    }
    assert shown == meant


@pytest.mark.parametrize(
    ("f", "g"),
    [
        (CodeTest(attribute="programme", codes=("a",)), CodeTest(attribute="programme", codes=("a", "b"))),
        (CodeTest(attribute="programme", codes=("a",)), CodeTest(attribute="programme", match="none", codes=("b",))),
        (CodeTest(attribute="path", codes=("ab",)), CodeTest(attribute="path", codes=("a",))),
        (CodeTest(attribute="path", codes=("ab",)), CodeTest(attribute="path", match="none", codes=("b",))),
        (
            CodeTest(attribute="path", match="none", codes=("a",)),
            CodeTest(attribute="path", match="none", codes=("ab",)),
        ),
        (CodeTest(attribute="subjects", match="all", codes=("a", "b")), CodeTest(attribute="subjects", codes=("b",))),
        (
            CodeTest(attribute="subjects", match="all", codes=("a", "b")),
            CodeTest(attribute="subjects", match="all", codes=("b",)),
        ),
    ],
)
def test_narrower_codes(f, g):
    assert narrower(f, g, VOCABULARY)
    assert not narrower(g, f, VOCABULARY)


def test_what_hangs_on_the_vocabulary_is_not_shown_without_it():
    narrow, wide = (CodeTest(attribute="path", codes=(code,)) for code in ("ab", "a"))
    assert narrower(narrow, wide, VOCABULARY)
    assert not narrower(narrow, wide)
    over = Filter(kinds=("work",))
    much, little = (Sum(of="hours", over=over, at_least=Amount(Decimal(n), "h")) for n in (800, 400))
    assert implies(much, little, VOCABULARY)
    assert not implies(much, little)


def test_amounts_that_can_be_negative_are_not_put_in_order():
    balance = Vocabulary(attributes=(Attribute(id="hours", on=("work",), type="number", low=Decimal(-10)),))
    much, little = (Sum(of="hours", over=Filter(), at_least=Amount(Decimal(n))) for n in (800, 400))
    assert not implies(much, little, balance)


def diploma(*tests, count=1, kinds=("diploma",)):
    return Exists(filter=Filter(kinds=kinds, tests=tests), count=count)


def aged(years):
    return AgeTest(op="<=", value=Age(12 * years))


def of_programmes(*codes):
    return diploma(CodeTest(attribute="programme", codes=codes))


A, B, C = (Judgement(id=name) for name in "abc")


@pytest.mark.parametrize(
    ("f", "g"),
    [
        (FALSE, A),
        (A, TRUE),
        (diploma(aged(5)), diploma(aged(8))),
        (diploma(aged(5), count=2), diploma(aged(8))),
        (diploma(aged(5)), diploma(aged(5), kinds=())),
        (All(of=(A, B)), Any_(of=(B, C))),
        (Any_(of=(A, B)), Any_(of=(C, B, A))),
        (AtLeast(k=2, of=(A, B, C)), AtLeast(k=1, of=(A, B, C))),
        (AtLeast(k=2, of=(A, B, C)), Any_(of=(A, B))),
        (All(of=(A, B)), AtLeast(k=2, of=(A, B, C))),
        (Not(of=Any_(of=(A, B))), Not(of=A)),
        (Not(of=All(of=(A, Not(of=B)))), Any_(of=(Not(of=A), B))),
        (B, Not(of=All(of=(A, Not(of=B))))),
        (Not(of=AtLeast(k=2, of=(A, B, C))), Not(of=All(of=(A, B)))),
        (Assessed(outcome=Ref("o", 3, 3)), Assessed(outcome=Ref("o", 2, 2))),
        (Applicant(tests=(FlagTest(attribute="employment", value=True), aged(5))), Applicant(tests=(aged(8),))),
        (Span(over=Filter(kinds=("work",)), at_least=Age(12)), diploma(kinds=("work",))),
        (Judgement(id="a", asks="One?"), Judgement(id="a", asks="Another?")),
        (of_programmes("x", "y"), Any_(of=(of_programmes("x", "z"), of_programmes("y", "w")))),
        (All(of=(of_programmes("x", "y"), A)), Any_(of=(of_programmes("x"), of_programmes("y")))),
    ],
)
def test_implied(f, g):
    assert implies(f, g, VOCABULARY)


@pytest.mark.parametrize(
    ("f", "g"),
    [
        (TRUE, A),
        (A, FALSE),
        (TRUE, Any_(of=(A, Not(of=A)))),
        (All(of=(A, Not(of=A))), B),
        (diploma(aged(8)), diploma(aged(5))),
        (diploma(aged(5)), diploma(AgeTest(op="<=", value=Age(96), as_of="start"))),
        (diploma(kinds=()), diploma()),
        (AtLeast(k=1, of=(A, B)), A),
        (AtLeast(k=2, of=(A, B, C)), Any_(of=(A,))),
        (Any_(of=(A, B)), AtLeast(k=2, of=(A, B, C))),
        (Not(of=A), Not(of=Any_(of=(A, B)))),
        (Assessed(outcome=Ref("o", 2, 2)), Assessed(outcome=Ref("o", 3, 3))),
        (Span(over=Filter(kinds=("work",)), at_least=Age(12), as_of="start"), diploma(kinds=("work",))),
        (Judgement(id="a", ruleset="north"), Judgement(id="a", ruleset="east")),
        (of_programmes("x", "y"), Any_(of=(of_programmes("x", "z"), of_programmes("w")))),
        # Two diplomas of different programmes are two, and neither condition counts both.
        (of_programmes("x", "y").with_(count=2), Any_(of=tuple(of_programmes(one).with_(count=2) for one in "xy"))),
    ],
)
def test_not_implied(f, g):
    assert not implies(f, g, VOCABULARY)


def test_a_stricter_assessment_does_not_imply_a_looser_one():
    # "Not achieved" by one assessor settles the looser question and leaves the stricter one open.
    two = NumberTest(attribute="assessors", op=">=", value=Amount(Decimal(2)))
    strict, loose = Assessed(tests=(two,), outcome=Ref("o", 2, 2)), Assessed(outcome=Ref("o", 2, 2))
    known = (("assessors", Amount(Decimal(1))), ("date", ON))
    one_assessor = Verdict(id="v", outcome=Ref("o", 2, 2), achieved=False, attributes=known)
    there = case(Dossier(id="d", verdicts=(one_assessor,)))
    assert holds(there, strict, LEAF).truth > holds(there, loose, LEAF).truth
    assert not implies(strict, loose, VOCABULARY)


@st.composite
def related(draw):
    """Conditions that have much in common, and a case to try them on."""
    framework = draw(frameworks(max_outcomes=2))
    ruleset = draw(rulesets(framework, max_rules=3, cohorts=False, applies=False))
    on = draw(decision_dates())
    lowered = lower(ruleset, framework, on)
    found = [one.condition for leaf in lowered.leaves.values() for one in (*leaf.grants, *leaf.bars)]
    found += [draw(changed(one)) for one in found[:6]]
    parts = st.sampled_from(found or [TRUE])
    combined = [
        All(of=(draw(parts), draw(parts))),
        Any_(of=(draw(parts), draw(parts))),
        Not(of=draw(parts)),
        AtLeast(k=2, of=(draw(parts), draw(parts), draw(parts))),
        Not(of=AtLeast(k=2, of=(draw(parts), draw(parts), draw(parts)))),
        Not(of=All(of=(draw(parts), Not(of=draw(parts))))),
    ]
    tried = [draw(dossiers(ruleset, framework)) for _ in range(2)]
    cases = [Case(ruleset, framework, prepare(one, framework.vocabulary, on), on) for one in tried]
    return (found[:10] + combined), framework, cases


@settings(max_examples=150)
@given(related())
def test_what_implies_another_is_never_truer_on_any_dossier(drawn):
    conditions, framework, cases = drawn
    order = Order(framework.vocabulary)
    leaf = framework.leaves[0]
    truths = [[holds(one, condition, leaf).truth for one in cases] for condition in conditions]
    shown = 0
    for (f, f_truths), (g, g_truths) in product(zip(conditions, truths, strict=True), repeat=2):
        if f != g and order.implies(f, g):
            shown += 1
            assert all(one <= other for one, other in zip(f_truths, g_truths, strict=True)), (f, g)
    event(f"shown: {min(shown, 10)}")


@settings(max_examples=50)
@given(related())
def test_a_condition_taken_apart_by_code_is_its_pieces_together(drawn):
    conditions, framework, cases = drawn
    order, leaf = Order(framework.vocabulary), framework.leaves[0]
    basic = {part for one in conditions for part in every(one) if by_code(part)}
    for condition in basic:
        pieces = Any_(of=by_code(condition))
        assert order.implies(condition, pieces)
        assert order.implies(pieces, condition)
        for one in cases:
            assert holds(one, condition, leaf).truth == holds(one, pieces, leaf).truth
    event(f"taken apart: {min(len(basic), 3)}")


@settings(max_examples=50)
@given(related())
def test_weakest_and_strongest_keep_the_meaning_of_or_and_and(drawn):
    conditions, framework, cases = drawn
    order = Order(framework.vocabulary)
    leaf = framework.leaves[0]
    for one in cases:
        for of, kept in ((Any_, order.weakest(conditions)), (All, order.strongest(conditions))):
            assert holds(one, of(of=kept), leaf).truth == holds(one, of(of=tuple(conditions)), leaf).truth
