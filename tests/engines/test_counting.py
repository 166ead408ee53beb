"""Counting items, adding up amounts, and covering time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evc_rules.engines.reference import holds
from evc_rules.model.attributes import Attribute
from evc_rules.model.conditions import CodeTest, Exists, Filter, NumberTest, Sum
from evc_rules.model.quantities import Amount
from evc_rules.results.questions import MissingFact

from .making import CLIMATE, FRAMEWORK, ask, asked, case, ruleset

WORK = Filter(kinds=("work",))
SIX, FIVE, UNKNOWN = (f"diploma: {{nlqf: {level}, date: 2020-01-0{day}}}" for level, day in ((6, 1), (5, 2), ("", 3)))


@pytest.mark.parametrize(
    ("items", "one", "two"),
    [
        ([], "false", "false"),
        ([FIVE], "false", "false"),
        ([SIX], "true", "false"),
        ([UNKNOWN], "unknown", "false"),
        ([SIX, UNKNOWN], "true", "unknown"),
        ([SIX, SIX.replace("01-01", "01-04")], "true", "true"),
        ([SIX, SIX], "true", "unknown"),  # perhaps one, listed twice
        ([UNKNOWN, FIVE], "unknown", "false"),
    ],
)
def test_evidence(items, one, two):
    """`evidence` is the Kleene disjunction over the items (with `count`: a threshold)."""
    assert ask("diploma: {nlqf: 6}", "\n".join(items)) == one
    assert ask("diploma: {nlqf: 6, count: 2}", "\n".join(items)) == two


def test_the_list_of_evidence_is_closed():
    """The list of evidence is closed: what is not listed is not there."""
    assert ask("diploma: {}") == "false"
    assert ask("not: {diploma: {}}") == "true"


def job(hours="", sector="primary", begin="2020-01-01", end="2021-01-01", more=""):
    return f"work: {{hours: {hours}, sector: {sector}, from: {begin}, to: {end}{more}}}"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], "false"),
        ([job("800 h")], "true"),
        ([job("799.5 h")], "false"),
        ([job("500 h"), job("300 h", end="2022-01-01")], "true"),
        ([job("500 h"), job("300 h", "secondary")], "false"),
        ([job("500 h"), job("300 h", "")], "unknown"),
        ([job("500 h"), job()], "unknown"),
        ([job("800 h"), job()], "true"),
        ([job("500 h"), job("", "secondary")], "false"),
        ([job("500 h"), job("", "")], "unknown"),
    ],
)
def test_sum(items, expected):
    """True when the lower end reaches n, false when the upper end does not."""
    condition = "sum: {of: hours, over: {work: {sector: primary}}, at_least: 800 h}"
    assert ask(condition, "\n".join(items)) == expected


@pytest.mark.parametrize(
    ("least", "known", "expected"), [("101", "", "false"), ("100", "", "unknown"), ("101", "50 lessons", "unknown")]
)
def test_an_unknown_amount_is_bounded(least, known, expected):
    """An unknown amount is bounded by the attribute's declared range."""
    items = [job(more=", lessons: "), *([job(end="2022-01-01", more=f", lessons: {known}")] if known else [])]
    condition = f"sum: {{of: lessons, over: {{work: {{}}}}, at_least: {least} lessons}}"
    assert ask(condition, "\n".join(items)) == expected


def test_an_unknown_amount_is_at_least_the_least_that_is_declared():
    """An unknown amount is bounded by the attribute's declared range."""
    reports = "report: {date: 2020-01-01}\nreport: {date: 2020-01-02}"
    assert ask("sum: {of: score, over: {report: {}}, at_least: 2}", reports) == "true"
    assert ask("sum: {of: score, over: {report: {}}, at_least: 3}", reports) == "unknown"
    assert ask("sum: {of: score, over: {report: {}}, at_least: 21}", reports) == "false"


def test_an_amount_that_is_not_there_adds_nothing():
    """Whether absent means unknown (the default) or none."""
    assert ask("sum: {of: lessons, over: {work: {}}, at_least: 1 lessons}", job()) == "false"
    assert ask("sum: {of: lessons, over: {}, at_least: 1 lessons}", "diploma: {date: 2020-01-01}") == "false"


def summed(low, *amounts, at_least="5", unit="", over=WORK):
    """A sum over work of an attribute that reaches below zero, which only a program can declare."""
    below = Attribute(id="balance", on=("work",), type="number", low=Decimal(low), high=Decimal(10))
    known = case(ruleset("- {id: a, grant: history}"), "\n".join(job(end=f"202{n}-01-01") for n in range(1, 4)))
    items = zip(known.prepared.dossier.evidence, amounts, strict=False)
    listed = tuple(
        item.with_(attributes=(*item.attributes, *([("balance", Amount(Decimal(amount)))] if amount else [])))
        for item, amount in items
    )
    prepared = replace(known.prepared, dossier=known.prepared.dossier.with_(evidence=listed))
    within = replace(known, prepared=prepared, framework=FRAMEWORK.with_(attributes=(*FRAMEWORK.attributes, below)))
    condition = Sum(of="balance", over=over, at_least=Amount(Decimal(at_least), unit))
    return str(holds(within, condition, CLIMATE).truth)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("6", "-2"), "false"),
        (("6", "-1"), "true"),
        (("6", ""), "unknown"),
        (("10", ""), "true"),
        (("-6", ""), "false"),
    ],
)
def test_amounts_below_zero_widen_the_interval_at_the_other_end(amounts, expected):
    """An unknown amount is bounded by the attribute's declared range."""
    assert summed("-5", *amounts) == expected


def test_an_amount_below_zero_that_may_not_count_leaves_the_sum_open():
    """Items that may pass add to the one end only."""
    maybe = WORK.with_(tests=(CodeTest(attribute="role", codes=("teacher",)),))
    assert summed("-5", "6", "-2") == "false"
    assert summed("-5", "6", "-2", "1", over=maybe) == "unknown"
    assert summed("-5", "6", "-2", over=maybe, at_least="-2") == "true"
    assert summed("-5", "6", "-2", over=maybe, at_least="0") == "unknown"
    assert summed("-5", "6", "-2", over=maybe, at_least="7") == "false"


def test_amounts_in_another_unit_cannot_be_compared():
    """A number is a number and a text is a text: no coercion."""
    assert summed("0", "9", unit="h") == "unknown"
    within = case(ruleset("- {id: a, grant: history}"), "diploma: {ec: 60 EC, date: 2020-01-01}")
    for unit, expected in (("EC", "true"), ("h", "unknown")):
        test = NumberTest(attribute="ec", op=">=", value=Amount(Decimal(5), unit))
        assert str(holds(within, Exists(filter=Filter(tests=(test,))), CLIMATE).truth) == expected


def test_what_is_asked_about_a_sum():
    rules = """- id: a
  grant: history
  when: {sum: {of: hours, over: {work: {sector: primary}}, at_least: 800 h}}"""
    items = f"{job('500 h')}\n{job('', 'secondary')}\n{job('', '', end='2022-01-01')}"
    assert asked(rules, items) == [MissingFact("i2", "hours"), MissingFact("i2", "sector")]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], "false"),
        ([job(begin="2024-09-01", end="ongoing")], "true"),
        ([job(begin="2024-09-02", end="ongoing")], "false"),
        ([job(begin="2024-09-01", end="2027-01-01")], "true"),
        ([job(begin="2020-01-01", end="2021-01-01"), job(begin="2022-01-01", end="2023-01-01")], "true"),
        ([job(begin="2020-01-01", end="2021-01-01"), job(begin="2020-07-01", end="2021-07-01")], "false"),
        ([job(begin="2020-01-01", end="2022-01-01"), job(begin="2020-07-01", end="2021-07-01")], "true"),
        ([job(begin="2020-01-01", end="2021-12-30")], "false"),
        ([job(begin="", end="2021-01-01")], "unknown"),
        ([job(begin="2025-01-01", end="")], "false"),
        ([job(begin="2023-01-01", end="")], "unknown"),
        ([job(begin="2023-01-01", end="2026-01-01", sector="")], "unknown"),
        ([job(begin="2023-01-01", end="2026-01-01", sector="secondary")], "false"),
    ],
)
def test_span(items, expected):
    """Calendar time covered, counted once where they overlap; open-ended work runs to the reference date."""
    condition = "span: {over: {work: {sector: primary}}, at_least: 24 months}"
    assert ask(condition, "\n".join(items)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2027-01-01", "ongoing", "true"),
        ("2026-12-31", "ongoing", "false"),
        ("2027-01-01", "2026-12-01", "false"),
        ("2030-01-01", "2027-01-01", "true"),
        ("", "ongoing", "unknown"),
        ("", "2026-12-31", "false"),
        ("", "2027-01-01", "unknown"),
    ],
)
def test_span_to_the_start_of_the_programme(start, end, expected):
    """Open-ended work runs to the reference date; work with an end that is known runs no further than that."""
    items = f"applicant: {{start: {start}}}\n{job(begin='2025-01-01', end=end)}"
    condition = "span: {over: {work: {}}, at_least: 24 months, as_of: start}"
    assert ask(condition, items) == expected


def test_without_work_no_start_is_asked_for():
    rules = "- {id: a, grant: history, when: {span: {over: {work: {}}, at_least: 1 month, as_of: start}}}"
    assert asked(rules) == []
    assert asked(rules, job(end="ongoing")) == [MissingFact(None, "start")]


def test_only_what_has_a_beginning_and_an_end_covers_time():
    """The calendar time covered by the items that pass."""
    items = "diploma: {date: 2001-01-01}\ncourse: {from: 2001-01-01, date: 2005-01-01}"
    assert ask("span: {over: {evidence: {}}, at_least: 1 month}", items) == "false"


def test_work_that_begins_after_the_reference_date_covers_nothing():
    items = job(begin="2021-01-01", end="2026-01-01")
    assert ask("span: {over: {work: {}}, at_least: 1 month, as_of: 2021-01-01}", items) == "false"
    assert ask("span: {over: {work: {}}, at_least: 1 month, as_of: 2021-02-01}", items, on=date(2027, 1, 1)) == "true"
