"""Counts, sums and spans over what passes a screen, or may."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from ...model.attributes import Attribute, Vocabulary
from ...model.conditions import AsOf, Param, Span, Sum
from ...model.dossier import ApplicantFacts, Carrier
from ...model.policy import Ruleset
from ...model.quantities import Amount
from ...results.truth import Truth

FALSE, UNKNOWN, TRUE = Truth
_ZERO: Final = Decimal(0)
_ENDLESS: Final = Decimal("Infinity")

Met = Sequence[tuple[str, Carrier, Truth]]
"""What passes (true) or may pass (unknown): its kind, and the thing itself."""


class Meter(Protocol):
    """What is counted or added up, and whether it is enough; several may ask for more or less of the same.

    Attributes:
        key: What is counted: what is found does not differ between meters with the same key.
    """

    key: Hashable

    def found(self, met: Met, applicant: ApplicantFacts) -> Any:
        """How much there is."""

    def told(self, found: Any, applicant: ApplicantFacts) -> Truth:
        """Whether that is enough."""


def measured(meter: Meter, met: Met, applicant: ApplicantFacts) -> Truth:
    """Whether there is enough of what passes."""
    return meter.told(meter.found(met, applicant), applicant)


class Count:
    """At least so many pass."""

    key: Hashable = "count"

    def __init__(self, least: int) -> None:
        self.least = least

    def found(self, met: Met, applicant: ApplicantFacts) -> tuple[int, int]:  # noqa: ARG002 - asked alike
        """How many surely pass, and how many may."""
        return sum([truth is TRUE for _, _, truth in met]), len(met)

    def told(self, found: tuple[int, int], applicant: ApplicantFacts) -> Truth:  # noqa: ARG002 - asked alike
        """Whether so many do."""
        surely, maybe = found
        return FALSE if maybe < self.least else TRUE if surely >= self.least else UNKNOWN


class Total:
    """A sum reaches what is wanted."""

    def __init__(self, condition: Sum, ruleset: Ruleset, vocabulary: Vocabulary, on: date) -> None:
        self.of, self.vocabulary = condition.of, vocabulary
        self.key: Hashable = "total", condition.of
        self.wanted = Wanted(condition.at_least, ruleset, on)
        self.declared: dict[str, Attribute | None] = {}

    def found(
        self,
        met: Met,
        applicant: ApplicantFacts,  # noqa: ARG002 - asked alike
    ) -> tuple[Decimal, Decimal, str | None, bool]:
        """The least and the most that it can be, the unit, and whether there are several."""
        low = high = _ZERO
        of, known = self.of, self.declared
        unit: str | None = None
        mixed = False
        for kind, thing, truth in met:
            declared = known[kind] if kind in known else self.of_kind(kind)
            amount = thing.known.get(of)
            if declared is None:
                least = most = amount.value if isinstance(amount, Amount) else _ZERO
            else:
                mixed = mixed or (unit is not None and unit != declared.unit)
                unit = declared.unit
                if type(amount) is Amount and amount.unit == unit:
                    least = most = amount.value
                else:
                    least, most = bounds(declared, thing)
            if truth is TRUE:
                low, high = low + least, high + most
            else:
                low = low + least if least < 0 else low
                high = high + most if most > 0 else high
        return low, high, unit, mixed

    def told(self, found: tuple[Decimal, Decimal, str | None, bool], applicant: ApplicantFacts) -> Truth:
        """Whether it does, whichever of several values is wanted."""
        low, high, unit, mixed = found
        agreed = UNKNOWN
        for place, one in enumerate(self.wanted.fixed or self.wanted.by(applicant)):
            fits = not mixed and (unit is None or unit == one.unit)
            truth = _reached(low, high, one.value) if fits else UNKNOWN
            agreed = truth if not place or truth is agreed else UNKNOWN
        return agreed

    def of_kind(self, kind: str) -> Attribute | None:
        """What is added up, as it is declared for a kind of thing."""
        if kind not in self.declared:
            self.declared[kind] = self.vocabulary.find(self.of, kind)
        return self.declared[kind]


def bounds(declared: Attribute, thing: Carrier) -> tuple[Decimal, Decimal]:
    """What an amount can be that is not known, or that is not there."""
    if declared.absent == "none" and declared.id not in thing.known and declared.id not in thing.unknown:
        return _ZERO, _ZERO
    return declared.low, _ENDLESS if declared.high is None else declared.high


class Covered:
    """The days that are covered, each counted once, reach what is wanted."""

    def __init__(self, condition: Span, ruleset: Ruleset, vocabulary: Vocabulary, on: date) -> None:
        self.as_of, self.vocabulary, self.on = condition.as_of, vocabulary, on
        self.key: Hashable = "covered", condition.as_of
        self.wanted = Wanted(condition.at_least, ruleset, on)

    def found(self, met: Met, applicant: ApplicantFacts) -> tuple[int, int]:
        """The fewest days and the most; without a reference date nothing is sure."""
        reference = reference_date(self.as_of, self.on, applicant)
        until = reference or date.max
        find = self.vocabulary.find
        surely: list[tuple[int, int]] = []
        maybe: list[tuple[int, int]] = []
        for kind, thing, truth in met:
            if find("from", kind) is None or find("to", kind) is None:
                continue
            begin, end = thing.known.get("from"), thing.known.get("to")
            first = begin if isinstance(begin, date) else date.min
            last = min(end, until) if isinstance(end, date) else until
            days = first.toordinal(), last.toordinal()
            maybe.append(days)
            if truth is TRUE and reference is not None and begin is not None and end is not None:
                surely.append(days)
        return _days(surely), _days(maybe)

    def told(self, found: tuple[int, int], applicant: ApplicantFacts) -> Truth:
        """Whether they do, whichever of several lengths is wanted."""
        low, high = found
        told = {_reached(low, high, one.days) for one in self.wanted.by(applicant)}
        return told.pop() if len(told) == 1 else UNKNOWN


class Wanted:
    """What is asked for: one value, or those of a parameter for a cohort."""

    def __init__(self, value: Any, ruleset: Ruleset, on: date) -> None:
        self.fixed = None if isinstance(value, Param) else (value,)
        self.parameter = ruleset.parameter[value.parameter] if isinstance(value, Param) else None
        self.on = on

    def by(self, applicant: ApplicantFacts) -> tuple[Any, ...]:
        """The values that are possible for an applicant."""
        if self.fixed is not None or self.parameter is None:
            return self.fixed or ()
        return self.parameter.at(self.on, applicant.cohort)


def reference_date(as_of: AsOf, on: date, applicant: ApplicantFacts) -> date | None:
    """The date that spans run to, or None when it is not known."""
    if as_of == "decision":
        return on
    start = applicant.known.get("start") if as_of == "start" else as_of
    return start if isinstance(start, date) else None


def _days(intervals: list[tuple[int, int]]) -> int:
    found = reached = 0
    for first, last in sorted(intervals):  # what begins after the reference date ends before it begins: no days
        found += max(0, last - max(first, reached))
        reached = max(reached, last)
    return found


def _reached(low: Any, high: Any, wanted: Any) -> Truth:
    return TRUE if low >= wanted else FALSE if high < wanted else UNKNOWN
