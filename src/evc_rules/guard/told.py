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
from ..model.policy import Rule, Ruleset
from ..model.quantities import Age, Amount, Cohorts, Dates
from .mutants import Mutant

_EFFECT = {"grant": ("stelt vrij", "exempts"), "bar": ("sluit uit", "bars")}
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
        was, became = (self._piece(one, mutant) for one in (mutant.was, mutant.became))
        if mutant.became is None:
            return self.say(f"zonder {was}", f"without {was}")
        return f"{was} → {became}"

    def stays(self, mutant: Mutant) -> str:
        """What should stay as it is."""
        was, became = (self._piece(one, mutant) for one in (mutant.was, mutant.became))
        if mutant.became is None:
            return self.say(f"{was} doet ertoe", f"{was} matters")
        return self.say(f"{was}, niet {became}", f"{was}, not {became}")

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

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
            known = {**_EFFECT, **_CONFLICTS}
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
            case Dates():
                return self.say("beslissingen ", "decisions ") + str(one)
            case Cohorts():
                return self.say("cohorten ", "cohorts ") + str(one)
            case date():
                return str(one)
            case None:
                return self.say("iedereen", "everyone")
            case _:
                return str(one)
