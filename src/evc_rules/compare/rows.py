"""What decides a leaf under each ruleset, and what is found of every pair of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.conditions import Condition
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Conflicts


@dataclass(frozen=True)
class Decided:
    """What decides a leaf under one ruleset: that it is granted, that it is barred, and what becomes of both."""

    granted: Condition
    barred: Condition
    conflicts: Conflicts


@dataclass
class Rows:
    """What is found of one class of leaves.

    Attributes:
        leaf: The leaf that stands for them.
        shown: For two rulesets, someone whom the first exempts and the second does not.
        proven: The pairs of which the first exempts only where the second does.
        told: For two rulesets, someone of whom they say something else.
        same: The pairs that always say the same.
        why: Why something is not known, by pair.
    """

    leaf: Leaf
    shown: dict[tuple[int, int], Dossier] = field(default_factory=dict)
    proven: set[tuple[int, int]] = field(default_factory=set)
    told: dict[tuple[int, int], Dossier] = field(default_factory=dict)
    same: set[tuple[int, int]] = field(default_factory=set)
    why: dict[tuple[int, int], str] = field(default_factory=dict)
