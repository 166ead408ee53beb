"""What an edit means, as a person reads it: stricter or more generous for whom, by which rule and article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..language import words
from ..language.words import pick, say
from ..model.base import Lang
from ..model.outcomes import Framework
from ..results.status import Status
from .console_compare import ComparePage
from .outcomes import in_short
from .views_compare import CompareView, DifferenceView, WitnessView

_STEP: Final = 2
_FEW: Final = 6
"""So many outcomes are named by their ids; more of them in short."""
_MEANS: Final = {
    "more-generous": (("strenger", "stricter"), "red"),
    "incomparable": (("strenger en ruimer", "stricter and more generous"), "magenta"),
    "stricter": (("ruimer", "more generous"), "green"),
    "equivalent": (("anders, maar even ruim", "other, but as generous"), "yellow"),
    "unknown": (("anders; niet uitgemaakt hoe", "other; how is not settled"), "yellow"),
}
"""What becomes of outcomes, by how the old ruleset relates to the new one; what is lost comes first."""


@dataclass(frozen=True)
class DiffPage:
    """Lays out what an edit means.

    Attributes:
        view: The comparison of the old ruleset and the new one.
        framework: The framework.
        lang: The language.
        names: What the old one and the new one are called.
        details: Whether both sides of each difference are told in full.
    """

    view: CompareView
    framework: Framework
    lang: Lang
    names: tuple[str, str]
    details: bool

    def _say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        (pair,) = self.view.pairs
        when = self._say(f"beslissing op {self.view.on}", f"decision on {self.view.on}")
        yield Styled(" → ".join(self.names), style="bold") + Styled(f"   {when}", style="dim")
        if pair.same:
            nothing = self._say(
                "Er verandert niets. Bewezen: in alles gelijk.", "Nothing changes. Proven: the same in everything."
            )
            yield Styled(nothing, style="green")
        listed = sorted(pair.differences, key=lambda one: list(_MEANS).index(one.relation))
        if len(listed) > 1:
            yield self._counted(listed)
        full = ComparePage(self.view, self.framework, self.lang)
        for one in listed:
            yield from self._difference(one, full)
        for term in pair.terms:
            yield from full.term(term)
        for undecided in pair.undecided:
            yield full.undecided(undecided)
        yield ""
        yield from full.rests_on()

    def _counted(self, listed: list[DifferenceView]) -> Styled:
        counts: Counter[str] = Counter()
        for one in listed:
            counts[one.relation] += len(one.outcomes)
        said = (f"{pick(self.lang, _MEANS[name][0])} {count}" for name, count in counts.items())
        return Styled(self._say("leeruitkomsten: ", "outcomes: ") + ", ".join(said))

    def _difference(self, one: DifferenceView, full: ComparePage) -> Iterator[RenderableType]:
        text, style = _MEANS[one.relation]
        count = len(one.outcomes)
        which = ", ".join(one.outcomes) if count <= _FEW else in_short(self.framework, one.outcomes, self.lang)
        many = self._say(f"voor {count} leeruitkomst{'en' * (count > 1)}", f"for {count} outcome{'s' * (count > 1)}")
        yield Styled(pick(self.lang, text), style=style) + Styled(f" {many}: {which}")
        for witness in one.witnesses:
            yield Padding(self._witness(witness), (0, 0, 0, _STEP))
            if self.details:
                yield from full.witness(witness, *self.names)

    def _witness(self, one: WitnessView) -> Styled:
        who = " · ".join(one.applicant) or self._say("iedereen", "anyone")
        acting = [one.second] if one.shows == "only-second" else [one.first]
        acting += [
            side for side in (one.first, one.second) if side not in acting and (not acting[0].rules or side.rules)
        ]
        by = [each.rule for each in one.because]
        by += [rule for side in acting for rule in side.rules if rule not in by and (side is not acting[0] or not by)]
        cited = list(dict.fromkeys(article for side in acting for article in side.articles))
        rules = self._say("regel ", "rule ") + ", ".join([*dict.fromkeys(by), *cited]) if by else ""
        before, after = (pick(self.lang, words.STATUS[Status(side.status)]) for side in (one.first, one.second))
        text = self._say(f"eerst {before}, nu {after}", f"{before} before, {after} after")
        found = Styled(self._say("wie het merkt  ", "witness  "), style="bold") + Styled(f"{who}: ")
        found.append(text, style="cyan")
        return found.append(f" ({rules})" if rules else "")
