"""Open questions: from what is open back to what nobody knows.

It walks from the rules of which it is open whether they act, through what is unknown in their conditions, to the inputs
that are unknown, and from these to questions; with each goes the mask of the leaves that it would help to settle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never

from ...model.attributes import VERDICT
from ...model.conditions import Param, Span, Sum
from ...model.dossier import Verdict
from ...model.quantities import Amount
from ...results.questions import Assessment, JudgementNeeded, MissingFact, Question
from .circuit import Answered, Circuit, Found, Gate, Measured, Rested, Tested, bits, mask
from .emit import input_bit, node_of
from .measure import wanted_by
from .read import Cases, Reader, Thing, cohort_of

if TYPE_CHECKING:
    from .engine import Outcome

_EVERYWHERE: Final = -1
Place = tuple[int, int]
"""An input, with the target that it is asked about when it speaks of the target (else 0)."""


@dataclass
class Asked:
    """The open questions of one dossier under one ruleset.

    Attributes:
        outcome: What came of the dossier.
        here: The place of the ruleset.
    """

    outcome: Outcome
    here: int
    _open: dict[int, dict[Place, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.circuit: Circuit = self.outcome.compiled.circuit
        self.unknown = self.outcome.maybe & ~self.outcome.surely

    def about(self) -> dict[Question, int]:
        """Each question, with a mask of the leaves that it would help to settle."""
        granted, granted_maybe, barred, barred_maybe = self.outcome.sides[self.here]
        grants, bars = granted_maybe & ~granted, barred_maybe & ~barred
        conflicts = self.outcome.compiled.rulesets[self.here].conflicts
        if conflicts == "grant-wins":
            bars &= ~granted
        elif conflicts == "bar-wins":
            grants &= ~barred
        waiting = {"grant": grants, "bar": bars}
        if not grants | bars:
            return {}
        found: dict[Question, int] = {}
        chains: list[tuple[int, int]] = []
        for node, by_target in self._waiting(waiting).items():
            one = self.circuit.nodes[node]
            if isinstance(one, Rested):
                chains += ((mask(one.leaves), leaves) for leaves in by_target.values())
                continue
            everywhere = 0
            for leaves in by_target.values():
                everywhere |= leaves
            targets = mask(by_target)
            for question, where in self._asked(node):
                helped = everywhere
                if where != _EVERYWHERE:
                    helped = 0
                    for target in bits(where & targets):
                        helped |= by_target[target]
                if helped:
                    found[question] = found.get(question, 0) | helped
        self._follow(found, chains)
        return found

    def _waiting(self, waiting: dict[str, int]) -> dict[int, dict[int, int]]:
        """The inputs that leaves wait for: each with the targets that it is asked about, and for each those leaves."""
        found: dict[int, dict[int, int]] = {}
        reached = self.circuit.ladder.reached
        for place, one in enumerate(self.circuit.acting):
            if one.ruleset != self.here or one.effect == "waive" or not waiting[one.effect]:
                continue
            if place in self.outcome.acts:
                for (node, target), targets in self.open_in(place).items():
                    leaves = reached(one.effect, targets) & waiting[one.effect]
                    if leaves:
                        before = found.setdefault(node, {})
                        before[target] = before.get(target, 0) | leaves
            elif self.is_open(one.node):
                leaves = reached(one.effect, one.targets) & waiting[one.effect]
                if leaves:
                    for node in self.inputs(one.node):
                        before = found.setdefault(node, {})
                        before[0] = before.get(0, 0) | leaves
        return found

    def _follow(self, found: dict[Question, int], chains: list[tuple[int, int]]) -> None:
        """What a leaf waits for, that leaf waits for too whose rule rests on it."""
        changed = bool(chains)
        while changed:
            changed = False
            for question, before in found.items():
                after = before
                for needed, leaves in chains:
                    if after & needed:
                        after |= leaves
                if after != before:
                    found[question] = after
                    changed = True

    # From rules to inputs

    def is_open(self, literal: int) -> bool:
        """Whether it is unknown whether a node that is no vector holds."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if isinstance(node, Gate) and not node.parts:
            return False
        return bool(self.unknown >> input_bit(self.circuit, place) & 1)

    def inputs(self, literal: int) -> Iterator[int]:
        """The inputs that are unknown in an open node that is no vector."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if isinstance(node, Gate):
            for part in node.parts:
                if self.is_open(part):
                    yield from self.inputs(part)
        else:
            yield place

    def open_in(self, place: int) -> dict[Place, int]:
        """The unknown inputs on which it hangs whether a rule acts, each with the targets on which it does."""
        if place not in self._open:
            one = self.circuit.acting[place]
            surely, maybe = self.outcome.acts[place]
            here = maybe & ~surely
            found: dict[Place, int] = {}
            if here:
                self._walk(one.node, here, found)
                for other in one.overriders:
                    effect = self.circuit.acting[other].effect
                    for key, targets in self.open_in(other).items():
                        reached = self.circuit.ladder.reached(effect, targets) & here
                        if reached:
                            found[key] = found.get(key, 0) | reached
            self._open[place] = found
        return self._open[place]

    def _walk(self, literal: int, targets: int, found: dict[Place, int]) -> None:
        surely, maybe = self.value(literal)
        here = targets & maybe & ~surely
        if not here:
            return
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if isinstance(node, Gate):
            for part in node.parts:
                self._walk(part, here, found)
        elif place in self.circuit.vectors:
            for target in bits(here):
                found[place, target] = 1 << target
        else:
            found[place, 0] = found.get((place, 0), 0) | here

    def value(self, literal: int) -> tuple[int, int]:
        """The value of a node as vectors."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if isinstance(node, Gate) and not node.parts:
            surely = maybe = -1 if node.k == 0 else 0
        elif place not in self.circuit.vectors:
            bit = input_bit(self.circuit, place)
            surely, maybe = -(self.outcome.surely >> bit & 1), -(self.outcome.maybe >> bit & 1)
        elif isinstance(node, Gate):
            sides = [self.value(part) for part in node.parts]
            surely, maybe = (_at_least(node.k, [one[side] for one in sides]) for side in (0, 1))
        else:
            surely, maybe = self.outcome.reading.vectors[place]
        return (surely, maybe) if literal >= 0 else (~maybe, ~surely)

    # From inputs to questions

    def _asked(self, place: int) -> Iterator[tuple[Question, int]]:
        """What would help to settle an input, each with the targets for which it would."""
        node = self.circuit.nodes[place]
        match node:
            case Found(screen=screen):
                yield from self._screened(screen)
            case Measured(screen=screen):
                yield from self._measured(node)
                yield from self._screened(screen)
            case Tested(screen=screen, condition=condition, leaves=leaves):
                surely, maybe = self.outcome.reading.vectors[place]
                open_ = maybe & ~surely
                asked = leaves or range(len(self.circuit.leaves))
                for leaf in asked:
                    if open_ >> leaf & 1:
                        where = _EVERYWHERE if leaves else 1 << leaf
                        yield Assessment(self.circuit.leaves[leaf], condition.tests), where
                for question, where in self._screened(screen):
                    if not leaves:
                        yield question, where
                    elif any(where & open_ & 1 << leaf for leaf in leaves):
                        yield question, _EVERYWHERE
            case Answered(condition=condition, owner=owner):
                yield JudgementNeeded(condition.id, owner, condition.asks, condition.by), _EVERYWHERE
            case Rested() | Gate():
                raise AssertionError(node)
            case _:
                assert_never(node)

    def _screened(self, screen: int) -> Iterator[tuple[Question, int]]:
        """What is not known of the things that may pass a screen."""
        one = self.circuit.screens[screen]
        cases: Cases | None = None
        for thing, surely, maybe in self._met(screen):
            where = maybe & ~surely
            if not where:
                continue
            for attribute, screens in thing.missing:
                if screens >> screen & 1:
                    yield MissingFact(thing.name, attribute), where
            if thing.doubt:
                yield MissingFact(thing.name, thing.doubt), where
            for name in one.aligned:
                if self._reader.covered(thing.kind, thing.thing, (name,))[2]:
                    yield MissingFact(thing.name, name), where
            if one.hanging:
                cases = cases or Cases(self._reader, self.outcome.prepared)
                for step in cases.hanging(screen, thing.kind, thing.name, thing.thing):
                    if step.question:
                        yield step.question, where

    def _met(self, screen: int) -> Iterator[tuple[Thing, int, int]]:
        """What passes a screen, or may: for which targets surely and for which maybe."""
        aligned = self.circuit.screens[screen].aligned
        for thing in self.outcome.reading.things:
            if thing.maybe >> screen & 1:
                surely, maybe = -1, -1
                if aligned:
                    surely, maybe, _ = self._reader.covered(thing.kind, thing.thing, aligned)
                if thing.kind == VERDICT and isinstance(thing.thing, Verdict):
                    speaks = self._reader.speaks(thing.thing)
                    surely, maybe = surely & speaks, maybe & speaks
                yield thing, surely if thing.surely >> screen & 1 else 0, maybe

    def _measured(self, node: Measured) -> Iterator[tuple[Question, int]]:
        """What is not known of amounts, of dates, and of what is asked for."""
        condition = node.condition
        vocabulary = self.circuit.framework.vocabulary
        applicant = self.outcome.prepared.dossier.applicant
        if isinstance(condition, Span) and condition.as_of == "start" and not _is_date(applicant.known.get("start")):
            yield MissingFact(None, "start"), _EVERYWHERE
        for thing, _, maybe in self._met(node.screen):
            known = thing.thing.known
            if isinstance(condition, Sum):
                declared = vocabulary.find(condition.of, thing.kind)
                amount = known.get(condition.of)
                if declared is None or (isinstance(amount, Amount) and amount.unit == declared.unit):
                    continue
                if not (amount is None and declared.absent == "none" and condition.of not in thing.thing.unknown):
                    yield MissingFact(thing.name, condition.of), maybe
            elif all(vocabulary.find(name, thing.kind) for name in ("from", "to")):
                for name in ("from", "to"):
                    if known.get(name) is None:
                        yield MissingFact(thing.name, name), maybe
        if isinstance(condition.at_least, Param):
            ruleset = self.circuit.rulesets[node.ruleset]
            if len(wanted_by(condition, ruleset, self._reader.on, cohort_of(applicant))) > 1:
                yield MissingFact(None, "cohort"), _EVERYWHERE

    @property
    def _reader(self) -> Reader:
        return self.outcome.compiled.reader


def _is_date(value: object) -> bool:
    return isinstance(value, date)


def _at_least(k: int, vectors: list[int]) -> int:
    """Where at least k of the vectors hold."""
    counts = [-1] + [0] * k
    for one in vectors:
        for number in range(k, 0, -1):
            counts[number] |= counts[number - 1] & one
    return counts[k]
