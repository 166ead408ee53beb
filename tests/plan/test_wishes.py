"""What is asked and cannot be: assessments that are not there, and costs that nobody named; refused, or told of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from typer.testing import CliRunner

from evc_rules.advice import MemberAdvice, assess_alliance
from evc_rules.cli.app import app
from evc_rules.cli.wishes import DEFAULT_GOALS, wishes
from evc_rules.errors import InvalidInputError
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text
from evc_rules.model.dossier import ApplicantFacts, Dossier
from evc_rules.model.policy import Ruleset
from evc_rules.model.programme import Assessment, Fees, Programme
from evc_rules.model.quantities import Euros
from evc_rules.plan import Wishes, plan_path
from tests.shipped import ROOT

from .making import START, ec, plain_framework, programme, unit

WITH = programme(unit("a", 5, assessment=Assessment(load=ec(1), offered=("P2",))), unit("b", 5), unit("c", 5))
WITHOUT = programme(unit("a", 5), unit("b", 5)).with_(id="other", institution="other")


def test_a_wish_says_of_which_units_a_programme_has_no_assessment():
    asked = Wishes(assessed=("a", "b", "elsewhere", "b"))
    assert asked.unassessed(WITH) == ("b",)
    assert asked.unassessed(WITHOUT) == ("a", "b")
    assert asked.within(WITH, "full-time").assessed == ("a",)


@pytest.mark.parametrize(("programmes", "help_"), [((WITH, WITHOUT), "these can: a"), ((WITHOUT,), "no programme")])
def test_a_unit_that_no_programme_has_an_assessment_of_is_refused(programmes, help_):
    with pytest.raises(InvalidInputError) as refused:
        wishes(DEFAULT_GOALS, None, None, ["a", "b"], None, None, None, programmes)
    found = [one for one in refused.value.findings if "'b'" in one.message]
    assert [one.code for one in found] == ["EVC-P010"]
    assert help_ in found[0].help


def planned_at(programmes: Iterable[Programme], asked: Wishes) -> tuple[MemberAdvice, ...]:
    """What institutes without rules say to somebody, with paths through their programmes."""
    frame = plain_framework("a", "b", "c")
    plain = Ruleset(id="r", title=Text(nl="r", en="r"), institution="i", framework=frame.name, rules=())
    members = tuple(
        Member(institution=one.institution, rulesets=(plain.with_(id=one.id),), programmes=(one,)) for one in programmes
    )
    alliance = Alliance(id="v", title=Text(nl="v", en="v"), framework=frame, members=members)
    person = Dossier(id="d", applicant=ApplicantFacts(attributes=(("variant", "full-time"),)))
    return assess_alliance(alliance, person, on=date(2026, 8, 1), start=START, plan=True, wishes=asked).members


def test_an_institute_without_the_assessment_says_so_and_plans_the_unit_as_followed():
    here, there = planned_at((WITH, WITHOUT), Wishes(assessed=("a", "c")))
    assert [(one.code, "'c'" in one.message) for one in here.findings] == [("EVC-P010", True)]
    assert [(one.code, "'a'" in one.message) for one in there.findings] == [("EVC-P010", True)]
    assert here.paths[0].assessed == ("a",)
    assert there.paths[0].assessed == ()


def test_the_command_refuses_a_unit_without_an_assessment():
    said = CliRunner().invoke(
        app,
        [
            "plan", str(ROOT / "rulesets/alliances/voorbeeld.yaml"), "-i", "voorbeeld-oost", "--on", "2026-11-24", "-d",
            str(ROOT / "examples/dossiers/onderwijsassistent-41.yaml"), "--by-assessment", "proeve-3",
        ],
    )  # fmt: skip
    assert (said.exit_code, "EVC-P010" in said.output) == (2, True), said.output


PRICED, UNPRICED = (
    one.with_(variants=tuple(each.with_(fees=fees) for each in one.variants))
    for one, fees in ((WITH, Fees(ec=Euros.parse("40 EUR"), assessment=Euros.parse("60 EUR"))), (WITHOUT, None))
)


def test_what_costs_nobody_knows_what_is_never_said_to_cost_least():
    with pytest.raises(InvalidInputError) as refused:
        plan_path(UNPRICED, plain_framework("a", "b", "c"), "full-time", (), (), START, wishes=Wishes(goals=("cost",)))
    assert [one.code for one in refused.value.findings] == ["EVC-P013"]
    with pytest.raises(InvalidInputError) as asked:
        wishes("cost,finish", None, None, None, None, None, None, [UNPRICED])
    assert [one.code for one in asked.value.findings] == ["EVC-P013"]
    assert wishes("cost", None, None, None, None, None, None, [UNPRICED, PRICED]).goals == ("cost",)


def test_a_fee_that_is_left_out_is_not_known():
    (terms,) = WITH.variants
    some = terms.with_(fees=Fees(ec=Euros.parse("40 EUR")))
    assert str(some.fee(WITH.units[0])) == "200 EUR"
    assert some.fee(WITH.units[0], by_assessment=True) is None
    assert terms.fee(WITH.units[0]) is None


def test_an_institute_that_names_no_fees_plans_by_the_other_goals_and_says_so():
    here, there = planned_at((PRICED, UNPRICED), Wishes(goals=("cost", "finish")))
    assert [one.goal for one in here.paths[0].objectives] == ["cost", "finish"]
    assert [one.code for one in here.findings] == []
    assert [one.goal for one in there.paths[0].objectives] == ["finish"]
    assert [one.code for one in there.findings] == ["EVC-P013"]


@pytest.mark.parametrize(("most", "said"), [("5 h", "'5 h' is not"), ("", "'' is not")])
def test_a_pace_that_is_none_is_named_as_it_was_written(most, said):
    with pytest.raises(InvalidInputError) as caught:
        wishes("finish", None, [f"2027-09-01/..={most}"], None, None, None, None, [PRICED])
    assert f"--pace: {said} an amount in EC" in caught.value.findings[0].message


@pytest.mark.parametrize("most", ["7.5EC", "7.5 EC", " 7.5 ", "7.5"])
def test_a_pace_can_be_written_short(most):
    (pace,) = wishes("finish", None, [f"2027-09-01/..={most}"], None, None, None, None, [PRICED]).pace
    assert str(pace.most) == "7.5 EC"
