"""The compiled engine as a thing to hold on to: several rulesets at once, threads, pickles, rules that cross."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.engines.compiled import compile_ruleset, compile_rulesets
from evc_rules.engines.compiled.circuit import Ladder, bits, mask
from evc_rules.engines.compiled.number import number
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.model.conditions import TRUE, Any_, Exempt, Judgement
from evc_rules.model.dossier import Answer, Dossier
from evc_rules.model.outcomes import Framework, Leaf, Outcome, Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.results.trace import Traced
from evc_rules.testing.strategies import dossiers, frameworks, rulesets
from tests.engines import making
from tests.shipped import ON, alliance, dossier

FRAMEWORK = Framework(
    id="f",
    version="1",
    title="Framework",
    outcomes=tuple(
        Outcome(id=name, title=name, component="professional", levels=levels)
        for name, levels in (("a", 1), ("b", 3), ("c", 1))
    ),
)


def ruleset(*rules):
    return Ruleset(id="r", title="Policy", institution="r", illustrative=True, framework="f@1", rules=rules)


def said(rules, *answers):
    prepared = prepare(Dossier(id="d", judgements=answers), FRAMEWORK.vocabulary, ON)
    made = ruleset(*rules)
    expected = {leaf: one.statuses for leaf, one in evaluate(Case(made, FRAMEWORK, prepared, ON)).items()}
    found = compile_ruleset(made, FRAMEWORK, ON).evaluate(prepared)
    assert found.statuses == expected
    return {str(leaf): "/".join(sorted(map(str, statuses))) for leaf, statuses in found.statuses.items()}


@settings(max_examples=150)
@given(st.data())
def test_rulesets_compiled_together_say_what_they_say_alone(data):
    framework = data.draw(frameworks(max_outcomes=3))
    several = [data.draw(rulesets(framework, id=name)) for name in ("r", "s", "t")]
    one = data.draw(dossiers(data.draw(st.sampled_from(several)), framework, known=4))
    prepared = prepare(one, framework.vocabulary, ON)
    together = compile_rulesets(several, framework, ON, shared={"hardship"}).evaluate(prepared)
    for each, found in zip(several, together, strict=True):
        alone = compile_ruleset(each, framework, ON, shared={"hardship"}).evaluate(prepared)
        assert found.statuses == alone.statuses
        assert found.questions == alone.questions


def test_rules_may_wait_for_each_other_where_their_instances_do_not():
    """`first` rests on c, which `second` grants; `first` overrides `second`, but only on a."""
    rules = (
        Rule(
            id="first",
            effect="bar",
            reach=(Ref("a", 1, 1),),
            when=Exempt(outcome=Ref("c", 1, 1)),
            overrides=("second",),
        ),
        Rule(id="second", effect="grant", reach=(Ref("a", 1, 1), Ref("c", 1, 1)), when=Judgement(id="yes")),
    )
    circuit = number((ruleset(*rules),), FRAMEWORK, ON)
    assert len(circuit.acting) == 3, "the second rule is split"
    assert said(rules, Answer(judgement="yes", ruleset="r", answer=True)) == {
        "a@1": "refused", "b@1": "not-covered", "b@2": "not-covered", "b@3": "not-covered", "c@1": "exempt",
    }  # fmt: skip
    assert said(rules)["a@1"] == "conflict/exempt/not-covered/refused"


def test_rules_that_do_not_wait_for_each_other_stay_whole():
    rules = (
        Rule(id="first", effect="grant", reach=(Ref("b", 1, 3),), when=Exempt(outcome=Ref("c", 1, 1))),
        Rule(id="second", effect="grant", reach=(Ref("c", 1, 1),), when=TRUE),
    )
    assert [one.rule for one in number((ruleset(*rules),), FRAMEWORK, ON).acting] == ["second", "first"]
    assert said(rules)["b@3"] == "exempt"


def test_it_pickles_and_says_the_same():
    member = alliance().members[0].rulesets[0]
    compiled = compile_ruleset(member, alliance().framework, ON)
    prepared = prepare(dossier("onderwijsassistent-41"), alliance().framework.vocabulary, ON)
    before = compiled.evaluate(prepared)
    again = pickle.loads(pickle.dumps(compiled)).evaluate(prepared)  # noqa: S301 - our own
    assert again.statuses == before.statuses
    assert again.questions == before.questions


def test_threads_share_it():
    members = [member.rulesets[0] for member in alliance().members]
    compiled = compile_rulesets(members, alliance().framework, ON)
    names = ("onderwijsassistent-41", "buitenlandse-leraar") * 20
    made = [prepare(dossier(name), alliance().framework.vocabulary, ON) for name in names]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: [(dict(a.statuses), a.questions) for a in compiled.evaluate(one)], made))
    assert all(one == found[place % 2] for place, one in enumerate(found))
    assert found[0] != found[1]


def test_a_trace_that_is_asked_for_later_is_that_of_the_reference():
    member = alliance().members[1].rulesets[0]
    framework = alliance().framework
    prepared = prepare(dossier("onderwijsassistent-41"), framework.vocabulary, ON)
    answers = compile_ruleset(member, framework, ON).evaluate(prepared)
    expected = evaluate(Case(member, framework, prepared, ON))
    assert answers.traces == expected


@pytest.mark.parametrize(
    ("effect", "targets", "reached"),
    [
        ("grant", "b@2", "b@1 b@2"),
        ("grant", "b@3", "b@1 b@2 b@3"),
        ("grant", "a@1", "a@1"),
        ("bar", "b@2", "b@2 b@3"),
        ("bar", "a@1 b@1", "a@1 b@1 b@2 b@3"),
        ("bar", "c@1", "c@1"),
        ("waive", "b@2", "b@2"),
    ],
)
def test_levels_are_shifts(effect, targets, reached):
    ladder, leaves = Ladder.over(FRAMEWORK), FRAMEWORK.leaves
    places = {str(leaf): place for place, leaf in enumerate(leaves)}
    found = ladder.reached(effect, mask(places[name] for name in targets.split()))
    assert " ".join(str(leaves[place]) for place in bits(found)) == reached
    assert leaves[places["b@2"]] == Leaf("b", 2)


@settings(max_examples=150)
@given(st.data())
def test_what_is_kept_from_one_dossier_to_the_next_changes_nothing(data):
    """Several rulesets, asked about several dossiers one after the other: statuses, questions and traces."""
    framework = data.draw(frameworks(max_outcomes=3))
    several = [data.draw(rulesets(framework, id=name)) for name in ("r", "s")]
    shared = frozenset({"hardship"})
    compiled = compile_rulesets(several, framework, ON, shared=shared)
    for _ in range(3):
        one = data.draw(dossiers(several, framework, known=4))
        prepared = prepare(one, framework.vocabulary, ON)
        for each, found in zip(several, compiled.evaluate(prepared), strict=True):
            expected = Traced(evaluate(Case(each, framework, prepared, ON, shared)))
            assert found.traces == expected.traces
            assert found.statuses == expected.statuses
            assert found.questions == expected.questions


def test_a_condition_that_is_settled_asks_nothing_though_it_is_open_whether_its_rule_acts():
    either = Any_(of=(Judgement(id="a"), Judgement(id="b")))
    rules = (
        Rule(id="first", effect="grant", reach=(Ref("a", 1, 1),), when=either),
        Rule(id="second", effect="waive", reach=(Ref("a", 1, 1),), when=Judgement(id="over"), overrides=("first",)),
    )
    one = Dossier(id="d", judgements=(Answer(judgement="a", ruleset="r", answer=True),))
    found = compile_ruleset(ruleset(*rules), FRAMEWORK, ON).ask(one)
    assert {question.judgement: leaves for question, leaves in found.questions.items()} == {"over": (Leaf("a", 1),)}


def test_threads_share_what_traces_are_made_of():
    members = [member.rulesets[0] for member in alliance().members][:2]
    framework = alliance().framework
    compiled = compile_rulesets(members, framework, ON)
    made = [
        prepare(dossier(name), framework.vocabulary, ON) for name in ("onderwijsassistent-41", "buitenlandse-leraar")
    ]
    expected = [[evaluate(Case(one, framework, prepared, ON)) for one in members] for prepared in made]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: [said.traces for said in compiled.evaluate(one)], made * 4))
    assert all(one == expected[place % 2] for place, one in enumerate(found))


def test_a_rule_that_another_waits_for_on_some_targets_still_asks_for_all_of_its_own():
    """A bar that overrides a grant on one target: what it asks there is not all that it asks."""
    rules = making.ruleset(
        "- {id: r1, grant: {any: true}, overrides: [r0], when: {badge: {covers: target, accredited: yes}}}\n"
        "- {id: r0, grant: history, when: {sum: {of: ec, over: {report: {}}, at_least: 60 EC}}}\n"
        "- id: r2\n  bar: [research@1, history]\n  overrides: [r1]\n  when: {any: [{badge: {country: {not: [de, nl]}}},"
        " {all: [{applicant: {vog: yes}}, {diploma: {nlqf: 6}}]}]}"
    )
    items = "report: {ec: 60.5 EC, nlqf: 6}\nbadge: {covers: [research@1], nlqf: 7}"
    prepared = prepare(making.dossier(items), making.FRAMEWORK.vocabulary, making.ON)
    wanted: dict = {}
    for leaf, trace in evaluate(Case(rules, making.FRAMEWORK, prepared, making.ON)).items():
        for question in trace.questions:
            wanted.setdefault(question, set()).add(leaf)
    found = compile_ruleset(rules, making.FRAMEWORK, making.ON).evaluate(prepared).questions
    assert {question: set(leaves) for question, leaves in found.items()} == wanted
    assert len({frozenset(leaves) for leaves in wanted.values()}) > 1
