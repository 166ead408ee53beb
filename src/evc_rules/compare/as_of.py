"""A ruleset as it is on one date, or for one cohort: so that it can be compared with itself at another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..engines.simplify import rebuilt
from ..model.conditions import COMPARE, FALSE, TRUE, Applicant, Condition, NumberTest
from ..model.policy import Applies, Parameter, Rule, Ruleset
from ..model.quantities import Amount, Cohorts, Dates


def as_of(ruleset: Ruleset, on: date, cohort: int | None) -> Ruleset:
    """The rules that are in force on a date, and for a cohort if one is given, with the values that they have then.

    What is left hangs on no decision date and, with a cohort, on no cohort: it says of an applicant what the ruleset
    says of one who is the same otherwise. Ages count from the decision on either side: that diplomas grow older is no
    change of the rules.

    Args:
        ruleset: The ruleset.
        on: The decision date.
        cohort: The cohort, or None to leave open what hangs on it.
    """
    parameters = tuple(_fixed(one, on, cohort) for one in ruleset.parameters)
    left = ruleset.with_(parameters=parameters, applies=_left(ruleset.applies, cohort))
    rules: tuple[Rule, ...] = ()
    if _in_force(ruleset.applies, on, cohort):
        kept = [one for one in ruleset.rules if _in_force(one.applies, on, cohort)]
        named = {one.id for one in kept}
        rules = tuple(
            one.with_(
                applies=_left(one.applies, cohort),
                overrides=tuple(name for name in one.overrides if name in named),
                when=one.when if cohort is None else rebuilt(one.when, lambda each: _asked_of(each, left, on, cohort)),
            )
            for one in kept
        )
    return left.with_(rules=rules)


def _in_force(applies: Applies, on: date, cohort: int | None) -> bool:
    return on in applies.decisions and (cohort is None or cohort in applies.cohorts)


def _left(applies: Applies, cohort: int | None) -> Applies:
    return applies.with_(decisions=Dates(), cohorts=applies.cohorts if cohort is None else Cohorts())


def _fixed(parameter: Parameter, on: date, cohort: int | None) -> Parameter:
    values = [one for one in parameter.values if on in Dates(one.start, one.until)]
    if cohort is not None:
        values = [one.with_(cohorts=Cohorts()) for one in values if cohort in one.cohorts]
    return parameter.with_(values=tuple(one.with_(start=None, until=None) for one in values))


def _asked_of(condition: Condition, ruleset: Ruleset, on: date, cohort: int) -> Condition:
    """What is left to ask of an applicant whose cohort is known."""
    if not isinstance(condition, Applicant):
        return condition
    left = []
    for test in condition.tests:
        value = test.value if isinstance(test, NumberTest) and test.attribute == "cohort" else None
        if value is not None and not isinstance(value, Amount):
            values = ruleset.parameter[value.parameter].at(on, cohort)
            value = values[0] if len(values) == 1 and isinstance(values[0], Amount) else None
        if not isinstance(value, Amount) or not isinstance(test, NumberTest):
            left.append(test)
        elif not COMPARE[test.op](Decimal(cohort), value.value):
            return FALSE
    return condition.with_(tests=tuple(left)) if left else TRUE
