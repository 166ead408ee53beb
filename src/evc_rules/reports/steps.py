"""Makes views of the steps of traces."""

from __future__ import annotations

from typing import Any

from ..language.unsugar import condition, tests_of
from ..results.trace import ItemStep, RuleStep, Step, TestStep
from . import views


def rule_step(one: RuleStep) -> views.RuleStepView:
    """One instance of a rule, with its condition and what overrides it."""
    return views.RuleStepView(
        rule=one.rule,
        effect=one.effect,
        articles=[citation for citation, _ in one.articles],
        target=str(one.target),
        truth=str(one.truth),
        condition=_step(one.condition),
        overriders=[rule_step(each) for each in one.overriders],
    )


def _step(one: Step) -> views.StepView:
    return views.StepView(
        condition=data(condition(one.condition)),
        truth=str(one.truth),
        found=one.found,
        items=[_item(each) for each in one.items],
        steps=[_step(each) for each in one.steps],
    )


def _item(one: ItemStep) -> views.ItemView:
    return views.ItemView(
        item=one.item,
        kind=one.kind,
        truth=str(one.truth),
        counts=one.counts,
        tests=[_test(each) for each in one.tests],
    )


def _test(one: TestStep) -> views.TestView:
    return views.TestView(
        test=data(tests_of([one.test])),
        truth=str(one.truth),
        value=one.value,
        inferred=one.inferred,
    )


def data(value: Any) -> Any:
    """As plain JSON data: texts, lists, mappings, yes and no."""
    if isinstance(value, dict):
        return {str(key): data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [data(each) for each in value]
    return value if isinstance(value, bool) else str(value)
