"""Whether exempt implies exempt for what it requires: names the rules through which it may not.

Levels of one outcome always cohere, because a grant reaches every lower level and a bar every higher one. Other
prerequisites cohere only as far as the rules see to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.conditions import All, Condition, Exempt, every, speaks_of_target
from ..model.outcomes import Framework, Leaf
from ..model.policy import Rule, Ruleset
from ..model.reach import reached_by


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that can exempt a leaf without what it requires.

    Attributes:
        rule: The rule, which grants the leaf.
        leaf: The leaf.
        requires: What it requires, which may not be exempt then.
    """

    rule: str
    leaf: Leaf
    requires: Leaf


def incoherent(ruleset: Ruleset, framework: Framework) -> tuple[Gap, ...]:
    """Every rule that grants a leaf without seeing to it that what the leaf requires is exempt too.

    A rule sees to it when it asks that the prerequisite is exempt; or when it grants the prerequisite on the same
    condition, and nothing bars that or overrides the rule. What is found may still be harmless.
    """
    return tuple(
        Gap(rule.id, leaf, first)
        for rule in ruleset.rules
        if rule.effect == "grant"
        for leaf in framework.leaves
        if leaf in reached_by(framework, rule)
        for first in _required(framework, leaf)
        if not _sees_to(rule, first, ruleset, framework)
    )


def _required(framework: Framework, leaf: Leaf) -> Iterator[Leaf]:
    """What a leaf directly requires, of other outcomes."""
    return (first for first in framework.prerequisites.predecessors(leaf) if first.outcome != leaf.outcome)


def _sees_to(rule: Rule, first: Leaf, ruleset: Ruleset, framework: Framework) -> bool:
    if any(first in framework.leaves_of(asked.outcome) for asked in _needed(rule.when) if isinstance(asked, Exempt)):
        return True
    barred = ruleset.conflicts != "grant-wins" and any(
        first in reached_by(framework, other) for other in ruleset.rules if other.effect == "bar"
    )
    together = first in reached_by(framework, rule) and not any(map(speaks_of_target, every(rule.when)))
    return together and not barred and not ruleset.overridden_by[rule.id]


def _needed(condition: Condition) -> Iterator[Condition]:
    """The conditions that must hold for a condition to hold."""
    if isinstance(condition, All):
        for part in condition.of:
            yield from _needed(part)
    else:
        yield condition
