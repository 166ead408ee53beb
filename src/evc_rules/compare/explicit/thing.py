"""One item of evidence, one verdict, or the applicant, as unknowns of the solver: a value for every attribute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...model.attributes import SCALES, Attribute, Fact, Grade, Vocabulary
from ...model.outcomes import Framework
from ...model.quantities import Amount
from ..lore import Lore
from .spelling import spellings
from .truths import Truths

ELSEWHERE = "another-scale"
"""A scale of marks that nothing speaks of."""


@dataclass(frozen=True)
class Setting:
    """What an explicit dossier is made in.

    Attributes:
        framework: The framework.
        on: The decision date.
        cohorts: The first and the last cohort, or None for all.
        lore: What is assumed.
    """

    framework: Framework
    on: date
    cohorts: tuple[int, int] | None
    lore: Lore

    @property
    def vocabulary(self) -> Vocabulary:
        """What is declared."""
        return self.framework.vocabulary


@dataclass(frozen=True)
class Spoken:
    """What conditions and facts speak of, by attribute.

    Attributes:
        names: For each bearer the attributes that it is given.
        codes: The codes.
        scales: The scales of marks.
        outcomes: The outcomes without parts of which it is asked whether they are covered.
    """

    names: Mapping[str, Sequence[str]]
    codes: Mapping[str, Sequence[str]]
    scales: Mapping[str, Sequence[str]]
    outcomes: Mapping[str, Sequence[str]]


@dataclass
class Unknown:
    """The unknowns that the value of one attribute is made of.

    Attributes:
        declared: The attribute.
        there: That it has a value.
        number: The number, the mark, or the day as an ordinal.
        flag: Whether it is yes; of a date whether it has not come yet.
        marked: For each code, scale or outcome whether it is that (or has that); of an outcome the level covered.
    """

    declared: Attribute
    there: Any = True
    number: Any = None
    flag: Any = False
    marked: dict[str, Any] = field(default_factory=dict)


class Thing:
    """Something of one of some kinds, or nothing.

    Args:
        z3: The solver's library.
        name: A name for its unknowns.
        kinds: What it can be.
        setting: What it is made in.
        spoken: What is spoken of.
        surely: That it is there, and of the only kind that it can be.
    """

    def __init__(
        self, z3: Any, name: str, kinds: Sequence[str], setting: Setting, spoken: Spoken, *, surely: bool = False
    ) -> None:
        self._z3, self._truths, self._name = z3, Truths(z3), name
        self._setting, self._spoken = setting, spoken
        self.kinds: dict[str, Any] = {kind: surely or z3.Bool(f"{name}:{kind}") for kind in kinds}
        self.there = self._truths.any(self.kinds.values())
        self.laws: list[Any] = []
        self._made: dict[tuple[str, int], Unknown] = {}
        self.values = {kind: dict(self._values(kind)) for kind in kinds}
        if len(kinds) > 1:
            self.laws.append(z3.AtMost(*self.kinds.values(), 1))
        for kind in kinds:
            self._hold(kind, self._kind_laws(kind))

    def _hold(self, kind: str, laws: Iterable[Any]) -> None:
        self.laws += [self._z3.Implies(self.kinds[kind], law) for law in laws if law is not True]

    def _values(self, kind: str) -> Iterator[tuple[str, Unknown]]:
        """Kinds that share a declaration share the unknown."""
        for attribute in self._spoken.names[kind]:
            declared = self._setting.vocabulary.find(attribute, kind)
            if declared is not None:
                key = attribute, id(declared)
                if key not in self._made:
                    self._made[key] = self._unknown(declared, f"{self._name}.{attribute}.{len(self._made)}")
                yield attribute, self._made[key]

    def _unknown(self, declared: Attribute, name: str) -> Unknown:
        z3, made = self._z3, Unknown(declared)
        if declared.absent == "none":
            made.there = z3.Bool(f"{name}?")
        match declared.type:
            case "number":
                made.number = z3.Int(name) if declared.whole else z3.Real(name)
            case "date":
                made.number = z3.Int(name)
                if declared.id == "to":
                    made.flag = z3.Bool(f"{name}.goes-on")
            case "flag":
                made.flag = z3.Bool(name)
            case "grade":
                made.number = z3.Real(name)
                scales = (*self._spoken.scales.get(declared.id, ()), ELSEWHERE)
                made.marked = {scale: z3.Bool(f"{name}.{scale}") for scale in scales}
                self.laws.append(z3.PbEq([(one, 1) for one in made.marked.values()], 1))
                for scale, one in made.marked.items():
                    low, high = SCALES.get(scale, (Decimal(0), None))
                    self.laws.append(z3.Implies(one, self._within(made.number, low, high)))
            case "outcomes":
                for outcome in self._spoken.outcomes.get(declared.id, ()):
                    level = made.marked[outcome] = z3.Int(f"{name}.{outcome}")
                    self.laws += [level >= 0, level <= self._setting.framework.by_id[outcome].levels]
            case "code" | "codes":
                codes = spellings(declared, self._spoken.codes.get(declared.id, ()), self._setting.lore)
                made.marked = {code: z3.Bool(f"{name}.{code}") for code in codes}
                if declared.type == "code":
                    self.laws.append(z3.PbEq([(one, 1) for one in made.marked.values()], 1))
        return made

    def _within(self, number: Any, low: Decimal | int, high: Decimal | int | None) -> Any:
        laws = [number >= real(self._z3, low)]
        return self._truths.all(laws if high is None else [*laws, number <= real(self._z3, high)])

    def _kind_laws(self, kind: str) -> Iterator[Any]:
        """What holds of everything of a kind: ranges, days that have come, facts of the world."""
        setting, lore = self._setting, self._setting.lore
        for name, one in self.values[kind].items():
            if one.declared.type == "number":
                limits = [limit for limit in (one.declared.high, lore.limit(kind, name)) if limit is not None]
                yield self._within(one.number, one.declared.low, min(limits, default=None))
            if one.declared.type == "date" and (kind, name) != ("applicant", "start"):
                first, last = lore.earliest(setting.on), setting.on
                yield self._within(one.number, first.toordinal(), last.toordinal())
        if kind == "work":
            yield from self._worked()
        for fact in setting.vocabulary.facts:
            if fact.on == kind:
                yield self._fact(kind, fact)

    def _worked(self) -> Iterator[Any]:
        """Work ends after it began, and its hours fit in between."""
        values = self.values["work"]
        begin, end, hours = (values.get(name) for name in ("from", "to", "hours"))
        if begin is None or end is None:
            return
        yield self._truths.any([end.flag, end.number > begin.number])
        if hours is not None:
            last = self._z3.If(end.flag, self._setting.on.toordinal(), end.number)
            fits = hours.number <= self._setting.lore.hours_a_day * (last - begin.number)
            yield self._truths.any([self._truths.no(hours.there), fits])

    def _fact(self, kind: str, fact: Fact) -> Any:
        values, truths = self.values[kind], self._truths
        given = []
        for name, codes in fact.given:
            one = values.get(name)
            marked = one.marked if one and one.declared.type == "code" else {}
            there = one.there if one else False
            given.append(truths.all([there, truths.any(marked[code] for code in codes if code in marked)]))
        then = [self._is(values[name], value) for name, value in fact.then if name in values]
        return truths.any([truths.no(truths.all(given)), truths.all(then)])

    def differs(self, other: Thing, kind: str) -> Any:
        """That two things of a kind have another value of something, or only one of them has one."""
        truths, found = self._truths, []
        for name, one in self.values[kind].items():
            its = other.values[kind][name]
            values = [
                self._z3.Xor(mark, its.marked[key]) if self._z3.is_bool(mark) else mark != its.marked[key]
                for key, mark in one.marked.items()
            ]
            if one.number is not None:
                values.append(truths.all([truths.no(one.flag), one.number != its.number]))
            if one.flag is not False:
                values.append(self._z3.Xor(one.flag, its.flag))
            if one.there is not True:
                found.append(self._z3.Xor(one.there, its.there))
            found.append(truths.all([one.there, its.there, truths.any(values)]))
        return truths.any(found)

    def _is(self, one: Unknown, value: Any) -> Any:
        """That an attribute has this very value."""
        if isinstance(value, bool):
            said = one.flag if value else self._truths.no(one.flag)
        elif isinstance(value, Amount):
            said = one.number == real(self._z3, value.value)
        elif isinstance(value, date):
            said = self._truths.all([self._truths.no(one.flag), one.number == value.toordinal()])
        elif isinstance(value, Grade):
            marked = one.marked.get(value.scale, False)
            said = self._truths.all([marked, one.number == real(self._z3, value.value)])
        else:
            listed = value if isinstance(value, frozenset) else {value}
            each = one.marked.items()
            said = self._truths.all(mark if code in listed else self._truths.no(mark) for code, mark in each)
        return self._truths.all([one.there, said])


def real(z3: Any, value: Decimal | int) -> Any:
    """A number of the solver."""
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else z3.RealVal(str(exact))
