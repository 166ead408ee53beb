"""Makes views of lowered rulesets: each clause with its rules and where they stand, what is shared named once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from ..engines.cohorts import cohort_ranges, representative
from ..engines.lower import Clause, Lowered, LoweredLeaf, lower
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.unsugar import condition as unsugared
from ..model.conditions import AtLeast, Condition, Not, parts_of
from ..model.outcomes import Framework, Leaf
from ..model.policy import Rule, Ruleset
from ..model.quantities import Cohorts
from ..results.status import settle
from . import views_lowered as views
from .steps import data

_LONG: Final = 60
"""Characters of prose from which it is worth naming a condition instead of repeating it."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def lowered_views(
    ruleset: Ruleset,
    framework: Framework,
    on: date,
    leaves: Collection[Leaf],
    prose: Prose,
    where: SourceMap,
    *,
    cohort: int | None = None,
    shared: frozenset[str] = frozenset(),
) -> list[views.LoweredView]:
    """The lowered form of a ruleset for some leaves: one for all cohorts, or one for each where parameters differ.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        on: The decision date.
        leaves: The leaves.
        prose: Says conditions in words.
        where: Where rules stand.
        cohort: Only for this cohort.
        shared: The judgements that one answer settles for all rulesets.
    """
    ranges = _ranges(ruleset, on) if cohort is None else [Cohorts(cohort, cohort + 1)]
    found: list[tuple[Cohorts, Lowered]] = []
    for one in ranges:
        made = lower(ruleset, framework, on, cohort=representative(one), shared=shared, leaves=leaves)
        if found and found[-1][1].leaves == made.leaves:
            found[-1] = Cohorts(found[-1][0].start, one.end), made
        else:
            found.append((one, made))
    return [_Telling(made, prose, where).view(one) for one, made in found]


def _ranges(ruleset: Ruleset, on: date) -> Iterator[Cohorts]:
    """The cohorts that a ruleset is for, as far as it says the same of them."""
    for cohorts in cohort_ranges([ruleset], on):
        inside = representative(cohorts)
        if inside is None or inside in ruleset.applies.cohorts:  # for others its parameters may have no value
            yield cohorts


@dataclass
class _Telling:
    """Tells what a lowered ruleset says."""

    lowered: Lowered
    prose: Prose
    where: SourceMap
    names: dict[Condition, str] = field(default_factory=dict)

    def view(self, cohorts: Cohorts) -> views.LoweredView:
        both = settle(granted=True, barred=True, conflicts=self.lowered.ruleset.conflicts)
        outcomes = [self.outcome(one) for one in self.lowered.leaves.values()]
        parts = []
        for one in self.worth_naming:  # in the order in which they are met
            inside = self.condition(one, named=False)
            parts.append(views.PartView(part=self.name(one), text=self.prose.condition(one), condition=inside))
        return views.LoweredView(
            cohorts=str(cohorts),
            both=both.value,
            outcomes=outcomes,
            parts=sorted(parts, key=lambda part: (len(part.part), part.part)),
        )

    def outcome(self, one: LoweredLeaf) -> views.LoweredOutcomeView:
        return views.LoweredOutcomeView(
            outcome=str(one.leaf),
            title=self.prose.outcome(one.leaf),
            granted=[self.clause(each) for each in one.grants],
            barred=[self.clause(each) for each in one.bars],
        )

    def clause(self, one: Clause) -> views.ClauseView:
        ruleset = self.lowered.ruleset
        named = [ruleset.by_id[name.partition(":")[2]] for name in one.rules]
        return views.ClauseView(
            rules=[self.rule(each) for each in named],
            text=self.prose.condition(one.condition),
            condition=self.condition(one.condition),
        )

    def rule(self, one: Rule) -> views.RuleAtView:
        at = self.where(one)
        return views.RuleAtView(
            rule=one.id,
            title=one.title.in_(self.prose.lang),
            articles=list(one.articles),
            overridden_by=[other.id for other in self.lowered.ruleset.overridden_by[one.id]],
            note=one.note.in_(self.prose.lang),
            file=at.file if at else None,
            line=at.line if at else None,
        )

    def condition(self, one: Condition, *, named: bool = True) -> views.ConditionView:
        """A condition; one that is worth naming by its name."""
        if named and one in self.worth_naming:
            return views.ConditionView(form="part", part=self.name(one))
        parts = parts_of(one)
        compound = one.form in {"all", "any", "not", "at_least"}
        return views.ConditionView(
            form=one.form,
            text="" if parts else self.prose.condition(one),
            k=one.k if isinstance(one, AtLeast) else None,
            of=[self.condition(part) for part in parts],
            written=None if compound else data(unsugared(one)),
        )

    def name(self, one: Condition) -> str:
        """A, B, …, Z, AA, …: in the order in which they are first met."""
        if one not in self.names:
            place, letters = len(self.names), ""
            while place >= 0:
                place, letter = divmod(place, len(_LETTERS))
                letters = _LETTERS[letter] + letters
                place -= 1
            self.names[one] = letters
        return self.names[one]

    @cached_property
    def worth_naming(self) -> dict[Condition, None]:
        """What occurs in more than one place and is long to say, from the outside in."""
        clauses = (each for one in self.lowered.leaves.values() for each in (*one.grants, *one.bars))
        often = repeated(clause.condition for clause in clauses)
        return dict.fromkeys(one for one in often if len(self.prose.condition(one)) > _LONG)


def repeated(conditions: Iterable[Condition]) -> list[Condition]:
    """What stands in more than one place, from the outside in; what is inside another counts once however often."""
    found: Counter[Condition] = Counter()

    def meet(one: Condition) -> None:
        found[one] += 1
        if found[one] == 1:
            for part in parts_of(one):
                meet(part)

    for one in conditions:
        meet(one)
    return [one for one, count in found.items() if count > 1 and not isinstance(one, Not)]
