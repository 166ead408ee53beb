"""What a person reads of the cases of a ruleset: what fails, what is not exercised, which slips nobody notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..language import words
from ..language.words import pick, say
from ..model.base import Lang
from ..results.status import Status
from . import views_tested as views
from .console_compare import named
from .steps_tested import next_steps

_STEP: Final = 2
_FEW: Final = 12
_SIDES: Final = {"under": ("er net onder", "just under"), "at": ("erop", "on it"), "over": ("er net over", "just over")}
_TRUTHS: Final = {"true": ("waar", "true"), "false": ("onwaar", "false"), "unknown": ("onbekend", "unknown")}


@dataclass(frozen=True)
class TestedPage:
    """Lays out what is found of the cases of a ruleset, in one language.

    Attributes:
        view: What is found.
        lang: The language.
        details: Whether long lists are shown whole.
        written: The file that the cases to add were written to, or nothing.
    """

    view: views.TestView
    lang: Lang
    details: bool = False
    written: str = ""

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        yield from self._cases()
        if self.view.coverage:
            yield from self._coverage(self.view.coverage)
        if self.view.mutation:
            yield from self._mutation(self.view.mutation)
        if self.view.coverage or self.view.mutation:
            yield ""
            yield Styled(self.say("Wat nu", "What to do next"), style="bold")
            yield from (self._in(f"- {step}") for step in next_steps(self.view, self.lang, self.written))

    def _cases(self) -> Iterator[RenderableType]:
        view = self.view
        for wrong in view.failed:
            yield from (Styled(line) for line in wrong.told)
            yield ""
        failing = len({(wrong.file, wrong.line, wrong.case) for wrong in view.failed})
        one = view.cases == 1
        many = self.say("1 geval", "1 case") if one else self.say(f"{view.cases} gevallen", f"{view.cases} cases")
        if failing:
            text = self.say(f"{failing} anders dan verwacht", f"{failing} not as expected")
            yield Styled(f"{view.ruleset}: {many}, {text}", style="red")
        else:
            text = (
                self.say("zoals verwacht", "as expected") if one else self.say("alle zoals verwacht", "all as expected")
            )
            yield Styled(f"{view.ruleset}: {many}" + (f", {text}" if view.cases else ""), style="green")

    def _coverage(self, one: views.CoverageView) -> Iterator[RenderableType]:
        pieces, total = one.pieces, len(one.pieces)
        acting = sum("true" in rule.seen for rule in one.rules)
        both = sum({"true", "false"} <= set(piece.seen) for piece in pieces)
        unknown = sum("unknown" in piece.seen for piece in pieces)
        alone = sum({"true", "false"} <= set(piece.decided) for piece in pieces)
        met = sum(_met(boundary) for boundary in one.boundaries)
        yield ""
        yield Styled(self.say("Wat de gevallen raken", "What the cases exercise"), style="bold")
        rows = [
            self.say(f"{acting} van {len(one.rules)} regels gelden in een geval",
                     f"{acting} of {len(one.rules)} rules act in some case"),
            self.say(f"{both} van {total} voorwaarden zijn ergens waar en ergens onwaar; {unknown} ergens onbekend",
                     f"{both} of {total} conditions are true in one case, false in another; {unknown} unknown in one"),
            self.say(f"{alone} van {total} beslissen ergens op zichzelf, naar beide kanten (MC/DC)",
                     f"{alone} of {total} decide by themselves in some case, both ways (MC/DC)"),
            self.say(f"{met} van {len(one.boundaries)} grenzen hebben een geval aan elke kant die telt",
                     f"{met} of {len(one.boundaries)} boundaries have a case on each side that counts"),
        ]  # fmt: skip
        yield from (self._in(row) for row in rows)
        yield from self._few(
            self.say("Regels die nooit gelden:", "Rules that never act:"),
            [named([rule.rule]) for rule in one.rules if "true" not in rule.seen],
        )
        yield from self._few(
            self.say("Voorwaarden die nergens op zichzelf beslissen:", "Conditions that never decide by themselves:"),
            [self._piece(piece) for piece in pieces if not {"true", "false"} <= set(piece.decided)],
        )
        yield from self._few(
            self.say("Grenzen zonder geval:", "Boundaries without a case:"),
            [self._boundary(boundary) for boundary in one.boundaries if not _met(boundary)],
        )

    def _piece(self, one: views.PieceSeenView) -> str:
        lacks = [pick(self.lang, _TRUTHS[truth]) for truth in ("true", "false") if truth not in one.decided]
        text = self.say(f"nergens als {words.one_of(self.lang, lacks)}", f"never as {words.one_of(self.lang, lacks)}")
        return f"{named([one.rule])}: {one.piece} ({text})"

    def _boundary(self, one: views.BoundaryView) -> str:
        lacks = [pick(self.lang, _SIDES[side]) for side in one.wanted if side not in one.met]
        whose = named([one.rule]) if one.rule else f"{self.view.ruleset} [{one.file}:{one.line}]"
        return f"{whose}: {one.boundary}: {self.say('geen geval', 'no case')} {words.one_of(self.lang, lacks)}"

    def _mutation(self, one: views.MutationView) -> Iterator[RenderableType]:
        yield ""
        added = len(one.cases)
        head = self.say(f"{one.noticed} van {one.counted} vergissingen opgemerkt",
                        f"{one.noticed} of {one.counted} mutants noticed")  # fmt: skip
        if added:
            head += self.say(f"; {added} {'geval' if added == 1 else 'gevallen'} toe te voegen",
                             f"; {added} {'case' if added == 1 else 'cases'} to add")  # fmt: skip
        if self.written:
            head += self.say(f", geschreven naar {self.written}", f", written to {self.written}")
        yield Styled(head, style="bold")
        what = self.say("Een vergissing: een waarde, grens, niveau, uitzondering of regel is anders, of ontbreekt.",
                        "A mutant: a value, bound, level, exception or rule is another, or is left out.")  # fmt: skip
        yield self._in(what, "dim")
        if one.same:
            nl, en = ("andere verandert", "other changes") if one.same == 1 else ("andere veranderen", "others change")
            nl = f"{one.same} {nl} voor niemand iets van wie alles bekend is: bewezen op de bekeken datums"
            en = f"{one.same} {en} nothing for anyone of whom everything is known: proven on the dates looked at"
            yield self._in(self.say(nl, en), "dim")
        yield from self._few(
            self.say(f"Van {one.unknown} is niet op tijd bekend of zij iets veranderen:",
                     f"Of {one.unknown} it is not known in time whether they change anything:"),
            [f"{self._mutant(each)} ({each.why})" for each in one.mutants if each.fate == "unknown"],
            "yellow",
        )  # fmt: skip
        yield from self._suggested(one)

    def _suggested(self, one: views.MutationView) -> Iterator[RenderableType]:
        if not one.cases:
            return
        head = self.say("Toe te voegen; controleer wat verwacht wordt, dat is wat de regeling nu zegt:",
                        "To add; check what is expected, that is what the ruleset says now:")  # fmt: skip
        yield self._in(head, "bold")
        shown = one.cases if self.details else one.cases[:_FEW]
        for case in shown:
            yield self._in(f"- {case.case}", "cyan")
            others = case.notices - 1
            more = self.say(f" (en nog {others})", f" (and {others} more)") if others else ""
            told = f"{self.say('merkt op', 'notices')}: {self._mutant(case.mutant)}{more}"
            yield Padding(Styled(told, style="dim"), (0, 0, 0, 3 * _STEP))
            for line in case.applicant or [self.say("iedereen", "anyone")]:
                yield Padding(Styled(line), (0, 0, 0, 3 * _STEP))
            yield Padding(Styled(f"{case.on}: {self._expected(case)}", style="green"), (0, 0, 0, 3 * _STEP))
        yield from self._rest(len(one.cases) - len(shown))

    def _expected(self, case: views.SuggestedCaseView) -> str:
        told = [
            f"{outcome}: {words.one_of(self.lang, [pick(self.lang, words.STATUS[Status(each)]) for each in statuses])}"
            for outcome, statuses in case.expect.items()
        ]
        if case.awards:
            told.append(self.say("toegekend: ", "awarded: ") + self.say(" tot ", " to ").join(case.awards))
        if case.periods is not None:
            told.append(self.say(f"nog {case.periods} perioden", f"{case.periods} periods left"))
        return "; ".join(told)

    def _mutant(self, one: views.MutantView) -> str:
        whose = named(one.rules) if one.rules else f"{self.view.ruleset} [{one.file}:{one.line}]"
        return f"{whose}: {one.change}"

    def _few(self, head: str, listed: Sequence[str], style: str = "") -> Iterator[RenderableType]:
        if not listed:
            return
        yield self._in(head, style or "bold")
        shown = listed if self.details else listed[:_FEW]
        yield from (Padding(Styled(f"- {text}"), (0, 0, 0, 2 * _STEP)) for text in shown)
        yield from self._rest(len(listed) - len(shown))

    def _rest(self, more: int) -> Iterator[RenderableType]:
        if more:
            text = self.say(f"en nog {more}: zie --details", f"and {more} more: see --details")
            yield Padding(Styled(text, style="dim"), (0, 0, 0, 2 * _STEP))

    def _in(self, text: str, style: str = "") -> RenderableType:
        return Padding(Styled(text, style=style), (0, 0, 0, _STEP))


def _met(one: views.BoundaryView) -> bool:
    return set(one.wanted) <= set(one.met)
