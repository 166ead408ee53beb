"""Checks a path or an award against what was asked, without a solver and without any of the planner's code.

Nothing here says whether an answer is the best one; it says whether it is an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit
from ..model.programme import Programme, Unit
from ..model.quantities import Age, Credits, total
from .path import Path

if TYPE_CHECKING:
    from .award import Award


def path_violations(  # noqa: PLR0917 - what plan_path was asked, and its answer
    programme: Programme,
    framework: Framework,
    variant: str,
    awarded: Collection[str],
    exempt_leaves: Collection[Leaf],
    start: date,
    path: Path,
    loads: Mapping[str, Credits] | None = None,
) -> list[str]:
    """Every constraint that a path breaks, a sentence each; nothing when it keeps them all.

    A path without a finish has nothing to check but that it places nothing.

    Args:
        programme: The programme.
        framework: The framework that it is written over.
        variant: The variant that is followed.
        awarded: The units that need not be followed any more.
        exempt_leaves: The leaves that are reached.
        start: The day from which periods count.
        path: The path to check.
        loads: The load [EC] of units that ask less than their credits.
    """
    if path.finish is None:
        return ["the path has no finish, and yet it has periods"] if path.periods else []
    left = [unit for unit in programme.units_of(variant) if unit.id not in awarded]
    done = [unit for unit in programme.units if unit.id in awarded]
    reached = set(exempt_leaves).union(*(framework.select(unit.outcomes) for unit in done))
    return [
        *_calendar(programme, start, path),
        *_each_once(left, path),
        *_offered(programme, path),
        *_in_order(framework, left, reached, path),
        *_loads(programme, variant, path, {unit.id: unit.ec for unit in left} | dict(loads or {})),
        *_duration(programme, variant, start, path),
    ]


def _calendar(programme: Programme, start: date, path: Path) -> Iterator[str]:
    slots = [period.slot for period in path.periods]
    if slots != list(programme.slots(start, len(slots))):
        yield f"the periods are not those that follow {start}"
    if path.start != start:
        yield f"the path starts on {path.start}, not on {start}"
    if path.finish != (slots[-1].end if slots else start):
        yield f"the path says that it finishes on {path.finish}, but its last period does not"
    if path.periods and not path.periods[-1].units:
        yield "the last period is empty"
    if path.bound is None or path.finish is None or path.bound > path.finish:
        yield f"the path finishes on {path.finish}, before its own bound {path.bound}"


def _each_once(left: Sequence[Unit], path: Path) -> Iterator[str]:
    times = Counter(unit for period in path.periods for unit in period.units)
    wanted = {unit.id for unit in left}
    yield from (f"'{unit}' is placed {times[unit]} times" for unit in sorted(wanted) if times[unit] != 1)
    yield from (f"'{unit}' is placed and is not left to follow" for unit in sorted(set(times) - wanted))


def _offered(programme: Programme, path: Path) -> Iterator[str]:
    offered = {unit.id: unit.offered for unit in programme.units}
    for period in path.periods:
        for unit in period.units:
            if period.slot.period not in offered.get(unit, ()):
                yield f"'{unit}' is placed in {period.slot.period}, and does not begin then"


def _in_order(framework: Framework, left: Sequence[Unit], reached: Collection[Leaf], path: Path) -> Iterator[str]:
    when = {unit: number for number, period in enumerate(path.periods) for unit in period.units}
    leaves = {unit.id: set(framework.select(unit.outcomes)) for unit in left}
    provided = set().union(*leaves.values())
    pairs = {(first, unit.id) for unit in left for first in unit.requires if first in leaves}
    for first, offers in leaves.items():
        ahead = _first_that_need(framework, offers - set(reached), provided, reached)
        pairs |= {(first, unit) for unit, own in leaves.items() if own & ahead}
    for first, unit in sorted(pairs):
        if first != unit and when.get(first, -1) >= when.get(unit, len(when)):
            yield f"'{unit}' must come after '{first}'"


def _first_that_need(
    framework: Framework, leaves: Collection[Leaf], provided: Collection[Leaf], reached: Collection[Leaf]
) -> set[Leaf]:
    """The provided leaves that need one of these, at once or through leaves that no unit provides."""
    needing: set[Leaf] = set()
    for leaf in leaves:
        later = set(framework.prerequisites.successors(leaf))
        needing |= later & set(provided)
        between = later - set(provided) - set(reached)
        if between:
            needing |= _first_that_need(framework, between, provided, reached)
    return needing


def _loads(programme: Programme, variant: str, path: Path, loads: Mapping[str, Credits]) -> Iterator[str]:
    terms = programme.variant[variant]
    for number, period in enumerate(path.periods, start=1):
        load = total(loads[unit] for unit in period.units if unit in loads)
        if load != period.load:
            yield f"period {number} says {period.load}, and its units ask {load}"
        if load > terms.load_max:
            yield f"period {number} has {load}, more than {terms.load_max}"
        if load < terms.load_min and number < len(path.periods):
            yield f"period {number} has {load}, less than {terms.load_min}"


def _duration(programme: Programme, variant: str, start: date, path: Path) -> Iterator[str]:
    years = programme.variant[variant].years_max
    if years is not None and path.finish is not None and path.finish > Age(12 * years).after(start):
        yield f"the path finishes on {path.finish}, more than {years} years after {start}"


def award_violations(
    programme: Programme,
    framework: Framework,
    variant: str,
    exempt: Collection[str],
    limits: Sequence[Limit],
    award: Award,
) -> list[str]:
    """Everything that is wrong with an award, a sentence each; nothing when it keeps every limit and adds up.

    Args:
        programme: The programme.
        framework: The framework that it is written over.
        variant: The variant that is followed.
        exempt: The units that are exempt.
        limits: The limits of the ruleset.
        award: The award to check.
    """
    units = {unit.id: unit for unit in programme.units_of(variant)}
    possible = [unit for unit in units if unit in exempt]
    found = [f"'{unit}' is awarded and not exempt" for unit in award.awarded if unit not in possible]
    if list(award.awarded) != [unit for unit in units if unit in award.awarded]:
        found.append("the awarded units are not in programme order, each once")
    if award.credits != total(units[unit].ec for unit in award.awarded if unit in units):
        found.append(f"the award says {award.credits}, and its units are worth something else")
    for limit in limits:
        under = _under(framework, units, limit)
        if total(under[unit] for unit in award.awarded if unit in under) > limit.at_most:
            found.append(f"more is awarded than {limit.at_most}")
    if {stop.unit for stop in award.stopped} != set(possible) - set(award.awarded):
        found.append("what is stopped is not what is exempt and not awarded")
    for stop in award.stopped:
        stopping = tuple(
            limit
            for limit in limits
            if stop.unit in (under := _under(framework, units, limit))
            and total(under[unit] for unit in {*award.awarded, stop.unit} if unit in under) > limit.at_most
        )
        if not stopping or stop.limits != stopping:
            found.append(f"'{stop.unit}' is not stopped by the limits that are said to stop it")
    return found


def _under(framework: Framework, units: Mapping[str, Unit], limit: Limit) -> dict[str, Credits]:
    among = set(framework.select(limit.among))
    return {
        unit.id: unit.ec
        for unit in units.values()
        if not limit.among or any(leaf in among for leaf in framework.select(unit.outcomes))
    }
