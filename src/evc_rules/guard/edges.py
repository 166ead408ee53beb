"""Boundaries of a ruleset: each threshold, and each day and cohort on which something begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from ..model.attributes import EVIDENCE_KINDS, VERDICT, Vocabulary
from ..model.cases import PolicyCase
from ..model.conditions import AgeTest, Applicant, Assessed, Condition, NumberTest, Param, Span, Sum, tests_of
from ..model.policy import Rule, Ruleset
from ..model.quantities import Age, Amount
from ..results.trace import Step, TestStep
from .changes import value_in_hours

Side = Literal["under", "at", "over"]
"""Just under a boundary, on it, or just over it; of an age, a day younger, exactly so old, or a day older."""

_WANTED: Final[dict[str, tuple[Side, ...]]] = {
    ">=": ("under", "at"), "<": ("under", "at"), ">": ("at", "over"), "<=": ("at", "over"),
    "==": ("under", "at", "over"), "!=": ("under", "at", "over"),
}  # fmt: skip
_HALF: Final = Decimal("0.5")
_MARK: Final = Decimal("0.1")


@dataclass(frozen=True)
class Edge:
    """One boundary.

    Attributes:
        rule: The rule that it stands in, or None when it holds for the whole ruleset.
        piece: The test, total or span; or the first day, or cohort, of which something else holds.
        wanted: The sides that it tells apart.
        about: Pieces of the ruleset, the nearest first, where it stands.
        bearers: What a test is about.
    """

    rule: str | None
    piece: Any
    wanted: tuple[Side, ...]
    about: tuple[object, ...]
    bearers: tuple[str, ...] = EVIDENCE_KINDS


def thresholds(rule: Rule, condition: Condition) -> Iterator[Edge]:
    """The boundaries that a condition itself has (not those of the conditions in it)."""
    if isinstance(condition, Sum | Span):
        yield Edge(rule.id, condition, _WANTED[">="], (condition.at_least, condition, rule))
    kinds = (
        (VERDICT,) if isinstance(condition, Assessed) else ("applicant",) if isinstance(condition, Applicant) else ()
    )
    for test in tests_of(condition):
        op = getattr(test, "op", None)
        if op is not None:
            yield Edge(rule.id, test, _WANTED[op], (test, condition, rule), kinds or _kinds(condition))


def _kinds(condition: Condition) -> tuple[str, ...]:
    items = getattr(condition, "filter", None) or getattr(condition, "over", None)
    return (items.kinds if items else ()) or EVIDENCE_KINDS


def beginnings(ruleset: Ruleset) -> Iterator[Edge]:
    """The days and cohorts on which something begins or ends: of the ruleset, of rules, and of values of parameters."""
    for rule, applies in ((None, ruleset.applies), *((one, one.applies) for one in ruleset.rules)):
        ends = (applies.decisions.start, applies.decisions.end, applies.cohorts.start, applies.cohorts.end)
        for end in ends:
            if end is not None:
                about = (applies, rule or ruleset)
                yield Edge(rule.id if rule else None, end, _WANTED[">="], about)
    for parameter in ruleset.parameters:
        for value in parameter.values:
            starts: tuple[date | int | None, ...] = (value.start, value.cohorts.start)
            yield from (Edge(None, one, _WANTED[">="], (value, parameter)) for one in starts if one is not None)


def on_calendar(edge: Edge, case: PolicyCase) -> Side | None:
    """On which side of a day or cohort a case lies, when it lies next to it."""
    if isinstance(edge.piece, date):
        return _side((case.on - edge.piece).days, 1)
    cohort = case.dossier.applicant.cohort
    return None if cohort is None else _side(cohort - edge.piece, 1)


class Measure:
    """Says on which side of a threshold a case lies.

    Args:
        ruleset: The ruleset, for its parameters.
        vocabulary: What is declared, for the steps in which things are counted.
        case: The case.
    """

    def __init__(self, ruleset: Ruleset, vocabulary: Vocabulary, case: PolicyCase) -> None:
        self._ruleset, self._vocabulary, self._case = ruleset, vocabulary, case

    def sides(self, edge: Edge, step: Step) -> Iterator[Side]:
        """The sides of a threshold on which what was met lies, when it lies next to it."""
        if isinstance(edge.piece, Sum | Span):
            yield from self._total(edge.piece, step)
            return
        for item in step.items:
            for test in item.tests:
                if test.test is edge.piece and test.value is not None:
                    yield from self._test(test, edge)

    def _values(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, Param):
            return (value,)
        applicant = self._case.dossier.applicant
        return self._ruleset.parameter[value.parameter].at(self._case.on, applicant.cohort)

    def _total(self, piece: Sum | Span, step: Step) -> Iterator[Side]:
        found = step.found.removesuffix(" days")
        if ".." in found:
            return
        for value in self._values(piece.at_least):
            if isinstance(value, Age):
                yield from _one(_side(int(found) - value.days, 1))
            elif isinstance(value, Amount) and isinstance(piece, Sum):
                yield from _one(_side(Decimal(found) - value.value, self._step(piece.of, piece.over.kinds, value)))

    def _test(self, step: TestStep, edge: Edge) -> Iterator[Side]:
        test, met = edge.piece, step.value or ""
        for value in self._values(test.value):
            if isinstance(test, AgeTest):
                reference = self._reference(test)
                if reference is not None:
                    obtained = reference if met == "ongoing" else date.fromisoformat(met)
                    yield from _one(_side((reference - value.after(min(obtained, reference))).days, 1))
            elif isinstance(test, NumberTest):
                number = Decimal(met.partition(" ")[0])
                if test.scale is None or met.endswith(f" on {test.scale}"):
                    size = _MARK if test.scale else self._step(test.attribute, edge.bearers, value)
                    yield from _one(_side(number - value.value, size))
            else:
                moment = self._case.on if met == "ongoing" else date.fromisoformat(met)
                yield from _one(_side((moment - value).days, 1))

    def _reference(self, test: AgeTest) -> date | None:
        if isinstance(test.as_of, date):
            return test.as_of
        start = self._case.dossier.applicant.known.get("start")
        return self._case.on if test.as_of == "decision" else start if isinstance(start, date) else None

    def _step(self, attribute: str, bearers: tuple[str, ...], value: Amount) -> Decimal:
        found = (self._vocabulary.find(attribute, bearer) for bearer in bearers or EVIDENCE_KINDS)
        declared = next(filter(None, found), None)
        return Decimal(1) if value_in_hours(value) or declared is None or declared.whole else _HALF


def _side(distance: Decimal | int, step: Decimal | int) -> Side | None:
    if distance == 0:
        return "at"
    if distance < 0:
        return "under" if -distance <= step else None
    return "over" if distance <= step else None


def _one(side: Side | None) -> Iterator[Side]:
    if side is not None:
        yield side
