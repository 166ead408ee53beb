"""Faults in the compiled engine."""

from __future__ import annotations

NUMBER, MEASURE, VERDICTS = "engines.compiled.number", "engines.compiled.measure", "engines.compiled.verdicts"
EMIT, CIRCUIT, READ = "engines.compiled.emit", "engines.compiled.circuit", "engines.compiled.read"
TABLES, DECODE = "engines.compiled.tables", "engines.compiled.decode"

CHANGES = [
    (
        NUMBER,
        "return self.gate(1, (self.node(one, here) for one in of))",
        "return self.gate(len(of), (self.node(one, here) for one in of))",
    ),
    (NUMBER, "k -= listed.count(always)", "k -= 0"),
    (NUMBER, "if not 0 < k <= len(listed):", "if not 0 < k < len(listed):"),
    (NUMBER, "if one.rule.id in other.rule.overrides and", "if other.rule.id in one.rule.overrides and"),
    (
        NUMBER,
        "self.shared | ruleset.shared else condition.ruleset or ruleset.id",
        "self.shared | ruleset.shared else ruleset.id",
    ),
    (NUMBER, "constants[1 - constants.index(inner)]", "constants[constants.index(inner)]"),
    (NUMBER, "node.k == (len(node.parts) if conjunction else 1)", "node.k == 1"),
    (NUMBER, "rule.applies.condition(self.on), rule.when\n", "rule.when, rule.when\n"),
    (MEASURE, "TRUE if surely >= self.least else UNKNOWN", "TRUE if surely > self.least else UNKNOWN"),
    (MEASURE, "FALSE if maybe < self.least else", "FALSE if maybe <= self.least else"),
    (MEASURE, "low = low + least if least < 0 else low", "low = low + least"),
    (MEASURE, "high = high + most if most > 0 else high", "high = high + 0"),
    (MEASURE, "fits = not mixed and (unit is None or unit == one.unit)", "fits = True"),
    (
        MEASURE,
        "and declared.id not in thing.known and declared.id not in thing.unknown",
        "and declared.id not in thing.known",
    ),
    (MEASURE, "return declared.low, _ENDLESS if", "return _ZERO, _ENDLESS if"),
    (
        MEASURE,
        "_ENDLESS if declared.high is None else declared.high",
        "_ZERO if declared.high is None else declared.high",
    ),
    (
        MEASURE,
        "last = min(end, until) if isinstance(end, date) else until",
        "last = end if isinstance(end, date) else until",
    ),
    (MEASURE, "and begin is not None and end is not None", "and begin is not None"),
    (MEASURE, "found += max(0, last - max(first, reached))", "found += max(0, last - first)"),
    (MEASURE, "TRUE if low >= wanted else", "TRUE if low > wanted else"),
    (MEASURE, "FALSE if high < wanted else", "FALSE if high <= wanted else"),
    (
        MEASURE,
        'applicant.known.get("start") if as_of == "start" else as_of',
        'applicant.known.get("start") if as_of == "start" else on',
    ),
    (MEASURE, "return self.parameter.at(self.on, applicant.cohort)", "return self.parameter.at(self.on, None)"),
    (MEASURE, "agreed = truth if not place or truth is agreed else UNKNOWN", "agreed = truth"),
    (VERDICTS, "yes, perhaps | speaks if achieved else perhaps, no))", "yes, perhaps, no))"),
    (VERDICTS, "(yes, ~no | perhaps)))", "(yes, ~no)))"),
    (VERDICTS, "leaves = reached_below(framework, [ref])", "leaves = framework.leaves_of(ref)"),
    (VERDICTS, "surely & speaks if row >> screen & 1 else 0", "surely & speaks"),
    (EMIT, 'but_t = "".join(f" & ~r{other}m"', 'but_t = "".join(f" & ~r{other}t"'),
    (
        EMIT,
        'self.circuit.rulesets[here].conflicts == "grant-wins"',
        'self.circuit.rulesets[here].conflicts == "bar-wins"',
    ),
    (EMIT, '"grant": "down", "bar": "up"', '"grant": "up", "bar": "down"'),
    (EMIT, "for number in range(gate.k, 1, -1):", "for number in range(2, gate.k + 1):"),
    (EMIT, '" >= {gate.k}"', '" > {gate.k}"'),
    (EMIT, '(f"~{maybe}", f"~{surely}")', '(f"~{surely}", f"~{maybe}")'),
    (EMIT, '(f"not {maybe}", f"not {surely}")', '(f"not {surely}", f"not {maybe}")'),
    (CIRCUIT, "found |= leaves << steps & there", "found |= leaves << steps"),
    (CIRCUIT, "if leaf.level + steps <= levels[leaf.outcome]", "if leaf.level + steps < levels[leaf.outcome]"),
    (CIRCUIT, 'return self.down(targets) if effect == "grant" else self.up(targets)', "return targets"),
    (
        READ,
        "                if doubt:\n                    row &= self.maybes\n            rows |= row",
        "                if doubt:\n                    row &= row\n            rows |= row",
    ),
    (
        READ,
        "            if doubt:\n                row &= self.maybes\n            things.append((VERDICT",
        "            if doubt:\n                row &= row\n            things.append((VERDICT",
    ),
    (READ, "truth = min(step.truth for step in cases", "truth = max(step.truth for step in cases"),
    (READ, "if owner is None or answer.ruleset == owner:", "if True:"),
    (READ, "return surely | (yes & ~no), maybe & ~(no & ~yes)", "return surely | yes, maybe & ~(no & ~yes)"),
    (READ, "surely = covers[0] if row >> screen & 1 else 0", "surely = covers[0]"),
    (READ, "carrier, TRUE if row >> screen & 1 else UNKNOWN)", "carrier, TRUE)"),
    (TABLES, "if place >= 0 and value <= runs.highs[place]:", "if place >= 0:"),
    (TABLES, "return test.scale is None and test.op in _ORDERED", "return test.scale is None"),
    (
        TABLES,
        "return self.untested | some & some_of | every & none_of",
        "return self.untested | some & some_of | some & none_of",
    ),
    (TABLES, "unknown = (self.attribute,) if key is ... else ()", "unknown = ()"),
    (
        TABLES,
        "surely = 0\n                unknown.append(name)",
        "surely = maybe = 0\n                unknown.append(name)",
    ),
    (DECODE, "if key[2] or key[4]:", "if key[2]:"),
]
