"""What can be edited so that a ruleset says of one applicant what it should: each way, as few edits as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from ..engines.reference import Case, whole
from ..model.conditions import Exempt, every
from ..model.dossier import Dossier
from ..model.outcomes import Leaf, Reach, Ref, Selector
from ..model.policy import Rule, Ruleset
from ..model.reach import reaches, targets_of
from ..results.status import Status
from ..results.trace import LeafTrace, RuleStep
from ..results.truth import Truth
from .coming import Coming
from .edits import Added, Dropped, Edit, Edits, Overriding, Reaching, Settling, Within, at_odds
from .places import conditions, denied

_MOST: Final = 3
"""So many words of one rule at a time are brought to those of the other, to make it hold for one applicant."""

_REACH: Final = 2
"""The size of a change of what a rule reaches."""


@dataclass(frozen=True)
class Someone:
    """Someone of whom it is known what should be said.

    Attributes:
        leaf: Of which leaf.
        dossier: The applicant.
        exempt: Whether the leaf should be exempt.
    """

    leaf: Leaf
    dossier: Dossier
    exempt: bool


@dataclass(frozen=True)
class Toolbox:
    """The edits to choose from.

    Attributes:
        base: The ruleset as it is.
        within: For each rule the edits of its words.
        besides: For each of those rules, of how many other outcomes it speaks.
        grants: Rules of the other that can be added, and what they would grant.
        bars: Rules of the other that can be added, and what they would bar.
        settling: What the other makes of both granted and barred, when that is something else.
    """

    base: Ruleset
    within: dict[str, tuple[Within, ...]]
    besides: dict[str, int]
    grants: tuple[Added, ...]
    bars: tuple[Added, ...]
    settling: Settling | None


Known = dict[object, list[tuple[Edit, ...]]]
"""Sets of edits that were found before, by what was asked."""


@dataclass(frozen=True)
class Fixes:
    """The ways to put one applicant right.

    Attributes:
        toolbox: The edits to choose from.
        made: The edits that were made already.
        case: The applicant under the ruleset with those.
        someone: What should be said of the applicant.
        known: Which words of a rule make it come to what is wanted of this applicant, as far as it was asked before.
    """

    toolbox: Toolbox
    made: Edits
    case: Case
    someone: Someone
    known: Known

    @cached_property
    def trace(self) -> LeafTrace:
        """What is said now."""
        return self.case.trace(self.someone.leaf)

    @property
    def right(self) -> bool:
        """Whether what is said is what should be."""
        return (self.trace.statuses == frozenset({Status.EXEMPT})) == self.someone.exempt

    def ways(self) -> Iterator[tuple[Edit, ...]]:
        """Each way to come nearer to what should be said: one of them is part of whatever puts it right."""
        grants_win = self.case.ruleset.conflicts == "grant-wins"
        found: Iterable[tuple[Edit, ...]]
        if not self.someone.exempt:
            found = self._ungranted()
        elif self.trace.granted is not Truth.TRUE:
            found = self._granted()
        else:
            found = () if grants_win else self._unbarred()
        for edits in dict.fromkeys(found):
            if not any(one in self.made for one in edits) and not at_odds((*self.made, *edits)):
                yield edits

    def _granted(self) -> Iterator[tuple[Edit, ...]]:
        leaf, steps = self.someone.leaf, {(step.rule, step.target): step for step in self.trace.grants}
        for rule in self._own("grant"):
            for target in targets_of(self.case.framework, rule):
                if reaches(rule, target, leaf):
                    yield from self._acting(rule, steps[rule.id, target])
            lower = any(one.outcome == leaf.outcome for one in targets_of(self.case.framework, rule))
            if lower and not any(step.rule == rule.id for step in steps.values()):
                wider = Reaching(rule.id, (*rule.reach, Ref(leaf.outcome, leaf.level, leaf.level)), rule.reach, _REACH)
                yield from ((wider, *words) for words in self._words(rule, leaf, _holds))
        for added in self.toolbox.grants:
            if self._says(added, leaf):
                yield (added,)

    def _acting(self, rule: Rule, step: RuleStep) -> Iterator[tuple[Edit, ...]]:
        """Ways to let an instance of a rule act."""
        for words in self._words(rule, step.target, _holds):
            yield (*self._let(step), *words)

    def _let(self, step: RuleStep) -> tuple[Edit, ...]:
        """No rule that acts here overrides this one any longer."""
        base, besides = self.toolbox.base.by_id, self.toolbox.besides.get(step.rule, 0)
        return tuple(
            Overriding(other.rule, step.rule, overrides=False, besides=besides)
            for other in step.overriders
            if other.truth is not Truth.FALSE and other.rule in base and step.rule in base[other.rule].overrides
        )

    def _unbarred(self) -> Iterator[tuple[Edit, ...]]:
        """Ways to take away the first bar that stands; whatever puts it right must take it away."""
        if self.toolbox.settling and self.toolbox.settling.conflicts == "grant-wins":
            yield (self.toolbox.settling,)
        step = next(step for step in self.trace.bars if step.truth is not Truth.FALSE)
        rule = self.case.ruleset.by_id[step.rule]
        yield from self._idle(rule, step.target, _fails)
        if step.rule in self.toolbox.base.by_id:
            for grant in self.trace.grants:
                if grant.truth is Truth.TRUE and grant.rule in self.toolbox.base.by_id:
                    besides = min(self.toolbox.besides.get(name, 0) for name in (grant.rule, step.rule))
                    yield (Overriding(grant.rule, step.rule, overrides=True, besides=besides),)

    def _ungranted(self) -> Iterator[tuple[Edit, ...]]:
        """Ways to take away the first grant that acts, or to bar the outcome."""
        step = next(step for step in self.trace.grants if step.truth is Truth.TRUE)
        yield from self._idle(self.case.ruleset.by_id[step.rule], step.target, _not_surely)
        for bar in self.trace.bars:
            if bar.condition.truth is Truth.TRUE and bar.truth is Truth.FALSE and bar.rule in self.toolbox.base.by_id:
                yield self._let(bar)
        for added in self.toolbox.bars:
            if self._says(added, self.someone.leaf):
                yield (added,)
        settling, barred = self.toolbox.settling, self.trace.barred is Truth.TRUE
        if settling and barred and self.case.ruleset.conflicts == "grant-wins":
            yield (settling,)

    def _idle(self, rule: Rule, target: Leaf, wanted: Callable[[Truth], bool]) -> Iterator[tuple[Edit, ...]]:
        """Ways to keep an instance of a rule from acting."""
        if rule.id not in self.toolbox.base.by_id:
            return
        yield from self._words(rule, target, wanted)
        yield (Dropped(rule.id, self.toolbox.besides.get(rule.id, 0)),)
        narrower = without(rule, self.someone.leaf, self.case)
        if narrower:
            yield (Reaching(rule.id, narrower, self.toolbox.base.by_id[rule.id].reach, _REACH),)

    def _words(self, rule: Rule, target: Leaf, wanted: Callable[[Truth], bool]) -> Sequence[tuple[Edit, ...]]:
        """The smallest sets of edits of a rule's words after which its condition comes to what is wanted."""
        made = frozenset(one for one in self.made if isinstance(one, Within) and one.rule == rule.id)
        key = rule.id, target, wanted, made
        if any(isinstance(one, Exempt) for one in every(rule.when)):  # what it comes to hangs on other rules
            return list(self._found(rule, target, wanted, made))
        if key not in self.known:
            self.known[key] = list(self._found(rule, target, wanted, made))
        return self.known[key]

    def _found(
        self, rule: Rule, target: Leaf, wanted: Callable[[Truth], bool], made: frozenset[Within]
    ) -> Iterator[tuple[Edit, ...]]:
        base = self.toolbox.base.by_id[rule.id]
        if wanted(self._truth(rule, target)):
            yield ()
            return
        offered = self._bearing(base, target) if wanted is _holds else self.toolbox.within.get(rule.id, ())
        found, coming = list[frozenset[Edit]](), Coming(self.case, base, target)
        for count in range(1, _MOST + 1):
            for chosen in combinations(offered, count):
                if any(one <= set(chosen) for one in found) or at_odds((*made, *chosen)):
                    continue
                if wanted(coming.to((*made, *chosen))):
                    found.append(frozenset(chosen))
                    yield chosen
            if found and count > 1:  # two small ones can be less than one that is large
                return

    def _bearing(self, base: Rule, target: Leaf) -> list[Within]:
        """The edits of a rule's words that can make it hold: not those of what holds already, unless that is denied."""
        holding = {
            path
            for path, inner in conditions(base.when)
            if not any(path[: len(one)] == one for one in denied(base.when))
            and self.case.holds(inner, target).truth is Truth.TRUE
        }
        return [
            one
            for one in self.toolbox.within.get(base.id, ())
            if one.place.path not in holding and one.place.what != "more"
        ]

    def _truth(self, rule: Rule, target: Leaf) -> Truth:
        return self.case.holds(whole(self.case, rule), target).truth

    def _own(self, effect: str) -> list[Rule]:
        return [
            rule for rule in self.case.ruleset.rules if rule.effect == effect and rule.id in self.toolbox.base.by_id
        ]

    def _says(self, added: Added, leaf: Leaf) -> bool:
        """Whether a rule of the other speaks of a leaf here, and holds."""
        targets = [one for one in targets_of(self.case.framework, added.new) if reaches(added.new, one, leaf)]
        return any(self._truth(added.new, target) is Truth.TRUE for target in targets)


def _holds(truth: Truth) -> bool:
    return truth is Truth.TRUE


def _fails(truth: Truth) -> bool:
    return truth is Truth.FALSE


def _not_surely(truth: Truth) -> bool:
    return truth is not Truth.TRUE


def without(rule: Rule, leaf: Leaf, case: Case) -> Reach | None:
    """What a rule reaches but for one leaf: a grant keeps the lower levels, a bar the higher ones; None for nothing."""
    framework = case.framework
    gone = {one for one in targets_of(framework, rule) if reaches(rule, one, leaf)}
    names = tuple(Ref(one.outcome, one.level, one.level) for one in sorted(gone))
    kept: list[Ref | Selector] = []
    for one in rule.reach:
        chosen = framework.select([one])
        if not gone & set(chosen):
            kept.append(one)
        elif isinstance(one, Selector):
            less = one.with_(except_=(*one.except_, *names))
            kept += [less] if framework.select([less]) else []
        else:
            kept += _refs(each for each in chosen if each not in gone)
    below = Leaf(leaf.outcome, leaf.level - 1)
    if rule.effect == "grant" and leaf.level > 1 and below not in framework.select(kept):
        kept.append(Ref(below.outcome, below.level, below.level))
    return tuple(kept) or None


def _refs(leaves: Iterable[Leaf]) -> Sequence[Ref]:
    """Leaves as references, levels on end of one outcome as one."""
    found: dict[str, list[int]] = {}
    for leaf in leaves:
        found.setdefault(leaf.outcome, []).append(leaf.level)
    refs = []
    for outcome, levels in found.items():
        solid = max(levels) - min(levels) + 1 == len(levels)
        refs += [Ref(outcome, min(levels), max(levels))] if solid else [Ref(outcome, one, one) for one in levels]
    return refs
