"""Cohorts that commands are asked about, and whether the rulesets they lay side by side are in force for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from ..errors import Finding, refuse, warning
from ..model.attributes import COHORTS
from ..model.policy import Ruleset


def out_of_force(path: Path, ruleset: Ruleset, on: date, cohort: int | None) -> Iterator[Finding]:
    """Warn where a ruleset exempts nobody only because it is not in force: what is proven of it then says little."""
    applies = ruleset.applies
    if on not in applies.decisions:
        message = f"'{path}' is not in force on {on}: by it nothing is exempt"
        yield warning("EVC-N003", message, f"it applies to decisions {applies.decisions}")
    if cohort is not None and cohort not in applies.cohorts:
        message = f"'{path}' is not in force for cohort {cohort}: by it nothing is exempt"
        yield warning("EVC-N003", message, f"it applies to cohorts {applies.cohorts}")


def only_cohorts(arguments: Mapping[str, object]) -> None:
    """Refuse years that no cohort can have, whichever command they are given to.

    Raises:
        InvalidInputError: EVC-C001 for each.
    """
    given = {f"--{name.replace('_', '-')}": arguments.get(name) for name in ("cohort", "against_cohort")}
    refuse(
        Finding("EVC-C001", f"{option}: {year} is no cohort", help=f"choose a year from {COHORTS[0]} to {COHORTS[-1]}")
        for option, year in given.items()
        if year is not None and year not in COHORTS
    )
