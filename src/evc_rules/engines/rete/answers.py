"""Answers that a question could get: the dossier as it would be with each of them.

A judgement and an assessment have two answers. A fact can have many; tried are values on both sides of what the ruleset
compares it with, a few at most. (What would follow from such a value by facts of the world is left out.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any, Final

from ...model.attributes import APPLICANT, ONGOING, VERDICT, Attribute, Grade, Value
from ...model.conditions import AgeTest, CodeTest, NumberTest, Param, Span, Sum, Test
from ...model.dossier import Answer, Attributes, Carrier, Evidence, Verdict
from ...model.outcomes import Ref
from ...model.quantities import Amount
from ...results.questions import Assessment, JudgementNeeded, MissingFact, Question
from ...results.truth import Truth
from ..compiled.circuit import Circuit, Measured
from ..compiled.tables import Asking
from ..prepare import Prepared
from .steps import items_of

MOST_VALUES: Final = 4
"""So many values of a fact are tried."""

_TRIED: Final = "a verdict that is tried"
_LONG_AGO: Final = date(1950, 1, 1)
_DAY: Final = timedelta(days=1)
_OTHER: Final = "another"
Comparing = Test | Sum | Span


@dataclass(frozen=True)
class Possible:
    """The answers that a ruleset could be given.

    Attributes:
        circuit: The ruleset.
        on: The decision date.
        most: So many values of a fact are tried.
    """

    circuit: Circuit
    on: date
    most: int = MOST_VALUES

    def answers(self, question: Question, prepared: Prepared) -> Iterator[Prepared]:
        """The dossier with each answer that is tried."""
        dossier = prepared.dossier
        match question:
            case JudgementNeeded(judgement=name, ruleset=ruleset):
                # It takes the place of answers that contradict each other, as a correction does.
                others = [one for one in dossier.judgements if (one.judgement, one.ruleset) != (name, ruleset)]
                for said in (True, False):
                    answer = Answer.model_construct(judgement=name, ruleset=ruleset, answer=said)
                    yield _with(prepared, judgements=(*others, answer))
            case Assessment(outcome=leaf, tests=tests):
                ref, attributes = Ref(leaf.outcome, leaf.level, leaf.level), self.meeting(tests)
                for said in (True, False):
                    verdict = Verdict.model_construct(id=_TRIED, outcome=ref, achieved=said, attributes=attributes)
                    yield _with(prepared, verdicts=(*dossier.verdicts, verdict))
            case MissingFact(item=None, attribute=attribute):
                for value in self.values(APPLICANT, attribute):
                    yield _with(prepared, applicant=_knowing(dossier.applicant, attribute, value))
            case MissingFact(item=name, attribute=attribute):
                for thing in items_of(dossier):
                    if thing.id == name:
                        for value in self.values(thing.kind if isinstance(thing, Evidence) else VERDICT, attribute):
                            yield _told(prepared, thing, attribute, value)

    def values(self, bearer: str, attribute: str) -> tuple[Value, ...]:
        """The values of a fact that are tried."""
        declared = self.circuit.framework.vocabulary.find(attribute, bearer)
        if declared is None:
            return ()
        values = self._values(declared, self._compared.get(attribute, ()))
        return tuple(islice(dict.fromkeys(values), self.most))

    def meeting(self, tests: Iterable[Test]) -> Attributes:
        """What a verdict would have to say to pass the tests of an assessment."""
        by_attribute: dict[str, list[Test]] = {"date": []}
        for test in tests:
            by_attribute.setdefault("date" if isinstance(test, AgeTest) else test.attribute, []).append(test)
        found: list[tuple[str, Value]] = []
        for name, listed in sorted(by_attribute.items()):
            declared = self.circuit.framework.vocabulary.find(name, VERDICT)
            for value in self._values(declared, listed) if declared else ():
                thing = Carrier.model_construct(attributes=((name, value),), unknown=())
                if all(self._asking.says(test, VERDICT, thing) is Truth.TRUE for test in listed):
                    found.append((name, value))
                    break
        return tuple(found)

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self.circuit.framework, self.on, self.circuit.rulesets[0])

    @cached_property
    def _compared(self) -> dict[str, list[Comparing]]:
        """For each attribute what compares it."""
        found: dict[str, list[Comparing]] = {}
        for screen in self.circuit.screens:
            for test in screen.asked:
                for name in ("date", "to", "start") if isinstance(test, AgeTest) else (test.attribute,):
                    found.setdefault(name, []).append(test)
        for node in self.circuit.nodes:
            if isinstance(node, Measured) and isinstance(node.condition, Sum):
                found.setdefault(node.condition.of, []).append(node.condition)
        return found

    def _values(self, declared: Attribute, comparing: Iterable[Comparing]) -> Iterator[Value]:
        """Values on both sides of what an attribute is compared with, the furthest first."""
        against = list(comparing)
        match declared.type:
            case "flag":
                yield from (True, False)
            case "number":
                thresholds = sorted({one.value for one in self._with(against, Amount)})
                yield from (Amount(one, declared.unit) for one in _around(thresholds) if _in_range(declared, one))
            case "date":
                days = sorted(one for one in self._with(against, date) if one <= self.on)
                yield from (self.on, _LONG_AGO, *([ONGOING] if declared.id == "to" else []), *days)
                yield from (one - _DAY for one in days)
            case "code":
                codes = dict.fromkeys(self._with(against, str))
                others = [one for one in declared.codes or (_OTHER,) if one not in codes]
                yield from (*codes, *others[:1]) if len(codes) < self.most else (*others[:1], *codes)
            case "codes":
                yield from (frozenset(self._with(against, str)), frozenset())
            case "outcomes":
                yield from (frozenset(map(str, self.circuit.leaves)), frozenset())
            case "grade":
                for scale in dict.fromkeys(one.scale for one in against if isinstance(one, NumberTest) and one.scale):
                    marks = [one for one in against if isinstance(one, NumberTest) and one.scale == scale]
                    thresholds = sorted({one.value for one in self._with(marks, Amount)})
                    yield from (Grade(one, scale) for one in _around(thresholds))

    def _with(self, comparing: Iterable[Comparing], kind: type[Any]) -> Iterator[Any]:
        """The values of one kind that an attribute is compared with; of a parameter all of them."""
        for one in comparing:
            value = one.codes if isinstance(one, CodeTest) else getattr(one, "at_least", getattr(one, "value", None))
            possible: tuple[Any, ...] = (value,)
            if isinstance(value, Param):
                possible = self.circuit.rulesets[0].parameter[value.parameter].at(self.on, None)
            for each in possible:
                yield from (inner for inner in (each if isinstance(each, tuple) else (each,)) if type(inner) is kind)


def _around(thresholds: list[Decimal]) -> Iterator[Decimal]:
    if thresholds:
        yield from (thresholds[-1] + 1, thresholds[0] - 1, *thresholds)


def _in_range(declared: Attribute, number: Decimal) -> bool:
    return declared.low <= number and (declared.high is None or number <= declared.high)


def _with(prepared: Prepared, **changes: Any) -> Prepared:
    return replace(prepared, dossier=prepared.dossier.with_(**changes))


def _knowing(thing: Any, attribute: str, value: Value) -> Any:
    known = {**thing.known, attribute: value}
    return thing.with_(attributes=tuple(sorted(known.items())))


def _told(prepared: Prepared, thing: Evidence | Verdict, attribute: str, value: Value) -> Prepared:
    """The dossier with one more attribute of an item, which may tell when it was obtained or that it is no double."""
    told = _knowing(thing, attribute, value)
    where = "evidence" if isinstance(thing, Evidence) else "verdicts"
    items = tuple(told if one.id == thing.id else one for one in getattr(prepared.dossier, where))
    dossier = prepared.dossier.with_(**{where: items})
    doubled = {name: apart for name, apart in prepared.doubled.items() if (name, apart) != (thing.id, attribute)}
    return replace(prepared, dossier=dossier, doubled=doubled)
