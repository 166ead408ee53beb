"""What counts in a dossier on a decision date, and what follows from facts of the world."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.engines.prepare import prepare
from evc_rules.model.attributes import Fact, Vocabulary
from evc_rules.model.dossier import Dossier, Evidence
from evc_rules.model.outcomes import Framework

from .making import FRAMEWORK, ON, ask, dossier, read

D = "date: 2020-01-01"


def prepared(items, framework: Framework = FRAMEWORK):
    return prepare(dossier(items), framework.vocabulary, ON)


def known(items, framework: Framework = FRAMEWORK):
    (item,) = prepared(items, framework).dossier.evidence
    return {name: str(value) for name, value in item.known.items() if name != "date"}


def codes(items, framework: Framework = FRAMEWORK):
    return [finding.code for finding in prepared(items, framework).findings]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("programme: hbo-bachelor", {"programme": "hbo-bachelor", "nlqf": "6"}),
        ("programme: hbo-bachelor, nlqf: 6", {"programme": "hbo-bachelor", "nlqf": "6"}),
        ("programme: other", {"programme": "other"}),
        ("programme: pabo", {"programme": "pabo", "field": "0113", "accredited": "True"}),
        ("field: '0113'", {"field": "0113", "accredited": "True"}),
    ],
)
def test_facts_fill_in_what_follows_from_what_is_known(item, expected):
    """Facts of the world fill in what follows from what is known before anything is evaluated."""
    assert known(f"diploma: {{{item}, {D}}}") == expected
    assert codes(f"diploma: {{{item}, {D}}}") == []


def test_facts_follow_from_facts_in_whatever_order_they_are_declared():
    """Facts fill in what follows from what is known."""
    framework = FRAMEWORK.with_(facts=tuple(reversed(FRAMEWORK.facts)))
    assert known(f"diploma: {{programme: pabo, {D}}}", framework)["accredited"] == "True"


def test_facts_are_about_one_kind():
    assert known(f"certificate: {{programme: hbo-bachelor, {D}}}") == {"programme": "hbo-bachelor"}


def test_the_trace_shows_what_was_filled_in():
    """The trace shows it."""
    found = prepared(f"diploma: {{programme: pabo, {D}}}")
    assert found.inferred == {("i0", "field"), ("i0", "accredited")}


@pytest.mark.parametrize(
    ("item", "left"),
    [
        ("programme: hbo-bachelor, nlqf: 4", {}),
        ("programme: hbo-bachelor, nlqf: 4, country: nl", {"country": "nl"}),
        ("programme: pabo, accredited: no", {}),
        ("programme: pabo, field: '0113', accredited: no", {"programme": "pabo"}),
        ("programme: hbo-bachelor, issuer: elsewhere", {}),
        ("programme: hbo-bachelor, issuer: elsewhere, nlqf: 6", {"programme": "hbo-bachelor"}),
    ],
)
def test_what_contradicts_a_fact_is_in_doubt(item, left):
    """A dossier that contradicts one gets a finding; the attributes concerned count as unknown."""
    assert known(f"diploma: {{{item}, {D}}}") == left
    assert codes(f"diploma: {{{item}, {D}}}") == ["EVC-D003"]


def test_what_is_in_doubt_decides_nothing():
    """A missing attribute is unknown."""
    item = f"diploma: {{programme: hbo-bachelor, nlqf: 4, {D}}}"
    assert ask("diploma: {nlqf: 6}", item) == "unknown"
    assert ask("diploma: {programme: hbo-bachelor}", item) == "unknown"


def test_of_two_items_that_are_the_same_the_second_may_count_and_no_more():
    """An item that looks like another one listed twice is reported; it may be one, while they could be told apart.

    Two courses of one issuer are neither surely two nor surely one: neither rule below is settled by a double.
    """
    twice = f"diploma: {{nlqf: 6, {D}}}\ndiploma: {{nlqf: 6, {D}}}"
    assert prepared(twice).doubled == {"i1": "field"}
    assert codes(twice) == ["EVC-D002"]
    assert ask("diploma: {nlqf: 6}", twice) == "true"
    assert ask("diploma: {nlqf: 6, count: 2}", twice) == "unknown"
    assert ask("not: {diploma: {nlqf: 6, count: 2}}", twice) == "unknown"
    assert prepared("diploma: {nlqf: 6}\ndiploma: {nlqf: 6}").doubled == {"i1": "date"}


def test_of_two_items_of_which_everything_is_known_and_the_same_one_counts():
    """Nothing is left that could tell them apart."""
    carried = "issuer: x, covers: [research@1], date: 2020-01-01"
    twice = f"portfolio: {{{carried}}}\nportfolio: {{{carried}}}"
    assert [item.id for item in prepared(twice).dossier.evidence] == ["i0"]
    assert codes(twice) == ["EVC-D002"]


def test_a_date_that_follows_from_a_fact_is_held_against_the_decision_too():
    """Evidence dated after the decision does not count."""
    later = Fact(on="diploma", given=(("programme", ("pabo",)),), then=(("date", date(2030, 1, 1)),))
    vocabulary = Vocabulary.standard().extended(facts=(later,))
    item = Evidence(id="i", kind="diploma", attributes=(("programme", "pabo"),))
    ready = prepare(Dossier(id="d", evidence=(item,)), vocabulary, date(2026, 1, 1))
    assert ready.dossier.evidence == ()
    assert [finding.code for finding in ready.findings] == ["EVC-D001"]
    assert all(finding.help for finding in ready.findings)


@pytest.mark.parametrize(
    "other", ["nlqf: 5, date: 2020-01-01", "nlqf: 6, date: 2020-01-02", "nlqf: 6, country: nl, " + D]
)
def test_items_that_differ_in_something_are_two(other):
    two = f"diploma: {{nlqf: 6, {D}}}\ndiploma: {{{other}}}"
    assert len(prepared(two).dossier.evidence) == 2
    assert codes(two) == []


def test_the_same_attributes_of_another_kind_are_another_item():
    assert len(prepared(f"diploma: {{nlqf: 6, {D}}}\ncertificate: {{nlqf: 6, {D}}}").dossier.evidence) == 2


def test_what_does_not_count_cannot_be_a_double():
    twice = "diploma: {nlqf: 6, date: 2026-09-02}\ndiploma: {nlqf: 6, date: 2026-09-02}"
    assert prepared(twice).dossier.evidence == ()
    assert codes(twice) == ["EVC-D001", "EVC-D001"]


def test_which_things_are_undated():
    items = """diploma: {nlqf: 6}
diploma: {nlqf: 6, date: 2020-01-01}
work: {to: 2020-01-01}
work: {to: ongoing}
work: {from: 2020-01-01}
verdict: {outcome: history@1, achieved: yes}"""
    assert prepared(items).undated == {"i0", "i3", "i5"}


def test_facts_that_give_one_attribute_two_values_are_in_doubt_in_either_order():
    framework = FRAMEWORK.with_(facts=tuple(reversed(FRAMEWORK.facts)))
    assert known(f"diploma: {{programme: hbo-bachelor, issuer: elsewhere, {D}}}", framework) == {}


def test_an_absence_that_a_fact_fills_in_is_there():
    framework = read("""
evc-framework: 1
framework: small
version: "1"
title: Small
outcomes: [{id: history, title: History, component: subject-content}]
attributes: [{id: tags, on: badge, type: code, absent: none}]
facts: [{on: badge, given: {issuer: us}, then: {tags: ours}}]
""")
    assert known(f"badge: {{issuer: us, {D}}}", framework) == {"issuer": "us", "tags": "ours"}


@pytest.mark.parametrize(
    ("dates", "sum_", "found"),
    [
        ("from: 2020-01-01, to: 2021-01-01", "true", []),
        ("from: 2020-01-01, to: ongoing", "true", []),
        ("from: 2020-01-01, to: 2090-01-01", "unknown", ["EVC-D008"]),  # not all of them have been worked yet
        ("from: 2020-01-01, to: 2020-01-10", "unknown", ["EVC-D008"]),  # 216 hours at most
        ("to: 2020-01-10", "true", []),  # not known since when, so they may fit
    ],
)
def test_hours_that_cannot_have_been_worked_are_not_known(dates, sum_, found):
    """A wrong exemption harms a class: hours to come are no experience."""
    job = f"work: {{sector: primary, hours: 800 h, {dates}}}"
    asked = "sum: {of: hours, over: {work: {sector: primary}}, at_least: 800 h}"
    assert ask(asked, job) == sum_
    assert codes(job) == found
