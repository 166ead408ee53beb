"""What exemptions are worth under two rulesets: limits, units, BSA. Same outcomes but other EC is a difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit, Ruleset


@dataclass(frozen=True)
class TermDifference:
    """A way in which two rulesets can make other credits of the same exemptions.

    Attributes:
        what: Limits, how units count, or whether exempt credits count toward the BSA.
        among: What a limit is about; nothing for all units, or where it is no limit.
        first: What the first ruleset says, or None when it says nothing.
        second: What the second ruleset says, or None when it says nothing.
        articles: The articles of both, the first's first.
    """

    what: Literal["limit", "units", "bsa"]
    among: tuple[Leaf, ...] = ()
    first: str | None = None
    second: str | None = None
    articles: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def differing(first: Ruleset, second: Ruleset, framework: Framework) -> tuple[TermDifference, ...]:
    """All of them. None means that the same exemptions have the same worth, whatever the programme."""
    return tuple(_differing(first, second, framework))


def _differing(first: Ruleset, second: Ruleset, framework: Framework) -> Iterator[TermDifference]:
    one, other = binding(first, framework), binding(second, framework)
    for kind in dict.fromkeys((*one, *other)):
        mine, theirs = one.get(kind), other.get(kind)
        if mine is None or theirs is None or mine.at_most != theirs.at_most:
            yield TermDifference(
                "limit",
                () if kind == frozenset(framework.leaves) else tuple(leaf for leaf in framework.leaves if leaf in kind),
                str(mine.at_most) if mine else None,
                str(theirs.at_most) if theirs else None,
                (mine.articles if mine else (), theirs.articles if theirs else ()),
            )
    if first.units != second.units:
        yield TermDifference("units", (), first.units, second.units)
    if first.bsa != second.bsa:
        yield TermDifference("bsa", (), _said(first.bsa), _said(second.bsa))


def _said(bsa: bool | None) -> str | None:  # noqa: FBT001 - three values
    return None if bsa is None else "counts" if bsa else "does-not-count"


def binding(ruleset: Ruleset, framework: Framework) -> dict[frozenset[Leaf], Limit]:
    """The limits that can bind, by the leaves that they are about: not those that a wider one of no more EC keeps."""
    found: dict[frozenset[Leaf], Limit] = {}
    for limit in ruleset.limits:
        kind = frozenset(framework.select(limit.among) if limit.among else framework.leaves)
        if kind not in found or limit.at_most < found[kind].at_most:
            found[kind] = limit
    return {
        kind: limit
        for kind, limit in found.items()
        if not any(kind < wider and other.at_most <= limit.at_most for wider, other in found.items())
    }
