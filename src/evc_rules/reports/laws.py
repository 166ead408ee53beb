"""What `laws` shows: which laws a policy keeps, how that is known, and who shows where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..compare import STANDARD
from ..language import words
from ..language.dump import dump
from ..language.source_map import SourceMap
from ..language.words import pick, say
from ..model.base import Lang, Text
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..results.status import Status
from ..testing.laws import Breach, LawResult, Told
from . import views_laws as views
from .build import VERSION
from .console_compare import named
from .outcomes import in_short
from .views_compare import RuleAtView
from .witnesses import Described, rule_at

_STEP = 2
_FEW = 4


@dataclass(frozen=True)
class LawsPage:
    """Lays out what was found of laws, in one language.

    Attributes:
        results: What was found.
        ruleset: The ruleset that they were asked of.
        framework: The framework that it is written over.
        days: The decision dates on which they were asked.
        where: Where rules stand.
        lang: The language.
        named: Whether somebody chose the days.
    """

    results: Sequence[LawResult]
    ruleset: Ruleset
    framework: Framework
    days: Sequence[date]
    where: SourceMap
    lang: Lang
    named: bool = False

    # As data

    def view(self) -> views.LawsView:
        """The same for programs."""
        return views.LawsView(
            evc_rules=VERSION,
            ruleset=self.ruleset.id,
            framework=self.framework.name,
            dates=list(self.days),
            not_in_force=self._outside(),
            between=None if self.named else [one.in_(self.lang) for one in self._unsure()],
            laws=[self._law(one) for one in self.results],
            facts=[one.in_(self.lang) for one in STANDARD.statements(self.framework.vocabulary)],
        )

    def _outside(self) -> list[date]:
        """The days on which the ruleset is not in force."""
        return [one for one in self.days if one not in self.ruleset.applies.decisions]

    def _unsure(self) -> tuple[Text, ...]:
        """Why something else may hold between the days."""
        return tuple(dict.fromkeys(why for one in self.results for why in one.unsure))

    def _law(self, one: LawResult) -> views.LawView:
        return views.LawView(
            law=one.law,
            title=one.title.in_(self.lang),
            holds=one.holds,
            ok=one.ok,
            mode="sampled" if one.mode == "sampled" else "proven",
            proven=one.proven,
            unproven=[views.UnprovenView(what=what, why=why) for what, why in one.sampled],
            tried=one.tried,
            telling=one.telling,
            waived=one.waived,
            breaches=[self._breach(each) for each in one.breaches],
        )

    def _breach(self, one: Breach) -> views.BreachView:
        return views.BreachView(
            what=one.what.in_(self.lang),
            day=one.on,
            outcomes=list(map(str, one.leaves)),
            sides=[self._side(each) for each in one.sides],
        )

    def _side(self, one: Told) -> views.LawSideView:
        return views.LawSideView(
            ruleset=one.ruleset,
            applicant=self._applicant(one),
            dossier=dump(one.dossier),
            outcome=str(one.leaf),
            statuses=[status.value for status in Status if status in one.statuses],
            rules=self._rules(one),
        )

    def _applicant(self, one: Told) -> list[str]:
        return list(Described(self.framework, self.lang).lines(one.dossier))

    def _rules(self, one: Told) -> list[RuleAtView]:
        if one.ruleset != self.ruleset.id:  # another policy beside which this one is held
            return [RuleAtView(rule=name, articles=[]) for name in one.rules]
        return [rule_at(self.ruleset, name, self.where) for name in one.rules]

    # For people

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        days = ", ".join(map(str, self.days))
        yield Styled(f"{self.ruleset.id} ({self._say('beslisdagen', 'decision dates')}: {days})", style="bold")
        outside = list(map(str, self._outside()))
        if outside:
            said = self._say("dan is deze regeling niet van kracht", "this policy is not in force then")
            yield Styled(f"! {', '.join(outside)}: {said}", style="yellow")
        for one in self.results:
            yield from self._told(one)
        yield ""
        yield from self._next()
        if any(one.proven for one in self.results):
            yield Styled(self._reach(), style="dim")
            yield Styled(
                self._say("Waar dat op rust: --json, 'facts'.", "What it rests on: --json, 'facts'."), style="dim"
            )

    def _reach(self) -> str:
        """Of whom, and of which days, it is proven."""
        who = self._say(
            "Bewezen is: voor iedereen van wie alles bekend is", "Proven is: for everybody of whom all is known"
        )
        here = self._say("op deze beslisdagen", "on these decision dates")
        why = "; ".join(one.in_(self.lang) for one in self._unsure())
        if self.named:
            return f"{who}, {here}."
        if why:
            return self._say(
                f"{who}, {here}. Op een dag ertussen of erna kan iets anders gelden: {why}. Vraag die met --on.",
                f"{who}, {here}. On a day between or after, something else may hold: {why}. Ask of it with --on.",
            )
        return self._say(
            f"{who}, op elke beslisdag vanaf de eerste van deze.",
            f"{who}, on every decision date from the first of these on.",
        )

    def _say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    def _told(self, one: LawResult) -> Iterator[RenderableType]:
        mark, style = ("✓", "green") if one.ok else ("?", "yellow") if one.holds is None else ("✗", "red")
        yield Styled(f"{mark} {one.law}: {one.title.in_(self.lang)}", style=style)
        yield _indented(Styled(one.how(self.lang), style="dim"), _STEP)
        if one.waived:
            needed = one.holds is False
            text = self._say("ontheven", "waived") if needed else self._say("niet nodig", "the waiver is not needed")
            yield _indented(Styled(f"{text}: {one.waived}"), _STEP)
        for each in () if one.waived else one.breaches:
            yield from self._shown(each)

    def _shown(self, one: Breach) -> Iterator[RenderableType]:
        outcomes = list(map(str, one.leaves))
        day = f" ({self._say('op', 'on')} {one.on})" if one.on and len(self.days) > 1 else ""
        listed = ", ".join(outcomes) if len(outcomes) <= _FEW else in_short(self.framework, outcomes, self.lang)
        yield _indented(Styled(f"- {listed + ': ' if listed else ''}{one.what.in_(self.lang)}{day}"), _STEP)
        told: list[str] = []
        for number, side in enumerate(one.sides):
            applicant = self._applicant(side)
            if applicant != told:
                whose = self._say("aanvrager", "applicant") if len(one.dossiers) == 1 else self._whose(number)
                yield _indented(Styled(f"{whose}:", style="bold"), 2 * _STEP)
                for line in applicant or [self._say("iedereen", "anyone")]:
                    yield _indented(Styled(line, style="dim"), 3 * _STEP)
            told = applicant
            statuses = [pick(self.lang, words.STATUS[status]) for status in Status if status in side.statuses]
            rules = f" ({self._say('door', 'by')} {named(self._rules(side))})" if side.rules else ""
            whole = f"→ {side.leaf}: {self._say(' of ', ' or ').join(statuses)}{rules}"
            where = "" if side.ruleset == self.ruleset.id else f", {side.ruleset}"
            yield _indented(Styled(whole + where), 2 * _STEP)

    def _whose(self, number: int) -> str:
        return self._say(("de een", "de ander")[number], ("the one", "the other")[number])

    def _next(self) -> Iterator[RenderableType]:
        """What to do next."""
        count, wrong = len(self.results), [one for one in self.results if not one.ok]
        if not wrong:
            text = self._say("Wetten die geen stand houden: geen van", "Laws that do not hold: none of")
            yield Styled(f"{text} {count}.", style="green")
            return
        text = self._say("Wetten die geen stand houden", "Laws that do not hold")
        yield Styled(f"{text}: {len(wrong)} {self._say('van', 'of')} {count}.")
        broken = next((one for one in wrong if one.breaches), None)
        if broken is not None:
            yield Styled(
                self._say(
                    "Pas de regels aan. Of leg uit waarom het zo hoort: "
                    f"--waive {broken.law}='waarom deze wet hier niet geldt'",
                    f"Change the rules. Or say why it is meant: --waive {broken.law}='why this law need not hold here'",
                )
            )


def _indented(text: Styled, by: int) -> Padding:
    return Padding(text, (0, 0, 0, by), expand=False)
