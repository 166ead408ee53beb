"""Faults in the Rete engine."""

from __future__ import annotations

CLAUSES, LOGIC, NETWORK = "engines.rete.clauses", "engines.rete.logic", "engines.rete.network"
GROUPS, BLOCKS = "engines.rete.groups", "engines.rete.blocks"

CHANGES = [
    (
        CLAUSES,
        "return _least((*self.share(k, parts[:-1]), *self.both(k - 1, parts[:-1], parts[-1])))",
        "return _least(self.share(k, parts[:-1]))",
    ),
    (
        CLAUSES,
        "if not any(other <= one and other != one for other in listed)",
        "if not any(one <= other and other != one for other in listed)",
    ),
    (CLAUSES, "more = one.body.facts - seen", "more = seen - seen"),
    (LOGIC, "Gate(1 if k == 1 else len(distinct), distinct)", "Gate(1, distinct)"),
    (NETWORK, "if self.reached(self.circuit.acting[other], its_target) >> target & 1", "if its_target == target"),
    (NETWORK, "unless = [-1 - self.drafting.some(overriding)] if overriding else []", "unless = []"),
    (NETWORK, "strict |= holds | fails\n", "strict |= holds | fails_perhaps\n"),
    (NETWORK, "lenient |= holds_perhaps | fails_perhaps", "lenient |= holds_perhaps | fails"),
    (NETWORK, "reasons[there] = reasons.get(there, 0) | reached", "reasons[there] = reached"),
    (NETWORK, "return number if literal >= 0 else -1 - number", "return number"),
    (
        NETWORK,
        "found = self.drafting.every([self.exempted(leaf) for leaf in leaves])",
        "found = self.drafting.some([self.exempted(leaf) for leaf in leaves])",
    ),
    (BLOCKS, 'tests += [] if one.reading is None else [{"r": one.reading}]', "tests += []"),
]
