"""Faults in the columnar engine."""

from __future__ import annotations

SETTLE, PLANES, SPANS = "engines.columnar.settle", "engines.columnar.planes", "engines.columnar.spans"
PREPARED, WORDS = "engines.columnar.prepared", "engines.columnar.words"

CHANGES = [
    (
        SETTLE,
        "surely, maybe = self.scalars[place]\n        return (surely, maybe) if literal >= 0 else (negated(maybe), negated(surely))",
        "surely, maybe = self.scalars[place]\n        return (surely, maybe) if literal >= 0 else (negated(surely), negated(maybe))",
    ),
    (SETTLE, "return yes & ~no, yes | ~no", "return yes, yes | ~no"),
    (SETTLE, "if wins:\n                barred", "if not wins:\n                barred"),
    (
        SETTLE,
        "return packed(low >= max(wanted)), packed(high >= min(wanted))",
        "return packed(low > max(wanted)), packed(high >= min(wanted))",
    ),
    (
        SETTLE,
        "return packed(low >= max(wanted)), packed(high >= min(wanted))",
        "return packed(low >= max(wanted)), packed(high > min(wanted))",
    ),
    (SETTLE, "return _both(some, found)", "return _both(every, found)"),
    (SETTLE, "return achieved, maybe | ~failed", "return achieved, maybe"),
    (SETTLE, "other.side(1 - side, common)", "other.side(side, common)"),
    (SETTLE, "order = range(len(reached) - 2, -1, -1) if down else", "order = range(0) if down else"),
    (
        SETTLE,
        "return Vector(leaves, found[0], some([found[1], uncovered]))",
        "return Vector(leaves, found[0], found[1])",
    ),
    (PLANES, "for count in range(k, 0, -1):", "for count in range(1, k + 1):"),
    (SPANS, "known &= there", "pass"),
    (SPANS, "np.maximum(begin[1:], reached[:-1] - apart[1:], out=begin[1:])", "pass"),
    (
        SPANS,
        'last = np.minimum(self._day("to", day_number(ENDLESS))[order], until)',
        'last = self._day("to", day_number(ENDLESS))[order]',
    ),
    (PREPARED, "(moment.isnull() | (moment <= today))", "(moment.isnull() | (moment < today))"),
    (
        PREPARED,
        "undated = undated & ~(end <= today).fill_null(False)",
        "undated = undated & ~(end < today).fill_null(False)",
    ),
    (WORDS, "words_of([full, full & MAYBE_ONLY])", "words_of([full, full])"),
    (WORDS, "if cut.including else int(cut.at // 1) + 1", "if cut.including else int(cut.at // 1)"),
]
