"""Sums, for traces: what is added up, with its words, the same for all sums that ask for more or less of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...model.conditions import Sum
from ...model.quantities import Amount, plain
from ...results.questions import MissingFact
from ...results.trace import ItemStep, Step
from ...results.truth import Truth
from ..reference import _cohort, _is_none
from .measure import Total
from .things import Met

if TYPE_CHECKING:
    from .remember import Remembered

FALSE = Truth.FALSE


@dataclass(frozen=True, slots=True)
class Added:
    """What is added up.

    Attributes:
        items: The items, with the amount of each.
        interval: What a `Total` finds.
        words: The interval in words.
        missing: The amounts that are not known.
    """

    items: tuple[ItemStep, ...]
    interval: tuple[Decimal, Decimal, str | None, bool]
    words: str
    missing: tuple[MissingFact, ...]

    @classmethod
    def of(cls, condition: Sum, things: list[Met], meter: Total, case: Remembered) -> Added:
        """What is added up of things; only those that pass a filter, or may, count."""
        of, tests = condition.of, condition.over.tests
        items: list[ItemStep] = []
        missing: list[MissingFact] = []
        passing: list[tuple[str, Any, Truth]] = []
        for one in things:
            step = one.passes(tests)
            amount = one.thing.known.get(of)
            items.append(ItemStep(step.item, step.kind, step.truth, step.tests, "?" if amount is None else str(amount)))
            if step.truth is FALSE:
                continue
            passing.append((one.kind, one.thing, step.truth))
            declared = meter.of_kind(one.kind)
            known = isinstance(amount, Amount) and (declared is None or amount.unit == declared.unit)
            if not known and declared is not None and not _is_none(declared, one.thing):
                missing.append(MissingFact(str(one.name), of))
        interval = meter.found(passing, case.applicant)
        low, high, *_ = interval
        words = plain(low) if low == high else f"{plain(low)}..{plain(high) if high.is_finite() else ''}"
        return cls(tuple(items), interval, words, tuple(missing))

    def step(self, condition: Sum, meter: Total, case: Remembered) -> Step:
        """Whether that is enough."""
        truth = meter.told(self.interval, case.applicant)
        questions = (*self.missing, *_cohort(case, condition.at_least))
        return Step(condition, truth, items=self.items, found=self.words, questions=questions)
