"""Open questions: from what is open back to what nobody knows.

It walks from the rules of which it is open whether they act, through what is unknown in their conditions, to the inputs
that are unknown, and from these to questions; with each goes the mask of the leaves that it would help to settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...model.outcomes import Leaf
from ...results.questions import Question
from .asking import Asking, Inputs
from .circuit import Found, Gate, Measured, Rested, bits, mask, waiting
from .emit import input_bit, node_of
from .routes import Lead, Listed, Reach, Through
from .telling import Telling

if TYPE_CHECKING:
    from .works import Outcome


_SETTLED: Final = 0, 0
"""What is not there among gates is open for no target."""


class Asked:
    """The open questions of one dossier under all rulesets.

    What rules ask that act on some of their targets only is noted ruleset by ruleset. All else is asked for all at
    once, with leaves that are counted through: those of the second ruleset come after those of the first. Questions go
    by their identity.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.circuit = outcome.works.circuit
        self.routes = outcome.works.routes
        self.reader = outcome.works.reader
        self.asking = Inputs(outcome)
        self.width = len(self.circuit.leaves)
        self.unknown = outcome.maybe & ~outcome.surely
        self.found: list[dict[int, int]] = [{} for _ in outcome.all_sides]
        self.listed: list[list[Listed]] = [[] for _ in outcome.all_sides]  # assessments that nobody has taken
        self.through: dict[int, int] = {}
        self.inputs: dict[int, int] = {}
        self.chains: list[dict[int, int]] = [{} for _ in self.found]  # leaves that others rest on, with the others
        self.inside: dict[int, dict[int, int]] = {}

    def questions(self) -> list[dict[Question, tuple[Leaf, ...]]]:
        """For each ruleset its open questions, with the leaves that they would help to settle."""
        self.walk()
        telling = Telling(self.routes, self.asking.questions)
        return [telling.told(*each) for each in zip(self.found, self.listed, self.chains, strict=True)]

    def walk(self) -> None:
        """Find for each ruleset the questions, each with a mask of the leaves that it would help to settle."""
        grants, bars = self._waiting()
        unknown, plain = self.unknown & self.routes.plains, self.routes.plain
        while unknown:
            low = unknown & -unknown
            unknown ^= low
            by_grants, by_bars = plain[low.bit_length() - 1]
            leaves = by_grants & grants | by_bars & bars
            if leaves:
                self._spread(low, leaves)
        self._settle(self._asked_of_things())
        self._divide()

    def _divide(self) -> None:
        """What is asked for all rulesets at once, ruleset by ruleset."""
        width, whole = self.width, (1 << self.width) - 1
        for key, leaves in self.through.items():
            left, place = leaves, 0
            while left:
                skipped = ((left & -left).bit_length() - 1) // width
                place += skipped
                left >>= skipped * width
                found, here = self.found[place], left & whole
                found[key] = found[key] | here if key in found else here
                left >>= width
                place += 1

    def _waiting(self) -> tuple[int, int]:
        """The leaves that wait for a grant, and for a bar; rules that act on some targets only are asked at once."""
        grants = bars = 0
        down, up = self.circuit.ladder.down, self.circuit.ladder.up
        acts, routes = self.outcome.acts, self.routes
        for here, (by_grant, by_bar) in enumerate(routes.partly):
            shift, found = here * self.width, self.found[here]
            granting, barring = waiting(self.outcome.sides(here), self.circuit.rulesets[here].conflicts)
            grants |= granting << shift
            bars |= barring << shift
            for effect, waits, back, rules in (("grant", granting, up, by_grant), ("bar", barring, down, by_bar)):
                if not waits:
                    continue
                reach = Reach(routes, effect, waits, shift, found)
                untaken = reach.untaken
                source = back(waits)
                for place in rules:
                    act = acts.get(place)
                    if act is not None and act[1] & ~act[0] & source:
                        self._partly(place, act[1] & ~act[0], reach)
                for node, targets in untaken.items():
                    one = routes.untaken(node, effect, targets, waits)
                    if one is not None:
                        self.listed[here].append(one)
        return grants, bars

    def _asked_of_things(self) -> dict[int, int]:
        """The screens that leaves wait for, each with those leaves; other inputs are asked at once."""
        first = len(self.circuit.screens)
        special = self.routes.special
        screens: dict[int, int] = {}
        for bit, leaves in self.inputs.items():
            screen = bit
            if bit >= first:
                node = self.circuit.nodes[bit - first]
                if isinstance(node, Rested):
                    chains, needed = self.chains[node.ruleset], mask(node.leaves)
                    chains[needed] = chains.get(needed, 0) | leaves >> node.ruleset * self.width
                    continue
                if not isinstance(node, Found | Measured) or special >> node.screen & 1:
                    self._add_all(self.asking.asked(bit - first), leaves)
                    continue
                screen = node.screen
                if isinstance(node, Measured):
                    self._add_all(self.asking.measured(node), leaves)
            elif special >> bit & 1:
                self._add_all(self.asking.screened(bit), leaves)
                continue
            screens[screen] = screens.get(screen, 0) | leaves
        return screens

    def _settle(self, screens: dict[int, int]) -> None:
        """What is not known of things that may pass these screens, all at once."""
        needed, fact = mask(screens), self.asking.fact
        width = self.reader.width
        for thing in self.outcome.reading.things:
            _, name, _, row, doubt = thing
            unsure = row >> width & ~row & needed
            if not unsure:
                continue
            for attribute, gaps in self.asking.gaps(thing):
                unknown = gaps & unsure
                if unknown:
                    self._add(fact(name, attribute), _joined(unknown, screens))
            if doubt:
                self._add(fact(name, doubt), _joined(unsure, screens))

    def _add(self, key: int, leaves: int) -> None:
        before = self.through.get(key)
        self.through[key] = leaves if before is None else before | leaves

    def _add_all(self, asking: Asking, leaves: int) -> None:
        for _, keys in asking:
            for key in keys:
                self._add(key, leaves)

    def _spread(self, unknown: int, leaves: int) -> None:
        """Leaves wait for these bits, and through gates for what these are made of."""
        gates = self.routes.gates
        while unknown:
            low = unknown & -unknown
            unknown ^= low
            bit = low.bit_length() - 1
            parts = gates.get(bit)
            if parts is None:
                self.inputs[bit] = self.inputs.get(bit, 0) | leaves
            else:
                self._spread(self.unknown & parts, leaves)

    def _partly(self, place: int, here: int, reach: Reach | Through) -> None:
        """A rule that acts on some of its targets only: what it waits for on these differs from target to target."""
        lead = self.routes.leads[place]
        if lead is None:
            self._walked(place, here, reach)
        elif lead.vector is not None:
            surely, maybe = self.outcome.gates.get(lead.vector, _SETTLED)
            self._led(lead, here & maybe & ~surely, reach)
        elif not lead.bit or self.unknown & lead.bit:
            self._led(lead, here, reach)
        acting = self.circuit.acting
        for other in acting[place].overriders:
            act = self.outcome.acts.get(other)
            if act is not None:
                surely, maybe = act
                through = Through(self.routes, acting[other].effect, here, reach)
                if maybe & ~surely & through.source:
                    self._partly(other, maybe & ~surely, through)

    def _led(self, lead: Lead, here: int, reach: Reach | Through) -> None:
        """What a rule waits for, on these targets, whose condition is made of inputs."""
        same = lead.same & self.unknown
        if same:
            leaves = reach(here) << reach.shift
            for bit in bits(same) if leaves else ():
                self.inputs[bit] = self.inputs.get(bit, 0) | leaves
        vectors, assessed, screens = self.outcome.reading.vectors, self.routes.assessed, self.routes.screens
        for node in lead.vectors:
            surely, maybe = vectors[node]
            targets = here & maybe & ~surely
            if not targets:
                continue
            if node in assessed:
                self._untaken(node, targets, reach)
                screen = screens[node]
                if screen is not None and not self.asking.unsure >> screen & 1:
                    continue  # no verdict may pass that does not surely
            self._differing(node, targets, reach)

    def _walked(self, place: int, here: int, reach: Reach | Through) -> None:
        """What a rule waits for whose condition has gates in it."""
        for node, targets in self._inside(place, here).items():
            if node in self.circuit.vectors:
                if node in self.routes.assessed:
                    self._untaken(node, targets, reach)
                self._differing(node, targets, reach)
                continue
            leaves = reach(targets) << reach.shift
            if leaves:
                bit = input_bit(self.circuit, node)
                self.inputs[bit] = self.inputs.get(bit, 0) | leaves

    def _differing(self, node: int, targets: int, reach: Reach | Through) -> None:
        """What is not known of things, for an input that speaks of the target, and is unknown for some."""
        screen = self.routes.screens[node]
        found = reach.found
        for where, keys in self.asking.asked(node) if screen is None else self.asking.screened(screen):
            here = targets & where
            leaves = reach(here) if here else 0
            for key in keys if leaves else ():
                found[key] = found.get(key, 0) | leaves

    def _untaken(self, node: int, targets: int, reach: Reach | Through) -> None:
        """The assessments of targets, none of which has been taken."""
        if isinstance(reach, Reach):
            reach.untaken[node] = reach.untaken.get(node, 0) | targets
            return
        found = reach.found
        for key, reached in self.routes.one_by_one(node, reach.effect, targets):
            leaves = reach.reach(reached & reach.here)
            if leaves:
                found[key] = found.get(key, 0) | leaves

    def _inside(self, place: int, here: int) -> dict[int, int]:
        """The unknown inputs of the condition of a rule, each with the targets for which it is unknown."""
        found = self.inside.get(place)
        if found is None:
            found = self.inside[place] = {}
            self._walk(self.circuit.acting[place].node, here, found)
        return found

    def _walk(self, literal: int, targets: int, found: dict[int, int]) -> None:
        """From a node that is unknown for targets to the inputs that are."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if place in self.circuit.vectors:  # negated or not, the same is unknown
            vectors = self.outcome.gates if isinstance(node, Gate) else self.outcome.reading.vectors
            surely, maybe = vectors.get(place, _SETTLED)
            here = targets & maybe & ~surely
        elif isinstance(node, Gate) and not node.parts:
            here = 0
        else:
            here = targets if self.unknown >> input_bit(self.circuit, place) & 1 else 0
        if not here:
            return
        if isinstance(node, Gate):
            for part in node.parts:
                self._walk(part, here, found)
        else:
            found[place] = found.get(place, 0) | here


def _joined(some: int, masks: dict[int, int]) -> int:
    found = 0
    while some:
        low = some & -some
        some ^= low
        found |= masks[low.bit_length() - 1]
    return found
