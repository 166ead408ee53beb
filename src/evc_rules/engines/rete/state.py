"""What holds at one moment of an intake talk: an engine's answers, worked out once and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...errors import Finding
from ...model.outcomes import Leaf
from ...results.questions import Question
from ...results.status import Statuses
from ...results.trace import LeafTrace
from ..compiled.circuit import Sides
from ..compiled.engine import Said
from ..meant import doubts
from ..prepare import Prepared
from .asking import NextQuestion, best
from .matching import Matched

if TYPE_CHECKING:
    from .engine import Rete


@dataclass(frozen=True)
class State:
    """What holds for a dossier; the answers of an engine (`protocol.Answers`).

    Attributes:
        rete: The ruleset.
        prepared: The dossier, as it counts on the decision date.
        matched: What durable_rules made of it.
        sides: Where it grants and bars, of that.
        statuses: The statuses that are still possible, of every leaf, of that.
        said: What the compiled engine says: the same statuses, and questions and traces when they are asked for.
    """

    rete: Rete
    prepared: Prepared
    matched: Matched
    sides: Sides
    statuses: Mapping[Leaf, Statuses]
    said: Said

    def __reduce__(self) -> tuple[Any, ...]:
        return self.rete.evaluate, (self.prepared,)

    @property
    def questions(self) -> Mapping[Question, tuple[Leaf, ...]]:
        """Every open question, with the leaves that it would help to settle."""
        return self.said.questions

    def trace(self, leaf: Leaf) -> LeafTrace:
        """Why a leaf has the status that it has."""
        return self.said.trace(leaf)

    @cached_property
    def open(self) -> tuple[Leaf, ...]:
        """The leaves that are open."""
        return tuple(leaf for leaf, statuses in self.statuses.items() if len(statuses) > 1)

    @cached_property
    def next(self) -> NextQuestion | None:
        """The question that is best asked next."""
        return best(self.questions, self._settled)

    def _settled(self, question: Question) -> Iterator[int]:
        """How many leaves that are open are not with each answer that is tried."""
        rete = self.rete
        open_ = rete.open(self.sides)
        for answered in rete.possible.answers(question, self.prepared):
            yield (open_ & ~rete.open(rete.compiled.works.outcome(answered).sides(0))).bit_count()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What does not count, or is in doubt."""
        one, prepared = self.rete.compiled, self.prepared
        return (*prepared.findings, *doubts(self.rete.ruleset, one.framework, prepared.dossier, one.on, one.shared))
