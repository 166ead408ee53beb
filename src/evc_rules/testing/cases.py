"""Runs the cases of a policy through the reference engine: what its authors expect against what it says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..engines.prepare import prepare
from ..engines.reference import Case, trace
from ..errors import Finding
from ..model.cases import CaseFile, Expectation, PolicyCase
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..results.status import Status, Statuses, whole
from ..results.trace import LeafTrace, RuleStep
from ..results.truth import Truth

_ANY_OPEN = frozenset({"open"})


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came out for one outcome of one case.

    Attributes:
        case: The case.
        expectation: The outcome, and what was expected of it.
        got: The statuses that are possible.
        finding: What is wrong, where it was expected, or None when the case comes out as expected.
    """

    case: PolicyCase
    expectation: Expectation
    got: Statuses
    finding: Finding | None = None

    @property
    def passed(self) -> bool:
        """Whether the case comes out as expected."""
        return self.finding is None

    @property
    def expected(self) -> frozenset[str]:
        """The statuses that were expected."""
        return frozenset(self.expectation.statuses)


def run_cases(
    ruleset: Ruleset, framework: Framework, case_file: CaseFile, shared: frozenset[str] = frozenset()
) -> tuple[CaseResult, ...]:
    """Run every case, one result for each outcome that it expects something of, in the order of the file.

    Args:
        ruleset: The ruleset that the cases are about.
        framework: The framework that it is written over.
        case_file: The cases.
        shared: The judgements that one answer settles for all rulesets.
    """
    return tuple(result for case in case_file.cases for result in _run(ruleset, framework, case, shared))


def _run(ruleset: Ruleset, framework: Framework, case: PolicyCase, shared: frozenset[str]) -> list[CaseResult]:
    prepared = prepare(case.dossier, framework.vocabulary, case.on)
    asked = Case(ruleset, framework, prepared, case.on, shared)
    results = []
    for expectation in case.expect:
        traces = [trace(asked, leaf) for leaf in framework.leaves_of(expectation.outcome)]
        got = traces[0].statuses if len(traces) == 1 else whole(one.statuses for one in traces)
        finding = None if _as_expected(expectation, got) else _finding(case, expectation, got, traces)
        results.append(CaseResult(case, expectation, got, finding))
    return results


def _as_expected(expectation: Expectation, got: Statuses) -> bool:
    if expectation.statuses == _ANY_OPEN:
        return len(got) > 1
    return expectation.statuses == {str(status) for status in got}


def _finding(case: PolicyCase, expectation: Expectation, got: Statuses, traces: Collection[LeafTrace]) -> Finding:
    title = case.title.in_("en")
    said, wanted = _listed(map(str, got)), _listed(expectation.statuses)
    message = f"'{title}': {expectation.outcome} is {said}, and {wanted} is expected"
    return Finding("EVC-T001", message, expectation.at or case.at, _why(traces))


def _listed(statuses: Collection[str] | map[str]) -> str:
    order = [str(status) for status in Status]
    return " or ".join(sorted(statuses, key=order.index))


def _why(traces: Collection[LeafTrace]) -> str:
    """Which rules act, and which may, as a help line."""
    steps = [step for one in traces for step in (*one.grants, *one.bars)]
    acting, maybe = _names(steps, Truth.TRUE), _names(steps, Truth.UNKNOWN)
    parts = [f"these rules act: {acting}"] * bool(acting) + [f"these may: {maybe}"] * bool(maybe)
    return "; ".join(parts) or "no rule acts; correct the rules, or what is expected"


def _names(steps: Collection[RuleStep], truth: Truth) -> str:
    return ", ".join(dict.fromkeys(step.rule for step in steps if step.truth is truth))
