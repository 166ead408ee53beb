"""What was said of dossiers: verdicts, and answers to judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..compiled.circuit import Answered
from .batch import Part
from .factors import words_of
from .grouping import Runs
from .leaves import failing, references
from .lookups import choices, lanes_of, table_of
from .planes import BITS, Plane, turned
from .selecting import Selecting
from .slots import WIDTH
from .spoken import answers
from .words import Wording

_BYTE: Final = 8


@dataclass
class Hearing:
    """Hears what was said.

    Attributes:
        selecting: What was selected, and how.
    """

    selecting: Selecting

    def __post_init__(self) -> None:
        framework = self.selecting.layout.circuit.framework
        self._refs = [str(ref) for ref in references(framework)]
        failing_ = failing(framework, self.selecting.layout.circuit.place)
        spoken = self.selecting.spoken
        nothing = [0] * spoken.words
        yes = [spoken.of_leaves(self.selecting.covering[ref]) for ref in self._refs]
        no = [spoken.of_leaves(failing_[ref]) for ref in self._refs]
        blank = [nothing] * (len(self._refs) + 1)
        self._yes = table_of([*blank, *yes, nothing], spoken.words)
        self._no = table_of([*no, nothing, *blank], spoken.words)

    def verdicts(self, wording: Wording, part: Part, runs: Runs) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """What verdicts say: which pairs of a screen and a leaf are surely or maybe achieved, and which surely not."""
        screens = self.selecting.spoken.screens
        words = wording.words([divmod(number, WIDTH) for number in range(len(screens))], part)
        said = part.columns["outcome"] + part.columns["achieved"].astype(np.intp) * (len(self._refs) + 1)
        found = []
        for number in range(self.selecting.spoken.words):
            surely, maybe = (self._passing(words, number, offset) for offset in (0, WIDTH))
            yes, no = self._yes[:, number][said], self._no[:, number][said]
            found.append(
                (turned(runs.either(surely & yes)), turned(runs.either(maybe & yes)), turned(runs.either(surely & no)))
            )
        return found

    def _passing(self, words: Sequence[np.ndarray], number: int, offset: int) -> np.ndarray:
        """The pairs of a word whose screens a verdict passes; looked up eight screens at a time."""
        spoken = self.selecting.spoken
        of_screen = spoken.of_screen[number]
        found: np.ndarray | None = None
        for first in range(0, len(spoken.screens), _BYTE):
            several_ = spoken.screens[first : first + _BYTE]
            if any(screen in of_screen for screen in several_):
                table = choices(tuple(of_screen.get(screen, 0) for screen in several_), np.uint64)
                word, bit = divmod(first, WIDTH)
                more = table[lanes_of(words[word], bit + offset, len(several_))]
                found = more if found is None else found | more
        return np.zeros(len(words[0]), dtype=np.uint64) if found is None else found

    def answers(self, part: Part, runs: Runs) -> dict[int, tuple[Plane, Plane]]:
        """For each judgement whether some answer is yes, and whether some is no."""
        found: dict[int, tuple[Plane, Plane]] = {}
        circuit = self.selecting.layout.circuit
        asked = answers(circuit)
        clauses, owners = self.selecting.clauses, self.selecting.owners
        for first in range(0, len(asked), BITS):
            mine = asked[first : first + BITS]
            named = [0] * (len(clauses) + 1)
            owned = [0] * (len(owners) + 1)
            for bit, place in enumerate(mine):
                node = circuit.nodes[place]
                assert isinstance(node, Answered)  # noqa: S101 - for the type checker
                named[clauses[node.condition.id]] |= 1 << bit
                for owner in range(len(owned)) if node.owner is None else (owners[node.owner],):
                    owned[owner] |= 1 << bit
            both = words_of(named)[part.columns["clause"]] & words_of(owned)[part.columns["owner"]]
            yes = part.columns["answer"].astype(np.uint64)
            sides = [turned(runs.either(both * yes)), turned(runs.either(both * (1 - yes)))]
            found |= {place: (sides[0][bit], sides[1][bit]) for bit, place in enumerate(mine)}
        return found
