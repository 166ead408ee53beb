"""What harmonised policies exempt, out of what their members say: whole planes at a time.

A strategy is defined on members' exemptions, and a harmonised ruleset exempts what its strategy says in all three
values. So nothing of what it grants needs to be worked out again from the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np

from ..engines.columnar.planes import at_least
from ..harmonise import Strategy
from ..model.policy import Ruleset

Side = tuple[np.ndarray, np.ndarray]
"""Leaves as planes: where something surely holds, and where it may."""


def composed(
    strategy: Strategy,
    members: Sequence[int],
    known: Mapping[str, int],
    of: Callable[[int], Side],
    barred: Callable[[int], Side],
) -> Side:
    """Where a strategy exempts.

    Args:
        strategy: The strategy.
        members: The places of the members' rulesets.
        known: The places of all rulesets that a strategy can name, by that name; -1 for one that is not in force.
        of: Where the ruleset at a place exempts.
        barred: Where it bars.
    """
    each = [of(place) for place in members]

    def called(name: str) -> Side:
        """Where the ruleset of this name exempts: nowhere when it is not in force."""
        place = known[name]
        return of(place) if place >= 0 else (np.zeros_like(each[0][0]), np.zeros_like(each[0][1]))

    match strategy.name:
        case "strictest":
            return _both(each, and_)
        case "most-generous":
            return _both(each, or_)
        case "quorum":
            sides = [at_least(strategy.k, [one[side] for one in each]) for side in (0, 1)]
            return sides[0], sides[1]
        case "reference":
            return called(strategy.home)
        case "mutual":
            some = _both(each, or_)
            if known[strategy.home] < 0:
                return some
            home, (surely, maybe) = called(strategy.home), barred(known[strategy.home])
            return home[0] | (some[0] & ~maybe), home[1] | (some[1] & ~surely)
        case _:
            raised = _both([called(name) for name in (strategy.home, strategy.floor) if name], or_)
            return _both([raised, called(strategy.ceiling)], and_) if strategy.ceiling else raised


def names_of(listed: Iterable[tuple[Ruleset, int]]) -> dict[str, int]:
    """The places of rulesets by the names that a strategy can use; the first that has a name has it, as there."""
    found: dict[str, int] = {}
    for ruleset, place in listed:
        for name in (ruleset.id, ruleset.institution):
            found.setdefault(name, place)
    return found


def _both(each: Sequence[Side], how: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Side:
    return reduce(how, (one[0] for one in each)), reduce(how, (one[1] for one in each))
