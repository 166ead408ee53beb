"""The reference engine: it defines what a ruleset means.

It reads the ruleset directly, evaluates every condition in three values wherever it is asked for, and keeps nothing
for later: no caching, no cleverness. Every other engine is held to it. The order is that of the meaning: what is
exempt (a leaf), which rules act on it (an instance), whether a condition holds, whether an item passes, what a test
says.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, assert_never

from ..model.attributes import APPLICANT, ONGOING, VERDICT, Attribute, Grade, Value, Vocabulary
from ..model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    AsOf,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
)
from ..model.dossier import ApplicantFacts, Carrier, Evidence, Verdict
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Rule, Ruleset
from ..model.quantities import Age, Amount, plain
from ..model.reach import reaches, targets_of
from ..model.sources import Citation
from ..results import truth as kleene
from ..results.questions import Assessment, JudgementNeeded, MissingFact, Question
from ..results.status import exempt_in, possible, status_of
from ..results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep, Traced
from ..results.truth import Truth
from .prepare import Prepared, aged_by, dated_by

FALSE, UNKNOWN, TRUE = Truth
_ALWAYS: Final = All()

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class Case:
    """One dossier under one ruleset on one decision date.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        prepared: The dossier, made ready for the decision date.
        on: The decision date.
        shared: The judgements that one answer settles for all rulesets.
    """

    ruleset: Ruleset
    framework: Framework
    prepared: Prepared
    on: date
    shared: frozenset[str] = frozenset()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The attributes that are declared."""
        return self.framework.vocabulary

    @cached_property
    def reaching(self) -> dict[tuple[str, Leaf], list[Leaf]]:
        """See `reaching`."""
        return reaching(self.ruleset, self.framework)

    @property
    def applicant(self) -> ApplicantFacts:
        """What is known of the applicant."""
        return self.prepared.dossier.applicant

    # What follows is asked through the case, so that another can remember what it was asked. This one does not.

    def trace(self, leaf: Leaf) -> LeafTrace:
        """See `trace`."""
        return trace(self, leaf)

    def acts(self, rule: Rule, target: Leaf) -> RuleStep:
        """See `acts`."""
        return acts(self, rule, target)

    def whole(self, rule: Rule) -> Condition:
        """See `whole`."""
        return whole(self, rule)

    def holds(self, condition: Condition, target: Leaf) -> Step:
        """See `holds`."""
        return holds(self, condition, target)

    def passes(self, kind: str, name: str | None, thing: Carrier, tests: tuple[Test, ...], target: Leaf) -> ItemStep:
        """See `passes`."""
        return passes(self, kind, name, thing, tests, target)

    def says(self, test: Test, kind: str, name: str | None, thing: Carrier, target: Leaf) -> TestStep:
        """See `says`."""
        return says(self, test, kind, name, thing, target)

    def covered(self, value: Value) -> AbstractSet[Leaf]:
        """The leaves that something with this alignment covers."""
        return reached_below(self.framework, map(Ref.parse, value if isinstance(value, frozenset) else ()))


def evaluate(case: Case) -> dict[Leaf, LeafTrace]:
    """The possible statuses of every leaf, with the trace of each."""
    return {leaf: case.trace(leaf) for leaf in case.framework.leaves}


@dataclass(frozen=True)
class Reference:
    """The reference as an engine among others.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        on: The decision date.
        shared: The judgements that one answer settles for all rulesets.
    """

    ruleset: Ruleset
    framework: Framework
    on: date
    shared: frozenset[str] = frozenset()

    def evaluate(self, prepared: Prepared) -> Traced:
        """What the ruleset says of a dossier that was prepared for the same decision date."""
        return Traced(evaluate(Case(self.ruleset, self.framework, prepared, self.on, self.shared)))


def reaching(ruleset: Ruleset, framework: Framework) -> dict[tuple[str, Leaf], list[Leaf]]:
    """For a rule and a leaf the targets of the rule whose instances reach the leaf."""
    found: dict[tuple[str, Leaf], list[Leaf]] = {}
    for rule in ruleset.rules:
        for target in targets_of(framework, rule):
            for leaf in (Leaf(target.outcome, level) for level in framework.levels(target.outcome)):
                if reaches(rule, target, leaf):
                    found.setdefault((rule.id, leaf), []).append(target)
    return found


def trace(case: Case, leaf: Leaf) -> LeafTrace:
    """The possible statuses of one leaf: whether grants that reach it act, and bars."""
    grants = tuple(_reaching(case, "grant", leaf))
    bars = tuple(_reaching(case, "bar", leaf))
    granted = kleene.some(step.truth for step in grants)
    barred = kleene.some(step.truth for step in bars)
    return LeafTrace(leaf, granted, barred, possible(granted, barred, case.ruleset.conflicts), grants, bars)


def _reaching(case: Case, effect: str, leaf: Leaf) -> Iterator[RuleStep]:
    for rule in case.ruleset.rules:
        if rule.effect == effect:
            yield from (case.acts(rule, target) for target in case.reaching.get((rule.id, leaf), ()))


def acts(case: Case, rule: Rule, target: Leaf) -> RuleStep:
    """Whether a rule acts on a target: it is in force, its condition holds, no rule that overrides it acts there."""
    condition = case.holds(case.whole(rule), target)
    overriders = tuple(
        case.acts(other, its_target)
        for other in case.ruleset.overridden_by[rule.id]
        for its_target in case.reaching.get((other.id, target), ())
    )
    acting = kleene.every([condition.truth, ~kleene.some(step.truth for step in overriders)])
    articles = tuple((text, case.ruleset.article(Citation.parse(text))) for text in rule.articles)
    return RuleStep(rule.id, rule.title, articles, rule.effect, target, acting, condition, overriders)


def whole(case: Case, rule: Rule) -> Condition:
    """The condition of a rule, and that it is in force."""
    in_force = [case.ruleset.applies.condition(case.on), rule.applies.condition(case.on)]
    terms = tuple(term for term in (*in_force, rule.when) if term != _ALWAYS)
    return rule.when if in_force == [_ALWAYS, _ALWAYS] else _ALWAYS.with_(of=terms)


def holds(case: Case, condition: Condition, target: Leaf) -> Step:
    """Whether a condition holds for a target."""
    match condition:
        case All(of=of):
            steps = tuple(case.holds(part, target) for part in of)
            return Step(condition, kleene.every(step.truth for step in steps), steps)
        case Any_(of=of):
            steps = tuple(case.holds(part, target) for part in of)
            return Step(condition, kleene.some(step.truth for step in steps), steps)
        case AtLeast(k=k, of=of):
            steps = tuple(case.holds(part, target) for part in of)
            return Step(condition, kleene.at_least(k, (step.truth for step in steps)), steps)
        case Not(of=part):
            step = case.holds(part, target)
            return Step(condition, ~step.truth, (step,))
        case Exists():
            return _exists(case, condition, target)
        case Sum():
            return _sum(case, condition, target)
        case Span():
            return _span(case, condition, target)
        case Assessed():
            return _assessed(case, condition, target)
        case Judgement():
            return _judgement(case, condition)
        case Exempt():
            return _exempt(case, condition)
        case Applicant(tests=tests):
            item = case.passes(APPLICANT, None, case.applicant, tests, target)
            return Step(condition, item.truth, items=(item,))
        case _:
            assert_never(condition)


def _exists(case: Case, condition: Exists, target: Leaf) -> Step:
    items = tuple(_filtered(case, condition.filter, target))
    found = kleene.at_least(condition.count, (item.truth for item in items))
    return Step(condition, found, items=items)


def _sum(case: Case, condition: Sum, target: Leaf) -> Step:
    """An interval: what surely passes adds to both ends; what may pass can only widen it, and so can unknown amounts.

    An amount that is not known lies within the declared range of the attribute.
    """
    low, high = Decimal(0), Decimal(0)
    items: list[ItemStep] = []
    missing: list[Question] = []
    units: set[str] = set()
    for item, step in _candidates(case, condition.over, target):
        declared = case.vocabulary.find(condition.of, item.kind)
        units |= {declared.unit} if declared and step.truth is not FALSE else set()
        amount = item.known.get(condition.of)
        if isinstance(amount, Amount) and (declared is None or amount.unit == declared.unit):
            least, most = amount.value, amount.value
        elif declared is None or _is_none(declared, item):
            least, most = Decimal(0), Decimal(0)
        else:
            least, most = declared.low, declared.high if declared.high is not None else Decimal("Infinity")
            missing += [MissingFact(item.id, condition.of)] * (step.truth is not FALSE)
        low += least if step.truth is TRUE else min(least, Decimal(0)) if step.truth is UNKNOWN else 0
        high += most if step.truth is TRUE else max(most, Decimal(0)) if step.truth is UNKNOWN else 0
        items.append(ItemStep(step.item, step.kind, step.truth, step.tests, str(amount) if amount is not None else "?"))
    found = f"{plain(low)}" if low == high else f"{plain(low)}..{plain(high) if high.is_finite() else ''}"
    wanted = [value for value in _values(case, condition.at_least) if isinstance(value, Amount)]
    result = kleene.agreed(_reached(low, high, one.value) if units <= {one.unit} else UNKNOWN for one in wanted)
    questions = (*missing, *_cohort(case, condition.at_least))
    return Step(condition, result, items=tuple(items), found=found, questions=questions)


def _reached(low: Any, high: Any, wanted: Any) -> Truth:
    return TRUE if low >= wanted else FALSE if high < wanted else UNKNOWN


def _span(case: Case, condition: Span, target: Leaf) -> Step:
    """Days covered, counted once where items overlap; n months are the fewest days that n months can have."""
    reference, unknown = _reference_date(case, condition.as_of)
    until = reference or date.max
    surely: list[tuple[int, int]] = []
    maybe: list[tuple[int, int]] = []
    items: list[ItemStep] = []
    missing: list[Question] = list(unknown)
    for item, step in _candidates(case, condition.over, target):
        begin, end = item.known.get("from"), item.known.get("to")
        items.append(ItemStep(step.item, step.kind, step.truth, step.tests, f"{begin or '?'}/{end or '?'}"))
        carried = all(case.vocabulary.find(name, item.kind) for name in ("from", "to"))
        if step.truth is FALSE or not carried:
            continue
        first = begin if isinstance(begin, date) else date.min
        last = min(end, until) if isinstance(end, date) else until
        maybe.append((first.toordinal(), last.toordinal()))
        missing += [MissingFact(item.id, name) for name, value in (("from", begin), ("to", end)) if value is None]
        if step.truth is TRUE and reference and begin is not None and end is not None:
            surely.append((first.toordinal(), last.toordinal()))
    wanted = [value.days for value in _values(case, condition.at_least) if isinstance(value, Age)]
    low, high = _covered(surely), _covered(maybe)
    return Step(
        condition,
        kleene.agreed(_reached(low, high, days) for days in wanted),
        items=tuple(items),
        found=f"{low} days" if low == high else f"{low}..{high} days",
        questions=(*missing, *_cohort(case, condition.at_least)),
    )


def _covered(intervals: Iterable[tuple[int, int]]) -> int:
    total, reached = 0, 0
    for first, last in sorted(intervals):
        total += max(0, last - max(first, reached))
        reached = max(reached, last)
    return total


def _assessed(case: Case, condition: Assessed, target: Leaf) -> Step:
    """True when a verdict that passes says achieved; false when one says not and none says, or may say, achieved."""
    asked = case.framework.leaves_of(condition.outcome) if condition.outcome else (target,)
    steps = tuple(_assessed_on(case, condition, leaf) for leaf in asked)
    return steps[0] if len(steps) == 1 else Step(condition, kleene.every(step.truth for step in steps), steps)


def _assessed_on(case: Case, condition: Assessed, leaf: Leaf) -> Step:
    items: list[ItemStep] = []
    for verdict in case.prepared.dossier.verdicts:
        if speaks_of(case.framework, verdict, leaf):
            step = case.passes(VERDICT, verdict.id, verdict, condition.tests, leaf)
            said = "achieved" if verdict.achieved else "not achieved"
            items.append(ItemStep(step.item, step.kind, step.truth, step.tests, said))
    achieved = kleene.some(item.truth for item in items if item.counts == "achieved")
    failed = kleene.some(item.truth for item in items if item.counts != "achieved")
    result = TRUE if achieved is TRUE else FALSE if (achieved, failed) == (FALSE, TRUE) else UNKNOWN
    return Step(condition, result, items=tuple(items), questions=(Assessment(leaf, condition.tests),))


def speaks_of(framework: Framework, verdict: Verdict, leaf: Leaf) -> bool:
    """Achieved reaches every lower level, and the parts of a whole; not achieved every higher level of the same."""
    if not verdict.achieved:
        return verdict.outcome.outcome == leaf.outcome and leaf.level >= max(verdict.outcome.low, 1)
    return leaf in reached_below(framework, [verdict.outcome])


def reached_below(framework: Framework, refs: Iterable[Ref]) -> set[Leaf]:
    """The leaves that references name, and every lower level of them."""
    named = [leaf for ref in refs for leaf in framework.leaves_of(ref)]
    return {Leaf(leaf.outcome, level) for leaf in named for level in range(1, leaf.level + 1)}


def _judgement(case: Case, condition: Judgement) -> Step:
    own = condition.ruleset or case.ruleset.id
    shared = condition.id in case.shared | case.ruleset.shared
    answers = [
        answer.answer
        for answer in case.prepared.dossier.judgements
        if answer.judgement == condition.id and (shared or answer.ruleset == own)
    ]
    result = kleene.agreed(kleene.of(answer) for answer in answers)
    question = JudgementNeeded(condition.id, None if shared else own, condition.asks, condition.by)
    return Step(
        condition,
        result,
        found=", ".join("yes" if answer else "no" for answer in answers),
        questions=(question,),
    )


def _exempt(case: Case, condition: Exempt) -> Step:
    traces = [case.trace(leaf) for leaf in case.framework.leaves_of(condition.outcome)]
    result = kleene.every(exempt_in(one.statuses) for one in traces)
    found = ", ".join(f"{one.leaf}: {status_of(one.statuses)}" for one in traces)
    questions = tuple(dict.fromkeys(question for one in traces for question in one.questions))
    return Step(condition, result, found=found, questions=questions)


def _filtered(case: Case, items: Filter, target: Leaf) -> Iterator[ItemStep]:
    return (step for _, step in _candidates(case, items, target))


def _candidates(case: Case, items: Filter, target: Leaf) -> Iterator[tuple[Evidence, ItemStep]]:
    """The items of the kinds that a filter is about, each with whether it passes."""
    for item in case.prepared.dossier.evidence:
        if not items.kinds or item.kind in items.kinds:
            yield item, case.passes(item.kind, item.id, item, items.tests, target)


def passes(case: Case, kind: str, name: str | None, thing: Carrier, tests: tuple[Test, ...], target: Leaf) -> ItemStep:
    """Whether a thing passes tests, and is there: what may be dated after the decision, or a double, may only pass."""
    if name in case.prepared.undated and isinstance(thing, Evidence | Verdict):
        tests = (*tests, DateTest(attribute=dated_by(thing), op="<=", value=case.on))
    steps = tuple(case.says(test, kind, name, thing, target) for test in tests)
    if name is not None and name in case.prepared.doubled and isinstance(thing, Evidence):
        apart = case.prepared.doubled[name]
        doubt = CodeTest(attribute=apart, codes=(), match="none")
        steps = (*steps, TestStep(doubt, UNKNOWN, question=MissingFact(name, apart)))
    return ItemStep(name, kind, kleene.every(step.truth for step in steps), steps)


def says(case: Case, test: Test, kind: str, name: str | None, thing: Carrier, target: Leaf) -> TestStep:
    """What a test says of one thing: unknown when the attribute is not known.

    What is not there is none of the codes and is no; every other test on it is false.
    """
    if isinstance(test, AgeTest):
        return _age(case, test, kind, name, thing)
    declared = case.vocabulary.find(test.attribute, kind)
    negative = (isinstance(test, CodeTest) and test.match == "none") or (isinstance(test, FlagTest) and not test.value)
    if declared is None or _is_none(declared, thing):
        return TestStep(test, kleene.of(negative), "none")
    value = thing.known.get(test.attribute)
    missing = MissingFact(name, test.attribute)
    if value is None:
        return TestStep(test, UNKNOWN, question=missing)
    result, question = _compared(case, test, declared, value, target)
    asked = (question or missing) if result is UNKNOWN else None
    return TestStep(test, result, _shown(value), (name, test.attribute) in case.prepared.inferred, asked)


def _compared(case: Case, test: Test, declared: Attribute, value: Value, target: Leaf) -> tuple[Truth, Question | None]:
    match test:
        case NumberTest(op=op, value=wanted, scale=scale):
            number = case.vocabulary.convert(value, scale) if isinstance(value, Grade) and scale else value
            number = Amount(number) if isinstance(number, Decimal) else number
            if not isinstance(number, Amount) or {number.unit} != {one.unit for one in _values(case, wanted)}:
                return UNKNOWN, None
            return _among(case, wanted, lambda one: _COMPARE[op](number.value, one.value))
        case DateTest(op=op, value=wanted):
            moment = case.on if value is ONGOING else value
            return _among(case, wanted, lambda one: _COMPARE[op](moment, one))
        case FlagTest(value=wanted):
            return kleene.of(value is wanted), None
        case CoversTest(outcome=outcome):
            asked = set(case.framework.leaves_of(outcome)) if outcome else {target}
            return kleene.of(asked <= case.covered(value)), None
        case CodeTest(codes=codes, match=match):
            has = frozenset(value) if isinstance(value, frozenset) else frozenset({str(value)})
            results = [_has(has, one, match, declared) for one in _values(case, codes)]
            return kleene.agreed(results), next(iter(_cohort(case, codes)), None)
        case _:
            raise AssertionError(test)


def _among(case: Case, wanted: Any, compare: Callable[[Any], bool]) -> tuple[Truth, Question | None]:
    """A comparison with every value that is possible: one, unless a parameter hangs on a cohort that is not known."""
    results = [kleene.of(compare(one)) for one in _values(case, wanted)]
    return kleene.agreed(results), next(iter(_cohort(case, wanted)), None)


def _has(has: frozenset[str], codes: Iterable[str], match: str, declared: Attribute) -> Truth:
    each = [kleene.some(_same(one, code, prefix=declared.prefix) for one in has) for code in codes]
    if match == "all":
        return kleene.every(each)
    return ~kleene.some(each) if match == "none" else kleene.some(each)


def _same(value: str, code: str, *, prefix: bool) -> Truth:
    """Whether a code is, or falls under, another; a value that is broader than the code leaves it open."""
    if not prefix:
        return kleene.of(value == code)
    return TRUE if value.startswith(code) else UNKNOWN if code.startswith(value) else FALSE


def _age(case: Case, test: AgeTest, kind: str, name: str | None, thing: Carrier) -> TestStep:
    dated = aged_by(kind)
    obtained = thing.known.get(dated)
    reference, unknown = _reference_date(case, test.as_of)
    if obtained is None:
        return TestStep(test, UNKNOWN, question=MissingFact(name, dated))
    if reference is None:
        return TestStep(test, UNKNOWN, _shown(obtained), question=unknown[0])
    moment = min(obtained, reference) if isinstance(obtained, date) else reference
    result, question = _among(case, test.value, lambda age: _COMPARE[test.op](reference, age.after(moment)))
    return TestStep(
        test,
        result,
        _shown(obtained),
        (name, dated) in case.prepared.inferred,
        question if result is UNKNOWN else None,
    )


def _reference_date(case: Case, as_of: AsOf) -> tuple[date | None, tuple[Question, ...]]:
    if as_of == "decision":
        return case.on, ()
    if isinstance(as_of, date):
        return as_of, ()
    start = case.applicant.known.get("start")
    return (start, ()) if isinstance(start, date) else (None, (MissingFact(None, "start"),))


def _values(case: Case, value: Any) -> tuple[Any, ...]:
    """The values that are possible: the value itself, or those of a parameter for the date and cohort."""
    if not isinstance(value, Param):
        return (value,)
    return case.ruleset.parameter[value.parameter].at(case.on, case.applicant.cohort)


def _cohort(case: Case, value: Any) -> tuple[Question, ...]:
    return (MissingFact(None, "cohort"),) if isinstance(value, Param) and len(_values(case, value)) > 1 else ()


def _is_none(declared: Attribute, thing: Carrier) -> bool:
    """Whether the attribute is not there, rather than not known."""
    unknown = getattr(thing, "unknown", ())
    return declared.absent == "none" and declared.id not in thing.known and declared.id not in unknown


def _shown(value: Value) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
