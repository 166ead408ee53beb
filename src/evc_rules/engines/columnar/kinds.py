"""The words of one kind of thing: which bit of which word stands for what."""

from __future__ import annotations

from dataclasses import dataclass, field

from .slots import WIDTH, Lane, Layout, Slot, Tally


@dataclass
class KindLayout:
    """The words of one kind of thing.

    Attributes:
        layout: The layout.
        kind: The kind.
        words: How many words there are.
        slots: For each slot of which one thing is enough its word and bit.
        runs: For each tally that it adds to the word and the bit where its lanes begin, and those lanes.
        odd: For each screen that columns cannot carry its word and bit.
        covering: For each screen that is aligned with the target its word and bit.
    """

    layout: Layout
    kind: str
    words: int = 0
    slots: dict[Slot, tuple[int, int]] = field(default_factory=dict)
    runs: dict[int, tuple[int, int, tuple[Lane, ...]]] = field(default_factory=dict)
    odd: dict[int, tuple[int, int]] = field(default_factory=dict)
    covering: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._taken: list[int] = []
        for slot in self.layout.about(self.kind):
            self.slots[slot] = self._room(1)
        for place, tally in enumerate(self.layout.tallies):
            lanes = tuple(lane for lane in tally.lanes if self._goes_into(tally, lane))
            if lanes:
                self.runs[place] = (*self._room(len(lanes)), lanes)
        for screen, kinds in self.layout.odd.items():
            if self.kind in kinds:
                self.odd[screen] = self._room(1)
        for screen in self.layout.aligned:
            attribute = self.layout.screen(screen).aligned[0]
            if self.kind in self.layout.kinds(screen) and self.layout.declared(attribute, self.kind):
                self.covering[screen] = self._room(1)
        self.words = len(self._taken)

    def _goes_into(self, tally: Tally, lane: Lane) -> bool:
        if self.kind not in self.layout.kinds(lane.screen) or self.kind in self.layout.odd.get(lane.screen, ()):
            return False
        if tally.span:
            return all(self.layout.declared(name, self.kind) for name in ("from", "to"))
        return not isinstance(tally.of, str) or self.layout.declared(tally.of, self.kind) is not None

    def _room(self, size: int) -> tuple[int, int]:
        """A place for so many bits side by side."""
        for word, taken in enumerate(self._taken):
            if taken + size <= WIDTH:
                self._taken[word] += size
                return word, taken
        self._taken.append(size)
        return len(self._taken) - 1, 0

    def screens(self) -> dict[tuple[int, int], Slot]:
        """What is asked at each place."""
        found = {place: slot for slot, place in self.slots.items()}
        for word, bit, lanes in self.runs.values():
            found |= {(word, bit + number): Slot(lane.screen) for number, lane in enumerate(lanes)}
        found |= {place: Slot(screen) for screen, place in self.odd.items()}
        return found | {place: Slot(screen) for screen, place in self.covering.items()}
