"""Whether traces are right: every rule that reaches a leaf is there, and the statuses follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final

from ..model.conditions import TRUE as ALWAYS
from ..model.conditions import All, Condition
from ..model.outcomes import Leaf
from ..model.policy import Rule
from ..model.sources import Citation
from ..results.status import Status
from ..results.trace import LeafTrace, RuleStep
from ..results.truth import Truth
from .saying import Asked
from .steps import Steps
from .things import Flaw

_SETTLED: Final = {
    (True, False): Status.EXEMPT,
    (False, True): Status.REFUSED,
    (False, False): Status.NOT_COVERED,
}
_BOTH: Final = {"report": Status.CONFLICT, "bar-wins": Status.REFUSED, "grant-wins": Status.EXEMPT}


def check_traces(asked: Asked, traces: Mapping[Leaf, LeafTrace]) -> tuple[Flaw, ...]:
    """What is wrong with traces; nothing when each has the status that it claims.

    Args:
        asked: What was asked.
        traces: The traces of leaves; also of the leaves that the rules for these rest on.
    """
    return _Traces(asked, traces).flaws()


@dataclass
class _Traces:
    """Checks traces of one dossier under one ruleset."""

    asked: Asked
    traces: Mapping[Leaf, LeafTrace]
    seen: dict[tuple[int, str, Leaf], frozenset[Leaf]] = field(default_factory=dict)
    """What an instance of a rule that was checked rests on; leaves share the instances that reach them."""

    def flaws(self) -> tuple[Flaw, ...]:
        found: list[Flaw] = []
        rests_on: dict[Leaf, frozenset[Leaf]] = {}
        for leaf, trace in self.traces.items():
            if leaf not in self.asked.framework.leaves:
                found.append(Flaw(str(leaf), "the framework has no such outcome at this level"))
                continue
            steps = Steps(self.asked, self.traces)
            rests_on[leaf] = self._leaf(steps, leaf, trace)
            found += steps.flaws
        try:
            TopologicalSorter(rests_on).prepare()
        except CycleError as error:
            circle = " → ".join(map(str, error.args[1]))
            found.append(Flaw(str(error.args[1][0]), f"it rests on itself: {circle}"))
        return tuple(found)

    def _leaf(self, steps: Steps, leaf: Leaf, trace: LeafTrace) -> frozenset[Leaf]:
        where = str(leaf)
        steps.so(where, "it is the trace of another outcome", holds=trace.leaf == leaf)
        rests_on: set[Leaf] = set()
        for effect, listed, said in (("grant", trace.grants, trace.granted), ("bar", trace.bars, trace.barred)):
            needed = [(rule, target) for rule in self.by_effect[effect] for target in self._reaching(rule, leaf)]
            rests_on |= self._instances(steps, listed, needed, where)
            truth = max((one.truth for one in listed), default=Truth.FALSE)
            steps.so(where, f"its {effect}s say '{truth}', and it says '{said}'", holds=said is truth)
        statuses = {
            _BOTH[self.asked.ruleset.conflicts] if granted and barred else _SETTLED[granted, barred]
            for granted in _possible(trace.granted)
            for barred in _possible(trace.barred)
        }
        steps.so(where, "its statuses do not follow from its grants and bars", holds=trace.statuses == statuses)
        return frozenset(rests_on)

    def _instances(
        self,
        steps: Steps,
        listed: tuple[RuleStep, ...],
        needed: list[tuple[Rule, Leaf]],
        where: str,
    ) -> frozenset[Leaf]:
        """Check that the instances of rules are all there, in the order of the ruleset, and each is right."""
        names = [(rule.id, target) for rule, target in needed]
        same = [(one.rule, one.target) for one in listed] == names
        if not steps.so(where, "a rule that reaches this is missing, or one is there that does not", holds=same):
            return frozenset()
        found: set[Leaf] = set()
        for one, (rule, target) in zip(listed, needed, strict=True):
            found |= self._instance(steps, one, rule, target, where)
        return frozenset(found)

    def _instance(self, steps: Steps, step: RuleStep, rule: Rule, target: Leaf, where: str) -> frozenset[Leaf]:
        key = (id(step), rule.id, target)
        if key in self.seen:
            return self.seen[key]
        where = f"{where} / rule {rule.id} for {target}"
        inside = Steps(self.asked, self.traces, steps.flaws)
        inside.so(where, "it is not called as in the ruleset", holds=step.title == rule.title)
        inside.so(where, "it does not cite the articles of the rule", holds=step.articles == self._articles(rule))
        inside.so(where, "the rule does something else", holds=step.effect == rule.effect)
        inside.step(step.condition, self._condition(rule), target, where)
        others = [other for other in self.asked.ruleset.rules if rule.id in other.overrides]
        needed = [(other, its_target) for other in others for its_target in self._reaching(other, target)]
        found = self._instances(inside, step.overriders, needed, f"{where} / overridden by")
        stopped = max((one.truth for one in step.overriders), default=Truth.FALSE)
        truth = min(step.condition.truth, Truth(Truth.TRUE - stopped))
        inside.so(where, f"it says '{step.truth}', and '{truth}' follows", holds=step.truth is truth)
        self.seen[key] = found | inside.rests_on
        return self.seen[key]

    @cached_property
    def by_effect(self) -> dict[str, list[Rule]]:
        """The rules that grant, and those that bar."""
        rules = self.asked.ruleset.rules
        return {effect: [rule for rule in rules if rule.effect == effect] for effect in ("grant", "bar")}

    @cached_property
    def _targets(self) -> dict[str, tuple[Leaf, ...]]:
        select = self.asked.framework.select
        return {rule.id: select(rule.reach) for rule in self.asked.ruleset.rules if rule.effect != "waive"}

    def _reaching(self, rule: Rule, leaf: Leaf) -> Iterator[Leaf]:
        """The targets of a rule from which it reaches a leaf; a waiver has every leaf for a target."""
        if rule.effect == "waive":
            yield leaf
            return
        for target in self._targets[rule.id]:
            below = leaf.level <= target.level if rule.effect == "grant" else leaf.level >= target.level
            if target.outcome == leaf.outcome and below:
                yield target

    def _condition(self, rule: Rule) -> Condition:
        """The condition of a rule, and that it and its ruleset are in force."""
        applies = [one.applies.condition(self.asked.on) for one in (self.asked.ruleset, rule)]
        if applies == [ALWAYS, ALWAYS]:
            return rule.when
        return All(of=tuple(one for one in (*applies, rule.when) if one != ALWAYS))

    def _articles(self, rule: Rule) -> tuple[tuple[str, object], ...]:
        return tuple((text, self.asked.ruleset.article(Citation.parse(text))) for text in rule.articles)


def _possible(truth: Truth) -> tuple[bool, ...]:
    return {Truth.TRUE: (True,), Truth.FALSE: (False,)}.get(truth, (True, False))
