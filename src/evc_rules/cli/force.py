"""Whether the rulesets that a command lays side by side are in force for what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..errors import Finding, warning
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
