"""Traces: which questions are asked, and which are not."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from evc_rules.model.base import Text
from evc_rules.model.conditions import TRUE, FlagTest
from evc_rules.model.outcomes import Leaf
from evc_rules.results.questions import JudgementNeeded, MissingFact
from evc_rules.results.status import Status, possible
from evc_rules.results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep
from evc_rules.results.truth import Truth

LEAF = Leaf("a", 1)
FIRST, SECOND, THIRD = (MissingFact("item", name) for name in ("nlqf", "field", "date"))


def step(truth, *questions, steps=()):
    return Step(TRUE, truth, steps=steps, questions=questions)


def rule(truth, condition, *overriders, effect="grant"):
    return RuleStep("r", Text(), (), effect, LEAF, truth, condition, overriders)


def trace(granted, barred, grants=(), bars=()):
    return LeafTrace(LEAF, granted, barred, possible(granted, barred, "report"), tuple(grants), tuple(bars))


def test_a_step_that_is_settled_asks_nothing_whatever_is_in_it():
    inner = step(Truth.UNKNOWN, FIRST)
    assert list(step(Truth.FALSE, steps=(inner, step(Truth.FALSE))).open()) == []
    assert list(step(Truth.UNKNOWN, SECOND, steps=(inner,)).open()) == [SECOND, FIRST]


def test_an_item_that_surely_fails_asks_nothing():
    test = TestStep(FlagTest(attribute="accredited", value=True), Truth.UNKNOWN, question=FIRST)
    failing, open_ = (ItemStep("item", "diploma", truth, (test,)) for truth in (Truth.FALSE, Truth.UNKNOWN))
    assert list(Step(TRUE, Truth.UNKNOWN, items=(failing,)).open()) == []
    assert list(Step(TRUE, Truth.UNKNOWN, items=(failing, open_)).open()) == [FIRST]


def test_a_rule_asks_about_its_condition_and_about_what_overrides_it():
    overrider = rule(Truth.UNKNOWN, step(Truth.UNKNOWN, SECOND))
    assert list(rule(Truth.UNKNOWN, step(Truth.UNKNOWN, FIRST), overrider).open()) == [FIRST, SECOND]
    assert list(rule(Truth.UNKNOWN, step(Truth.TRUE, FIRST), overrider).open()) == [SECOND]
    assert list(rule(Truth.FALSE, step(Truth.UNKNOWN, FIRST), overrider).open()) == []


def test_a_leaf_asks_each_question_once_and_only_about_sides_that_are_open():
    """Every `open` names at least one."""
    one, other = rule(Truth.UNKNOWN, step(Truth.UNKNOWN, FIRST)), rule(Truth.UNKNOWN, step(Truth.UNKNOWN, FIRST, THIRD))
    assert trace(Truth.UNKNOWN, Truth.FALSE, [one, other]).questions == (FIRST, THIRD)
    assert trace(Truth.TRUE, Truth.UNKNOWN, [other], [one]).questions == (FIRST,)


def test_a_leaf_that_is_settled_asks_nothing():
    acting = rule(Truth.TRUE, step(Truth.TRUE))
    found = trace(Truth.TRUE, Truth.FALSE, [acting, rule(Truth.UNKNOWN, step(Truth.UNKNOWN, FIRST))])
    assert found.status is Status.EXEMPT
    assert found.questions == ()


def test_questions_about_the_same_thing_are_the_same():
    first, second = (JudgementNeeded("fit", "r", Text(en="Fit?"), Text()) for _ in range(2))
    assert first == second
    assert len({first, second}) == 1


class Later:
    """Makes the rules that reach a leaf, and counts how often it was asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, leaf):
        assert leaf == LEAF
        self.asked += 1
        return (rule(Truth.UNKNOWN, step(Truth.UNKNOWN, FIRST)),), (rule(Truth.FALSE, step(Truth.FALSE)),)


def postponed(later=None):
    statuses = possible(Truth.UNKNOWN, Truth.FALSE, "report")
    return LeafTrace.postponed(LEAF, Truth.UNKNOWN, Truth.FALSE, statuses, later or Later())


WHOLE = trace(Truth.UNKNOWN, Truth.FALSE, *Later()(LEAF))


def test_rules_that_are_postponed_are_made_once_when_they_are_looked_at():
    later = Later()
    found = postponed(later)
    assert (found.leaf, found.granted, found.barred, found.status) == (LEAF, Truth.UNKNOWN, Truth.FALSE, Status.OPEN)
    assert later.asked == 0
    assert (found.bars, found.grants, found.bars) == (WHOLE.bars, WHOLE.grants, WHOLE.bars)
    assert later.asked == 1


@pytest.mark.parametrize(
    "of",
    [
        lambda one: one,
        repr,
        lambda one: one.questions,
        lambda one: {one: True},
        lambda one: pickle.loads(pickle.dumps(one)),  # noqa: S301 - our own
        copy.deepcopy,
        lambda one: dataclasses.replace(one, barred=Truth.TRUE),
    ],
)
def test_a_trace_with_postponed_rules_is_like_any_other(of):
    assert of(postponed()) == of(WHOLE)
    assert of(WHOLE) == of(postponed())


def test_a_trace_with_other_rules_is_another_though_they_are_postponed():
    assert postponed() != trace(Truth.UNKNOWN, Truth.FALSE, WHOLE.grants)
    with pytest.raises(AttributeError):
        postponed().nothing  # noqa: B018 - it raises
    with pytest.raises(dataclasses.FrozenInstanceError):
        postponed().grants = ()
