"""Cells: the kinds of items that conditions can tell apart. An item matters only by the filters that it passes.

Groups of attributes are met one after the other, and only what differs is kept: all combinations of all values would
be far too many. Attributes that facts of the world tie together are met together, and what the facts rule out is
left out; so are `from` and `to`, and the hours that must fit between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from ..model.attributes import EVIDENCE_KINDS, ONGOING, VERDICT, Attribute, Fact, Value
from ..model.outcomes import Framework
from .lore import contradicts
from .meeting import Key, Met, met, needed
from .reading import Choice, Extra, Masks, Reader
from .shapes import Days, Option, Range, TooManyError, can_be_in_order
from .sieves import Sieves

_MOST_COMBINATIONS: Final = 200000
_WHEN: Final = ""
"""What tells apart when things began and ended. No attribute has this name."""


@dataclass(frozen=True)
class Cell:
    """A kind of item.

    Attributes:
        kind: Its kind of evidence.
        surely: The filters that it surely passes, as bits.
        maybe: The filters that it passes or may pass, as bits.
        amounts: The range of each amount that is added up over a filter that it may pass; None when it has none.
        begins: The days on which it can begin, when a span looks at it.
        ends: The days on which it can end, when a span looks at it; None for what goes on.
        choice: A class of values for each attribute that makes it.
        odd: How far it is from what one would expect to see.
    """

    kind: str
    surely: int
    maybe: int
    amounts: tuple[tuple[str, Range | None], ...]
    begins: Days | None
    ends: Days | None
    choice: Choice
    odd: int


def cells(sieves: Sieves, reader: Reader) -> tuple[Cell, ...]:
    """Every cell that an item can be in, but the one that passes nothing.

    Raises:
        TooManyError: There are too many.
    """
    found: dict[tuple[object, ...], Cell] = {}
    for kind in EVIDENCE_KINDS:
        for cell in _Cutting(kind, sieves, reader).cells():
            units = tuple(_unit(reader.framework, name, kind) for name, _ in cell.amounts)
            key = (cell.surely, cell.maybe, cell.amounts, units, cell.begins, cell.ends)
            if key not in found or cell.odd < found[key].odd:
                found[key] = cell
    return tuple(found.values())


def _unit(framework: Framework, attribute: str, kind: str) -> str | None:
    declared = framework.vocabulary.find(attribute, kind)
    return declared.unit if declared else None


@dataclass(frozen=True)
class VerdictCell:
    """A kind of verdict: what its attributes pass.

    Attributes:
        surely: The tests that it surely passes, as bits.
        maybe: The tests that it passes or may pass, as bits.
        choice: A class of values for each attribute that makes it.
        odd: How far it is from what one would expect to see.
    """

    surely: int
    maybe: int
    choice: Choice
    odd: int


def verdict_cells(sieves: Sieves, reader: Reader) -> tuple[VerdictCell, ...]:
    """Every kind of verdict, but the one that passes nothing.

    Raises:
        TooManyError: There are too many.
    """
    if not sieves.verdicts:
        return ()
    every = (1 << len(sieves.verdicts)) - 1
    masks = Masks(reader, VERDICT, list(sieves.verdicts), every)
    found: Met = {(every, every, ()): (0, ())}
    matter = {name for name in masks.tests if reader.framework.vocabulary.find(name, VERDICT)}
    ties = (set(pair) for pair in reader.lore.in_order(VERDICT) if matter >= set(pair))
    for group in _in_groups(matter, ties):
        declared = [one for one in (reader.framework.vocabulary.find(name, VERDICT) for name in group) if one]
        each = product(*(masks.options(one, ()) for one in declared))
        sound = (one for one in each if _in_order(dict(zip(group, one, strict=True)), VERDICT, reader))
        found = met(found, masks.of(declared, sound), lambda key: key)
    surely, maybe = masks.undeclared()
    return tuple(
        VerdictCell(key[0] & surely, key[1] & maybe, choice, odd)
        for key, (odd, choice) in found.items()
        if key[1] & maybe
    )


def _in_groups(matter: Collection[str], ties: Iterable[set[str]]) -> list[list[str]]:
    """The attributes that matter, those that are tied in one group with what they are tied to; small groups first."""
    groups: list[set[str]] = []
    for one in [*({name} for name in sorted(matter)), *ties]:
        touching = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one]
        groups.append(one.union(*touching))
    kept = (sorted(group) for group in groups if not group.isdisjoint(matter))
    return sorted(kept, key=lambda group: (len(group), group))


def _in_order(chosen: Mapping[str, Option], bearer: str, reader: Reader) -> bool:
    """Whether values can be in the order that is assumed of them."""
    pairs = (pair for pair in reader.lore.in_order(bearer) if chosen.keys() >= set(pair))
    return all(can_be_in_order(chosen[less], chosen[more]) for less, more in pairs)


class _Cutting:
    """Cuts the items of one kind into cells."""

    def __init__(self, kind: str, sieves: Sieves, reader: Reader) -> None:
        self._kind, self._sieves, self._reader = kind, sieves, reader
        self._vocabulary = reader.framework.vocabulary
        filters = list(sieves.filters)
        self._active = sum(1 << place for place, one in enumerate(filters) if not one.kinds or kind in one.kinds)
        self._masks = Masks(reader, kind, [one.tests for one in filters], self._active)
        carries = all(self._vocabulary.find(name, kind) for name in ("from", "to"))
        self._spanned = sieves.spanned() & self._active if carries else 0
        self._sums = {
            of: bits & self._active
            for of, bits in sieves.sums.items()
            if bits & self._active and self._vocabulary.find(of, kind)
        }

    def cells(self) -> Iterator[Cell]:
        if not self._active:
            return
        found: Met = {(self._active, self._active, ()): (0, ())}
        surely, maybe = self._masks.undeclared()
        nothing: Choice = ()
        found = met(found, [(surely, maybe, (), 0, nothing)], self._trimmed)
        for group in self._groups():
            declared = [one for one in (self._vocabulary.find(name, self._kind) for name in group) if one]
            found = met(found, self._masks.of(declared, self._combinations(declared), self._extra), self._trimmed)
            found = needed(found, self._sieves.counted | self._spanned)
        for (surely, maybe, extra), (odd, choice) in found.items():
            amounts = tuple(sorted((of, told) for of, told in extra if isinstance(told, Range | None)))
            begins, ends = next((told for _, told in extra if isinstance(told, tuple)), (None, None))
            yield Cell(self._kind, surely, maybe, amounts, begins, ends, choice, odd)

    def _groups(self) -> Iterator[list[str]]:
        """The attributes that matter, those that hang together in one group, small groups first."""
        matter = {name for name in (*self._masks.tests, *self._sums) if self._vocabulary.find(name, self._kind)}
        if self._spanned:
            matter |= {"from", "to"}
        yield from _in_groups(matter, self._tied(matter))

    def _tied(self, matter: set[str]) -> Iterator[set[str]]:
        """Attributes that facts of the world tie together: as far as they can bear upon one that matters."""
        if self._kind == "work" and matter & {"from", "to", "hours"}:
            dates = {"from", "to"} if len(matter & {"from", "to"}) > 1 or "hours" in matter else set()
            hours = {"hours"} if "hours" in matter and matter & {"from", "to"} else set()
            if dates and (hours or len(matter & dates) > 1):
                yield {one for one in dates | hours if self._vocabulary.find(one, self._kind)}
        for fact in self._bearing(matter):
            yield {name for name, _ in (*fact.given, *fact.then)}
        yield from (set(pair) for pair in self._reader.lore.in_order(self._kind) if matter >= set(pair))

    def _bearing(self, matter: set[str]) -> list[Fact]:
        """The facts that can bear upon attributes that matter; others can be kept out by a value nobody speaks of."""
        facts = [fact for fact in self._vocabulary.facts if fact.on == self._kind]
        while True:
            follows = {name for fact in facts for name, _ in fact.then}

            def free(name: str, follows: set[str] = follows) -> bool:
                declared = self._vocabulary.find(name, self._kind)
                elsewhere = declared is not None and (declared.absent == "none" or not declared.codes)
                return name not in matter and name not in follows and elsewhere

            kept = [fact for fact in facts if not any(free(name) for name, _ in fact.given)]
            if len(kept) == len(facts):
                return kept
            facts = kept

    def _combinations(self, declared: Sequence[Attribute]) -> Iterator[tuple[Option, ...]]:
        names = [one.id for one in declared]
        facts = [fact for fact in self._vocabulary.facts if fact.on == self._kind]
        said: dict[str, list[Value]] = {name: [] for name in names}
        if len(names) > 1:
            for fact in facts:
                for name, codes in fact.given:
                    said.get(name, []).extend(codes)
                for name, value in fact.then:
                    said.get(name, []).append(value)
        each = [self._masks.options(one, said[one.id]) for one in declared]
        count = 1
        for one in each:
            count *= len(one)
        if count > _MOST_COMBINATIONS:
            raise TooManyError(f"values of {', '.join(names)}")
        for combination in product(*each):
            if self._possible(dict(zip(names, combination, strict=True))):
                yield combination

    def _possible(self, chosen: dict[str, Option]) -> bool:
        """Whether something can have these values together."""
        known = {name: option.value for name, option in chosen.items()}
        if len(chosen) > 1 and contradicts(self._kind, known, self._vocabulary):
            return False
        if not _in_order(chosen, self._kind, self._reader):
            return False
        longest = self._longest(chosen.get("from"), chosen.get("to"))
        if longest < 0:
            return False
        hours = chosen.get("hours")
        if self._kind != "work" or hours is None or not isinstance(hours.within, Range):
            return True
        most = self._reader.lore.hours_a_day * longest
        return hours.within.low < most or (hours.within.low == most and not hours.within.low_open)

    def _longest(self, begin: Option | None, end: Option | None) -> int:
        """The most days between a beginning and an end; less than none when the end would come first."""
        world = self._reader.world
        first = begin.within.first if begin and isinstance(begin.within, Days) else world.earliest
        last = end.within.last if end and isinstance(end.within, Days) else world.on
        days = (last - first).days
        going_on = end is None or end.value is ONGOING
        return days if days > 0 or (going_on and days == 0) else -1

    def _extra(self, choice: Choice) -> Extra:
        told: list[tuple[str, object]] = []
        chosen = dict(choice)
        for of in self._sums:
            if of in chosen:
                within = chosen[of].within
                told.append((of, self._capped(of, within, chosen) if isinstance(within, Range) else None))
        if self._spanned and "from" in chosen and "to" in chosen:
            begins, ends = chosen["from"].within, chosen["to"].within
            told.append((_WHEN, (begins, ends)))
        return tuple(told)

    def _capped(self, of: str, within: Range, chosen: dict[str, Option]) -> Range:
        """The range of an amount; of hours no more than fit between the dates."""
        if of != "hours" or self._kind != "work":
            return within
        most = Decimal(self._reader.lore.hours_a_day * max(self._longest(chosen.get("from"), chosen.get("to")), 0))
        if within.high is not None and within.high <= most:
            return within
        return Range(within.low, most, within.low_open, high_open=False)

    def _trimmed(self, key: Key) -> Key:
        """Without what no longer makes a difference: amounts that nothing adds up, days that nothing counts."""
        surely, maybe, extra = key
        kept = tuple(
            (name, told) for name, told in extra if maybe & (self._spanned if name == _WHEN else self._sums[name])
        )
        return surely, maybe, kept
