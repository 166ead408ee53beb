"""Tests with the values of their parameters, as far as these are the same for everybody on a decision date."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from ...model.conditions import AgeTest, CodeTest, DateTest, NumberTest, Param, Test
from ...model.policy import Ruleset
from ...model.quantities import Cohorts

_T = TypeVar("_T")


def settled(test: Test, ruleset: Ruleset, on: date) -> Test:
    """The test with the value of its parameter, when that is the same whatever the cohort."""
    match test:
        case NumberTest() | DateTest() | AgeTest():
            return test.with_(value=value_of(test.value, ruleset, on))
        case CodeTest():
            return test.with_(codes=value_of(test.codes, ruleset, on))
        case _:
            return test


def value_of(value: _T, ruleset: Ruleset, on: date) -> _T | Any:
    """The value of a parameter, when it is the same whatever the cohort; else the parameter."""
    if not isinstance(value, Param):
        return value
    parameter = ruleset.parameter[value.parameter]
    found = parameter.at(on, None)
    everybody = [one for one in parameter.values if one.cohorts == Cohorts() and one.value in found]
    return found[0] if len(found) == 1 and everybody else value


def hangs(test: Test) -> bool:
    """Whether a test hangs on more than the thing: on the applicant's start, or on the cohort."""
    if isinstance(test, AgeTest) and test.as_of == "start":
        return True
    return isinstance(test.codes if isinstance(test, CodeTest) else getattr(test, "value", None), Param)
