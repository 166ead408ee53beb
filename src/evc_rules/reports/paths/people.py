"""Paths of many applicants on a terminal: when each of them ends where, and what that comes to for all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text as Styled

from ...advice.lanes import Lane
from ...language import words
from ...language.words import say
from ...model.base import Lang
from ..console_path import no_plan
from .words import against, way_said

_FEW: Final = 5
_TENTH: Final = Decimal("0.1")

Found = Sequence[tuple[str, Sequence[Lane]]]
"""Each dossier with its lanes."""
_Place = tuple[str, str]


@dataclass(frozen=True)
class PeoplePage:
    """Lays out the lanes of many applicants.

    Attributes:
        found: Each dossier with its lanes.
        lang: The language.
    """

    found: Found
    lang: Lang

    def page(self) -> RenderableType:
        """A row for each applicant, a column for each institution and policy, and below them what they come to."""
        places = dict.fromkeys(self._place(one) for _, lanes in self.found for one in lanes if one.way != "offered")
        ways = {way for _, way in places}
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column(say(self.lang, "dossier", "dossier"), no_wrap=True, max_width=28)
        for name, way in places:
            table.add_column(name if len(ways) == 1 else f"{name}\n{way}")
        for dossier, lanes in self.found:
            there = {self._place(one): one for one in lanes if one.way != "offered"}
            table.add_row(escape(dossier), *(self._cell(there.get(place), lanes) for place in places))
        totals = [self._total(place) for place in places]
        table.add_row(Styled(say(self.lang, "eerder klaar", "earlier"), style="bold"), *(some for some, _ in totals))
        average = say(self.lang, "perioden, gemiddeld", "periods, on average")
        table.add_row(Styled(average, style="bold"), *(each for _, each in totals))
        note = say(
            self.lang,
            "(-n): zoveel perioden eerder dan zonder vrijstellingen; volgens een geharmoniseerde regeling: dan volgens "
            "de eigen regels",
            "(-n): so many periods earlier than with nobody exempt; by a harmonised policy: than by the own policy",
        )
        without = (Styled(each, style="yellow") for each in self._without())
        return Group(table, Styled(note, style="dim"), *without, "")

    def _place(self, one: Lane) -> _Place:
        return one.title.in_(self.lang) or one.institution, way_said(one, self.lang)

    def _total(self, place: _Place) -> tuple[str, str]:
        """How many end earlier, and how many periods that is on average of all of whom it is known."""
        saved = [
            _saved(one, lanes)
            for _, lanes in self.found
            for one in lanes
            if one.way != "offered" and self._place(one) == place
        ]
        known = [each for each in saved if each is not None]
        if not known:
            return "-", "-"
        mean = (Decimal(sum(known)) / len(known)).quantize(_TENTH)
        count = sum(each > 0 for each in known)
        return say(self.lang, f"{count} van {len(known)}", f"{count} of {len(known)}"), words.number(self.lang, mean)

    def _cell(self, one: Lane | None, lanes: Sequence[Lane]) -> RenderableType:
        if one is None or one.now is None:
            return Styled("-", style="dim")
        if one.now.path.finish is None:
            return Styled(no_plan(one.now.path, self.lang), style="red")
        cell = Styled(f"{'' if one.now.path.bound == one.now.path.finish else '~'}{one.now.path.finish}")
        saved = _saved(one, lanes)
        if saved is not None:
            sign = "-" if saved > 0 else "+" if saved < 0 else "±"
            cell.append(f" ({sign}{abs(saved)})", style="green" if saved > 0 else "red" if saved < 0 else "dim")
        return cell

    def _without(self) -> Iterator[str]:
        """Who has no path, by reason: at which institution, and who."""
        reasons: dict[tuple[str, str], list[str]] = {}
        for dossier, lanes in self.found:
            for one in lanes:
                if one.way != "own" or (one.now and one.now.path.finish):
                    continue
                told = [each.in_(self.lang) for each in one.why]
                told += [clash.text.in_(self.lang) for clash in one.now.path.clashes] if one.now else []
                late = say(self.lang, "binnen de tijd is geen plan gevonden", "no plan was found in time")
                reasons.setdefault((self._place(one)[0], "; ".join(told) or late), []).append(dossier)
        for (name, why), who in reasons.items():
            listed = ", ".join(who[:_FEW])
            if more := len(who[_FEW:]):
                listed += say(self.lang, f" en nog {more}", f" and {more} more")
            yield f"{name}: {why} ({listed})"


def _saved(one: Lane, lanes: Sequence[Lane]) -> int | None:
    """How many periods a lane saves, or None where that is not known."""
    beside = against(one, lanes)
    there, here = (each.now.periods if each and each.now else None for each in (beside, one))
    return there - here if there is not None and here is not None else None
