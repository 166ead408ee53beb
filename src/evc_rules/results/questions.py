"""Open questions: what would settle what is still open."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.base import Text
from ..model.conditions import Test
from ..model.outcomes import Leaf


@dataclass(frozen=True, slots=True)
class MissingFact:
    """An attribute that is not known (or not on the right scale, or in doubt).

    Attributes:
        item: The item of evidence or verdict that it belongs to, or None for the applicant.
        attribute: The attribute.
    """

    item: str | None
    attribute: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment to be taken.

    Attributes:
        outcome: What is to be assessed.
        tests: What the verdict must answer to: instrument, number of assessors, age.
    """

    outcome: Leaf
    tests: tuple[Test, ...] = ()
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        if self._hash is None:  # tests take long to hash, and engines ask the same question often
            object.__setattr__(self, "_hash", hash((self.outcome, self.tests)))
        return self._hash or 0


@dataclass(frozen=True, slots=True)
class JudgementNeeded:
    """A judgement to be given.

    Attributes:
        judgement: The clause.
        ruleset: The ruleset that it belongs to, or None when the alliance shares it.
        asks: What is asked.
        by: Who gives the answer.
    """

    judgement: str
    ruleset: str | None
    asks: Text
    by: Text

    def __hash__(self) -> int:
        return hash((self.judgement, self.ruleset))


Question = MissingFact | Assessment | JudgementNeeded
"""What can be open."""
