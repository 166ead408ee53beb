"""What durable_rules makes of a dossier. Only what a step changed is told it: what a message leads to is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .door import door
from .groups import Cases, Rules

Readings = tuple[int, ...]
"""The strict and the lenient reading of a dossier, or one when they are the same."""

_Case = tuple[int, Cases]
"""A group, by its start, and what it was told."""

_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True)
class Matched:
    """What durable_rules made of a dossier.

    Attributes:
        surely: What follows in the strict reading.
        maybe: What follows in the lenient reading.
        told: What it was told, with what followed from each.
    """

    surely: frozenset[int]
    maybe: frozenset[int]
    told: Mapping[_Case, tuple[frozenset[int], ...]] = field(default_factory=dict)


def matched(rules: Rules, readings: Readings, before: Matched | None = None) -> Matched:
    """What follows in each reading. What was told before, and is still so, is not told again.

    Raises:
        InvalidInputError: EVC-I002 when durable_rules fails.
        MissingExtraError: durable_rules is not installed.
    """
    through = door()
    known = before.told if before else {}
    told: dict[_Case, tuple[frozenset[int], ...]] = {}
    concluded = [set(rules.always) for _ in readings]
    for group in rules.apart:
        for here, reading in zip(concluded, readings, strict=True):
            holding = group.holding(reading)
            if holding:
                case: _Case = group.start, ((holding, _NONE),)
                if case not in told:
                    told[case] = known.get(case) or through.match(group, case[1])
                here.update(told[case][0])
    if rules.joined:
        rests_on = rules.joined.rests_on
        cases = zip(map(rules.joined.holding, readings), (rests_on & here for here in concluded), strict=True)
        case = rules.joined.start, tuple(cases)
        told[case] = known.get(case) or through.match(rules.joined, case[1])
        for here, followed in zip(concluded, told[case], strict=True):
            here.update(followed)
    return Matched(frozenset(concluded[0]), frozenset(concluded[-1]), told)
