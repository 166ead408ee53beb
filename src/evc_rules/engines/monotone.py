"""Whether adding evidence can lose an exemption: an analysis by polarity, that errs on the side of "it can".

An exemption is lost when a rule that supports it stops acting, or a rule that takes it away starts. Evidence and
favourable verdicts make conditions true, never false; so it takes a negation, an override or a bar for more to be less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..model.conditions import Assessed, Condition, Exempt, Exists, Not, Span, Sum, parts_of
from ..model.outcomes import Framework
from ..model.policy import Rule, Ruleset
from ..model.reach import reached_by


@dataclass(frozen=True, slots=True)
class Loss:
    """A way in which more evidence, or a favourable verdict, could lose an exemption.

    Attributes:
        rule: The rule in which it lies.
        condition: The condition that more evidence makes true.
        then: What the rule does when it is true: `stops` to act, where it grants or keeps a bar away; or `starts` to,
            where it bars or keeps a grant away.
    """

    rule: str
    condition: Condition
    then: Literal["stops", "starts"]


def monotone(ruleset: Ruleset, framework: Framework) -> tuple[Loss, ...]:
    """Every way in which adding evidence or a favourable verdict could lose an exemption; none means that none can.

    A ruleset is monotone in this sense when the result is empty. What is found may still be harmless: the analysis
    does not ask whether two conditions can hold together.
    """
    return tuple(
        Loss(rule, condition, "stops" if supports else "starts")
        for rule, supports in _roles(ruleset, framework)
        for condition, positive in _atoms(ruleset.by_id[rule].when)
        if (isinstance(condition, Exists | Sum | Span | Assessed) and positive != supports)
        or (isinstance(condition, Sum) and positive == supports and _may_fall(condition, framework))
    )


def _roles(ruleset: Ruleset, framework: Framework) -> list[tuple[str, bool]]:
    """Each rule that has a part in an exemption, with whether it supports it (a rule may do both, through chains)."""
    wins = ruleset.conflicts == "grant-wins"
    reached = {rule.id: reached_by(framework, rule) for rule in ruleset.rules}

    def direct(rule: Rule, *, exempt: bool) -> Iterator[tuple[str, bool]]:
        if rule.effect == "grant" or (rule.effect == "bar" and not wins):
            yield rule.id, (rule.effect == "grant") == exempt

    waiting = [role for rule in ruleset.rules for role in direct(rule, exempt=True)]
    roles: dict[tuple[str, bool], None] = {}
    while waiting:
        role = waiting.pop()
        if role in roles:
            continue
        roles[role] = None
        rule, supports = role
        waiting += ((other.id, not supports) for other in ruleset.overridden_by[rule])
        for condition, positive in _atoms(ruleset.by_id[rule].when):
            if isinstance(condition, Exempt):
                leaves = set(framework.leaves_of(condition.outcome))
                chained = (other for other in ruleset.rules if other.effect != "waive" and reached[other.id] & leaves)
                waiting += (role for other in chained for role in direct(other, exempt=positive == supports))
    return sorted(roles)


def _atoms(condition: Condition, *, positive: bool = True) -> Iterator[tuple[Condition, bool]]:
    """The conditions that are not made of others, each with whether it stands under an even number of negations."""
    parts = parts_of(condition)
    if not parts:
        yield condition, positive
    for part in parts:
        yield from _atoms(part, positive=positive != isinstance(condition, Not))


def _may_fall(condition: Sum, framework: Framework) -> bool:
    """Whether an item can make a sum smaller."""
    declared = (one for one in framework.vocabulary.attributes if one.id == condition.of)
    return any(one.low < 0 for one in declared)
