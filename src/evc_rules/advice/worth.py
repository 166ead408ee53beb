"""What open questions are worth: periods, credits, hours and fees that are saved when they come out well.

What a set of answers makes of outcomes is asked of the engine, with the answers recorded in the dossier; limits then
choose what is awarded, and the shortest path is what is left. Nothing is taken to be the sum of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any, Final, Self

from pydantic import PrivateAttr

from ..model.quantities import Credits
from ..plan import NO_DEADLINE, NO_WISHES, Award, Deadline, Path, Wishes
from ..plan.lengths import Left, Length, Lengths, State
from ..plan.search import TIME_LIMIT
from ..results.questions import Question
from .answers import Answering, Exempt, Replies, Reply
from .credits import CreditAdvice, Outlook, outlook
from .recommendation import Recommendation

_GONE_ON: Final = 3
"""From so many ways of answering few questions the search for the best answers to all goes on."""

HOURS: Final = 28
"""The study load of an EC [h]."""


@dataclass(frozen=True)
class Saved:
    """What is saved beside the path as things stand.

    Attributes:
        periods: Periods that the path is shorter, at least and at most; alike when that is proven, and None where one
            of the two paths is not there or was not found in time.
        finish: When the shortest path that was found is over, or None when none was.
        ec: Credits that need not be earned any more [EC].
        load: Study load that is saved [EC].
        fees: What need not be paid any more [EUR], or None where the programme says nothing of fees.
        proven: Whether the lengths of both paths are proven.
    """

    periods: tuple[int, int] | None
    finish: date | None
    ec: Credits
    load: Credits
    fees: Decimal | None
    proven: bool

    @property
    def hours(self) -> Decimal:
        """Study load that is saved [h]."""
        return self.load.value * HOURS

    @property
    def nothing(self) -> bool:
        """Whether it is proven that nothing is saved."""
        return not self.ec.value and not self.load.value and self.proven and self.periods in {(0, 0), None}


@dataclass(frozen=True)
class SetWorth:
    """What one or more questions are worth together.

    Attributes:
        replies: The answers that save most, one to each question; none to a question to which no answer could help.
        saved: What they save.
        exact: Whether every way of answering them that could help was tried; if not, they save at least this.
    """

    replies: tuple[Reply, ...]
    saved: Saved
    exact: bool = True


class Worth:
    """What the open questions of a recommendation are worth; each thing is worked out when it is asked for.

    Args:
        recommendation: The recommendation, with credits.
        wishes: What the applicant asks of paths. The day to finish by is left aside for what questions save.
        questions: The questions, or None for all that are open.
        time_limit: How long to look for each path [s], counted in work done.
        deadline: When all is over by the clock: what is asked for from then on is not worked out any more.
    """

    def __init__(
        self,
        recommendation: Recommendation,
        wishes: Wishes = NO_WISHES,
        questions: Iterable[Question] | None = None,
        *,
        time_limit: float = TIME_LIMIT,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        found = recommendation.credits
        if found is None:
            raise LookupError(f"nothing is known of the credits of {recommendation.dossier.id}")
        self.recommendation = recommendation
        self.credits: CreditAdvice = found
        self.answering = Answering(recommendation, questions, deadline)
        self.lengths = Lengths(
            found.programme, recommendation.framework, found.variant, recommendation.start, wishes,
            bsa_counts=found.bsa, time_limit=time_limit, deadline=deadline,
        )  # fmt: skip
        self.deadline = deadline
        self.wishes = wishes
        self._states: dict[Exempt, State] = {}
        self._saved: dict[Exempt, Saved] = {}
        self._cut = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, those that help to settle the most first."""
        return self.answering.questions

    def state(self, exempt: Exempt) -> State:
        """What is awarded when these leaves are exempt: limits choose."""
        if exempt not in self._states:
            one, found = self.recommendation, self.credits
            if exempt == found.certain.exempt:
                made = as_wished(one, found.certain, self.wishes, deadline=self.deadline)
            else:
                made = outlook(
                    one.ruleset, one.framework, found.programme, found.variant, exempt, one.start, self.wishes,
                    deadline=self.deadline,
                )  # fmt: skip
            self._states[exempt] = _state(made)
        return self._states[exempt]

    @cached_property
    def hoped(self) -> State:
        """What would be awarded if every outcome that is open were exempt: more than that cannot be."""
        return _state(self.credits.hoped)

    @cached_property
    def now(self) -> Length:
        """How long the path is as things stand."""
        return self.lengths.length(self.state(self.answering.now))

    @cached_property
    def _left(self) -> Left:
        return self.lengths.left(self.state(self.answering.now))

    @cached_property
    def grows(self) -> bool:
        """Whether more exemptions never make the path longer: nothing binds that could."""
        open_to_limits = bool(self.credits.hoped.award.stopped)
        return not open_to_limits and self.lengths.grows(self.state(self.answering.now))

    def saved(self, exempt: Exempt) -> Saved:
        """What is saved when these leaves are exempt."""
        if exempt not in self._saved:
            self._saved[exempt] = self._compared(self.state(exempt), more=exempt >= self.answering.now)
        return self._saved[exempt]

    def _compared(self, state: State, *, more: bool) -> Saved:
        now, left, then_left = self.now, self._left, self.lengths.left(state)
        then = self.lengths.length(state, at_most=now.count if more and self.grows else None)
        periods = None
        if now.count is not None and then.count is not None:
            least = now.bound - then.count
            periods = max(least, 0) if more and self.grows else least, now.count - then.bound
        return Saved(
            periods=periods,
            finish=None if then.count is None else self.lengths.finish(then.count),
            ec=_less(left.ec, then_left.ec),
            load=_less(left.load, then_left.load),
            fees=None if left.fees is None or then_left.fees is None else left.fees - then_left.fees,
            proven=now.proven and then.proven,
        )

    def of(self, *questions: Question) -> SetWorth:
        """What questions are worth together, of all ways of answering them the one that saves most."""
        ways, exact = self.answering.ways(questions)
        return self._best(ways, exact=exact)

    def _best(self, ways: Iterable[Replies], *, exact: bool) -> SetWorth:
        tried: list[Replies] = []
        for way in ways:
            if tried and self._late:
                exact = False
                break
            tried.append(way)
        best = max(tried, key=lambda way: _rank(self.saved(self.answering.exempt(way))))
        return SetWorth(self._in_order(best), self.saved(self.answering.exempt(best)), exact)

    @property
    def _late(self) -> bool:
        """Whether the deadline is there, so that something is left out."""
        self._cut = self._cut or self.deadline.over
        return self._cut

    @property
    def cut(self) -> bool:
        """Whether something of what was asked for could not be worked out in time."""
        return self._cut

    def _in_order(self, replies: Replies) -> tuple[Reply, ...]:
        return tuple(sorted(replies, key=lambda reply: self.questions.index(reply.question)))

    @cached_property
    def each(self) -> dict[Question, SetWorth]:
        """What each question is worth by itself, those that save most first; but of `late` ones."""
        found: dict[Question, SetWorth] = {}
        for question in self.questions:
            if self._late:
                break
            found[question] = self.of(question)
        return dict(sorted(found.items(), key=lambda one: _rank(one[1].saved), reverse=True))

    @property
    def late(self) -> tuple[Question, ...]:
        """The questions of which there was no time to work out what they are worth."""
        return tuple(question for question in self.questions if question not in self.each)

    def __getitem__(self, question: Question) -> Saved:
        """What a question saves by itself.

        Raises:
            KeyError: It is not one of the questions, or there was no time for it.
        """
        return self.each[question].saved

    @cached_property
    def all(self) -> SetWorth:
        """What all questions are worth together, when all are answered as saves most.

        That is at least as much as any one of them, and any pair that stands out; but see `fewer`.
        Where not every way of answering could be tried, the best ones of few questions are gone on from.
        """
        ways, exact = self.answering.ways(self.questions)
        if exact:
            return self._best(ways, exact=True)
        few = sorted((*self.each.values(), *self.pairs.values()), key=lambda one: _rank(one.saved), reverse=True)
        tried = [frozenset(one.replies) for one in few]
        climbed = [self.answering.climbed(self.questions, start) for start in (frozenset[Reply](), *tried[:_GONE_ON])]
        return self._best((*ways, *climbed, *tried), exact=False)

    @cached_property
    def fewer(self) -> SetWorth | None:
        """A question or pair with which the path ends earlier than with all of them; None when there is none.

        Limits choose the most credits that they allow, before the shortest path: with more that is exempt they may
        choose other units. A least load and a BSA can make more exemptions take longer too.
        """
        last = self.all.saved.finish
        if self.grows or last is None:
            return None
        earlier = [
            one
            for one in (*self.each.values(), *self.pairs.values())
            if one.saved.finish is not None and one.saved.finish < last
        ]
        return max(earlier, key=lambda one: _rank(one.saved), default=None)

    @cached_property
    def pairs(self) -> dict[tuple[Question, Question], SetWorth]:
        """The pairs that are worth more credits together than the two apart, those that save most first.

        All pairs are tried that are about the same unit: of others each settles units of its own. The path is worked
        out of those only that stand out.
        """
        apart = {question: worth.saved.ec.value for question, worth in self.each.items()}
        found = {}
        touched = {question: self._touched(question) for question in self.each}
        for one, other in combinations((question for question in self.questions if question in touched), 2):
            if not touched[one] & touched[other]:
                continue
            if self._late:
                break
            alone = self._exempt((one,)) | self._exempt((other,))
            ways, _ = self.answering.ways((one, other))
            more = (exempt for exempt in map(self.answering.exempt, ways) if exempt - alone)
            if any(self._ec(exempt) > apart[one] + apart[other] for exempt in more):
                found[one, other] = self.of(one, other)
        return dict(sorted(found.items(), key=lambda each: _rank(each[1].saved), reverse=True))

    def _touched(self, question: Question) -> frozenset[str]:
        """The units of which a question helps to settle an outcome."""
        about = set(self.recommendation.questions.get(question, ()))
        units = self.credits.programme.units_of(self.credits.variant)
        select = self.recommendation.framework.select
        return frozenset(unit.id for unit in units if about.intersection(select(unit.outcomes)))

    def _exempt(self, questions: tuple[Question, ...]) -> Exempt:
        """All that is exempt in some way of answering."""
        ways, _ = self.answering.ways(questions)
        return frozenset().union(*map(self.answering.exempt, ways))

    def _ec(self, exempt: Exempt) -> Decimal:
        return _less(self._left.ec, self.lengths.left(self.state(exempt)).ec).value


class AdvisedPath(Path):
    """A path that knows the recommendation that it was planned from, and so what its open questions are worth."""

    _recommendation: Recommendation = PrivateAttr()
    _wishes: Wishes = PrivateAttr(default=NO_WISHES)
    _award: Award = PrivateAttr()

    @classmethod
    def of(cls, path: Path, recommendation: Recommendation, award: Award, wishes: Wishes) -> Self:
        """The same path, as planned from a recommendation."""
        made = cls(**{name: getattr(path, name) for name in Path.model_fields})
        made._recommendation, made._award, made._wishes = recommendation, award, wishes
        return made

    def with_(self, **changes: Any) -> Self:
        """A copy with other values, which knows the same recommendation."""
        return type(self).of(super().with_(**changes), self._recommendation, self._award, self._wishes)

    @property
    def award(self) -> Award:
        """What is awarded on this path: where a limit binds, of as many credits what shortens it most by the wishes."""
        return self._award

    @cached_property
    def worth(self) -> Worth:
        """What the open questions are worth beside the path as things stand; worked out when it is looked at."""
        return Worth(self._recommendation, self._wishes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Path) and all(
            getattr(self, name) == getattr(other, name) for name in Path.model_fields
        )

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in Path.model_fields))


def as_wished(
    recommendation: Recommendation,
    one: Outlook,
    wishes: Wishes,
    start: date | None = None,
    *,
    deadline: Deadline = NO_DEADLINE,
) -> Outlook:
    """What is awarded where limits leave a choice: as many credits, and by what is asked the shortest path."""
    found = recommendation.credits
    begins = start or recommendation.start
    asked = wishes.with_(goals=NO_WISHES.goals, before=())
    if not one.award.stopped or found is None or (asked == NO_WISHES and begins == recommendation.start):
        return one
    return outlook(
        recommendation.ruleset, recommendation.framework, found.programme, found.variant, one.exempt, begins, asked,
        deadline=deadline,
    )  # fmt: skip


def _state(one: Outlook) -> State:
    return State(frozenset(one.award.awarded), one.exempt, one.loads)


def _less(before: Credits, after: Credits) -> Credits:
    return before - after if after.value <= before.value else Credits(Decimal(0))


def _rank(saved: Saved) -> tuple[bool, int, int, Decimal, Decimal]:
    """What saves more: a path where there was none, then periods, then credits, then load."""
    least, most = saved.periods or (0, 0)
    return saved.finish is not None, least, most, saved.ec.value, saved.load.value
