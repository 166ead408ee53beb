"""Witnesses asked again of the reference: what a solver found counts only when the definition says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TypeVar

from ..engines.prepare import Prepared, prepare
from ..engines.reference import Case
from ..model.conditions import Condition
from ..model.dossier import Answer, Carrier, Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..results.trace import LeafTrace
from ..results.truth import Truth
from .narrow import Narrowing
from .recall import Memory, Recalling

_Some = TypeVar("_Some", bound=Carrier)


class Replay:
    """The reference for some rulesets on one decision date."""

    def __init__(self, rulesets: tuple[Ruleset, ...], framework: Framework, on: date, shared: frozenset[str]) -> None:
        self.on = on
        self._rulesets, self._framework, self.shared = rulesets, framework, shared
        self._last: tuple[Dossier, Prepared] | None = None
        self._narrowing: dict[int, Narrowing] = {}
        self._memory = Memory()

    def trace(self, place: int, dossier: Dossier, leaf: Leaf) -> LeafTrace:
        """What a ruleset says of a leaf for a dossier, and why."""
        return self._case(place, dossier, leaf).trace(leaf)

    def holds(self, place: int, dossier: Dossier, condition: Condition, leaf: Leaf) -> Truth:
        """What a condition that a ruleset was lowered to for a leaf comes to for a dossier."""
        return self._case(place, dossier, leaf).holds(condition, leaf).truth

    def _case(self, place: int, dossier: Dossier, leaf: Leaf) -> Case:
        if place not in self._narrowing:
            self._narrowing[place] = Narrowing(self._rulesets[place], self._framework)
        narrowing = self._narrowing[place]
        if self._last is None or self._last[0] is not dossier:
            self._memory.forget()
            self._last = dossier, prepare(dossier, self._framework.vocabulary, self.on)
        return Recalling(
            narrowing.to(leaf),
            self._framework,
            self._last[1],
            self.on,
            self.shared,
            place=place,
            index=narrowing.index,
            memory=self._memory,
        )


def lighter(dossier: Dossier, still: Callable[[Dossier], bool]) -> Dossier:
    """A dossier without what makes no difference, each time asked again: many things at once, then fewer.

    What stays settled while something is not known stays so whatever it turns out to be.
    """
    return _without_needless(dossier, list(_steps(dossier)), still)


def _without_needless(
    dossier: Dossier, steps: list[Callable[[Dossier], Dossier]], still: Callable[[Dossier], bool]
) -> Dossier:
    less = dossier
    for step in steps:
        less = step(less)
    if still(less):
        return less
    if len(steps) <= 1:
        return dossier
    middle = len(steps) // 2
    return _without_needless(_without_needless(dossier, steps[:middle], still), steps[middle:], still)


def _steps(dossier: Dossier) -> Iterator[Callable[[Dossier], Dossier]]:
    """Ways to know one thing less: an item, a verdict, an answer, an attribute."""
    for item in dossier.evidence:
        yield partial(_dropping, gone=item.id)
    for verdict in dossier.verdicts:
        yield partial(_dropping, gone=verdict.id)
    for answer in dossier.judgements:
        yield partial(_unanswering, gone=answer)
    for name, _ in dossier.applicant.attributes:
        yield partial(_unsaying, of=None, gone=name)
    things = [(one.id, one.attributes) for one in dossier.evidence]
    things += [(one.id, one.attributes) for one in dossier.verdicts]
    for of, attributes in things:
        for name, _ in attributes:
            yield partial(_unsaying, of=of, gone=name)


def _dropping(dossier: Dossier, gone: str) -> Dossier:
    evidence = tuple(one for one in dossier.evidence if one.id != gone)
    return dossier.with_(evidence=evidence, verdicts=tuple(one for one in dossier.verdicts if one.id != gone))


def _unanswering(dossier: Dossier, gone: Answer) -> Dossier:
    return dossier.with_(judgements=tuple(one for one in dossier.judgements if one != gone))


def _unsaying(dossier: Dossier, of: str | None, gone: str) -> Dossier:
    if of is None:
        return dossier.with_(applicant=_without(dossier.applicant, gone))
    return dossier.with_(
        evidence=tuple(_without(one, gone) if one.id == of else one for one in dossier.evidence),
        verdicts=tuple(_without(one, gone) if one.id == of else one for one in dossier.verdicts),
    )


def _without(thing: _Some, name: str) -> _Some:
    return thing.with_(attributes=tuple(pair for pair in thing.attributes if pair[0] != name))
