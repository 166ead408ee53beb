"""What can be taken from another ruleset: the words of its rules for some outcomes, and the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ..compare.terms import differing
from ..engines.lower import acting
from ..engines.simplify import all_of, any_of, negation
from ..harmonise.member import Member
from ..harmonise.relative import relative, written
from ..model.conditions import FALSE, All, Any_, AtLeast, Condition, Judgement, Not, Param, every, speaks_of_target
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Applies, Limit, Rule, Ruleset
from ..model.reach import reaches, targets_of
from ..model.sources import Citation, Source
from .edits import Added, Counting, Settling
from .fixes import Toolbox
from .words import Wording, weight

_RULE: Final = 3
"""The size of a rule that is added, beside what it asks."""


@dataclass(frozen=True)
class Donor:
    """Another ruleset, to take things from.

    Attributes:
        base: The ruleset that is edited.
        framework: The framework.
        member: The other ruleset, as of the decision date and cohort.
        asked: The outcomes that edits are made for.
        shared: The judgements that one answer settles for both.
    """

    base: Ruleset
    framework: Framework
    member: Member
    asked: frozenset[str]
    shared: frozenset[str]

    def toolbox(self, leaves: Sequence[Leaf]) -> Toolbox:
        """The edits to choose from so that the base says of leaves that the other treats alike what the other says."""
        leaf = leaves[0]
        bars = self.member.bars(leaf)
        free = self.member.conflicts == "grant-wins"
        unbarred = all_of(()) if free else negation(written(any_of(one.condition for one in bars), leaf))
        said = (*self.member.grants(leaf), *bars)
        theirs = [self._stripped(written(one.condition, leaf)) for one in said]
        wording = Wording(theirs, self._value, lambda rule: len(self._outcomes(rule) - self.asked))
        near = [rule for rule in self.base.rules if self._outcomes(rule) & {one.outcome for one in leaves}]
        other = self.member.ruleset.conflicts
        return Toolbox(
            base=self.base,
            within={rule.id: tuple(wording.edits(rule)) for rule in near},
            besides={rule.id: wording.besides(rule) for rule in near},
            grants=tuple(self._added("grant", leaves, unbarred)),
            bars=() if free else tuple(self._added("bar", leaves, all_of(()))),
            settling=None if other == self.base.conflicts else Settling(other, self.base.conflicts, self._clashing()),
        )

    def _stripped(self, condition: Condition) -> Condition:
        """A condition without what holds anyway wherever the base is in force."""
        applies = self.base.applies
        if self.member.cohort is not None:
            applies = Applies(decisions=applies.decisions, variants=applies.variants)
        held = applies.condition(self.member.on)
        parts = condition.of if isinstance(condition, All) else (condition,)
        return self._asked(all_of(part for part in parts if part != held))

    def _asked(self, condition: Condition) -> Condition:
        """A condition with judgements that one answer settles for both asked as the base asks them."""
        match condition:
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                return condition.with_(of=tuple(map(self._asked, of)))
            case Not(of=part):
                return Not(of=self._asked(part))
            case Judgement(id=name, ruleset=None):
                return self._judgements.get(name, condition)
            case _:
                return condition

    @cached_property
    def _judgements(self) -> dict[str, Judgement]:
        asked = (part for rule in self.base.rules for part in every(rule.when) if isinstance(part, Judgement))
        return {one.id: one for one in asked if one.asks and one.ruleset is None}

    def counting(self) -> Counting:
        """What it takes to make exemptions worth as much as they are for the other."""
        other, sources, limits = self.member.ruleset, dict[str, Source](), list[Limit]()
        for limit in other.limits:
            articles, cited = self._cited(f"{other.id}:{text}" for text in limit.articles)
            limits.append(limit.with_(articles=articles))
            for name, source in cited:
                before = sources.get(name, source)
                sources[name] = source.with_(articles={**before.articles, **source.articles})
        differences = len(differing(self.base, other, self.framework))
        return Counting(tuple(limits), other.units, other.bsa, tuple(sources.items()), differences)

    def _outcomes(self, rule: Rule) -> set[str]:
        """The outcomes that a rule speaks of; a waiver those of the rules that it waives."""
        if rule.effect == "waive":
            waived = (self.base.by_id[name] for name in rule.overrides)
            return {outcome for one in waived for outcome in self._outcomes(one)}
        return {leaf.outcome for leaf in self.framework.select(rule.reach)}

    def _clashing(self) -> int:
        """Of how many other outcomes there are grants as well as bars."""
        granted, barred = (
            {outcome for rule in self.base.rules if rule.effect == effect for outcome in self._outcomes(rule)}
            for effect in ("grant", "bar")
        )
        return len((granted & barred) - self.asked)

    def _value(self, value: Any) -> Any:
        if not isinstance(value, Param):
            return value
        possible = self.base.parameter[value.parameter].at(self.member.on, self.member.cohort)
        return possible[0] if len(possible) == 1 else value

    def _added(self, effect: str, leaves: Sequence[Leaf], unless: Condition) -> Iterator[Added]:
        """The rules of the other that reach some leaves, as rules of the base for their outcomes alone."""
        member, leaf, target = self.member, leaves[0], speaks_of_target
        for theirs in (one for one in member.ruleset.rules if one.effect == effect):
            reaching = [
                one
                for one in targets_of(self.framework, theirs)
                if one.outcome == leaf.outcome and reaches(theirs, one, leaf)
            ]
            if not reaching:
                continue
            about = any(map(target, every(theirs.when)))
            levels = {one.level for one in reaching} | {leaf.level} if about else {leaf.level}
            low, high = min(levels) - leaf.level, max(levels) - leaf.level
            acts = dict.fromkeys(written(relative(self._acts(theirs, one), one), one) for one in reaching)
            when = self._stripped(all_of((any_of(acts), unless)))
            articles, sources = self._cited(f"{member.ruleset.id}:{text}" for text in theirs.articles)
            rule = theirs.with_(
                id=self._named(theirs.id),
                articles=articles,
                reach=tuple(Ref(one.outcome, one.level + low, one.level + high) for one in leaves),
                when=when,
                overrides=(),
                applies=Applies(),
            )
            if when != FALSE:
                yield Added(rule, (f"{member.ruleset.id}:{theirs.id}",), sources, _RULE + weight(when))

    @cached_property
    def _acts(self) -> Callable[[Rule, Leaf], Condition]:
        member = self.member
        return acting(member.ruleset, self.framework, member.on, cohort=member.cohort, shared=self.shared)

    def _named(self, name: str) -> str:
        taken = self.base.by_id
        for one in (name, f"{self.member.ruleset.id}-{name}"):
            if one not in taken:
                return one
        return next(one for number in range(2, 1000) if (one := f"{name}-{number}") not in taken)

    def _cited(self, articles: Iterable[str]) -> tuple[tuple[str, ...], tuple[tuple[str, Source], ...]]:
        """Citations of the other's articles, under a name for its source that is free, and those sources."""
        other, cited, found = self.member.ruleset, list[str](), dict[str, Source]()
        for text in articles:
            citation = Citation.parse(text.partition(":")[2])
            source = other.sources[citation.source]
            mine = self.base.sources.get(citation.source)
            alike = mine is None or mine.with_(articles={}) == source.with_(articles={})
            name = citation.source if alike else f"{other.id}-{citation.source}"
            before = found.get(name, source.with_(articles={})).articles
            title = source.articles.get(citation.article)
            found[name] = source.with_(articles={**before, **({citation.article: title} if title else {})})
            cited.append(str(Citation(name, citation.article)))
        return tuple(dict.fromkeys(cited)), tuple(found.items())
