"""What holds up what in a programme, as JSON and as a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field
from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..language import words
from ..language.words import say
from ..model.base import Lang
from ..model.programme import Programme
from ..plan import Curriculum
from .build import VERSION
from .view import View

_FEW = 8


class UnitPlaceView(View):
    """How a unit stands among the others."""

    unit: str
    title: str
    blocking: int = Field(description="How many units cannot begin before it, at once or further on.")
    delay: int = Field(description="How many units the longest chain through it has.")
    complexity: int = Field(description="Blocking and delay together.")
    slack: int | None = Field(description="Periods that it can be put off, by order and offer alone; null for no plan.")


class BottleneckView(View):
    """An outcome on which others wait."""

    outcome: str
    outcomes: int = Field(description="How many outcomes of the programme come after it.")
    units: list[str] = Field(description="The units that provide one of those.")


class CurriculumView(View):
    """What holds up what in a variant of a programme."""

    evc_rules: str
    programme: str
    variant: str
    critical: list[str] = Field(description="The units of a longest chain, as they follow on one another.")
    delay: int
    blocking: int
    complexity: int
    units: list[UnitPlaceView]
    bottlenecks: list[BottleneckView]


def curriculum_view(one: Curriculum, programme: Programme, lang: Lang) -> CurriculumView:
    """The view of a curriculum."""
    return CurriculumView(
        evc_rules=VERSION,
        programme=programme.id,
        variant=one.variant,
        critical=list(one.critical),
        delay=one.delay,
        blocking=one.blocking,
        complexity=one.complexity,
        units=[
            UnitPlaceView(
                unit=each.unit, title=programme.unit[each.unit].title.in_(lang), blocking=each.blocking,
                delay=each.delay, complexity=each.complexity, slack=each.slack,
            )
            for each in one.units
        ],
        bottlenecks=[
            BottleneckView(outcome=each.outcome, outcomes=each.outcomes, units=list(each.units))
            for each in one.bottlenecks
        ],
    )  # fmt: skip


def curriculum_page(one: CurriculumView, title: str, lang: Lang) -> Iterator[RenderableType]:
    """A curriculum as a person reads it: those that hold up the most first."""
    yield Styled(f"{title} · {one.variant}", style="bold")
    titles = {each.unit: each.title or each.unit for each in one.units}
    head = say(lang, "Langste keten", "Longest chain")
    yield Padding(Styled(f"{head}: {' → '.join(titles[unit] for unit in one.critical)}"), (0, 0, 1, 2))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(say(lang, "eenheid", "unit"))
    for name in (
        say(lang, "houdt op", "blocking"),
        say(lang, "keten", "delay"),
        say(lang, "samen", "complexity"),
        say(lang, "speling", "slack"),
    ):
        table.add_column(name, justify="right")
    for each in sorted(one.units, key=lambda unit: -unit.complexity):
        slack = "-" if each.slack is None else str(each.slack)
        table.add_row(escape(titles[each.unit]), str(each.blocking), str(each.delay), str(each.complexity), slack)
    table.add_row(
        Styled(say(lang, "alles", "all"), style="bold"), str(one.blocking), str(one.delay), str(one.complexity)
    )
    yield Padding(table, (0, 0, 1, 2))
    if one.bottlenecks:
        yield Styled(say(lang, "Leeruitkomsten waarop andere wachten", "Outcomes on which others wait"), style="bold")
        for bottleneck in one.bottlenecks[:_FEW]:
            wait = words.amount_of(lang, bottleneck.outcomes, ("andere", "other"), ("andere", "others"))
            yield Padding(Styled(f"{bottleneck.outcome}: {wait}"), (0, 0, 0, 2))
        if (more := len(one.bottlenecks) - _FEW) > 0:
            yield Padding(Styled(say(lang, f"en nog {more}", f"and {more} more"), style="dim"), (0, 0, 0, 2))
