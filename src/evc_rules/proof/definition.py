"""What each strategy is by definition (meaning, section 9), over formulas of a solver as over plain truths.

Everything is a pair: that it is surely so, and that it may be so. This is written apart from how harmonised rulesets
are made, so that these are held to something else than to themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..harmonise import Strategy
from ..model.policy import Conflicts, Ruleset
from ..results.status import Status
from ..results.trace import LeafTrace
from ..results.truth import Truth

Pair = tuple[Any, Any]
"""That something is surely so, and that it may be so."""


class Connectives(Protocol):
    """Connectives over whatever halves are made of."""

    def every(self, parts: Sequence[Any]) -> Any:
        """All of the parts."""

    def some(self, parts: Sequence[Any]) -> Any:
        """One of the parts or more."""

    def no(self, part: Any) -> Any:
        """Not this."""

    def at_least(self, parts: Sequence[Any], count: int) -> Any:
        """So many of the parts, or more."""


class Plain:
    """The connectives over yes and no."""

    def every(self, parts: Sequence[Any]) -> bool:
        """All of the parts."""
        return all(parts)

    def some(self, parts: Sequence[Any]) -> bool:
        """One of the parts or more."""
        return any(parts)

    def no(self, part: Any) -> bool:
        """Not this."""
        return not part

    def at_least(self, parts: Sequence[Any], count: int) -> bool:
        """So many of the parts, or more."""
        return sum(map(bool, parts)) >= count


@dataclass(frozen=True)
class Side:
    """What one ruleset says of a leaf.

    Attributes:
        granted: That a grant acts.
        barred: That a bar acts.
        conflicts: What becomes of both.
    """

    granted: Pair
    barred: Pair
    conflicts: Conflicts

    @classmethod
    def of(cls, ruleset: Ruleset, trace: LeafTrace) -> Side:
        """What the reference says."""
        return cls(_pair(trace.granted), _pair(trace.barred), ruleset.conflicts)


def _pair(truth: Truth) -> Pair:
    return truth is Truth.TRUE, truth is not Truth.FALSE


def exempting(one: Side, logic: Connectives) -> Pair:
    """That a ruleset exempts a leaf, and nothing else."""
    if one.conflicts == "grant-wins":
        return one.granted
    (surely, maybe), (sure_bar, may_bar) = one.granted, one.barred
    return logic.every([surely, logic.no(may_bar)]), logic.every([maybe, logic.no(sure_bar)])


@dataclass(frozen=True)
class Answer:
    """What is settled of a leaf, and what may be: all that two policies can differ in, once nothing is left open.

    Attributes:
        exempt: That it is exempt, surely and perhaps.
        refused: That it surely is refused.
        uncovered: That surely nothing covers it.
    """

    exempt: Pair
    refused: Any
    uncovered: Any

    @property
    def halves(self) -> tuple[Any, ...]:
        """Everything that is said."""
        return *self.exempt, *self.rest

    @property
    def rest(self) -> tuple[Any, ...]:
        """What is said where it is not exempt."""
        return self.refused, self.uncovered

    @property
    def status(self) -> Status:
        """What it is, of plain yes and no."""
        settled = (
            (self.exempt[0], Status.EXEMPT), (self.refused, Status.REFUSED), (self.uncovered, Status.NOT_COVERED),
        )  # fmt: skip
        return next((status for holds, status in settled if holds), Status.OPEN)


@dataclass(frozen=True)
class Definition:
    """A strategy.

    Attributes:
        strategy: The strategy.
        members: The ids of the members' rulesets.
        named: The ids of rulesets by the names that the strategy uses.
        logic: The connectives.
    """

    strategy: Strategy
    members: Sequence[str]
    named: Mapping[str, str]
    logic: Connectives

    @property
    def exempting(self) -> tuple[str, ...]:
        """The ids of the rulesets of which exemptions count."""
        members = () if self.strategy.name in {"reference", "floor-ceiling"} else self.members
        return tuple(dict.fromkeys((*self.named.values(), *members)))

    def answer(self, sides: Mapping[str, Side]) -> Answer:
        """What the policy says by definition, of what the rulesets say."""
        logic = self.logic
        surely, maybe = self._exempt(sides)
        members = [sides[name] for name in self.members]
        refused = [logic.every([one.barred[0], self._ungranted(one, 1)]) for one in members]
        may_be_refused = [logic.every([one.barred[1], self._ungranted(one, 0)]) for one in members]
        return Answer(
            (surely, maybe),
            logic.every([logic.no(maybe), *refused]),
            logic.every([logic.no(maybe), logic.no(logic.every(may_be_refused))]),
        )

    def of(self, side: Side) -> Answer:
        """What one ruleset that lets grants win says."""
        logic, (sure_bar, may_bar) = self.logic, side.barred
        ungranted = logic.no(side.granted[1])
        return Answer(
            side.granted, logic.every([ungranted, sure_bar]), logic.every([ungranted, logic.no(may_bar)])
        )  # fmt: skip

    def _ungranted(self, one: Side, half: int) -> Any:
        """That no grant keeps a member from refusing."""
        return self.logic.every([]) if one.conflicts == "bar-wins" else self.logic.no(one.granted[half])

    def exempts(self, one: Side) -> Pair:
        """That a ruleset exempts."""
        return exempting(one, self.logic)

    def _exempt(self, sides: Mapping[str, Side]) -> Pair:
        strategy, each = self.strategy, [self.exempts(sides[name]) for name in self.members]

        def called(name: str) -> Side:
            return sides[self.named[name]]

        match strategy.name:
            case "strictest":
                return self._both(each)
            case "most-generous":
                return self._either(each)
            case "quorum":
                halves = [self.logic.at_least([one[half] for one in each], strategy.k) for half in (0, 1)]
                return halves[0], halves[1]
            case "reference":
                return self.exempts(called(strategy.home))
            case "mutual":
                home = called(strategy.home)
                recognised = self._both([self._either(each), self._not(home.barred)])
                return self._either([self.exempts(home), recognised])
            case _:
                raised = self._either(
                    [self.exempts(called(name)) for name in (strategy.home, strategy.floor) if name]
                )  # fmt: skip
                return self._both([raised, self.exempts(called(strategy.ceiling))]) if strategy.ceiling else raised

    def _both(self, parts: Sequence[Pair]) -> Pair:
        return self.logic.every([one for one, _ in parts]), self.logic.every([other for _, other in parts])

    def _either(self, parts: Sequence[Pair]) -> Pair:
        return self.logic.some([one for one, _ in parts]), self.logic.some([other for _, other in parts])

    def _not(self, part: Pair) -> Pair:
        return self.logic.no(part[1]), self.logic.no(part[0])
