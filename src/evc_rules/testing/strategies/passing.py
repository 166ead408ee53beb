"""Values that pass tests, or fail them by a hair; and ordinary ones for what else should be known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...compare import ordinary
from ...compare.lore import contradicts
from ...engines.prepare import aged_by
from ...model.attributes import APPLICANT, BEARERS, EVIDENCE_KINDS, ONGOING, VERDICT, Attribute, Grade, Value
from ...model.conditions import (
    AgeTest,
    Applicant,
    Assessed,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exists,
    FlagTest,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
    every,
    tests_of,
)
from ...model.outcomes import Framework, Leaf, Ref
from ...model.policy import Ruleset
from ...model.quantities import Age, Amount, Cohorts

DAY: Final = timedelta(days=1)
_NOBODY: Final = Leaf("", 1)
_SLIPS: Final = 8
"""Where all should pass, once in so many times something just does not."""


class Values:
    """Draws values.

    Args:
        draw: Given by hypothesis.
        rulesets: What looks at them.
        framework: The framework.
        on: The decision date.
        exact: Whether they mostly pass: a rule with many terms is otherwise hardly ever met.
        varying: The attributes whose values may just not pass all the same.
    """

    def __init__(
        self,
        draw: DrawFn,
        rulesets: Sequence[Ruleset],
        framework: Framework,
        on: date,
        *,
        exact: bool = False,
        varying: Collection[str] = (),
    ) -> None:
        self._draw, self._vocabulary, self._on = draw, framework.vocabulary, on
        self._exact, self._varying = exact, varying
        self._asked = _asked(rulesets, on)
        self._tests = _tests(rulesets)
        self.start = date(on.year, 9, 1)

    def rarely(self, out_of: int) -> bool:
        """Once in so many times; not when shrunk."""
        return bool(self._draw(st.integers(0, out_of - 1)) == out_of - 1)

    def oddly(self, out_of: int) -> bool:
        """Once in so many times, unless all should pass."""
        return not self._exact and self.rarely(out_of)

    def near(self, offered: Sequence[Any], name: str = "") -> Any:
        """The first, which passes, or one beside it."""
        if self._exact and name not in self._varying and not self.rarely(_SLIPS):
            return offered[0]
        return self.one_of(offered)

    def one_of(self, offered: Sequence[Any]) -> Any:
        """One of these; the first when shrunk."""
        different = list(dict.fromkeys(offered))
        return different[self._draw(st.integers(0, len(different) - 1))]

    def completed(self, bearer: str, known: dict[str, Value]) -> dict[str, Value]:
        """With what follows from facts of the world, and ordinary values for what rules look at."""
        known = self._following(bearer, known)
        for one in self._vocabulary.carried_by(bearer):
            seen = one.id in self._asked[bearer]
            if one.id not in known and seen and (one.absent == "unknown" or self.rarely(2)):
                value = self._as_others_ask(one, bearer) or self._ordinary(one, bearer)
                more = known if value is None else self._following(bearer, {**known, one.id: value})
                known = known if contradicts(bearer, more, self._vocabulary) else more
        return known

    def _as_others_ask(self, one: Attribute, bearer: str) -> Value | None:
        """At times a value about which some rule asks, near to where it makes a difference."""
        tests = self._tests.get((bearer, one.id), ())
        if not tests or not self.rarely(3):
            return None
        ruleset, test = tests[self.one_of(range(len(tests)))]
        exact, self._exact = self._exact, False
        value = None if isinstance(test, CoversTest) else self._passing(ruleset, test, one, _NOBODY)
        self._exact = exact
        return value

    def _following(self, bearer: str, known: dict[str, Value]) -> dict[str, Value]:
        facts = [fact for fact in self._vocabulary.facts if fact.on == bearer]
        for _ in facts:
            for fact in facts:
                if all(known.get(name) in codes for name, codes in fact.given):
                    known = {**known, **dict(fact.then)}
        return known

    def _ordinary(self, one: Attribute, bearer: str) -> Value | None:
        match one.type:
            case "number" if one.id == "cohort":
                return Amount(Decimal(self.one_of([self._on.year, self._on.year - 1])))
            case "number":
                usual = ordinary.number(one, one.low, one.high, low_open=False, high_open=False)
                return Amount(usual, one.unit)
            case "date" if bearer == APPLICANT:
                return self.start
            case "date":
                return ONGOING if one.id == "to" else self._on - relativedelta(months=30 if one.id == "from" else 18)
            case "flag":
                return not self.rarely(3)
            case "code":
                code: str = self.one_of([*one.codes, *ordinary.codes(one)] or [ordinary.another((), one)])
                return code
            case _:
                return None

    def satisfying(self, ruleset: Ruleset, tests: Sequence[Test], bearer: str, target: Leaf) -> dict[str, Value]:
        """Values that pass tests, or just do not."""
        found: dict[str, list[Value]] = {}
        for test in tests:
            name = test.attribute if not isinstance(test, AgeTest) else "to" if bearer == "work" else "date"
            declared = self._vocabulary.find(name, bearer)
            value = self._passing(ruleset, test, declared, target) if declared else None
            if value is not None:
                found.setdefault(name, []).append(value)
        return {name: self.one_of(values) for name, values in found.items()}

    def beside(self, bearer: str, known: dict[str, Value], twice: Mapping[str, str]) -> dict[str, Value]:
        """With values near to those of other attributes, no more and no later where there is an order.

        Args:
            bearer: What carries them.
            known: What is known.
            twice: For an attribute the one beside which it stands; for work its end stands for its date.
        """
        for before, name in twice.items():
            value = known.get(aged_by(bearer) if name == "date" else name)
            value = self._on if value is ONGOING else value
            if value is None or (before in known and not self.rarely(3)):
                continue
            known = {**known, before: self._no_more(value)}
        return known

    def above(self, bearer: str, known: dict[str, Value], twice: Mapping[str, str]) -> dict[str, Value]:
        """With values no less (or no earlier) than those that stand beside them, where only the latter are known."""
        for before, name in twice.items():
            name_ = aged_by(bearer) if name == "date" else name
            declared = self._vocabulary.find(name_, bearer)
            value = self._no_less(known[before], declared) if declared and before in known else None
            if value is not None and name_ not in known:
                known = {**known, name_: value}
        return known

    def _no_less(self, value: Value, declared: Attribute) -> Value | None:
        match value:
            case date():
                months = self.one_of([24, 1, 60, 120])
                return min(self._on, value + relativedelta(months=months))
            case Amount(value=number, unit=unit):
                more = self.one_of([number + 1, number * 2, number * 10])
                return Amount(more if declared.high is None else min(more, declared.high), unit)
            case _:
                return None

    def _no_more(self, value: Value) -> Value:
        match value:
            case bool():
                return False
            case date():
                months, days = self.one_of([24, 1, 60, 120]), self.one_of([0, 1])
                earlier: date = value - relativedelta(months=months, days=days)
                return earlier
            case Amount(value=number, unit=unit):
                return Amount(self.one_of([number // 2, max(number - 1, Decimal(0)), Decimal(0)]), unit)
            case _:
                return value

    def _passing(self, ruleset: Ruleset, test: Test, declared: Attribute, target: Leaf) -> Value | None:
        match test:
            case NumberTest(op=op, value=value, scale=scale):
                wanted = value_of(ruleset, value, self._on)
                return self._number(op, wanted, scale, declared) if isinstance(wanted, Amount) else None
            case DateTest(op=op, value=value):
                wanted = value_of(ruleset, value, self._on)
                first = {">": 1, ">=": 0, "<": -1, "<=": 0, "==": 0, "!=": 1}[op]
                return self.near([wanted + days * DAY for days in (first, 0, 1, -1)], declared.id)  # type: ignore[no-any-return]
            case AgeTest(op=op, value=value, as_of=as_of):
                wanted = value_of(ruleset, value, self._on)
                return self._aged(op, wanted, as_of, declared.id) if isinstance(wanted, Age) else None
            case CodeTest(codes=codes, match=match):
                listed = value_of(ruleset, codes, self._on)
                listed = listed if isinstance(listed, tuple) else ()
                if match == "none":
                    return ordinary.another(listed, declared) if declared.type == "code" else frozenset()
                if not listed:
                    return None
                chosen = listed if match == "all" else (self.one_of(listed),)
                return frozenset(chosen) if declared.type == "codes" else chosen[0]
            case FlagTest(value=value):
                return value
            case CoversTest(outcome=outcome):
                return frozenset({str(outcome or Ref(*target, target.level))})

    def _number(self, op: str, wanted: Amount, scale: str | None, declared: Attribute) -> Value:
        step = Decimal(1) if declared.whole or declared.unit else Decimal("0.5")
        first = {">": step, "<": -step, "!=": step}.get(op, Decimal(0))
        near = [wanted.value + change for change in (first, Decimal(0), step, -step)]
        inside = [one for one in near if one >= declared.low and (declared.high is None or one <= declared.high)]
        chosen = self.near(inside or [wanted.value], declared.id)
        return Grade(chosen, scale) if scale else Amount(chosen, wanted.unit)

    def _aged(self, op: str, wanted: Age, as_of: object, name: str) -> date:
        reference = as_of if isinstance(as_of, date) else self._on
        if as_of == "start":
            reference = self.start
        edge = reference - relativedelta(months=wanted.months)
        usual = reference - relativedelta(months=wanted.months // 2 if "<" in op else wanted.months + 12)
        return self.near([min(one, self._on) for one in (usual, edge, edge - DAY, edge + DAY)], name)  # type: ignore[no-any-return]


def _asked(rulesets: Sequence[Ruleset], on: date) -> dict[str, set[str]]:
    """For each bearer what should be known of it: when it was, and what some rule looks at."""
    found = {bearer: {"from", "to"} if bearer == "work" else {"date"} for bearer in BEARERS}
    found[APPLICANT] = set()
    for ruleset in rulesets:
        if any(value.cohorts != Cohorts() for one in ruleset.parameters for value in one.values):
            found[APPLICANT].add("cohort")
        for rule in ruleset.rules:
            terms = (one.condition(on) for one in (ruleset.applies, rule.applies))
            for condition in (rule.when, *terms):
                for part in every(condition):
                    for bearer in _bearers(part):
                        found[bearer] |= set(_names(part))
                    if any(isinstance(test, AgeTest) and test.as_of == "start" for test in tests_of(part)):
                        found[APPLICANT].add("start")
    return found


def _tests(rulesets: Sequence[Ruleset]) -> dict[tuple[str, str], list[tuple[Ruleset, Test]]]:
    """What is asked of an attribute of something, by which ruleset."""
    found: dict[tuple[str, str], list[tuple[Ruleset, Test]]] = {}
    for ruleset in rulesets:
        for rule in ruleset.rules:
            for part in every(rule.when):
                for bearer in _bearers(part):
                    for test in tests_of(part):
                        name = aged_by(bearer) if isinstance(test, AgeTest) else test.attribute
                        found.setdefault((bearer, name), []).append((ruleset, test))
    return found


def _bearers(condition: Condition) -> Sequence[str]:
    match condition:
        case Exists(filter=items) | Sum(over=items) | Span(over=items):
            return items.kinds or EVIDENCE_KINDS
        case Assessed():
            return (VERDICT,)
        case Applicant():
            return (APPLICANT,)
        case _:
            return ()


def _names(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Sum):
        yield condition.of
    yield from (test.attribute for test in tests_of(condition) if not isinstance(test, AgeTest))


def value_of(ruleset: Ruleset, value: Any, on: date) -> Any:
    """A value; of a parameter one of those that it can have."""
    if not isinstance(value, Param):
        return value
    return next(iter(ruleset.parameter[value.parameter].at(on, None)), None)
