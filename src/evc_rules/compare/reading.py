"""What tests say of single values, and which filters the values of an attribute let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from ..engines.prepare import Prepared
from ..engines.reference import Case, says
from ..model.attributes import APPLICANT, VERDICT, Attribute, Value
from ..model.base import Text
from ..model.conditions import AgeTest, Test
from ..model.dossier import ApplicantFacts, Carrier, Dossier, Evidence, Verdict
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Ruleset
from ..results.truth import Truth
from .lore import Lore
from .shapes import Option, World
from .sieves import by_attribute, looked_at
from .values import options

Choice = tuple[tuple[str, Option], ...]
"""A class of values for each of some attributes."""
Extra = tuple[tuple[str, object], ...]
"""What else tells items apart: the range of an amount, the days on which something began and ended."""
Said = dict[tuple[str, Test, Value | None], Truth]
"""What tests say of something with a value, or without one."""
Passing = tuple[int, int, Extra, int, Choice]
"""Which filters values let pass, surely and perhaps, as bits; what else tells them apart; how odd they are."""


class Reader:
    """What tests say of single values, as the reference does.

    Args:
        framework: The framework.
        world: What is fixed.
        lore: What is assumed.
        everywhere: What is known of tests that say the same in every world of the same decision date.
    """

    def __init__(self, framework: Framework, world: World, lore: Lore, everywhere: Said) -> None:
        self.framework, self.world, self.lore = framework, world, lore
        attributes = (("start", world.start),) if world.start else ()
        applicant = ApplicantFacts(attributes=attributes)
        dossier = Dossier(id="d", applicant=applicant)
        prepared = Prepared(dossier, frozenset(), frozenset(), {}, ())
        nothing = Ruleset(id="none", title=Text(), institution="none", framework="none", rules=())
        self._case = Case(nothing, framework, prepared, world.on)
        self._here: Said = {}
        self._everywhere = everywhere
        self._offered: dict[tuple[str, str, tuple[Test, ...], tuple[Value, ...]], list[Option]] = {}

    def says(self, test: Test, bearer: str, value: Value | None) -> Truth:
        """What a test says of something with this value, or without it."""
        said = self._here if isinstance(test, AgeTest) and test.as_of == "start" else self._everywhere
        key = (bearer, test, value)
        if key not in said:
            thing = _thing(bearer, looked_at(test, bearer), value)
            said[key] = says(self._case, test, bearer, None, thing, _NO_TARGET).truth
        return said[key]

    def options(self, attribute: Attribute, bearer: str, tests: Sequence[Test], facts: Sequence[Value]) -> list[Option]:
        """The classes of values of an attribute."""
        key = (attribute.id, bearer, tuple(tests), tuple(facts))
        if key not in self._offered:
            self._offered[key] = options(
                attribute, bearer, tests, facts, world=self.world, framework=self.framework, lore=self.lore
            )
        return self._offered[key]


_NO_TARGET: Final = Leaf("", 1)
"""Tests that name their outcome ask for no target, and lowering names all of them."""


class Readers:
    """A reader for each world, kept: leaves are compared one after the other in much the same worlds."""

    def __init__(self, framework: Framework, lore: Lore) -> None:
        self.framework, self.lore = framework, lore
        self._known: dict[World, Reader] = {}
        self._said: dict[date, Said] = {}

    def of(self, world: World) -> Reader:
        """The reader of a world."""
        if world not in self._known:
            everywhere = self._said.setdefault(world.on, {})
            self._known[world] = Reader(self.framework, world, self.lore, everywhere)
        return self._known[world]


def _thing(bearer: str, attribute: str, value: Value | None) -> Carrier:
    attributes = () if value is None else ((attribute, value),)
    if bearer == APPLICANT:
        return ApplicantFacts.model_construct(attributes=attributes)
    if bearer == VERDICT:
        return Verdict.model_construct(id="v", outcome=Ref("o"), achieved=True, attributes=attributes)
    return Evidence.model_construct(id="e", kind=bearer, attributes=attributes)


class Masks:
    """For the values of single attributes the filters that they let pass, as bits."""

    def __init__(self, reader: Reader, bearer: str, filters: Sequence[tuple[Test, ...]], active: int) -> None:
        self._reader, self._bearer, self._active = reader, bearer, active
        self._users: dict[Test, int] = {}
        for number, tests in enumerate(filters):
            if active >> number & 1:
                for test in tests:
                    self._users[test] = self._users.get(test, 0) | 1 << number
        self.tests = by_attribute(self._users, bearer)

    def options(self, declared: Attribute, facts: Sequence[Value]) -> list[Option]:
        """The classes of values of an attribute."""
        return self._reader.options(declared, self._bearer, self.tests.get(declared.id, []), facts)

    def value(self, name: str, option: Option) -> tuple[int, int]:
        """What a value lets pass, surely and perhaps."""
        return self._passing(name, option.value)

    def undeclared(self) -> tuple[int, int]:
        """What is left by the tests on attributes that the bearer does not carry."""
        surely = maybe = self._active
        for name in self.tests:
            if self._reader.framework.vocabulary.find(name, self._bearer) is None:
                also_surely, also_maybe = self._passing(name, None)
                surely, maybe = surely & also_surely, maybe & also_maybe
        return surely, maybe

    def _passing(self, name: str, value: Value | None) -> tuple[int, int]:
        surely = maybe = self._active
        for test in self.tests.get(name, ()):
            said = self._reader.says(test, self._bearer, value)
            if said is not Truth.TRUE:
                surely &= ~self._users[test]
            if said is Truth.FALSE:
                maybe &= ~self._users[test]
        return surely, maybe

    def of(
        self,
        declared: Sequence[Attribute],
        combinations: Iterable[tuple[Option, ...]],
        extra: Callable[[Choice], Extra] = lambda _: (),
    ) -> Iterator[Passing]:
        """What combinations of values let pass, with how odd they are."""
        known: dict[tuple[str, Option], tuple[int, int]] = {}
        for combination in combinations:
            surely = maybe = self._active
            choice = tuple(zip((one.id for one in declared), combination, strict=True))
            for name, option in choice:
                if (name, option) not in known:
                    known[name, option] = self.value(name, option)
                also_surely, also_maybe = known[name, option]
                surely, maybe = surely & also_surely, maybe & also_maybe
            yield surely, maybe, extra(choice), sum(one.odd for one in combination), choice
