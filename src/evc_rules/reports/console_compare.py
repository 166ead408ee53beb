"""A comparison as a person reads it on a terminal: who is more generous than whom, and someone for each difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..language.words import pick, say
from ..model.base import Lang
from ..model.outcomes import Framework
from .console_nway import NwayPage
from .outcomes import in_short
from .views_compare import (
    CompareView,
    DifferenceView,
    PairView,
    RuleAtView,
    SideView,
    TermView,
    UndecidedView,
    WitnessView,
)

_STEP: Final = 2
_FEW: Final = 4
"""So many outcomes are named by their ids; more of them in short."""

RELATION: Final = {
    "equivalent": ("gelijk", "equivalent"),
    "more-generous": ("ruimer", "more generous"),
    "stricter": ("strenger", "stricter"),
    "incomparable": ("onvergelijkbaar", "incomparable"),
    "unknown": ("onbekend", "unknown"),
}
"""How a relation is said."""
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
        framework: The framework.
        lang: The language.
        details: Whether the pairs are gone through one by one, too, when there are several.
        seconds: How long it took [s].
    """

    view: CompareView
    framework: Framework
    lang: Lang
    details: bool = False
    seconds: float = 0.0

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        several = len(self.view.rulesets) > 2  # noqa: PLR2004 - two are one pair
        together = NwayPage(self.view, self.framework, self.lang, self._name, self.seconds, self.witness)
        if several:
            yield from together.lines()
        if self.details or not several:
            for pair in self.view.pairs:
                yield from self._pair(pair)
        if not several and self.view.noticed is not None:
            yield from together.noticed()
        yield from self.rests_on()

    def rests_on(self) -> Iterator[RenderableType]:
        """What is assumed of every applicant."""
        yield Styled(self.say("Waar dit op rust:", "What this rests on:"), style="bold")
        for fact in self.view.facts:
            yield Padding(Styled(f"- {fact}", style="dim"), (0, 0, 0, _STEP))

    def _name(self, place: int) -> str:
        one = self.view.rulesets[place]
        alike = [other for other in self.view.rulesets if other.institution == one.institution]
        if len(alike) == 1:
            return one.institution
        return one.ruleset

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
            yield Padding(Group(*self.term(term)), (0, 0, 0, _STEP))
        for one in pair.differences:
            yield from self._difference(one, first, second)
        for undecided in pair.undecided:
            yield Padding(self.undecided(undecided), (0, 0, 0, _STEP))
        yield ""

    def undecided(self, one: UndecidedView) -> Styled:
        """Outcomes of which something is not settled."""
        which, why = in_short(self.framework, one.outcomes, self.lang), "; ".join(one.why)
        return Styled(self.say("niet uitgemaakt", "not settled") + f": {which} ({why})", style="yellow")

    def term(self, term: TermView) -> Iterator[RenderableType]:
        """A way in which the same exemptions can be worth other credits, with someone to whom they are."""
        nothing = self.say("niets", "nothing")
        what = {
            "limit": self.say("hoogstens vrij te stellen", "at most exempted"),
            "units": self.say("eenheden tellen", "units count"),
            "bsa": "BSA",
        }[term.what]
        among = f" ({in_short(self.framework, term.among, self.lang)})" if term.among else ""
        cited = [", ".join(each) for each in (term.articles_first, term.articles_second)]
        said = [
            (each or nothing) + (f" [{article}]" if article else "")
            for each, article in zip((term.first, term.second), cited, strict=True)
        ]
        yield Styled(f"{what}{among}: {' / '.join(said)}", style="yellow")
        one = term.witness
        if one is None:
            return
        who = " · ".join(one.applicant)
        awarded = self.say(
            f"van dezelfde vrijstellingen {one.awarded_first} / {one.awarded_second} toegekend in {one.programme}, "
            f"{one.left_first} / {one.left_second} studielast over",
            f"of the same exemptions {one.awarded_first} / {one.awarded_second} awarded in {one.programme}, "
            f"{one.left_first} / {one.left_second} of study load left",
        )
        head = Styled(self.say("wie het merkt  ", "witness  "), style="bold")
        yield Padding(head + Styled(f"{who}: ") + Styled(awarded, style="cyan"), (0, 0, 0, _STEP))

    def _difference(self, one: DifferenceView, first: str, second: str) -> Iterator[RenderableType]:
        relation = pick(self.lang, RELATION[one.relation])
        few = one.outcomes if len(one.outcomes) <= _FEW else [in_short(self.framework, one.outcomes, self.lang)]
        yield Padding(Styled(f"{', '.join(few)}: {relation}", style="bold"), (1, 0, 0, _STEP))
        for witness in one.witnesses:
            yield from self.witness(witness, first, second)
        for doubt in one.unsettled:
            text = self.say("niet uitgemaakt voor wie", "not settled for whom")
            text += f": {named(doubt.rules)} ({doubt.why})"
            yield Padding(Styled(text, style="yellow"), (0, 0, 0, 2 * _STEP))

    def witness(self, one: WitnessView, first: str, second: str) -> Iterator[RenderableType]:
        """Someone who shows a difference, with what two rulesets say, by their names."""
        who = second if one.shows == "only-second" else first
        by, bars = named(one.because), named(one.against)
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


def named(rules: Sequence[RuleAtView]) -> str:
    """Rules, each with its articles and its line, so that one can go and read them."""
    said = []
    for one in rules:
        line = f"{one.file}:{one.line}" if one.line else ""
        more = "; ".join(filter(None, (", ".join(one.articles), line)))
        said.append(f"{one.rule} [{more}]" if more else one.rule)
    return ", ".join(said)
