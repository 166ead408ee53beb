"""Statuses: what is said of an outcome, and how grants and bars make it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from itertools import product

from ..model.policy import Conflicts
from .truth import Truth


class Status(Enum):
    """What is said of an outcome."""

    EXEMPT = "exempt"
    NOT_COVERED = "not-covered"
    REFUSED = "refused"
    CONFLICT = "conflict"
    OPEN = "open"

    def __str__(self) -> str:
        return self.value


Statuses = frozenset[Status]
"""The statuses that are still possible; one of them when nothing that matters is unknown."""

_CONFLICTS = {"report": Status.CONFLICT, "bar-wins": Status.REFUSED, "grant-wins": Status.EXEMPT}
_RANK = (Status.EXEMPT, Status.NOT_COVERED, Status.REFUSED, Status.CONFLICT)


def settle(*, granted: bool, barred: bool, conflicts: Conflicts) -> Status:
    """The status of a leaf of which everything is known."""
    if granted and barred:
        return _CONFLICTS[conflicts]
    if granted:
        return Status.EXEMPT
    return Status.REFUSED if barred else Status.NOT_COVERED


def possible(granted: Truth, barred: Truth, conflicts: Conflicts) -> Statuses:
    """The statuses that a leaf can have."""
    return frozenset(
        settle(granted=g, barred=b, conflicts=conflicts) for g, b in product(_worlds(granted), _worlds(barred))
    )


def _worlds(truth: Truth) -> tuple[bool, ...]:
    return (False, True) if truth is Truth.UNKNOWN else (truth is Truth.TRUE,)


def status_of(statuses: Statuses) -> Status:
    """The one status that is possible, or open."""
    return next(iter(statuses)) if len(statuses) == 1 else Status.OPEN


def exempt_in(statuses: Statuses) -> Truth:
    """Whether exempt: true when nothing else is possible, false when it is not possible, otherwise unknown."""
    if Status.EXEMPT not in statuses:
        return Truth.FALSE
    return Truth.TRUE if len(statuses) == 1 else Truth.UNKNOWN


def whole(parts: Iterable[Statuses]) -> Statuses:
    """The statuses that a whole can have: exempt when all its parts are, else the gravest status of a part."""
    ranks = {0}
    for statuses in parts:
        ranks = {max(rank, _RANK.index(status)) for rank in ranks for status in statuses}
    return frozenset(_RANK[rank] for rank in ranks)
