"""Lowering: a ruleset as two closed conditions for each leaf: a grant that reaches it acts, a bar that reaches it acts.

Overrides, levels, parts, chains, parameters and dates are resolved; the target of each rule is written out. What is
left speaks of one leaf only, means the same under any ruleset, and still names the rules and articles it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..errors import Finding, InvalidInputError
from ..model.conditions import (
    FALSE,
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
    speaks_of_target,
)
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Applies, Rule, Ruleset
from ..model.reach import reaches, targets_of
from .simplify import all_of, any_of, at_least, negation


@dataclass(frozen=True, slots=True)
class Clause:
    """One reason to grant or bar a leaf.

    Attributes:
        condition: When it holds; closed.
        rules: The rules that it came from, as `ruleset:rule`.
        articles: The articles that they encode, as `ruleset:source/article`.
    """

    condition: Condition
    rules: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoweredLeaf:
    """What decides one leaf: it is granted when some grant holds, and barred when some bar does.

    Attributes:
        leaf: The leaf.
        grants: The reasons to grant it.
        bars: The reasons to bar it.
    """

    leaf: Leaf
    grants: tuple[Clause, ...]
    bars: tuple[Clause, ...]

    @property
    def granted(self) -> Condition:
        """A grant that reaches the leaf acts."""
        return any_of(clause.condition for clause in self.grants)

    @property
    def barred(self) -> Condition:
        """A bar that reaches the leaf acts."""
        return any_of(clause.condition for clause in self.bars)


@dataclass(frozen=True)
class Lowered:
    """A lowered ruleset.

    Attributes:
        ruleset: The ruleset.
        on: The decision date that it holds for.
        cohort: The cohort that it holds for, or None for every cohort.
        leaves: What decides each leaf.
    """

    ruleset: Ruleset
    on: date
    cohort: int | None
    leaves: dict[Leaf, LoweredLeaf]

    def exempts(self, leaf: Leaf) -> tuple[Clause, ...]:
        """The reasons for which a leaf is exempt: those to grant it, each but for the bars (unless grants win)."""
        lowered = self.leaves[leaf]
        if self.ruleset.conflicts == "grant-wins":
            return lowered.grants
        unbarred = negation(lowered.barred)
        but_for = [Clause(all_of((one.condition, unbarred)), one.rules, one.articles) for one in lowered.grants]
        return merged(but_for)


def merged(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Clauses with the same condition as one, that came from all their rules; clauses that never hold left out."""
    found: dict[Condition, Clause] = {}
    for one in clauses:
        if one.condition != Any_():
            before = found.get(one.condition)
            rules, articles = (before.rules, before.articles) if before else ((), ())
            rules, articles = (tuple(dict.fromkeys(each)) for each in (rules + one.rules, articles + one.articles))
            found[one.condition] = Clause(one.condition, rules, articles)
    return tuple(found.values())


def lower(
    ruleset: Ruleset,
    framework: Framework,
    on: date,
    *,
    cohort: int | None = None,
    shared: frozenset[str] = frozenset(),
    leaves: Collection[Leaf] | None = None,
) -> Lowered:
    """Lower a ruleset for a decision date, and for one cohort or all; all leaves, or only some.

    Raises:
        InvalidInputError: EVC-N004 when the value of a parameter hangs on the cohort and none is given.
    """
    return _Lowering(ruleset, framework, on, cohort, shared).all(framework.leaves if leaves is None else leaves)


def acting(
    ruleset: Ruleset, framework: Framework, on: date, *, cohort: int | None = None, shared: frozenset[str] = frozenset()
) -> Callable[[Rule, Leaf], Condition]:
    """Says when a rule acts on a target, lowered as in `lower`.

    Raises:
        InvalidInputError: EVC-N004 when the value of a parameter hangs on the cohort and none is given.
    """
    lowering = _Lowering(ruleset, framework, on, cohort, shared)
    lowering.all(())
    return lowering.acts


@dataclass
class _Lowering:
    ruleset: Ruleset
    framework: Framework
    on: date
    cohort: int | None
    shared: frozenset[str]
    done: dict[Leaf, LoweredLeaf] = field(default_factory=dict)
    acting: dict[tuple[str, Leaf | None], Condition] = field(default_factory=dict)
    shut: dict[tuple[str, Leaf | None], Condition] = field(default_factory=dict)

    def all(self, wanted: Collection[Leaf]) -> Lowered:
        self.targets: dict[str, dict[str, list[Leaf]]] = {}
        for rule in self.ruleset.rules:
            by_outcome = self.targets.setdefault(rule.id, {})
            for target in targets_of(self.framework, rule):
                by_outcome.setdefault(target.outcome, []).append(target)
        leaves = {leaf: self.leaf(leaf) for leaf in wanted}
        return Lowered(self.ruleset, self.on, self.cohort, leaves)

    def leaf(self, leaf: Leaf) -> LoweredLeaf:
        if leaf not in self.done:
            self.done[leaf] = LoweredLeaf(leaf, self.clauses("grant", leaf), self.clauses("bar", leaf))
        return self.done[leaf]

    def clauses(self, effect: str, leaf: Leaf) -> tuple[Clause, ...]:
        name = self.ruleset.id
        return merged(
            Clause(
                self.acts(rule, target),
                (f"{name}:{rule.id}",),
                tuple(f"{name}:{text}" for text in rule.articles),
            )
            for rule in self.ruleset.rules
            if rule.effect == effect
            for target in self.reaching(rule, leaf)
        )

    def reaching(self, rule: Rule, leaf: Leaf) -> list[Leaf]:
        """The targets from which a rule reaches a leaf."""
        return [target for target in self.targets[rule.id].get(leaf.outcome, ()) if reaches(rule, target, leaf)]

    def acts(self, rule: Rule, target: Leaf) -> Condition:
        """That a rule acts on a target; asked once for every leaf that the target reaches, and worked out once."""
        key = rule.id, target
        if key not in self.acting:
            self.acting[key] = self._acts(rule, target)
        return self.acting[key]

    def _acts(self, rule: Rule, target: Leaf) -> Condition:
        terms = self.in_force(self.ruleset.applies), self.in_force(rule.applies)
        if FALSE in terms:  # its parameters may then have no value
            return FALSE
        overriding = any_of(
            self.acts(other, its_target)
            for other in self.ruleset.overridden_by[rule.id]
            for its_target in self.reaching(other, target)
        )
        return all_of((*terms, self.when(rule, target), negation(overriding)))

    def when(self, rule: Rule, target: Leaf) -> Condition:
        """The condition of a rule for a target: the same one for all of them when it does not speak of the target."""
        key = rule.id, target if any(map(speaks_of_target, every(rule.when))) else None
        if key not in self.shut:
            self.shut[key] = self.closed(rule.when, target)
        return self.shut[key]

    def in_force(self, applies: Applies) -> Condition:
        if self.cohort is None:
            return applies.condition(self.on)
        if self.cohort not in applies.cohorts:
            return FALSE
        return Applies(decisions=applies.decisions, variants=applies.variants).condition(self.on)

    def closed(self, condition: Condition, target: Leaf) -> Condition:
        match condition:
            case All(of=of):
                return all_of(self.closed(part, target) for part in of)
            case Any_(of=of):
                return any_of(self.closed(part, target) for part in of)
            case AtLeast(k=k, of=of):
                return at_least(k, (self.closed(part, target) for part in of))
            case Not(of=part):
                return negation(self.closed(part, target))
            case Exists():
                return condition.with_(filter=self.filter(condition.filter, target))
            case Sum() | Span():
                over = self.filter(condition.over, target)
                return condition.with_(over=over, at_least=self.value(condition.at_least))
            case Applicant(tests=tests):
                return condition.with_(tests=self.tests(tests, target))
            case Assessed(tests=tests, outcome=outcome):
                asked = self.framework.leaves_of(outcome) if outcome else (target,)
                return all_of(Assessed(tests=self.tests(tests, leaf), outcome=exactly(leaf)) for leaf in asked)
            case Judgement(id=name):
                own = condition.ruleset or self.ruleset.id
                return condition.with_(ruleset=None if name in self.shared | self.ruleset.shared else own)
            case Exempt(outcome=outcome):
                return all_of(self.exempt(leaf) for leaf in self.framework.leaves_of(outcome))

    def exempt(self, leaf: Leaf) -> Condition:
        """Exempt under this ruleset."""
        lowered = self.leaf(leaf)
        if self.ruleset.conflicts == "grant-wins":
            return lowered.granted
        return all_of((lowered.granted, negation(lowered.barred)))

    def filter(self, items: Filter, target: Leaf) -> Filter:
        return items.with_(tests=self.tests(items.tests, target))

    def tests(self, tests: Iterable[Test], target: Leaf) -> tuple[Test, ...]:
        return tuple(self.test(one, target) for one in tests)

    def test(self, test: Test, target: Leaf) -> Test:
        match test:
            case NumberTest() | DateTest() | AgeTest():
                return test.with_(value=self.value(test.value))
            case CodeTest():
                return test.with_(codes=self.value(test.codes))
            case CoversTest(outcome=None):
                return test.with_(outcome=exactly(target))
            case _:
                return test

    def value(self, value: Any) -> Any:
        if not isinstance(value, Param):
            return value
        possible = self.ruleset.parameter[value.parameter].at(self.on, self.cohort)
        if len(possible) != 1:
            message = (
                f"the parameter '{value.parameter}' of '{self.ruleset.id}' has {len(possible)} values on {self.on}"
            )
            raise InvalidInputError((Finding("EVC-N004", message, help="say for which cohort"),))
        return possible[0]


def exactly(leaf: Leaf) -> Ref:
    """The reference that names this leaf and no other."""
    return Ref(leaf.outcome, leaf.level, leaf.level)
