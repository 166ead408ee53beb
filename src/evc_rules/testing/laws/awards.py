"""What limits do to prerequisites: a unit that is awarded, while a limit stops one that it requires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from ...advice import Recommendation, assess
from ...advice.credit_witness import joined
from ...compare.formulas import Formulas
from ...gaps.asking import Inquiry
from ...model.base import Text
from ...model.dossier import Dossier
from ...model.outcomes import Leaf
from ...model.policy import Ruleset
from ...model.programme import Programme, Unit
from ...model.quantities import Credits, total
from ...model.reach import reached_by
from ...results.trace import LeafTrace
from ...results.truth import Truth
from .attaining import inquiry_of
from .claims import Doubt, Findings
from .law import Subject
from .relations import EXEMPT
from .results import Breach, Told

_TRIES: Final = 8
"""So often less evidence is tried: each time a path is looked for."""
_MOST: Final = 4
"""So many times one unit is left out of all that can be exempt."""
_OPEN: Final = "a limit can stop the second, and that it never does alone is not proven"

Binding = tuple[Credits, frozenset[str]]
"""At most so much [EC] of these units."""


@dataclass(frozen=True)
class Needed:
    """Two units, of which the first requires the second.

    Attributes:
        unit: The first.
        first: The second: what comes before it.
    """

    unit: Unit
    first: Unit


def without_what_they_require(subject: Subject, days: Sequence[date], time_limit: float) -> Findings:
    """Units that are awarded while a limit stops a unit that they require, on some day, in some variant."""
    found, programme = Findings(0, 0, (), ()), subject.programme
    allowed = subject.ruleset.applies.variants
    people = [_People(subject, day, time_limit) for day in days]
    for variant in programme.variant if programme else ():
        if programme and (not allowed or variant in allowed):
            told = _asked(_Terms(subject, programme, variant), people)
            found = replace(
                found,
                proven=found.proven + told.proven,
                by_form=found.by_form + told.by_form,
                open=(*found.open, *told.open),
                breaches=(*found.breaches, *told.breaches),
                tried=found.tried + told.tried,
                telling=found.telling + told.telling,
            )
    return found


def _asked(terms: _Terms, people: Sequence[_People]) -> Findings:
    """By form, where no limit can stop what is required; else by people who are exempt from much."""
    pairs = list(terms.pairs())
    doubtful = [pair for pair in pairs if terms.binds(pair)]
    proven, tried, telling = len(pairs) - len(doubtful), 0, 0
    for each in people if doubtful else ():
        for units in terms.much():
            somebody = each.exempt_from(terms, units)
            shown = {pair: breach for pair in doubtful for breach in each.shown(terms, pair, somebody)}
            tried, telling = tried + 1, telling + bool(shown)
            broken = [pair for pair, breach in shown.items() if breach]
            if broken:
                somebody = each.smaller(terms, broken[0], somebody)
                found = [breach for pair in broken for breach in each.shown(terms, pair, somebody) if breach]
                return Findings(proven, proven, (), (_together(found),), tried=tried, telling=telling)
    open_ = tuple(Doubt(f"{one.unit.id}, {one.first.id} ({terms.variant})", _OPEN) for one in doubtful)
    return Findings(proven, proven, open_, (), tried=tried, telling=telling)


def _together(broken: Sequence[Breach]) -> Breach:
    """What one applicant shows of several units is told once."""
    first, more = broken[0], len(broken) - 1
    if not more:
        return first
    what = Text(nl=f"{first.what.nl}; en zo van {more} meer", en=f"{first.what.en}; and so of {more} more")
    return replace(first, what=what)


@dataclass(frozen=True)
class _Terms:
    """What limits leave of the units of a variant."""

    subject: Subject
    programme: Programme
    variant: str

    def leaves(self, unit: Unit) -> frozenset[Leaf]:
        """The leaves of a unit."""
        return frozenset(self.subject.framework.select(unit.outcomes))

    @cached_property
    def exempted(self) -> tuple[Unit, ...]:
        """The units of which a rule grants every outcome: no others are ever awarded."""
        granting = [rule for rule in self.subject.ruleset.rules if rule.effect == "grant"]
        granted = {leaf for rule in granting for leaf in reached_by(self.subject.framework, rule)}
        return tuple(one for one in self.programme.units_of(self.variant) if self.leaves(one) <= granted)

    @cached_property
    def binding(self) -> tuple[Binding, ...]:
        """The limits that all that can be exempt would exceed."""
        found = []
        for limit in self.subject.ruleset.limits:
            among = frozenset(self.subject.framework.select(limit.among))
            under = [one for one in self.exempted if not limit.among or among & self.leaves(one)]
            if total(one.ec for one in under) > limit.at_most:
                found.append((limit.at_most, frozenset(one.id for one in under)))
        return tuple(found)

    def pairs(self) -> Iterator[Needed]:
        """Units with a unit that they require: by themselves, or for what one of their outcomes requires."""
        graph = self.subject.framework.prerequisites
        for unit in self.programme.units_of(self.variant):
            mine = self.leaves(unit)
            before = {first for leaf in mine for first in graph.predecessors(leaf)} - mine
            for first in self.programme.units_of(self.variant):
                if first != unit and (first.id in unit.requires or before & self.leaves(first)):
                    yield Needed(unit, first)

    def binds(self, pair: Needed) -> bool:
        """Whether a limit can stop the second of two units that can both be exempt."""
        both = pair.unit in self.exempted and pair.first in self.exempted
        return both and any(pair.first.id in under for _, under in self.binding)

    def much(self) -> Iterator[tuple[Unit, ...]]:
        """All that can be exempt; all of it that one limit is about; and all but one unit."""
        yield self.exempted
        for _, under in self.binding:
            yield tuple(one for one in self.exempted if one.id in under)
        for gone in self.exempted[:_MOST]:
            yield tuple(one for one in self.exempted if one is not gone)


@dataclass
class _People:
    """Finds people who are exempt from units, and says what they are awarded."""

    subject: Subject
    on: date
    time_limit: float
    known: dict[Leaf, Dossier | None] = field(default_factory=dict)
    last: tuple[Dossier, Recommendation] | None = None

    @cached_property
    def inquiry(self) -> Inquiry:
        """Asks about the ruleset."""
        return inquiry_of(self.subject, self.on, self.time_limit)

    def exempt_from(self, terms: _Terms, units: Iterable[Unit]) -> Dossier:
        """Somebody with all that exempts from each outcome of some units by itself, as far as it can be had."""
        people = [self._of(leaf) for unit in units for leaf in sorted(terms.leaves(unit))]
        return joined((one for one in people if one), terms.variant)

    def _of(self, leaf: Leaf) -> Dossier | None:
        if leaf not in self.known:
            self.known[leaf] = next(self._exempt(leaf), None)
        return self.known[leaf]

    def _exempt(self, leaf: Leaf) -> Iterator[Dossier]:
        for which, (_, members) in enumerate(self.inquiry.ranges):
            decision = self.inquiry.told(0, members, leaf).decision

            def question(formulas: Formulas, granted: Any = decision) -> Any:
                return formulas.exempt(*granted)

            answer = self.inquiry.someone(
                which, decision[:2], question, lambda one: self._trace(one, leaf).statuses == EXEMPT
            )
            if isinstance(answer, Dossier):
                yield answer

    def _trace(self, dossier: Dossier, leaf: Leaf) -> LeafTrace:
        return self.inquiry.replay.trace(0, dossier, leaf)

    def shown(self, terms: _Terms, pair: Needed, dossier: Dossier) -> Iterator[Breach | None]:
        """What somebody who is exempt from both units shows: that it is broken, or nothing."""
        said = self._advice(terms, dossier)
        of = {one.unit.id: one for one in said.credits.units} if said.credits else {}
        unit, first = of[pair.unit.id], of[pair.first.id]
        if not unit.statuses == first.statuses == EXEMPT:
            return
        if unit.awarded is not Truth.TRUE or first.awarded is not Truth.FALSE:
            yield None
            return
        names = pair.unit.id, pair.first.id
        what = Text(
            nl=f"'{names[0]}' wordt toegekend en '{names[1]}', die eraan voorafgaat, houdt een maximum tegen",
            en=f"'{names[0]}' is awarded, and a limit stops '{names[1]}', which it requires",
        )
        leaves = [min(terms.leaves(one)) for one in (pair.unit, pair.first)]
        sides = tuple(self._told(terms.subject.ruleset, dossier, leaf, said.traces) for leaf in leaves)
        yield Breach(self.on, tuple(leaves), what, sides)

    def smaller(self, terms: _Terms, pair: Needed, dossier: Dossier) -> Dossier:
        """Somebody who shows the same with less: large parts of the evidence are left out first."""
        left, things = _TRIES, [*dossier.evidence, *dossier.verdicts]
        size = len(things) // 2
        while size and left:
            for begin in range(0, len(things), size)[:left]:
                left -= 1
                gone = {id(one) for one in things[begin : begin + size]}
                less = dossier.with_(
                    evidence=tuple(one for one in dossier.evidence if id(one) not in gone),
                    verdicts=tuple(one for one in dossier.verdicts if id(one) not in gone),
                )
                if any(self.shown(terms, pair, less)):
                    dossier, things = less, [one for one in things if id(one) not in gone]
                    break
            else:
                size //= 2
        return dossier

    def _advice(self, terms: _Terms, dossier: Dossier) -> Recommendation:
        if self.last is None or self.last[0] is not dossier:
            said = assess(
                terms.subject.ruleset, dossier, on=self.on, framework=terms.subject.framework,
                programme=terms.programme, variant=terms.variant, shared=terms.subject.shared,
            )  # fmt: skip
            self.last = dossier, said
        return self.last[1]

    def _told(self, ruleset: Ruleset, dossier: Dossier, leaf: Leaf, traces: Mapping[Leaf, LeafTrace]) -> Told:
        steps = (step for step in traces[leaf].grants if step.truth is Truth.TRUE)
        one = dossier.with_(id="applicant")
        return Told(ruleset.id, one, leaf, traces[leaf].statuses, tuple(dict.fromkeys(step.rule for step in steps)))


def has_limits(subject: Subject) -> bool:
    """Whether there is a programme, and a limit on what is awarded of it."""
    return subject.programme is not None and bool(subject.ruleset.limits)
