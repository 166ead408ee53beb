"""What is asked of units that have no assessment: refused for one programme, told of one out of several."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from evc_rules.advice import assess_alliance
from evc_rules.cli.app import app
from evc_rules.cli.wishes import DEFAULT_GOALS, wishes
from evc_rules.errors import InvalidInputError
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text
from evc_rules.model.dossier import ApplicantFacts, Dossier
from evc_rules.model.policy import Ruleset
from evc_rules.model.programme import Assessment
from evc_rules.plan import Wishes
from tests.shipped import ROOT

from .making import START, ec, plain_framework, programme, unit

WITH = programme(unit("a", 5, assessment=Assessment(load=ec(1), offered=("P2",))), unit("b", 5), unit("c", 5))
WITHOUT = programme(unit("a", 5), unit("b", 5)).with_(id="other", institution="other")


def test_a_wish_says_of_which_units_a_programme_has_no_assessment():
    asked = Wishes(assessed=("a", "b", "elsewhere", "b"))
    assert asked.unassessed(WITH) == ("b",)
    assert asked.unassessed(WITHOUT) == ("a", "b")
    assert asked.within(WITH).assessed == ("a",)


@pytest.mark.parametrize(("programmes", "help_"), [((WITH, WITHOUT), "these can: a"), ((WITHOUT,), "no programme")])
def test_a_unit_that_no_programme_has_an_assessment_of_is_refused(programmes, help_):
    with pytest.raises(InvalidInputError) as refused:
        wishes(DEFAULT_GOALS, None, None, ["a", "b"], None, None, None, programmes)
    found = [one for one in refused.value.findings if "'b'" in one.message]
    assert [one.code for one in found] == ["EVC-P010"]
    assert help_ in found[0].help


def test_an_institute_without_the_assessment_says_so_and_plans_the_unit_as_followed():
    frame = plain_framework("a", "b", "c")
    plain = Ruleset(id="r", title=Text(nl="r", en="r"), institution="i", framework=frame.name, rules=())
    members = tuple(
        Member(institution=one.institution, rulesets=(plain.with_(id=one.id),), programmes=(one,))
        for one in (WITH, WITHOUT)
    )
    alliance = Alliance(id="v", title=Text(nl="v", en="v"), framework=frame, members=members)
    person = Dossier(id="d", applicant=ApplicantFacts(attributes=(("variant", "full-time"),)))
    advice = assess_alliance(
        alliance, person, on=date(2026, 8, 1), start=START, plan=True, wishes=Wishes(assessed=("a", "c"))
    )
    here, there = advice.members
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
