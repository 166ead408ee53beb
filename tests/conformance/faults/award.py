"""Faults in which exempt units are awarded."""

from __future__ import annotations

AWARD, CREDITS = "plan.award", "advice.credits"

CHANGES = [
    (AWARD, "unit.id in awarded) <= self.limit.at_most", "unit.id in awarded) < self.limit.at_most"),
    (
        AWARD,
        "if not limit.among or among.intersection(framework.select(unit.outcomes))",
        "if not limit.among or among.issuperset(framework.select(unit.outcomes))",
    ),
    (AWARD, "question.model.maximize(worth)", "question.model.minimize(worth)"),
    (AWARD, "question.model.add(worth >= best)", "question.model.add(worth >= 0)"),
    (AWARD, "reached = set(exempt_leaves).union(", "reached = set().union("),
    (AWARD, "if not certain(must):", "if False:"),
    (AWARD, "awarded, sure = _in_programme_order(units, caps, choice)", "awarded, sure = choice.awarded, True"),
    (AWARD, "placement.model.add(worth >= choice.worth)", "placement.model.add(worth >= 0)"),
    (
        AWARD,
        "for cap, at_most in zip(caps, worth[len(units) :], strict=True):",
        "for cap, at_most in zip(caps[:1], worth[len(units) :], strict=False):",
    ),
    (CREDITS, "sum(leaf not in exempt for leaf in leaves)", "sum(leaf in exempt for leaf in leaves)"),
    (CREDITS, "awarded = Truth.UNKNOWN if len(both) > 1 else", "awarded = Truth.FALSE if len(both) > 1 else"),
    (CREDITS, "({Truth.TRUE}, {Truth.TRUE, Truth.UNKNOWN})", "({Truth.TRUE}, {Truth.TRUE})"),
    (CREDITS, "if exempt.issuperset(leaves)]", "if exempt.intersection(leaves)]"),
]
