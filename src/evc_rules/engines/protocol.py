"""What every engine answers to: made for a ruleset and a decision date, it says of prepared dossiers what is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ..model.outcomes import Leaf
from ..results.questions import Question
from ..results.status import Statuses
from ..results.trace import LeafTrace
from .prepare import Prepared


class Answers(Protocol):
    """What an engine says of one dossier under one ruleset."""

    @property
    def statuses(self) -> Mapping[Leaf, Statuses]:
        """The statuses that are still possible, of every leaf in the order of the framework."""

    @property
    def questions(self) -> Mapping[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has: the trace of the reference."""


class Engine(Protocol):
    """A ruleset made ready for a decision date."""

    def evaluate(self, prepared: Prepared) -> Answers:
        """What the ruleset says of a dossier that was prepared for the same decision date."""
