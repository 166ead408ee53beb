"""What `evc-rules paths --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from ...advice.lanes import Course, Lane, UnitGap
from ...model.base import Lang
from ...model.dossier import Dossier
from ...model.outcomes import Framework
from ..build import VERSION
from ..view import View
from .words import against, gaps, said


class CourseView(View):
    """A path, in numbers."""

    finish: date | None = Field(description="The first day after the last period; null without a plan.")
    proven: bool = Field(description="Whether it is proven that there is no better one (or none at all).")
    bound: date | None = Field(description="No plan finishes before this day.")
    periods: int | None
    load: str = Field(description="The study load of all that is followed.")
    hours: str
    fees: str | None = Field(description="What it costs; null where the programme does not say.")
    awarded: str = Field(description="What need not be followed.")
    decided_by: list[Literal["work", "order"]] = Field(
        description="What by itself asks for so many periods: the amount of work, what must come after what, both, or "
        "neither."
    )
    chain: list[str] = Field(description="The units that follow on one another and hold up the last the longest.")
    clashes: list[str] = Field(description="Why there is no plan.")


class UnitGapView(View):
    """A unit that makes a difference."""

    unit: str
    title: str
    before: str = Field(description="What it asks there; 0 EC when it is not followed.")
    after: str = Field(description="What it asks here.")
    holds_up: bool = Field(description="Whether it is in the longest chain.")


class LaneView(View):
    """One institution in one way."""

    institution: str
    title: str
    way: Literal["offered", "own", "harmonised"] = Field(
        description="With nobody exempt, by its own policy, or by a harmonised one."
    )
    strategy: str | None
    variant: str | None = Field(description="Null where it is not known.")
    now: CourseView | None = Field(description="As things stand; null where there is nothing to plan.")
    at_best: CourseView | None = Field(
        description="If every open question came out well; null as offered, and where it was not asked for."
    )
    why: list[str] = Field(description="Why there is nothing to plan.")
    against: Literal["offered", "own"] | None = Field(description="What it is laid beside: the lane of this way.")
    periods_saved: int | None = Field(description="How many periods sooner than that it ends; null where not known.")
    difference: list[UnitGapView] = Field(description="The units that make the difference with that.")


class PersonView(View):
    """The lanes of one applicant."""

    dossier: str
    title: str
    lanes: list[LaneView]
    said: list[str] = Field(description="What the differences come to, in sentences.")


class PathsView(View):
    """`evc-rules paths --json`."""

    evc_rules: str
    on: date
    dossiers: list[PersonView]


def paths_view(
    framework: Framework, on: date, found: Iterable[tuple[Dossier, Sequence[Lane]]], lang: Lang
) -> PathsView:
    """The view of lanes of applicants."""
    return PathsView(
        evc_rules=VERSION, on=on, dossiers=[person_view(each, framework, lanes, lang) for each, lanes in found]
    )


def person_view(dossier: Dossier, framework: Framework, lanes: Sequence[Lane], lang: Lang) -> PersonView:
    """The view of the lanes of one applicant."""
    return PersonView(
        dossier=dossier.id,
        title=dossier.title.in_(lang),
        lanes=[_lane(one, lanes, lang) for one in lanes],
        said=list(said(lanes, framework, lang)),
    )


def _lane(one: Lane, lanes: Sequence[Lane], lang: Lang) -> LaneView:
    beside = against(one, lanes)
    there, here = (each.now.periods if each and each.now else None for each in (beside, one))
    return LaneView(
        institution=one.institution,
        title=one.title.in_(lang) or one.institution,
        way=one.way,
        strategy=one.strategy or None,
        variant=one.variant or None,
        now=_course(one.now, lang) if one.now else None,
        at_best=_course(one.best, lang) if one.best else None,
        why=[each.in_(lang) for each in one.why],
        against="offered" if beside and beside.way == "offered" else "own" if beside else None,
        periods_saved=there - here if there is not None and here is not None else None,
        difference=[_gap(gap, one, lang) for gap in gaps(one, beside)],
    )


def _course(one: Course, lang: Lang) -> CourseView:
    path, decisive = one.path, one.decisive
    return CourseView(
        finish=path.finish,
        proven=path.proven,
        bound=path.bound,
        periods=one.periods,
        load=str(path.load),
        hours=str(one.hours),
        fees=str(one.fees) if one.fees is not None else None,
        awarded=str(one.credits),
        decided_by=[
            *(["work"] if decisive and decisive.work else []),
            *(["order"] if decisive and decisive.order else []),
        ],
        chain=list(decisive.chain) if decisive else [],
        clashes=[clash.text.in_(lang) for clash in path.clashes],
    )


def _gap(one: UnitGap, lane: Lane, lang: Lang) -> UnitGapView:
    unit = lane.programme.unit[one.unit] if lane.programme else None
    return UnitGapView(
        unit=one.unit,
        title=(unit.title.in_(lang) if unit else "") or one.unit,
        before=str(one.before),
        after=str(one.after),
        holds_up=one.holds_up,
    )
