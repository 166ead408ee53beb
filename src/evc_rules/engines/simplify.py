"""Simplifying conditions without changing them in any of the three values.

Sound here: constants, flattening, doubles, double negation, absorption. Not sound in three values, and so not done: the
excluded middle (x or not x is unknown when x is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model.conditions import FALSE, TRUE, All, Any_, AtLeast, Condition, Not


def all_of(conditions: Iterable[Condition]) -> Condition:
    """The conjunction, simplified."""
    parts = list(dict.fromkeys(part for one in conditions for part in (one.of if isinstance(one, All) else (one,))))
    if len(parts) == 1:
        return parts[0]
    if FALSE in parts:
        return FALSE
    kept = _absorbed(parts, Any_)
    return kept[0] if len(kept) == 1 else All(of=tuple(kept))


def any_of(conditions: Iterable[Condition]) -> Condition:
    """The disjunction, simplified."""
    parts = list(dict.fromkeys(part for one in conditions for part in (one.of if isinstance(one, Any_) else (one,))))
    if len(parts) == 1:
        return parts[0]
    if TRUE in parts:
        return TRUE
    kept = _absorbed(parts, All)
    return kept[0] if len(kept) == 1 else Any_(of=tuple(kept))


def _absorbed(parts: list[Condition], other: type[All | Any_]) -> list[Condition]:
    """Without the parts that another part makes superfluous: x and (x or y) is x, x or (x and y) is x."""
    if not any(isinstance(part, other) for part in parts):
        return parts
    inside = [set(part.of) if isinstance(part, other) else {part} for part in parts]
    return [
        part
        for here, part in enumerate(parts)
        if not any(
            there != here and within <= inside[here] and within != inside[here] for there, within in enumerate(inside)
        )
    ]


def negation(condition: Condition) -> Condition:
    """The negation, simplified."""
    if condition in (TRUE, FALSE):
        return FALSE if condition == TRUE else TRUE
    return condition.of if isinstance(condition, Not) else Not(of=condition)


def at_least(k: int, conditions: Iterable[Condition]) -> Condition:
    """The threshold, simplified. Doubles count as often as they stand."""
    parts = list(conditions)
    k -= parts.count(TRUE)
    parts = [part for part in parts if part not in (TRUE, FALSE)]
    if k <= 0:
        return TRUE
    if k > len(parts):
        return FALSE
    if k == 1:
        return any_of(parts)
    return all_of(parts) if k == len(parts) else AtLeast(k=k, of=tuple(parts))


def rebuilt(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """The condition, simplified, with something else for each of those in it that are made of no other conditions."""
    match condition:
        case All(of=of):
            return all_of(rebuilt(part, change) for part in of)
        case Any_(of=of):
            return any_of(rebuilt(part, change) for part in of)
        case AtLeast(k=k, of=of):
            return at_least(k, [rebuilt(part, change) for part in of])
        case Not(of=inner):
            return negation(rebuilt(inner, change))
        case _:
            return change(condition)
