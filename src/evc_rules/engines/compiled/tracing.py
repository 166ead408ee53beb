"""What of traces hangs on a ruleset alone: which rules reach a leaf, which tests a kind is asked, how steps are made.

A trace has hundreds of steps, and most of what they say is the same from dossier to dossier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from ...model.attributes import APPLICANT, VERDICT, Attribute
from ...model.base import Text
from ...model.conditions import (
    AgeTest,
    Assessed,
    Condition,
    CoversTest,
    Exists,
    Span,
    Sum,
    Test,
    every,
    speaks_of_target,
    tests_of,
)
from ...model.dossier import Carrier
from ...model.outcomes import Framework, Leaf
from ...model.policy import Rule, Ruleset
from ...model.reach import targets_of
from ...model.sources import Citation
from ...results.questions import Assessment, MissingFact
from ...results.status import possible
from ...results.trace import Step, TestStep
from ...results.truth import Truth
from ..reference import Case, _is_none, _shown, whole
from .making import step, test_step
from .number import hangs, settled
from .tables import MOST_ROWS, NOBODY, Asking, Rows, attribute_of

FALSE, UNKNOWN, TRUE = Truth
_TRUTHS: Final = tuple(Truth)


@dataclass(frozen=True, slots=True)
class Told:
    """A rule, with what its steps say of any dossier.

    Attributes:
        rule: The rule.
        whole: Its condition, and that it is in force.
        targeted: Whether that speaks of the target.
        articles: The articles that it encodes, with their titles.
    """

    rule: Rule
    whole: Condition
    targeted: bool
    articles: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule for one of its targets.

    Attributes:
        told: The place of the rule.
        target: The target.
        place: Its place among the leaves.
        overriders: The places of the instances that override it, and reach the target.
    """

    told: int
    target: Leaf
    place: int
    overriders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The tests on one attribute of one kind of thing.

    Attributes:
        attribute: The attribute.
        declared: As it is declared for the kind, if it is.
        tests: The tests.
        aged: For each whether it is about age.
        rows: What each of them says of a value.
        made: The steps for values that came by; with the name of the thing when something is not known of it.
    """

    attribute: str
    declared: Attribute | None
    tests: tuple[Test, ...]
    aged: tuple[bool, ...]
    rows: Rows
    made: dict[Hashable, tuple[TestStep, ...]]

    def steps(self, name: str | None, thing: Carrier, inferred: frozenset[tuple[str, str]]) -> tuple[TestStep, ...]:
        """What each test says of a thing."""
        key = thing.keys.get(self.attribute)
        row = self.rows[key]
        sure = not (row ^ row >> len(self.tests)) & self.rows.tested
        if (name, self.attribute) in inferred:
            return self._steps(row, name, thing, inferred=True)
        if isinstance(key, tuple) and 0 in key:
            return self._steps(row, name, thing, inferred=False)  # nought and minus nought are equal, and told apart
        known_by = key if sure else (name, key, ...)
        found = self.made.get(known_by)
        if found is None:
            found = self._steps(row, name, thing, inferred=False)
            if len(self.made) < MOST_ROWS:
                self.made[known_by] = found
        return found

    def _steps(self, row: int, name: str | None, thing: Carrier, *, inferred: bool) -> tuple[TestStep, ...]:
        value = thing.known.get(self.attribute)
        shown = None if value is None else _shown(value)
        absent = self.declared is None or _is_none(self.declared, thing)
        found = []
        for place, (test, aged) in enumerate(zip(self.tests, self.aged, strict=True)):
            truth = _TRUTHS[(row >> place & 1) + (row >> place + len(self.tests) & 1)]
            if absent and not aged:
                found.append(test_step(test, truth, "none", False, None))
            else:
                question = MissingFact(name, self.attribute) if truth is UNKNOWN else None
                found.append(test_step(test, truth, shown, inferred and value is not None, question))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Plan:
    """How tests are asked of one kind of thing.

    Attributes:
        places: For each test its column, with its place there.
        aligned: The place of the one test that asks whether the target is covered, or None.
        attribute: The attribute that this test looks at.
    """

    places: tuple[tuple[int, int], ...]
    aligned: int | None = None
    attribute: str = ""


class Tracing:
    """What of traces hangs on a ruleset alone. What it keeps of dossiers is bounded.

    Attributes:
        ruleset: The ruleset.
        told: Its rules.
        instances: These for each of their targets.
        reached: For each leaf the instances of grants that reach it, and of bars.
        targeted: The conditions that speak of the target, by identity.
        statuses: For whether a leaf is granted and barred its statuses.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        framework: Framework,
        on: date,
        reaching: dict[tuple[str, Leaf], list[Leaf]],
    ) -> None:
        self.ruleset, self.framework, self.on = ruleset, framework, on
        case = Case(ruleset, framework, NOBODY, on)
        wholes = [whole(case, rule) for rule in ruleset.rules]
        listed = [part for one in wholes for part in every(one)]
        self._alive = wholes  # so that no other condition gets their identities
        self.targeted = {id(one) for one in listed if any(map(speaks_of_target, every(one)))}
        self.told = tuple(self._told(rule, one) for rule, one in zip(ruleset.rules, wholes, strict=True))
        self.statuses = {
            (granted, barred): possible(granted, barred, ruleset.conflicts) for granted in Truth for barred in Truth
        }
        self._untaken: dict[int, Untaken] = {}
        self._asked = tuple(dict.fromkeys((_bearers(one), test) for one in listed for test in tests_of(one)))
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._plans: dict[tuple[int, str], Plan | None] = {}
        numbers = {(one.rule.id, target): None for one in self.told for target in targets_of(framework, one.rule)}
        self.number = {pair: number for number, pair in enumerate(numbers)}
        places = {one.rule.id: place for place, one in enumerate(self.told)}
        self.instances = tuple(
            Instance(
                places[name],
                target,
                self.place[target],
                tuple(
                    self.number[other.id, its_target]
                    for other in ruleset.overridden_by[name]
                    for its_target in reaching.get((other.id, target), ())
                ),
            )
            for name, target in self.number
        )
        self.reached = {
            leaf: (self._reaching("grant", leaf, reaching), self._reaching("bar", leaf, reaching))
            for leaf in framework.leaves
        }

    def _told(self, rule: Rule, condition: Condition) -> Told:
        articles = tuple((text, self.ruleset.article(Citation.parse(text))) for text in rule.articles)
        return Told(rule, condition, id(condition) in self.targeted, articles)

    def _reaching(self, effect: str, leaf: Leaf, reaching: dict[tuple[str, Leaf], list[Leaf]]) -> tuple[int, ...]:
        return tuple(
            self.number[rule.id, target]
            for rule in self.ruleset.rules
            if rule.effect == effect
            for target in reaching.get((rule.id, leaf), ())
        )

    @cached_property
    def place(self) -> dict[Leaf, int]:
        """The place of each leaf."""
        return {leaf: place for place, leaf in enumerate(self.framework.leaves)}

    def columns(self, kind: str) -> tuple[Column, ...]:
        """The tests that can be asked of a kind of thing, by attribute: those that hang on the thing alone."""
        found = self._columns.get(kind)
        if found is None:
            tested: dict[str, list[Test]] = defaultdict(list)
            of_evidence = kind not in {VERDICT, APPLICANT}
            asked = (test for bearers, test in self._asked if (kind in bearers if bearers else of_evidence))
            for test in dict.fromkeys(asked):
                if not self._aligned(test) and not self._hangs(test):
                    tested[attribute_of(test, kind)].append(test)
            asking, find = Asking(self.framework, self.on, self.ruleset), self.framework.vocabulary.find
            found = self._columns[kind] = tuple(
                Column(
                    name,
                    find(name, kind),
                    tuple(tests),
                    tuple(isinstance(test, AgeTest) for test in tests),
                    Rows(asking, kind, name, {place: [test] for place, test in enumerate(tests)}, len(tests)),
                    {},
                )
                for name, tests in tested.items()
            )
        return found

    def plan(self, tests: tuple[Test, ...], kind: str) -> Plan | None:
        """How tests of a condition are asked of a kind of thing; None when that hangs on more than thing and target."""
        key = id(tests), kind
        if key not in self._plans:
            self._plans[key] = self._plan(tests, kind)
        return self._plans[key]

    def _plan(self, tests: tuple[Test, ...], kind: str) -> Plan | None:
        aligned = [
            (place, test.attribute)
            for place, test in enumerate(tests)
            if isinstance(test, CoversTest) and test.outcome is None
        ]
        if len(aligned) > 1 or any(map(self._hangs, tests)):
            return None
        places = {
            test: (column, place)
            for column, one in enumerate(self.columns(kind))
            for place, test in enumerate(one.tests)
        }
        asked = tuple(places[test] for test in tests if not self._aligned(test))
        return Plan(asked, *aligned[0]) if aligned else Plan(asked)

    def _aligned(self, test: Test) -> bool:
        return isinstance(test, CoversTest) and test.outcome is None

    def _hangs(self, test: Test) -> bool:
        return hangs(settled(test, self.ruleset, self.on))

    def untaken(self, condition: Assessed) -> Untaken:
        """The steps for an assessment that nobody has taken."""
        found = self._untaken.get(id(condition))
        if found is None:
            found = self._untaken[id(condition)] = Untaken(condition, len(self.framework.leaves))
        return found


class Untaken:
    """The steps for an assessment that nobody has taken, for each leaf that it was asked of, whoever applies."""

    def __init__(self, condition: Assessed, leaves: int) -> None:
        self.condition = condition
        self.steps: list[Step | None] = [None] * leaves

    def __call__(self, place: int, leaf: Leaf) -> Step:
        """The step for a leaf, which is in this place."""
        found = self.steps[place]
        if found is None:
            question = Assessment(leaf, self.condition.tests)
            found = self.steps[place] = step(self.condition, UNKNOWN, (), (), "", (question,))
        return found


def _bearers(condition: Condition) -> tuple[str, ...]:
    """The kinds of things that a condition asks about; none: all evidence."""
    match condition:
        case Exists(filter=items) | Sum(over=items) | Span(over=items):
            return items.kinds
        case Assessed():
            return (VERDICT,)
        case _:
            return (APPLICANT,)
