"""Cases of a policy: what its authors expect it to say of a dossier on a day."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, get_args

from ..errors import Position
from .base import Frozen, Text
from .dossier import Dossier
from .outcomes import Ref

Expected = Literal["exempt", "not-covered", "refused", "conflict", "open"]
"""What can be expected of an outcome; `open` is any set of more than one possible status."""

EXPECTED: Final[tuple[str, ...]] = get_args(Expected)


class Expectation(Frozen):
    """What is expected of one outcome.

    Attributes:
        outcome: The outcome, at a level, or as a whole with parts or levels.
        statuses: Its one status, or exactly the statuses that must be possible; `open` stands alone.
        at: Where it is written, or None.
    """

    outcome: Ref
    statuses: frozenset[Expected]
    at: Position | None = None


class PolicyCase(Frozen):
    """One dossier on one decision date, and what the policy must say of it.

    Attributes:
        title: What the case shows.
        dossier: The dossier.
        on: The decision date.
        expect: What is expected, by outcome.
        at: Where it is written, or None.
    """

    title: Text
    dossier: Dossier
    on: date
    expect: tuple[Expectation, ...]
    at: Position | None = None


class CaseFile(Frozen):
    """The cases of a policy.

    Attributes:
        cases: The cases, in the order of the file.
        framework: The framework that the outcomes are of, as `id@version`, or nothing when the file does not say.
    """

    cases: tuple[PolicyCase, ...]
    framework: str = ""
