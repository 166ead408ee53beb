"""What all peers share: dossiers as plain data, and rules with their parameters, dates and reach worked out.

Numbers are whole (marks in tenths), ages are days to compare with, leaves and questions are plain texts and tuples:
a peer gets what someone would have who knows nothing of our models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, Protocol

from evc_rules.engines.prepare import Prepared, dated_by
from evc_rules.model.attributes import EVIDENCE_KINDS, ONGOING, Grade, Value
from evc_rules.model.conditions import (
    TRUE,
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exempt,
    Exists,
    Filter,
    Judgement,
    Not,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
    every,
    tests_of,
)
from evc_rules.model.dossier import Evidence, Verdict
from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Amount
from evc_rules.model.reach import reached_by, reaches, targets_of
from evc_rules.results.questions import Assessment, JudgementNeeded, MissingFact, Question
from evc_rules.results.status import Statuses

TENTHS: Final = 10


class Peer(Protocol):
    """A way to run one ruleset.

    Attributes:
        name: What it is called.
        answers: What it says: statuses, or statuses and open questions.
    """

    name: str
    answers: str

    def native(self, prepared: Prepared) -> Any:
        """The dossier as the peer takes it; not timed."""

    def run(self, case: Any) -> Any:
        """What the ruleset says of it; timed."""

    def statuses(self, said: Any) -> Mapping[Leaf, Statuses]:
        """What was said, to compare with the reference; not timed."""

    def questions(self, said: Any) -> Mapping[Question, tuple[Leaf, ...]] | None:
        """The open questions, if it says them; not timed."""

    def close(self) -> None:
        """Give back what it holds."""


class NotCarriedError(Exception):
    """A ruleset has something that the peers here do not carry. The workload has none of it."""


@dataclass(frozen=True)
class PlainRule:
    """A rule with everything worked out that hangs on the framework and the date.

    Attributes:
        rule: The rule.
        when: Its condition, with parameters filled in and what it takes to be in force.
        targets: Its targets.
        reach: For each target the leaves that it reaches.
        over: What overrides it: the rule and, for each target, the targets from which it does.
    """

    rule: Rule
    when: Condition
    targets: tuple[Leaf, ...]
    reach: Mapping[Leaf, tuple[Leaf, ...]]
    over: tuple[tuple[Rule, Mapping[Leaf, tuple[Leaf, ...]]], ...]

    @property
    def targeted(self) -> bool:
        """Whether its condition speaks of the target."""
        return speaks_of_target(self.when)


@dataclass(frozen=True)
class Policy:
    """One ruleset as peers get it."""

    ruleset: Ruleset
    framework: Framework
    on: date
    shared: frozenset[str]

    @cached_property
    def rules(self) -> tuple[PlainRule, ...]:
        """The rules, each after those that it rests on."""
        if self.framework.conversions or any(one.absent == "none" for one in self.framework.vocabulary.attributes):
            raise NotCarriedError("conversions, or attributes of which absence means none")
        waiting, done = list(self.ruleset.rules), list[Rule]()
        while waiting:
            ready = [rule for rule in waiting if not any(other in waiting for other in self._before(rule))]
            if not ready:
                raise NotCarriedError("rules that can only be ordered leaf by leaf")
            done += ready
            waiting = [rule for rule in waiting if rule not in ready]
        return tuple(map(self._plain, done))

    def _before(self, rule: Rule) -> Iterator[Rule]:
        yield from self.ruleset.overridden_by[rule.id]
        for one in every(rule.when):
            if isinstance(one, Exempt):
                rested = set(self.framework.leaves_of(one.outcome))
                yield from (other for other in self.ruleset.rules if rested & reached_by(self.framework, other))

    def _plain(self, rule: Rule) -> PlainRule:
        force = [self.ruleset.applies.condition(self.on), rule.applies.condition(self.on)]
        terms = [one for one in (*force, self.filled(rule.when)) if one != TRUE]
        targets = targets_of(self.framework, rule)
        above = tuple(
            (other, {target: self._from(other, target) for target in targets})
            for other in self.ruleset.overridden_by[rule.id]
        )
        reach = {
            target: tuple(leaf for leaf in self.framework.leaves if reaches(rule, target, leaf)) for target in targets
        }
        return PlainRule(rule, terms[0] if len(terms) == 1 else All(of=tuple(terms)), targets, reach, above)

    def _from(self, rule: Rule, leaf: Leaf) -> tuple[Leaf, ...]:
        return tuple(target for target in targets_of(self.framework, rule) if reaches(rule, target, leaf))

    def filled(self, condition: Condition) -> Condition:
        """The condition with the values of parameters."""
        match condition:
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                return condition.with_(of=tuple(map(self.filled, of)))
            case Not(of=part):
                return condition.with_(of=self.filled(part))
            case Exists(filter=items):
                return condition.with_(filter=self._filter(items))
            case Sum(over=items) | Span(over=items):
                return condition.with_(over=self._filter(items), at_least=self._value(condition.at_least))
            case Assessed(outcome=None) | Judgement() | Exempt() | Applicant():
                return condition
            case _:
                raise NotCarriedError(condition)

    def _filter(self, items: Filter) -> Filter:
        return items.with_(tests=tuple(map(self._test, items.tests)))

    def _test(self, test: Test) -> Test:
        if isinstance(test, NumberTest | DateTest | AgeTest):
            return test.with_(value=self._value(test.value))
        return test.with_(codes=self._value(test.codes)) if isinstance(test, CodeTest) else test

    def _value(self, value: Any) -> Any:
        if not isinstance(value, Param):
            return value
        (one,) = self.ruleset.parameter[value.parameter].at(self.on, None)
        return one

    @cached_property
    def assessments(self) -> dict[tuple[Test, ...], str]:
        """The different assessments that the rules ask for, named."""
        tests = {
            one.tests: None for rule in self.ruleset.rules for one in every(rule.when) if isinstance(one, Assessed)
        }
        return {one: f"assessment-{number}" for number, one in enumerate(tests, 1)}

    @cached_property
    def filters(self) -> dict[Filter, str]:
        """The different filters on evidence, named."""
        found: dict[Filter, None] = {}
        for rule in self.rules:
            for one in every(rule.when):
                if isinstance(one, Exists):
                    found[one.filter] = None
                elif isinstance(one, Sum | Span):
                    found[one.over] = None
        return {one: f"filter-{number}" for number, one in enumerate(found, 1)}

    @cached_property
    def below(self) -> dict[str, frozenset[str]]:
        """For each outcome at a level what an item that covers it, or a verdict that achieves it, reaches."""
        names = {
            (outcome.id, level)
            for outcome in self.framework.outcomes
            for level in range(1, 1 + max(self.framework.by_id[one].levels for one in self.framework.under(outcome.id)))
        }
        return {
            f"{outcome}@{level}": frozenset(
                f"{one}@{lower}"
                for one in self.framework.under(outcome)
                for lower in range(1, 1 + min(level, self.framework.by_id[one].levels))
            )
            for outcome, level in sorted(names)
        }

    @cached_property
    def above(self) -> dict[str, frozenset[str]]:
        """For each leaf the same outcome at this level and higher: what a verdict that does not achieve it reaches."""
        return {
            str(leaf): frozenset(str(other) for other in self.framework.leaves if reaches_up(leaf, other))
            for leaf in self.framework.leaves
        }

    def question(self, ask: tuple[Any, ...]) -> Question:
        """The question that a plain tuple stands for."""
        match ask:
            case ("assessment", name, leaf):
                tests = {named: tests for tests, named in self.assessments.items()}
                return Assessment(self.leaf(leaf), tests[name])
            case ("judgement", name):
                (one,) = {
                    one
                    for rule in self.ruleset.rules
                    for one in every(rule.when)
                    if isinstance(one, Judgement) and one.id == name
                }
                return JudgementNeeded(name, None if name in self.shared else self.ruleset.id, one.asks, one.by)
            case (item, attribute):
                return MissingFact(item, attribute)
        raise AssertionError(ask)

    def leaf(self, text: str) -> Leaf:
        """The leaf of this name."""
        name, _, level = text.partition("@")
        return Leaf(name, int(level))


def reaches_up(leaf: Leaf, other: Leaf) -> bool:
    """Whether the other is the same outcome at this level or a higher one."""
    return leaf.outcome == other.outcome and other.level >= leaf.level


def speaks_of_target(condition: Condition) -> bool:
    """Whether the condition hangs on the target."""
    return any(
        (isinstance(one, Assessed) and one.outcome is None)
        or any(isinstance(test, CoversTest) and test.outcome is None for test in tests_of(one))
        for one in every(condition)
    )


def bounds(test: AgeTest, on: date) -> tuple[str, date]:
    """The first (`>=`) or last (`<=`) day on which something can have been obtained to be of this age."""
    if test.as_of != "decision" or isinstance(test.value, Param):
        raise NotCarriedError(test)
    compare: dict[str, Callable[[date, date], bool]] = {
        "<=": lambda now, then: now <= then,
        "<": lambda now, then: now < then,
        ">=": lambda now, then: now >= then,
        ">": lambda now, then: now > then,
    }
    young = test.op in {"<=", "<"}
    low, high = on - timedelta(days=366 * 90), on + timedelta(days=1)
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        passes = compare[test.op](on, test.value.after(middle))
        low, high = (low, middle) if passes == young else (middle, high)
    return (">=", high) if young else ("<=", low)


def whole(test: NumberTest) -> int:
    """The number that a test compares with, as a whole number."""
    if not isinstance(test.value, Amount):
        raise NotCarriedError(test)
    value = test.value.value * (TENTHS if test.scale else 1)
    if value != int(value):
        raise NotCarriedError(test)
    return int(value)


def plain(value: Value, on: date) -> Any:
    """A value as plain data: whole numbers, marks in tenths with their scale, days up to the decision, texts."""
    match value:
        case Amount(value=number):
            if number != int(number):
                raise NotCarriedError(value)
            return int(number)
        case Grade(value=mark, scale=scale):
            return int(mark * TENTHS), scale
        case _ if value is ONGOING:
            return on
        case _:
            return value


def case(prepared: Prepared, on: date) -> dict[str, Any]:
    """A prepared dossier as plain data: evidence by kind, verdicts, answers, and what is known of the applicant."""
    dossier = prepared.dossier
    listed: dict[str, Any] = {kind: [] for kind in EVIDENCE_KINDS}
    for item in dossier.evidence:
        listed[item.kind].append(_thing(item, prepared, on))
        if "to" in listed[item.kind][-1]:
            listed[item.kind][-1]["to"] = min(listed[item.kind][-1]["to"], on)
    listed["verdicts"] = [
        {"outcome": one.outcome.outcome, "level": max(one.outcome.low, 1), "achieved": one.achieved}
        | _thing(one, prepared, on)
        for one in dossier.verdicts
    ]
    listed["judgements"] = [
        {"judgement": one.judgement, "ruleset": one.ruleset, "answer": one.answer} for one in dossier.judgements
    ]
    listed["applicant"] = {name: plain(value, on) for name, value in dossier.applicant.attributes}
    return listed


def _thing(thing: Evidence | Verdict, prepared: Prepared, on: date) -> dict[str, Any]:
    """An item or verdict; `doubts` are the attributes without which it is not sure that it counts at all."""
    doubts = [dated_by(thing)] if thing.id in prepared.undated else []
    if isinstance(thing, Evidence) and thing.id in prepared.doubled:
        doubts.append(prepared.doubled[thing.id])
    known = {name: plain(value, on) for name, value in thing.attributes}
    return {"id": thing.id, "doubts": [(thing.id, name) for name in doubts], **known}
