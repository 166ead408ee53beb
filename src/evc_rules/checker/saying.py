"""What one test must say of one thing, worked out from the meaning page and by no engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from ..model.attributes import Grade, Ongoing, Value
from ..model.conditions import (
    AgeTest,
    AsOf,
    CodeTest,
    CoversTest,
    DateTest,
    FlagTest,
    NumberTest,
    Param,
    Test,
)
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Ruleset
from ..model.quantities import Amount
from ..results.questions import MissingFact
from ..results.trace import TestStep
from ..results.truth import Truth
from .counting import Counting, Thing

FALSE, UNKNOWN, TRUE = Truth
_COHORT: Final = MissingFact(None, "cohort")


@dataclass(frozen=True)
class Asked:
    """What was asked: one ruleset about one dossier on one day.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        dossier: The dossier, as it was given.
        on: The decision date.
        shared: The judgements that one answer settles for several institutions.
        variant: The variant that was chosen in place of the dossier's, or None.
        start: The day on which the programme starts that was chosen in place of the dossier's, or None.
    """

    ruleset: Ruleset
    framework: Framework
    dossier: Dossier
    on: date
    shared: frozenset[str] = frozenset()
    variant: str | None = None
    start: date | None = None

    @cached_property
    def counting(self) -> Counting:
        """The dossier as it counts."""
        chosen = {name: one for name, one in (("variant", self.variant), ("start", self.start)) if one is not None}
        facts = self.dossier.applicant
        known = tuple(sorted((facts.known | chosen).items()))
        unknown = tuple(name for name in facts.unknown if name not in chosen)
        dossier = self.dossier.with_(applicant=facts.with_(attributes=known, unknown=unknown))
        return Counting(dossier, self.framework.vocabulary, self.on)

    def values(self, value: Any) -> tuple[Any, ...]:
        """The values that a value in a ruleset may have: several when it hangs on a cohort that is not known."""
        if not isinstance(value, Param):
            return (value,)
        parameter = next(one for one in self.ruleset.parameters if one.id == value.parameter)
        return parameter.at(self.on, self.counting.dossier.applicant.cohort)

    def cohort_asked(self, value: Any) -> tuple[MissingFact, ...]:
        """The question for the cohort, where a value hangs on one that is not known."""
        return (_COHORT,) * (len(self.values(value)) > 1)

    def reference(self, as_of: AsOf) -> date | None:
        """The day to which time is counted, or None when it is not known."""
        if as_of == "start":
            start = self.counting.applicant.known.get("start")
            return start if isinstance(start, date) else None
        return self.on if as_of == "decision" else as_of

    def covered(self, value: Value) -> set[Leaf]:
        """The leaves that something aligned with these outcomes covers: those and every lower level of them."""
        refs = map(Ref.parse, value) if isinstance(value, frozenset) else ()
        tops = (leaf for ref in refs for leaf in self.framework.leaves_of(ref))
        return {Leaf(top.outcome, level) for top in tops for level in range(1, top.level + 1)}


def tested(asked: Asked, test: Test, thing: Thing, target: Leaf) -> TestStep:
    """The step that a test of a thing must have."""
    if isinstance(test, AgeTest):
        return _age(asked, test, thing)
    declared = asked.framework.vocabulary.find(test.attribute, thing.kind)
    value = thing.known.get(test.attribute)
    if declared is None or (value is None and declared.absent == "none" and test.attribute not in thing.unknown):
        denied = (isinstance(test, CodeTest) and test.match == "none") or (
            isinstance(test, FlagTest) and not test.value
        )
        return TestStep(test, TRUE if denied else FALSE, "none")
    missing = MissingFact(thing.name, test.attribute)
    if value is None:
        return TestStep(test, UNKNOWN, question=missing)
    wanted = test.codes if isinstance(test, CodeTest) else getattr(test, "value", None)
    truth = agreed(_one(asked, test, value, each, target, prefix=declared.prefix) for each in asked.values(wanted))
    comparable = not isinstance(test, NumberTest) or _number(asked, test, value) is not None
    question = next(iter(asked.cohort_asked(wanted) if comparable else ()), missing)
    inferred = test.attribute in thing.inferred
    return TestStep(test, truth, written(value), inferred, question if truth is UNKNOWN else None)


def _denies(test: Test) -> bool:
    """Whether a test holds of what is not there: none of these, or no."""
    return (isinstance(test, CodeTest) and test.match == "none") or (isinstance(test, FlagTest) and not test.value)


def _one(asked: Asked, test: Test, value: Value, wanted: Any, target: Leaf, *, prefix: bool) -> Truth:
    """What a test says of a value that is known, for one value of the ruleset's."""
    match test:
        case NumberTest(op=op):
            number = _number(asked, test, value)
            return UNKNOWN if number is None else _yes(_compares(op, number, wanted.value))
        case DateTest(op=op):
            return _yes(_compares(op, asked.on if isinstance(value, Ongoing) else value, wanted))
        case FlagTest():
            return _yes(value is wanted)
        case CoversTest(outcome=outcome):
            needed = asked.framework.leaves_of(outcome) if outcome else (target,)
            return _yes(asked.covered(value).issuperset(needed))
        case CodeTest(match=match):
            has = value if isinstance(value, frozenset) else {str(value)}
            each = [max((_falls_under(one, code, prefix=prefix) for one in has), default=FALSE) for code in wanted]
            if match == "all":
                return min(each, default=TRUE)
            some = max(each, default=FALSE)
            return Truth(TRUE - some) if match == "none" else some
    raise AssertionError(test)


def _number(asked: Asked, test: NumberTest, value: Value) -> Decimal | None:
    """The number of a value in the unit, or on the scale, that is asked; None when there is none."""
    units = {one.unit for one in asked.values(test.value)}
    if isinstance(value, Grade):
        return asked.framework.vocabulary.convert(value, test.scale) if test.scale and units == {""} else None
    return value.value if isinstance(value, Amount) and units == {value.unit} else None


def _age(asked: Asked, test: AgeTest, thing: Thing) -> TestStep:
    """Time from its date (of work: its end, which may still be to come) to a day."""
    dated = "to" if thing.kind == "work" else "date"
    obtained, until = thing.known.get(dated), asked.reference(test.as_of)
    if obtained is None:
        return TestStep(test, UNKNOWN, question=MissingFact(thing.name, dated))
    if until is None:
        return TestStep(test, UNKNOWN, written(obtained), question=MissingFact(None, "start"))
    since = min(obtained, until) if isinstance(obtained, date) else until
    truth = agreed(_yes(_compares(test.op, until, age.after(since))) for age in asked.values(test.value))
    question = next(iter(asked.cohort_asked(test.value)), None) if truth is UNKNOWN else None
    return TestStep(test, truth, written(obtained), dated in thing.inferred, question)


def _compares(op: str, one: Any, other: Any) -> bool:
    if one == other:
        return op in {"<=", "==", ">="}
    return op in ({"<", "<=", "!="} if one < other else {">", ">=", "!="})


def _falls_under(value: str, code: str, *, prefix: bool) -> Truth:
    """Whether a code is another, or one below it; one that is broader may be."""
    if value == code or (prefix and value.startswith(code)):
        return TRUE
    return UNKNOWN if prefix and code.startswith(value) else FALSE


def agreed(truths: Iterable[Truth]) -> Truth:
    """What all possibilities say; unknown where they differ, or there are none."""
    listed = list(truths)
    return listed[0] if listed and len(set(listed)) == 1 else UNKNOWN


def written(value: Value) -> str:
    """A value as traces show it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _yes(value: bool) -> Truth:  # noqa: FBT001 - a conversion
    return TRUE if value else FALSE
