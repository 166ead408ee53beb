"""The lowered form as a person reads it on a terminal: indented lists, what is shared told where it is first met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..language import words
from ..language.words import pick, say
from ..model.base import Lang
from ..results.status import Status
from .views_lowered import ClauseView, ConditionView, LoweredOutcomeView, LoweredView, RuleAtView

_STEP: Final = 2
_HEAD: Final = {"all": ("alles van:", "all of:"), "any": ("een van:", "one of:")}


def lowered_page(one: LoweredView, lang: Lang) -> Iterator[RenderableType]:
    """What a ruleset says of outcomes, when its rules have been worked out."""
    return _Page(lang, {part.part: part.condition for part in one.parts}).lines(one)


@dataclass
class _Page:
    """Lays out a lowered ruleset.

    Attributes:
        lang: The language.
        unsaid: The parts that are yet to be told, by name: each is where it is first met.
    """

    lang: Lang
    unsaid: dict[str, ConditionView]

    def say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    def lines(self, one: LoweredView) -> Iterator[RenderableType]:
        if one.cohorts != "../..":
            yield Styled(f"cohort {one.cohorts}", style="bold")
        for _, alike in groupby(one.outcomes, key=lambda each: (each.granted, each.barred)):
            yield from self.outcomes(list(alike))
        both = pick(self.lang, words.STATUS[Status(one.both)])
        neither = pick(self.lang, words.STATUS[Status.NOT_COVERED])
        said = self.say(
            f"Toegekend en uitgesloten: {both}. Geen van beide: {neither}.",
            f"Granted and barred: {both}. Neither: {neither}.",
        )
        yield Styled(said, style="dim")

    def outcomes(self, alike: Sequence[LoweredOutcomeView]) -> Iterator[RenderableType]:
        """Outcomes that the same decides."""
        yield Styled("; ".join(f"{one.title} [{one.outcome}]" for one in alike), style="bold")
        first = alike[0]
        if not first.granted and not first.barred:
            yield _in(1, Styled(self.say("geen regel gaat hierover", "no rule speaks of it"), style="dim"))
        yield from self.side(first.granted, self.say("toegekend wanneer", "granted when"), "green")
        yield from self.side(first.barred, self.say("uitgesloten wanneer", "barred when"), "red")

    def side(self, clauses: Sequence[ClauseView], head: str, style: str) -> Iterator[RenderableType]:
        if clauses:
            some = self.say(" een van deze geldt", " one of these holds") * (len(clauses) > 1)
            yield _in(1, Styled(f"{head}{some}:", style=style))
        for rules, alike in groupby(clauses, key=lambda one: one.rules):
            for rule in rules:
                yield _in(2, self.rule(rule))
            for place, one in enumerate(alike):
                lines = list(self.condition(one.condition))
                first = f"{self.say('of', 'or')} {lines[0][1]}" if place else lines[0][1]
                yield _in(3, Styled(first))
                yield from (_in(3 + depth, Styled(f"- {text}")) for depth, text in lines[1:])
            for rule in rules:
                if rule.note:
                    yield _in(3, Styled(rule.note.strip(), style="italic dim"))

    def rule(self, one: RuleAtView) -> Styled:
        text = Styled(f"{one.title or one.rule} [{', '.join(one.articles) or one.rule}]")
        if one.overridden_by:
            text.append(self.say(", wijkt voor ", ", yields to ") + ", ".join(one.overridden_by))
        if one.file:
            text.append(f" {one.file}:{one.line}", style="dim")
        return text

    def condition(self, one: ConditionView, depth: int = 0) -> Iterator[tuple[int, str]]:
        """A condition as lines, each with how deep it stands."""
        if one.part is not None:
            part = self.unsaid.pop(one.part, None)
            (_, first), *more = (
                [(depth, self.say("zie boven", "see above"))] if part is None else self.condition(part, depth)
            )
            yield depth, f"({one.part}) {first}"
            yield from more
        elif not one.of:
            yield depth, one.text
        elif one.form == "not":
            (_, first), *more = self.condition(one.of[0], depth)
            yield depth, self.say(f"niet: {first}", f"not: {first}")
            yield from more
        else:
            many = self.say(f"ten minste {one.k} van:", f"at least {one.k} of:")
            yield depth, many if one.form == "at_least" else pick(self.lang, _HEAD[one.form])
            for part in one.of:
                yield from self.condition(part, depth + 1)


def _in(depth: int, text: Styled) -> Padding:
    return Padding(text, (0, 0, 0, _STEP * depth))
