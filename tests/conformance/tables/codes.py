"""What tests say of codes, sets of codes, yes and no, and outcomes that are covered; and of several tests."""

from __future__ import annotations

from ..table import F, T, U, asks, says

KNOWN = "An attribute that is missing is unknown. It is not no, and not zero."
BROADER = "A code that is broader than what is asked leaves it open."
ABSENT = "Of an attribute declared `absent: none` that is left out, `{not: …}` and `no` hold, every other test fails."
CARRIED = "Of an attribute that a kind of evidence does not carry, `{not: …}` and `no` hold, every other test fails."
PASSES = "An item passes when all tests on it are true."
_LEVELS = "Reaching a level includes every level below it; the name of an outcome with parts stands for its parts."


CODES = [
    *asks(
        "There is no string matching by pattern.",
        "diploma: {issuer: roc}",
        {
            "diploma: {issuer: roc}": T,
            "diploma: {issuer: roc-north}": F,
            "diploma: {issuer: r}": F,
            "diploma: {issuer: ROC}": F,
            "diploma: {}": (U, "i0.issuer"),
        },
    ),
    *asks(
        KNOWN,
        "diploma: {country: [nl, be]}",
        {"diploma: {country: be}": T, "diploma: {country: de}": F, "diploma: {}": U},
    ),
    *asks(
        KNOWN,
        "diploma: {country: {not: [nl, be]}}",
        {"diploma: {country: be}": F, "diploma: {country: de}": T, "diploma: {}": (U, "i0.country")},
    ),
    *asks(
        BROADER,
        'diploma: {field: "0113"}',
        {
            'diploma: {field: "0113"}': T,
            'diploma: {field: "01131"}': T,
            'diploma: {field: "011"}': (U, "i0.field"),
            'diploma: {field: "0"}': U,
            'diploma: {field: "0112"}': F,
            'diploma: {field: "0231"}': F,
            "diploma: {}": U,
        },
    ),
    *asks(
        BROADER,
        'diploma: {field: ["011", "0231"]}',
        {
            'diploma: {field: "0114"}': T,
            'diploma: {field: "0231"}': T,
            'diploma: {field: "023"}': U,
            'diploma: {field: "01"}': U,
            'diploma: {field: "0232"}': F,
        },
    ),
    *asks(
        BROADER,
        'diploma: {field: {not: ["0113"]}}',
        {
            'diploma: {field: "0113"}': F,
            'diploma: {field: "01139"}': F,
            'diploma: {field: "011"}': (U, "i0.field"),
            'diploma: {field: "0231"}': T,
            "diploma: {}": U,
        },
    ),
    *asks(
        ABSENT,
        "portfolio: {stage: first}",
        {"portfolio: {}": F, "portfolio: {stage: }": U, "portfolio: {stage: first}": T},
    ),
    *asks(
        ABSENT,
        "portfolio: {stage: {not: [first]}}",
        {
            "portfolio: {}": T,
            "portfolio: {stage: }": (U, "i0.stage"),
            "portfolio: {stage: first}": F,
            "portfolio: {stage: last}": T,
        },
    ),
    *asks(
        CARRIED, "evidence: {programme: pabo}", {"portfolio: {}": F, "report: {}": U, "report: {programme: pabo}": T}
    ),
    *asks(
        CARRIED,
        "evidence: {programme: {not: pabo}}",
        {"portfolio: {}": T, "report: {}": (U, "i0.programme"), "report: {programme: pabo}": F},
    ),
]

SETS = [
    *asks(
        "A set: those in the final examination.",
        "certificate: {subjects: [history, art]}",
        {
            "certificate: {subjects: [music, art]}": T,
            "certificate: {subjects: [music]}": F,
            "certificate: {subjects: []}": F,
            "certificate: {}": (U, "i0.subjects"),
        },
    ),
    *asks(
        "A set of codes has all of them.",
        "certificate: {subjects: {all: [history, art]}}",
        {
            "certificate: {subjects: [art, history]}": T,
            "certificate: {subjects: [art, history, music]}": T,
            "certificate: {subjects: [art]}": F,
            "certificate: {subjects: []}": F,
            "certificate: {}": U,
        },
    ),
    *asks(
        "A set of codes has none of them.",
        "certificate: {subjects: {not: [history, art]}}",
        {
            "certificate: {subjects: [music]}": T,
            "certificate: {subjects: []}": T,
            "certificate: {subjects: [music, art]}": F,
            "certificate: {}": (U, "i0.subjects"),
        },
    ),
    *asks(
        ABSENT,
        "badge: {tags: {all: [a, b]}}",
        {"badge: {}": F, "badge: {tags: }": (U, "i0.tags"), "badge: {tags: [a, b]}": T, "badge: {tags: [b]}": F},
    ),
    *asks(ABSENT, "badge: {tags: {not: [a]}}", {"badge: {}": T, "badge: {tags: }": U, "badge: {tags: [a, b]}": F}),
    *asks(ABSENT, "badge: {tags: a}", {"badge: {}": F, "badge: {tags: }": U, "badge: {tags: [a, b]}": T}),
    *asks(
        BROADER,
        "badge: {routes: {all: [a1, b]}}",
        {
            "badge: {routes: [a1, b]}": T,
            "badge: {routes: [a12, b2]}": T,
            "badge: {routes: [a, b]}": (U, "i0.routes"),
            "badge: {routes: [a]}": F,
            "badge: {routes: [a2, b]}": F,
            "badge: {routes: [a2, a, b]}": U,
        },
    ),
    *asks(
        BROADER,
        "badge: {routes: {not: [a1]}}",
        {
            "badge: {routes: [a]}": U,
            "badge: {routes: [a12]}": F,
            "badge: {routes: [a2, b]}": T,
            "badge: {routes: []}": T,
        },
    ),
    *asks(CARRIED, "evidence: {tags: {not: [a]}}", {"report: {}": T, "badge: {tags: [a]}": F, "badge: {tags: [b]}": T}),
]

FLAGS = [
    *asks(
        KNOWN,
        "diploma: {accredited: yes}",
        {"diploma: {accredited: yes}": T, "diploma: {accredited: no}": F, "diploma: {}": (U, "i0.accredited")},
    ),
    *asks(
        KNOWN,
        "diploma: {accredited: no}",
        {"diploma: {accredited: yes}": F, "diploma: {accredited: no}": T, "diploma: {}": (U, "i0.accredited")},
    ),
    *asks(ABSENT, "badge: {vog: yes}", {"badge: {}": F, "badge: {vog: }": (U, "i0.vog"), "badge: {vog: yes}": T}),
    *asks(
        ABSENT, "badge: {vog: no}", {"badge: {}": T, "badge: {vog: }": U, "badge: {vog: yes}": F, "badge: {vog: no}": T}
    ),
    *asks(CARRIED, "evidence: {accredited: no}", {"portfolio: {}": T, "badge: {}": U, "badge: {accredited: yes}": F}),
    *asks(CARRIED, "evidence: {accredited: yes}", {"portfolio: {}": F, "badge: {}": U, "badge: {accredited: yes}": T}),
]

_LEVELS = "Reaching a level includes every level below it; the name of an outcome with parts stands for its parts."
COVERED = [
    *asks(
        _LEVELS,
        "badge: {covers: ped.climate@2}",
        {
            "badge: {covers: [ped.climate@1]}": F,
            "badge: {covers: [ped.climate@2]}": T,
            "badge: {covers: [ped.climate@3]}": T,
            "badge: {covers: [ped.climate@1..2]}": T,
            "badge: {covers: [ped.climate]}": T,
            "badge: {covers: [ped@2]}": T,
            "badge: {covers: [ped@1]}": F,
            "badge: {covers: [teach]}": T,
            "badge: {covers: [ped.plan@2, history]}": F,
            "badge: {covers: []}": F,
            "badge: {}": (U, "i0.covers"),
        },
    ),
    *asks(
        _LEVELS,
        "badge: {covers: ped.climate}",
        {"badge: {covers: [ped.climate@2]}": F, "badge: {covers: [ped.climate@3]}": T, "badge: {}": U},
    ),
    *asks(
        _LEVELS,
        "badge: {covers: ped@3}",
        {
            "badge: {covers: [ped.climate@3, ped.plan@2]}": T,  # a part that has fewer levels: its highest
            "badge: {covers: [ped.climate@3, ped.plan@1]}": F,
            "badge: {covers: [ped@2]}": F,
            "badge: {covers: [ped@3]}": T,
        },
    ),
    *asks(
        _LEVELS,
        "badge: {covers: teach@1}",
        {
            "badge: {covers: [ped@1]}": F,
            "badge: {covers: [ped@1, didactics]}": T,
            "badge: {covers: [teach@1]}": T,
            "badge: {covers: [ped.climate@2, ped.plan@1, didactics@1]}": T,
        },
    ),
    *asks(
        ABSENT,
        "work: {shows: history}",
        {"work: {}": F, "work: {shows: }": (U, "i0.shows"), "work: {shows: [history]}": T},
    ),
    *asks(CARRIED, "evidence: {shows: history}", {"badge: {covers: [history]}": F, "work: {shows: [history@1]}": T}),
]

FILTERS = [
    *asks(
        PASSES,
        'diploma: {nlqf: ">= 6", country: nl}',
        {
            "diploma: {nlqf: 6, country: nl}": T,
            "diploma: {nlqf: 6, country: de}": F,
            "diploma: {country: de}": F,
            "diploma: {nlqf: 5}": F,
            "diploma: {country: nl}": (U, "i0.nlqf"),
            "diploma: {}": (U, "i0.nlqf", "i0.country"),
            "diploma: {nlqf: 6, country: de} & diploma: {nlqf: 5, country: nl}": F,  # one item must pass all
            "diploma: {nlqf: 6} & diploma: {country: nl}": (U, "i0.country", "i1.nlqf"),
        },
    ),
    *asks(
        "`kind: [diploma, certificate]` inside `evidence` chooses kinds.",
        "evidence: {kind: [certificate, course], nlqf: 6}",
        {"diploma: {nlqf: 6}": F, "certificate: {nlqf: 6}": T, "course: {nlqf: 6}": T, "course: {}": (U, "i0.nlqf")},
    ),
    *asks(
        "The applicant and verdicts are no items of evidence.",
        "evidence: {vog: yes}",
        {"applicant: {vog: yes}": F, "applicant: {vog: yes} & badge: {}": F, "badge: {vog: yes}": T},
    ),
    *asks(
        "The applicant and verdicts are no items of evidence.",
        "evidence: {renewed: 2020-01-01}",
        {"verdict: {outcome: history@1, achieved: yes, renewed: 2020-01-01}": F, "badge: {renewed: 2020-01-01}": T},
    ),
    *asks(
        "At least `count` items (1 unless given) must pass.",
        "evidence: {}",
        {"": F}
        | {f"{kind}: {{}}": T for kind in ("diploma", "certificate", "course", "badge", "portfolio", "report", "work")},
    ),
]

NONE_OF = says(
    "None of the codes: of a set that has several, not one may be among them. (No other test on tags.)",
    "- {id: a, grant: history, when: {badge: {tags: {not: [a]}}}}",
    {
        "badge: {tags: [b, c]}": {"history@1": T},
        "badge: {tags: [a, b]}": {"history@1": F},
        "badge: {tags: [c, a, b]}": {"history@1": F},
    },
)

ROWS = [*CODES, *SETS, *FLAGS, *COVERED, *FILTERS, *NONE_OF]
