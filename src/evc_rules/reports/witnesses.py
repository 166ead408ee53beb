"""Tells of an applicant of whom two rulesets say something else: in words, as a file, and with what both say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..advice.credit_witness import CreditWitness
from ..advice.why import Why
from ..compare import Cause, Comparison, Unsettled, Witness
from ..engines.lower import Clause
from ..language import words
from ..language.dump import dump
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.words import say
from ..model.attributes import APPLICANT, ONGOING, VERDICT, Attribute, Grade, Value
from ..model.base import Lang
from ..model.dossier import Carrier, Dossier
from ..model.outcomes import Framework, Ref
from ..model.policy import Ruleset
from ..model.quantities import Amount
from ..results.trace import LeafTrace
from ..results.truth import Truth
from . import views_compare as views
from .build import possible


@dataclass(frozen=True)
class Telling:
    """Tells of applicants of whom two rulesets say something else.

    Attributes:
        comparison: The comparison.
        lang: The language.
        first: The place of the one ruleset.
        second: The place of the other.
        where: Where rules stand, as far as that is known.
    """

    comparison: Comparison
    lang: Lang
    first: int
    second: int
    where: SourceMap = field(default_factory=SourceMap)

    def caused(self, shows: views.Only, one: Cause) -> views.WitnessView:
        """Someone whom only one of the two exempts, by the clause that does and what it meets."""
        mine, other = (self.first, self.second) if shows == "only-first" else (self.second, self.first)
        witness = one.witness if shows == "only-first" else one.witness.mirrored
        return self.witness(shows, witness, self.rules(mine, one.clauses), self.rules(other, one.against))

    def unsettled(self, shows: views.Only, one: Unsettled) -> views.UnsettledView:
        """A clause of which it is not known for whom it makes a difference."""
        place = self.first if shows == "only-first" else self.second
        return views.UnsettledView(shows=shows, rules=self.rules(place, [one.clause]), why=one.why)

    def rules(self, place: int, clauses: Iterable[Clause]) -> list[views.RuleAtView]:
        """The rules that clauses of a ruleset came from, and where they stand."""
        names = dict.fromkeys(name.partition(":")[2] for one in clauses for name in one.rules)
        return [rule_at(self.comparison.rulesets[place], name, self.where) for name in names]

    def witness(
        self,
        shows: views.Shows,
        one: Witness,
        because: Sequence[views.RuleAtView] = (),
        against: Sequence[views.RuleAtView] = (),
    ) -> views.WitnessView:
        """The applicant, and what both rulesets say."""
        rulesets = self.comparison.rulesets
        return views.WitnessView(
            shows=shows,
            because=list(because),
            against=list(against),
            outcome=str(one.leaf),
            applicant=list(Described(self.comparison.framework, self.lang).lines(one.dossier)),
            dossier=dump(one.dossier),
            first=self._side(rulesets[self.first], one.first),
            second=self._side(rulesets[self.second], one.second),
        )

    def _side(self, ruleset: Ruleset, trace: LeafTrace) -> views.SideView:
        acting = [step for step in (*trace.grants, *trace.bars) if step.truth is Truth.TRUE]
        prose = Prose(self.comparison.framework, self.lang, ruleset, self.comparison.on, self.comparison.cohort)
        return views.SideView(
            status=trace.status.value,
            possible=possible(trace.statuses),
            rules=list(dict.fromkeys(step.rule for step in acting)),
            articles=list(dict.fromkeys(text for step in acting for text, _ in step.articles)),
            why=Why(prose).leaf(trace),
        )


def credit_witness_view(comparison: Comparison, lang: Lang, one: CreditWitness) -> views.CreditWitnessView:
    """Someone to whom two rulesets award other credits for the same, as data."""
    left = one.loads
    return views.CreditWitnessView(
        programme=one.first.programme.id,
        variant=one.first.variant,
        outcomes=[str(leaf) for leaf in comparison.framework.leaves if leaf in one.both],
        applicant=list(Described(comparison.framework, lang).lines(one.dossier)),
        dossier=dump(one.dossier),
        awarded_first=str(one.first.awarded[0]),
        awarded_second=str(one.second.awarded[0]),
        left_first=str(left[0]),
        left_second=str(left[1]),
    )


def rule_at(ruleset: Ruleset, name: str, where: SourceMap) -> views.RuleAtView:
    """A rule, and where it stands."""
    rule = ruleset.by_id[name]
    at = where(rule)
    return views.RuleAtView(
        rule=name, articles=list(rule.articles), file=at.file if at else None, line=at.line if at else None
    )


@dataclass(frozen=True)
class Described:
    """Tells of dossiers in one language."""

    framework: Framework
    lang: Lang

    def lines(self, dossier: Dossier) -> Iterator[str]:
        """What is known of an applicant, a thing a line."""
        prose = Prose(self.framework, self.lang)
        if dossier.applicant.attributes:
            yield self._said(say(self.lang, "de aanvrager", "the applicant"), APPLICANT, dossier.applicant)
        for item in dossier.evidence:
            yield self._said(words.pick(self.lang, words.KIND[item.kind]), item.kind, item)
        for verdict in dossier.verdicts:
            about = prose.outcome(verdict.outcome)
            nl, en = ("behaald", "achieved") if verdict.achieved else ("niet behaald", "not achieved")
            what = say(self.lang, f"beoordeeld: {about}: {nl}", f"assessed: {about}: {en}")
            yield self._said(what, VERDICT, verdict)
        for answer in dossier.judgements:
            said = say(self.lang, "ja", "yes") if answer.answer else say(self.lang, "nee", "no")
            whose = f" [{answer.ruleset}]" if answer.ruleset else ""
            yield say(self.lang, "oordeel", "judgement") + f" {answer.judgement}{whose}: {said}"

    def _said(self, what: str, bearer: str, thing: Carrier) -> str:
        vocabulary = self.framework.vocabulary
        parts = []
        for name, value in thing.attributes:
            declared = vocabulary.find(name, bearer)
            if declared:
                parts.append(f"{declared.title.in_(self.lang) or name} {self._value(declared, value)}".rstrip())
        return f"{what}: {'; '.join(parts)}" if parts else what

    def _value(self, declared: Attribute, value: Value) -> str:
        match value:
            case bool():
                return say(self.lang, "ja", "yes") if value else say(self.lang, "nee", "no")
            case Amount():
                return words.amount(self.lang, value)
            case Grade():
                return f"{words.number(self.lang, value.value)} ({value.scale})"
            case frozenset() if declared.type == "outcomes":
                prose = Prose(self.framework, self.lang)
                return words.all_of(self.lang, [prose.outcome(Ref.parse(one)) for one in sorted(value)]) or "-"
            case frozenset():
                return words.all_of(self.lang, [self._code(declared, one) for one in sorted(value)]) or "-"
            case date():
                return str(value)
            case str():
                return self._code(declared, value)
            case _:
                return say(self.lang, "loopt door", "ongoing") if value is ONGOING else str(value)

    def _code(self, declared: Attribute, code: str) -> str:
        return (declared.codes[code].in_(self.lang) if code in declared.codes else "") or code
