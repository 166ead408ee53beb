"""Whether the step of a condition is right: what it met is what the dossier has, and its truth follows from its parts.

Each form is worked out from the meaning page (§3 and §4) and by no engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, assert_never

from ..model.conditions import (
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exempt,
    Exists,
    Judgement,
    Not,
    Span,
    Sum,
)
from ..model.dossier import Verdict
from ..model.outcomes import Leaf
from ..model.quantities import Age, Amount, plain
from ..results.questions import Assessment, JudgementNeeded, MissingFact, Question
from ..results.status import Status, status_of
from ..results.trace import Step
from ..results.truth import Truth
from .saying import agreed
from .things import Things

FALSE, UNKNOWN, TRUE = Truth
_NOTHING: Final = Decimal(0)
_NO_END: Final = Decimal("Infinity")


class Steps(Things):
    """Checks the steps of conditions."""

    def step(self, step: Step, condition: Condition, target: Leaf, where: str) -> None:
        """Check the step of a condition."""
        where = f"{where} / {condition.form}"
        if not self.so(where, "the condition is not that of the ruleset", holds=step.condition == condition):
            return
        match condition:
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                self._parts(step, of, target, where)
            case Not(of=part):
                self._parts(step, (part,), target, where)
            case Exists():
                filtered = condition.filter
                self.items(step.items, filtered.tests, [(thing, "") for thing in self.of(filtered)], target, where)
                self._says(step, where, _threshold(condition.count, [item.truth for item in step.items]))
            case Applicant():
                self.items(step.items, condition.tests, [(self.asked.counting.applicant, "")], target, where)
                self._says(step, where, min((item.truth for item in step.items), default=UNKNOWN))
            case Sum():
                self._sum(step, condition, target, where)
            case Span():
                self._span(step, condition, target, where)
            case Assessed():
                self._assessed(step, condition, target, where)
            case Judgement():
                self._judgement(step, condition, where)
            case Exempt():
                self._exempt(step, condition, where)
            case _:
                assert_never(condition)

    def _says(
        self, step: Step, where: str, truth: Truth, found: str = "", questions: tuple[Question, ...] = ()
    ) -> None:
        """Check what a step says, given what it is made of."""
        self.so(where, f"it says '{step.truth}', and '{truth}' follows", holds=step.truth is truth)
        self.so(where, "what it found is not what there is", holds=step.found == found)
        self.so(where, "its questions are not those that would settle it", holds=step.questions == questions)
        compound = isinstance(step.condition, All | Any_ | Not | AtLeast | Assessed)
        itemised = isinstance(step.condition, Exists | Applicant | Sum | Span | Assessed)
        self.so(where, "it has parts, and there can be none", holds=compound or step.steps == ())
        self.so(where, "it has items, and there can be none", holds=itemised or step.items == ())

    def _parts(self, step: Step, of: Sequence[Condition], target: Leaf, where: str) -> None:
        if not self.so(where, "a part is missing or too many", holds=len(step.steps) == len(of)):
            return
        for place, (part, condition) in enumerate(zip(step.steps, of, strict=True), 1):
            self.step(part, condition, target, f"{where} {place}")
        truths = [part.truth for part in step.steps]
        match step.condition:
            case All():
                truth = min(truths, default=TRUE)
            case Any_():
                truth = max(truths, default=FALSE)
            case AtLeast(k=k):
                truth = _threshold(k, truths)
            case _:
                truth = Truth(TRUE - truths[0])
        self._says(step, where, truth)

    def _sum(self, step: Step, condition: Sum, target: Leaf, where: str) -> None:
        """What surely passes adds to both ends; what may pass, or has an amount not known, can only widen them."""
        over, of = condition.over, condition.of
        things = self.of(over)
        amounts = [thing.known.get(of) for thing in things]
        met = [(thing, "?" if one is None else str(one)) for thing, one in zip(things, amounts, strict=True)]
        if not self.items(step.items, over.tests, met, target, where):
            return
        low, high = _NOTHING, _NOTHING
        units, missing = set(), []
        for thing, amount, item in zip(things, amounts, step.items, strict=True):
            if item.truth is FALSE:
                continue
            declared = self.asked.framework.vocabulary.find(of, thing.kind)
            if declared:
                units.add(declared.unit)
            if isinstance(amount, Amount) and (not declared or declared.unit == amount.unit):
                least = most = amount.value
            elif not declared or (amount is None and declared.absent == "none" and of not in thing.unknown):
                least = most = _NOTHING
            else:
                least, most = declared.low, _NO_END if declared.high is None else declared.high
                missing.append(MissingFact(thing.name, of))
            low += least if item.truth is TRUE else min(_NOTHING, least)
            high += most if item.truth is TRUE else max(_NOTHING, most)
        upper = "" if high == _NO_END else plain(high)
        found = plain(low) if low == high else f"{plain(low)}..{upper}"
        wanted = [one for one in self.asked.values(condition.at_least) if isinstance(one, Amount)]
        truth = agreed(_reaches(low, high, one.value) if units <= {one.unit} else UNKNOWN for one in wanted)
        self._says(step, where, truth, found, (*missing, *self.asked.cohort_asked(condition.at_least)))

    def _span(self, step: Step, condition: Span, target: Leaf, where: str) -> None:
        """Days covered, each once: those that surely are, and those that may be."""
        over, until = condition.over, self.asked.reference(condition.as_of)
        things = self.of(over)
        ends = [(thing.known.get("from"), thing.known.get("to")) for thing in things]
        counts = ["/".join("?" if one is None else str(one) for one in pair) for pair in ends]
        if not self.items(step.items, over.tests, list(zip(things, counts, strict=True)), target, where):
            return
        surely: list[tuple[date, date]] = []
        maybe: list[tuple[date, date]] = []
        missing: list[Question] = [] if until else [MissingFact(None, "start")]
        for thing, (begin, end), item in zip(things, ends, step.items, strict=True):
            carried = all(self.asked.framework.vocabulary.find(name, thing.kind) for name in ("from", "to"))
            if item.truth is FALSE or not carried:
                continue
            missing += [MissingFact(thing.name, name) for name, one in (("from", begin), ("to", end)) if one is None]
            last = until or date.max
            covered = (
                begin if isinstance(begin, date) else date.min,
                min(end, last) if isinstance(end, date) else last,
            )
            maybe.append(covered)
            if item.truth is TRUE and until and begin is not None and end is not None:
                surely.append(covered)
        low, high = _days(surely), _days(maybe)
        wanted = [one for one in self.asked.values(condition.at_least) if isinstance(one, Age)]
        truth = agreed(_reaches(low, high, one.days) for one in wanted)
        found = f"{low} days" if low == high else f"{low}..{high} days"
        self._says(step, where, truth, found, (*missing, *self.asked.cohort_asked(condition.at_least)))

    # What people say, and chains

    def _assessed(self, step: Step, condition: Assessed, target: Leaf, where: str) -> None:
        """Of a whole every part, each by the verdicts that reach it."""
        leaves = self.asked.framework.leaves_of(condition.outcome) if condition.outcome else (target,)
        if len(leaves) == 1:
            self._assessed_on(step, condition, leaves[0], where)
            return
        if not self.so(where, "a part is missing or too many", holds=len(step.steps) == len(leaves)):
            return
        self.so(where, "it has items beside its parts", holds=step.items == ())
        for part, leaf in zip(step.steps, leaves, strict=True):
            inside = f"{where} / {leaf}"
            if self.so(inside, "the condition is not that of the ruleset", holds=part.condition == condition):
                self._assessed_on(part, condition, leaf, inside)
        self._says(step, where, min((part.truth for part in step.steps), default=TRUE))

    def _assessed_on(self, step: Step, condition: Assessed, leaf: Leaf, where: str) -> None:
        things = [one for one in self.asked.counting.verdicts if one.verdict and self._reaches(one.verdict, leaf)]
        counts = ["achieved" if one.verdict and one.verdict.achieved else "not achieved" for one in things]
        self.so(where, "it has parts, and there can be none", holds=step.steps == ())
        if not self.items(step.items, condition.tests, list(zip(things, counts, strict=True)), leaf, where):
            return
        yes = max((item.truth for item, said in zip(step.items, counts, strict=True) if said == "achieved"), default=0)
        no = max((item.truth for item, said in zip(step.items, counts, strict=True) if said != "achieved"), default=0)
        truth = TRUE if yes == TRUE else FALSE if yes == FALSE and no == TRUE else UNKNOWN
        self._says(step, where, truth, questions=(Assessment(leaf, condition.tests),))

    def _reaches(self, verdict: Verdict, leaf: Leaf) -> bool:
        """Achieved reaches every lower level, and the parts of a whole; not achieved every higher level of the same."""
        ref = verdict.outcome
        if verdict.achieved:
            reached = self.asked.framework.leaves_of(ref)
            return any(one.outcome == leaf.outcome and leaf.level <= one.level for one in reached)
        return ref.outcome == leaf.outcome and leaf.level >= (ref.low or 1)

    def _judgement(self, step: Step, condition: Judgement, where: str) -> None:
        """What was answered for this ruleset, or for all where one answer settles it for several."""
        ruleset = self.asked.ruleset
        own = condition.ruleset or ruleset.id
        shared = condition.id in self.asked.shared or condition.id in ruleset.shared
        answers = [
            one.answer
            for one in self.asked.counting.answers
            if one.judgement == condition.id and (shared or one.ruleset == own)
        ]
        truth = agreed(TRUE if answer else FALSE for answer in answers)
        found = ", ".join("yes" if answer else "no" for answer in answers)
        asks = JudgementNeeded(condition.id, None if shared else own, condition.asks, condition.by)
        self._says(step, where, truth, found, (asks,))

    def _exempt(self, step: Step, condition: Exempt, where: str) -> None:
        """By the statuses in the traces of those leaves, which are checked by themselves."""
        leaves = self.asked.framework.leaves_of(condition.outcome)
        self.rests_on.update(leaves)
        if not self.so(where, "what it rests on has no trace", holds=all(leaf in self.traces for leaf in leaves)):
            return
        traces = [self.traces[leaf] for leaf in leaves]
        each = [
            FALSE if Status.EXEMPT not in one.statuses else TRUE if len(one.statuses) == 1 else UNKNOWN
            for one in traces
        ]
        found = ", ".join(f"{leaf}: {status_of(one.statuses)}" for leaf, one in zip(leaves, traces, strict=True))
        questions = tuple(dict.fromkeys(question for one in traces for question in one.questions))
        self._says(step, where, min(each, default=TRUE), found, questions)


def _threshold(k: int, truths: Sequence[Truth]) -> Truth:
    """True when so many are true, false when so many can no longer be."""
    if sum(one is TRUE for one in truths) >= k:
        return TRUE
    return UNKNOWN if sum(one is not FALSE for one in truths) >= k else FALSE


def _reaches(low: Any, high: Any, wanted: Any) -> Truth:
    if low >= wanted:
        return TRUE
    return FALSE if high < wanted else UNKNOWN


def _days(stretches: Sequence[tuple[date, date]]) -> int:
    """Days in some stretch, each once: those between two turns count when a stretch goes over them."""
    turns = sorted({turn for stretch in stretches for turn in stretch})
    return sum(
        (after - turn).days
        for turn, after in pairwise(turns)
        if any(begin <= turn and after <= end for begin, end in stretches)
    )
