"""Paths side by side on a terminal: one table with a bar in every row, and the differences in words."""

from __future__ import annotations

from typing import Final

from rich.console import Group as Together
from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ...advice.lanes import Way
from .table import Board, Row

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
