"""What the tests on one attribute say of one thing, for traces: worked out at once, from rows like those of screens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ...model.attributes import Attribute
from ...model.conditions import AgeTest, CoversTest, Test
from ...model.dossier import Carrier
from ...results.questions import MissingFact
from ...results.trace import TestStep
from ...results.truth import Truth
from ..reference import _is_none, _shown
from .tables import MOST_ROWS, Asking, Rows, attribute_of

FALSE, UNKNOWN, TRUE = Truth
_TRUTHS: Final = tuple(Truth)
_new: Final = tuple.__new__  # half the time of the class itself, and there are many

Told = tuple[tuple[TestStep, ...], tuple[Truth, ...]]
"""What tests say, and the truths of that by themselves."""


class Column:
    """The tests on one attribute of one kind of thing.

    What it keeps is bounded: steps by value, or by thing and value when something is not known of it.

    Attributes:
        attribute: The attribute.
        tests: The tests.
        made: The steps for values that came by.
    """

    def __init__(self, asking: Asking, kind: str, attribute: str, tests: tuple[Test, ...]) -> None:
        self.attribute, self.tests = attribute, tests
        self.declared: Attribute | None = asking.case.vocabulary.find(attribute, kind)
        self.rows = Rows(asking, kind, attribute, {place: [test] for place, test in enumerate(tests)}, len(tests))
        self.aged = tuple(isinstance(test, AgeTest) for test in tests)
        self.made: dict[Any, Told] = {}
        self.truths: dict[int, tuple[Truth, ...]] = {}

    def told(self, name: str | None, thing: Carrier, inferred: frozenset[tuple[str, str]]) -> Told:
        """What each test says of a thing."""
        key = thing.keys.get(self.attribute)
        row = self.rows[key]
        truths = self.truths.get(row) or self._truths(row)
        if inferred and (name, self.attribute) in inferred:
            return self._steps(truths, name, thing, inferred=True)
        if type(key) is tuple and 0 in key:
            return self._steps(truths, name, thing, inferred=False)  # nought and minus nought: equal, and told apart
        known_by = (name, key, ...) if UNKNOWN in truths else key
        found = self.made.get(known_by)
        if found is None:
            found = self._steps(truths, name, thing, inferred=False)
            if len(self.made) < MOST_ROWS:
                self.made[known_by] = found
        return found

    def _truths(self, row: int) -> tuple[Truth, ...]:
        width = len(self.tests)
        found = tuple([_TRUTHS[(row >> place & 1) + (row >> place + width & 1)] for place in range(width)])
        if len(self.truths) < MOST_ROWS:
            self.truths[row] = found
        return found

    def _steps(self, truths: tuple[Truth, ...], name: str | None, thing: Carrier, *, inferred: bool) -> Told:
        value = thing.known.get(self.attribute)
        shown = None if value is None else _shown(value)
        if self.declared is None or _is_none(self.declared, thing):
            return tuple([self._absent(place, truth, name, shown) for place, truth in enumerate(truths)]), truths
        fact = MissingFact(name, self.attribute) if UNKNOWN in truths else None
        follows = inferred and value is not None
        steps = [
            _new(TestStep, (test, truth, shown, follows, fact if truth is UNKNOWN else None))
            for test, truth in zip(self.tests, truths, strict=True)
        ]
        return tuple(steps), truths

    def _absent(self, place: int, truth: Truth, name: str | None, shown: str | None) -> TestStep:
        """What a test says of a thing that has no such attribute: of age, that it is not known."""
        if not self.aged[place]:
            return TestStep(self.tests[place], truth, "none")
        question = MissingFact(name, self.attribute) if truth is UNKNOWN else None
        return TestStep(self.tests[place], truth, shown, question=question)


class Plan(NamedTuple):
    """How the tests of a filter are asked of one kind of thing.

    Attributes:
        of: Picks what these tests say out of what all tests on the thing say.
        aligned: The place of the one test that asks whether the target is covered, or None.
        attribute: The attribute that this test looks at.
    """

    of: Callable[[Any], tuple[Any, ...]]
    aligned: int | None = None
    attribute: str = ""


@dataclass(frozen=True)
class Sieve:
    """All that a ruleset asks of one kind of thing.

    Attributes:
        columns: The tests that hang on the thing alone, by attribute.
        hangs: Whether a test hangs on more than the thing and the target.
        plans: How filters are asked, by the identity of their tests, of those that came by.
    """

    columns: tuple[Column, ...]
    hangs: Callable[[Test], bool]
    plans: dict[int, Plan | None]

    @classmethod
    def over(cls, tests: Iterable[Test], kind: str, asking: Asking, hangs: Callable[[Test], bool]) -> Sieve:
        """The sieve for tests that are asked of a kind of thing."""
        tested: dict[str, list[Test]] = defaultdict(list)
        for test in dict.fromkeys(tests):
            if not _aligned(test) and not hangs(test):
                tested[attribute_of(test, kind)].append(test)
        columns = tuple(Column(asking, kind, name, tuple(each)) for name, each in tested.items())
        return cls(columns, hangs, {})

    def plan(self, tests: tuple[Test, ...]) -> Plan | None:
        """How tests of a condition are asked; None when that hangs on more than thing and target."""
        key = id(tests)
        if key not in self.plans:
            self.plans[key] = self._plan(tests)
        return self.plans[key]

    def _plan(self, tests: tuple[Test, ...]) -> Plan | None:
        aligned = [place for place, test in enumerate(tests) if _aligned(test)]
        if len(aligned) > 1 or any(map(self.hangs, tests)):
            return None
        listed = (test for column in self.columns for test in column.tests)
        places = {test: place for place, test in enumerate(listed)}
        of = picking([places[test] for test in tests if not _aligned(test)])
        if not aligned:
            return Plan(of)
        test = tests[aligned[0]]
        assert isinstance(test, CoversTest)  # noqa: S101 - no other is aligned
        return Plan(of, aligned[0], test.attribute)


def picking(places: list[int]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that picks what stands in these places out of a list or tuple, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    if not places:
        return lambda _: ()
    (place,) = places
    return lambda one: (one[place],)


def _aligned(test: Test) -> bool:
    return isinstance(test, CoversTest) and test.outcome is None
