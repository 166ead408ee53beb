"""Drafts of rules, and what makes them rules: names, terms, and bars that several of them share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..engines.implies import Order
from ..engines.lower import Clause
from ..engines.simplify import all_of, at_least, negation
from ..model.conditions import Any_, Applicant, AtLeast, CodeTest, Condition, Not
from ..model.outcomes import Leaf, Reach
from ..model.policy import Applies, Rule, Ruleset
from .naming import Naming
from .reasons import Reason, origins

Effect = Literal["grant", "bar"]


@dataclass
class Draft:
    """A rule in the making: what it says where, and what must hold beside it.

    Attributes:
        effect: Whether it grants or bars.
        condition: What must hold, as a rule says it.
        guards: What must hold beside it.
        reasons: The reasons that it writes, one a leaf.
        needed: The leaves that it is needed for.
    """

    effect: Effect
    condition: Condition
    guards: tuple[Clause, ...]
    reasons: list[Reason] = field(default_factory=list)
    needed: list[Leaf] = field(default_factory=list)
    reach: Reach = ()


def finished(drafts: Sequence[Draft], members: Mapping[str, Ruleset], order: Order) -> tuple[Rule, ...]:
    """The drafts as rules.

    A bar that several rules must stand back for is written once, as a rule that waives them; one that concerns a single
    rule stands in its condition. For whom a rule is in force stands where a member would write it.
    """
    naming = Naming(members)
    guarded: dict[int, list[Clause]] = {}
    for draft in drafts:
        for guard in draft.guards:
            guarded.setdefault(order.number(guard.condition), []).append(guard)
    waived: dict[int, list[str]] = {
        number: [] for number, guards in guarded.items() if len(guards) > 1 and _waiving(guards[0].condition)
    }
    rules = []
    for draft in drafts:
        first = draft.reasons[0]
        name = naming.together(draft.reach) if first.together else naming.after(first.rules[0])
        applies, inside = Applies(), []
        for guard in draft.guards:
            number = order.number(guard.condition)
            if number in waived:
                waived[number].append(name)
            elif applies == Applies() and _terms(guard.condition):
                applies = _terms(guard.condition) or applies
            else:
                inside.append(guard.condition)
        rules.append(
            Rule(
                id=name,
                effect=draft.effect,
                title=naming.title(first),
                reach=draft.reach,
                when=all_of((draft.condition, *inside)),
                applies=applies,
                **naming.cited(*origins((*draft.reasons, *draft.guards))),
            )
        )
    for number, names in waived.items():
        rules.append(_waiver(guarded[number], tuple(names), naming))
    return tuple(rules)


def _waiver(guards: Sequence[Clause], names: tuple[str, ...], naming: Naming) -> Rule:
    """The rule that keeps others from acting where a bar of a member does."""
    when = _waiving(guards[0].condition)
    rules, articles = origins(guards)
    return Rule(
        id=naming.after(rules[0]),
        effect="waive",
        title=naming.title_of(rules[0]),
        overrides=names,
        **({"when": when} if when else {}),
        **naming.cited(rules, articles),
    )


def _waiving(guard: Condition) -> Condition | None:
    """When a guard keeps a rule from acting, where that is said without "not"; otherwise nothing."""
    match guard:
        case Not(of=bar):
            return bar
        case Any_(of=of) if all(isinstance(part, Not) for part in of):
            return all_of(map(negation, of))
        case AtLeast(k=k, of=of) if all(isinstance(part, Not) for part in of):
            return at_least(len(of) - k + 1, map(negation, of))
        case _:
            return None


def _terms(guard: Condition) -> Applies | None:
    """The variants that a guard is about, when it is about nothing else."""
    match guard:
        case Applicant(tests=(CodeTest(attribute="variant", match="any", codes=tuple() as codes),)):
            return Applies(variants=codes)
        case _:
            return None
