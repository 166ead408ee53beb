"""Somebody is looked for in every world that some conditions can tell apart; several questions to the same worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model.conditions import Condition
from ..model.dossier import Dossier
from .encode import Encoded
from .formulas import Formulas
from .matrix import Matrix
from .seek import Question, seek
from .shapes import TooManyError
from .sieves import Sieves


class Looking:
    """Looks for applicants of whom something holds.

    Args:
        matrix: Knows the worlds, and what is assumed of them.
        conditions: Everything that the questions are about.
    """

    def __init__(self, matrix: Matrix, conditions: Iterable[Condition]) -> None:
        self._matrix, self._sieves = matrix, Sieves()
        for condition in conditions:
            self._sieves.look(condition)
        self._worlds: list[Formulas] | None = None

    def someone(self, question: Question, confirms: Callable[[Dossier], bool]) -> Dossier | str | None:
        """Someone of whom something holds.

        Args:
            question: What must hold.
            confirms: Whether the reference says the same of someone.

        Returns:
            Someone; or None when it is proven that there is nobody; or why it is not known.
        """
        why: str | None = None
        try:
            for formulas in self._formulas():
                found = seek(formulas, confirms, question)
                if isinstance(found, Dossier):
                    return found
                why = found if why is None else why
        except TooManyError as error:
            return f"too many {error}"
        return why

    def _formulas(self) -> list[Formulas]:
        if self._worlds is None:
            readers, asking = self._matrix.readers, self._matrix.asking
            worlds = self._matrix.worlds(self._sieves)
            self._worlds = [Formulas(Encoded(self._sieves, readers.of(world), asking())) for world in worlds]
        return self._worlds
