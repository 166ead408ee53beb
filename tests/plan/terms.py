"""Small programmes with everything that programmes and applicants can ask, and the best plan by trying all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations, pairwise

from hypothesis import strategies as st

from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.programme import Assessment, Bsa, Elective, Entry, Fees, Offer, PeriodLoad, Programme, Unit
from evc_rules.model.quantities import Cohorts, Dates, Euros, total
from evc_rules.plan import GOALS, Pace, Planned, Wishes

from .making import QUARTERS, START, ec, plain_framework, programme, unit

TERTIALS = QUARTERS[:3]
FEES = Fees(ec=Euros(Decimal("42.5")), assessment=Euros(Decimal(60)))
GOAL_LISTS = [GOALS, ("finish",), ("finish", "cost", "early"), ("finish", "smooth"), ("finish", "keep")]


@dataclass(frozen=True)
class Asked:
    """A programme, and what an applicant asks of it."""

    programme: Programme
    framework: Framework
    awarded: frozenset[str]
    wishes: Wishes
    bsa_counts: bool | None
    start: date

    @property
    def exempt(self) -> set[Leaf]:
        """The leaves of the units that are awarded."""
        return {Leaf(name, 1) for name in self.awarded}


def with_fees(one: Asked) -> Asked:
    """The same where it is known what each unit costs, so that the cost can be a goal."""
    terms = tuple(each.with_(fees=FEES) for each in one.programme.variants)
    return replace(one, programme=one.programme.with_(variants=terms))


def some(draw: st.DrawFn, one_in: int) -> bool:
    """Yes, once in so many times; no when shrunk."""
    return draw(st.integers(0, one_in - 1)) == one_in - 1


@st.composite
def asked(draw: st.DrawFn, most_units: int = 4) -> Asked:
    """A few units, each with some of the terms."""
    periods = TERTIALS[: draw(st.sampled_from([2, 3]))]
    ids = [period.id for period in periods]
    names = [f"u{number}" for number in range(draw(st.integers(1, most_units)))]
    units = [_unit(draw, name, names[:place], ids) for place, name in enumerate(names)]
    electives = _electives(draw, names)
    lists = st.lists(st.sampled_from(names), max_size=1, unique=True)
    awarded = frozenset(draw(lists))
    able = [one.id for one in units if one.assessment]
    wishes = Wishes(
        goals=draw(st.sampled_from(GOAL_LISTS)),
        leave=(_stretch(draw),) if some(draw, 4) else (),
        pace=(Pace(dates=_stretch(draw), most=ec(draw(st.sampled_from(["2.5", "5", "7.5"])))),)
        if some(draw, 4)
        else (),
        assessed=tuple(name for name in able if draw(st.booleans())),
        done=tuple(name for name in draw(lists) if name not in awarded),
        begun=date(2025, 9, 1) if some(draw, 6) else None,
        before=tuple(
            Planned(unit=name, study_year=2026, period=draw(st.sampled_from(ids)))
            for name in names
            if draw(st.booleans())
        ),
        finish_by=draw(st.sampled_from([date(2027, 9, 1), date(2028, 2, 1)])) if some(draw, 5) else None,
    )
    optional = {name for one in electives for name in one.units}
    terms: dict[str, object] = {
        "load_max": ec(draw(st.sampled_from(["5", "7.5", "10"]))),
        "load_min": ec(draw(st.sampled_from(["0", "0", "0", "2.5"]))),
        "load_in": (PeriodLoad(period="P2", most=ec(draw(st.sampled_from(["2.5", "12.5"])))),) if some(draw, 4) else (),
        "units_max": draw(st.sampled_from([1, 2])) if some(draw, 4) else None,
        "years_max": draw(st.sampled_from([None, 1, 2])),
        "bsa": _bsa(draw) if some(draw, 3) else None,
        "fees": FEES if "cost" in wishes.goals or draw(st.booleans()) else None,
    }
    made = programme(*units, periods=periods, **terms).with_(electives=electives)
    fixed = total(one.ec for one in units if one.id not in optional) + total(one.choose for one in electives)
    made = made.with_(variants=(made.variants[0].with_(total=fixed),))
    counts = draw(st.sampled_from([None, False, True]))
    return Asked(
        made, plain_framework(*names), awarded, wishes, counts, draw(st.sampled_from([START, date(2026, 12, 24)]))
    )


def _unit(draw: st.DrawFn, name: str, before: list[str], ids: list[str]) -> Unit:
    periods = draw(st.sampled_from([1, 1, 1, 2, 3]))
    worth = draw(st.sampled_from(["2.5", "5", "5", "7.5"]))
    offers = st.lists(st.sampled_from(ids), min_size=1, max_size=len(ids), unique=True)
    others = st.lists(st.sampled_from(before), max_size=1) if before else st.just([])
    return unit(
        name,
        worth,
        offered=tuple(draw(offers)),
        offered_in=(Offer(years=Cohorts(2027, draw(st.sampled_from([None, 2028]))), periods=tuple(draw(offers))[:1]),)
        if some(draw, 5)
        else (),
        periods=periods,
        spread=(ec("1.25"), ec(Decimal(worth) - Decimal("1.25"))) if periods == 2 and draw(st.booleans()) else (),
        within_year=some(draw, 4),
        requires=tuple(draw(others)) if some(draw, 3) else (),
        alongside=tuple(draw(others)) if some(draw, 3) else (),
        entry=draw(
            st.sampled_from([Entry(ec=ec("2.5")), Entry(ec=ec(5), phase="propedeuse"), Entry(phase="propedeuse")])
        )
        if some(draw, 5)
        else None,
        assessment=Assessment(
            load=ec(1), offered=tuple(draw(offers)), fee=draw(st.sampled_from([None, Euros(Decimal(80))]))
        )
        if some(draw, 3)
        else None,
        phase=draw(st.sampled_from(["", "propedeuse"])),
    )


def _electives(draw: st.DrawFn, names: list[str]) -> tuple[Elective, ...]:
    if len(names) < 2 or not some(draw, 3):
        return ()
    units = tuple(names[-draw(st.sampled_from([2, 2, 3])) :])
    return (Elective(id="profile", choose=ec(draw(st.sampled_from(["2.5", "5"]))), units=units),)


def _stretch(draw: st.DrawFn) -> Dates:
    begin = START + timedelta(days=draw(st.sampled_from([0, 60, 150, 365])))
    return Dates(begin, begin + timedelta(days=draw(st.sampled_from([30, 120]))))


def _bsa(draw: st.DrawFn) -> Bsa:
    return Bsa(
        ec=ec(draw(st.sampled_from(["2.5", "5", "10"]))), years=1, phase=draw(st.sampled_from(["", "propedeuse"]))
    )


Plan = dict[str, int]
"""For each unit that is followed the number of the period in which it begins."""


def best_by_trying(one: Asked, horizon: int) -> tuple[Decimal, ...] | None:
    """What the best plan comes to in each goal, or None when there is none within so many periods."""
    found = [_worth(one, plan) for plan in _plans(one, horizon)]
    return min(found) if found else None


def _plans(one: Asked, horizon: int) -> Iterator[Plan]:
    over = one.awarded | set(one.wishes.done)
    units = {each.id: each for each in one.programme.units if each.id not in over}
    optional = {name for elective in one.programme.electives for name in elective.units if name in units}
    for taken in chain.from_iterable(combinations(sorted(optional), size) for size in range(len(optional) + 1)):
        followed = [name for name in units if name not in optional or name in taken]
        if _choice_is_right(one, over, followed, optional):
            for plan in _placements(one, followed, {}, units, horizon):
                if _is_plan(one, plan, units, over, horizon):
                    yield plan


def _choice_is_right(one: Asked, over: frozenset[str], followed: list[str], optional: set[str]) -> bool:
    """Enough is chosen, with all that is asked for by name, and no smaller choice would be enough."""
    spare = [name for name in followed if name in optional]
    fewer = chain.from_iterable(combinations(spare, size) for size in range(1, len(spare) + 1))
    return _is_enough(one, over, set(followed)) and not any(
        _is_enough(one, over, set(followed).difference(gone)) for gone in fewer
    )


def _is_enough(one: Asked, over: frozenset[str], followed: set[str]) -> bool:
    there = followed | over
    worth = {each.id: each.ec.value for each in one.programme.units}
    asked_for = {
        name for each in one.programme.units if each.id in followed for name in (*each.requires, *each.alongside)
    }
    return asked_for <= there and all(
        sum(worth[name] for name in elective.units if name in there) >= elective.choose.value
        for elective in one.programme.electives
    )


def _placements(one: Asked, todo: list[str], plan: Plan, units: dict[str, Unit], horizon: int) -> Iterator[Plan]:
    if not todo:
        yield dict(plan)
        return
    name, *rest = todo
    slots = one.programme.slots(one.start, horizon)
    for slot in range(horizon - _length(one, units[name]) + 1):
        last = slots[slot + _length(one, units[name]) - 1]
        same = last.study_year == slots[slot].study_year
        if slots[slot].period in _offered(one, units[name], slots[slot].study_year) and (
            same or not units[name].within_year
        ):
            yield from _placements(one, rest, {**plan, name: slot}, units, horizon)


def _assessed(one: Asked, each: Unit) -> bool:
    return each.id in one.wishes.assessed


def _length(one: Asked, each: Unit) -> int:
    return 1 if _assessed(one, each) else each.periods


def _offered(one: Asked, each: Unit, year: int) -> tuple[str, ...]:
    if _assessed(one, each):
        return each.assessment.offered
    for offer in each.offered_in:
        if (offer.years.start is None or offer.years.start <= year) and (
            offer.years.end is None or year < offer.years.end
        ):
            return offer.periods
    return each.offered


def _parts(one: Asked, each: Unit) -> list[Decimal]:
    if _assessed(one, each):
        return [each.assessment.load.value]
    if each.spread:
        return [part.value for part in each.spread]
    upto = [(each.ec.value * n / each.periods).quantize(Decimal("0.01")) for n in range(each.periods)]
    return [after - before for before, after in pairwise([*upto, each.ec.value])]


def _loads(one: Asked, plan: Plan, units: dict[str, Unit], count: int) -> list[Decimal]:
    loads = [Decimal(0)] * count
    for name, slot in plan.items():
        for passed, part in enumerate(_parts(one, units[name])):
            loads[slot + passed] += part
    return loads


def _is_plan(one: Asked, plan: Plan, units: dict[str, Unit], over: frozenset[str], horizon: int) -> bool:
    terms, wishes = one.programme.variants[0], one.wishes
    end = {name: slot + _length(one, units[name]) for name, slot in plan.items()}
    count = max(end.values(), default=0)
    slots = one.programme.slots(one.start, max(horizon, 1))
    for name, slot in plan.items():
        each = units[name]
        for other in each.requires:
            if other in units and end.get(other, horizon + 1) > slot:
                return False
        for other in each.alongside:
            if other in units and plan.get(other, horizon + 1) > slot:
                return False
        if each.entry and not _entered(one, plan, end, units, over, each):
            return False
    running = [[name for name in plan if plan[name] <= slot < end[name]] for slot in range(count)]
    for slot, load in enumerate(_loads(one, plan, units, count)):
        here = slots[slot]
        own = next((each for each in terms.load_in if each.period == here.period), None)
        most = own.most.value if own and own.most is not None else terms.load_max.value
        pace = [each.most.value for each in wishes.pace if _within(here.start, each.dates)]
        away = any(leave.start < here.end and here.start < leave.end for leave in wishes.leave)
        if load > min([most, *pace[:1]]) or (away and running[slot]):
            return False
        if slot < count - 1 and not away and not pace and load < terms.load_min.value:
            return False
        if terms.units_max is not None and len(running[slot]) > terms.units_max:
            return False
    begun = wishes.begun or one.start
    if count and terms.years_max and slots[count - 1].end > begun.replace(year=begun.year + terms.years_max):
        return False
    if count and wishes.finish_by and slots[count - 1].end - timedelta(days=1) > wishes.finish_by:
        return False
    return _advised(one, end, units, slots)


def _within(day: date, dates: Dates) -> bool:
    return dates.start <= day < dates.end


def _entered(one: Asked, plan: Plan, end: Plan, units: dict[str, Unit], over: frozenset[str], each: Unit) -> bool:
    optional = {name for elective in one.programme.electives for name in elective.units}
    group = [
        other
        for other in one.programme.units
        if other.id != each.id and (not each.entry.phase or other.phase == each.entry.phase)
    ]
    done = [other for other in group if other.id in over or end.get(other.id, 99) <= plan[each.id]]
    if each.entry.ec is None:
        return all(other in done for other in group if other.id in units and other.id not in optional)
    return sum((other.ec.value for other in done), Decimal(0)) >= each.entry.ec.value


def _advised(one: Asked, end: Plan, units: dict[str, Unit], slots) -> bool:
    bsa = one.programme.variants[0].bsa
    if bsa is None:
        return True
    begun = one.wishes.begun or one.start
    until = begun.replace(year=begun.year + bsa.years)
    if until <= one.start:
        return True
    group = [each for each in one.programme.units if not bsa.phase or each.phase == bsa.phase]
    before = [each for each in group if each.id in one.wishes.done or (one.bsa_counts and each.id in one.awarded)]
    in_time = [each for each in group if each.id in end and slots[end[each.id] - 1].end <= until]
    there = sum((each.ec.value for each in before), Decimal(0))
    optional = {name for elective in one.programme.electives for name in elective.units}
    left = sum((each.ec.value for each in group if each.id in units and each.id not in optional), Decimal(0))
    for elective in one.programme.electives if not bsa.phase else ():
        over = sum(
            (each.ec.value for each in one.programme.units if each.id in elective.units and each.id not in units),
            Decimal(0),
        )
        left += max(elective.choose.value - over, Decimal(0))
    achieved = there + sum((each.ec.value for each in in_time), Decimal(0))
    return achieved >= min(bsa.ec.value, there + left)


def _worth(one: Asked, plan: Plan) -> tuple[Decimal, ...]:
    units = {each.id: each for each in one.programme.units}
    end = {name: slot + _length(one, units[name]) for name, slot in plan.items()}
    count = max(end.values(), default=0)
    loads = _loads(one, plan, units, count)
    fees = one.programme.variants[0].fees
    cost = Decimal(0)
    for name in plan:
        each = units[name]
        if _assessed(one, each):
            fee = each.assessment.fee or (fees.assessment if fees else None)
            cost += fee.value if fee else 0
        elif fees:
            cost += fees.ec.value * each.ec.value
    by_goal = {
        "finish": Decimal(count),
        "peak": max(loads, default=Decimal(0)),
        "smooth": sum((abs(b - a) for a, b in pairwise(loads)), Decimal(0)),
        "early": sum((units[name].ec.value * (end[name] - 1) for name in plan), Decimal(0)),
        "cost": cost,
        "keep": Decimal(sum(_moved(one, name, slot) for name, slot in plan.items())),
    }
    return tuple(by_goal[goal] for goal in one.wishes.goals)


def _moved(one: Asked, name: str, slot: int) -> bool:
    here = one.programme.slots(one.start, slot + 1)[slot]
    return any(
        was.unit == name and (was.study_year, was.period) != (here.study_year, here.period) for was in one.wishes.before
    )
