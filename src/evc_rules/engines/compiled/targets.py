"""Conditions that speak of the target, for traces: met for all targets of a rule at once, step for step.

What does not speak of the target is the same step for each. Of evidence that must cover the target, and of verdicts,
there is one way of saying it for each way in which some of them are about the target and others are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, cast

from ...model.attributes import VERDICT
from ...model.conditions import All, Any_, Assessed, AtLeast, Condition, Exists, Not
from ...model.dossier import Verdict
from ...model.outcomes import Leaf
from ...results import truth as kleene
from ...results.trace import ItemStep, Step
from ...results.truth import Truth
from .. import reference
from .circuit import bits

if TYPE_CHECKING:
    from .remember import Remembered
    from .tracing import Block

FALSE, UNKNOWN, TRUE = Truth
JOINED: Final = frozenset({All, Any_, AtLeast, Not})
NOT: Final = TRUE, UNKNOWN, FALSE
"""The negation of each truth."""
_new: Final = tuple.__new__

Pattern = tuple[int, ...]
"""Of which of some things it is so, that they are about the target: for each nought or one."""


class Targets:
    """What is said of conditions that speak of the target, of one dossier."""

    def __init__(self, case: Remembered) -> None:
        self.case = case
        self.spoken: list[tuple[int, Verdict]] = [
            (case.reader.speaks(one), one) for one in case.prepared.dossier.verdicts
        ]
        self.anywhere = 0
        for leaves, _ in self.spoken:
            self.anywhere |= leaves

    def at(self, condition: Condition, block: Block) -> list[Step]:
        """Whether a condition holds, for each target of a rule."""
        kind = type(condition)  # to ask a model of pydantic for its class takes long when it is another one
        if kind is Exists:
            return self._covering(cast("Exists", condition), block)
        if kind is Assessed:
            return self._assessed(cast("Assessed", condition), block)
        if kind in JOINED:
            return self._joined(cast("All", condition), block)
        return self._one_by_one(condition, block)

    def _one_by_one(self, condition: Condition, block: Block) -> list[Step]:
        return [reference.holds(self.case, condition, target) for target in block.targets]

    def _joined(self, condition: All | Any_ | AtLeast | Not, block: Block) -> list[Step]:
        of: Any = condition.of
        columns: list[Iterable[Step]] = []
        truths: list[list[Truth]] = []
        same: list[Truth] = []
        for part in (of,) if type(condition) is Not else of:
            if id(part) in self.case.tracing.targeted:
                column = self.at(part, block)
                columns.append(column)
                truths.append([one.truth for one in column])
            else:
                step = self.case.holds(part, block.targets[0])
                columns.append(repeat(step))
                same.append(step.truth)
        return [
            _new(Step, (condition, truth, steps, (), "", ()))
            for truth, steps in zip(_joined(condition, same, truths), zip(*columns), strict=False)  # noqa: B905 - endless
        ]

    # Evidence that must cover the target

    def _covering(self, condition: Exists, block: Block) -> list[Step]:
        tests = condition.filter.tests
        masks: list[int] = []
        sides: list[tuple[ItemStep, ItemStep]] = []
        for one in self.case.candidates(condition.filter.kinds):
            plan = one.plan(tests)
            if plan is None or plan.aligned is None:
                return self._one_by_one(condition, block)
            leaves = one.covers(plan) & block.mask
            masks.append(leaves)
            no = one.covering(tests, plan, FALSE)
            sides.append((no, one.covering(tests, plan, TRUE) if leaves else no))
        steps: dict[int, Step] = {}
        for leaves, pattern in _parted(block.mask, masks):
            met = tuple([pair[side] for pair, side in zip(sides, pattern, strict=True)])
            steps |= dict.fromkeys(bits(leaves), found(condition, met))
        return [steps[place] for place in block.places]

    # Assessments of the target

    def _assessed(self, condition: Assessed, block: Block) -> list[Step]:
        untaken = self.case.tracing.untaken(condition, block)
        if not self.anywhere & block.mask:
            return untaken
        plan = self.case.tracing.sieve(VERDICT).plan(condition.tests)
        alike = plan is not None and plan.aligned is None
        steps = dict(zip(block.places, untaken, strict=True))
        for leaves, pattern in _parted(block.mask, [leaves for leaves, _ in self.spoken]):
            verdicts = [verdict for (_, verdict), speaks in zip(self.spoken, pattern, strict=True) if speaks]
            said = None
            for place in bits(leaves) if verdicts else ():
                if said is None or not alike:
                    said = self._said(condition, verdicts, self.case.framework.leaves[place])
                steps[place] = _new(Step, (condition, said[0], (), said[1], "", steps[place].questions))
        return list(steps.values())

    def _said(
        self, condition: Assessed, verdicts: Sequence[Verdict], target: Leaf
    ) -> tuple[Truth, tuple[ItemStep, ...]]:
        """What verdicts say that speak of the target."""
        items: list[ItemStep] = []
        achieved = failed = FALSE
        for verdict in verdicts:
            one = self.case.passes(VERDICT, verdict.id, verdict, condition.tests, target)
            says = "achieved" if verdict.achieved else "not achieved"
            items.append(ItemStep(one.item, one.kind, one.truth, one.tests, says))
            if verdict.achieved:
                achieved = max(achieved, one.truth)
            else:
                failed = max(failed, one.truth)
        result = TRUE if achieved is TRUE else FALSE if (achieved, failed) == (FALSE, TRUE) else UNKNOWN
        return result, tuple(items)


def _parted(whole: int, masks: Iterable[int]) -> list[tuple[int, Pattern]]:
    """The leaves of a mask, parted by which of several masks they are in."""
    parts: list[tuple[int, Pattern]] = [(whole, ())]
    for mask in masks:
        halves = [
            (leaves & mask if side else leaves & ~mask, (*pattern, side))
            for leaves, pattern in parts
            for side in (0, 1)
        ]
        parts = [half for half in halves if half[0]]
    return parts


def _joined(condition: All | Any_ | AtLeast | Not, same: list[Truth], truths: list[list[Truth]]) -> Iterator[Truth]:
    """The truth of a condition for each target: of its parts that say the same for all, and of those that do not."""
    if type(condition) is All:
        least = min(same, default=TRUE)
        return repeat(FALSE) if least is FALSE else map(min, repeat(least), *truths)
    if type(condition) is Any_:
        most = max(same, default=FALSE)
        return repeat(TRUE) if most is TRUE else map(max, repeat(most), *truths)
    return (joined(condition, [*same, *each]) for each in zip(*truths, strict=True))


def joined(condition: All | Any_ | AtLeast | Not, truths: list[Truth]) -> Truth:
    """The truth of a condition, of those of its parts."""
    kind = type(condition)
    if kind is All:
        return min(truths, default=TRUE)
    if kind is Any_:
        return max(truths, default=FALSE)
    if kind is Not:
        return NOT[truths[0]]
    return kleene.at_least(cast("AtLeast", condition).k, truths)


def found(condition: Exists, items: tuple[ItemStep, ...]) -> Step:
    """Whether enough items pass."""
    truths = [one.truth for one in items]
    truth = max(truths, default=FALSE) if condition.count == 1 else kleene.at_least(condition.count, truths)
    return _new(Step, (condition, truth, (), items, "", ()))
