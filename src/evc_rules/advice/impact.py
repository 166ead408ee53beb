"""Impact: who gains and who loses when other policies take the place of those of an alliance, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from ..errors import Finding, InvalidInputError, warning
from ..harmonise import Strategy, Workshop, harmonise_in, within
from ..harmonise.member import Member
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Ruleset
from ..model.quantities import NO_CREDITS, Credits, total
from ..results.truth import Truth
from .assess import AllianceAdvice, MemberAdvice, Paths, about_the_dossier, assess_alliance
from .moves import Move, Moves
from .recommendation import Recommendation

Proposal = Ruleset | Alliance | Strategy
"""What takes the place of policies: one ruleset for all, other ones for each, or a harmonised one."""


class Effect(StrEnum):
    """What a change of policy does to an applicant."""

    WORSE = "worse"
    MIXED = "mixed"
    OPEN = "open"
    BETTER = "better"
    HOPE = "hope"
    SAME = "same"


_LOSES = {Move.LOST}
_MAY_LOSE = {Move.MAY_LOSE, Move.MAY_CHANGE}


@dataclass(frozen=True)
class Impact:
    """What a change of policy does to one applicant at one institution.

    Attributes:
        dossier: The dossier of the applicant.
        institution: The institution.
        before: What its own policy says.
        after: What the proposal says.
        moves: The leaves whose exemption moves.
        credits: How the credits move, or None when they do not, or there are none to speak of.
        paths: The remaining paths before and after, each as things stand and at best, when they were asked for.
    """

    dossier: str
    institution: str
    before: Recommendation
    after: Recommendation
    moves: Mapping[Leaf, Move]
    credits: Move | None
    paths: tuple[Paths, Paths]

    @cached_property
    def effect(self) -> Effect:
        """What it comes to. Worse and mixed lose something surely; open may lose something; hope may only gain."""
        moves = {*self.moves.values(), self.credits}
        if moves & _LOSES:
            return Effect.MIXED if Move.GAINED in moves else Effect.WORSE
        if moves & _MAY_LOSE:
            return Effect.OPEN
        return Effect.BETTER if Move.GAINED in moves else Effect.HOPE if Move.MAY_GAIN in moves else Effect.SAME

    @property
    def loses(self) -> Truth:
        """Whether the applicant loses anything: an exemption, or credits."""
        return _LOST.get(self.effect, Truth.FALSE)

    @property
    def awarded(self) -> tuple[tuple[Credits, Credits], tuple[Credits, Credits]] | None:
        """What is awarded before and after, each certainly and at most [EC]; None where that is not known."""
        before, after = self.before.credits, self.after.credits
        return (before.awarded, after.awarded) if before and after else None

    @property
    def periods(self) -> tuple[int, int] | None:
        """How many periods the remaining path takes before and after, as things stand; None without both."""
        before, after = (paths[0] for paths in self.paths)
        if before is None or after is None or before.finish is None or after.finish is None:
            return None
        return len(before.periods), len(after.periods)


_LOST = {Effect.WORSE: Truth.TRUE, Effect.MIXED: Truth.TRUE, Effect.OPEN: Truth.UNKNOWN}


@dataclass
class Toll:
    """What a change of policy does to all applicants at one institution.

    Attributes:
        institution: The institution.
        effects: How many applicants there are of each effect.
        leaves: For each leaf how often it moves, and which way.
        before: What is awarded before, certainly and at most, of all together [EC].
        after: The same after.
        periods: How many periods the remaining paths take before and after, of all who have both.
        unanswered: How many applicants have no answer before or after.
        unvalued: How many have one, but no credits on both sides.
    """

    institution: str
    effects: Counter[Effect] = field(default_factory=Counter)
    leaves: dict[Leaf, Counter[Move]] = field(default_factory=dict)
    before: tuple[Credits, Credits] = (NO_CREDITS, NO_CREDITS)
    after: tuple[Credits, Credits] = (NO_CREDITS, NO_CREDITS)
    periods: tuple[int, int] = (0, 0)
    unanswered: int = 0
    unvalued: int = 0

    @property
    def applicants(self) -> int:
        """How many applicants have an answer before and after."""
        return self.effects.total()

    @property
    def valued(self) -> int:
        """How many have credits on both sides."""
        return self.applicants - self.unvalued

    @property
    def nobody_loses(self) -> Truth:
        """Whether nobody loses anything; unknown while an answer is open that decides it, or is missing."""
        if self.effects[Effect.WORSE] or self.effects[Effect.MIXED]:
            return Truth.FALSE
        return Truth.UNKNOWN if self.effects[Effect.OPEN] or self.unanswered else Truth.TRUE

    def add(self, one: Impact) -> None:
        """Count one applicant."""
        self.effects[one.effect] += 1
        for leaf, move in one.moves.items():
            self.leaves.setdefault(leaf, Counter())[move] += 1
        if one.awarded is None:
            self.unvalued += 1
        else:
            before, after = one.awarded
            self.before, self.after = _sum(self.before, before), _sum(self.after, after)
        if one.periods:
            self.periods = self.periods[0] + one.periods[0], self.periods[1] + one.periods[1]


def _sum(one: tuple[Credits, Credits], other: tuple[Credits, Credits]) -> tuple[Credits, Credits]:
    return total((one[0], other[0])), total((one[1], other[1]))


@dataclass(frozen=True)
class Unanswered:
    """An applicant of whom an institution has no answer before or after, so that nothing can be said of a change.

    Attributes:
        dossier: The dossier of the applicant.
        institution: The institution.
        findings: Why.
    """

    dossier: str
    institution: str
    findings: tuple[Finding, ...]


class Change:
    """A change of policy: a proposal in the place of the policies of an alliance.

    Args:
        alliance: The policies as they are.
        proposal: What takes their place.
        on: The decision date.
        plan: Whether remaining paths are worked out too.

    Raises:
        InvalidInputError: EVC-O008 when the proposal is written over another framework.
    """

    def __init__(self, alliance: Alliance, proposal: Proposal, *, on: date, plan: bool = False) -> None:
        if not isinstance(proposal, Strategy):
            _over_the_same(alliance, proposal)
        self._alliance, self._on, self._plan = alliance, on, plan
        self._proposal = proposal
        self._others: dict[int | None, tuple[Alliance | None, tuple[Finding, ...]]] = {}
        self._workshop = Workshop(alliance.framework)
        self._moves: dict[tuple[int, int, int | None], Moves] = {}

    def of(self, dossier: Dossier) -> Iterator[Impact | Unanswered]:
        """What it does to an applicant, at each institution.

        Raises:
            InvalidInputError: EVC-N002 when a strategy cannot be carried out, EVC-O008 when the dossier is written over
                another framework.
            MissingExtraError: OR-tools is not installed, and a limit binds or paths were asked for.
        """
        cohort = dossier.applicant.cohort
        if cohort not in self._others:
            self._others[cohort] = self._other(cohort)
        other, findings = self._others[cohort]
        before = self._assessed(self._alliance, dossier)
        after = self._assessed(other, dossier).members if other else ()
        there = {one.institution: one for one in after}
        for one in before.members:
            yield self._impact(dossier, one, there.get(one.institution), findings)

    def _other(self, cohort: int | None) -> tuple[Alliance | None, tuple[Finding, ...]]:
        """The policies that are proposed for a cohort; or none, and why."""
        match self._proposal:
            case Alliance():
                return self._proposal, ()
            case Ruleset():
                return _for_all(self._alliance, self._proposal), ()
            case strategy:
                try:
                    made = harmonise_in(self._workshop, self._alliance, strategy, self._on, cohort=cohort)
                except InvalidInputError as error:
                    return None, about_the_dossier(strategy, error)
                return _for_all(self._alliance, made), ()

    def _assessed(self, alliance: Alliance, dossier: Dossier) -> AllianceAdvice:
        return assess_alliance(alliance, dossier, on=self._on, plan=self._plan)

    def _impact(
        self, dossier: Dossier, one: MemberAdvice, other: MemberAdvice | None, findings: tuple[Finding, ...]
    ) -> Impact | Unanswered:
        before, after = one.recommendation, other.recommendation if other else None
        if before is None or other is None or after is None:
            why = (*one.findings, *(other.findings if other else findings or (_absent(one.institution),)))
            return Unanswered(dossier.id, one.institution, why)
        moves = self._between(before.ruleset, after.ruleset, dossier.applicant.cohort)
        moved = moves.of(before.statuses, after.statuses)
        paths = one.paths, other.paths
        return Impact(dossier.id, one.institution, before, after, moved, _credits(before, after, moved), paths)

    def _between(self, before: Ruleset, after: Ruleset, cohort: int | None) -> Moves:
        key = id(before), id(after), cohort  # what is proposed, and the alliance, are kept
        if key not in self._moves:
            members = self._member(before, cohort), self._member(after, cohort)
            self._moves[key] = Moves(*members, self._workshop.order, self._sure(before))
        return self._moves[key]

    def _sure(self, before: Ruleset) -> tuple[bool, bool]:
        """Whether a strategy by definition exempts all that a member does, and nothing else."""
        if not isinstance(self._proposal, Strategy):
            return False, False
        return within(self._proposal, before, len(self._alliance.members))

    def _member(self, ruleset: Ruleset, cohort: int | None) -> Member | None:
        """A ruleset lowered; None when what it says hangs on the cohort, and that is not known."""
        shared = frozenset(self._alliance.shared_judgements) | ruleset.shared
        try:
            return self._workshop.member(ruleset, self._on, cohort, shared)
        except InvalidInputError:
            return None


def _over_the_same(alliance: Alliance, proposal: Ruleset | Alliance) -> None:
    wanted = alliance.framework.name
    named = proposal.framework if isinstance(proposal, Ruleset) else proposal.framework.name
    if named != wanted:
        message = f"'{proposal.id}' is written over '{named}', not over '{wanted}'"
    elif isinstance(proposal, Alliance) and proposal.framework.leaves != alliance.framework.leaves:
        message = f"'{proposal.id}' is written over another '{wanted}', with other outcomes"
    else:
        return
    raise InvalidInputError((Finding("EVC-O008", message, help="use one that is written over the same framework"),))


def _for_all(alliance: Alliance, ruleset: Ruleset) -> Alliance:
    """The alliance with one ruleset for all its members, each with its own programmes."""
    return alliance.with_(members=tuple(one.with_(rulesets=(ruleset,)) for one in alliance.members), common=())


def _absent(institution: str) -> Finding:
    message = f"'{institution}' has no policy in what is proposed"
    return warning("EVC-N003", message, "write it down as a member, or leave it out of the alliance")


def _credits(before: Recommendation, after: Recommendation, moves: Mapping[Leaf, Move]) -> Move | None:
    """How the credits move; by what is certain and what is possible, and no further than the exemptions can."""
    was, becomes = before.credits, after.credits
    alike = _terms(before) == _terms(after)
    if was is None or becomes is None:
        return None if alike else Move.MAY_CHANGE
    (least, most), (least_after, most_after) = was.awarded, becomes.awarded
    if most_after < least:
        return Move.LOST
    if least_after > most:
        return Move.GAINED
    if (least, least_after) == (most, most_after):
        return None
    may_lose = not alike or bool({*moves.values()} & {Move.LOST, Move.MAY_LOSE, Move.MAY_CHANGE})
    may_gain = not alike or bool({*moves.values()} & {Move.GAINED, Move.MAY_GAIN, Move.MAY_CHANGE})
    if may_lose and may_gain:
        return Move.MAY_CHANGE
    return Move.MAY_LOSE if may_lose else Move.MAY_GAIN if may_gain else None


def _terms(one: Recommendation) -> tuple[object, ...]:
    """What turns exemptions into credits; by which article a limit holds is not a part of it."""
    limits = {(limit.at_most, limit.among) for limit in one.ruleset.limits}
    return limits, one.ruleset.units, one.programme, one.credits and one.credits.variant
