"""Reading a dossier: each item is touched once, and every input of a circuit gets its truth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ...model.attributes import APPLICANT, VERDICT
from ...model.conditions import Judgement, Param, Sum
from ...model.dossier import Carrier, Verdict
from ...model.outcomes import Ref
from ...model.quantities import Amount
from ...results.trace import TestStep
from ...results.truth import Truth
from .. import reference
from ..prepare import Prepared, dated_by
from ..reference import Case
from .circuit import Answered, Circuit, Found, Measured, Tested, bits, mask
from .emit import input_bit
from .measure import Met, counted, reference_date, span, total, wanted_by
from .tables import NOBODY, Asking, Covered, Kinds

FALSE, UNKNOWN, TRUE = Truth
Vector = tuple[int, int]
"""A bit for each leaf: where something surely holds, and where it maybe does."""

NOWHERE: Final = 0, 0
OPEN_ANYWHERE: Final = 0, -1


@dataclass(slots=True)
class Thing:
    """An item, a verdict or the applicant, with what screens say of it.

    Attributes:
        kind: What it is.
        name: Its id, or None for the applicant.
        thing: What carries the attributes.
        surely: The screens that it surely passes (but for covering the target).
        maybe: The screens that it may pass.
        missing: The attributes that are not known, each with the screens that ask them.
        doubt: The attribute that could tell that it counts, when that is not known.
    """

    kind: str
    name: str | None
    thing: Carrier
    surely: int
    maybe: int
    missing: list[tuple[str, int]]
    doubt: str | None = None


@dataclass(slots=True)
class Reading:
    """A dossier as the inputs of a circuit.

    Attributes:
        surely: The inputs that surely hold, as bits.
        maybe: The inputs that may hold.
        vectors: The inputs that speak of the target, by node; and assessments of named leaves.
        things: What passes, or may pass, some screen.
    """

    surely: int
    maybe: int
    vectors: dict[int, Vector]
    things: list[Thing] = field(default_factory=list)


@dataclass
class Reader:
    """What it takes to read dossiers for a circuit.

    Attributes:
        circuit: The circuit.
        on: The decision date.
    """

    circuit: Circuit
    on: date

    def __post_init__(self) -> None:
        circuit = self.circuit
        asking = Asking(circuit.framework, self.on, circuit.rulesets[0])
        self.kinds = Kinds(asking, circuit.screens)
        self.covered = Covered(circuit.framework, circuit.place)
        self.spoken: dict[tuple[Ref, bool], int] = {}
        self.hanging = mask(place for place, one in enumerate(circuit.screens) if one.hanging)
        counts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        aligned: dict[int, list[int]] = defaultdict(list)
        tested: dict[int, list[int]] = defaultdict(list)
        judged: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        hang_on_cohort: list[int] = []
        surely = maybe = 0
        for place, node in enumerate(circuit.nodes):
            match node:
                case Found(screen=screen) | Measured(screen=screen) if circuit.screens[screen].aligned:
                    aligned[screen].append(place)
                case Found(screen=screen, count=count) if count > 1:
                    counts[screen].append((place, 1 << input_bit(circuit, place)))
                case Measured(screen=screen, condition=condition):
                    bit = 1 << input_bit(circuit, place)
                    counts[screen].append((place, bit))
                    if isinstance(condition.at_least, Param):
                        hang_on_cohort.append(screen)
                    elif self.measured(place, (), NOBODY) is TRUE:  # of nothing
                        surely, maybe = surely | bit, maybe | bit
                case Tested(screen=screen):
                    tested[screen].append(place)
                case Answered(condition=Judgement(id=name), owner=owner):
                    judged[name].append((place, owner))
                    maybe |= 1 << input_bit(circuit, place)
                case _:
                    pass
        self.counted, self.aligned, self.tested, self.judged = dict(counts), dict(aligned), dict(tested), dict(judged)
        self.counts = mask(self.counted)
        self.aligns = mask(self.aligned)
        self.blank = surely, maybe
        self.hang_on_cohort = hang_on_cohort
        self.applicant = any(APPLICANT in one.bearers for one in circuit.screens)

    def read(self, prepared: Prepared) -> Reading:
        """The inputs of the circuit, as the dossier has them."""
        surely, maybe = self.blank
        reading = Reading(0, 0, {})
        things = reading.things
        cases = Cases(self, prepared)
        undated, doubled = prepared.undated, prepared.doubled
        for item in prepared.dossier.evidence:
            thing = self._thing(item.kind, item.id, item, cases)
            if thing is None:
                continue
            name = item.id
            if name in doubled:
                thing.doubt, thing.surely = doubled[name], 0
            elif name in undated and (dated := dated_by(item)) not in item.known:
                thing.doubt, thing.surely = dated, 0
            surely |= thing.surely
            maybe |= thing.maybe
            things.append(thing)
        if self.applicant:
            thing = self._thing(APPLICANT, None, prepared.dossier.applicant, cases)
            if thing is not None:
                surely |= thing.surely
                maybe |= thing.maybe
                things.append(thing)
        reading.surely, reading.maybe = surely, maybe
        if self.tested:
            self._assess(prepared, reading, cases)
        if self.counted:
            self._measure(reading, prepared)
        if self.aligned:
            self._align(reading, prepared)
        if self.judged and prepared.dossier.judgements:
            self._judge(prepared, reading)
        return reading

    def _thing(self, kind: str, name: str | None, thing: Carrier, cases: Cases) -> Thing | None:
        """What the screens say of a thing, or None when it passes none."""
        asked = self.kinds[kind]
        surely = maybe = asked.screens
        known = thing.known
        missing: list[tuple[str, int]] = []
        for attribute, rows in asked.tables:
            value = known.get(attribute)
            if value is None:
                row = rows.unknown if attribute in thing.unknown else rows.missing
            elif type(value) is Amount:
                row = rows[value.value] if value.unit == rows.unit else rows.of(value)
            else:
                row = rows[value]
            surely &= row[0]
            maybe &= row[1]
            if row[2]:
                missing.append((attribute, row[2]))
        if maybe & self.hanging:
            for screen in bits(maybe & self.hanging):
                truth = min(step.truth for step in cases.hanging(screen, kind, name, thing))
                surely &= ~((truth is not TRUE) << screen)
                maybe &= ~((truth is FALSE) << screen)
        return Thing(kind, name, thing, surely, maybe, missing) if maybe else None

    # Counts, sums and spans

    def _measure(self, reading: Reading, prepared: Prepared) -> None:
        met: dict[int, list[tuple[str, Carrier, Truth]]] = {screen: [] for screen in self.hang_on_cohort}
        for thing in reading.things:
            some = thing.maybe & self.counts
            while some:
                low = some & -some
                some ^= low
                found = thing.kind, thing.thing, TRUE if thing.surely & low else UNKNOWN
                screen = low.bit_length() - 1
                if screen in met:
                    met[screen].append(found)
                else:
                    met[screen] = [found]
        for screen, passing in met.items():
            for place, bit in self.counted[screen]:
                truth = self.measured(place, passing, prepared)
                reading.maybe = reading.maybe | bit if truth is not FALSE else reading.maybe & ~bit
                reading.surely = reading.surely | bit if truth is TRUE else reading.surely & ~bit

    def measured(self, place: int, met: Met, prepared: Prepared) -> Truth:
        """Whether a count, sum or span is reached over these things."""
        applicant = prepared.dossier.applicant
        node = self.circuit.nodes[place]
        if isinstance(node, Found):
            return counted(node.count, met)
        assert isinstance(node, Measured)  # noqa: S101 - the only other node that measures
        condition = node.condition
        wanted: tuple[Any, ...] = (condition.at_least,)
        if isinstance(condition.at_least, Param):
            wanted = wanted_by(condition, self.circuit.rulesets[node.ruleset], self.on, cohort_of(applicant))
        vocabulary = self.circuit.framework.vocabulary
        if isinstance(condition, Sum):
            return total(condition, wanted, vocabulary, met)
        return span(wanted, reference_date(condition.as_of, self.on, applicant), vocabulary, met)

    # What speaks of the target

    def _align(self, reading: Reading, prepared: Prepared) -> None:
        """Evidence that covers the target: for each leaf the things that do, or may."""
        met: dict[int, list[tuple[Thing, int, int]]] = {}
        for thing in reading.things:
            if thing.maybe & self.aligns:
                for screen, attributes in self.kinds[thing.kind].aligned:
                    if thing.maybe >> screen & 1:
                        surely, maybe, _ = self.covered(thing.kind, thing.thing, attributes)
                        surely = surely if thing.surely >> screen & 1 else 0
                        met.setdefault(screen, []).append((thing, surely, maybe))
        for screen, places in self.aligned.items():
            found = met.get(screen, [])
            for place in places:
                node = self.circuit.nodes[place]
                if isinstance(node, Found) and node.count == 1:
                    surely = maybe = 0
                    for _, one, other in found:
                        surely, maybe = surely | one, maybe | other
                    reading.vectors[place] = surely, maybe
                else:
                    reading.vectors[place] = self._by_target(place, found, prepared)

    def _by_target(self, place: int, found: list[tuple[Thing, int, int]], prepared: Prepared) -> Vector:
        surely = maybe = 0
        told: dict[tuple[Truth, ...], Truth] = {}
        for leaf in range(len(self.circuit.leaves)):
            truths = tuple(TRUE if one >> leaf & 1 else Truth(other >> leaf & 1) for _, one, other in found)
            if truths not in told:
                passing = [
                    (thing.kind, thing.thing, truth)
                    for (thing, _, _), truth in zip(found, truths, strict=True)
                    if truth is not FALSE
                ]
                told[truths] = self.measured(place, passing, prepared)
            surely |= (told[truths] is TRUE) << leaf
            maybe |= (told[truths] is not FALSE) << leaf
        return surely, maybe

    def _assess(self, prepared: Prepared, reading: Reading, cases: Cases) -> None:
        """Verdicts that say achieved, or may, and that say they do not, for each leaf."""
        achieved: dict[int, tuple[int, int]] = {}
        failed: dict[int, int] = {}
        for verdict in prepared.dossier.verdicts:
            thing = self._thing(VERDICT, verdict.id, verdict, cases)
            if thing is None:
                continue
            if verdict.id in prepared.undated and "date" not in verdict.known:
                thing.doubt, thing.surely = "date", 0
            reading.things.append(thing)
            speaks = self.speaks(verdict)
            aligned = dict(self.kinds[VERDICT].aligned)
            for screen in bits(thing.maybe):
                surely, maybe, _ = self.covered(VERDICT, verdict, aligned.get(screen, ()))
                surely = surely & speaks if thing.surely >> screen & 1 else 0
                if verdict.achieved:
                    before = achieved.get(screen, NOWHERE)
                    achieved[screen] = before[0] | surely, before[1] | maybe & speaks
                else:
                    failed[screen] = failed.get(screen, 0) | surely
        for screen, places in self.tested.items():
            surely, maybe = achieved.get(screen, NOWHERE)
            vector = surely, ~failed.get(screen, 0) | maybe
            for place in places:
                reading.vectors[place] = vector

    def speaks(self, verdict: Verdict) -> int:
        """The leaves that a verdict speaks of, as a mask."""
        key = verdict.outcome, verdict.achieved
        if key not in self.spoken:
            places = self.circuit.place
            self.spoken[key] = mask(
                places[leaf]
                for leaf in self.circuit.leaves
                if reference.speaks_of(self.circuit.framework, verdict, leaf)
            )
        return self.spoken[key]

    def _judge(self, prepared: Prepared, reading: Reading) -> None:
        said: dict[int, set[bool]] = {}
        for answer in prepared.dossier.judgements:
            for place, owner in self.judged.get(answer.judgement, ()):
                if owner is None or answer.ruleset == owner:
                    said.setdefault(place, set()).add(answer.answer)
        for place, answers in said.items():
            bit = 1 << input_bit(self.circuit, place)
            if answers == {True}:
                reading.surely |= bit
            elif answers == {False}:
                reading.maybe &= ~bit


def cohort_of(applicant: Carrier) -> int | None:
    """The cohort of an applicant, or None when it is not known."""
    cohort = applicant.known.get("cohort")
    return int(cohort.value) if isinstance(cohort, Amount) else None


@dataclass
class Cases:
    """The dossier as the reference has it, for the tests that hang on the applicant.

    Attributes:
        reader: Who reads.
        prepared: The dossier.
    """

    reader: Reader
    prepared: Prepared

    def case(self, ruleset: int) -> Case:
        """The dossier under a ruleset."""
        circuit = self.reader.circuit
        return Case(circuit.rulesets[ruleset], circuit.framework, self.prepared, self.reader.on, circuit.shared)

    def hanging(self, screen: int, kind: str, name: str | None, thing: Carrier) -> list[TestStep]:
        """What the tests of a screen say that hang on the applicant too."""
        one = self.reader.circuit.screens[screen]
        case = self.case(one.ruleset)
        leaf = self.reader.circuit.leaves[0]
        return [reference.says(case, test, kind, name, thing, leaf) for test in one.hanging]
