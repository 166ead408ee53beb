"""Why an outcome has its status: a trace as a few sentences, in Dutch or English, with the articles.

A sentence names the rule, its articles and what met (or did not meet) its condition. It shows no more of the dossier
than that: of an item its id, and the values that were tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from ..language import words
from ..language.render import Prose
from ..language.words import say
from ..model.attributes import EVIDENCE_KINDS
from ..model.base import Lang
from ..model.conditions import (
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exempt,
    Exists,
    Judgement,
    Not,
    Span,
    Sum,
)
from ..model.sources import Citation
from ..results.status import Status
from ..results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep
from ..results.truth import Truth

_FEW: Final = 3
"""How many rules that do not act are told about; there may be dozens."""

FALSE, UNKNOWN, TRUE = Truth


@dataclass(frozen=True)
class Why:
    """Tells traces in one language.

    Attributes:
        prose: Says conditions, outcomes and questions.
    """

    prose: Prose

    def leaf(self, trace: LeafTrace) -> str:
        """Why a leaf has its status, in a few sentences."""
        return " ".join(self.sentences(trace))

    def sentences(self, trace: LeafTrace) -> Iterator[str]:
        """The same, a sentence at a time."""
        lang = self.prose.lang
        name = self.prose.outcome(trace.leaf)
        said = words.pick(lang, words.STATUS[trace.status])
        match trace.status:
            case Status.OPEN:
                possible = [words.pick(lang, words.STATUS[one]) for one in Status if one in trace.statuses]
                yield f"{name}: {said} ({words.one_of(lang, possible)})."
            case _:
                yield f"{name}: {said}."
        match trace.status:
            case Status.EXEMPT:
                yield from self._acting(trace.grants)
                yield from self._outweighed(trace.bars, trace.grants)
            case Status.REFUSED:
                yield from self._acting(trace.bars)
                yield from self._outweighed(trace.grants, trace.bars)
            case Status.CONFLICT:
                yield from self._acting(trace.grants)
                yield from self._acting(trace.bars)
                yield say(
                    lang,
                    "De regeling zegt niet wat voorgaat: de examencommissie beslist.",
                    "The regulation does not say which prevails: the exam board decides.",
                )
            case Status.NOT_COVERED:
                yield from self._not_acting(trace.grants)
            case Status.OPEN:
                yield from self._open(trace)
            case _:
                assert_never(trace.status)

    def rule(self, step: RuleStep) -> str:
        """A rule by its title and articles."""
        title = step.title.in_(self.prose.lang) or step.rule
        articles = "; ".join(self.article(citation, heading) for citation, heading in step.articles)
        return f"{title} [{articles}]" if articles else f"{title} [{step.rule}]"

    def article(self, citation: str, heading: object) -> str:
        """An article by its name and heading."""
        cited = Citation.parse(citation)
        said = getattr(heading, "in_", str)(self.prose.lang)
        name = cited.article or cited.source
        return f"{name}, {said}" if said and said != name else name

    def because(self, step: Step) -> str:
        """What made a condition come out as it did, in one line; nothing where a rule holds for everyone."""
        lang = self.prose.lang
        if step.truth is TRUE and step.condition in self._in_force:
            return ""
        match step.condition:
            case All() | Any_() | AtLeast():
                return self._joined(step)
            case Not():
                inner = step.steps[0]
                return say(lang, "niet: ", "not: ") + self.because(inner)
            case Exists():
                return self._items(step)
            case Sum() | Span():
                asked, found = self.prose.condition(step.condition), self._found(step)
                return say(lang, f"{asked} (gevonden: {found})", f"{asked} (found: {found})")
            case Assessed():
                return self._assessed(step)
            case Judgement():
                answered = {
                    TRUE: say(lang, "ja", "yes"),
                    FALSE: say(lang, "nee", "no"),
                    UNKNOWN: say(lang, "nog niet beantwoord", "not answered yet"),
                }
                return f"{self.prose.condition(step.condition)}: {answered[step.truth]}"
            case Exempt(outcome=outcome):
                name = self.prose.outcome(outcome)
                return {
                    TRUE: say(lang, f"vrijgesteld van {name}", f"exempt from {name}"),
                    FALSE: say(lang, f"niet vrijgesteld van {name}", f"not exempt from {name}"),
                    UNKNOWN: say(lang, f"nog open: vrijgesteld van {name}", f"still open: exempt from {name}"),
                }[step.truth]
            case Applicant():
                return say(lang, "de aanvrager: ", "the applicant: ") + self._tests(step.items[0])
            case _:
                assert_never(step.condition)

    @property
    def _in_force(self) -> tuple[Condition, ...]:
        """That the ruleset is in force goes without saying; that a rule is, is said where the rule restricts it."""
        ruleset, on = self.prose.ruleset, self.prose.on
        return (All(), ruleset.applies.condition(on)) if ruleset and on else (All(),)

    def _acting(self, steps: Iterable[RuleStep]) -> Iterator[str]:
        """Each rule that acts, once: of its instances the first, which is about the nearest level."""
        first: dict[str, RuleStep] = {}
        for step in steps:
            if step.truth is TRUE:
                first.setdefault(step.rule, step)
        for step in first.values():
            verb = say(self.prose.lang, *_VERB[step.effect])
            reason = self.because(step.condition)
            yield f"{self.rule(step)} {verb}: {reason}." if reason else f"{self.rule(step)} {verb}."

    def _outweighed(self, others: Iterable[RuleStep], winners: Iterable[RuleStep]) -> Iterator[str]:
        """What would have pulled the other way, where it acts too or was overridden."""
        lang = self.prose.lang
        acting = [step for step in others if step.truth is TRUE]
        if acting and any(step.truth is TRUE for step in winners):
            names = words.all_of(lang, [self.rule(step) for step in acting])
            yield say(lang, f"Dat gaat hier voor op {names}.", f"That prevails here over {names}.")
        for step in others:
            overriding = [other for other in step.overriders if other.truth is TRUE]
            if overriding and step.condition.truth is TRUE:
                names = words.all_of(lang, [self.rule(other) for other in overriding])
                yield say(
                    lang,
                    f"{self.rule(step)} geldt hier niet, door {names}.",
                    f"{self.rule(step)} does not apply here, because of {names}.",
                )

    def _not_acting(self, steps: Iterable[RuleStep]) -> Iterator[str]:
        """The few rules that came nearest, and what they miss; the fewer conditions are missed, the nearer."""
        lang = self.prose.lang
        near = sorted((step for step in steps if step.truth is FALSE), key=missed)
        if not near:
            yield say(lang, "Geen regel gaat hierover.", "No rule speaks of it.")
            return
        told: dict[str, None] = {}
        for step in near:
            overriding = [other for other in step.overriders if other.truth is TRUE]
            if overriding and step.condition.truth is not FALSE:
                names = words.all_of(lang, [self.rule(other) for other in overriding])
                text = say(lang, f"{self.rule(step)} geldt hier niet, door {names}.",
                           f"{self.rule(step)} does not apply here, because of {names}.")  # fmt: skip
            elif not (reason := self.because(step.condition)):
                name = self.rule(step)
                text = say(lang, f"{name} is dan niet in werking.", f"{name} is not in force then.")
            else:
                text = say(lang, f"{self.rule(step)} vraagt {reason}.", f"{self.rule(step)} asks {reason}.")
            told.setdefault(text)
        listed = list(told)
        yield say(lang, "Geen regel stelt ervan vrij.", "No rule exempts from it.")
        yield from listed[:_FEW]
        if len(listed) > _FEW:
            more = len(listed) - _FEW
            yield (
                say(lang, "(En nog een regel.)", "(And one other rule.)")
                if more == 1
                else say(lang, f"(En {more} andere regels.)", f"(And {more} other rules.)")
            )

    def _open(self, trace: LeafTrace) -> Iterator[str]:
        lang = self.prose.lang
        for effect, side in (("grant", trace.grants), ("bar", trace.bars)):
            told: dict[str, None] = {}
            for step in side:
                if step.truth is UNKNOWN:
                    told.setdefault(self.rule(step))
            if told:
                names = words.all_of(lang, list(told)[:_FEW])
                more = len(told) - _FEW
                names += say(lang, f" (en nog {more})", f" (and {more} more)") if more > 0 else ""
                verb = say(lang, *_MIGHT[effect])
                yield f"{names} {verb}."
        asked = [self.prose.question(one, short=True) for one in trace.questions]
        shown = "; ".join(asked[: 2 * _FEW])
        more = len(asked) - 2 * _FEW
        shown += say(lang, f"; en nog {more}", f"; and {more} more") if more > 0 else ""
        yield say(lang, f"Dat hangt af van: {shown}.", f"That depends on: {shown}.")

    def _joined(self, step: Step) -> str:
        """The parts that made it so: of a conjunction that fails those that fail, of a disjunction that holds one."""
        lang = self.prose.lang
        parts = [part for part in step.steps if not (part.truth is TRUE and part.condition in self._in_force)]
        deciding = [part for part in parts if part.truth is step.truth] or parts
        if isinstance(step.condition, Any_) and step.truth is TRUE:
            deciding = deciding[:1]
        said = list(dict.fromkeys(self.because(part) for part in deciding))
        if isinstance(step.condition, AtLeast):
            met = sum(part.truth is TRUE for part in step.steps)
            needed = step.condition.k
            head = say(lang, f"{met} gevonden, {needed} nodig: ", f"{met} found, {needed} needed: ")
            return head + "; ".join(said)
        glue = say(lang, " of ", " or ") if isinstance(step.condition, Any_) else say(lang, " en ", " and ")
        return glue.join(said)

    def _items(self, step: Step) -> str:
        lang = self.prose.lang
        asked = self.prose.condition(step.condition)
        names = [f"“{item.item}”" for item in step.items if item.truth is step.truth]
        match step.truth:
            case Truth.TRUE:
                return f"{asked}: {words.all_of(lang, names)}"
            case Truth.UNKNOWN:
                found = words.one_of(lang, names)
                return say(lang, f"{asked}: nog niet zeker van {found}", f"{asked}: not certain yet of {found}")
            case _:
                return say(lang, f"{asked}, en dat is er niet", f"{asked}, and there is none")

    def _found(self, step: Step) -> str:
        """What a sum or span came to: an amount, or the two ends of what it may be."""
        lang = self.prose.lang
        low, _, high = step.found.removesuffix(" days").partition("..")
        unit = say(lang, "dagen", "days")
        if isinstance(step.condition, Sum):
            declared = self.prose.framework.vocabulary.find(step.condition.of)
            unit = words.unit(lang, declared.unit if declared else "")
        if ".." not in step.found:
            return f"{low} {unit}".rstrip()
        if not high:
            return say(lang, f"{low} {unit} of meer", f"{low} {unit} or more")
        return say(lang, f"tussen {low} en {high} {unit}", f"between {low} and {high} {unit}").rstrip()

    def _assessed(self, step: Step) -> str:
        lang = self.prose.lang
        asked = self.prose.condition(step.condition)
        items = step.items or tuple(item for part in step.steps for item in part.items)
        said_no = step.truth is FALSE
        verdicts = [
            f"“{item.item}”" for item in items if item.truth is not FALSE and (item.counts == "not achieved") is said_no
        ]
        match step.truth:
            case Truth.TRUE:
                return f"{asked}: {words.all_of(lang, verdicts)}"
            case Truth.FALSE:
                named = words.all_of(lang, verdicts)
                return say(
                    lang, f"{asked}, maar {named} zegt: niet behaald", f"{asked}, but {named} says: not achieved"
                )
            case _:
                return say(lang, f"{asked}: nog niet gebeurd", f"{asked}: not done yet")

    def _tests(self, item: ItemStep) -> str:
        lang = self.prose.lang
        said = []
        for one in item.tests:
            if one.truth is item.truth:
                asked = self.prose.test(one.test, ("applicant",))
                said.append(asked if item.truth is TRUE else f"{asked} ({_met(one, lang)})")
        return "; ".join(said)


_VERB: Final = {
    "grant": ("stelt vrij", "exempts"),
    "bar": ("sluit vrijstelling uit", "rules out exemption"),
    "waive": ("zet andere regels opzij", "sets other rules aside"),
}
_MIGHT: Final = {
    "grant": ("kan vrijstellen", "may exempt"),
    "bar": ("kan vrijstelling uitsluiten", "may rule out exemption"),
}


def _met(one: TestStep, lang: Lang) -> str:
    if one.value is None:
        return say(lang, "niet bekend", "not known")
    plain = {"yes": say(lang, "ja", "yes"), "no": say(lang, "nee", "no"), "none": say(lang, "geen", "none")}
    return say(lang, "hier: ", "here: ") + plain.get(one.value, one.value)


def missed(step: RuleStep) -> tuple[int, bool]:
    """How far a rule is from acting: the leaves of its condition that fail; rules that no item came near last."""
    failing = list(_failing(step.condition))
    met = any(item.kind in EVIDENCE_KINDS and item.truth is not FALSE for one in failing for item in one.items)
    return len(failing), not met


def _failing(step: Step) -> Iterator[Step]:
    if step.truth is not FALSE:
        return
    if not step.steps:
        yield step
    for part in step.steps:
        yield from _failing(part)
