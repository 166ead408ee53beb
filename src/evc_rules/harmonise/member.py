"""One ruleset that takes part, lowered and said of "here": leaves that its rules treat alike are worked out once."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from datetime import date

from ..engines.lower import Clause, lower
from ..engines.simplify import all_of, any_of, negation
from ..errors import Finding, refuse
from ..model.alliance import Alliance
from ..model.conditions import Assessed, Condition, CoversTest, Exempt, every, tests_of
from ..model.outcomes import Framework, Leaf
from ..model.policy import Conflicts, Ruleset
from ..model.reach import targets_of
from .relative import relative

Said = tuple[Clause, ...]


class Member:
    """A ruleset as of a decision date and cohort.

    Args:
        ruleset: The ruleset.
        framework: The framework.
        on: The decision date.
        cohort: The cohort, or None for every cohort.
        shared: The judgements that one answer settles for all.
        leaves: The leaves that will be asked about; all of them, unless something else is said.

    Raises:
        InvalidInputError: EVC-N004 when the value of a parameter hangs on the cohort and none is given.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        framework: Framework,
        on: date,
        cohort: int | None,
        shared: frozenset[str],
        leaves: Collection[Leaf] | None = None,
    ) -> None:
        self.ruleset = ruleset
        self._like = _alike(ruleset, framework)
        asked = {like for leaf, like in self._like.items() if leaves is None or leaf in leaves}
        self._lowered = lower(ruleset, framework, on, cohort=cohort, shared=shared, leaves=asked)
        self.on = on
        self.cohort = cohort
        self._said: dict[Leaf, tuple[Said, Said]] = {}

    @property
    def conflicts(self) -> Conflicts:
        """What becomes of outcomes that are both granted and barred."""
        return self.ruleset.conflicts

    def like(self, leaf: Leaf) -> Leaf:
        """The leaf that stands for all those that its rules treat as this one."""
        return self._like[leaf]

    def grants(self, leaf: Leaf) -> Said:
        """The reasons to grant a leaf, as said of "here"."""
        return self._both(leaf)[0]

    def bars(self, leaf: Leaf) -> Said:
        """The reasons to bar a leaf, as said of "here"."""
        return self._both(leaf)[1]

    def exempts(self, leaf: Leaf) -> Condition:
        """When a leaf is exempt, as said of "here"."""
        granted = any_of(one.condition for one in self.grants(leaf))
        if self.conflicts == "grant-wins":
            return granted
        return all_of((granted, negation(any_of(one.condition for one in self.bars(leaf)))))

    def _both(self, leaf: Leaf) -> tuple[Said, Said]:
        one = self._like[leaf]
        if one not in self._said:
            decided = self._lowered.leaves[one]
            self._said[one] = _said_of(decided.grants, one), _said_of(decided.bars, one)
        return self._said[one]


def in_force(alliance: Alliance, on: date, cohort: int | None) -> tuple[Ruleset, ...]:
    """The ruleset of each member that is in force.

    Raises:
        InvalidInputError: EVC-N003 with every member that has none, or more than one.
    """
    each = [(one, one.in_force(on, cohort)) for one in alliance.members]
    help_ = "choose another date, or say for which cohort" if cohort is None else "choose another date or cohort"
    refuse([Finding("EVC-N003", one.not_one(on, cohort), help=help_) for one, found in each if len(found) != 1])
    return tuple(ruleset for _, found in each for ruleset in found)


def _said_of(clauses: Said, leaf: Leaf) -> Said:
    return tuple(Clause(relative(one.condition, leaf), one.rules, one.articles) for one in clauses)


def _alike(ruleset: Ruleset, framework: Framework) -> dict[Leaf, Leaf]:
    """For each leaf the first one that every rule reaches from as many levels above and below.

    What a ruleset says of two such leaves is the same, but for their names. An outcome that a condition names is like
    no other.
    """
    reached: dict[str, list[tuple[str, int]]] = {leaf.outcome: [] for leaf in framework.leaves}
    named = set()
    for rule in ruleset.rules:
        for target in targets_of(framework, rule):
            reached[target.outcome].append((rule.id, target.level))
        for condition in every(rule.when):
            refs = [test.outcome for test in tests_of(condition) if isinstance(test, CoversTest)]
            refs += [condition.outcome] if isinstance(condition, Assessed | Exempt) else []
            named |= {leaf.outcome for ref in refs if ref for leaf in framework.leaves_of(ref)}
    first: dict[Hashable, Leaf] = {}
    alike = {}
    for leaf in framework.leaves:
        own = leaf.outcome if leaf.outcome in named else ""
        key = (own, leaf.level * bool(own), tuple((rule, level - leaf.level) for rule, level in reached[leaf.outcome]))
        alike[leaf] = first.setdefault(key, leaf)
    return alike
