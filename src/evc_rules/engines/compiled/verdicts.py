"""Verdicts: for each assessment that is asked, of which leaves they say that it was achieved, or was not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.attributes import VERDICT
from ...model.dossier import Verdict
from ...model.outcomes import Leaf
from ..reference import reached_below, speaks_of
from .circuit import Circuit, bits, mask
from .tables import MOST_ROWS, Covered

Vector = tuple[int, int]
"""A bit for each leaf: where something surely holds, and where it maybe does."""


class Verdicts:
    """What is made of verdicts.

    Attributes:
        tested: For the screen of each assessment its nodes.
    """

    def __init__(self, circuit: Circuit, covered: Covered, tested: dict[int, list[int]]) -> None:
        self.circuit, self.covered, self.tested = circuit, covered, tested
        self.width = len(circuit.screens)
        self.aligned = mask(screen for screen in tested if circuit.screens[screen].aligned)
        self.plain = mask(tested) & ~self.aligned
        self.alike: dict[int, tuple[int, ...]] = {}
        self.spoken: dict[tuple[str, int, int, bool], int] = {}

    def assess(self, found: Sequence[tuple[Verdict, int]], vectors: dict[int, Vector]) -> None:
        """Verdicts that say achieved, or may, and that say they do not, for each leaf; each comes with its row.

        Screens that every verdict passes alike say the same of every leaf: they are told apart verdict by verdict, and
        worked out once.
        """
        alike = [(self.plain, 0, 0, 0)]
        for verdict, row in found:
            speaks, achieved, above = self.speaks(verdict), verdict.achieved, row >> self.width
            told = []
            for one in alike:
                screens, yes, perhaps, no = one
                here = screens & above
                if not here:
                    told.append(one)
                    continue
                if here != screens:
                    told.append((screens ^ here, yes, perhaps, no))
                sure = here & row
                if sure != here:
                    told.append((here ^ sure, yes, perhaps | speaks if achieved else perhaps, no))
                if sure:
                    told.append(
                        (sure, yes | speaks, perhaps | speaks, no) if achieved else (sure, yes, perhaps, no | speaks)
                    )
            alike = told
        for screens, yes, perhaps, no in alike:
            if perhaps or no:
                vectors.update(dict.fromkeys(self._nodes(screens), (yes, ~no | perhaps)))
        for screen in bits(self.aligned):
            vectors.update(dict.fromkeys(self.tested[screen], self._where_aligned(screen, found)))

    def _nodes(self, screens: int) -> tuple[int, ...]:
        """The assessments of these screens."""
        found = self.alike.get(screens)
        if found is None:
            found = tuple(place for screen in bits(screens) for place in self.tested[screen])
            if len(self.alike) < MOST_ROWS:
                self.alike[screens] = found
        return found

    def _where_aligned(self, screen: int, found: Sequence[tuple[Verdict, int]]) -> Vector:
        """What verdicts say that must be aligned with the target as well: each says what it says where it is."""
        yes = perhaps = no = 0
        for verdict, row in found:
            if not row >> self.width + screen & 1:
                continue
            speaks = self.speaks(verdict)
            surely, maybe, _ = self.covered(VERDICT, verdict, self.circuit.screens[screen].aligned)
            surely, maybe = surely & speaks if row >> screen & 1 else 0, maybe & speaks
            if verdict.achieved:
                yes, perhaps = yes | surely, perhaps | maybe
            else:
                no |= surely
        return yes, ~no | perhaps

    def speaks(self, verdict: Verdict) -> int:
        """The leaves that a verdict speaks of, as a mask."""
        ref = verdict.outcome
        key = ref.outcome, ref.low, ref.high, verdict.achieved
        found = self.spoken.get(key)
        if found is None:
            framework, places = self.circuit.framework, self.circuit.place
            leaves: Iterable[Leaf]
            if verdict.achieved:  # what it speaks of is worked out once, not for each leaf
                leaves = reached_below(framework, [ref])
            else:
                leaves = (leaf for leaf in framework.leaves if speaks_of(framework, verdict, leaf))
            found = self.spoken[key] = mask(places[leaf] for leaf in leaves)
        return found
