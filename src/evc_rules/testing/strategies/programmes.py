"""Programmes: units over the outcomes of a framework, in variants and periods."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...model.base import Text
from ...model.outcomes import Framework, Leaf, Ref
from ...model.programme import Period, Programme, Unit, Variant
from ...model.quantities import Cohorts, Credits, total

_PERIODS: Final = (
    (Period(id="P1", first=(9, 1), after=(9, 1)),),
    (Period(id="P1", first=(9, 1), after=(2, 1)), Period(id="P2", first=(2, 1), after=(7, 1))),
    (
        Period(id="P1", first=(9, 1), after=(11, 15)),
        Period(id="P2", first=(11, 15), after=(2, 1)),
        Period(id="P3", first=(2, 1), after=(6, 28)),
    ),
)
_VARIANTS: Final = ("full-time", "part-time", "lateral-entry")
_CREDITS: Final = ("5", "2.5", "7.5", "10")


@st.composite
def programmes(
    draw: DrawFn,
    framework: Framework,
    *,
    id: str = "p",  # noqa: A002 - as files call it
    institution: str = "r",
) -> Programme:
    """Programmes over a framework, that `check` finds nothing wrong with; every unit can be placed in time.

    Args:
        draw: Given by hypothesis.
        framework: The framework.
        id: The id of the programme.
        institution: Whose it is.
    """
    periods = draw(st.sampled_from(_PERIODS))
    names = draw(st.lists(st.sampled_from(_VARIANTS), min_size=1, max_size=2, unique=True))
    units: list[Unit] = []
    for leaves in _shares(draw, framework.leaves):
        units.append(_unit(draw, f"u{len(units)}", leaves, periods, names, units))
    load = max(unit.ec for unit in units)
    variants = tuple(
        Variant(
            id=name,
            total=total(unit.ec for unit in units if not unit.variants or name in unit.variants),
            load_min=draw(st.sampled_from((Credits(Decimal(0)), Credits(Decimal("2.5"))))),
            load_max=load + Credits(Decimal(draw(st.sampled_from(("0", "2.5", "10"))))),
            years_max=draw(st.sampled_from((None, 4))),
        )
        for name in names
    )
    return Programme(
        id=id,
        title=Text(nl="Opleiding", en="Programme"),
        institution=institution,
        illustrative=True,
        framework=framework.name,
        cohorts=draw(st.sampled_from((Cohorts(), Cohorts(2024, None)))),
        periods=periods,
        variants=variants,
        units=tuple(units),
    )


def _shares(draw: DrawFn, leaves: tuple[Leaf, ...]) -> list[tuple[Leaf, ...]]:
    """The leaves in their order, cut into pieces: no unit needs one that comes after it."""
    cuts = [place for place in range(1, len(leaves)) if draw(st.booleans())]
    return [leaves[start:end] for start, end in zip([0, *cuts], [*cuts, len(leaves)], strict=True)]


def _unit(
    draw: DrawFn,
    name: str,
    leaves: tuple[Leaf, ...],
    periods: tuple[Period, ...],
    variants: list[str],
    before: list[Unit],
) -> Unit:
    first = [unit.id for unit in before if not unit.variants]
    needed = bool(first) and draw(st.booleans())
    some = bool(before) and draw(st.booleans())
    offered: list[str] = draw(st.lists(st.sampled_from([period.id for period in periods]), min_size=1, unique=True))
    return Unit(
        id=name,
        title=Text(nl=f"eenheid {name}", en=f"unit {name}"),
        outcomes=tuple(Ref(*leaf, leaf.level) for leaf in leaves),
        ec=Credits(Decimal(draw(st.sampled_from(_CREDITS)))),
        offered=tuple(period.id for period in periods if period.id in offered),
        requires=(draw(st.sampled_from(first)),) if needed else (),
        variants=tuple(variants[:1]) if some else (),
        phase=draw(st.sampled_from(("", "propedeuse"))),
    )
