"""The worlds of the volume run, by seed."""

from __future__ import annotations

from random import Random

from evc_rules.testing.strategies import pools

from .engines import Worlds
from .volume.dossiers import People
from .volume.rules import ruleset
from .volume.shapes import framework


def worlds(seed: int, people: int) -> Worlds:
    """One ruleset with so many dossiers, the same every time for a seed; fewer dossiers are the first of more."""
    random = Random(f"conformance {seed}")  # noqa: S311 - to be the same every time
    over = framework(random)
    rules = ruleset(random, over)
    on = random.choice(pools.DECISIONS)
    shared = random.choice((frozenset(), frozenset({"hardship"})))
    makes = People(random, rules, over, on)
    found = {}
    number = 0
    while len(found) < people:
        made = makes.dossier(number)
        number += 1
        found.setdefault(made.with_(id="d"), made)
    return Worlds(over, rules, tuple(found.values()), on, shared)
