"""The answers that open questions could get, recorded in the dossier, and what the engine then says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Final, TypeVar

from ..engines.prepare import prepare
from ..engines.rete.answers import Possible
from ..engines.rete.steps import items_of
from ..model.attributes import APPLICANT, VERDICT, Value
from ..model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from ..model.outcomes import Leaf, Ref
from ..plan import NO_DEADLINE, Deadline
from ..results.questions import Assessment, JudgementNeeded, MissingFact, Question
from ..results.status import exempt_in
from ..results.truth import Truth
from .compiling import compiled
from .recommendation import Recommendation

MOST_VALUES: Final = 16
"""So many values of a fact are tried, on both sides of all that the ruleset compares it with."""

_MOST_WAYS: Final = 64
"""So many ways of answering several questions are tried where some have several answers that could help."""

Exempt = frozenset[Leaf]
_Carrier = TypeVar("_Carrier", ApplicantFacts, Evidence, Verdict)


@dataclass(frozen=True)
class Reply:
    """One answer to one question.

    Attributes:
        question: The question.
        value: Yes or no to a judgement, achieved or not of an assessment, or the value of a fact.
    """

    question: Question
    value: Value


Replies = frozenset[Reply]


class Answering:
    """What is certainly exempt once questions are answered: asked of the compiled engine, each set of answers once.

    Args:
        recommendation: The recommendation.
        questions: The questions, or None for all that are open.
        deadline: When to stop looking for better ways of answering.
    """

    def __init__(
        self,
        recommendation: Recommendation,
        questions: Iterable[Question] | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        one = recommendation
        self._deadline = deadline
        self._engine = compiled((one.ruleset,), one.framework, one.on, one.shared)
        self._dossier = one.followed
        self._possible = Possible(self._engine.works.circuit, one.on, MOST_VALUES)
        self._known: dict[Replies, tuple[Exempt, int]] = {}
        self._values_kept: dict[Question, tuple[Reply, ...]] = {}
        self._helpful: dict[Question, tuple[Reply, ...]] = {}
        self._verdicts: dict[Reply, Verdict] = {}
        self._leaves = one.questions
        self.questions = tuple(one.questions if questions is None else questions)
        self._place = {question: number for number, question in enumerate(self.questions)}
        self.now = self.exempt(frozenset())

    def exempt(self, replies: Replies) -> Exempt:
        """The leaves that are certainly exempt with these answers recorded."""
        return self._settled(replies)[0]

    def _settled(self, replies: Replies) -> tuple[Exempt, int]:
        """The leaves that are certainly exempt, and how many are certainly not."""
        if replies not in self._known:
            found = self._truths(replies)
            exempt = frozenset(leaf for leaf, truth in found.items() if truth is Truth.TRUE)
            self._known[replies] = exempt, sum(truth is Truth.FALSE for truth in found.values())
        return self._known[replies]

    def _truths(self, replies: Replies) -> dict[Leaf, Truth]:
        """Whether each leaf is exempt with these answers recorded."""
        dossier = self._recorded(replies)
        (said,) = self._engine.evaluate(prepare(dossier, self._engine.framework.vocabulary, self._engine.on))
        return {leaf: exempt_in(statuses) for leaf, statuses in said.statuses.items()}

    def _order(self, reply: Reply) -> tuple[int, str]:
        return self._place[reply.question], repr(reply.value)

    @cached_property
    def replies(self) -> dict[Question, tuple[Reply, ...]]:
        """For each question the answers that could help."""
        return {question: self.to(question) for question in self.questions}

    def to(self, question: Question) -> tuple[Reply, ...]:
        """The answers to a question that could help, the one that helps most by itself first.

        Left out is an answer beside which another does as well for every outcome that the question is about: where the
        one rules an exemption out, or the other settles it, whatever else is answered. An answer that leaves something
        open is kept, since it may help together with others.
        """
        if question not in self._helpful:
            self._helpful[question] = tuple(self._helping(question))
        return self._helpful[question]

    def _helping(self, question: Question) -> Iterator[Reply]:
        about = self._leaves.get(question, ())
        found: dict[tuple[Truth, ...], Reply] = {}
        alike: dict[tuple[Truth, ...], list[Reply]] = {}
        for value in self._values(question):
            reply = Reply(question, value)
            said = self._truths(frozenset({reply}))
            truths = tuple(said[leaf] for leaf in about)
            found.setdefault(truths, reply)
            alike.setdefault(truths, []).append(reply)
        best = sorted(found, key=lambda truths: -truths.count(Truth.TRUE))
        kept: list[tuple[Truth, ...]] = []
        for truths in best:
            if any(truth is not Truth.FALSE for truth in truths) and not any(_as_well(other, truths) for other in kept):
                kept.append(truths)
        self._values_kept[question] = tuple(
            reply for truths in kept for reply in (alike[truths] if Truth.UNKNOWN in truths else alike[truths][:1])
        )
        yield from (found[truths] for truths in kept)

    def _all_replies(self, question: Question) -> tuple[Reply, ...]:
        """The answers that could help, also those alike by themselves: beside other answers they may differ."""
        return self._values_kept[question] if self.to(question) else ()

    def ways(self, questions: Iterable[Question]) -> tuple[list[Replies], bool]:
        """Ways of answering all of these questions, and whether those are all that need be tried.

        From the deadline on none of several questions is answered any more.
        """
        asked: list[Question] = []
        for question in questions:
            if asked and self._deadline.over:
                return [frozenset()], False
            asked += [question] if self.to(question) else []
        each = [self.to(question) for question in asked]
        if prod(map(len, each)) > _MOST_WAYS:
            return [self.climbed(asked)], False
        exact = len(asked) == 1 or all(len(self._all_replies(one)) == len(self.to(one)) for one in asked)
        return [frozenset(way) for way in product(*each)], exact

    def climbed(self, questions: Iterable[Question], start: Replies = frozenset()) -> Replies:
        """A way of answering questions that begins with some answers, and that no other single answer makes better.

        What makes more exempt is better, and then what rules less out. It need not be the best there is; from the
        deadline on nothing more is tried.
        """
        asked = list(questions)
        way = start
        told = {reply.question for reply in start}
        for question in asked:
            if self._deadline.over:
                return way
            if question not in told and self._all_replies(question):
                way = max((way | {reply} for reply in self._all_replies(question)), key=self._good)
        better = True
        while better:
            better = False
            for question in filter(self._all_replies, asked):
                if self._deadline.over:
                    return way
                others = frozenset(reply for reply in way if reply.question != question)
                best = max((others | {reply} for reply in self._all_replies(question)), key=self._good)
                if self._good(best) > self._good(way):
                    way, better = best, True
        return way

    def _good(self, way: Replies) -> tuple[int, int]:
        exempt, ruled_out = self._settled(way)
        return len(exempt), -ruled_out

    def _values(self, question: Question) -> tuple[Value, ...]:
        match question:
            case MissingFact(item=None, attribute=attribute):
                return self._possible.values(APPLICANT, attribute)
            case MissingFact(item=name, attribute=attribute):
                kinds = [
                    one.kind if isinstance(one, Evidence) else VERDICT
                    for one in items_of(self._dossier)
                    if one.id == name
                ]
                return self._possible.values(kinds[0], attribute) if kinds else ()
            case _:
                return (True, False)

    def _recorded(self, replies: Replies) -> Dossier:
        """The dossier with these answers in it; a judgement takes the place of answers that contradict each other."""
        dossier = self._dossier
        told: dict[str | None, dict[str, Value]] = {}
        verdicts: list[Verdict] = []
        answers = list(dossier.judgements)
        for reply in sorted(replies, key=self._order):
            match reply.question:
                case JudgementNeeded(judgement=name, ruleset=own):
                    answers = [one for one in answers if one.judgement != name or own not in {None, one.ruleset}]
                    answers.append(Answer(judgement=name, ruleset=own, answer=bool(reply.value)))
                case Assessment():
                    verdicts.append(self._verdict(reply))
                case MissingFact(item=name, attribute=attribute):
                    told.setdefault(name, {})[attribute] = reply.value
        return dossier.with_(
            applicant=_knowing(dossier.applicant, told.get(None)),
            evidence=tuple(_knowing(one, told.get(one.id)) for one in dossier.evidence),
            verdicts=(*(_knowing(one, told.get(one.id)) for one in dossier.verdicts), *verdicts),
            judgements=tuple(answers),
        )

    def _verdict(self, reply: Reply) -> Verdict:
        if reply not in self._verdicts:
            asked = reply.question
            if not isinstance(asked, Assessment):
                raise TypeError(asked)
            self._verdicts[reply] = Verdict(
                id=f"answer-{len(self._verdicts)}-of-{self._dossier.id}",
                outcome=Ref(asked.outcome.outcome, asked.outcome.level, asked.outcome.level),
                achieved=bool(reply.value),
                attributes=self._possible.meeting(asked.tests),
            )
        return self._verdicts[reply]


def _knowing(thing: _Carrier, told: dict[str, Value] | None) -> _Carrier:
    if not told:
        return thing
    known = {**thing.known, **told}
    unknown = tuple(name for name in thing.unknown if name not in told)
    return thing.with_(attributes=tuple(sorted(known.items())), unknown=unknown)


def _as_well(other: tuple[Truth, ...], truths: tuple[Truth, ...]) -> bool:
    """Whether one answer does as well as another for every outcome, whatever else is answered."""
    return all(one is Truth.FALSE or there is Truth.TRUE for there, one in zip(other, truths, strict=True))
