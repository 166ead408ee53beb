"""The circuit: a ruleset with its filters, inputs and gates numbered, each distinct one once.

Truth is carried as two bits, "surely" and "maybe" (true is both, unknown is only maybe, false is neither). An input or
gate that says the same for every target is one bit of two numbers; one that speaks of the target (an assessment of it,
evidence that covers it) is a vector, a bit for each leaf. Rules turn these into vectors too: on which leaves they act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...model.conditions import Assessed, Judgement, Span, Sum, Test
from ...model.outcomes import Framework, Leaf
from ...model.policy import Conflicts, Ruleset

Sides = tuple[int, int, int, int]
"""Where a ruleset grants surely, grants maybe, bars surely, bars maybe: a bit for each leaf."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A filter as it is numbered: what an item, a verdict or the applicant must answer to.

    Attributes:
        bearers: The kinds of things that it is about: kinds of evidence, `verdict` or `applicant`; none: all evidence.
        tests: Its tests that hang on the thing alone.
        hanging: Its tests that hang on the applicant's cohort or start too.
        ruleset: The place of the ruleset whose parameters the hanging tests name.
        aligned: The attributes by which the thing must cover the target.
    """

    bearers: tuple[str, ...]
    tests: tuple[Test, ...]
    hanging: tuple[Test, ...] = ()
    ruleset: int = 0
    aligned: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Test, ...]:
        """All tests on the thing itself."""
        return (*self.tests, *self.hanging)


@dataclass(frozen=True, slots=True)
class Found:
    """At least so many things pass a screen."""

    screen: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """A sum or a span over what passes a screen."""

    screen: int
    condition: Sum | Span
    ruleset: int


@dataclass(frozen=True, slots=True)
class Tested:
    """An assessment: of the target, or of leaves that are named. The screen is what verdicts must answer to."""

    screen: int
    condition: Assessed
    leaves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A judgement; its owner is the ruleset that it belongs to, or None when one answer settles it for all."""

    condition: Judgement
    owner: str | None


@dataclass(frozen=True, slots=True)
class Rested:
    """All these leaves are exempt under a ruleset."""

    ruleset: int
    leaves: tuple[int, ...]


Input = Found | Measured | Tested | Answered | Rested


@dataclass(frozen=True, slots=True)
class Gate:
    """At least k of its parts hold. A part is the number of a node; negative numbers (-1 - node) are negations.

    Of all parts it is a conjunction, of one a disjunction.
    """

    k: int
    parts: tuple[int, ...]


Node = Input | Gate


@dataclass(frozen=True, slots=True)
class Acting:
    """A rule, or one instance of it, as it acts: when its node holds and nothing that overrides it acts there.

    Attributes:
        ruleset: The place of its ruleset.
        rule: Its id.
        effect: What it does.
        node: Its condition.
        targets: Its targets, as a mask over leaves.
        overriders: The places of what overrides it, among what acts.
    """

    ruleset: int
    rule: str
    effect: str
    node: int
    targets: int
    overriders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Circuit:
    """Rulesets as numbered screens, nodes and acting rules, each after what it rests on.

    Attributes:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        screens: The screens; their numbers are bits.
        nodes: The inputs and gates; their numbers are bits.
        vectors: The nodes that speak of the target.
        acting: What acts, in an order in which each comes after what it rests on.
        shared: The judgements that one answer settles for all.
    """

    rulesets: tuple[Ruleset, ...]
    framework: Framework
    screens: tuple[Screen, ...]
    nodes: tuple[Node, ...]
    vectors: frozenset[int]
    acting: tuple[Acting, ...]
    shared: frozenset[str]

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves; their places are bits of vectors."""
        return self.framework.leaves

    @cached_property
    def place(self) -> dict[Leaf, int]:
        """The place of each leaf."""
        return {leaf: place for place, leaf in enumerate(self.leaves)}

    @cached_property
    def ladder(self) -> Ladder:
        """The levels of outcomes as shifts of vectors."""
        return Ladder.over(self.framework)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Levels as shifts: the levels of an outcome are neighbours, from the lowest up.

    Attributes:
        ups: For each number of steps the leaves that lie so many above another level of the same outcome.
        downs: For each number of steps the leaves that lie so many below one.
    """

    ups: tuple[tuple[int, int], ...]
    downs: tuple[tuple[int, int], ...]

    @classmethod
    def over(cls, framework: Framework) -> Ladder:
        """The ladder of a framework."""
        most = max((leaf.level for leaf in framework.leaves), default=1)
        levels = {outcome: len(framework.levels(outcome)) for outcome, _ in framework.leaves}

        def above(steps: int) -> int:
            return mask(place for place, leaf in enumerate(framework.leaves) if leaf.level > steps)

        def below(steps: int) -> int:
            return mask(
                place for place, leaf in enumerate(framework.leaves) if leaf.level + steps <= levels[leaf.outcome]
            )

        steps = range(1, most)
        return cls(tuple((n, above(n)) for n in steps), tuple((n, below(n)) for n in steps))

    def up(self, leaves: int) -> int:
        """The leaves, and every higher level of them."""
        found = leaves
        for steps, there in self.ups:
            found |= leaves << steps & there
        return found

    def down(self, leaves: int) -> int:
        """The leaves, and every lower level of them."""
        found = leaves
        for steps, there in self.downs:
            found |= leaves >> steps & there
        return found

    def reached(self, effect: str, targets: int) -> int:
        """What a rule with this effect reaches from targets."""
        if effect == "waive":
            return targets
        return self.down(targets) if effect == "grant" else self.up(targets)

    def reaching(self, effect: str, leaves: int) -> int:
        """From what a rule with this effect reaches one of the leaves."""
        if effect == "waive":
            return leaves
        return self.up(leaves) if effect == "grant" else self.down(leaves)


def exempting(sides: tuple[Any, Any, Any, Any], conflicts: Conflicts) -> tuple[Any, Any]:
    """Where a ruleset exempts, surely and maybe: of one dossier as masks of leaves, of many as planes."""
    granted, granted_maybe, barred, barred_maybe = sides
    if conflicts == "grant-wins":
        return granted, granted_maybe
    return granted & ~barred_maybe, granted_maybe & ~barred


def waiting(sides: Sides, conflicts: Conflicts) -> tuple[int, int]:
    """The leaves that are open because a grant may reach them, and those that are because a bar may."""
    granted, granted_maybe, barred, barred_maybe = sides
    grants, bars = granted_maybe & ~granted, barred_maybe & ~barred
    match conflicts:
        case "grant-wins":
            return grants, bars & ~granted
        case "bar-wins":
            return grants & ~barred, bars
        case "report":
            return grants, bars


def mask(places: Iterable[int]) -> int:
    """A number with these bits."""
    found = 0
    for place in places:
        found |= 1 << place
    return found


def bits(number: int) -> Iterator[int]:
    """The places of the bits of a number that is not negative."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
