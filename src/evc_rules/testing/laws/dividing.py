"""Whether evidence that exempts from two outcomes can be divided, so that each is earned by evidence of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, Final

from ...compare.cells import cells, verdict_cells
from ...compare.formulas import Decision, Formulas
from ...compare.matrix import Matrix
from ...compare.shapes import TooManyError
from ...compare.sieves import Sieves
from ...engines.lower import Clause
from ...gaps.asking import Inquiry
from ...model.dossier import Dossier
from ...model.outcomes import Leaf

_MOST: Final = 10
"""Of more items and verdicts than this, the ways to divide them are not gone through."""
UNKNOWN: Final = "a kind of evidence counts for both, and whether it can always be divided is not known"

Exempts = Callable[[Dossier, int], bool]
"""Whether a dossier exempts from the first of two outcomes (0), or from the second (1)."""


def divides(dossier: Dossier, exempts: Exempts) -> bool | None:
    """Whether evidence and verdicts can be divided so that each part exempts from its outcome; None for too many."""
    things = [*dossier.evidence, *dossier.verdicts]
    if len(things) > _MOST:
        return None

    def part(mine: Sequence[bool], *, taken: bool) -> Dossier:
        kept = {id(one) for one, is_mine in zip(things, mine, strict=True) if is_mine is taken}
        return dossier.with_(
            evidence=tuple(one for one in dossier.evidence if id(one) in kept),
            verdicts=tuple(one for one in dossier.verdicts if id(one) in kept),
        )

    return any(
        exempts(part(mine, taken=True), 0) and exempts(part(mine, taken=False), 1)
        for mine in product((True, False), repeat=len(things))
    )


class Dividing:
    """Looks for somebody who is exempt from two outcomes by evidence that cannot be divided between them.

    Args:
        inquiry: Asks about the ruleset.
        pair: The two outcomes.
        confirms: Whether the reference says the same of somebody.
    """

    def __init__(self, inquiry: Inquiry, pair: tuple[Leaf, Leaf], confirms: Callable[[Dossier], bool]) -> None:
        self._inquiry, self._pair, self._confirms = inquiry, pair, confirms

    def answer(self) -> Dossier | str | bool:
        """Somebody; or why it is not known; or, when there is nobody, whether the form of the rules shows that."""
        try:
            meet = [matrix for which, (matrix, _) in enumerate(self._inquiry.ranges) if self._meet(which, matrix)]
        except TooManyError as error:
            return f"too many {error}"
        if not meet:
            return True
        found = self._someone()
        if found is None:
            return False  # nobody is exempt from both
        return found if isinstance(found, Dossier) else UNKNOWN

    def _meet(self, which: int, matrix: Matrix) -> bool:
        """Whether some item or verdict can matter to both outcomes: if none can, whoever has both divides by kind."""
        decisions = self._decisions(which)
        both, each = Sieves(), (Sieves(), Sieves())
        for one, decision in zip(each, decisions, strict=True):
            for condition in decision[:2]:
                one.look(condition)
                both.look(condition)
        items = [sum(1 << both.filters[one] for one in sieves.filters) for sieves in each]
        tests = [sum(1 << both.verdicts[one] for one in sieves.verdicts) for sieves in each]
        assessed = [{ref.outcome for ref in sieves.assessed} for sieves in each]
        for world in matrix.worlds(both):
            reader = matrix.readers.of(world)
            if any(cell.maybe & items[0] and cell.maybe & items[1] for cell in cells(both, reader)):
                return True
            if not assessed[0].isdisjoint(assessed[1]) and any(
                cell.maybe & tests[0] and cell.maybe & tests[1] for cell in verdict_cells(both, reader)
            ):
                return True
        return False

    def _decisions(self, which: int) -> tuple[Decision, Decision]:
        _, members = self._inquiry.ranges[which]
        first, second = (self._inquiry.told(place, members, leaf) for place, leaf in enumerate(self._pair))
        return first.decision, second.decision

    def _someone(self) -> Dossier | str | None:
        """By each two clauses that grant them, where no other does; and by whatever does."""
        known = True
        for which in range(len(self._inquiry.ranges)):
            decisions = self._decisions(which)
            about = tuple(condition for decision in decisions for condition in decision[:2])
            for question in (*self._by_clauses(which, decisions), _both(decisions)):
                found = self._inquiry.someone(which, about, question, self._confirms)
                if isinstance(found, Dossier):
                    return found
            known = known and found is None
        return None if known else UNKNOWN

    def _by_clauses(self, which: int, decisions: tuple[Decision, Decision]) -> Iterator[Callable[[Formulas], Any]]:
        _, members = self._inquiry.ranges[which]
        first, second = (self._inquiry.told(place, members, leaf).grants for place, leaf in enumerate(self._pair))
        for one in first:
            for other in second:
                yield _only_by(decisions, [(one, first), (other, second)])


def _both(decisions: tuple[Decision, Decision]) -> Callable[[Formulas], Any]:
    return lambda formulas: formulas.every(*(formulas.exempt(*one) for one in decisions))


def _only_by(
    decisions: tuple[Decision, Decision], clauses: Sequence[tuple[Clause, Sequence[Clause]]]
) -> Callable[[Formulas], Any]:
    others = [other.condition for one, every in clauses for other in every if other is not one]

    def question(formulas: Formulas) -> Any:
        none = (formulas.no(formulas.possibly(one)) for one in others)
        return formulas.every(_both(decisions)(formulas), *none)

    return question
