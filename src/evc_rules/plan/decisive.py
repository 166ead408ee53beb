"""What decides when a path ends: how much work there is, or what must come after what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import accumulate

from ..model.base import Frozen, Id
from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme
from ..model.quantities import Credits
from .bounds import chain, earliest
from .clashes import certain, names
from .path import Path
from .remains import remaining
from .wishes import NO_WISHES, Wishes


class Decisive(Frozen):
    """What decides when a path ends.

    Attributes:
        work: Whether the load alone asks for so many periods.
        order: Whether order and offer alone ask for so many periods.
        chain: The units that follow on one another and hold up the last one the longest, in that order.
    """

    work: bool
    order: bool
    chain: tuple[Id, ...]


def decisive(  # noqa: PLR0917 - all that the path depends on
    path: Path,
    programme: Programme,
    framework: Framework,
    awarded: Collection[str],
    exempt_leaves: Collection[Leaf],
    loads: Mapping[str, Credits] | None = None,
    wishes: Wishes = NO_WISHES,
) -> Decisive | None:
    """What decides when a path ends; None where there is no path, or nothing in it.

    When neither work nor order asks for so many periods by itself, they do together, or a condition such as the
    minimum load does.

    Args:
        path: The path.
        programme: The programme that it is planned for.
        framework: The framework that it is written over.
        awarded: The units that need not be followed any more.
        exempt_leaves: The leaves that are reached.
        loads: The load [EC] of units that ask less than their credits.
        wishes: What was asked of the path.
    """
    if path.finish is None or not path.periods:
        return None
    problem = remaining(
        programme, framework, path.variant, awarded, exempt_leaves, path.start, loads, wishes, bsa_counts=None
    )
    if not problem.units or certain(problem):
        return None
    taken = {name for period in path.periods for name in period.units}
    left_out = {number for number, unit in enumerate(problem.units) if unit.id not in taken}
    first = earliest(problem, left_out)
    by_order = max(first[n] + problem.length[n] for n in range(len(first)) if n not in left_out)
    work = sum(problem.loads[n] for n in range(len(first)) if n not in left_out)
    by_work = next((n for n, room in enumerate(accumulate(problem.room, initial=0)) if room >= work), None)
    count = len(path.periods)
    links = chain(problem, left_out)
    return Decisive(work=by_work == count, order=by_order == count, chain=names(problem, links))
