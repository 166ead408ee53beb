"""Law 12 on large cases, where trying everything is out of reach: what must not change, and which way the rest may go.

Programmes of 60 to 120 units, made from seeds. Every plan is held to the checker, and where a plan says that no other
ends earlier, that is held to a bound worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from evc_rules.model.outcomes import Framework, Leaf, Ref
from evc_rules.model.policy import Limit
from evc_rules.model.programme import Programme, Unit
from evc_rules.model.quantities import Credits, Dates
from evc_rules.plan import Path, Wishes, award, path_violations, plan_path

from .making import ANY, START, ec, framework, programme, unit

SEEDS = range(4)
FINISH = Wishes(goals=("finish",))


@dataclass(frozen=True)
class Large:
    """A programme of many units, and what is awarded of it."""

    programme: Programme
    framework: Framework
    awarded: frozenset[str]
    start: date = START

    def plan(self, wishes: Wishes = FINISH) -> Path:
        """The shortest path, which keeps everything."""
        leaves = {Leaf(name, 1) for name in self.awarded}
        asked = (self.programme, self.framework, "full-time", self.awarded, leaves, self.start)
        path = plan_path(*asked, wishes=wishes)
        assert path_violations(*asked, path, wishes=wishes) == []
        assert path.proven
        return path


def large(seed: int, **terms: object) -> Large:
    """Units in four years; most ask for one or two of the year before, by name or by what they are about."""
    rng = Random(seed)  # noqa: S311 - a programme, not a secret
    count = rng.choice((60, 90, 120))
    needs: dict[str, list[str]] = {}
    units: list[Unit] = []
    for number in range(count):
        name, before = f"u{number:03}", [one.id for one in units if int(one.id[1:]) % 4 < number % 4]
        named = rng.sample(before, min(len(before), rng.choice((0, 0, 1, 2))))
        needs[name] = rng.sample(before, min(len(before), rng.choice((0, 0, 0, 1))))
        amount = rng.choice((1, 2, 3))
        offered = rng.choice((("P1", "P3"), ("P2", "P4"), ANY, ("P1",), ("P4",)))
        periods = 2 if amount == 2 and rng.random() < 0.2 else 1
        units.append(unit(name, amount, offered=offered, requires=tuple(sorted(named)), periods=periods))
    awarded = frozenset(one.id for one in units if rng.random() < 0.25)
    return Large(programme(*units, load_max=ec(rng.choice((10, 15))), **terms), framework(needs), awarded)


def changed(one: Large, **changes: object) -> Large:
    """With other terms of its variant."""
    variant = one.programme.variants[0].with_(**changes)
    return replace(one, programme=one.programme.with_(variants=(variant,)))


def bound(one: Large) -> int:
    """A number of periods that every plan takes: by chains of units that come after one another, and by load."""
    left = {each.id: each for each in one.programme.units if each.id not in one.awarded}
    slots = one.programme.slots(START, 200)
    first: dict[str, int] = {}

    def begin(name: str) -> int:
        if name not in first:
            each = left[name]
            after = [*each.requires, *(_holder(one, name))]
            slot = max((begin(other) + left[other].periods for other in after if other in left), default=0)
            first[name] = next(n for n in range(slot, 200) if slots[n].period in each.offered)
        return first[name]

    chains = max(begin(name) + each.periods for name, each in left.items())
    most = one.programme.variants[0].load_max.value
    loads = [
        slot + int(-(-sum(each.ec.value for name, each in left.items() if first[name] >= slot) // most))
        for slot in set(first.values())
    ]
    return max(chains, *loads)


def _holder(one: Large, name: str) -> list[str]:
    """The units that provide what a unit's outcome requires."""
    needed = one.framework.prerequisites.predecessors(Leaf(name, 1))
    return [leaf.outcome for leaf in needed]


@pytest.mark.parametrize("seed", SEEDS)
def test_law_12_a_plan_ends_no_earlier_than_any_can(seed):
    one = large(seed)
    path = one.plan()
    assert bound(one) <= len(path.periods)
    assert one.plan(FINISH.with_(finish_by=path.finish)).finish == path.finish
    if bound(one) < len(path.periods):  # else it is shown that none ends sooner
        sooner = path.periods[-2].slot.end
        assert one.plan(FINISH.with_(finish_by=sooner)).finish is None


@pytest.mark.parametrize("seed", SEEDS)
def test_law_12_more_exemptions_never_lengthen_unless_a_minimum_load_binds(seed):
    rng = Random(seed)  # noqa: S311 - a programme, not a secret
    one = large(seed)
    more = replace(one, awarded=one.awarded | {each.id for each in one.programme.units if rng.random() < 0.1})
    assert more.plan().finish <= one.plan().finish
    least = ec(one.programme.variants[0].load_max.value / 2)
    few, many = changed(one, load_min=least).plan(), changed(more, load_min=least).plan()
    if few.finish is not None and many.finish is not None and many.finish > few.finish:
        assert many.minimum_binds


@pytest.mark.parametrize("seed", SEEDS)
def test_law_12_looser_terms_and_one_more_offer_never_lengthen(seed):
    one = large(seed)
    there = one.plan().finish
    assert changed(one, load_max=one.programme.variants[0].load_max + Credits(Decimal(5))).plan().finish <= there
    strict = changed(one, units_max=6)
    assert strict.plan().finish >= there
    assert changed(one, units_max=8).plan().finish <= strict.plan().finish
    rng = Random(seed)  # noqa: S311 - a programme, not a secret
    units = tuple(
        each.with_(offered=tuple(dict.fromkeys((*each.offered, rng.choice(ANY))))) for each in one.programme.units
    )
    assert replace(one, programme=one.programme.with_(units=units)).plan().finish <= there


@pytest.mark.parametrize("seed", SEEDS)
def test_law_12_a_leave_or_a_slower_pace_never_shortens(seed):
    one = large(seed)
    there = one.plan().finish
    away = Wishes(goals=("finish",), leave=(Dates(date(2027, 2, 1), date(2027, 4, 1)),))
    longer = away.with_(leave=(Dates(date(2027, 2, 1), date(2027, 7, 1)),))
    assert there <= one.plan(away).finish <= one.plan(longer).finish


@pytest.mark.parametrize("seed", SEEDS)
def test_law_12_other_names_in_another_order_change_nothing_but_names(seed):
    one = large(seed)
    rng = Random(seed)  # noqa: S311 - a programme, not a secret
    order = list(one.programme.units)
    rng.shuffle(order)
    name = {each.id: f"n{number:03}" for number, each in enumerate(order)}
    units = tuple(
        each.with_(
            id=name[each.id],
            outcomes=(Ref(name[each.id], 1, 1),),
            requires=tuple(sorted(name[other] for other in each.requires)),
        )
        for each in order
    )
    needs = {name[each.id]: [name[other] for other in _holder(one, each.id)] for each in order}
    other = Large(one.programme.with_(units=units), framework(needs), frozenset(name[each] for each in one.awarded))
    goals = Wishes(goals=("finish", "peak", "early"))
    asked, renamed = one.plan(goals), other.plan(goals)
    assert [(each.goal, each.value, each.bound) for each in asked.objectives] == [
        (each.goal, each.value, each.bound) for each in renamed.objectives
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_law_12_whoever_begins_a_year_later_is_done_a_year_later(seed):
    one = large(seed)
    later = replace(one, start=START.replace(year=START.year + 1))
    now, then = one.plan().periods[-1].slot, later.plan().periods[-1].slot
    assert (then.period, then.study_year) == (now.period, now.study_year + 1)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_law_12_a_looser_limit_never_lengthens_where_it_is_of_one_kind_of_unit(seed):
    # Units of the same credits: the looser limit can award all that the stricter one did, and more beside.
    one = large(seed)
    units = tuple(each.with_(ec=ec(2)) for each in one.programme.units)
    same = replace(one, programme=one.programme.with_(units=units))
    exempt = sorted(same.awarded)[:8]
    finishes = []
    for most in (4, 8, 16):
        given = award(same.programme, same.framework, "full-time", exempt, (Limit(at_most=ec(most)),), start=START)
        finishes.append(replace(same, awarded=frozenset(given.awarded)).plan().finish)
    assert finishes == sorted(finishes, reverse=True)
