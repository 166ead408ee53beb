"""What each strategy makes of the members' reasons: all of them are thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ..engines.implies import Order
from ..engines.simplify import at_least
from ..model.conditions import FALSE
from .reasons import Reason, Reasons, any_reason, both_covered, covered, origins, relaxed, weakest
from .tidy import Tidy


def threshold(k: int, members: Sequence[Reasons], order: Tidy) -> Reasons:
    """Reasons that hold when at least k of the members exempt, never expanded into all combinations.

    A reason that implies some reason of k members is taken out in front: with T for "at least k", and c among the
    reasons of a member, T(…, x or c, …) is c or T(…, x, …) whenever c is enough for T, and that in three values. So
    of diplomas of at most 5, 8 and 10 years a quorum of two takes 8. What is left over stays a threshold.
    """
    front: list[Reason] = []
    left: list[list[Reason]] = []
    for here, reasons in enumerate(members):
        rest = []
        for one in reasons:
            enough = _supported(k, one, here, members, order)
            if enough:
                front.append(enough)
            else:
                rest.append(one)
        left.append(rest)
    found = relaxed(weakest(front, order), (), order)
    left = [[one for one in rest if not covered(one.full, found, order)] for rest in left]
    left = [list(relaxed(rest, found, order)) for rest in _pruned(k, left, found, order)]
    together = order.tidy(at_least(k, [any_reason(rest) for rest in left]))
    if together == FALSE:
        return found
    return weakest((*found, Reason(together, (), *origins(chain(*left)), together=k)), order)


def _supported(k: int, one: Reason, here: int, members: Sequence[Reasons], order: Order) -> Reason | None:
    """The reason, with all that it came from, when it is enough for k members; otherwise None.

    It is when k - 1 others have a reason that it implies, which no bar stands in the way of where none of its own
    member does. Then its member can do without it: nothing that it brings about is lost.
    """
    supporting: list[Reason] = []
    for there, others in enumerate(members):
        alike = (other for other in others if there != here and order.implies(one.condition, other.condition))
        willing = next((other for other in alike if order.implies(one.full, other.guard)), None)
        supporting += [willing] if willing else []
    if len(supporting) < k - 1:
        return None
    return Reason(one.condition, one.guards, *origins((one, *supporting)))


def _pruned(k: int, left: list[list[Reason]], found: Reasons, order: Order) -> list[list[Reason]]:
    """Without what can only ever exempt together with something that some reason in front already grants for.

    For k - 1 others beside it, each would have to be of a member with a reason that, with this one, is not covered.
    """
    known: dict[tuple[int, int], bool] = {}

    def adds(one: Reason, others: Iterable[Reason]) -> bool:
        """Whether a reason and one of the others exempt together where no reason in front does."""
        for other in others:
            key = id(one), id(other)
            if key not in known:
                known[key] = known[key[::-1]] = not both_covered(one.full, other.full, found, order)
            if known[key]:
                return True
        return False

    settled = False
    while not settled:
        settled = True
        for here, rest in enumerate(left):
            beside = [others for there, others in enumerate(left) if there != here]
            useful = [one for one in rest if sum(adds(one, others) for others in beside) >= k - 1]
            settled = settled and len(useful) == len(rest)
            left[here] = useful
    return left
