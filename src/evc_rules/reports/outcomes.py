"""Many outcomes in few words: wholes where all of a whole is meant, levels together, and the rest counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import networkx as nx

from ..language.words import say
from ..model.base import Lang
from ..model.outcomes import Framework, Leaf, Ref

_FEW: Final = 6


def in_short(framework: Framework, leaves: Iterable[Leaf | str], lang: Lang, few: int = _FEW) -> str:
    """Outcomes by title; so many at most."""
    wanted = {leaf if isinstance(leaf, Leaf) else _leaf(leaf) for leaf in leaves}
    if wanted.issuperset(framework.leaves):
        return say(lang, "alle leeruitkomsten", "all outcomes")
    said = []
    wholes = [one.id for one in framework.outcomes if framework.parts.out_degree(one.id)]
    size = {whole: framework.leaves_of(Ref(whole)) for whole in wholes}
    for whole in sorted(wholes, key=lambda one: -len(size[one])):
        if len(size[whole]) > 1 and wanted.issuperset(size[whole]):
            said.append(framework.by_id[whole].title.in_(lang) or whole)
            wanted.difference_update(size[whole])
    said += _each(framework, [leaf for leaf in framework.leaves if leaf in wanted], lang)
    more = len(said) - few
    if more > 1:
        return "; ".join(said[:few]) + say(lang, f"; en nog {more}", f"; and {more} more")
    return "; ".join(said)


def _each(framework: Framework, leaves: Sequence[Leaf], lang: Lang) -> list[str]:
    said = []
    for outcome, group in groupby(leaves, key=lambda leaf: leaf.outcome):
        levels = [leaf.level for leaf in group]
        title = framework.by_id[outcome].title.in_(lang) or outcome
        if framework.by_id[outcome].levels == 1:
            said.append(title)
        else:
            ends = f"{levels[0]}" if len(levels) == 1 else f"{levels[0]}-{levels[-1]}"
            said.append(f"{title} {ends}")
    return said


def wholes_of(framework: Framework, leaf: Leaf) -> list[str]:
    """The wholes that an outcome is a part of and that are part of nothing themselves; else the outcome itself."""
    parts = framework.parts
    return [one for one in nx.ancestors(parts, leaf.outcome) if not parts.in_degree(one)] or [leaf.outcome]


def _leaf(text: str) -> Leaf:
    ref = Ref.parse(text)
    return Leaf(ref.outcome, ref.low)
