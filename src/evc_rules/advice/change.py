"""A change of policy: other policies take the place of those of an alliance, and what that does to applicants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..errors import Finding, InvalidInputError, warning
from ..harmonise import Strategy, Workshop, harmonise_in, within
from ..harmonise.member import Member
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Ruleset
from ..model.programme import Programme
from .assess import AllianceAdvice, MemberAdvice, about_the_dossier, assess_alliance
from .impact import Impact, Unanswered
from .moves import Move, Moves
from .recommendation import Recommendation

Proposal = Ruleset | Alliance | Strategy
"""What takes the place of policies: one ruleset for all, other ones for each, or a harmonised one."""


@dataclass(frozen=True)
class Side:
    """What holds at an institution for a cohort, before or after a change: a ruleset, and the programme."""

    ruleset: Ruleset
    programme: Programme | None


@dataclass(frozen=True)
class Moving:
    """What hangs on no applicant of how things move from one policy to another.

    Attributes:
        moves: How exemptions move.
        leaves: The leaves, by their places.
        alike: Whether the same exemptions are worth the same.
    """

    moves: Moves
    leaves: tuple[Leaf, ...]
    alike: bool

    def open(self, place: int) -> Move | None:
        """What can become of a leaf that is open before and after."""
        return self.moves.open(self.leaves[place])


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

    @property
    def for_everyone(self) -> Alliance | None:
        """The policies that are proposed, the same for every cohort; None where a strategy makes them."""
        return None if isinstance(self._proposal, Strategy) else self._other_for(None)[0]

    def sides(self, institution: str, cohort: int | None) -> tuple[Side, Side] | None:
        """What holds at an institution before and after; None where not exactly one ruleset is in force."""
        found = []
        for alliance in (self._alliance, self._other_for(cohort)[0]):
            member = (
                next((one for one in alliance.members if one.institution == institution), None) if alliance else None
            )
            rulesets = member.in_force(self._on, cohort) if member else ()
            if member is None or len(rulesets) != 1:
                return None
            found.append(Side(rulesets[0], member.programme_for(cohort)))
        return found[0], found[1]

    def moving(self, sides: tuple[Side, Side], cohort: int | None) -> Moving:
        """How things move from one policy to another."""
        before, after = sides
        moves = self._between(before.ruleset, after.ruleset, cohort)
        alike = _worth_alike(before.ruleset, before.programme) == _worth_alike(after.ruleset, after.programme)
        return Moving(moves, self._alliance.framework.leaves, alike)

    def of(self, dossier: Dossier) -> Iterator[Impact | Unanswered]:
        """What it does to an applicant, at each institution.

        Raises:
            InvalidInputError: EVC-N002 when a strategy cannot be carried out, EVC-O008 when the dossier is written over
                another framework.
            MissingExtraError: OR-tools is not installed, and a limit binds or paths were asked for.
        """
        cohort = dossier.applicant.cohort
        other, findings = self._other_for(cohort)
        before = self._assessed(self._alliance, dossier)
        after = self._assessed(other, dossier).members if other else ()
        there = {one.institution: one for one in after}
        for one in before.members:
            yield self._impact(dossier, one, there.get(one.institution), findings)

    def _other_for(self, cohort: int | None) -> tuple[Alliance | None, tuple[Finding, ...]]:
        if cohort not in self._others:
            self._others[cohort] = self._other(cohort)
        return self._others[cohort]

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
    return *_worth_alike(one.ruleset, one.programme), one.credits and one.credits.variant


def _worth_alike(ruleset: Ruleset, programme: Programme | None) -> tuple[object, ...]:
    return {(limit.at_most, limit.among) for limit in ruleset.limits}, ruleset.units, programme
