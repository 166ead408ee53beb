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
from ...results.questions import Assessment, JudgementNeeded, MissingFact, Question
from .circuit import Answered, Circuit, Found, Gate, Measured, Rested, Tested, bits, mask, waiting
from .emit import bit_of, input_bit, kept, node_of
from .measure import Wanted
from .read import Cases, Thing

if TYPE_CHECKING:
    from .works import Outcome

_EVERYWHERE: Final = -1

Place = tuple[int, int]
"""An input, with the target that it is asked about when it speaks of the target (else 0)."""
Asking = Iterable[tuple[Question, int]]
"""Questions, each with the targets for which it matters."""


Waiter = tuple[int, int, int]
"""A rule as something that may wait for an answer.

Its place among what acts; the bit of its condition, when it acts on all its targets or on none, else 0; and the leaves
that it then reaches.
"""


class Routes:
    """The ways from rules back to inputs, worked out once for a circuit.

    Attributes:
        circuit: The circuit.
        waiters: For each ruleset and effect the rules that can wait for answers.
        gates: For the bit of each gate that is no vector the bits of its parts.
        special: The screens of which what is unknown can differ from target to target, or hangs on the applicant.
    """

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        special = set(kept(circuit))
        ladder = circuit.ladder
        self.waiters: list[dict[str, list[Waiter]]] = [{"grant": [], "bar": []} for _ in circuit.rulesets]
        for place, one in enumerate(circuit.acting):
            if one.effect != "waive":
                bit = 0 if place in special else 1 << input_bit(circuit, node_of(one.node))
                reached = ladder.reached(one.effect, one.targets)
                self.waiters[one.ruleset][one.effect].append((place, bit, reached))
        self.gates = {
            bit_of(circuit, place): mask(input_bit(circuit, node_of(part)) for part in node.parts)
            for place, node in enumerate(circuit.nodes)
            if isinstance(node, Gate) and place not in circuit.vectors
        }
        self.special = mask(
            place for place, one in enumerate(circuit.screens) if one.aligned or one.hanging or VERDICT in one.bearers
        )
        self.assessments: dict[Place, Assessment] = {}
        self.known: dict[Assessment, Assessment] = {}
        self.tables: dict[tuple[int, str], dict[int, tuple[int, Assessment, int]]] = {}

    def assessment(self, node: int, leaf: int) -> Assessment:
        """The question for an assessment of a leaf, the same object every time."""
        found = self.assessments.get((node, leaf))
        if found is None:
            one = self.circuit.nodes[node]
            assert isinstance(one, Tested)  # noqa: S101 - no other input is assessed
            made = Assessment(self.circuit.leaves[leaf], one.condition.tests)
            found = self.assessments[node, leaf] = self.known.setdefault(made, made)
        return found

    def by_target(self, node: int, effect: str) -> dict[int, tuple[int, Assessment, int]]:
        """For the bit of each target its assessment, with its identity, and the leaves that are reached from it."""
        found = self.tables.get((node, effect))
        if found is None:
            found = {}
            for place in range(len(self.circuit.leaves)):
                question = self.assessment(node, place)
                found[1 << place] = id(question), question, self.circuit.ladder.reached(effect, 1 << place)
            self.tables[node, effect] = found
        return found


class _Reach:
    """From targets of a rule to the leaves that wait for it."""

    def __init__(self, routes: Routes, effect: str, waiting: int, shift: int) -> None:
        self.reached = routes.circuit.ladder.down if effect == "grant" else routes.circuit.ladder.up
        self.effect, self.waiting, self.shift = effect, waiting, shift

    def __call__(self, targets: int) -> int:
        """The leaves for some targets."""
        return (self.reached(targets) & self.waiting) << self.shift


class _Through:
    """From targets of a rule that overrides another to the leaves that wait for the other."""

    def __init__(self, routes: Routes, effect: str, here: int, reach: Reach) -> None:
        self.ladder, self.effect, self.here, self.reach = routes.circuit.ladder, effect, here, reach

    def __call__(self, targets: int) -> int:
        """The leaves for some targets."""
        return self.reach(self.ladder.reached(self.effect, targets) & self.here)


Reach = _Reach | _Through


class Asked:
    """The open questions of one dossier under all rulesets.

    Leaves are counted through: those of the second ruleset come after those of the first.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.circuit = outcome.works.circuit
        self.routes = outcome.works.routes
        self.reader = outcome.works.reader
        self.width = len(self.circuit.leaves)
        self.unknown = outcome.maybe & ~outcome.surely
        self.found: dict[int, int] = {}  # by the identity of the question: equal ones are one object here
        self.questions: dict[int, Question] = {}
        self.facts: dict[tuple[str | None, str], MissingFact] = {}
        self.others: dict[Question, Question] = {}
        self.inputs: dict[int, int] = {}
        self.chains: dict[int, int] = {}  # leaves that others rest on, with the others
        self.inside: dict[int, dict[int, int]] = {}
        self.screened: dict[int, list[tuple[Question, int]]] = {}

    def about(self) -> dict[Question, int]:
        """Each question, with a mask of the leaves that it would help to settle."""
        unknown = self.unknown
        for here, by_effect in enumerate(self.routes.waiters):
            shift = here * self.width
            open_ = waiting(self.outcome.sides[here], self.circuit.rulesets[here].conflicts)
            for effect, leaves in zip(("grant", "bar"), open_, strict=True):
                if not leaves:
                    continue
                reach = _Reach(self.routes, effect, leaves, shift)
                for place, bit, reached in by_effect[effect]:
                    if not bit:
                        self._partly(place, reach)
                    elif unknown & bit and reached & leaves:
                        self._spread(bit, (reached & leaves) << shift)
        self._settle(self._asked_of_things())
        self._follow()
        return {self.questions[key]: leaves for key, leaves in self.found.items()}

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
                    needed = mask(node.leaves) << node.ruleset * self.width
                    self.chains[needed] = self.chains.get(needed, 0) | leaves
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
        before = self.found.get(key)
        if before is None:
            self.questions[key] = question
            self.found[key] = leaves
        else:
            self.found[key] = before | leaves

    def _fact(self, name: str | None, attribute: str) -> MissingFact:
        found = self.facts.get((name, attribute))
        if found is None:
            found = self.facts[name, attribute] = MissingFact(name, attribute)
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

    def _partly(self, place: int, reach: Reach) -> None:
        """A rule that acts on some of its targets only: what it waits for differs from target to target."""
        surely, maybe = self.outcome.acts[place]
        here = maybe & ~surely
        if not here:
            return
        one = self.circuit.acting[place]
        vectors = self.circuit.vectors
        for node, targets in self._inside(place, here).items():
            if node not in vectors:
                leaves = reach(targets)
                if leaves:
                    bit = input_bit(self.circuit, node)
                    self.inputs[bit] = self.inputs.get(bit, 0) | leaves
                continue
            tested = self.circuit.nodes[node]
            if isinstance(tested, Tested):
                self._untaken(node, targets, reach)
                asked: Iterable[tuple[Question, int]] = self._screened(tested.screen)
            else:
                asked = self._asked(node)
            for question, where in asked:
                leaves = reach(targets & where)
                if leaves:
                    self._add(question, leaves)
        for other in one.overriders:
            self._partly(other, _Through(self.routes, self.circuit.acting[other].effect, here, reach))

    def _untaken(self, node: int, targets: int, reach: Reach) -> None:
        """The assessments of targets, none of which has been taken."""
        if isinstance(reach, _Through):
            by_own = self.routes.by_target(node, reach.effect)
            here, onward = reach.here, reach.reach
            while targets:
                low = targets & -targets
                targets ^= low
                _, question, overridden = by_own[low]
                overridden &= here
                leaves = onward(overridden) if overridden else 0
                if leaves:
                    self._add(question, leaves)
            return
        found, waiting, shift = self.found, reach.waiting, reach.shift
        by_target = self.routes.by_target(node, reach.effect)
        while targets:  # the innermost loop of all
            low = targets & -targets
            targets ^= low
            key, question, leaves = by_target[low]
            leaves &= waiting
            if leaves:
                before = found.get(key)
                if before is None:
                    self.questions[key] = question
                    found[key] = leaves << shift
                else:
                    found[key] = before | leaves << shift

    def _inside(self, place: int, here: int) -> dict[int, int]:
        """The unknown inputs of the condition of a rule, each with the targets for which it is unknown."""
        found = self.inside.get(place)
        if found is None:
            found = self.inside[place] = {}
            self._walk(self.circuit.acting[place].node, here, found)
        return found

    def _follow(self) -> None:
        """What a leaf waits for, that leaf waits for too whose rule rests on it."""
        chains = list(self.chains.items())
        changed = bool(chains)
        while changed:
            changed = False
            for needed, leaves in chains:
                for question, before in self.found.items():
                    if before & needed and leaves & ~before:
                        self.found[question] = before | leaves
                        changed = True

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
        if screen not in self.screened:
            self.screened[screen] = list(self._missing(screen))
        return self.screened[screen]

    def _missing(self, screen: int) -> Asking:
        one = self.circuit.screens[screen]
        for thing in self.outcome.reading.things:
            kind, name, carrier, _, doubt = thing
            if (kind == VERDICT) != (VERDICT in one.bearers):
                continue
            surely, maybe = self._passing(screen, thing)
            where = maybe & ~surely
            if not where:
                continue
            for attribute, gaps in self.reader.kinds[kind].gaps:
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
