"""When all must be over, by the clock: one for a whole command, however many questions it asks of the planner."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Final, Self


@dataclass(frozen=True)
class Deadline:
    """A moment by which an answer is to be there, finished or not.

    Unlike a budget it is by the clock, so that where it strikes the answer hangs on the machine. What is not known by
    then is said not to be known.

    Attributes:
        until: The moment [s], by the clock that never goes back.
    """

    until: float = math.inf

    @classmethod
    def within(cls, seconds: float | None) -> Self:
        """So many seconds from now; None for no such moment."""
        return cls() if seconds is None else cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """How long there is still [s]."""
        return max(self.until - time.monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether it is there."""
        return self.until < math.inf and time.monotonic() >= self.until


NO_DEADLINE: Final = Deadline()
"""Nobody waits: only the work done is bounded."""
