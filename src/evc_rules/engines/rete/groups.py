"""What goes into durable_rules together: the definition of its rules, and the messages that they look at.

A reading of a dossier is one number here, with a bit for every input (or negation of one) of every group that holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final

READINGS: Final = (0, 1)
"""The readings that go by at once."""

Cases = tuple[tuple[int, frozenset[int]], ...]
"""For each reading what rules are told: the inputs that hold, and the facts that are known."""

SID: Final = "s"
"""The state that a case lives in; it is deleted before the next one comes."""

AWAKE: Final = "awake"
"""The rule that always fires: it shows that the engine works, and makes its state safe to delete."""

WAKING: Final = {"w": 1}
"""What that rule looks for."""

WAKE: Final = json.dumps({"sid": SID, "id": 0, **WAKING})
"""The message for it."""

FACTS: Final = 10_000
"""The ids of facts begin here; those of messages are below, after the one for the rule that always fires."""


def property_of(place: int) -> str:
    """The name of an input in the message of its block."""
    return f"p{place}"


def fact_text(reading: int, number: int, **numbers: int) -> str:
    """A fact as it is told."""
    return _text(reading, id=FACTS + number, **numbers)


def reading_of(firing: str) -> int:
    """The reading that a rule fired in: the first thing that messages and facts say."""
    place = firing.index('{"r": ')
    return int(firing[place + 6])


def _text(reading: int, **numbers: int) -> str:
    return json.dumps({"r": reading, "sid": SID, **numbers})


@dataclass(frozen=True)
class Group:
    """Rules that go into durable_rules together.

    Attributes:
        text: Their definition.
        heads: What each rule concludes.
        blocks: The inputs that each message is about.
        start: The place of the first of these inputs in a reading; the others follow.
        facts: For each fact in each reading the messages that tell it.
    """

    text: str
    heads: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    start: int
    facts: Mapping[tuple[int, int], tuple[str, ...]]

    @cached_property
    def digest(self) -> str:
        """A name for the definition: the same rules, the same name."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def width(self) -> int:
        """How many places its inputs have in a reading."""
        return sum(map(len, self.blocks))

    @cached_property
    def _all(self) -> int:
        return (1 << self.width) - 1

    @cached_property
    def rests_on(self) -> frozenset[int]:
        """The facts that its rules look for."""
        return frozenset(fact for fact, _ in self.facts)

    def holding(self, reading: int) -> int:
        """What holds of its own inputs."""
        return reading >> self.start & self._all

    @cached_property
    def _shown(self) -> tuple[tuple[tuple[str, ...], int, tuple[tuple[int, str], ...]], ...]:
        """For each message how it opens in each reading, which inputs it is about, and what it says of each."""
        found = []
        place = 0
        for block, inputs in enumerate(self.blocks):
            openings = tuple(_text(one, id=1 + block * len(READINGS) + one, b=block)[:-1] for one in READINGS)
            shown = tuple((1 << place + one, f', "{property_of(one)}": 1') for one in range(len(inputs)))
            found.append((openings, (1 << len(inputs)) - 1 << place, shown))
            place += len(inputs)
        return tuple(found)

    def messages(self, reading: int, holding: int, known: Iterable[int] = ()) -> Iterator[str]:
        """The messages that say which inputs hold (of blocks of which nothing holds, none), and the facts."""
        for openings, about, shown in self._shown:
            here = holding & about
            if here:
                yield f"{openings[reading]}{''.join([text for bit, text in shown if here & bit])}}}"
        for fact in known:
            yield from self.facts.get((fact, reading), ())


@dataclass(frozen=True)
class Rules:
    """A ruleset for durable_rules.

    Attributes:
        apart: The groups of which each looks at one message, and nothing else.
        joined: The group of all rules that rest on what others conclude, or None when there is none.
        always: What holds without any rule.
        asked: What is asked.
    """

    apart: tuple[Group, ...]
    joined: Group | None
    always: frozenset[int]
    asked: tuple[int, ...]

    @property
    def all(self) -> tuple[Group, ...]:
        """All its groups."""
        return (*self.apart, self.joined) if self.joined else self.apart

    @cached_property
    def places(self) -> Mapping[int, int]:
        """For each input (or negation of one) its places in a reading, as bits."""
        found: dict[int, int] = {}
        for group in self.all:
            for place, one in enumerate((one for inputs in group.blocks for one in inputs), group.start):
                found[one] = found.get(one, 0) | 1 << place
        return found

    def reading(self, holding: Iterable[int]) -> int:
        """The inputs (or negations) that hold, as a reading."""
        found = 0
        for one in holding:
            found |= self.places.get(one, 0)
        return found
