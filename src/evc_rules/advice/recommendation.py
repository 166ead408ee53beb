"""A recommendation: what one ruleset says of one dossier, outcome by outcome, with reasons. Never a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..engines.protocol import Answers
from ..errors import Finding, InvalidInputError
from ..language.reader import did_you_mean
from ..language.render import Prose
from ..model.base import Lang
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..results.questions import MissingFact, Question
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
        leaves: The leaves that it stands for.
        answers: What the engine says of them.
        prose: How it is told in Dutch; `why` can tell it in English too.
    """

    name: str
    leaves: tuple[Leaf, ...]
    answers: Answers
    prose: Prose

    @cached_property
    def traces(self) -> tuple[LeafTrace, ...]:
        """The trace of each leaf that it stands for."""
        return tuple(self.answers.trace(leaf) for leaf in self.leaves)

    @property
    def statuses(self) -> Statuses:
        """The statuses that are still possible."""
        return whole(self.answers.statuses[leaf] for leaf in self.leaves)

    @property
    def status(self) -> Status:
        """The one status that is possible, or open."""
        return status_of(self.statuses)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What would help to settle it, each once; nothing when it is settled."""
        if self.status is not Status.OPEN:
            return ()
        here = set(self.leaves)
        return tuple(question for question, leaves in self.answers.questions.items() if here & set(leaves))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that act on it."""
        return tuple(dict.fromkeys(step.rule for leaf in self.leaves for step in _acting(self.answers, leaf)))

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that those rules encode."""
        cited = (text for leaf in self.leaves for step in _acting(self.answers, leaf) for text, _ in step.articles)
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
        answers: What the engine says of every leaf; why is worked out when it is asked for.
        findings: What of the dossier does not count or is in doubt, and what could not be worked out.
        credits: What the exemptions are worth, or None without a programme or a known variant of it.
        start: The day from which the remaining path counts.
        programme: The programme that was asked about, or None.
        shared: The judgements that one answer settled for several institutions.
        variant: The variant that was chosen in place of the dossier's, or None.
        chosen_start: The start of the programme that was chosen in place of the dossier's, or None.
    """

    ruleset: Ruleset
    framework: Framework
    dossier: Dossier
    on: date
    answers: Answers
    findings: tuple[Finding, ...]
    credits: CreditAdvice | None
    start: date
    programme: Programme | None = None
    shared: frozenset[str] = frozenset()
    variant: str | None = None
    chosen_start: date | None = None

    @property
    def followed(self) -> Dossier:
        """The dossier of an applicant who follows the variant and begins on the day that were chosen."""
        return following(self.dossier, self.variant, self.chosen_start)

    def __getitem__(self, outcome: str) -> OutcomeAdvice:
        """What is recommended for an outcome: `ped.climate@1`, `ped.climate@1..2`, `ped.climate` or `ped`.

        Raises:
            InvalidInputError: EVC-O001 when there is no such outcome, EVC-O002 when it has no such level, EVC-S004
                when the name cannot be read.
        """
        return OutcomeAdvice(outcome, named(self.framework, outcome), self.answers, self.prose)

    def __iter__(self) -> Iterator[OutcomeAdvice]:
        """What is recommended for each outcome at each level, in the order of the framework."""
        return (OutcomeAdvice(str(leaf), (leaf,), self.answers, self.prose) for leaf in self.statuses)

    @property
    def start_known(self) -> bool:
        """Whether the start of the programme is known; where not, the path counts from the decision date."""
        return self.chosen_start is not None or isinstance(self.dossier.applicant.known.get("start"), date)

    @property
    def cohort_asked(self) -> bool:
        """Whether something hangs on the cohort of the applicant, and that is not known."""
        return MissingFact(None, "cohort") in self.questions

    @cached_property
    def receipt(self) -> Receipt:
        """What it was made from, and a digest of what it says: the same receipt, the same recommendation."""
        return receipt(self)

    @property
    def statuses(self) -> Mapping[Leaf, Statuses]:
        """The possible statuses of every leaf."""
        return self.answers.statuses

    @cached_property
    def traces(self) -> dict[Leaf, LeafTrace]:
        """Why every leaf has the status that it has."""
        return {leaf: self.answers.trace(leaf) for leaf in self.statuses}

    @cached_property
    def questions(self) -> dict[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle; those that help most come first.

        Of those that help as much, those about earlier outcomes of the framework come first.
        """
        place = {leaf: number for number, leaf in enumerate(self.statuses)}

        def rank(question: Question) -> tuple[int, list[int], str]:
            leaves = self.answers.questions[question]
            return -len(leaves), [place[leaf] for leaf in leaves], repr(question)

        return {question: self.answers.questions[question] for question in sorted(self.answers.questions, key=rank)}

    def ask(self, question: Question, lang: Lang = "nl") -> str:
        """An open question as it would be asked."""
        return spoken(self.prose, lang).question(question)

    @property
    def prose(self) -> Prose:
        """Says things about this recommendation, in Dutch."""
        return Prose(self.framework, "nl", self.ruleset, self.on, self.dossier.applicant.cohort)

    def count(self, status: Status) -> int:
        """How many leaves have a status."""
        return sum(status_of(statuses) is status for statuses in self.statuses.values())

    def grounds(self) -> dict[str, tuple[RuleStep, tuple[Leaf, ...]]]:
        """The rules that make leaves exempt or refused, each with an instance of it and those leaves."""
        found: dict[str, tuple[RuleStep, list[Leaf]]] = {}
        for leaf in self.statuses:
            for step in _acting(self.answers, leaf):
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


def _acting(answers: Answers, leaf: Leaf) -> Iterator[RuleStep]:
    """The rule instances that make the status of a leaf what it is; where none can, no trace is asked for."""
    if status_of(answers.statuses[leaf]) not in {Status.OPEN, Status.NOT_COVERED}:
        yield from acting(answers.trace(leaf))


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


def following(dossier: Dossier, variant: str | None, start: date | None) -> Dossier:
    """The dossier of an applicant who follows this variant, from this day: rules see what paths see."""
    asked = {name: value for name, value in (("variant", variant), ("start", start)) if value is not None}
    if not asked:
        return dossier
    one = dossier.applicant
    known = tuple(sorted({**one.known, **asked}.items()))
    unknown = tuple(name for name in one.unknown if name not in asked)
    return dossier.with_(applicant=one.with_(attributes=known, unknown=unknown))
