"""Counting items, adding up amounts, and covering time."""

from __future__ import annotations

from datetime import date

from ..table import F, T, U, asks

COUNT = "At least `count` items (1 unless given) must pass."
CLOSED = "The list of evidence is complete. An item that is not listed is not there."
INTERVAL = "True when the lower end reaches what is asked, false when the upper end does not, and unknown in between."
PERHAPS = "An item that surely passes adds its amount to both ends; an item that may pass adds to the upper end only."
RANGE = "An amount that is not known lies within the range that its attribute declares."
NONE = "Missing means that the thing is not there."
DAYS = "The days covered by the items that pass, each day once; open-ended work runs to the reference date."
FEWEST = "n months of a span are the fewest days that n consecutive calendar months can have."
LATER = "A span to a later day (`as_of: start`) counts it up to its own end, and no further."

SIX, FIVE, OPEN = "diploma: {nlqf: 6, date: 2019-01-01}", "diploma: {nlqf: 5}", "diploma: {date: 2018-01-01}"

EXISTENCE = [
    *asks(
        COUNT,
        "diploma: {nlqf: 6}",
        {
            "": F,
            FIVE: F,
            SIX: T,
            OPEN: (U, "i0.nlqf"),
            f"{SIX} & {OPEN}": T,
            f"{OPEN} & {FIVE}": (U, "i0.nlqf"),
        },
    ),
    *asks(
        COUNT,
        "diploma: {nlqf: 6, count: 2}",
        {
            "": F,
            SIX: F,
            OPEN: F,
            f"{SIX} & {FIVE}": F,
            f"{SIX} & {OPEN}": (U, "i1.nlqf"),
            f"{SIX} & diploma: {{nlqf: 6}}": T,
            f"{SIX} & diploma: {{nlqf: 6}} & {OPEN}": T,
            f"{OPEN} & diploma: {{}}": (U, "i0.nlqf", "i1.nlqf"),
        },
    ),
    *asks(
        COUNT,
        "diploma: {nlqf: 6, count: 3}",
        {
            f"{SIX} & diploma: {{nlqf: 6}} & {OPEN}": (U, "i2.nlqf"),
            f"{SIX} & diploma: {{nlqf: 6}} & diploma: {{nlqf: 6, country: nl}}": T,
            f"{SIX} & diploma: {{nlqf: 6}} & {FIVE}": F,
        },
    ),
    *asks(CLOSED, "not: {diploma: {}}", {"": T, "diploma: {}": F, "certificate: {}": T}),
]


def job(hours: str = "", sector: str = "primary", more: str = "from: 2020-01-01, to: 2021-01-01") -> str:
    return f"work: {{hours: {hours}, sector: {sector}, {more}}}"


ANOTHER = "from: 2021-01-01, to: 2022-01-01"

SUMS = [
    *asks(
        INTERVAL,
        "sum: {of: hours, over: {work: {sector: primary}}, at_least: 800 h}",
        {
            "": F,
            job("800 h"): T,
            job("799.99 h"): F,
            job("800.01 h"): T,
            f"{job('500 h')} & {job('300 h', more=ANOTHER)}": T,
            f"{job('500 h')} & {job('299.5 h', more=ANOTHER)}": F,
            f"{job('500 h')} & {job('300 h', 'secondary', ANOTHER)}": F,
            f"{job('500 h')} & {job('300 h', '', ANOTHER)}": (U, "i1.sector"),
            f"{job('500 h')} & {job('299 h', '', ANOTHER)}": F,
            f"{job('800 h')} & {job('300 h', '', ANOTHER)}": T,
        },
    ),
    *asks(
        RANGE,
        "sum: {of: hours, over: {work: {sector: primary, role: teacher}}, at_least: 800 h}",
        {
            "work: {hours: 500 h, sector: primary, role: teacher} & work: {sector: primary, role: teacher}": (
                U,
                "i1.hours",
            ),
            "work: {hours: 800 h, sector: primary, role: teacher} & work: {sector: primary, role: teacher}": T,
            "work: {hours: 500 h, sector: primary, role: teacher} & work: {sector: secondary, role: teacher}": F,
            "work: {role: teacher}": (U, "i0.hours", "i0.sector"),
            "work: {role: cook}": F,
        },
    ),
    *asks(  # hours go up to 100000
        RANGE,
        "sum: {of: hours, over: {work: {}}, at_least: 100000.5 h}",
        {"work: {}": F, "work: {to: 2025-01-01} & work: {hours: 0.5 h}": (U, "i0.hours")},
    ),
    *asks(  # NLQF is at least 1 and at most 8
        RANGE,
        "sum: {of: nlqf, over: {diploma: {}}, at_least: 9}",
        {
            "diploma: {}": F,
            "diploma: {nlqf: 8} & diploma: {}": T,
            "diploma: {nlqf: 7} & diploma: {}": (U, "i1.nlqf"),
            "diploma: {nlqf: 8}": F,
        },
    ),
    *asks(
        RANGE,
        "sum: {of: nlqf, over: {diploma: {country: nl}}, at_least: 9}",
        {
            "diploma: {nlqf: 8, country: nl} & diploma: {country: nl, date: 2021-01-01}": T,  # at least 1 more
            "diploma: {nlqf: 8, country: nl} & diploma: {}": (U, "i1.country", "i1.nlqf"),
            "diploma: {nlqf: 8, country: nl} & diploma: {country: de}": F,
        },
    ),
    *asks(
        "`..` for an open end: nothing bounds it.",
        "sum: {of: points, over: {badge: {}}, at_least: 1000000}",
        {
            "badge: {}": (U, "i0.points"),
            "badge: {points: 999999} & badge: {points: 1}": T,
            "badge: {points: 999999}": F,
        },
    ),
    *asks(
        NONE,
        "sum: {of: lessons, over: {work: {}}, at_least: 1 lessons}",
        {
            "work: {}": F,
            "work: {lessons: }": (U, "i0.lessons"),
            "work: {lessons: 0.5 lessons} & work: {lessons: 0.5 lessons, role: cook}": T,
        },
    ),
    *asks(
        RANGE,
        "sum: {of: lessons, over: {work: {}}, at_least: 100.5 lessons}",
        {
            "work: {lessons: }": F,
            "work: {lessons: } & work: {lessons: 0.5 lessons}": U,
            "work: {} & work: {lessons: }": F,
        },
    ),
    *asks(
        "What a kind of evidence does not carry is not there.",
        "sum: {of: lessons, over: {evidence: {}}, at_least: 10 lessons}",
        {
            "diploma: {}": F,
            "diploma: {} & portfolio: {lessons: 10 lessons}": T,
            "report: {} & portfolio: {lessons: }": U,
        },
    ),
    *asks(
        PERHAPS,
        "sum: {of: ec, over: {evidence: {kind: [course, badge], accredited: yes}}, at_least: 7.5 EC}",
        {
            "course: {ec: 5 EC, accredited: yes} & badge: {ec: 2.5 EC, accredited: yes}": T,
            "course: {ec: 5 EC, accredited: yes} & badge: {ec: 2.5 EC}": (U, "i1.accredited"),
            "course: {ec: 5 EC, accredited: yes} & badge: {ec: 2.5 EC, accredited: no}": F,
            "course: {ec: 5 EC, accredited: yes} & report: {ec: 60 EC, accredited: yes}": F,
            "course: {ec: 5 EC} & badge: {ec: 2.4 EC}": F,
        },
    ),
    *asks(
        INTERVAL, "sum: {of: hours, over: {work: {}}, at_least: 0 h}", {"": T, "work: {}": T, "work: {hours: 1 h}": T}
    ),
    *asks(
        "An item without a date may count, and never surely counts.",
        "sum: {of: ec, over: {course: {}}, at_least: 5 EC}",
        {"course: {ec: 5 EC, date: }": (U, "i0.date"), "course: {ec: 4 EC, date: }": F},
    ),
]


def spell(begin: str, end: str, more: str = "sector: primary") -> str:
    return f"work: {{from: {begin}, to: {end}, {more}}}"


SPANS = [
    *asks(  # 24 months are 730 days, to the decision on 2026-09-01
        FEWEST,
        "span: {over: {work: {sector: primary}}, at_least: 24 months}",
        {
            "": F,
            spell("2024-09-01", "ongoing"): T,
            spell("2024-09-02", "ongoing"): F,  # 729 days
            spell("2024-09-01", "2030-01-01"): T,
            spell("2022-03-01", "2024-02-29"): T,  # 730 days, a leap day at the end of them
            spell("2022-03-01", "2024-02-28"): F,
            spell("2020-03-01", "2022-03-01"): T,
            spell("", "2021-01-01"): (U, "i0.from"),
            spell("2024-09-02", ""): F,
            spell("2024-09-01", ""): (U, "i0.to"),
            spell("2023-01-01", "2026-01-01", "role: teacher"): (U, "i0.sector"),
            spell("2023-01-01", "2026-01-01", "sector: secondary"): F,
            "diploma: {}": F,
        },
    ),
    *asks(  # 12 months are 365 days
        DAYS,
        "span: {over: {work: {}}, at_least: 1 year}",
        {
            f"{spell('2020-01-01', '2020-07-01')} & {spell('2021-01-01', '2021-07-03')}": T,  # 182 and 183
            f"{spell('2020-01-01', '2020-07-01')} & {spell('2021-01-01', '2021-07-02')}": F,
            f"{spell('2020-01-01', '2020-10-01')} & {spell('2020-04-01', '2020-12-31')}": T,  # 365, once
            f"{spell('2020-01-01', '2020-10-01')} & {spell('2020-04-01', '2020-12-30')}": F,
            f"{spell('2020-01-01', '2021-01-01')} & {spell('2020-02-01', '2020-03-01')}": T,  # one in the other
            f"{spell('2020-01-01', '2020-07-01')} & {spell('2020-07-01', '2020-12-31')}": T,  # one after the other
            f"{spell('2020-01-01', '2020-07-01')} & {spell('2020-01-01', '2020-07-01', 'role: cook')}": F,
            f"{spell('2020-01-01', '2020-10-01')} & {spell('2020-10-01', '')}": (U, "i1.to"),
        },
    ),
    *asks(
        "A month is at least 28 days.",
        "span: {over: {work: {}}, at_least: 1 month}",
        {
            spell("2023-02-01", "2023-03-01"): T,
            spell("2024-01-01", "2024-01-28"): F,
            spell("2024-01-01", "2024-01-29"): T,
        },
    ),
    *asks(
        LATER,
        "span: {over: {work: {}}, at_least: 24 months, as_of: start}",
        {
            f"applicant: {{start: 2027-01-01}} & {spell('2025-01-01', 'ongoing')}": T,
            f"applicant: {{start: 2026-12-31}} & {spell('2025-01-01', 'ongoing')}": F,
            f"applicant: {{start: 2030-01-01}} & {spell('2025-01-01', '2026-12-31')}": F,
            f"applicant: {{start: 2030-01-01}} & {spell('2025-01-01', '2027-01-01')}": T,
            spell("2025-01-01", "ongoing"): (U, "applicant.start"),
            spell("2025-01-01", "2026-12-31"): F,
            spell("2025-01-01", "2027-01-01"): (U, "applicant.start"),
            "applicant: {start: 2027-01-01}": F,
            "": F,
        },
    ),
    *asks(
        "`as_of` counts to another day.",
        "span: {over: {work: {}}, at_least: 6 months, as_of: 2021-07-01}",  # 181 days
        {
            spell("2021-01-01", "ongoing"): T,
            spell("2021-01-02", "2026-01-01"): F,
            spell("2022-01-01", "2026-01-01"): F,
            spell("2020-06-01", "2021-01-01"): T,
            f"{spell('2021-01-01', 'ongoing')} & {spell('2022-01-01', '2026-01-01')}": T,  # that takes nothing off
            f"{spell('2020-06-01', '2020-11-29')} & {spell('2022-01-01', 'ongoing')}": T,
            f"{spell('2020-06-01', '2020-11-28')} & {spell('2022-01-01', 'ongoing')}": F,
        },
    ),
    *asks(
        "Only what has a beginning and an end covers time.",
        "span: {over: {evidence: {}}, at_least: 1 month}",
        {"course: {from: 2001-01-01, date: 2005-01-01}": F, f"course: {{}} & {spell('2021-01-01', '2022-01-01')}": T},
    ),
    *asks(
        "Work is there from the day on which it began; work that has ended by the decision has begun.",
        "span: {over: {work: {}}, at_least: 6 months}",
        {
            "work: {from: , to: 2026-09-01}": (U, "i0.from"),
            "work: {from: , to: ongoing}": (U, "i0.from"),
            spell("2026-08-31", "ongoing"): F,
        },
    ),
    *asks(
        FEWEST,
        "span: {over: {work: {}}, at_least: 48 months}",  # a leap day always falls in four years
        {spell("2021-01-01", "2025-01-01"): T, spell("2021-01-01", "2024-12-31"): F},
    ),
    *asks(
        DAYS,
        "span: {over: {work: {}}, at_least: 1 month}",
        {spell("2028-02-01", "ongoing"): T, spell("2028-02-02", "ongoing"): F, spell("2028-02-01", "2028-02-29"): T},
        on=date(2028, 2, 29),
    ),
]

ROWS = [*EXISTENCE, *SUMS, *SPANS]
