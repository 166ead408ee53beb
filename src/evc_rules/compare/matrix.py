"""Leaves that every ruleset treats alike, compared once: what it takes to compare them, kept from leaf to leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from ..engines.implies import Order
from ..model.conditions import FALSE
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.quantities import Cohorts
from .ask import Asking, solver_library
from .explicit.look import Question, look
from .explicit.thing import Setting
from .lore import Lore
from .moving import movable, moved
from .pairs import Pairs
from .reading import Readers
from .replay import Replay
from .rows import Decided, Rows
from .seek import TIME_WAS_UP
from .shapes import World
from .sieves import Sieves
from .worlds import between, worlds

_LATELY: Final = 4
"""So many applicants are tried again on the next leaf."""


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
        self._lately: tuple[tuple[Dossier, Leaf], ...] = ()

    def rows(self, leaf: Leaf, decided: Sequence[Decided]) -> Rows:
        """Compare all pairs on a leaf."""
        return Pairs(self, leaf, decided).rows()

    def form(self, one: Decided) -> object:
        """What those share that are decided by the same form."""
        return self._order.number(one.granted), self._order.number(one.barred), one.conflicts

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

    def passing_by(self, leaf: Leaf) -> Iterator[Dossier]:
        """Applicants who lately showed differences on other leaves, told of this one."""
        for dossier, shown_of in list(self._lately):
            yield moved(dossier, shown_of, leaf, self.readers.framework)

    def take_note(self, leaf: Leaf, dossiers: Iterable[Dossier]) -> None:
        """Keep a few who showed differences: the same rules often differ in the same way on many leaves."""
        few = [one for one in dossiers if len(one.evidence) + len(one.verdicts) <= 1]
        news = tuple((one, leaf) for one in few if movable(one, leaf, self.readers.framework))
        self._lately = news[:_LATELY]

    def asking(self) -> Asking:
        """The solver, without any facts."""
        return Asking(self.time_limit, self._context)

    @cached_property
    def _context(self) -> Any:
        """One for all leaves: to make it takes longer than many a question."""
        return solver_library().Context()

    def worlds(self, sieves: Sieves) -> Iterator[World]:
        """The worlds to go through."""
        return worlds(sieves, self.readers, self.replay.on, self._cohorts)

    def among_items(self, asked: Question, confirms: Callable[[Dossier], bool], why: str) -> Dossier | str | None:
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
