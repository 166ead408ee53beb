"""Slips in what exemptions are worth: the limits, how units count, and what counts toward the BSA."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..model.outcomes import Framework
from ..model.policy import Limit, Ruleset
from ..model.programme import Programme, Unit
from ..model.quantities import Credits
from .changes import Change


def terms(ruleset: Ruleset, framework: Framework, programme: Programme) -> Iterator[tuple[Change, Ruleset]]:
    """Every slip in the terms of a ruleset, with the ruleset as it became.

    Args:
        ruleset: The ruleset.
        framework: The framework that both are written over.
        programme: The programme, whose smallest unit says what is a little more or less.
    """
    for place, limit in enumerate(ruleset.limits):
        for change in _limit(limit, framework, programme):
            new = [change.new] if change.new else []
            limits = (*ruleset.limits[:place], *new, *ruleset.limits[place + 1 :])
            yield change, ruleset.with_(limits=limits)
    if ruleset.units == "proportional":  # the other need not be written, and what is not written is not written wrong
        yield Change("units", "whole", ruleset.units, "whole", ()), ruleset.with_(units="whole")
    if ruleset.bsa is not None:
        was, became = ("bsa", "no-bsa") if ruleset.bsa else ("no-bsa", "bsa")
        yield Change("bsa", became, was, became, ()), ruleset.with_(bsa=not ruleset.bsa)


def _limit(limit: Limit, framework: Framework, programme: Programme) -> Iterator[Change]:
    units = [unit for unit in programme.units if falls_under(unit, limit, framework)]
    step = min((unit.ec.value for unit in units), default=Decimal(0))
    for value in (limit.at_most.value - step, limit.at_most.value + step) if step else ():
        if value >= 0:
            new = limit.with_(at_most=Credits(value))
            yield Change("limit", new, limit, new, (limit,))
    if limit.among:
        new = limit.with_(among=())
        yield Change("limit", new, limit, new, (limit,))
    yield Change("without-limit", None, limit, None, (limit,))


def falls_under(unit: Unit, limit: Limit, framework: Framework) -> bool:
    """Whether a limit is about a unit."""
    return not limit.among or not set(framework.select(limit.among)).isdisjoint(framework.select(unit.outcomes))
