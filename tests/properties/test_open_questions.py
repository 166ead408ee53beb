"""Every open status names at least one question, and answering what is asked, again and again, settles it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from evc_rules.engines.reference import says
from evc_rules.model.attributes import VERDICT
from evc_rules.model.dossier import Verdict
from evc_rules.model.outcomes import Ref
from evc_rules.results.questions import Assessment, JudgementNeeded, MissingFact
from evc_rules.results.status import Status
from evc_rules.results.truth import Truth

from .making import World, worlds
from .unknowns import Clause, Slot, answered, carriers, changed, values

ROUNDS = 80
"""More than there can be questions about one dossier."""


def asked(world: World) -> list:
    found = {}
    for trace in world.traces().values():
        if trace.status is Status.OPEN:
            assert trace.questions, trace.leaf
            found.update(dict.fromkeys(trace.questions))
    return list(found)


def options(world: World, question, random) -> list[World]:
    """The ways in which a question can be answered, in any order."""
    match question:
        case MissingFact(item=item, attribute=attribute):
            slot = Slot(item, attribute)
            dossiers = [changed(world.dossier, slot, value) for value in values(world, slot)]
        case JudgementNeeded(judgement=name, ruleset=owner):
            clause = Clause(name, owner or world.ruleset.id)
            dossiers = [answered(world.dossier, clause, answer=answer) for answer in (True, False)]
        case Assessment():
            dossiers = [
                world.dossier.with_(verdicts=(*world.dossier.verdicts, verdict))
                for verdict in islice(verdicts(world, question), 4)
            ]
    random.shuffle(dossiers)
    made = [replace(world, dossier=dossier) for dossier in dossiers]
    return [one for one in made if "EVC-D003" not in one.findings()]


def verdicts(world: World, question: Assessment):
    """Verdicts that answer to the tests of a question."""
    bare = Verdict(id=f"new-{len(world.dossier.verdicts)}", outcome=Ref(*question.outcome, question.outcome.level),
                   achieved=True)  # fmt: skip
    probe = replace(world, dossier=world.dossier.with_(verdicts=(*world.dossier.verdicts, bare)))
    names = sorted({getattr(test, "attribute", "date") for test in question.tests} | {"date"})
    offered = [[(name, value) for value in values(probe, Slot(bare.id, name))] for name in names]
    for known in product(*offered):
        verdict = bare.with_(attributes=tuple(known))
        found = [says(world.case(), test, VERDICT, bare.id, verdict, question.outcome) for test in question.tests]
        if dict(known)["date"] <= world.on and all(step.truth is Truth.TRUE for step in found):
            yield verdict
            yield verdict.with_(achieved=False)


def unanswerable(world: World, question) -> bool:
    """Whether no answer can do: a mark that two tests want on different scales, a verdict that no tests can pass."""
    if isinstance(question, MissingFact):
        kind = next(kind for name, kind, _ in carriers(world.dossier) if name == question.item)
        declared = world.framework.vocabulary.find(question.attribute, kind)
        return declared is not None and declared.type == "grade"
    return isinstance(question, Assessment)


@settings(max_examples=100)
@given(worlds(max_outcomes=2, max_items=2), st.randoms(use_true_random=False))
def test_answering_what_is_asked_settles_every_open_status(world, random):
    assume("EVC-D003" not in world.findings())
    rounds = 0
    while questions := asked(world):
        rounds += 1
        assert rounds < ROUNDS
        question = questions[0]
        better = next((one for one in options(world, question, random) if question not in asked(one)), None)
        if better is None:
            assert unanswerable(world, question), question
            assume(False)
        world = better
    event(f"{min(rounds, 5)} rounds" if rounds else "nothing was open")
