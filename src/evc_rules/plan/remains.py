"""States what is left of a programme as a problem."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import Final

from ..errors import Finding, InvalidInputError
from ..model.outcomes import Framework, Leaf
from ..model.programme import Programme, Unit, Variant
from ..model.quantities import Age, Credits, total
from .choosing import Choice
from .problem import Problem, Threshold
from .wishes import NO_WISHES, Wishes

_MONTHS_PER_YEAR: Final = 12
_CENTS: Final = Decimal(100)


def remaining(  # noqa: PLR0917 - all that the path depends on
    programme: Programme,
    framework: Framework,
    variant: str,
    awarded: Collection[str],
    exempt_leaves: Collection[Leaf],
    start: date,
    loads: Mapping[str, Credits] | None = None,
    wishes: Wishes = NO_WISHES,
    *,
    bsa_counts: bool | None = None,
) -> Problem:
    """State what is left of a programme as a problem.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002), or a unit cannot be
            completed by assessment only (EVC-P010), or the study begins after the path (EVC-C001), or the cost is
            a goal and is not known (EVC-P013).
    """
    loads = loads or {}
    terms = terms_of(programme, variant, (*awarded, *loads, *wishes.done, *wishes.assessed))
    refuse_assessed(programme, wishes)
    refuse_begun(start, wishes)
    refuse_unpriced(programme, variant, wishes)
    over = {*awarded, *wishes.done}
    belong = programme.units_of(variant)
    units = tuple(unit for unit in belong if unit.id not in over)
    done = tuple(unit for unit in programme.units if unit.id in over)
    reached = set(exempt_leaves).union(*(framework.select(unit.outcomes) for unit in done))
    credits_ = tuple(loads_of(unit, loads.get(unit.id), wishes) for unit in units)
    bounds = {
        **{period.id: terms.most(period.id) for period in programme.periods},
        **{f"pace {number}": pace.most for number, pace in enumerate(wishes.pace)},
    }
    least = [terms.least(period.id) for period in programme.periods]
    amounts = [*bounds.values(), *least, *(part for parts in credits_ for part in parts)]
    whole = steps(amounts)
    numbers = iter(whole)
    rooms = {name: next(numbers) for name in bounds}
    floors = {period.id: next(numbers) for period in programme.periods}
    parts = [tuple(next(numbers) for _ in each) for each in credits_]
    step = gcd(*(part for each in parts for part in each)) or 1
    worth = steps([unit.ec for unit in belong])
    by_worth = {unit.id: each for unit, each in zip(belong, worth, strict=True)}
    scale = _step(worth, [unit.ec for unit in belong])
    place = {unit.id: number for number, unit in enumerate(units)}
    electives = {name for one in programme.electives_of(variant) for name in one.units}
    after, named = _order(framework, units, reached)
    limits = _limits(programme, start, terms.years_max, wishes)
    return Problem(
        programme=programme,
        variant=terms,
        start=start,
        wishes=wishes,
        units=units,
        credits=credits_,
        parts=tuple(tuple(part // step for part in each) for each in parts),
        worth=tuple(by_worth[unit.id] for unit in units),
        price=tuple(cost_of(terms, unit, wishes) or 0 for unit in units),
        # Sums of loads are whole steps, so a bound between two steps is as good as the step inside it.
        rooms={name: room // step for name, room in rooms.items()},
        floors={name: -(-floor // step) for name, floor in floors.items()},
        after=tuple(ahead | _phase(unit, units, electives) for unit, ahead in zip(units, after, strict=True)),
        beside=tuple(frozenset(place[name] for name in unit.alongside if name in place) for unit in units),
        named=named | {(place[unit.id], place[name]) for unit in units for name in unit.alongside if name in place},
        entries=tuple(_entry(unit, units, done, belong, scale) for unit in units),
        bsa=_bsa(programme, terms, units, done, start, wishes, scale, counts=bool(bsa_counts)),
        choices=tuple(_choices(programme, variant, units, done, scale)),
        legal=limits[0],
        wish=limits[1],
        load_step=step * _step(whole, amounts),
        worth_step=scale,
    )


def terms_of(programme: Programme, variant: str, named: Collection[str] = ()) -> Variant:
    """The terms of a variant, once it and the units that were named are known to exist.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002).
    """
    findings = []
    if variant not in programme.variant:
        names = ", ".join(programme.variant)
        findings.append(Finding("EVC-P006", f"{programme.id} has no variant '{variant}'", None, f"use {names}"))
    unknown = set(named) - set(programme.unit)
    findings += [Finding("EVC-P002", f"{programme.id} has no unit '{name}'") for name in sorted(unknown)]
    if findings:
        raise InvalidInputError(tuple(findings))
    return programme.variant[variant]


def refuse_assessed(programme: Programme, wishes: Wishes) -> None:
    """Refuse units that are to be completed by assessment only and cannot be.

    Raises:
        InvalidInputError: EVC-P010.
    """
    able = [unit.id for unit in programme.units if unit.assessment]
    help_ = f"these can: {', '.join(able)}" if able else "the programme says of no unit how"
    wrong = [name for name in wishes.assessed if name not in able]
    if wrong:
        raise InvalidInputError(
            tuple(Finding("EVC-P010", f"'{name}' has no assessment by itself", None, help_) for name in wrong)
        )


def refuse_unpriced(programme: Programme, variant: str, wishes: Wishes) -> None:
    """Refuse the cost as a goal where it is not known.

    Raises:
        InvalidInputError: EVC-P013.
    """
    if wishes.unpriced(programme, variant):
        message = f"'{programme.id}' does not say what its variant '{variant}' costs: the cost can be no goal"
        raise InvalidInputError((Finding("EVC-P013", message, None, "leave it out, or write its fees"),))


def refuse_begun(start: date, wishes: Wishes) -> None:
    """Refuse a study that begins after the path: the maximum duration and the BSA would not count.

    Raises:
        InvalidInputError: EVC-C001.
    """
    if wishes.begun is not None and wishes.begun > start:
        message = f"the study begins on {wishes.begun}, after {start}, the day from which the path counts"
        raise InvalidInputError((Finding("EVC-C001", message, None, "choose the day on which the study began"),))


def steps(amounts: Sequence[Credits]) -> tuple[int, ...]:
    """Credits as whole numbers on one common scale: exact, whatever the decimals."""
    ratios = [amount.value.as_integer_ratio() for amount in amounts]
    scale = lcm(*(denominator for _, denominator in ratios))
    return tuple(numerator * (scale // denominator) for numerator, denominator in ratios)


def _step(numbers: Sequence[int], amounts: Sequence[Credits]) -> Fraction:
    """What one step is [EC]."""
    both = zip(numbers, amounts, strict=True)
    return next((Fraction(amount.value) / number for number, amount in both if number), Fraction(1))


def _in_steps(ec: Credits, step: Fraction) -> int:
    """Credits that are needed, in steps of worth: no sum of units lies between a step and the next."""
    return ceil(Fraction(ec.value) / step)


def loads_of(unit: Unit, load: Credits | None, wishes: Wishes) -> tuple[Credits, ...]:
    """The load of each period of a unit [EC], when it asks a load as a whole that is not its credits."""
    if unit.id in wishes.assessed and unit.assessment:
        return (load if load is not None and load < unit.assessment.load else unit.assessment.load,)
    return unit.loads(load)


def cost_of(terms: Variant, unit: Unit, wishes: Wishes) -> int | None:
    """What a unit costs [cent], or None where the programme does not say."""
    fee = terms.fee(unit, by_assessment=unit.id in wishes.assessed)
    return None if fee is None else int(fee.value * _CENTS)


Order = tuple[tuple[frozenset[int], ...], frozenset[tuple[int, int]]]


def _order(framework: Framework, units: Sequence[Unit], reached: Collection[Leaf]) -> Order:
    """For each unit the units that it comes after, and the pairs of which the one names the other."""
    place = {unit.id: number for number, unit in enumerate(units)}
    leaves = [framework.select(unit.outcomes) for unit in units]
    providers: dict[Leaf, set[int]] = {}
    for number, provided in enumerate(leaves):
        for leaf in provided:
            providers.setdefault(leaf, set()).add(number)
    order, named = [], set()
    for number, unit in enumerate(units):
        first = {place[name] for name in unit.requires if name in place}
        named |= {(number, other) for other in first}
        for leaf in leaves[number]:
            for needed in _needed(framework, leaf, providers, reached):
                first |= providers[needed]
        order.append(frozenset(first - {number}))
    return tuple(order), frozenset(named)


def _needed(framework: Framework, leaf: Leaf, provided: Collection[Leaf], reached: Collection[Leaf]) -> Iterator[Leaf]:
    """The nearest leaves before this one that some unit provides.

    What is reached needs nothing more; what no unit provides passes on what it needs itself.
    """
    seen = {leaf}
    ahead = [leaf]
    while ahead:
        for earlier in framework.prerequisites.predecessors(ahead.pop()):
            if earlier in seen or earlier in reached:
                continue
            seen.add(earlier)
            if earlier in provided:
                yield earlier
            else:
                ahead.append(earlier)


def _phase(unit: Unit, units: Sequence[Unit], electives: Collection[str]) -> frozenset[int]:
    """The units that come before one that asks for the whole of a phase."""
    if unit.entry is None or unit.entry.ec is not None:
        return frozenset()
    return frozenset(
        number
        for number, other in enumerate(units)
        if other is not unit and other.id not in electives and (not unit.entry.phase or other.phase == unit.entry.phase)
    )


def _entry(
    unit: Unit, units: Sequence[Unit], done: Sequence[Unit], belong: Sequence[Unit], scale: Fraction
) -> Threshold | None:
    if unit.entry is None or unit.entry.ec is None:
        return None
    phase = unit.entry.phase
    there = total(other.ec for other in done if other in belong and (not phase or other.phase == phase))
    among = frozenset(
        number for number, other in enumerate(units) if other is not unit and (not phase or other.phase == phase)
    )
    need = _in_steps(unit.entry.ec, scale) - _in_steps(there, scale)
    return Threshold(need, among) if need > 0 else None


def _bsa(  # noqa: PLR0917 - all that it depends on
    programme: Programme,
    terms: Variant,
    units: Sequence[Unit],
    done: Sequence[Unit],
    start: date,
    wishes: Wishes,
    scale: Fraction,
    *,
    counts: bool,
) -> Threshold | None:
    """What is still to be achieved for the BSA: never more than is left."""
    if terms.bsa is None:
        return None
    until = Age(terms.bsa.years * _MONTHS_PER_YEAR).after(wishes.begun or start)
    phase = terms.bsa.phase
    belong = programme.units_of(terms.id)
    counted = [unit for unit in done if unit in belong and (counts or unit.id in wishes.done)]
    there = total(unit.ec for unit in counted if not phase or unit.phase == phase)
    among = frozenset(number for number, unit in enumerate(units) if not phase or unit.phase == phase)
    optional = {name for one in programme.electives_of(terms.id) for name in one.units}
    left = _in_steps(total(units[number].ec for number in sorted(among) if units[number].id not in optional), scale)
    # What is still to be chosen can be of any phase, so that it counts where the phase does not matter.
    left += 0 if phase else sum(choice.need for choice in _choices(programme, terms.id, units, done, scale))
    need = min(_in_steps(terms.bsa.ec, scale) - _in_steps(there, scale), left)
    possible = programme.slots(start, (terms.bsa.years + 1) * len(programme.periods))
    by = sum(slot.end <= until for slot in possible)
    asked = Threshold(need, among, by, _in_steps(there, scale), awarded=counts, whole=not phase)
    return asked if need > 0 and until > start else None


def _choices(
    programme: Programme, variant: str, units: Sequence[Unit], done: Sequence[Unit], scale: Fraction
) -> Iterator[Choice]:
    for one in programme.electives_of(variant):
        there = total(unit.ec for unit in done if unit.id in one.units)
        among = frozenset(number for number, unit in enumerate(units) if unit.id in one.units)
        yield Choice(one.id, max(_in_steps(one.choose, scale) - _in_steps(there, scale), 0), among)


def _limits(programme: Programme, start: date, years: int | None, wishes: Wishes) -> tuple[int | None, int | None]:
    """How many periods fit in the maximum duration, and before the wish to finish."""
    legal = Age(years * _MONTHS_PER_YEAR).after(wishes.begun or start) if years is not None else None
    return _until(programme, start, legal), _until(programme, start, wishes.over_by)


def _until(programme: Programme, start: date, until: date | None) -> int | None:
    if until is None:
        return None
    possible = programme.slots(start, (max(until.year - start.year, 0) + 1) * len(programme.periods))
    return sum(slot.end <= until for slot in possible)
