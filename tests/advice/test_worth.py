"""What open questions are worth: held to assessing and planning anew with answers recorded, and to trying all sets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import evc_rules as evc
from evc_rules.advice import Worth, assess, cheapest, remaining_path
from evc_rules.advice.answers import Answering, Reply
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Reference
from evc_rules.model.base import Text
from evc_rules.model.conditions import All, Any_, Applicant, Assessed, CodeTest, Exempt, FlagTest, Judgement, Not
from evc_rules.model.dossier import Answer, Dossier
from evc_rules.model.outcomes import Leaf, Ref
from evc_rules.model.policy import Limit, Rule, Ruleset
from evc_rules.model.programme import Fees
from evc_rules.model.quantities import Euros
from evc_rules.plan import Wishes
from evc_rules.reports.worth import worth_page
from evc_rules.results.questions import Assessment, JudgementNeeded, MissingFact
from evc_rules.results.status import exempt_in
from evc_rules.results.truth import Truth
from tests.plan.making import START, ec, framework, plain_framework, programme, unit

from .test_laws import recommendations

ON = date(2026, 8, 1)

_HARDLY_KNOWN = """
evc-dossier: 1
dossier: onbekend
framework: leraar-basisonderwijs@2026
illustrative: true
applicant: {variant: part-time, cohort: 2026, start: 2027-02-01}
evidence:
  - {id: d, diploma: {programme: , nlqf: , field: , date: , issuer: , country: , ec: }}
"""


def judged(name: str) -> Judgement:
    return Judgement(id=name, asks=Text(nl=name, en=name))


def rule(outcome: str, when) -> Rule:
    return Rule(id=f"r-{outcome}", effect="grant", reach=(Ref.parse(outcome),), when=when)


def advised(made, frame, rules, dossier=None, **more):
    ruleset = Ruleset(
        id="regels", title=Text(nl="Regels", en="Rules"), institution="instelling", framework=frame.name,
        rules=tuple(rules), **more,
    )  # fmt: skip
    one = dossier or Dossier(id="d")
    return assess(ruleset, one, on=ON, framework=frame, programme=made, variant="full-time", start=START)


def named(worth: Worth, name: str):
    return next(one for one in worth.questions if isinstance(one, JudgementNeeded) and one.judgement == name)


def again(advice, replies) -> evc.Recommendation:
    """Assessed anew, with answers recorded."""
    dossier = Answering(advice)._recorded(frozenset(replies))
    one = advice.credits
    return assess(
        advice.ruleset, dossier, on=advice.on, framework=advice.framework, programme=one.programme,
        variant=one.variant, start=advice.start,
    )  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(recommendations(), st.data())
def test_what_answers_make_exempt_is_what_the_reference_says(advice, data):
    assume(advice.credits and advice.questions)
    answering = Answering(advice)
    asked = data.draw(st.lists(st.sampled_from(answering.questions), unique=True, max_size=4))
    replies = frozenset(data.draw(st.sampled_from(answering.replies[one])) for one in asked if answering.replies[one])
    prepared = prepare(answering._recorded(replies), advice.framework.vocabulary, advice.on)
    said = Reference(advice.ruleset, advice.framework, advice.on, advice.shared).evaluate(prepared).statuses
    assert answering.exempt(replies) == {leaf for leaf, one in said.items() if exempt_in(one) is Truth.TRUE}


@settings(max_examples=15, deadline=None)
@given(recommendations())
def test_what_a_question_saves_is_the_difference_from_planning_anew(advice):
    assume(advice.credits and advice.questions)
    start = advice.start
    worth = Worth(advice)
    now = remaining_path(advice, start=start)
    for question, one in worth.each.items():
        tried = [remaining_path(again(advice, [reply]), start=start) for reply in worth.answering.replies[question]]
        finishes = [path.finish for path in tried or [now] if path.finish is not None]
        assert one.saved.finish == min(finishes, default=None)  # a least load may leave no path with what is exempt
        if one.replies:
            told = again(advice, one.replies)
            before, after = (each.credits.remaining[1] for each in (advice, told))
            assert one.saved.ec == before - after
            if now.finish is not None and one.saved.finish is not None and one.saved.proven:
                path = remaining_path(told, start=start)
                assert one.saved.periods == (len(now.periods) - len(path.periods),) * 2


def small(limits=(), **terms):
    """A chain of three beside two others; whether each is exempt hangs on clauses."""
    made = programme(
        unit("a", 5), unit("b", 5, requires=("a",)), unit("c", 5, requires=("b",)), unit("d", 5), unit("e", "2.5"),
        fees=Fees(ec=Euros(Decimal(40))), **terms,
    )  # fmt: skip
    rules = [
        rule("a", judged("j1")),
        rule("b", Any_(of=(All(of=(judged("j1"), judged("j2"))), judged("j3")))),
        rule("c", All(of=(judged("j2"), Not(of=judged("j4"))))),
        rule("d", judged("j1")),
        rule("e", All(of=(Exempt(outcome=Ref.parse("a")), judged("j5")))),
    ]
    return advised(made, plain_framework(*"abcde"), rules, limits=limits)


def test_a_question_on_the_critical_path_shortens_it_and_one_beside_it_does_not():
    worth = Worth(small())
    assert worth.now.count == 3
    first, beside = worth[named(worth, "j1")], worth[named(worth, "j5")]
    assert (first.periods, first.ec, first.hours, first.fees) == ((1, 1), ec(10), 280, 400)
    assert (beside.periods, beside.ec, beside.nothing) == ((0, 0), ec(0), True)
    best, *_, last = worth.each
    assert best == named(worth, "j1")
    assert last == named(worth, "j5")


def test_the_answer_that_helps_can_be_no():
    worth = Worth(small())
    asked = named(worth, "j4")
    assert [reply.value for reply in worth.answering.replies[asked]] == [False]
    both = worth.of(named(worth, "j2"), asked)
    assert {reply.value for reply in both.replies} == {True, False}
    assert both.saved.ec == ec(5)


def test_pairs_that_are_worth_more_than_the_two_apart_stand_out():
    worth = Worth(small())
    found = {frozenset(one.judgement for one in pair): each.saved.ec for pair, each in worth.pairs.items()}
    assert found == {
        frozenset({"j1", "j2"}): ec(15),
        frozenset({"j1", "j5"}): ec("12.5"),
        frozenset({"j2", "j4"}): ec(5),
    }


def test_an_answer_that_rules_an_exemption_out_is_worth_nothing():
    made = programme(unit("a", 5))
    works = Applicant(tests=(FlagTest(attribute="employment", value=True),))
    refused = Rule(id="b", effect="bar", reach=(Ref.parse("a"),), when=works)
    advice = advised(made, plain_framework("a"), [refused, rule("a", judged("j"))])
    worth = Worth(advice)
    working = next(one for one in worth.questions if isinstance(one, MissingFact))
    assert worth[working].nothing
    assert worth.of(working, named(worth, "j")).saved.ec == ec(5)
    assert {reply.value for reply in worth.of(working, named(worth, "j")).replies} == {False, True}


def test_facts_and_assessments_are_answered_with_what_the_ruleset_asks():
    made = programme(unit("a", 5), unit("b", 5))
    entry = Applicant(tests=(CodeTest(attribute="entry", codes=("vwo",)),))
    taken = Assessed(tests=(CodeTest(attribute="instrument", codes=("portfolio",)),))
    worth = Worth(advised(made, plain_framework("a", "b"), [rule("a", entry), rule("b", taken)]))
    by_kind = {type(question): one for question, one in worth.each.items()}
    assert by_kind[MissingFact].replies[0].value == "vwo"
    assert by_kind[Assessment].replies[0].value is True
    assert [one.saved.ec for one in by_kind.values()] == [ec(5), ec(5)]


def test_fees_that_nobody_gives_are_not_zero():
    worth = Worth(advised(programme(unit("a", 5)), plain_framework("a"), [rule("a", judged("j"))]))
    assert worth[named(worth, "j")].fees is None
    assert worth.all.saved.finish == START


def test_a_path_knows_what_its_open_questions_are_worth():
    advice = small()
    path = evc.plan(advice)
    assert path.worth[named(path.worth, "j1")].periods == (1, 1)
    assert path == evc.plan(advice)
    assert hash(path) == hash(evc.plan(advice))


def test_limits_apply_after_the_answers():
    worth = Worth(small(limits=(Limit(at_most=ec(5)),)))
    assert worth[named(worth, "j1")].ec == ec(5)
    assert not worth.grows


def finishes(worth: Worth) -> list[date]:
    """By trying all sets: the first day on which planning anew ends, for each number of questions."""
    found = []
    for size in range(len(worth.questions) + 1):
        for asked in combinations(worth.questions, size):
            for values in product((True, False), repeat=size):
                path = remaining_path(again(worth.recommendation, map(Reply, asked, values)))
                found.append((size, path.finish or date.max))
    return [min(day for number, day in found if number <= size) for size in range(len(worth.questions) + 1)]


@pytest.mark.parametrize(("limits", "least"), [((), "0"), ((Limit(at_most=ec("7.5")),), "0"), ((), "2.5")])
def test_no_smaller_set_of_questions_reaches_a_day(limits, least):
    worth = Worth(small(limits, load_min=ec(least)))
    best = finishes(worth)
    for count in range(4):
        by = worth.lengths.finish(count)
        found, size = cheapest(worth, by), next((size for size, day in enumerate(best) if day <= by), None)
        assert found.proven
        assert found.outcome == ("never" if size is None else "reached" if size else "already")
        if found.worth is not None:
            assert len(found.worth.replies) == size
            assert found.worth.saved.finish <= by


@pytest.mark.parametrize("amounts", [("4", "4"), ("3", "4"), ("4", "2.5")])
def test_counted_in_proportion_no_smaller_set_reaches_a_day_either(amounts):
    # Each outcome more that is exempt saves what rounding down to half an EC makes of it.
    one, other = amounts
    frame = plain_framework("a", "b", "c", "d")
    made = programme(unit("u", one, "a b c"), unit("v", other, "d"), load_max=ec("4"))
    rules = [rule("a", All(of=())), *(rule(name, judged(f"j-{name}")) for name in "bcd")]
    worth = Worth(advised(made, frame, rules, units="proportional"))
    best = finishes(worth)
    for count in range(4):
        by = worth.lengths.finish(count)
        found, size = cheapest(worth, by), next((size for size, day in enumerate(best) if day <= by), None)
        assert found.proven
        assert found.outcome == ("never" if size is None else "reached" if size else "already")
        assert found.worth is None or len(found.worth.replies) == size


@st.composite
def bounded(draw: st.DrawFn):
    """A few units that hang together, each exempt by a judgement of its own, under a limit."""
    names = "abcd"[: draw(st.integers(2, 4))]
    made = programme(
        *(
            unit(
                name, draw(st.sampled_from(["2.5", 5, "7.5", 10])),
                offered=draw(st.sampled_from([("P1",), ("P1", "P3"), ("P1", "P2", "P3", "P4")])),
                requires=draw(st.sampled_from([(), *((other,) for other in names[:place])])),
            )
            for place, name in enumerate(names)
        ),
        load_max=ec("12.5"), units_max=draw(st.sampled_from([1, 2, None])),
    )  # fmt: skip
    limits = draw(st.sampled_from([(), *((Limit(at_most=ec(most)),) for most in ("5", "7.5", "10", "12.5"))]))
    rules = [rule(name, judged(f"j-{name}")) for name in names]
    return Worth(advised(made, plain_framework(*names), rules, limits=limits))


@settings(max_examples=25, deadline=None)
@given(bounded())
def test_where_limits_choose_other_units_no_smaller_set_reaches_a_day_either(worth):
    best = finishes(worth)
    for day in {day for day in best if day < date.max}:
        found, size = cheapest(worth, day), next(size for size, finish in enumerate(best) if finish <= day)
        assert found.outcome == ("reached" if size else "already")
        assert found.worth is None or (len(found.worth.replies), found.proven) == (size, True)
    if worth.fewer is not None:
        assert worth.fewer.saved.finish < worth.all.saved.finish


def test_with_fewer_answers_it_can_be_earlier_and_it_is_said():
    """A limit awards most credits first: the long unit instead of the one that all others wait for."""
    made = programme(
        unit("a", 5, offered=("P1",)), unit("b", 10, requires=("a",)), unit("c", 10, offered=("P1",)), unit("d", "7.5"),
        load_max=ec("12.5"), units_max=2,
    )  # fmt: skip
    rules = [rule(name, judged(f"j-{name}")) for name in "abd"]
    worth = Worth(advised(made, plain_framework(*"abcd"), rules, limits=(Limit(at_most=ec(10)),)))
    (reply,) = worth.fewer.replies
    assert reply.question.judgement == "j-a"
    page = "".join(str(getattr(part, "renderable", "")) for part in worth_page(worth, "", None, "en"))
    assert "finished earlier than with all" in page
    assert "a limit awards the most EC first" in page
    assert Worth(small()).fewer is None


def test_of_sets_as_small_the_one_of_the_least_effort_is_chosen():
    frame = framework({"a": []})
    entry = Applicant(tests=(CodeTest(attribute="entry", codes=("vwo",)),))
    made = programme(unit("a", 5))
    worth = Worth(advised(made, frame, [rule("a", Any_(of=(Assessed(), judged("j"), entry)))]))
    (reply,) = cheapest(worth, START).worth.replies
    assert reply.question == MissingFact(None, "entry")


def test_answers_that_contradict_each_other_are_replaced():
    both = tuple(Answer(judgement="j", ruleset="regels", answer=said) for said in (True, False))
    dossier = Dossier(id="d", judgements=both)
    advice = advised(programme(unit("a", 5)), plain_framework("a"), [rule("a", judged("j"))], dossier)
    worth = Worth(advice, Wishes(finish_by=START))
    assert worth.answering.exempt(frozenset({Reply(named(worth, "j"), True)})) == {Leaf("a", 1)}


@pytest.mark.parametrize(("institution", "most"), [("voorbeeld-noord", "97.5"), ("voorbeeld-oost", 150)])
def test_all_questions_save_as_much_as_any_few_of_them(institution, most, tmp_path):
    """Of a diploma of which nothing is known, values of its facts help only together."""
    file = tmp_path / "d.yaml"
    file.write_text(_HARDLY_KNOWN)
    alliance = evc.load_alliance("rulesets/alliances/voorbeeld.yaml")
    alliance = alliance.with_(members=[one for one in alliance.members if one.institution == institution])
    dossier = evc.load_dossier(file, alliance.framework)
    (member,) = evc.assess_alliance(alliance, dossier, on=date(2026, 11, 24)).members
    worth = Worth(member.recommendation)
    few = [one.saved for one in (*worth.each.values(), *worth.pairs.values())]
    found = worth.all
    assert max(one.ec.value for one in few) > 50
    assert found.saved.ec.value >= max(one.ec.value for one in few)
    assert found.saved.periods[0] >= max(one.periods[0] for one in few)
    assert (found.saved.ec, found.exact) == (ec(most), False)
    page = "".join(str(getattr(part, "renderable", "")) for part in worth_page(worth, "", None, "en"))
    assert "not all answers were tried together" in page
    assert again(member.recommendation, found.replies).credits.remaining[1] == worth._left.ec - found.saved.ec
