"""What is weighed is held to plain counting over the reference's answers; what is best, to all that was weighed."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.advice import Change, Impact, Move
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Reference
from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import Strategy
from evc_rules.model.dossier import ApplicantFacts
from evc_rules.model.quantities import Cohorts
from evc_rules.negotiate import Term, candidates, negotiate, terms
from evc_rules.negotiate.planes import applicants
from evc_rules.negotiate.terms import rules_of
from evc_rules.negotiate.weigh import Table
from evc_rules.results.status import exempt_in
from evc_rules.results.truth import Truth

from ..shipped import DOSSIERS, ON, alliance, dossier, names

PEOPLE = {
    "voorbeeld": ("onderwijsassistent-41", "historicus-master", "herintreder-pabo"),
    "pabo-published": tuple(names(DOSSIERS / "published")),
}
F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def people(of: str):
    return [dossier(name, of) for name in PEOPLE[of]]


class Plain:
    """All that is counted, in plain Python, out of the reference's answers: by institution, applicant and leaf."""

    def __init__(self, of: str) -> None:
        self.alliance = alliance(of)
        self.people = people(of)
        self.leaves = self.alliance.framework.leaves
        self.exempt: dict[str, list[dict]] = {}
        self.bars: dict[str, list[dict]] = {}
        self.rules: dict[tuple[str, str], list[dict]] = {}
        shared = frozenset(self.alliance.shared_judgements)
        for one in (*self.alliance.members, *self.alliance.common):
            listed = one.rulesets if hasattr(one, "rulesets") else (one,)
            for person in self.people:
                cohort = person.applicant.cohort
                (ruleset,) = [
                    each for each in listed if ON in each.applies.decisions and cohort in each.applies.cohorts
                ]
                said = Reference(ruleset, self.alliance.framework, ON, shared).evaluate(
                    prepare(person, self.alliance.framework.vocabulary, ON)
                )
                traces = {leaf: said.trace(leaf) for leaf in self.leaves}
                name = one.institution
                self.exempt.setdefault(name, []).append({leaf: exempt_in(of.statuses) for leaf, of in traces.items()})
                self.bars.setdefault(name, []).append({leaf: of.barred for leaf, of in traces.items()})
                for rule in ruleset.rules:
                    acts = {
                        leaf: max((step.truth for step in (*of.grants, *of.bars) if step.rule == rule.id), default=F)
                        for leaf, of in traces.items()
                    }
                    self.rules.setdefault((name, rule.id), []).append(acts)

    def policy(self, strategy: Strategy, person: int, leaf) -> Truth:
        """The definition of each strategy (meaning, §8), in three values."""
        each = [self.exempt[member.institution][person][leaf] for member in self.alliance.members]

        def of(name: str) -> Truth:
            return self.exempt[name][person][leaf]

        match strategy.name:
            case "strictest":
                return min(each)
            case "most-generous":
                return max(each)
            case "quorum":
                return sorted(each, reverse=True)[strategy.k - 1]
            case "reference":
                return of(strategy.home)
            case "mutual":
                return max(of(strategy.home), min(max(each), ~self.bars[strategy.home][person][leaf]))
            case "says":
                return strategy.k
            case _:
                raised = max(of(strategy.home), of(strategy.floor)) if strategy.floor else of(strategy.home)
                return min(raised, of(strategy.ceiling)) if strategy.ceiling else raised

    def effective(self, strategy: Strategy, held: list[Term], institution: str, person: int, leaf) -> Truth:
        found, low, high = self.policy(strategy, person, leaf), F, T
        for one in held:
            if one.institution != institution:
                continue
            if one.demand == "floor":
                low = max(low, self.exempt[one.name][person][leaf])
            elif one.demand == "ceiling":
                high = min(high, self.exempt[one.name][person][leaf])
            else:
                acts = self.rules[institution, one.name][person][leaf]
                grants = rules_of(self.member(institution))[one.name].effect == "grant"
                low, high = (max(low, acts), high) if grants else (low, min(high, ~acts))
        return min(max(found, low), high)

    def member(self, institution: str):
        return next(one for one in self.alliance.members if one.institution == institution)


@pytest.fixture(scope="module")
def plain():
    return {of: Plain(of) for of in PEOPLE}


def every_term(plain: Plain) -> list[Term]:
    members = [one.institution for one in plain.alliance.members]
    found = [Term(one, demand, name) for one in members for demand in ("floor", "ceiling") for name in plain.exempt]
    for one in plain.alliance.members:
        found += [Term(one.institution, "keep", name) for name, rule in rules_of(one).items() if rule.effect != "waive"]
    return found


@settings(max_examples=25)
@given(st.data())
def test_what_is_weighed_is_what_plain_counting_over_the_reference_gives(plain, data):
    one = plain[data.draw(st.sampled_from(sorted(PEOPLE)))]
    held = data.draw(st.lists(st.sampled_from(every_term(one)), max_size=4, unique=True))
    strategy = data.draw(st.sampled_from(candidates(one.alliance)))
    said = Table(one.alliance, applicants(one.alliance, one.people, held, ON), held).weigh(strategy)
    members = [each.institution for each in one.alliance.members]
    agreed = apart = 0
    moved: dict[tuple[str, int], list[tuple[Truth, Truth]]] = {}
    after: dict[tuple[str, int], dict] = {}
    for person, leaf in product(range(len(one.people)), one.leaves):
        each = {name: one.effective(strategy, held, name, person, leaf) for name in members}
        truths = set(each.values())
        agreed += truths in ({T}, {F}) or (U in truths and len(truths) == 1 and untouched(one, held, person, leaf))
        apart += {T, F} <= truths
        for name, truth in each.items():
            moved.setdefault((name, person), []).append((one.exempt[name][person][leaf], truth))
            after.setdefault((name, person), {})[leaf] = truth
    assert (said.agreed, said.apart, said.answers) == (agreed, apart, len(one.people) * len(one.leaves))
    assert said.worse == sum((T, F) in pairs for pairs in moved.values())
    gains = [pairs for pairs in moved.values() if (F, T) in pairs and (T, F) not in pairs]
    assert said.better <= len(gains)
    assert said.worse + said.may_lose + said.better <= len(moved)
    if not said.may_lose:
        assert said.better == len(gains)
    given_, taken = Decimal(0), Decimal(0)
    for (name, person), leaves in after.items():
        programme = one.member(name).programme_for(one.people[person].applicant.cohort)
        variant = one.people[person].applicant.known.get("variant")
        for unit in programme.units_of(variant) if programme and variant in programme.variant else ():
            own = one.alliance.framework.select(unit.outcomes)
            before = all(one.exempt[name][person][leaf] is T for leaf in own)
            then = all(leaves[leaf] is T for leaf in own)
            given_ += unit.ec.value * (then and not before)
            taken += unit.ec.value * (before and not then)
    assert (said.given, said.taken) == (given_, taken)
    event("terms" if held else "no terms")
    event(f"{'some' if agreed < said.answers else 'none'} apart or open")


def untouched(one: Plain, held: list[Term], person: int, leaf) -> bool:
    """No term can make a difference, to whatever the policy says."""
    always = [
        one.effective(_says(truth), held, each.institution, person, leaf)
        for truth in (F, T)
        for each in one.alliance.members
    ]
    half = len(always) // 2
    return set(always[:half]) == {F} and set(always[half:]) == {T}


def _says(truth: Truth) -> Strategy:
    """Not a strategy of ours: a policy that says this of everything."""
    return Strategy("says", k=truth)


def test_without_terms_whatever_is_agreed_on_is_the_same_everywhere():
    found = negotiate(alliance(), people("voorbeeld"), on=ON)
    assert {one.agreement for one in found.weighed} == {(1.0, 1.0)}
    assert found.now.agreement[0] < 1
    assert (found.now.given, found.now.taken, found.now.worse, found.now.may_lose, found.now.better) == (0, 0, 0, 0, 0)
    assert found.concessions == found.clashes == ()


def test_nobody_loses_by_the_most_generous_policy():
    said = {str(one.strategy): one for one in negotiate(alliance(), people("voorbeeld"), on=ON).weighed}
    assert (said["most-generous"].worse, said["most-generous"].may_lose, said["most-generous"].taken) == (0, 0, 0)
    assert said["strictest"].better == said["strictest"].given == 0
    assert said["strictest"].worse


def test_who_loses_is_who_loses_by_the_ruleset_that_harmonise_writes():
    """Composed of the members' answers, or asked of the written ruleset: the same people lose."""
    whole = alliance("pabo-published")
    said = {one.strategy: one for one in negotiate(whole, people("pabo-published"), on=ON).weighed}
    for strategy in (Strategy.parse("quorum:3"), Strategy.parse("mutual:hva"), Strategy.parse("strictest")):
        change = Change(whole, strategy, on=ON)
        found = [one for person in people("pabo-published") for one in change.of(person)]
        assert all(isinstance(one, Impact) for one in found)
        assert said[strategy].worse == sum(Move.LOST in one.moves.values() for one in found)


def test_who_may_lose_may_lose_by_the_ruleset_that_harmonise_writes():
    """What is called a perhaps is one: whom `impact` says that nothing can be taken from, nothing is taken from."""
    whole = alliance("pabo-published")
    said = {one.strategy: one for one in negotiate(whole, people("pabo-published"), on=ON).weighed}
    for written in ("mutual:hva", "reference:hanze", "quorum:2"):
        change = Change(whole, Strategy.parse(written), on=ON)
        moves = [{*one.moves.values()} for person in people("pabo-published") for one in change.of(person)]
        open_ = [each for each in moves if each & {Move.MAY_LOSE, Move.MAY_CHANGE} and Move.LOST not in each]
        assert said[Strategy.parse(written)].may_lose == len(open_), written


def test_nothing_may_be_lost_where_a_policy_cannot_move():
    whole, asked = alliance("pabo-published"), people("pabo-published")
    for member in whole.members:
        name = member.institution
        alone = whole.with_(members=(member,), common=())
        found = negotiate(alone, asked, on=ON, terms=terms(alone, ceilings=(f"{name}:{name}",)))
        for one in (found.now, *found.weighed):
            assert (one.agreement, one.worse, one.may_lose, one.better) == ((1.0, 1.0), 0, 0, 0)
        assert not found.concessions
    held = terms(whole, ceilings=("leiden:leiden",))
    said = {str(one.strategy): one for one in negotiate(whole, asked, on=ON, terms=held).weighed}
    assert (said["most-generous"].worse, said["most-generous"].may_lose) == (0, 0)


HELD = ("voorbeeld-west:voorbeeld-west",), ("voorbeeld-zuid:voorbeeld-zuid",), ("voorbeeld-noord:portfolio",)


@pytest.fixture(scope="module")
def held():
    return terms(alliance(), *HELD)


@pytest.fixture(scope="module")
def negotiation(held):
    return negotiate(alliance(), people("voorbeeld"), on=ON, terms=held)


def test_the_best_are_those_that_none_beats(negotiation):
    for one in negotiation.weighed:
        beaten = any(other.dominates(one) for other in negotiation.best)
        assert beaten != (one in negotiation.best)
    assert len({one.merit for one in negotiation.best}) > 1


def test_a_concession_buys_what_leaving_the_term_out_gives(negotiation, held):
    bought = {one.term: one for one in negotiation.concessions}
    most = max(one.agreed for one in negotiation.weighed)
    for term in held:
        without = negotiate(alliance(), people("voorbeeld"), on=ON, terms=[one for one in held if one != term])
        gained = max(one.agreed for one in without.weighed) - most
        assert gained == (bought[term].gained if term in bought else 0)
    assert bought
    assert [one.gained for one in negotiation.concessions] == sorted(
        (one.gained for one in bought.values()), reverse=True
    )


def test_a_clash_has_an_applicant_on_whom_no_policy_can_make_them_agree(negotiation, plain):
    assert negotiation.clashes
    one = plain["voorbeeld"]
    for clash in negotiation.clashes:
        assert clash.exempts.demand in {"floor", "keep"}
        assert clash.refuses.demand == "ceiling"
        person = [each.id for each in one.people].index(clash.example)
        apart = [
            leaf
            for leaf in clash.leaves
            if one.effective(_says(F), list(negotiation.terms), clash.exempts.institution, person, leaf) is T
            and one.effective(_says(T), list(negotiation.terms), clash.refuses.institution, person, leaf) is F
        ]
        assert apart


def test_who_has_no_answer_is_left_out_and_that_is_said():
    nobody = people("pabo-published")[0].with_(id="nobody", applicant=ApplicantFacts())
    missing = alliance("pabo-published").members[0]
    later = [one.with_(applies=one.applies.with_(cohorts=Cohorts(2025, 2026))) for one in missing.rulesets]
    some = alliance("pabo-published").with_(
        members=(missing.with_(rulesets=tuple(later)), *alliance("pabo-published").members[1:])
    )
    with pytest.raises(InvalidInputError, match=r"EVC-N003.*of cohort \d+: .*\n.*choose another date or cohort"):
        negotiate(some, people("pabo-published"), on=ON)
    found = negotiate(some, [nobody, *people("pabo-published")], on=ON)
    assert found.applicants == 1
    assert {one.code for one in found.findings} == {"EVC-N003"}
    with pytest.raises(InvalidInputError, match="EVC-C001"):
        negotiate(alliance(), [], on=ON)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (((), (), ("portfolio",)), ["EVC-C001"]),
        ((("voorbeeld-nord:voorbeeld-west",), (), ()), ["EVC-N002"]),
        ((("voorbeeld-noord:nergens",), ("x:y",), ("voorbeeld-noord:",)), ["EVC-C001", "EVC-N002", "EVC-N002"]),
        (((), (), ("voorbeeld-noord:portfolo",)), ["EVC-R001"]),
    ],
)
def test_a_term_that_is_wrong_is_said_with_all_others(written, codes):
    with pytest.raises(InvalidInputError) as wrong:
        terms(alliance(), *written)
    assert sorted(one.code for one in wrong.value.findings) == codes
    assert all(one.help for one in wrong.value.findings)


def test_a_rule_that_only_stands_in_the_way_cannot_be_kept():
    waivers = [
        (member.institution, rule.id)
        for member in alliance().members
        for rule in rules_of(member).values()
        if rule.effect == "waive"
    ]
    assert waivers
    for institution, rule in waivers:
        with pytest.raises(InvalidInputError, match="EVC-R009"):
            terms(alliance(), kept=(f"{institution}:{rule}",))


def test_another_strategy_can_be_weighed_too():
    found = negotiate(
        alliance(), people("voorbeeld"), on=ON, strategies=["floor-ceiling:voorbeeld-noord,voorbeeld-oost"]
    )
    assert "floor-ceiling:voorbeeld-noord,voorbeeld-oost" in {str(one.strategy) for one in found.weighed}
    with pytest.raises(InvalidInputError, match="EVC-N002"):
        negotiate(alliance(), people("voorbeeld"), on=ON, strategies=["reference:nergens"])
