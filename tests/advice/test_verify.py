"""Section 11: a receipt is verified when these files are the ones, and the recommendation comes out so again."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache

import pytest

from evc_rules.advice import Receipt, assess, assess_alliance, verify
from evc_rules.advice.verify import checked

from ..shipped import ON, alliance, dossier

PERSON = "onderwijsassistent-41"


@cache
def advice():
    return assess_alliance(alliance(), dossier(PERSON), on=ON, strategies=("quorum:2",))


@cache
def receipt() -> Receipt:
    return advice()["voorbeeld-zuid"].receipt


def outcomes(changed: Receipt, alliance_=None, person=None) -> dict[str, str]:
    (one,) = verify([changed], alliance_ or alliance(), person or dossier(PERSON))
    return {each.what: each.outcome for each in one.compared}


def test_the_receipts_of_members_and_of_a_harmonised_policy_are_verified():
    receipts = [advice()["voorbeeld-noord"].receipt, advice().harmonised[0].members[0].recommendation.receipt]
    for one, made in zip(verify(receipts, alliance(), dossier(PERSON)), ([], ["strategy"]), strict=True):
        assert one.holds
        assert [each.what for each in one.compared] == [
            "framework", "ruleset", "programme", "dossier", *made, "shared", "answer", "reasons"
        ]  # fmt: skip


TAMPERED = {
    "ruleset": ("voorbeeld-zuid sha256:0", "ruleset"),
    "framework": ("leraar-basisonderwijs@2026 sha256:0", "framework"),
    "programme": ("zuid-pabo sha256:0", "programme"),
    "dossier": ("somebody sha256:0", "dossier"),
    "on": (date(2029, 1, 1), "answer"),
    "variant": ("full-time", "answer"),
    "start": (date(2029, 9, 1), "answer"),
    "shared": ((), "shared"),
    "strategy": ("foo", "strategy"),
    "answer": ("sha256:0", "answer"),
}
NOTED = {"evc_rules"}
"""Not held against anything: the version is said beside the outcome."""


def test_every_field_of_a_receipt_is_tampered_with():
    assert {one.name for one in fields(Receipt)} == {*TAMPERED, *NOTED}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_receipt_with_another_value_in_a_field_is_not_verified(name):
    """Also when whoever changed it worked out the digest of the file anew."""
    value, what = TAMPERED[name]
    changed = replace(receipt(), **{name: value})
    (one,) = verify([changed], alliance(), dossier(PERSON))
    found = {each.what: each.outcome for each in one.compared}
    assert not one.holds
    assert found[what] == "different"


def test_judgements_that_are_named_twice_are_not_those_that_were_shared():
    twice = replace(receipt(), shared=receipt().shared * 2)
    (one,) = verify([twice], alliance(), dossier(PERSON))
    assert not one.holds
    assert {each.what: each.outcome for each in one.compared}["answer"] == "same"


def test_the_name_in_front_of_a_digest_counts_too():
    assert outcomes(replace(receipt(), ruleset=receipt().ruleset.replace("zuid", "noord")))["ruleset"] == "different"


def test_other_files_are_told_apart_and_nothing_is_recomputed_from_them():
    other = dossier("buitenlandse-leraar")
    assert outcomes(receipt(), person=other) == {
        "framework": "same", "ruleset": "same", "programme": "same", "dossier": "different",
        "answer": "not-given", "reasons": "not-given",
    }  # fmt: skip
    changed = alliance().with_(framework=alliance().framework.with_(facts=()))
    assert outcomes(receipt(), changed)["framework"] == "different"


def test_what_was_not_given_is_neither_the_same_nor_different():
    for one in verify([receipt()], None, None):
        assert not one.holds
        assert {each.outcome for each in one.compared} == {"not-given"}


@pytest.mark.parametrize("asked", [{"variant": "full-time"}, {"start": date(2027, 2, 1)}, {"programme": None}], ids=str)
def test_what_was_chosen_in_place_of_the_dossier_is_chosen_again(asked):
    member = alliance().members[0]
    one = assess(
        member.rulesets[0], dossier(PERSON), on=ON, framework=alliance().framework,
        **{"programme": member.programmes[0], "shared": alliance().shared_judgements, **asked},
    )  # fmt: skip
    (found,) = verify([one.receipt], alliance(), dossier(PERSON))
    assert found.holds
    assert found.recommendation.statuses == one.statuses


def test_a_start_that_was_chosen_is_not_the_same_as_none():
    """Rules see the start that was chosen; the decision date from which a path counts by itself they do not."""
    member = alliance().members[0]
    same = {"on": ON, "framework": alliance().framework, "programme": member.programmes[0]}
    none, chosen = (assess(member.rulesets[0], dossier(PERSON), start=start, **same).receipt for start in (None, ON))
    assert none != chosen


def test_an_engine_that_says_otherwise_than_its_traces_is_found():
    one = advice()["voorbeeld-noord"]
    assert checked(one) == ()
    leaf = next(iter(one.statuses))
    said = {**one.statuses, leaf: frozenset()}

    class Lying:
        statuses = said
        questions = dict(list(one.answers.questions.items())[1:])
        trace = staticmethod(one.answers.trace)

    found = [flaw.what for flaw in checked(replace(one, answers=Lying()))]
    assert found == ["its status is not the one of its trace", "they are not those of the traces"]


def test_another_day_with_the_same_answer_is_a_true_receipt_of_that_day():
    """What a digest cannot tell is who wrote it: that is for a signature."""
    other = assess_alliance(alliance(), dossier(PERSON), on=ON + timedelta(days=1))["voorbeeld-zuid"].receipt
    assert outcomes(replace(receipt(), on=other.on))["answer"] == (
        "same" if other.answer == receipt().answer else "different"
    )
