"""Faults in what makes a dossier ready: it stands before all engines, so tables by hand must notice."""

from __future__ import annotations

PREPARE = "engines.prepare"

CHANGES = [
    (PREPARE, "not isinstance(moment, date) or moment <= on", "not isinstance(moment, date) or moment < on"),
    (
        PREPARE,
        'return "from" if isinstance(item, Evidence) and item.kind == "work" else "date"',
        'return "to" if isinstance(item, Evidence) and item.kind == "work" else "date"',
    ),
    (PREPARE, 'return "to" if kind == "work" else "date"', 'return "from" if kind == "work" else "date"'),
    (PREPARE, "if isinstance(end, date) and end > on:", "if isinstance(end, date) and end >= on:"),
    (PREPARE, "hours.value > HOURS_A_DAY", "hours.value >= HOURS_A_DAY"),
    (PREPARE, "return not (isinstance(end, date) and end <= on)", "return not (isinstance(end, date) and end < on)"),
    (PREPARE, "(item.kind, item.attributes), item.id)", "(item.kind, ()), item.id)"),
    (PREPARE, "            doubled[item.id] = apart\n", ""),
    (PREPARE, 'if one.absent == "unknown" or one.id in item.unknown]', 'if one.absent == "unknown"]'),
    (PREPARE, "for name, value in follows.items() if name not in doubtful}", "for name, value in follows.items()}"),
    (PREPARE, "doubtful |= grounds | rests_on[name]", "doubtful |= rests_on[name]"),
    (PREPARE, "answer.on is None or answer.on <= on", "answer.on is None or answer.on < on"),
    (
        PREPARE,
        "return all(known.get(name) in codes for name, codes in fact.given)",
        "return any(known.get(name) in codes for name, codes in fact.given)",
    ),
    (PREPARE, "items = [_worked(item, on, findings) for item in items]", "items = [*items]"),
    (PREPARE, "facts = [fact for fact in vocabulary.facts if fact.on == item.kind]", "facts = [*vocabulary.facts]"),
    (PREPARE, "for _ in range(len(listed) + 1):", "for _ in range(1):"),
]
