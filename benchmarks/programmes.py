"""A made-up programme of 240 EC and 120 units over the framework of the workload, for each institute another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from evc_rules.model.base import Text
from evc_rules.model.outcomes import Framework, Leaf, Ref
from evc_rules.model.programme import Assessment, Fees, Period, Programme, Unit, Variant
from evc_rules.model.quantities import Credits, Euros, total

START: Final = date(2027, 2, 1)
"""The day on which everybody of the workload begins."""

_PERIODS: Final = (
    Period(id="P1", first=(9, 1), after=(11, 15)),
    Period(id="P2", first=(11, 15), after=(2, 1)),
    Period(id="P3", first=(2, 1), after=(4, 15)),
    Period(id="P4", first=(4, 15), after=(7, 16)),
)
_IDS: Final = tuple(period.id for period in _PERIODS)
_OFFERS: Final = (("P1", "P3"), ("P2", "P4"), _IDS, ("P1",), ("P2",), ("P3",), ("P4",))
"""In which periods units begin; most in two."""
_WEIGHTS: Final = (5, 5, 4, 1, 1, 1, 1)
_YEARS: Final = 4
_VARIANTS: Final = {"full-time": "15", "part-time": "10", "dual": "10", "lateral-entry": "12"}


def programme(framework: Framework, institution: str, seed: int = 4) -> Programme:
    """A unit for every leaf: 2 EC on average, some two periods long; most ask for one or two of the year before.

    Levels are the years: a unit of a higher level comes later, and so do units late in the framework.
    """
    rng = Random(f"{seed}/programme/{institution}")  # noqa: S311 - a workload, not a secret
    leaves = framework.leaves
    amounts = ["1", "2", "3"] * (len(leaves) // 3) + ["2"] * (len(leaves) % 3)
    rng.shuffle(amounts)
    years: dict[int, list[Unit]] = {year: [] for year in range(_YEARS)}
    units: list[Unit] = []
    for leaf, amount in zip(leaves, amounts, strict=True):
        year = min(leaf.level - 1 + rng.randrange(2), _YEARS - 1)
        made = _unit(rng, leaf, Credits(Decimal(amount)), years.get(year - 1, ()))
        years[year].append(made)
        units.append(made)
    whole = total(unit.ec for unit in units)
    return Programme(
        id=f"programme-{institution}",
        title=_named(institution),
        institution=institution,
        illustrative=True,
        framework=framework.name,
        periods=_PERIODS,
        variants=tuple(
            Variant(
                id=name,
                total=whole,
                load_max=Credits(Decimal(most)),
                fees=Fees(ec=Euros(Decimal("42.5")), assessment=Euros(Decimal(150))),
            )
            for name, most in _VARIANTS.items()
        ),
        units=tuple(units),
    )


def _unit(rng: Random, leaf: Leaf, ec: Credits, before: Sequence[Unit]) -> Unit:
    needed = rng.sample(before, min(len(before), rng.choice((0, 1, 1, 2))))
    (offered,) = rng.choices(_OFFERS, _WEIGHTS)
    return Unit(
        id=f"{leaf.outcome.replace('.', '-')}-{leaf.level}",
        title=_named(str(leaf)),
        outcomes=(Ref(leaf.outcome, leaf.level, leaf.level),),
        ec=ec,
        offered=offered,
        periods=2 if rng.random() < 0.3 and ec == Credits(Decimal(2)) else 1,  # noqa: PLR2004 - one in ten
        requires=tuple(sorted(unit.id for unit in needed)),
        assessment=Assessment(load=Credits(Decimal("0.5")), offered=_IDS) if rng.random() < 0.25 else None,  # noqa: PLR2004 - a quarter
    )


def _named(text: str) -> Text:
    return Text(nl=text, en=text)
