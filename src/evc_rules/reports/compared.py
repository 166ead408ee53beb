"""Makes views of comparisons: how rulesets relate, pair by pair and all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..advice.credit_witness import CreditWitnesses
from ..compare import Agreement, Comparison, LeafRelation, TermDifference, Witness
from ..language.source_map import SourceMap
from ..model.base import Lang
from . import views_compare as views
from .build import VERSION
from .nway import agreement_view, apart_view, noticed_view, standing_view, standings_view
from .outcomes import wholes_of
from .witnesses import Telling, credit_witness_view

if TYPE_CHECKING:
    from ..negotiate.noticed import Noticed


def compare_view(
    comparison: Comparison,
    lang: Lang,
    agreed: Agreement,
    found: Noticed | None = None,
    *,
    details: bool,
    of: Sequence[tuple[date, int | None]] = (),
    credits_: CreditWitnesses | None = None,
    where: SourceMap | None = None,
) -> views.CompareView:
    """A comparison, as data.

    Args:
        comparison: The comparison.
        lang: The language.
        agreed: On what all rulesets agree.
        found: How often they differ for applicants, when there are any.
        details: Whether everyone who shows a difference is in it, or only how the rulesets relate.
        of: For each ruleset the date and cohort that its rules are of, where these are not those of the comparison.
        credits_: Finds who gets other credits for the same, where details are wanted.
        where: Where rules stand, when it is known.
    """
    places = where or SourceMap()
    count = len(comparison.rulesets)
    dated = of or [(comparison.on, comparison.cohort)] * count
    pairs = [(first, second) for first in range(count) for second in range(first + 1, count)]
    each = [
        _Pair(comparison, lang, first, second, places).view(found, credits_, details=details) for first, second in pairs
    ]
    return views.CompareView(
        evc_rules=VERSION,
        on=comparison.on,
        cohort=comparison.cohort,
        framework=comparison.framework.name,
        rulesets=[
            views.ComparedRulesetView(
                ruleset=one.id, institution=one.institution, title=one.title.in_(lang), on=day, cohort=cohort
            )
            for one, (day, cohort) in zip(comparison.rulesets, dated, strict=True)
        ],
        asked=len(pairs) * len(comparison.leaves),
        settled=sum(not comparison.why(leaf, *pair) for leaf in comparison.leaves for pair in pairs),
        standing=standing_view(comparison.standing(comparison.leaves), comparison.leaves),
        standings=list(standings_view(comparison)),
        agreement=agreement_view(agreed, len(comparison.leaves)),
        noticed=noticed_view(comparison, lang, found) if found else None,
        pairs=each,
        facts=[one.in_(lang) for one in comparison.facts],
    )


@dataclass(frozen=True)
class _Pair:
    """Tells how two rulesets relate."""

    comparison: Comparison
    lang: Lang
    first: int
    second: int
    where: SourceMap

    def view(self, found: Noticed | None, credits_: CreditWitnesses | None, *, details: bool) -> views.PairView:
        comparison, first, second = self.comparison, self.first, self.second
        counts = Counter(str(comparison.relation(leaf, first, second)) for leaf in comparison.leaves)
        differences, clauses = self._details() if details else ([], [])
        return views.PairView(
            first=first,
            second=second,
            relation=str(comparison.over_all(first, second)),
            same=comparison.same(first, second),
            outcomes=dict(counts),
            parts=list(self._parts()),
            clauses=clauses,
            applicants=apart_view(found.anywhere[first, second]) if found else None,
            differences=differences,
            terms=[self._term(one, credits_ if details else None) for one in comparison.terms(first, second)],
            undecided=[
                views.UndecidedView(outcomes=[str(leaf) for leaf in group], why=list(why))
                for group in comparison.together
                if (why := comparison.why(group[0], first, second))
            ],
        )

    def _term(self, one: TermDifference, credits_: CreditWitnesses | None) -> views.TermView:
        """A difference in terms, with someone for whom it makes other credits."""
        found = credits_.of(self.first, self.second, one) if credits_ else None
        return views.TermView(
            what=one.what,
            among=[str(leaf) for leaf in one.among],
            first=one.first,
            second=one.second,
            articles_first=list(one.articles[0]),
            articles_second=list(one.articles[1]),
            witness=credit_witness_view(self.comparison, self.lang, found) if found else None,
        )

    def _parts(self) -> Iterator[views.PartView]:
        """How the outcomes on which they differ lie over the wholes of the framework."""
        comparison, framework = self.comparison, self.comparison.framework
        counts: dict[str, Counter[str]] = {}
        for leaf in comparison.leaves:
            relation = str(comparison.relation(leaf, self.first, self.second))
            for whole in wholes_of(framework, leaf):
                counts.setdefault(whole, Counter())[relation] += 1
        differing = {whole: each.total() - each["equivalent"] for whole, each in counts.items()}
        for whole in sorted(counts, key=lambda one: -differing[one]):
            if differing[whole]:
                title = framework.by_id[whole].title.in_(self.lang)
                yield views.PartView(whole=whole, title=title, outcomes=dict(counts[whole]))

    def _details(self) -> tuple[list[views.DifferenceView], list[views.ClauseView]]:
        """Everyone who shows a difference, and the clauses that make it, those that make most first."""
        listed, tell = [], Telling(self.comparison, self.lang, self.first, self.second, self.where)
        where: dict[tuple[int, tuple[str, ...]], list[str]] = {}
        articles: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {}
        for outcomes, one in self._grouped(self.comparison.pair(self.first, self.second).differing):
            shown: list[views.WitnessView] = []
            unsettled: list[views.UnsettledView] = []
            for shows, witness, places in self._ways(one):
                if witness is None:
                    continue
                causes = self.comparison.causes(one.leaf, *places)
                for clause in dict.fromkeys(clause for each in causes.found for clause in each.clauses):
                    where.setdefault((places[0], clause.rules), []).extend(outcomes)
                    articles[places[0], clause.rules] = clause.articles
                shown += [tell.caused(shows, each) for each in causes.found] or [tell.witness(shows, witness)]
                unsettled += [tell.unsettled(shows, each) for each in causes.undecided]
            if one.otherwise:
                shown.append(tell.witness("otherwise", one.otherwise))
            relation = str(one.relation)
            found = views.DifferenceView(outcomes=outcomes, relation=relation, witnesses=shown, unsettled=unsettled)
            listed.append(found)
        clauses = [
            views.ClauseView(ruleset=place, rules=list(rules), articles=list(articles[place, rules]), outcomes=outcomes)
            for (place, rules), outcomes in sorted(where.items(), key=lambda item: -len(item[1]))
        ]
        return listed, clauses

    def _ways(self, one: LeafRelation) -> Iterator[tuple[views.Only, Witness | None, tuple[int, int]]]:
        """The two ways in which one can exempt where the other does not: who shows it, and who exempts first."""
        yield "only-first", one.only_first, (self.first, self.second)
        yield "only-second", one.only_second, (self.second, self.first)

    def _grouped(self, found: Iterable[LeafRelation]) -> Iterator[tuple[list[str], LeafRelation]]:
        """The leaves in groups that both rulesets treat alike, each with what is found of the first of them."""
        by_leaf = {one.leaf: one for one in found}
        for group in self.comparison.together:
            inside = [leaf for leaf in group if leaf in by_leaf]
            if inside:
                yield [str(leaf) for leaf in inside], by_leaf[inside[0]]
