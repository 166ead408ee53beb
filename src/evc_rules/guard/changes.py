"""Plausible slips in a condition: one number, sign, level or word another than it should be, or one thing left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from ..model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Vocabulary
from ..model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Not,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
)
from ..model.outcomes import Framework, Ref
from ..model.quantities import Age, Amount

Kind = Literal[
    "threshold",
    "strictness",
    "count",
    "level",
    "all-any",
    "codes",
    "kinds",
    "flag",
    "as-of",
    "without-condition",
    "without-test",
    "without-not",
    "without-rule",
    "without-exception",
    "targets",
    "effect",
    "conflicts",
    "decisions",
    "cohorts",
    "variants",
    "limit",
    "without-limit",
    "units",
    "bsa",
]
"""What kind of slip it is."""

_STRICTER: Final = {"<=": "<", "<": "<=", ">=": ">", ">": ">="}
_MARK: Final = Decimal("0.1")
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class Change:
    """One slip.

    Attributes:
        kind: What kind of slip it is.
        new: What the changed thing became.
        was: The piece that was changed.
        became: What that piece became; None when it was left out.
        about: Pieces of the ruleset, the nearest first, where the change would be made.
        bearers: What a test that was changed is about.
    """

    kind: Kind
    new: Any
    was: Any
    became: Any
    about: tuple[object, ...]
    bearers: tuple[str, ...] = EVIDENCE_KINDS

    def inside(self, new: Any, *about: object) -> Change:
        """The same change, of what holds the changed thing."""
        return replace(self, new=new, about=(*self.about, *about))


@dataclass(frozen=True)
class Changes:
    """Makes the changes of conditions over a framework."""

    framework: Framework

    @property
    def _vocabulary(self) -> Vocabulary:
        return self.framework.vocabulary

    def of(self, one: Condition) -> Iterator[Change]:
        """Every change of a condition."""
        match one:
            case All() | Any_():
                yield from self._compound(one, one.of)
            case AtLeast(k=k, of=of):
                counts = (other for other in (k - 1, k + 1) if 1 <= other <= len(of))
                yield from (Change("count", one.with_(k=other), k, other, (one,)) for other in counts)
                yield from self._inside(one, of)
            case Not(of=of):
                yield Change("without-not", of, one, of, (one,))
                yield from (change.inside(one.with_(of=change.new), one) for change in self.of(of))
            case Exists(filter=items, count=count):
                counts = (other for other in (count - 1, count + 1) if count > 1)  # one is not written
                yield from (Change("count", one.with_(count=other), count, other, (one,)) for other in counts)
                yield from (change.inside(one.with_(filter=change.new), one) for change in self._filter(items))
            case Sum() | Span():
                yield from self._amount(one)
            case Assessed(tests=tests):
                for change in self._tests(tests, (VERDICT,)):
                    yield change.inside(one.with_(tests=change.new), one)
            case Applicant(tests=tests):
                changes = (change for change in self._tests(tests, (APPLICANT,)) if change.new)
                yield from (change.inside(one.with_(tests=change.new), one) for change in changes)
            case Exempt(outcome=outcome):
                for ref in self.levels(outcome):
                    yield Change("level", one.with_(outcome=ref), outcome, ref, (outcome, one))
            case _:
                pass

    def _amount(self, one: Sum | Span) -> Iterator[Change]:
        least, of = one.at_least, one.of if isinstance(one, Sum) else ""
        for other in self._near(least, of, one.over.kinds or EVIDENCE_KINDS):
            yield Change("threshold", one.with_(at_least=other), least, other, (least, one))
        if isinstance(one, Span):
            yield from self._as_of(one)
        for change in self._filter(one.over):
            yield change.inside(one.with_(over=change.new), one)

    def _compound(self, one: All | Any_, of: tuple[Condition, ...]) -> Iterator[Change]:
        if len(of) > 1:
            other: Condition = Any_(of=of) if isinstance(one, All) else All(of=of)
            yield Change("all-any", other, one, other, (one,))
            for place, part in enumerate(of):
                rest = (*of[:place], *of[place + 1 :])
                yield Change("without-condition", one.with_(of=rest), part, None, (part, one))
        yield from self._inside(one, of)

    def _inside(self, one: All | Any_ | AtLeast, of: tuple[Condition, ...]) -> Iterator[Change]:
        for place, part in enumerate(of):
            for change in self.of(part):
                yield change.inside(one.with_(of=(*of[:place], change.new, *of[place + 1 :])), one)

    def _filter(self, items: Filter) -> Iterator[Change]:
        if len(items.kinds) > 1:
            for kind in items.kinds:
                rest = tuple(one for one in items.kinds if one != kind)
                yield Change("kinds", items.with_(kinds=rest), (kind,), None, (items,))
        for change in self._tests(items.tests, items.kinds or EVIDENCE_KINDS):
            yield change.inside(items.with_(tests=change.new))

    def _tests(self, tests: Sequence[Test], bearers: tuple[str, ...]) -> Iterator[Change]:
        for place, test in enumerate(tests):
            rest = (*tests[:place], *tests[place + 1 :])
            yield Change("without-test", rest, test, None, (test,), bearers)
            for change in self._test(test, bearers):
                yield change.inside((*tests[:place], change.new, *tests[place + 1 :]))

    def _test(self, test: Test, bearers: tuple[str, ...]) -> Iterator[Change]:
        match test:
            case NumberTest(attribute=name, scale=scale):
                # Of whole numbers, "more than 5" is "at least 6": that is another threshold.
                yield from self._bound(test, bearers, name, scale, strictly=not self._whole(name, bearers))
            case DateTest() | AgeTest():
                yield from self._bound(test, bearers)
                yield from self._as_of(test, bearers) if isinstance(test, AgeTest) else ()
            case CodeTest(codes=codes):
                yield from self._codes(test, codes, bearers) if not isinstance(codes, Param) else ()
            case FlagTest(value=value):
                new: Test = test.with_(value=not value)
                yield Change("flag", new, test, new, (test,), bearers)
            case CoversTest(outcome=outcome):
                for ref in self.levels(outcome) if outcome else ():
                    new = test.with_(outcome=ref)
                    yield Change("level", new, test, new, (test,), bearers)

    def _bound(
        self,
        test: NumberTest | DateTest | AgeTest,
        bearers: tuple[str, ...],
        name: str = "",
        scale: str | None = None,
        *,
        strictly: bool = True,
    ) -> Iterator[Change]:
        for value in self._near(test.value, name, bearers, scale):
            new = test.with_(value=value)
            yield Change("threshold", new, test, new, (test,), bearers)
        if strictly and test.op in _STRICTER:
            new = test.with_(op=_STRICTER[test.op])
            yield Change("strictness", new, test, new, (test,), bearers)

    def _codes(self, test: CodeTest, codes: tuple[str, ...], bearers: tuple[str, ...]) -> Iterator[Change]:
        for code in codes if len(codes) > 1 else ():
            new = test.with_(codes=tuple(one for one in codes if one != code))
            yield Change("codes", new, test.with_(codes=(code,)), None, (test,), bearers)
        if len(codes) > 1 and test.match != "none" and self._several(test.attribute, bearers):
            new = test.with_(match="all" if test.match == "any" else "any")
            yield Change("all-any", new, test, new, (test,), bearers)

    def _as_of(self, one: AgeTest | Span, bearers: tuple[str, ...] = EVIDENCE_KINDS) -> Iterator[Change]:
        if one.as_of != "decision":  # what is not written is not written wrong
            new = one.with_(as_of="decision")
            yield Change("as-of", new, one, new, (one,), bearers)

    def _near(
        self, value: Any, attribute: str = "", bearers: Sequence[str] = (), scale: str | None = None
    ) -> Iterator[Any]:
        """A value a little less and a little more; nothing for a parameter, which is changed by itself."""
        low, high = Decimal(0), None
        declared = self._declared(attribute, bearers)
        if declared is not None and declared.type == "number":
            low, high = declared.low, declared.high
        step = _MARK if scale else Decimal(1) if declared is None or declared.whole or value_in_hours(value) else _HALF
        for other in near(value, step):
            if not isinstance(other, Amount) or (other.value >= low and (high is None or other.value <= high)):
                yield other

    def levels(self, ref: Ref) -> Iterator[Ref]:
        """A reference a level lower and a level higher, where there are such levels."""
        top = max(self.framework.by_id[name].levels for name in self.framework.under(ref.outcome))
        if ref.low:
            for by in (-1, 1):
                low, high = ref.low + by, ref.high + by
                if low >= 1 and high <= top:
                    yield Ref(ref.outcome, low, high)

    def _declared(self, attribute: str, bearers: Sequence[str]) -> Any:
        found = (self._vocabulary.find(attribute, bearer) for bearer in bearers)
        return next(filter(None, found), None)

    def _whole(self, attribute: str, bearers: Sequence[str]) -> bool:
        declared = self._declared(attribute, bearers)
        return declared is not None and bool(declared.whole)

    def _several(self, attribute: str, bearers: Sequence[str]) -> bool:
        declared = self._declared(attribute, bearers)
        return declared is not None and declared.type == "codes"


def value_in_hours(value: Any) -> bool:
    """Whether a value is a number of hours: nobody counts halves of those."""
    return isinstance(value, Amount) and value.unit == "h"


def near(value: Any, step: Decimal = Decimal(1)) -> Iterator[Any]:
    """A value a little less and a little more: a step, a month or a day."""
    match value:
        case Amount(value=number, unit=unit):
            yield from (Amount(number + by * step, unit) for by in (-1, 1) if number + by * step >= 0)
        case Age(months=months):
            yield from (Age(months + by) for by in (-1, 1) if months + by >= 0)
        case date():
            yield from (value + timedelta(days=by) for by in (-1, 1))
        case _:
            pass
