"""What a policy comes to when members keep what they will not give up: agreement, EC that move, who loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce
from operator import and_, or_

import numpy as np

from ..cohort.compose import composed, names_of
from ..engines.columnar.planes import counted
from ..errors import Finding, InvalidInputError
from ..harmonise import Strategy
from ..model.alliance import Alliance
from .follows import Follows
from .planes import Applicants, Side, Worth
from .terms import Term, rules_of


@dataclass(frozen=True)
class Weighed:
    """What a policy comes to, over all applicants.

    Attributes:
        strategy: The strategy, or None for the policies as they are.
        agreed: How many answers (an applicant and an outcome) are surely the same at all members.
        apart: How many surely are not.
        answers: How many there are.
        given: What more is exempt at members than now, of all units that surely are, before limits [EC].
        taken: What less is, likewise [EC].
        worse: How often an applicant surely loses an exemption at a member.
        may_lose: How often an applicant may lose one there, and surely loses none.
        better: How often an applicant surely gains one, and can lose none.
    """

    strategy: Strategy | None
    agreed: int
    apart: int
    answers: int
    given: Decimal
    taken: Decimal
    worse: int
    may_lose: int
    better: int

    @property
    def agreement(self) -> tuple[float, float]:
        """The share of answers that are the same at all members: surely, and at most."""
        if not self.answers:
            return 1.0, 1.0
        return self.agreed / self.answers, 1 - self.apart / self.answers

    @property
    def moved(self) -> Decimal:
        """What moves, either way [EC]."""
        return self.given + self.taken

    @property
    def merit(self) -> tuple[int, Decimal, int]:
        """What policies are held against each other by; more of each is better."""
        return self.agreed, -self.moved, -self.worse

    def dominates(self, other: Weighed) -> bool:
        """Whether it is as good in everything, and better in something."""
        as_good = self.agreed >= other.agreed and self.moved <= other.moved and self.worse <= other.worse
        return as_good and self.merit != other.merit


class Table:
    """Weighs policies for some applicants.

    Args:
        alliance: The alliance.
        people: What all rulesets say of the applicants.
        terms: What members will not give up.
        follows: Which rulesets are never stricter than which, when that was asked before.
    """

    def __init__(
        self, alliance: Alliance, people: Applicants, terms: Sequence[Term], follows: Follows | None = None
    ) -> None:
        self.people = people
        self._alliance = alliance
        self.terms = tuple(terms)
        self._members = [one.institution for one in alliance.members]
        self._rulesets = {one.institution: one.rulesets for one in alliance.members}
        effects = {one.institution: rules_of(one) for one in alliance.members}
        self._grants = {
            one: effects[one.institution][one.name].effect == "grant" for one in terms if one.demand == "keep"
        }
        self._places = {name: place for place, name in enumerate(people.said)}
        self._all = list(people.said.values())
        self._names = list(people.said)
        self._follows = follows or Follows(alliance, people)
        listed = [(each, one.institution) for one in alliance.members for each in one.rulesets]
        listed += [(each, each.institution) for each in alliance.common]
        self._known = names_of((each, self._places.get(institution, -1)) for each, institution in listed)
        self._shape = next((one.granted[0].shape for one in self._all), (len(people.framework.leaves), 0))

    def without(self, term: Term) -> Table:
        """The same, with one term given up."""
        return Table(self._alliance, self.people, [one for one in self.terms if one != term], self._follows)

    def exempt(self, name: str) -> Side:
        """Where the ruleset with this name exempts; nowhere when it is not in force for anybody."""
        place = self._known[name]
        return self._all[place].granted if place >= 0 else self._nowhere

    @cached_property
    def _nowhere(self) -> Side:
        nothing = np.zeros(self._shape, dtype=np.uint64)
        return nothing, nothing

    @cached_property
    def _bounds(self) -> Mapping[str, tuple[Side, Side]]:
        """For each member what is exempt in any case, and without what nothing is."""
        return {name: self._bounds_of(name) for name in self._members}

    def _bounds_of(self, institution: str) -> tuple[Side, Side]:
        floor, ceiling = self._nowhere, (~self._nowhere[0], ~self._nowhere[1])
        for term in self.terms:
            if term.institution == institution:
                raised, lowered = self.bound(term)
                floor = floor[0] | raised[0], floor[1] | raised[1]
                ceiling = ceiling[0] & lowered[0], ceiling[1] & lowered[1]
        return floor, ceiling

    def bound(self, term: Term) -> tuple[Side, Side]:
        """What is exempt in any case by a term, and without what nothing is."""
        nothing = self._nowhere
        everything = ~nothing[0], ~nothing[1]
        match term.demand:
            case "floor":
                return self.exempt(term.name), everything
            case "ceiling":
                return nothing, self.exempt(term.name)
            case "keep":
                surely, maybe = self.people.kept[term]
                return ((surely, maybe), everything) if self._grants[term] else (nothing, (~maybe, ~surely))

    def weigh(self, strategy: Strategy | None) -> Weighed:
        """What a policy comes to; None is the policies as they are."""
        common = self._policy(strategy) if strategy else None
        now = {name: self.exempt(name) for name in self._members}
        then = {name: self._effective(name, common) if common else now[name] for name in self._members}
        count, surely, maybe = self.people.count, *([one[side] for one in then.values()] for side in (0, 1))
        agreed = reduce(and_, surely) | ~reduce(or_, maybe)
        if common:
            agreed = agreed | self._untouched
        if len(self._members) == 1:
            agreed = ~self._nowhere[0]
        apart = reduce(or_, surely) & ~reduce(and_, maybe)
        effects = np.zeros(3, dtype=np.int64)
        for name in self._members:
            kept = self._kept(strategy, name) if strategy else ~self._nowhere[0]
            effects += self._effects(now[name], then[name], kept)
        given, taken = self._moved(now, then)
        return Weighed(
            strategy, int(counted(agreed, count).sum()), int(counted(apart, count).sum()), count * self._shape[0],
            given, taken, *map(int, effects),
        )  # fmt: skip

    def _policy(self, strategy: Strategy) -> Side:
        known = self._known
        for name in (strategy.home, strategy.floor, strategy.ceiling):
            if name and name not in known:
                help_ = f"known here: {', '.join(sorted(known))}"
                raise InvalidInputError((Finding("EVC-N002", f"'{name}' is no ruleset of the alliance", help=help_),))
        members = [self._places[name] for name in self._members]
        return composed(
            strategy, members, known,
            of=lambda place: self._all[place].granted, barred=lambda place: self._all[place].barred,
        )  # fmt: skip

    def _effective(self, institution: str, common: Side) -> Side:
        floor, ceiling = self._bounds[institution]
        return (common[0] | floor[0]) & ceiling[0], (common[1] | floor[1]) & ceiling[1]

    @cached_property
    def _untouched(self) -> np.ndarray:
        """Where no term can make a difference anywhere: all members then say the same, whatever that is."""
        touched: np.ndarray = self._nowhere[0]
        for floor, ceiling in self._bounds.values():
            touched = touched | floor[1] | ~ceiling[0]
        return ~touched

    def _kept(self, strategy: Strategy, institution: str) -> np.ndarray:
        """Where whatever a member exempts now stays exempt there, however open questions come out.

        A strategy never takes away what enough of the rulesets that it is made of exempt whenever the member does: it
        is composed of where they do as it is of where they exempt. Terms raise and lower that likewise.
        """

        def above(place: int) -> np.ndarray:
            return self._follows.above(institution, self._names[place]) if place >= 0 else self._nowhere[0]

        found, _ = composed(
            strategy, [self._places[name] for name in self._members], self._known,
            of=lambda place: (above(place), above(place)), barred=lambda place: self._all[place].barred,
        )  # fmt: skip
        floor, ceiling = self._nowhere[0], ~self._nowhere[0]
        for term in self.terms:
            if term.institution != institution:
                continue
            match term.demand:
                case "floor":
                    floor = floor | above(self._known[term.name])
                case "ceiling":
                    ceiling = ceiling & above(self._known[term.name])
                case "keep":
                    raised, lowered = self.bound(term)
                    floor = floor | raised[0]
                    if any(one.conflicts == "grant-wins" for one in self._rulesets[institution]):
                        ceiling = ceiling & lowered[0]
        kept: np.ndarray = (found | floor) & ceiling
        return kept

    def _effects(self, now: Side, then: Side, kept: np.ndarray) -> tuple[int, int, int]:
        """How many applicants surely lose, may lose, and gain something at a member."""
        lost, gained = now[0] & ~then[1], then[0] & ~now[1]
        may_lose = now[1] & ~then[0] & ~kept
        loses, may, gains = (np.bitwise_or.reduce(one, axis=0) for one in (lost, may_lose, gained))
        count = self.people.count
        return int(counted(loses, count)), int(counted(may & ~loses, count)), int(counted(gains & ~may & ~loses, count))

    def _moved(self, now: Mapping[str, Side], then: Mapping[str, Side]) -> tuple[Decimal, Decimal]:
        """How many EC are exempt that were not, and the other way round."""
        given = taken = Decimal(0)
        for one in self.people.worths:
            before, after = (_whole(one, side[one.institution][0]) for side in (now, then))
            given += one.ec * int(counted(after & ~before, self.people.count))
            taken += one.ec * int(counted(before & ~after, self.people.count))
        return given, taken


def _whole(unit: Worth, exempt: np.ndarray) -> np.ndarray:
    """Who is exempt from all outcomes of a unit."""
    found: np.ndarray = np.bitwise_and.reduce(exempt[unit.leaves], axis=0) & unit.who
    return found
