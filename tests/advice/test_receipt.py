"""Section 11: the same receipt, the same recommendation; and a receipt tells nothing of what is in a dossier."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.advice import assess, digest
from evc_rules.language.dump import dump
from evc_rules.language.load import load
from evc_rules.model.quantities import Credits

from ..shipped import ON, RULESETS, alliance, dossier


def receipt(**changes):
    one = alliance().members[0]
    asked = {
        "ruleset": one.rulesets[0],
        "dossier": dossier("onderwijsassistent-41"),
        "on": ON,
        "framework": alliance().framework,
        "programme": one.programmes[0],
        "shared": alliance().shared_judgements,
    } | changes
    return assess(asked.pop("ruleset"), asked.pop("dossier"), **asked).receipt


def test_the_same_question_has_the_same_receipt():
    assert receipt() == receipt()


@pytest.mark.parametrize(
    "changes",
    [
        {"on": date(2026, 11, 25)},
        {"dossier": dossier("onderwijsassistent-41").with_(judgements=())},
        {"ruleset": alliance().members[0].rulesets[0].with_(limits=())},
        {"ruleset": alliance().members[0].rulesets[0].with_(bsa=True)},
        {"framework": alliance().framework.with_(facts=())},
        {"programme": alliance().members[0].programmes[0].with_(units=alliance().members[0].programmes[0].units[1:])},
        {"programme": None},
        {"variant": "full-time"},
        {"start": date(2027, 9, 1)},
        {"shared": ()},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_whatever_a_recommendation_depends_on_changes_the_receipt(changes):
    assert receipt(**changes) != receipt()


def test_a_receipt_holds_digests_and_nothing_from_the_dossier():
    text = str(receipt().as_data())
    for value in ("mbo-onderwijsassistent", "4900", "primary-education", "eerste-school", "2017"):
        assert value not in text


def test_layout_and_comments_of_a_file_do_not_change_its_digest(tmp_path):
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "leraar-basisonderwijs.yaml").write_text(
        (RULESETS / "frameworks" / "leraar-basisonderwijs.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    ruleset = alliance().members[0].rulesets[0].with_(cases="")
    (tmp_path / "policy.yaml").write_text(f"# a comment\n{dump(ruleset)}\n\n", encoding="utf-8")
    assert digest(load(tmp_path / "policy.yaml")) == digest(ruleset)


def test_amounts_are_told_apart_exactly():
    programme = alliance().members[0].programmes[0]
    first, *rest = programme.units
    nudged = programme.with_(units=(first.with_(ec=first.ec + Credits.parse("0.001 EC")), *rest))
    assert digest(nudged) != digest(programme)
