"""How what is said of an outcome moves when one ruleset takes the place of another: surely, or perhaps."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ..engines.implies import Order
from ..harmonise.member import Member
from ..model.outcomes import Leaf
from ..results.status import Statuses, exempt_in
from ..results.truth import Truth


class Move(StrEnum):
    """What happens to an exemption, or to credits, of an applicant. Perhaps, where an answer is still open."""

    LOST = "lost"
    MAY_LOSE = "may-lose"
    MAY_CHANGE = "may-change"
    MAY_GAIN = "may-gain"
    GAINED = "gained"


_OPEN: Final = {
    (True, True): None,
    (True, False): Move.MAY_GAIN,
    (False, True): Move.MAY_LOSE,
    (False, False): Move.MAY_CHANGE,
}
"""What can become of what is open before and after: whether nothing is lost, and whether nothing is gained."""


class Moves:
    """The moves from one ruleset to another, for a decision date and cohort.

    What is open under both need not come out alike. Where a solver is not needed to see that what exempts under one
    exempts under the other, whatever is missing, that is used: then nothing can be lost, or gained.

    Args:
        before: The ruleset that was in force, or None when what it says hangs on a cohort that is not known.
        after: The one that takes its place, or None likewise.
        order: The order of implication.
        sure: What is so by definition: that all that is exempt before is exempt after, and the other way round.
    """

    def __init__(
        self, before: Member | None, after: Member | None, order: Order, sure: tuple[bool, bool] = (False, False)
    ) -> None:
        self._before, self._after, self._order, self._sure = before, after, order, sure
        self._known: dict[tuple[Leaf, Leaf], Move | None] = {}

    def of(self, before: Mapping[Leaf, Statuses], after: Mapping[Leaf, Statuses]) -> dict[Leaf, Move]:
        """What moves for an applicant, by the statuses that are possible under each; what does not is left out."""
        found = ((leaf, self._move(leaf, exempt_in(was), exempt_in(after[leaf]))) for leaf, was in before.items())
        return {leaf: move for leaf, move in found if move is not None}

    def _move(self, leaf: Leaf, was: Truth, becomes: Truth) -> Move | None:
        if was is becomes:
            return self.open(leaf) if was is Truth.UNKNOWN else None
        if Truth.UNKNOWN in {was, becomes}:
            return Move.MAY_GAIN if was < becomes else Move.MAY_LOSE
        return Move.GAINED if was < becomes else Move.LOST

    def open(self, leaf: Leaf) -> Move | None:
        """What can become of an outcome that is open under both; alike for leaves that the rules treat alike."""
        if self._before is None or self._after is None:
            return _OPEN[self._sure]
        key = self._before.like(leaf), self._after.like(leaf)
        if key not in self._known:
            was, becomes = self._before.exempts(leaf), self._after.exempts(leaf)
            kept, no_more = self._sure
            shown = kept or self._order.implies(was, becomes), no_more or self._order.implies(becomes, was)
            self._known[key] = _OPEN[shown]
        return self._known[key]
