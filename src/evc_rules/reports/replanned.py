"""What becomes of units when one plans again, as JSON and on a terminal; and a path read back from JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from pydantic import Field
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..advice import Recommendation
from ..advice.worth import AdvisedPath
from ..language import words
from ..language.words import say
from ..model.base import Lang
from ..model.programme import Programme, Slot
from ..model.quantities import Credits
from ..plan import MoveKind, Path, PlannedPeriod, UnitMove
from .build import VERSION
from .build import path as path_view
from .view import View
from .views import PathView, PlanView

BECOMES: Final[dict[MoveKind, tuple[str, str, str]]] = {
    "goes-on": ("loopt door", "goes on", "green"),
    "again": ("opnieuw", "again", "yellow"),
    "moves": ("schuift", "moves", "yellow"),
    "new": ("nieuw", "new", "green"),
    "gone": ("niet meer nodig", "not needed any more", "green"),
}


class UnitMoveView(View):
    """What becomes of a unit."""

    unit: str
    kind: Literal["done", "goes-on", "again", "stays", "moves", "new", "gone"] = Field(
        description="`goes-on`: it is followed in the period that is running, and counts as one that will be passed. "
        "`again`: it had begun, and begins once more, as it failed or has periods after the running one."
    )
    before: str | None = Field(
        description="When it began; null for not at all. `2028/D` is period D of the study year that begins in 2028."
    )
    after: str | None = Field(description="When it begins now.")


class ReplanView(View):
    """`evc-rules replan --json`."""

    evc_rules: str
    dossier: str
    on: date
    institution: str
    programme: str
    awarded: list[str] = Field(description="The units that are exempt on this path, and need not be followed.")
    finish_before: date | None
    path: PathView
    units: list[UnitMoveView]


def replan_view(
    advice: Recommendation,
    programme: Programme,
    before: Path,
    after: AdvisedPath,
    found: Sequence[UnitMove],
    lang: Lang,
) -> ReplanView:
    """The view of a path that was planned again: from it one can plan again as well."""
    return ReplanView(
        evc_rules=VERSION,
        dossier=advice.dossier.id,
        on=advice.on,
        institution=programme.institution,
        programme=programme.id,
        awarded=list(after.award.awarded),
        finish_before=before.finish,
        path=path_view(after, lang),
        units=[
            UnitMoveView(
                unit=one.unit,
                kind=one.kind,
                before=str(one.before) if one.before else None,
                after=str(one.after) if one.after else None,
            )
            for one in found
        ],
    )


def moves_page(found: Sequence[UnitMove], start: date, programme: Programme, lang: Lang) -> RenderableType:
    """What becomes of units: those that move first; how many stay is a number."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for kind, (nl, en, style) in BECOMES.items():
        for one in found:
            if one.kind == kind:
                title = programme.unit[one.unit].title.in_(lang) if one.unit in programme.unit else ""
                when = " → ".join(
                    f"{words.in_study_year(slot)} ({slot.start})" for slot in (one.before, one.after) if slot
                )
                table.add_row(Styled(say(lang, nl, en), style=style), escape(title or one.unit), when)
    stay, done = (sum(one.kind == kind for one in found) for kind in ("stays", "done"))
    stays = words.amount_of(lang, stay, ("eenheid blijft", "unit stays"), ("eenheden blijven", "units stay"))
    are = words.amount_of(lang, done, ("is", "is"), ("zijn", "are")).split()
    foot = f"{stays} {say(lang, 'staan', 'in place')}; {are[0]} {are[1]} {say(lang, 'klaar', 'done')}."
    head = Styled(say(lang, "Wat verandert", "What changes"), style="bold")
    kinds = {one.kind for one in found}
    notes = [
        Styled(f"{text} {how}", style="yellow")
        for kind, text, how in (
            ("goes-on", going_on_said(str(start), lang), say(lang, "Zo niet: --failed.", "If not: --failed.")),
            ("again", again_said(str(start), lang), say(lang, "Dat zegt --done.", "Say so with --done.")),
        )
        if kind in kinds
    ]
    return Group(head, Padding(Group(table, *notes, Styled(foot, style="dim")), (0, 0, 1, 2)))


def going_on_said(day: str, lang: Lang) -> str:
    """What a plan counts on where units go on that are being followed."""
    return say(
        lang,
        f"Wat loopt op {day} en in die periode eindigt, loopt door: het plan rekent erop dat je het haalt.",
        f"What is being followed on {day} and ends in that period goes on: the plan counts on it being passed.",
    )


def again_said(day: str, lang: Lang) -> str:
    """That units begin again, and when they need not."""
    return say(
        lang,
        f"Opnieuw begint wat niet is gehaald, en wat op {day} liep en nog een periode nodig had. Telt het wel als "
        "gehaald, dan hoeft het niet opnieuw.",
        f"What failed begins again, and so does what was under way on {day} with a period still to come. What does "
        "count as passed need not.",
    )


def path_read(view: PlanView | ReplanView, institution: str, *, best: bool = False) -> Path | None:
    """The path of an institution in what `plan --json` or `replan --json` printed, or None when there is none.

    Raises:
        ValueError: What it says cannot be of any path.
    """
    if isinstance(view, ReplanView):
        found = view.path if view.institution == institution else None
    else:
        advice = next((one.recommendation for one in view.members if one.institution == institution), None)
        found = (advice.path_at_best or advice.path if best else advice.path) if advice else None
    if found is None or found.finish is None:
        return None
    slots = [Slot(period=one.period, study_year=one.study_year, start=one.start, end=one.end) for one in found.periods]
    follow = all(one.end <= other.start for one, other in pairwise(slots))
    if not follow or any(not 0 <= one.start.year - one.study_year <= 1 or one.start >= one.end for one in slots):
        raise ValueError("its periods do not follow one another")
    if found.finish != (slots[-1].end if slots else found.start):
        raise ValueError("it does not finish when its last period ends")
    return Path(
        variant=found.variant,
        start=found.start,
        periods=tuple(
            PlannedPeriod(slot=slot, units=tuple(one.units), running=tuple(one.running), load=Credits.parse(one.load))
            for slot, one in zip(slots, found.periods, strict=True)
        ),
        finish=found.finish,
        bound=found.bound,
        proven=found.proven,
        assessed=tuple(found.assessed),
        done=tuple(found.done),
        begun=found.begun,
    )
