"""The words of things: for each thing of a kind what it surely passes and what it may, 32 screens to a word.

The backend finds the class of each value, as a small number in a column; a table says what each class passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING
from typing import Any, Final

import ibis  # type: ignore[import-untyped]
import numpy as np

from ...model.attributes import Attribute, Grade
from ...model.conditions import AgeTest, CodeTest, NumberTest, Test
from ...model.dossier import Carrier
from ...results.truth import Truth
from ..compiled.circuit import Circuit, Screen
from ..compiled.tables import attribute_of
from . import classes
from .asking import Asking
from .batch import Part, day_number
from .classes import Cut, Line
from .dialect import Dialect
from .expressions import Alone, above
from .factors import MAYBE_ONLY, Factor, Place, SomeOf, Steps, mask_of, words_of
from .slots import Slot

FALSE, UNKNOWN, TRUE = Truth
_SMALL: Final = 127


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
        columns: The columns that this takes.
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
    columns: dict[str, Any] = field(default_factory=dict)

    def words(self, places: Iterable[Place], part: Part) -> list[np.ndarray]:
        """For each thing what it surely passes and what it may: one word after the other."""
        listed = list(places)
        return [
            self._word([place for place in listed if place[0] == word], part)
            for word in range(1 + max((word for word, _ in listed), default=-1))
        ]

    def _word(self, mine: Sequence[Place], part: Part) -> np.ndarray:
        full = mask_of(dict.fromkeys(mine, TRUE))
        found = np.full(len(part), full, dtype=np.uint64)
        for factor in self.factors:
            factor.narrow(found, mine, part)
        if self.doubtful is not None:
            found &= words_of([full, full & MAYBE_ONLY])[part.columns["doubtful"]]
        return found

    @property
    def selected(self) -> dict[str, Any]:
        """The columns that have to be there, as expressions."""
        return self.columns if self.doubtful is None else {**self.columns, "doubtful": self.doubtful.cast("int8")}

    def raw(self, name: str) -> str | None:
        """The name of a column with a whole number or a day as it is; None where it is neither, or null is no gap."""
        declared = self._declared(name)
        if declared is None or declared.absent == "none" or declared.type not in {"number", "date"}:
            return None
        type_ = self.values[name].type()
        if declared.type == "number" and not type_.is_integer():
            return None
        self.columns[f"v_{name}"] = self.values[name]
        return f"v_{name}"

    def _column(self, expression: Any, size: int) -> str:
        """The name of a column of small numbers below a size."""
        name = f"f{len(self.columns)}"
        self.columns[name] = expression.cast("int8" if size <= _SMALL else "int32")
        return name

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
        by_itself = Alone(self.asking, self.dialect, self.kind, self.unknown, self.cohort, self.start, self.covering)
        for (test, ruleset), places in single.items():
            truth = self._column(
                by_itself.said(test, ruleset, self.values.get(attribute_of(test, self.kind))), len(Truth)
            )
            self.factors.append(Factor(truth, {place: [FALSE, UNKNOWN, TRUE] for place in places}))
        for name, by_place in sets.items():
            self.factors.append(self._sets(name, by_place))
        self._uncovered(slots)

    @staticmethod
    def _some_of(test: Test, declared: Attribute | None) -> bool:
        """Whether a test asks of a set that it has one of some codes."""
        several = declared is not None and declared.type == "codes"
        return several and isinstance(test, CodeTest) and test.match == "any" and isinstance(test.codes, tuple)

    def _sets(self, name: str, asked: Mapping[Place, CodeTest]) -> SomeOf:
        declared = self._declared(name)
        missing: str | int = 1
        if declared is not None and declared.absent == "none":
            missing = self._column(self.unknown.contains(name).fill_null(False), 2)
        self.columns[set_column(name)] = self.values[name]
        return SomeOf(
            set_column(name), missing, {place: frozenset(classes.listed(test)) for place, test in asked.items()}
        )

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
        if isinstance(index, Line) and not self._hangs(asked) and (raw := self.raw(name)):
            truths = self._truths(things, asked, (None,))
            return Factor(Steps(raw, tuple(map(_step, index.cuts)), len(samples)), truths)
        if isinstance(index, Line):
            index = above(value, index)
        missing: Any = ibis.literal(len(things) - 1, type="int64")
        if declared.absent == "none":
            said = self.unknown.contains(name).fill_null(False)
            things.append(Carrier())
            missing = ibis.ifelse(said, len(things) - 2, len(things) - 1)
        return self._factor(ibis.coalesce(index, missing), things, asked)

    def _factor(self, index: Any, things: list[Carrier], asked: Mapping[Place, list[tuple[Test, Screen]]]) -> Factor:
        hanging = self._hangs(asked)
        cohorts = self.asking.cohorts if hanging else (None,)
        index = index + self.cohort * len(things) if hanging else index
        column = self._column(index, len(things) * len(cohorts))
        return Factor(column, self._truths(things, asked, cohorts))

    def _hangs(self, asked: Mapping[Place, list[tuple[Test, Screen]]]) -> bool:
        """Whether some test says something else in another cohort."""
        return self.cohort is not None and any(test in one.hanging for each in asked.values() for test, one in each)

    def _truths(
        self,
        things: list[Carrier],
        asked: Mapping[Place, list[tuple[Test, Screen]]],
        cohorts: Sequence[int | None],
    ) -> dict[Place, list[Truth]]:
        return {
            place: [
                min(self.asking.says(test, self.kind, thing, screen.ruleset, cohort) for test, screen in tests)
                for cohort in cohorts
                for thing in things
            ]
            for place, tests in asked.items()
        }

    def _index(
        self,
        declared: Attribute,
        value: Any,
        closed: Sequence[Test],
        asked: Mapping[Place, list[tuple[Test, Screen]]],
    ) -> tuple[Any, list[Any]]:
        """The class of each row (null where the value is), or where a line is cut; and a value of each class."""
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
                line = classes.numbers(closed, declared.unit)
                return line, list(line.samples)
            case "date":
                ruleset = next(screen.ruleset for each in asked.values() for _, screen in each)

                def says(test: Test, moment: Any) -> Truth:
                    thing = Carrier.model_construct(attributes=((declared.id, moment),), unknown=())
                    return self.asking.says(test, self.kind, thing, ruleset, None)

                line = classes.days(closed, says)
                return line, list(line.samples)
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
            branches.append((value["scale"] == scale, len(samples) + above(value["value"], line)))
            samples += line.samples
        other = ibis.ifelse(value["value"].notnull(), len(samples), None).cast("int64")
        samples.append(Grade(samples[0].value if samples else 0, "\x00"))  # type: ignore[arg-type]
        return ibis.cases(*branches, else_=other) if branches else other, samples

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
            self.factors.append(Factor(self._column(index, 2), {place: [FALSE, UNKNOWN] for place in places}))


def set_column(attribute: str) -> str:
    """The column of a set."""
    return f"set_{attribute}"


def _step(cut: Cut) -> int:
    """The least whole number, or day since 1970, that is above a cut."""
    if isinstance(cut.at, date):
        return day_number(cut.at)
    return int(cut.at.to_integral_value(ROUND_CEILING)) if cut.including else int(cut.at // 1) + 1
