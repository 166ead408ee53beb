"""Writes reasons to exempt or refuse, leaf by leaf, as rules that a policy officer can read and edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..engines.implies import Order
from ..engines.lower import Clause
from ..engines.simplify import any_of
from ..model.conditions import Condition
from ..model.outcomes import Framework, Leaf, Reach
from ..model.policy import Rule, Ruleset
from ..model.reach import reaches
from .drafts import Draft, Effect, finished
from .reach import Choice, compact, scopes_of
from .reasons import Reason, Reasons, covered
from .relative import THIS, levels_of_here, shifted, written


class Writer:
    """Writes rules over one framework.

    Args:
        framework: The framework.
        members: The rulesets that the reasons came from, by id.
        order: The order of implication.
    """

    def __init__(self, framework: Framework, members: Mapping[str, Ruleset], order: Order) -> None:
        self.framework = framework
        self.members = members
        self.order = order
        self.scopes: tuple[Choice, ...] = tuple(scopes_of(framework))
        self._known: dict[tuple[int, int], Condition] = {}
        self._reaches: dict[Reach, Choice] = {}
        self._outcomes = {outcome: place for place, outcome in enumerate(framework.by_id)}
        origins = (f"{one.id}:{rule.id}" for one in members.values() for rule in one.rules)
        self._rules = {origin: place for place, origin in enumerate(origins)}

    def rules(self, grants: Mapping[Leaf, Reasons], refusals: Mapping[Leaf, Reasons]) -> tuple[Rule, ...]:
        """Rules that grant and bar exactly what the reasons say, leaf by leaf."""
        drafts = [*self.drafts("grant", grants), *self.drafts("bar", refusals)]
        return finished(drafts, self.members, self.order)

    def drafts(self, effect: Effect, reasons: Mapping[Leaf, Reasons]) -> list[Draft]:
        """One draft for each distinct reason, with all the leaves that it decides.

        A reason that a higher level (for bars: a lower one) says as well is left to that one: a grant reaches every
        lower level, a bar every higher one. That adds nothing, for whatever exempts a level exempts those below it.
        """
        found: dict[tuple[object, ...], Draft] = {}
        for leaf in self.framework.leaves:
            for one in reasons.get(leaf, ()):
                if not self._carried(effect, one, leaf, reasons):
                    condition = written(one.condition, leaf)
                    guards = tuple(Clause(written(g.condition, leaf), g.rules, g.articles) for g in one.guards)
                    key = (self.order.number(condition), *sorted(self.order.number(g.condition) for g in guards))
                    draft = found.setdefault(key, Draft(effect, condition, guards))
                    draft.reasons.append(one)
                    draft.needed.append(leaf)
        drafts = sorted(self._joined(found.values()), key=self._place)
        for draft in drafts:
            draft.reach = self._reach(draft, reasons)
        return drafts

    def _place(self, draft: Draft) -> tuple[int, bool, int]:
        """By outcome, and there in the order of the members and their rules, what takes several together last."""
        first = draft.reasons[0]
        return self._outcomes[draft.needed[0].outcome], bool(first.together), self._rules[first.rules[0]]

    def _carried(self, effect: Effect, one: Reason, leaf: Leaf, reasons: Mapping[Leaf, Reasons]) -> bool:
        step = 1 if effect == "grant" else -1
        others = reasons.get(Leaf(leaf.outcome, leaf.level + step), ())
        return any(self.order.implies(one.full, self._shifted(other.full, step)) for other in others)

    def _shifted(self, condition: Condition, levels: int) -> Condition:
        key = self.order.number(condition), levels
        if key not in self._known:
            self._known[key] = shifted(condition, levels)
        return self._known[key]

    def _joined(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Drafts of one rule of a member about the same leaves, as one: their conditions are alternatives."""
        alike: dict[tuple[object, ...], list[Draft]] = {}
        for one in drafts:
            guards = tuple(sorted(self.order.number(guard.condition) for guard in one.guards))
            alike.setdefault((one.reasons[0].rules[:1], tuple(one.needed), guards), []).append(one)
        for same in alike.values():
            first = same[0]
            first.condition = any_of(one.condition for one in same)
            first.reasons = [reason for one in same for reason in one.reasons]
            yield first

    def _reach(self, draft: Draft, reasons: Mapping[Leaf, Reasons]) -> Reach:
        needed = frozenset(draft.needed)
        said = list({self.order.number(one.full): one.full for one in draft.reasons}.values())
        levels = frozenset[int]().union(*map(levels_of_here, said))
        rule = Rule(id="x", effect=draft.effect)

        def carries(leaf: Leaf) -> Iterable[Leaf]:
            if levels:
                return (leaf,)
            others = (Leaf(leaf.outcome, level) for level in self.framework.levels(leaf.outcome))
            return (other for other in others if reaches(rule, leaf, other))

        names = dict.fromkeys(name for one in draft.reasons for name in one.rules)
        stating = (self.members[ruleset].by_id[rule] for ruleset, _, rule in (name.partition(":") for name in names))
        own = [self._written(one.reach) for one in stating if one.effect == draft.effect]
        near = (one for one in self.scopes if 2 * len(one.leaves & needed) >= len(one.leaves))
        choices = list(dict.fromkeys((*own, *near)))
        if draft.reasons[0].together or levels - {THIS}:
            # Nothing but what is needed: it would say something else of any other leaf.
            allowed = needed
            choices = [one for one in self.scopes if one.leaves & needed]
        else:
            tried = {Leaf(leaf.outcome, level) for leaf in needed for level in self.framework.levels(leaf.outcome)}
            allowed = needed | self._allowed(said, tried.union(*(one.leaves for one in choices)), reasons)
        return compact(self.framework, choices, needed, allowed, carries=carries, upward=draft.effect == "bar")

    def _written(self, reach: Reach) -> Choice:
        """A reach that a member wrote."""
        if reach not in self._reaches:
            self._reaches[reach] = Choice.of(self.framework, reach)
        return self._reaches[reach]

    def _allowed(self, said: Iterable[Condition], leaves: Iterable[Leaf], reasons: Mapping[Leaf, Reasons]) -> set[Leaf]:
        """Those of the leaves that have, whatever is said, some reason that it implies."""
        known: dict[int, bool] = {}
        found = set()
        for leaf in leaves:
            there = reasons.get(leaf, ())
            if id(there) not in known:
                known[id(there)] = all(covered(one, there, self.order) for one in said)
            if known[id(there)]:
                found.add(leaf)
        return found
