"""Somebody for whom the terms of two rulesets, such as their limits, make other credits of the same exemptions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..compare import Comparison, TermDifference, compare_rulesets
from ..compare.replay import lighter
from ..engines.compiled import Compiled, compile_rulesets
from ..errors import MissingExtraError
from ..model.attributes import Value
from ..model.base import Text
from ..model.dossier import Answer, Dossier, Evidence, Verdict
from ..model.outcomes import Framework, Leaf
from ..model.policy import Rule, Ruleset
from ..model.programme import Programme, Unit
from ..model.quantities import Credits
from ..results.status import Status, Statuses
from .credits import CreditAdvice, credit, load_left

_EXEMPT = frozenset({Status.EXEMPT})
_NOT = frozenset({Status.NOT_COVERED})


@dataclass(frozen=True)
class CreditWitness:
    """An applicant whom two rulesets exempt from the same, and to whom they award other credits for it.

    Attributes:
        dossier: What is known of the applicant.
        both: The leaves from which both exempt.
        first: What that is worth by the terms of the first ruleset.
        second: What it is worth by the terms of the second.
    """

    dossier: Dossier
    both: frozenset[Leaf]
    first: CreditAdvice
    second: CreditAdvice

    @property
    def loads(self) -> tuple[Credits, Credits]:
        """The study load that is left by either [EC]."""
        return load_left(self.first), load_left(self.second)


class CreditWitnesses:
    """Looks for people for whom rulesets of a comparison differ in credits.

    People are put together from those whom each ruleset exempts from something, unit by unit, and are asked of both
    rulesets again: whoever is found is one. That nobody is found proves nothing.

    Args:
        comparison: The comparison.
        programmes: For each ruleset a programme, or None.
        shared: The judgements that one answer settles for all.
        time_limit: How long to look for somebody whom a ruleset exempts from an outcome [s].
    """

    def __init__(
        self,
        comparison: Comparison,
        programmes: Sequence[Programme | None],
        *,
        shared: frozenset[str] = frozenset(),
        time_limit: float,
    ) -> None:
        self._comparison, self._programmes = comparison, programmes
        self._shared, self._time_limit = shared, time_limit
        self._exempted: dict[tuple[int, str, str], dict[Leaf, Dossier]] = {}

    def of(self, first: int, second: int, term: TermDifference) -> CreditWitness | None:
        """Somebody for whom a difference in terms of two rulesets makes other credits of one programme.

        It is the programme of the first, or else that of the second.

        Returns:
            Somebody; None without a programme, where the terms make no credits, when nobody was found, and when
            OR-tools is needed and is not installed.
        """
        programme = self._programmes[first] or self._programmes[second]
        if programme is None or term.what == "bsa":
            return None
        rulesets = self._comparison.rulesets[first], self._comparison.rulesets[second]
        allowed = [set(one.applies.variants or programme.variant) for one in rulesets]
        for variant in programme.variant:
            if all(variant in each for each in allowed):
                looking = _Looking(self._comparison, rulesets, self._shared, programme, variant, term)
                try:
                    found = self._found(looking, (first, second))
                except MissingExtraError:
                    return None
                if found is not None:
                    return found
        return None

    def _found(self, looking: _Looking, places: tuple[int, int]) -> CreditWitness | None:
        """Somebody out of those whom the rulesets exempt; of a part of a unit also out of those of single rules."""
        found = looking.among([self._people(place, looking.programme) for place in places])
        if found is not None or looking.term.what != "units":
            return found
        for place in places:
            for rule in self._comparison.rulesets[place].rules:
                if rule.effect == "grant" and looking.splits(rule):
                    found = looking.among([self._people(place, looking.programme, rule)])
                    if found is not None:
                        return found
        return None

    def _people(self, place: int, programme: Programme, only: Rule | None = None) -> dict[Leaf, Dossier]:
        """For each leaf that a programme is about, someone whom a ruleset, or one rule of it, exempts from it."""
        key = place, programme.id, only.id if only else ""
        if key not in self._exempted:
            one, about = self._comparison.rulesets[place], self._comparison
            reached = {leaf for unit in programme.units for leaf in about.framework.select(unit.outcomes)}
            asked = one if only is None else one.with_(rules=(only,))
            compared = compare_rulesets(
                [asked, one.with_(rules=())], about.framework, about.on,
                cohort=about.cohort, shared=self._shared, leaves=reached, lore=about.lore, time_limit=self._time_limit,
            )  # fmt: skip
            leaves = compared.pair(0, 1).leaves.items()
            self._exempted[key] = {leaf: found.only_first.dossier for leaf, found in leaves if found.only_first}
        return self._exempted[key]


@dataclass(frozen=True)
class _Looking:
    """Looks for somebody in one variant of a programme, for one difference in terms."""

    comparison: Comparison
    rulesets: tuple[Ruleset, Ruleset]
    shared: frozenset[str]
    programme: Programme
    variant: str
    term: TermDifference

    @property
    def framework(self) -> Framework:
        return self.comparison.framework

    def among(self, people: Sequence[Mapping[Leaf, Dossier]]) -> CreditWitness | None:
        """Somebody who has what some of these have, of ever more units; or of one outcome, a part of a unit."""
        kept: list[Dossier] = []
        pieces = self._parts
        if self.term.what == "units":
            pieces = [(leaf,) for leaves in pieces for leaf in leaves]
        for leaves in pieces:
            more = joined((each[leaf] for leaf in leaves for each in people if leaf in each), self.variant)
            kept = [more] if self.term.what == "units" else [*kept, more]
            found = self._valued(joined(kept, self.variant))
            if found is not None and self._shows(found):
                return self._smaller(found, kept)
        return None

    def splits(self, rule: Rule) -> bool:
        """Whether a rule is about a part of a unit and not about the whole of it."""
        about = set(self.framework.select(rule.reach))
        return any(about.intersection(part) and not about.issuperset(part) for part in self._parts)

    @property
    def _parts(self) -> list[tuple[Leaf, ...]]:
        return [self.framework.select(unit.outcomes) for unit in self._units()]

    def _units(self) -> list[Unit]:
        """The units of the variant, those first that a limit is about."""
        among = set(self.term.among)
        units = self.programme.units_of(self.variant)
        return sorted(units, key=lambda one: bool(among) and among.isdisjoint(self.framework.select(one.outcomes)))

    def _shows(self, one: CreditWitness) -> bool:
        """Whether it is this difference in terms that makes other credits, or leaves another study load."""
        if self.term.what == "units":
            return one.first.certain.loads != one.second.certain.loads and one.loads[0] != one.loads[1]
        about = set(self.term.among or self.framework.leaves)
        stops = (stop for side in (one.first, one.second) for stop in side.certain.award.stopped)
        binds = any(
            set(self.framework.select(limit.among) if limit.among else self.framework.leaves) == about
            for stop in stops
            for limit in stop.limits
        )
        return binds and one.first.awarded != one.second.awarded

    @cached_property
    def _compiled(self) -> Compiled:
        return compile_rulesets(self.rulesets, self.framework, self.comparison.on, shared=self.shared)

    def _both(self, dossier: Dossier) -> frozenset[Leaf]:
        """The leaves from which both rulesets exempt someone."""
        first, second = (said.statuses for said in self._compiled.ask(dossier))
        return frozenset(leaf for leaf in first if first[leaf] == second[leaf] == _EXEMPT)

    def _valued(self, dossier: Dossier) -> CreditWitness | None:
        """What that from which both exempt someone is worth by either."""
        both = self._both(dossier)
        if not both:
            return None
        statuses: dict[Leaf, Statuses] = {leaf: _EXEMPT if leaf in both else _NOT for leaf in self.framework.leaves}
        first, second = (credit(one, self.framework, self.programme, self.variant, statuses) for one in self.rulesets)
        return CreditWitness(dossier, both, first, second)

    def _smaller(self, found: CreditWitness, kept: list[Dossier]) -> CreditWitness:
        """The same with as little as is needed: without units that do not matter, then without facts that do not."""
        for one in list(kept):
            less = [each for each in kept if each is not one]
            fewer = self._valued(joined(less, self.variant))
            if fewer is not None and self._shows(fewer):
                found, kept = fewer, less
        light = lighter(found.dossier, lambda less: self._both(less) == found.both)
        return CreditWitness(joined([light], self.variant), found.both, found.first, found.second)


def joined(people: Iterable[Dossier], variant: str) -> Dossier:
    """One applicant in a variant with all that some have; what they contradict each other in, the first says."""
    known: dict[str, Value] = {}
    evidence: dict[Hashable, Evidence] = {}
    verdicts: dict[Hashable, Verdict] = {}
    answers: dict[Hashable, Answer] = {}
    for one in people:
        known = {**one.applicant.known, **known}
        for item in one.evidence:
            evidence.setdefault((item.kind, item.attributes), item)
        for verdict in one.verdicts:
            verdicts.setdefault((verdict.outcome, verdict.achieved, verdict.attributes), verdict)
        for answer in one.judgements:
            answers.setdefault((answer.ruleset, answer.judgement), answer)
    found = Dossier(
        id="witness",
        illustrative=True,
        title=Text(),
        evidence=tuple(one.with_(id=f"item-{place}") for place, one in enumerate(evidence.values(), start=1)),
        verdicts=tuple(one.with_(id=f"verdict-{place}") for place, one in enumerate(verdicts.values(), start=1)),
        judgements=tuple(answers.values()),
    )
    applicant = found.applicant.with_(attributes=tuple(sorted({**known, "variant": variant}.items())))
    return found.with_(applicant=applicant)
