"""Few cases that notice many slips: of all who were found, as few as notice everything that one of them shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.outcomes import Leaf
from ..results.status import Statuses
from .crediting import Worth
from .mutants import Mutant
from .saying import Person, Saying


@dataclass(eq=False)
class Candidate:
    """Somebody of whom some mutants say something else than the ruleset.

    Attributes:
        person: The dossier, and the decision date.
        says: What the ruleset says of each leaf.
        first: The mutant for which somebody was looked for.
        leaf: The leaf that showed it, if one did.
        worth: What the ruleset says that they are worth, where that showed it.
        shows: By the place of each mutant that they show: the leaves of which it says something else; none when it is
            their worth.
    """

    person: Person
    says: Mapping[Leaf, Statuses]
    first: Mutant
    leaf: Leaf | None = None
    worth: Worth | None = None
    shows: dict[int, frozenset[Leaf]] = field(default_factory=dict)

    def tells(self, place: int, mutant: Mutant, by: Saying) -> bool:
        """Whether they show a mutant; only leaves of which the ruleset is sure count."""
        said = by.of(self.person)
        found = frozenset(leaf for leaf in mutant.leaves if len(self.says[leaf]) == 1 and said[leaf] != self.says[leaf])
        if found:
            self.shows[place] = found
        return bool(found)

    @property
    def size(self) -> int:
        """How much there is to read of them."""
        dossier = self.person.dossier
        things = (*dossier.evidence, *dossier.verdicts)
        return len(dossier.judgements) + len(dossier.applicant.known) + sum(1 + len(one.known) for one in things)


@dataclass(frozen=True)
class Chosen:
    """Somebody who becomes a case.

    Attributes:
        candidate: Who.
        leaves: The leaves of which something is expected.
        worth: What is expected of what their exemptions are worth.
        notices: The places of the mutants that are noticed, each by one chosen case only.
    """

    candidate: Candidate
    leaves: tuple[Leaf, ...]
    worth: Worth | None
    notices: tuple[int, ...]


def chosen(candidates: Iterable[Candidate], order: Iterable[Leaf]) -> Iterator[Chosen]:
    """As few as show every mutant that one of them shows: those who show most first.

    Args:
        candidates: Everybody who was found.
        order: The leaves, in the order in which they are named.
    """
    listed, placed = list(candidates), list(order)
    left = {place for one in listed for place in one.shows}
    taken: list[tuple[Candidate, set[int]]] = []
    while left:
        best = max(listed, key=lambda one: (len(left & one.shows.keys()), -one.size))
        taken.append((best, left & best.shows.keys()))
        left -= best.shows.keys()
    for one, theirs in _needed(taken):
        shown = {place: one.shows[place] for place in theirs}
        leaves = _leaves({place: leaves for place, leaves in shown.items() if leaves}, one.leaf, placed)
        worth = None if all(shown.values()) else one.worth
        yield Chosen(one, tuple(leaf for leaf in placed if leaf in leaves), worth, tuple(sorted(theirs)))


def _needed(taken: list[tuple[Candidate, set[int]]]) -> Iterator[tuple[Candidate, set[int]]]:
    """Those without whom something goes unnoticed: who was taken first can be needless in the end."""
    by = Counter(place for one, _ in taken for place in one.shows)
    kept = []
    for one, _ in taken:
        if all(by[place] > 1 for place in one.shows):
            by.subtract(one.shows.keys())
        else:
            kept.append(one)
    seen: set[int] = set()
    for one in kept:
        theirs = one.shows.keys() - seen
        seen |= theirs
        yield one, theirs


def _leaves(shows: Mapping[int, frozenset[Leaf]], first: Leaf | None, order: Sequence[Leaf]) -> set[Leaf]:
    """As few leaves as are enough to notice each of some mutants; of equal ones the one that was looked at first."""
    left, found = dict(shows), set[Leaf]()
    while left:
        counts = Counter(leaf for leaves in left.values() for leaf in leaves)
        most = max(counts.values())
        best = next(leaf for leaf in (first, *order) if leaf is not None and counts[leaf] == most)
        found.add(best)
        left = {place: leaves for place, leaves in left.items() if best not in leaves}
    return found
