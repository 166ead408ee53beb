"""Paths side by side on a terminal: one table with a bar in every row, and the differences in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Group as Together
from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ...advice.lanes import Lane, Way
from ...language.words import say
from ...model.base import Lang
from ..console_path import no_plan
from .table import Board, Row
from .words import against, way_said

_BAR: Final = 24
"""How wide a bar is at most [columns]."""
_STYLE: Final[dict[Way, str]] = {"offered": "dim", "own": "blue", "harmonised": "green"}
_COLUMNS: Final = ("finish", "periods", "work", "hours", "fees", "exempt", "sure", "best")


def board_page(board: Board) -> RenderableType:
    """The lanes of one applicant."""
    heads = board.heads
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, max_width=32)
    rows = [row for group in board.groups for row in group.rows]
    shown = [name for name in _COLUMNS if any(getattr(row, name) not in {"", "?"} for row in rows)]
    for name in shown:
        table.add_column(heads[name], no_wrap=True, justify="left" if name in {"sure", "finish", "best"} else "right")
    table.add_column(heads["bar"], no_wrap=True)
    unplaced: dict[str, list[str]] = {}
    for group in board.groups:
        table.add_row(Styled(group.title, style="bold"))
        for row in group.rows:
            if row.now_percent is None:
                unplaced.setdefault(f"{group.title}: {row.finish}", []).append(row.name)
                table.add_row(f"  {escape(row.name)}", Styled("-", style="yellow"))
                continue
            cells = [escape(getattr(row, name)) for name in shown]
            table.add_row(f"  {escape(row.name)}", *cells, _bar(row))
    head = [Styled(board.title, style="bold"), *(Styled(each, style="dim") for each in board.lead)]
    notes = [Styled(each, style="dim") for each in board.notes]
    told = [Styled(heads["differences"], style="bold"), *(Padding(each, (0, 0, 0, 2)) for each in board.said)]
    without = [Styled(f"{what} ({', '.join(ways)})", style="yellow") for what, ways in unplaced.items()]
    return Together(*head, "", table, *notes, *without, "", *(told if board.said else ()))


def _bar(row: Row) -> Styled:
    """Filled up to where it ends at best, and light from there to where it ends as things stand."""
    now = round((row.now_percent or 0) / 100 * _BAR)
    best = now if row.best_percent is None else round(row.best_percent / 100 * _BAR)
    bar = Styled("█" * best, style=_STYLE[row.way])
    return bar.append("░" * (now - best), style=_STYLE[row.way])


def people_page(found: Sequence[tuple[str, Sequence[Lane]]], lang: Lang) -> RenderableType:
    """Many applicants: for each institution and policy when each ends, and how many periods that saves."""
    places = dict.fromkeys(
        (one.title.in_(lang) or one.institution, way_said(one, lang))
        for _, lanes in found
        for one in lanes
        if one.way != "offered"
    )
    ways = {way for _, way in places}
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(say(lang, "dossier", "dossier"), no_wrap=True, max_width=28)
    for name, way in places:
        table.add_column(name if len(ways) == 1 else f"{name}\n{way}")
    reasons: dict[str, None] = {}
    for dossier, lanes in found:
        by_place = {(one.title.in_(lang) or one.institution, way_said(one, lang)): one for one in lanes}
        cells = [_cell(by_place.get(place), lanes, lang) for place in places]
        table.add_row(escape(dossier), *cells)
        for one in lanes:
            if one.way != "offered" and (one.now is None or one.now.path.finish is None):
                said = [each.in_(lang) for each in one.why]
                said += [clash.text.in_(lang) for clash in one.now.path.clashes] if one.now else []
                reasons[f"{dossier}, {one.title.in_(lang) or one.institution}: {'; '.join(said)}"] = None
    note = say(
        lang,
        "(-n): zoveel perioden eerder dan zonder vrijstellingen, of dan volgens de eigen regels",
        "(-n): so many periods earlier than with nobody exempt, or than by the own policy",
    )
    return Together(table, Styled(note, style="dim"), *(Styled(each, style="yellow") for each in reasons), "")


def _cell(one: Lane | None, lanes: Sequence[Lane], lang: Lang) -> RenderableType:
    if one is None or one.now is None:
        return Styled("-", style="dim")
    if one.now.path.finish is None:
        return Styled(no_plan(one.now.path, lang), style="red")
    beside = against(one, lanes)
    mark = "" if one.now.path.bound == one.now.path.finish else "~"
    cell = Styled(f"{mark}{one.now.path.finish}")
    if beside and beside.now and beside.now.periods is not None and one.now.periods is not None:
        saved = beside.now.periods - one.now.periods
        sign = "-" if saved > 0 else "+" if saved < 0 else "±"
        cell.append(f" ({sign}{abs(saved)})", style="green" if saved > 0 else "red" if saved < 0 else "dim")
    return cell
