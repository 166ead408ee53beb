"""What a law says of two outcomes: how the one's statuses go with the other's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from ...compare.formulas import Decision, Formulas
from ...results.status import Status, Statuses

EXEMPT: Final = frozenset({Status.EXEMPT})
"""That somebody is exempt, and nothing else."""


Sides = tuple[bool, bool]
"""Of the first, and of the second."""


class Relation(Protocol):
    """How statuses must go together."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """That somebody breaks it, as a formula."""

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """Whether it is broken, whatever is still open."""

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """Whether it could have been broken: a sample of which this never holds shows nothing."""

    def vain(self, granted: Sides, barred: Sides) -> bool:
        """Whether it cannot be broken, seen by whether any rule grants, or bars, the first and the second."""


@dataclass(frozen=True)
class Keeps:
    """Where the first is exempt, the second may not be settled as anything else."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """See `Relation`."""
        return formulas.every(formulas.exempt(*first), formulas.no(formulas.statuses(*second)[0]))

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == EXEMPT and Status.EXEMPT not in second

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == EXEMPT and bool(second)

    def vain(self, granted: Sides, barred: Sides) -> bool:  # noqa: ARG002 - as the protocol has it
        """See `Relation`."""
        return not granted[0]


@dataclass(frozen=True)
class Same:
    """The two are the same, as far as they are settled."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """See `Relation`."""
        mine, theirs = formulas.statuses(*first), formulas.statuses(*second)
        none = [formulas.no(formulas.every(one, other)) for one, other in zip(mine, theirs, strict=True)]
        return formulas.every(*none)

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first.isdisjoint(second)

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return Status.EXEMPT in first | second and len(first) == len(second) == 1

    def vain(self, granted: Sides, barred: Sides) -> bool:
        """See `Relation`."""
        return not any((*granted, *barred))


@dataclass(frozen=True)
class NoConflict:
    """Nobody is both granted and barred; the two are one and the same."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """See `Relation`."""
        return formulas.every(*(formulas.surely(one) for one in (*first[:2], *second[:2])))

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == second == frozenset({Status.CONFLICT})

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return len(first) == 1 and first == second and Status.NOT_COVERED not in first

    def vain(self, granted: Sides, barred: Sides) -> bool:
        """See `Relation`."""
        return not (granted[0] and barred[0])


@dataclass(frozen=True)
class NotBoth:
    """The two are not both exempt."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """See `Relation`."""
        return formulas.every(formulas.exempt(*first), formulas.exempt(*second))

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == second == EXEMPT

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return self.broken(first, second)

    def vain(self, granted: Sides, barred: Sides) -> bool:  # noqa: ARG002 - as the protocol has it
        """See `Relation`."""
        return not all(granted)
