"""On what many rulesets agree, and on what they would if the people who are asked to judge answered alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ..engines.cohorts import cohort_ranges, representative
from ..engines.simplify import rebuilt
from ..harmonise.member import Member
from ..model.conditions import FALSE, TRUE, Condition, Judgement, every
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.quantities import Cohorts
from ..model.reach import reached_by
from .comparison import Comparison
from .run import compared


@dataclass(frozen=True)
class Agreement:
    """On which leaves rulesets agree: they always say the same.

    Attributes:
        agreed: The leaves on which all of them agree.
        but_for_judgements: Those on which they would if everyone who is asked to judge gave the same answer.
        unsettled: Those of which it is not known whether they agree.
        alone: For a ruleset, by its place, the leaves on which all others agree and it does not.
        judgements: For each leaf the judgements that what is said of it can hang on, as `ruleset:judgement`; a
            shared one by its name.
        ungranted: The leaves that no rule of any of them grants.
    """

    agreed: tuple[Leaf, ...]
    but_for_judgements: tuple[Leaf, ...]
    unsettled: tuple[Leaf, ...]
    alone: dict[int, tuple[Leaf, ...]]
    judgements: dict[Leaf, tuple[str, ...]]
    ungranted: tuple[Leaf, ...]


def agreement(comparison: Comparison, *, time_limit: float) -> Agreement:
    """On what the rulesets of a comparison agree.

    Args:
        comparison: The comparison.
        time_limit: How long to look for the answer to one question about judgements [s].
    """
    count = len(comparison.rulesets)
    agreed: set[Leaf] = set()
    apart: list[Leaf] = []
    unsettled: set[Leaf] = set()
    alone: dict[int, list[Leaf]] = {}
    for group in comparison.together:
        leaf = group[0]
        alike = {(a, b): comparison.alike(leaf, a, b) for a in range(count) for b in range(a + 1, count)}
        if False in alike.values():
            apart.append(leaf)
            for place in range(count) if count > 2 else ():  # noqa: PLR2004 - of two none is the odd one out
                own = {said for pair, said in alike.items() if place in pair}
                others = {said for pair, said in alike.items() if place not in pair}
                if own == {False} and others == {True}:
                    alone.setdefault(place, []).extend(group)
        else:
            (unsettled if None in alike.values() else agreed).update(group)
    named = judgements(
        comparison.rulesets,
        comparison.framework,
        comparison.on,
        comparison.cohort,
        leaves=comparison.leaves,
        shared=comparison.shared,
    )
    granted = _granted(comparison)
    would = _would(comparison, [leaf for leaf in apart if named[leaf]], time_limit)
    merely = {leaf for group in comparison.together if group[0] in would for leaf in group}
    return Agreement(
        tuple(leaf for leaf in comparison.leaves if leaf in agreed),
        tuple(leaf for leaf in comparison.leaves if leaf in merely),
        tuple(leaf for leaf in comparison.leaves if leaf in unsettled),
        {place: tuple(leaves) for place, leaves in sorted(alone.items())},
        {leaf: said for leaf, said in named.items() if said},
        tuple(leaf for leaf in comparison.leaves if leaf not in granted),
    )


def _granted(comparison: Comparison) -> set[Leaf]:
    """The leaves that some rule grants, to somebody, on the decision date."""
    return {
        leaf
        for ruleset in comparison.rulesets
        for rule in ruleset.rules
        if rule.effect == "grant" and rule.applies.condition(comparison.on) != FALSE
        for leaf in reached_by(comparison.framework, rule)
    }


def _would(comparison: Comparison, leaves: Sequence[Leaf], time_limit: float) -> set[Leaf]:
    """The leaves on which rulesets are proven to agree when every judgement says yes, and when every one says no."""
    left = set(leaves)
    for answer in (True, False):
        told = [answered(one, yes=answer) for one in comparison.rulesets]
        for places in pairwise(range(len(told))):
            if left:
                found = compared(
                    tuple(told[place] for place in places),
                    comparison.framework,
                    comparison.on,
                    cohort=comparison.cohort,
                    shared=frozenset(),
                    lore=comparison.lore,
                    time_limit=time_limit,
                    leaves=tuple(leaf for leaf in comparison.leaves if leaf in left),
                    tell=lambda _done, _total: None,
                )
                left = {leaf for leaf in left if found.alike(leaf, 0, 1)}
    return left


def answered(ruleset: Ruleset, *, yes: bool) -> Ruleset:
    """A ruleset as it is when all its judgements have the same answer."""

    def settled(condition: Condition) -> Condition:
        return (TRUE if yes else FALSE) if isinstance(condition, Judgement) else condition

    return ruleset.with_(rules=tuple(one.with_(when=rebuilt(one.when, settled)) for one in ruleset.rules))


def judgements(
    rulesets: Sequence[Ruleset],
    framework: Framework,
    on: date,
    cohort: int | None,
    *,
    leaves: Iterable[Leaf],
    shared: frozenset[str] = frozenset(),
) -> dict[Leaf, tuple[str, ...]]:
    """The judgements that what rulesets say of leaves can hang on, as `ruleset:judgement`; a shared one by its name."""
    ranges = cohort_ranges(rulesets, on) if cohort is None else [Cohorts(cohort, cohort + 1)]
    found: dict[Leaf, dict[str, None]] = {leaf: {} for leaf in leaves}
    for cohorts in ranges:
        for ruleset in rulesets:
            if not any(isinstance(one, Judgement) for rule in ruleset.rules for one in every(rule.when)):
                continue
            member = Member(ruleset, framework, on, representative(cohorts), shared)
            known: dict[Leaf, list[str]] = {}
            for leaf, names in found.items():
                like = member.like(leaf)
                if like not in known:
                    clauses = (*member.grants(like), *member.bars(like))
                    asked = [one for clause in clauses for one in every(clause.condition)]
                    known[like] = [
                        one.id if one.id in shared else f"{one.ruleset or ruleset.id}:{one.id}"
                        for one in asked
                        if isinstance(one, Judgement)
                    ]
                names.update(dict.fromkeys(known[like]))
    return {leaf: tuple(names) for leaf, names in found.items()}
