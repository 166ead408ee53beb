"""Which terms contradict each other, for whatever applicant: proven by the solver, beyond the applicants in hand.

A term either says that something is exempt in any case, or that it is not. So members can hold on to all their terms
and still answer alike, unless a term of the one kind and a term of the other clash on somebody. Two such terms are all
that it takes, and neither can be left out: each clash is a smallest set of terms that rules agreement out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from ..compare import STANDARD, TIME_LIMIT, Lore
from ..compare.ask import Asking
from ..compare.moving import moved
from ..compare.replay import Replay, lighter
from ..engines.cohorts import representative
from ..engines.implies import Order
from ..engines.lower import LoweredLeaf, lower
from ..engines.simplify import any_of
from ..harmonise.relative import relative
from ..model.alliance import Alliance
from ..model.conditions import Condition
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Ruleset
from ..model.quantities import Cohorts
from ..proof.definition import Connectives, Pair, Plain, Side, exempting
from ..proof.form import Form
from ..proof.prove import Said, logic_of
from ..proof.somebody import Asked, Search
from ..results.trace import LeafTrace
from ..results.truth import Truth
from .planes import in_force
from .terms import Term, effect_of, institution_of


@dataclass(frozen=True)
class Contradiction:
    """What is known of two terms, for every possible applicant.

    Attributes:
        exempts: What exempts in any case.
        refuses: Without what nothing is exempt.
        shown: For each outcome on which they clash, someone who shows it, as the reference says too.
        always: The outcomes on which they clash for everybody whom the one exempts: proven.
        undecided: Why it is not known of an outcome whether they can clash.
    """

    exempts: Term
    refuses: Term
    shown: Mapping[Leaf, Dossier]
    always: tuple[Leaf, ...]
    undecided: Mapping[Leaf, str]

    @property
    def never(self) -> bool:
        """Whether it is proven that they clash on nobody."""
        return not self.shown and not self.undecided


def contradictions(
    alliance: Alliance,
    terms: Sequence[Term],
    *,
    on: date,
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
) -> tuple[Contradiction, ...]:
    """What is known of every two terms that might clash.

    Where members have no ruleset in force for some cohorts, nothing is said of applicants of those.

    Args:
        alliance: The alliance.
        terms: What members will not give up.
        on: The decision date.
        lore: The facts of the world that are assumed.
        time_limit: How long to look for the answer to one question [s].

    Raises:
        MissingExtraError: z3 is not installed.
    """
    raising = [one for one in terms if effect_of(alliance, one) == "exempts"]
    lowering = [one for one in terms if effect_of(alliance, one) == "refuses"]
    search = Search(alliance.framework, on, lore, time_limit)
    ranges = [_Range(alliance, cohorts, search) for cohorts in _ranges(alliance, on)]
    ranges = [one for one in ranges if one.complete]
    return tuple(_of(ranges, one, other) for one, other in product(raising, lowering))


def _ranges(alliance: Alliance, on: date) -> list[Cohorts]:
    """The cohorts for which the same rulesets are in force, and say the same."""
    listed = [ruleset for one in alliance.members for ruleset in one.rulesets] + list(alliance.common)
    listed = [one for one in listed if on in one.applies.decisions]
    spans = [one.applies.cohorts for one in listed]
    spans += [value.cohorts for one in listed for parameter in one.parameters for value in parameter.values]
    spans += [rule.applies.cohorts for one in listed for rule in one.rules]
    years = sorted({year for span in spans for year in (span.start, span.end) if year is not None})
    return [Cohorts(*ends) for ends in zip([None, *years], [*years, None], strict=True)]


def _of(ranges: Iterable[_Range], one: Term, other: Term) -> Contradiction:
    shown: dict[Leaf, Dossier] = {}
    undecided: dict[Leaf, str] = {}
    sometimes: set[Leaf] = set()
    for each in ranges:
        for leaf, clash, free in each.asked(one, other):
            if isinstance(clash, Dossier):
                shown.setdefault(leaf, clash)
            elif clash is not None:
                undecided.setdefault(leaf, clash)
            if free is not None:
                sometimes.add(leaf)
    always = tuple(leaf for leaf in shown if leaf not in sometimes)
    open_ = {leaf: why for leaf, why in undecided.items() if leaf not in shown}
    return Contradiction(one, other, shown, always, open_)


Found = Dossier | str | None


@dataclass
class _Range:
    """Cohorts for which one ruleset of each member is in force."""

    alliance: Alliance
    cohorts: Cohorts
    search: Search
    order: Order = field(init=False)
    complete: bool = field(init=False)

    def __post_init__(self) -> None:
        framework, cohort = self.alliance.framework, representative(self.cohorts)
        found, absent = in_force(self.alliance, self.search.on, cohort)
        self.complete = not absent
        self.order = Order(framework.vocabulary)
        self._rulesets: dict[str, Ruleset] = found
        shared = frozenset(self.alliance.shared_judgements)
        self._places = {name: place for place, name in enumerate(found)}
        self._replay = Replay(tuple(found.values()), framework, self.search.on, shared)
        self._lower: Callable[[Ruleset], dict[Leaf, LoweredLeaf]] = lambda one: (
            lower(one, framework, self.search.on, cohort=cohort, shared=shared).leaves
        )
        self._lowered: dict[str, dict[Leaf, LoweredLeaf]] = {}
        self._met: list[Dossier] = []  # who shows one thing often shows another

    def asked(self, one: Term, other: Term) -> Iterator[tuple[Leaf, Found, Found]]:
        """For each leaf somebody on whom two terms clash, and somebody whom the one exempts without."""
        known: dict[tuple[object, ...], tuple[Leaf, Found, Found]] = {}
        for leaf in self.alliance.framework.leaves:
            key = *self._key(one, leaf), *self._key(other, leaf)
            if key not in known:
                known[key] = leaf, *self._asked(one, other, leaf)
            first, clash, free = known[key]
            yield leaf, self._moved(clash, first, leaf), free

    def _moved(self, found: Found, leaf: Leaf, to: Leaf) -> Found:
        return moved(found, leaf, to, self.alliance.framework) if isinstance(found, Dossier) else found

    def _asked(self, one: Term, other: Term, leaf: Leaf) -> tuple[Found, Found]:
        def clash(said: Said) -> Any:
            logic = logic_of(said)
            return logic.every([self._said(one, leaf, said)[0], logic.no(self._said(other, leaf, said)[1])])

        def free(said: Said) -> Any:
            logic = logic_of(said)
            return logic.every([self._said(one, leaf, said)[0], self._said(other, leaf, said)[1]])

        form = Form(self.order, Asking(self.search.time_limit))
        if form.rests_on(clash(form)) is not None:
            return None, None

        def clashes(dossier: Dossier) -> bool:
            return self._again(one, leaf, dossier)[0] and not self._again(other, leaf, dossier)[1]

        def is_free(dossier: Dossier) -> bool:
            return self._again(one, leaf, dossier)[0] and self._again(other, leaf, dossier)[1]

        conditions = [*self._conditions(one, leaf), *self._conditions(other, leaf)]
        answers: list[Found] = []
        for question, confirms in ((clash, clashes), (free, is_free)):
            found: Found = next(filter(confirms, self._met), None)
            if found is None:
                (found,) = self.search.each(self.cohorts, conditions, [Asked(question, confirms)])
            if isinstance(found, Dossier) and found not in self._met:
                found = lighter(found, confirms)
                self._met.append(found)
            answers.append(found)
        return answers[0], answers[1]

    def _ruleset(self, term: Term) -> Ruleset | None:
        return self._rulesets.get(institution_of(self.alliance, term))

    def _leaf(self, term: Term, leaf: Leaf) -> LoweredLeaf:
        name, ruleset = institution_of(self.alliance, term), self._ruleset(term)
        if ruleset is None:  # a common ruleset that is not in force
            return LoweredLeaf(leaf, (), ())
        if name not in self._lowered:
            self._lowered[name] = self._lower(ruleset)
        whole = self._lowered[name][leaf]
        if term.demand != "keep":
            return whole
        named = f"{ruleset.id}:{term.name}"
        grants, bars = (tuple(one for one in each if named in one.rules) for each in (whole.grants, whole.bars))
        return LoweredLeaf(leaf, grants, bars)

    def _conditions(self, term: Term, leaf: Leaf) -> list[Condition]:
        lowered = self._leaf(term, leaf)
        return [one.condition for one in (*lowered.grants, *lowered.bars)]

    def _key(self, term: Term, leaf: Leaf) -> tuple[object, ...]:
        lowered = self._leaf(term, leaf)
        both = (tuple(self.order.number(relative(one.condition, leaf)) for one in side)
                for side in (lowered.grants, lowered.bars))  # fmt: skip
        return tuple(both)

    def _said(self, term: Term, leaf: Leaf, said: Said) -> Pair:
        """That a leaf is exempt in any case by a term, or may be exempt under it; as formulas."""
        lowered = self._leaf(term, leaf)
        side = Side(
            said.truth(any_of(one.condition for one in lowered.grants)),
            said.truth(any_of(one.condition for one in lowered.bars)),
            self._conflicts(term),
        )
        return self._meant(term, side, logic_of(said))

    def _conflicts(self, term: Term) -> Any:
        ruleset = self._ruleset(term)
        return ruleset.conflicts if ruleset else "report"

    def _meant(self, term: Term, side: Side, logic: Connectives) -> Pair:
        if term.demand != "keep":
            return exempting(side, logic)
        if effect_of(self.alliance, term) == "exempts":
            return side.granted
        return logic.no(side.barred[1]), logic.no(side.barred[0])

    def _again(self, term: Term, leaf: Leaf, dossier: Dossier) -> tuple[bool, bool]:
        """The same by the reference."""
        ruleset = self._ruleset(term)
        if ruleset is None:
            return False, False
        trace = self._replay.trace(self._places[institution_of(self.alliance, term)], dossier, leaf)
        side = Side.of(ruleset, trace if term.demand != "keep" else _only(trace, term.name))
        surely, maybe = self._meant(term, side, Plain())
        return bool(surely), bool(maybe)


def _only(trace: LeafTrace, rule: str) -> LeafTrace:
    """What one rule does."""
    grants, bars = (tuple(step for step in each if step.rule == rule) for each in (trace.grants, trace.bars))
    granted, barred = (max((step.truth for step in each), default=Truth.FALSE) for each in (grants, bars))
    return LeafTrace(trace.leaf, granted, barred, trace.statuses, grants, bars)
