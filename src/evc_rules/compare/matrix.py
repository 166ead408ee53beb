"""Leaves that every ruleset treats alike, compared once: who exempts only where another does, and someone else if not.

What implication by form shows, is not asked; one applicant often shows many differences, so each who is found is tried
on all rulesets by the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..engines.implies import Order
from ..model.conditions import FALSE, Condition
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Conflicts
from ..model.quantities import Cohorts
from ..results.status import Status, Statuses
from .ask import Asking
from .encode import Encoded
from .explicit import look as explicit
from .explicit.look import look
from .explicit.thing import Setting
from .formulas import Formulas
from .lore import Lore
from .reading import Readers
from .replay import Replay
from .seek import TIME_WAS_UP, Question, seek
from .shapes import TooManyError, World
from .sieves import Sieves
from .worlds import between, worlds


@dataclass(frozen=True)
class Decided:
    """What decides a leaf under one ruleset: that it is granted, that it is barred, and what becomes of both."""

    granted: Condition
    barred: Condition
    conflicts: Conflicts


@dataclass
class Rows:
    """What is found of one class of leaves.

    Attributes:
        leaf: The leaf that stands for them.
        shown: For two rulesets, someone whom the first exempts and the second does not.
        proven: The pairs of which the first exempts only where the second does.
        told: For two rulesets, someone of whom they say something else.
        same: The pairs that always say the same.
        why: Why something is not known, by pair.
    """

    leaf: Leaf
    shown: dict[tuple[int, int], Dossier] = field(default_factory=dict)
    proven: set[tuple[int, int]] = field(default_factory=set)
    told: dict[tuple[int, int], Dossier] = field(default_factory=dict)
    same: set[tuple[int, int]] = field(default_factory=set)
    why: dict[tuple[int, int], str] = field(default_factory=dict)


class Matrix:
    """Compares what some rulesets say of leaves.

    Args:
        framework: The framework.
        replay: The reference.
        cohorts: The cohorts that it is about.
        lore: What is assumed.
        order: The order of implication by form.
        time_limit: How long to look for the answer to one question [s].
    """

    def __init__(
        self, framework: Framework, replay: Replay, cohorts: Cohorts, lore: Lore, order: Order, time_limit: float
    ) -> None:
        self.replay, self.time_limit, self.readers = replay, time_limit, Readers(framework, lore)
        self._cohorts, self._order = cohorts, order

    def rows(self, leaf: Leaf, decided: Sequence[Decided]) -> Rows:
        """Compare all pairs on a leaf."""
        return _Leaf(self, leaf, decided).rows()

    def implied(self, one: Decided, other: Decided) -> bool:
        """Whether the first is seen to exempt only where the second does, by its form."""
        if not self._order.implies(one.granted, other.granted):
            return False
        if other.conflicts == "grant-wins":
            return True
        if one.conflicts == "grant-wins":
            return other.barred == FALSE
        return self._order.implies(other.barred, one.barred)

    def same(self, one: Decided, other: Decided) -> bool:
        """Whether the two are seen always to say the same, by their form."""
        order = self._order
        both = ((one.granted, other.granted), (one.barred, other.barred))
        alike = all(order.implies(a, b) and order.implies(b, a) for a, b in both)
        clash_free = FALSE in (one.granted, one.barred)
        return alike and (one.conflicts == other.conflicts or clash_free)

    def worlds(self, sieves: Sieves) -> Iterator[World]:
        """The worlds to go through."""
        return worlds(sieves, self.readers, self.replay.on, self._cohorts)

    def among_items(
        self, asked: explicit.Question, confirms: Callable[[Dossier], bool], why: str
    ) -> Dossier | str | None:
        """The answer of dossiers of explicit items, where that of the cells is not known; unless the time was up.

        Args:
            asked: Who is looked for.
            confirms: Whether the reference says the same of someone.
            why: Why it is not known.
        """
        if why == TIME_WAS_UP:
            return why
        setting = Setting(self.readers.framework, self.replay.on, between(self._cohorts), self.readers.lore)
        found = look(asked, setting, self.time_limit, confirms)
        return why if isinstance(found, str) else found


class _Leaf:
    """One leaf under all rulesets."""

    def __init__(self, matrix: Matrix, leaf: Leaf, decided: Sequence[Decided]) -> None:
        self._matrix, self._leaf, self._decided = matrix, leaf, decided
        self._rows = Rows(leaf)
        self._exempting: set[tuple[int, int]] = set()
        self._saying: set[tuple[int, int]] = set()

    def rows(self) -> Rows:
        count = len(self._decided)
        first: dict[Decided, int] = {}
        like = [first.setdefault(one, place) for place, one in enumerate(self._decided)]
        for a in first.values():
            for b in first.values():
                if a != b and not self._matrix.implied(self._decided[a], self._decided[b]):
                    self._exempting.add((a, b))
                if a < b and not self._matrix.same(self._decided[a], self._decided[b]):
                    self._saying.add((a, b))
        asked = set(self._exempting), set(self._saying)
        if self._exempting or self._saying:
            self._ask()
        rows = self._rows
        found = Rows(self._leaf)
        for a in range(count):
            for b in range(count):
                pair, key = (a, b), (like[a], like[b])
                if key[0] == key[1] or key not in asked[0] or key in rows.proven:
                    found.proven.add(pair)
                elif key in rows.shown:
                    found.shown[pair] = rows.shown[key]
                ordered = min(key), max(key)
                if key[0] == key[1] or ordered not in asked[1] or ordered in rows.same:
                    found.same.add(pair)
                elif ordered in rows.told:
                    found.told[pair] = rows.told[ordered]
                if key in rows.why or ordered in rows.why:
                    found.why[pair] = rows.why.get(key) or rows.why[ordered]
        return found

    def _ask(self) -> None:
        sieves = Sieves()
        for place in {place for pair in (*self._exempting, *self._saying) for place in pair}:
            sieves.look(self._decided[place].granted)
            sieves.look(self._decided[place].barred)
        doubtful: set[tuple[int, int]] = set()
        doubtful_same: set[tuple[int, int]] = set()
        try:
            for world in self._matrix.worlds(sieves):
                encoded = Encoded(sieves, self._matrix.readers.of(world), Asking(self._matrix.time_limit))
                self._in_world(encoded, doubtful, doubtful_same)
        except TooManyError as error:
            doubtful |= self._exempting
            doubtful_same |= self._saying
            for pair in (*self._exempting, *self._saying):
                self._rows.why.setdefault(pair, f"too many {error}")
        rows = self._rows
        for a, b in sorted(doubtful - set(rows.shown)):
            only = explicit.OnlyFirst(self._side(a), self._side(b))
            self._settles_among_items(only, (a, b), rows.shown, doubtful)
        for a, b in sorted(doubtful_same - set(rows.told)):
            differ = explicit.Differ(self._side(a), self._side(b))
            self._settles_among_items(differ, (a, b), rows.told, doubtful_same)
        rows.proven |= {pair for pair in self._exempting if pair not in rows.shown and pair not in doubtful}
        rows.same |= {pair for pair in self._saying if pair not in rows.told and pair not in doubtful_same}
        for pair in [pair for pair in rows.why if self._settled(pair)]:
            del rows.why[pair]

    def _settled(self, pair: tuple[int, int]) -> bool:
        rows = self._rows
        exempting = pair not in self._exempting or pair in rows.shown or pair in rows.proven
        return exempting and (pair not in self._saying or pair in rows.told or pair in rows.same)

    def _in_world(self, encoded: Encoded, doubtful: set[tuple[int, int]], doubtful_same: set[tuple[int, int]]) -> None:
        formulas = Formulas(encoded)
        for a, b in sorted(self._exempting):
            if (a, b) not in self._rows.shown:
                only = partial(Formulas.only, one=self._side(a), other=self._side(b))
                if not self._settles(formulas, only, (a, b), self._rows.shown):
                    doubtful.add((a, b))
        for a, b in sorted(self._saying):
            if (a, b) not in self._rows.told:
                differ = partial(Formulas.differ, one=self._side(a), other=self._side(b))
                if not self._settles(formulas, differ, (a, b), self._rows.told):
                    doubtful_same.add((a, b))

    def _settles(
        self, formulas: Formulas, question: Question, pair: tuple[int, int], known: dict[tuple[int, int], Dossier]
    ) -> bool:
        """Whether it is settled, in this world, that someone shows a difference or that nobody does."""
        found = seek(formulas, partial(self._confirms, pair, known), question)
        if isinstance(found, str):
            self._rows.why[pair] = found
        return not isinstance(found, str)

    def _settles_among_items(
        self,
        question: explicit.Question,
        pair: tuple[int, int],
        known: dict[tuple[int, int], Dossier],
        doubtful: set[tuple[int, int]],
    ) -> None:
        """Take a pair out of those in doubt, when explicit items settle it."""
        if pair in known:  # someone else's dossier showed it too
            return
        confirms = partial(self._confirms, pair, known)
        if self._matrix.among_items(question, confirms, self._rows.why[pair]) is None:
            doubtful.discard(pair)

    def _confirms(self, pair: tuple[int, int], known: dict[tuple[int, int], Dossier], dossier: Dossier) -> bool:
        self._try(dossier)
        return pair in known

    def _side(self, place: int) -> tuple[Condition, Condition, Conflicts]:
        one = self._decided[place]
        return one.granted, one.barred, one.conflicts

    def _try(self, dossier: Dossier) -> None:
        """Take note of every difference that an applicant shows."""
        places = {place for pair in self._exempting | self._saying for place in pair}
        said = {place: self._statuses(place, dossier) for place in places}
        only = frozenset({Status.EXEMPT})
        for a, b in self._exempting:
            if said[a] == only and said[b] != only:
                self._rows.shown.setdefault((a, b), dossier)
        for a, b in self._saying:
            if said[a] != said[b]:
                self._rows.told.setdefault((a, b), dossier)

    def _statuses(self, place: int, dossier: Dossier) -> Statuses:
        return self._matrix.replay.trace(place, dossier, self._leaf).statuses
