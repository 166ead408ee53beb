"""Somebody of whom something holds, in any world: found and confirmed by the reference, or proven not to exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..compare.ask import Asking
from ..compare.encode import Encoded
from ..compare.formulas import Formulas
from ..compare.lore import Lore
from ..compare.reading import Readers
from ..compare.seek import Question, seek
from ..compare.shapes import TooManyError
from ..compare.sieves import Sieves
from ..compare.worlds import worlds
from ..model.conditions import Condition
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..model.quantities import Cohorts


@dataclass(frozen=True)
class Asked:
    """A question about somebody.

    Attributes:
        question: What must hold of them, as a formula.
        confirms: Whether the reference says the same.
    """

    question: Question
    confirms: Callable[[Dossier], bool]


@dataclass
class Search:
    """Where somebody is looked for.

    Attributes:
        framework: The framework.
        on: The decision date.
        lore: What is assumed of everybody.
        time_limit: How long to look for the answer to one question [s].
    """

    framework: Framework
    on: date
    lore: Lore
    time_limit: float
    _readers: Readers = field(init=False)

    def __post_init__(self) -> None:
        self._readers = Readers(self.framework, self.lore)

    def each(
        self, cohorts: Cohorts, conditions: Iterable[Condition], asked: Sequence[Asked]
    ) -> list[Dossier | str | None]:
        """For each question somebody; or None when it is proven that there is nobody; or why that is not known.

        Args:
            cohorts: The cohorts that they can be of.
            conditions: All conditions that the questions are about.
            asked: The questions.
        """
        sieves = Sieves()
        for condition in conditions:
            sieves.look(condition)
        answers: list[Dossier | str | None] = [None] * len(asked)
        try:
            for world in worlds(sieves, self._readers, self.on, cohorts):
                formulas = Formulas(Encoded(sieves, self._readers.of(world), Asking(self.time_limit)))
                for place, one in enumerate(asked):
                    if not isinstance(answers[place], Dossier):
                        answers[place] = seek(formulas, one.confirms, one.question) or answers[place]
        except TooManyError as error:
            return [one if isinstance(one, Dossier) else f"too many {error}" for one in answers]
        return answers
