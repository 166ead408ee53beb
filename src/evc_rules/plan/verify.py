"""Checks a path or an award against what was asked, without a solver and without any of the planner's code.

Nothing here says whether an answer is the best one; it says whether it is an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit
from ..model.programme import Elective, Programme, Slot, Unit, Variant
from ..model.quantities import NO_CREDITS, Age, Credits, total
from .path import Path
from .wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from .award import Award


def path_violations(  # noqa: PLR0913, PLR0917 - what plan_path was asked, and its answer
    programme: Programme,
    framework: Framework,
    variant: str,
    awarded: Collection[str],
    exempt_leaves: Collection[Leaf],
    start: date,
    path: Path,
    loads: Mapping[str, Credits] | None = None,
    *,
    wishes: Wishes = NO_WISHES,
    bsa_counts: bool | None = None,
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
        wishes: What the applicant asked.
        bsa_counts: Whether what was awarded counts toward the BSA.
    """
    if path.finish is None:
        return ["the path has no finish, and yet it has periods"] if path.periods else []
    one = _Checked(
        programme, framework, programme.variant[variant], frozenset(awarded), frozenset(exempt_leaves), start, path,
        dict(loads or {}), wishes, bool(bsa_counts),
    )  # fmt: skip
    return [
        *_calendar(one),
        *_each_once(one),
        *_chosen(one),
        *_offered(one),
        *_in_order(one),
        *_achieved_first(one),
        *_loads(one),
        *_duration(one),
        *_objectives(one),
    ]


@dataclass(frozen=True)
class _Checked:
    """A path, and all that it is held against."""

    programme: Programme
    framework: Framework
    terms: Variant
    awarded: frozenset[str]
    exempt: frozenset[Leaf]
    start: date
    path: Path
    lighter: Mapping[str, Credits]
    wishes: Wishes
    bsa_counts: bool

    @cached_property
    def slots(self) -> list[Slot]:
        return [period.slot for period in self.path.periods]

    @cached_property
    def over(self) -> frozenset[str]:
        return self.awarded | set(self.wishes.done)

    @cached_property
    def left(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.programme.units_of(self.terms.id) if unit.id not in self.over}

    @cached_property
    def electives(self) -> frozenset[str]:
        return frozenset(name for one in self.programme.electives_of(self.terms.id) for name in one.units)

    def to_choose(self, elective: Elective) -> Credits:
        """What is still to be chosen."""
        there = total(self.programme.unit[name].ec for name in elective.units if name in self.over)
        return elective.choose - min(there, elective.choose)

    @cached_property
    def begin(self) -> dict[str, int]:
        """The number of the period in which each unit begins."""
        return {unit: number for number, period in enumerate(self.path.periods) for unit in period.units}

    def end(self, unit: str) -> int:
        """The number of the period after the last one of a unit."""
        return self.begin[unit] + len(self.parts(unit))

    def parts(self, unit: str) -> tuple[Credits, ...]:
        """What a unit asks in each of its periods."""
        one = self.programme.unit[unit]
        if unit in self.wishes.assessed and one.assessment:
            return (min(self.lighter.get(unit, one.assessment.load), one.assessment.load),)
        return one.loads(self.lighter.get(unit))


def _calendar(one: _Checked) -> Iterator[str]:
    path, slots, start = one.path, one.slots, one.start
    if slots != list(one.programme.slots(start, len(slots))):
        yield f"the periods are not those that follow {start}"
    if path.start != start:
        yield f"the path starts on {path.start}, not on {start}"
    if path.finish != (slots[-1].end if slots else start):
        yield f"the path says that it finishes on {path.finish}, but its last period does not"
    if path.periods and not path.periods[-1].units and not path.periods[-1].running:
        yield "the last period is empty"
    if path.bound is None or path.finish is None or path.bound > path.finish:
        yield f"the path finishes on {path.finish}, before its own bound {path.bound}"


def _each_once(one: _Checked) -> Iterator[str]:
    times = Counter(unit for period in one.path.periods for unit in period.units)
    for unit in sorted(one.left):
        if times[unit] != 1 and (times[unit] or unit not in one.electives):
            yield f"'{unit}' is placed {times[unit]} times"
    yield from (f"'{unit}' is placed and is not left to follow" for unit in sorted(set(times) - set(one.left)))
    known = [unit for unit in one.begin if unit in one.programme.unit]
    for number, period in enumerate(one.path.periods):
        running = {unit for unit in known if one.begin[unit] < number < one.end(unit)}
        for unit in sorted(running ^ set(period.running)):
            yield f"period {number + 1} is wrong about '{unit}', which began before it"
    for unit in known:
        if one.end(unit) > len(one.path.periods):
            yield f"'{unit}' does not end within the path"
    assessed = {unit for unit in one.begin if unit in one.wishes.assessed}
    if assessed != set(one.path.assessed):
        yield "what is completed by assessment only is not what was asked"


def _chosen(one: _Checked) -> Iterator[str]:
    there = {name for name in one.electives if name in one.begin or name in one.over}
    yield from (
        f"{_worth(one, elective, there)} is chosen in '{elective.id}', less than {elective.choose}"
        for elective in one.programme.electives_of(one.terms.id)
        if _worth(one, elective, there) < elective.choose
    )
    # What can be missed, with all that only it asks for: the path would be one of fewer units without.
    for name in sorted(there & one.begin.keys()):
        gone = {name}
        asking = {name}
        while asking:
            asking = {other for other in one.begin.keys() - gone if _asks(one, other) & gone}
            gone |= asking
        chosen = one.programme.electives_of(one.terms.id)
        if gone <= one.electives and all(_worth(one, each, there - gone) >= each.choose for each in chosen):
            yield f"'{name}' could be missed"


def _worth(one: _Checked, elective: Elective, there: Collection[str]) -> Credits:
    return total(one.programme.unit[name].ec for name in elective.units if name in there)


def _asks(one: _Checked, unit: str) -> set[str]:
    """The units that one asks for by name."""
    own = one.left.get(unit)
    return {*own.requires, *own.alongside} if own else set()


def _offered(one: _Checked) -> Iterator[str]:
    for number, period in enumerate(one.path.periods):
        for name in period.units:
            unit = one.programme.unit.get(name)
            if unit is None:
                continue
            by_assessment = unit.assessment if name in one.wishes.assessed else None
            offered = by_assessment.offered if by_assessment else unit.begins_in(period.slot.study_year)
            if period.slot.period not in offered:
                yield f"'{name}' is placed in {period.slot.period}, and does not begin then"
            years = {slot.study_year for slot in one.slots[number : one.end(name)]}
            if unit.within_year and len(years) > 1:
                yield f"'{name}' does not lie within one study year"


def _in_order(one: _Checked) -> Iterator[str]:
    done = [unit for unit in one.programme.units if unit.id in one.over]
    reached = set(one.exempt).union(*(one.framework.select(unit.outcomes) for unit in done))
    leaves = {name: set(one.framework.select(unit.outcomes)) for name, unit in one.left.items()}
    provided = set().union(*leaves.values())
    named = {(first, name) for name, unit in one.left.items() for first in unit.requires if first in leaves}
    pairs = set(named)
    for first, offers in leaves.items():
        ahead = _first_that_need(one.framework, offers - reached, provided, reached)
        pairs |= {(first, unit) for unit, own in leaves.items() if own & ahead}
    for first, unit in sorted(pairs):
        if first == unit or unit not in one.begin:
            continue
        if first not in one.begin:
            if first not in one.electives or (first, unit) in named:
                yield f"'{unit}' must come after '{first}'"
        elif one.end(first) > one.begin[unit]:
            yield f"'{unit}' must come after '{first}'"
    for name, own in one.left.items():
        for other in own.alongside:
            if other in one.left and name in one.begin and one.begin.get(other, len(one.slots)) > one.begin[name]:
                yield f"'{name}' must not begin before '{other}'"


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


def _achieved(one: _Checked, before: int, phase: str, counted: Collection[str]) -> Credits:
    """What is achieved before a period, with units that were over before the path."""
    units = one.programme.units_of(one.terms.id)
    return total(
        unit.ec
        for unit in units
        if (not phase or unit.phase == phase)
        and (unit.id in counted or (unit.id in one.begin and one.end(unit.id) <= before))
    )


def _achieved_first(one: _Checked) -> Iterator[str]:
    units = one.programme.units_of(one.terms.id)
    for unit in units:
        if unit.entry is None or unit.id not in one.begin:
            continue
        before, phase = one.begin[unit.id], unit.entry.phase
        if unit.entry.ec is not None:
            if _achieved(one, before, phase, one.over) < unit.entry.ec:
                yield f"'{unit.id}' begins before {unit.entry.ec} is achieved"
            continue
        for other in units:
            of_phase = other is not unit and other.id in one.left and (not phase or other.phase == phase)
            if of_phase and other.id not in one.electives and one.end(other.id) > before:
                yield f"'{unit.id}' begins before '{other.id}' of its entry requirement is over"
    if (bsa := one.terms.bsa) is not None:
        until = Age(12 * bsa.years).after(one.wishes.begun or one.start)
        before = sum(slot.end <= until for slot in one.slots)
        counted = one.over if one.bsa_counts else set(one.wishes.done)
        achieved = _achieved(one, before, bsa.phase, counted)
        fixed = [unit for unit in one.left.values() if unit.id not in one.electives]
        left = total(unit.ec for unit in fixed if not bsa.phase or unit.phase == bsa.phase)
        left += (
            NO_CREDITS if bsa.phase else total(one.to_choose(each) for each in one.programme.electives_of(one.terms.id))
        )
        there = _achieved(one, 0, bsa.phase, counted)
        if until > one.start and achieved < min(bsa.ec, there + left):
            yield f"{achieved} is achieved in time for the BSA, less than {min(bsa.ec, there + left)}"


def _loads(one: _Checked) -> Iterator[str]:
    last = len(one.path.periods)
    for number, period in enumerate(one.path.periods, start=1):
        slot = period.slot
        there = [name for name in (*period.units, *period.running) if name in one.programme.unit]
        load = total(
            one.parts(name)[number - 1 - one.begin[name]]
            for name in there
            if name in one.begin and 0 <= number - 1 - one.begin[name] < len(one.parts(name))
        )
        pace = next((pace.most for pace in one.wishes.pace if slot.start in pace.dates), None)
        most, least = one.terms.most(slot.period), one.terms.least(slot.period)
        away = any(
            (each.start is None or each.start < slot.end) and (each.end is None or slot.start < each.end)
            for each in one.wishes.leave
        )
        if load != period.load:
            yield f"period {number} says {period.load}, and its units ask {load}"
        if load > (most if pace is None else min(most, pace)):
            yield f"period {number} has {load}, more than {most if pace is None else min(most, pace)}"
        if load < least and number < last and not away and pace is None:
            yield f"period {number} has {load}, less than {least}"
        if there and away:
            yield f"period {number} has a day of leave, and units"
        if one.terms.units_max is not None and len(there) > one.terms.units_max:
            yield f"period {number} has {len(there)} units, more than {one.terms.units_max}"


def _duration(one: _Checked) -> Iterator[str]:
    finish, years, wish = one.path.finish, one.terms.years_max, one.wishes.over_by
    begun = one.wishes.begun or one.start
    if years is not None and finish is not None and one.slots and finish > Age(12 * years).after(begun):
        yield f"the path finishes on {finish}, more than {years} years after {begun}"
    if wish is not None and finish is not None and one.slots and finish > wish:
        yield f"the path finishes on {finish}, after {one.wishes.finish_by}"


def _objectives(one: _Checked) -> Iterator[str]:
    """What the path says that it comes to, worked out again."""
    for each in one.path.objectives:
        value = _value(one, each.goal)
        if value is None:
            yield f"the path says {each.value} for '{each.goal}', and the programme does not say what it costs"
        elif each.value != value:
            yield f"the path says {each.value} for '{each.goal}', and it comes to {value}"
        if each.bound > each.value or each.proven != (each.bound == each.value):
            yield f"the bound {each.bound} for '{each.goal}' does not go with {each.value}"


def _value(one: _Checked, goal: str) -> Decimal | None:
    loads = [period.load.value for period in one.path.periods]
    placed = [unit for unit in one.programme.units if unit.id in one.begin]
    match goal:
        case "finish":
            return Decimal(len(loads))
        case "peak":
            return max(loads, default=Decimal(0))
        case "smooth":
            return sum((abs(here - before) for before, here in pairwise(loads)), Decimal(0))
        case "keep":
            was = {each.unit: (each.study_year, each.period) for each in one.wishes.before}
            now = {
                name: (slot.study_year, slot.period) for name, slot in ((n, one.slots[s]) for n, s in one.begin.items())
            }
            return Decimal(sum(name in was and was[name] != now[name] for name in now))
        case "early":
            return sum((unit.ec.value * (one.end(unit.id) - 1) for unit in placed), Decimal(0))
    cost = one.terms.cost(placed, one.wishes.assessed)
    return None if cost is None else cost.value  # what is not known is never zero


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
