"""The words of things: for each thing of a kind what it surely passes and what it may, 31 screens to a column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import add, and_, or_
from typing import Any, Final

import ibis  # type: ignore[import-untyped]

from ...model.attributes import Attribute, Grade
from ...model.conditions import AgeTest, AsOf, CodeTest, CoversTest, NumberTest, Param, Test
from ...model.dossier import Carrier
from ...model.outcomes import Ref
from ...model.quantities import Age, Amount
from ...results.truth import Truth
from ..compiled.circuit import Circuit, Screen
from ..compiled.tables import attribute_of
from . import classes
from .asking import Asking
from .dialect import Dialect
from .flat import ENDLESS
from .slots import WIDTH, Slot

FALSE, UNKNOWN, TRUE = Truth
_DIRECT: Final = 30
_BYTE: Final = 8
_MOST_CODES: Final = 48
_OPS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<=": lambda one, other: one <= other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
    ">": lambda one, other: one > other,
}

Place = tuple[int, int]
MAYBE_ONLY: Final = ((1 << WIDTH) - 1) << WIDTH
"""The bits that say what may be."""


@dataclass(frozen=True)
class Factor:
    """Masks by class: a thing of a class passes no more than its mask.

    Attributes:
        index: The class of each row, from 0; never null.
        truths: For each place that is asked the truth of each class.
    """

    index: Any
    truths: dict[Place, list[Truth]]

    def word(self, mine: Sequence[Place], dialect: Dialect) -> Any:
        """The mask of each row, of a word of which these places are in use; None when none of them is asked."""
        asked = [place for place in mine if place in self.truths]
        if not asked:
            return None
        return dialect.pick([self._mask(mine, each) for each in range(len(self.truths[asked[0]]))], self.index)

    def _mask(self, mine: Sequence[Place], each: int) -> int:
        return _mask({place: self.truths[place][each] if place in self.truths else TRUE for place in mine})


@dataclass(frozen=True)
class SomeOf:
    """Tests on a set of codes, that it has one of some codes: looked up eight codes at a time.

    Attributes:
        bits: The codes that a set has, as bits; null when the set is not known.
        missing: The truth of each test on a set that is not there: by whether it is known not to be.
        wanted: For each place the bits of the codes.
    """

    bits: Any
    missing: Any
    wanted: dict[Place, int]

    def word(self, mine: Sequence[Place], dialect: Dialect) -> Any:
        """As `Factor.word`."""
        asked = {place: self.wanted[place] for place in mine if place in self.wanted}
        if not asked:
            return None
        base = _mask({place: TRUE for place in mine if place not in asked})
        found: Any = ibis.literal(base, type="int64")
        for byte in range(0, max(asked.values()).bit_length(), _BYTE):
            listed = [
                _mask({place: TRUE for place, wanted in asked.items() if wanted >> byte & index})
                for index in range(1 << _BYTE)
            ]
            found = found | dialect.pick(listed, (self.bits >> byte) & ((1 << _BYTE) - 1))
        unknown = base | _mask(dict.fromkeys(asked, UNKNOWN))
        return ibis.ifelse(self.bits.isnull(), dialect.pick([base, unknown], self.missing), found)


@dataclass
class Wording:
    """What it takes to say which screens the things of a kind pass.

    Attributes:
        circuit: What is asked.
        asking: Asks the reference.
        dialect: What the backend calls things.
        kind: The kind of things.
        values: Their columns, by attribute.
        unknown: The column that says what is unknown although absence would mean none.
        cohort: The class of cohort of each row, or None when there is one class only.
        start: The day on which the programme starts, by row.
        occurring: The codes that occur, by attribute, where longer codes fall under shorter ones.
        covering: For each reference to an outcome the leaves that it covers, as places.
        doubtful: Whether it is not known that a thing counts; it may then pass, but not surely.
        factors: What was asked so far.
    """

    circuit: Circuit
    asking: Asking
    dialect: Dialect
    kind: str
    values: Mapping[str, Any]
    unknown: Any
    cohort: Any
    start: Any
    occurring: Mapping[str, Sequence[str]]
    covering: Mapping[str, frozenset[int]]
    doubtful: Any = None
    factors: list[Factor | SomeOf] = field(default_factory=list)

    def word(self, places: Iterable[Place], word: int) -> Any:
        """One word, of which these places are in use."""
        mine = [place for place in places if place[0] == word]
        full = _mask(dict.fromkeys(mine, TRUE))
        parts = [part for factor in self.factors if (part := factor.word(mine, self.dialect)) is not None]
        if self.doubtful is not None:
            parts.append(self.dialect.pick([full, full & MAYBE_ONLY], self.doubtful.cast("int64")))
        return reduce(and_, parts) if parts else ibis.literal(full, type="int64")

    def ask(self, slots: Mapping[Place, Slot]) -> None:
        """Make the factors of the screens at these places."""
        tested: dict[str, dict[Place, list[tuple[Test, Screen]]]] = {}
        single: dict[tuple[Test, int], list[Place]] = {}
        sets: dict[str, dict[Place, CodeTest]] = {}
        for place, slot in slots.items():
            screen = self.circuit.screens[slot.screen]
            for test in screen.asked:
                name = attribute_of(test, self.kind)
                declared = self._declared(name)
                alone = (isinstance(test, AgeTest) and test.as_of == "start") or (
                    declared is not None and declared.type in {"codes", "outcomes"}
                )
                if self._some_of(test, declared) and place not in sets.get(name, {}):
                    sets.setdefault(name, {})[place] = test  # type: ignore[assignment]
                elif alone:
                    single.setdefault((test, screen.ruleset), []).append(place)
                else:
                    tested.setdefault(name, {}).setdefault(place, []).append((test, screen))
        for name, asked in sorted(tested.items()):
            self.factors.append(self._classed(name, asked))
        for (test, ruleset), places in single.items():
            truth = self._alone(test, ruleset)
            self.factors.append(Factor(truth, {place: [FALSE, UNKNOWN, TRUE] for place in places}))
        for name, by_place in sets.items():
            self.factors += self._sets(name, by_place)
        self._uncovered(slots)

    @staticmethod
    def _some_of(test: Test, declared: Attribute | None) -> bool:
        """Whether a test asks of a set that it has one of some codes."""
        several = declared is not None and declared.type == "codes"
        return several and isinstance(test, CodeTest) and test.match == "any" and isinstance(test.codes, tuple)

    def _sets(self, name: str, asked: Mapping[Place, CodeTest]) -> Iterable[SomeOf]:
        declared = self._declared(name)
        codes = sorted({code for test in asked.values() for code in classes.listed(test)})
        value = self.values[name]
        missing: Any = ibis.literal(1, type="int64")
        if declared is not None and declared.absent == "none":
            missing = self.unknown.contains(name).fill_null(False).cast("int64")
        if len(codes) > _MOST_CODES:  # too many for one column: those that each place asks
            for place, test in asked.items():
                truth = self._alone(test, self.circuit.screens[0].ruleset)
                self.factors.append(Factor(truth, {place: [FALSE, UNKNOWN, TRUE]}))
            return
        bits = _sum(value.contains(code).cast("int64") << bit for bit, code in enumerate(codes))
        wanted = {
            place: reduce(or_, (1 << codes.index(code) for code in classes.listed(test)), 0)
            for place, test in asked.items()
        }
        yield SomeOf(bits, missing, wanted)

    def _declared(self, name: str) -> Attribute | None:
        return self.circuit.framework.vocabulary.find(name, self.kind)

    # Attributes with one value

    def _classed(self, name: str, asked: Mapping[Place, list[tuple[Test, Screen]]]) -> Factor:
        declared = self._declared(name)
        if declared is None:
            return self._factor(ibis.literal(0, type="int64"), [Carrier()], asked)
        value = self.values[name]
        closed = [
            one
            for each in asked.values()
            for test, screen in each
            for one in self.asking.possible(test, screen.ruleset)
        ]
        index, samples = self._index(declared, value, closed, asked)
        things = [Carrier.model_construct(attributes=((name, one),), unknown=()) for one in samples]
        things.append(Carrier(unknown=(name,)))
        missing: Any = ibis.literal(len(things) - 1, type="int64")
        if declared.absent == "none":
            said = self.unknown.contains(name).fill_null(False)
            things.append(Carrier())
            missing = ibis.ifelse(said, len(things) - 2, len(things) - 1)
        return self._factor(ibis.coalesce(index, missing), things, asked)

    def _factor(self, index: Any, things: list[Carrier], asked: Mapping[Place, list[tuple[Test, Screen]]]) -> Factor:
        hanging = self.cohort is not None and any(
            test in screen.hanging for each in asked.values() for test, screen in each
        )
        cohorts = self.asking.cohorts if hanging else (None,)
        truths = {
            place: [
                min(self.asking.says(test, self.kind, thing, screen.ruleset, cohort) for test, screen in tests)
                for cohort in cohorts
                for thing in things
            ]
            for place, tests in asked.items()
        }
        return Factor(index + self.cohort * len(things) if hanging else index, truths)

    def _index(
        self,
        declared: Attribute,
        value: Any,
        closed: Sequence[Test],
        asked: Mapping[Place, list[tuple[Test, Screen]]],
    ) -> tuple[Any, list[Any]]:
        """The class of each row (null where the value is), and a value of each class."""
        match declared.type:
            case "flag":
                return value.cast("int64"), [False, True]
            case "code":
                found = classes.codes_of(closed, declared, self.occurring.get(declared.id, ()))
                index = self.dialect.get({code: place for place, code in enumerate(found.codes)}, value)
                other = ibis.ifelse(value.notnull(), len(found.codes), None)
                return ibis.coalesce(index, other), [*found.codes, found.sample]
            case "grade":
                return self._graded(value, closed)
            case "number":
                low, high = declared.low, declared.high
                if declared.whole and high is not None and high - low <= _DIRECT:
                    samples: list[Any] = [Amount(low + step, declared.unit) for step in range(int(high - low) + 1)]
                    return value.cast("int64") - int(low), samples
                return _above(value, line := classes.numbers(closed, declared.unit)), list(line.samples)
            case "date":
                ruleset = next(screen.ruleset for each in asked.values() for _, screen in each)

                def says(test: Test, moment: Any) -> Truth:
                    thing = Carrier.model_construct(attributes=((declared.id, moment),), unknown=())
                    return self.asking.says(test, self.kind, thing, ruleset, None)

                line = classes.days(closed, says)
                return _above(value, line), list(line.samples)
            case _:
                raise AssertionError(declared.type)

    def _graded(self, value: Any, closed: Sequence[Test]) -> tuple[Any, list[Any]]:
        vocabulary = self.circuit.framework.vocabulary
        samples: list[Any] = []
        branches = []
        for scale in classes.scales(closed, vocabulary):
            asked = [
                test.with_(scale=scale, value=test.value) for test in closed
                if isinstance(test, NumberTest) and test.scale == scale
            ]  # fmt: skip
            line = classes.marks(asked, scale, vocabulary)
            branches.append((value["scale"] == scale, len(samples) + _above(value["value"], line)))
            samples += line.samples
        other = ibis.ifelse(value["value"].notnull(), len(samples), None).cast("int64")
        samples.append(Grade(samples[0].value if samples else 0, "\x00"))  # type: ignore[arg-type]
        return ibis.cases(*branches, else_=other) if branches else other, samples

    # Tests by themselves

    def _alone(self, test: Test, ruleset: int) -> Any:
        """What a test says, as 0, 1 or 2."""
        name = attribute_of(test, self.kind)
        declared = self._declared(name)
        if declared is None:
            negative = self.asking.says(test, self.kind, Carrier(), ruleset, None)
            return ibis.literal(int(negative), type="int64")
        said = [self._by_cohort(test, ruleset, cohort, self.values[name]) for cohort in self.asking.cohorts]
        truth = said[0]
        if len(said) > 1 and self.cohort is not None:
            truth = ibis.cases(*((self.cohort == place, each) for place, each in enumerate(said)), else_=said[0])
        missing: Any = ibis.literal(1, type="int64")
        if declared.absent == "none" and not isinstance(test, AgeTest):
            none = int(self.asking.says(test, self.kind, Carrier(), ruleset, None))
            missing = ibis.ifelse(self.unknown.contains(name).fill_null(False), 1, none)
        return ibis.coalesce(truth, missing).cast("int64")

    def _by_cohort(self, test: Test, ruleset: int, cohort: int | None, value: Any) -> Any:
        listed = [self._says(one, value) for one in _values(self.asking, test, ruleset, cohort)]
        if not listed:
            return ibis.ifelse(value.notnull(), 1, None)
        least, most = ibis.least(*listed), ibis.greatest(*listed)
        return listed[0] if len(listed) == 1 else ibis.ifelse(least == most, least, 1)

    def _says(self, test: Test, value: Any) -> Any:
        match test:
            case AgeTest(op=op, value=Age(months=months)):
                reached = ibis.least(value, self.start) + ibis.interval(months=months)
                said = ibis.ifelse(_OPS[op](self.start.cast("timestamp"), reached.cast("timestamp")), 2, 0)
                return ibis.ifelse(value.isnull(), None, ibis.ifelse(self.start.isnull(), 1, said))
            case CodeTest(codes=codes, match=match) if isinstance(codes, tuple):
                if match == "all":
                    found = reduce(
                        lambda one, other: one & other, (self.dialect.overlaps(value, [code]) for code in codes)
                    )
                else:
                    found = self.dialect.overlaps(value, codes)
                held, not_held = (0, 2) if match == "none" else (2, 0)
                return ibis.ifelse(value.isnull(), None, ibis.ifelse(found, held, not_held))
            case CoversTest(outcome=Ref() as outcome):
                found = ibis.literal(value=True)
                for leaf in self.circuit.framework.leaves_of(outcome):
                    place = self.circuit.place[leaf]
                    found = found & self.dialect.overlaps(
                        value, [ref for ref, leaves in self.covering.items() if place in leaves]
                    )
                return ibis.ifelse(value.isnull(), None, ibis.ifelse(found, 2, 0))
            case _:
                raise AssertionError(test)

    # What is not known to be covered

    def _uncovered(self, slots: Mapping[Place, Slot]) -> None:
        by_attribute: dict[str, list[Place]] = {}
        for place, slot in slots.items():
            if slot.uncovered:
                by_attribute.setdefault(self.circuit.screens[slot.screen].aligned[0], []).append(place)
        for name, places in by_attribute.items():
            declared = self._declared(name)
            index: Any = ibis.literal(0, type="int64")
            if declared is not None:
                index = self.values[name].isnull()
                if declared.absent == "none":
                    index = index & self.unknown.contains(name).fill_null(False)
                index = index.cast("int64")
            self.factors.append(Factor(index, {place: [FALSE, UNKNOWN] for place in places}))


def _values(asking: Asking, test: Test, ruleset: int, cohort: int | None) -> list[Test]:
    value = getattr(test, "codes", getattr(test, "value", None))
    if not isinstance(value, Param):
        return [test]
    name = "codes" if isinstance(test, CodeTest) else "value"
    return [test.with_(**{name: one}) for one in asking.values(value, ruleset, cohort)]


def ends(values: Mapping[str, Any], as_of: AsOf, on: date, start: Any) -> tuple[Any, Any, Any]:
    """When a thing begins and ends, up to a reference date, and whether all of that is known."""
    begin, end = values["from"], values["to"]
    reference: Any = start if as_of == "start" else ibis.literal(on if as_of == "decision" else as_of)
    until = reference.fill_null(ibis.literal(ENDLESS)) if as_of == "start" else reference
    last = ibis.least(end.fill_null(until), until)
    first = begin.fill_null(ibis.literal(date(1, 1, 1)))
    known = begin.notnull() & end.notnull()
    if as_of == "start":
        known = known & start.notnull()
    return first, last, known


def _above(value: Any, line: classes.Line) -> Any:
    """How many cuts a value is above; null where the value is."""
    if not line.cuts:
        return ibis.ifelse(value.notnull(), 0, None).cast("int64")
    terms = []
    for cut in line.cuts:
        at = ibis.literal(cut.at)
        terms.append(((value >= at) if cut.including else (value > at)).cast("int8"))
    return _sum(terms).cast("int64")


def _sum(terms: Iterable[Any]) -> Any:
    return reduce(add, terms)


def _mask(truths: Mapping[Place, Truth]) -> int:
    return reduce(or_, ((_bits(truth) << bit) for (_, bit), truth in truths.items()), 0)


def _bits(truth: Truth) -> int:
    return (truth is TRUE) | (truth is not FALSE) << WIDTH
