"""What to do next after the cases of a ruleset were tried: what is found decides which steps are told."""

from __future__ import annotations

from evc_rules.reports.steps_tested import next_steps
from evc_rules.reports.views_tested import CoverageView, MutationView, TestView

from ..cli.test_commands import data
from ..shipped import RULESETS

HVA = ("test", str(RULESETS / "hva" / "policy.yaml"))


def steps(view: TestView, written: str = "") -> str:
    return " ".join(next_steps(view, "en", written))


def test_what_is_found_decides_what_is_told() -> None:
    bare = TestView.model_validate(data(*HVA))
    assert steps(bare) == "Nothing: the cases cover all that was looked at."
    whole = TestView.model_validate(data(*HVA, "--coverage", "--mutate"))
    mutation, coverage = whole.mutation, whole.coverage
    assert isinstance(mutation, MutationView)
    assert isinstance(coverage, CoverageView)
    assert "--write cases.suggested.yaml" in steps(whole)
    assert "move it to cases.yaml" in steps(whole)
    assert "--write" not in steps(whole, "cases.suggested.yaml")
    assert steps(whole.model_copy(update={"mutation": None})) == "Ask --mutate for cases for what is missing."
    late = mutation.model_copy(update={"unknown": 2, "cases": []})
    assert steps(whole.model_copy(update={"mutation": late})).startswith("Give what is not known more time")
