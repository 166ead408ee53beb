"""Leaves written the way a regulation says them: a whole by its name, a range of levels, a selector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..model.outcomes import COMPONENTS, Framework, Leaf, Reach, Ref, Selector

_MOST_EXCEPTIONS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to say some leaves, with how long it is to read."""

    said: Reach
    leaves: frozenset[Leaf]
    length: int

    @classmethod
    def of(cls, framework: Framework, said: Reach) -> Choice:
        """A reach as a choice."""
        return cls(said, frozenset(framework.select(said)), _length(said))


def compact(
    framework: Framework,
    choices: Iterable[Choice],
    needed: frozenset[Leaf],
    allowed: frozenset[Leaf],
    *,
    carries: Callable[[Leaf], Iterable[Leaf]],
    upward: bool,
) -> Reach:
    """A short reach that has every leaf that is needed and no leaf that is not allowed.

    Args:
        framework: The framework.
        choices: Ways to say some leaves: wholes, components and levels (see `scopes_of`), and what members wrote.
        needed: The leaves that it must have (or that a leaf it has must carry along).
        allowed: The leaves that may be had, those that are needed among them.
        carries: The leaves that come along with one.
        upward: Whether a leaf carries higher levels along (a bar), rather than lower ones.
    """
    fitting = [fit for one in choices if (fit := _fitted(framework, one, needed, allowed))]
    fitting += _runs(framework, needed, allowed, upward=upward)
    covering = [(one, needed & {each for leaf in one.leaves for each in carries(leaf)}) for one in fitting]
    greedy: list[tuple[Choice, frozenset[Leaf]]] = []
    left = set(needed)
    while left:
        best = max(covering, key=lambda pair: (len(pair[1] & left) / pair[0].length, len(pair[1] & left)))
        left -= best[1]
        greedy.append(best)
    for one in greedy[:]:
        others = [covers for other, covers in greedy if other is not one[0]]
        if needed <= frozenset().union(*others):
            greedy.remove(one)
    ways = [[one for one, _ in greedy], *([one] for one, covers in covering if covers == needed)]
    said = min(ways, key=lambda way: sum(one.length for one in way))
    return _in_order(framework, (each for one in said for each in one.said))


def _fitted(framework: Framework, choice: Choice, needed: frozenset[Leaf], allowed: frozenset[Leaf]) -> Choice | None:
    """The choice, but for a few exceptions where a selector would have too much, or None."""
    wrong = choice.leaves - allowed
    if not wrong:
        return choice
    one = choice.said[0]
    if len(choice.said) > 1 or len({leaf.outcome for leaf in wrong}) > _MOST_EXCEPTIONS:
        return None
    base = Selector(part_of=one.outcome) if isinstance(one, Ref) else one
    if base.except_ or (isinstance(one, Ref) and (one.low or not framework.parts.out_degree(one.outcome))):
        return None
    exceptions = []
    for outcome in dict.fromkeys(leaf.outcome for leaf in framework.leaves if leaf in wrong):
        within = [leaf.level for leaf in wrong if leaf.outcome == outcome]
        kept = any(leaf.outcome == outcome for leaf in needed)
        exceptions.append(Ref(outcome, min(within), max(within)) if kept else Ref(outcome))
    fitted = Choice.of(framework, (base.with_(except_=tuple(exceptions)),))
    return fitted if fitted.leaves <= allowed and fitted.leaves & needed else None


def _runs(framework: Framework, needed: frozenset[Leaf], allowed: frozenset[Leaf], *, upward: bool) -> Iterator[Choice]:
    """Ranges of levels of single outcomes: the longest that are allowed."""
    for outcome in dict.fromkeys(leaf.outcome for leaf in framework.leaves if leaf in needed):
        levels = framework.levels(outcome)
        may = [level for level in levels if Leaf(outcome, level) in allowed]
        runs: list[list[int]] = []
        for level in may:
            if runs and runs[-1][-1] == level - 1:
                runs[-1].append(level)
            else:
                runs.append([level])
        for run in runs:
            wanted = [level for level in run if Leaf(outcome, level) in needed]
            if wanted:
                whole = len(run) == len(levels)
                ends = (min(wanted), run[-1]) if upward else (run[0], max(wanted))
                ref = Ref(outcome) if whole else Ref(outcome, *ends)
                yield Choice.of(framework, (ref,))


def scopes_of(framework: Framework) -> Iterator[Choice]:
    """Wholes, components and everything, at all levels or some."""
    top = max(leaf.level for leaf in framework.leaves)
    wholes = [one.id for one in framework.outcomes if framework.parts.out_degree(one.id)]
    scopes = [Selector(), *(Selector(part_of=one) for one in wholes)]
    scopes += [Selector(component=one) for one in COMPONENTS]
    for scope in scopes:
        seen = set()
        for low in range(1, top + 1):
            for high in (*range(low, top), 0):
                chosen = scope.with_(low=low, high=high)
                leaves = frozenset(framework.select((chosen,)))
                if leaves and leaves not in seen:
                    seen.add(leaves)
                    whole = scope.part_of is not None and low == 1 and not high
                    said: Reach = (Ref(scope.part_of),) if whole and scope.part_of else (chosen,)
                    yield Choice(said, leaves, _length(said))


def _length(reach: Reach) -> int:
    """About how many characters it takes to write."""
    total = 0
    for one in reach:
        if isinstance(one, Ref):
            total += len(str(one)) + 2
        else:
            total += 2 + sum(len(text) + 11 for text in (one.part_of, one.component) if text)
            total += 15 * (one.low > 1 or bool(one.high)) + 11 * (not one.part_of and not one.component)
            total += sum(len(str(ref)) + 2 for ref in one.except_) + 10 * bool(one.except_)
    return total


def _in_order(framework: Framework, said: Iterable[Ref | Selector]) -> Reach:
    place = {leaf: index for index, leaf in enumerate(framework.leaves)}
    return tuple(sorted(dict.fromkeys(said), key=lambda one: min(place[leaf] for leaf in framework.select((one,)))))
