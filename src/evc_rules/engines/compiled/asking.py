"""From inputs that nobody knows to what would help to settle them, and for which targets that matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never

from ...model.attributes import VERDICT
from ...model.conditions import Param, Span, Sum
from ...model.dossier import Verdict
from ...model.quantities import Amount
from ...results.questions import JudgementNeeded, MissingFact, Question
from .cases import Cases
from .circuit import Answered, Found, Gate, Measured, Rested, Tested, bits, mask
from .measure import Wanted
from .read import Thing

if TYPE_CHECKING:
    from .works import Outcome

EVERYWHERE: Final = -1

Asking = Iterable[tuple[int, Iterable[int]]]
"""Questions, by identity, each lot with the targets for which it matters."""


class Inputs:
    """What would help to settle the inputs of a circuit, for one dossier.

    Attributes:
        questions: The questions that came up, by identity; equal ones are one object.
        unsure: The screens that something may pass and may not, or passes for some targets.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.circuit, self.reader, self.routes = outcome.works.circuit, outcome.works.reader, outcome.works.routes
        self.questions: dict[int, Question] = {}
        self._facts: dict[tuple[str | None, str], int] = {}
        self._others: dict[Question, int] = {}
        self._screened: dict[int, list[tuple[int, list[int]]]] = {}
        self._gaps: dict[int, list[tuple[str, int]]] = {}
        self._taken: list[Thing] = []
        self._shown: list[Thing] = []
        unsure, width = 0, self.reader.width
        for thing in outcome.reading.things:
            row = thing[3]
            unsure |= row >> width & ~row
            (self._taken if thing[0] == VERDICT else self._shown).append(thing)
        self.unsure = unsure | self.routes.differing

    def fact(self, name: str | None, attribute: str) -> int:
        """The question for a fact."""
        known = name, attribute
        key = self._facts.get(known)
        if key is None:
            question = self.routes.fact(name, attribute)
            key = self._facts[known] = id(question)
            self.questions[key] = question
        return key

    def assessment(self, place: int, leaf: int) -> int:
        """The question for an assessment of a leaf."""
        question = self.routes.assessment(place, leaf)
        self.questions[id(question)] = question
        return id(question)

    def _same(self, question: Question) -> int:
        if isinstance(question, MissingFact):
            return self.fact(question.item, question.attribute)
        key = self._others.get(question)
        if key is None:
            key = self._others[question] = id(question)
            self.questions[key] = question
        return key

    def asked(self, place: int) -> Asking:
        """What would help to settle an input that is no assessment of the target."""
        node = self.circuit.nodes[place]
        match node:
            case Found(screen=screen):
                yield from self.screened(screen)
            case Measured(screen=screen):
                yield from self.measured(node)
                yield from self.screened(screen)
            case Tested(screen=screen, leaves=leaves):
                surely, maybe = self.outcome.reading.vectors[place]
                open_ = maybe & ~surely & mask(leaves)
                yield EVERYWHERE, [self.assessment(place, leaf) for leaf in bits(open_)]
                for where, keys in self.screened(screen):
                    if where & open_:
                        yield EVERYWHERE, keys
            case Answered(condition=condition, owner=owner):
                yield EVERYWHERE, [self._same(JudgementNeeded(condition.id, owner, condition.asks, condition.by))]
            case Rested() | Gate():
                raise AssertionError(node)
            case _:
                assert_never(node)

    def gaps(self, thing: Thing) -> list[tuple[str, int]]:
        """The attributes of a thing that are not known, each with the screens that ask for it."""
        found = self._gaps.get(id(thing))
        if found is None:
            keys = thing[2].keys
            found = self._gaps[id(thing)] = [
                (attribute, open_)
                for attribute, gaps in self.reader.kinds[thing[0]].gaps
                if (open_ := gaps.get(keys.get(attribute)))
            ]
        return found

    def screened(self, screen: int) -> list[tuple[int, list[int]]]:
        """What is not known of the things that may pass a screen.

        For screens of which that can differ from target to target, or which hang on the applicant; what is asked of
        things for all others is asked at once.
        """
        found = self._screened.get(screen)
        if found is None:
            found = self._screened[screen] = list(self._missing(screen)) if self.unsure >> screen & 1 else []
        return found

    def _missing(self, screen: int) -> Iterator[tuple[int, list[int]]]:
        one = self.circuit.screens[screen]
        aligned = one.aligned
        width = self.reader.width
        for thing in self._taken if VERDICT in one.bearers else self._shown:
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
            missing = [self.fact(name, attribute) for attribute, open_ in self.gaps(thing) if open_ >> screen & 1]
            if doubt:
                missing.append(self.fact(name, doubt))
            if aligned:
                missing += [self.fact(name, attribute) for attribute in self.reader.covered(kind, carrier, aligned)[2]]
            if one.hanging:
                cases = Cases(self.circuit, self.reader.on, self.outcome.prepared)
                steps = cases.hanging(screen, kind, name, carrier)
                missing += [self._same(step.question) for step in steps if step.question]
            yield where, missing

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

    def measured(self, node: Measured) -> Asking:
        """What is not known of amounts, of dates, and of what is asked for."""
        condition = node.condition
        applicant = self.outcome.prepared.dossier.applicant
        if isinstance(condition, Span) and condition.as_of == "start" and not _is_date(applicant.known.get("start")):
            yield EVERYWHERE, [self.fact(None, "start")]
        above = self.reader.width + node.screen
        aligned = self.circuit.screens[node.screen].aligned
        for thing in self.outcome.reading.things:
            if not thing[3] >> above & 1:
                continue
            maybe = self._passing(node.screen, thing)[1] if aligned else EVERYWHERE
            if maybe:
                missing = self._amount(condition, thing) if isinstance(condition, Sum) else self._dates(thing)
                if missing:
                    yield maybe, missing
        if isinstance(condition.at_least, Param):
            ruleset = self.circuit.rulesets[node.ruleset]
            if len(Wanted(condition.at_least, ruleset, self.reader.on).by(applicant)) > 1:
                yield EVERYWHERE, [self.fact(None, "cohort")]

    def _amount(self, condition: Sum, thing: Thing) -> list[int]:
        kind, name, carrier, _, _ = thing
        declared = self.circuit.framework.vocabulary.find(condition.of, kind)
        amount = carrier.known.get(condition.of)
        if declared is None or (isinstance(amount, Amount) and amount.unit == declared.unit):
            return []
        if amount is None and declared.absent == "none" and condition.of not in carrier.unknown:
            return []
        return [self.fact(name, condition.of)]

    def _dates(self, thing: Thing) -> list[int]:
        kind, name, carrier, _, _ = thing
        find = self.circuit.framework.vocabulary.find
        if find("from", kind) is None or find("to", kind) is None:
            return []
        return [self.fact(name, one) for one in ("from", "to") if carrier.known.get(one) is None]


def _is_date(value: object) -> bool:
    return isinstance(value, date)
