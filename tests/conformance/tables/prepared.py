"""What counts in a dossier: doubles, what has no date, what comes later, facts of the world, hours that do not fit."""

from __future__ import annotations

from datetime import date

from ..table import F, T, U, asks

DOUBLES = "An item that is the same as another in everything that is known may count, and never surely counts."
ONCE = "When everything is known and the same, one counts."
UNDATED = "An item without a date may count, and never surely counts. Its date is asked."
BEGUN = "Work is there from the day on which it began; work that has ended by the decision, or goes on, has begun."
LATER = "Evidence that is dated after the decision does not count."
FACTS = "Facts of the world fill in what follows."
DOUBT = "What contradicts a fact of the world counts as unknown, with all that it rests on."
HOURS = "Hours that do not fit between the dates, or have not all been worked yet, count as unknown."

SIX = "diploma: {nlqf: 6}"
ALL_KNOWN = (
    "portfolio: {issuer: x, covers: [history], lessons: 5 lessons, stage: first, mark: {value: 6, scale: nl-10}}"
)
UNSAID = ALL_KNOWN.replace("5 lessons", "")

ROWS = [
    *asks(
        DOUBLES,
        "diploma: {nlqf: 6, count: 2}",
        {
            f"{SIX} & {SIX}": (U, "i1.field"),
            f"{SIX} & diploma: {{nlqf: 6, date: 2020-01-02}}": T,
            f"{SIX} & {SIX} & diploma: {{nlqf: 6, country: nl}}": T,
            f"{SIX} & {SIX} & {SIX}": (U, "i1.field", "i2.field"),
            f"{SIX} & diploma: {{nlqf: 5}}": F,
            f"{SIX} & certificate: {{nlqf: 6}}": F,
            "diploma: {nlqf: 6, date: } & diploma: {nlqf: 6, date: }": (U, "i0.date", "i1.date"),
        },
    ),
    *asks(DOUBLES, "diploma: {nlqf: 6}", {f"{SIX} & {SIX}": T}),
    *asks(DOUBLES, "not: {diploma: {nlqf: 6, count: 2}}", {f"{SIX} & {SIX}": U, SIX: T}),
    *asks(
        DOUBLES,
        "sum: {of: ec, over: {course: {}}, at_least: 10 EC}",
        {
            "course: {ec: 5 EC} & course: {ec: 5 EC}": (U, "i1.nlqf"),
            "course: {ec: 4 EC} & course: {ec: 4 EC}": F,
            "course: {ec: 5 EC} & course: {ec: 5 EC, course: T2}": T,
        },
    ),
    *asks(
        DOUBLES,
        "span: {over: {work: {}}, at_least: 12 months}",
        {"work: {from: 2020-01-01, to: 2020-12-31} & work: {from: 2020-01-01, to: 2020-12-31}": T},
    ),
    *asks(
        ONCE, "portfolio: {count: 2}", {f"{ALL_KNOWN} & {ALL_KNOWN}": F, f"{ALL_KNOWN} & portfolio: {{issuer: x}}": T}
    ),
    *asks(
        "What is said to be unknown, although its absence would mean none, could tell two items apart.",
        "portfolio: {count: 2}",
        {f"{UNSAID} & {UNSAID}": (U, "i1.lessons")},
    ),
    *asks(
        UNDATED,
        "diploma: {}",
        {"diploma: {date: }": (U, "i0.date"), "diploma: {date: 2026-09-01}": T, "diploma: {date: } & diploma: {}": T},
    ),
    *asks(UNDATED, "not: {badge: {}}", {"badge: {date: }": (U, "i0.date"), "badge: {}": F}),
    *asks(
        UNDATED,
        'diploma: {nlqf: 6, age: "<= 5 years"}',
        {"diploma: {nlqf: 6, date: }": (U, "i0.date"), "diploma: {nlqf: 5, date: }": F},
    ),
    *asks(
        UNDATED,
        'evidence: {kind: badge, renewed: ">= 2020-01-01"}',
        {"badge: {renewed: 2021-01-01, date: }": (U, "i0.date"), "badge: {renewed: 2021-01-01}": T},
    ),
    *asks(
        BEGUN,
        "work: {}",
        {
            "work: {from: 2026-09-01}": T,
            "work: {from: 2026-09-02, to: ongoing}": F,
            "work: {from: , to: 2026-09-01}": T,
            "work: {from: , to: 2026-09-02}": (U, "i0.from"),
            "work: {from: , to: ongoing}": (U, "i0.from"),
            "work: {from: , to: }": (U, "i0.from"),
        },
    ),
    *asks(
        LATER,
        "diploma: {}",
        {
            "diploma: {date: 2026-09-01}": T,
            "diploma: {date: 2026-09-02}": F,
            "diploma: {date: 2030-01-01} & diploma: {}": T,
        },
    ),
    *asks(
        LATER, "diploma: {}", {"diploma: {date: 2026-09-02}": T, "diploma: {date: 2028-03-01}": F}, on=date(2028, 2, 29)
    ),
    *asks(
        LATER,
        "sum: {of: ec, over: {course: {}}, at_least: 5 EC}",
        {"course: {ec: 5 EC, date: 2026-09-02}": F, "course: {ec: 5 EC, date: 2026-09-01}": T},
    ),
    *asks(
        FACTS,
        'diploma: {nlqf: ">= 6"}',
        {
            "diploma: {programme: hbo-bachelor}": T,
            "diploma: {programme: hbo-bachelor, nlqf: 6}": T,
            "diploma: {programme: other}": (U, "i0.nlqf"),
            "certificate: {programme: hbo-bachelor}": F,
            "diploma: {issuer: elsewhere}": F,
        },
    ),
    *asks(
        "What follows from a fact is what another fact starts from, in whichever order they are declared.",
        "certificate: {nlqf: 5}",
        {
            "certificate: {programme: chained}": T,
            "certificate: {issuer: them}": T,
            "certificate: {issuer: us}": (U, "i0.nlqf"),
        },
    ),
    *asks(
        FACTS,
        'certificate: {nlqf: ">= 6"}',
        {"certificate: {programme: hbo-bachelor}": (U, "i0.nlqf")},  # the fact is about diplomas
    ),
    *asks(
        "What follows from a fact is held against the decision too.",
        "report: {}",
        {"report: {programme: planned, date: }": F, "report: {programme: other, date: }": (U, "i0.date")},
    ),
    *asks(
        FACTS,
        "diploma: {accredited: yes}",
        {
            "diploma: {programme: pabo}": T,
            'diploma: {field: "0113"}': T,
            'diploma: {field: "01139"}': (U, "i0.accredited"),
        },
    ),
    *asks(
        FACTS,
        "badge: {tags: ours}",
        {
            "badge: {issuer: us, country: be}": T,
            "badge: {issuer: us, country: nl, tags: }": T,
            "badge: {issuer: us, country: de}": F,
            "badge: {issuer: us}": F,
        },
    ),
    *asks(
        DOUBT,
        "diploma: {nlqf: 6}",
        {
            "diploma: {programme: hbo-bachelor, nlqf: 4}": (U, "i0.nlqf"),
            "diploma: {programme: hbo-bachelor, issuer: elsewhere}": U,
            "diploma: {programme: hbo-bachelor, issuer: elsewhere, nlqf: 6}": (U, "i0.nlqf"),
        },
    ),
    *asks(
        DOUBT,
        "diploma: {programme: hbo-bachelor}",
        {
            "diploma: {programme: hbo-bachelor, nlqf: 4}": (U, "i0.programme"),
            "diploma: {programme: hbo-bachelor, issuer: elsewhere, nlqf: 6}": T,
        },
    ),
    *asks(
        DOUBT,
        "diploma: {accredited: no}",
        {
            "diploma: {programme: pabo, accredited: no}": (U, "i0.accredited"),
            'diploma: {programme: pabo, field: "0113", accredited: no}': U,
            "diploma: {accredited: no}": T,
        },
    ),
    *asks(
        DOUBT,
        "diploma: {programme: {not: pabo}}",
        {
            "diploma: {programme: pabo, accredited: no}": (U, "i0.programme"),
            'diploma: {programme: pabo, field: "0113", accredited: no}': F,
        },
    ),
    *asks(
        HOURS,
        "sum: {of: hours, over: {work: {}}, at_least: 216 h}",
        {
            "work: {hours: 216 h, from: 2020-01-01, to: 2020-01-10}": T,  # nine days
            "work: {hours: 217 h, from: 2020-01-01, to: 2020-01-10}": (U, "i0.hours"),
            "work: {hours: 800 h, from: 2020-01-01, to: 2026-09-02}": (U, "i0.hours"),
            "work: {hours: 800 h, from: 2020-01-01, to: 2026-09-01}": T,
            "work: {hours: 800 h, from: 2020-01-01, to: ongoing}": T,
            "work: {hours: 800 h, from: 2026-08-01, to: ongoing}": (U, "i0.hours"),
            "work: {hours: 800 h, from: , to: 2020-01-10}": T,
            "work: {hours: 24 h, from: 2026-09-01, to: ongoing}": (U, "i0.hours"),
            "course: {hours: 800 h}": F,
        },
    ),
    *asks(
        HOURS,
        'work: {hours: "< 300 h"}',
        {
            "work: {hours: 216 h, from: 2020-01-01, to: 2020-01-10}": T,
            "work: {hours: 299 h, from: 2020-01-01, to: 2020-01-10}": (U, "i0.hours"),
        },
    ),
]
