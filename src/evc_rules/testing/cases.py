"""Runs the cases of a policy through the reference engine: what its authors expect against what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..advice import Recommendation, assess, remaining_path
from ..engines.prepare import prepare
from ..engines.reference import Case, trace
from ..errors import Finding, Position
from ..model.cases import Asked, Awarded, CaseFile, Expectation, PolicyCase
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..model.quantities import Credits, total
from ..results.questions import Assessment, MissingFact, Question
from ..results.status import Status, Statuses, whole
from ..results.trace import LeafTrace, RuleStep
from ..results.truth import Truth

_ANY_OPEN = frozenset({"open"})
_NO_PROGRAMME = "name one with 'programme:', or put programme.yaml beside the ruleset"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came out of one thing that a case expects.

    Attributes:
        case: The case.
        about: What it is about: an outcome, or `awards`, `asks`, `cites` or `path`.
        expected: What was expected, in words.
        got: What came out, in words.
        traces: Why, for each leaf that it is about.
        finding: What is wrong, where it was expected, or None when the case comes out as expected.
    """

    case: PolicyCase
    about: str
    expected: tuple[str, ...]
    got: tuple[str, ...]
    traces: tuple[LeafTrace, ...] = ()
    finding: Finding | None = None

    @property
    def passed(self) -> bool:
        """Whether the case comes out as expected."""
        return self.finding is None


@dataclass(frozen=True)
class Subject:
    """What cases are held to.

    Attributes:
        ruleset: The ruleset that the cases are about.
        framework: The framework that it is written over.
        programme: The programme by which credits and paths are worked out, or None.
        shared: The judgements that one answer settles for all rulesets.
    """

    ruleset: Ruleset
    framework: Framework
    programme: Programme | None = None
    shared: frozenset[str] = frozenset()


def run_cases(subject: Subject, case_file: CaseFile) -> tuple[CaseResult, ...]:
    """Run every case, one result for each thing that it expects, in the order of the file."""
    return tuple(result for case in case_file.cases for result in run_case(subject, case))


def run_case(
    subject: Subject, case: PolicyCase, traced: Callable[[Leaf], LeafTrace] | None = None
) -> Iterator[CaseResult]:
    """Run one case; what takes longest is worked out last, and only when it is asked for.

    Args:
        subject: What the case is held to.
        case: The case.
        traced: What the reference says of a leaf for the dossier of the case, where that is known already.

    Raises:
        MissingExtraError: OR-tools is not installed, and credits or a path need it.
    """
    running = _Running(subject, case, traced)
    yield from map(running.status, case.expect)
    yield from running.asks()
    yield from running.cites()
    yield from map(running.awards, case.awards)
    yield from running.path()


@dataclass(frozen=True)
class _Running:
    subject: Subject
    case: PolicyCase
    traced: Callable[[Leaf], LeafTrace] | None

    def status(self, expectation: Expectation) -> CaseResult:
        traces = self.traces[expectation.outcome]
        each = [one.statuses for one in traces]
        said, wanted = _in_order(map(str, _together(each))), _in_order(expectation.statuses)
        about, passed = str(expectation.outcome), as_expected(expectation, each)
        message = f"{about} is {' or '.join(said)}, and {' or '.join(wanted)} is expected"
        return self._result(about, wanted, said, None if passed else message, at=expectation.at, traces=traces)

    @cached_property
    def traces(self) -> dict[Ref, tuple[LeafTrace, ...]]:
        """For each outcome that something is expected of why its leaves are what they are."""
        framework = self.subject.framework
        return {
            one.outcome: tuple(self._trace(leaf) for leaf in framework.leaves_of(one.outcome))
            for one in self.case.expect
        }

    @cached_property
    def _asked(self) -> Case:
        subject, case = self.subject, self.case
        prepared = prepare(case.dossier, subject.framework.vocabulary, case.on)
        return Case(subject.ruleset, subject.framework, prepared, case.on, subject.shared)

    def _trace(self, leaf: Leaf) -> LeafTrace:
        return self.traced(leaf) if self.traced else trace(self._asked, leaf)

    @cached_property
    def _about(self) -> tuple[LeafTrace, ...]:
        """Why the leaves are what they are that something is expected of; all of them when that is not said."""
        if not self.case.expect:
            return tuple(map(self._trace, self.subject.framework.leaves))
        return tuple({one.leaf: one for traces in self.traces.values() for one in traces}.values())

    def asks(self) -> Iterator[CaseResult]:
        wanted = self.case.asks
        if wanted is None:
            return
        found = {question for one in self._about for question in one.questions}
        met = {one: {each for each in found if self._same(one, each)} for one in wanted.questions}
        missed = [str(one) for one, questions in met.items() if not questions]
        more = found.difference(*met.values()) if wanted.exactly else set()
        problem = _problem("not asked", missed, "asked too", sorted(str(_named(one)) for one in more))
        got = tuple(sorted(str(_named(one)) for one in found))
        yield self._result("asks", tuple(map(str, wanted.questions)), got, problem, at=wanted.at, traces=self._about)

    def _same(self, wanted: Asked, question: Question) -> bool:
        if wanted.kind == "assessed" and isinstance(question, Assessment):
            return self.subject.framework.leaves_of(Ref.parse(wanted.name)) == (question.outcome,)
        return wanted == _named(question)

    def cites(self) -> Iterator[CaseResult]:
        wanted = self.case.cites
        if wanted is None:
            return
        acting = (step for one in self._about for step in (*one.grants, *one.bars) if step.truth is not Truth.FALSE)
        found = {text for step in acting for text, _ in step.articles}
        missed = [one for one in wanted.articles if one not in found]
        more = sorted(found - set(wanted.articles)) if wanted.exactly else []
        problem = _problem("not cited", missed, "cited too", more)
        got = tuple(sorted(found))
        yield self._result("cites", wanted.articles, got, problem, at=wanted.at, traces=self._about)

    @cached_property
    def _advice(self) -> Recommendation:
        subject, case = self.subject, self.case
        return assess(
            subject.ruleset, case.dossier, on=case.on,
            framework=subject.framework, programme=subject.programme, shared=subject.shared,
        )  # fmt: skip

    def awards(self, wanted: Awarded) -> CaseResult:
        expected, about = _interval(wanted.least, wanted.most), f"awards {wanted.of}" if wanted.of else "awards"
        worth = self._advice.credits
        if worth is None:
            problem = "there are no credits to work out"
            return self._result(about, expected, (), problem, at=wanted.at, help_=self._without())
        if wanted.of is None:
            got = _interval(*worth.awarded)
        else:
            under = set(self.subject.framework.under(wanted.of))
            select = self.subject.framework.select
            units = [one.unit for one in worth.units if {leaf.outcome for leaf in select(one.unit.outcomes)} <= under]
            ends = (worth.certain.award.awarded, worth.hoped.award.awarded)
            got = _interval(*(total(one.ec for one in units if one.id in awarded) for awarded in ends))
        of = f" under {wanted.of}" if wanted.of else ""
        message = f"{' to '.join(got)} awarded{of}, and {' to '.join(expected)} is expected"
        help_ = "see 'evc-rules assess' for the units; correct the rules or the programme, or what is expected"
        return self._result(about, expected, got, None if got == expected else message, at=wanted.at, help_=help_)

    def path(self) -> Iterator[CaseResult]:
        wanted = self.case.path
        if wanted is None:
            return
        found = remaining_path(self._advice)
        said = {"periods": wanted.periods, "finish": wanted.finish}
        expected = tuple(f"{name} {value}" for name, value in said.items() if value is not None)
        if found is None or found.finish is None:
            help_ = self._without() if found is None else "see 'evc-rules plan' for what clashes"
            yield self._result("path", expected, (), "there is no path to place", at=wanted.at, help_=help_)
            return
        came = {"periods": len(found.periods), "finish": found.finish}
        got = tuple(f"{name} {came[name]}" for name, value in said.items() if value is not None)
        message = f"the path has {' and '.join(got)}, and {' and '.join(expected)} is expected"
        help_ = "see 'evc-rules plan' for the periods; correct the programme, or what is expected"
        yield self._result("path", expected, got, None if got == expected else message, at=wanted.at, help_=help_)

    def _without(self) -> str:
        """Why there are no credits."""
        if self.subject.programme is None:
            return _NO_PROGRAMME
        return next((one.message for one in self._advice.findings if one.code in {"EVC-P006", "EVC-P007"}), "")

    def _result(
        self,
        about: str,
        expected: tuple[str, ...],
        got: tuple[str, ...],
        problem: str | None,
        *,
        at: Position | None,
        traces: tuple[LeafTrace, ...] = (),
        help_: str = "",
    ) -> CaseResult:
        finding = None
        if problem is not None:
            message = f"'{self.case.title.in_('en')}': {problem}"
            finding = Finding("EVC-T001", message, at or self.case.at, help_ or _why(traces))
        return CaseResult(self.case, about, expected, got, traces, finding)


def _together(each: Sequence[Statuses]) -> Statuses:
    return each[0] if len(each) == 1 else whole(each)


def as_expected(expectation: Expectation, each: Sequence[Statuses]) -> bool:
    """Whether an outcome is what is expected, by the statuses of each of its leaves."""
    got = _together(each)
    if expectation.statuses == _ANY_OPEN:
        return len(got) > 1
    return expectation.statuses == {str(status) for status in got}


def _in_order(statuses: Iterable[str]) -> tuple[str, ...]:
    order = [str(status) for status in Status]
    return tuple(sorted(statuses, key=order.index))


def _interval(least: Credits, most: Credits) -> tuple[str, ...]:
    return (str(least),) if least == most else (str(least), str(most))


def _problem(missed: str, listed: Collection[str], more: str, others: Collection[str]) -> str | None:
    parts = [f"{missed}: {', '.join(listed)}"] * bool(listed) + [f"{more}: {', '.join(others)}"] * bool(others)
    return "; ".join(parts) or None


def _named(question: Question) -> Asked:
    """A question as a case writes it."""
    match question:
        case MissingFact(item=item, attribute=attribute):
            return Asked(kind="fact", name=attribute, of=item)
        case Assessment(outcome=outcome):
            return Asked(kind="assessed", name=str(outcome))
        case _:
            return Asked(kind="judgement", name=question.judgement)


def _why(traces: Collection[LeafTrace]) -> str:
    """Which rules act, and which may, as a help line."""
    steps = [step for one in traces for step in (*one.grants, *one.bars)]
    acting, maybe = _names(steps, Truth.TRUE), _names(steps, Truth.UNKNOWN)
    parts = [f"these rules act: {acting}"] * bool(acting) + [f"these may: {maybe}"] * bool(maybe)
    return "; ".join(parts) or "no rule acts; correct the rules, or what is expected"


def _names(steps: Collection[RuleStep], truth: Truth) -> str:
    return ", ".join(dict.fromkeys(step.rule for step in steps if step.truth is truth))
