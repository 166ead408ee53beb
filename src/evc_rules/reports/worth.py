"""What open questions are worth, as JSON and as a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field
from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..advice import Cheapest, Saved, SetWorth, Worth
from ..language import words
from ..language.words import say
from ..model.base import Lang
from ..model.quantities import plain
from ..results.questions import Question
from .asked import answer_said
from .build import VERSION
from .study.worths import fewer_said
from .view import View

_FEW = 3
"""So many pairs are shown."""

_SHOWN = 10
"""So many questions are shown."""


class AskedView(View):
    """A question, and the answer that saves most."""

    question: str
    answer: str | None = Field(description="The answer that saves most; null when no answer that was tried could help.")


class SavedView(View):
    """What some questions save together, beside the path as things stand."""

    asked: list[AskedView]
    periods_at_least: int | None = Field(description="Periods that the path is shorter; null when that is not known.")
    periods_at_most: int | None = Field(
        description="The same as at least, once the paths with these answers are proven; other answers may save more."
    )
    proven: bool = Field(description="Whether the lengths of both paths are proven, the one then with these answers.")
    every_answer_tried: bool = Field(
        description="Whether all ways of answering were tried, of the values that matter; if not, it is at least this."
    )
    finish: date | None = Field(description="When the shortest path is over then; null when there is none.")
    ec: str
    hours: str = Field(description="Study load that is saved, in hours.")
    fees: str | None = Field(description="What need not be paid, in euros; null when nothing is said of fees.")


class CheapestView(View):
    """The fewest questions with which the path ends by a day."""

    by: date
    outcome: Literal["already", "reached", "never", "unknown"]
    proven: bool = Field(description="Whether no smaller set will do, or none at all.")
    saved: SavedView | None


class WorthView(View):
    """`evc-rules worth --json`."""

    evc_rules: str
    dossier: str
    on: date
    institution: str
    finish: date | None = Field(description="When the shortest path is over as things stand; null when there is none.")
    questions: list[SavedView] = Field(description="Each question by itself, those that save most first.")
    pairs: list[SavedView] = Field(description="Pairs that save more credits together than the two apart.")
    all: SavedView = Field(description="All questions together.")
    fewer: SavedView | None = Field(
        description="A question or pair with which the path ends earlier than with all of them; null without one."
    )
    late: list[str] = Field(description="The questions of which there was no time to work out what they are worth.")
    in_time: bool = Field(description="Whether all of it was worked out in the time that was given.")
    wish: CheapestView | None = Field(description="The cheapest set for the day to finish by, when one was given.")


def worth_view(worth: Worth, institution: str, wish: Cheapest | None, lang: Lang) -> WorthView:
    """The view of what open questions are worth."""
    one = worth.recommendation
    now = worth.now.count
    found = [_set(worth, (question,), each, lang) for question, each in worth.each.items()]
    pairs = [_set(worth, pair, each, lang) for pair, each in worth.pairs.items()]
    together = _set(worth, worth.questions, worth.all, lang)
    return WorthView(
        evc_rules=VERSION,
        dossier=one.dossier.id,
        on=one.on,
        institution=institution,
        finish=None if now is None else worth.lengths.finish(now),
        questions=found,
        pairs=pairs,
        all=together,
        fewer=None
        if worth.fewer is None
        else _set(worth, tuple(reply.question for reply in worth.fewer.replies), worth.fewer, lang),
        late=[one.ask(question, lang) for question in worth.late],
        in_time=not worth.cut,
        wish=None
        if wish is None
        else CheapestView(
            by=wish.by,
            outcome=wish.outcome,
            proven=wish.proven,
            saved=_set(worth, tuple(reply.question for reply in wish.worth.replies), wish.worth, lang)
            if wish.worth
            else None,
        ),
    )


def _set(worth: Worth, questions: tuple[Question, ...], one: SetWorth, lang: Lang) -> SavedView:
    answers = {reply.question: answer_said(reply, lang) for reply in one.replies}
    saved = one.saved
    return SavedView(
        asked=[
            AskedView(question=worth.recommendation.ask(question, lang), answer=answers.get(question))
            for question in questions
        ],
        periods_at_least=saved.periods[0] if saved.periods else None,
        periods_at_most=saved.periods[1] if saved.periods else None,
        proven=saved.proven,
        every_answer_tried=one.exact,
        finish=saved.finish,
        ec=plain(saved.ec.value),
        hours=plain(saved.hours),
        fees=None if saved.fees is None else plain(saved.fees),
    )


def worth_page(worth: Worth, title: str, wish: Cheapest | None, lang: Lang) -> Iterator[RenderableType]:
    """What open questions are worth, as a person reads it: what saves most first."""
    yield Styled(title, style="bold")
    yield _now(worth, lang)
    if not worth.questions:
        yield Padding(say(lang, "Er is geen open vraag.", "Nothing is open."), (0, 0, 1, 2))
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(say(lang, "open vraag", "open question"))
    table.add_column(say(lang, "als het antwoord is", "if the answer is"))
    for name in (
        say(lang, "periodes", "periods"),
        say(lang, "EC vrij", "EC exempt"),
        say(lang, "uren", "hours"),
        say(lang, "kosten", "fees"),
        say(lang, "klaar", "finished"),
    ):
        table.add_column(name, justify="right", no_wrap=True)
    helping = [(question, one) for question, one in worth.each.items() if not one.saved.nothing]
    for question, one in helping[:_SHOWN]:
        answer = answer_said(one.replies[0], lang) if one.replies else "-"
        table.add_row(escape(worth.recommendation.ask(question, lang)), escape(answer), *_cells(one, lang))
    if (more := len(helping) - _SHOWN) > 0:
        less = say(lang, f"en nog {more} die niet meer besparen", f"and {more} more that save no more")
        table.add_row(Styled(less, style="dim"))
    for pair, one in list(worth.pairs.items())[:_FEW]:
        both = say(lang, "\n  en ", "\n  and ").join(worth.recommendation.ask(each, lang) for each in pair)
        answers = "\n".join(answer_said(reply, lang) for reply in one.replies)
        table.add_row(escape(both), escape(answers), *_cells(one, lang))
    if len(worth.questions) > 1:
        together = say(lang, "alle vragen samen", "all questions together")
        table.add_row(Styled(together, style="bold"), "", *_cells(worth.all, lang))
    yield Padding(table, (0, 0, 1, 2))
    if worth.fewer is not None:
        yield Padding(Styled(fewer_said(worth, worth.fewer, lang), style="yellow"), (0, 0, 1, 2))
    if not all(one.exact for one in (worth.all, *list(worth.pairs.values())[:_FEW])):
        yield Padding(_at_least(worth, lang), (0, 0, 1, 2))
    if worth.cut:
        yield Padding(Styled(_cut(worth, lang), style="yellow"), (0, 0, 1, 2))
    if idle := sum(one.saved.nothing for one in worth.each.values()):
        yield Padding(Styled(_idle(idle, lang), style="dim"), (0, 0, 1, 2))
    if wish is not None:
        yield from _wish(worth, wish, lang)


def _now(worth: Worth, lang: Lang) -> RenderableType:
    """When the path is over as things stand."""
    now = worth.now
    if now.count is None and not now.proven:
        late = say(lang, "Binnen de tijd is geen plan gevonden.", "No plan was found in time.")
        return Padding(Styled(late, style="yellow"), (0, 0, 1, 2))
    if now.count is None:
        return Padding(say(lang, "Er is nu geen plan.", "There is no plan as things stand."), (0, 0, 0, 2))
    day = worth.lengths.finish(now.count)
    sure = say(lang, "bewezen de vroegste", "proven the earliest") if now.proven else _unproven(lang)
    return Padding(say(lang, f"Klaar op {day} ({sure}).", f"Finished on {day} ({sure})."), (0, 0, 1, 2))


def _at_least(worth: Worth, lang: Lang) -> str:
    """That other answers to all questions may save more, and what more than that cannot be."""
    best = worth.lengths.length(worth.hoped).count
    text = say(
        lang,
        "Minstens: niet alle antwoorden samen zijn geprobeerd, andere kunnen meer besparen.",
        "At least: not all answers were tried together, others may save more.",
    )
    if best is None or worth.all.exact:
        return text
    day = worth.lengths.finish(best)
    hoped = say(
        lang,
        f" Was alles vrijgesteld wat open staat, dan klaar op {day}.",
        f" If all that is open were exempt: finished on {day}.",
    )
    return text + hoped


def _cut(worth: Worth, lang: Lang) -> str:
    """That time was up, and of how many questions nothing is known."""
    text = say(
        lang,
        "De tijd was om. Wat vragen samen besparen, kan meer zijn dan hier staat.",
        "Time was up. What questions save together can be more than is said here.",
    )
    if not worth.late:
        return text
    count, of = len(worth.late), len(worth.questions)
    return text + say(
        lang,
        f" Van {count} van de {of} vragen is niet uitgerekend wat ze besparen.",
        f" Of {count} of the {of} questions it was not worked out what they save.",
    )


def _idle(count: int, lang: Lang) -> str:
    if count == 1:
        return say(lang, "Een vraag bespaart op zichzelf niets.", "One question saves nothing by itself.")
    return say(
        lang, f"{count} vragen besparen elk op zichzelf niets.", f"{count} questions each save nothing by itself."
    )


def _cells(one: SetWorth, lang: Lang) -> tuple[str, ...]:
    saved = one.saved
    periods = _periods(saved, lang)
    return (
        periods if one.exact else say(lang, f"minstens {periods}", f"at least {periods}"),
        words.number(lang, saved.ec.value),
        words.number(lang, saved.hours),
        "?" if saved.fees is None else f"€ {words.number(lang, saved.fees.quantize(Decimal('0.01')))}",
        str(saved.finish) if saved.finish else "-" if saved.proven else "?",
    )


def _periods(saved: Saved, lang: Lang) -> str:
    if saved.periods is None:
        return "?"
    least, most = saved.periods
    return str(least) if least == most else say(lang, f"{least} tot {most}", f"{least} to {most}")


def _unproven(lang: Lang) -> str:
    return say(lang, "niet bewezen", "not proven")


def _wish(worth: Worth, wish: Cheapest, lang: Lang) -> Iterator[RenderableType]:
    head = say(lang, f"Klaar op {wish.by} of eerder", f"Finished by {wish.by}")
    yield Styled(head, style="bold")
    if wish.worth is None:
        text = {
            "already": say(lang, "Dat kan al, zonder een antwoord.", "That can be done already, without any answer."),
            "never": say(lang, "Dat lukt met geen enkel antwoord.", "No answers are enough for that."),
        }.get(wish.outcome, say(lang, "Binnen de tijd is dat niet bekend.", "That is not known in time."))
        yield Padding(text, (0, 0, 1, 2))
        return
    few = say(lang, "Bewezen het kleinste aantal vragen:", "Proven the fewest questions:")
    some = say(lang, "Genoeg, en misschien meer dan nodig:", "Enough, and perhaps more than needed:")
    yield Padding(few if wish.proven else some, (0, 0, 0, 2))
    for reply in wish.worth.replies:
        text = f"→ {worth.recommendation.ask(reply.question, lang)}: {answer_said(reply, lang)}"
        yield Padding(Styled(text, style="green"), (0, 0, 0, 4))
