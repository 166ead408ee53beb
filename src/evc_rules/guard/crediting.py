"""Whether a slip in what exemptions are worth matters to anybody: someone who shows it, or arithmetic that nobody can.

Somebody is put together out of those whom the ruleset exempts from something, until what is awarded, or the path that
is left, comes out otherwise. That nobody is found proves nothing.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Final

from ..advice import assess, remaining_path
from ..advice.credit_witness import joined
from ..advice.credits import credit
from ..compare import compare_rulesets
from ..compare.replay import lighter
from ..model.base import Text
from ..model.cases import Awarded, PathLength
from ..model.dossier import Dossier, Evidence
from ..model.outcomes import Leaf
from ..model.policy import Limit, Ruleset
from ..model.programme import Programme, Unit
from ..model.quantities import NO_CREDITS, Credits
from ..results.status import exempt_in
from ..results.truth import Truth
from ..testing.cases import Subject
from .mutants import Mutant
from .saying import Person, Saying, saying
from .terms import falls_under

NOBODY: Final = Text(
    nl="niemand gevonden die het laat zien; dat bewijst niets",
    en="nobody was found who shows it; that proves nothing",
)

_UNLIMITED: Final = Decimal("Infinity")
_PATHS: Final = 4
"""So many people are planned a path for: that takes long."""

Worth = Awarded | PathLength
"""What is expected of what exemptions are worth."""


@dataclass
class Crediting:
    """Looks for people of whom a mutant of the terms says something else.

    Attributes:
        subject: The ruleset, and what its cases need.
        programme: The programme by which credits are worked out.
        on: The decision date.
        time_limit: How long to look for somebody whom the ruleset exempts from an outcome [s].
    """

    subject: Subject
    programme: Programme
    on: date
    time_limit: float
    _grown: dict[tuple[tuple[Unit, ...], str], list[Person]] = field(default_factory=dict)

    def shown(self, mutant: Mutant) -> tuple[Person, Worth] | Text | None:
        """Someone of whom a mutant says something else, and what the ruleset says that they are worth.

        Returns:
            Somebody; or None when it is proven that there is nobody; or why it is not known.
        """
        allowed = self.subject.ruleset.applies.variants
        variants = [one for one in self.programme.variant if not allowed or one in allowed]
        if mutant.kind == "bsa":
            variants = [one for one in variants if self.programme.variant[one].bsa]
        elif mutant.kind == "units":
            variants = [one for one in variants if self._divisible(one)]
        else:
            variants = [one for one in variants if not self._same(mutant, one)]
        looking = self._paths if mutant.kind in {"units", "bsa"} else self._awards
        found = (one for variant in variants for one in looking(mutant, variant))
        return next(found, NOBODY) if variants else None

    def _divisible(self, variant: str) -> bool:
        """Whether there is a unit that somebody can be exempt from in part."""
        select = self.subject.framework.select
        return any(len(select(unit.outcomes)) > 1 for unit in self.programme.units_of(variant))

    def _same(self, mutant: Mutant, variant: str) -> bool:
        """Whether every set of units of a variant keeps the limits of both alike, whoever is exempt from it."""
        old, new = (self._caps(one, variant) for one in (self.subject.ruleset, mutant.ruleset))
        for units in {*old, *new}:
            lower, upper = sorted(one.get(units, _UNLIMITED) for one in (old, new))
            if any(lower < one <= upper for one in _sums(units)):
                return False
        return True

    def _caps(self, ruleset: Ruleset, variant: str) -> dict[tuple[Unit, ...], Decimal]:
        """The most EC of each set of units that limits are about."""
        found: dict[tuple[Unit, ...], Decimal] = {}
        for limit in ruleset.limits:
            units = self._under(limit, variant)
            found[units] = min(found.get(units, _UNLIMITED), limit.at_most.value)
        return found

    def _under(self, limit: Limit, variant: str) -> tuple[Unit, ...]:
        units = self.programme.units_of(variant)
        return tuple(unit for unit in units if falls_under(unit, limit, self.subject.framework))

    def awarded(self, person: Person, ruleset: Ruleset) -> tuple[Credits, Credits] | None:
        """What is certainly awarded to somebody, and at most, by the terms of a ruleset with the same rules."""
        variant = person.dossier.applicant.known.get("variant")
        if not isinstance(variant, str) or variant not in self.programme.variant:
            return None
        said = self._saying.of(person)
        return credit(ruleset, self.subject.framework, self.programme, variant, said).awarded

    def _awards(self, mutant: Mutant, variant: str) -> Iterator[tuple[Person, Worth]]:
        about = next((one for one in (mutant.was, mutant.became) if isinstance(one, Limit)), None)
        under = self._under(about, variant) if about else self.programme.units_of(variant)
        for person in self._ever_more(tuple(under), variant):
            if self._differ(person, mutant):
                light = self._lighter(person, mutant)
                least, most = self.awarded(light, self.subject.ruleset) or (NO_CREDITS, NO_CREDITS)
                yield light, Awarded(least=least, most=most)

    def _lighter(self, person: Person, mutant: Mutant) -> Person:
        """The same worth of less: first what makes no outcome otherwise, then what is not needed; then alike papers."""
        said, variant = dict(self._saying.of(person)), person.dossier.applicant.known["variant"]

        def still(one: Dossier) -> bool:
            follows = one.applicant.known.get("variant") == variant
            return follows and dict(self._saying.of(self._person(one))) == said

        less = lighter(person.dossier, still)
        for item in less.evidence:
            fewer = less.with_(evidence=tuple(one for one in less.evidence if one is not item))
            less = fewer if self._still(person, mutant, fewer) else less
        one_paper = less.with_(evidence=tuple(_covering_all(less.evidence)))
        return self._person(one_paper if self._still(person, mutant, one_paper) else less)

    def _still(self, person: Person, mutant: Mutant, less: Dossier) -> bool:
        other = self._person(less)
        return all(
            self.awarded(other, one) == self.awarded(person, one) for one in (self.subject.ruleset, mutant.ruleset)
        )

    def _differ(self, person: Person, mutant: Mutant) -> bool:
        return self.awarded(person, self.subject.ruleset) != self.awarded(person, mutant.ruleset)

    def _paths(self, mutant: Mutant, variant: str) -> Iterator[tuple[Person, Worth]]:
        partly = mutant.kind == "units"
        people = self._partly(variant) if partly else self._ever_more(self.programme.units_of(variant), variant)
        for person in people[:_PATHS]:
            old, new = (self._periods(person, one) for one in (self.subject.ruleset, mutant.ruleset))
            if old is not None and old != new:
                yield person, PathLength(periods=old)

    def _partly(self, variant: str) -> list[Person]:
        """Those who are exempt from a part of units in a variant; whose load that makes lightest first."""
        found = [self._person(joined([one], variant)) for one in (*self._people, *self._by_rule)]
        saved = [(self._saved(one, variant), one) for one in found]
        return [one for less, one in sorted(saved, key=itemgetter(0), reverse=True) if less]

    def _saved(self, person: Person, variant: str) -> Decimal:
        """How much lighter units are that somebody is exempt from in part [EC]."""
        said = self._saying.of(person)
        loads = credit(self.subject.ruleset, self.subject.framework, self.programme, variant, said).certain.loads
        return sum((self.programme.unit[name].ec.value - load.value for name, load in loads.items()), Decimal(0))

    def _periods(self, person: Person, ruleset: Ruleset) -> int | None:
        advice = assess(
            ruleset, person.dossier, on=person.on,
            framework=self.subject.framework, programme=self.programme, shared=self.subject.shared,
        )  # fmt: skip
        path = remaining_path(advice)
        return None if path is None or path.finish is None else len(path.periods)

    def _ever_more(self, units: tuple[Unit, ...], variant: str) -> list[Person]:
        if (units, variant) not in self._grown:
            self._grown[units, variant] = list(self._growing(units, variant))
        return self._grown[units, variant]

    def _growing(self, units: Iterable[Unit], variant: str) -> Iterator[Person]:
        """Somebody in a variant with ever more of what others have: each time what makes most credits of some units.

        Who added least before is asked last: what one adds mostly becomes less as others were added.
        """
        wanted = {unit: frozenset(self.subject.framework.select(unit.outcomes)) for unit in units}
        had: list[Dossier] = []
        best, left = Decimal(0), [(_UNLIMITED, -place, one) for place, one in enumerate(self._people)][::-1]
        while left:
            _, place, one = left.pop()
            worth = self._reached(joined([*had, one], variant), wanted)
            if worth <= best:
                continue
            if left and worth - best < left[-1][0]:
                insort(left, (worth - best, place, one), key=itemgetter(0, 1))
                continue
            best = worth
            had.append(one)
            yield self._person(joined(had, variant))

    def _reached(self, dossier: Dossier, wanted: dict[Unit, frozenset[Leaf]]) -> Decimal:
        """What somebody is exempt from of units, in EC; a part of a unit counts in proportion."""
        said = self._saying.of(self._person(dossier))
        exempt = {leaf for leaf, statuses in said.items() if exempt_in(statuses) is Truth.TRUE}
        return sum((unit.ec.value * len(leaves & exempt) / len(leaves) for unit, leaves in wanted.items()), Decimal(0))

    @cached_property
    def _people(self) -> list[Dossier]:
        """Those whom the ruleset exempts from an outcome of the programme, each once."""
        select = self.subject.framework.select
        return self._exempted(
            self.subject.ruleset, {leaf for one in self.programme.units for leaf in select(one.outcomes)}
        )

    @cached_property
    def _by_rule(self) -> list[Dossier]:
        """Those whom one rule by itself exempts from something."""
        ruleset, select = self.subject.ruleset, self.subject.framework.select
        grants = [rule for rule in ruleset.rules if rule.effect == "grant"]
        each = (self._exempted(ruleset.with_(rules=(rule,)), set(select(rule.reach)[:1])) for rule in grants)
        return [one for people in each for one in people]

    def _exempted(self, ruleset: Ruleset, leaves: set[Leaf]) -> list[Dossier]:
        compared = compare_rulesets(
            [ruleset, ruleset.with_(rules=())], self.subject.framework, self.on,
            shared=self.subject.shared, leaves=leaves, time_limit=self.time_limit,
        )  # fmt: skip
        found = (compared.pair(0, 1).leaves[leaf].only_first for leaf in compared.leaves)
        return list(dict.fromkeys(one.dossier for one in found if one))

    @cached_property
    def _saying(self) -> Saying:
        return saying(self.subject, self.subject.ruleset)[0]

    def _person(self, dossier: Dossier) -> Person:
        return Person.of(dossier, self.on, self.subject.framework)


def _covering_all(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Papers that are alike but for the outcomes that they are aligned with, as one paper each."""
    alike: dict[Hashable, list[Evidence]] = {}
    for item in evidence:
        rest = tuple(pair for pair in item.attributes if pair[0] != "covers")
        alike.setdefault((item.kind, rest, "covers" in item.known), []).append(item)
    for items in alike.values():
        sets = [value for one in items if isinstance(value := one.known.get("covers"), frozenset)]
        known = {**items[0].known, **({"covers": frozenset().union(*sets)} if sets else {})}
        yield items[0].with_(attributes=tuple(sorted(known.items())))


def _sums(units: Iterable[Unit]) -> set[Decimal]:
    """What some of these units can add up to [EC]."""
    found = {Decimal(0)}
    for unit in units:
        found |= {one + unit.ec.value for one in found}
    return found
