"""What tables and generated worlds have in them: forms, tests and statuses by truth value, and values at a boundary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from evc_rules.model.conditions import (
    AgeTest,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    FlagTest,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
)
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Age, Amount
from evc_rules.results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep

from .engines import Said, Worlds

TRUTHS = ("false", "unknown", "true")
FORMS = ("all", "any", "not", "at_least", "evidence", "sum", "span", "assessed", "judgement", "exempt", "applicant")
TESTS = (
    *(f"{kind} {op}" for kind in ("number", "grade", "date") for op in ("<=", "<", ">=", ">", "==", "!=")),
    *(f"age {op}" for op in ("<=", "<", ">=", ">")),
    "code any", "code none", "codes any", "codes all", "codes none", "prefix any", "prefix none",
    "flag yes", "flag no", "covers target", "covers named",
)  # fmt: skip
STATUSES = {
    "report": ("exempt", "refused", "conflict", "not-covered", "exempt|not-covered", "not-covered|refused",
               "conflict|refused", "conflict|exempt", "conflict|exempt|not-covered|refused"),
    "bar-wins": ("exempt", "refused", "not-covered", "exempt|not-covered", "not-covered|refused", "exempt|refused",
                 "exempt|not-covered|refused"),
    "grant-wins": ("exempt", "refused", "not-covered", "exempt|not-covered", "not-covered|refused", "exempt|refused",
                   "exempt|not-covered|refused"),
}  # fmt: skip
BOUNDARIES = (
    *(f"number {op} at the value" for op in ("<=", "<", ">=", ">", "==", "!=")),
    *(f"date {op} at the day" for op in ("<=", "<", ">=", ">", "==", "!=")),
    *(f"age {op} the day {when}" for op in ("<=", "<", ">=", ">") for when in ("before", "itself", "after")),
    "age to the decision", "age to the start", "age to a day",
    "sum at the amount", "sum just below", "sum open from below", "sum without an upper end",
    "span on the day", "span a day less", "span to the start",
    "evidence of 2", "evidence of 3", "exempt open", "not there", "inferred", "a double", "undated",
    "overridden", "not overridden", "maybe overridden", "a parameter", "waived",
)  # fmt: skip


def wanted() -> set[str]:
    """Everything that must occur."""
    found = {f"{what} {truth}" for what in (*FORMS, *TESTS, "grant", "bar") for truth in TRUTHS}
    found |= {f"{mode}: {one}" for mode, listed in STATUSES.items() for one in listed}
    return found | set(BOUNDARIES)


def seen(worlds: Worlds, place: int, said: Said, leaves: Iterable[Leaf] | None = None) -> Iterator[str]:
    """What occurs in what the reference says of a dossier, or of some leaves."""
    assert said.trace is not None
    look = _Look(worlds, place)
    for leaf in said.statuses if leaves is None else leaves:
        yield f"{worlds.ruleset.conflicts}: {'|'.join(sorted(map(str, said.statuses[leaf])))}"
        yield from look.leaf(said.trace(leaf))


class _Look:
    def __init__(self, worlds: Worlds, place: int) -> None:
        self.worlds, self.prepared = worlds, worlds.prepared[place]
        self.vocabulary = worlds.framework.vocabulary
        self.applicant = self.prepared.dossier.applicant.known

    def leaf(self, trace: LeafTrace) -> Iterator[str]:
        for step in (*trace.grants, *trace.bars):
            yield from self.rule(step)

    def rule(self, step: RuleStep) -> Iterator[str]:
        yield f"{step.effect} {step.truth}"
        if step.overriders:
            most = max(other.truth for other in step.overriders)
            yield {"true": "overridden", "false": "not overridden", "unknown": "maybe overridden"}[str(most)]
        yield from self.step(step.condition)
        for other in step.overriders:
            if other.effect == "waive" and str(other.truth) == "true":
                yield "waived"
            yield from self.rule(other)

    def step(self, step: Step) -> Iterator[str]:
        condition = step.condition
        yield f"{condition.form} {step.truth}"
        yield from self.counted(condition, step)
        for item in step.items:
            yield from self.item(item)
        for part in step.steps:
            yield from self.step(part)

    def counted(self, condition: Condition, step: Step) -> Iterator[str]:
        asked = getattr(condition, "at_least", None)
        if isinstance(asked, Param):
            yield "a parameter"
        if isinstance(condition, Sum) and isinstance(asked, Amount) and step.items:
            low, _, high = step.found.partition("..")
            if ".." in step.found and not high:
                yield "sum without an upper end"
            if Amount.parse(low).value == asked.value:
                yield "sum at the amount"
            if high and Amount.parse(high).value >= asked.value > Amount.parse(low).value:
                yield "sum open from below"
            if not high and 0 < asked.value - Amount.parse(low).value <= 1:
                yield "sum just below"
        if isinstance(condition, Span) and isinstance(asked, Age):
            days = step.found.removesuffix(" days").split("..")
            yield from ("span on the day" for one in days if int(one) == asked.days)
            yield from ("span a day less" for one in days if int(one) == asked.days - 1)
            yield from ["span to the start"] * (condition.as_of == "start")
        if getattr(condition, "count", 1) > 1 and str(step.truth) != "false":
            yield f"evidence of {condition.count}"
        if condition.form == "exempt" and str(step.truth) == "unknown":
            yield "exempt open"

    def item(self, item: ItemStep) -> Iterator[str]:
        if item.item in self.prepared.doubled:
            yield "a double"
        if item.item in self.prepared.undated:
            yield "undated"
        for test in item.tests:
            yield from self.test(item, test)

    def test(self, item: ItemStep, step: TestStep) -> Iterator[str]:
        yield f"{self.named(item, step.test)} {step.truth}"
        yield from ["not there"] * (step.value == "none")
        yield from ["inferred"] * step.inferred
        wanted_ = getattr(step.test, "value", None)
        if isinstance(wanted_, Param) or isinstance(getattr(step.test, "codes", None), Param):
            yield "a parameter"
        match step.test:
            case NumberTest(op=op, value=Amount(), scale=None) if step.value == str(wanted_):
                yield f"number {op} at the value"
            case DateTest(op=op) if step.value == str(wanted_):
                yield f"date {op} at the day"
            case AgeTest():
                yield from self.age(step.test, step.value)

    def named(self, item: ItemStep, test: Test) -> str:
        match test:
            case NumberTest(op=op, scale=scale):
                return f"grade {op}" if scale else f"number {op}"
            case DateTest(op=op) | AgeTest(op=op):
                return f"{test.test} {op}"
            case CodeTest(match=match, attribute=name):
                declared = self.vocabulary.find(name, item.kind)
                kind = "prefix" if declared and declared.prefix else declared.type if declared else "code"
                return f"{kind} {match}"
            case FlagTest(value=value):
                return f"flag {'yes' if value else 'no'}"
            case CoversTest(outcome=outcome):
                return "covers named" if outcome else "covers target"

    def age(self, test: AgeTest, met: str | None) -> Iterator[str]:
        named = test.as_of if isinstance(test.as_of, str) else "day"
        yield f"age to {'a' if named == 'day' else 'the'} {named}"
        start = self.applicant.get("start")
        reference = {"decision": self.worlds.on, "start": start}.get(named, test.as_of)
        if not (isinstance(test.value, Age) and isinstance(reference, date) and met and met != "ongoing"):
            return
        past = (reference - test.value.after(min(date.fromisoformat(met), reference))).days
        when = {-1: "the day before", 0: "the day itself", 1: "the day after"}.get(past)
        if when:
            yield f"age {test.op} {when}"
