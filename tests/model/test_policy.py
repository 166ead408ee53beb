"""When a ruleset applies, and what a parameter is on a day (meaning.md, section 6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from evc_rules.model.attributes import Conversion, Grade, Vocabulary
from evc_rules.model.base import Text
from evc_rules.model.conditions import FALSE, TRUE, All, Any_, Applicant, Exempt, Exists, Filter, Not, every, parts_of
from evc_rules.model.outcomes import Ref
from evc_rules.model.policy import Applies, Parameter, ParameterValue, Rule, Ruleset
from evc_rules.model.quantities import Age, Cohorts, Dates
from evc_rules.model.sources import Citation, Source

ON = date(2026, 9, 1)


def test_what_applies_on_no_such_day_is_false_and_what_always_applies_is_true() -> None:
    assert Applies().condition(ON) == TRUE
    assert Applies(decisions=Dates.parse("../2026-09-01")).condition(ON) == FALSE
    assert Applies(decisions=Dates.parse("2026-09-01/..")).condition(ON) == TRUE


def test_what_is_left_to_ask_is_about_the_applicant() -> None:
    applies = Applies(cohorts=Cohorts.parse("2024/2026"), variants=("part-time",))
    asked = applies.condition(ON)
    assert isinstance(asked, Applicant)
    assert [test.attribute for test in asked.tests if test.test != "age"] == ["cohort", "cohort", "variant"]


def _parameter() -> Parameter:
    first = ParameterValue(until=ON, value=Age.parse("5 years"))
    old = ParameterValue(start=ON, cohorts=Cohorts.parse("../2026"), value=Age.parse("5 years"))
    new = ParameterValue(start=ON, cohorts=Cohorts.parse("2026/.."), value=Age.parse("10 years"))
    return Parameter(id="validity", values=(first, old, new))


@pytest.mark.parametrize(
    ("on", "cohort", "values"),
    [
        (date(2026, 8, 31), 2026, ["5 years"]),
        (date(2026, 8, 31), None, ["5 years"]),
        (ON, 2025, ["5 years"]),
        (ON, 2026, ["10 years"]),
        (ON, None, ["5 years", "10 years"]),
    ],
)
def test_a_parameter_has_one_value_or_hangs_on_a_cohort_that_is_not_known(
    on: date, cohort: int | None, values: list[str]
) -> None:
    assert [str(value) for value in _parameter().at(on, cohort)] == values


def test_a_parameter_is_no_plain_text_and_no_float() -> None:
    for wrong in ("5 years", 5, 5.0, None):
        with pytest.raises(ValidationError):
            ParameterValue.model_validate({"value": wrong})


def test_a_citation_is_a_source_and_perhaps_an_article() -> None:
    source = Source(title=Text(nl="OER", en="OER"), articles={"art-1": Text(nl="Een", en="One")})
    ruleset = Ruleset(
        id="r", title=Text(), institution="i", framework="f@1", sources={"oer": source},
        rules=(Rule(id="a", effect="grant", reach=(Ref("x"),)), Rule(id="b", effect="waive", overrides=("a",))),
    )  # fmt: skip
    assert str(Citation.parse("oer/art-1")) == "oer/art-1"
    assert ruleset.article(Citation.parse("oer/art-1")).in_("nl") == "Een"
    assert ruleset.article(Citation.parse("oer")).in_("en") == "OER"
    assert not ruleset.article(Citation.parse("oer/art-2"))
    assert not ruleset.article(Citation.parse("whw"))
    assert [rule.id for rule in ruleset.overridden_by["a"]] == ["b"]
    assert ruleset.overridden_by["b"] == ()


def test_every_condition_is_met_once_from_the_outside_in() -> None:
    inner = Exempt(outcome=Ref("x", 1, 1))
    tree = All(of=(Not(of=inner), Any_(of=(Exists(filter=Filter()), inner))))
    assert [part.form for part in every(tree)] == ["all", "not", "exempt", "any", "evidence", "exempt"]
    assert parts_of(inner) == ()


def test_a_text_in_one_language_is_shown_in_the_other() -> None:
    assert Text(nl="Klein").in_("en") == "Klein"
    assert Text.model_validate("Small") == Text(nl="Small", en="Small")
    assert not Text()


def test_a_grade_keeps_its_scale() -> None:
    """meaning.md, section 4: a test on another scale is unknown, unless a declared conversion exists."""
    converted = Conversion(from_scale="de-6", to_scale="nl-10", marks=((Decimal("1.0"), Decimal(10)),))
    vocabulary = Vocabulary.standard().extended(conversions=[converted])
    assert vocabulary.convert(Grade(Decimal(8), "nl-10"), "nl-10") == 8
    assert vocabulary.convert(Grade(Decimal(1), "de-6"), "nl-10") == 10
    assert vocabulary.convert(Grade(Decimal(2), "de-6"), "nl-10") is None
    assert vocabulary.convert(Grade(Decimal(10), "nl-10"), "de-6") is None


@pytest.mark.parametrize("id_", ["", "a b", ".a", "a.", "a..b", "-a", "é", "a\n", "a@1", "a/b"])
def test_what_is_no_id(id_: str) -> None:
    with pytest.raises(ValidationError):
        Rule(id=id_, effect="grant")


def test_models_do_not_change() -> None:
    rule = Rule(id="a", effect="grant")
    with pytest.raises(ValidationError):
        rule.id = "b"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Rule.model_validate({"id": "a", "effect": "grant", "priority": 1})
