"""What a program hands over wrongly is refused by name, with help, and changes nothing."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal

import pytest

from evc_rules.engines.rete import IntakeSession
from evc_rules.errors import InvalidInputError
from evc_rules.model.attributes import Grade
from evc_rules.model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Leaf, Ref
from evc_rules.model.quantities import Amount
from tests.properties.making import World

from ..making import FRAMEWORK, ON, ruleset

SIX = Amount(Decimal(6))
SECRET = "a-word-out-of-the-dossier"  # noqa: S105 - no password
RULES = """
- {id: first, grant: [history], when: {diploma: {nlqf: ">= 6", grade: {value: ">= 7", scale: nl-10}}}}
- {id: other, grant: [research@2], when: {judgement: one, asks: One}}
"""
WORLD = World(FRAMEWORK, ruleset(RULES), Dossier(id="d"), ON)
DIPLOMA = Evidence(id="d1", kind="diploma", attributes=(("date", date(2026, 1, 1)), ("nlqf", SIX)))


def talk() -> IntakeSession:
    session = IntakeSession(WORLD.ruleset, FRAMEWORK, on=ON)
    session.add(DIPLOMA)
    session.add(Answer(judgement="one", ruleset="r", answer=True))
    session.tell("variant", "part-time")
    return session


def _unvalidated(model, **fields):
    """A model as `model_construct` makes it: of whatever fields."""
    return model.model_construct(**{"id": "x", "attributes": (), "unknown": (), **fields})


def _told(attribute, value):
    return lambda s: s.tell(attribute, value, of="d1")


WRONG = {
    "nothing to add": (lambda s: s.add(None), "EVC-C001"),
    "a text to add": (lambda s: s.add(SECRET), "EVC-C001"),
    "a dossier to add": (lambda s: s.add(Dossier(id="x")), "EVC-C001"),
    "a mapping to correct": (lambda s: s.correct({"id": "d1"}), "EVC-C001"),
    "an item to withdraw": (lambda s: s.withdraw(DIPLOMA), "EVC-C001"),
    "nothing to withdraw": (lambda s: s.withdraw(None), "EVC-C001"),
    "a number to withdraw": (lambda s: s.withdraw_answer(1), "EVC-C001"),
    "a number for a ruleset": (lambda s: s.withdraw_answer("one", 1), "EVC-C001"),
    "no attribute": (lambda s: s.tell(None, SIX), "EVC-C001"),
    "a list for an attribute": (lambda s: s.tell([], SIX), "EVC-C001"),
    "a number to tell of": (lambda s: s.tell("nlqf", SIX, of=1), "EVC-C001"),
    "nothing to forget": (lambda s: s.forget(None), "EVC-C001"),
    "a number to forget of": (lambda s: s.forget("nlqf", of=1), "EVC-C001"),
    "a text to trace": (lambda s: s.trace("history@1"), "EVC-C001"),
    "an outcome to trace that is not there": (lambda s: s.trace(Leaf("histori", 1)), "EVC-O001"),
    "a level to trace that is not there": (lambda s: s.trace(Leaf("history", 2)), "EVC-O002"),
    "a whole to trace": (lambda s: s.trace(Leaf("ped", 1)), "EVC-O002"),
    "nothing to tell": (lambda s: s.tell("variant", None), "EVC-A003"),
    "an Amount of an int": (_told("nlqf", Amount(6)), "EVC-A003"),
    "an Amount of a float": (_told("nlqf", Amount(6.5)), "EVC-A003"),
    "an Amount of a text": (_told("nlqf", Amount("6")), "EVC-A003"),
    "an Amount of endless digits": (_told("ec", Amount(Decimal(10) / 3, "EC")), "EVC-S004"),
    "an Amount beyond counting": (_told("ec", Amount(Decimal("1E+999999"), "EC")), "EVC-S004"),
    "a Grade of an int": (_told("grade", Grade(7, "nl-10")), "EVC-A003"),
    "a Grade on a number": (_told("grade", Grade(Decimal(7), 10)), "EVC-A003"),
    "a Grade of endless digits": (_told("grade", Grade(Decimal(20) / 3, "nl-10")), "EVC-S004"),
    "a Grade above its scale": (_told("grade", Grade(Decimal(75), "nl-10")), "EVC-A005"),
    "a Grade below its scale": (_told("grade", Grade(Decimal(0), "de-6")), "EVC-A005"),
    "a Grade on an endless scale": (_told("grade", Grade(Decimal(7), "x" * 201)), "EVC-S004"),
    "a day long ago": (_told("date", date(1799, 12, 31)), "EVC-S004"),
    "no end": (_told("date", date(9999, 12, 31)), "EVC-S004"),
    "a country in capitals": (_told("country", "NL"), "EVC-A006"),
    "a code that cannot be shown": (_told("programme", f"{SECRET}\x1b[1m"), "EVC-S004"),
    "a code that turns around": (_told("programme", f"{SECRET}\u202e"), "EVC-S004"),
    "half a character": (_told("programme", "\ud800"), "EVC-S004"),
    "an id that is none": (lambda s: s.add(_unvalidated(Evidence, id=None, kind="diploma")), "EVC-S003"),
    "an id with space": (lambda s: s.add(_unvalidated(Evidence, id="é x", kind="diploma")), "EVC-S003"),
    "no kind": (lambda s: s.add(_unvalidated(Evidence)), "EVC-S003"),
    "a list of attributes": (
        lambda s: s.add(_unvalidated(Evidence, kind="diploma", attributes=["nlqf"])),
        "EVC-S003",
    ),
    "a mapping of attributes": (
        lambda s: s.add(_unvalidated(Evidence, kind="diploma", attributes={"nlqf": SIX})),
        "EVC-S003",
    ),
    "an attribute of another type": (
        lambda s: s.add(_unvalidated(Evidence, kind="diploma", attributes=(("programme", [SECRET]),))),
        "EVC-S003",
    ),
    "a number that is said to be unknown": (
        lambda s: s.add(_unvalidated(Evidence, kind="diploma", unknown=(1,))),
        "EVC-S003",
    ),
    "a verdict that says no in words": (
        lambda s: s.add(_unvalidated(Verdict, outcome=Ref("history", 1, 1), achieved="no")),
        "EVC-S003",
    ),
    "a verdict about a negative level": (
        lambda s: s.add(Verdict(id="v", outcome=Ref("research", -1, -1), achieved=True)),
        "EVC-S004",
    ),
    "a verdict about a level in words": (
        lambda s: s.add(Verdict(id="v", outcome=Ref("research", "1", "1"), achieved=True)),
        "EVC-S004",
    ),
    "a verdict about nothing": (lambda s: s.add(Verdict(id="v", outcome=Ref(None), achieved=True)), "EVC-S004"),
    "an answer in words": (
        lambda s: s.correct(Answer.model_construct(judgement="one", ruleset="r", answer="no")),
        "EVC-S003",
    ),
    "an answer at a time": (
        lambda s: s.correct(
            Answer.model_construct(judgement="one", ruleset="r", answer=True, on=datetime(2026, 1, 1))  # noqa: DTZ001
        ),
        "EVC-S003",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_is_refused_and_changes_nothing(wrong):
    step, code = WRONG[wrong]
    session = talk()
    now = session._now
    with pytest.raises(InvalidInputError) as raised:
        step(session)
    assert {finding.code for finding in raised.value.findings} == {code}
    assert all(finding.help for finding in raised.value.findings)
    assert session._now == now
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("begin", "codes"),
    [
        ({"ruleset": None}, ["EVC-C001"]),
        ({"ruleset": FRAMEWORK, "framework": WORLD.ruleset}, ["EVC-C001", "EVC-C001"]),
        ({"on": None, "dossier": {"id": SECRET}}, ["EVC-C001", "EVC-C001"]),
        ({"on": datetime(2026, 9, 1)}, ["EVC-C001"]),  # noqa: DTZ001
        ({"on": date(1, 1, 1)}, ["EVC-C001"]),
        ({"on": date.max}, ["EVC-C001"]),
        ({"shared": "one"}, ["EVC-C001"]),
        ({"shared": None}, ["EVC-C001"]),
        ({"shared": [1]}, ["EVC-C001"]),
        ({"shared": [[]]}, ["EVC-C001"]),
        ({"dossier": Dossier.model_construct(id="x", evidence=None, verdicts=[])}, ["EVC-S003", "EVC-S003"]),
        ({"dossier": Dossier(id="x", evidence=(_unvalidated(Evidence, kind=None),))}, ["EVC-S003"]),
        ({"dossier": Dossier(id="x", applicant=_unvalidated(ApplicantFacts, unknown=None))}, ["EVC-S003"]),
    ],
)
def test_a_talk_begins_with_what_it_says_it_begins_with(begin, codes):
    given = {"ruleset": WORLD.ruleset, "framework": FRAMEWORK, "on": ON, **begin}
    with pytest.raises(InvalidInputError) as raised:
        IntakeSession(**given)
    assert [finding.code for finding in raised.value.findings] == codes
    assert all(finding.help for finding in raised.value.findings)
    assert SECRET not in str(raised.value)


def test_what_was_made_without_being_validated_counts_when_it_is_sound():
    session = talk()
    session.add(Evidence.model_construct(id="d2", kind="diploma", attributes=(("nlqf", SIX),)))
    assert session.dossier.evidence[-1] == Evidence(id="d2", kind="diploma", attributes=(("nlqf", SIX),))


def test_judgements_that_are_shared_may_come_in_any_collection():
    for shared in (["one"], {"one"}, (name for name in ["one"])):
        session = IntakeSession(WORLD.ruleset, FRAMEWORK, on=ON, shared=shared)
        assert session.add(Answer(judgement="one", answer=True)).changed


# Copies and pickles


def _pickled(one):
    return pickle.loads(pickle.dumps(one))  # noqa: S301 - made here


def _same(one: IntakeSession, other: IntakeSession) -> bool:
    return (one.dossier, one.statuses, one.questions, one.next, one.findings) == (
        other.dossier,
        other.statuses,
        other.questions,
        other.next,
        other.findings,
    )


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, _pickled])
def test_a_copy_of_a_talk_goes_its_own_way(again):
    session = talk()
    other = again(session)
    assert _same(other, session)
    before = session._now
    other.forget("variant")
    other.undo()
    other.undo()
    other.withdraw("d1")
    assert session._now == before
    assert (len(other._now.past), len(before.past)) == (3, 3)
    assert other._rete is session._rete  # a ruleset that is equal is not made ready again


def test_what_a_step_changed_pickles_too():
    session = talk()
    change = session.withdraw("d1")
    again = _pickled(change)
    assert (again.did, again.what, again.changed) == (change.did, change.what, change.changed)
    assert (again.open, again.next, again.findings) == (change.open, change.next, change.findings)
    assert all(again.state.trace(leaf) == session.trace(leaf) for leaf in FRAMEWORK.leaves)


def test_a_talk_goes_on_in_another_process():
    """Where texts have other hashes, so nothing may hang on the order of a set."""
    script = (
        "import pickle, sys\n"
        "session = pickle.load(sys.stdin.buffer)\n"
        "session.undo()\n"
        "print(sorted(map(str, session.questions)))"
    )
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], input=pickle.dumps(talk()), check=True, capture_output=True, timeout=60
    )
    session = talk()
    session.undo()
    assert ended.stdout.decode().strip() == str(sorted(map(str, session.questions)))
