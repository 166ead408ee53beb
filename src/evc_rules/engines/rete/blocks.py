"""Clauses as a ruleset for durable_rules, laid out so that none of its limits can be reached.

What is known arrives as messages: one for each block of rules, wide, with a 1 for every input (or negation of one) that
holds. What rules conclude goes round as facts. Every value is a whole number, under a name made here. Two readings of a
dossier go by at once: each message and fact says which one it is of, and no rule mixes them.

durable_rules goes wrong, mostly in silence, past limits of its own; each is named below with what it does. Rules are
spread over blocks so that all stay below, and `laid_out` refuses what cannot.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from ...errors import Finding, InvalidInputError
from .clauses import WIDEST, Clause, Clauses

MOST_RULES: Final = 4000
"""At 4,096 rules a ruleset is refused."""

MOST_PROPERTIES: Final = 240
"""A message with 255 properties is refused; its id and the like take some."""

MOST_PENDING: Final = 56
"""Past 64 tests of one message that hold at the same time, the message fails."""

MOST_SHARING: Final = 200
"""Past 256 rules that share the same test, memory is overrun."""

MOST_BRANCHES: Final = 480
"""The 513th rule that tests the same property for another value hangs."""

MOST_ANTECEDENTS: Final = 16
"""A rule that joins more than 16 messages never fires; here it is one message and the facts."""

SID: Final = "s"
"""The state that a case lives in; it is deleted before the next one comes."""

AWAKE: Final = "awake"
"""The rule that always fires: it shows that the engine works, and makes its state safe to delete."""


@dataclass(frozen=True)
class Rules:
    """A ruleset for durable_rules.

    Attributes:
        text: Its definition.
        heads: What each rule concludes.
        blocks: The inputs that the message of each block is about.
        facts: For each fact in each reading the messages that tell it.
        always: What holds without any rule.
        asked: What is asked.
    """

    text: str
    heads: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    facts: Mapping[tuple[int, int], tuple[str, ...]]
    always: frozenset[int]
    asked: tuple[int, ...]

    @cached_property
    def digest(self) -> str:
        """A name for the definition: the same rules, the same name."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def _shown(self) -> tuple[tuple[tuple[str, ...], tuple[tuple[int, str], ...]], ...]:
        """For each block how its message opens in each reading, and what it says of each input that holds."""
        return tuple(
            (
                tuple(
                    _text(reading, id=_BLOCKS + block * len(READINGS) + reading, b=block)[:-1] for reading in READINGS
                ),
                tuple((one, f', "{_property(one)}": 1') for one in inputs),
            )
            for block, inputs in enumerate(self.blocks)
        )

    def messages(self, reading: int, holding: frozenset[int]) -> Iterator[str]:
        """The messages that say which inputs hold, or do not hold; blocks of which nothing is known stay silent."""
        for openings, shown in self._shown:
            told = "".join([text for one, text in shown if one in holding])
            if told:
                yield f"{openings[reading]}{told}}}"


READINGS: Final = (0, 1)
"""The readings that go by at once."""


def _text(reading: int, **numbers: int) -> str:
    return json.dumps({"r": reading, "sid": SID, **numbers})


def reading_of(firing: str) -> int:
    """The reading that a rule fired in: the first thing that messages and facts say."""
    place = firing.index('{"r": ')
    return int(firing[place + 6])


WAKE: Final = json.dumps({"sid": SID, "id": 0, "w": 1})
"""The message for the rule that always fires."""

_BLOCKS: Final = 1
_FACTS: Final = 10_000
_SPREAD: Final = 256


_Test = tuple[str, int]
"""A property, and the value that it is tested for."""


@dataclass
class _Block:
    """Rules that look at the same message.

    Their tests form a tree (rules that begin alike share the beginning), and a message goes down every branch that
    holds. What counts is the worst: that all of them do.
    """

    inputs: set[int] = field(default_factory=set)
    tree: dict[_Test, Any] = field(default_factory=dict)
    ends: Counter[tuple[_Test, ...]] = field(default_factory=Counter)

    def takes(self, inputs: tuple[int, ...], reading: int | None) -> bool:
        """Take up one more rule, if it fits; a reading when it looks at messages of that one only."""
        path = _tests(inputs, reading)
        if len(self.inputs.union(inputs)) > MOST_PROPERTIES or self.ends[path] == MOST_SHARING:
            return False
        added = self._grow(path)
        if added is not None and _pending(self.tree) > MOST_PENDING:
            here, one = added
            del here[one]
            return False
        self.inputs.update(inputs)
        self.ends[path] += 1
        return True

    def _grow(self, path: tuple[_Test, ...]) -> tuple[dict[_Test, Any], _Test] | None:
        here, added = self.tree, None
        for one in path:
            if one not in here:
                here[one] = {}
                added = added or (here, one)
            here = here[one]
        return added


def _tests(inputs: tuple[int, ...], reading: int | None) -> tuple[_Test, ...]:
    last = () if reading is None else (("r", reading),)
    return (*((_property(one), 1) for one in inputs), *last)


def _pending(tree: Mapping[_Test, Any]) -> int:
    """How many branches wait at most, when all hold: a branch is taken up while those beside it wait."""
    return len(tree) + max((_pending(branch) - 1 for branch in tree.values() if branch), default=0)


def laid_out(written: Clauses, asked: Sequence[int]) -> Rules:
    """The ruleset for durable_rules.

    Raises:
        InvalidInputError: EVC-I001 when it would not stay below a limit.
    """
    listed = [(one, reading) for one in sorted(written.clauses, key=_order) for reading in _apart_in(one)]
    if len(listed) >= MOST_RULES:
        raise _too_large(f"it comes to {len(listed)} rules of the simplest kind, and {MOST_RULES - 1} can be carried")
    often = Counter(one for clause, _ in listed for one in clause.body.inputs)
    facts = _Facts.of(Counter((fact, reading or 0) for clause, reading in listed for fact in clause.body.facts))
    rules: dict[str, Any] = {AWAKE: {"all": [{"m": {"w": 1}}]}}
    blocks: list[_Block] = []
    for name, (clause, reading) in enumerate(listed):
        antecedents: list[dict[str, Any]] = []
        if clause.body.inputs:
            inputs = tuple(sorted(clause.body.inputs, key=lambda one: (-often[one], one)))
            tests = (("b", _room(blocks, inputs, reading)), *_tests(inputs, reading))
            antecedents.append({"m": {"$and": [{name: value} for name, value in tests]}})
        for place, fact in enumerate(sorted(clause.body.facts)):
            antecedents.append({f"f{place}": {"$and": facts.use(fact, reading or 0)}})
        if len(antecedents) > MOST_ANTECEDENTS:
            raise AssertionError(f"{len(antecedents)} antecedents; clauses are at most {WIDEST} facts wide")
        rules[str(name)] = {"all": antecedents}
    branches = 1 + len(blocks) + facts.branches
    if branches > MOST_BRANCHES:
        raise _too_large(f"its rules fall into {branches} groups, and {MOST_BRANCHES} can be carried")
    found = Rules(
        json.dumps(rules),
        tuple(clause.head for clause, _ in listed),
        tuple(tuple(sorted(block.inputs)) for block in blocks),
        facts.told,
        written.always,
        tuple(asked),
    )
    _differ(found)
    return found


def _order(clause: Clause) -> tuple[list[int], list[int], int]:
    return sorted(clause.body.inputs), sorted(clause.body.facts), clause.head


def _apart_in(clause: Clause) -> tuple[int | None, ...]:
    """A rule that joins messages is there once for each reading, so that it joins none of different ones."""
    return READINGS if clause.body.facts else (None,)


def _room(blocks: list[_Block], inputs: tuple[int, ...], reading: int | None) -> int:
    """The number of a block that takes these tests; only the last few are tried, so that laying out stays quick."""
    for number in range(max(0, len(blocks) - 4), len(blocks)):
        if blocks[number].takes(inputs, reading):
            return number
    blocks.append(_Block())
    if not blocks[-1].takes(inputs, reading):
        raise AssertionError(f"{len(inputs)} tests do not fit one block")
    return len(blocks) - 1


@dataclass
class _Facts:
    """The facts that rules conclude, each told under so many numbers that no number has too many rules resting on it.

    Numbers are written in two digits, so that no property is tested for too many values.
    """

    first: dict[tuple[int, int], int]
    told: dict[tuple[int, int], tuple[str, ...]]
    branches: int
    used: Counter[tuple[int, int]] = field(default_factory=Counter)

    @classmethod
    def of(cls, users: Mapping[tuple[int, int], int]) -> _Facts:
        """The facts, by how many rules rest on each in each reading."""
        first: dict[tuple[int, int], int] = {}
        told: dict[tuple[int, int], tuple[str, ...]] = {}
        number = 0
        for key in sorted(users):
            count = -(-users[key] // MOST_SHARING)
            first[key] = number
            told[key] = tuple(
                _text(key[1], id=_FACTS + one, g=one // _SPREAD, f=one % _SPREAD)
                for one in range(number, number + count)
            )
            number += count
        return cls(first, told, -(-number // _SPREAD))

    def use(self, fact: int, reading: int) -> list[dict[str, int]]:
        """The tests by which one more rule rests on a fact; its number tells the reading."""
        number = self.first[fact, reading] + self.used[fact, reading] // MOST_SHARING
        self.used[fact, reading] += 1
        return [{"g": number // _SPREAD}, {"f": number % _SPREAD}]


def _property(one: int) -> str:
    return f"p{one}" if one >= 0 else f"n{-1 - one}"


def _differ(rules: Rules) -> None:
    """That durable_rules, which compares names and ids by a hash of 32 bits only, takes no two of ours for one.

    Raises:
        InvalidInputError: EVC-I001.
    """
    names = {"r", "sid", "id", "$s", "b", "g", "f", "w"} | {_property(one) for block in rules.blocks for one in block}
    total = sum(len(texts) for texts in rules.facts.values())
    ids = {"0", f"sid-{SID}", "$pulse"} | {str(_BLOCKS + one) for one in range(len(rules.blocks) * len(READINGS))}
    ids |= {str(_FACTS + one) for one in range(total)}
    for listed in (names, ids):
        if len({_hash(one) for one in listed}) != len(listed):
            raise _too_large("two of its names have the same hash in durable_rules")


def _hash(text: str) -> int:
    """FNV-1a, as durable_rules computes it."""
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 % 2**32
    return found


def _too_large(why: str) -> InvalidInputError:
    help_ = "assess the dossier as a whole instead (`assess`), which has no such limit"
    return InvalidInputError((Finding("EVC-I001", f"an intake talk cannot carry this ruleset: {why}", help=help_),))
