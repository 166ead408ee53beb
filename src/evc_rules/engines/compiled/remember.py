"""Traces, quickly: the reference's own steps, each taken once.

A condition that does not speak of the target is met once for all targets, a rule once for each target, a test once for
each thing. What comes out is what the reference says, step by step.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ...model.attributes import Value
from ...model.conditions import Assessed, Condition, CoversTest, Test, every, tests_of
from ...model.dossier import Carrier
from ...model.outcomes import Leaf
from ...model.policy import Rule
from ...results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep
from ..reference import Case


@dataclass(frozen=True)
class Remembered(Case):
    """A dossier under a ruleset, that remembers what it was asked."""

    index: dict[tuple[str, Leaf], list[Leaf]] = field(default_factory=dict)
    _leaves: dict[Leaf, LeafTrace] = field(default_factory=dict)
    _rules: dict[tuple[str, Leaf], RuleStep] = field(default_factory=dict)
    _wholes: dict[str, Condition] = field(default_factory=dict)
    _steps: dict[tuple[int, Leaf | None], Step] = field(default_factory=dict)
    _items: dict[tuple[int, str, str | None, Leaf | None], ItemStep] = field(default_factory=dict)
    _tests: dict[tuple[int, str, str | None, Leaf | None], TestStep] = field(default_factory=dict)
    _covers: dict[Value, AbstractSet[Leaf]] = field(default_factory=dict)
    _alike: dict[int, bool] = field(default_factory=dict)

    @property
    def reaching(self) -> dict[tuple[str, Leaf], list[Leaf]]:
        """For a rule and a leaf the targets of the rule whose instances reach the leaf."""
        return self.index

    def trace(self, leaf: Leaf) -> LeafTrace:
        """The possible statuses of a leaf, with the rules that reach it."""
        if leaf not in self._leaves:
            self._leaves[leaf] = super().trace(leaf)
        return self._leaves[leaf]

    def acts(self, rule: Rule, target: Leaf) -> RuleStep:
        """Whether a rule acts on a target."""
        key = rule.id, target
        if key not in self._rules:
            self._rules[key] = super().acts(rule, target)
        return self._rules[key]

    def whole(self, rule: Rule) -> Condition:
        """The condition of a rule, and that it is in force."""
        if rule.id not in self._wholes:
            self._wholes[rule.id] = super().whole(rule)
        return self._wholes[rule.id]

    def holds(self, condition: Condition, target: Leaf) -> Step:
        """Whether a condition holds for a target."""
        key = id(condition), target if self._speaks_of_target(condition) else None
        if key not in self._steps:
            self._steps[key] = super().holds(condition, target)
        return self._steps[key]

    def passes(self, kind: str, name: str | None, thing: Carrier, tests: tuple[Test, ...], target: Leaf) -> ItemStep:
        """Whether a thing passes tests."""
        key = id(tests), kind, name, target if _align(tests) else None
        if key not in self._items:
            self._items[key] = super().passes(kind, name, thing, tests, target)
        return self._items[key]

    def says(self, test: Test, kind: str, name: str | None, thing: Carrier, target: Leaf) -> TestStep:
        """What a test says of one thing."""
        aligned = isinstance(test, CoversTest) and test.outcome is None
        key = id(test), kind, name, target if aligned else None
        if key not in self._tests:
            self._tests[key] = super().says(test, kind, name, thing, target)
        return self._tests[key]

    def covered(self, value: Value) -> AbstractSet[Leaf]:
        """The leaves that something with this alignment covers."""
        if value not in self._covers:
            self._covers[value] = super().covered(value)
        return self._covers[value]

    def _speaks_of_target(self, condition: Condition) -> bool:
        key = id(condition)
        if key not in self._alike:
            self._alike[key] = any(
                (isinstance(part, Assessed) and part.outcome is None) or _align(tests_of(part))
                for part in every(condition)
            )
        return self._alike[key]


def _align(tests: Iterable[Test]) -> bool:
    return any(isinstance(test, CoversTest) and test.outcome is None for test in tests)
