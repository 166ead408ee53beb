"""When a harmonised policy refuses: where every member does."""

from __future__ import annotations

from collections.abc import Sequence

from ..engines.implies import Order
from ..engines.simplify import all_of, any_of, negation
from ..model.conditions import FALSE, All, Condition, Not
from ..model.outcomes import Leaf
from .member import Member
from .reasons import Reason, Reasons, origins


def refusing(members: Sequence[Member], leaf: Leaf, exempt: Reasons, order: Order) -> Reasons:
    """The reason to refuse a leaf: every member bars it, and none of them grants it all the same.

    Grants win in a harmonised policy, so this matters only where it does not exempt: a grant of a member that is
    enough for the policy, by itself or where every member bars (as a grant is that one cohort alone has), need not be
    excluded again. Excluded, it would leave open what is not: whether somebody is refused or not covered.
    """
    parts = [any_of(order.weakest(clause.condition for clause in one.bars(leaf))) for one in members]
    barred = tuple(parts)

    def enough(granted: Condition) -> bool:
        alone = any(order.implies(granted, why.full) for why in exempt)
        return alone or any(order.implies(all_of((*barred, granted)), why.full) for why in exempt)

    for one in members:
        if one.conflicts != "bar-wins":
            granted = order.weakest(clause.condition for clause in one.grants(leaf))
            parts += (negation(each) for each in granted if not enough(each))
    conjuncts = order.strongest(part for whole in parts for part in (whole.of if isinstance(whole, All) else (whole,)))
    excluded = any_of(part.of for part in conjuncts if isinstance(part, Not))
    condition = all_of((*(part for part in conjuncts if not isinstance(part, Not)), negation(excluded)))
    if condition == FALSE:
        return ()
    return (Reason(condition, (), *origins(clause for one in members for clause in one.bars(leaf))),)
