"""What a test says of an explicit thing, in three values: section 4 of the meaning, word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from ...engines.prepare import aged_by
from ...model.attributes import APPLICANT, VERDICT
from ...model.conditions import COMPARE, AgeTest, AsOf, CodeTest, CoversTest, DateTest, FlagTest, NumberTest, Test
from ...model.quantities import Age, Amount
from .thing import Setting, Thing, Unknown, real
from .truths import UNKNOWN, Said, Truths
from .turning import latest, pieces


class Telling:
    """Says what tests say.

    Args:
        z3: The solver's library.
        setting: What the dossier is made in.
        start: The start of the programme, as an ordinal.
        starts: The first and the last day that it can be.
    """

    def __init__(self, z3: Any, setting: Setting, start: Any, starts: tuple[date, date]) -> None:
        self._z3, self._truths, self._setting = z3, Truths(z3), setting
        self._start, self._starts = start, starts
        self._turned: dict[tuple[Age, int], Any] = {}
        self.laws: list[Any] = []

    def says(self, thing: Thing, kind: str, test: Test) -> Said:
        """What a test says of a thing of a kind."""
        if isinstance(test, AgeTest):
            return self._age(thing, kind, test)
        one = thing.values[kind].get(test.attribute)
        negative = (isinstance(test, CodeTest) and test.match == "none") or (
            isinstance(test, FlagTest) and not test.value
        )
        if one is None:
            return self._truths.of(negative)
        said, there, truths = self._compared(test, one), one.there, self._truths
        if there is True:
            return said
        absent = truths.no(there)
        return Said(
            truths.any([truths.all([there, said.yes]), truths.all([absent, negative])]),
            truths.any([truths.all([there, said.no]), truths.all([absent, not negative])]),
        )

    def _compared(self, test: Test, one: Unknown) -> Said:
        truths = self._truths
        match test:
            case NumberTest(op=op, value=Amount() as wanted):
                return self._number(one, COMPARE[op], wanted, test.scale)
            case DateTest(op=op, value=date() as wanted):
                going_on = COMPARE[op](self._setting.on, wanted)
                then = COMPARE[op](one.number, wanted.toordinal())
                if one.flag is False:
                    return truths.of(then)
                return truths.of(
                    truths.any([truths.all([one.flag, going_on]), truths.all([truths.no(one.flag), then])])
                )
            case FlagTest(value=value):
                return truths.of(one.flag if value else truths.no(one.flag))
            case CoversTest(outcome=outcome) if outcome is not None:
                asked = self._setting.framework.leaves_of(outcome)
                return truths.of(truths.all(one.marked[leaf.outcome] >= leaf.level for leaf in asked))
            case CodeTest(codes=tuple() as codes, match=match):
                return self._code(one, codes, match)
            case _:
                raise AssertionError(test)  # lowering leaves no parameter and no target

    def _number(self, one: Unknown, compare: Callable[[Any, Any], Any], wanted: Amount, scale: str | None) -> Said:
        """Another unit, or a mark on a scale that does not convert, leaves it open."""
        if one.declared.type == "grade":
            return self._mark(one, compare, wanted, scale) if scale and not wanted.unit else UNKNOWN
        if one.declared.type != "number" or one.declared.unit != wanted.unit:
            return UNKNOWN
        return self._truths.of(compare(one.number, real(self._z3, wanted.value)))

    def _mark(self, one: Unknown, compare: Callable[[Any, Any], Any], wanted: Amount, scale: str) -> Said:
        truths = self._truths
        cases = [(one.marked[scale], compare(one.number, real(self._z3, wanted.value)))]
        known = {scale}
        for declared in self._setting.vocabulary.conversions:
            if declared.to_scale == scale and declared.from_scale not in known:
                known.add(declared.from_scale)
                for mark, becomes in declared.marks:
                    here = truths.all([one.marked[declared.from_scale], one.number == real(self._z3, mark)])
                    cases.append((here, bool(compare(becomes, wanted.value))))
        return Said(
            truths.any(truths.all([here, said]) for here, said in cases),
            truths.any(truths.all([here, truths.no(said)]) for here, said in cases),
        )

    def _code(self, one: Unknown, codes: tuple[str, ...], match: str) -> Said:
        each = [self._has(one, code) for code in codes]
        if match == "all":
            return self._truths.every(each)
        some = self._truths.some(each)
        return ~some if match == "none" else some

    def _has(self, one: Unknown, code: str) -> Said:
        """Whether something has a code, or one that falls under it; a broader one leaves it open."""
        truths = self._truths
        if not one.declared.prefix:
            return truths.of(one.marked.get(code, False))
        has = truths.any(mark for mine, mark in one.marked.items() if mine.startswith(code))
        may = truths.any(mark for mine, mark in one.marked.items() if code.startswith(mine) and mine != code)
        return Said(has, truths.no(truths.any([has, may])))

    def reference(self, as_of: AsOf) -> Any:
        """The day that a time is counted to, as an ordinal."""
        if as_of == "start":
            return self._start
        return (self._setting.on if as_of == "decision" else as_of).toordinal()

    def _age(self, thing: Thing, kind: str, test: AgeTest) -> Said:
        one = thing.values[kind].get("date" if kind in {VERDICT, APPLICANT} else aged_by(kind))
        if one is None or not isinstance(test.value, Age):
            return UNKNOWN
        strictly = test.op in {">", "<="}
        is_so = self._of_age(one, test.value, test.as_of, strictly=strictly)
        said = self._truths.of(self._truths.no(is_so) if test.op in {"<", "<="} else is_so)
        return Said(self._truths.all([one.there, said.yes]), self._truths.all([one.there, said.no]))

    def _of_age(self, one: Unknown, age: Age, as_of: AsOf, *, strictly: bool) -> Any:
        """That it has come of age (or, strictly, did so before that day); what goes on, or is yet to come, is new."""
        truths = self._truths
        if not age.months:
            earlier = one.number < self.reference(as_of) if strictly else True
            return truths.any([truths.all([truths.no(one.flag), earlier]), truths.all([one.flag, not strictly])])
        return truths.all([truths.no(one.flag), one.number <= self._latest(age, as_of, 1 if strictly else 0)])

    def _latest(self, age: Age, as_of: AsOf, before: int) -> Any:
        """The last day of which evidence is of this age so many days before a reference date, as an ordinal."""
        if as_of != "start":
            return latest(age, date.fromordinal(self.reference(as_of) - before)).toordinal()
        if (age, before) not in self._turned:
            turned = self._turned[age, before] = self._z3.Int(f"of-age.{age.months}.{before}")
            at, z3 = self._start - before, self._z3
            first, last = (date.fromordinal(day.toordinal() - before) for day in self._starts)
            for one, other, back in pieces(age, first, last):
                self.laws.append(z3.Implies(z3.And(at >= one, at <= other), turned == at - back))
        return self._turned[age, before]


def converting(setting: Setting, scales: Iterable[str]) -> list[str]:
    """The scales of marks that a test on one of some scales says something of."""
    asked = list(scales)
    given = (one.from_scale for one in setting.vocabulary.conversions if one.to_scale in asked)
    return list(dict.fromkeys((*asked, *given)))
