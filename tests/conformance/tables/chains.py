"""Rules that rest on exemptions under the same ruleset."""

from __future__ import annotations

from ..table import F, Row, T, U, asks, says
from .rules import BADGE, CERTIFICATE, DIPLOMA, MAYBE, REFUSED

EXEMPT = (
    "True when the status of that outcome is exempt, false when exempt is not among its possible statuses, otherwise "
    "unknown. Of an outcome with parts all must be exempt."
)

RESTING = """- {id: a, grant: ped.climate@1, when: {diploma: {}}}
- {id: b, bar: ped.climate@1, when: {certificate: {}}}
- {id: c, grant: history, when: {exempt: ped.climate@1}}
- {id: d, bar: didactics, when: {not: {exempt: ped.climate@1}}}"""
RESTING_ITEMS = {
    "": (F, REFUSED),
    DIPLOMA: (T, F),
    CERTIFICATE: (F, REFUSED),
    MAYBE[DIPLOMA]: (U, f"{F}|{REFUSED}"),
    f"{DIPLOMA} & {MAYBE[CERTIFICATE]}": (U, f"{F}|{REFUSED}"),
    f"{MAYBE[DIPLOMA]} & {CERTIFICATE}": (F, REFUSED),
    f"{DIPLOMA} & {CERTIFICATE}": (F, REFUSED),
}
GRANT_WINS = RESTING_ITEMS | {
    f"{DIPLOMA} & {CERTIFICATE}": (T, F),
    f"{DIPLOMA} & {MAYBE[CERTIFICATE]}": (T, F),
    f"{MAYBE[DIPLOMA]} & {CERTIFICATE}": (U, f"{F}|{REFUSED}"),
}

CHAINS = [
    *(
        Row(EXEMPT, RESTING, items, {"history@1": granted, "didactics@1": barred}, head=head)
        for head, rows in (
            ("", RESTING_ITEMS),
            ("conflicts: bar-wins", RESTING_ITEMS),
            ("conflicts: grant-wins", GRANT_WINS),
        )
        for items, (granted, barred) in rows.items()
    ),
    *says(
        EXEMPT,
        """- {id: a, grant: ped.climate@2, when: {diploma: {}}}
- {id: b, grant: ped.plan@1, when: {badge: {}}}
- {id: c, grant: history, when: {exempt: ped@1}}
- {id: d, grant: research@1, when: {exempt: ped.climate@1..2}}
- {id: e, grant: research@2, when: {exempt: ped.climate}}
- {id: f, grant: didactics, when: {all: [{exempt: history}, {exempt: research@1}]}}""",
        {
            "": {"history@1": F, "research@1": F, "didactics@1": F},
            DIPLOMA: {"history@1": F, "research@1": T, "research@2": F, "didactics@1": F},
            f"{DIPLOMA} & {BADGE}": {"history@1": T, "research@1": T, "didactics@1": T},
            f"{DIPLOMA} & {MAYBE[BADGE]}": {"history@1": U, "research@1": T, "didactics@1": U},
            f"{MAYBE[DIPLOMA]} & {BADGE}": {"history@1": U, "research@1": U, "didactics@1": U},
            MAYBE[BADGE]: {"history@1": F, "didactics@1": F},
        },
    ),
    *says(
        "What an exemption that is open rests on is asked.",
        "- {id: a, grant: s1, when: {diploma: {nlqf: 6}}}\n- {id: b, grant: history, when: {exempt: s1}}",
        {"diploma: {}": {"history@1": U}},
    ),
    *(
        Row("An open chain asks what is open beneath it.", RESTING, items, {}, head=head, asked={"history@1": asked})
        for items, head, asked in (
            (MAYBE[DIPLOMA], "", ["i0.date"]),
            (f"{DIPLOMA} & {MAYBE[CERTIFICATE]}", "", ["i1.date"]),
            (f"{MAYBE[DIPLOMA]} & {MAYBE[CERTIFICATE]}", "", ["i0.date", "i1.date"]),
            (f"{MAYBE[DIPLOMA]} & {CERTIFICATE}", "", []),
        )
    ),
    *says(
        "A status that is open between refused and conflict is not exempt.",
        """- {id: a, grant: ped.climate@1, when: {diploma: {}}}
- {id: b, bar: ped.climate@1}
- {id: c, bar: history, when: {not: {exempt: ped.climate@1}}}""",
        {MAYBE[DIPLOMA]: {"ped.climate@1": "conflict|refused", "history@1": REFUSED}},
    ),
    *says(
        "Rules may wait for each other where none of their targets does.",
        """- {id: a, grant: [history, didactics], when: {any: [{diploma: {}}, {exempt: research@1}]}}
- {id: b, grant: [research@1, ped.plan@1], when: {badge: {}}}
- {id: c, waives: [b], when: {certificate: {}}}""",
        {
            BADGE: {"history@1": T, "research@1": T, "ped.plan@1": T},
            f"{BADGE} & {CERTIFICATE}": {"history@1": F, "research@1": F, "ped.plan@1": F},
            f"{BADGE} & {MAYBE[CERTIFICATE]}": {"history@1": U, "research@1": U},
        },
    ),
    *asks(EXEMPT, "exempt: ped.climate@1", {DIPLOMA: F}),
]

ROWS = CHAINS
