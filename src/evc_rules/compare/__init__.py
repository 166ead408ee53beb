"""Comparing: how rulesets relate on every outcome, proven for all applicants or shown by one; see `compare`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final

from ..harmonise import in_force
from ..model.alliance import Alliance
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from .agreed import Agreement, agreement
from .causes import Unsettled
from .comparison import Comparison, Pair
from .lore import STANDARD, Lore
from .relations import Cause, Causes, LeafRelation, Relation, Witness
from .run import compared
from .standing import Standing
from .terms import TermDifference

__all__ = [
    "STANDARD",
    "TIME_LIMIT",
    "Agreement",
    "Cause",
    "Causes",
    "Comparison",
    "LeafRelation",
    "Lore",
    "Pair",
    "Relation",
    "Standing",
    "TermDifference",
    "Unsettled",
    "Witness",
    "agreement",
    "compare",
    "compare_rulesets",
]

TIME_LIMIT: Final = 10.0
"""How long to look for the answer to one question [s], unless something else is said."""


def compare(
    alliance: Alliance,
    on: date,
    *,
    cohort: int | None = None,
    leaves: Collection[Leaf] | None = None,
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
    tell: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare the rulesets of an alliance's members, pair by pair and outcome by outcome.

    Args:
        alliance: The alliance.
        on: The decision date.
        cohort: The cohort that it is about, or None for every cohort.
        leaves: Only these leaves.
        lore: The facts of the world that are assumed.
        time_limit: How long to look for the answer to one question [s].
        tell: Told how much is done, and of how much.

    Raises:
        InvalidInputError: EVC-N003 when a member has no ruleset in force, or more than one.
        MissingExtraError: z3 is not installed, and there is something to ask.
    """
    shared = frozenset(alliance.shared_judgements)
    members = in_force(alliance, on, cohort)
    return compare_rulesets(
        members, alliance.framework, on,
        cohort=cohort, shared=shared, leaves=leaves, lore=lore, time_limit=time_limit, tell=tell,
    )  # fmt: skip


def compare_rulesets(
    rulesets: Sequence[Ruleset],
    framework: Framework,
    on: date,
    *,
    cohort: int | None = None,
    shared: frozenset[str] = frozenset(),
    leaves: Collection[Leaf] | None = None,
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
    tell: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare rulesets over one framework; see `compare`.

    A judgement belongs to the ruleset with its id: two versions of one ruleset ask the same person once.
    """
    chosen = tuple(leaf for leaf in framework.leaves if leaves is None or leaf in leaves)
    return compared(
        tuple(rulesets), framework, on,
        cohort=cohort, shared=shared, lore=lore, time_limit=time_limit, leaves=chosen, tell=tell or _silent,
    )  # fmt: skip


def _silent(_done: int, _total: int) -> None:
    """Nobody is told."""
