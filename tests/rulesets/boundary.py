"""Dossiers on the edge: each makes a condition hold, and no value in it is better than the condition asks.

Of the dossiers that a condition and a slightly other one give, some passes the one and not the other. Whether it does
is not decided here but by the reference engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from evc_rules.model.attributes import EVIDENCE_KINDS, ONGOING, Attribute, Grade, Value
from evc_rules.model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
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
    every,
)
from evc_rules.model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Framework, Leaf, Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Age, Amount
from evc_rules.model.reach import reaches, targets_of

START = date(2027, 2, 1)
COHORT = 2026
LONG_AGO = date(1994, 1, 3)
"""The date of what no test asks the date of: before any decision."""
DAY = timedelta(days=1)
_MOST = 60
_DEEPEST = 3

Codes = dict[str, frozenset[str]]
"""Codes that occur, by attribute: where none of some codes may be had, one of these is."""


@dataclass(frozen=True)
class Draft:
    """What a dossier has to hold."""

    evidence: tuple[tuple[str, tuple[tuple[str, Value], ...]], ...] = ()
    verdicts: tuple[tuple[Ref, tuple[tuple[str, Value], ...]], ...] = ()
    answers: tuple[tuple[str, str | None], ...] = ()
    applicant: tuple[tuple[str, Value], ...] = ()

    def and_(self, other: Draft) -> Draft:
        """Both; of two values for one attribute of the applicant the first, of two sets of codes all."""
        return Draft(
            tuple(dict.fromkeys((*self.evidence, *other.evidence))),
            tuple(dict.fromkeys((*self.verdicts, *other.verdicts))),
            tuple(dict.fromkeys((*self.answers, *other.answers))),
            tuple(sorted({**dict(other.applicant), **dict(self.applicant), **self._codes_of_both(other)}.items())),
        )

    def _codes_of_both(self, other: Draft) -> dict[str, Value]:
        mine, theirs = dict(self.applicant), dict(other.applicant)
        shared = ((name, value, theirs.get(name)) for name, value in mine.items())
        return {name: a | b for name, a, b in shared if isinstance(a, frozenset) and isinstance(b, frozenset)}

    def dossier(self) -> Dossier:
        """The dossier, of a part-time student who is about to start unless the draft says otherwise."""
        facts = {"cohort": Amount(Decimal(COHORT)), "start": START, "variant": "part-time", **dict(self.applicant)}
        return Dossier(
            id="boundary",
            applicant=ApplicantFacts(attributes=tuple(sorted(facts.items()))),
            evidence=tuple(
                Evidence(id=f"e{n}", kind=kind, attributes=known if kind == "work" else _dated(known))
                for n, (kind, known) in enumerate(self.evidence)
            ),
            verdicts=tuple(
                Verdict(id=f"v{n}", outcome=ref, achieved=True, attributes=_dated(known))
                for n, (ref, known) in enumerate(self.verdicts)
            ),
            judgements=tuple(
                Answer(judgement=name, ruleset=ruleset, answer=True, on=LONG_AGO) for name, ruleset in self.answers
            ),
        )


@dataclass(frozen=True)
class Boundary:
    """Drafts for the conditions of one ruleset on one decision date."""

    ruleset: Ruleset
    framework: Framework
    on: date
    pool: Codes = field(default_factory=dict)
    cohorts: tuple[int, ...] = (COHORT,)
    depth: int = 0

    def acting(self, rule: Rule, target: Leaf) -> Iterator[Draft]:
        """Drafts in which a rule is in force and its condition holds."""
        return _each_in_turn([*self._in_force(rule), list(self.holding(rule.when, target))])

    def without(self, rule: Rule) -> Draft:
        """What is known of an applicant whom a rule is not about."""
        tests = [test for one in every(rule.when) if isinstance(one, Applicant) for test in one.tests]
        denied = (next(self._edge(_denied(test), "applicant", self.framework.leaves[0]), None) for test in tests)
        return Draft(applicant=_frozen(dict(filter(None, denied))))

    def _in_force(self, rule: Rule) -> list[list[Draft]]:
        """Cohorts for which a rule is in force, the first and last too, and variants; none when never on the day."""
        both = (self.ruleset.applies, rule.applies)
        if not all(self.on in one.decisions for one in both):
            return [[]]
        edges = {edge for one in both for edge in (one.cohorts.start, (one.cohorts.end or 0) - 1) if edge and edge > 0}
        years = dict.fromkeys([*self.cohorts, *sorted(edges)])
        cohorts = [year for year in years if all(year in one.cohorts for one in both)]
        named = [set(one.variants) for one in both if one.variants]
        variants = sorted(set.intersection(*named)) if named else []
        if self.depth and not rule.applies.cohorts.start and not rule.applies.variants:
            return []
        return [
            [Draft(applicant=(("cohort", Amount(Decimal(edge))),)) for edge in cohorts] or [Draft()],
            [Draft(applicant=(("variant", one),)) for one in variants] or [Draft()],
        ]

    def holding(self, condition: Condition, target: Leaf) -> Iterator[Draft]:
        """Drafts in which a condition holds, or just does not hold where it is denied."""
        return islice(self._holding(condition, target), _MOST)

    def _holding(self, condition: Condition, target: Leaf) -> Iterator[Draft]:  # noqa: PLR0912 - one case a form
        match condition:
            case All(of=of):
                yield from _each_in_turn([list(self.holding(part, target)) for part in of])
            case Any_(of=of):
                for part in sorted(of, key=lambda one: isinstance(one, Exempt)):
                    yield from self.holding(part, target)
            case AtLeast(k=k, of=of):
                for first in range(len(of)):
                    chosen = [of[(first + more) % len(of)] for more in range(k)]
                    yield from self.holding(All(of=tuple(chosen)), target)
            case Not(of=part):
                yield Draft()
                yield from self.holding(part, target)
            case Exists(filter=items, count=count):
                for kind, known in self._items(items, target):
                    copies = [{**known, "issuer": known.get("issuer", f"i{n}")} for n in range(count)]
                    yield Draft(evidence=tuple((kind, _frozen(one)) for one in copies))
            case Sum(of=of, over=over, at_least=least):
                for amount in self._values(least):
                    for kind, known in self._items(over, target):
                        yield Draft(evidence=((kind, _frozen({**known, of: amount})),))
            case Span(over=over, at_least=least, as_of=as_of):
                for age in self._values(least):
                    for kind, known in self._items(over, target):
                        for begin, end in self._covering(age, known, as_of):
                            yield Draft(evidence=((kind, _frozen({**known, "from": begin, "to": end})),))
            case Assessed(tests=tests, outcome=outcome):
                leaves = self.framework.leaves_of(outcome) if outcome else (target,)
                for known in self._known(tests, "verdict", target):
                    yield Draft(verdicts=tuple((_ref(leaf), _frozen(known)) for leaf in leaves))
            case Judgement(id=name, ruleset=ruleset):
                yield Draft(answers=((name, ruleset or self.ruleset.id),))
            case Applicant(tests=tests):
                for known in self._known(tests, "applicant", target):
                    yield Draft(applicant=_frozen(known))
            case Exempt(outcome=outcome):
                leaves = self.framework.leaves_of(outcome)
                yield from _each_in_turn([list(self._exempting(leaf)) for leaf in leaves])

    def _exempting(self, leaf: Leaf) -> Iterator[Draft]:
        if self.depth < _DEEPEST:
            deeper = replace(self, depth=self.depth + 1)
            for rule in self.ruleset.rules:
                target = aimed(self.framework, rule, leaf)
                if rule.effect == "grant" and target:
                    yield from islice(deeper.acting(rule, target), 2)

    def _covering(self, age: Age, known: dict[str, Value], as_of: Any) -> Iterator[tuple[date, Value]]:
        """Work that covers exactly so much: up to the day that counts, or from or to the day that a test is about."""
        until = self._reference(as_of)
        length = timedelta(days=age.days)
        yield until - length, known.get("to", ONGOING) if not isinstance(known.get("to"), date) else until
        if isinstance(known.get("from"), date):
            yield known["from"], known["from"] + length  # type: ignore[operator]
        if isinstance(known.get("to"), date):
            yield known["to"] - length, known["to"]  # type: ignore[operator]

    def _items(self, items: Filter, target: Leaf) -> Iterator[tuple[str, dict[str, Value]]]:
        """Items that pass a filter: of each kind that can, with values on the edge."""
        needed = [test.attribute for test in items.tests if not isinstance(test, AgeTest)]
        vocabulary = self.framework.vocabulary
        for kind in items.kinds or EVIDENCE_KINDS:
            if all(vocabulary.find(name, kind) for name in needed):
                for known in self._known(items.tests, kind, target):
                    until = known.get("to", ONGOING)
                    begin = (until if isinstance(until, date) else self.on) - 400 * DAY  # long enough for the hours
                    working = {"from": begin, "to": until} if kind == "work" else {}
                    yield kind, {**working, **known}

    def _known(self, tests: Sequence[Test], bearer: str, target: Leaf) -> Iterator[dict[str, Value]]:
        """Values on the edge for every test, one varied at a time."""
        choices = [[Draft(applicant=((name, value),)) for name, value in self._edge(t, bearer, target)] for t in tests]
        for draft in _each_in_turn(choices):
            yield dict(draft.applicant)

    def _edge(self, test: Test, bearer: str, target: Leaf) -> Iterator[tuple[str, Value]]:
        declared = self.framework.vocabulary.find(getattr(test, "attribute", ""), bearer)
        match test:
            case AgeTest(op=op, value=value, as_of=as_of):
                name = "to" if bearer == "work" else "date"
                for age in self._values(value):
                    yield name, _obtained(self._reference(as_of), age, strictly=op in {"<", ">"}, older=op[0] == ">")
            case NumberTest(attribute=name, op=op, value=value, scale=scale):
                for amount in self._values(value):
                    number = amount.value + _step(declared, scale) * {"<": -1, ">": 1, "!=": 1}.get(op, 0)
                    yield name, Grade(number, scale) if scale else Amount(number, amount.unit)
            case DateTest(attribute=name, op=op, value=value):
                for moment in self._values(value):
                    yield name, moment + DAY * {"<": -1, ">": 1, "!=": 1}.get(op, 0)
            case FlagTest(attribute=name, value=value):
                yield name, value
            case CoversTest(attribute=name, outcome=outcome):
                yield name, frozenset({str(outcome or _ref(target))})
            case CodeTest(attribute=name, match=match, codes=codes):
                several = declared is not None and declared.type == "codes"
                for listed in self._values(codes):
                    for chosen in self._codes(name, match, listed, declared):
                        yield name, frozenset(chosen) if several else chosen[0]

    def _codes(self, name: str, match: str, listed: Iterable[str], declared: Attribute | None) -> list[tuple[str, ...]]:
        if match == "all":
            return [tuple(listed)]
        if match == "any":
            return [(code,) for code in listed]
        others = {*self.pool.get(name, ()), *((declared.codes if declared else ()) or ("zz",))}
        return [(code,) for code in sorted(others - set(listed))]

    def _values(self, value: Any) -> tuple[Any, ...]:
        """The value, or those that a parameter can have on the day."""
        if not isinstance(value, Param):
            return (value,)
        parameter = self.ruleset.parameter.get(value.parameter)
        return parameter.at(self.on, None) if parameter else ()

    def _reference(self, as_of: Any) -> date:
        return as_of if isinstance(as_of, date) else START if as_of == "start" else self.on


_TARGETS: dict[object, tuple[Leaf, ...]] = {}


def targets(framework: Framework, rule: Rule) -> tuple[Leaf, ...]:
    """The targets of a rule; the same for every rule that reaches the same."""
    key = (framework.name, rule.effect, rule.reach)
    if key not in _TARGETS:
        _TARGETS[key] = targets_of(framework, rule)
    return _TARGETS[key]


def aimed(framework: Framework, rule: Rule, leaf: Leaf) -> Leaf | None:
    """A target by which a rule reaches a leaf."""
    return next((target for target in targets(framework, rule) if reaches(rule, target, leaf)), None)


def _each_in_turn(choices: list[list[Draft]]) -> Iterator[Draft]:
    """Every choice in turn with the first of the rest, and the second of all, the third of all and so on.

    Where two speak of the same, the one whose turn it is wins.
    """
    if not choices:
        yield Draft()
        return
    if not all(choices):
        return
    seen: set[Draft] = set()
    for place, options in enumerate(choices):
        for picked in options:
            for each, others in enumerate(choices):
                picked = picked if each == place else picked.and_(others[0])  # noqa: PLW2901 - it grows
            if picked not in seen:
                seen.add(picked)
                yield picked
    for turn in range(1, max(map(len, choices))):
        together = Draft()
        for options in choices:
            together = together.and_(options[min(turn, len(options) - 1)])
        if together not in seen:
            yield together


def _obtained(reference: date, age: Age, *, strictly: bool, older: bool) -> date:
    """The day of the oldest evidence that is not too old, or of the newest that is old enough."""
    day = reference - timedelta(days=age.months * 31 + 1)
    while age.after(day) < reference:
        day += DAY
    # Now the first day on which the age is reached on the reference date or later.
    exact = age.after(day) == reference
    if older:
        return day - DAY if strictly or not exact else day
    return day + DAY if strictly and exact else day


def _denied(test: Test) -> Test:
    """The opposite of a test."""
    match test:
        case NumberTest(op=op) | DateTest(op=op):
            return test.with_(op={"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}[op])
        case FlagTest(value=value):
            return test.with_(value=not value)
        case CodeTest(match=match):
            return test.with_(match="any" if match == "none" else "none")
        case _:
            return test


def _step(declared: Attribute | None, scale: str | None) -> Decimal:
    return Decimal("0.1") if scale else Decimal(1) if declared is None or declared.whole else Decimal("0.5")


def _ref(leaf: Leaf) -> Ref:
    return Ref(leaf.outcome, leaf.level, leaf.level)


def _dated(known: tuple[tuple[str, Value], ...]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted({"date": LONG_AGO, **dict(known)}.items()))


def _frozen(known: dict[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(known.items()))
