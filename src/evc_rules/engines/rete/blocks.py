"""Clauses as rulesets for durable_rules, laid out so that none of its limits can be reached.

What is known arrives as messages: wide ones, with a 1 for every input (or negation of one) that holds. Rules that look
at the same message go into durable_rules as one small ruleset, a group: what a message leads to then hangs on nothing
else, and a message that is still the same need not be told again. Rules that rest on what others conclude are a group
of their own, in which conclusions go round as facts. Every value is a whole number, under a name made here.

Two readings of a dossier may go by that group at once: each message and fact says which one it is of, and no rule mixes
them.

durable_rules goes wrong, mostly in silence, past limits of its own; each is named below with what it does. Rules are
spread over messages so that all stay below, and `laid_out` refuses what cannot.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ...errors import Finding, InvalidInputError
from .clauses import WIDEST, Clause, Clauses
from .groups import AWAKE, FACTS, READINGS, WAKING, Group, Rules, fact_text, property_of

MOST_RULES: Final = 4000
"""At 4,096 rules a ruleset is refused."""

MOST_PROPERTIES: Final = 240
"""A message with 255 properties is refused; its id and the like take some."""

MOST_PENDING: Final = 56
"""Past 64 tests of one message that hold at the same time, the message fails."""

MOST_SHARING: Final = 200
"""Past 256 rules that share the same test, memory is overrun."""

MOST_BRANCHES: Final = 480
"""The 513th rule that tests the same property for another value hangs; and the door keeps few more groups ready."""

MOST_ANTECEDENTS: Final = 16
"""A rule that joins more than 16 messages never fires; here it is one message and the facts."""

_SPREAD: Final = 256

_Test = tuple[int, int | None]
"""An input that is asked to hold; or, of a rule that looks at one reading only, that reading."""


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
        path: tuple[_Test, ...] = tuple((one, None) for one in inputs)
        path += () if reading is None else ((0, reading),)
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


def _pending(tree: Mapping[_Test, Any]) -> int:
    """How many branches wait at most, when all hold: a branch is taken up while those beside it wait."""
    return len(tree) + max((_pending(branch) - 1 for branch in tree.values() if branch), default=0)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A clause, as a rule of one reading or (None) of whatever message comes; its inputs as they are tested."""

    clause: Clause
    reading: int | None
    inputs: tuple[int, ...]
    block: int


def laid_out(written: Clauses, asked: Sequence[int]) -> Rules:
    """The rulesets for durable_rules.

    Raises:
        InvalidInputError: EVC-I001 when one would not stay below a limit.
    """
    clauses = sorted(written.clauses, key=_order)
    joining = [one for one in clauses if one.body.facts]
    count = len(clauses) + len(joining)  # a rule that joins messages is there once for each reading
    if count >= MOST_RULES:
        raise _too_large(f"it comes to {count} rules of the simplest kind, and {MOST_RULES - 1} can be carried")
    often = Counter(one for clause in clauses for one in clause.body.inputs)
    blocks, placed = _spread((one for one in clauses if not one.body.facts), (None,), often)
    facts = _Facts.of(Counter((fact, r) for clause in joining for r in READINGS for fact in clause.body.facts))
    join_blocks, join_placed = _spread(joining, READINGS, often)
    branches = 1 + len(blocks) + len(join_blocks) + facts.branches
    if branches > MOST_BRANCHES:
        raise _too_large(f"its rules fall into {branches} groups, and {MOST_BRANCHES} can be carried")
    groups: list[Group] = []
    start = 0
    for number, block in enumerate(blocks):
        groups.append(_group([block], [replace(one, block=0) for one in placed if one.block == number], None, start))
        start += len(block.inputs)
    joined = _group(join_blocks, join_placed, facts, start) if joining else None
    found = Rules(tuple(groups), joined, written.always, tuple(asked))
    for group in found.all:
        _differ(group)
    return found


def _order(clause: Clause) -> tuple[list[int], list[int], int]:
    return sorted(clause.body.inputs), sorted(clause.body.facts), clause.head


def _spread(
    clauses: Iterable[Clause], readings: Sequence[int | None], often: Mapping[int, int]
) -> tuple[list[_Block], list[_Placed]]:
    """Clauses spread over blocks; rules of facts alone look at none."""
    blocks: list[_Block] = []
    placed: list[_Placed] = []
    for clause in clauses:
        inputs = tuple(sorted(clause.body.inputs, key=lambda one: (-often[one], one)))
        for reading in readings:
            block = _room(blocks, inputs, reading) if inputs else -1
            placed.append(_Placed(clause, reading, inputs, block))
    return blocks, placed


def _room(blocks: list[_Block], inputs: tuple[int, ...], reading: int | None) -> int:
    """The number of a block that takes these tests; only the last few are tried, so that laying out stays quick."""
    for number in range(max(0, len(blocks) - 4), len(blocks)):
        if blocks[number].takes(inputs, reading):
            return number
    blocks.append(_Block())
    if not blocks[-1].takes(inputs, reading):
        raise AssertionError(f"{len(inputs)} tests do not fit one block")
    return len(blocks) - 1


def _group(blocks: Sequence[_Block], placed: Sequence[_Placed], facts: _Facts | None, start: int) -> Group:
    inputs = tuple(tuple(sorted(block.inputs)) for block in blocks)
    names = [{one: property_of(place) for place, one in enumerate(listed)} for listed in inputs]
    rules: dict[str, Any] = {AWAKE: {"all": [{"m": WAKING}]}}
    for name, one in enumerate(placed):
        antecedents: list[dict[str, Any]] = []
        if one.inputs:
            tests = [{"b": one.block}, *({names[one.block][each]: 1} for each in one.inputs)]
            tests += [] if one.reading is None else [{"r": one.reading}]
            antecedents.append({"m": {"$and": tests}})
        for place, fact in enumerate(sorted(one.clause.body.facts)):
            assert facts is not None  # noqa: S101 - only rules that join have facts
            antecedents.append({f"f{place}": {"$and": facts.use(fact, one.reading or 0)}})
        if len(antecedents) > MOST_ANTECEDENTS:
            raise AssertionError(f"{len(antecedents)} antecedents; clauses are at most {WIDEST} facts wide")
        rules[str(name)] = {"all": antecedents}
    heads = tuple(one.clause.head for one in placed)
    return Group(json.dumps(rules), heads, inputs, start, facts.told if facts else {})


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
                fact_text(key[1], one, g=one // _SPREAD, f=one % _SPREAD) for one in range(number, number + count)
            )
            number += count
        return cls(first, told, -(-number // _SPREAD))

    def use(self, fact: int, reading: int) -> list[dict[str, int]]:
        """The tests by which one more rule rests on a fact; its number tells the reading."""
        number = self.first[fact, reading] + self.used[fact, reading] // MOST_SHARING
        self.used[fact, reading] += 1
        return [{"g": number // _SPREAD}, {"f": number % _SPREAD}]


def _differ(group: Group) -> None:
    """That durable_rules, which compares names and ids by a hash of 32 bits only, takes no two of ours for one.

    Raises:
        InvalidInputError: EVC-I001.
    """
    widest = max((len(inputs) for inputs in group.blocks), default=0)
    names = {"r", "sid", "id", "$s", "b", "g", "f", "w", *map(property_of, range(widest))}
    total = sum(len(texts) for texts in group.facts.values())
    ids = {"0", "sid-s", "$pulse"} | {str(1 + one) for one in range(len(group.blocks) * len(READINGS))}
    ids |= {str(FACTS + one) for one in range(total)}
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
