"""Reading a dossier: each item is touched once, and every input of a circuit gets its truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ...model.attributes import APPLICANT, VERDICT
from ...model.conditions import Judgement, Param, Sum
from ...model.dossier import ApplicantFacts, Carrier, Evidence, Verdict
from ...results.truth import Truth
from ..prepare import Prepared, dated_by
from .cases import Cases
from .circuit import Answered, Circuit, Found, Measured, Tested, bits, mask
from .emit import input_bit
from .measure import Count, Met, Meter, Total, measured
from .measure import Covered as CoveredTime
from .tables import NOBODY, Asking, Covered, Kinds
from .verdicts import Vector, Verdicts

FALSE, UNKNOWN, TRUE = Truth
OPEN_ANYWHERE: Final = 0, -1


Thing = tuple[str, str | None, Carrier, int, str | None]
"""An item, a verdict or the applicant, with what screens say of it; a plain tuple, as there are many.

Its kind; its id, or None for the applicant; what carries the attributes; its row: the screens that it surely passes
(but for covering the target) and, above, those that it may pass; and the attribute that could tell that it counts, when
that is in doubt.
"""


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
    things: list[Thing]


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
        self.hanging = mask(place for place, one in enumerate(circuit.screens) if one.hanging)
        self.meters: dict[int, Meter] = {}
        counted: dict[int, list[tuple[int, Meter]]] = defaultdict(list)
        aligned: dict[int, list[int]] = defaultdict(list)
        tested: dict[int, list[int]] = defaultdict(list)
        judged: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        hang_on_cohort: list[int] = []
        surely = maybe = 0
        for place, node in enumerate(circuit.nodes):
            bit = 1 << input_bit(circuit, place)
            match node:
                case Found(screen=screen) | Measured(screen=screen) if circuit.screens[screen].aligned:
                    aligned[screen].append(place)
                    self.meters[place] = self._meter(node)
                    if isinstance(node, Measured) and isinstance(node.condition.at_least, Param):
                        hang_on_cohort.append(screen)
                case Found(screen=screen, count=1):
                    pass
                case Found(screen=screen) | Measured(screen=screen):
                    meter = self.meters[place] = self._meter(node)
                    counted[screen].append((bit, meter))
                    if isinstance(node, Measured) and isinstance(node.condition.at_least, Param):
                        hang_on_cohort.append(screen)
                    elif measured(meter, (), NOBODY.dossier.applicant) is TRUE:  # of nothing
                        surely, maybe = surely | bit, maybe | bit
                case Tested(screen=screen):
                    tested[screen].append(place)
                case Answered(condition=Judgement(id=name), owner=owner):
                    judged[name].append((bit, owner))
                    maybe |= bit
                case _:
                    pass
        self.counted, self.aligned, self.tested, self.judged = dict(counted), dict(aligned), dict(tested), dict(judged)
        self.gathered = mask(self.counted) | mask(self.aligned)
        self.verdicts = Verdicts(circuit, self.covered, self.tested)
        self.speaks = self.verdicts.speaks
        self.blank = surely, maybe
        self.width = len(circuit.screens)
        self.all = (1 << self.width) - 1
        self.maybes = self.all << self.width
        self.vectors = dict.fromkeys((place for places in tested.values() for place in places), OPEN_ANYWHERE)
        self.vectors |= {
            place: _everywhere(measured(self.meters[place], (), NOBODY.dossier.applicant))
            for places in aligned.values()
            for place in places
        }
        self.aligned_by_cohort = [screen for screen in hang_on_cohort if screen in aligned]
        self.hang_on_cohort = mask(screen for screen in hang_on_cohort if screen in counted)
        self.applicant = any(APPLICANT in one.bearers for one in circuit.screens)

    def _meter(self, node: Found | Measured) -> Meter:
        if isinstance(node, Found):
            return Count(node.count)
        ruleset, vocabulary = self.circuit.rulesets[node.ruleset], self.circuit.framework.vocabulary
        if isinstance(node.condition, Sum):
            return Total(node.condition, ruleset, vocabulary, self.on)
        return CoveredTime(node.condition, ruleset, vocabulary, self.on)

    def read(self, prepared: Prepared) -> Reading:
        """The inputs of the circuit, as the dossier has them."""
        things: list[Thing] = []
        met: dict[int, list[Thing]] = {}
        undated, doubled, dossier = prepared.undated, prepared.doubled, prepared.dossier
        kinds, width, gathered, hanging = self.kinds, self.width, self.gathered, self.hanging
        rows = 0
        for item in dossier.evidence:
            kind, name = item.kind, item.id
            row = kinds[kind].row(item.keys.get)
            above = row >> width
            if not above:
                continue
            if above & hanging:
                row = self._hanging(row, kind, name, item, prepared)
                above = row >> width
            doubt = None
            if name in undated or name in doubled:
                doubt = _doubt(item, prepared)
                if doubt:
                    row &= self.maybes
            rows |= row
            thing = kind, name, item, row, doubt
            things.append(thing)
            if above & gathered:
                _gather(met, above & gathered, thing)
        if self.applicant:
            rows |= self._applicant(prepared, things, met)
        surely, maybe = rows & self.all | self.blank[0], rows >> width | self.blank[1]
        if met or self.hang_on_cohort:
            surely, maybe = self._measure(met, surely, maybe, dossier.applicant)
        if dossier.judgements and self.judged:
            surely, maybe = self._judge(prepared, surely, maybe)
        vectors = self.vectors.copy()
        if self.aligned:
            self._align(met, vectors, dossier.applicant)
        if dossier.verdicts and self.tested:
            self.verdicts.assess(self._rows(prepared, things), vectors)
        return Reading(surely, maybe, vectors, things)

    def _applicant(self, prepared: Prepared, things: list[Thing], met: dict[int, list[Thing]]) -> int:
        """The row of the applicant."""
        applicant = prepared.dossier.applicant
        row = self.kinds[APPLICANT].row(applicant.keys.get)
        if row >> self.width & self.hanging:
            row = self._hanging(row, APPLICANT, None, applicant, prepared)
        thing = APPLICANT, None, applicant, row, None
        things.append(thing)
        _gather(met, row >> self.width & self.gathered, thing)
        return row

    def _hanging(self, row: int, kind: str, name: str | None, thing: Carrier, prepared: Prepared) -> int:
        """The row, with what hangs on the applicant too."""
        cases = Cases(self.circuit, self.on, prepared)
        for screen in bits(row >> self.width & self.hanging):
            truth = min(step.truth for step in cases.hanging(screen, kind, name, thing))
            row &= ~((truth is not TRUE) << screen | (truth is FALSE) << screen + self.width)
        return row

    # Counts, sums and spans

    def _measure(self, met: dict[int, list[Thing]], surely: int, maybe: int, applicant: ApplicantFacts) -> Vector:
        counted = self.counted
        for screen in {*met, *bits(self.hang_on_cohort)} if self.hang_on_cohort else met:
            if screen not in counted:
                continue
            here = [
                (kind, carrier, TRUE if row >> screen & 1 else UNKNOWN)
                for kind, _, carrier, row, _ in met.get(screen, ())
            ]
            for bit, truth in self.told(screen, here, applicant):
                maybe = maybe | bit if truth is not FALSE else maybe & ~bit
                surely = surely | bit if truth is TRUE else surely & ~bit
        return surely, maybe

    def told(self, screen: int, met: Met, applicant: ApplicantFacts) -> Iterator[tuple[int, Truth]]:
        """What is counted or measured over what passes a screen, or may: bits, each with its truth."""
        known: dict[Hashable, Any] = {}
        for bit, meter in self.counted[screen]:
            found = known.get(meter.key)
            if found is None:
                found = known[meter.key] = meter.found(met, applicant)
            yield bit, meter.told(found, applicant)

    # What speaks of the target

    def _align(self, met: dict[int, list[Thing]], vectors: dict[int, Vector], applicant: ApplicantFacts) -> None:
        """Evidence that covers the target: for each leaf the things that do, or may."""
        aligned = self.aligned
        covered: dict[tuple[int, tuple[str, ...]], Vector] = {}
        for screen in {*met, *self.aligned_by_cohort} if self.aligned_by_cohort else met:
            if screen not in aligned:
                continue
            found: list[tuple[Thing, int, int]] = []
            attributes = self.circuit.screens[screen].aligned
            yes = perhaps = 0
            for thing in met.get(screen, ()):
                kind, _, carrier, row, _ = thing
                covers = covered.get((id(carrier), attributes))
                if covers is None:
                    covers = covered[id(carrier), attributes] = self.covered(kind, carrier, attributes)[:2]
                surely = covers[0] if row >> screen & 1 else 0
                yes, perhaps = yes | surely, perhaps | covers[1]
                found.append((thing, surely, covers[1]))
            for place in aligned[screen]:
                meter = self.meters[place]
                if isinstance(meter, Count) and meter.least == 1:
                    vectors[place] = yes, perhaps
                else:
                    vectors[place] = self._by_target(meter, found, applicant)

    def _by_target(self, meter: Meter, found: list[tuple[Thing, int, int]], applicant: ApplicantFacts) -> Vector:
        surely = maybe = 0
        told: dict[tuple[Truth, ...], Truth] = {}
        for leaf in range(len(self.circuit.leaves)):
            truths = tuple(TRUE if one >> leaf & 1 else Truth(other >> leaf & 1) for _, one, other in found)
            if truths not in told:
                passing = [
                    (thing[0], thing[2], truth)
                    for (thing, _, _), truth in zip(found, truths, strict=True)
                    if truth is not FALSE
                ]
                told[truths] = measured(meter, passing, applicant)
            surely |= (told[truths] is TRUE) << leaf
            maybe |= (told[truths] is not FALSE) << leaf
        return surely, maybe

    def _rows(self, prepared: Prepared, things: list[Thing]) -> list[tuple[Verdict, int]]:
        """The verdicts, each with its row."""
        asked, found = self.kinds[VERDICT], []
        for verdict in prepared.dossier.verdicts:
            row = asked.row(verdict.keys.get)
            if row >> self.width & self.hanging:
                row = self._hanging(row, VERDICT, verdict.id, verdict, prepared)
            doubt = "date" if verdict.id in prepared.undated and "date" not in verdict.known else None
            if doubt:
                row &= self.maybes
            things.append((VERDICT, verdict.id, verdict, row, doubt))
            found.append((verdict, row))
        return found

    def _judge(self, prepared: Prepared, surely: int, maybe: int) -> Vector:
        yes = no = 0
        for answer in prepared.dossier.judgements:
            for bit, owner in self.judged.get(answer.judgement, ()):
                if owner is None or answer.ruleset == owner:
                    if answer.answer:
                        yes |= bit
                    else:
                        no |= bit
        return surely | (yes & ~no), maybe & ~(no & ~yes)


def _gather(met: dict[int, list[Thing]], screens: int, thing: Thing) -> None:
    """Note that a thing passes these screens, or may."""
    while screens:
        low = screens & -screens
        screens ^= low
        screen = low.bit_length() - 1
        if screen in met:
            met[screen].append(thing)
        else:
            met[screen] = [thing]


def _doubt(item: Evidence, prepared: Prepared) -> str | None:
    """The attribute that could tell that an item counts, when it may be listed twice or dated after the decision."""
    if item.id in prepared.doubled:
        return prepared.doubled[item.id]
    dated = dated_by(item)
    return dated if item.id in prepared.undated and dated not in item.known else None


def _everywhere(truth: Truth) -> Vector:
    return -(truth is TRUE), -(truth is not FALSE)
