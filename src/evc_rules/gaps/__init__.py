"""Gaps and overlaps of a ruleset: of whom no rule speaks, where rules clash, what never decides; see `gaps`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ..compare import STANDARD, TIME_LIMIT, Lore, compare_rulesets
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from .asking import Inquiry
from .found import Clash, Gaps, Idle, Never, Outside, Silent
from .idle import idle_rules

_Some = TypeVar("_Some", Clash, Outside)

__all__ = ["Clash", "Gaps", "Idle", "Never", "Outside", "Silent", "gaps"]


def gaps(
    ruleset: Ruleset,
    framework: Framework,
    on: date,
    *,
    others: Sequence[Ruleset] = (),
    cohort: int | None = None,
    shared: frozenset[str] = frozenset(),
    leaves: Collection[Leaf] | None = None,
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
) -> Gaps:
    """What a ruleset leaves open, says twice, or says in vain: each proven, or shown by someone.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        on: The decision date.
        others: Other rulesets: of whom they exempt and this one says nothing is told too.
        cohort: The cohort that it is about, or None for every cohort.
        shared: The judgements that one answer settles for all.
        leaves: Only these leaves.
        lore: The facts of the world that are assumed.
        time_limit: How long to look for the answer to one question [s].

    Raises:
        InvalidInputError: EVC-N004 when a value of a parameter hangs on the cohort and none is given.
        MissingExtraError: z3 is not installed, and there is something to ask.
    """
    asked = tuple(leaf for leaf in framework.leaves if leaves is None or leaf in leaves)
    every = (ruleset, *others)
    groups = compare_rulesets(every[:1], framework, on, cohort=cohort, shared=shared, leaves=asked).together
    inquiry = Inquiry(every, framework, on, cohort=cohort, shared=shared, lore=lore, time_limit=time_limit)
    never, clashes, outside, unsettled = [], list[Clash](), list[Outside](), list[tuple[tuple[Leaf, ...], str]]()
    for group in groups:
        told = inquiry.never(group)
        if isinstance(told, str):
            unsettled.append((group, told))
        elif told is not None:
            never.append(told)
        for found, doubts in (inquiry.clashes(group), inquiry.outside(group)):
            unsettled += [(group, why) for why in doubts]
            clashes += [one for one in found if isinstance(one, Clash)]
            outside += [one for one in found if isinstance(one, Outside)]
    silent, doubts_ = _silent(inquiry, asked, others)
    idle, together, unknown = idle_rules(inquiry, asked)
    return Gaps(
        ruleset=ruleset,
        never=tuple(never),
        clashes=tuple(_one_each(clashes, lambda one: (one.grants, one.bars, one.status))),
        outside=tuple(_one_each(outside, lambda one: (one.rule, one.lacks))),
        silent=silent,
        idle=idle,
        droppable=together,
        undecided_rules=unknown,
        unsettled=(*unsettled, *doubts_),
    )


def _silent(
    inquiry: Inquiry, asked: tuple[Leaf, ...], others: Sequence[Ruleset]
) -> tuple[tuple[Silent, ...], list[tuple[tuple[Leaf, ...], str]]]:
    """Of whom another exempts, and the ruleset says nothing."""
    found, doubts = dict[object, Silent](), list[tuple[tuple[Leaf, ...], str]]()
    for place in range(1, len(others) + 1):
        for group in inquiry.groups(place, asked):
            told = inquiry.silent(group, place)
            if isinstance(told, str):
                doubts.append((group, told))
            elif told is not None:
                key = place, told.dossier
                before = found[key].leaves if key in found else ()
                found[key] = Silent((*before, *told.leaves), told.other, told.dossier)
    return tuple(found.values()), doubts


def _one_each(found: Iterable[_Some], key: Callable[[_Some], object]) -> Iterable[_Some]:
    """One for each key: a rule speaks of many outcomes in the same way."""
    groups: dict[object, list[_Some]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    for alike in groups.values():
        yield replace(alike[0], leaves=tuple(leaf for one in alike for leaf in one.leaves))
