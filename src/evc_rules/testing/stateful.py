"""An intake as a state machine for hypothesis: evidence, verdicts and answers arrive, are corrected and withdrawn.

`TestIntake = stateful.intake("policy.yaml")`. After each step all engines say the same, whatever the order in which
things came; what is open says what to ask; and what becomes known never opens what was settled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from operator import methodcaller
from typing import Any, Final

from ..advice import assess
from ..compare import STANDARD
from ..engines.compiled import compile_ruleset
from ..engines.monotone import monotone
from ..engines.prepare import Prepared, prepare
from ..engines.protocol import Engine
from ..engines.reference import Reference
from ..errors import InvalidInputError, MissingExtraError
from ..language.dump import dump
from ..model.dossier import Dossier, Evidence
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..results.status import Status, Statuses
from .files import Policy, folder_of_caller, near
from .laws.checking import days_of, subject_of
from .laws.days import turning_days

try:
    from hypothesis import settings
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
except ImportError as error:
    raise MissingExtraError("testing", "running intakes as state machines") from error

from .strategies import applicants

_NOBODY: Final = Dossier(id="intake", illustrative=True)
_EXEMPT: Final = frozenset({Status.EXEMPT})
_UNSOUND: Final = frozenset({"EVC-D002", "EVC-D003", "EVC-D008"})
"""Findings of things listed twice, and of contradictions: what is known then cannot be so."""


@dataclass(frozen=True)
class Ground:
    """What intakes are about.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        on: The decision date.
        shared: The judgements that one answer settles for several institutions.
        engines: The engines that are held to the reference, by name.
    """

    ruleset: Ruleset
    framework: Framework
    on: date
    shared: frozenset[str]
    engines: Mapping[str, Engine]

    def prepared(self, dossier: Dossier) -> Prepared:
        """A dossier made ready for the decision date."""
        return prepare(dossier, self.framework.vocabulary, self.on)


def intake(
    policy: Policy,
    framework: Framework | None = None,
    *,
    on: date | None = None,
    shared: Collection[str] = (),
    engines: Mapping[str, Engine] | None = None,
    steps: int = 12,
    examples: int = 30,
) -> type[Any]:
    """A test case in which intakes under a policy go on for some steps.

    Args:
        policy: The ruleset, or its file; a path may be relative to the file of the test.
        framework: The framework of a ruleset that comes without a file.
        on: The decision date; by default the last on which something changes.
        shared: The judgements that one answer settles for several institutions.
        engines: The engines that are held to the reference, by name; the compiled one by default.
        steps: The most steps of an intake.
        examples: How many intakes there are.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used; EVC-C001 when no decision date is known.
    """
    beside = folder_of_caller()
    subject = subject_of(near(policy, beside), framework, shared, (), STANDARD)
    day = on or max(turning_days([subject.ruleset], subject.framework), default=None) or days_of(subject, on)[-1]
    ruleset, over = subject.ruleset, subject.framework
    held = {"compiled": compile_ruleset(ruleset, over, day, shared=subject.shared)} if engines is None else engines
    machine = type("Intake", (_Intake,), {"ground": Ground(ruleset, over, day, subject.shared, held)})
    case: type[Any] = machine.TestCase  # type: ignore[attr-defined]
    case.settings = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    return case


def _talk(ground: Ground) -> Any:
    """An intake talk, where durable_rules is installed and can carry the ruleset."""
    try:
        from ..engines.rete import IntakeSession  # noqa: PLC0415 - an extra

        return IntakeSession(ground.ruleset, ground.framework, on=ground.on, shared=ground.shared, dossier=_NOBODY)
    except (MissingExtraError, InvalidInputError):
        return None


class _Intake(RuleBasedStateMachine):
    """One intake."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.dossier = _NOBODY
        self.before: Dossier | None = None
        self.past: list[Dossier] = []
        self.filled = self.more = False
        self.named = 0
        self.talk: Any = None
        one = self.ground
        self.reference = Reference(one.ruleset, one.framework, one.on, one.shared)
        self.monotone = not monotone(one.ruleset, one.framework)

    @initialize()
    def begin(self) -> None:
        """A talk begins with nothing."""
        self.talk = _talk(self.ground)

    # Steps

    @rule(data=st.data())
    def brings_evidence(self, data: st.DataObject) -> None:
        """Evidence arrives."""
        found = self._drawn(data).evidence
        if found:
            item = found[0].with_(id=self._name())
            after = self.dossier.with_(evidence=(*self.dossier.evidence, item))
            self._step(after, methodcaller("add", item), more=True)

    @rule(data=st.data())
    def is_assessed(self, data: st.DataObject) -> None:
        """A verdict is recorded."""
        found = self._drawn(data).verdicts
        if found:
            verdict = found[0].with_(id=self._name())
            after = self.dossier.with_(verdicts=(*self.dossier.verdicts, verdict))
            self._step(after, methodcaller("add", verdict), more=verdict.achieved)

    @rule(data=st.data())
    def is_judged(self, data: st.DataObject) -> None:
        """A person answers a judgement."""
        for answer in self._drawn(data).judgements[:1]:
            clause = answer.judgement, answer.ruleset
            if clause not in {(one.judgement, one.ruleset) for one in self.dossier.judgements}:
                after = self.dossier.with_(judgements=(*self.dossier.judgements, answer))
                self._step(after, methodcaller("add", answer), filled=True)

    @rule(data=st.data())
    def tells_of_themselves(self, data: st.DataObject) -> None:
        """An attribute of the applicant becomes known, or is corrected."""
        for name, value in self._drawn(data).applicant.attributes[:1]:
            known = {**self.dossier.applicant.known, name: value}
            applicant = self.dossier.applicant.with_(attributes=tuple(sorted(known.items())))
            new = name not in self.dossier.applicant.known and self._none_means_unknown(name)
            after = self.dossier.with_(applicant=applicant)
            self._step(after, methodcaller("tell", name, value), filled=new)

    @precondition(lambda self: self.dossier.evidence)
    @rule(data=st.data())
    def corrects_evidence(self, data: st.DataObject) -> None:
        """Evidence turns out to be something else."""
        found = self._drawn(data).evidence
        if found:
            item = data.draw(st.sampled_from(self.dossier.evidence))
            other = found[0].with_(id=item.id)
            after = self.dossier.with_(evidence=_put(self.dossier.evidence, other))
            self._step(after, methodcaller("correct", other))

    @precondition(lambda self: self.dossier.evidence)
    @rule(data=st.data())
    def forgets_a_fact(self, data: st.DataObject) -> None:
        """A fact of some evidence turns out not to be known."""
        item = data.draw(st.sampled_from(self.dossier.evidence))
        if item.attributes:
            gone = data.draw(st.sampled_from([name for name, _ in item.attributes]))
            less = item.with_(attributes=tuple(pair for pair in item.attributes if pair[0] != gone))
            after = self.dossier.with_(evidence=_put(self.dossier.evidence, less))
            self._step(after, methodcaller("forget", gone, of=item.id))

    @precondition(lambda self: self.dossier.evidence or self.dossier.verdicts)
    @rule(data=st.data())
    def withdraws(self, data: st.DataObject) -> None:
        """Evidence or a verdict is withdrawn."""
        names = [one.id for one in self.dossier.evidence] + [one.id for one in self.dossier.verdicts]
        gone = data.draw(st.sampled_from(names))
        after = self.dossier.with_(
            evidence=tuple(one for one in self.dossier.evidence if one.id != gone),
            verdicts=tuple(one for one in self.dossier.verdicts if one.id != gone),
        )
        self._step(after, methodcaller("withdraw", gone))

    @precondition(lambda self: self.past)
    @rule()
    def undoes(self) -> None:
        """The last step is undone."""
        self.before, self.filled, self.more = None, False, False
        self.dossier = self.past.pop()
        if self.talk is not None:
            self.talk.undo()

    # What holds after each step

    @invariant()
    def engines_agree(self) -> None:
        """All engines say what the reference says, and ask what it asks."""
        prepared = self.ground.prepared(self.dossier)
        meant = self.reference.evaluate(prepared)
        said = {name: engine.evaluate(prepared) for name, engine in self.ground.engines.items()}
        if self.talk is not None:
            said["intake talk"] = self.talk.state
        for name, answers in said.items():
            self._hold(dict(answers.statuses) == dict(meant.statuses), f"{name}: other statuses than the reference")
            self._hold(set(answers.questions) == set(meant.questions), f"{name}: asks something else")

    @invariant()
    def order_does_not_matter(self) -> None:
        """The same things in another order are the same recommendation."""
        if "EVC-D002" in {one.code for one in self.ground.prepared(self.dossier).findings}:
            return  # of two that are the same the first one counts, and its name is asked for
        turned = self.dossier.with_(evidence=self.dossier.evidence[::-1], verdicts=self.dossier.verdicts[::-1])
        self._hold(self._statuses(turned) == self._statuses(self.dossier), "the order of the dossier matters")

    @invariant()
    def recommendations_are_coherent(self) -> None:
        """A recommendation says what the engines say, and of whatever is open what to ask."""
        one = self.ground
        advice = assess(one.ruleset, self.dossier, framework=one.framework, on=one.on, shared=one.shared)
        statuses = self._statuses(self.dossier)
        asked = {leaf for leaves in advice.answers.questions.values() for leaf in leaves}
        for told in advice:
            (leaf,) = told.leaves
            self._hold(told.statuses == statuses[leaf], f"{leaf}: the recommendation says something else")
            self._hold(len(told.statuses) == 1 or leaf in asked, f"{leaf} is open, and nothing is asked")

    @invariant()
    def knowing_more_settles_more(self) -> None:
        """A fact that becomes known never makes a status possible; more evidence loses nothing where rules are so."""
        if self.before is None or self._unsound(self.before) or self._unsound(self.dossier):
            return
        before, after = self._statuses(self.before), self._statuses(self.dossier)
        for leaf, statuses in after.items():
            if self.filled:
                self._hold(statuses <= before[leaf], f"{leaf}: knowing more makes more possible")
            if self.more and self.monotone and before[leaf] == _EXEMPT:
                self._hold(statuses == _EXEMPT, f"{leaf}: more evidence costs an exemption")

    # How

    def _hold(self, so: bool, otherwise: str) -> None:  # noqa: FBT001 - as an assertion says it
        if not so:
            raise AssertionError(f"{otherwise}\n{dump(self.dossier)}")

    def _drawn(self, data: st.DataObject) -> Dossier:
        one = self.ground
        return data.draw(applicants(one.ruleset, one.framework, on=one.on, max_items=1, max_verdicts=1))

    def _name(self) -> str:
        self.named += 1
        return f"i{self.named}"

    def _none_means_unknown(self, name: str) -> bool:
        declared = self.ground.framework.vocabulary.find(name, "applicant")
        return declared is not None and declared.absent == "unknown"

    def _statuses(self, dossier: Dossier) -> dict[Leaf, Statuses]:
        return dict(self.reference.evaluate(self.ground.prepared(dossier)).statuses)

    def _unsound(self, dossier: Dossier) -> bool:
        return not _UNSOUND.isdisjoint(one.code for one in self.ground.prepared(dossier).findings)

    def _step(self, after: Dossier, take: Callable[[Any], object], *, filled: bool = False, more: bool = False) -> None:
        """Take a step, unless the talk refuses what is wrong by itself."""
        if self.talk is not None:
            try:
                take(self.talk)
            except InvalidInputError:
                return
        self.past.append(self.dossier)
        self.before, self.dossier, self.filled, self.more = self.dossier, after, filled, more


def _put(items: tuple[Evidence, ...], other: Evidence) -> tuple[Evidence, ...]:
    return tuple(other if one.id == other.id else one for one in items)
