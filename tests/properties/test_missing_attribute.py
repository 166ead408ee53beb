"""A missing attribute is unknown: taking one away, anywhere, never settles what was not settled so before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from evc_rules.model.attributes import APPLICANT, VERDICT, Vocabulary
from evc_rules.model.base import Text
from evc_rules.model.conditions import Applicant, Assessed, Exists, Filter, Not, Span, Sum
from evc_rules.model.dossier import Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Framework, Outcome, Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Age, Amount
from evc_rules.testing.strategies import dossiers, pools
from evc_rules.testing.strategies.conditions import Author
from evc_rules.testing.strategies.dossiers import Sights

from .making import World
from .unknowns import Slot, changed, values

FRAMEWORK = Framework(
    id="f",
    version="2026",
    title=Text(en="Framework"),
    outcomes=(Outcome(id="o", title=Text(en="Outcome"), component="professional", levels=2),),
    attributes=pools.ATTRIBUTES,
    conversions=pools.CONVERSIONS,
    facts=pools.FACTS,
)
CARRIED = [(one.id, bearer) for one in Vocabulary.standard().attributes for bearer in one.on[:2]]
DECLARED = [
    (one.id, bearer)
    for one in pools.ATTRIBUTES
    for bearer in one.on
    if one.absent == "unknown" or bearer not in {APPLICANT, VERDICT}  # of these it cannot be said to be unknown
]


def condition(draw, author, name, bearer):
    """A condition that looks at an attribute, alone or beside another."""
    declared = FRAMEWORK.vocabulary.find(name, bearer)
    tests = author.test(declared) + (author.tests((bearer,)) if draw(st.booleans()) else ())
    if bearer == APPLICANT:
        return Applicant(tests=tests)
    if name in {"date", "to"} and draw(st.booleans()):
        tests = (author.age(),)
    if bearer == VERDICT:
        return Assessed(tests=tests)
    over = Filter(kinds=(bearer,), tests=tests)
    if bearer == "work" and draw(st.booleans()):
        return Span(over=over.with_(tests=()), at_least=Age(draw(st.sampled_from((6, 24)))))
    if declared.type == "number" and draw(st.booleans()):
        return Sum(of=name, over=over.with_(tests=()), at_least=draw(st.sampled_from(pools.numbers(declared))))
    return Exists(filter=over, count=draw(st.sampled_from((1, 2))))


@st.composite
def focused(draw, name, bearer):
    """A ruleset of one or two rules that look at one attribute, and a dossier in which something has it."""
    author = Author(draw, FRAMEWORK, pools.JUDGEMENTS, cohorts=name == "cohort")
    rules = []
    for number, effect in enumerate(draw(st.sampled_from((("grant",), ("grant", "bar"), ("bar", "grant"))))):
        looks = condition(draw, author, name, bearer)
        when = Not(of=looks) if draw(st.booleans()) else looks
        rules.append(Rule(id=f"r{number}", effect=effect, reach=(Ref("o", 1, 1),), when=when))
    ruleset = Ruleset(
        id="r", title=Text(en="Policy"), institution="r", illustrative=True, framework=FRAMEWORK.name,
        parameters=tuple(author.parameters.values()), rules=tuple(rules),
    )  # fmt: skip
    dossier = draw(dossiers(ruleset, FRAMEWORK, known=9, max_items=1, max_verdicts=1))
    world = World(FRAMEWORK, ruleset, dossier, draw(st.sampled_from(pools.DECISIONS)))
    return having(draw, world, name, bearer)


def having(draw, world, name, bearer):
    """The world with one more thing, of which much is known: this attribute at least."""
    item = None if bearer == APPLICANT else "it"
    dossier = world.dossier
    if bearer == VERDICT:
        verdict = Verdict(id="it", outcome=Ref("o", 1, 1), achieved=draw(st.booleans()))
        dossier = dossier.with_(verdicts=(*dossier.verdicts, verdict))
    elif bearer != APPLICANT:
        dossier = dossier.with_(evidence=(*dossier.evidence, Evidence(id="it", kind=bearer)))
    tested = Sights([world.ruleset], FRAMEWORK).tested | {"date"}
    for one in FRAMEWORK.vocabulary.carried_by(bearer):
        if one.id == name or (one.id in tested and draw(st.integers(0, 9)) > 0):
            offered = values(replace(world, dossier=dossier), Slot(item, one.id))
            dossier = changed(dossier, Slot(item, one.id), draw(st.sampled_from(offered)))
    return replace(world, dossier=dossier), Slot(item, name)


@pytest.mark.parametrize(("name", "bearer"), [*CARRIED, *DECLARED])
def test_taking_an_attribute_away_never_removes_a_possible_status(name, bearer):
    declared = FRAMEWORK.vocabulary.find(name, bearer)

    @settings(max_examples=15)
    @given(focused(name, bearer))
    def taking_away(drawn):
        world, slot = drawn
        assume(not world.findings() & {"EVC-D002", "EVC-D003", "EVC-D008"})
        less = changed(world.dossier, slot, None)
        before, after = world.statuses(), world.statuses(less)
        if declared.absent == "none":
            after = world.statuses(hidden(less, slot))
        for leaf, statuses in before.items():
            assert statuses <= after[leaf]
        event("opened something" if after != before else "changed nothing")

    taking_away()


def hidden(dossier, slot):
    """The dossier in which an attribute, of which absence means none, is said to be unknown."""
    return dossier.with_(
        evidence=tuple(
            one.with_(unknown=tuple(sorted({*one.unknown, slot.attribute}))) if one.id == slot.item else one
            for one in dossier.evidence
        )
    )


def test_an_item_dated_after_the_decision_does_not_come_to_count_when_its_date_is_taken_away():
    rule = Rule(id="r0", effect="grant", reach=(Ref("o", 1, 1),), when=Exists(filter=Filter(kinds=("diploma",))))
    ruleset = Ruleset(id="r", title=Text(en="Policy"), institution="r", framework=FRAMEWORK.name, rules=(rule,))
    dated = dossier_of(date(2027, 1, 1))
    world = World(FRAMEWORK, ruleset, dated, date(2026, 9, 1))
    leaf = FRAMEWORK.leaves[0]
    assert {str(one) for one in world.statuses()[leaf]} == {"not-covered"}
    undated = changed(dated, Slot("e0", "date"), None)
    assert {str(one) for one in world.statuses(undated)[leaf]} == {"not-covered", "exempt"}
    assert [question.attribute for question in world.traces(undated)[leaf].questions] == ["date"]


def dossier_of(obtained):
    known = (("date", obtained), ("ec", Amount(Decimal(5), "EC")))
    return Dossier(id="d", evidence=(Evidence(id="e0", kind="diploma", attributes=known),))
