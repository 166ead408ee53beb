"""Conditions, rules and questions as a person would say them, in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

from ..model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute
from ..model.base import Lang
from ..model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    AsOf,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
)
from ..model.outcomes import Framework, Leaf, Reach, Ref
from ..model.policy import Ruleset
from ..model.quantities import Age, Amount
from ..results.questions import Assessment, JudgementNeeded, MissingFact, Question
from . import words
from .words import pick, say


@dataclass(frozen=True)
class Prose:
    """Says things over one framework in one language.

    Attributes:
        framework: The framework whose titles are used.
        lang: The language.
        ruleset: The ruleset whose parameters are filled in, or None to leave their names.
        on: The decision date whose values of parameters are used.
        cohort: The cohort whose values of parameters are used, or None for every cohort.
    """

    framework: Framework
    lang: Lang = "nl"
    ruleset: Ruleset | None = None
    on: date | None = None
    cohort: int | None = None

    def outcome(self, one: Leaf | Ref) -> str:
        """An outcome by its title, with its level when it has several."""
        found = self.framework.by_id.get(one.outcome)
        title = found.title.in_(self.lang) if found else one.outcome
        low, high = (one.level, one.level) if isinstance(one, Leaf) else (one.low, one.high)
        if not low or (found and found.levels == 1 and not self.framework.parts.out_degree(found.id)):
            return title
        word = say(self.lang, "niveau", "level")
        return f"{title}, {word} {low}" if low == high else f"{title}, {word} {low}-{high}"

    def reach(self, reach: Reach) -> str:
        """What a rule or a limit is about."""
        said = []
        for one in reach:
            if isinstance(one, Ref):
                said.append(self.outcome(one))
                continue
            text = say(self.lang, "alles", "everything")
            if one.part_of:
                text = say(self.lang, "alles onder ", "everything under ") + self.outcome(Ref(one.part_of))
            if one.component and not one.part_of:
                text = say(self.lang, "alles ", "everything ") + pick(self.lang, words.COMPONENT[one.component])
            elif one.component:
                text += f" ({pick(self.lang, words.COMPONENT[one.component])})"
            if one.high or one.low > 1:
                top = f"-{one.high}" if one.high != one.low else ""
                top = "+" if not one.high else top
                text += f", {say(self.lang, 'niveau', 'level')} {one.low}{top}"
            if one.except_:
                text += say(self.lang, ", behalve ", ", except ") + self._and(
                    [self.outcome(ref) for ref in one.except_]
                )
            said.append(text)
        return "; ".join(said)

    def condition(self, one: Condition) -> str:  # noqa: PLR0912 - one case a form
        """A condition in one line; the conditions in it between brackets where that is needed."""
        match one:
            case All(of=()):
                return say(self.lang, "altijd", "always")
            case Any_(of=()):
                return say(self.lang, "nooit", "never")
            case All(of=of):
                return say(self.lang, ", en ", ", and ").join(self._inner(part, Any_, AtLeast) for part in of)
            case Any_(of=of):
                return say(self.lang, ", of ", ", or ").join(self._inner(part, All, AtLeast) for part in of)
            case AtLeast(k=k, of=of):
                parts = "; ".join(self._inner(part, All, Any_) for part in of)
                return say(self.lang, f"ten minste {k} van: {parts}", f"at least {k} of: {parts}")
            case Not(of=part):
                said = self.condition(part)
                return say(self.lang, f"niet ({said})", f"not ({said})")
            case Exists(filter=items, count=count):
                return self.items(items, count)
            case Sum(of=of, over=over, at_least=least):
                total = self._value(least)
                units = {value.unit for value in self._values(least) if isinstance(value, Amount)}
                what = "" if units & {"h", "EC"} else f" {self._attribute(of, self._bearers(over.kinds))}"
                text = say(self.lang, f"samen ten minste {total}{what} over", f"at least {total}{what} in all over")
                return f"{text} {self.items(over, 0)}"
            case Span(over=over, at_least=least, as_of=as_of):
                text = say(self.lang, "ten minste {} gedekt door", "at least {} covered by").format(self._value(least))
                return f"{text} {self.items(over, 0)}{self._as_of(as_of)}"
            case Assessed(tests=tests, outcome=outcome):
                about = f" ({self.outcome(outcome)})" if outcome else ""
                text = say(self.lang, f"beoordeeld als behaald{about}", f"assessed as achieved{about}")
                return text + self.verdict(tests)
            case Judgement(id=name, asks=asks, by=by):
                asked = asks.in_(self.lang) or name
                who = by.in_(self.lang)
                text = say(self.lang, f"een oordeel: “{asked}”", f"a judgement: “{asked}”")
                return f"{text} ({who})" if who else text
            case Exempt(outcome=outcome):
                return say(
                    self.lang, f"vrijgesteld van {self.outcome(outcome)}", f"exempt from {self.outcome(outcome)}"
                )
            case Applicant(tests=tests):
                who = say(self.lang, "de aanvrager", "the applicant")
                return f"{who}: " + "; ".join(self.test(test, (APPLICANT,)) for test in tests)
            case _:
                assert_never(one)

    def items(self, items: Filter, count: int = 1) -> str:
        """What an item must be: its kind and what is asked of it. A count of 0 means however many."""
        kinds = items.kinds
        if count == 1:
            named = self._or([pick(self.lang, words.KIND[kind]) for kind in kinds])
            named = named or say(self.lang, "enig bewijs", "some evidence")
        else:
            named = self._or([pick(self.lang, words.KINDS[kind]) for kind in kinds])
            named = named or say(self.lang, "bewijzen", "items of evidence")
            if count:
                named = say(self.lang, f"ten minste {count} {named}", f"at least {count} {named}")
        return named + self._bracketed(self.test(test, self._bearers(kinds)) for test in items.tests)

    def test(self, one: Test, bearers: Sequence[str]) -> str:
        """What one test asks."""
        if isinstance(one, AgeTest):
            asked = f"{pick(self.lang, words.COMPARISON[one.op])} {self._value(one.value)}"
            return asked + say(self.lang, " oud", " old") + self._as_of(one.as_of)
        name = self._attribute(one.attribute, bearers)
        match one:
            case NumberTest(op=op, value=value, scale=scale):
                on_scale = say(self.lang, f" (schaal {scale})", f" (scale {scale})") if scale else ""
                return (
                    " ".join(filter(None, (name, pick(self.lang, words.COMPARISON[op]), self._value(value)))) + on_scale
                )
            case DateTest(op=op, value=value):
                return f"{name} {pick(self.lang, words.ON_CALENDAR[op])} {self._value(value)}"
            case FlagTest(value=value):
                return name if value else say(self.lang, f"{name}: nee", f"{name}: no")
            case CoversTest(outcome=outcome):
                about = self.outcome(outcome) if outcome else say(self.lang, "deze leeruitkomst", "this outcome")
                return say(self.lang, f"gericht op {about}", f"aligned with {about}")
            case CodeTest(codes=codes, match=match):
                said = self._codes(codes, one.attribute, bearers, every=match == "all")
                return f"{name} {say(self.lang, 'niet', 'not')} {said}" if match == "none" else f"{name} {said}"

    def value(self, one: Any) -> str:
        """A value, or what the parameter comes to that it names."""
        return self._value(one)

    def missing(self, item: str | None, attributes: Iterable[str]) -> str:
        """What is not known of an item, or of the applicant."""
        named = [say(self.lang, "datum", "date") if one == "date" else self._attribute(one, ()) for one in attributes]
        whose = f"“{item}”" if item else say(self.lang, "de aanvrager", "the applicant")
        return say(self.lang, f"Nog te weten van {whose}: ", f"Yet to be known of {whose}: ") + self._and(named)

    def verdict(self, tests: Sequence[Test]) -> str:
        """What is asked of a verdict, between brackets; nothing when any verdict will do."""
        return self._bracketed(self.test(test, (VERDICT,)) for test in tests)

    def question(self, one: Question, *, short: bool = False) -> str:
        """An open question as it would be asked."""
        match one:
            case MissingFact(item=item, attribute=attribute):
                return self.missing(item, [attribute])
            case Assessment(outcome=outcome, tests=tests):
                asked = self._bracketed(self.test(test, (VERDICT,)) for test in tests)
                return say(
                    self.lang,
                    f"Te beoordelen: {self.outcome(outcome)}{asked}",
                    f"To be assessed: {self.outcome(outcome)}{asked}",
                )
            case JudgementNeeded(judgement=name, ruleset=ruleset, asks=asks, by=by):
                who = by.in_(self.lang)
                text = say(self.lang, "Een oordeel", "A judgement") + (f" ({who})" if who else "")
                asked = asks.in_(self.lang) or name
                return f"{text}: {asked}" if short or ruleset is None else f"{text}: {asked} [{ruleset}]"

    def _inner(self, part: Condition, *grouped: type[Condition]) -> str:
        said = self.condition(part)
        return f"({said})" if isinstance(part, grouped) and len(getattr(part, "of", ())) > 1 else said

    def _bracketed(self, parts: Iterable[str]) -> str:
        said = "; ".join(parts)
        return f" ({said})" if said else ""

    def _bearers(self, kinds: Sequence[str]) -> Sequence[str]:
        return kinds or EVIDENCE_KINDS

    def _declared(self, attribute: str, bearers: Sequence[str]) -> Attribute | None:
        vocabulary = self.framework.vocabulary
        found = (vocabulary.find(attribute, bearer) for bearer in bearers)
        return next(filter(None, found), None) or vocabulary.find(attribute)

    def _attribute(self, attribute: str, bearers: Sequence[str]) -> str:
        declared = self._declared(attribute, bearers)
        return declared.title.in_(self.lang) or attribute if declared else attribute

    def _codes(self, codes: Any, attribute: str, bearers: Sequence[str], *, every: bool) -> str:
        declared = self._declared(attribute, bearers)
        titles = declared.codes if declared else {}
        listed = self._values(codes)
        said = [
            (words.all_of if every else words.one_of)(
                self.lang, [titles[code].in_(self.lang) or code if code in titles else code for code in one]
            )
            for one in listed
        ]
        return self._or(said) if said else f"${codes.parameter}"

    def _values(self, value: Any) -> tuple[Any, ...]:
        """The values that are meant: one, or those of a parameter; none when that is not known here."""
        if not isinstance(value, Param):
            return (value,)
        if self.ruleset is None or self.on is None or value.parameter not in self.ruleset.parameter:
            return ()
        return self.ruleset.parameter[value.parameter].at(self.on, self.cohort)

    def _value(self, value: Any) -> str:
        said = [self._said(one) for one in self._values(value)]
        return self._or(said) if said else f"${value.parameter}"

    def _said(self, value: Any) -> str:
        if isinstance(value, Age):
            return words.length(self.lang, value)
        return words.amount(self.lang, value) if isinstance(value, Amount) else str(value)

    def _as_of(self, as_of: AsOf) -> str:
        if as_of == "decision":
            return ""
        if as_of == "start":
            return say(self.lang, " bij de start van de opleiding", " at the start of the programme")
        return say(self.lang, f" op {as_of}", f" on {as_of}")

    def _and(self, said: Sequence[str]) -> str:
        return words.all_of(self.lang, said)

    def _or(self, said: Sequence[str]) -> str:
        return words.one_of(self.lang, said)
