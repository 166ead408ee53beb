"""A recommendation: what one ruleset says of one dossier, outcome by outcome, with reasons. Never a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..errors import Finding, InvalidInputError
from ..language.reader import did_you_mean
from ..language.render import Prose
from ..model.base import Lang
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..model.quantities import Amount
from ..results.questions import Question
from ..results.status import Status, Statuses, status_of, whole
from ..results.trace import LeafTrace, RuleStep
from ..results.truth import Truth
from .credits import CreditAdvice
from .receipt import Receipt, receipt
from .why import Why


@dataclass(frozen=True)
class OutcomeAdvice:
    """What is recommended for one outcome, at one level, at several, or as a whole with parts.

    Attributes:
        name: The outcome, as it was asked for.
        traces: The trace of each leaf that it stands for.
        prose: How it is told in Dutch; `why` can tell it in English too.
    """

    name: str
    traces: tuple[LeafTrace, ...]
    prose: Prose

    @property
    def statuses(self) -> Statuses:
        """The statuses that are still possible."""
        return whole(one.statuses for one in self.traces)

    @property
    def status(self) -> Status:
        """The one status that is possible, or open."""
        return status_of(self.statuses)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What would help to settle it, each once; nothing when it is settled."""
        if self.status is not Status.OPEN:
            return ()
        return tuple(dict.fromkeys(question for one in self.traces for question in one.questions))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that act on it."""
        return tuple(dict.fromkeys(step.rule for one in self.traces for step in acting(one)))

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that those rules encode."""
        cited = (text for one in self.traces for step in acting(one) for text, _ in step.articles)
        return tuple(dict.fromkeys(cited))

    def why(self, lang: Lang = "nl") -> str:
        """Why, in a few sentences with the articles; of a whole, a paragraph for each leaf."""
        teller = Why(spoken(self.prose, lang))
        return "\n".join(teller.leaf(one) for one in self.traces)


@dataclass(frozen=True)
class Recommendation:
    """What one ruleset says of one dossier. It recommends; the exam board (examencommissie) decides.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        dossier: The dossier as it was given.
        on: The decision date.
        traces: What is said of every leaf, and why.
        findings: What of the dossier does not count or is in doubt, and what could not be worked out.
        credits: What the exemptions are worth, or None without a programme or a known variant of it.
        start: The day from which the remaining path counts.
        programme: The programme that was asked about, or None.
        shared: The judgements that one answer settled for several institutions.
    """

    ruleset: Ruleset
    framework: Framework
    dossier: Dossier
    on: date
    traces: dict[Leaf, LeafTrace]
    findings: tuple[Finding, ...]
    credits: CreditAdvice | None
    start: date
    programme: Programme | None = None
    shared: frozenset[str] = frozenset()

    def __getitem__(self, outcome: str) -> OutcomeAdvice:
        """What is recommended for an outcome: `ped.climate@1`, `ped.climate@1..2`, `ped.climate` or `ped`.

        Raises:
            InvalidInputError: EVC-O001 when there is no such outcome, EVC-O002 when it has no such level, EVC-S004
                when the name cannot be read.
        """
        return OutcomeAdvice(outcome, tuple(self.traces[leaf] for leaf in named(self.framework, outcome)), self.prose)

    def __iter__(self) -> Iterator[OutcomeAdvice]:
        """What is recommended for each outcome at each level, in the order of the framework."""
        return (OutcomeAdvice(str(leaf), (trace,), self.prose) for leaf, trace in self.traces.items())

    @cached_property
    def receipt(self) -> Receipt:
        """What it was made from: the same receipt, the same recommendation."""
        return receipt(
            self.ruleset, self.framework, self.programme, self.dossier, self.on,
            variant=self.credits.variant if self.credits else "", start=self.start if self.credits else None,
            shared=self.shared,
        )  # fmt: skip

    @cached_property
    def statuses(self) -> dict[Leaf, Statuses]:
        """The possible statuses of every leaf."""
        return {leaf: trace.statuses for leaf, trace in self.traces.items()}

    @cached_property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle; those that help most come first."""
        about: dict[Question, list[Leaf]] = {}
        for leaf, trace in self.traces.items():
            for question in trace.questions:
                about.setdefault(question, []).append(leaf)
        ranked = sorted(about.items(), key=lambda pair: -len(pair[1]))
        return {question: tuple(leaves) for question, leaves in ranked}

    def ask(self, question: Question, lang: Lang = "nl") -> str:
        """An open question as it would be asked."""
        return spoken(self.prose, lang).question(question)

    @property
    def prose(self) -> Prose:
        """Says things about this recommendation, in Dutch."""
        cohort = self.dossier.applicant.known.get("cohort")
        year = int(cohort.value) if isinstance(cohort, Amount) else None
        return Prose(self.framework, "nl", self.ruleset, self.on, year)

    def count(self, status: Status) -> int:
        """How many leaves have a status."""
        return sum(trace.status is status for trace in self.traces.values())

    def grounds(self) -> dict[str, tuple[RuleStep, tuple[Leaf, ...]]]:
        """The rules that make leaves exempt or refused, each with an instance of it and those leaves."""
        found: dict[str, tuple[RuleStep, list[Leaf]]] = {}
        for leaf, trace in self.traces.items():
            for step in acting(trace):
                found.setdefault(step.rule, (step, []))[1].append(leaf)
        return {rule: (step, tuple(dict.fromkeys(leaves))) for rule, (step, leaves) in found.items()}


def acting(trace: LeafTrace) -> Iterator[RuleStep]:
    """The rule instances that make a settled status what it is."""
    sides = {
        Status.EXEMPT: (*trace.grants,),
        Status.REFUSED: (*trace.bars,),
        Status.CONFLICT: (*trace.grants, *trace.bars),
    }
    return (step for step in sides.get(trace.status, ()) if step.truth is Truth.TRUE)


def spoken(prose: Prose, lang: Lang) -> Prose:
    """The same in a language."""
    return Prose(prose.framework, lang, prose.ruleset, prose.on, prose.cohort)


def named(framework: Framework, outcome: str) -> tuple[Leaf, ...]:
    """The leaves that a name stands for.

    Raises:
        InvalidInputError: See `Recommendation.__getitem__`.
    """
    try:
        ref = Ref.parse(outcome)
    except ValueError as error:
        raise InvalidInputError((Finding("EVC-S004", str(error)),)) from error
    if ref.outcome not in framework.by_id:
        message = f"the outcome '{ref.outcome}' is not in {framework.name}"
        help_ = did_you_mean(ref.outcome, framework.by_id)
        raise InvalidInputError((Finding("EVC-O001", message, help=help_),))
    most = max(framework.by_id[name].levels for name in framework.under(ref.outcome))
    if ref.high > most:
        message = f"'{ref.outcome}' has no level {ref.high}"
        raise InvalidInputError((Finding("EVC-O002", message, help=f"its levels: 1..{most}"),))
    return framework.leaves_of(ref)
