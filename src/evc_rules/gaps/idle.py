"""Rules that decide nothing: without them, the ruleset is proven to say the same of everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from ..compare import compare_rulesets
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Ruleset
from ..model.reach import reached_by
from .asking import Inquiry, all_hold
from .found import Idle


def idle_rules(inquiry: Inquiry, leaves: Sequence[Leaf]) -> tuple[tuple[Idle, ...], tuple[str, ...], tuple[str, ...]]:
    """The rules for some leaves that decide nothing; those that can go together; those of which it is not known."""
    ruleset = inquiry.rulesets[0]
    reaching = [one.id for one in ruleset.rules if reached_by(inquiry.framework, one) & set(leaves)]
    idle, unknown = needless(inquiry, reaching, leaves)
    less, together = ruleset, list[str]()
    for one in idle:
        fewer = without(less, one.rule)
        if not together or _same(inquiry, ruleset, fewer, leaves):
            less = fewer
            together.append(one.rule)
    return tuple(idle), tuple(together), tuple(unknown)


def needless(inquiry: Inquiry, names: Iterable[str], leaves: Sequence[Leaf]) -> tuple[list[Idle], list[str]]:
    """Of some rules those that decide nothing, each by itself; and those of which it is not known."""
    ruleset, idle, unknown = inquiry.rulesets[0], list[Idle](), list[str]()
    for name in names:
        same = _same(inquiry, ruleset, without(ruleset, name), leaves)
        if same:
            idle.append(Idle(name, _acts(inquiry, name, leaves)))
        elif same is None:
            unknown.append(name)
    return idle, unknown


def without(ruleset: Ruleset, gone: str) -> Ruleset:
    """A ruleset without a rule."""
    kept = tuple(
        rule.with_(overrides=tuple(name for name in rule.overrides if name != gone))
        for rule in ruleset.rules
        if rule.id != gone
    )
    return ruleset.with_(rules=kept)


def _same(inquiry: Inquiry, one: Ruleset, other: Ruleset, leaves: Sequence[Leaf]) -> bool | None:
    """Whether two rulesets always say the same; None when that is not known."""
    found = compare_rulesets(
        [one, other], inquiry.framework, inquiry.on,
        cohort=inquiry.cohort, shared=inquiry.shared, leaves=leaves, lore=inquiry.lore, time_limit=inquiry.time_limit,
    )  # fmt: skip
    each = {found.alike(leaf, 0, 1) for leaf in leaves}
    return False if False in each else None if None in each else True


def _acts(inquiry: Inquiry, name: str, leaves: Sequence[Leaf]) -> bool | None:
    """Whether a rule can act at all, on one of the leaves; None when that is not known."""
    ruleset = inquiry.rulesets[0]
    if ruleset.by_id[name].effect == "waive":
        return None
    reached, settled = reached_by(inquiry.framework, ruleset.by_id[name]), True
    for leaf in (leaf for leaf in leaves if leaf in reached):
        for which, (_, members) in enumerate(inquiry.ranges):
            told = inquiry.told(0, members, leaf)
            for clause in (*told.grants, *told.bars):
                if f"{ruleset.id}:{name}" not in clause.rules:
                    continue

                acting = [clause.condition]
                answer = inquiry.someone(which, acting, partial(all_hold, acting), inquiry.holding(leaf, acting))
                if isinstance(answer, Dossier):
                    return True
                settled = settled and answer is None
    return False if settled else None
