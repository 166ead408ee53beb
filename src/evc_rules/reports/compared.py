"""Makes views of comparisons: each difference with the rules and articles of both sides, and the applicant in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..advice.why import Why
from ..compare import Comparison, LeafRelation, Pair, Witness
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
from .build import VERSION, possible


def compare_view(
    comparison: Comparison, lang: Lang, *, details: bool, where: SourceMap | None = None
) -> views.CompareView:
    """A comparison; with everyone who shows a difference, or only how the rulesets relate.

    Args:
        comparison: The comparison.
        lang: The language.
        details: Whether to show everyone.
        where: Where rules stand, when it is known.
    """
    places = where or SourceMap()
    count = len(comparison.rulesets)
    pairs = [(first, second) for first in range(count) for second in range(first + 1, count)]
    return views.CompareView(
        evc_rules=VERSION,
        on=comparison.on,
        cohort=comparison.cohort,
        framework=comparison.framework.name,
        rulesets=[
            views.ComparedRulesetView(ruleset=one.id, institution=one.institution, title=one.title.in_(lang))
            for one in comparison.rulesets
        ],
        groups=[list(group) for group in comparison.ranks],
        pairs=[_Telling(comparison, lang, first, second, places).view(details=details) for first, second in pairs],
        facts=[one.in_(lang) for one in comparison.facts],
    )


@dataclass(frozen=True)
class _Telling:
    """Tells how two rulesets relate."""

    comparison: Comparison
    lang: Lang
    first: int
    second: int
    where: SourceMap

    @property
    def _pair(self) -> Pair:
        return self.comparison.pair(self.first, self.second)

    def view(self, *, details: bool) -> views.PairView:
        comparison, first, second = self.comparison, self.first, self.second
        counts = Counter(str(comparison.relation(leaf, first, second)) for leaf in comparison.leaves)
        pair = self._pair
        return views.PairView(
            first=first,
            second=second,
            relation=str(pair.relation),
            same=pair.same,
            outcomes=dict(counts),
            differences=[self.difference(*one) for one in self._grouped(pair.differing)] if details else [],
            terms=[
                views.TermView(
                    what=one.what, among=[str(leaf) for leaf in one.among], first=one.first, second=one.second
                )
                for one in pair.terms
            ],
            undecided=[
                views.UndecidedView(outcomes=outcomes, why=list(one.why))
                for outcomes, one in self._grouped(pair.undecided)
            ],
        )

    def _grouped(self, found: Iterable[LeafRelation]) -> Iterator[tuple[list[str], LeafRelation]]:
        """The leaves in groups that both rulesets treat alike, each with what is found of the first of them."""
        by_leaf = {one.leaf: one for one in found}
        for group in self.comparison.together:
            inside = [leaf for leaf in group if leaf in by_leaf]
            if inside:
                yield [str(leaf) for leaf in inside], by_leaf[inside[0]]

    def difference(self, outcomes: list[str], one: LeafRelation) -> views.DifferenceView:
        shown: list[views.WitnessView] = []
        unsettled: list[views.UnsettledView] = []
        if one.only_first:
            self.caused("only-first", one.only_first, shown, unsettled)
        if one.only_second:
            self.caused("only-second", one.only_second, shown, unsettled)
        if one.otherwise:
            shown.append(self.witness("otherwise", one.otherwise))
        return views.DifferenceView(outcomes=outcomes, relation=str(one.relation), witnesses=shown, unsettled=unsettled)

    def caused(
        self, shows: views.Only, someone: Witness, shown: list[views.WitnessView], unsettled: list[views.UnsettledView]
    ) -> None:
        """Everyone whom only one of the two exempts, by the clause that does; and the clauses that are not settled."""
        order = (self.first, self.second) if shows == "only-first" else (self.second, self.first)
        mine, other = (self.comparison.rulesets[place] for place in order)
        causes = self.comparison.causes(someone.leaf, *order)
        for one in causes.found:
            witness = one.witness if shows == "only-first" else one.witness.mirrored
            because, against = self.rules(mine, one.clauses), self.rules(other, one.against)
            shown.append(self.witness(shows, witness, because, against))
        if not causes.found:
            shown.append(self.witness(shows, someone))
        unsettled += [
            views.UnsettledView(shows=shows, rules=self.rules(mine, [one.clause]), why=one.why)
            for one in causes.undecided
        ]

    def rules(self, ruleset: Ruleset, clauses: Iterable[Clause]) -> list[views.RuleAtView]:
        """The rules that clauses came from, and where they stand."""
        names = dict.fromkeys(name.partition(":")[2] for one in clauses for name in one.rules)
        return [rule_at(ruleset, name, self.where) for name in names]

    def witness(
        self,
        shows: views.Shows,
        one: Witness,
        because: Sequence[views.RuleAtView] = (),
        against: Sequence[views.RuleAtView] = (),
    ) -> views.WitnessView:
        return views.WitnessView(
            shows=shows,
            because=list(because),
            against=list(against),
            outcome=str(one.leaf),
            applicant=list(Described(self.comparison.framework, self.lang).lines(one.dossier)),
            dossier=dump(one.dossier),
            first=self.side(self._pair.first, one.first),
            second=self.side(self._pair.second, one.second),
        )

    def side(self, ruleset: Ruleset, trace: LeafTrace) -> views.SideView:
        acting = [step for step in (*trace.grants, *trace.bars) if step.truth is Truth.TRUE]
        prose = Prose(self.comparison.framework, self.lang, ruleset, self.comparison.on, self.comparison.cohort)
        return views.SideView(
            status=trace.status.value,
            possible=possible(trace.statuses),
            rules=list(dict.fromkeys(step.rule for step in acting)),
            articles=list(dict.fromkeys(text for step in acting for text, _ in step.articles)),
            why=Why(prose).leaf(trace),
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
