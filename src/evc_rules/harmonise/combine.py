"""What each strategy makes of the members' reasons to exempt one leaf."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ..engines.lower import Clause, merged
from ..engines.simplify import all_of, any_of, at_least
from ..model.conditions import FALSE, Condition

Reasons = tuple[Clause, ...]
"""Reasons to exempt a leaf: it is exempt when one of them holds."""


def threshold(k: int, members: Sequence[Reasons]) -> Reasons:
    """Reasons that hold when at least k of the members exempt.

    A reason that at least k members share is taken out in front: with truth ordered false, unknown, true, the k-th
    greatest of values that k or more share a lower bound with is the greater of that bound and the k-th greatest of
    the rest. What is left over stays a threshold.
    """
    counts: dict[Condition, int] = {}
    for reasons in members:
        for condition in {clause.condition for clause in reasons}:
            counts[condition] = counts.get(condition, 0) + 1
    common = {condition for condition, count in counts.items() if count >= k}
    in_front = [clause for clause in chain(*members) if clause.condition in common]
    rest = [tuple(clause for clause in reasons if clause.condition not in common) for reasons in members]
    left = at_least(k, [any_of(clause.condition for clause in reasons) for reasons in rest])
    if left != FALSE:
        in_front.append(_from(left, list(chain(*rest))))
    return absorbed(merged(in_front))


def but(reasons: Reasons, condition: Condition) -> Reasons:
    """The reasons, each only where a condition holds too."""
    return merged(Clause(all_of((one.condition, condition)), one.rules, one.articles) for one in reasons)


def together(first: Reasons, second: Reasons) -> Reasons:
    """Reasons that hold when one of the first and one of the second do."""
    condition = any_of(clause.condition for clause in second)
    if condition == FALSE:
        return ()
    shared = {clause.condition for clause in first} & {clause.condition for clause in second}
    alike = [clause for clause in (*first, *second) if clause.condition in shared]
    others = [clause for clause in first if clause.condition not in shared]
    both = [
        Clause(
            all_of((clause.condition, condition)),
            clause.rules + _all_rules(second),
            clause.articles + _all_articles(second),
        )
        for clause in others
    ]
    return absorbed(merged((*alike, *both)))


def absorbed(reasons: Reasons) -> Reasons:
    """Without the reasons that another one makes superfluous."""
    kept = any_of(clause.condition for clause in reasons)
    conditions = set(getattr(kept, "of", ())) if kept.form == "any" else {kept}
    return tuple(clause for clause in reasons if clause.condition in conditions)


def _from(condition: Condition, clauses: Sequence[Clause]) -> Clause:
    return Clause(condition, _all_rules(clauses), _all_articles(clauses))


def _all_rules(clauses: Sequence[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(*(clause.rules for clause in clauses))))


def _all_articles(clauses: Sequence[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(*(clause.articles for clause in clauses))))
