"""The rules of a ruleset that can matter to a leaf: what the others say of it, is nothing."""

from __future__ import annotations

from ..engines.reference import reaching
from ..model.conditions import Exempt, every
from ..model.outcomes import Framework, Leaf
from ..model.policy import Rule, Ruleset


class Narrowing:
    """A ruleset, and what is left of it for single leaves.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
    """

    def __init__(self, ruleset: Ruleset, framework: Framework) -> None:
        self._ruleset, self._framework = ruleset, framework
        self.index = reaching(ruleset, framework)
        """See `engines.reference.reaching`."""
        self._reaching: dict[Leaf, list[str]] = {}
        for rule_id, leaf in self.index:
            self._reaching.setdefault(leaf, []).append(rule_id)
        self._rules = {rule.id: rule for rule in ruleset.rules}
        self._place = {name: place for place, name in enumerate(self._rules)}
        self._over: dict[str, list[str]] = {}
        for rule in ruleset.rules:
            for overridden in rule.overrides:
                self._over.setdefault(overridden, []).append(rule.id)
        self._known: dict[Leaf, Ruleset] = {}

    def to(self, leaf: Leaf) -> Ruleset:
        """The ruleset with only the rules that reach a leaf, those that override them, and those that they rest on."""
        found = self._known.get(leaf)
        if found is None:
            kept = sorted(self._mattering(leaf), key=self._place.__getitem__)
            found = self._known[leaf] = self._ruleset.with_(rules=tuple(self._rules[name] for name in kept))
        return found

    def _mattering(self, leaf: Leaf) -> set[str]:
        kept: set[str] = set()
        leaves, rules = [leaf], list[str]()
        asked = {leaf}
        while leaves or rules:
            if leaves:
                rules += self._reaching.get(leaves.pop(), ())
                continue
            rule_id = rules.pop()
            if rule_id not in kept:
                kept.add(rule_id)
                rules += self._over.get(rule_id, ())
                needed = self._rests_on(self._rules[rule_id]) - asked
                asked |= needed
                leaves += needed
        return kept

    def _rests_on(self, rule: Rule) -> set[Leaf]:
        chained = [one.outcome for one in every(rule.when) if isinstance(one, Exempt)]
        return {leaf for outcome in chained for leaf in self._framework.leaves_of(outcome)}
