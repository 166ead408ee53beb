"""How exemptions and credits of many applicants move from one policy to another; as `advice.impact` says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..advice import Effect, Move
from ..advice.change import Moving

_EXEMPT: Final = 1
_PLACE: Final = {effect: place for place, effect in enumerate(Effect)}


@dataclass(frozen=True)
class Moved:
    """What a change does to some applicants.

    Attributes:
        effects: The place of each one's effect among the effects.
        leaves: For each move how many applicants make it, by leaf.
    """

    effects: np.ndarray
    leaves: Mapping[Move, np.ndarray]


def moved(
    before: np.ndarray, after: np.ndarray, worth_before: np.ndarray, worth_after: np.ndarray, moving: Moving
) -> Moved:
    """What a change does.

    Args:
        before: The statuses that were possible, as bits: a row an applicant, a column a leaf.
        after: Those that are possible after it.
        worth_before: What was awarded, certainly and at most; -1 where that is not known.
        worth_after: What is awarded after it.
        moving: What becomes of leaves that are open before and after, and whether the terms are alike.
    """
    sure, may = before == _EXEMPT, (before & _EXEMPT) > 0
    sure_after, may_after = after == _EXEMPT, (after & _EXEMPT) > 0
    was_open, is_open = may & ~sure, may_after & ~sure_after
    found = {
        Move.LOST: sure & ~may_after,
        Move.MAY_LOSE: (sure & is_open) | (was_open & ~may_after),
        Move.MAY_CHANGE: np.zeros_like(sure),
        Move.MAY_GAIN: (~may & is_open) | (was_open & sure_after),
        Move.GAINED: ~may & sure_after,
    }
    both = was_open & is_open
    for place in np.flatnonzero(both.any(axis=0)).tolist():
        move = moving.open(place)
        if move is not None:
            found[move][:, place] |= both[:, place]
    some = {move: each.any(axis=1) for move, each in found.items()}
    for move, rows in _credits(worth_before, worth_after, some, alike=moving.alike).items():
        some[move] = some[move] | rows
    loses, gains = some[Move.LOST], some[Move.GAINED]
    effects = np.select(
        [
            loses & gains,
            loses,
            some[Move.MAY_LOSE] | some[Move.MAY_CHANGE],
            gains,
            some[Move.MAY_GAIN],
        ],
        [_PLACE[one] for one in (Effect.MIXED, Effect.WORSE, Effect.OPEN, Effect.BETTER, Effect.HOPE)],
        _PLACE[Effect.SAME],
    )
    return Moved(effects, {move: each.sum(axis=0) for move, each in found.items()})


def _credits(
    before: np.ndarray, after: np.ndarray, some: Mapping[Move, np.ndarray], *, alike: bool
) -> dict[Move, np.ndarray]:
    """How credits move: by what is certain and possible, and no further than exemptions and terms can."""
    known, known_after = before[:, 0] >= 0, after[:, 0] >= 0
    valued = known & known_after
    alike_each = (known == known_after) & alike
    lost = valued & (after[:, 1] < before[:, 0])
    gained = valued & ~lost & (after[:, 0] > before[:, 1])
    rest = valued & ~lost & ~gained & (before != after).any(axis=1)
    may_lose = ~alike_each | some[Move.LOST] | some[Move.MAY_LOSE] | some[Move.MAY_CHANGE]
    may_gain = ~alike_each | some[Move.GAINED] | some[Move.MAY_GAIN] | some[Move.MAY_CHANGE]
    return {
        Move.LOST: lost,
        Move.GAINED: gained,
        Move.MAY_CHANGE: (rest & may_lose & may_gain) | (~valued & ~alike_each),
        Move.MAY_LOSE: rest & may_lose & ~may_gain,
        Move.MAY_GAIN: rest & may_gain & ~may_lose,
    }
