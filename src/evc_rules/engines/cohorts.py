"""For which cohorts rulesets say the same: a parameter can have other values for other cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..model.policy import Ruleset
from ..model.quantities import Cohorts


def cohort_ranges(rulesets: Sequence[Ruleset], on: date) -> list[Cohorts]:
    """The cohorts for which every ruleset says the same: all together, unless a parameter hangs on the cohort."""
    if all(len(parameter.at(on, None)) <= 1 for one in rulesets for parameter in one.parameters):
        return [Cohorts()]
    spans = [value.cohorts for one in rulesets for parameter in one.parameters for value in parameter.values]
    spans += [span for one in rulesets for span in (one.applies.cohorts, *(rule.applies.cohorts for rule in one.rules))]
    years = sorted({year for span in spans for year in (span.start, span.end) if year is not None})
    return [Cohorts(*ends) for ends in zip([None, *years], [*years, None], strict=True)]


def representative(cohorts: Cohorts) -> int | None:
    """One of the cohorts; None when it is all of them."""
    if cohorts.start is not None:
        return cohorts.start
    return None if cohorts.end is None else cohorts.end - 1
