"""A thing as filters of a ruleset meet it, for traces: what all tests say of it, and what comes of each filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...model.conditions import Test
from ...model.dossier import Carrier
from ...results.questions import MissingFact
from ...results.trace import ItemStep, TestStep
from ...results.truth import Truth
from .. import reference
from ..reference import _is_none, _shown
from .columns import Plan, Sieve

if TYPE_CHECKING:
    from .remember import Remembered

FALSE, UNKNOWN, TRUE = Truth
_new: Final = tuple.__new__


class Met:
    """One item, verdict, or the applicant, as filters meet it.

    Attributes:
        kind: What it is.
        name: Its id, or None for the applicant.
        thing: What carries the attributes.
        passed: What came of filters, by the identity of their tests; of those that do not speak of the target.
    """

    __slots__ = ("_case", "_doubts", "_sieve", "_steps", "_truths", "kind", "name", "passed", "thing")

    def __init__(self, case: Remembered, kind: str, name: str | None, thing: Carrier) -> None:
        self.kind, self.name, self.thing = kind, name, thing
        self._case = case
        self._sieve: Sieve = case.tracing.sieve(kind)
        self.passed: dict[int, ItemStep] = {}
        steps: list[TestStep] = []
        truths: list[Truth] = []
        inferred = case.prepared.inferred
        for column in self._sieve.columns:
            some, said = column.told(name, thing, inferred)
            steps += some
            truths += said
        self._steps, self._truths = steps, truths
        self._doubts: tuple[TestStep, ...] | None = None
        if name not in case.prepared.undated and name not in case.prepared.doubled:
            self._doubts = ()

    def passes(self, tests: tuple[Test, ...]) -> ItemStep:
        """Whether it passes the tests of a filter that does not speak of the target."""
        found = self.passed.get(id(tests))
        if found is None:
            plan = self._sieve.plan(tests)
            if plan is None:
                leaf = self._case.framework.leaves[0]
                found = reference.passes(self._case, self.kind, self.name, self.thing, tests, leaf)
            else:
                steps, truth = plan.of(self._steps), min(plan.of(self._truths), default=TRUE)
                if self._doubts != ():
                    steps, truth = self._in_doubt(steps, truth)
                found = _new(ItemStep, (self.name, self.kind, truth, steps, ""))
            self.passed[id(tests)] = found
        return found

    def plan(self, tests: tuple[Test, ...]) -> Plan | None:
        """How tests are asked of such things."""
        return self._sieve.plan(tests)

    def covering(self, tests: tuple[Test, ...], plan: Plan, covers: Truth) -> ItemStep:
        """What comes of tests that ask whether it covers the target, where it does or where it does not."""
        assert plan.aligned is not None  # noqa: S101 - it is for such plans
        listed = list(plan.of(self._steps))
        listed.insert(plan.aligned, self._aligned(tests[plan.aligned], plan.attribute, covers))
        steps, truth = tuple(listed), min([one.truth for one in listed])
        if self._doubts != ():
            steps, truth = self._in_doubt(steps, truth)
        return ItemStep(self.name, self.kind, truth, steps)

    def _aligned(self, test: Test, attribute: str, covers: Truth) -> TestStep:
        """What a test says that asks whether the target is covered, where it is or where it is not."""
        declared = self._case.vocabulary.find(attribute, self.kind)
        if declared is None or _is_none(declared, self.thing):
            return TestStep(test, FALSE, "none")
        value = self.thing.known.get(attribute)
        if value is None:
            return TestStep(test, UNKNOWN, question=MissingFact(self.name, attribute))
        return TestStep(test, covers, _shown(value), (self.name, attribute) in self._case.prepared.inferred)

    def covers(self, plan: Plan) -> int:
        """The leaves that it covers, or may cover, as a mask."""
        return self._case.reader.covered(self.kind, self.thing, (plan.attribute,))[1]

    def _in_doubt(self, steps: tuple[TestStep, ...], truth: Truth) -> tuple[tuple[TestStep, ...], Truth]:
        """With what is asked of a thing of which it is not sure that it counts, whatever else is."""
        if self._doubts is None:
            leaf = self._case.framework.leaves[0]
            self._doubts = reference.passes(self._case, self.kind, self.name, self.thing, (), leaf).tests
        return (*steps, *self._doubts), min([truth, *(one.truth for one in self._doubts)])
