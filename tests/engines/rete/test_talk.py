"""Intake talks: after every step the answer is that of the reference, and a wrong step changes nothing."""

from __future__ import annotations

import sys
import threading
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import evc_rules
from evc_rules.advice import assess
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, Reference, evaluate
from evc_rules.engines.rete import Change, IntakeSession, door, rete
from evc_rules.engines.rete.door import Door
from evc_rules.errors import InvalidInputError, MissingExtraError
from evc_rules.model.attributes import ONGOING, Grade
from evc_rules.model.base import Text
from evc_rules.model.conditions import Judgement
from evc_rules.model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Framework, Leaf, Outcome, Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Amount
from evc_rules.results.questions import Assessment, JudgementNeeded, MissingFact
from evc_rules.results.status import Status
from evc_rules.testing.strategies import dossiers
from tests import shipped
from tests.properties.making import World, worlds

from ..making import FRAMEWORK, ON, ruleset

SIX = Amount(Decimal(6))


def begun(world: World, dossier: Dossier | None = None) -> IntakeSession:
    start = {"dossier": dossier} if dossier else {}
    return IntakeSession(world.ruleset, world.framework, on=world.on, shared=world.shared, **start)


def held(session: IntakeSession, world: World) -> None:
    """The session says what the reference says of its dossier: statuses, questions, traces."""
    prepared = prepare(session.dossier, world.framework.vocabulary, world.on)
    wanted = Reference(world.ruleset, world.framework, world.on, world.shared).evaluate(prepared)
    assert session.statuses == wanted.statuses
    assert {one: set(leaves) for one, leaves in session.questions.items()} == {
        one: set(leaves) for one, leaves in wanted.questions.items()
    }
    assert all(session.trace(leaf) == wanted.trace(leaf) for leaf in world.framework.leaves)


# Held to the reference after every step


@st.composite
def _steps(draw, session: IntakeSession, pool: list[Dossier]):
    """One step that can be taken: what it is called, and what it does to the dossier by itself."""
    items = {one.id: one for dossier in pool for one in (*dossier.evidence, *dossier.verdicts)}
    there = [one.id for one in (*session.dossier.evidence, *session.dossier.verdicts)]
    asked = dict(session._rete.desk.asked)
    answers = [one for dossier in pool for one in dossier.judgements if one.judgement in asked]
    answers = [one for one in answers if asked[one.judgement] in (None, one.ruleset)]
    answered = {(one.judgement, one.ruleset) for one in session.dossier.judgements}
    told = [pair for dossier in pool for pair in dossier.applicant.attributes]
    kinds = {
        "add": [items[name] for name in items if name not in there]
        + [one for one in answers if (one.judgement, one.ruleset) not in answered],
        "correct": [one for dossier in pool for one in (*dossier.evidence, *dossier.verdicts) if one.id in there]
        + [one for one in answers if (one.judgement, one.ruleset) in answered],
        "withdraw": there,
        "withdraw_answer": sorted(answered, key=str),
        "tell": told,
        "forget": sorted(session.dossier.applicant.known),
        "undo": [None] if session._now.past else [],
    }
    kind = draw(st.sampled_from([kind for kind, choices in kinds.items() if choices] or ["nothing"]))
    return kind, draw(st.sampled_from(kinds[kind])) if kind != "nothing" else None


def _taken(session: IntakeSession, kind: str, what) -> Change | None:
    match kind:
        case "undo":
            return session.undo()
        case "tell" | "withdraw_answer":
            return getattr(session, kind)(*what)
        case "nothing":
            return None
        case _:
            return getattr(session, kind)(what)


@settings(max_examples=120, deadline=None)
@given(worlds(max_items=4, max_verdicts=3), st.data())
def test_after_every_step_the_answer_is_that_of_the_reference(world, data):
    pool = [world.dossier, data.draw(dossiers(world.ruleset, world.framework, max_items=4, max_verdicts=3))]
    session = begun(world)
    held(session, world)
    for _ in range(data.draw(st.integers(1, 10))):
        kind, what = data.draw(_steps(session, pool))
        before, past = session.statuses, session.dossier
        change = _taken(session, kind, what)
        event(kind)
        if change is None:
            continue
        held(session, world)
        assert change.changed == {
            leaf: (before[leaf], session.statuses[leaf]) for leaf in before if before[leaf] != session.statuses[leaf]
        }
        assert change.open == session.questions
        assert set(change.open_leaves) == {leaf for leaf, found in session.statuses.items() if len(found) > 1}
        assert (change.next is None) == (not change.open)
        if kind != "undo":
            session.undo()
            assert session.dossier == past
            held(session, world)
            _taken(session, kind, what)


@settings(max_examples=60, deadline=None)
@given(worlds(max_items=3))
def test_a_talk_that_starts_with_a_dossier_says_what_one_says_that_came_to_it(world):
    at_once = begun(world, world.dossier)
    held(at_once, world)
    step_by_step = begun(world)
    for item in (*world.dossier.evidence, *world.dossier.verdicts):
        step_by_step.add(item)
    for name, value in world.dossier.applicant.attributes:
        step_by_step.tell(name, value)
    for answer in world.dossier.judgements:
        one = [answer.judgement, answer.ruleset]
        if all([given.judgement, given.ruleset] != one for given in step_by_step.dossier.judgements):
            asked = dict(step_by_step._rete.desk.asked)
            if asked.get(answer.judgement, "nobody") in (None, answer.ruleset):  # else it would not count
                step_by_step.add(answer)
    if len({(one.judgement, one.ruleset) for one in world.dossier.judgements}) == len(world.dossier.judgements):
        assert step_by_step.statuses == at_once.statuses


@pytest.mark.parametrize("name", shipped.names()[:3])
@pytest.mark.parametrize("member", range(4))
def test_the_shipped_policies_item_by_item(member, name):
    alliance = shipped.alliance()
    policy = alliance.members[member].rulesets[0]
    dossier = shipped.dossier(name)
    shared = frozenset(alliance.shared_judgements)
    world = World(alliance.framework, policy, dossier, shipped.ON, shared)
    session = begun(world)
    for attribute, value in dossier.applicant.attributes:
        session.tell(attribute, value)
    for item in (*dossier.evidence, *dossier.verdicts):
        session.add(item)
    for answer in dossier.judgements:
        if answer.judgement in dict(session._rete.desk.asked):
            session.add(answer)
    held(session, world)
    assert session.statuses == world.statuses()


# Chains, thresholds, negation

CHAINED = """
- {id: first, grant: [history], when: {diploma: {nlqf: ">= 6"}}}
- {id: second, grant: [ped.plan@2], when: {exempt: history}}
- {id: third, grant: [research@3], when: {all: [{exempt: ped.plan@2}, {not: {exempt: ped.climate@1}}]}}
- {id: no, bar: [ped.plan@2], when: {judgement: stop, asks: Stop}}
- id: many
  grant: [ped.climate@1]
  when:
    at_least:
      k: 2
      of:
        - {judgement: one, asks: One}
        - {judgement: two, asks: Two}
        - {not: {judgement: three, asks: Three}}
"""
WORLD = World(FRAMEWORK, ruleset(CHAINED), Dossier(id="d"), ON)


def _diploma(name: str = "d1", level: int = 6) -> Evidence:
    return Evidence(id=name, kind="diploma", attributes=(("date", date(2026, 1, 1)), ("nlqf", Amount(Decimal(level)))))


def _answer(name: str, *, yes: bool = True) -> Answer:
    return Answer(judgement=name, ruleset="r", answer=yes)


def test_a_rule_that_rests_on_an_exemption_follows_the_rule_that_grants_it():
    session = begun(WORLD)
    assert len(session._rete.network.rules.joined.facts) >= 3
    session.add(_answer("stop", yes=False))
    change = session.add(_diploma())
    assert set(map(str, change.changed)) >= {"history@1", "ped.plan@1", "ped.plan@2"}
    held(session, WORLD)
    for name in ("one", "three"):
        session.add(_answer(name, yes=name == "three"))
        held(session, WORLD)
    assert Status.OPEN not in session.statuses[Leaf("history", 1)]
    change = session.add(_answer("two", yes=False))
    held(session, WORLD)
    assert session.statuses[Leaf("research", 3)] == {Status.EXEMPT}
    change = session.correct(_answer("stop"))
    assert change.changed[Leaf("ped.plan", 2)] == ({Status.EXEMPT}, {Status.CONFLICT})
    assert change.changed[Leaf("research", 3)] == ({Status.EXEMPT}, {Status.NOT_COVERED})
    held(session, WORLD)


def test_what_was_concluded_is_taken_back_when_evidence_is_withdrawn():
    session = begun(WORLD)
    before = session.statuses
    session.add(_diploma())
    assert session.statuses != before
    assert session.withdraw("d1").changed
    assert session.statuses == before


def test_a_rule_that_is_overridden_does_not_act_where_the_other_acts():
    rules = """
- {id: all, grant: [history, research@3]}
- {id: unless, bar: [research@2], overrides: [all], when: {judgement: fresh, asks: Fresh}}
"""
    world = World(FRAMEWORK, ruleset(rules), Dossier(id="d"), ON)
    session = begun(world)
    assert set(session.questions) == {JudgementNeeded("fresh", "r", Text(nl="Fresh", en="Fresh"), Text())}
    change = session.add(_answer("fresh"))
    assert {str(leaf): set(map(str, after)) for leaf, (_, after) in change.changed.items()} == {
        "research@1": {"not-covered"},
        "research@2": {"refused"},
        "research@3": {"refused"},
    }
    held(session, world)


# Wrong steps


def _with_some() -> IntakeSession:
    session = begun(WORLD)
    session.add(_diploma())
    session.add(Verdict(id="v1", outcome=Ref("history", 1, 1), achieved=True))
    session.add(_answer("one"))
    session.tell("variant", "part-time")
    return session


def _evidence(**known) -> Evidence:
    return Evidence(id="e", kind="report", attributes=tuple(known.items()))


SECRET = "a-word-out-of-the-dossier"  # noqa: S105 - no password
WRONG = {
    "an id that is in use": (lambda s: s.add(_diploma()), "EVC-S005"),
    "a verdict with the id of evidence": (
        lambda s: s.add(Verdict(id="d1", outcome=Ref("history", 1, 1), achieved=True)),
        "EVC-S005",
    ),
    "an answer that was given": (lambda s: s.add(_answer("one", yes=False)), "EVC-S005"),
    "an answer that nobody asks": (lambda s: s.add(_answer("onee")), "EVC-D004"),
    "an answer for another ruleset": (lambda s: s.add(Answer(judgement="two", answer=True)), "EVC-D004"),
    "correcting what is not there": (lambda s: s.correct(_diploma("d2")), "EVC-I003"),
    "correcting an answer that was not given": (lambda s: s.correct(_answer("two")), "EVC-I003"),
    "withdrawing what is not there": (lambda s: s.withdraw("d2"), "EVC-I003"),
    "withdrawing an answer that was not given": (lambda s: s.withdraw_answer("one"), "EVC-I003"),
    "telling of what is not there": (lambda s: s.tell("nlqf", SIX, of="d2"), "EVC-I003"),
    "forgetting what is not known": (lambda s: s.forget("cohort"), "EVC-I003"),
    "an attribute that is not declared": (lambda s: s.add(_evidence(colour=SECRET)), "EVC-A001"),
    "an attribute of another kind": (lambda s: s.add(_evidence(sector=SECRET)), "EVC-A002"),
    "an attribute of an item that is told": (lambda s: s.tell("colour", SECRET, of="d1"), "EVC-A001"),
    "an attribute of the applicant": (lambda s: s.tell("nlqf", SIX), "EVC-A002"),
    "forgetting an attribute that is not declared": (lambda s: s.forget("colour"), "EVC-A001"),
    "a text for a number": (lambda s: s.tell("nlqf", SECRET, of="d1"), "EVC-A003"),
    "a yes for a number": (lambda s: s.tell("nlqf", True, of="d1"), "EVC-A003"),
    "no finite number": (lambda s: s.tell("nlqf", Amount(Decimal("NaN")), of="d1"), "EVC-A003"),
    "a text for a date": (lambda s: s.tell("date", "2026-01-01", of="d1"), "EVC-A003"),
    "a time for a date": (lambda s: s.tell("date", datetime(2026, 1, 1), of="d1"), "EVC-A003"),  # noqa: DTZ001
    "ongoing for a date": (lambda s: s.tell("date", ONGOING, of="d1"), "EVC-A003"),
    "a number for a code": (lambda s: s.tell("programme", SIX, of="d1"), "EVC-A003"),
    "a code for codes": (lambda s: s.tell("subjects", SECRET, of="d1"), "EVC-A003"),
    "a number for yes or no": (lambda s: s.tell("employment", SIX), "EVC-A003"),
    "a number for a grade": (lambda s: s.tell("grade", SIX, of="d1"), "EVC-A003"),
    "a grade on no scale": (lambda s: s.tell("grade", Grade(Decimal(6), ""), of="d1"), "EVC-A003"),
    "a text for outcomes": (lambda s: s.tell("covers", SECRET, of="d1"), "EVC-A003"),
    "another unit": (lambda s: s.tell("ec", Amount(Decimal(6), "h"), of="d1"), "EVC-A004"),
    "a number outside its range": (lambda s: s.tell("nlqf", Amount(Decimal(9)), of="d1"), "EVC-A005"),
    "a number that is not whole": (lambda s: s.tell("nlqf", Amount(Decimal("5.5")), of="d1"), "EVC-A005"),
    "a code that is not declared": (lambda s: s.tell("variant", SECRET), "EVC-A006"),
    "a code with space around it": (lambda s: s.tell("programme", f" {SECRET}", of="d1"), "EVC-S004"),
    "what is no outcome": (lambda s: s.tell("covers", frozenset({f"{SECRET} @@"}), of="d1"), "EVC-S004"),
    "an outcome that is not there": (lambda s: s.tell("covers", frozenset({SECRET}), of="d1"), "EVC-O001"),
    "an outcome of a verdict": (
        lambda s: s.add(Verdict(id="v2", outcome=Ref(SECRET), achieved=True)),
        "EVC-O001",
    ),
    "a level that is not there": (
        lambda s: s.add(Verdict(id="v2", outcome=Ref("history", 2, 2), achieved=True)),
        "EVC-O002",
    ),
    "a verdict without a level": (
        lambda s: s.add(Verdict(id="v2", outcome=Ref("research"), achieved=True)),
        "EVC-O009",
    ),
    "a verdict about levels": (
        lambda s: s.correct(Verdict(id="v1", outcome=Ref("research", 1, 2), achieved=True)),
        "EVC-O009",
    ),
    "work that ends before it begins": (
        lambda s: s.add(Evidence(id="e", kind="work", attributes=(("from", ON), ("to", date(2020, 1, 1))))),
        "EVC-D006",
    ),
    "a kind that is not known": (lambda s: s.add(Evidence(id="e", kind=SECRET)), "EVC-A002"),
    "the same attribute twice": (
        lambda s: s.add(Evidence(id="e", kind="diploma", attributes=(("nlqf", SIX), ("nlqf", SIX)))),
        "EVC-S005",
    ),
    "known and unknown at once": (
        lambda s: s.add(Evidence(id="e", kind="diploma", attributes=(("nlqf", SIX),), unknown=("nlqf",))),
        "EVC-A003",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_step_is_refused_and_changes_nothing(wrong):
    step, code = WRONG[wrong]
    session = _with_some()
    dossier, state, past = session.dossier, session.state, session._now.past
    with pytest.raises(InvalidInputError) as raised:
        step(session)
    assert {finding.code for finding in raised.value.findings} == {code}
    assert all(finding.help for finding in raised.value.findings)
    assert (session.dossier, session.state, session._now.past) == (dossier, state, past)


@pytest.mark.parametrize("wrong", WRONG)
def test_nothing_of_a_dossier_but_ids_is_said(wrong):
    """Privacy: what was told stays out of errors, and out of what they rest on."""
    step, _ = WRONG[wrong]
    with pytest.raises(InvalidInputError) as raised:
        step(_with_some())
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


def test_everything_wrong_with_a_dossier_to_start_from_comes_at_once():
    wrong = Dossier(
        id="d",
        framework="other@1",
        applicant=ApplicantFacts(attributes=(("colour", "red"),)),
        evidence=(_diploma(), _diploma(), Evidence(id="e", kind="diploma", attributes=(("nlqf", True),))),
        verdicts=(Verdict(id="v", outcome=Ref("history", 2, 2), achieved=True),),
    )
    with pytest.raises(InvalidInputError) as raised:
        begun(WORLD, wrong)
    codes = [finding.code for finding in raised.value.findings]
    assert sorted(codes) == ["EVC-A001", "EVC-A003", "EVC-O002", "EVC-O008", "EVC-S005"]


def test_a_ruleset_over_another_framework_and_a_date_that_is_none_are_refused():
    other = WORLD.ruleset.with_(framework="other@1")
    with pytest.raises(InvalidInputError) as raised:
        IntakeSession(other, FRAMEWORK, on="2026-09-01")
    assert {finding.code for finding in raised.value.findings} == {"EVC-O008", "EVC-C001"}


# Undo, corrections, what is told


def test_undoing_goes_back_step_by_step_to_where_the_talk_began():
    session = begun(WORLD)
    seen = [(session.dossier, session.statuses)]
    for step in (
        lambda: session.add(_diploma()),
        lambda: session.tell("cohort", Amount(Decimal(2025))),
        lambda: session.correct(_diploma(level=4)),
        lambda: session.withdraw("d1"),
    ):
        step()
        seen.append((session.dossier, session.statuses))
    for dossier, statuses in reversed(seen[:-1]):
        assert session.undo().did == "undone"
        assert (session.dossier, session.statuses) == (dossier, statuses)
    with pytest.raises(InvalidInputError, match="there is no step to undo"):
        session.undo()


def test_correcting_may_make_a_verdict_of_evidence():
    session = begun(WORLD)
    session.add(_diploma("x"))
    session.correct(Verdict(id="x", outcome=Ref("history", 1, 1), achieved=True))
    assert (len(session.dossier.evidence), len(session.dossier.verdicts)) == (0, 1)
    session.correct(_diploma("x"))
    assert (len(session.dossier.evidence), len(session.dossier.verdicts)) == (1, 0)
    held(session, WORLD)


def test_an_answer_that_was_given_twice_counts_as_unknown_until_it_is_corrected():
    twice = Dossier(id="d", judgements=(_answer("stop"), _answer("stop", yes=False)))
    session = begun(WORLD, twice)
    assert [finding.code for finding in session.findings] == ["EVC-D005"]
    change = session.correct(_answer("stop", yes=False))
    assert change.findings == ()
    assert session.dossier.judgements == (_answer("stop", yes=False),)


def test_what_does_not_count_is_found():
    """Doubles, dates after the decision, contradictions, and a ruleset that is not in force."""
    session = begun(WORLD)
    session.add(_diploma())
    assert [one.code for one in session.add(_diploma("d2")).findings] == ["EVC-D002"]
    late = _diploma("d3").with_(attributes=(("date", date(2027, 1, 1)),))
    assert [one.code for one in session.add(late).findings] == ["EVC-D001", "EVC-D002"]
    wrong = Evidence(id="d4", kind="diploma", attributes=(("nlqf", SIX), ("issuer", "elsewhere")))
    assert "EVC-D003" in [one.code for one in session.add(wrong).findings]
    ended = ruleset(CHAINED, "applies: {decisions: ../2020-01-01}")
    assert [one.code for one in IntakeSession(ended, FRAMEWORK, on=ON).findings] == ["EVC-N003"]


def test_a_talk_warns_of_all_that_an_assessment_warns_of():
    """Another cohort than the ruleset is for; an answer that may be for another ruleset, and so counts for none."""
    later = ruleset(CHAINED, "applies: {cohorts: 2020/2024}")
    known = ApplicantFacts(attributes=(("cohort", Amount(Decimal(2026))),))
    for judgement, codes in (("stop", ["EVC-N003", "EVC-D004"]), ("hardship", ["EVC-N003"])):
        dossier = Dossier(id="d", applicant=known, judgements=(Answer(judgement=judgement, answer=True),))
        said = IntakeSession(later, FRAMEWORK, on=ON, dossier=dossier).findings
        assert [one.code for one in said] == codes
        assert said == assess(later, dossier, on=ON, framework=FRAMEWORK).findings
        assert all(one.help for one in said)


def test_what_nobody_knows_can_be_said_not_to_be_known():
    """An attribute that is `absent: none` is none when it is left out; doubted, it is unknown: never yes, never no."""
    checked = ruleset("- {id: a, grant: {any: true}, when: {applicant: {vog: yes}}}")
    session = IntakeSession(checked, FRAMEWORK, on=ON)
    leaf = FRAMEWORK.leaves[0]
    assert session.statuses[leaf] == frozenset({Status.NOT_COVERED})
    change = session.doubt("vog")
    assert (change.did, change.what) == ("doubted", "vog")
    assert session.statuses[leaf] == frozenset({Status.NOT_COVERED, Status.EXEMPT})
    assert [question for question in session.questions if isinstance(question, MissingFact)]
    assert session.tell("vog", True).state.statuses[leaf] == frozenset({Status.EXEMPT})
    assert session.dossier.applicant.unknown == ()
    session.doubt("vog")
    assert session.dossier.applicant == ApplicantFacts(unknown=("vog",))
    assert session.forget("vog").state.statuses[leaf] == frozenset({Status.NOT_COVERED})
    with pytest.raises(InvalidInputError, match="EVC-I003"):
        session.forget("vog")
    with pytest.raises(InvalidInputError, match="EVC-A001"):
        session.doubt("vogg")


def test_the_order_of_attributes_does_not_matter():
    """Two items that are the same are found so, in whatever order their attributes are given."""
    session = begun(WORLD)
    session.add(_diploma())
    turned = _diploma("d2").with_(attributes=tuple(reversed(_diploma().attributes)))
    assert [one.code for one in session.add(turned).findings] == ["EVC-D002"]


def test_a_state_that_was_kept_does_not_change_with_later_steps():
    session = begun(WORLD)
    before = session.state
    statuses = dict(before.statuses)
    session.add(_diploma())
    assert before.statuses == statuses
    assert before.questions != session.questions


# The question that is asked next

ASKING = """
- {id: a, grant: [ped.climate@3], when: {judgement: wide, asks: Wide}}
- {id: b, grant: [history], when: {judgement: narrow, asks: Narrow}}
- {id: c, grant: [ped.plan@2], when: {diploma: {nlqf: ">= 6"}}}
"""


def _asked(rules: str, *things) -> IntakeSession:
    session = IntakeSession(ruleset(rules), FRAMEWORK, on=ON)
    for thing in things:
        session.add(thing)
    return session


def test_the_question_that_settles_most_whatever_the_answer_is_asked_first():
    session = _asked(ASKING, Evidence(id="d1", kind="diploma", attributes=(("date", ON),)))
    asked = []
    while session.next:
        asked.append((type(session.next.question).__name__, session.next.least, session.next.most))
        match session.next.question:
            case JudgementNeeded(judgement=name):
                session.add(_answer(name))
            case MissingFact(item=item, attribute=attribute):
                session.tell(attribute, SIX, of=item)
    assert asked == [("JudgementNeeded", 3, 3), ("MissingFact", 2, 2), ("JudgementNeeded", 1, 1)]


def test_an_answer_that_may_settle_nothing_stands_behind_one_that_settles_for_sure():
    """`both` helps to settle three leaves, but a yes to it settles none; `narrow` settles one for sure."""
    rules = """
- id: a
  grant: [ped.climate@3]
  when: {all: [{judgement: both, asks: Both}, {judgement: other, asks: Other}]}
- {id: b, grant: [history], when: {judgement: narrow, asks: Narrow}}
"""
    session = _asked(rules)
    assert (session.next.question.judgement, session.next.least) == ("narrow", 1)
    session.add(_answer("narrow"))
    assert (session.next.question.judgement, session.next.least, session.next.most) == ("both", 0, 3)


def test_a_fact_goes_before_a_judgement_that_settles_as_much_and_that_before_an_assessment():
    rules = """
- {id: a, grant: [history], when: {diploma: {accredited: yes}}}
- {id: b, grant: [research@1], when: {judgement: one, asks: One}}
- {id: c, grant: [ped.plan@1], when: {assessed: {instrument: [portfolio], assessors: ">= 2", age: "<= 2 years"}}}
"""
    session = _asked(rules, Evidence(id="d1", kind="diploma", attributes=(("date", ON), ("nlqf", SIX))))
    assert session.next.question == MissingFact("d1", "accredited")
    session.tell("accredited", True, of="d1")
    assert isinstance(session.next.question, JudgementNeeded)
    session.add(_answer("one"))
    assert isinstance(session.next.question, Assessment)
    assert (session.next.least, session.next.most, session.next.tried) == (1, 1, 2)
    session.add(
        Verdict(
            id="v",
            outcome=Ref("ped.plan", 1, 1),
            achieved=True,
            attributes=(("assessors", Amount(Decimal(2))), ("date", ON), ("instrument", "portfolio")),
        )
    )
    assert session.next is None


@settings(max_examples=60, deadline=None)
@given(worlds(max_items=2), st.booleans())
def test_a_judgement_settles_what_was_said_that_it_would(world, yes):
    """At least `least` and at most `most` of the open leaves, whatever is answered."""
    session = begun(world, world.dossier)
    asked = session.next
    if asked is None or not isinstance(asked.question, JudgementNeeded):
        return
    event("judgement")
    open_ = session.state.open
    answer = Answer(judgement=asked.question.judgement, ruleset=asked.question.ruleset, answer=yes)
    given_late = any(
        (one.judgement, one.ruleset) == (answer.judgement, answer.ruleset) for one in session.dossier.judgements
    )
    (session.correct if given_late else session.add)(answer)  # one that is dated after the decision does not count
    settled = sum(len(session.statuses[leaf]) == 1 for leaf in open_)
    assert asked.least <= settled <= asked.most


def test_an_answer_is_tried_in_the_place_of_those_that_contradict_each_other():
    both = tuple(Answer(judgement="hardship", ruleset="r", answer=said) for said in (False, True))
    rule = Rule(id="g", effect="grant", reach=(Ref("o"),), when=Judgement(id="hardship"))
    framework = Framework(
        id="f", version="1", title="f", outcomes=(Outcome(id="o", title="o", component="professional"),)
    )
    policy = Ruleset(id="r", title="r", institution="r", framework=framework.name, rules=(rule,))
    talk = IntakeSession(policy, framework, on=date(2026, 11, 1), dossier=Dossier(id="d", judgements=both))
    assert (talk.next.least, talk.next.most) == (1, 1)


@settings(max_examples=60, deadline=None)
@given(worlds(max_items=2))
def test_the_next_question_is_one_that_is_open_and_the_same_every_time(world):
    one, other = begun(world, world.dossier).next, begun(world, world.dossier).next
    assert one == other
    if one:
        assert begun(world, world.dossier).questions[one.question] == one.leaves


# The engine behind it


def test_the_engine_is_an_engine_like_the_others():
    engine = rete(WORLD.ruleset, WORLD.framework, WORLD.on, WORLD.shared)
    prepared = prepare(Dossier(id="d", evidence=(_diploma(),)), FRAMEWORK.vocabulary, ON)
    answers = engine.evaluate(prepared)
    traces = evaluate(Case(WORLD.ruleset, FRAMEWORK, prepared, ON))
    assert answers.statuses == {leaf: trace.statuses for leaf, trace in traces.items()}
    assert {leaf: answers.trace(leaf) for leaf in traces} == traces


def test_a_ruleset_is_made_ready_once():
    assert rete(WORLD.ruleset, FRAMEWORK, ON, frozenset()) is rete(WORLD.ruleset, FRAMEWORK, ON, frozenset())
    assert rete(ruleset(CHAINED), FRAMEWORK, ON, frozenset()) is rete(WORLD.ruleset, FRAMEWORK, ON, frozenset())
    again = rete(WORLD.ruleset, FRAMEWORK, date(2027, 1, 1), frozenset())
    assert again is not rete(WORLD.ruleset, FRAMEWORK, ON, frozenset())
    assert again.network.rules == rete(WORLD.ruleset, FRAMEWORK, ON, frozenset()).network.rules
    other = ruleset(CHAINED.replace("k: 2", "k: 3"))  # of the same name
    assert rete(other, FRAMEWORK, ON, frozenset()) is not rete(WORLD.ruleset, FRAMEWORK, ON, frozenset())


def test_a_failure_of_durable_rules_leaves_the_talk_as_it_was(monkeypatch):
    session = _with_some()
    state, dossier = session.state, session.dossier

    def fails(*_):
        raise ArithmeticError

    monkeypatch.setattr(Door, "_tell", fails)
    with pytest.raises(InvalidInputError) as raised:
        session.add(_answer("two"))
    assert [finding.code for finding in raised.value.findings] == ["EVC-I002"]
    monkeypatch.undo()
    assert (session.state, session.dossier) == (state, dossier)
    session.add(_answer("two"))
    held(session, WORLD)


@pytest.mark.parametrize("wrong", [frozenset(), frozenset(range(-200, 200))])
def test_a_wrong_conclusion_is_never_an_answer(monkeypatch, wrong):
    """What durable_rules concludes is held to the compiled engine at every step."""
    session = _with_some()
    monkeypatch.setattr(Door, "match", lambda *_: (wrong, wrong))
    with pytest.raises(InvalidInputError, match="does not say what the compiled engine says"):
        session.add(_answer("two"))


def test_a_ruleset_that_cannot_be_carried_is_refused_when_the_talk_begins(monkeypatch):
    monkeypatch.setattr("evc_rules.engines.rete.blocks.MOST_RULES", 3)
    with pytest.raises(InvalidInputError) as raised:
        IntakeSession(ruleset(CHAINED, name="large"), FRAMEWORK, on=ON)
    assert [finding.code for finding in raised.value.findings] == ["EVC-I001"]


def test_many_talks_at_once_in_several_threads():
    wrong: list[str] = []
    sessions = [begun(WORLD) for _ in range(40)]

    def work(start: int) -> None:
        for turn in range(60):
            session = sessions[(start * 10 + turn) % 40]
            level = 4 + 2 * ((start + turn) % 2)
            session.add(_diploma(f"d-{start}-{turn}", level))
            if session.state.statuses != session.state.said.statuses:
                wrong.append(f"{start} {turn}")

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(len(session.dossier.evidence) for session in sessions) == 240
    for session in sessions[::13]:
        held(session, WORLD)


def test_nothing_is_logged(caplog):
    caplog.set_level(0)
    session = _with_some()
    session.undo()
    assert session.next
    with pytest.raises(InvalidInputError):
        session.withdraw("d2")
    assert caplog.records == []


def test_without_durable_rules_a_talk_names_the_extra_and_all_else_works(monkeypatch):
    monkeypatch.setattr(door, "_doors", [])
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(MissingExtraError, match=r"an intake talk needs the extra .*evc-rules\[intake\]"):
        begun(WORLD)
    advice = evc_rules.assess(WORLD.ruleset, Dossier(id="d", evidence=(_diploma(),)), on=ON, framework=FRAMEWORK)
    assert advice["history@1"].status is Status.EXEMPT
