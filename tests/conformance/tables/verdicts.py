"""What assessors have recorded; and the conditions that are asked about the target of a rule."""

from __future__ import annotations

from ..table import F, Row, T, U, asks, says

ASSESSED = (
    "True when a verdict that passes says achieved. False when one that passes says not achieved, and none says, or "
    "may turn out to say, achieved. Otherwise unknown."
)
REACH = (
    "Achieved at a level is achieved at every lower one; not achieved at a level is not achieved at every higher one; "
    "achieved on a whole is achieved on its parts."
)
WHOLE = "'Not achieved' on a whole says nothing of its parts."
TARGET = "`assessed` asks about the target."
UNDATED = "An item without a date may count, and never surely counts."
LATER = "Evidence, verdicts and answers that are dated after the decision do not count."


def verdict(
    outcome: str = "history@1", achieved: str = "yes", more: str = "instrument: portfolio, assessors: 2"
) -> str:
    return f"verdict: {{outcome: {outcome}, achieved: {achieved}, {more}}}"


BY_INTERVIEW, BY_ONE, UNSAID = "instrument: interview", "instrument: portfolio, assessors: 1", "instrument: portfolio"

VERDICTS = [
    *asks(
        ASSESSED,
        'assessed: {outcome: history, instrument: portfolio, assessors: ">= 2"}',
        {
            "": (U, "assess history@1"),
            verdict(): T,
            verdict(achieved="no"): F,
            verdict(more=BY_INTERVIEW): (U, "assess history@1"),
            verdict(achieved="no", more=BY_INTERVIEW): (U, "assess history@1"),
            verdict(more=BY_ONE): (U, "assess history@1"),
            verdict(more=UNSAID): (U, "assess history@1", "i0.assessors"),
            verdict(achieved="no", more=UNSAID): (U, "assess history@1", "i0.assessors"),
            f"{verdict(achieved='no')} & {verdict()}": T,
            f"{verdict(achieved='no')} & {verdict(more=BY_ONE)}": F,
            f"{verdict(achieved='no')} & {verdict(more=UNSAID)}": (U, "assess history@1", "i1.assessors"),
            f"{verdict()} & {verdict(achieved='no', more=UNSAID)}": T,
            f"{verdict(achieved='no', more=UNSAID)} & {verdict(more=UNSAID)}": U,
            verdict("ped.climate@3"): U,
        },
    ),
    *asks(
        ASSESSED,
        "assessed: {outcome: history, recorded: no}",
        {
            verdict(): T,
            verdict(more="recorded: no"): T,
            verdict(more="recorded: yes"): U,
            verdict(more="recorded: "): (U, "assess history@1", "i0.recorded"),
        },
    ),
    *asks(
        REACH,
        "assessed: {outcome: ped.climate@2}",
        {
            verdict("ped.climate@1"): U,
            verdict("ped.climate@2"): T,
            verdict("ped.climate@3"): T,
            verdict("ped.climate@1", "no"): F,
            verdict("ped.climate@2", "no"): F,
            verdict("ped.climate@3", "no"): U,
            f"{verdict('ped.climate@1', 'no')} & {verdict('ped.climate@3')}": T,
            f"{verdict('ped.climate@1')} & {verdict('ped.climate@3', 'no')}": (U, "assess ped.climate@2"),
            verdict("ped@2"): T,
            verdict("ped@3"): T,
            verdict("ped@1"): U,
            verdict("teach@2"): T,
            verdict("ped.plan@2"): U,
        },
    ),
    *asks(
        WHOLE,
        "assessed: {outcome: ped.climate@2}",
        {verdict("ped@2", "no"): U, verdict("teach@1", "no"): U},
    ),
    *asks(
        "Of an outcome with parts all must be assessed.",
        "assessed: {outcome: ped@2}",
        {
            verdict("ped@2"): T,
            verdict("ped.climate@2"): (U, "assess ped.plan@2"),
            f"{verdict('ped.climate@2')} & {verdict('ped.plan@2')}": T,
            f"{verdict('ped.climate@3')} & {verdict('ped.plan@1', 'no')}": F,
            verdict("ped.plan@2", "no"): F,
            verdict("ped@1", "no"): (U, "assess ped.climate@2", "assess ped.plan@2"),
            "": (U, "assess ped.climate@2", "assess ped.plan@2"),
        },
    ),
    *asks(
        "An outcome without a level is meant at all its levels.",
        "assessed: {outcome: research}",
        {
            verdict("research@3"): T,
            verdict("research@2"): (U, "assess research@3"),
            f"{verdict('research@2')} & {verdict('research@3', 'no')}": F,
            verdict("research@1", "no"): F,
        },
    ),
    *asks(
        LATER,
        "assessed: {outcome: history}",
        {
            verdict(more="date: 2026-09-01"): T,
            verdict(more="date: 2026-09-02"): (U, "assess history@1"),
            verdict(achieved="no", more="date: 2026-09-02"): U,
            f"{verdict(achieved='no')} & {verdict(more='date: 2026-09-02')}": F,
        },
    ),
    *asks(
        UNDATED,
        "assessed: {outcome: history}",
        {
            verdict(more="date: "): (U, "assess history@1", "i0.date"),
            verdict(achieved="no", more="date: "): (U, "assess history@1", "i0.date"),
            f"{verdict(achieved='no')} & {verdict(more='date: ')}": U,
            f"{verdict(achieved='no', more='date: ')} & {verdict()}": T,
        },
    ),
]

TARGETS: list[Row] = [
    *says(
        TARGET,
        "- {id: a, grant: ped.climate, when: {assessed: {instrument: portfolio}}}",
        {
            verdict("ped.climate@1"): {"ped.climate@1": T, "ped.climate@2": U, "ped.climate@3": U},
            verdict("ped.climate@2"): {"ped.climate@1": T, "ped.climate@2": T, "ped.climate@3": U},
            verdict("ped.climate@2", "no"): {"ped.climate@1": U, "ped.climate@2": F, "ped.climate@3": F},
            f"{verdict('ped.climate@1')} & {verdict('ped.climate@2', 'no')}": {"ped.climate@1": T, "ped.climate@2": F},
            verdict("ped.climate@1", "no"): {"ped.climate@1": F, "ped.climate@2": F, "ped.climate@3": F},
            verdict("ped@3"): {"ped.climate@3": T},
            "": {"ped.climate@1": U, "ped.climate@3": U, "ped.plan@1": F},
        },
    ),
    *says(
        "A verdict about level 2 that grants level 2 carries level 1 with it.",
        "- {id: a, grant: ped.climate@2, when: {assessed: {}}}",
        {
            verdict("ped.climate@2"): {"ped.climate@1": T, "ped.climate@2": T, "ped.climate@3": F},
            verdict("ped.climate@1"): {"ped.climate@1": U, "ped.climate@2": U},
            verdict("ped.climate@1", "no"): {"ped.climate@1": F, "ped.climate@2": F},
        },
    ),
    *says(
        "`covers: target` for the outcome that the rule is asked about.",
        "- {id: a, grant: [teach@2, research@2], when: {badge: {covers: target, issuer: us}}}",
        {
            "badge: {covers: [ped.climate@2], issuer: us}": {
                "ped.climate@2": T,
                "ped.climate@1": T,
                "ped.plan@2": F,
                "didactics@1": F,
                "research@2": F,
            },
            "badge: {covers: [ped@1], issuer: us}": {"ped.climate@1": F, "ped.plan@1": F},
            "badge: {covers: [research@3, didactics], issuer: us}": {
                "research@2": T,
                "didactics@1": T,
                "ped.plan@1": F,
            },
            "badge: {covers: [ped.climate], issuer: them}": {"ped.climate@2": F},
            "badge: {issuer: us}": {"ped.climate@2": U, "research@1": U, "research@3": F},
            "badge: {covers: [research@2]}": {"research@2": U, "ped.climate@2": F},
        },
    ),
    *says(
        "At least `count` items must pass, of those that cover the target.",
        "- {id: a, grant: research@1..2, when: {badge: {covers: target, count: 2}}}",
        {
            "badge: {covers: [research@1]} & badge: {covers: [research@2]}": {"research@1": T, "research@2": F},
            "badge: {covers: [research@2]} & badge: {covers: [research]}": {"research@1": T, "research@2": T},
            "badge: {covers: [research@2]} & badge: {}": {"research@1": U, "research@2": U},
            "badge: {}": {"research@1": F, "research@2": F},
        },
    ),
    *says(
        "The total over the items that pass, of those that cover the target.",
        "- {id: a, grant: research@1..2, when: {sum: {of: ec, over: {course: {covers: target}}, at_least: 5 EC}}}",
        {
            "course: {covers: [research@1], ec: 2.5 EC} & course: {covers: [research@2], ec: 2.5 EC}": {
                "research@1": T,
                "research@2": F,
            },
            "course: {covers: [research@1], ec: 5 EC}": {"research@1": T, "research@2": F, "research@3": F},
            "course: {ec: 5 EC}": {"research@1": U, "research@2": U},
            "course: {covers: [research@2], ec: 2.5 EC} & course: {ec: 2.5 EC}": {"research@2": U, "research@1": U},
        },
    ),
    *says(
        "The days covered by the items that pass, of those that show the target.",
        "- {id: a, grant: research@1..2, when: {span: {over: {work: {shows: target}}, at_least: 12 months}}}",
        {
            "work: {shows: [research@2], to: 2020-12-31}": {"research@1": T, "research@2": T},
            "work: {shows: [research@1], to: 2020-12-31}": {"research@1": T, "research@2": F},
            "work: {shows: , to: 2020-12-31}": {"research@1": U, "research@2": U},
            "work: {to: 2020-12-31}": {"research@1": F, "research@2": F},
        },
    ),
    *says(
        "What a verdict that passes says decides, also under a negation.",
        '- {id: a, grant: ped.climate@1, when: {not: {assessed: {age: "> 1 year"}}}}',
        {
            verdict("ped.climate@1", more="date: 2025-08-31"): {"ped.climate@1": F},
            verdict("ped.climate@1", "no", "date: 2025-08-31"): {"ped.climate@1": T},
            verdict("ped.climate@1", more="date: 2025-09-01"): {"ped.climate@1": U},
        },
    ),
    *says(
        "A verdict speaks of its outcome, and passes for the targets that it is aligned with.",
        "- {id: a, grant: ped.climate, when: {assessed: {about: target}}}",
        {
            verdict("ped.climate@3", more="about: [ped.climate@2]"): {"ped.climate@2": T, "ped.climate@3": U},
            verdict("ped.climate@2", more="about: [ped.climate]"): {"ped.climate@2": T, "ped.climate@3": U},
            verdict("ped.climate@2", "no", "about: [ped.climate]"): {"ped.climate@1": U, "ped.climate@2": F},
            verdict("ped.climate@1", "no", "about: [ped.climate@2]"): {"ped.climate@3": U},
            verdict("ped.climate@3", more="about: "): {"ped.climate@1": U},
            verdict("ped.climate@3", more="about: [history]"): {"ped.climate@1": U},
        },
    ),
    *says(
        "A verdict that only may pass never surely says achieved, nor that it was not, of a target that it covers.",
        "- {id: a, grant: ped.climate, when: {assessed: {about: target, instrument: portfolio}}}",
        {
            verdict("ped.climate@2", more="about: [ped.climate@2]"): {"ped.climate@1": U, "ped.climate@2": U},
            verdict("ped.climate@2", "no", "about: [ped.climate]"): {"ped.climate@2": U, "ped.climate@3": U},
            verdict("ped.climate@2", more="about: [ped.climate@2], instrument: portfolio"): {"ped.climate@2": T},
            verdict("ped.climate@2", "no", "about: [ped.climate], instrument: portfolio"): {"ped.climate@2": F},
        },
    ),
    *says(
        "In a condition that says what must be assessed, `target` is that outcome, part by part.",
        "- {id: a, grant: research@1, when: {assessed: {outcome: ped@2, about: target}}}",
        {
            f"{verdict('ped.climate@2', more='about: [ped.climate@2]')} & "
            f"{verdict('ped.plan@2', more='about: [ped.plan@2]')}": {"research@1": T},
            f"{verdict('ped.climate@2', more='about: [ped.climate@2]')} & "
            f"{verdict('ped.plan@2', more='about: [ped.climate@2]')}": {"research@1": U},
            f"{verdict('ped@2', more='about: [research@1]')}": {"research@1": U},
            f"{verdict('ped@2', more='about: [ped@2]')}": {"research@1": T},
            verdict("ped.plan@2", "no", "about: [ped.plan@2]"): {"research@1": F},
        },
    ),
    *says(
        "`covers: target` for the outcome that the rule is asked about, of the applicant too.",
        "- {id: a, grant: research, when: {applicant: {about: target, variant: dual}}}",
        {
            "applicant: {about: [research@2], variant: dual}": {"research@1": T, "research@2": T, "research@3": F},
            "applicant: {about: [research@2]}": {"research@2": U, "research@3": F},
            "applicant: {variant: dual}": {"research@1": U, "research@3": U},
            "applicant: {variant: full-time}": {"research@1": F},
        },
    ),
]

ROWS = [*VERDICTS, *TARGETS]
