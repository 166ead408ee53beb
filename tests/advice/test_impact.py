"""Impact: who loses is who has less, for certain or perhaps, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from evc_rules.advice import Change, Effect, Impact, Move, Toll, Unanswered
from evc_rules.advice.moves import Moves
from evc_rules.engines.implies import Order
from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import Strategy, harmonise
from evc_rules.harmonise.member import Member
from evc_rules.model.conditions import Any_
from evc_rules.model.dossier import ApplicantFacts
from evc_rules.model.policy import Limit
from evc_rules.model.quantities import Amount, Credits
from evc_rules.results.status import exempt_in
from evc_rules.results.truth import Truth
from evc_rules.testing.strategies import rulesets
from tests.properties.making import worlds
from tests.properties.unknowns import answered, changed, unknown_clauses, unknown_slots, values

from ..shipped import ON, alliance, dossier, names

PEOPLE = ("onderwijsassistent-41", "historicus-master")
LESS = {Move.LOST, Move.MAY_LOSE, Move.MAY_CHANGE}
MORE = {Move.GAINED, Move.MAY_GAIN, Move.MAY_CHANGE}


@pytest.fixture(scope="module")
def effects():
    """What each change does to some applicants, by the name of the strategy."""
    found = {}
    for name in ("most-generous", "strictest", "quorum:2"):
        change = Change(alliance(), Strategy.parse(name), on=ON)
        found[name] = [one for person in PEOPLE for one in change.of(dossier(person))]
    return found


def test_what_stays_as_it_is_changes_nothing():
    change = Change(alliance(), alliance(), on=ON)
    found = [one for person in names() for one in change.of(dossier(person))]
    assert len(found) == len(names()) * len(alliance().members)
    assert {one.effect for one in found} == {Effect.SAME}
    assert all(not one.moves and one.credits is None for one in found)


def test_the_most_generous_policy_takes_no_exemption_away(effects):
    assert all(isinstance(one, Impact) for one in effects["most-generous"])
    assert not {move for one in effects["most-generous"] for move in one.moves.values()} & {Move.LOST}
    assert Move.GAINED in {move for one in effects["most-generous"] for move in one.moves.values()}


def test_the_strictest_policy_gives_no_exemption(effects):
    assert not {move for one in effects["strictest"] for move in one.moves.values()} & {Move.GAINED}
    assert Move.LOST in {move for one in effects["strictest"] for move in one.moves.values()}


def test_moves_are_those_of_the_statuses(effects):
    for one in effects["quorum:2"]:
        for leaf, was in one.before.statuses.items():
            pair = exempt_in(was), exempt_in(one.after.statuses[leaf])
            assert (one.moves.get(leaf) is Move.LOST) == (pair == (Truth.TRUE, Truth.FALSE))
            assert (one.moves.get(leaf) is Move.GAINED) == (pair == (Truth.FALSE, Truth.TRUE))


def test_a_toll_adds_up_what_is_done_to_each(effects):
    tolls = {member.institution: Toll(member.institution) for member in alliance().members}
    for one in effects["quorum:2"]:
        tolls[one.institution].add(one)
    for name, toll in tolls.items():
        mine = [one for one in effects["quorum:2"] if one.institution == name]
        assert toll.applicants == len(mine) == len(PEOPLE)
        assert toll.before[0].value == sum(one.before.credits.awarded[0].value for one in mine)
        assert toll.after[1].value == sum(one.after.credits.awarded[1].value for one in mine)
        assert all(0 < each.total() <= len(mine) for each in toll.leaves.values())
        losers = [one for one in mine if one.loses is Truth.TRUE]
        assert (toll.nobody_loses is Truth.FALSE) == bool(losers)
    assert {toll.nobody_loses for toll in tolls.values()} >= {Truth.FALSE}


def test_nobody_loses_is_unknown_while_anybody_may_or_has_no_answer():
    assert Toll("a").nobody_loses is Truth.TRUE
    assert Toll("a", unanswered=1).nobody_loses is Truth.UNKNOWN
    some = Toll("a")
    some.effects.update([Effect.OPEN, Effect.BETTER])
    assert some.nobody_loses is Truth.UNKNOWN
    some.effects.update([Effect.MIXED])
    assert some.nobody_loses is Truth.FALSE


def test_a_limit_alone_can_cost_credits():
    """Same outcomes, fewer EC: that is a loss too."""
    whole = alliance().with_(members=alliance().members[3:])
    few = (Limit(at_most=Credits.parse("5 EC")),)
    capped = [one.with_(rulesets=tuple(each.with_(limits=few) for each in one.rulesets)) for one in whole.members]
    found = list(Change(whole, whole.with_(members=tuple(capped)), on=ON).of(dossier("herintreder-pabo")))
    assert all(not one.moves for one in found)
    lost = [one for one in found if one.credits is Move.LOST]
    assert lost
    for one in lost:
        assert one.effect is Effect.WORSE
        assert one.after.credits.awarded[1].value <= 5 < one.before.credits.awarded[0].value


def _with_limits(whole, limits):
    capped = [one.with_(rulesets=tuple(each.with_(limits=limits) for each in one.rulesets)) for one in whole.members]
    return whole.with_(members=tuple(capped))


@pytest.mark.parametrize("unknown", ["variant", "programme"])
def test_a_tighter_limit_may_cost_credits_that_cannot_be_worked_out(unknown):
    """Nothing is known of the EC, so nobody can say that they stay."""
    whole = alliance().with_(members=alliance().members[3:])
    person = dossier("herintreder-pabo")
    if unknown == "programme":
        whole = whole.with_(members=tuple(one.with_(programmes=()) for one in whole.members))
    else:
        known = tuple(each for each in person.applicant.attributes if each[0] != "variant")
        person = person.with_(applicant=person.applicant.with_(attributes=known))
    few = _with_limits(whole, (Limit(at_most=Credits.parse("5 EC")),))
    for one in Change(whole, few, on=ON).of(person):
        assert one.awarded is None
        assert (one.credits, one.effect, one.loses) == (Move.MAY_CHANGE, Effect.OPEN, Truth.UNKNOWN)
    assert {one.effect for one in Change(whole, whole, on=ON).of(person)} == {Effect.SAME}


def test_another_article_of_the_same_limit_costs_nothing():
    whole = alliance()
    renumbered = [
        one.with_(
            rulesets=tuple(
                each.with_(limits=tuple(limit.with_(articles=("oer/art-99",)) for limit in each.limits))
                for each in one.rulesets
            )
        )
        for one in whole.members
    ]
    change = Change(whole, whole.with_(members=tuple(renumbered)), on=ON)
    assert {one.effect for name in names() for one in change.of(dossier(name))} == {Effect.SAME}


def test_a_proposal_over_other_outcomes_of_that_name_is_refused():
    framework = alliance().framework
    last = framework.outcomes[-1]
    other = framework.with_(outcomes=(*framework.outcomes[:-1], last.with_(levels=last.levels + 1)))
    with pytest.raises(InvalidInputError, match="EVC-O008"):
        Change(alliance(), alliance().with_(framework=other), on=ON)


def test_a_ruleset_is_proposed_to_every_member():
    proposed = alliance().members[1].rulesets[0]
    found = list(Change(alliance(), proposed, on=ON).of(dossier("onderwijsassistent-41")))
    assert {one.after.ruleset.id for one in found} == {proposed.id}
    same = next(one for one in found if one.institution == alliance().members[1].institution)
    assert same.effect is Effect.SAME
    assert {one.after.programme for one in found if one.after.programme} <= {
        each for member in alliance().members for each in member.programmes
    }


def test_a_written_proposal_does_what_its_strategy_does(effects):
    """The ruleset that `harmonise` makes, proposed as a file, changes what the strategy changes."""
    cohort = dossier(PEOPLE[0]).applicant.cohort
    written = harmonise(alliance(), "quorum:2", ON, cohort=cohort)
    wanted = [one for one in effects["quorum:2"] if one.dossier == dossier(PEOPLE[0]).id]
    found = list(Change(alliance(), written, on=ON).of(dossier(PEOPLE[0])))
    assert [one.moves for one in found] == [one.moves for one in wanted]
    assert [one.awarded for one in found] == [one.awarded for one in wanted]


def test_who_has_no_answer_is_said_with_the_reason():
    nobody = dossier("onderwijsassistent-41").with_(applicant=ApplicantFacts())
    (first, *_) = Change(alliance(), Strategy.parse("quorum:2"), on=ON).of(nobody)
    assert isinstance(first, Unanswered)
    assert {one.code for one in first.findings} <= {"EVC-N003", "EVC-N004"}
    fewer = alliance().with_(members=alliance().members[1:])
    missing = [one for one in Change(alliance(), fewer, on=ON).of(dossier(PEOPLE[0])) if isinstance(one, Unanswered)]
    assert [one.institution for one in missing] == [alliance().members[0].institution]
    assert "has no policy in what is proposed" in missing[0].findings[0].message


def test_where_the_cohort_is_why_there_is_no_answer_it_is_named():
    person, members = dossier("vwo-propedeuse", "pabo-published"), alliance("pabo-published")
    early = person.with_(applicant=ApplicantFacts(attributes=(("cohort", Amount(Decimal(1990))),)))
    without = [one for one in Change(members, members, on=ON).of(early) if isinstance(one, Unanswered)]
    assert without
    for finding in (one.findings[0] for one in without):
        assert finding.message.endswith("for cohort 1990")
        assert finding.help == "choose another date or cohort"


def test_a_proposal_over_another_framework_is_refused():
    with pytest.raises(InvalidInputError, match="EVC-O008"):
        Change(alliance(), alliance("pabo-published"), on=ON)
    with pytest.raises(InvalidInputError, match="EVC-O008"):
        Change(alliance(), alliance("pabo-published").members[0].rulesets[0], on=ON)


@settings(max_examples=80)
@given(worlds(max_items=3, known=5), st.data())
def test_filling_in_what_is_open_moves_nothing_otherwise_than_was_said(world, data):
    """What may only be gained is never lost, whatever the missing answers are; and what does not move stays alike."""
    edited = data.draw(st.booleans())
    if edited:
        kept = data.draw(st.integers(0, len(world.ruleset.rules)))
        rules = world.ruleset.rules[:kept]
        names_ = {one.id for one in rules}
        assume(all(set(one.overrides) <= names_ for one in rules))
        after = world.ruleset.with_(rules=rules)
    else:
        after = data.draw(rulesets(world.framework, max_rules=4))
    assume(after.conflicts == world.ruleset.conflicts or not edited)
    other = replace(world, ruleset=after)
    cohort = world.dossier.applicant.cohort
    members = []
    for ruleset in (world.ruleset, after):
        try:
            members.append(Member(ruleset, world.framework, world.on, cohort, world.shared | ruleset.shared))
        except InvalidInputError:
            members.append(None)
    moves = Moves(*members, Order(world.framework.vocabulary)).of(world.statuses(), other.statuses())
    fuller = world.dossier
    for slot in {*unknown_slots(world, tested=True), *unknown_slots(other, tested=True)}:
        near = [*values(world, slot), *values(other, slot)]
        if near:
            fuller = changed(fuller, slot, data.draw(st.sampled_from(near)))
    for clause in (*unknown_clauses(world), *unknown_clauses(other)):
        fuller = answered(fuller, clause, answer=data.draw(st.booleans()))
    assume({one.code for one in world.case(fuller).prepared.findings} <= world.findings())
    was, becomes = world.statuses(fuller), other.statuses(fuller)
    for leaf in world.framework.leaves:
        pair = exempt_in(was[leaf]), exempt_in(becomes[leaf])
        move = moves.get(leaf)
        if pair == (Truth.TRUE, Truth.FALSE):
            assert move in LESS, (leaf, move)
        elif pair == (Truth.FALSE, Truth.TRUE):
            assert move in MORE, (leaf, move)
        if move in {Move.LOST, Move.GAINED}:
            assert Truth.UNKNOWN not in pair
            assert pair[0] != pair[1]
        event(f"{move}")


def test_an_open_outcome_does_not_move_where_the_rules_are_the_same():
    """Open before and after, by the same rules: whoever answers, nothing changes; so nobody is said to lose."""
    found = list(Change(alliance(), alliance(), on=ON).of(dossier("onderwijsassistent-41")))
    assert any(exempt_in(each) is Truth.UNKNOWN for one in found for each in one.before.statuses.values())
    assert all(one.loses is Truth.FALSE for one in found)


def test_by_definition_nothing_is_lost_or_gained_where_a_strategy_says_so():
    """Law 10: harmonising one institution with itself changes nothing, nor does its own policy; open or not."""
    alone = alliance().with_(members=alliance().members[:1])
    first, home = alliance().members[0].institution, alliance().members[2].institution
    tried = ((alone, "strictest", first), (alone, "quorum:1", first), (alliance(), f"reference:{home}", home))
    for whole, name, at in tried:
        change = Change(whole, Strategy.parse(name), on=ON)
        found = [one for person in PEOPLE for one in change.of(dossier(person)) if one.institution == at]
        assert {one.effect for one in found} == {Effect.SAME}


def test_to_grant_nothing_is_what_everybody_loses_by():
    proposed = alliance().members[0].rulesets[0]
    empty = proposed.with_(rules=tuple(one.with_(when=Any_()) for one in proposed.rules))
    found = list(Change(alliance(), empty, on=ON).of(dossier("historicus-master")))
    exempt = [one for one in found if any(exempt_in(each) is Truth.TRUE for each in one.before.statuses.values())]
    assert exempt
    assert all(one.effect is Effect.WORSE for one in exempt)
