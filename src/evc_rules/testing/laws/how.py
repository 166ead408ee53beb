"""How laws are looked into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Final, Literal

from ...compare import STANDARD, TIME_LIMIT, Lore

Mode = Literal["auto", "proven", "sampled"]
"""Proven where it can be, and sampled where it cannot; or only the one, or only the other."""


@dataclass(frozen=True)
class How:
    """How laws are looked into.

    Attributes:
        mode: Whether they are proven or sampled.
        examples: How many samples to try of a law, on each date.
        time_limit: How long to look for the answer to one question [s].
        within: After how long all that was not looked into yet is left open, and said to be [s].
        lore: What is assumed of everybody.
        before_each: Called with the name of each law before it is asked.
    """

    mode: Mode = "auto"
    examples: int = 200
    time_limit: float = TIME_LIMIT
    within: float = inf
    lore: Lore = STANDARD
    before_each: Callable[[str], None] | None = None


NO_SOLVER: Final = 'no solver is installed: pip install "evc-rules[compare]"'
"""Why nothing is proven, when it is not."""
NO_TIME: Final = "the time was over"
"""Why something was not looked into."""
