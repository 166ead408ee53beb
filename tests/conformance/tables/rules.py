"""Rules: what they reach, when they act, what overrides them, and what status comes of it."""

from __future__ import annotations

from ..table import F, Row, T, U, says

REFUSED, CONFLICT = "refused", "conflict"
ANY = "conflict|exempt|not-covered|refused"

REACH = "A grant reaches its targets and every lower level of them; a bar its targets and every higher level of them."
TARGETS = "What a rule names is turned into targets: one for each leaf named or selected."
STATUS = "Two questions: does a grant that reaches it act (G), and does a bar that reaches it act (B)?"
ACTS = "A rule acts on a target when its condition holds there, and no rule that overrides it, and reaches it, acts."
WAIVES = "`waives` is a rule that only makes others yield, everywhere."

DIPLOMA, CERTIFICATE, BADGE = "diploma: {}", "certificate: {}", "badge: {}"
MAYBE = {DIPLOMA: "diploma: {date: }", CERTIFICATE: "certificate: {date: }", BADGE: "badge: {date: }"}


def climate(*statuses: str) -> dict[str, str]:
    return {f"ped.climate@{level}": status for level, status in enumerate(statuses, 1)}


def alone(rules: str, expected: dict[str, str], cites: str, items: str = "") -> Row:
    return Row(cites, rules, items, expected)


LEVELS = [
    alone("- {id: a, grant: ped.climate@2}", climate(T, T, F), REACH),
    alone("- {id: a, grant: ped.climate@2..3}", climate(T, T, T), REACH),
    alone("- {id: a, grant: ped.climate}", climate(T, T, T), REACH),
    alone("- {id: a, bar: ped.climate@2}", climate(F, REFUSED, REFUSED), REACH),
    alone("- {id: a, bar: ped.climate}", climate(REFUSED, REFUSED, REFUSED), REACH),
    alone("- {id: a, grant: ped.climate@2}\n- {id: b, bar: ped.climate@2}", climate(T, CONFLICT, REFUSED), REACH),
    alone("- {id: a, grant: ped.climate@1}\n- {id: b, bar: ped.climate@3}", climate(T, F, REFUSED), REACH),
    alone("- {id: a, grant: ped.climate@3}\n- {id: b, bar: ped.climate@1}", climate(*[CONFLICT] * 3), REACH),
    alone("- {id: a, grant: ped@1}", climate(T, F, F) | {"ped.plan@1": T, "ped.plan@2": F}, TARGETS),
    alone("- {id: a, grant: ped@3}", climate(T, T, T) | {"ped.plan@2": T}, TARGETS),
    alone("- {id: a, grant: teach@2}", climate(T, T, F) | {"ped.plan@2": T, "didactics@1": T, "history@1": F}, TARGETS),
    alone("- {id: a, bar: ped@2}", climate(F, REFUSED, REFUSED) | {"ped.plan@1": F, "ped.plan@2": REFUSED}, TARGETS),
    alone(
        '- {id: a, grant: {component: professional, level: "<= 2"}}',
        {"research@1": T, "research@2": T, "research@3": F, "history@1": F},
        TARGETS,
    ),
    alone(
        '- {id: a, grant: {part_of: ped, level: ">= 2, <= 2"}}',
        climate(T, T, F) | {"ped.plan@2": T, "didactics@1": F},
        TARGETS,
    ),
    alone(
        "- {id: a, bar: {part_of: teach, except: [ped.climate@2, didactics]}}",
        climate(REFUSED, REFUSED, REFUSED) | {"didactics@1": F, "ped.plan@1": REFUSED},  # level 1 bars 2 as well
        TARGETS,
    ),
    alone(
        "- {id: a, grant: {part_of: teach, except: [ped.climate@2..3, didactics]}}",
        climate(T, F, F) | {"didactics@1": F, "ped.plan@2": T},
        TARGETS,
    ),
    alone(
        "- {id: a, grant: [history, {component: professional, level: 1}]}",
        {"history@1": T, "research@1": T, "research@2": F},
        TARGETS,
    ),
    alone("- {id: a, grant: {any: true}}", climate(T, T, T) | {"history@1": T, "s0": T, "s79": T}, TARGETS),
    alone(
        "- {id: a, bar: {any: true, except: [history]}}",
        {"history@1": F, "s0": REFUSED, "research@3": REFUSED},
        TARGETS,
    ),
]

TWO = "- {id: a, grant: history, when: {diploma: {}}}\n- {id: b, bar: history, when: {certificate: {}}}"


def _statuses(conflict: str) -> dict[str, str]:
    """The status for every pair of truths, where a grant and a bar meet."""
    grant, bar = DIPLOMA, CERTIFICATE
    maybe = MAYBE[grant], MAYBE[bar]
    return {
        "": F,
        grant: T,
        bar: REFUSED,
        f"{grant} & {bar}": conflict,
        maybe[0]: f"{F}|{T}" if F != U else U,
        maybe[1]: f"{F}|{REFUSED}",
        f"{maybe[0]} & {bar}": f"{conflict}|{REFUSED}" if conflict != REFUSED else REFUSED,
        f"{grant} & {maybe[1]}": f"{conflict}|{T}" if conflict != T else T,
        f"{maybe[0]} & {maybe[1]}": "|".join(sorted({F, T, REFUSED, conflict})),
    }


STATUSES = [
    Row(STATUS, TWO, items, {"history@1": status}, head=head)
    for head, conflict in (
        ("", CONFLICT),
        ("conflicts: report", CONFLICT),
        ("conflicts: bar-wins", REFUSED),
        ("conflicts: grant-wins", T),
    )
    for items, status in _statuses(conflict).items()
]

ASKING = [
    Row(
        "An open status comes with a question that would help to settle it; what is settled asks nothing.",
        TWO,
        items,
        {},
        head=head,
        asked={"history@1": asked},
    )
    for items, head, asked in (
        ("", "", []),
        (MAYBE[DIPLOMA], "", ["i0.date"]),
        (f"{MAYBE[DIPLOMA]} & {CERTIFICATE}", "", ["i0.date"]),
        (f"{MAYBE[DIPLOMA]} & {CERTIFICATE}", "conflicts: bar-wins", []),
        (f"{DIPLOMA} & {MAYBE[CERTIFICATE]}", "conflicts: bar-wins", ["i1.date"]),
        (f"{DIPLOMA} & {MAYBE[CERTIFICATE]}", "conflicts: grant-wins", []),
        (f"{MAYBE[DIPLOMA]} & {MAYBE[CERTIFICATE]}", "conflicts: grant-wins", ["i0.date", "i1.date"]),
    )
]

SOME = [
    *says(
        "Whether some grant that reaches it acts.",
        "- {id: a, grant: history, when: {diploma: {}}}\n- {id: b, grant: history, when: {badge: {}}}",
        {
            "": {"history@1": F},
            DIPLOMA: {"history@1": T},
            f"{MAYBE[DIPLOMA]} & {BADGE}": {"history@1": T},
            f"{MAYBE[DIPLOMA]} & {MAYBE[BADGE]}": {"history@1": U},
        },
    ),
    *says(
        "Whether some bar that reaches it acts.",
        "- {id: a, bar: ped.climate@1, when: {diploma: {}}}\n- {id: b, bar: ped.climate@3, when: {badge: {}}}",
        {
            MAYBE[DIPLOMA]: climate(f"{F}|{REFUSED}", f"{F}|{REFUSED}", f"{F}|{REFUSED}"),
            f"{MAYBE[DIPLOMA]} & {BADGE}": climate(f"{F}|{REFUSED}", f"{F}|{REFUSED}", REFUSED),
            BADGE: climate(F, F, REFUSED),
        },
    ),
]

OVERRIDDEN = (
    "- {id: a, bar: history, when: {diploma: {}}}\n- {id: b, grant: history, overrides: [a], when: {certificate: {}}}"
)
CHAIN = """- {id: a, grant: history}
- {id: b, bar: history, overrides: [a], when: {diploma: {}}}
- {id: c, waives: [b], when: {certificate: {}}}
- {id: d, waives: [c], when: {badge: {}}}"""

OVERRIDES = [
    *says(
        ACTS,
        OVERRIDDEN,
        {
            "": {"history@1": F},
            DIPLOMA: {"history@1": REFUSED},
            CERTIFICATE: {"history@1": T},
            f"{DIPLOMA} & {CERTIFICATE}": {"history@1": T},
            f"{DIPLOMA} & {MAYBE[CERTIFICATE]}": {"history@1": ANY},  # each taken apart
            f"{MAYBE[DIPLOMA]} & {CERTIFICATE}": {"history@1": T},
            MAYBE[CERTIFICATE]: {"history@1": U},
        },
    ),
    *says(
        "An override that is itself overridden does not act.",
        CHAIN,
        {
            "": {"history@1": T},
            DIPLOMA: {"history@1": REFUSED},
            f"{DIPLOMA} & {CERTIFICATE}": {"history@1": T},
            f"{DIPLOMA} & {CERTIFICATE} & {BADGE}": {"history@1": REFUSED},
            f"{CERTIFICATE} & {BADGE}": {"history@1": T},
            MAYBE[DIPLOMA]: {"history@1": ANY},
            f"{DIPLOMA} & {MAYBE[CERTIFICATE]}": {"history@1": ANY},
            f"{DIPLOMA} & {CERTIFICATE} & {MAYBE[BADGE]}": {"history@1": ANY},
            f"{MAYBE[DIPLOMA]} & {CERTIFICATE}": {"history@1": T},
        },
    ),
    *says(
        "Of several rules that override one, one that acts is enough.",
        """- {id: a, grant: history}
- {id: b, waives: [a], when: {diploma: {}}}
- {id: c, waives: [a], when: {badge: {}}}""",
        {
            "": {"history@1": T},
            DIPLOMA: {"history@1": F},
            f"{MAYBE[DIPLOMA]} & {BADGE}": {"history@1": F},
            MAYBE[DIPLOMA]: {"history@1": U},
        },
    ),
    *says(
        "One rule may override several.",
        "- {id: a, grant: history}\n- {id: b, grant: didactics}\n- {id: c, waives: [a, b], when: {diploma: {}}}",
        {"": {"history@1": T, "didactics@1": T}, DIPLOMA: {"history@1": F, "didactics@1": F}},
    ),
    alone(
        "- {id: a, bar: [ped.climate@1, history]}\n- {id: b, grant: history, overrides: [a]}",
        {"history@1": T} | climate(REFUSED, REFUSED, REFUSED),
        "No rule that overrides it, *and reaches that target*, acts.",
    ),
    alone(
        "- {id: a, bar: ped.climate@2}\n- {id: b, grant: ped.climate@1, overrides: [a]}",
        climate(T, REFUSED, REFUSED),
        "A grant at a lower level does not reach the target.",
    ),
    alone(
        "- {id: a, bar: ped.climate@2}\n- {id: b, grant: ped.climate@3, overrides: [a]}",
        climate(T, T, T),
        "A grant at a higher level reaches the target.",
    ),
    alone(
        "- {id: a, grant: ped.climate@2}\n- {id: b, bar: ped.climate@1, overrides: [a]}",
        climate(REFUSED, REFUSED, REFUSED),
        "A bar at a lower level reaches the target.",
    ),
    alone(
        "- {id: a, grant: ped.climate@2}\n- {id: b, bar: ped.climate@3, overrides: [a]}",
        climate(T, T, REFUSED),
        "A bar at a higher level does not reach the target.",
    ),
    alone(
        "- {id: a, bar: [ped.climate@1, ped.climate@3]}\n- {id: b, grant: ped.climate@1, overrides: [a]}",
        climate(T, F, REFUSED),
        "Each target is by itself.",
    ),
    alone(
        "- {id: a, grant: ped.climate@1..3}\n- {id: b, bar: ped.climate@2, overrides: [a]}",
        climate(T, REFUSED, REFUSED),
        "Each target is by itself: the one at level 1 still acts, and those above it do not.",
    ),
    *says(
        WAIVES,
        "- {id: a, bar: {any: true}}\n- {id: b, waives: [a], when: {diploma: {}}}",
        {
            "": {"history@1": REFUSED, "research@3": REFUSED, "s5": REFUSED},
            DIPLOMA: {"history@1": F, "research@3": F, "s5": F},
            MAYBE[DIPLOMA]: {"history@1": f"{F}|{REFUSED}", "research@3": f"{F}|{REFUSED}"},
        },
    ),
    *says(
        "A waiver asks about each target.",
        "- {id: a, bar: [history, research]}\n- {id: b, waives: [a], when: {assessed: {}}}",
        {
            "verdict: {outcome: history@1, achieved: yes}": {"history@1": F, "research@1": f"{F}|{REFUSED}"},
            "verdict: {outcome: research@2, achieved: no}": {"research@2": REFUSED, "research@1": f"{F}|{REFUSED}"},
            "verdict: {outcome: research@1, achieved: yes}": {
                "research@1": F,
                "research@2": f"{F}|{REFUSED}",
                "research@3": f"{F}|{REFUSED}",
            },
            "verdict: {outcome: research@3, achieved: yes}": {"research@1": F, "research@2": F, "research@3": F},
        },
    ),
    *says(
        "What overrides a target is asked about the targets from which it reaches it.",
        "- {id: a, bar: ped.climate@1}\n- {id: b, grant: ped.climate, overrides: [a], when: {badge: {covers: target}}}",
        {
            "": climate(REFUSED, REFUSED, REFUSED),
            "badge: {covers: [ped.climate@1]}": climate(T, F, F),
            "badge: {covers: [ped.climate@2]}": climate(T, T, F),
            BADGE: climate(ANY, ANY, ANY),
        },
    ),
    *says(
        "What overrides a target is asked about all targets from which it reaches it, not about the nearest only.",
        "- {id: a, bar: ped.climate@1}\n- {id: b, grant: ped.climate, overrides: [a], when: {not: {assessed: {}}}}",
        {
            "verdict: {outcome: ped.climate@2, achieved: no}": climate(T, T, T),
            "verdict: {outcome: ped.climate@3, achieved: no}": climate(T, T, T),
            "verdict: {outcome: ped.climate@3, achieved: yes}": climate(REFUSED, REFUSED, REFUSED),
        },
    ),
]

ROWS = [*LEVELS, *STATUSES, *ASKING, *SOME, *OVERRIDES]
