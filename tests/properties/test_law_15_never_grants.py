"""Law 15: a rule that cannot be evaluated never grants. And every open status says what would settle it."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, event, given, settings

from evc_rules.model.conditions import All, Any_, AtLeast, Exempt, Not
from evc_rules.results import truth as kleene
from evc_rules.results.status import Status
from evc_rules.results.truth import Truth

from .making import worlds

EXEMPT = {Status.EXEMPT}


def atoms(step):
    """The steps that are not made of others, and are not known."""
    if step.steps and not isinstance(step.condition, Exempt):
        for part in step.steps:
            yield from atoms(part)
    elif step.truth is Truth.UNKNOWN:
        yield step


def resolved(step, world):
    """What a step comes to when each unknown atom turns out as this world says."""
    if id(step) in world:
        return world[id(step)]
    parts = [resolved(part, world) for part in step.steps]
    match step.condition:
        case All():
            return kleene.every(parts)
        case Any_():
            return kleene.some(parts)
        case AtLeast(k=k):
            return kleene.at_least(k, parts)
        case Not():
            return ~parts[0]
        case _:
            return step.truth


@settings(max_examples=200)
@given(worlds())
def test_a_condition_is_true_or_false_only_if_it_is_so_however_its_unknowns_turn_out(world):
    for trace in world.traces().values():
        for rule in (*trace.grants, *trace.bars):
            unknown = list(atoms(rule.condition))
            if not 1 <= len(unknown) <= 5 or rule.condition.truth is Truth.UNKNOWN:
                continue
            event("settled among unknowns")
            for values in product((Truth.FALSE, Truth.TRUE), repeat=len(unknown)):
                answers = dict(zip(map(id, unknown), values, strict=True))
                assert resolved(rule.condition, answers) is rule.condition.truth


@settings(max_examples=120)
@given(worlds())
def test_exempt_only_where_some_grant_surely_acts(world):
    for trace in world.traces().values():
        if trace.statuses == EXEMPT:
            acting = [step for step in trace.grants if step.truth is Truth.TRUE]
            assert acting
            for step in acting:
                assert step.condition.truth is Truth.TRUE
                assert all(other.truth is Truth.FALSE for other in step.overriders)


@settings(max_examples=150)
@given(worlds())
def test_a_dossier_of_which_nothing_is_known_settles_nothing_that_more_knowledge_would_not(world):
    assume(not world.findings() & {"EVC-D002", "EVC-D003", "EVC-D008"})
    bare = world.dossier.with_(
        applicant=world.dossier.applicant.with_(attributes=()),
        evidence=tuple(one.with_(attributes=()) for one in world.dossier.evidence),
    )
    assume(len({(item.kind, item.unknown) for item in bare.evidence}) == len(bare.evidence))
    declared = {one.id for one in world.framework.vocabulary.attributes if one.absent == "none"}
    bare = bare.with_(evidence=tuple(one.with_(unknown=tuple(sorted(declared))) for one in bare.evidence))
    assume(not any(dict(world.dossier.applicant.attributes).get(name) for name in declared))
    before, after = world.statuses(), world.statuses(bare)
    for leaf, statuses in before.items():
        assert statuses <= after[leaf]
        assert not (after[leaf] == EXEMPT != statuses)


@settings(max_examples=120)
@given(worlds(known=2))
def test_every_open_status_names_at_least_one_question(world):
    for trace in world.traces().values():
        if trace.status is Status.OPEN:
            event("open")
            assert trace.questions
        else:
            assert not trace.questions
