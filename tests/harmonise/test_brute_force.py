"""Small members tried in every world: each of three clauses answered yes, answered no, or not answered."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.harmonise import harmonise_rulesets
from evc_rules.model.conditions import All, Any_, AtLeast, Judgement, Not
from evc_rules.model.dossier import Answer, Dossier
from evc_rules.model.outcomes import Framework, Outcome, Ref
from evc_rules.model.policy import Rule, Ruleset

from .definition import exempt, settled_alike, statuses, traces_of
from .making import NAMES, strategies

ON = date(2026, 11, 1)
FRAMEWORK = Framework(
    id="f",
    version="1",
    title="f",
    outcomes=tuple(Outcome(id=name, title=name, component="professional", levels=2) for name in "op"),
)
CLAUSES = ("a", "b", "c")
SHARED = frozenset(CLAUSES)
WORLDS = [
    Dossier(
        id="d",
        judgements=tuple(
            Answer(judgement=name, answer=answer)
            for name, answer in zip(CLAUSES, world, strict=True)
            if answer is not None
        ),
    )
    for world in product((True, False, None), repeat=len(CLAUSES))
]

conditions = st.recursive(
    st.sampled_from([Judgement(id=name) for name in CLAUSES]),
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda of: All(of=of)),
        st.tuples(parts, parts).map(lambda of: Any_(of=of)),
        st.tuples(parts, parts, parts).map(lambda of: AtLeast(k=2, of=of)),
        parts.map(lambda of: Not(of=of)),
    ),
    max_leaves=3,
)
reaches = st.sampled_from([(Ref(name, *levels),) for name in "op" for levels in ((1, 1), (2, 2), (0, 0))])


@st.composite
def members(draw):
    found = []
    for name in NAMES[: draw(st.integers(1, 3))]:
        rules = []
        for number in range(draw(st.integers(1, 4))):
            before = [rule.id for rule in rules]
            overrides = tuple(other for other in before if draw(st.booleans()))
            effect = draw(st.sampled_from(["grant", "grant", "bar", "waive"] if overrides else ["grant", "bar"]))
            reach = () if effect == "waive" else draw(reaches)
            when = draw(st.one_of(st.just(All()), conditions, conditions))
            rules.append(Rule(id=f"r{number}", effect=effect, reach=reach, when=when, overrides=overrides))
        conflicts = draw(st.sampled_from(["report", "bar-wins", "grant-wins"]))
        found.append(
            Ruleset(
                id=name, title=name, institution=name, framework=FRAMEWORK.name, conflicts=conflicts, rules=tuple(rules)
            )
        )  # fmt: skip
    return tuple(found)


@settings(max_examples=300)
@given(members(), st.data())
def test_in_every_world_it_is_what_the_strategy_says(drawn, data):
    chosen = data.draw(strategies(drawn, ()))
    harmonised = harmonise_rulesets(drawn, FRAMEWORK, chosen, ON, shared=SHARED)
    known = {one.id: one for one in drawn}
    for dossier in WORLDS:
        own = traces_of(drawn, FRAMEWORK, dossier, ON, SHARED)
        found = traces_of([harmonised], FRAMEWORK, dossier, ON, SHARED)[harmonised.id]
        for leaf, trace in found.items():
            assert trace.granted == exempt(chosen, drawn, known, own, leaf), (chosen, leaf, dossier)
            assert settled_alike(trace.statuses, statuses(chosen, drawn, known, own, leaf)), (chosen, leaf, dossier)


@settings(max_examples=60)
@given(members(), st.data())
def test_while_open_it_lists_whatever_an_answer_can_bring_about(drawn, data):
    """The statuses by the strategy, of every world in which all is answered, are among those possible before."""
    chosen = data.draw(strategies(drawn, ()))
    harmonised = harmonise_rulesets(drawn, FRAMEWORK, chosen, ON, shared=SHARED)
    known = {one.id: one for one in drawn}
    settled = [world for world in WORLDS if len(world.judgements) == len(CLAUSES)]
    members_say = [traces_of(drawn, FRAMEWORK, world, ON, SHARED) for world in settled]
    for dossier in WORLDS:
        found = traces_of([harmonised], FRAMEWORK, dossier, ON, SHARED)[harmonised.id]
        for world, own in zip(settled, members_say, strict=True):
            if set(dossier.judgements) <= set(world.judgements):
                for leaf, trace in found.items():
                    assert trace.statuses >= statuses(chosen, drawn, known, own, leaf), (chosen, leaf, dossier, world)
