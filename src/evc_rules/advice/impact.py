"""Impact: who gains and who loses when other policies take the place of those of an alliance, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ..errors import Finding
from ..model.outcomes import Leaf
from ..model.quantities import NO_CREDITS, Credits, total
from ..plan import Path
from ..results.truth import Truth, of
from .assess import Paths
from .moves import Move
from .recommendation import Recommendation


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
    def periods(self) -> tuple[int | None, int | None]:
        """How many periods the remaining path takes before and after, as things stand; None where there is none."""
        before, after = (_length(paths[0]) for paths in self.paths)
        return before, after

    @property
    def possible(self) -> tuple[Truth, Truth]:
        """Whether there is a remaining path, as things stand, before and after."""
        before, after = (_possible(paths[0]) for paths in self.paths)
        return before, after

    @property
    def path(self) -> Move | None:
        """Whether a remaining path, as things stand, is lost or gained; None where it is neither, or not known."""
        return _PATH.get(self.possible)


_PATH = {(Truth.TRUE, Truth.FALSE): Move.LOST, (Truth.FALSE, Truth.TRUE): Move.GAINED}


def _length(path: Path | None) -> int | None:
    return len(path.periods) if path and path.finish else None


def _possible(path: Path | None) -> Truth:
    """Whether there is a path; unknown when it was not planned, or the time limit struck first."""
    if path is None or (path.finish is None and not path.proven):
        return Truth.UNKNOWN
    return of(path.finish is not None)


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
        planned: How many have both.
        paths: How many lose their path, gain one, or neither, of all of whom that is known.
        unanswered: How many applicants have no answer before or after.
        unvalued: How many have one, but no credits on both sides.
    """

    institution: str
    effects: Counter[Effect] = field(default_factory=Counter)
    leaves: dict[Leaf, Counter[Move]] = field(default_factory=dict)
    before: tuple[Credits, Credits] = (NO_CREDITS, NO_CREDITS)
    after: tuple[Credits, Credits] = (NO_CREDITS, NO_CREDITS)
    periods: tuple[int, int] = (0, 0)
    planned: int = 0
    paths: Counter[Move | None] = field(default_factory=Counter)
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
        was, becomes = one.periods
        if was is not None and becomes is not None:
            self.periods = self.periods[0] + was, self.periods[1] + becomes
            self.planned += 1
        if Truth.UNKNOWN not in one.possible:
            self.paths[one.path] += 1


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
