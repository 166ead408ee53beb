"""Many rulesets at once say what two by two say; and the reference is asked less, but says the same."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings

from evc_rules.compare import Relation, compare_rulesets
from evc_rules.compare.ask import Asking
from evc_rules.compare.replay import Replay
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.model.outcomes import Ref

from ..engines.making import CLIMATE, FRAMEWORK, ON, ruleset
from ..harmonise.making import Together, together

SPANS = {
    "p": "{over: {work: {sector: primary, age: '<= 5 years'}}, at_least: 12 months}",
    "q": "{over: {work: {sector: [primary, other], days: '>= 3 days/week', age: '<= 5 years'}}, at_least: 12 months}",
    "r": "{over: {work: {sector: secondary, age: '<= 3 years'}}, at_least: 6 months}",
    "s": "{over: {work: {sector: [primary, secondary]}}, at_least: 24 months}",
    "t": "{over: {work: {days: '>= 2 days/week'}}, at_least: 6 months}",
}


def spanning(name: str):
    return ruleset(f"- {{id: a, grant: ped.climate@2, when: {{span: {SPANS[name]}}}}}", name=name)


def test_what_goes_on_after_a_day_covers_the_time_until_then():
    # Work of the last five years ended on 2021-09-01 or later. A month of it before 2021-05-01 makes five until then.
    over = "{work: {age: '<= 5 years'}}"
    early = f"{{span: {{over: {over}, as_of: 2021-05-01, at_least: 1 month}}}}"
    until = f"{{span: {{over: {over}, as_of: 2021-09-01, at_least: 5 months}}}}"
    rulesets = [
        ruleset(f"- {{id: a, grant: ped.climate@2, when: {when}}}", name=name)
        for name, when in (("early", early), ("until", until))
    ]
    assert compare_rulesets(rulesets, FRAMEWORK, ON).relation(CLIMATE, 0, 1) is Relation.STRICTER


def test_many_calendar_times_together_are_told_as_two_by_two():
    rulesets = [spanning(name) for name in SPANS]
    found = compare_rulesets(rulesets, FRAMEWORK, ON, leaves=[CLIMATE])
    for a, b in combinations(range(len(rulesets)), 2):
        alone = compare_rulesets([rulesets[a], rulesets[b]], FRAMEWORK, ON, leaves=[CLIMATE])
        assert found.relation(CLIMATE, a, b) is alone.relation(CLIMATE, 0, 1) is not Relation.UNKNOWN


def test_only_some_ask_about_the_start_and_all_are_told_as_two_by_two():
    # Those that do are gone through for every start of the programme, the others once.
    conditions = (
        "{diploma: {age: '<= 5 years', as_of: start}}",
        "{diploma: {age: '<= 6 years', as_of: start}}",
        "{diploma: {nlqf: '>= 6'}}",
        "{diploma: {nlqf: '>= 5'}}",
        "{all: [{diploma: {nlqf: '>= 5'}}, {applicant: {years-old: '>= 21'}}]}",
    )
    rulesets = [
        ruleset(f"- {{id: a, grant: ped.climate@2, when: {one}}}", name=f"r{number}")
        for number, one in enumerate(conditions)
    ]
    found = compare_rulesets(rulesets, FRAMEWORK, ON, leaves=[CLIMATE])
    for a, b in combinations(range(len(rulesets)), 2):
        alone = compare_rulesets([rulesets[a], rulesets[b]], FRAMEWORK, ON, leaves=[CLIMATE])
        assert found.relation(CLIMATE, a, b) is alone.relation(CLIMATE, 0, 1) is not Relation.UNKNOWN


@settings(max_examples=15)
@given(together(most=3))
def test_many_together_are_never_told_otherwise_than_two_by_two(drawn: Together):
    def compared(*places: int):
        members = [drawn.members[place] for place in places]
        return compare_rulesets(
            members, drawn.framework, drawn.on, cohort=drawn.cohort, shared=drawn.shared, time_limit=5
        )

    places = range(len(drawn.members))
    found = compared(*places)
    for a, b in combinations(places, 2):
        alone = compared(a, b)
        for leaf in drawn.framework.leaves:
            both = {found.relation(leaf, a, b), alone.relation(leaf, 0, 1)}
            assert len(both - {Relation.UNKNOWN}) <= 1
            alike = {found.alike(leaf, a, b), alone.alike(leaf, 0, 1)}
            assert len(alike - {None}) <= 1


@settings(max_examples=15)
@given(together(most=3))
def test_the_reference_that_remembers_and_leaves_out_rules_traces_as_the_one_that_does_not(drawn: Together):
    replay = Replay(drawn.members, drawn.framework, drawn.on, drawn.shared)
    for dossier, leaf in product(drawn.dossiers, drawn.framework.leaves):
        prepared = prepare(dossier, drawn.framework.vocabulary, drawn.on)
        for place, member in enumerate(drawn.members):
            plain = Case(member, drawn.framework, prepared, drawn.on, drawn.shared)
            assert replay.trace(place, dossier, leaf) == trace(plain, leaf)


@pytest.mark.parametrize("least", [0, 1, 2, 4])
def test_the_fewest_things_that_there_can_be_are_found(least):
    asking = Asking(5)
    logic = asking.logic
    there = [logic.truth(f"p{number}") for number in range(5)]
    model = asking.fewest(lambda count: logic.at_most(there, count), logic.at_least(there, least))
    assert sum(logic.holds(model, one) for one in there) == least


def test_where_there_is_nothing_that_is_said():
    asking = Asking(5)
    assert asking.fewest(lambda _: asking.logic.true, asking.logic.false) is False


@pytest.mark.parametrize("other", ["history", "research", "ped.plan"])
def test_who_shows_a_difference_on_one_outcome_shows_none_where_an_answer_is_missing(other):
    """Yes or no to the question, the second exempts; only of somebody who was not asked it is open."""
    judged = "{judgement: fit, asks: Does it fit, by: board}"
    asked = f"- {{id: q, grant: {other}, when: {judged}, overrides: [b]}}"
    first = ruleset(f"- {{id: a, grant: [ped.climate@2, {other}]}}", name="first")
    second = ruleset(f"{asked}\n- {{id: b, grant: {other}}}", name="second")
    found = compare_rulesets([first, second], FRAMEWORK, ON)
    (leaf, *_) = FRAMEWORK.select([Ref.parse(other)])
    assert found.relation(CLIMATE, 0, 1) is Relation.MORE_GENEROUS
    assert found.relation(leaf, 0, 1) is Relation.EQUIVALENT
