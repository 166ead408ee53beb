"""The named strategies by which an alliance can make one ruleset out of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..errors import Finding, InvalidInputError
from ..model.policy import Ruleset

STRATEGIES: Final = {
    "strictest": "exempt when every member exempts",
    "most-generous": "exempt when some member exempts",
    "quorum:K": "exempt when at least K members exempt",
    "mutual:HOME": "exempt when HOME exempts, or some member exempts and HOME does not bar",
    "floor-ceiling:HOME,FLOOR,CEILING": "exempt when HOME or FLOOR exempts, and CEILING does (one may be left empty)",
    "reference:MEMBER": "exempt when MEMBER exempts",
}
"""How each strategy is written, and what it means."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy with what it needs.

    Attributes:
        name: One of strictest, most-generous, quorum, mutual, floor-ceiling, reference.
        k: How many members must exempt, for a quorum; 0 otherwise.
        home: The ruleset (or institution) that mutual recognition, floor and ceiling, or a reference starts from.
        floor: The ruleset that is exempt in any case, or nothing.
        ceiling: The ruleset without which nothing is exempt, or nothing.
    """

    name: str
    k: int = 0
    home: str = ""
    floor: str = ""
    ceiling: str = ""

    @classmethod
    def parse(cls, text: str) -> Strategy:
        """Read a strategy as it is written in `STRATEGIES`, such as `quorum:2`.

        Raises:
            InvalidInputError: EVC-N002 when the text is not a strategy.
        """
        name, _, rest = text.partition(":")
        parts = [part.strip() for part in rest.split(",")]
        match name, parts:
            case (("strictest" | "most-generous"), [""]):
                return cls(name)
            case "quorum", [count] if count.isdecimal() and int(count) > 0:
                return cls(name, k=int(count))
            case (("mutual" | "reference"), [home]) if home:
                return cls(name, home=home)
            case "floor-ceiling", [home, *others] if (
                home and 0 < len(others) <= len(("floor", "ceiling")) and any(others)
            ):
                floor, ceiling = [*others, ""][:2]
                return cls(name, home=home, floor=floor, ceiling=ceiling)
            case _:
                help_ = "; ".join(f"{how}: {what}" for how, what in STRATEGIES.items())
                raise InvalidInputError((Finding("EVC-N002", f"'{text}' is not a strategy", help=help_),))

    def __str__(self) -> str:
        match self.name:
            case "quorum":
                return f"quorum:{self.k}"
            case "mutual" | "reference":
                return f"{self.name}:{self.home}"
            case "floor-ceiling":
                return f"{self.name}:{self.home},{self.floor},{self.ceiling}".rstrip(",")
            case _:
                return self.name


def within(strategy: Strategy, member: Ruleset, count: int) -> tuple[bool, bool]:
    """What a strategy is by definition to a member among so many: never stricter, and never more generous."""
    names = {member.id, member.institution}
    home = strategy.home in names
    match strategy.name:
        case "strictest":
            return count == 1, True
        case "most-generous":
            return True, count == 1
        case "quorum":
            return strategy.k == 1, strategy.k == count
        case "reference":
            return home, home
        case "mutual":
            return home, home and count == 1
        case _:
            raised = home or strategy.floor in names
            lowered = home and strategy.floor in {"", *names}
            return raised and strategy.ceiling in {"", *names}, lowered or strategy.ceiling in names
