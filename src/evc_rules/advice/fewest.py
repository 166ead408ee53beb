"""The cheapest set of open questions with which a wish is reached: the fewest, proven to be so, or why not.

A small question for a solver says which answers to try: what must be awarded at least for a path that is short enough,
and what was learned from every set that was tried before. The engine and the planner then say whether a set is enough.
Where it is not, one learns which outcomes need another answer, or which others must be exempt too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from math import lcm
from typing import Any, Final, Literal

from ..model.outcomes import Leaf
from ..model.programme import Unit
from ..plan import Wishes
from ..plan.solver import Answer, Budget, Question
from ..results.questions import Assessment, JudgementNeeded, MissingFact
from .answers import Exempt, Replies, Reply
from .credits import reduced
from .worth import SetWorth, Worth

_ROUNDS: Final = 150
"""So many sets are tried at most."""

_TIME_LIMIT: Final = 6.0
"""[s] for choosing which sets to try, counted in work done; twice that by the clock for all."""

_EFFORT: Final = {MissingFact: 1, JudgementNeeded: 2, Assessment: 3}
"""Fetching a paper asks less than a judgement of somebody else, and that less than being assessed."""

_HALF: Final = Fraction(1, 2)
"""Loads are rounded down to half an EC."""

_MOST_WAYS: Final = 128
"""So many sets of answers are asked of the engine to know beforehand what makes an outcome exempt."""

_ONE_MORE: Final = 1000
"""One question more is worse than any effort."""

Outcome = Literal["already", "reached", "never", "unknown"]
"""What is said of a wish: reached as things stand, reached with some answers, with none, or not known in time."""


@dataclass(frozen=True)
class Cheapest:
    """The cheapest set of questions with which a path ends by some day.

    Attributes:
        by: The day.
        outcome: Whether it can be.
        worth: The questions, with the answers and what they save together; None when there is no such set.
        proven: Whether no smaller set will do, nor one as small of less effort; or that none does at all.
    """

    by: date
    outcome: Outcome
    worth: SetWorth | None = None
    proven: bool = True


def cheapest(worth: Worth, by: date) -> Cheapest:
    """The fewest questions with which the path ends by a day; of those the set of the least effort.

    Of facts those values are tried that the ruleset compares them with. Whether a smaller set would do is proven by
    excluding all of them: where limits, a least load or a BSA binds, so that more exemptions could make a path longer,
    set after set.

    Args:
        worth: What the questions are worth.
        by: The day.

    Raises:
        MissingExtraError: OR-tools is not installed, and the answer needs it.
    """
    lengths, count = worth.lengths, worth.lengths.periods_until(Wishes(finish_by=by).over_by or by)
    now = lengths.within(worth.state(worth.answering.now), count)
    if now:
        return Cheapest(by, "already")
    most = lengths.within(worth.hoped, count) if worth.grows else None
    if most is False:
        return Cheapest(by, "never")
    for question in worth.questions:
        if worth.deadline.over:
            return Cheapest(by, "unknown", proven=False)
        worth.answering.to(question)
    return _Search(worth, count, by).run(sure=now is False)


class _Search:
    """Looks for the cheapest set."""

    def __init__(self, worth: Worth, count: int, by: date) -> None:
        self.worth, self.count, self.by = worth, count, by
        self.answering, self.lengths = worth.answering, worth.lengths
        self.replies = [reply for listed in self.answering.replies.values() for reply in listed]
        self._listed = {question: set(leaves) for question, leaves in worth.recommendation.questions.items()}
        hoped, now = worth.hoped, self.answering.now
        self.open = [leaf for leaf in worth.recommendation.statuses if leaf in hoped.exempt and leaf not in now]
        self.question = Question("finding the cheapest set of questions", Budget(_TIME_LIMIT, worth.deadline))
        model = self.question.model
        self.asked = {reply: model.new_bool_var(str(number)) for number, reply in enumerate(self.replies)}
        self.exempt = {leaf: model.new_bool_var(str(leaf)) for leaf in self.open}
        for listed in self.answering.replies.values():
            model.add_at_most_one(self.asked[reply] for reply in listed)
        self._together: dict[Replies, Any] = {}
        self._need_answers()
        self._must_save()
        self.effort = sum(_effort(reply) * var for reply, var in self.asked.items())
        model.minimize(self.effort)

    def _need_answers(self) -> None:
        """With which smallest sets of answers each leaf is exempt, where few questions are about it."""
        asked: dict[tuple[Reply, ...], list[Leaf]] = {}
        for leaf in self.open:
            about = tuple(reply for reply in self.replies if leaf in self._listed.get(reply.question, ()))
            asked.setdefault(about, []).append(leaf)
        for about, leaves in asked.items():
            if self.worth.deadline.over:
                return  # less is known beforehand; what is tried is asked of the engine all the same
            rest = self._with(frozenset(), (reply for reply in self.replies if reply not in about))
            sure = [leaf for leaf in leaves if leaf not in self.answering.exempt(rest)]
            ways = list(_ways(about)) if 2 ** len(about) <= _MOST_WAYS else None
            if ways is None:
                continue
            for leaf in sure:
                enough: list[Replies] = []
                for way in ways:
                    if leaf in self.answering.exempt(way) and not any(one <= way for one in enough):
                        enough.append(way)
                self.question.model.add_bool_or([~self.exempt[leaf], *map(self._all_of, enough)])

    def _all_of(self, way: Replies) -> Any:
        """Whether all of these answers are given."""
        if way not in self._together:
            both = self._together[way] = self.question.model.new_bool_var(str(len(self._together)))
            for reply in way:
                self.question.model.add_implication(both, self.asked[reply])
        return self._together[way]

    def _must_save(self) -> None:
        """What is left must fit: units that are awarded ask nothing, and others may ask less by what is exempt of them.

        In proportion a unit asks its share of what is left, rounded down to half an EC. Of a unit in one period it is
        known what each outcome more saves; of others, no more than its share and half an EC.
        """
        worth, model = self.worth, self.question.model
        found, framework = worth.credits, worth.recommendation.framework
        in_proportion = worth.recommendation.ruleset.units == "proportional"
        now, hoped = worth.state(self.answering.now), worth.hoped
        saves: dict[str, list[tuple[Fraction, Any]]] = {}
        already: dict[str, Fraction] = {}
        for unit in found.programme.units_of(found.variant):
            leaves = framework.select(unit.outcomes)
            open_ = [leaf for leaf in leaves if leaf in self.exempt]
            if unit.id in now.awarded or not open_:
                continue
            if in_proportion and self._plainly(unit):
                there = sum(leaf in now.exempt for leaf in leaves)
                saves[unit.id] = list(self._one_by_one(unit, there, len(leaves), open_))
            elif in_proportion:
                some = model.new_bool_var("")
                model.add_bool_or([~some, *(self.exempt[leaf] for leaf in open_)])
                each = Fraction(unit.ec.value) / len(leaves)
                saves[unit.id] = [(each, self.exempt[leaf]) for leaf in open_] + [(_HALF, some)]
            elif hoped.exempt.issuperset(leaves):
                whole = model.new_bool_var(unit.id)
                for leaf in open_:
                    model.add_implication(whole, self.exempt[leaf])
                saves[unit.id] = [(Fraction(unit.ec.value), whole)]
        if in_proportion:
            for unit in found.programme.units_of(found.variant):
                leaves = framework.select(unit.outcomes)
                there = sum(leaf in now.exempt for leaf in leaves)
                share = Fraction(there, len(leaves))
                if self._plainly(unit):
                    already[unit.id] = Fraction(unit.ec.value) - _asks(unit, there, len(leaves))
                    continue
                already[unit.id] = Fraction(unit.ec.value) * share + (_HALF if share else 0)
        for asked, room in self.lengths.must(now, hoped, self.count):
            left = sum((Fraction(ec.value) - already.get(name, 0) for name, ec in asked.items()), Fraction(0))
            terms = [term for name in asked for term in saves.get(name, ())]
            need = left - Fraction(room.value)
            scale = lcm(need.denominator, *(amount.denominator for amount, _ in terms))
            model.add(sum(int(amount * scale) * var for amount, var in terms) >= int(need * scale))

    def _plainly(self, unit: Unit) -> bool:
        """Whether what a unit asks is its share and nothing else: in one period, and not by assessment only."""
        return len(unit.loads()) == 1 and unit.id not in self.worth.wishes.assessed

    def _one_by_one(self, unit: Unit, there: int, of: int, open_: Sequence[Leaf]) -> Iterator[tuple[Fraction, Any]]:
        """What the first outcome more that is exempt saves, the second, and so on, each with whether there are so many.

        Args:
            unit: The unit.
            there: How many of its outcomes are exempt already.
            of: How many it has.
            open_: Its outcomes that may still be.
        """
        model = self.question.model
        more = [model.new_bool_var("") for _ in open_]
        model.add(sum(more) <= sum(self.exempt[leaf] for leaf in open_))
        for one, then in pairwise(more):
            model.add_implication(then, one)
        for number, var in enumerate(more, start=there + 1):
            yield _asks(unit, number - 1, of) - _asks(unit, number, of), var

    def run(self, *, sure: bool) -> Cheapest:
        """Try sets, the cheapest first."""
        proven = sure
        known = self._some()
        if known:
            self.question.model.add(self.effort <= sum(_effort(reply) for reply in known))
        for _ in range(_ROUNDS):
            if self.question.budget.over:
                break
            answer = self.question.solve()
            if answer is Answer.NONE:
                return Cheapest(self.by, "never" if proven else "unknown", proven=proven)
            if not answer.found:
                break
            proven = proven and answer is Answer.BEST
            chosen = frozenset(reply for reply, var in self.asked.items() if self.question.value(var))
            exempt = self.answering.exempt(chosen)
            assumed = [leaf for leaf, var in self.exempt.items() if self.question.value(var)]
            enough = self.lengths.within(self.worth.state(exempt), self.count)
            if enough:
                return Cheapest(self.by, "reached", self._worth(chosen), proven)
            proven = proven and enough is False
            if not self.worth.grows:
                self._not_these(chosen)
            elif missing := [leaf for leaf in assumed if leaf not in exempt]:
                self._need_another_answer(chosen, missing)
            elif not self._need_another_exemption(exempt):
                self._not_these(chosen)
        if known:
            return Cheapest(self.by, "reached", self._worth(known), proven=False)
        return Cheapest(self.by, "unknown", proven=False)

    def _some(self) -> Replies:
        """A set that is enough and of which none can be missed, as far as filling periods shows; nothing when none is.

        The answers that save the most are kept the longest.
        """
        enough = (
            way
            for way in self._at_hand()
            if self._plain(way) or self.lengths.within(self.worth.state(self.answering.exempt(way)), self.count)
        )
        found = next(enough, frozenset())
        order = {question: number for number, question in enumerate(self.worth.each)}
        for reply in sorted(found, key=lambda one: -order.get(one.question, len(order))):
            if self.worth.deadline.over:
                break
            if self._plain(found - {reply}):
                found -= {reply}
        return found

    def _at_hand(self) -> Iterator[Replies]:
        """Sets to begin with: an answer to every question, and then each by itself and the pairs that stand out."""
        yield self.answering.ways(self.answering.questions)[0][0]
        yield from (frozenset(one.replies) for one in self.worth.each.values())
        yield from (frozenset(one.replies) for one in self.worth.pairs.values())

    def _plain(self, replies: Replies) -> bool:
        return self.lengths.filled(self.worth.state(self.answering.exempt(replies)), self.count)

    def _worth(self, replies: Replies) -> SetWorth:
        return SetWorth(self._in_order(replies), self.worth.saved(self.answering.exempt(replies)))

    def _in_order(self, chosen: Replies) -> tuple[Reply, ...]:
        return tuple(reply for reply in self.replies if reply in chosen)

    def _not_these(self, chosen: Replies) -> None:
        """Another set than this one."""
        self.question.model.add_bool_or([~var if reply in chosen else var for reply, var in self.asked.items()])

    def _need_another_answer(self, chosen: Replies, missing: Sequence[Leaf]) -> None:
        """Of each of these leaves: with no more than some largest set of answers it is not exempt."""
        for leaf in missing:
            about = {question for question, leaves in self._listed.items() if leaf in leaves}
            most = chosen
            rest = [reply for reply in self.replies if reply.question not in about]
            for more in [rest] if self._still(leaf, self._with(most, rest)) else [[one] for one in rest]:
                if self._still(leaf, self._with(most, more)):
                    most = self._with(most, more)
            for reply in self.replies:
                if reply.question in about and self._still(leaf, self._with(most, [reply])):
                    most = self._with(most, [reply])
            others = [var for reply, var in self.asked.items() if reply not in most]
            self.question.model.add_bool_or([~self.exempt[leaf], *others])

    def _still(self, leaf: Leaf, replies: Replies) -> bool:
        return leaf not in self.answering.exempt(replies)

    @staticmethod
    def _with(replies: Replies, more: Iterable[Reply]) -> Replies:
        """With more answers, one to each question at most."""
        found = {reply.question: reply for reply in replies}
        for reply in more:
            found.setdefault(reply.question, reply)
        return frozenset(found.values())

    def _need_another_exemption(self, exempt: Exempt) -> bool:
        """With no more than some largest set of leaves the path is too long still; whether that says anything."""
        most, waiting = exempt, [leaf for leaf in self.open if leaf not in exempt]
        size = len(waiting)
        while size and waiting:
            for start in range(0, len(waiting), size):
                more = most | set(waiting[start : start + size])
                if self.lengths.too_long(self.worth.state(more), self.count):
                    most = more
            waiting = [leaf for leaf in waiting if leaf not in most]
            size = min(size, len(waiting)) // 2
        if not waiting:
            return False
        self.question.model.add_bool_or([self.exempt[leaf] for leaf in waiting])
        return True


def _asks(unit: Unit, there: int, of: int) -> Fraction:
    """What a unit asks in proportion, when so many of its outcomes are exempt [EC]: nothing with all, all with none."""
    left = of - there
    if not left:
        return Fraction(0)
    return Fraction((reduced(unit.ec, left, of) if there else unit.ec).value)


def _effort(reply: Reply) -> int:
    return _ONE_MORE + _EFFORT[type(reply.question)]


def _ways(replies: Sequence[Reply]) -> Iterator[Replies]:
    """The sets of these answers with one to each question at most, the smallest first."""
    for size in range(len({reply.question for reply in replies}) + 1):
        for chosen in combinations(replies, size):
            if len({reply.question for reply in chosen}) == size:
                yield frozenset(chosen)
