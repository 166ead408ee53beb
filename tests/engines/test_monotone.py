"""Which rulesets can lose an exemption by more evidence."""

from __future__ import annotations

import pytest

from evc_rules.engines.monotone import monotone

from .making import FRAMEWORK, ruleset, said

GRANT = "- {id: a, grant: history, when: {diploma: {}}}\n"


def losses(rules, head=""):
    return [(loss.rule, loss.then) for loss in monotone(ruleset(rules, head), FRAMEWORK)]


@pytest.mark.parametrize(
    "rules",
    [
        GRANT,
        '- {id: a, grant: history, when: {diploma: {age: "<= 5 years", country: {not: [nl]}}}}',
        "- {id: a, grant: history, when: {assessed: {instrument: portfolio}}}",
        "- {id: a, grant: history, when: {sum: {of: hours, over: {work: {}}, at_least: 8 h}}}",
        "- {id: a, grant: history, when: {not: {applicant: {variant: dual}}}}",
        "- {id: a, grant: history, when: {not: {judgement: fit, asks: Fit}}}",
        "- {id: a, grant: history, when: {not: {not: {diploma: {}}}}}",
        GRANT + "- {id: b, bar: history}",
        GRANT + "- {id: b, bar: history, when: {not: {diploma: {}}}}",
        GRANT + "- {id: b, bar: history, when: {judgement: fit, asks: Fit}}",
        GRANT + "- {id: b, bar: history}\n- {id: c, waives: [b], when: {diploma: {}}}",
        GRANT + "- {id: b, grant: research@1, when: {exempt: history}}",
        GRANT + "- {id: b, bar: research@1, when: {not: {exempt: history}}}",
    ],
)
def test_monotone(rules):
    """Adding evidence or a favourable verdict to a dossier never loses an exemption."""
    assert losses(rules) == []


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("- {id: a, grant: history, when: {not: {diploma: {}}}}", [("a", "stops")]),
        ("- {id: a, grant: history, when: {not: {assessed: {}}}}", [("a", "stops")]),
        (
            "- {id: a, grant: history, when: {not: {span: {over: {work: {}}, at_least: 1 month}}}}",
            [("a", "stops")],
        ),
        (GRANT + "- {id: b, bar: history, when: {certificate: {}}}", [("b", "starts")]),
        (GRANT + "- {id: b, waives: [a], when: {certificate: {}}}", [("b", "starts")]),
        (
            GRANT + "- {id: b, bar: history}\n- {id: c, waives: [b], when: {not: {certificate: {}}}}",
            [("c", "stops")],
        ),
        (
            GRANT
            + "- {id: b, waives: [a], when: {not: {diploma: {}}}}\n"
            + "- {id: c, waives: [b], when: {not: {certificate: {}}}}",
            [("c", "stops")],
        ),
        (GRANT + "- {id: b, grant: research@1, when: {not: {exempt: history}}}", [("a", "starts")]),
        (GRANT + "- {id: b, bar: research@1, when: {exempt: history}}", [("a", "starts")]),
    ],
)
def test_not_monotone(rules, expected):
    """Rulesets that `check` does not call monotone."""
    assert losses(rules) == expected


def test_where_grants_win_a_bar_takes_nothing_away():
    rules = GRANT + "- {id: b, bar: history, when: {certificate: {}}}"
    assert losses(rules, "conflicts: grant-wins") == []
    assert losses(rules, "conflicts: bar-wins") == [("b", "starts")]


def test_an_exemption_that_is_lost():
    rules = "- {id: a, grant: history, when: {not: {diploma: {}}}}"
    assert said(rules)["history@1"] == "exempt"
    assert said(rules, "diploma: {date: 2020-01-01}")["history@1"] == "not-covered"
