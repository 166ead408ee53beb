"""Faults in lowering and simplifying."""

from __future__ import annotations

LOWER, SIMPLIFY = "engines.lower", "engines.simplify"

CHANGES = [
    (
        LOWER,
        "all_of((*terms, self.when(rule, target), negation(overriding)))",
        "all_of((*terms, self.when(rule, target)))",
    ),
    (
        LOWER,
        "all_of((*terms, self.when(rule, target), negation(overriding)))",
        "all_of((self.when(rule, target), negation(overriding)))",
    ),
    (LOWER, "for its_target in self.reaching(other, target)", "for its_target in self.reaching(other, target)[:1]"),
    (LOWER, "target if any(map(speaks_of_target, every(rule.when))) else None", "None"),
    (LOWER, "Applies(decisions=applies.decisions, variants=applies.variants)", "Applies(decisions=applies.decisions)"),
    (LOWER, "if self.cohort not in applies.cohorts:", "if False:"),
    (
        LOWER,
        "return all_of(self.closed(part, target) for part in of)",
        "return any_of(self.closed(part, target) for part in of)",
    ),
    (
        LOWER,
        "return any_of(self.closed(part, target) for part in of)",
        "return all_of(self.closed(part, target) for part in of)",
    ),
    (LOWER, "return at_least(k, (", "return at_least(k - 1, ("),
    (LOWER, "return negation(self.closed(part, target))", "return self.closed(part, target)"),
    (
        LOWER,
        "self.framework.leaves_of(outcome) if outcome else (target,)",
        "self.framework.leaves_of(outcome)[:1] if outcome else (target,)",
    ),
    (LOWER, "own = condition.ruleset or self.ruleset.id", "own = self.ruleset.id"),
    (LOWER, "return all_of((lowered.granted, negation(lowered.barred)))", "return lowered.granted"),
    (
        LOWER,
        'lowered = self.leaf(leaf)\n        if self.ruleset.conflicts == "grant-wins":',
        'lowered = self.leaf(leaf)\n        if self.ruleset.conflicts == "bar-wins":',
    ),
    (
        LOWER,
        "all_of(self.exempt(leaf) for leaf in self.framework.leaves_of(outcome))",
        "any_of(self.exempt(leaf) for leaf in self.framework.leaves_of(outcome))",
    ),
    (LOWER, "return test.with_(outcome=exactly(target))", "return test"),
    (LOWER, ".at(self.on, self.cohort)", ".at(self.ruleset.applies.decisions.start or self.on, self.cohort)"),
    (LOWER, "if reaches(rule, target, leaf)]", "if target == leaf]"),
    (SIMPLIFY, "if FALSE in parts:\n        return FALSE", "if FALSE in parts:\n        return TRUE"),
    (SIMPLIFY, "if TRUE in parts:\n        return TRUE", "if TRUE in parts:\n        return FALSE"),
    (SIMPLIFY, "within <= inside[here]", "within >= inside[here]"),
    (SIMPLIFY, "return FALSE if condition == TRUE else TRUE", "return TRUE if condition == TRUE else FALSE"),
    (SIMPLIFY, "return condition.of if isinstance(condition, Not)", "return condition if isinstance(condition, Not)"),
    (SIMPLIFY, "k -= parts.count(TRUE)", "k -= 0"),
    (SIMPLIFY, "if k > len(parts):", "if k >= len(parts):"),
    (SIMPLIFY, "return all_of(parts) if k == len(parts)", "return any_of(parts) if k == len(parts)"),
    (SIMPLIFY, "if k == 1:\n        return any_of(parts)", "if k == 2:\n        return any_of(parts)"),
]
