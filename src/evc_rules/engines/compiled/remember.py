"""Traces, quickly: the reference's own steps, each taken once, and most of them made of what is known beforehand.

A condition that does not speak of the target is met once for all targets, a rule once for each target, the tests on one
attribute of one thing all at once. What comes out is what the reference says, step by step; it is asked what is rare.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final, cast

from ...model.attributes import APPLICANT, VERDICT, Value
from ...model.conditions import All, Any_, Applicant, Assessed, AtLeast, Condition, Exists, Not, Test
from ...model.dossier import Carrier, Evidence, Verdict
from ...model.outcomes import Leaf
from ...results import truth as kleene
from ...results.questions import Assessment, MissingFact
from ...results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep
from ...results.truth import Truth
from .. import reference
from ..reference import Case, _is_none, _shown
from .making import item_step, leaf_trace, rule_step, step, test_step
from .read import Reader
from .tracing import Plan, Tracing

FALSE, UNKNOWN, TRUE = Truth
_JOINED: Final = frozenset({All, Any_, AtLeast, Not})


At = Callable[[int, Leaf], Step]
"""How a condition is met that speaks of the target: by the place of the target, and the target."""


class _Covering:
    """What is said, target by target, of items that must cover the target: the same wherever the same ones do.

    For each item there are the targets that it covers, and what is said of it where it does not and where it does.
    When that is not all there is to it, they are not told apart.
    """

    def __init__(
        self, condition: Exists, masks: list[int], items: list[tuple[ItemStep, ItemStep]], *, apart: bool
    ) -> None:
        self.condition, self.masks, self.items, self.apart = condition, masks, items, apart
        self.anywhere = 0
        for mask in masks:
            self.anywhere |= mask
        self.nowhere = _found(condition, tuple([no for no, _ in items]))
        self.known: dict[tuple[int, ...], Step] = {}

    def at(self, place: int, target: Leaf) -> Step:  # noqa: ARG002 - asked as other conditions are
        """What is said of them for the target in this place."""
        if not self.anywhere >> place & 1:
            return self.nowhere
        pattern = tuple([mask >> place & 1 for mask in self.masks])
        found = self.known.get(pattern)
        if found is None:
            met = tuple([pair[side] for pair, side in zip(self.items, pattern, strict=True)])
            found = self.known[pattern] = _found(self.condition, met)
        return found


@dataclass(frozen=True)
class Remembered(Case):
    """A dossier under a ruleset, that remembers what it was asked.

    Attributes:
        tracing: What hangs on the ruleset alone.
        reader: What knows which leaves things cover, and verdicts speak of.
    """

    tracing: Tracing = field(kw_only=True)
    reader: Reader = field(kw_only=True)
    _leaves: dict[Leaf, LeafTrace] = field(default_factory=dict)
    _rules: list[RuleStep | None] = field(default_factory=list)
    _meeting: dict[int, At] = field(default_factory=dict)
    _steps: dict[int, Step] = field(default_factory=dict)
    _items: dict[tuple[int, str, str | None, Leaf | Truth | None], ItemStep] = field(default_factory=dict)
    _tests: dict[tuple[str, str | None], tuple[tuple[TestStep, ...], ...]] = field(default_factory=dict)
    _doubted: dict[tuple[str, str | None], tuple[TestStep, ...]] = field(default_factory=dict)
    _candidates: dict[tuple[str, ...], list[Evidence]] = field(default_factory=dict)
    _covering: dict[int, _Covering] = field(default_factory=dict)
    _spoken: list[tuple[int, Verdict]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rules.extend([None] * len(self.tracing.instances))
        self._spoken.extend([(self.reader.speaks(one), one) for one in self.prepared.dossier.verdicts])

    # Leaves and rules

    def trace(self, leaf: Leaf) -> LeafTrace:
        """The possible statuses of a leaf, with the rules that reach it."""
        found = self._leaves.get(leaf)
        if found is None:
            by_grants, by_bars = self.tracing.reached[leaf]
            rules, act = self._rules, self._act
            grants = tuple([rules[number] or act(number) for number in by_grants])
            bars = tuple([rules[number] or act(number) for number in by_bars])
            granted = max([one.truth for one in grants], default=FALSE)
            barred = max([one.truth for one in bars], default=FALSE)
            statuses = self.tracing.statuses[granted, barred]
            found = self._leaves[leaf] = leaf_trace(leaf, granted, barred, statuses, grants, bars)
        return found

    def _act(self, number: int) -> RuleStep:
        """Whether an instance of a rule acts."""
        one = self.tracing.instances[number]
        told = self.tracing.told[one.told]
        if told.targeted:
            meeting = self._meeting.get(one.told)
            if meeting is None:
                meeting = self._meeting[one.told] = self._met_at(told.whole)
            condition = meeting(one.place, one.target)
        else:
            condition = self._steps.get(id(told.whole)) or self.holds(told.whole, one.target)
        acting = condition.truth
        overriders: tuple[RuleStep, ...] = ()
        if one.overriders:
            overriders = tuple([self._rules[other] or self._act(other) for other in one.overriders])
            acting = min(acting, ~max([other.truth for other in overriders]))
        rule = told.rule
        found = self._rules[number] = rule_step(
            rule.id, rule.title, told.articles, rule.effect, one.target, acting, condition, overriders
        )
        return found

    def _met_at(self, condition: Condition) -> At:
        """How a condition that speaks of the target is met: what is the same for all targets is worked out now."""
        kind = type(condition)
        if kind is Exists:
            covering = self._covers(cast("Exists", condition))
            if covering.apart:
                return covering.at
        if kind is Assessed and not self._spoken:
            return self.tracing.untaken(cast("Assessed", condition))
        if kind is All:
            parts = [self._part_at(part) for part in cast("All", condition).of]

            def met(place: int, target: Leaf) -> Step:
                steps = tuple([same or at(place, target) for same, at in parts])
                return step(condition, min([one.truth for one in steps], default=TRUE), steps, (), "", ())

            return met
        return lambda _, target: self._held(condition, target)

    def _part_at(self, condition: Condition) -> tuple[Step | None, At]:
        """The step of a condition, when it is the same for all targets, and how it is met."""
        if id(condition) in self.tracing.targeted:
            return None, self._met_at(condition)
        same = self.holds(condition, self.framework.leaves[0])
        return same, lambda _, __: same

    # Conditions

    def holds(self, condition: Condition, target: Leaf) -> Step:
        """Whether a condition holds for a target.

        One that speaks of the target is met once for each: what asks for it, the rule, is remembered.
        """
        key = id(condition)
        if key in self.tracing.targeted:
            return self._held(condition, target)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._held(condition, target)
        return found

    def _held(self, condition: Condition, target: Leaf) -> Step:
        kind = type(condition)  # to ask a model of pydantic for its class takes long when it is another one
        if kind is Exists:
            return self._exists(cast("Exists", condition), target)
        if kind is Assessed and cast("Assessed", condition).outcome is None:
            return self._assessed(cast("Assessed", condition), target)
        if kind is Applicant:
            item = self.passes(APPLICANT, None, self.applicant, cast("Applicant", condition).tests, target)
            return step(condition, item.truth, (), (item,), "", ())
        if kind not in _JOINED:
            return reference.holds(self, condition, target)
        of: Any = cast("All", condition).of
        steps = tuple([self.holds(part, target) for part in ((of,) if kind is Not else of)])
        truths = [one.truth for one in steps]
        if kind is All:
            return step(condition, min(truths, default=TRUE), steps, (), "", ())
        if kind is Any_:
            return step(condition, max(truths, default=FALSE), steps, (), "", ())
        if kind is Not:
            return step(condition, ~truths[0], steps, (), "", ())
        return step(condition, kleene.at_least(cast("AtLeast", condition).k, truths), steps, (), "", ())

    def _exists(self, condition: Exists, target: Leaf) -> Step:
        tests = condition.filter.tests
        if id(condition) in self.tracing.targeted:
            covering = self._covering.get(id(condition))
            if covering is None:
                covering = self._covering[id(condition)] = self._covers(condition)
            if covering.apart:
                return covering.at(self.tracing.place[target], target)
        candidates = self.candidates(condition.filter.kinds)
        return _found(condition, tuple([self.passes(one.kind, one.id, one, tests, target) for one in candidates]))

    def candidates(self, kinds: tuple[str, ...]) -> list[Evidence]:
        """The items of these kinds; of no kinds: all."""
        found = self._candidates.get(kinds)
        if found is None:
            found = [one for one in self.prepared.dossier.evidence if not kinds or one.kind in kinds]
            self._candidates[kinds] = found
        return found

    def _covers(self, condition: Exists) -> _Covering:
        """What is said of each item where it does not cover the target, and where it does."""
        tests = condition.filter.tests
        items: list[tuple[ItemStep, ItemStep]] = []
        masks: list[int] = []
        for one in self.candidates(condition.filter.kinds):
            plan = self.tracing.plan(tests, one.kind)
            if plan is None or plan.aligned is None:
                return _Covering(condition, [], [], apart=False)
            no, yes = (self._item(one.kind, one.id, one, tests, plan, truth) for truth in (FALSE, TRUE))
            items.append((no, yes))
            masks.append(self.reader.covered(one.kind, one, (plan.attribute,))[1])
        return _Covering(condition, masks, items, apart=True)

    def _assessed(self, condition: Assessed, leaf: Leaf) -> Step:
        place = self.tracing.place[leaf]
        spoken = [verdict for mask, verdict in self._spoken if mask >> place & 1]
        if not spoken:
            return self.tracing.untaken(condition)(place, leaf)
        items: list[ItemStep] = []
        achieved = failed = FALSE
        for verdict in spoken:
            one = self.passes(VERDICT, verdict.id, verdict, condition.tests, leaf)
            said = "achieved" if verdict.achieved else "not achieved"
            items.append(item_step(one.item, one.kind, one.truth, one.tests, said))
            if verdict.achieved:
                achieved = max(achieved, one.truth)
            else:
                failed = max(failed, one.truth)
        result = TRUE if achieved is TRUE else FALSE if (achieved, failed) == (FALSE, TRUE) else UNKNOWN
        return step(condition, result, (), tuple(items), "", (Assessment(leaf, condition.tests),))

    # Things

    def passes(self, kind: str, name: str | None, thing: Carrier, tests: tuple[Test, ...], target: Leaf) -> ItemStep:
        """Whether a thing passes tests."""
        plan = self.tracing.plan(tests, kind)
        if plan is None:
            key = id(tests), kind, name, target
            if key not in self._items:
                self._items[key] = reference.passes(self, kind, name, thing, tests, target)
            return self._items[key]
        if plan.aligned is None:
            return self._item(kind, name, thing, tests, plan, None)
        covers = self.reader.covered(kind, thing, (plan.attribute,))[1] >> self.tracing.place[target] & 1
        return self._item(kind, name, thing, tests, plan, TRUE if covers else FALSE)

    def _item(
        self, kind: str, name: str | None, thing: Carrier, tests: tuple[Test, ...], plan: Plan, covers: Truth | None
    ) -> ItemStep:
        """Whether a thing passes tests, which hang on it alone but for whether it covers the target."""
        key = id(tests), kind, name, covers
        found = self._items.get(key)
        if found is not None:
            return found
        columns = self._tests.get((kind, name))
        if columns is None:
            inferred = self.prepared.inferred
            columns = tuple([one.steps(name, thing, inferred) for one in self.tracing.columns(kind)])
            self._tests[kind, name] = columns
        steps = [columns[column][place] for column, place in plan.places]
        if plan.aligned is not None and covers is not None:
            steps.insert(plan.aligned, self._aligned(tests[plan.aligned], plan.attribute, kind, name, thing, covers))
        if name in self.prepared.undated or name in self.prepared.doubled:
            steps += self._doubts(kind, name, thing)
        truth = min([one.truth for one in steps], default=TRUE)
        found = self._items[key] = item_step(name, kind, truth, tuple(steps), "")
        return found

    def _doubts(self, kind: str, name: str | None, thing: Carrier) -> tuple[TestStep, ...]:
        """What is asked of a thing of which it is not sure that it counts, whatever else is."""
        found = self._doubted.get((kind, name))
        if found is None:
            doubted = reference.passes(self, kind, name, thing, (), self.framework.leaves[0])
            found = self._doubted[kind, name] = doubted.tests
        return found

    def _aligned(
        self, test: Test, attribute: str, kind: str, name: str | None, thing: Carrier, covers: Truth
    ) -> TestStep:
        """What a test says that asks whether the target is covered, where it is or where it is not."""
        declared = self.vocabulary.find(attribute, kind)
        if declared is None or _is_none(declared, thing):
            return test_step(test, FALSE, "none", False, None)
        value = thing.known.get(attribute)
        if value is None:
            return test_step(test, UNKNOWN, None, False, MissingFact(name, attribute))
        return test_step(test, covers, _shown(value), (name, attribute) in self.prepared.inferred, None)

    def covered(self, value: Value) -> AbstractSet[Leaf]:
        """The leaves that something with this alignment covers."""
        mask = self.reader.covered.masks.get(value)
        if mask is None:
            mask = self.reader.covered.mask(value)
        return {leaf for place, leaf in enumerate(self.framework.leaves) if mask >> place & 1}


def _found(condition: Exists, items: tuple[ItemStep, ...]) -> Step:
    truths = [one.truth for one in items]
    found = max(truths, default=FALSE) if condition.count == 1 else kleene.at_least(condition.count, truths)
    return step(condition, found, (), items, "", ())
