"""Lanes as rows of a table with bars: every word and length of what a terminal and a page show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ...advice.lanes import Course, Lane, Way
from ...language import words
from ...language.words import say
from ...model.base import Lang
from ...model.dossier import Dossier
from ...model.outcomes import Framework
from ...model.quantities import Hours
from ..console_path import no_plan
from ..variants import variant_said
from .words import said, way_said


@dataclass(frozen=True)
class Row:
    """One lane.

    Attributes:
        way: By what it is planned.
        name: The same in words.
        finish: When it ends, or why there is no path.
        periods: How many periods it takes.
        work: What is left to do [EC].
        hours: The same in hours.
        fees: What it costs.
        exempt: What need not be followed [EC].
        sure: Whether that is proven.
        best: When it ends if every open question comes out well; nothing where that was not asked for.
        now_percent: How far its bar reaches, of the whole axis; nothing without a path.
        best_percent: How far it reaches at best.
    """

    way: Way
    name: str
    finish: str
    periods: str = ""
    work: str = ""
    hours: str = ""
    fees: str = ""
    exempt: str = ""
    sure: str = ""
    best: str = ""
    now_percent: float | None = None
    best_percent: float | None = None


@dataclass(frozen=True)
class Group:
    """The lanes of one institution and variant."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tick:
    """The beginning of a year on the axis."""

    label: str
    percent: float


@dataclass(frozen=True)
class Board:
    """Lanes of one applicant side by side.

    Attributes:
        lang: The language.
        title: Whose paths.
        lead: What is laid side by side, and who decides.
        groups: The lanes, by institution and variant.
        ticks: The years on the axis.
        said: The differences in sentences.
        heads: What the columns are called.
        notes: What marks mean.
    """

    lang: Lang
    title: str
    lead: tuple[str, ...]
    groups: tuple[Group, ...]
    ticks: tuple[Tick, ...]
    said: tuple[str, ...]
    heads: dict[str, str]
    notes: tuple[str, ...]


def heads(lang: Lang) -> dict[str, str]:
    """What the columns are called."""
    named = {
        "way": ("volgens", "by"),
        "finish": ("klaar", "finished"),
        "periods": ("perioden", "periods"),
        "work": ("te doen", "to do"),
        "hours": ("uur", "hours"),
        "fees": ("kosten", "fees"),
        "exempt": ("vrij", "exempt"),
        "sure": ("zeker", "sure"),
        "best": ("op zijn best", "at best"),
        "bar": ("van begin tot eind", "from start to end"),
        "title": ("Paden naast elkaar", "Paths side by side"),
        "differences": ("Wat het verschil maakt", "What makes the difference"),
        "table": ("In cijfers", "In numbers"),
    }
    return {name: words.pick(lang, pair) for name, pair in named.items()}


def board(dossier: Dossier, framework: Framework, on: date, lanes: Sequence[Lane], lang: Lang) -> Board:
    """Lanes of one applicant as they are shown."""
    courses = [each for one in lanes for each in (one.now, one.best) if each]
    first = min((each.path.start for each in courses), default=on)
    last = max((each.path.finish for each in courses if each.path.finish), default=first)
    span = max((last - first).days, 1)

    def percent(course: Course | None) -> float | None:
        if course is None or course.path.finish is None:
            return None
        return round(100 * (course.path.finish - first).days / span, 2)

    groups = []
    for (name, variant), group in groupby(lanes, key=lambda one: (one.title.in_(lang) or one.institution, one.variant)):
        rows = tuple(_row(one, percent(one.now), percent(one.best), lang) for one in group)
        groups.append(Group(f"{name} · {variant_said(framework, variant, lang)}" if variant else name, rows))
    years = range(first.year + 1, last.year + 1)
    return Board(
        lang=lang,
        title=dossier.title.in_(lang) or dossier.id,
        lead=(
            say(lang, f"{dossier.id} · beslissing op {on}", f"{dossier.id} · decision on {on}"),
            say(
                lang,
                "Een advies met redenen: de examencommissie beslist.",
                "A recommendation with reasons: the exam board decides.",
            ),
        ),
        groups=tuple(groups),
        ticks=tuple(Tick(str(year), round(100 * (date(year, 1, 1) - first).days / span, 2)) for year in years),
        said=tuple(said(lanes, framework, lang)),
        heads=heads(lang),
        notes=tuple(_notes(lanes, lang)),
    )


def _row(one: Lane, now: float | None, best: float | None, lang: Lang) -> Row:
    name = way_said(one, lang)
    course = one.now
    if course is None:
        none = "" if one.late else say(lang, "geen pad: ", "no path: ")
        return Row(one.way, name, none + "; ".join(each.in_(lang) for each in one.why))
    if course.path.finish is None:
        why = "; ".join(clash.text.in_(lang) for clash in course.path.clashes)
        none = say(lang, "geen plan mogelijk", "no plan possible")
        found = none if course.path.impossible else say(lang, "niet gevonden", "not found")
        return Row(one.way, name, f"{found}: {why}" if why else found, best=_finish(one.best, lang), best_percent=best)
    return Row(
        way=one.way,
        name=name,
        finish=_finish(course, lang),
        periods=str(course.periods),
        work=words.number(lang, course.path.load.value),
        hours=hours_said(course.hours, lang),
        fees=words.money(lang, course.fees) if course.fees is not None else "?",
        exempt=words.number(lang, course.credits.value),
        sure=_sure(course, lang),
        best=_finish(one.best, lang),
        now_percent=now,
        best_percent=best if best is not None and now is not None and best < now else None,
    )


def hours_said(hours: Hours, lang: Lang) -> str:
    """A number of hours."""
    return words.number(lang, hours.value)


def _finish(course: Course | None, lang: Lang) -> str:
    if course is None:
        return ""
    return str(course.path.finish) if course.path.finish else no_plan(course.path, lang)


def _sure(course: Course, lang: Lang) -> str:
    path = course.path
    if path.bound == path.finish:
        return say(lang, "bewezen", "proven")
    if path.bound is None:
        return say(lang, "niet bewezen", "not proven")
    return say(lang, f"niet voor {path.bound}", f"not before {path.bound}")


def _notes(lanes: Sequence[Lane], lang: Lang) -> Iterable[str]:
    yield say(lang, "te doen en vrij: in EC; 1 EC is 28 uur", "to do and exempt: in EC; 1 EC is 28 hours")
    if any(one.best for one in lanes):
        yield say(
            lang, "op zijn best: als alle open vragen goed uitvallen", "at best: if all open questions come out well"
        )
    if any(one.now and one.now.fees is None for one in lanes):
        yield say(lang, "?: de opleiding noemt geen kosten", "?: the programme names no fees")
