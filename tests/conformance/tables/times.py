"""Dates and cohorts: when and for whom rules, rulesets and the values of parameters hold."""

from __future__ import annotations

from datetime import date

from ..table import F, Row, T, U, asks, says

FORCE = (
    "`applies` says on which decision dates, for which cohorts and variants it is in force. Intervals are half-open."
)
UNKNOWN = "Cohort and variant are tests on the applicant: when they are not known, what hangs on them is unknown."
PARAMETERS = "The ruleset, its rules and its parameters are those of the decision date and the cohort."
AGREED = "A parameter that hangs on a cohort that is not known has all its possible values: settled when they agree."
SILENT = "A ruleset that is not in force grants nothing and bars nothing."

YEAR = "decisions: 2026-09-01/2027-09-01"
DAYS = ((date(2026, 8, 31), F), (date(2026, 9, 1), T), (date(2027, 8, 31), T), (date(2027, 9, 1), F))


def _in_force(
    applies: str, items: str, expected: str, on: date, cites: str = FORCE, asked: tuple[str, ...] = ()
) -> list[Row]:
    """The same, said of a rule and said of the ruleset."""
    more = {"on": on, "asked": {"history@1": asked}}
    return [
        Row(cites, f"- {{id: a, grant: history, applies: {{{applies}}}}}", items, {"history@1": expected}, **more),
        Row(cites, "- {id: a, grant: history}", items, {"history@1": expected}, head=f"applies: {{{applies}}}", **more),
    ]


ON = date(2026, 9, 1)
FORCES = [
    *(row for on, expected in DAYS for row in _in_force(YEAR, "", expected, on)),
    *_in_force("decisions: ../2026-09-01", "", F, ON),
    *_in_force("decisions: ../2026-09-02", "", T, ON),
    *(
        row
        for cohort, expected in ((2023, F), (2024, T), (2025, T), (2026, F))
        for row in _in_force("cohorts: 2024/2026", f"applicant: {{cohort: {cohort}}}", expected, ON)
    ),
    *_in_force("cohorts: 2024/2026", "", U, ON, UNKNOWN, ("applicant.cohort",)),
    *_in_force("cohorts: 2024/..", "applicant: {cohort: 2099}", T, ON),
    *_in_force("cohorts: ../2024", "applicant: {cohort: 2023}", T, ON),
    *_in_force("variants: [dual, part-time]", "applicant: {variant: dual}", T, ON),
    *_in_force("variants: [dual, part-time]", "applicant: {variant: full-time}", F, ON),
    *_in_force("variants: [dual]", "", U, ON, UNKNOWN, ("applicant.variant",)),
    *_in_force("cohorts: 2024/.., variants: [dual]", "applicant: {cohort: 2023}", F, ON, UNKNOWN),
    *_in_force(
        "cohorts: 2024/.., variants: [dual]", "applicant: {cohort: 2024}", U, ON, UNKNOWN, ("applicant.variant",)
    ),
    *_in_force("decisions: 2027-01-01/.., cohorts: 2024/..", "", F, ON),
    *says(
        "Both the ruleset and the rule must be in force.",
        "- {id: a, grant: history, applies: {cohorts: 2025/..}}",
        {
            "applicant: {cohort: 2024, variant: dual}": {"history@1": F},
            "applicant: {cohort: 2025, variant: dual}": {"history@1": T},
            "applicant: {cohort: 2025, variant: full-time}": {"history@1": F},
            "applicant: {variant: dual}": {"history@1": U},
        },
        head="applies: {variants: [dual]}",
    ),
    *says(
        SILENT,
        "- {id: a, bar: {any: true}}",
        {"": {"history@1": F, "research@3": F}},
        head="applies: {decisions: 2027-01-01/..}",
    ),
    *says(
        "The ruleset must be in force for bars and waivers too.",
        "- {id: a, bar: history}\n- {id: b, bar: didactics}\n- {id: c, waives: [b]}",
        {
            "applicant: {variant: dual}": {"history@1": "refused", "didactics@1": F},
            "applicant: {variant: full-time}": {"history@1": F, "didactics@1": F},
            "": {"history@1": "not-covered|refused"},
        },
        head="applies: {variants: [dual]}",
    ),
    *says(
        "A rule that is not in force overrides nothing.",
        """- {id: a, grant: history}
- {id: b, bar: history, overrides: [a], applies: {decisions: 2027-01-01/..}}
- {id: c, grant: didactics}
- {id: d, waives: [c], applies: {cohorts: 2026/..}}""",
        {
            "": {"history@1": T, "didactics@1": U},
            "applicant: {cohort: 2025}": {"history@1": T, "didactics@1": T},
            "applicant: {cohort: 2026}": {"history@1": T, "didactics@1": F},
        },
    ),
]

BY_DATE = """applies: {decisions: 2020-09-01/..}
parameters: {age: [{from: 2020-09-01, value: 5 years}, {from: 2026-09-01, value: 10 years}]}"""
BY_COHORT = "parameters: {age: [{cohorts: ../2026, value: 5 years}, {cohorts: 2026/.., value: 10 years}]}"
BOTH = """parameters: {age: [{until: 2026-09-01, value: 1 year},
  {from: 2026-09-01, cohorts: ../2026, value: 5 years}, {from: 2026-09-01, cohorts: 2026/.., value: 10 years}]}"""
AGE = 'diploma: {age: "<= $age"}'
OLDER = 'not: {diploma: {age: "> $age"}}'

ALL_PARAMETERS = """parameters:
  level: [{cohorts: ../2026, value: 4}, {cohorts: 2026/.., value: 6}]
  hours: [{cohorts: ../2026, value: 100 h}, {cohorts: 2026/.., value: 200 h}]
  months: [{cohorts: ../2026, value: 6 months}, {cohorts: 2026/.., value: 12 months}]
  since: [{cohorts: ../2026, value: 2015-01-01}, {cohorts: 2026/.., value: 2018-01-01}]
  countries: [{cohorts: ../2026, value: [nl, be]}, {cohorts: 2026/.., value: [nl]}]
  reports: [{cohorts: ../2026, value: 1}, {cohorts: 2026/.., value: 2}]"""

BEFORE, AFTER = "applicant: {cohort: 2025}", "applicant: {cohort: 2026}"


def _hanging(condition: str, item: dict[str, tuple[str, str, str]]) -> list[Row]:
    """What a condition with a parameter comes to for a cohort before, one after, and one that is not known."""
    rows: dict[str, str | tuple[str, ...]] = {}
    for items, (before, after, unknown) in item.items():
        rows[f"{BEFORE} & {items}"] = before
        rows[f"{AFTER} & {items}"] = after
        rows[items] = (U, "applicant.cohort") if unknown == U else unknown
    return asks(AGREED, condition, rows, head=ALL_PARAMETERS)


VALUES = [
    *asks(
        PARAMETERS,
        AGE,
        {"diploma: {date: 2021-08-31}": T, "diploma: {date: 2021-08-30}": F},
        head=BY_DATE,
        on=date(2026, 8, 31),
    ),
    *asks(PARAMETERS, AGE, {"diploma: {date: 2016-09-01}": T, "diploma: {date: 2016-08-31}": F}, head=BY_DATE, on=ON),
    *asks(
        AGREED,
        AGE,
        {
            f"{BEFORE} & diploma: {{date: 2021-09-01}}": T,
            f"{BEFORE} & diploma: {{date: 2021-08-31}}": F,
            f"{AFTER} & diploma: {{date: 2016-09-01}}": T,
            f"{AFTER} & diploma: {{date: 2016-08-31}}": F,
            "diploma: {date: 2021-09-01}": T,
            "diploma: {date: 2021-08-31}": (U, "applicant.cohort"),
            "diploma: {date: 2016-08-31}": F,
            "diploma: {date: }": (U, "i0.date"),
            "": F,
        },
        head=BY_COHORT,
    ),
    *asks(
        AGREED,
        OLDER,
        {"diploma: {date: 2021-08-31}": U, "diploma: {date: 2021-09-01}": T, "diploma: {date: 2016-08-31}": F},
        head=BY_COHORT,
    ),
    *asks(
        PARAMETERS,
        AGE,
        {"diploma: {date: 2025-08-31}": T, "diploma: {date: 2025-08-30}": F},
        head=BOTH,
        on=date(2026, 8, 31),
    ),
    *asks(
        AGREED,
        AGE,
        {"diploma: {date: 2021-08-31}": (U, "applicant.cohort"), f"{AFTER} & diploma: {{date: 2021-08-31}}": T},
        head=BOTH,
    ),
    *_hanging(
        'diploma: {nlqf: ">= $level"}',
        {"diploma: {nlqf: 6}": (T, T, T), "diploma: {nlqf: 5}": (T, F, U), "diploma: {nlqf: 3}": (F, F, F)},
    ),
    *_hanging('diploma: {nlqf: "!= $level"}', {"diploma: {nlqf: 6}": (T, F, U), "diploma: {nlqf: 5}": (T, T, T)}),
    *_hanging(
        'certificate: {date: ">= $since"}',
        {
            "certificate: {date: 2016-01-01}": (T, F, U),
            "certificate: {date: 2018-01-01}": (T, T, T),
            "certificate: {date: 2014-12-31}": (F, F, F),
        },
    ),
    *_hanging(
        "course: {country: $countries}",
        {"course: {country: be}": (T, F, U), "course: {country: nl}": (T, T, T), "course: {country: de}": (F, F, F)},
    ),
    *_hanging(
        "course: {country: {not: $countries}}", {"course: {country: be}": (F, T, U), "course: {country: de}": (T, T, T)}
    ),
    *_hanging(
        "sum: {of: hours, over: {course: {}}, at_least: $hours}",
        {"course: {hours: 100 h}": (T, F, U), "course: {hours: 200 h}": (T, T, T), "course: {hours: 99 h}": (F, F, F)},
    ),
    *_hanging(
        "span: {over: {work: {}}, at_least: $months}",
        {
            "work: {from: 2021-01-01, to: 2021-07-01}": (T, F, U),
            "work: {from: 2021-01-01, to: 2022-01-01}": (T, T, T),
            "work: {from: 2021-01-01, to: 2021-06-30}": (F, F, F),
        },
    ),
    *_hanging(
        'report: {score: "> $reports"}',
        {"report: {score: 2}": (T, F, U), "report: {score: 3}": (T, T, T), "report: {score: 1}": (F, F, F)},
    ),
    Row(
        AGREED,
        '- {id: a, grant: history, when: {applicant: {cohort: ">= $first"}}}',
        "",
        {"history@1": U},
        head="parameters: {first: [{value: 2024}]}",
        asked={"history@1": ["applicant.cohort"]},
    ),
    Row(
        "A ruleset says nothing while it is not in force, even where its parameters have no value.",
        '- {id: a, grant: history, when: {diploma: {age: "<= $age"}}}',
        "diploma: {}",
        {"history@1": F},
        head="applies: {decisions: 2027-01-01/..}\nparameters: {age: [{from: 2027-01-01, value: 5 years}]}",
    ),
    Row(
        "A ruleset says nothing for other cohorts, even where its parameters have no value for them.",
        '- {id: a, grant: history, when: {diploma: {age: "<= $age"}}}',
        "applicant: {cohort: 2025} & diploma: {}",
        {"history@1": F},
        head="applies: {cohorts: 2026/..}\nparameters: {age: [{cohorts: 2026/.., value: 5 years}]}",
    ),
]

ROWS = [*FORCES, *VALUES]
