"""From rulesets to a comparison: classes of leaves that all rulesets treat alike, range of cohorts by range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ..engines.cohorts import cohort_ranges, representative
from ..engines.implies import Order
from ..engines.lower import Clause
from ..engines.simplify import any_of
from ..harmonise.member import Member, Said
from ..harmonise.relative import named, told_of
from ..model.conditions import Condition
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.quantities import Cohorts
from .causes import Reason, Reasons, Side, Unsettled, reasons
from .comparison import Comparison
from .lore import Lore
from .matrix import Matrix
from .replay import Replay
from .rows import Decided, Rows


def compared(
    rulesets: tuple[Ruleset, ...],
    framework: Framework,
    on: date,
    *,
    cohort: int | None,
    shared: frozenset[str],
    lore: Lore,
    time_limit: float,
    leaves: tuple[Leaf, ...],
    tell: Callable[[int, int], None],
) -> Comparison:
    """See `compare_rulesets`."""
    replay = Replay(rulesets, framework, on, shared)
    order = Order(framework.vocabulary)
    ranges: list[tuple[Matrix, list[Member]]] = []
    found: dict[Leaf, list[Rows]] = {leaf: [] for leaf in leaves}
    spans = cohort_ranges(rulesets, on) if cohort is None else [Cohorts(cohort, cohort + 1)]
    for number, cohorts in enumerate(spans):
        members = [Member(one, framework, on, representative(cohorts), shared, set(leaves)) for one in rulesets]
        matrix = Matrix(framework, replay, cohorts, lore, order, time_limit)
        ranges.append((matrix, members))
        known: dict[tuple[object, ...], Rows] = {}
        said: dict[tuple[Leaf, ...], tuple[object, ...]] = {}
        apart: dict[tuple[Leaf, ...], frozenset[str]] = {}
        for place, leaf in enumerate(leaves):
            tell(number * len(leaves) + place, len(spans) * len(leaves))
            like = tuple(member.like(leaf) for member in members)
            if like not in said:
                said[like] = tuple(_said(order, member, leaf) for member in members)
                apart[like] = _named(members, leaf, framework)
            key = (*said[like], leaf if leaf.outcome in apart[like] else None)
            if key not in known:
                decided = [_decided(member, leaf) for member in members]
                known[key] = matrix.rows(leaf, decided)
            found[leaf].append(known[key])
    return Comparison(rulesets, framework, cohort, lore, found, replay, explain=_Explaining(ranges))


@dataclass(frozen=True)
class _Explaining:
    """Says which clauses make a difference, when it is asked."""

    ranges: list[tuple[Matrix, list[Member]]]

    def __call__(self, leaf: Leaf, first: int, second: int) -> Reasons:
        found: dict[tuple[object, ...], Reason] = {}
        undecided: dict[tuple[object, ...], Unsettled] = {}
        for matrix, members in self.ranges:
            here = reasons(matrix, leaf, _side(members, first, leaf), _side(members, second, leaf))
            for one in here.found:
                found.setdefault(tuple(each.rules for each in (one.against or one.clauses)), one)
            for doubt in here.undecided:
                undecided.setdefault((doubt.clause.rules, doubt.why), doubt)
        return Reasons(tuple(found.values()), tuple(undecided.values()))


def _side(members: list[Member], place: int, leaf: Leaf) -> Side:
    member = members[place]
    return Side(place, _told(member.grants(leaf), leaf), _told(member.bars(leaf), leaf), _decided(member, leaf))


def _told(clauses: Said, leaf: Leaf) -> list[Clause]:
    return [Clause(told_of(one.condition, leaf), one.rules, one.articles) for one in clauses]


def _said(order: Order, member: Member, leaf: Leaf) -> tuple[object, ...]:
    return order.number(_any(member.grants(leaf))), order.number(_any(member.bars(leaf))), member.conflicts


def _named(members: Sequence[Member], leaf: Leaf, framework: Framework) -> frozenset[str]:
    """The outcomes without parts that conditions on a leaf name: what is found of those is found of no other."""
    said = (clause.condition for member in members for clause in (*member.grants(leaf), *member.bars(leaf)))
    outcomes = frozenset(outcome for condition in said for outcome in named(condition))
    return frozenset(under for outcome in outcomes for under in framework.under(outcome))


def _any(clauses: Said) -> Condition:
    return any_of(one.condition for one in clauses)


def _decided(member: Member, leaf: Leaf) -> Decided:
    return Decided(told_of(_any(member.grants(leaf)), leaf), told_of(_any(member.bars(leaf)), leaf), member.conflicts)
