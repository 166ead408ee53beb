"""What a good answer to open questions saves, in short, and the units for which answering saves most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ...advice import CreditAdvice, SetWorth, Worth, cheapest
from ...advice.fewest import Outcome
from ...language import words
from ...language.words import say
from ...model.base import Lang
from ...model.quantities import Euros
from ...results.questions import Question
from ...results.truth import Truth
from ..asked import answer_said
from .view import Reach, Row

_PERIOD: Final = (("periode", "period"), ("perioden", "periods"))
_FEW: Final = 5
_REACHED: Final[dict[Outcome, tuple[str, str]]] = {
    "already": ("Dat kan al, zonder dat er iets wordt beantwoord.", "That can be done already, without any answer."),
    "reached": ("", ""),
    "never": ("Dat lukt met geen enkel antwoord.", "No answers are enough for that."),
    "unknown": (
        "Of antwoorden daarvoor genoeg zijn, is binnen de tijd niet uitgerekend.",
        "Whether answers are enough for that was not worked out in time.",
    ),
}
"""What is said where no set of questions is named."""


@dataclass(frozen=True)
class Worths:
    """Tells what open questions are worth in one language.

    Attributes:
        worth: What they are worth.
        credits: What exemptions are worth, with the units of the programme.
        lang: The language.
    """

    worth: Worth
    credits: CreditAdvice
    lang: Lang

    def of(self, questions: Sequence[Question]) -> str:
        """What questions that are asked together save, if all come out well; or that there was no time to know."""
        if self.worth.deadline.over:
            return say(self.lang, "binnen de tijd niet uitgerekend", "not worked out in time")
        return saved_said(self.worth.of(*questions), self.lang)

    def fewer(self) -> str:
        """That the path ends earlier with fewer answers than with all; nothing where it does not, or time is up."""
        fewer = None if self.worth.deadline.over else self.worth.fewer
        return fewer_said(self.worth, fewer, self.lang) if fewer else ""

    def units(self) -> Iterator[Row]:
        """The units for which answering all that is open about them saves most; nothing that saves nothing.

        One answer by itself mostly saves nothing, as a unit is exempt only with all of its outcomes. Where time is up
        before all are known none is named, as another may save more.
        """
        framework = self.worth.recommendation.framework
        settles = self.worth.recommendation.questions
        found = []
        for one in self.credits.units:
            leaves = set(framework.select(one.unit.outcomes))
            asked = tuple(each for each in self.worth.questions if leaves & set(settles[each]))
            if asked and one.awarded is not Truth.TRUE:
                if self.worth.deadline.over:
                    return
                answered = self.worth.of(*asked)
                if answered.replies and not answered.saved.nothing:
                    found.append((one.unit, asked, answered))
        found.sort(key=lambda each: (_rank(each[2]), -len(each[1])), reverse=True)
        for unit, asked, answered in found[:_FEW]:
            count = words.amount_of(self.lang, len(asked), ("vraag", "question"), ("vragen", "questions"))
            yield Row(unit.title.in_(self.lang) or unit.id, count, saved_said(answered, self.lang))

    def reach(self, by: date) -> Reach:
        """The fewest questions with which the path ends by a day; of as few, those of the least effort."""
        wish, lang = cheapest(self.worth, by), self.lang
        day = words.on_day(lang, by)
        title = say(lang, f"Om klaar te zijn op {day}", f"To be finished by {day}")
        if wish.worth is None:
            return Reach(title, words.pick(lang, _REACHED[wish.outcome]))
        count = words.amount_of(lang, len(wish.worth.replies), ("antwoord", "answer"), ("antwoorden", "answers"))
        fewest = say(
            lang,
            f"Met {count} lukt het, en met minder niet. Dat is bewezen:",
            f"It can be done with {count}, and not with fewer. That is proven:",
        )
        enough = say(
            lang,
            f"Met {count} lukt het. Misschien kan het met minder:",
            f"It can be done with {count}. Perhaps fewer are enough:",
        )
        asked = (
            f"{self.worth.recommendation.ask(reply.question, lang)}: {answer_said(reply, lang)}"
            for reply in wish.worth.replies
        )
        return Reach(title, fewest if wish.proven else enough, tuple(asked))


def _rank(one: SetWorth) -> tuple[int, object, object]:
    least, _ = one.saved.periods or (0, 0)
    return least, one.saved.load.value, one.saved.ec.value


def saved_said(one: SetWorth, lang: Lang) -> str:
    """What a set of answers saves; what is not proven is not called so."""
    saved = one.saved
    if not one.replies:
        return say(lang, "niets: geen antwoord helpt", "nothing: no answer helps")
    parts = []
    if saved.periods is not None:
        least, most = saved.periods
        if least != most:
            parts.append(say(lang, f"{least} tot {most} perioden", f"{least} to {most} periods"))
        elif most:
            parts.append(words.amount_of(lang, most, *_PERIOD))
    elif saved.finish is not None:
        day = words.on_day(lang, saved.finish)
        parts.append(say(lang, f"dan is er een plan: klaar op {day}", f"then there is a plan: finished on {day}"))
    if saved.load:
        work = words.credits_(lang, saved.load)
        parts.append(say(lang, f"{work} werk", f"{work} of work"))
    if saved.fees:
        parts.append(words.money(lang, Euros(saved.fees)))
    if not parts and not one.exact:
        return say(lang, "niet bekend: niet alle antwoorden zijn geprobeerd", "not known: not all answers were tried")
    text = ", ".join(parts) or say(lang, "niets", "nothing")
    if not one.exact:
        text = say(lang, f"ten minste: {text}", f"at least: {text}")
    return text if saved.proven else text + say(lang, " (niet bewezen)", " (not proven)")


def fewer_said(worth: Worth, fewer: SetWorth, lang: Lang) -> str:
    """That the path ends earlier with fewer answers than with all, and why that is."""
    asked = say(lang, " en ", " and ").join(worth.recommendation.ask(reply.question, lang) for reply in fewer.replies)
    finish = fewer.saved.finish
    day = "" if finish is None else words.on_day(lang, finish)
    if worth.credits.hoped.award.stopped:
        why = say(
            lang,
            "een limiet kent eerst de meeste EC toe, en dat zijn dan andere eenheden",
            "a limit awards the most EC first, and these are other units then",
        )
    else:
        why = say(lang, "een minimale studielast of het BSA bindt dan", "a least load or the BSA binds then")
    return say(
        lang,
        f"Met alleen een goed antwoord op deze vraag of vragen is het eerder klaar dan met alle, op {day}: {asked}. "
        f"Dat komt doordat {why}.",
        f"With a good answer to just this question or these it is finished earlier than with all, on {day}: {asked}. "
        f"That is because {why}.",
    )
