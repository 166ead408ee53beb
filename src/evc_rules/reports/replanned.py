"""What becomes of units when one plans again, as JSON and on a terminal; and a path read back from JSON."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

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

_KIND: dict[MoveKind, tuple[str, str, str]] = {
    "moves": ("schuift", "moves", "yellow"),
    "new": ("nieuw", "new", "green"),
    "gone": ("niet meer nodig", "not needed any more", "green"),
}


class UnitMoveView(View):
    """What becomes of a unit."""

    unit: str
    kind: Literal["done", "stays", "moves", "new", "gone"]
    before: str | None = Field(description="When it began, as study year and period; null for not at all.")
    after: str | None = Field(description="When it begins now.")


class ReplanView(View):
    """`evc-rules replan --json`."""

    evc_rules: str
    dossier: str
    on: date
    institution: str
    finish_before: date | None
    path: PathView
    units: list[UnitMoveView]


def replan_view(  # noqa: PLR0917 - all that it shows
    dossier: str, on: date, institution: str, before: Path, after: Path, found: tuple[UnitMove, ...], lang: Lang
) -> ReplanView:
    """The view of a path that was planned again."""
    return ReplanView(
        evc_rules=VERSION,
        dossier=dossier,
        on=on,
        institution=institution,
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


def moves_page(found: tuple[UnitMove, ...], programme: Programme, lang: Lang) -> RenderableType:
    """What becomes of units: those that move first; how many stay is a number."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for kind, (nl, en, style) in _KIND.items():
        for one in found:
            if one.kind == kind:
                title = programme.unit[one.unit].title.in_(lang) if one.unit in programme.unit else ""
                when = " → ".join(str(slot) for slot in (one.before, one.after) if slot)
                table.add_row(Styled(say(lang, nl, en), style=style), escape(title or one.unit), when)
    stay, done = (sum(one.kind == kind for one in found) for kind in ("stays", "done"))
    stays = words.amount_of(lang, stay, ("eenheid blijft", "unit stays"), ("eenheden blijven", "units stay"))
    are = words.amount_of(lang, done, ("is", "is"), ("zijn", "are")).split()
    foot = f"{stays} {say(lang, 'staan', 'in place')}; {are[0]} {are[1]} {say(lang, 'klaar', 'done')}."
    head = Styled(say(lang, "Wat verandert", "What changes"), style="bold")
    return Group(head, Padding(Group(table, Styled(foot, style="dim")), (0, 0, 1, 2)))


def path_read(view: PlanView, institution: str, *, best: bool = False) -> Path | None:
    """The path of an institution in what `plan --json` printed, or None when there is none."""
    advice = next((one.recommendation for one in view.members if one.institution == institution), None)
    found = (advice.path_at_best or advice.path if best else advice.path) if advice else None
    if found is None or found.finish is None:
        return None
    return Path(
        variant=found.variant,
        start=found.start,
        periods=tuple(
            PlannedPeriod(
                slot=Slot(period=one.period, study_year=one.study_year, start=one.start, end=one.end),
                units=tuple(one.units),
                running=tuple(one.running),
                load=Credits.parse(one.load),
            )
            for one in found.periods
        ),
        finish=found.finish,
        bound=found.bound,
        proven=found.proven,
        assessed=tuple(found.assessed),
    )
