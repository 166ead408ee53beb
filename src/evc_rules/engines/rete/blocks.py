"""Clauses as a ruleset for durable_rules, laid out so that none of its limits can be reached.

What is known arrives as messages: one for each block of rules, wide, with a 1 for every input (or negation of one) that
holds. What rules conclude goes round as facts. Every property and value is a whole number, under a name made here.

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
from .clauses import WIDEST, Clauses

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
        facts: For each fact the messages that tell it.
        always: What holds without any rule.
        asked: What is asked.
    """

    text: str
    heads: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    facts: Mapping[int, tuple[str, ...]]
    always: frozenset[int]
    asked: tuple[int, ...]

    @cached_property
    def digest(self) -> str:
        """A name for the definition: the same rules, the same name."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def _shown(self) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
        opening = [
            json.dumps({"sid": SID, "id": _BLOCKS + block, "b": block})[:-1] for block in range(len(self.blocks))
        ]
        shown = [tuple((one, f', "{_property(one)}": 1') for one in inputs) for inputs in self.blocks]
        return tuple(zip(opening, shown, strict=True))

    def messages(self, holding: frozenset[int]) -> Iterator[str]:
        """The messages that say which inputs hold, or do not hold; blocks of which nothing is known stay silent."""
        for opening, shown in self._shown:
            told = "".join(text for one, text in shown if one in holding)
            if told:
                yield f"{opening}{told}}}"


WAKE: Final = json.dumps({"sid": SID, "id": 0, "w": 1})
"""The message for the rule that always fires."""

_BLOCKS: Final = 1
_FACTS: Final = 10_000
_SPREAD: Final = 256


@dataclass
class _Block:
    """Rules that look at the same message.

    Their tests form a tree (rules that begin alike share the beginning), and a message goes down every branch that
    holds. What counts is the worst: that all of them do.
    """

    inputs: set[int] = field(default_factory=set)
    tree: dict[int, Any] = field(default_factory=dict)
    ends: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def takes(self, path: tuple[int, ...]) -> bool:
        """Take up one more rule, if it fits."""
        if len(self.inputs.union(path)) > MOST_PROPERTIES or self.ends[path] == MOST_SHARING:
            return False
        added = self._grow(path)
        if added is not None and _pending(self.tree) > MOST_PENDING:
            here, one = added
            del here[one]
            return False
        self.inputs.update(path)
        self.ends[path] += 1
        return True

    def _grow(self, path: tuple[int, ...]) -> tuple[dict[int, Any], int] | None:
        here, added = self.tree, None
        for one in path:
            if one not in here:
                here[one] = {}
                added = added or (here, one)
            here = here[one]
        return added


def _pending(tree: Mapping[int, Any]) -> int:
    """How many branches wait at most, when all hold: a branch is taken up while those beside it wait."""
    return len(tree) + max((_pending(branch) - 1 for branch in tree.values() if branch), default=0)


def laid_out(written: Clauses, asked: Sequence[int]) -> Rules:
    """The ruleset for durable_rules.

    Raises:
        InvalidInputError: EVC-I001 when it would not stay below a limit.
    """
    clauses = sorted(written.clauses, key=lambda one: (sorted(one.body.inputs), sorted(one.body.facts), one.head))
    if len(clauses) >= MOST_RULES:
        raise _too_large(f"it comes to {len(clauses)} rules of the simplest kind, and {MOST_RULES - 1} can be carried")
    often = Counter(one for clause in clauses for one in clause.body.inputs)
    users = Counter(fact for clause in clauses for fact in clause.body.facts)
    facts = _Facts.of(users)
    rules: dict[str, Any] = {AWAKE: {"all": [{"m": {"w": 1}}]}}
    blocks: list[_Block] = []
    for name, clause in enumerate(clauses):
        antecedents: list[dict[str, Any]] = []
        if clause.body.inputs:
            path = tuple(sorted(clause.body.inputs, key=lambda one: (-often[one], one)))
            tests = [{"b": _room(blocks, path)}, *({_property(one): 1} for one in path)]
            antecedents.append({"m": {"$and": tests}})
        for place, fact in enumerate(sorted(clause.body.facts)):
            antecedents.append({f"f{place}": {"$and": facts.use(fact)}})
        if len(antecedents) > MOST_ANTECEDENTS:
            raise AssertionError(f"{len(antecedents)} antecedents; clauses are at most {WIDEST} facts wide")
        rules[str(name)] = {"all": antecedents}
    branches = 1 + len(blocks) + facts.branches
    if branches > MOST_BRANCHES:
        raise _too_large(f"its rules fall into {branches} groups, and {MOST_BRANCHES} can be carried")
    found = Rules(
        json.dumps(rules),
        tuple(clause.head for clause in clauses),
        tuple(tuple(sorted(block.inputs)) for block in blocks),
        facts.told,
        written.always,
        tuple(asked),
    )
    _apart(found, facts)
    return found


def _room(blocks: list[_Block], path: tuple[int, ...]) -> int:
    """The number of a block that takes these tests; only the last few are tried, so that laying out stays quick."""
    for number in range(max(0, len(blocks) - 4), len(blocks)):
        if blocks[number].takes(path):
            return number
    blocks.append(_Block())
    if not blocks[-1].takes(path):
        raise AssertionError(f"{len(path)} tests do not fit one block")
    return len(blocks) - 1


@dataclass
class _Facts:
    """The facts that rules conclude, each told under so many numbers that no number has too many rules resting on it.

    Numbers are written in two digits, so that no property is tested for too many values.
    """

    first: dict[int, int]
    told: dict[int, tuple[str, ...]]
    branches: int
    used: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, users: Mapping[int, int]) -> _Facts:
        first: dict[int, int] = {}
        told: dict[int, tuple[str, ...]] = {}
        number = 0
        for fact in sorted(users):
            count = -(-users[fact] // MOST_SHARING)
            first[fact] = number
            told[fact] = tuple(
                json.dumps({"sid": SID, "id": _FACTS + one, "g": one // _SPREAD, "f": one % _SPREAD})
                for one in range(number, number + count)
            )
            number += count
        return cls(first, told, -(-number // _SPREAD))

    def use(self, fact: int) -> list[dict[str, int]]:
        """The tests by which one more rule rests on a fact."""
        number = self.first[fact] + self.used[fact] // MOST_SHARING
        self.used[fact] += 1
        return [{"g": number // _SPREAD}, {"f": number % _SPREAD}]


def _property(one: int) -> str:
    return f"p{one}" if one >= 0 else f"n{-1 - one}"


def _apart(rules: Rules, facts: _Facts) -> None:
    """That durable_rules, which compares names and ids by a hash of 32 bits only, takes no two of ours for one.

    Raises:
        InvalidInputError: EVC-I001.
    """
    names = {"sid", "id", "$s", "b", "g", "f", "w"} | {_property(one) for block in rules.blocks for one in block}
    total = sum(len(texts) for texts in facts.told.values())
    ids = {"0", f"sid-{SID}", "$pulse"} | {str(_BLOCKS + one) for one in range(len(rules.blocks))}
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
