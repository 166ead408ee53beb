"""Applicants who could walk in: dossiers made to meet what rules ask, or to fail it by a hair, with little that is odd.

`dossiers` draws whatever the language has; most of that is nobody, and meets no rule. These begin at a rule: its
evidence at the threshold, a day or an hour beside it, with what follows from facts of the world, and at times without
something that should be known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...engines.prepare import aged_by
from ...model.attributes import APPLICANT, BEARERS, EVIDENCE_KINDS, VERDICT, Value
from ...model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    Condition,
    Exempt,
    Exists,
    Filter,
    Judgement,
    Not,
    Span,
    Sum,
    Test,
    every,
)
from ...model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from ...model.outcomes import Framework, Leaf, Ref
from ...model.policy import Rule, Ruleset
from ...model.quantities import Age, Amount
from ...model.reach import reached_by, targets_of
from .passing import DAY, Values, value_of
from .shown import shown

_GROWN_UP: Final = 16
"""Nobody has evidence of before this age [years]."""
_EXACT: Final = 2
"""So many times out of one more, somebody meets a rule to the letter, or in all but one thing, and no other rule."""
_DEEP: Final = 3
"""Chains of rules are followed no further than this."""


@st.composite
def applicants(
    draw: DrawFn,
    rulesets: Ruleset | Sequence[Ruleset],
    framework: Framework,
    *,
    on: date,
    max_items: int = 4,
    max_verdicts: int = 2,
    twice: Mapping[str, str] | None = None,
    about: Collection[str] = (),
    settling: Mapping[Leaf, Collection[Leaf]] | None = None,
) -> Dossier:
    """Applicants for one ruleset or several.

    Args:
        draw: Given by hypothesis.
        rulesets: The rulesets whose rules they meet, or just do not meet.
        framework: The framework that they are written over.
        on: The decision date.
        max_items: The most items of evidence.
        max_verdicts: The most verdicts.
        twice: Attributes that stand beside another one, near which their values are drawn.
        about: The rules of which they meet one first; any rule, when there are none.
        settling: By the outcome for which they meet that rule, outcomes of which no assessment and no judgement is left
            to be taken, at times: those that were not, went against them.
    """
    listed = (rulesets,) if isinstance(rulesets, Ruleset) else tuple(rulesets)
    exact = draw(st.integers(0, _EXACT)) < _EXACT
    varying = {aged_by(bearer) if name == "date" else name for name in (twice or {}).values() for bearer in BEARERS}
    values = Values(draw, listed, framework, on, exact=exact, varying={*varying, *(twice or {})})
    made = _Applicant(values, framework, on, twice or {})
    rules = [(one, rule) for one in listed for rule in one.rules if targets_of(framework, rule)]
    first = [one for one in rules if one[1].id in about] or rules
    wanted: dict[Leaf, None] = {}
    for number in range(draw(st.integers(1, 1 if exact else 3)) if rules else 0):
        ruleset, rule = draw(st.sampled_from(rules if number else first))
        target = made.meet_rule(ruleset, rule)
        wanted |= {} if number else dict.fromkeys((settling or {}).get(target, ()))
        if exact and rule.effect != "grant":  # what takes something away shows nothing where there is nothing
            made.meet_another(rule, rules)
    if wanted and values.rarely(2):
        for one in listed:
            made.settle(one, wanted)
    return shown(made.dossier(max_items, max_verdicts))


class _Applicant:
    """Somebody in the making."""

    def __init__(self, values: Values, framework: Framework, on: date, twice: Mapping[str, str]) -> None:
        self._values, self._framework, self._on, self._twice = values, framework, on, twice
        self._vocabulary = framework.vocabulary
        self._items: list[Evidence] = []
        self._verdicts: list[Verdict] = []
        self._answers: dict[tuple[str, str], bool] = {}
        self._known: dict[str, Value] = {}

    # Rules and conditions

    def meet_rule(self, ruleset: Ruleset, rule: Rule, depth: int = _DEEP) -> Leaf:
        """Meet a rule for one of its targets, or nearly; the target."""
        target: Leaf = self._values.one_of(targets_of(self._framework, rule))
        terms = [one for one in (ruleset.applies, rule.applies) if self._on in one.decisions]
        for condition in (*(one.condition(self._on) for one in terms), rule.when):
            self._meet(ruleset, condition, target, depth)
        return target

    def meet_another(self, rule: Rule, others: Sequence[tuple[Ruleset, Rule]]) -> None:
        """Meet a rule that grants something of what this one reaches."""
        reached = reached_by(self._framework, rule)
        granting = [(one, other) for one, other in others
                    if other.effect == "grant" and reached & reached_by(self._framework, other)]  # fmt: skip
        if granting:
            self.meet_rule(*granting[self._values.one_of(range(len(granting)))])

    def settle(self, ruleset: Ruleset, leaves: Collection[Leaf]) -> None:
        """Leave no assessment and no judgement to be taken of what rules ask about some outcomes."""
        about = {one.outcome for one in self._verdicts}
        for rule in ruleset.rules:
            for target in sorted(reached_by(self._framework, rule) & set(leaves)):
                for part in every(rule.when):
                    outcome = Ref(*target, target.level)
                    if isinstance(part, Assessed) and (part.outcome or outcome) not in about:
                        self._verdict(ruleset, part.tests, part.outcome or outcome, target, against=True)
                    elif isinstance(part, Judgement):
                        self._answers.setdefault((part.id, part.ruleset or ruleset.id), False)

    def _meet(self, ruleset: Ruleset, condition: Condition, target: Leaf, depth: int) -> None:
        """Meet a condition, or nearly. Who has nothing meets a negation; at times it is failed."""
        match condition:
            case All() | Any_() | AtLeast():
                for part in self._chosen(condition):
                    self._meet(ruleset, part, target, depth)
            case Exists(filter=items, count=count):
                for _ in range(count):
                    self._item(ruleset, items, target, {})
            case Sum(over=items) | Span(over=items):
                self._item(ruleset, items, target, self._enough(ruleset, condition))
            case Assessed(tests=tests, outcome=outcome):
                for _ in range(2 if self._values.oddly(4) else 1):
                    self._verdict(ruleset, tests, outcome or Ref(*target, target.level), target)
            case Judgement(id=name):
                self._answers[name, condition.ruleset or ruleset.id] = not self._values.oddly(4)
            case Exempt(outcome=outcome) if depth:
                self._chained(ruleset, outcome, depth)
            case Not(of=part) if self._values.rarely(2):
                self._meet(ruleset, part, target, depth)
            case Applicant(tests=tests):
                self._known |= self._values.satisfying(ruleset, tests, APPLICANT, target)
            case _:
                pass

    def _chosen(self, condition: All | Any_ | AtLeast) -> Sequence[Condition]:
        """The parts of a condition that are met."""
        if isinstance(condition, Any_):
            return [self._values.one_of(condition.of)] if condition.of else ()
        return condition.of[: condition.k] if isinstance(condition, AtLeast) else condition.of

    def _enough(self, ruleset: Ruleset, condition: Sum | Span) -> dict[str, Value]:
        """An amount, or a time, that is just enough, or just not."""
        wanted = value_of(ruleset, condition.at_least, self._on)
        if isinstance(condition, Sum) and isinstance(wanted, Amount):
            near = self._values.near([wanted.value + step for step in (0, -1, 1)], condition.of)
            return {condition.of: Amount(max(Decimal(0), near), wanted.unit)}
        if not isinstance(wanted, Age):
            return {}
        end = self._on if self._values.rarely(3) else self._on - relativedelta(months=2)
        return {
            "from": end - self._values.near([wanted.days, wanted.days - 1, wanted.days + 1], "from") * DAY,
            "to": end,
        }

    def _chained(self, ruleset: Ruleset, outcome: Ref, depth: int) -> None:
        """Meet a rule that exempts from an outcome."""
        leaf = self._values.one_of(self._framework.leaves_of(outcome))
        granting = [one for one in ruleset.rules if one.effect == "grant" and leaf in reached_by(self._framework, one)]
        if granting:
            self.meet_rule(ruleset, self._values.one_of(granting), depth - 1)

    # Things

    def _item(self, ruleset: Ruleset, items: Filter, target: Leaf, known: dict[str, Value]) -> None:
        kinds = items.kinds or EVIDENCE_KINDS
        carrying = [
            kind for kind in kinds if all(self._vocabulary.find(name, kind) for name in (*known, *_named(items.tests)))
        ]
        kind = self._values.one_of(carrying or kinds)
        asked = self._values.satisfying(ruleset, items.tests, kind, target) | known
        found = self._values.completed(kind, self._values.above(kind, asked, self._twice))
        found = self._in_order(self._values.beside(kind, found, self._twice), move="from" not in asked)
        carried = {name: value for name, value in found.items() if self._vocabulary.find(name, kind)}
        self._items.append(Evidence(id=f"{kind}-{len(self._items) + 1}", kind=kind, attributes=self._sorted(carried)))

    def _in_order(self, found: dict[str, Value], *, move: bool) -> dict[str, Value]:
        """With a beginning before each end: moved, or else the end is."""
        begin, end = found.get("from"), found.get("to")
        ends = [found.get(name) for name in ("to", *(one for one, name in self._twice.items() if name == "to"))]
        first = min((one for one in ends if isinstance(one, date)), default=None)
        if not isinstance(begin, date) or first is None or begin < first:
            return found
        if move:
            return {**found, "from": first - relativedelta(months=12)}
        return {**found, "to": max(end, begin + DAY)} if isinstance(end, date) else found

    def _verdict(
        self, ruleset: Ruleset, tests: tuple[Test, ...], outcome: Ref, target: Leaf, *, against: bool = False
    ) -> None:
        known = self._values.satisfying(ruleset, tests, VERDICT, target)
        found = self._values.completed(VERDICT, self._values.above(VERDICT, known, self._twice))
        found = self._values.beside(VERDICT, found, self._twice)
        found = {key: value for key, value in found.items() if self._vocabulary.find(key, VERDICT)}
        leaf = self._values.one_of(self._framework.leaves_of(outcome))
        name, achieved = f"verdict-{len(self._verdicts) + 1}", not (against or self._values.oddly(4))
        about = Ref(leaf.outcome, leaf.level, leaf.level)
        self._verdicts.append(Verdict(id=name, outcome=about, achieved=achieved, attributes=self._sorted(found)))

    def _sorted(self, known: dict[str, Value]) -> tuple[tuple[str, Value], ...]:
        """What is known; at times something is not."""
        gone = self._values.one_of(sorted(known)) if known and self._values.oddly(4) else None
        return tuple(sorted((name, value) for name, value in known.items() if name != gone))

    # The whole

    def dossier(self, max_items: int, max_verdicts: int) -> Dossier:
        """What was made."""
        items, verdicts = self._items[:max_items], self._verdicts[:max_verdicts]
        known = self._values.completed(APPLICANT, self._known)
        age = known.get("years-old")
        if isinstance(age, Amount) and "years-old" not in self._known:
            days = [value for one in items for _, value in one.attributes if isinstance(value, date)]
            least = self._on.year - min(days, default=self._on).year + _GROWN_UP
            known["years-old"] = Amount(max(age.value, Decimal(least)))
        return Dossier(
            id="applicant",
            illustrative=True,
            applicant=ApplicantFacts(attributes=self._sorted(known)),
            evidence=tuple(items),
            verdicts=tuple(verdicts),
            judgements=tuple(
                Answer(judgement=name, ruleset=owner, answer=said) for (name, owner), said in self._answers.items()
            ),
        )


def _named(tests: Sequence[Test]) -> list[str]:
    return [test.attribute for test in tests if not isinstance(test, AgeTest)]
