"""What a law says of two outcomes: how the one's statuses go with the other's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from ...compare.formulas import Decision, Formulas
from ...results.status import Status, Statuses

_EXEMPT = frozenset({Status.EXEMPT})


class Relation(Protocol):
    """How statuses must go together."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """That somebody breaks it, as a formula."""

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """Whether it is broken, whatever is still open."""

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """Whether it could have been broken: a sample of which this never holds shows nothing."""


@dataclass(frozen=True)
class Keeps:
    """Where the first is exempt, the second may not be settled as anything else."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """See `Relation`."""
        return formulas.every(formulas.exempt(*first), formulas.no(formulas.statuses(*second)[0]))

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == _EXEMPT and Status.EXEMPT not in second

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == _EXEMPT and bool(second)


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


@dataclass(frozen=True)
class NotBoth:
    """One item of evidence does not exempt from both."""

    def question(self, formulas: Formulas, first: Decision, second: Decision) -> Any:
        """See `Relation`."""
        both = formulas.exempt(*first), formulas.exempt(*second)
        return formulas.every(*both, formulas.encoded.at_most(1), formulas.no(formulas.encoded.at_most(0)))

    def broken(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return first == second == _EXEMPT

    def telling(self, first: Statuses, second: Statuses) -> bool:
        """See `Relation`."""
        return _EXEMPT in {first, second}
