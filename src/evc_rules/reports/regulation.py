"""A ruleset as the prose of a regulation: article by article, in Dutch or English, out of its own structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..language import words
from ..language.render import Prose
from ..language.words import say
from ..model.attributes import APPLICANT
from ..model.base import Lang
from ..model.conditions import TRUE, All, Any_, AtLeast, CodeTest, Condition
from ..model.outcomes import Framework
from ..model.policy import Applies, Limit, Rule, Ruleset
from ..model.sources import Citation
from .lowered import repeated

_LONG: Final = 60
"""Characters of prose from which it is worth naming a ground instead of repeating it."""
_INDENT: Final = "   "
_EXEMPT: Final = ("Vrijstelling voor {} wordt verleend", "Exemption from {} is granted")
_REFUSED: Final = ("Voor {} wordt geen vrijstelling verleend", "No exemption from {} is granted")
_WAIVED: Final = ("{} blijft buiten toepassing", "{} does not apply")
_BOTH: Final = {
    "grant-wins": (
        "Wat een artikel vrijstelt, is vrijgesteld, ook waar een ander artikel het uitsluit.",
        "What an article exempts is exempt, also where another article excludes it.",
    ),
    "bar-wins": (
        "Wat een artikel uitsluit, wordt niet vrijgesteld, ook waar een ander artikel het vrijstelt.",
        "What an article excludes is not exempt, also where another article exempts it.",
    ),
    "report": (
        "Waar een artikel vrijstelt wat een ander uitsluit, is dat een strijdigheid, die de examencommissie beslecht.",
        "Where one article exempts what another excludes, that is a conflict, for the exam board to settle.",
    ),
}


def regulation(ruleset: Ruleset, framework: Framework, lang: Lang) -> str:
    """A ruleset as prose, in Markdown.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        lang: The language.
    """
    return "\n".join(_Regulation(ruleset, framework, lang).lines()) + "\n"


@dataclass(frozen=True)
class _Regulation:
    ruleset: Ruleset
    framework: Framework
    lang: Lang

    def lines(self) -> Iterator[str]:
        yield f"# {self.ruleset.title.in_(self.lang) or self.ruleset.id}"
        yield ""
        yield from self.preamble()
        if self.named:
            yield from self.heading(1, self.say("Gronden", "Grounds"))
            yield self.say("In deze regeling wordt verstaan onder:", "In this regulation:")
            yield ""
            for name, ground in self.grounds:
                *lines, last = self.item(f"- **{name}**: ", ground, 1, naming=True)
                yield from lines
                yield f"{last[:-1]}."
        for rule in self.ruleset.rules:
            yield from self.article(rule)
        number = self.first + len(self.ruleset.rules)
        if self.ruleset.limits:
            yield from self.heading(number, self.say("Omvang", "Extent"))
            yield from (self.limit(place, one) for place, one in enumerate(self.ruleset.limits, 1))
            number += 1
        yield from self.heading(number, self.say("Samenloop en overige gevallen", "Concurrence and other cases"))
        yield from self.ending()

    def say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    @cached_property
    def prose(self) -> Prose:
        made = self.ruleset.provenance
        return Prose(self.framework, self.lang, self.ruleset, made.on if made else None, made.cohort if made else None)

    @cached_property
    def named(self) -> dict[Condition, str]:
        """The grounds that more than one article needs, each with its name: what is inside another comes first."""
        found = repeated(rule.when for rule in self.ruleset.rules)
        worth = [one for one in found if len(self.prose.condition(one)) > _LONG]
        return {one: f"{self.say('grond', 'ground')} {place}" for place, one in enumerate(worth, 1)}

    @property
    def grounds(self) -> Iterator[tuple[str, Condition]]:
        return ((name, ground) for ground, name in self.named.items())

    @property
    def first(self) -> int:
        """The number of the first article that is a rule."""
        return 2 if self.named else 1

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {rule.id: number for number, rule in enumerate(self.ruleset.rules, self.first)}

    def heading(self, number: int, title: str) -> Iterator[str]:
        yield ""
        yield f"## {self.say('Artikel', 'Article')} {number}. {title}"
        yield ""

    def preamble(self) -> Iterator[str]:
        one, made = self.ruleset, self.ruleset.provenance
        if one.illustrative:
            yield self.say("*Bedacht, als voorbeeld.*", "*Made up, as an example.*")
            yield ""
        if made:
            members = words.all_of(self.lang, made.members)
            yield self.say(
                f"Samengesteld uit de regelingen van {members}, volgens de strategie “{made.strategy}”, "
                f"zoals die gelden op {made.on}.",
                f"Put together from the regulations of {members}, by the strategy “{made.strategy}”, "
                f"as in force on {made.on}.",
            )
        terms = self.terms(one.applies)
        if terms:
            yield self.say(f"Deze regeling geldt voor {terms}.", f"This regulation is for {terms}.")

    def terms(self, applies: Applies) -> str:
        """For whom, and when; nothing when it is for everybody at any time."""
        said: list[str] = []
        start, end = applies.decisions.start, applies.decisions.end
        if start:
            said.append(self.say(f"beslissingen vanaf {start}", f"decisions from {start}"))
        if end:
            said.append(self.say(f"beslissingen voor {end}", f"decisions before {end}"))
        first, last = applies.cohorts.start, applies.cohorts.end
        if first and last == first + 1:
            said.append(f"cohort {first}")
        elif first or last:
            said.append(self.say("cohorten", "cohorts"))
            said[-1] += self.say(f" vanaf {first}", f" from {first}") if first else ""
            said[-1] += self.say(f" tot {last}", f" before {last}") if last else ""
        if applies.variants:
            said.append(self.prose.test(CodeTest(attribute="variant", codes=applies.variants), (APPLICANT,)))
        return ", ".join(said)

    def article(self, rule: Rule) -> Iterator[str]:
        number = self.numbers[rule.id]
        yield from self.heading(number, rule.title.in_(self.lang) or rule.id)
        yield from self.ruled(self.effect(rule), rule.when)
        last = 1
        for text in self.besides(rule):
            last += 1
            yield f"{last}. {text}"
        cited = "; ".join(filter(None, map(self.citation, rule.articles)))
        if cited:
            yield ""
            yield f"*{self.say('Herkomst', 'From')}: {cited}.*"

    def effect(self, rule: Rule) -> str:
        if rule.effect == "waive":
            waived = words.all_of(self.lang, [self.named_article(one) for one in rule.overrides])
            if len(rule.overrides) > 1:
                return self.say(f"{waived} blijven buiten toepassing", f"{waived} do not apply")
            return words.pick(self.lang, _WAIVED).format(waived)
        return words.pick(self.lang, _EXEMPT if rule.effect == "grant" else _REFUSED).format(
            self.prose.reach(rule.reach)
        )  # fmt: skip

    def named_article(self, rule: str) -> str:
        return f"{self.say('artikel', 'article')} {self.numbers[rule]}"

    def besides(self, rule: Rule) -> Iterator[str]:
        """What else is said of a rule: levels, what it goes before, what goes before it, for whom it is."""
        if rule.effect == "grant" and any(leaf.level > 1 for leaf in self.framework.select(rule.reach)):
            yield self.say(
                "De vrijstelling geldt ook voor elk lager niveau.", "The exemption is also from every lower level."
            )
        if rule.effect == "bar" and any(
            leaf.level < max(self.framework.levels(leaf.outcome)) for leaf in self.framework.select(rule.reach)
        ):
            yield self.say("Dat geldt ook voor elk hoger niveau.", "The same goes for every higher level.")
        if rule.effect != "waive" and rule.overrides:
            others = words.all_of(self.lang, [self.named_article(one) for one in rule.overrides])
            yield self.say(f"Dit artikel gaat voor {others}.", f"This article goes before {others}.")
        before = self.ruleset.overridden_by[rule.id]
        if before:
            others = words.all_of(self.lang, [self.named_article(one.id) for one in before])
            yield self.say(f"Dit artikel wijkt voor {others}.", f"This article yields to {others}.")
        terms = self.terms(rule.applies)
        if terms:
            yield self.say(f"Dit artikel geldt voor {terms}.", f"This article is for {terms}.")

    def ruled(self, effect: str, when: Condition) -> Iterator[str]:
        """What an article says, with its conditions as a list that ends in a full stop."""
        effect = effect[0].upper() + effect[1:]
        if when == TRUE:
            yield f"1. {effect}."
            return
        *lines, last = self.item(f"1. {effect} {self.say('indien', 'if')} ", when, 1)
        yield from lines
        yield f"{last[:-1]}."

    def item(self, head: str, one: Condition, depth: int, *, naming: bool = False) -> Iterator[str]:
        """A condition as one line, or as a head with a list under it."""
        if one in self.named and not naming:
            yield f"{head}{self.named[one]};"
            return
        lead = self.lead(one)
        parts: Sequence[Condition] = one.of if isinstance(one, All | Any_ | AtLeast) else ()
        if not lead or not parts:
            yield f"{head}{self.prose.condition(one)};"
            return
        yield f"{head}{lead}:"
        for place, part in enumerate(parts):
            yield from self.item(f"{_INDENT * depth}- {_mark(depth, place)} ", part, depth + 1)

    def lead(self, one: Condition) -> str:
        """What stands before a list of conditions; nothing for a condition that is not one."""
        match one:
            case All():
                return self.say("is voldaan aan alle volgende voorwaarden", "all of the following hold")
            case Any_():
                return self.say("is voldaan aan een van de volgende voorwaarden", "one of the following holds")
            case AtLeast(k=k):
                return self.say(
                    f"is voldaan aan ten minste {k} van de volgende voorwaarden", f"at least {k} of the following hold"
                )
            case _:
                return ""

    def limit(self, place: int, one: Limit) -> str:
        most = words.credits_(self.lang, one.at_most)
        among = f" ({self.prose.reach(one.among)})" if one.among else ""
        cited = "; ".join(filter(None, map(self.citation, one.articles)))
        said = self.say(f"Ten hoogste {most} wordt vrijgesteld{among}.", f"At most {most} is exempted{among}.")
        return f"{place}. {said}" + (f" *{self.say('Herkomst', 'From')}: {cited}.*" if cited else "")

    def ending(self) -> Iterator[str]:
        said = [words.pick(self.lang, _BOTH[self.ruleset.conflicts])]
        said.append(
            self.say(
                "Waar geen artikel vrijstelt of uitsluit, is niets geregeld: dat is geen weigering.",
                "Where no article exempts or excludes, nothing is regulated: that is not a refusal.",
            )
        )
        if self.ruleset.units == "proportional":
            said.append(
                self.say(
                    "Van een eenheid die voor een deel is vrijgesteld, is de studielast naar evenredigheid kleiner.",
                    "Of a unit that is exempt in part, the study load is smaller in proportion.",
                )
            )
        if self.ruleset.bsa is not None:
            said.append(
                self.say("Vrijgestelde EC tellen mee voor het bindend studieadvies.", "Exempted EC count toward BSA.")
                if self.ruleset.bsa
                else self.say(
                    "Vrijgestelde EC tellen niet mee voor het bindend studieadvies.",
                    "Exempted EC do not count toward BSA.",
                )
            )
        yield from (f"{place}. {text}" for place, text in enumerate(said, 1))

    def citation(self, text: str) -> str:
        """An article with its title and its source."""
        cited = Citation.parse(text)
        source = self.ruleset.sources.get(cited.source)
        title = self.ruleset.article(cited).in_(self.lang)
        of = source.title.in_(self.lang) if source else cited.source
        return f"{of}, {cited.article} ({title})" if cited.article and title else f"{of} {cited.article}".strip()


def _mark(depth: int, place: int) -> str:
    """a, b, c; under that 1°, 2°, 3°; and so on in turn."""
    if depth % 2 and place < len(_LETTERS):
        return f"{_LETTERS[place]}."
    return f"{place + 1}°"


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
