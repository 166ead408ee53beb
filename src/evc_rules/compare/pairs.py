"""All pairs of rulesets on one leaf: who exempts only where another does, and someone else if not.

What implication by form shows, is not asked. One applicant often shows many differences: of each who is found the
solver says which rulesets it expects to exempt, and every difference that this would show is asked of the reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..results.status import Status, Statuses
from .encode import Encoded
from .explicit.look import Differ, OnlyFirst
from .formulas import Formulas
from .rows import Decided, Rows
from .seek import seek
from .shapes import TooManyError, World
from .sieves import Sieves

if TYPE_CHECKING:
    from .matrix import Matrix

_EXEMPT: Final = frozenset({Status.EXEMPT})
_MOST_SPANS: Final = 3
"""With more calendar times to count it is quicker to ask pair by pair: many sets can be met at a time."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """Whether there is someone whom one exempts and not the other; or of whom they say something else at all."""

    one: int
    other: int
    only: bool

    @property
    def pair(self) -> tuple[int, int]:
        return self.one, self.other


class Pairs:
    """The pairs of rulesets on one leaf.

    Args:
        matrix: Knows the worlds, and asks the reference.
        leaf: The leaf.
        decided: What decides it, by the place of the ruleset.
    """

    def __init__(self, matrix: Matrix, leaf: Leaf, decided: Sequence[Decided]) -> None:
        self.matrix, self.leaf, self.decided = matrix, leaf, decided
        self.shown: dict[tuple[int, int], Dossier] = {}
        self.told: dict[tuple[int, int], Dossier] = {}
        self._why: dict[_Ask, str] = {}
        first: dict[object, int] = {}
        self._like = [first.setdefault(matrix.form(one), place) for place, one in enumerate(decided)]
        self._places = tuple(first.values())
        self.lacking = {one: sum(1 << other for other in self._places if other != one) for one in self._places}
        """For each ruleset those, as bits, of which nobody shows that they exempt less."""

    def rows(self) -> Rows:
        """What is found of all pairs."""
        places = self._places
        asks = [_Ask(a, b, only=True) for a in places for b in places if a != b]
        asks += [_Ask(a, b, only=False) for a in places for b in places if a < b]
        if asks:
            self._try_lately()
            self._ask(asks)
            self.matrix.take_note(self.leaf, {id(one): one for one in self.shown.values()}.values())
        found = Rows(self.leaf)
        for a, one in enumerate(self._like):
            for b, other in enumerate(self._like):
                self._copy(found, (a, b), (one, other))
        return found

    def _copy(self, found: Rows, pair: tuple[int, int], key: tuple[int, int]) -> None:
        """Take note of what was found of those that stand for a pair."""
        only, differ = _Ask(*key, only=True), _Ask(min(key), max(key), only=False)
        if key in self.shown:
            found.shown[pair] = self.shown[key]
        elif only not in self._why:
            found.proven.add(pair)
        dossier = self._telling(differ)
        if dossier is not None:
            found.told[pair] = dossier
        elif differ not in self._why:
            found.same.add(pair)
        why = self._why.get(only) or self._why.get(differ)
        if why:
            found.why[pair] = why

    def _telling(self, ask: _Ask) -> Dossier | None:
        """Someone of whom the two say something else, when there is someone."""
        a, b = ask.pair
        return self.told.get((a, b)) or self.shown.get((a, b)) or self.shown.get((b, a))

    def show(self, one: int, other: int, dossier: Dossier) -> None:
        """Take note of someone whom one exempts and not the other."""
        self.shown.setdefault((one, other), dossier)
        self.lacking[one] &= ~(1 << other)

    def settled(self, ask: _Ask) -> bool:
        """Whether someone shows it."""
        return ask.pair in self.shown if ask.only else self._telling(ask) is not None

    def _open(self, ask: _Ask) -> bool:
        """Whether it must be asked: neither shown by someone nor seen by its form."""
        return not self.settled(ask) and not self._implied(ask)

    def _implied(self, ask: _Ask) -> bool:
        one, other = self.decided[ask.one], self.decided[ask.other]
        return self.matrix.implied(one, other) if ask.only else self.matrix.same(one, other)

    def _ask(self, asks: Sequence[_Ask]) -> None:
        """First everything in one world, where most is shown; then what is left in every world that it can tell."""
        left: dict[_Ask, str | None] = dict.fromkeys(asks)
        try:
            sieves = self._sieves(asks)
            if len(sieves.spans) <= _MOST_SPANS:
                worlds = self.matrix.worlds(sieves)
                left = self._in_world(asks, sieves, world) if (world := next(worlds, None)) else {}
                if not left or next(worlds, None) is None:
                    left = {ask: why for ask, why in left.items() if why is not None}
        except TooManyError:
            left = dict.fromkeys(asks)
        for group in self._groups(left):
            self._everywhere(group)

    def _try_lately(self) -> None:
        """Who showed a difference on another leaf may show it here; who shows none is not tried again.

        What is not known of them made no difference there. It may make one here: nobody counts of whom something is
        open, as everything is known of those who are compared.
        """
        for dossier in self.matrix.passing_by(self.leaf):
            if not any(self.lacking.values()):
                return
            said = {place: self.matrix.replay.trace(place, dossier, self.leaf).statuses for place in self._places}
            for one, other in product(self._places, self._places):
                if self.lacking[one] >> other & 1 and said[one] == _EXEMPT != said[other] and len(said[other]) == 1:
                    self.show(one, other, dossier)

    def _groups(self, asks: Iterable[_Ask]) -> list[list[_Ask]]:
        """Questions that have the same kind of worlds: few ask about the start, and those have many."""
        groups: dict[object, list[_Ask]] = {}
        for ask in asks:
            if not self.settled(ask):
                looks = [self._looks[place] for place in ask.pair]
                groups.setdefault(tuple(map(any, zip(*looks, strict=True))), []).append(ask)
        return list(groups.values())

    @cached_property
    def _looks(self) -> dict[int, tuple[bool, bool, bool]]:
        """For each ruleset whether it looks at the start, at years, and at calendar time."""
        each = {place: self._sieves([_Ask(place, place, only=True)]) for place in self._places}
        return {place: (one.counts_to_start(), one.asks_years(), bool(one.spans)) for place, one in each.items()}

    def _everywhere(self, asks: Sequence[_Ask]) -> None:
        """Ask in every world; what is not settled so is asked pair by pair, when there is less to look at."""
        sieves = self._sieves(asks)
        alone = len({place for ask in asks for place in ask.pair}) <= 2  # noqa: PLR2004 - a pair
        doubtful: dict[_Ask, str] = {} if alone or len(sieves.spans) <= _MOST_SPANS else dict.fromkeys(asks, "")
        try:
            for world in self.matrix.worlds(sieves) if not doubtful else ():
                left = self._in_world(asks, sieves, world)
                doubtful |= {ask: why for ask, why in left.items() if why is not None}
                if not left:
                    break
        except TooManyError as error:
            doubtful = dict.fromkeys(asks, f"too many {error}")
        if alone:
            for ask, why in doubtful.items():
                still_why = None if self.settled(ask) else self._among_items(ask, why)
                if still_why is not None:
                    self._why[ask] = still_why
            return
        pairs: dict[tuple[int, int], list[_Ask]] = {}
        for ask in doubtful:
            pairs.setdefault((min(ask.pair), max(ask.pair)), []).append(ask)
        for group in pairs.values():
            still = [ask for ask in group if self._open(ask)]
            if still:
                self._everywhere(still)

    def _among_items(self, ask: _Ask, why: str) -> str | None:
        """Ask explicit items what cells do not know: nothing when they settle it, else why it is not known."""
        one, other = ((side.granted, side.barred, side.conflicts) for side in (self.decided[a] for a in ask.pair))

        def confirms(dossier: Dossier) -> bool:
            mine, theirs = (self.matrix.replay.trace(place, dossier, self.leaf).statuses for place in ask.pair)
            return self.confirm(ask, dossier, mine, theirs)

        question = OnlyFirst(one, other) if ask.only else Differ(one, other)
        found = self.matrix.among_items(question, confirms, why)
        return found if isinstance(found, str) else None

    def confirm(self, ask: _Ask, dossier: Dossier, mine: Statuses, theirs: Statuses) -> bool:
        """Whether it is settled by what the reference says of someone, who is taken note of."""
        if ask.only and mine == _EXEMPT and theirs != _EXEMPT:
            self.show(*ask.pair, dossier)
        elif not ask.only and mine != theirs:
            self.told[ask.pair] = dossier
        return self.settled(ask)

    def _sieves(self, asks: Iterable[_Ask]) -> Sieves:
        sieves = Sieves()
        for place in sorted({place for ask in asks for place in ask.pair}):
            sieves.look(self.decided[place].granted)
            sieves.look(self.decided[place].barred)
        return sieves

    def _in_world(self, asks: Sequence[_Ask], sieves: Sieves, world: World) -> dict[_Ask, str | None]:
        """Ask in one world: what nobody shows here, and why that is not known."""
        here: _Here | None = None
        left: dict[_Ask, str | None] = {}
        for ask in asks:
            if self._open(ask):
                here = here or _Here(self, sieves, world, {place for one in asks for place in one.pair})
                found = here.seek(ask)
                if not isinstance(found, Dossier):
                    left[ask] = found
        return {ask: why for ask, why in left.items() if not self.settled(ask)}


class _Here:
    """The dossiers of one world, for some rulesets."""

    def __init__(self, pairs: Pairs, sieves: Sieves, world: World, places: Iterable[int]) -> None:
        self._pairs, matrix = pairs, pairs.matrix
        encoded = Encoded(sieves, matrix.readers.of(world), matrix.asking())
        self._formulas, self._logic = Formulas(encoded), encoded.logic
        decided = {place: pairs.decided[place] for place in places}
        self._sides = {place: (one.granted, one.barred, one.conflicts) for place, one in decided.items()}
        self._exempting: dict[int, Any] = {}
        self._expected = 0

    def seek(self, ask: _Ask) -> Dossier | str | None:
        """Someone who shows it; see `seek`."""
        asked = Formulas.only if ask.only else Formulas.differ
        question = partial(asked, one=self._sides[ask.one], other=self._sides[ask.other])
        return seek(self._formulas, partial(self._confirms, ask), question, looked=self._look)

    def _look(self, model: Any) -> None:
        """Take note of which rulesets exempt, as the solver sees it."""
        if not self._exempting:
            self._exempting = {place: self._formulas.exempt(*side) for place, side in self._sides.items()}
        self._expected = sum(
            1 << place for place, exempt in self._exempting.items() if self._logic.holds(model, exempt)
        )

    def _confirms(self, ask: _Ask, dossier: Dossier) -> bool:
        """Whether the reference says so; every other difference that is expected is asked of it too."""
        said: dict[int, Statuses] = {}
        pairs, expected = self._pairs, self._expected
        for place in pairs.lacking:
            if place not in self._sides and self._said(said, place, dossier) == _EXEMPT:
                expected |= 1 << place
        for one, lacking in pairs.lacking.items():
            news = lacking & ~expected if expected >> one & 1 else 0
            if news and self._said(said, one, dossier) == _EXEMPT:
                for other in pairs.lacking:
                    if news >> other & 1 and self._said(said, other, dossier) != _EXEMPT:
                        pairs.show(one, other, dossier)
        mine, theirs = (self._said(said, place, dossier) for place in ask.pair)
        return pairs.confirm(ask, dossier, mine, theirs)

    def _said(self, said: dict[int, Statuses], place: int, dossier: Dossier) -> Statuses:
        if place not in said:
            said[place] = self._pairs.matrix.replay.trace(place, dossier, self._pairs.leaf).statuses
        return said[place]
