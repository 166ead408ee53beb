"""What the things of a dossier come to together: which screens they pass, what they add up to, what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final

import numpy as np

from ...model.attributes import VERDICT
from .batch import Batch, Part
from .flat import DOSSIERS
from .grouping import Covering, Runs, alike
from .hearing import Hearing
from .kinds import KindLayout
from .lookups import choices, lanes_of, table_of
from .planes import BITS, Plane, Truths, packed, some, turned
from .selecting import Selecting, Selection, amount_name
from .slots import MOST_ITEMS, WIDTH, Slot, Tally, bounded
from .spans import Spans
from .words import set_column

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
Pair = tuple[Any, Any]


@dataclass
class Gathered:
    """What was found in each dossier.

    Attributes:
        size: How many dossiers there are.
        slots: Whether something surely passes, and may pass.
        totals: For each tally what surely adds up, and what may; nothing for one that nothing adds to.
        covers: For each screen that is aligned with the target the leaves covered by what surely passes, and may.
        spoken: For each word of pairs of a screen and a leaf the planes of surely and maybe achieved, and surely not.
        answers: For each judgement whether some answer is yes, and whether some is no.
        odd: Where columns cannot say.
        cohort: The class of the cohort.
        starts: The day on which the programme starts, and whether that is known; where it is asked.
    """

    size: int
    slots: dict[Slot, Pair] = field(default_factory=dict)
    totals: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    covers: dict[int, Pair] = field(default_factory=dict)
    spoken: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    answers: dict[int, tuple[Plane, Plane]] = field(default_factory=dict)
    odd: Truths = False
    cohort: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    starts: tuple[np.ndarray, np.ndarray] | None = None


@dataclass
class Gathering:
    """Gathers.

    Attributes:
        selecting: What was selected, and how.
        selections: The selections, by name.
    """

    selecting: Selecting
    selections: Mapping[str, Selection]

    def __post_init__(self) -> None:
        framework = self.selecting.layout.circuit.framework
        self._leaf_words = -(-len(framework.leaves) // BITS)
        self._covers = {ref: self._by_word(leaves) for ref, leaves in self.selecting.covering.items()}
        self._hearing = Hearing(self.selecting)

    def _by_word(self, leaves: frozenset[int]) -> list[int]:
        mask = reduce(or_, (1 << leaf for leaf in leaves), 0)
        return [mask >> BITS * word & (1 << BITS) - 1 for word in range(self._leaf_words)]

    def gather(self, batch: Batch) -> Gathered:
        """What is found in each dossier of a batch."""
        found = Gathered(batch.size)
        covers: dict[tuple[int, int], np.ndarray] = {}
        items = np.zeros(batch.size, dtype=np.int64)
        for name, selection in self.selections.items():
            part = batch.parts[name]
            runs = Runs(part.places, batch.size)
            if name == VERDICT:
                assert selection.wording is not None  # noqa: S101 - verdicts have one
                found.spoken += self._hearing.verdicts(selection.wording, part, runs)
            elif selection.place is None or selection.wording is None:
                found.answers |= self._hearing.answers(part, runs)
            else:
                place = selection.place
                words = selection.wording.words(place.screens(), part)
                self._slots(found, place, words, runs)
                if name == DOSSIERS:
                    found.cohort = np.zeros(batch.size, dtype=np.int64)
                    found.cohort[part.places] = part.columns["cohort_class"]
                    if "v_start" in part.columns:
                        known = part.known.get("v_start", np.ones(len(part), dtype=bool))
                        found.starts = np.zeros(batch.size, dtype=np.int64), np.zeros(batch.size, dtype=bool)
                        found.starts[0][part.places] = part.columns["v_start"]
                        found.starts[1][part.places] = known
                    continue
                items += runs.lengths
                self._totals(found, place, words, part, runs)
                self._odd(found, place, words, part)
                self._aligned(covers, place, words, part, runs)
        if bool(np.any(items > MOST_ITEMS)):
            found.odd = some([found.odd, packed(items > MOST_ITEMS)])
        for (screen, side), leaf_words in covers.items():
            before = found.covers.get(screen, (None, None))
            planes = np.concatenate([turned(leaf_words, word) for word in range(self._leaf_words)])
            found.covers[screen] = (planes, before[1]) if side == 0 else (before[0], planes)
        return found

    @staticmethod
    def _slots(found: Gathered, place: KindLayout, words: Sequence[np.ndarray], runs: Runs) -> None:
        for number, word in enumerate(words):
            mine = [(slot, bit) for slot, (where, bit) in place.slots.items() if where == number]
            if mine:
                planes = turned(runs.either(word))
                for slot, bit in mine:
                    before = found.slots.get(slot, (False, False))
                    found.slots[slot] = (some([before[0], planes[bit]]), some([before[1], planes[bit + WIDTH]]))

    # Totals

    def _totals(self, found: Gathered, place: KindLayout, words: Sequence[np.ndarray], part: Part, runs: Runs) -> None:
        spans: Spans | None = None
        for number, (word, bit, lanes) in place.runs.items():
            tally = place.layout.tallies[number]
            if tally.span:
                spans = spans or Spans(part, runs.size, self.selecting.on, found.starts)
                both = spans.totals(tally, lanes, (words[word], bit))
            else:
                both = self._added(place, tally, (words[word], bit), part, runs)
            before = found.totals.get(number)
            found.totals[number] = both if before is None else (before[0] + both[0], before[1] + both[1])

    @staticmethod
    def _added(
        place: KindLayout,
        tally: Tally,
        passing: tuple[np.ndarray, int],
        part: Part,
        runs: Runs,
    ) -> tuple[np.ndarray, np.ndarray]:
        """What things surely add to totals that share a number, and what they may."""
        word, bit = passing
        lanes = place.runs[place.layout.tallies.index(tally)][2]
        table = choices(tuple(1 << lane.shift for lane in lanes), np.int64)
        both = []
        for side, first in (("lo", bit), ("hi", bit + WIDTH)):
            amounts = _amount(place, tally, part, side) if isinstance(tally.of, str) else None
            both.append(runs.added(word, (first, len(lanes)), table, amounts))
        return both[0], both[1]

    def _odd(self, found: Gathered, place: KindLayout, words: Sequence[np.ndarray], part: Part) -> None:
        """Where a row contradicts a fact or may pass what columns cannot carry, or two that count look the same."""
        there = [found.odd]
        rows = np.zeros(len(part), dtype=bool)
        if "contradicts" in part.columns:
            rows |= part.columns["contradicts"] != 0
        for word, bit in place.odd.values():
            rows |= lanes_of(words[word], bit + WIDTH, 1) != 0
        there += _where(part.places[rows], found.size)
        masks: dict[int, int] = {}
        for number, (word, bit, lanes) in place.runs.items():
            if not place.layout.tallies[number].span:
                masks[word] = masks.get(word, 0) | ((1 << len(lanes)) - 1) << bit + WIDTH
        if masks:
            counting = reduce(or_, (words[word] & np.uint64(mask) for word, mask in masks.items()))
            there += _where(_twice(part, np.flatnonzero(counting)), found.size)
        found.odd = some(there)

    # What things cover

    def _aligned(
        self,
        covers: dict[tuple[int, int], np.ndarray],
        place: KindLayout,
        words: Sequence[np.ndarray],
        part: Part,
        runs: Runs,
    ) -> None:
        by_attribute: dict[str, list[int]] = {}
        for screen in place.covering:
            by_attribute.setdefault(place.layout.screen(screen).aligned[0], []).append(screen)
        for name, screens in by_attribute.items():
            listed = part.lists[set_column(name)]
            zero = [0] * self._leaf_words
            table = table_of([self._covers.get(one, zero) for one in listed.names], self._leaf_words)
            covering = Covering(runs, listed, table)
            for screen in screens:
                word, bit = place.covering[screen]
                for side in (0, 1):
                    each = covering.of(words[word], bit + side * WIDTH)
                    before = covers.get((screen, side))
                    covers[screen, side] = each if before is None else before | each


def _amount(place: KindLayout, tally: Tally, part: Part, side: str) -> np.ndarray:
    """What each thing adds at least, or at most [steps]; no more than matters."""
    name = f"v_{tally.of}"
    if f"{side}_{amount_name(tally)}" in part.columns:
        return part.columns[f"{side}_{amount_name(tally)}"]
    amounts: np.ndarray = np.minimum(part.columns[name], tally.most)
    if name in part.known:
        declared = place.layout.declared(str(tally.of), place.kind)
        assert declared is not None  # noqa: S101 - only such kinds add to it
        bound = declared.low if side == "lo" else declared.high
        amounts[~part.known[name]] = tally.most if bound is None else min(bounded(bound, 0), tally.most)
    return amounts


def _twice(part: Part, rows: np.ndarray) -> np.ndarray:
    """The dossiers in which two of some rows are the same; a first column tells most of them apart."""
    dated = [name for name in ("v_date", "v_from") if name in part.columns]
    if dated:
        seeming = np.zeros(1 + int(part.places.max(initial=0)), dtype=bool)
        seeming[alike(part.places[rows], _key(part, rows, dated))] = True
        rows = rows[seeming[part.places[rows]]]
    return alike(part.places[rows], _key(part, rows, part.columns))


def _key(part: Part, rows: np.ndarray, names: Iterable[str]) -> np.ndarray:
    """A number for each of some rows that is the same for two that are the same."""
    key = np.zeros(len(rows), dtype=np.uint64)
    for name in names:
        values = part.columns[name][rows].astype(np.uint64)
        if name in part.known:
            values = np.where(part.known[name][rows], values + np.uint64(1), 0)
        key *= _MIX
        key ^= values
    return key


def _where(places: np.ndarray, size: int) -> list[Plane]:
    """A plane with these dossiers; none without any."""
    if not len(places):
        return []
    there = np.zeros(size, dtype=bool)
    there[places] = True
    return [packed(there)]
