"""Small programmes, built directly, and the strategy that makes up many of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from evc_rules.model.base import Text
from evc_rules.model.outcomes import Framework, Leaf, Outcome, Ref, Requirement
from evc_rules.model.programme import Period, Programme, Unit, Variant
from evc_rules.model.quantities import Credits, total

START = date(2026, 9, 1)
QUARTERS = (
    Period(id="P1", first=(9, 1), after=(11, 15)),
    Period(id="P2", first=(11, 15), after=(2, 1)),
    Period(id="P3", first=(2, 1), after=(4, 15)),
    Period(id="P4", first=(4, 15), after=(7, 16)),
)
ANY = ("P1", "P2", "P3", "P4")


def ec(amount: str | int | Decimal) -> Credits:
    return Credits(Decimal(amount))


def framework(needs: dict[str, list[str]], levels: dict[str, int] | None = None) -> Framework:
    """A framework of outcomes, each with what it requires."""
    return Framework(
        id="kader",
        version="2026",
        title=Text(nl="Kader", en="Framework"),
        outcomes=tuple(
            Outcome(
                id=name,
                title=Text(nl=name, en=name),
                component="subject-content",
                levels=(levels or {}).get(name, 1),
                requires=tuple(Requirement(ref=Ref.parse(first)) for first in firsts),
            )
            for name, firsts in needs.items()
        ),
    )


def unit(name: str, credits_: str | int, outcomes: str = "", **more: object) -> Unit:
    """A unit; its outcomes as `a b@2`, and one of its own name when none are given."""
    fields = {"offered": ANY, **more}
    return Unit(
        id=name,
        outcomes=tuple(Ref.parse(one) for one in (outcomes or name).split()),
        ec=ec(credits_),
        **fields,
    )


def programme(*units: Unit, periods: tuple[Period, ...] = QUARTERS, **terms: object) -> Programme:
    """A programme of one variant, `full-time`, of 15 EC a period unless its terms say otherwise."""
    fields = {"load_max": ec(15), **terms}
    return Programme(
        id="opleiding",
        title=Text(nl="Opleiding", en="Programme"),
        institution="instelling",
        framework="kader@2026",
        periods=periods,
        variants=(Variant(id="full-time", total=total(one.ec for one in units), **fields),),
        units=units,
    )


def plain_framework(*names: str) -> Framework:
    """A framework in which nothing requires anything."""
    return framework({name: [] for name in names})


@dataclass(frozen=True)
class Case:
    """A programme as data that an oracle can read without the library, and as the library sees it.

    Attributes:
        needs: For each outcome the outcomes that it requires.
        holds: For each unit its outcomes.
    """

    needs: dict[str, list[str]]
    holds: dict[str, list[str]]
    programme: Programme
    framework: Framework
    start: date

    def exempt(self, units: frozenset[str]) -> set[Leaf]:
        """The leaves of units."""
        return {Leaf(name, 1) for one in units for name in self.holds[one]}


AMOUNTS = ["2.5", "5", "5", "7.5", "10", "3.75"]


@st.composite
def cases(draw: st.DrawFn, most_units: int = 5, *, bounded: bool = True) -> Case:
    """Programmes of a few units: some never fit, some are out of order, some outcomes belong to no unit."""
    periods = QUARTERS[: draw(st.sampled_from([1, 2, 2, 4]))]
    count = draw(st.integers(1, most_units))
    names = draw(st.permutations([f"u{number}" for number in range(count)]))
    outcomes = [f"o{number}" for number in range(draw(st.integers(count, count + 3)))]
    # Any outcome may require outcomes before it; only the first ones are held by units, in shuffled order.
    order = draw(st.permutations(outcomes))
    needs = {
        name: draw(st.lists(st.sampled_from(order[:place]), max_size=2, unique=True)) if place else []
        for place, name in enumerate(order)
    }
    holds = {one: [outcomes[place]] for place, one in enumerate(names)}
    rank = {one: order.index(holds[one][0]) for one in names}
    offers = st.lists(
        st.sampled_from([period.id for period in periods]), min_size=1, max_size=len(periods), unique=True
    )
    units = [
        unit(
            one,
            draw(st.sampled_from(AMOUNTS)),
            " ".join(holds[one]),
            offered=tuple(draw(offers)),
            requires=tuple(other for other in names if rank[other] < rank[one] and draw(st.integers(0, 4)) == 0),
        )
        for one in names
    ]
    terms: dict[str, object] = {"load_max": ec(draw(st.sampled_from(["10", "10", "12.5", "15"])))}
    if bounded:
        terms["load_min"] = ec(draw(st.sampled_from(["0", "0", "2.5", "5", "6"])))
        terms["years_max"] = draw(st.sampled_from([None, None, 1, 2]))
    start = draw(st.sampled_from([START, date(2026, 12, 24), date(2028, 2, 29)]))
    made = programme(*units, periods=periods, **terms)
    return Case(needs, holds, made, framework(needs), start)
