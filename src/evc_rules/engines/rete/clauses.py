"""Logic as rules of the simplest kind: from facts that all hold follows one more fact. No negation, no alternatives.

A fact is a signed number out of the logic: an input or gate that holds, or (-1 - number) one that does not hold. Each
gate is written twice where it is needed twice, once for holding and once for not holding, so nothing is ever concluded
from what is not there, and nothing that was concluded has to be taken back.

Three values need two readings of the same rules. In the strict reading an input that is unknown neither holds nor does
not hold; what follows is surely so. In the lenient reading it does both; what does not follow is surely not so. (That
is strong Kleene logic; see `docs/explanation/meaning.md`, "Truth".)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Final

from .logic import Gate, Logic

MOST_BODIES: Final = 12
"""So many alternatives are written out; a part that would need more becomes a fact of its own."""

WIDEST: Final = 12
"""So many facts stand in one rule, and so many inputs eight times over; more are gathered into facts first."""


@dataclass(frozen=True, slots=True)
class Body:
    """What must hold: inputs (or negations of them), and facts that other rules conclude."""

    inputs: frozenset[int] = frozenset()
    facts: frozenset[int] = frozenset()

    def __or__(self, other: Body) -> Body:
        return Body(self.inputs | other.inputs, self.facts | other.facts)

    def __le__(self, other: Body) -> bool:
        return self.inputs <= other.inputs and self.facts <= other.facts


ALWAYS: Final = Body()
Bodies = tuple[Body, ...]
"""Alternatives: one of them must hold. Of none: never."""


@dataclass(frozen=True, slots=True)
class Clause:
    """From a body follows a fact."""

    body: Body
    head: int


@dataclass(frozen=True, slots=True)
class Clauses:
    """Rules for logic.

    Attributes:
        clauses: The rules.
        always: What is asked and holds without any.
    """

    clauses: tuple[Clause, ...]
    always: frozenset[int]


def clauses_of(logic: Logic) -> Clauses:
    """The rules for everything that is asked."""
    return _Writing(logic).all()


@dataclass
class _Writing:
    logic: Logic
    gates: list[Gate] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    known: dict[int, Bodies] = field(default_factory=dict)
    wanted: list[int] = field(default_factory=list)
    counters: dict[tuple[int, tuple[int, ...]], int] = field(default_factory=dict)
    gatherings: dict[Body, int] = field(default_factory=dict)

    def all(self) -> Clauses:
        self.gates += self.logic.gates
        for outcome in sorted(self.logic.outcomes):  # from the bottom up, so that long chains nest no deeper
            self.bodies(outcome)
            self.bodies(-1 - outcome)
        found: list[Clause] = []
        always: set[int] = set()
        for head in dict.fromkeys(self.logic.asked):
            bodies = self.bodies(head)
            if ALWAYS in bodies:
                always.add(head)
            elif bodies != (Body(facts=frozenset({head})),):
                found += (Clause(body, head) for body in bodies)
        while self.wanted:
            head = self.wanted.pop()
            found += (Clause(body, head) for body in self.defining(head))
        return Clauses(_needed(self.narrowed(found), self.logic.asked), frozenset(always))

    def narrowed(self, clauses: Iterable[Clause]) -> Iterator[Clause]:
        """The rules, with what is too wide for one gathered by others."""
        for one in dict.fromkeys(clauses):
            inputs, facts = sorted(one.body.inputs), sorted(one.body.facts)
            while len(inputs) > 8 * WIDEST:
                yield from self.gathered(Body(inputs=frozenset(inputs[: 8 * WIDEST])), facts)
                del inputs[: 8 * WIDEST]
            while len(facts) > WIDEST:
                yield from self.gathered(Body(facts=frozenset(facts[:WIDEST])), facts)
                del facts[:WIDEST]
            yield Clause(Body(frozenset(inputs), frozenset(facts)), one.head)

    def gathered(self, body: Body, into: list[int]) -> Iterator[Clause]:
        """A fact that stands for a body, put at the end of those that a rule asks."""
        if body not in self.gatherings:
            self.gatherings[body] = self.logic.inputs + len(self.gates)
            self.gates.append(Gate(len(body.inputs | body.facts), tuple(body.inputs | body.facts)))
        into.append(self.gatherings[body])
        yield Clause(body, self.gatherings[body])

    def bodies(self, part: int) -> Bodies:
        """When a part holds; a part with a name of its own is one fact."""
        number = max(part, -1 - part)
        if number < self.logic.inputs:
            return (Body(inputs=frozenset({part})),)
        if part not in self.known:
            defined = self.defining(part)
            settled = not defined or defined == (ALWAYS,)
            outcome = number in self.logic.outcomes and not settled
            self.known[part] = self.name(part) if outcome or len(defined) > MOST_BODIES else defined
        return self.known[part]

    def name(self, part: int) -> Bodies:
        """The part as a fact, which rules conclude."""
        if part not in self.named:
            self.named.add(part)
            self.wanted.append(part)
        return (Body(facts=frozenset({part})),)

    def defining(self, part: int) -> Bodies:
        """When a gate holds, by its parts."""
        gate = self.gates[max(part, -1 - part) - self.logic.inputs]
        parts = gate.parts
        k = gate.k
        if part < 0:  # fewer than k hold: all but k - 1 do not
            k, parts = len(parts) - k + 1, tuple(-1 - one for one in parts)
        settled = [self.bodies(one) for one in parts if self.bodies(one) in ((), (ALWAYS,))]
        k -= settled.count((ALWAYS,))
        return self.at_least(k, [one for one in parts if self.bodies(one) not in settled])

    def at_least(self, k: int, parts: Sequence[int]) -> Bodies:
        """When so many parts hold, of parts that are none of them settled."""
        if k <= 0:
            return (ALWAYS,)
        if k > len(parts):
            return ()
        if k == 1:
            return _least(body for part in parts for body in self.bodies(part))
        if k == len(parts):
            return self.every(parts)
        if comb(len(parts), k) <= MOST_BODIES:
            return _least(body for chosen in combinations(parts, k) for body in self.every(chosen))
        return self.counted(k, tuple(parts))

    def every(self, parts: Iterable[int]) -> Bodies:
        """The conjunction, multiplied out as long as few alternatives come of it."""
        found: Bodies = (ALWAYS,)
        for part in sorted(parts, key=lambda one: len(self.bodies(one))):
            more = self.bodies(part)
            if len(found) * len(more) > MOST_BODIES:
                more = self.name(part)
            found = _least(one | other for one in found for other in more)
        return found

    def counted(self, k: int, parts: tuple[int, ...]) -> Bodies:
        """A threshold by counting: k of n hold when k of the others do, or k - 1 of the others and the last one."""
        return _least((*self.share(k, parts[:-1]), *self.both(k - 1, parts[:-1], parts[-1])))

    def both(self, k: int, others: tuple[int, ...], last: int) -> Bodies:
        counted = self.share(k, others)
        more = self.bodies(last)
        if len(more) > 1 and len(counted) * len(more) > MOST_BODIES:
            more = self.name(last)
        return _least(one | other for one in counted for other in more)

    def share(self, k: int, parts: tuple[int, ...]) -> Bodies:
        """A threshold that several rules rest on, as a fact (unless it is settled, or one of its parts or all)."""
        if k <= 0 or k > len(parts) or k in (1, len(parts)):
            return self.at_least(k, parts)
        if (k, parts) not in self.counters:
            self.counters[k, parts] = self.logic.inputs + len(self.gates)
            self.gates.append(Gate(k, parts))
        return self.name(self.counters[k, parts])


def _least(bodies: Iterable[Body]) -> Bodies:
    """Alternatives without those that ask more than another."""
    listed = list(dict.fromkeys(bodies))
    return tuple(one for one in listed if not any(other <= one and other != one for other in listed))


def _needed(clauses: Iterable[Clause], asked: Iterable[int]) -> tuple[Clause, ...]:
    """The rules that what is asked rests on, each once."""
    by_head: dict[int, list[Clause]] = {}
    for one in dict.fromkeys(clauses):
        by_head.setdefault(one.head, []).append(one)
    found: list[Clause] = []
    open_ = list(dict.fromkeys(asked))
    seen = set(open_)
    while open_:
        for one in by_head.get(open_.pop(), ()):
            found.append(one)
            more = one.body.facts - seen
            seen |= more
            open_ += sorted(more)
    return tuple(found)
