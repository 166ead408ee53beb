"""Study plans of the examples, as their commands would make them."""

from __future__ import annotations

from datetime import date
from functools import cache

from evc_rules import assess_alliance, load_alliance, load_dossier
from evc_rules.advice import MemberAdvice, remaining_path
from evc_rules.model.base import Lang
from evc_rules.plan import NO_WISHES, Wishes, again, moves
from evc_rules.reports.study.build import study_plan
from evc_rules.reports.study.planned import Planned
from evc_rules.reports.study.view import StudyPlan

from ...shipped import DOSSIERS, RULESETS

ON = date(2026, 11, 24)


@cache
def member(institution: str = "voorbeeld-oost", wishes: Wishes = NO_WISHES) -> MemberAdvice:
    """What is said of the teaching assistant at an institution, with paths."""
    alliance = load_alliance(RULESETS / "alliances" / "voorbeeld.yaml")
    dossier = load_dossier(DOSSIERS / "onderwijsassistent-41.yaml", alliance.framework)
    one = alliance.with_(members=tuple(each for each in alliance.members if each.institution == institution))
    return assess_alliance(one, dossier, on=ON, plan=True, wishes=wishes).members[0]


def planned(institution: str = "voorbeeld-oost", *, hoped: bool = False, wishes: Wishes = NO_WISHES) -> Planned:
    """What a study plan is made of."""
    found = Planned.of(member(institution, wishes), wishes, hoped=hoped)
    assert found
    return found


@cache
def plan(institution: str = "voorbeeld-oost", lang: Lang = "nl", wishes: Wishes = NO_WISHES) -> StudyPlan:
    """A study plan."""
    return study_plan(planned(institution, wishes=wishes), lang)


def failed() -> str:
    """A unit that the first period of the plan has."""
    return planned().path.periods[0].units[0]


@cache
def replanned(lang: Lang = "nl") -> StudyPlan:
    """The plan a year on, when one unit failed."""
    before = planned()
    worth = before.worth
    wishes = again(before.path, worth.programme, date(2028, 2, 1), failed=[failed()], wishes=NO_WISHES)
    now = remaining_path(before.advice, start=date(2028, 2, 1), wishes=wishes)
    assert now
    found = moves(before.path, now, wishes.done)
    return study_plan(Planned(before.title, before.advice, worth, now, None, wishes, moves=found), lang)


def sooner() -> Wishes:
    """A wish that a path keeps only with some answers."""
    return Wishes(finish_by=date(2030, 2, 1))


def too_late() -> Wishes:
    """A wish that no path keeps."""
    return Wishes(finish_by=date(2028, 9, 1))
