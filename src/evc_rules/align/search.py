"""The smallest edits that do what is asked: small ones first, held to applicants who showed what others got wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from heapq import heappop, heappush
from itertools import count
from typing import Final, Literal

from ..compare import Comparison, Lore, Relation, compare_rulesets
from ..compare.between import someone_between
from ..compare.recall import Memory, Recalling
from ..engines.prepare import prepare
from ..engines.reference import Case, reaching
from ..language.check import ruleset as findings_of
from ..language.dump import dump
from ..language.source_map import SourceMap
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Rule, Ruleset
from .edits import Edits, edited, size_of
from .fixes import Fixes, Known, Someone, Toolbox

Goal = Literal["equal", "at-least", "at-most"]
"""Exempt just whom the other exempts; or those as well, and nobody else who was not; or none but those, and all of them
who were."""

_MOST_TRIED: Final = 200
"""So many sets of edits are compared for one group of outcomes before giving up."""

_MOST_LOOKED: Final = 4000
"""So many sets of edits are tried on the applicants that are known."""

KEPT: Final = {
    "equal": {Relation.EQUIVALENT},
    "at-least": {Relation.EQUIVALENT, Relation.MORE_GENEROUS},
    "at-most": {Relation.EQUIVALENT, Relation.STRICTER},
}
"""How the edited ruleset may relate to the other, for each goal."""


@dataclass(frozen=True)
class Setting:
    """What stays the same while edits are sought.

    Attributes:
        base: The ruleset that is edited.
        other: The ruleset that it is brought to.
        framework: The framework.
        on: The decision date.
        cohort: The cohort, or None for every cohort.
        shared: The judgements that one answer settles for both.
        lore: What is assumed.
        time_limit: How long to look for the answer to one question [s].
    """

    base: Ruleset
    other: Ruleset
    framework: Framework
    on: date
    cohort: int | None
    shared: frozenset[str]
    lore: Lore
    time_limit: float

    def beside(self, one: Ruleset, other: Ruleset, leaves: Sequence[Leaf] | None) -> Comparison:
        """Two rulesets compared."""
        return compare_rulesets(
            [one, other],
            self.framework,
            self.on,
            cohort=self.cohort,
            shared=self.shared,
            leaves=leaves,
            lore=self.lore,
            time_limit=self.time_limit,
        )


@dataclass
class Search:
    """Looks for edits.

    Attributes:
        setting: What stays the same.
        goal: What is asked.
        untouched: The leaves of which nothing may change.
        pool: Applicants that showed what edits got wrong.
        tried: How many sets of edits were compared with the other ruleset.
    """

    setting: Setting
    goal: Goal
    untouched: tuple[Leaf, ...] = ()
    pool: list[Someone] = field(default_factory=list)
    tried: int = 0
    _known: dict[tuple[int, int], Known] = field(default_factory=dict)
    _reached: dict[int, tuple[Rule, dict[tuple[str, Leaf], list[Leaf]]]] = field(default_factory=dict)

    def found(self, toolbox: Toolbox, start: Edits, leaves: Sequence[Leaf]) -> Iterator[Edits]:
        """Sets of edits after which the goal is reached on all of some leaves, the smallest first.

        Args:
            toolbox: The edits to choose from.
            start: Edits that are made whatever else is.
            leaves: The leaves.
        """
        order, waiting, seen, most = count(), list[tuple[int, int, Edits]](), {start}, self.tried + _MOST_TRIED
        self._known.clear()
        heappush(waiting, (size_of(start), next(order), start))
        while waiting and self.tried < most and len(seen) < _MOST_LOOKED:
            _, _, made = heappop(waiting)
            ruleset = edited(self.setting.base, made)
            # What the base asks is asked again, also with parameters that nothing uses any longer.
            whole = ruleset.with_(parameters=self.setting.base.parameters)
            case = partial(self._case, whole, self._reaching(whole))
            wrong = self._wrong(toolbox, case, made)
            if wrong is None:
                if made != start and not self._sound(ruleset):
                    continue
                shown = self._shown(ruleset, leaves)
                if shown is None:
                    if self._leaves_the_rest(ruleset):
                        yield made
                    continue
                if isinstance(shown, str):
                    continue
                self.pool.append(shown)
                wrong = Fixes(toolbox, made, case(shown.dossier), shown, self._words(toolbox, shown))
            for edits in wrong.ways():
                more = made | frozenset(edits)
                if more not in seen:
                    seen.add(more)
                    heappush(waiting, (size_of(more), next(order), more))

    def _reaching(self, ruleset: Ruleset) -> dict[tuple[str, Leaf], list[Leaf]]:
        """See `engines.reference.reaching`; most rules are as they were, and are not asked again."""
        found: dict[tuple[str, Leaf], list[Leaf]] = {}
        for rule in ruleset.rules:
            # The rule is kept, so that no other can take its identity.
            if id(rule) not in self._reached:
                one = reaching(ruleset.with_(rules=(rule,)), self.setting.framework)
                self._reached[id(rule)] = (rule, one)
            found |= self._reached[id(rule)][1]
        return found

    def _leaves_the_rest(self, ruleset: Ruleset) -> bool:
        """Whether it is proven that nothing changes of what nothing may change of."""
        return not self.untouched or self.setting.beside(self.setting.base, ruleset, self.untouched).pair(0, 1).same

    def _sound(self, ruleset: Ruleset) -> bool:
        """Whether a ruleset can be written, and has no findings that the base has not."""
        try:
            dump(ruleset)
        except ValueError:
            return False
        found = findings_of(ruleset, self.setting.framework, SourceMap())
        return all(one.message in self._before for one in found)

    @cached_property
    def _before(self) -> set[str]:
        return {one.message for one in findings_of(self.setting.base, self.setting.framework, SourceMap())}

    def _words(self, toolbox: Toolbox, someone: Someone) -> Known:
        """What was found before of someone, with the same edits to choose from."""
        return self._known.setdefault((id(toolbox), id(someone)), {})

    def _case(self, ruleset: Ruleset, index: dict[tuple[str, Leaf], list[Leaf]], dossier: Dossier) -> Case:
        """Someone under a ruleset, by the reference; what it said of them is not asked again."""
        setting = self.setting
        prepared = prepare(dossier, setting.framework.vocabulary, setting.on)
        return Recalling(
            ruleset, setting.framework, prepared, setting.on, setting.shared, place=0, index=index, memory=Memory()
        )

    def _wrong(self, toolbox: Toolbox, case: Callable[[Dossier], Case], made: Edits) -> Fixes | None:
        """What to do about the first applicant who is known and of whom the wrong thing is said."""
        for someone in reversed(self.pool):
            fixes = Fixes(toolbox, made, case(someone.dossier), someone, self._words(toolbox, someone))
            if not fixes.right:
                return fixes
        return None

    def _shown(self, ruleset: Ruleset, leaves: Sequence[Leaf]) -> Someone | str | None:
        """Someone of whom the wrong thing is said; None when nobody is, and that is proven; or why it is not known."""
        self.tried += 1
        found = self.setting.beside(ruleset, self.setting.other, leaves)
        why: str | None = None
        for leaf in leaves:
            if found.relation(leaf, 0, 1) in KEPT[self.goal]:
                continue
            for exempt, order in ((True, (1, 0)), (False, (0, 1))):
                shown = found.someone(leaf, *order)
                if shown is not None and self.goal != ("at-most" if exempt else "at-least"):
                    return Someone(leaf, shown, exempt)
            why = f"{leaf} is not settled"
        for leaf in leaves if why is None and self.goal != "equal" else ():
            for exempt, exempting, others in self._kept(ruleset):
                between = self._between(leaf, exempting, others)
                if isinstance(between, Dossier):
                    return Someone(leaf, between, exempt)
                why = why or between
        return why

    def _kept(self, ruleset: Ruleset) -> Iterator[tuple[bool, list[Ruleset], list[Ruleset]]]:
        """Who should keep what they have: whom one exempts and another does not, and whether they should be exempt."""
        base, other = self.setting.base, self.setting.other
        if self.goal == "at-least":
            yield True, [base], [ruleset]
            yield False, [ruleset], [base, other]
        else:
            yield True, [base, other], [ruleset]

    def _between(self, leaf: Leaf, exempting: list[Ruleset], others: list[Ruleset]) -> Dossier | str | None:
        setting = self.setting
        return someone_between(
            exempting,
            others,
            setting.framework,
            setting.on,
            leaf,
            cohort=setting.cohort,
            shared=setting.shared,
            lore=setting.lore,
            time_limit=setting.time_limit,
        )
