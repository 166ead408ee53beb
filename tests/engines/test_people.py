"""What people have recorded: verdicts, answers to judgements, and what is known of the applicant."""

from __future__ import annotations

import pytest

from evc_rules.model.base import Text
from evc_rules.model.outcomes import Leaf
from evc_rules.results.questions import Assessment, JudgementNeeded, MissingFact

from .making import ask, asked


def verdict(outcome="ped.climate@2", achieved="yes", more="instrument: portfolio, assessors: 2"):
    return f"verdict: {{outcome: {outcome}, achieved: {achieved}, date: 2026-01-01, {more}}}"


TWO = '{instrument: portfolio, assessors: ">= 2"}'


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], "unknown"),
        ([verdict()], "true"),
        ([verdict(achieved="no")], "false"),
        ([verdict(more="instrument: interview, assessors: 2")], "unknown"),
        ([verdict(more="instrument: portfolio")], "unknown"),
        ([verdict(achieved="no", more="instrument: portfolio")], "unknown"),
        ([verdict(achieved="no"), verdict()], "true"),
        ([verdict(achieved="no"), verdict(more="instrument: portfolio, assessors: 1")], "false"),
        ([verdict(achieved="no"), verdict(more="instrument: portfolio")], "unknown"),
        ([verdict(), verdict(achieved="no", more="instrument: portfolio")], "true"),
    ],
)
def test_assessed(verdicts, expected):
    """True when a verdict that passes says achieved, false when one says not achieved and none says achieved."""
    assert ask(f"assessed: {TWO}", "\n".join(verdicts)) == expected


@pytest.mark.parametrize(
    ("outcome", "achieved", "expected"),
    [
        ("ped.climate@2", "yes", "true"),
        ("ped.climate@3", "yes", "true"),
        ("ped.climate@1", "yes", "unknown"),
        ("ped.climate@1", "no", "false"),
        ("ped.climate@2", "no", "false"),
        ("ped.climate@3", "no", "unknown"),
        ("ped@2", "yes", "true"),
        ("ped@3", "yes", "true"),
        ("ped@1", "yes", "unknown"),
        ("ped@2", "no", "unknown"),
        ("ped.plan@2", "yes", "unknown"),
    ],
)
def test_how_far_a_verdict_reaches(outcome, achieved, expected):
    """Achieved at n is achieved at every lower level, not achieved at n at every higher; a whole's on its parts."""
    assert ask("assessed: {}", verdict(outcome, achieved)) == expected


def test_assessed_on_an_outcome_that_is_named():
    """A recorded verdict on the candidate outcome; `assessed` asks about the target."""
    assert ask("assessed: {outcome: research@1}", verdict("research@2")) == "true"
    assert ask("assessed: {outcome: research@1}", verdict()) == "unknown"
    assert ask("assessed: {outcome: ped@1}", verdict("ped.climate@1") + "\n" + verdict("ped.plan@1")) == "true"
    assert ask("assessed: {outcome: ped@1}", verdict("ped.climate@1")) == "unknown"
    assert ask("assessed: {outcome: ped@1}", verdict("ped.plan@1", "no")) == "false"


def test_age_of_a_verdict():
    old = verdict().replace("2026-01-01", "2024-01-01")
    assert ask('assessed: {age: "<= 2 years"}', verdict()) == "true"
    assert ask('assessed: {age: "<= 2 years"}', old) == "unknown"


def test_an_assessment_to_be_taken_is_asked_for_with_what_it_must_answer_to():
    """An open question is one of: … an assessment to be taken (which outcome, which instrument) …"""
    (question,) = asked("- {id: a, grant: ped.climate@2, when: {assessed: {instrument: portfolio}}}")
    assert isinstance(question, Assessment)
    assert question.outcome == Leaf("ped.climate", 2)
    assert [test.codes for test in question.tests] == [("portfolio",)]


def answer(said, owner="r", name="hardship"):
    return f"judgement: {{judgement: {name}, {f'ruleset: {owner}, ' if owner else ''}answer: {said}}}"


@pytest.mark.parametrize(
    ("answers", "own", "shared"),
    [
        ([], "unknown", "unknown"),
        ([answer("yes")], "true", "true"),
        ([answer("no")], "false", "false"),
        ([answer("yes"), answer("no")], "unknown", "unknown"),
        ([answer("yes"), answer("yes")], "true", "true"),
        ([answer("yes", "other")], "unknown", "true"),
        ([answer("yes", "")], "unknown", "true"),
        ([answer("yes"), answer("no", "other")], "true", "unknown"),
        ([answer("yes", name="another")], "unknown", "unknown"),
    ],
)
def test_judgement(answers, own, shared):
    """A judgement belongs to its ruleset unless the alliance declares it shared."""
    condition = "judgement: hardship, asks: Hardship"
    assert ask(condition, "\n".join(answers)) == own
    assert ask(condition, "\n".join(answers), shared=("hardship",)) == shared


def test_a_judgement_of_another_ruleset():
    assert ask("judgement: hardship, asks: Hardship, ruleset: other", answer("yes", "other")) == "true"


def test_a_judgement_to_be_given_is_asked_for():
    """An open question is one of: … a judgement to be given (which clause, who gives it)."""
    rules = "- {id: a, grant: history, when: {judgement: hardship, asks: Hardship, by: exam board}}"
    text = Text(nl="Hardship", en="Hardship")
    board = Text(nl="exam board", en="exam board")
    assert asked(rules) == [JudgementNeeded("hardship", "r", text, board)]
    assert asked(rules, shared=("hardship",)) == [JudgementNeeded("hardship", None, text, board)]


@pytest.mark.parametrize(
    ("test", "applicant", "expected"),
    [
        ("variant: part-time", "variant: part-time", "true"),
        ("variant: part-time", "variant: dual", "false"),
        ("variant: part-time", "", "unknown"),
        ('cohort: ">= 2024"', "cohort: 2024", "true"),
        ('cohort: ">= 2024"', "cohort: 2023", "false"),
        ('years-old: ">= 21"', "years-old: 21", "true"),
        ("employment: no", "employment: no", "true"),
        ("employment: no", "", "unknown"),
        ("vog: yes", "", "false"),
        ("vog: no", "", "true"),
        ('variant: dual, cohort: ">= 2024"', "variant: part-time", "false"),
        ('variant: dual, cohort: ">= 2024"', "variant: dual", "unknown"),
    ],
)
def test_applicant(test, applicant, expected):
    """A test on an attribute of the applicant: variant, cohort, entry qualification, employment."""
    assert ask(f"applicant: {{{test}}}", f"applicant: {{{applicant}}}") == expected


def test_a_missing_fact_is_asked_for():
    """An open question is one of: a missing fact (which item, which attribute) …"""
    rules = "- {id: a, grant: history, when: {diploma: {nlqf: 6}}}"
    assert asked(rules, "diploma: {date: 2020-01-01}") == [MissingFact("i0", "nlqf")]
    assert asked("- {id: a, grant: history, when: {applicant: {variant: dual}}}") == [MissingFact(None, "variant")]
