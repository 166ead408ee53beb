"""Reasons to exempt a leaf, as said of "here", with the bars and terms that stand in their way kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..engines.implies import Order, kept
from ..engines.lower import Clause
from ..engines.simplify import all_of, any_of, at_least, negation
from ..model.conditions import FALSE, TRUE, All, Any_, AtLeast, Condition, Not
from ..model.outcomes import Leaf
from ..model.policy import Applies
from ..model.quantities import Cohorts, Dates
from .member import Member
from .tidy import Tidy


@dataclass(frozen=True)
class Reason:
    """One reason to exempt (or to refuse) a leaf.

    Attributes:
        condition: What must hold.
        guards: What must hold beside it: the terms of its ruleset, that no bar acts.
        rules: The rules that it came from, as `ruleset:rule`; the first is the one that states it.
        articles: The articles that they encode, as `ruleset:source/article`.
        together: How many members it takes together, when no single one states it.
    """

    condition: Condition
    guards: tuple[Clause, ...]
    rules: tuple[str, ...]
    articles: tuple[str, ...]
    together: int = 0

    @cached_property
    def full(self) -> Condition:
        """The condition with its guards."""
        return all_of((self.condition, self.guard)) if self.guards else self.condition

    @cached_property
    def guard(self) -> Condition:
        """All its guards."""
        return all_of(one.condition for one in self.guards)


Reasons = tuple[Reason, ...]
"""A leaf is exempt when one of them holds."""


def any_reason(reasons: Iterable[Reason]) -> Condition:
    """That some reason holds; guards that several share are written once."""
    grouped: dict[Condition, list[Condition]] = {}
    for one in reasons:
        grouped.setdefault(one.guard, []).append(one.condition)
    return any_of(all_of((any_of(conditions), guard)) for guard, conditions in grouped.items())


def weakest(reasons: Iterable[Reason], order: Order) -> Reasons:
    """Without the reasons that never hold, or that imply another one."""
    return kept((one for one in reasons if one.full != FALSE), lambda one, other: order.implies(one.full, other.full))


def origins(clauses: Iterable[Clause | Reason]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All the rules, and all the articles, that clauses came from, each once."""
    listed = list(clauses)
    rules = dict.fromkeys(name for one in listed for name in one.rules)
    return tuple(rules), tuple(dict.fromkeys(text for one in listed for text in one.articles))


def exempting(member: Member, leaf: Leaf, order: Tidy, shared: Applies) -> Reasons:
    """Why a ruleset exempts a leaf: each grant, but for the bars (unless grants win).

    Args:
        member: The ruleset.
        leaf: The leaf.
        order: The order of implication.
        shared: For whom the harmonised ruleset as a whole is in force; its rules need not repeat that.
    """
    terms, own = _terms(member, shared)
    in_force = (Clause(own, (), ()),) if own != TRUE else ()
    granting = (
        Reason(part, guards, clause.rules, clause.articles)
        for clause in member.grants(leaf)
        for part, guards in _parts(clause.condition, terms, in_force, order)
    )
    found = weakest(granting, order)
    bars = () if member.conflicts == "grant-wins" else member.bars(leaf)
    barring = [(clause, order.tidy(clause.condition)) for clause in bars]
    for clause, bar in kept(barring, lambda one, other: order.implies(one[1], other[1])):
        guard = Clause(negation(bar), clause.rules, clause.articles)
        found = tuple(
            one
            if order.implies(one.full, guard.condition)
            else Reason(one.condition, (*one.guards, guard), one.rules, one.articles)
            for one in found
        )
    return relaxed(weakest(found, order), (), order)


def _terms(member: Member, shared: Applies) -> tuple[Condition, Condition]:
    """For whom a ruleset is in force, as its lowered clauses say it, and what of that is its own."""
    applies = member.ruleset.applies.with_(decisions=Dates())
    if member.cohort is not None:
        applies = applies.with_(cohorts=Cohorts())
    own = Applies(
        cohorts=Cohorts() if applies.cohorts == shared.cohorts else applies.cohorts,
        variants=() if applies.variants == shared.variants else applies.variants,
    )
    return applies.condition(member.on), own.condition(member.on)


def _parts(
    condition: Condition, terms: Condition, in_force: tuple[Clause, ...], order: Tidy
) -> Iterator[tuple[Condition, tuple[Clause, ...]]]:
    """The alternatives that a condition is made of, with the terms of the ruleset taken out in front."""
    conjuncts = condition.of if isinstance(condition, All) else (condition,)
    within = terms == TRUE or terms in conjuncts
    rest = all_of(one for one in conjuncts if one != terms) if within and terms != TRUE else condition
    for part in _alternatives(order.tidy(rest)):
        yield part, in_force if within else ()


def relaxed(reasons: Iterable[Reason], covering: Reasons, order: Order) -> Reasons:
    """The same reasons with shorter exceptions, where others cover what is left out.

    A bar that a grant overrides is "b and not h", so a reason c stands "but for b, or where h". Where c and h together
    imply another reason, as they do when h is hardship and exempts by itself, that is c but for b.
    """
    left = list(reasons)
    for here, one in enumerate(left):
        if _excepting(one.condition) or one.guards:
            others = (*left[:here], *left[here + 1 :], *covering)
            condition = all_of(_shortened(part, one, others, order) for part in _conjuncts(one.condition))
            guards = tuple(
                Clause(_shortened(guard.condition, one, others, order), guard.rules, guard.articles)
                for guard in one.guards
            )
            left[here] = replace(one, condition=condition, guards=guards)
    return tuple(left)


def _excepting(condition: Condition) -> bool:
    return any(isinstance(part, Not) for part in _conjuncts(condition))


def _shortened(part: Condition, one: Reason, others: Reasons, order: Order) -> Condition:
    if not isinstance(part, Not):
        return part
    left = []
    for each in _conjuncts(part.of):
        if isinstance(each, Not):
            overriding = _alternatives(each.of)
            needed = [why for why in overriding if not both_covered(one.full, why, others, order)]
            left.append(each if len(needed) == len(overriding) else negation(any_of(needed)))
        else:
            left.append(each)
    return negation(all_of(left))


def within(reasons: Reasons, terms: Condition, order: Order) -> Reasons:
    """The same reasons for those whom the whole ruleset is for: without what its terms say, or what others cover.

    A reason that asks for what the terms ask holds no more often for asking again. That is sound in three values where
    it does not stand under a "not". One that implies several others together, where those terms hold, adds nothing.
    """
    left = [replace(one, condition=_granted(one.condition, terms, order)) for one in reasons]
    for one in list(left):
        others = [other for other in left if other is not one]
        if others and order.implies(all_of((terms, one.full)), any_of(other.full for other in others)):
            left = others
    return tuple(left)


def _granted(condition: Condition, terms: Condition, order: Order) -> Condition:
    """A condition where terms hold: what they imply need not be asked."""
    if order.implies(terms, condition):
        return TRUE
    match condition:
        case All(of=of):
            return all_of(_granted(part, terms, order) for part in of)
        case Any_(of=of):
            return any_of(_granted(part, terms, order) for part in of)
        case AtLeast(k=k, of=of):
            return at_least(k, (_granted(part, terms, order) for part in of))
        case _:
            return condition


def covered(condition: Condition, reasons: Iterable[Reason], order: Order) -> bool:
    """Whether a condition implies some reason."""
    return any(order.implies(condition, one.full) for one in reasons)


def both_covered(one: Condition, other: Condition, reasons: Iterable[Reason], order: Order) -> bool:
    """Whether two conditions together imply some reason, part by part."""
    return any(
        all(order.implies(one, part) or order.implies(other, part) for part in _conjuncts(why.full)) for why in reasons
    )


def _conjuncts(condition: Condition) -> tuple[Condition, ...]:
    return condition.of if isinstance(condition, All) else (condition,)


def _alternatives(condition: Condition) -> tuple[Condition, ...]:
    return condition.of if isinstance(condition, Any_) else (condition,)
