"""Age: calendar time from the date of the evidence to a reference date."""

from __future__ import annotations

from datetime import date

from ..table import F, Row, T, U, asks

CALENDAR = (
    "Age is calendar time in years and months, from the date of the evidence (for work: its end) to the decision."
)
LEAP = "29 February counts as 28 February in other years."
ONGOING = "Work that goes on has age zero."
AFTER = "Work that ends after the decision goes on at the decision. It has age zero then."
AS_OF = "`as_of` counts to another day."
YOUNGER = "Evidence that is younger than the day it is counted to has age zero."


def _ops(
    age: str, older: str, exactly: str, younger: str, on: date = date(2026, 9, 1), cites: str = CALENDAR
) -> list[Row]:
    """Every comparison, for a day before the boundary, the day itself and the day after, and for no date."""
    held = {"<=": (F, T, T), "<": (F, F, T), ">=": (T, T, F), ">": (T, F, F)}
    found = []
    for op, truths in held.items():
        rows = {
            f"diploma: {{date: {day}}}": truth for day, truth in zip((older, exactly, younger), truths, strict=True)
        }
        found += asks(cites, f'diploma: {{age: "{op} {age}"}}', rows | {"diploma: {date: }": (U, "i0.date")}, on=on)
    return found


ROWS = [
    *_ops("5 years", "2021-08-31", "2021-09-01", "2021-09-02"),
    *_ops("1 year 9 months", "2024-11-30", "2024-12-01", "2024-12-02"),
    *_ops("1 year", "2024-02-27", "2024-02-28", "2024-03-01", date(2025, 2, 28)),
    *_ops("6 months", "2026-08-27", "2026-08-28", "2026-09-01", date(2027, 2, 28)),
    *_ops("4 years", "2024-02-28", "2024-02-29", "2024-03-01", date(2028, 2, 29)),
    *_ops("1 year", "2027-02-27", "2027-02-28", "2027-03-01", date(2028, 2, 28)),
    *asks(LEAP, 'diploma: {age: ">= 1 year"}', {"diploma: {date: 2024-02-29}": T}, on=date(2025, 2, 28)),
    *asks(LEAP, 'diploma: {age: "> 1 year"}', {"diploma: {date: 2024-02-29}": F}, on=date(2025, 2, 28)),
    *asks(LEAP, 'diploma: {age: "<= 1 year"}', {"diploma: {date: 2024-02-29}": F}, on=date(2025, 3, 1)),
    *asks(LEAP, 'diploma: {age: ">= 4 years"}', {"diploma: {date: 2024-02-29}": F}, on=date(2028, 2, 28)),
    *asks(LEAP, 'diploma: {age: "<= 6 months"}', {"diploma: {date: 2026-08-31}": T}, on=date(2027, 2, 28)),
    *asks(LEAP, 'diploma: {age: "<= 6 months"}', {"diploma: {date: 2026-08-31}": F}, on=date(2027, 3, 1)),
    *asks(
        CALENDAR,
        'work: {age: "<= 2 years"}',
        {
            "work: {to: 2024-09-01}": T,
            "work: {to: 2024-08-31}": F,
            "work: {to: ongoing}": T,
            "work: {to: 2030-01-01}": T,
            "work: {to: }": (U, "i0.to"),
        },
    ),
    *asks(
        ONGOING,
        'work: {age: "> 0 months"}',
        {"work: {to: ongoing}": F, "work: {to: 2026-09-01}": F, "work: {to: 2026-08-31}": T},
    ),
    *asks(ONGOING, 'work: {age: ">= 0 months"}', {"work: {to: ongoing}": T, "work: {to: 2026-09-01}": T}),
    *asks(
        AFTER,
        'work: {age: ">= 1 month"}',
        {"work: {to: 2026-12-01}": F, "work: {to: 2026-08-01}": T, "work: {to: 2026-08-02}": F},
    ),
    *asks(
        CALENDAR,
        'course: {age: "< 1 year"}',
        {"course: {date: 2025-09-02}": T, "course: {from: 2026-01-01, date: 2025-09-01}": F},
    ),
    *asks(
        AS_OF,
        'diploma: {age: "<= 5 years", as_of: start}',
        {
            "applicant: {start: 2027-02-01} & diploma: {date: 2022-02-01}": T,
            "applicant: {start: 2027-02-01} & diploma: {date: 2022-01-31}": F,
            "diploma: {date: 2022-02-01}": (U, "applicant.start"),
            "diploma: {date: }": (U, "i0.date"),
            "applicant: {start: 2020-01-01} & diploma: {date: 2022-02-01}": T,  # age zero
            "applicant: {start: 2027-02-01}": F,
        },
    ),
    *asks(
        AS_OF,
        'work: {age: ">= 2 months", as_of: start}',
        {
            "applicant: {start: 2026-11-01} & work: {to: ongoing}": F,
            "applicant: {start: 2026-11-01} & work: {to: 2026-09-01}": T,
            "applicant: {start: 2026-10-31} & work: {to: 2026-09-01}": F,
            "applicant: {start: 2026-11-01} & work: {to: 2026-10-01}": F,
            "work: {to: ongoing}": (U, "applicant.start"),
            "work: {to: }": (U, "i0.to"),
        },
    ),
    *asks(
        AS_OF,
        'diploma: {age: ">= 5 years", as_of: 2020-03-01}',
        {"diploma: {date: 2015-03-01}": T, "diploma: {date: 2015-03-02}": F, "diploma: {date: 2024-01-01}": F},
    ),
    *(
        row
        for op, told in (("<=", T), ("<", F), (">=", T), (">", F))
        for row in asks(
            YOUNGER,
            f'diploma: {{age: "{op} 0 months", as_of: 2020-03-01}}',
            {"diploma: {date: 2024-01-01}": told, "diploma: {date: 2020-03-01}": told},
        )
    ),
    *asks(YOUNGER, 'diploma: {age: "<= 0 months", as_of: 2020-03-01}', {"diploma: {date: 2020-02-29}": F}),
    *asks(AFTER, 'work: {age: ">= 0 months"}', {"work: {to: 2030-01-01}": T}),
    *asks(
        "A verdict has the age of its date.",
        'assessed: {outcome: history, age: "<= 2 years"}',
        {
            "verdict: {outcome: history@1, achieved: yes, date: 2024-09-01}": T,
            "verdict: {outcome: history@1, achieved: yes, date: 2024-08-31}": U,
            "verdict: {outcome: history@1, achieved: no, date: 2024-09-01}": F,
            "verdict: {outcome: history@1, achieved: no, date: 2024-08-31}": (U, "assess history@1"),
        },
    ),
]
