"""A study plan on a terminal: a picture of units and periods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ...model.outcomes import Component
from .heads import heads, marks
from .view import Span, StudyPlan

_STYLE: Final[dict[Component, str]] = {
    "pedagogical-didactic": "blue",
    "subject-didactic": "yellow",
    "subject-content": "green",
    "professional": "magenta",
    "admission": "white",
    "route": "cyan",
}
_BAR: Final = "█"
_ASSESSED: Final = "▒"
_REST: Final = "·"
_LEVELS: Final = " ▁▂▃▄▅▆▇█"
_WIDE: Final = 2
"""How many columns of a terminal a period takes."""


def timeline(plan: StudyPlan) -> RenderableType:
    """Units below each other, periods beside each other, and the load of each period below."""
    said = heads(plan.lang)
    head = Styled(f"{plan.title} · {plan.place}", style="bold")
    lines = [Styled(plan.headline, style="bold green" if plan.finish else "bold red"), *map(Styled, plan.lead)]
    if not plan.spans:
        lines += [Styled(f"✗ {each}", style="red") for each in plan.clashes]
        lines += [Styled(f"→ {each}", style="green") for each in plan.ways]
        return Group(head, Padding(Group(*lines), (0, 0, 1, 2)))
    periods = list(plan.periods)
    table = Table(box=None, pad_edge=False, padding=(0, 0, 0, 0), header_style="dim")
    table.add_column(said["unit"], no_wrap=True, max_width=44)
    table.add_column("EC", justify="right", no_wrap=True)
    short = all(len(each.code) <= _WIDE for each in periods)
    for year in plan.years:
        for number, period in enumerate(year.periods):
            label = "" if number else f"'{period.key[2:4]}"
            table.add_column(f" {label}\n {period.code if short else period.column}", no_wrap=True, min_width=_WIDE + 1)
    for span in plan.spans:
        table.add_row(escape(span.title), f"  {span.load.removesuffix(' EC')}", *_cells(span, len(periods)))
    loads = [Styled(f" {_LEVELS[round(each.percent / 100 * (len(_LEVELS) - 1))] * _WIDE}") for each in periods]
    table.add_row(Styled(said["load"], style="bold"), "", *loads)
    known = marks(plan.lang)
    key = Styled("  ").join(
        [Styled(f"{_BAR} ", style=_STYLE[mark]) + Styled(known[mark], style="dim") for mark in plan.marks]
    )
    if not short:
        codes = dict.fromkeys((each.column, each.code) for each in sorted(periods, key=lambda one: one.column))
        lines.append(Styled("  ".join(f"{column} = {code}" for column, code in codes), style="dim"))
    sure = [Styled(each, style="dim") for each in plan.sure]
    return Group(head, Padding(Group(*lines, "", table, "", key, *sure), (0, 0, 1, 2)))


def _cells(span: Span, count: int) -> Iterator[RenderableType]:
    for number in range(count):
        if span.first <= number <= span.last:
            mark = _ASSESSED if span.assessed else _BAR
            yield Styled(f" {mark * _WIDE}", style=_STYLE[span.mark])
        else:
            yield Styled(f" {_REST * _WIDE}", style="dim")
