"""A dossier as unknowns of a solver: how many items in each cell, what they add up to, which verdicts, which answers.

Every dossier gives such numbers, so what the solver proves of the numbers holds of dossiers. Every condition is a pair:
that it is surely true, and that it may be true; strong Kleene connectives are then plain ones on both halves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
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
from .ask import Asking
from .calendar import Calendar
from .cells import cells, verdict_cells
from .reading import Reader
from .shapes import Option, Range
from .sieves import Sieves, by_attribute

Pair = tuple[Any, Any]
"""That something is surely so, and that it may be so."""


@dataclass(frozen=True)
class Verdicts:
    """What a verdict can say: of which leaf of an outcome, and what was found."""

    outcome: str
    level: int
    achieved: bool


class Encoded:
    """The dossiers of one world, as far as some conditions look at them.

    Args:
        sieves: What the conditions look at.
        reader: What tests say of single values.
        asking: The solver.

    Raises:
        TooManyError: There are too many kinds of items.
    """

    def __init__(self, sieves: Sieves, reader: Reader, asking: Asking) -> None:
        self.sieves, self.reader, self.asking = sieves, reader, asking
        self.z3 = asking.z3
        self.cells = cells(sieves, reader)
        self.verdict_cells = verdict_cells(sieves, reader)
        self._known: dict[int, tuple[Pair, Condition]] = {}
        self.present = [self.z3.Bool(f"p{place}") for place in range(len(self.cells))]
        self.number: dict[int, Any] = {}
        self.total: dict[tuple[int, str], Any] = {}
        self.said: dict[tuple[int, Verdicts], Any] = {}
        self.answers = {key: self.z3.Bool(f"j{place}") for place, key in enumerate(sieves.judgements)}
        self.facts: list[tuple[str, list[tuple[Option, Any]]]] = []
        self._evidence()
        self._verdicts()
        self._applicant()
        self._answered()
        self.calendar = Calendar(self.z3, sieves, self.cells, self.present, reader.world)
        asking.hold(*self.calendar.laws(self.number, self.total, reader.lore.hours_a_day))

    @property
    def exact(self) -> bool:
        """Whether "there is none" holds for every start that this world's one stands for."""
        return self.calendar.exact

    def size(self, model: Any) -> int:
        """How many items and verdicts there are."""
        there: list[bool] = [
            self.z3.is_true(model.eval(one, model_completion=True)) for one in (*self.present, *self.said.values())
        ]
        counts: list[int] = [model.eval(one, model_completion=True).as_long() for one in self.number.values()]
        return sum(there) + sum(max(count - 1, 0) for count in counts)

    def at_most(self, count: int) -> Any:
        """That there are at most so many items and verdicts."""
        z3, there = self.z3, [*self.present, *self.said.values()]
        if not there:
            return z3.BoolVal(True)
        few = z3.Not(z3.Or(there)) if count == 0 else z3.PbLe([(one, 1) for one in there], count)
        if not self.number:
            return few
        several = [z3.If(one > 1, one - 1, 0) for one in self.number.values()]
        return z3.And(few, z3.Sum([*(z3.If(one, 1, 0) for one in there), *several]) <= count)

    def _evidence(self) -> None:
        z3, hold = self.z3, self.asking.hold
        for place, cell in enumerate(self.cells):
            if not cell.maybe & self.sieves.counted:
                continue
            number = self.number[place] = z3.Int(f"n{place}")
            hold(number >= 0, self.present[place] == (number >= 1))
            for of, within in cell.amounts:
                if within is not None:
                    total = self.total[place, of] = z3.Real(f"s{place}.{of}")
                    hold(*self._bounds(number, total, within))

    def _bounds(self, number: Any, total: Any, within: Range) -> Iterable[Any]:
        low = self._real(within.low)
        yield _if_any(self.z3, number, total, total > low * number if within.low_open else total >= low * number)
        if within.high is not None:
            high = self._real(within.high)
            yield _if_any(self.z3, number, total, total < high * number if within.high_open else total <= high * number)

    def _real(self, value: Any) -> Any:
        return self.z3.RealVal(str(Fraction(value)))

    def _verdicts(self) -> None:
        """Achieved speaks of lower levels too, not achieved of higher ones."""
        for place in range(len(self.verdict_cells)):
            for ref in self.sieves.assessed:
                for achieved in (True, False):
                    shape = Verdicts(ref.outcome, ref.low, achieved)
                    self.said[place, shape] = self.z3.Bool(f"v{place}.{ref}.{achieved}")

    def _applicant(self) -> None:
        """One value of every attribute that is tested."""
        for name, tests in by_attribute(self.sieves.applicant, APPLICANT).items():
            declared = self.reader.framework.vocabulary.find(name, APPLICANT)
            if declared is None:
                continue
            world = self.reader.world
            offered = self.reader.options(declared, APPLICANT, tests, ())
            if name == "cohort" and world.cohorts:
                offered = narrowed(offered, *world.cohorts)
            if name == "years-old" and world.youngest is not None and world.oldest is not None:
                offered = narrowed(offered, world.youngest, world.oldest)
            chosen = [(option, self.z3.Bool(f"a.{name}.{place}")) for place, option in enumerate(offered)]
            self.asking.hold(self.z3.PbEq([(one, 1) for _, one in chosen], 1))
            self.facts.append((name, chosen))

    def _answered(self) -> None:
        """What one answer settles for all, no answer of a single ruleset contradicts."""
        for (name, own), answer in self.answers.items():
            shared = self.answers.get((name, None))
            if own is not None and shared is not None:
                self.asking.hold(answer == shared)

    def other_than(self, model: Any) -> Any:
        """That other kinds of items or verdicts are there than a model has."""
        some = [*self.present, *self.said.values()]
        return self.z3.Or([one != model.eval(one, model_completion=True) for one in some])

    def exempt(self, granted: Condition, barred: Condition, conflicts: Conflicts) -> Any:
        """That a leaf is exempt, and nothing else."""
        surely = self.truth(granted)[0]
        return surely if conflicts == "grant-wins" else self.z3.And(surely, self.z3.Not(self.truth(barred)[1]))

    def statuses(self, granted: Condition, barred: Condition, conflicts: Conflicts) -> tuple[Any, ...]:
        """That a leaf may be exempt, not covered, refused, and in conflict."""
        z3 = self.z3
        (sure_grant, may_grant), (sure_bar, may_bar) = self.truth(granted), self.truth(barred)
        exempt = may_grant if conflicts == "grant-wins" else z3.And(may_grant, z3.Not(sure_bar))
        refused = may_bar if conflicts == "bar-wins" else z3.And(z3.Not(sure_grant), may_bar)
        clash = z3.And(may_grant, may_bar) if conflicts == "report" else z3.BoolVal(False)
        return exempt, z3.And(z3.Not(sure_grant), z3.Not(sure_bar)), refused, clash

    def truth(self, condition: Condition) -> Pair:
        """A condition as a pair."""
        found = self._known.get(id(condition))
        if found is None:
            found = self._known[id(condition)] = (self._truth(condition), condition)
        return found[0]

    def _truth(self, condition: Condition) -> Pair:
        z3 = self.z3
        match condition:
            case All(of=of):
                pairs = [self.truth(part) for part in of]
                return z3.And([one for one, _ in pairs]), z3.And([one for _, one in pairs])
            case Any_(of=of):
                pairs = [self.truth(part) for part in of]
                return z3.Or([one for one, _ in pairs]), z3.Or([one for _, one in pairs])
            case AtLeast(k=k, of=of):
                pairs = [self.truth(part) for part in of]
                surely, maybe = (z3.PbGe([(each[half], 1) for each in pairs], k) for half in (0, 1))
                return surely, maybe
            case Not(of=part):
                surely, maybe = self.truth(part)
                return z3.Not(maybe), z3.Not(surely)
            case Exists(filter=items, count=count):
                return self._exists(items, count)
            case Sum():
                return self._sum(condition)
            case Span(over=items, at_least=Age() as least, as_of=as_of):
                return self.calendar.reached(items, as_of, least)
            case Assessed(tests=tests, outcome=Ref() as outcome):
                return self._assessed(tests, outcome)
            case Judgement(id=name, ruleset=own):
                return self.answers[name, own], self.answers[name, own]
            case Applicant(tests=tests):
                pairs = [self._tested(test) for test in tests]
                return z3.And([one for one, _ in pairs]), z3.And([one for _, one in pairs])
            case Span() | Assessed() | Exempt():
                raise AssertionError(condition)  # lowering leaves none of these open
            case _:
                assert_never(condition)

    def _in(self, bit: int, half: int) -> list[int]:
        return [place for place, cell in enumerate(self.cells) if (cell.surely if half == 0 else cell.maybe) >> bit & 1]

    def _exists(self, items: Filter, count: int) -> Pair:
        bit = self.sieves.filters[items]
        if count == 1:
            surely, maybe = (self.z3.Or([self.present[place] for place in self._in(bit, half)]) for half in (0, 1))
        else:
            surely, maybe = (
                self._added([self.number[place] for place in self._in(bit, half)]) >= count for half in (0, 1)
            )
        return surely, maybe

    def _added(self, terms: Sequence[Any]) -> Any:
        return self.z3.Sum(terms) if terms else self.z3.IntVal(0)

    def _sum(self, condition: Sum) -> Pair:
        """An interval, as the reference adds it up; amounts in another unit leave it open."""
        z3, bit = self.z3, self.sieves.filters[condition.over]
        wanted = condition.at_least
        if not isinstance(wanted, Amount):
            raise TypeError(condition)  # lowering leaves no parameter
        vocabulary = self.reader.framework.vocabulary
        low: list[Any] = [z3.RealVal(0)]
        high: list[Any] = [z3.RealVal(0)]
        strange = []
        for place in self._in(bit, 1):
            cell = self.cells[place]
            declared = vocabulary.find(condition.of, cell.kind)
            if declared and declared.unit != wanted.unit:
                strange.append(self.present[place])
            total = self.total.get((place, condition.of))
            if total is None:
                continue
            sure = cell.surely >> bit & 1
            negative = dict(cell.amounts)[condition.of]
            below = negative is not None and negative.low < 0
            low += [total] if sure or below else []
            high += [total] if sure or not below else []
        least = self._real(wanted.value)
        odd = z3.Or(strange)
        return z3.And(z3.Not(odd), z3.Sum(low) >= least), z3.Or(odd, z3.Sum(high) >= least)

    def _assessed(self, tests: tuple[Test, ...], outcome: Ref) -> Pair:
        z3, bit = self.z3, self.sieves.verdicts[tests]
        halves: dict[tuple[bool, int], list[Any]] = {(found, half): [] for found in (True, False) for half in (0, 1)}
        for (place, shape), said in self.said.items():
            reaches = shape.level >= outcome.low if shape.achieved else shape.level <= outcome.low
            if shape.outcome != outcome.outcome or not reaches:
                continue
            cell = self.verdict_cells[place]
            if cell.surely >> bit & 1:
                halves[shape.achieved, 0].append(said)
            if cell.maybe >> bit & 1:
                halves[shape.achieved, 1].append(said)
        achieved, perhaps = z3.Or(halves[True, 0]), z3.Or(halves[True, 1])
        return achieved, z3.Not(z3.And(z3.Not(perhaps), z3.Or(halves[False, 0])))

    def _tested(self, test: Test) -> Pair:
        z3 = self.z3
        (name,) = by_attribute([test], APPLICANT)
        chosen = next((values for known, values in self.facts if known == name), None)
        if chosen is None:
            said = self.reader.says(test, APPLICANT, None)
            return z3.BoolVal(said is Truth.TRUE), z3.BoolVal(said is not Truth.FALSE)
        truths = [(self.reader.says(test, APPLICANT, option.value), one) for option, one in chosen]
        surely = z3.Or([one for said, one in truths if said is Truth.TRUE])
        return surely, z3.Or([one for said, one in truths if said is not Truth.FALSE])


def _if_any(z3: Any, number: Any, total: Any, bound: Any) -> Any:
    """A bound on a total that holds when there are items; without any the total is nothing."""
    return z3.If(number >= 1, bound, total == 0)


def narrowed(offered: Sequence[Option], first: int, last: int) -> list[Option]:
    """The classes of whole numbers that have one between two bounds."""
    least, most = Decimal(first), Decimal(last)
    kept = []
    for option in offered:
        within, value = option.within, option.value
        if isinstance(within, Range) and isinstance(value, Amount):
            low, high = max(within.low, least), most if within.high is None else min(within.high, most)
            if low <= high:
                kept.append(Option(Amount(min(max(value.value, low), high)), Range(low, high), option.odd))
    return kept
