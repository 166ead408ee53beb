"""Tests on one attribute of one item."""

from __future__ import annotations

import pytest

from .making import ask

D = "date: 2020-01-01"


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        (">= 6", "6", "true"),
        (">= 6", "5", "false"),
        ("> 6", "6", "false"),
        ("> 6", "7", "true"),
        ("<= 6", "6", "true"),
        ("<= 6", "7", "false"),
        ("< 6", "6", "false"),
        ("6", "6", "true"),
        ("6", "5", "false"),
        ("!= 6", "5", "true"),
        ("!= 6", "6", "false"),
        (">= 4, <= 6", "4", "true"),
        (">= 4, <= 6", "7", "false"),
        (">= 6", "", "unknown"),
        ("!= 6", "", "unknown"),
    ],
)
def test_numbers(test, value, expected):
    """A missing attribute is unknown. It is not no, and it is not zero."""
    assert ask(f'diploma: {{nlqf: "{test}"}}', f"diploma: {{nlqf: {value}, {D}}}") == expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("nl", "nl", "true"),
        ("nl", "de", "false"),
        ("[nl, de]", "de", "true"),
        ("{not: [nl]}", "nl", "false"),
        ("{not: [nl]}", "de", "true"),
        ("{not: [nl]}", "", "unknown"),
        ("nl", "", "unknown"),
    ],
)
def test_codes(test, value, expected):
    """There is no string matching by pattern."""
    assert ask(f"diploma: {{country: {test}}}", f"diploma: {{country: {value}, {D}}}") == expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ('"011"', '"0113"', "true"),
        ('"0113"', '"0113"', "true"),
        ('"0113"', '"011"', "unknown"),
        ('"0113"', '"0112"', "false"),
        ('["0113", "0231"]', '"02"', "unknown"),
        ('{not: ["0113"]}', '"011"', "unknown"),
        ('{not: ["0113"]}', '"0231"', "true"),
        ('{not: ["01"]}', '"0113"', "false"),
    ],
)
def test_a_field_matches_by_prefix_and_a_broader_one_leaves_it_open(test, value, expected):
    """Field (ISCED-F 2013, prefix match)."""
    assert ask(f"diploma: {{field: {test}}}", f"diploma: {{field: {value}, {D}}}") == expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("history", "[history, art]", "true"),
        ("[history, music]", "[music]", "true"),
        ("history", "[art]", "false"),
        ("history", "[]", "false"),
        ("{all: [history, art]}", "[history, art, music]", "true"),
        ("{all: [history, art]}", "[history]", "false"),
        ("{not: [history]}", "[art]", "true"),
        ("{not: [history]}", "[art, history]", "false"),
        ("{not: [history]}", "[]", "true"),
        ("history", "", "unknown"),
    ],
)
def test_sets_of_codes(test, value, expected):
    """Subjects (a set: those in the final examination)."""
    assert ask(f"diploma: {{subjects: {test}}}", f"diploma: {{subjects: {value}, {D}}}") == expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("yes", "yes", "true"),
        ("yes", "no", "false"),
        ("no", "no", "true"),
        ("no", "yes", "false"),
        ("no", "", "unknown"),
    ],
)
def test_flags(test, value, expected):
    """A missing attribute is unknown. It is not no."""
    assert ask(f"diploma: {{accredited: {test}}}", f"diploma: {{accredited: {value}, {D}}}") == expected


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("{value: 8, scale: nl-10}", "true"),
        ("{value: 7.9, scale: nl-10}", "false"),
        ("{value: 2, scale: de-6}", "true"),
        ("{value: 1.0, scale: de-6}", "true"),
        ("{value: 3, scale: de-6}", "unknown"),
        ("{value: 8, scale: ib-7}", "unknown"),
        ("", "unknown"),
    ],
)
def test_grades(grade, expected):
    """A grade carries its scale; a test on another scale is unknown, unless a declared conversion exists."""
    condition = 'course: {grade: {scale: nl-10, value: ">= 8"}}'
    assert ask(condition, f"course: {{grade: {grade}, {D}}}") == expected


@pytest.mark.parametrize(
    ("test", "covers", "expected"),
    [
        ("target", "[ped.climate@2]", "true"),
        ("target", "[ped.climate@3]", "true"),
        ("target", "[ped.climate@1]", "false"),
        ("target", "[ped.climate]", "true"),
        ("target", "[ped@2]", "true"),
        ("target", "[history]", "false"),
        ("target", "[]", "false"),
        ("target", "", "unknown"),
        ("ped.climate@1", "[ped.climate@3]", "true"),
        ("ped.climate", "[ped.climate@2]", "false"),
        ("ped@1", "[ped.climate@1]", "false"),
        ("ped@1", "[ped.climate@2, ped.plan@1]", "true"),
        ("ped@3", "[ped.climate@3, ped.plan@2]", "true"),
    ],
)
def test_covers(test, covers, expected):
    """Covers (outcomes the item is aligned with). Reaching level n includes every level below it."""
    assert ask(f"badge: {{covers: {test}}}", f"badge: {{covers: {covers}, {D}}}") == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("nlqf: 6", "false"),
        ('nlqf: "!= 6"', "false"),
        ("programme: pabo", "false"),
        ("programme: {not: [pabo]}", "true"),
        ("accredited: yes", "false"),
        ("accredited: no", "true"),
    ],
)
def test_what_a_kind_does_not_carry_is_not_there_rather_than_not_known(test, expected):
    """Attributes are declared: name, which kinds carry it."""
    assert ask(f"evidence: {{{test}}}", f"portfolio: {{{D}}}") == expected


@pytest.mark.parametrize(
    ("test", "tags", "expected"),
    [
        ("first", "", "false"),
        ("{not: [first]}", "", "true"),
        ("{all: [first, last]}", "", "false"),
        ("first", ", tags: ", "unknown"),
        ("{not: [first]}", ", tags: ", "unknown"),
        ("first", ", tags: [first]", "true"),
    ],
)
def test_absence_means_none_where_it_is_declared_so(test, tags, expected):
    """Whether absent means unknown (the default) or none."""
    assert ask(f"badge: {{tags: {test}}}", f"badge: {{{D}{tags}}}") == expected


@pytest.mark.parametrize(
    ("test", "said", "expected"),
    [("yes", "", "false"), ("no", "", "true"), ("no", ", vog: ", "unknown"), ("no", ", vog: yes", "false")],
)
def test_a_flag_that_is_not_there_is_no(test, said, expected):
    """Whether absent means unknown (the default) or none."""
    assert ask(f"badge: {{vog: {test}}}", f"badge: {{{D}{said}}}") == expected


@pytest.mark.parametrize(
    ("test", "to", "expected"),
    [
        (">= 2020-01-01", "2020-01-01", "true"),
        (">= 2020-01-01", "2019-12-31", "false"),
        (">= 2020-01-01", "ongoing", "true"),
        (">= 2026-09-02", "ongoing", "false"),
        (">= 2026-09-02", "2026-12-01", "true"),
        (">= 2020-01-01", "", "unknown"),
    ],
)
def test_dates(test, to, expected):
    """A missing attribute is unknown; work that goes on has no later end than the decision, as for its age."""
    assert ask(f'work: {{to: "{test}"}}', f"work: {{from: 2018-01-01, to: {to}}}") == expected


@pytest.mark.parametrize(
    ("nlqf", "country", "expected"),
    [
        ("6", "nl", "true"),
        ("6", "de", "false"),
        ("", "de", "false"),
        ("", "nl", "unknown"),
        ("4", "", "false"),
        ("", "", "unknown"),
    ],
)
def test_a_filter(nlqf, country, expected):
    """A filter on one item is the Kleene conjunction of its tests."""
    item = f"diploma: {{nlqf: {nlqf}, country: {country}, {D}}}"
    assert ask("diploma: {nlqf: 6, country: nl}", item) == expected


def test_a_filter_passes_over_items_of_other_kinds():
    """A filter tests attributes of one item: kind, …"""
    assert ask("certificate: {nlqf: 6}", f"diploma: {{nlqf: 6, {D}}}") == "false"
    assert ask("evidence: {kind: [certificate, diploma], nlqf: 6}", f"diploma: {{nlqf: 6, {D}}}") == "true"
