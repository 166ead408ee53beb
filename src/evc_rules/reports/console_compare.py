"""A comparison as a person reads it on a terminal: who is more generous than whom, and someone for each difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..language.words import pick, say
from ..model.base import Lang
from .views_compare import CompareView, DifferenceView, PairView, RuleAtView, SideView, TermView, WitnessView

_STEP: Final = 2

RELATION: Final = {
    "equivalent": ("gelijk", "equivalent"),
    "more-generous": ("ruimer", "more generous"),
    "stricter": ("strenger", "stricter"),
    "incomparable": ("onvergelijkbaar", "incomparable"),
    "unknown": ("onbekend", "unknown"),
}
"""How a relation is said."""
_MIRRORED: Final = {"more-generous": "stricter", "stricter": "more-generous"}
_SHOWS: Final = {
    "only-first": ("Alleen {} stelt vrij", "Only {} exempts"),
    "only-second": ("Alleen {} stelt vrij", "Only {} exempts"),
    "otherwise": ("Geen van beide stelt vrij, maar zij zeggen iets anders", "Neither exempts, but they differ"),
}


@dataclass(frozen=True)
class ComparePage:
    """Lays out a comparison.

    Attributes:
        view: The comparison.
        lang: The language.
    """

    view: CompareView
    lang: Lang

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        if len(self.view.rulesets) > 2:  # noqa: PLR2004 - two need no table
            yield self._matrix()
        for pair in self.view.pairs:
            yield from self._pair(pair)
        yield Styled(self.say("Waar dit op rust:", "What this rests on:"), style="bold")
        for fact in self.view.facts:
            yield Padding(Styled(f"- {fact}", style="dim"), (0, 0, 0, _STEP))

    def _name(self, place: int) -> str:
        one = self.view.rulesets[place]
        alike = [other for other in self.view.rulesets if other.institution == one.institution]
        if len(alike) == 1:
            return one.institution
        if len({other.ruleset for other in alike}) == len(alike):
            return one.ruleset
        return self.say("de oude", "the old one") if place == 0 else self.say("de nieuwe", "the new one")

    def _matrix(self) -> Table:
        """How each ruleset relates to each other one, over all outcomes."""
        title = self.say("Is deze ruimer of strenger dan die?", "Is this one more generous, or stricter, than that?")
        table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
        table.add_column("")
        said = {(pair.first, pair.second): pair.relation for pair in self.view.pairs}
        for place in range(len(self.view.rulesets)):
            table.add_column(self._name(place))
        for row in range(len(self.view.rulesets)):
            cells = []
            for column in range(len(self.view.rulesets)):
                relation = str(said.get((row, column)) or said.get((column, row)) or "")
                relation = relation if row < column else _MIRRORED.get(relation, relation)
                cells.append(pick(self.lang, RELATION[relation]) if relation else "")
            table.add_row(self._name(row), *cells)
        return table

    def _pair(self, pair: PairView) -> Iterator[RenderableType]:
        first, second = self._name(pair.first), self._name(pair.second)
        relation = pick(self.lang, RELATION[pair.relation])
        to = {
            "equivalent": self.say(" aan", " to"),
            "incomparable": self.say(" met", " with"),
            "unknown": self.say(" ten opzichte van", " beside"),
        }.get(pair.relation, self.say(" dan", " than"))
        sure = self.say(" Bewezen: in alles gelijk.", " Proven: the same in everything.") if pair.same else ""
        yield Styled(f"{first}: {relation}{to} {second}.{sure}", style="bold")
        counts = ", ".join(f"{count} {pick(self.lang, RELATION[name])}" for name, count in pair.outcomes.items())
        yield Padding(self.say(f"leeruitkomsten: {counts}", f"outcomes: {counts}"), (0, 0, 0, _STEP))
        for term in pair.terms:
            yield Padding(self._term(term), (0, 0, 0, _STEP))
        for one in pair.differences:
            yield from self._difference(one, first, second)
        for undecided in pair.undecided:
            why = "; ".join(undecided.why)
            text = self.say("niet uitgemaakt", "not settled") + f": {', '.join(undecided.outcomes)} ({why})"
            yield Padding(Styled(text, style="yellow"), (0, 0, 0, _STEP))
        yield ""

    def _term(self, term: TermView) -> Styled:
        nothing = self.say("niets", "nothing")
        what = {
            "limit": self.say("hoogstens vrij te stellen", "at most exempted"),
            "units": self.say("eenheden tellen", "units count"),
            "bsa": "BSA",
        }[term.what]
        among = f" ({', '.join(term.among)})" if term.among else ""
        return Styled(f"{what}{among}: {term.first or nothing} / {term.second or nothing}", style="yellow")

    def _difference(self, one: DifferenceView, first: str, second: str) -> Iterator[RenderableType]:
        relation = pick(self.lang, RELATION[one.relation])
        yield Padding(Styled(f"{', '.join(one.outcomes)}: {relation}", style="bold"), (1, 0, 0, _STEP))
        for witness in one.witnesses:
            yield from self._witness(witness, first, second)
        for doubt in one.unsettled:
            text = (
                self.say("niet uitgemaakt voor wie", "not settled for whom") + f": {_named(doubt.rules)} ({doubt.why})"
            )
            yield Padding(Styled(text, style="yellow"), (0, 0, 0, 2 * _STEP))

    def _witness(self, one: WitnessView, first: str, second: str) -> Iterator[RenderableType]:
        who = second if one.shows == "only-second" else first
        by, bars = _named(one.because), _named(one.against)
        because = self.say(f" (door {by})", f" (because of {by})") if by else ""
        if bars:
            because = self.say(f" (door {by}, tegen {bars})", f" (because of {by}, against {bars})")
        yield Padding(Styled(pick(self.lang, _SHOWS[one.shows]).format(who) + because + ":"), (0, 0, 0, 2 * _STEP))
        for line in one.applicant or [self.say("iedereen over wie niets bekend is", "anyone of whom nothing is known")]:
            yield Padding(Styled(f"- {line}"), (0, 0, 0, 3 * _STEP))
        for name, side in ((first, one.first), (second, one.second)):
            yield Padding(self._side(name, side), (0, 0, 0, 3 * _STEP))

    def _side(self, name: str, side: SideView) -> Styled:
        return Styled(f"{name}: ", style="cyan") + Styled(side.why)


def _named(rules: Sequence[RuleAtView]) -> str:
    """Rules, each with its articles and its line, so that one can go and read them."""
    said = []
    for one in rules:
        line = f"{one.file}:{one.line}" if one.line else ""
        more = "; ".join(filter(None, (", ".join(one.articles), line)))
        said.append(f"{one.rule} [{more}]" if more else one.rule)
    return ", ".join(said)
