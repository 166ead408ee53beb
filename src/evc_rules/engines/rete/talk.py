"""An intake talk: evidence, verdicts and answers arrive one at a time, and after each it is clear what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any, Final, NamedTuple

from ...errors import Finding, InvalidInputError
from ...model.attributes import Value
from ...model.dossier import Dossier
from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ...results.questions import Question
from ...results.status import Statuses
from ...results.trace import LeafTrace
from ..prepare import Prepared, prepare
from . import given
from .asking import NextQuestion
from .engine import rete
from .given import Thing
from .state import State
from .steps import name_of

_NOBODY: Final = Dossier(id="intake")


@dataclass(frozen=True)
class Change:
    """What a step of an intake talk changed.

    Attributes:
        did: What was done: added, corrected, withdrawn, told, doubted, forgotten or undone.
        what: The id (or the attribute, or the judgement) that it was done to.
        changed: The leaves whose statuses changed, each with the statuses before and after.
        state: What holds now.
    """

    did: str
    what: str
    changed: Mapping[Leaf, tuple[Statuses, Statuses]]
    state: State

    @property
    def open(self) -> Mapping[Question, tuple[Leaf, ...]]:
        """The open questions, each with the leaves that it would help to settle."""
        return self.state.questions

    @property
    def open_leaves(self) -> tuple[Leaf, ...]:
        """The leaves that are open."""
        return self.state.open

    @property
    def next(self) -> NextQuestion | None:
        """The question that is best asked next; worked out when it is asked for. See `NextQuestion`."""
        return self.state.next

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not count, or is in doubt."""
        return self.state.findings


class _Moment(NamedTuple):
    """Where a talk is; one value, so that no step is ever half taken."""

    dossier: Dossier
    state: State
    past: tuple[tuple[Dossier, str], ...]


class IntakeSession:
    """An intake talk about one applicant, under one ruleset.

    Each step returns a `Change`. A wrong step raises and leaves the talk as it was. A talk may be used by several
    threads; its steps then come one after the other. What it says is the answer of the meaning, whatever the order of
    the steps: durable_rules matches the rules, and each answer of it is held to the compiled engine's. A copy
    (`copy.copy`) goes its own way from there; a talk pickles, with its steps.

    Needs the extra `intake`.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        framework: Framework,
        *,
        on: date,
        shared: Collection[str] = (),
        dossier: Dossier = _NOBODY,
    ) -> None:
        """Begin a talk.

        Args:
            ruleset: The ruleset.
            framework: The framework that it is written over.
            on: The decision date.
            shared: The judgements that one answer settles for several institutions.
            dossier: What is known when the talk begins.

        Raises:
            InvalidInputError: With everything that is wrong with the dossier; EVC-O008 when ruleset, framework and
                dossier do not belong together; EVC-C001 when an argument is of another type; EVC-I001 when
                durable_rules cannot carry the ruleset.
            MissingExtraError: durable_rules is not installed.
        """
        self._begin(ruleset, framework, on, given.begun(ruleset, framework, on, shared, dossier))
        start = self._rete.desk.checked(dossier)
        self._now = _Moment(start, self._rete.evaluate(self._prepared(start)), ())

    def _begin(self, ruleset: Ruleset, framework: Framework, on: date, shared: frozenset[str]) -> None:
        self._rete = rete(ruleset, framework, on, shared)
        self._lock = RLock()

    def __getstate__(self) -> dict[str, Any]:
        compiled, now = self._rete.compiled, self._now
        begun = compiled.rulesets[0], compiled.framework, compiled.on, compiled.shared
        return {"begun": begun, "dossier": now.dossier, "past": now.past}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._begin(*state["begun"])
        dossier = state["dossier"]
        self._now = _Moment(dossier, self._rete.evaluate(self._prepared(dossier)), state["past"])

    # What holds now

    @property
    def state(self) -> State:
        """What holds now, as one value that later steps do not change."""
        return self._now.state

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return self._now.dossier

    @property
    def statuses(self) -> Mapping[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf."""
        return self.state.statuses

    @property
    def questions(self) -> Mapping[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        return self.state.questions

    @property
    def next(self) -> NextQuestion | None:
        """The question that is best asked next, or None when nothing is open."""
        return self.state.next

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not count, or is in doubt."""
        return self.state.findings

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has.

        Raises:
            InvalidInputError: EVC-O001 or EVC-O002 when the framework has no such leaf, EVC-C001 when it is none.
        """
        return self.state.trace(given.leaf(leaf, self._rete.framework))

    # Steps

    def add(self, thing: Thing) -> Change:
        """Add evidence, a verdict, or the answer to a judgement.

        Raises:
            InvalidInputError: EVC-S005 when its id is in use, EVC-D004 when nobody asks the judgement, or what is wrong
                with it by itself.
        """
        thing = given.thing(thing)
        with self._lock:
            return self._step("added", name_of(thing), self._rete.desk.added(self.dossier, thing))

    def correct(self, thing: Thing) -> Change:
        """Put evidence, a verdict or an answer in the place of the one with the same id.

        Raises:
            InvalidInputError: EVC-I003 when there is none, or what is wrong with it by itself.
        """
        thing = given.thing(thing)
        with self._lock:
            return self._step("corrected", name_of(thing), self._rete.desk.corrected(self.dossier, thing))

    def withdraw(self, name: str) -> Change:
        """Withdraw evidence or a verdict.

        Raises:
            InvalidInputError: EVC-I003 when there is none with this id.
        """
        help_ = "give the id of evidence or a verdict; answers are withdrawn by `withdraw_answer`"
        given.word(name, "what is withdrawn", help_)
        with self._lock:
            return self._step("withdrawn", name, self._rete.desk.without(self.dossier, name))

    def withdraw_answer(self, judgement: str, ruleset: str | None = None) -> Change:
        """Withdraw the answer to a judgement.

        Args:
            judgement: The judgement.
            ruleset: The ruleset that the answer names, or None when it names none.

        Raises:
            InvalidInputError: EVC-I003 when there is none.
        """
        given.word(judgement, "a judgement", "give its name, as the clause has it")
        given.word(ruleset or "", "a ruleset", "give the id that the answer names, or None")
        with self._lock:
            return self._step("withdrawn", judgement, self._rete.desk.unanswered(self.dossier, judgement, ruleset))

    def tell(self, attribute: str, value: Value, *, of: str | None = None) -> Change:
        """Tell an attribute of the applicant, or of an item or verdict; or tell it anew, which corrects it.

        Args:
            attribute: The attribute.
            value: Its value.
            of: The id of the item or verdict, or None for the applicant.

        Raises:
            InvalidInputError: EVC-I003 when there is no such item, EVC-A001 to EVC-A006 or EVC-S004 when the attribute
                is not declared for it or the value is no value of it.
        """
        _named(attribute, of)
        with self._lock:
            return self._step("told", attribute, self._rete.desk.told(self.dossier, of, attribute, value))

    def doubt(self, attribute: str, *, of: str | None = None) -> Change:
        """Say that an attribute is not known, where to leave it out would say that there is none (`absent: none`).

        What was told of it is taken back. `tell` settles it, `forget` leaves it out again.

        Args:
            attribute: The attribute.
            of: The id of the item or verdict, or None for the applicant.

        Raises:
            InvalidInputError: EVC-I003 when there is no such item, EVC-A001 or EVC-A002 when the attribute is not
                declared for it.
        """
        _named(attribute, of)
        with self._lock:
            return self._step("doubted", attribute, self._rete.desk.doubted(self.dossier, of, attribute))

    def forget(self, attribute: str, *, of: str | None = None) -> Change:
        """Withdraw an attribute of the applicant, or of an item or verdict; or that it was said not to be known.

        Args:
            attribute: The attribute.
            of: The id of the item or verdict, or None for the applicant.

        Raises:
            InvalidInputError: EVC-I003 when there is no such item, or the attribute is not known.
        """
        _named(attribute, of)
        with self._lock:
            return self._step("forgotten", attribute, self._rete.desk.forgotten(self.dossier, of, attribute))

    def undo(self) -> Change:
        """Undo the last step that is not undone yet.

        Raises:
            InvalidInputError: EVC-I003 when there is none.
        """
        with self._lock:
            past = self._now.past
            if not past:
                help_ = "the talk is as it began"
                raise InvalidInputError((Finding("EVC-I003", "there is no step to undo", help=help_),))
            dossier, what = past[-1]
            return self._to("undone", what, dossier, past[:-1])

    def _step(self, did: str, what: str, dossier: Dossier) -> Change:
        return self._to(did, what, dossier, (*self._now.past, (self.dossier, what)))

    def _to(self, did: str, what: str, dossier: Dossier, past: tuple[tuple[Dossier, str], ...]) -> Change:
        before = self.state
        after = self._rete.evaluate(self._prepared(dossier), before.matched)
        changed = {
            leaf: (before.statuses[leaf], statuses)
            for leaf, statuses in after.statuses.items()
            if statuses != before.statuses[leaf]
        }
        change = Change(did, what, changed, after)
        self._now = _Moment(dossier, after, past)
        return change

    def _prepared(self, dossier: Dossier) -> Prepared:
        return prepare(dossier, self._rete.framework.vocabulary, self._rete.compiled.on)


def _named(attribute: object, of: object) -> None:
    given.word(attribute, "an attribute", "give its name, as the framework declares it")
    if of is not None:
        given.word(of, "'of'", "give the id of evidence or a verdict, or None for the applicant")
