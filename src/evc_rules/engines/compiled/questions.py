"""Open questions: from what is open back to what nobody knows.

It walks from the rules of which it is open whether they act, through what is unknown in their conditions, to the inputs
that are unknown, and from these to questions; with each goes the mask of the leaves that it would help to settle.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never

from ...model.attributes import VERDICT
from ...model.conditions import Param, Span, Sum
from ...model.dossier import Verdict
from ...model.quantities import Amount
from ...results.questions import JudgementNeeded, MissingFact, Question
from .circuit import Answered, Found, Gate, Measured, Rested, Tested, bits, mask, waiting
from .emit import input_bit, node_of
from .measure import Wanted
from .read import Cases, Thing
from .routes import Lead, Reach, Through

if TYPE_CHECKING:
    from .works import Outcome

_EVERYWHERE: Final = -1

Asking = Iterable[tuple[Question, int]]
"""Questions, each with the targets for which it matters."""


class Asked:
    """The open questions of one dossier under all rulesets.

    What rules ask that act on some of their targets only is noted ruleset by ruleset. All else is asked for all at
    once, with leaves that are counted through: those of the second ruleset come after those of the first.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.circuit = outcome.works.circuit
        self.routes = outcome.works.routes
        self.reader = outcome.works.reader
        self.width = len(self.circuit.leaves)
        self.unknown = outcome.maybe & ~outcome.surely
        self.found: list[dict[int, int]] = [{} for _ in outcome.sides]  # by identity: equal questions are one object
        self.through: dict[int, int] = {}
        self.questions: dict[int, Question] = {}  # but for assessments, which the routes keep
        self.facts: dict[tuple[str | None, str], MissingFact] = {}
        self.others: dict[Question, Question] = {}
        self.inputs: dict[int, int] = {}
        self.chains: list[dict[int, int]] = [{} for _ in outcome.sides]  # leaves that others rest on, with the others
        self.inside: dict[int, dict[int, int]] = {}
        self.screened: dict[int, list[tuple[Question, int]]] = {}
        self.taken: list[Thing] = []
        self.shown: list[Thing] = []
        unsure, width = 0, self.reader.width
        for thing in outcome.reading.things:
            row = thing[3]
            unsure |= row >> width & ~row
            (self.taken if thing[0] == VERDICT else self.shown).append(thing)
        self.unsure = unsure | self.routes.differing  # the screens that something may pass, or passes for some targets

    def about(self) -> list[dict[int, int]]:
        """For each ruleset the questions, by identity, each with a mask of the leaves that it would help to settle."""
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
        for found, chains in zip(self.found, self.chains, strict=True):
            if chains:
                _follow(found, chains)
        return self.found

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
            granting, barring = waiting(self.outcome.sides[here], self.circuit.rulesets[here].conflicts)
            grants |= granting << shift
            bars |= barring << shift
            for effect, waits, back, rules in (("grant", granting, up, by_grant), ("bar", barring, down, by_bar)):
                if not waits:
                    continue
                reach = Reach(routes, effect, waits, shift, found)
                source = back(waits)
                for place in rules:
                    surely, maybe = acts[place]
                    if maybe & ~surely & source:
                        self._partly(place, maybe & ~surely, reach)
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
                    for question, _ in self._asked(bit - first):
                        self._add(question, leaves)
                    continue
                screen = node.screen
                if isinstance(node, Measured):
                    for question, _ in self._measured(node):
                        self._add(question, leaves)
            elif special >> bit & 1:
                for question, _ in self._screened(bit):
                    self._add(question, leaves)
                continue
            screens[screen] = screens.get(screen, 0) | leaves
        return screens

    def _settle(self, screens: dict[int, int]) -> None:
        """What is not known of things that may pass these screens, all at once."""
        needed = mask(screens)
        width, kinds = self.reader.width, self.reader.kinds
        for kind, name, carrier, row, doubt in self.outcome.reading.things:
            unsure = row >> width & ~row & needed
            if not unsure:
                continue
            keys = carrier.keys
            for attribute, gaps in kinds[kind].gaps:
                unknown = gaps.get(keys.get(attribute))
                if unknown:
                    unknown &= unsure
                    if unknown:
                        self._add(self._fact(name, attribute), _joined(unknown, screens))
            if doubt:
                self._add(self._fact(name, doubt), _joined(unsure, screens))

    def _add(self, question: Question, leaves: int) -> None:
        key = id(question)
        before = self.through.get(key)
        if before is None:
            self.questions[key] = question
            self.through[key] = leaves
        else:
            self.through[key] = before | leaves

    def _fact(self, name: str | None, attribute: str) -> MissingFact:
        key = name, attribute
        found = self.facts.get(key)
        if found is None:
            found = self.facts[key] = self.routes.fact(name, attribute)
        return found

    def _same(self, question: Question) -> Question:
        if isinstance(question, MissingFact):
            return self._fact(question.item, question.attribute)
        return self.others.setdefault(question, question)

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
            surely, maybe = self.outcome.gates[lead.vector]
            self._led(lead, here & maybe & ~surely, reach)
        elif not lead.bit or self.unknown & lead.bit:
            self._led(lead, here, reach)
        acting = self.circuit.acting
        for other in acting[place].overriders:
            surely, maybe = self.outcome.acts[other]
            if maybe != surely:
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
                if screen is not None and not self.unsure >> screen & 1:
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
        asked = self._asked(node) if screen is None else self._screened(screen)
        found = reach.found
        for question, where in asked:
            leaves = reach(targets & where)
            if leaves:
                key = id(question)
                self.questions[key] = question
                found[key] = found.get(key, 0) | leaves

    def _untaken(self, node: int, targets: int, reach: Reach | Through) -> None:
        """The assessments of targets, none of which has been taken."""
        found = reach.found
        listed = self.routes.listed.get((node, reach.effect, targets))
        if listed is None:
            listed = self.routes.untaken(node, reach.effect, targets)
        if isinstance(reach, Through):
            here, onward = reach.here, reach.reach
            asked = {one: leaves for one, reached in listed if (leaves := onward(reached & here))}
        else:
            waiting_ = reach.waiting
            asked = {one: leaves for one, reached in listed if (leaves := reached & waiting_)}
        if found and not found.keys().isdisjoint(asked):
            asked = {one: leaves | found.get(one, 0) for one, leaves in asked.items()}
        found |= asked

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
            surely, maybe = (self.outcome.gates if isinstance(node, Gate) else self.outcome.reading.vectors)[place]
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

    # From inputs to questions

    def _asked(self, place: int) -> Asking:
        """What would help to settle an input that is no assessment of the target, and for which targets."""
        node = self.circuit.nodes[place]
        match node:
            case Found(screen=screen):
                yield from self._screened(screen)
            case Measured(screen=screen):
                yield from self._measured(node)
                yield from self._screened(screen)
            case Tested(screen=screen, leaves=leaves):
                surely, maybe = self.outcome.reading.vectors[place]
                open_ = maybe & ~surely & mask(leaves)
                for leaf in bits(open_):
                    yield self.routes.assessment(place, leaf), _EVERYWHERE
                for question, where in self._screened(screen):
                    if where & open_:
                        yield question, _EVERYWHERE
            case Answered(condition=condition, owner=owner):
                yield self._same(JudgementNeeded(condition.id, owner, condition.asks, condition.by)), _EVERYWHERE
            case Rested() | Gate():
                raise AssertionError(node)
            case _:
                assert_never(node)

    def _screened(self, screen: int) -> list[tuple[Question, int]]:
        """What is not known of the things that may pass a screen, and for which targets that matters.

        For screens of which that can differ, or which hang on the applicant; of all others see `_settle`.
        """
        found = self.screened.get(screen)
        if found is None:
            found = self.screened[screen] = list(self._missing(screen)) if self.unsure >> screen & 1 else []
        return found

    def _missing(self, screen: int) -> Asking:
        one = self.circuit.screens[screen]
        aligned = one.aligned
        width = self.reader.width
        for thing in self.taken if VERDICT in one.bearers else self.shown:
            kind, name, carrier, row, doubt = thing
            if not row >> width + screen & 1:
                continue
            known = carrier.known
            if row >> screen & 1 and not one.hanging and all(name in known for name in aligned):
                continue  # where it covers the target it surely passes
            surely, maybe = self._passing(screen, thing)
            where = maybe & ~surely
            if not where:
                continue
            for attribute, gaps in self.reader.kinds[kind].asked[screen]:
                if gaps.get(carrier.keys.get(attribute), 0) >> screen & 1:
                    yield self._fact(name, attribute), where
            if doubt:
                yield self._fact(name, doubt), where
            for attribute in one.aligned:
                if self.reader.covered(kind, carrier, (attribute,))[2]:
                    yield self._fact(name, attribute), where
            if one.hanging:
                cases = Cases(self.reader, self.outcome.prepared)
                for step in cases.hanging(screen, kind, name, carrier):
                    if step.question:
                        yield self._same(step.question), where

    def _passing(self, screen: int, thing: Thing) -> tuple[int, int]:
        """For which targets a thing surely passes a screen, and for which maybe."""
        kind, _, carrier, row, _ = thing
        if not row >> self.reader.width + screen & 1:
            return 0, 0
        surely = maybe = -1
        aligned = self.circuit.screens[screen].aligned
        if aligned:
            surely, maybe, _ = self.reader.covered(kind, carrier, aligned)
        if kind == VERDICT and isinstance(carrier, Verdict):
            speaks = self.reader.speaks(carrier)
            surely, maybe = surely & speaks, maybe & speaks
        return surely if row >> screen & 1 else 0, maybe

    def _measured(self, node: Measured) -> Asking:
        """What is not known of amounts, of dates, and of what is asked for."""
        condition = node.condition
        vocabulary = self.circuit.framework.vocabulary
        applicant = self.outcome.prepared.dossier.applicant
        if isinstance(condition, Span) and condition.as_of == "start" and not _is_date(applicant.known.get("start")):
            yield self._fact(None, "start"), _EVERYWHERE
        above = self.reader.width + node.screen
        for thing in self.outcome.reading.things:
            kind, name, carrier, row, _ = thing
            if not row >> above & 1:
                continue
            maybe = self._passing(node.screen, thing)[1] if self.circuit.screens[node.screen].aligned else _EVERYWHERE
            if not maybe:
                continue
            known = carrier.known
            if isinstance(condition, Sum):
                declared = vocabulary.find(condition.of, kind)
                amount = known.get(condition.of)
                if declared is None or (isinstance(amount, Amount) and amount.unit == declared.unit):
                    continue
                if not (amount is None and declared.absent == "none" and condition.of not in carrier.unknown):
                    yield self._fact(name, condition.of), maybe
            elif all(vocabulary.find(one, kind) for one in ("from", "to")):
                for one in ("from", "to"):
                    if known.get(one) is None:
                        yield self._fact(name, one), maybe
        if isinstance(condition.at_least, Param):
            ruleset = self.circuit.rulesets[node.ruleset]
            if len(Wanted(condition.at_least, ruleset, self.reader.on).by(applicant)) > 1:
                yield self._fact(None, "cohort"), _EVERYWHERE


def _is_date(value: object) -> bool:
    return isinstance(value, date)


def _joined(some: int, masks: dict[int, int]) -> int:
    found = 0
    while some:
        low = some & -some
        some ^= low
        found |= masks[low.bit_length() - 1]
    return found


def _follow(found: dict[int, int], chains: dict[int, int]) -> None:
    """What a leaf waits for, that leaf waits for too whose rule rests on it."""
    rested = 0
    for needed in chains:
        rested |= needed
    for question, leaves in found.items():
        if not leaves & rested:
            continue
        before, after = 0, leaves
        while before != after:
            before = after
            for needed, waiting_ in chains.items():
                if after & needed:
                    after |= waiting_
        found[question] = after
