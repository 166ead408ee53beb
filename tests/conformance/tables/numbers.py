"""What tests say of numbers, of marks on a scale, and of dates."""

from __future__ import annotations

from ..table import F, Row, T, U, asks, says

KNOWN = "An attribute that is missing is unknown. It is not no, and not zero."
COERCED = "A number is a number, a code is a code. Nothing is converted on the way."
SCALES = "A grade carries its scale, and a test on another scale is unknown unless the framework declares a conversion."
ABSENT = "Of an attribute declared `absent: none` that is left out, `{not: …}` and `no` hold, every other test fails."
CARRIED = "Of an attribute that a kind of evidence does not carry, `{not: …}` and `no` hold, every other test fails."
PASSES = "An item passes when all tests on it are true."
ONGOING = "Work that goes on has age zero: no later end than the decision."


def _ops(kind: str, attribute: str, below: str, at: str, above: str, wanted: str, unknown: str = "") -> list[Row]:
    """Every comparison with a value, below it, at it, above it, and with nothing known."""
    held = {">=": (F, T, T), ">": (F, F, T), "<=": (T, T, F), "<": (T, F, F), "==": (F, T, F), "!=": (T, F, T)}
    found = []
    for op, truths in held.items():
        test = f'"{op} {wanted}"' if op != "==" else f'"{wanted}"'
        rows = {
            f"{kind}: {{{attribute}: {value}}}": truth for value, truth in zip((below, at, above), truths, strict=True)
        }
        rows[f"{kind}: {{{attribute}: {unknown}}}"] = (U, f"i0.{attribute}")
        found += asks(KNOWN, f"{kind}: {{{attribute}: {test}}}", rows)
    return found


NUMBERS = [
    *_ops("diploma", "nlqf", "5", "6", "7", "6"),
    *_ops("course", "ec", "7 EC", "7.5 EC", "8 EC", "7.5 EC"),
    *_ops("work", "hours", "799.99 h", "800 h", "800.01 h", "800 h"),
    *_ops("work", "days", "2.5 days/week", "3 days/week", "3.5 days/week", "3 days/week"),
    *_ops("badge", "points", "0", "1", "123456789", "1"),
    *asks(
        PASSES,
        'diploma: {nlqf: ">= 4, < 7"}',
        {f"diploma: {{nlqf: {level}}}": truth for level, truth in ((3, F), (4, T), (6, T), (7, F), (8, F))}
        | {"diploma: {}": (U, "i0.nlqf")},
    ),
    *asks(COERCED, 'course: {ec: ">= 5 EC"}', {"course: {ec: 5.0 EC}": T, "course: {ec: 4.99 EC}": F}),
    *asks(
        ABSENT,
        'work: {lessons: ">= 0 lessons"}',
        {"work: {}": F, "work: {lessons: }": (U, "i0.lessons"), "work: {lessons: 0 lessons}": T},
    ),
    *asks(
        ABSENT,
        'work: {lessons: "!= 5 lessons"}',
        {"work: {}": F, "work: {lessons: }": U, "work: {lessons: 5 lessons}": F, "work: {lessons: 5.5 lessons}": T},
    ),
    *asks(
        CARRIED,
        'evidence: {nlqf: "!= 6"}',
        {"portfolio: {}": F, "work: {}": F, "badge: {nlqf: 5}": T, "portfolio: {} & badge: {}": (U, "i1.nlqf")},
    ),
    *asks(KNOWN, 'report: {score: ">= 1"}', {"report: {score: 1}": T, "report: {}": (U, "i0.score")}),
]

RANGES = [  # each with nothing else that is asked of the attribute
    *says(
        PASSES,
        '- {id: a, grant: history, when: {diploma: {nlqf: ">= 4, < 7"}}}',
        {f"diploma: {{nlqf: {level}}}": {"history@1": T if level in range(4, 7) else F} for level in range(1, 9)},
    ),
    *says(
        PASSES,
        '- {id: a, grant: history, when: {badge: {renewed: ">= 2020-01-01, <= 2022-01-01"}}}',
        {
            f"badge: {{renewed: {day}}}": {"history@1": told}
            for day, told in (
                ("2019-12-31", F),
                ("2020-01-01", T),
                ("2021-06-01", T),
                ("2022-01-01", T),
                ("2022-01-02", F),
                ("2024-01-01", F),
            )
        },
    ),
]

MARKS = [
    *asks(
        SCALES,
        'course: {grade: {scale: nl-10, value: ">= 8"}}',
        {
            "course: {grade: {value: 8, scale: nl-10}}": T,
            "course: {grade: {value: 8.0, scale: nl-10}}": T,
            "course: {grade: {value: 7.99, scale: nl-10}}": F,
            "course: {grade: {value: 2, scale: de-6}}": T,  # 8 on nl-10
            "course: {grade: {value: 1.0, scale: de-6}}": T,  # 10 on nl-10
            "course: {grade: {value: 3, scale: de-6}}": (U, "i0.grade"),  # a mark that is not converted
            "course: {grade: {value: 1, scale: pass-fail}}": F,  # 5.5 on nl-10
            "course: {grade: {value: 8, scale: ib-7}}": (U, "i0.grade"),
            "course: {}": (U, "i0.grade"),
        },
    ),
    *asks(
        SCALES,
        'course: {grade: {scale: nl-10, value: "< 8"}}',
        {
            "course: {grade: {value: 7.99, scale: nl-10}}": T,
            "course: {grade: {value: 2, scale: de-6}}": F,
            "course: {grade: {value: 8, scale: ib-7}}": U,
        },
    ),
    *asks(
        SCALES,
        'course: {grade: {scale: de-6, value: "<= 2"}}',
        {
            "course: {grade: {value: 2, scale: de-6}}": T,
            "course: {grade: {value: 3, scale: de-6}}": F,
            "course: {grade: {value: 10, scale: nl-10}}": (U, "i0.grade"),  # declared in one direction only
            "course: {grade: {value: 2, scale: nl-10}}": U,
        },
    ),
    *asks(
        SCALES,
        'report: {mark: {scale: nl-10, value: "> 8"}}',
        {
            "report: {mark: {value: 8, scale: nl-10}}": F,
            "report: {mark: {value: 1, scale: de-6}}": T,
            "report: {mark: {value: 9, scale: ib-7}}": U,
        },
    ),
    *asks(
        SCALES,
        'report: {mark: {scale: nl-10, value: "== 8"}}',
        {
            "report: {mark: {value: 2, scale: de-6}}": T,
            "report: {mark: {value: 8.5, scale: nl-10}}": F,
            "report: {mark: {value: 5, scale: de-6}}": U,
        },
    ),
    *asks(
        SCALES,
        'report: {mark: {scale: nl-10, value: "!= 8"}}',
        {
            "report: {mark: {value: 2, scale: de-6}}": F,
            "report: {mark: {value: 1, scale: de-6}}": T,
            "report: {mark: {value: 4, scale: de-6}}": U,
        },
    ),
]

DATES = [
    *_ops("badge", "renewed", "2019-12-31", "2020-01-01", "2020-01-02", "2020-01-01"),
    *asks(ABSENT, 'badge: {renewed: ">= 2000-01-01"}', {"badge: {}": F, "badge: {renewed: }": (U, "i0.renewed")}),
    *asks(
        ONGOING,
        'work: {to: ">= 2026-09-01"}',
        {
            "work: {to: ongoing}": T,
            "work: {to: 2026-09-01}": T,
            "work: {to: 2026-08-31}": F,
            "work: {to: }": (U, "i0.to"),
        },
    ),
    *asks(
        ONGOING,
        'work: {to: "> 2026-09-01"}',
        {"work: {to: ongoing}": F, "work: {to: 2026-09-02}": T, "work: {to: 2026-09-01}": F},
    ),
    *asks(KNOWN, 'diploma: {date: "< 2020-01-01"}', {"diploma: {}": F, "diploma: {date: }": (U, "i0.date")}),
]

ROWS = [*NUMBERS, *RANGES, *MARKS, *DATES]
