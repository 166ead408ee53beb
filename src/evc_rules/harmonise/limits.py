"""The limits of a harmonised ruleset: every member's, the loosest of each kind, the k-th loosest, or one member's."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit, Ruleset

_Kind = frozenset[Leaf]


def combined(members: Sequence[Ruleset], framework: Framework, k: int) -> tuple[Limit, ...]:
    """For each kind of limit the k-th loosest among the members; no limit where fewer than all but k - 1 have one.

    A kind is the set of leaves that a limit is about. With k as the number of members this is the tightest of each
    kind (every member's limits hold), with k = 1 the loosest (and a member without such a limit is the loosest of all).
    """
    kinds: dict[_Kind, list[tuple[Limit, str]]] = {}
    for member in members:
        tightest: dict[_Kind, Limit] = {}
        for limit in member.limits:
            kind = frozenset(framework.select(limit.among)) if limit.among else frozenset()
            if kind not in tightest or limit.at_most < tightest[kind].at_most:
                tightest[kind] = limit
        for kind, limit in tightest.items():
            kinds.setdefault(kind, []).append((limit, member.id))
    found = []
    for limits in kinds.values():
        looser = len(members) - len(limits)
        if k > looser:
            loosest_first = sorted(limits, key=lambda pair: pair[0].at_most, reverse=True)
            found.append(qualified(*loosest_first[k - looser - 1]))
    return tuple(found)


def qualified(limit: Limit, ruleset: str) -> Limit:
    """The limit with its articles naming the ruleset that they are from."""
    return limit.with_(articles=tuple(f"{ruleset}.{text}" for text in limit.articles))
