"""Slips in limits and other terms: noticed by credits, shown by somebody who reaches the limit, or arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evc_rules.guard import Mutation, mutation
from evc_rules.guard.noticing import passes
from evc_rules.language.load import examine_text
from evc_rules.model.programme import Programme
from evc_rules.testing.cases import Subject

from .small import ON, cases, framework, subject

PROGRAMME = """\
evc-programme: 1
programme: small
title: Small
institution: small
illustrative: true
framework: klein@1
periods: [{id: P1, from: 09-01, to: 02-01}, {id: P2, from: 02-01, to: 09-01}]
variants:
  part-time: {total: 30 EC, load: {max: 15 EC}%s}
units:
  - {id: a, title: A, outcomes: [ped.relations@1, ped.relations@2], ec: 10 EC, offered: any}
  - {id: b, title: B, outcomes: [content.dutch@1], ec: 10 EC, offered: any}
  - {id: c, title: C, outcomes: [content.dutch@2], ec: 10 EC, offered: any}
"""
RULES = """\
  - {id: relations, grant: ped.relations@2, when: {diploma: {programme: havo}}}
  - {id: first, grant: ped.relations@1, when: {badge: {}}}
  - {id: dutch, grant: content.dutch@2, when: {certificate: {programme: taal}}}
"""


def over(terms: str, more: str = "") -> Subject:
    loaded = examine_text(PROGRAMME % more, "programme.yaml", framework=framework())
    assert [str(one) for one in loaded.findings] == []
    assert isinstance(loaded.model, Programme)
    return replace(subject(RULES, terms), programme=loaded.model)


def tried(terms: str, text: str = "", more: str = "") -> Mutation:
    return mutation(over(terms, more), cases(text) if text else (), ON, time_limit=10.0)


def fates(found: Mutation) -> dict[str, str]:
    return {
        f"{one.mutant.kind} {getattr(one.mutant.became, 'at_most', one.mutant.became)}": one.fate
        for one in found.tried
        if one.mutant.on_terms
    }


def test_somebody_who_reaches_the_limit_is_the_case_to_add() -> None:
    found = tried("limits: [{at_most: 20 EC, of: exempted}]\n")
    assert fates(found) == {"limit 10 EC": "unnoticed", "limit 30 EC": "unnoticed", "without-limit None": "unnoticed"}
    worth = [one for one in found.suggested if one.case.awards]
    assert worth
    assert {str(one.case.awards[0].least) for one in worth} == {"20 EC"}
    assert all(passes(found.subject, one.case) for one in worth)
    again = mutation(found.subject, [one.case for one in found.suggested], ON, time_limit=10.0)
    assert set(fates(again).values()) == {"noticed"}


def test_a_case_that_expects_credits_notices_and_one_that_expects_statuses_does_not() -> None:
    papers = "{id: d, diploma: {programme: havo, date: 2020-07-01}}, "
    papers += "{id: c, certificate: {programme: taal, date: 2020-07-01}}"
    both = f"{{applicant: {{variant: part-time}}, evidence: [{papers}]}}"
    statuses = f"  - {{case: a, dossier: {both}, expect: {{content.dutch@2: exempt}}}}\n"
    awarded = f"  - {{case: a, dossier: {both}, awards: 20 EC}}\n"
    limits = "limits: [{at_most: 20 EC, of: exempted}]\n"
    assert set(fates(tried(limits, statuses)).values()) == {"unnoticed"}
    assert set(fates(tried(limits, awarded)).values()) == {"noticed"}


@pytest.mark.parametrize(
    ("limit", "same"),
    [
        ("{at_most: 40 EC, of: exempted}", {"limit 30 EC", "limit 50 EC", "without-limit None"}),
        ("{at_most: 25 EC, of: exempted, among: [content.dutch]}", {"limit 35 EC", "without-limit None"}),
    ],
)
def test_a_limit_that_no_units_can_come_between_is_the_same_by_arithmetic(limit: str, same: set[str]) -> None:
    found = fates(tried(f"limits: [{limit}]\n"))
    assert {name for name, fate in found.items() if fate == "same"} == same


def test_what_counts_toward_a_bsa_matters_only_where_there_is_one() -> None:
    assert fates(tried("bsa: counts\n")) == {"bsa no-bsa": "same"}
    with_bsa = fates(tried("bsa: counts\n", more=", bsa: {ec: 10 EC}"))
    assert with_bsa["bsa no-bsa"] != "same"


def test_a_part_of_a_unit_that_makes_it_lighter_shows_in_the_path() -> None:
    found = tried("units: proportional\n")
    assert fates(found) == {"units whole": "unnoticed"}
    (one,) = [one for one in found.suggested if one.case.path]
    assert one.case.path is not None
    assert one.case.path.periods == 2, "15 EC in the first, 10 EC in the second; whole units of 10 EC take three"
    assert passes(found.subject, one.case)
    assert not fates(tried("units: whole\n")), "what is not written is not written wrong"


def test_without_a_programme_terms_are_not_tried() -> None:
    plain = subject(RULES, "limits: [{at_most: 20 EC, of: exempted}]\n")
    assert fates(mutation(plain, (), ON, time_limit=10.0)) == {}
