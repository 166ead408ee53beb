"""Two rulesets by seed: the second is the first with a few changes that somebody made, or another one altogether."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from evc_rules.model.attributes import Vocabulary
from evc_rules.model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    DateTest,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Span,
    Sum,
    Test,
)
from evc_rules.model.outcomes import Framework
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Amount
from evc_rules.testing.strategies import pools

from ...conformance.volume.rules import OPS, ruleset
from ...conformance.volume.shapes import framework

CONFLICTS = ("report", "bar-wins", "grant-wins")


@dataclass(frozen=True)
class TwoRulesets:
    """Two rulesets over one framework, and what they are compared for."""

    first: Ruleset
    second: Ruleset
    framework: Framework
    on: date
    cohort: int | None
    shared: frozenset[str]


def pair(seed: int) -> TwoRulesets:
    """The same pair every time for a seed."""
    random = Random(f"second {seed}")  # noqa: S311 - to be the same every time
    over = framework(random)
    on = random.choice(pools.DECISIONS)
    first = ruleset(random, over)
    second = _changed(random, first, over.vocabulary) if random.random() < 0.8 else ruleset(random, over)
    second = second.with_(id="s", conflicts=random.choice((first.conflicts, first.conflicts, *CONFLICTS)))
    hangs = any(len(one.at(on, None)) > 1 for rules in (first, second) for one in rules.parameters)
    cohort = random.choice(pools.COHORTS) if hangs or random.random() < 0.2 else None
    shared = random.choice((frozenset(), frozenset({"hardship"}), frozenset(pools.JUDGEMENTS)))
    return TwoRulesets(first, second, over, on, cohort, shared)


def _changed(random: Random, rules: Ruleset, vocabulary: Vocabulary) -> Ruleset:
    change = _Change(random, vocabulary)
    return rules.with_(rules=tuple(one.with_(when=change.condition(one.when)) for one in rules.rules))


class _Change:
    """Makes changes, each so small that the two still have much in common."""

    def __init__(self, random: Random, vocabulary: Vocabulary) -> None:
        self.random, self.vocabulary = random, vocabulary

    def now(self, probability: float = 0.3) -> bool:
        return self.random.random() < probability

    def condition(self, one: Condition) -> Condition:
        if self.now(0.04):
            return Not(of=one)
        match one:
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                parts = tuple(self.condition(part) for part in of)
                if self.now(0.1):
                    parts = tuple(reversed(parts))
                if self.now(0.12) and parts and not isinstance(one, AtLeast):
                    return (Any_ if isinstance(one, All) else All)(of=parts)
                if isinstance(one, AtLeast) and self.now():
                    return AtLeast(k=self.random.randint(1, max(len(parts), 1)), of=parts)
                return one.with_(of=parts)
            case Not(of=of):
                return self.condition(of) if self.now(0.1) else Not(of=self.condition(of))
            case Exists(filter=items, count=count):
                more = self.random.choice((1, 2, 3)) if self.now() else count
                return Exists(filter=self.filter(items), count=more)
            case Sum(over=items, of=of):
                return one.with_(over=self.filter(items), at_least=self.value(one.at_least, self.numbers(of)))
            case Span(over=items):
                as_of = self.random.choice(("decision", "start", pools.TURNS[1])) if self.now(0.1) else one.as_of
                return one.with_(over=self.filter(items), at_least=self.value(one.at_least, pools.SPANS), as_of=as_of)
            case Assessed(tests=tests) | Applicant(tests=tests):
                return one.with_(tests=self.tests(tests))
            case Judgement() if self.now(0.1):
                return one.with_(id=self.random.choice(pools.JUDGEMENTS))
            case _:
                return one

    def filter(self, items: Filter) -> Filter:
        tests = self.tests(items.tests)
        return items.with_(tests=tests[1:] if self.now(0.1) else tests)

    def tests(self, tests: tuple[Test, ...]) -> tuple[Test, ...]:
        return tuple(self.test(one) for one in tests)

    def test(self, one: Test) -> Test:
        match one:
            case AgeTest():
                as_of = self.random.choice(("decision", "start", pools.TURNS[1])) if self.now(0.1) else one.as_of
                op = self.random.choice(OPS[:4]) if self.now() else one.op
                return one.with_(op=op, value=self.value(one.value, pools.AGES), as_of=as_of)
            case NumberTest(attribute=name):
                op = self.random.choice(OPS) if self.now() else one.op
                return one.with_(op=op, value=one.value if one.scale else self.value(one.value, self.numbers(name)))
            case DateTest():
                op = self.random.choice(OPS) if self.now() else one.op
                return one.with_(op=op, value=self.value(one.value, pools.TURNS))
            case CodeTest(codes=tuple() as codes) if self.now():
                declared = self.vocabulary.find(one.attribute)
                offered = pools.codes(declared) if declared else codes
                return one.with_(codes=tuple(dict.fromkeys((*codes, self.random.choice(offered)))))
            case FlagTest(value=value) if self.now(0.1):
                return one.with_(value=not value)
            case _:
                return one

    def numbers(self, attribute: str) -> list[Amount]:
        declared = self.vocabulary.find(attribute)
        return list(pools.numbers(declared)) if declared else []

    def value(self, value: Any, offered: Any) -> Any:
        """Another value, or one a little more or less."""
        if not self.now() or not offered:
            return value
        if isinstance(value, Amount) and self.now(0.5):
            return Amount(max(value.value + self.random.choice((-1, 1)), Decimal(0)), value.unit)
        return self.random.choice(list(offered))
