"""Answers to judgements, and what is known of the applicant."""

from __future__ import annotations

from ..table import F, Row, T, U, asks

OWN = "A judgement belongs to its ruleset, and one answer settles it there."
SHARED = "An alliance can share judgements; then one answer settles it for all."
TWO_ANSWERS = "Conflicting answers to one judgement count as unknown."
APPLICANT = "A test on an attribute of the applicant: variant, cohort, entry qualification, employment."


def answer(said: str, owner: str = "r", name: str = "hardship", more: str = "") -> str:
    return f"judgement: {{judgement: {name}, {f'ruleset: {owner}, ' if owner else ''}answer: {said}{more}}}"


ASKED = "judgement: hardship, asks: Hardship"
ANSWERED = {
    "": (U, "judge hardship of r"),
    answer("yes"): T,
    answer("no"): F,
    f"{answer('yes')} & {answer('no')}": (U, "judge hardship of r"),
    f"{answer('no')} & {answer('no')}": F,
    answer("yes", "other"): U,
    answer("yes", ""): U,
    f"{answer('yes')} & {answer('no', 'other')}": T,
    answer("yes", name="another"): U,
    answer("yes", more=", date: 2026-09-01"): T,
    answer("yes", more=", date: 2026-09-02"): (U, "judge hardship of r"),
    f"{answer('yes')} & {answer('no', more=', date: 2026-09-02')}": T,
}
ANSWERED_FOR_ALL = {
    "": (U, "judge hardship"),
    answer("yes"): T,
    answer("no", "other"): F,
    answer("yes", ""): T,
    f"{answer('yes')} & {answer('no', 'other')}": (U, "judge hardship"),
    answer("yes", name="another"): U,
}
OTHER = f"{ASKED}, ruleset: other"

JUDGEMENTS = [
    *asks(OWN, ASKED, ANSWERED),
    *asks(
        TWO_ANSWERS, f"not: {{{ASKED}}}", {answer("yes"): F, answer("no"): T, f"{answer('yes')} & {answer('no')}": U}
    ),
    *asks(OWN, OTHER, {answer("yes", "other"): T, answer("yes"): (U, "judge hardship of other")}),
    *asks(SHARED, ASKED, ANSWERED_FOR_ALL, shared=("hardship",)),
    *asks(SHARED, OTHER, {answer("yes"): T, "": (U, "judge hardship")}, shared=("hardship",)),
    *asks(SHARED, "judgement: fit, asks: Fit", {answer("yes", "other", "fit"): U}, shared=("hardship",)),
]

ABOUT_THE_APPLICANT = [
    *asks(
        "The applicant is no item of evidence.",
        "evidence: {vog: yes}",
        {"applicant: {vog: yes}": F, "applicant: {vog: yes} & badge: {}": F, "badge: {vog: yes}": T},
    ),
    *asks(
        APPLICANT,
        "applicant: {variant: [part-time, dual]}",
        {
            "applicant: {variant: dual}": T,
            "applicant: {variant: full-time}": F,
            "": (U, "applicant.variant"),
        },
    ),
    *asks(
        APPLICANT,
        'applicant: {cohort: ">= 2024, < 2026"}',
        {f"applicant: {{cohort: {year}}}": told for year, told in ((2023, F), (2024, T), (2025, T), (2026, F))}
        | {"": (U, "applicant.cohort")},
    ),
    *asks(
        APPLICANT,
        "applicant: {employment: no}",
        {"applicant: {employment: no}": T, "applicant: {employment: yes}": F, "": U},
    ),
    *asks(
        APPLICANT, 'applicant: {years-old: "> 20"}', {"applicant: {years-old: 20}": F, "applicant: {years-old: 21}": T}
    ),
    *asks(
        APPLICANT,
        'applicant: {start: ">= 2027-02-01"}',
        {"applicant: {start: 2027-01-31}": F, "applicant: {start: 2027-02-01}": T, "": U},
    ),
    *asks(
        APPLICANT,
        "applicant: {entry: {not: [havo, vwo]}}",
        {"applicant: {entry: mbo-4}": T, "applicant: {entry: vwo}": F, "": (U, "applicant.entry")},
    ),
    *asks(
        "Missing means that the thing is not there.",
        "applicant: {vog: yes}",
        {"": F, "applicant: {vog: }": (U, "applicant.vog"), "applicant: {vog: yes}": T},
    ),
    *asks(
        "Missing means that the thing is not there.",
        "applicant: {recorded: no}",
        {"": T, "applicant: {recorded: }": (U, "applicant.recorded"), "applicant: {recorded: yes}": F},
    ),
    *asks(
        "A code that is broader than what is asked leaves it open.",
        "applicant: {path: a1}",
        {"applicant: {path: a12}": T, "applicant: {path: a}": (U, "applicant.path"), "applicant: {path: b}": F},
    ),
    *asks(
        "The applicant passes the tests.",
        'applicant: {variant: dual, cohort: ">= 2024"}',
        {
            "applicant: {variant: dual, cohort: 2024}": T,
            "applicant: {variant: dual}": (U, "applicant.cohort"),
            "applicant: {variant: full-time}": F,
            "applicant: {cohort: 2023}": F,
            "": (U, "applicant.variant", "applicant.cohort"),
        },
    ),
]

ASKED_TWICE = [
    Row(
        "One answer settles it for all: then it is one question, whichever clause asks it.",
        f"- {{id: a, grant: history, when: {{{ASKED}}}}}\n- {{id: b, grant: research@1, when: {{{OTHER}}}}}",
        "",
        {"history@1": U, "research@1": U},
        shared=("hardship",),
        asked={"history@1": ["judge hardship"], "research@1": ["judge hardship"]},
    ),
]

ROWS = [*JUDGEMENTS, *ASKED_TWICE, *ABOUT_THE_APPLICANT]
