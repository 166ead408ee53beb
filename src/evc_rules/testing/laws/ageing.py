"""Two dossiers of which the first has the same evidence, obtained, worked or assessed earlier.

An item moves as a whole: work keeps its length, and what goes on had ended so many days before the decision. What
covers calendar time with other items can be moved together with them only, since how long they cover would change
with when they were beside each other, and that is not a matter of age.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from ...compare import Lore
from ...engines.prepare import aged_by
from ...model.attributes import EVIDENCE_KINDS, VERDICT, Attribute, Ongoing, Vocabulary
from ...model.base import Text
from ...model.conditions import AgeTest, Assessed, Condition, DateTest, Exists, Filter, Span, Sum, Test, tests_of
from ...model.dossier import Carrier, Dossier, Evidence
from ...model.outcomes import Framework
from ...model.policy import Ruleset
from .rewriting import CannotBeToldTwiceError, as_day
from .twins import Twin, changed, free_name, in_force, rewritten, told_twice, without

_Some = TypeVar("_Some", bound=Carrier)
MOMENTS: Final = frozenset({"date", "from", "to"})
"""The attributes that say when something was."""


def moved(ruleset: Ruleset, framework: Framework, on: date, lore: Lore, *, together: bool) -> Twin:
    """Two dossiers, of which the first has the evidence and verdicts of the second, some of it earlier.

    Args:
        ruleset: The ruleset that is asked of both.
        framework: The framework that it is written over.
        on: The decision date.
        lore: What is assumed.
        together: Whether all that covers calendar time moves by the same number of days.
    """
    vocabulary = framework.vocabulary
    ended, begun = (free_name(name, vocabulary) for name in ("date-before", "from-before"))
    bearers = (*EVIDENCE_KINDS, VERDICT)
    begins = tuple(kind for kind in EVIDENCE_KINDS if vocabulary.find("from", kind))
    more = (
        Attribute(id=ended, title=Text(), on=bearers, type="date"),
        Attribute(id=begun, title=Text(), on=begins, type="date"),
    )
    orders = [*((one, ended, aged_by(one)) for one in bearers), *((one, begun, "from") for one in begins)]
    names = {one: {aged_by(one): ended, "from": begun} for one in bearers}
    facts = [told_twice(one, names[one.on]) for one in vocabulary.facts if one.on in names]
    told = framework.with_(
        attributes=(*framework.attributes, *more), facts=(*framework.facts, *(one for one in facts if one))
    )
    fixed = in_force(ruleset, on)
    first, doubtful = rewritten(fixed, _Earlier(fixed, vocabulary, on, ended, begun).of)

    def pair(dossier: Dossier) -> tuple[Dossier, Dossier]:
        first = _before(dossier, vocabulary, on, ended, together=together)
        return _plain(first, (ended, begun)), _plain(dossier, (ended, begun))

    assumed = replace(lore, orders=(*lore.orders, *orders))
    return Twin(told, (first, fixed), assumed, pair, {ended: "date"}, doubtful, earlier=True)


@dataclass(frozen=True)
class _Earlier:
    """Says conditions of the first of the two dossiers.

    Attributes:
        ruleset: Whose parameters conditions use.
        vocabulary: What is declared.
        on: The decision date.
        ended: The attribute that says when something was obtained or assessed, or had ended, in the first.
        begun: The attribute that says when it had begun.
    """

    ruleset: Ruleset
    vocabulary: Vocabulary
    on: date
    ended: str
    begun: str

    def of(self, condition: Condition) -> Condition:
        """The condition.

        Raises:
            CannotBeToldTwiceError: There is no such condition.
        """
        match condition:
            case Exists(filter=items):
                return condition.with_(filter=self._filter(items))
            case Sum(over=items):
                return condition.with_(over=self._filter(items))
            case Span(as_of=as_of):
                if timed(condition) or as_of != "decision":
                    raise CannotBeToldTwiceError
                return condition  # what moves together covers as much
            case Assessed(tests=tests):
                return condition.with_(tests=tuple(self._test(one) for one in tests))
            case _:
                return condition

    def _filter(self, items: Filter) -> Filter:
        """The filter, for the kinds only that can pass what it says of a moment."""
        kinds = items.kinds or EVIDENCE_KINDS
        for test in items.tests:
            if not isinstance(test, AgeTest) and test.attribute in MOMENTS:
                kinds = tuple(kind for kind in kinds if self.vocabulary.find(test.attribute, kind))
                if test.attribute != "from" and any(aged_by(kind) != test.attribute for kind in kinds):
                    raise CannotBeToldTwiceError
            elif isinstance(test, AgeTest) and isinstance(test.as_of, date) and test.as_of > self.on:
                raise CannotBeToldTwiceError  # what goes on would go on until then
        if not kinds:
            raise CannotBeToldTwiceError
        return items.with_(
            kinds=kinds if kinds != EVIDENCE_KINDS else (), tests=tuple(self._test(one) for one in items.tests)
        )

    def _test(self, test: Test) -> Test:
        if isinstance(test, AgeTest):
            return as_day(test, self.ruleset, self.on, self.ended)
        if test.attribute not in MOMENTS:
            return test
        return test.with_(attribute=self.begun if test.attribute == "from" else self.ended)


def timed(condition: Condition) -> list[AgeTest | DateTest]:
    """The tests of a condition on when something was."""
    return [
        one
        for one in tests_of(condition)
        if isinstance(one, AgeTest) or (isinstance(one, DateTest) and one.attribute in MOMENTS)
    ]


def can_age(condition: Condition) -> bool:
    """Whether when something was makes a difference to a condition."""
    match condition:
        case Span(as_of=as_of):
            return bool(timed(condition)) or as_of != "decision"
        case Exists() | Sum() | Assessed():
            return bool(timed(condition))
        case _:
            return False


def _before(dossier: Dossier, vocabulary: Vocabulary, on: date, ended: str, *, together: bool) -> Dossier:
    """The first dossier: each thing so many days earlier as it ended before."""
    covering = {kind for kind in EVIDENCE_KINDS if vocabulary.find("from", kind) and vocabulary.find("to", kind)}
    shared = max((_days(one, one.kind, on, ended) for one in dossier.evidence if one.kind in covering), default=0)

    def earlier(thing: _Some) -> _Some:
        kind = thing.kind if isinstance(thing, Evidence) else VERDICT
        days = shared if together and kind in covering else _days(thing, kind, on, ended)
        return _moved(thing, timedelta(days=days), on)

    return changed(dossier, frozenset((*EVIDENCE_KINDS, VERDICT)), earlier)


def _days(thing: Carrier, kind: str, on: date, ended: str) -> int:
    """How many days earlier a thing ended; none when that is not said, or is no earlier."""
    end, before = thing.known.get(aged_by(kind)), thing.known.get(ended)
    end = on if isinstance(end, Ongoing) else end
    return max(0, (end - before).days) if isinstance(end, date) and isinstance(before, date) else 0


def _moved(thing: _Some, by: timedelta, on: date) -> _Some:
    if not by:
        return thing
    known = {
        name: (on if isinstance(value, Ongoing) else value) - by
        if name in MOMENTS and isinstance(value, date | Ongoing)
        else value
        for name, value in thing.attributes
    }
    return thing.with_(attributes=tuple(known.items()))


def _plain(dossier: Dossier, names: tuple[str, ...]) -> Dossier:
    """A dossier as people have it."""
    return changed(dossier, frozenset((*EVIDENCE_KINDS, VERDICT)), lambda one: without(one, names))
