"""Conditions as formulas of the solver, over the unknowns that a dossier is made of.

Every condition is a pair: that it is surely true, and that it may be true. Strong Kleene connectives are plain ones on
both halves, and where the two are one and the same, one formula does for both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, assert_never

from ..model.attributes import APPLICANT
from ..model.conditions import (
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exempt,
    Exists,
    Filter,
    Judgement,
    Not,
    Span,
    Sum,
    Test,
)
from ..model.outcomes import Ref
from ..model.policy import Conflicts
from ..model.quantities import Age, Amount
from ..results.truth import Truth
from .encode import Encoded
from .sieves import by_attribute

Pair = tuple[Any, Any]
"""That something is surely so, and that it may be so."""
Decision = tuple[Condition, Condition, Conflicts]
"""That a leaf is granted, that it is barred, and what becomes of both."""


class Formulas:
    """What conditions say of a dossier.

    Args:
        encoded: The dossier as unknowns.
    """

    def __init__(self, encoded: Encoded) -> None:
        self._encoded, self._logic = encoded, encoded.logic
        self._known: dict[int, tuple[Pair, Condition]] = {}
        self._members: dict[tuple[int, int], list[int]] = {}

    @cached_property
    def loosened(self) -> Formulas:
        """The same without calendar time."""
        return Formulas(self._encoded.loosened)

    @property
    def encoded(self) -> Encoded:
        """The dossier as unknowns."""
        return self._encoded

    def surely(self, condition: Condition) -> Any:
        """That a condition is true."""
        return self.truth(condition)[0]

    def possibly(self, condition: Condition) -> Any:
        """That a condition is not false."""
        return self.truth(condition)[1]

    def every(self, *parts: Any) -> Any:
        """All of the formulas."""
        return self._logic.every(parts)

    def some(self, *parts: Any) -> Any:
        """One of the formulas or more."""
        return self._logic.some(parts)

    def no(self, part: Any) -> Any:
        """Not this formula."""
        return self._logic.no(part)

    def only(self, one: Decision, other: Decision) -> Any:
        """That a leaf is exempt by one decision and not by the other."""
        return self._logic.every([self.exempt(*one), self._logic.no(self.exempt(*other))])

    def only_by(self, clause: Condition, one: Decision, other: Decision) -> Any:
        """The same, while a clause holds."""
        return self._logic.every([self.truth(clause)[0], self.only(one, other)])

    def differ(self, one: Decision, other: Decision) -> Any:
        """That two decisions leave other statuses possible."""
        both = zip(self.statuses(*one), self.statuses(*other), strict=True)
        return self._logic.some([self._logic.other(mine, theirs) for mine, theirs in both if mine is not theirs])

    def _span(self, items: Filter, as_of: object, least: Age) -> Pair:
        """That the time is covered; a name of its own, of which nothing is known, where time is not counted."""
        if self._encoded.timed:
            return self._encoded.calendar.reached(items, as_of, least)
        surely, maybe = self._logic.another(), self._logic.another()
        self._encoded.asking.hold(self._logic.when(surely, maybe))
        return surely, maybe

    def exempt(self, granted: Condition, barred: Condition, conflicts: Conflicts) -> Any:
        """That a leaf is exempt, and nothing else."""
        surely = self.truth(granted)[0]
        if conflicts == "grant-wins":
            return surely
        return self._logic.every([surely, self._logic.no(self.truth(barred)[1])])

    def statuses(self, granted: Condition, barred: Condition, conflicts: Conflicts) -> tuple[Any, ...]:
        """That a leaf may be exempt, not covered, refused, and in conflict."""
        logic = self._logic
        (sure_grant, may_grant), (sure_bar, may_bar) = self.truth(granted), self.truth(barred)
        no_grant, no_bar = logic.no(sure_grant), logic.no(sure_bar)
        exempt = may_grant if conflicts == "grant-wins" else logic.every([may_grant, no_bar])
        refused = may_bar if conflicts == "bar-wins" else logic.every([no_grant, may_bar])
        clash = logic.every([may_grant, may_bar]) if conflicts == "report" else logic.false
        return exempt, logic.every([no_grant, no_bar]), refused, clash

    def truth(self, condition: Condition) -> Pair:
        """A condition as a pair."""
        found = self._known.get(id(condition))
        if found is None:
            found = self._known[id(condition)] = (self._truth(condition), condition)
        return found[0]

    def _both(self, parts: Sequence[Condition], join: Callable[[list[Any]], Any]) -> Pair:
        """Parts joined, both halves; where all parts are settled either way, one formula for both."""
        return self._joined([self.truth(part) for part in parts], join)

    def _joined(self, pairs: Sequence[Pair], join: Callable[[list[Any]], Any]) -> Pair:
        surely = join([one for one, _ in pairs])
        return surely, surely if all(one is other for one, other in pairs) else join([other for _, other in pairs])

    def _truth(self, condition: Condition) -> Pair:
        logic = self._logic
        match condition:
            case All(of=of):
                return self._both(of, logic.every)
            case Any_(of=of):
                return self._both(of, logic.some)
            case AtLeast(k=k, of=of):
                return self._both(of, lambda parts: logic.at_least(parts, k))
            case Not(of=part):
                surely, maybe = self.truth(part)
                no = logic.no(maybe)
                return no, no if surely is maybe else logic.no(surely)
            case Exists(filter=items, count=count):
                return self._exists(items, count)
            case Sum():
                return self._sum(condition)
            case Span(over=items, at_least=Age() as least, as_of=as_of):
                return self._span(items, as_of, least)
            case Assessed(tests=tests, outcome=Ref() as outcome):
                return self._assessed(tests, outcome)
            case Judgement(id=name, ruleset=own):
                return self._encoded.answers[name, own], self._encoded.answers[name, own]
            case Applicant(tests=tests):
                return self._joined([self._tested(test) for test in tests], logic.every)
            case Span() | Assessed() | Exempt():
                raise AssertionError(condition)  # lowering leaves none of these open
            case _:
                assert_never(condition)

    def _in(self, bit: int, half: int) -> list[int]:
        """The cells that surely (0), or perhaps (1), pass a filter."""
        if (bit, half) not in self._members:
            self._members[bit, half] = [
                place
                for place, cell in enumerate(self._encoded.cells)
                if (cell.surely if half == 0 else cell.maybe) >> bit & 1
            ]
        return self._members[bit, half]

    def _exists(self, items: Filter, count: int) -> Pair:
        bit = self._encoded.sieves.filters[items]
        surely, maybe = self._in(bit, 0), self._in(bit, 1)
        there = self._there(surely, count)
        return there, there if surely == maybe else self._there(maybe, count)

    def _there(self, places: Sequence[int], count: int) -> Any:
        if count == 1:
            return self._logic.some([self._encoded.present[place] for place in places])
        numbers = [self._encoded.number[place] for place in places]
        logic = self._logic
        return logic.reaches(logic.total(numbers), logic.whole(count)) if numbers else logic.false

    def _sum(self, condition: Sum) -> Pair:
        """An interval, as the reference adds it up; amounts in another unit leave it open."""
        logic, bit = self._logic, self._encoded.sieves.filters[condition.over]
        wanted = condition.at_least
        if not isinstance(wanted, Amount):
            raise TypeError(condition)  # lowering leaves no parameter
        vocabulary = self._encoded.reader.framework.vocabulary
        low: list[Any] = [logic.real(0)]
        high: list[Any] = [logic.real(0)]
        strange = []
        for place in self._in(bit, 1):
            cell = self._encoded.cells[place]
            declared = vocabulary.find(condition.of, cell.kind)
            if declared and declared.unit != wanted.unit:
                strange.append(self._encoded.present[place])
            total = self._encoded.total.get((place, condition.of))
            if total is None:
                continue
            sure = cell.surely >> bit & 1
            negative = dict(cell.amounts)[condition.of]
            below = negative is not None and negative.low < 0
            low += [total] if sure or below else []
            high += [total] if sure or not below else []
        least, odd = logic.real(wanted.value), logic.some(strange)
        surely, maybe = (logic.reaches(logic.total(parts), least) for parts in (low, high))
        return logic.every([logic.no(odd), surely]), logic.some([odd, maybe])

    def _assessed(self, tests: tuple[Test, ...], outcome: Ref) -> Pair:
        logic, bit = self._logic, self._encoded.sieves.verdicts[tests]
        halves: dict[tuple[bool, int], list[Any]] = {(found, half): [] for found in (True, False) for half in (0, 1)}
        for (place, shape), said in self._encoded.said.items():
            reaches = shape.level >= outcome.low if shape.achieved else shape.level <= outcome.low
            if shape.outcome != outcome.outcome or not reaches:
                continue
            cell = self._encoded.verdict_cells[place]
            if cell.surely >> bit & 1:
                halves[shape.achieved, 0].append(said)
            if cell.maybe >> bit & 1:
                halves[shape.achieved, 1].append(said)
        failed = logic.some(halves[False, 0])
        return logic.some(halves[True, 0]), logic.some([*halves[True, 1], logic.no(failed)])

    def _tested(self, test: Test) -> Pair:
        logic, says = self._logic, self._encoded.reader.says
        (name,) = by_attribute([test], APPLICANT)
        chosen = next((values for known, values in self._encoded.facts if known == name), None)
        if chosen is None:
            said = says(test, APPLICANT, None)
            surely, maybe = said is Truth.TRUE, said is not Truth.FALSE
            return logic.true if surely else logic.false, logic.true if maybe else logic.false
        truths = [(says(test, APPLICANT, option.value), one) for option, one in chosen]
        there = logic.some([one for said, one in truths if said is Truth.TRUE])
        settled = all(said is not Truth.UNKNOWN for said, _ in truths)
        return there, there if settled else logic.some([one for said, one in truths if said is not Truth.FALSE])
