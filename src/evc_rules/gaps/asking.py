"""Questions about one ruleset, and what others say beside it; asked for every range of cohorts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

from ..compare import Lore
from ..compare.formulas import Decision, Formulas
from ..compare.looking import Looking
from ..compare.matrix import Matrix
from ..compare.replay import Replay, lighter
from ..engines.cohorts import cohort_ranges, representative
from ..engines.implies import Order
from ..engines.lower import Clause
from ..engines.simplify import any_of
from ..harmonise.member import Member, Said
from ..harmonise.relative import told_of
from ..model.conditions import All, Applicant, Condition, Exists, Span, Sum, Test, tests_of
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.quantities import Cohorts
from ..results.status import Status, settle
from ..results.truth import Truth
from .found import Clash, Never, Outside, Silent

Answer = Dossier | str | None
"""Someone; or None when it is proven that there is nobody; or why it is not known."""

_EXEMPT = frozenset({Status.EXEMPT})
_NOTHING = frozenset({Status.NOT_COVERED})


@dataclass(frozen=True)
class Told:
    """What a ruleset says of a leaf, for a range of cohorts."""

    grants: tuple[Clause, ...]
    bars: tuple[Clause, ...]
    decision: Decision


@dataclass
class Inquiry:
    """Asks about the first of some rulesets.

    Attributes:
        rulesets: The rulesets.
        framework: The framework.
        on: The decision date.
        cohort: The cohort, or None for every cohort.
        shared: The judgements that one answer settles for all.
        lore: What is assumed.
        time_limit: How long to look for the answer to one question [s].
    """

    rulesets: tuple[Ruleset, ...]
    framework: Framework
    on: date
    cohort: int | None
    shared: frozenset[str]
    lore: Lore
    time_limit: float
    _looking: dict[tuple[int, tuple[Condition, ...]], Looking] = field(default_factory=dict)

    @cached_property
    def replay(self) -> Replay:
        """The reference."""
        return Replay(self.rulesets, self.framework, self.on, self.shared)

    @cached_property
    def ranges(self) -> list[tuple[Matrix, list[Member]]]:
        """What it takes to ask, for every range of cohorts."""
        order, found = Order(self.framework.vocabulary), []
        one = self.cohort
        for cohorts in cohort_ranges(self.rulesets, self.on) if one is None else [Cohorts(one, one + 1)]:
            matrix = Matrix(self.framework, self.replay, cohorts, self.lore, order, self.time_limit)
            member = representative(cohorts)
            found.append(
                (matrix, [Member(each, self.framework, self.on, member, self.shared) for each in self.rulesets])
            )
        return found

    def groups(self, place: int, leaves: Sequence[Leaf]) -> list[tuple[Leaf, ...]]:
        """Leaves that the first ruleset and another one treat alike."""
        found: dict[tuple[object, ...], list[Leaf]] = {}
        for leaf in leaves:
            key = tuple(members[which].like(leaf) for _, members in self.ranges for which in (0, place))
            found.setdefault(key, []).append(leaf)
        return list(map(tuple, found.values()))

    def told(self, place: int, members: list[Member], leaf: Leaf) -> Told:
        """What a ruleset says of a leaf."""
        member = members[place]
        grants, bars = _said(member.grants(leaf), leaf), _said(member.bars(leaf), leaf)
        both = any_of(one.condition for one in grants), any_of(one.condition for one in bars)
        return Told(grants, bars, (*both, member.conflicts))

    def someone(
        self,
        which: int,
        about: Sequence[Condition],
        question: Callable[[Formulas], Any],
        confirms: Callable[[Dossier], bool],
    ) -> Answer:
        """Someone of one range of cohorts; as little is known of them as settles what was asked."""
        key = which, tuple(about)
        if key not in self._looking:
            self._looking[key] = Looking(self.ranges[which][0], about)
        found = self._looking[key].someone(question, confirms)
        return lighter(found, confirms) if isinstance(found, Dossier) else found

    def never(self, group: tuple[Leaf, ...]) -> Never | str | None:
        """Whether nobody is exempt from a leaf; or why that is not known."""
        leaf, granted, spoken = group[0], False, False
        for which, (_, members) in enumerate(self.ranges):
            told = self.told(0, members, leaf)
            decision = told.decision
            spoken, granted = spoken or bool(told.grants or told.bars), granted or bool(told.grants)
            exempt = partial(_exempt, decision)
            answer = self.someone(which, decision[:2], exempt, self._is(leaf, _EXEMPT)) if told.grants else None
            if answer is not None:
                return answer if isinstance(answer, str) else None
        if not granted:
            return Never(group, "no-grant" if spoken else "no-rule")
        return Never(group, "barred" if self._met(leaf) else "unmet")

    def _met(self, leaf: Leaf) -> bool:
        """Whether someone is granted a leaf, barred or not."""
        for which, (_, members) in enumerate(self.ranges):
            granted = self.told(0, members, leaf).decision[0]

            def confirms(dossier: Dossier) -> bool:
                return self.replay.trace(0, dossier, leaf).granted is Truth.TRUE

            answer = self.someone(which, [granted], partial(all_hold, [granted]), confirms)
            if isinstance(answer, Dossier):
                return True
        return False

    def clashes(self, group: tuple[Leaf, ...]) -> tuple[list[Clash], list[str]]:
        """Every grant and bar that hold for one applicant."""
        leaf, found, doubts = group[0], dict[object, Clash](), dict[object, str]()
        for which, (_, members) in enumerate(self.ranges):
            told = self.told(0, members, leaf)
            for grant, bar in ((grant, bar) for grant in told.grants for bar in told.bars):
                key = grant.rules, bar.rules
                if key in found:
                    continue
                both = grant.condition, bar.condition
                answer = self.someone(which, both, partial(all_hold, both), self.holding(leaf, both))
                if isinstance(answer, Dossier):
                    status = settle(granted=True, barred=True, conflicts=told.decision[2])
                    found[key] = Clash(group, _ids(grant), _ids(bar), status, answer)
                elif answer is not None:
                    doubts[key] = answer
        return list(found.values()), [why for key, why in doubts.items() if key not in found]

    def outside(self, group: tuple[Leaf, ...]) -> tuple[list[Outside], list[str]]:
        """Who meets all of a grant but one thing, while no rule speaks of them."""
        leaf, found, doubts = group[0], dict[object, Outside](), list[str]()
        for which, (_, members) in enumerate(self.ranges):
            told = self.told(0, members, leaf)
            for grant in told.grants:
                for lacks, looser in _looser(grant.condition):
                    key = grant.rules, lacks
                    if key in found:
                        continue
                    decision = told.decision

                    def question(formulas: Formulas, looser: Condition = looser, decision: Decision = decision) -> Any:
                        silent = (formulas.no(formulas.possibly(one)) for one in decision[:2])
                        return formulas.every(formulas.surely(looser), *silent)

                    def confirms(dossier: Dossier, looser: Condition = looser) -> bool:
                        return self._is(leaf, _NOTHING)(dossier) and self.holding(leaf, [looser])(dossier)

                    answer = self.someone(which, [looser, *decision[:2]], question, confirms)
                    if isinstance(answer, Dossier):
                        found[key] = Outside(group, _ids(grant)[0], lacks, answer)
                    elif answer is not None:
                        doubts.append(answer)
        return list(found.values()), doubts

    def silent(self, group: tuple[Leaf, ...], place: int) -> Silent | str | None:
        """Someone whom another ruleset exempts, and of whom the first says nothing."""
        leaf, why = group[0], ""
        for which, (_, members) in enumerate(self.ranges):
            mine, theirs = self.told(0, members, leaf).decision, self.told(place, members, leaf).decision

            def question(formulas: Formulas, mine: Decision = mine, theirs: Decision = theirs) -> Any:
                nothing = (formulas.no(formulas.possibly(one)) for one in mine[:2])
                return formulas.every(formulas.exempt(*theirs), *nothing)

            def confirms(dossier: Dossier) -> bool:
                return self._is(leaf, _NOTHING)(dossier) and self._is(leaf, _EXEMPT, place)(dossier)

            answer = self.someone(which, [*mine[:2], *theirs[:2]], question, confirms)
            if isinstance(answer, Dossier):
                return Silent(group, self.rulesets[place], answer)
            why = why or answer or ""
        return why or None

    def _is(self, leaf: Leaf, statuses: frozenset[Status], place: int = 0) -> Callable[[Dossier], bool]:
        return lambda dossier: self.replay.trace(place, dossier, leaf).statuses == statuses

    def holding(self, leaf: Leaf, conditions: Sequence[Condition]) -> Callable[[Dossier], bool]:
        """Says of someone whether all of some conditions hold, by the reference."""
        return lambda dossier: all(self.replay.holds(0, dossier, one, leaf) is Truth.TRUE for one in conditions)


def _exempt(decision: Decision, formulas: Formulas) -> Any:
    return formulas.exempt(*decision)


def all_hold(conditions: Sequence[Condition], formulas: Formulas) -> Any:
    """That all of some conditions hold."""
    return formulas.every(*map(formulas.surely, conditions))


def _said(clauses: Said, leaf: Leaf) -> tuple[Clause, ...]:
    return tuple(Clause(told_of(one.condition, leaf), one.rules, one.articles) for one in clauses)


def _ids(clause: Clause) -> tuple[str, ...]:
    return tuple(name.partition(":")[2] for name in clause.rules)


def _looser(condition: Condition) -> Iterator[tuple[Test | Condition, Condition]]:
    """A condition with one thing less: a test of an item, a threshold, or what is asked of the applicant."""
    if isinstance(condition, All):
        for number, part in enumerate(condition.of):
            for lacks, looser in _looser(part):
                yield lacks, All(of=(*condition.of[:number], looser, *condition.of[number + 1 :]))
        return
    tests = tests_of(condition)
    for number, test in enumerate(tests):
        fewer = (*tests[:number], *tests[number + 1 :])
        match condition:
            case Exists(filter=items):
                yield test, condition.with_(filter=items.with_(tests=fewer))
            case Sum(over=over) | Span(over=over):
                yield test, condition.with_(over=over.with_(tests=fewer))
            case Applicant() if fewer:
                yield test, condition.with_(tests=fewer)
            case _:
                pass
    if isinstance(condition, Sum | Span):
        yield condition, Exists(filter=condition.over)
