"""Says what was changed in a mutant, in a few words of Dutch or English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..language import words
from ..language.render import Prose
from ..language.words import say
from ..model.base import Lang
from ..model.conditions import Param
from ..model.outcomes import Framework, Ref, Selector
from ..model.policy import Limit, Parameter, Rule, Ruleset
from ..model.quantities import Age, Amount, Cohorts, Dates
from .mutants import Mutant

_EFFECT = {"grant": ("stelt vrij", "exempts"), "bar": ("sluit uit", "bars")}
_TERMS = {
    "whole": ("eenheden tellen alleen heel", "units count whole only"),
    "proportional": ("een deel van een eenheid verlicht haar", "a part of a unit makes it lighter"),
    "bsa": ("vrijgestelde EC telt voor het BSA", "exempt EC counts toward the BSA"),
    "no-bsa": ("vrijgestelde EC telt niet voor het BSA", "exempt EC does not count toward the BSA"),
}
_CONFLICTS = {
    "report": ("strijd wordt gemeld", "conflicts are reported"),
    "bar-wins": ("uitsluiten gaat voor", "bars prevail"),
    "grant-wins": ("vrijstellen gaat voor", "grants prevail"),
}


@dataclass(frozen=True)
class Told:
    """Tells of mutants of one ruleset.

    Attributes:
        framework: The framework.
        ruleset: The ruleset.
        lang: The language.
        on: The decision date whose values of parameters are used.
    """

    framework: Framework
    ruleset: Ruleset
    lang: Lang
    on: date

    def change(self, mutant: Mutant) -> str:
        """What was there, and what is there now."""
        was, became = self._both(mutant)
        if mutant.became is None:
            return self.say(f"zonder {was}", f"without {was}")
        return f"{was} → {became}"

    def stays(self, mutant: Mutant) -> str:
        """What should stay as it is."""
        was, became = self._both(mutant)
        if mutant.became is None:
            return self.say(f"{was} doet ertoe", f"{was} matters")
        return self.say(f"{was}, niet {became}", f"{was}, not {became}")

    def title(self, mutant: Mutant) -> str:
        """What a case that notices it shows: of which rule, and what should stay as it is."""
        return f"{self._whose(mutant)}: {self.stays(mutant)}"

    def _whose(self, mutant: Mutant) -> str:
        parameter = next((one.id for one in mutant.about if isinstance(one, Parameter)), None)
        if parameter or not mutant.rules:
            return parameter or self.say("de hele regeling", "the whole regulation")
        rule = self.ruleset.by_id[mutant.rules[0]]
        return rule.title.in_(self.lang) or rule.id

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

    def _both(self, mutant: Mutant) -> tuple[str, str]:
        """What was there, and what is there now; of an interval only the end that is another."""
        old, new = mutant.was, mutant.became
        if isinstance(old, Dates | Cohorts) and type(old) is type(new):
            interval: Any = type(old)
            start, end = old.start != new.start, old.end != new.end
            old, new = (interval(one.start if start else None, one.end if end else None) for one in (old, new))
        was, became = (self._piece(one, mutant) for one in (old, new))
        return was, became

    def _piece(self, one: Any, mutant: Mutant) -> str:
        prose = Prose(self.framework, self.lang, self.ruleset, self.on)
        if isinstance(one, Rule):
            return self.say("deze regel", "this rule")
        if hasattr(one, "form"):
            return prose.condition(one)
        if hasattr(one, "test"):
            return prose.test(one, mutant.bearers)
        if mutant.kind == "kinds" and one:
            return words.one_of(self.lang, [words.pick(self.lang, words.KIND[kind]) for kind in one])
        if isinstance(one, str):
            known = {**_EFFECT, **_CONFLICTS, **_TERMS}
            return words.pick(self.lang, known[one]) if one in known else self._named(one, mutant)
        return self._value(one, prose)

    def _named(self, one: str, mutant: Mutant) -> str:
        """A rule that an exception is made to."""
        return self.say(f"de uitzondering op {one}", f"the exception to {one}") if mutant.rules else one

    def _value(self, one: Any, prose: Prose) -> str:
        match one:
            case Ref() | Selector():
                return prose.reach((one,))
            case tuple() if all(isinstance(each, Ref | Selector) for each in one):
                return prose.reach(one)
            case tuple():
                return words.one_of(self.lang, [str(each) for each in one])
            case Amount() | Age() | Param():
                return prose.value(one)
            case Limit():
                of = self.say(" van ", " of ") + prose.reach(one.among) if one.among else ""
                most = words.credits_(self.lang, one.at_most)
                return self.say(f"ten hoogste {most} vrij te stellen{of}", f"at most {most} exempted{of}")
            case Dates(start=start, end=end):
                return self.say("beslissingen", "decisions") + self._between(start, end)
            case Cohorts(start=first, end=after):
                return self.say("cohorten", "cohorts") + self._between(first, after)
            case date():
                return str(one)
            case None:
                return self.say("iedereen", "everyone")
            case _:
                return str(one)

    def _between(self, start: object, end: object) -> str:
        """An interval; its end does not belong to it."""
        since = self.say(f" vanaf {start}", f" from {start}") if start is not None else ""
        return since + (self.say(f" tot {end}", f" before {end}") if end is not None else "")
