"""Cases of a policy: what its authors expect it to say of a dossier on a day."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, get_args

from ..errors import Position
from .base import Frozen, Id, Text
from .dossier import Dossier
from .outcomes import Ref
from .quantities import Credits

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


class Awarded(Frozen):
    """How many EC must be awarded.

    Attributes:
        of: The whole that the units must lie under with all their outcomes; nothing for all units.
        least: What must certainly be awarded [EC].
        most: What must be awarded if every open question came out well [EC].
        at: Where it is written, or None.
    """

    of: Id | None = None
    least: Credits
    most: Credits
    at: Position | None = None


class Asked(Frozen):
    """An open question that must be asked.

    Attributes:
        kind: A fact that is missing, an assessment to be taken, or a judgement to be given.
        name: The attribute, the outcome at its level, or the clause.
        of: The item that a fact is missing of; nothing for the applicant.
    """

    kind: Literal["fact", "assessed", "judgement"]
    name: str
    of: Id | None = None

    def __str__(self) -> str:
        whose = f" of {self.of or 'the applicant'}" if self.kind == "fact" else ""
        return f"{self.kind} {self.name}{whose}"


class Asks(Frozen):
    """The open questions of the outcomes that a case expects something of.

    Attributes:
        questions: The questions.
        exactly: Whether no other may be asked.
        at: Where it is written, or None.
    """

    questions: tuple[Asked, ...]
    exactly: bool = False
    at: Position | None = None


class Cites(Frozen):
    """The articles of the rules that act, or may act, on the outcomes that a case expects something of.

    Attributes:
        articles: The articles, as `source/article`.
        exactly: Whether no other may be cited.
        at: Where it is written, or None.
    """

    articles: tuple[str, ...]
    exactly: bool = False
    at: Position | None = None


class PathLength(Frozen):
    """How long the remaining path must be, as things stand.

    Attributes:
        periods: How many periods it takes, or None.
        finish: When it ends, or None.
        at: Where it is written, or None.
    """

    periods: int | None = None
    finish: date | None = None
    at: Position | None = None


class PolicyCase(Frozen):
    """One dossier on one decision date, and what the policy must say of it.

    Attributes:
        id: What other cases call it, or nothing.
        title: What the case shows.
        dossier: The dossier.
        on: The decision date.
        expect: What is expected, by outcome.
        awards: The credits that are expected.
        asks: The open questions that are expected, or None.
        cites: The articles that are expected, or None.
        path: The path that is expected, or None.
        at: Where it is written, or None.
    """

    id: Id | None = None
    title: Text
    dossier: Dossier
    on: date
    expect: tuple[Expectation, ...] = ()
    awards: tuple[Awarded, ...] = ()
    asks: Asks | None = None
    cites: Cites | None = None
    path: PathLength | None = None
    at: Position | None = None


class CaseFile(Frozen):
    """The cases of a policy.

    Attributes:
        cases: The cases, in the order of the file.
        framework: The framework that the outcomes are of, as `id@version`, or nothing when the file does not say.
        ruleset: The file of the ruleset that they are about, as a path beside this one, or nothing.
        programme: The file of the programme by which credits and paths are worked out, likewise.
    """

    cases: tuple[PolicyCase, ...]
    framework: str = ""
    ruleset: str = ""
    programme: str = ""
