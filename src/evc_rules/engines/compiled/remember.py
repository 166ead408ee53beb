"""Traces, quickly: the reference's own steps, each made once, and most of them of what is known beforehand.

A condition that does not speak of the target is met once for all targets, a rule for all its targets at once, the tests
on one attribute of one thing together. What comes out is what the reference says, step by step; it is asked what is
rare.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final, cast

from ...model.attributes import Value
from ...model.conditions import (
    All,
    Any_,
    AtLeast,
    Condition,
    Exists,
    Judgement,
    Not,
    Sum,
    Test,
)
from ...model.dossier import Carrier
from ...model.outcomes import Leaf
from ...results.trace import ItemStep, LeafTrace, Reaching, RuleStep, Step
from ...results.truth import Truth
from .. import reference
from ..reference import Case
from .read import Reader
from .sums import Added
from .targets import JOINED, NOT, Targets, found, joined
from .things import Met
from .tracing import Block, Tracing

FALSE, UNKNOWN, TRUE = Truth
_new: Final = tuple.__new__


@dataclass(frozen=True)
class Remembered(Case):
    """A dossier under a ruleset, that remembers what it was asked.

    Attributes:
        tracing: What hangs on the ruleset alone.
        reader: What knows which leaves things cover, and verdicts speak of.
        told: The trace of a leaf: of these it is known already what the circuit says.
    """

    tracing: Tracing = field(kw_only=True)
    reader: Reader = field(kw_only=True)
    told: Callable[[Leaf], LeafTrace] = field(kw_only=True)
    _blocks: set[int] = field(default_factory=set)
    _rules: list[RuleStep] = field(default_factory=list)
    _steps: dict[int, Step] = field(default_factory=dict)
    _things: dict[tuple[str, str | None], Met] = field(default_factory=dict)
    _candidates: dict[tuple[str, ...], list[Met]] = field(default_factory=dict)
    _added: dict[Hashable, Added] = field(default_factory=dict)
    _targets: list[Targets] = field(default_factory=list)

    def __post_init__(self) -> None:
        nothing: Any = None
        self._rules.extend([nothing] * self.tracing.instances)

    # Leaves and rules

    def trace(self, leaf: Leaf) -> LeafTrace:
        """What is known of a leaf; the rules that reach it are met when somebody looks at them."""
        return self.told(leaf)

    def reached(self, leaf: Leaf) -> Reaching:
        """The rules that reach a leaf: grants, and bars."""
        one, made = self.tracing.reached[leaf], self._blocks
        if not one.blocks <= made:
            for block in one.blocks - made:
                self._act(block)
        return one.grants(self._rules), one.bars(self._rules)

    def _act(self, number: int) -> None:
        """Whether a rule acts, on each of its targets."""
        block = self.tracing.blocks[number]
        for other in block.rests - self._blocks:
            self._act(other)
        first, last = block.first, block.first + len(block.targets)
        if block.targeted:
            conditions = self.targets.at(block.whole, block)
            truths = [one.truth for one in conditions]
            self._rules[first:last] = self._acting(block, conditions, truths)
        else:
            condition = self.holds(block.whole, block.targets[0] if block.targets else self.framework.leaves[0])
            self._rules[first:last] = self._alike(block, condition)
        self._blocks.add(number)

    def _alike(self, block: Block, condition: Step) -> list[RuleStep]:
        """A rule of which the condition says the same for every target."""
        truth, count = condition.truth, len(block.targets)
        if block.overriders:
            return self._acting(block, [condition] * count, [truth] * count)
        acting = block.kept.get(id(condition))
        if acting is None:
            rule, articles = block.rule, block.articles
            name, title, effect = rule.id, rule.title, rule.effect
            acting = [
                _new(RuleStep, (name, title, articles, effect, target, truth, condition, ()))
                for target in block.targets
            ]
            if self.tracing.is_constant(condition):
                block.kept[id(condition)] = acting
        return acting

    def _acting(self, block: Block, conditions: list[Step], truths: list[Truth]) -> list[RuleStep]:
        rule, articles, rules = block.rule, block.articles, self._rules
        name, title, effect = rule.id, rule.title, rule.effect
        if not block.overriders:
            return [
                _new(RuleStep, (name, title, articles, effect, target, truth, condition, ()))
                for target, truth, condition in zip(block.targets, truths, conditions, strict=True)
            ]
        over = [tuple([rules[other] for other in others]) for others in block.overriders]
        acting = [
            min(truth, NOT[max([other.truth for other in others])]) if others else truth
            for truth, others in zip(truths, over, strict=True)
        ]
        return [
            _new(RuleStep, (name, title, articles, effect, target, truth, condition, others))
            for target, truth, condition, others in zip(block.targets, acting, conditions, over, strict=True)
        ]

    @property
    def targets(self) -> Targets:
        """What is said of conditions that speak of the target."""
        if not self._targets:
            self._targets.append(Targets(self))
        return self._targets[0]

    # Conditions

    def holds(self, condition: Condition, target: Leaf) -> Step:
        """Whether a condition holds for a target; one that does not speak of the target is met once."""
        key = id(condition)
        step = self._steps.get(key)
        if step is None:
            step = self._held(condition, target)
            if key not in self.tracing.targeted:
                self._steps[key] = step
        return step

    def _held(self, condition: Condition, target: Leaf) -> Step:
        kind = type(condition)  # to ask a model of pydantic for its class takes long when it is another one
        if id(condition) in self.tracing.targeted:
            return reference.holds(self, condition, target)
        if kind is Exists:
            return self._exists(cast("Exists", condition))
        if kind in JOINED:
            return self._joined(cast("All", condition), target)
        if kind is Sum:
            return self._sum(cast("Sum", condition))
        if kind is Judgement:
            return self._judgement(cast("Judgement", condition), target)
        return reference.holds(self, condition, target)

    def _joined(self, condition: All | Any_ | AtLeast | Not, target: Leaf) -> Step:
        of: Any = condition.of
        steps = tuple([self.holds(part, target) for part in ((of,) if type(condition) is Not else of)])
        return Step(condition, joined(condition, [one.truth for one in steps]), steps)

    def _exists(self, condition: Exists) -> Step:
        candidates = self.candidates(condition.filter.kinds)
        if not candidates:
            return self.tracing.constant(condition)
        tests = condition.filter.tests
        return found(condition, tuple([one.passed.get(id(tests)) or one.passes(tests) for one in candidates]))

    def _sum(self, condition: Sum) -> Step:
        meter = self.tracing.total(condition)
        key = condition.over.kinds, id(condition.over.tests), condition.of
        added = self._added.get(key)
        if added is None:
            candidates = self.candidates(condition.over.kinds)
            added = self._added[key] = Added.of(condition, candidates, meter, self)
        return added.step(condition, meter, self)

    def _judgement(self, condition: Judgement, target: Leaf) -> Step:
        for answer in self.prepared.dossier.judgements:
            if answer.judgement == condition.id:
                return reference.holds(self, condition, target)
        return self.tracing.constant(condition)

    # Things

    def candidates(self, kinds: tuple[str, ...]) -> list[Met]:
        """The items of these kinds; of no kinds: all."""
        listed = self._candidates.get(kinds)
        if listed is None:
            evidence = self.prepared.dossier.evidence
            listed = [self._met(one.kind, one.id, one) for one in evidence if not kinds or one.kind in kinds]
            self._candidates[kinds] = listed
        return listed

    def _met(self, kind: str, name: str | None, thing: Carrier) -> Met:
        one = self._things.get((kind, name))
        if one is None:
            one = self._things[kind, name] = Met(self, kind, name, thing)
        return one

    def passes(self, kind: str, name: str | None, thing: Carrier, tests: tuple[Test, ...], target: Leaf) -> ItemStep:
        """Whether a thing passes tests."""
        one = self._met(kind, name, thing)
        plan = one.plan(tests)
        if plan is None:
            return reference.passes(self, kind, name, thing, tests, target)
        if plan.aligned is None:
            return one.passes(tests)
        covers = one.covers(plan) >> self.tracing.place[target] & 1
        return one.covering(tests, plan, TRUE if covers else FALSE)

    def covered(self, value: Value) -> AbstractSet[Leaf]:
        """The leaves that something with this alignment covers."""
        mask = self.reader.covered.masks.get(value)
        if mask is None:
            mask = self.reader.covered.mask(value)
        return {leaf for place, leaf in enumerate(self.framework.leaves) if mask >> place & 1}
