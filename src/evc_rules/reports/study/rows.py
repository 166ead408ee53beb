"""What of a programme is exempt and why, what almost is, and what is open, as rows of a study plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...advice import Recommendation, UnitAdvice, Why
from ...advice.credits import CreditAdvice, Outlook
from ...advice.recommendation import acting, spoken
from ...language import words
from ...language.render import Prose
from ...language.words import say
from ...model.base import Lang
from ...model.programme import Unit
from ...results.status import Status, status_of
from ...results.truth import Truth
from ..asked import asked
from .view import Ground, Open, Row
from .worths import Worths

_FEW = 8


@dataclass(frozen=True)
class Rows:
    """Makes the rows of a study plan in one language.

    Attributes:
        advice: The recommendation.
        worth: What its exemptions are worth.
        outlook: What of that the plan counts on.
        lang: The language.
        done: The units that were completed on the way.
    """

    advice: Recommendation
    worth: CreditAdvice
    outlook: Outlook
    lang: Lang
    done: frozenset[str] = frozenset()

    def exempt(self) -> Iterator[Row]:
        """The units that are awarded, with the rules and the articles that make it so."""
        for one in self.worth.units:
            if one.unit.id in self.outlook.award.awarded:
                said = self._rules(one.unit)
                if one.awarded is not Truth.TRUE:
                    said = say(self.lang, "als de open vragen goed uitvallen", "if the open questions come out well")
                yield Row(self.title(one.unit), words.credits_(self.lang, one.unit.ec), said)

    def partly(self) -> Iterator[Row]:
        """The units that are to be done and of which something is exempt already."""
        for one in self.worth.units:
            leaves = self.advice.framework.select(one.unit.outcomes)
            there = [leaf for leaf in leaves if leaf in self.outlook.exempt]
            over = one.unit.id in self.outlook.award.awarded or one.unit.id in self.done
            if not there or over or one.stopped_by:
                continue
            said = say(
                self.lang,
                f"{len(there)} van de {len(leaves)} leeruitkomsten heb je al",
                f"you have {len(there)} of its {len(leaves)} learning outcomes already",
            )
            load = self.outlook.loads.get(one.unit.id, one.unit.ec)
            if load < one.unit.ec:
                less, full = (words.credits_(self.lang, each) for each in (load, one.unit.ec))
                said += say(
                    self.lang, f"; daarom {less} werk in plaats van {full}", f"; so {less} of work instead of {full}"
                )
            yield Row(self.title(one.unit), words.credits_(self.lang, one.unit.ec), said)

    def stopped(self) -> Iterator[Row]:
        """The units that are exempt and yet not awarded, with the limit that binds."""
        awarded = self.outlook.award.awarded
        for one in self.worth.units:
            if one.stopped_by and one.unit.id not in awarded and one.unit.id not in self.done:
                yield Row(self.title(one.unit), words.credits_(self.lang, one.unit.ec), self._limits(one))

    def grounds(self) -> Iterator[Ground]:
        """The rules that exempt, each with its articles and with what of the dossier met it."""
        why = Why(self._prose)
        for step, _ in self.advice.grounds().values():
            if step.effect == "grant":
                yield Ground(
                    title=step.title.in_(self.lang) or step.rule,
                    articles=tuple(why.article(name, heading) for name, heading in step.articles),
                    because=why.because(step.condition),
                )

    def open(self, worths: Worths | None) -> Iterator[Open]:
        """What is asked, with the units that it is about and what a good answer is worth, where that is known."""
        for one in asked(self.advice, self.lang):
            leaves = set(one.leaves)
            titles = [
                self.title(each.unit)
                for each in self.worth.units
                if leaves & set(self.advice.framework.select(each.unit.outcomes))
            ]
            # What is in no unit, such as admission, is named by itself.
            titles = titles or [self._prose.outcome(leaf) for leaf in one.leaves]
            about = "; ".join(titles[:_FEW])
            if more := len(titles[_FEW:]):
                about += say(self.lang, f"; en nog {more}", f"; and {more} more")
            yield Open(one.text, about, worths.of(one.questions) if worths else "")

    def title(self, unit: Unit) -> str:
        """What a unit is called."""
        return words.on_one_line(unit.title.in_(self.lang)) or unit.id

    @property
    def _prose(self) -> Prose:
        return spoken(self.advice.prose, self.lang)

    def _rules(self, unit: Unit) -> str:
        """The rules that exempt the outcomes of a unit, each once, with their articles."""
        why = Why(self._prose)
        steps = (
            step
            for leaf in self.advice.framework.select(unit.outcomes)
            if status_of(self.advice.statuses[leaf]) is Status.EXEMPT
            for step in acting(self.advice.answers.trace(leaf))
        )
        return "; ".join(dict.fromkeys(why.rule(step) for step in steps))

    def _limits(self, one: UnitAdvice) -> str:
        said = []
        for limit in one.stopped_by:
            most, cited = words.credits_(self.lang, limit.at_most), ", ".join(limit.articles)
            text = say(self.lang, f"vrijstelling voor hoogstens {most}", f"at most {most} can be exempt")
            said.append(f"{text} [{cited}]" if cited else text)
        return "; ".join(said)
