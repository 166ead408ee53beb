"""What rules reach: a grant its targets and every lower level of them, a bar its targets and every higher level."""

from __future__ import annotations

from .outcomes import Framework, Leaf
from .policy import Rule


def targets_of(framework: Framework, rule: Rule) -> tuple[Leaf, ...]:
    """The leaves that a rule names: one rule instance each. A waiver has every leaf."""
    return framework.leaves if rule.effect == "waive" else framework.select(rule.reach)


def reaches(rule: Rule, target: Leaf, leaf: Leaf) -> bool:
    """Whether the instance of a rule for a target reaches a leaf."""
    if target.outcome != leaf.outcome:
        return False
    match rule.effect:
        case "grant":
            return leaf.level <= target.level
        case "bar":
            return leaf.level >= target.level
        case "waive":
            return leaf == target


def reached_by(framework: Framework, rule: Rule) -> frozenset[Leaf]:
    """Every leaf that some instance of a rule reaches."""
    return frozenset(
        leaf
        for target in targets_of(framework, rule)
        for leaf in (Leaf(target.outcome, level) for level in framework.levels(target.outcome))
        if reaches(rule, target, leaf)
    )
