"""What holds up what in a programme: critical path, slack, delay and blocking of units, bottlenecks among outcomes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

import networkx as nx

from ..model.base import Code, Frozen, Id
from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme
from .bounds import by_order, earliest, latest
from .clashes import certain, names
from .problem import Problem
from .remains import remaining

_SOME_DAY: Final = date(2025, 1, 1)


class UnitPlace(Frozen):
    """How a unit stands among the others.

    Attributes:
        unit: The unit.
        blocking: How many units cannot begin before it, at once or further on (blocking factor).
        delay: How many units the longest chain through it has (delay factor).
        slack: How many periods it can be put off without making the whole longer, by order and offer alone; None when
            no plan can be made, or for a unit to choose from, no plan with it is as short.
    """

    unit: Id
    blocking: int
    delay: int
    slack: int | None

    @property
    def complexity(self) -> int:
        """Blocking and delay together (structural complexity)."""
        return self.blocking + self.delay


class Bottleneck(Frozen):
    """An outcome on which others wait.

    Attributes:
        outcome: The outcome, with its level.
        outcomes: How many outcomes of the programme come after it, at once or further on.
        units: The units that provide one of those and nothing before it, in programme order.
    """

    outcome: str
    outcomes: int
    units: tuple[Id, ...]


class Curriculum(Frozen):
    """What holds up what in (what is left of) a variant of a programme.

    Source of delay and blocking factor and structural complexity: Heileman, Abdallah, Slim and Hickman, Curricular
    Analytics (2018).

    Attributes:
        variant: The variant.
        critical: The units of a longest chain of what one cannot do without, as they follow on one another.
        units: Every unit, in programme order.
        bottlenecks: The outcomes on which others wait, those on which most wait first.
    """

    variant: Code
    critical: tuple[Id, ...]
    units: tuple[UnitPlace, ...]
    bottlenecks: tuple[Bottleneck, ...]

    @property
    def delay(self) -> int:
        """The delay factors of all units together."""
        return sum(one.delay for one in self.units)

    @property
    def blocking(self) -> int:
        """The blocking factors of all units together."""
        return sum(one.blocking for one in self.units)

    @property
    def complexity(self) -> int:
        """The structural complexity of the whole."""
        return self.delay + self.blocking


def curriculum(
    programme: Programme,
    framework: Framework,
    variant: str,
    awarded: Collection[str] = (),
    exempt_leaves: Collection[Leaf] = (),
    start: date | None = None,
) -> Curriculum:
    """What holds up what in a variant of a programme, or in what is left of it.

    A unit comes after the units that it requires, those of its entry requirement where that is a whole phase, those
    that it comes alongside, and those that provide what its outcomes require.

    Args:
        programme: The programme.
        framework: The framework that it is written over.
        variant: The variant.
        awarded: The units that need not be followed any more.
        exempt_leaves: The leaves that are reached.
        start: The day from which periods count, for slack; None for the beginning of some study year.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002).
    """
    problem = remaining(programme, framework, variant, awarded, exempt_leaves, start or _opening(programme))
    waits = problem.company.copy()
    # What one can do without holds up only the units that name it.
    waits.remove_edges_from(
        [
            (earlier, unit)
            for earlier, unit in waits.edges
            if earlier in problem.loose and (unit, earlier) not in problem.named
        ]
    )
    knots = nx.condensation(waits)
    knot_of = knots.graph["mapping"]
    order = list(nx.topological_sort(knots))
    ahead: dict[int, int] = {}
    for knot in order:
        ahead[knot] = 1 + max((ahead[other] for other in knots.predecessors(knot)), default=0)
    behind: dict[int, int] = {}
    for knot in reversed(order):
        behind[knot] = 1 + max((behind[other] for other in knots.successors(knot)), default=0)
    slack = _slack(problem)
    units = tuple(
        UnitPlace(
            unit=one.id,
            blocking=len(nx.descendants(waits, number)),
            delay=ahead[knot_of[number]] + behind[knot_of[number]] - 1,
            slack=slack[number],
        )
        for number, one in enumerate(problem.units)
    )
    always = nx.condensation(waits.subgraph(problem.must))
    chain = nx.dag_longest_path(always, weight=None) if problem.must else []
    critical = [unit for knot in chain for unit in sorted(always.nodes[knot]["members"])]
    return Curriculum(
        variant=variant,
        critical=names(problem, critical),
        units=units,
        bottlenecks=_bottlenecks(problem, framework, awarded, exempt_leaves),
    )


def _opening(programme: Programme) -> date:
    """The first day of some study year."""
    slots = programme.slots(_SOME_DAY, len(programme.periods))
    return next((slot.start for slot in slots if slot.period == programme.periods[0].id), _SOME_DAY)


def _slack(problem: Problem) -> list[int | None]:
    if not problem.units or certain(problem):
        return [None] * len(problem.units)
    first = earliest(problem, problem.loose)
    last = latest(problem, by_order(problem, first), problem.loose)
    return [until - slot if until >= slot else None for slot, until in zip(first, last, strict=True)]


def _bottlenecks(
    problem: Problem, framework: Framework, awarded: Collection[str], exempt_leaves: Collection[Leaf]
) -> tuple[Bottleneck, ...]:
    done = [unit for unit in problem.programme.units if unit.id in awarded]
    reached = set(exempt_leaves).union(*(framework.select(unit.outcomes) for unit in done))
    provided = {unit.id: set(framework.select(unit.outcomes)) - reached for unit in problem.units}
    left = set().union(*provided.values())
    open_ = framework.prerequisites.subgraph(leaf for leaf in framework.prerequisites if leaf not in reached)
    found = []
    for leaf in sorted(left):
        after = nx.descendants(open_, leaf) & left if leaf in open_ else set()
        if after:
            waiting = tuple(unit for unit, leaves in provided.items() if leaves & after and leaf not in leaves)
            found.append(Bottleneck(outcome=str(leaf), outcomes=len(after), units=waiting))
    return tuple(sorted(found, key=lambda one: (-one.outcomes, -len(one.units), one.outcome)))
