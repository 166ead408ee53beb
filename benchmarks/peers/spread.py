"""Around engines that know rows and conditions but no outcomes: what Python has to do for them, as fast as it can.

An engine is asked which of its conditions hold and which items pass a filter, surely or perhaps. From there on sets of
leaves are whole numbers, a bit for each: what items cover, what verdicts reach, where rules act, and the statuses.
Calendar time that overlaps is counted here too: none of the engines can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any, Final

from benchmarks.peers.native import NotCarriedError, PlainRule, Policy
from evc_rules.model.conditions import (
    All,
    Assessed,
    Condition,
    CoversTest,
    Exempt,
    Exists,
    Filter,
    Span,
    Test,
    every,
)
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Age
from evc_rules.results.status import Statuses, possible
from evc_rules.results.truth import Truth

Found = tuple[set[str] | list[str], set[str] | list[str]]
"""The items that surely pass a filter, and those that maybe do (the sure ones among them)."""


@dataclass(frozen=True)
class Said:
    """What an engine says of one case.

    Attributes:
        sure: The names of conditions that surely hold.
        maybe: The names of conditions that maybe hold.
        passing: By the name of a filter or assessment the ids of what passes, surely and maybe.
    """

    sure: Iterable[str]
    maybe: Iterable[str]
    passing: Mapping[str, Found]


@dataclass(frozen=True)
class Rule:
    """A rule taken apart.

    Attributes:
        name: Its id.
        effect: What it does.
        targets: Its targets, as a mask.
        closed: The name of the condition that is the same for every target, or nothing.
        covers: The names of filters of which an item must cover the target.
        assessed: The names of assessments that the target must have.
        spans: For filters the days that what passes must cover.
        rests: The leaves that must be exempt.
        over: The rules that override it, and for its targets, as masks, from which of theirs.
    """

    name: str
    effect: str
    targets: int
    closed: str
    covers: tuple[str, ...]
    assessed: tuple[str, ...]
    spans: tuple[tuple[str, int], ...]
    rests: tuple[int, ...]
    over: tuple[tuple[str, Mapping[int, int]], ...]

    @cached_property
    def asks_more(self) -> bool:
        """Whether it asks more than what is the same for every target."""
        return bool(self.covers or self.assessed or self.spans or self.rests)


@dataclass(frozen=True)
class _Found:
    covered: Mapping[str, int]
    tested: Mapping[str, tuple[int, int]]
    work: Mapping[str, Any]
    passing: Mapping[str, Found]


@dataclass
class Spread:
    """A policy taken apart: what is for the engine, and what is for Python.

    Attributes:
        policy: The policy.
        two_valued: Whether what was not assessed is not achieved, rather than open.
        closed: The conditions that are the same for every target, named.
        filters: The filters of which the items that pass are asked, named.
        rules: The rules, taken apart.
    """

    policy: Policy
    two_valued: bool = False
    closed: dict[Condition, str] = field(default_factory=dict)
    filters: dict[Filter, str] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)

    def __post_init__(self) -> None:
        policy = self.policy
        self.leaves = policy.framework.leaves
        self.bit = {leaf: 1 << place for place, leaf in enumerate(self.leaves)}
        self.all = (1 << len(self.leaves)) - 1
        self.below = {name: self.mask(map(policy.leaf, names)) for name, names in policy.below.items()}
        self.above = {name: self.mask(map(policy.leaf, names)) for name, names in policy.above.items()}
        top = {leaf.outcome: leaf.level for leaf in self.leaves}
        self.not_top = self.mask(leaf for leaf in self.leaves if leaf.level < top[leaf.outcome])
        self.not_first = self.mask(leaf for leaf in self.leaves if leaf.level > 1)
        self.most = max(top.values()) - 1
        self.width = f"0{len(self.leaves)}b"
        self.table = _table(policy)
        self.rules = [self._rule(one) for one in policy.rules]
        aligned = {name for rule in self.rules for name in rule.covers}
        kinds = {kind: None for items, name in self.filters.items() if name in aligned for kind in items.kinds}
        self.aligned = tuple(kinds)

    @property
    def assessments(self) -> dict[tuple[Test, ...], str]:
        """The different assessments, named."""
        return self.policy.assessments

    def mask(self, leaves: Iterable[Leaf]) -> int:
        """A set of leaves as a whole number."""
        return sum(self.bit[leaf] for leaf in leaves)

    def _rule(self, one: PlainRule) -> Rule:
        parts = one.when.of if isinstance(one.when, All) else (one.when,)
        kinds: dict[str, list[Any]] = {"closed": [], "covers": [], "assessed": [], "spans": [], "rests": []}
        for part in parts:
            kinds[_kind(part)].append(part)
        same = All(of=tuple(kinds["closed"])) if len(kinds["closed"]) != 1 else kinds["closed"][0]
        return Rule(
            name=one.rule.id,
            effect=one.rule.effect,
            targets=self.mask(one.targets),
            closed=self.closed.setdefault(same, f"closed_{len(self.closed)}") if kinds["closed"] else "",
            covers=tuple(self._filter(_uncovered(part)) for part in kinds["covers"]),
            assessed=tuple(self.assessments[part.tests] for part in kinds["assessed"]),
            spans=tuple((self._filter(part.over), _days(part)) for part in kinds["spans"]),
            rests=tuple(self.mask(self.policy.framework.leaves_of(part.outcome)) for part in kinds["rests"]),
            over=tuple(
                (other.id, {self.bit[key]: self.mask(values) for key, values in at.items()}) for other, at in one.over
            ),
        )

    def _filter(self, items: Filter) -> str:
        return self.filters.setdefault(items, f"filter_{len(self.filters)}")

    def run(self, case: Mapping[str, Any], said: Said) -> dict[Leaf, Statuses]:
        """The statuses of all leaves."""
        holds, may_hold = set(said.sure), set(said.maybe)
        verdicts = [(one["id"], one["achieved"], self._spoken(one)) for one in case["verdicts"]]
        covered = {
            item["id"]: _joined(self.below, item["covers"])
            for kind in self.aligned
            for item in case[kind]
            if "covers" in item
        }
        found = _Found(
            covered,
            {name: self._tested(verdicts, said.passing[name]) for name in self.assessments.values()},
            {item["id"]: item for item in case["work"]},
            said.passing,
        )
        acts: dict[str, tuple[int, int]] = {}
        sides = {"grant": [0, 0], "bar": [0, 0], "waive": [0, 0]}
        for rule in self.rules:
            sure = maybe = rule.targets
            if rule.closed:
                if rule.closed not in may_hold:
                    acts[rule.name] = 0, 0
                    continue
                if rule.closed not in holds:
                    sure = 0
            if rule.asks_more:
                sure, maybe = self._asked(rule, found, sides, sure, maybe)
            for other, at in rule.over:
                sure, maybe = _overridden(acts[other], at, sure, maybe)
            acts[rule.name] = sure, maybe
            if maybe:
                side = sides[rule.effect]
                side[0] |= self._reached(rule.effect, sure)
                side[1] |= self._reached(rule.effect, maybe)
        return self._decoded(*sides["grant"], *sides["bar"])

    def _asked(
        self, rule: Rule, found: _Found, sides: Mapping[str, list[int]], sure: int, maybe: int
    ) -> tuple[int, int]:
        """On which targets a rule acts for what it asks of each of them, of time worked and of other exemptions."""
        for name in rule.covers:
            surely, perhaps = found.passing[name]
            maybe &= _covering(found.covered, perhaps, self.all)
            sure &= _covering(found.covered, surely, 0)
        for name in rule.assessed:
            surely_, perhaps_ = found.tested[name]
            sure &= surely_
            maybe &= perhaps_
        for name, days in rule.spans:
            surely, perhaps = found.passing[name]
            if _covered(found.work, surely, self.policy.on, sure=True) < days:
                sure = 0
            if _covered(found.work, perhaps, self.policy.on, sure=False) < days:
                maybe = 0
        for leaves in rule.rests:
            truth = self._exempt(leaves, sides)
            sure, maybe = (sure if truth is Truth.TRUE else 0), (maybe if truth is not Truth.FALSE else 0)
        return sure, maybe

    def _reached(self, effect: str, mask: int) -> int:
        """Grants reach lower levels, the bits just before; bars reach higher ones."""
        if mask:
            for _ in range(self.most):
                mask |= (mask >> 1) & self.not_top if effect == "grant" else (mask << 1) & self.not_first
        return mask

    def _decoded(self, granted: int, grantable: int, barred: int, barrable: int) -> dict[Leaf, Statuses]:
        width = self.width
        bits = zip(
            format(granted, width),
            format(grantable, width),
            format(barred, width),
            format(barrable, width),
            strict=True,
        )
        return dict(zip(reversed(self.leaves), map(self.table.__getitem__, bits), strict=True))

    def _spoken(self, verdict: Mapping[str, Any]) -> int:
        name = f"{verdict['outcome']}@{verdict['level']}"
        return self.below[name] if verdict["achieved"] else self.above.get(name, 0)

    def _tested(self, verdicts: Iterable[tuple[str, bool, int]], found: Found) -> tuple[int, int]:
        achieved, may_achieve, failed = 0, 0, 0
        sure, maybe = found
        for name, says, leaves in verdicts:
            if name in maybe and says:
                may_achieve |= leaves
            if name in sure:
                if says:
                    achieved |= leaves
                else:
                    failed |= leaves
        return achieved, achieved if self.two_valued else self.all & ~(failed & ~may_achieve)

    def _exempt(self, leaves: int, sides: Mapping[str, list[int]]) -> Truth:
        """Whether all of these leaves are exempt."""
        (granted, grantable), (barred, barrable) = sides["grant"], sides["bar"]
        if self.policy.ruleset.conflicts == "grant-wins":
            barred = barrable = 0
        if leaves & ~(grantable & ~barred):
            return Truth.FALSE
        return Truth.UNKNOWN if leaves & ~(granted & ~barrable) else Truth.TRUE


def _covering(covered: Mapping[str, int], items: Iterable[str], unknown: int) -> int:
    found = 0
    for item in items:
        found |= covered.get(item, unknown)
    return found


def _overridden(over: tuple[int, int], at: Mapping[int, int], sure: int, maybe: int) -> tuple[int, int]:
    surely, perhaps = over
    if perhaps:
        for bit, mask in at.items():
            if surely & mask:
                maybe &= ~bit
            if perhaps & mask:
                sure &= ~bit
    return sure, maybe


def _kind(part: Condition) -> str:
    match part:
        case Assessed(outcome=None):
            return "assessed"
        case Exists(count=1) if _uncovered(part) != part.filter:
            return "covers"
        case Span():
            return "spans"
        case Exempt():
            return "rests"
    if any(isinstance(one, Assessed | Span | Exempt) for one in every(part)):
        raise NotCarriedError(part)
    return "closed"


def _uncovered(condition: Exists) -> Filter:
    kept = tuple(test for test in condition.filter.tests if not isinstance(test, CoversTest))
    return condition.filter.with_(tests=kept)


def _days(condition: Span) -> int:
    if not isinstance(condition.at_least, Age) or condition.as_of != "decision" or condition.over.kinds != ("work",):
        raise NotCarriedError(condition)
    return condition.at_least.days


def _joined(below: Mapping[str, int], names: Iterable[str]) -> int:
    found = 0
    for name in names:
        found |= below[name]
    return found


_LONG_AGO: Final = date.min


def _covered(items: Mapping[str, Any], passing: Iterable[str], on: date, *, sure: bool) -> int:
    """Days covered by these items, counted once where they overlap."""
    known = [(items[one].get("from"), items[one].get("to")) for one in passing]
    total, reached = 0, _LONG_AGO
    if sure:
        intervals = [(first, last) for first, last in known if first and last]
    else:
        intervals = [(first or _LONG_AGO, last or on) for first, last in known]
    for first, last in sorted(intervals):
        start = max(first, reached)
        if last > start:
            total += (last - start).days
            reached = last
    return total


def _table(policy: Policy) -> dict[tuple[str, ...], Statuses]:
    """By four bits (surely and maybe granted, surely and maybe barred) the statuses."""
    bits = {Truth.FALSE: "00", Truth.UNKNOWN: "01", Truth.TRUE: "11"}
    return {
        tuple(bits[grant] + bits[bar]): possible(grant, bar, policy.ruleset.conflicts)
        for grant, bar in product(Truth, repeat=2)
    }
