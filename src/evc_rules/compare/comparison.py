"""A comparison of rulesets, to be read pair by pair and outcome by outcome; witnesses are made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..model.base import Text
from ..model.conditions import Condition
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from .causes import Reasons
from .lore import Lore
from .moving import moved
from .relations import Cause, Causes, LeafRelation, Relation, Witness, related
from .replay import Replay, lighter
from .rows import Rows
from .standing import Standing, ordered
from .terms import TermDifference, differing


@dataclass(frozen=True)
class Pair:
    """How two rulesets relate.

    Attributes:
        first: The one.
        second: The other.
        leaves: How they relate on each leaf.
        terms: How they can make other credits of the same exemptions.
    """

    first: Ruleset
    second: Ruleset
    leaves: dict[Leaf, LeafRelation]
    terms: tuple[TermDifference, ...] = ()

    @cached_property
    def relation(self) -> Relation:
        """How the first relates to the second over all leaves: never "equivalent" while something is not known."""
        return overall({one.relation for one in self.leaves.values()})

    @property
    def differing(self) -> tuple[LeafRelation, ...]:
        """The leaves on which there is someone of whom they say something else."""
        return tuple(one for one in self.leaves.values() if one.witnesses)

    @property
    def undecided(self) -> tuple[LeafRelation, ...]:
        """The leaves of which something is not known."""
        return tuple(one for one in self.leaves.values() if one.why)

    @property
    def same(self) -> bool:
        """Whether they are proven to say the same of everybody, on every leaf and in credits."""
        return not self.terms and all(one.relation is Relation.EQUIVALENT and one.alike for one in self.leaves.values())


class Comparison:
    """A comparison of rulesets.

    Args:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        cohort: The cohort that it is about, or None for every cohort.
        lore: The facts of the world that were assumed.
        found: What was found of each leaf, for every range of cohorts.
        replay: The reference.
        explain: Says which clauses of a ruleset exempt someone whom another one does not.
    """

    def __init__(
        self,
        rulesets: Sequence[Ruleset],
        framework: Framework,
        cohort: int | None,
        lore: Lore,
        found: dict[Leaf, list[Rows]],
        replay: Replay,
        *,
        explain: Callable[[Leaf, int, int], Reasons],
    ) -> None:
        self.rulesets, self.framework, self.on, self.cohort = tuple(rulesets), framework, replay.on, cohort
        self.lore, self._found, self._replay = lore, found, replay
        self._explain = explain
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._lighter: dict[tuple[object, ...], Dossier] = {}

    @property
    def shared(self) -> frozenset[str]:
        """The judgements that one answer settles for all rulesets."""
        return self._replay.shared

    @property
    def facts(self) -> tuple[Text, ...]:
        """What is assumed of every applicant; what is proven is proven of such applicants."""
        return self.lore.statements(self.framework.vocabulary)

    def pair(self, first: int, second: int) -> Pair:
        """How two of the rulesets, by their places, relate."""
        if (first, second) not in self._pairs:
            leaves = {leaf: self.on_leaf(leaf, first, second) for leaf in self.leaves}
            one, other = self.rulesets[first], self.rulesets[second]
            self._pairs[first, second] = Pair(one, other, leaves, self.terms(first, second))
        return self._pairs[first, second]

    def causes(self, leaf: Leaf, first: int, second: int) -> Causes:
        """Which clauses of one ruleset exempt someone whom another does not, each with who shows it."""
        told = self._explain(leaf, first, second)
        found = []
        for one in told.found:
            holding = [(first, one.clauses[0].condition), *((second, bar.condition) for bar in one.against)]
            dossier = self._lightened(leaf, (first, second), one.dossier, holding)
            found.append(Cause(one.clauses, one.against, self._witness(leaf, (first, second), dossier)))
        return Causes(tuple(found), told.undecided)

    def someone(self, leaf: Leaf, first: int, second: int) -> Dossier | None:
        """Someone of whom everything is known, and whom only the first of two rulesets exempts."""
        for rows in self._found[leaf]:
            if (first, second) in rows.shown:
                return moved(rows.shown[first, second], rows.leaf, leaf, self.framework)
        return None

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves that were compared."""
        return tuple(self._found)

    @cached_property
    def together(self) -> tuple[tuple[Leaf, ...], ...]:
        """The leaves in groups that every ruleset treats alike: what is said of one is said of all of its group."""
        groups: dict[tuple[int, ...], list[Leaf]] = {}
        for leaf, rows in self._found.items():
            groups.setdefault(tuple(map(id, rows)), []).append(leaf)
        return tuple(map(tuple, groups.values()))

    def over_all(self, first: int, second: int) -> Relation:
        """How two of the rulesets relate over all leaves, without witnesses."""
        return overall({self.relation(leaf, first, second) for leaf in self.leaves})

    def standing(self, leaves: Iterable[Leaf]) -> Standing:
        """How the rulesets stand to each other in what they exempt, over some leaves together."""
        wanted = set(leaves)
        one_each = [
            next(iter(found)) for group in self.together if (found := [leaf for leaf in group if leaf in wanted])
        ]
        return ordered(
            len(self.rulesets),
            lambda first, second: overall({self.relation(leaf, first, second) for leaf in one_each}),
        )

    @cached_property
    def ranks(self) -> tuple[tuple[int, ...], ...]:
        """The rulesets in groups of equals; a group comes after those that are more generous than it."""
        return self.standing(self.leaves).groups

    def relation(self, leaf: Leaf, first: int, second: int) -> Relation:
        """How two of the rulesets relate on one leaf, without witnesses."""
        return related(within=self._within(leaf, first, second), contains=self._within(leaf, second, first))

    def alike(self, leaf: Leaf, first: int, second: int) -> bool | None:
        """Whether two of the rulesets always say the same of a leaf; None when that is not known."""
        rows = self._found[leaf]
        if any((first, second) in one.told for one in rows):
            return False
        return True if all((first, second) in one.same for one in rows) else None

    def why(self, leaf: Leaf, first: int, second: int) -> tuple[str, ...]:
        """Why something is not known of how two of the rulesets relate on a leaf; nothing when all is."""
        if self.relation(leaf, first, second) is not Relation.UNKNOWN and self.alike(leaf, first, second) is not None:
            return ()
        both = (first, second), (second, first)
        return tuple(dict.fromkeys(one.why[pair] for one in self._found[leaf] for pair in both if pair in one.why))

    def terms(self, first: int, second: int) -> tuple[TermDifference, ...]:
        """How two of the rulesets can make other credits of the same exemptions."""
        return differing(self.rulesets[first], self.rulesets[second], self.framework)

    def same(self, first: int, second: int) -> bool:
        """Whether two of the rulesets are proven to say the same of everybody, on every leaf and in credits."""
        return not self.terms(first, second) and all(self.alike(leaf, first, second) for leaf in self.leaves)

    def _within(self, leaf: Leaf, first: int, second: int) -> bool | None:
        rows = self._found[leaf]
        if any((first, second) in one.shown for one in rows):
            return False
        return True if all((first, second) in one.proven for one in rows) else None

    def on_leaf(self, leaf: Leaf, first: int, second: int) -> LeafRelation:
        """How two of the rulesets relate on one leaf, with witnesses."""
        rows = self._found[leaf]
        relation = self.relation(leaf, first, second)
        told = self._shown(leaf, (first, second), ((one, one.told) for one in rows))
        alike = self.alike(leaf, first, second)
        only_first = self._shown(leaf, (first, second), ((one, one.shown) for one in rows))
        swapped = ((one, {(b, a): dossier for (a, b), dossier in one.shown.items()}) for one in rows)
        only_second = self._shown(leaf, (first, second), swapped)
        return LeafRelation(
            leaf,
            relation,
            alike,
            only_first,
            only_second,
            told if relation in {Relation.EQUIVALENT, Relation.UNKNOWN} else None,
            self.why(leaf, first, second),
        )

    def _shown(
        self,
        leaf: Leaf,
        pair: tuple[int, int],
        found: Iterable[tuple[Rows, dict[tuple[int, int], Dossier]]],
    ) -> Witness | None:
        for rows, dossiers in found:
            if pair in dossiers:
                shown = self._lightened(rows.leaf, pair, dossiers[pair])
                return self._witness(leaf, pair, moved(shown, rows.leaf, leaf, self.framework))
        return None

    def _lightened(
        self, leaf: Leaf, pair: tuple[int, int], dossier: Dossier, holding: Sequence[tuple[int, Condition]] = ()
    ) -> Dossier:
        """A dossier without what makes no difference to what both say, or to conditions that one was lowered to."""
        key = (leaf, *pair, dossier, *holding)
        if key not in self._lighter:
            replay = self._replay

            def told(one: Dossier) -> list[object]:
                statuses = [replay.trace(place, one, leaf).statuses for place in pair]
                return [*statuses, *(replay.holds(place, one, condition, leaf) for place, condition in holding)]

            whole = told(dossier)
            self._lighter[key] = lighter(dossier, lambda less: told(less) == whole)
        return self._lighter[key]

    def _witness(self, leaf: Leaf, pair: tuple[int, int], dossier: Dossier) -> Witness:
        first, second = (self._replay.trace(place, dossier, leaf) for place in pair)
        if first.statuses == second.statuses:
            raise AssertionError(f"{leaf}: a witness does not replay")
        return Witness(leaf, dossier, first, second)


def overall(each: set[Relation]) -> Relation:
    """The relation over all leaves, of those on each."""
    if Relation.INCOMPARABLE in each or each >= {Relation.STRICTER, Relation.MORE_GENEROUS}:
        return Relation.INCOMPARABLE
    if Relation.UNKNOWN in each:
        return Relation.UNKNOWN
    return next(iter(each - {Relation.EQUIVALENT}), Relation.EQUIVALENT)
