"""A dossier of so many items and verdicts at most, each of which is explicit; and what conditions say of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from ...model.attributes import APPLICANT, VERDICT
from ...model.conditions import (
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exists,
    Filter,
    Judgement,
    Not,
    Span,
    Sum,
)
from ...model.outcomes import Leaf
from ...model.quantities import Age, Amount
from .. import ordinary
from .looks import Looks, kinds_of
from .telling import Telling
from .thing import Setting, Thing, real
from .truths import Said, Truths

_LATE: Final = 10
"""Years from which most of what people hand in is."""


class File:
    """An explicit dossier.

    Args:
        z3: The solver's library.
        setting: What it is made in.
        looks: What is looked at.
        items: How many items it has at most.
        verdicts: How many verdicts it has at most.
    """

    def __init__(self, z3: Any, setting: Setting, looks: Looks, items: int, verdicts: int) -> None:
        self._z3, self._truths, self._setting, self._looks = z3, Truths(z3), setting, looks
        spoken = looks.spoken(setting)
        self.applicant = Thing(z3, "a", (APPLICANT,), setting, spoken, surely=True)
        self.items = [
            Thing(z3, f"e{place}", looks.kinds, setting, spoken) for place in range(items if looks.kinds else 0)
        ]
        self.verdicts = [Thing(z3, f"v{place}", (VERDICT,), setting, spoken) for place in range(verdicts)]
        self.about = [
            {leaf: z3.Bool(f"v{place}@{leaf}") for leaf in looks.assessed} for place in range(len(self.verdicts))
        ]
        self.achieved = [z3.Bool(f"v{place}!") for place in range(len(self.verdicts))]
        self.answers = {key: z3.Bool(f"j{place}") for place, key in enumerate(looks.judgements)}
        self._starts = setting.lore.first_and_last_start(setting.on)
        self._telling = Telling(z3, setting, self.applicant.values[APPLICANT]["start"].number, self._starts)
        self.telling_apart = {kind: looks.telling_apart(kind, setting) for kind in looks.kinds}
        self._passed: dict[tuple[int, Filter], Said] = {}
        self._known: dict[int, tuple[Said, Condition]] = {}

    @property
    def laws(self) -> list[Any]:
        """All that holds of every such dossier."""
        things = [self.applicant, *self.items, *self.verdicts]
        each = [law for thing in things for law in thing.laws]
        more = (self._of_applicant(), self._in_order(), self._apart(), self._about(), self._answered())
        return [*each, *self._telling.laws, *(law for laws in more for law in laws)]

    def _of_applicant(self) -> Iterator[Any]:
        values, on = self.applicant.values[APPLICANT], self._setting.on
        first, last = self._starts
        yield values["start"].number >= first.toordinal()
        yield values["start"].number <= last.toordinal()
        if self._setting.cohorts and "cohort" in values:
            yield values["cohort"].number >= self._setting.cohorts[0]
            yield values["cohort"].number <= self._setting.cohorts[1]
        age = values.get("years-old")
        if age is not None:
            born = self._z3.Int("born")
            for years in range(int(age.declared.low), int(age.declared.high or 0) + 1):
                day = on - relativedelta(years=years + 1, days=-1)
                yield self._z3.Implies(age.number == years, born == day.toordinal())
            for thing in (*self.items, *self.verdicts):
                days = {id(one): one for kind in thing.values.values() for one in kind.values()}
                for one in days.values():
                    if one.declared.type == "date":
                        yield self._z3.Implies(thing.there, one.number >= born)

    def _in_order(self) -> Iterator[Any]:
        """Items in the order in which they began where time is counted, and else by kind; then those not there."""
        z3, begun = self._z3, []
        for place, thing in enumerate(self.items):
            order = z3.Int(f"e{place}#")
            begun.append(order)
            if not self._looks.spans:
                rank = [self._truths.value(there, number) for number, there in enumerate(thing.kinds.values())]
                yield order == z3.Sum([*rank, self._truths.value(self._truths.no(thing.there), len(rank))])
                continue
            for kind, there in thing.kinds.items():
                if {"from", "to"} <= thing.values[kind].keys():
                    yield z3.Implies(there, order == thing.values[kind]["from"].number)
        for one, other in pairwise(begun):
            yield one <= other
        for one, other in (*pairwise(self.items), *pairwise(self.verdicts)):
            yield z3.Implies(other.there, one.there)

    def _apart(self) -> Iterator[Any]:
        """What is the same in everything counts once, so it is not listed twice."""
        for kind in self._looks.kinds if self.items else ():
            if self.telling_apart[kind] is None:
                for one, other in combinations(self.items, 2):
                    both = self._z3.And(one.kinds[kind], other.kinds[kind])
                    yield self._z3.Implies(both, one.differs(other, kind))

    def _about(self) -> Iterator[Any]:
        for thing, about in zip(self.verdicts, self.about, strict=True):
            exactly = self._z3.PbEq([(one, 1) for one in about.values()], 1)
            yield self._z3.Implies(thing.there, exactly)

    def _answered(self) -> Iterator[Any]:
        """What one answer settles for all, is not answered otherwise."""
        for (name, own), answer in self.answers.items():
            if own is not None and (name, None) in self.answers:
                yield answer == self.answers[name, None]

    def there(self) -> list[Any]:
        """Of each item and verdict that it is there."""
        return [one.there for one in (*self.items, *self.verdicts)]

    def wishes(self) -> Iterator[Any]:
        """What one would expect to see: a start in September, items of late years, numbers that people have."""
        on, values = self._setting.on, self.applicant.values[APPLICANT]
        yield values["start"].number == on.replace(month=9, day=1).toordinal()
        if "cohort" in values:
            yield values["cohort"].number == on.year
        since = (on - relativedelta(years=_LATE)).toordinal()
        for thing in (*self.items, *self.verdicts):
            for one in {id(one): one for known in thing.values.values() for one in known.values()}.values():
                if one.declared.type == "date":
                    yield self._truths.any([one.flag, one.number >= since])
                usual = ordinary.numbers(one.declared) if one.declared.type == "number" else ()
                if usual:
                    yield self._truths.any(one.number == number for number in usual)

    def says(self, condition: Condition) -> Said:
        """What a lowered condition says."""
        found = self._known.get(id(condition))
        if found is None:
            found = self._known[id(condition)] = self._says(condition), condition
        return found[0]

    def _says(self, condition: Condition) -> Said:
        truths = self._truths
        match condition:
            case All(of=of):
                return truths.every(map(self.says, of))
            case Any_(of=of):
                return truths.some(map(self.says, of))
            case AtLeast(k=k, of=of):
                return truths.threshold(k, map(self.says, of))
            case Not(of=part):
                return ~self.says(part)
            case Exists(filter=items, count=count):
                return truths.threshold(count, [self._passes(place, items) for place in range(len(self.items))])
            case Sum(at_least=Amount() as wanted):
                return self._sum(condition, wanted)
            case Span(at_least=Age() as wanted):
                return self._span(condition, wanted)
            case Assessed(outcome=outcome) if outcome is not None:
                return self._assessed(condition, Leaf(outcome.outcome, outcome.low))
            case Judgement(id=name, ruleset=own):
                return truths.of(self.answers[name, own])
            case Applicant(tests=tests):
                return truths.every(self._telling.says(self.applicant, APPLICANT, test) for test in tests)
            case _:
                raise AssertionError(condition)  # lowering leaves none of these open

    def _passes(self, place: int, items: Filter) -> Said:
        """Whether an item is there and passes."""
        if (place, items) not in self._passed:
            thing, truths = self.items[place], self._truths
            each = [self._passes_as(thing, kind, items) for kind in kinds_of(items)]
            surely, maybe = truths.any(one.yes for one in each), truths.any(truths.no(one.no) for one in each)
            self._passed[place, items] = Said(surely, truths.no(maybe))
        return self._passed[place, items]

    def _passes_as(self, thing: Thing, kind: str, items: Filter) -> Said:
        tests = (self._telling.says(thing, kind, test) for test in items.tests)
        return self._truths.every([self._truths.of(thing.kinds[kind]), *tests])

    def _sum(self, condition: Sum, wanted: Amount) -> Said:
        """An interval: what surely passes adds to both ends, what may pass can only widen it."""
        z3, truths, zero = self._z3, self._truths, Decimal(0)
        low: list[Any] = [z3.RealVal(0)]
        high: list[Any] = [z3.RealVal(0)]
        strange = []
        for thing in self.items:
            for kind in kinds_of(condition.over):
                one, passes = thing.values[kind].get(condition.of), self._passes_as(thing, kind, condition.over)
                maybe = truths.no(passes.no)
                if one is None:
                    continue
                if one.declared.unit != wanted.unit:
                    strange.append(maybe)
                surely, maybe = truths.all([passes.yes, one.there]), truths.all([maybe, one.there])
                doubtful = truths.all([maybe, truths.no(surely)])
                signed = one.declared.low < zero
                below = z3.If(one.number < 0, one.number, 0) if signed else 0
                above = z3.If(one.number > 0, one.number, 0) if signed else one.number
                low += [truths.value(surely, one.number), truths.value(doubtful, below)]
                high += [truths.value(surely, one.number), truths.value(doubtful, above)]
        least, same = real(z3, wanted.value), truths.no(truths.any(strange))
        return Said(truths.all([same, z3.Sum(low) >= least]), truths.all([same, z3.Sum(high) < least]))

    def _span(self, condition: Span, wanted: Age) -> Said:
        """Days covered by what surely passes, and by what may pass; counted once, in the order of beginning."""
        until = self._telling.reference(condition.as_of)
        surely = self._covered(condition, until, half=True)
        maybe = self._covered(condition, until, half=False)
        return Said(surely >= wanted.days, maybe < wanted.days)

    def _covered(self, condition: Span, until: Any, *, half: bool) -> Any:
        z3, truths = self._z3, self._truths
        reached: Any = z3.IntVal(0)
        days: list[Any] = [z3.IntVal(0)]
        for thing in self.items:
            for kind in kinds_of(condition.over):
                values = thing.values[kind]
                if not {"from", "to"} <= values.keys():
                    continue
                passes = self._passes_as(thing, kind, condition.over)
                counts = passes.yes if half else truths.no(passes.no)
                begin, end = values["from"].number, values["to"]
                last = z3.If(truths.any([end.flag, end.number > until]), until, end.number)
                after = z3.If(begin > reached, begin, reached)
                days.append(truths.value(truths.all([counts, last > after]), last - after))
                reached = z3.If(truths.all([counts, last > reached]), last, reached)
        return z3.Sum(days)

    def _assessed(self, condition: Assessed, leaf: Leaf) -> Said:
        truths = self._truths
        found: list[Any] = []
        maybe: list[Any] = []
        failed: list[Any] = []
        for thing, about, achieved in zip(self.verdicts, self.about, self.achieved, strict=True):
            tests = [self._telling.says(thing, VERDICT, test) for test in condition.tests]
            passes = truths.every([truths.of(thing.there), *tests])
            levels = [(one.level, said) for one, said in about.items() if one.outcome == leaf.outcome]
            higher = truths.any(said for level, said in levels if level >= leaf.level)
            lower = truths.any(said for level, said in levels if level <= leaf.level)
            found.append(truths.all([achieved, higher, passes.yes]))
            maybe.append(truths.all([achieved, higher, truths.no(passes.no)]))
            failed.append(truths.all([truths.no(achieved), lower, passes.yes]))
        return Said(truths.any(found), truths.all([truths.any(failed), truths.no(truths.any(maybe))]))
