"""Counts, sums and spans over what passes a screen, or may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ...model.attributes import Attribute, Vocabulary
from ...model.conditions import AsOf, Param, Span, Sum
from ...model.dossier import Carrier
from ...model.policy import Ruleset
from ...model.quantities import Age, Amount
from ...results.truth import Truth

FALSE, UNKNOWN, TRUE = Truth
_ZERO: Final = Decimal(0)
_ENDLESS: Final = Decimal("Infinity")

Met = Sequence[tuple[str, Carrier, Truth]]
"""What passes (true) or may pass (unknown): its kind, and the thing itself."""


def counted(count: int, met: Met) -> Truth:
    """Whether so many pass."""
    if len(met) < count:
        return FALSE
    return TRUE if sum(truth is TRUE for _, _, truth in met) >= count else UNKNOWN


def total(condition: Sum, wanted: Iterable[Any], vocabulary: Vocabulary, met: Met) -> Truth:
    """Whether a total reaches what is wanted, whichever of several values that is."""
    low = high = _ZERO
    units: set[str] = set()
    of = condition.of
    for kind, thing, truth in met:
        declared = vocabulary.find(of, kind)
        amount = thing.known.get(of)
        if declared is None:
            least = most = amount.value if isinstance(amount, Amount) else _ZERO
        else:
            units.add(declared.unit)
            if isinstance(amount, Amount) and amount.unit == declared.unit:
                least = most = amount.value
            else:
                least, most = bounds(declared, thing)
        if truth is TRUE:
            low, high = low + least, high + most
        else:
            low, high = low + min(least, _ZERO), high + max(most, _ZERO)
    found = {
        _reached(low, high, one.value) if units <= {one.unit} else UNKNOWN for one in wanted if isinstance(one, Amount)
    }
    return found.pop() if len(found) == 1 else UNKNOWN


def bounds(declared: Attribute, thing: Carrier) -> tuple[Decimal, Decimal]:
    """What an amount can be that is not known, or that is not there."""
    if declared.absent == "none" and declared.id not in thing.known and declared.id not in thing.unknown:
        return _ZERO, _ZERO
    return declared.low, _ENDLESS if declared.high is None else declared.high


def span(wanted: Iterable[Any], reference: date | None, vocabulary: Vocabulary, met: Met) -> Truth:
    """Whether the days that are covered, each counted once, reach what is wanted.

    Without a reference date nothing is sure.
    """
    surely: list[tuple[int, int]] = []
    maybe: list[tuple[int, int]] = []
    until = reference or date.max
    for kind, thing, truth in met:
        if vocabulary.find("from", kind) is None or vocabulary.find("to", kind) is None:
            continue
        begin, end = thing.known.get("from"), thing.known.get("to")
        first = begin if isinstance(begin, date) else date.min
        last = min(end, until) if isinstance(end, date) else until
        days = first.toordinal(), last.toordinal()
        maybe.append(days)
        if truth is TRUE and reference is not None and begin is not None and end is not None:
            surely.append(days)
    low, high = _days(surely), _days(maybe)
    found = {_reached(low, high, one.days) for one in wanted if isinstance(one, Age)}
    return found.pop() if len(found) == 1 else UNKNOWN


def wanted_by(condition: Sum | Span, ruleset: Ruleset, on: date, cohort: int | None) -> tuple[Any, ...]:
    """The values that are asked for: one, or those of a parameter."""
    value = condition.at_least
    return ruleset.parameter[value.parameter].at(on, cohort) if isinstance(value, Param) else (value,)


def reference_date(as_of: AsOf, on: date, applicant: Carrier) -> date | None:
    """The date that spans run to, or None when it is not known."""
    if as_of == "decision":
        return on
    start = applicant.known.get("start") if as_of == "start" else as_of
    return start if isinstance(start, date) else None


def _days(intervals: list[tuple[int, int]]) -> int:
    found = reached = 0
    for first, last in sorted(intervals):
        if last > reached:
            found += last - max(first, reached)
            reached = last
    return found


def _reached(low: Any, high: Any, wanted: Any) -> Truth:
    return TRUE if low >= wanted else FALSE if high < wanted else UNKNOWN
