"""What conditions look at, and with it the attributes that explicit things must be given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...engines.prepare import aged_by
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from ...model.conditions import (
    AgeTest,
    Applicant,
    Assessed,
    CodeTest,
    Condition,
    CoversTest,
    Exists,
    Filter,
    Judgement,
    NumberTest,
    Span,
    Sum,
    Test,
    every,
)
from ...model.outcomes import Leaf
from .telling import converting
from .thing import Setting, Spoken


def kinds_of(items: Filter) -> tuple[str, ...]:
    """The kinds of evidence that a filter is about."""
    return items.kinds or EVIDENCE_KINDS


@dataclass
class Looks:
    """What some conditions look at.

    Attributes:
        exists: The conditions that count items.
        sums: The conditions that add up amounts.
        spans: The conditions that count time.
        assessed: The leaves of which verdicts are asked.
        judgements: The clauses, each with its ruleset, or None where one answer settles all.
        tests: The tests, each with what it is made of.
    """

    exists: list[Exists] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    assessed: dict[Leaf, None] = field(default_factory=dict)
    judgements: dict[tuple[str, str | None], None] = field(default_factory=dict)
    tests: dict[tuple[str, Test], None] = field(default_factory=dict)

    @classmethod
    def at(cls, conditions: Iterable[Condition]) -> Looks:
        """What conditions look at."""
        looks = cls()
        for one in (part for condition in conditions for part in every(condition)):
            match one:
                case Exists(filter=items):
                    looks.exists.append(one)
                    looks._filter(items)
                case Sum(over=items):
                    looks.sums.append(one)
                    looks._filter(items)
                case Span(over=items):
                    looks.spans.append(one)
                    looks._filter(items)
                case Assessed(outcome=outcome, tests=tests) if outcome is not None:
                    looks.assessed[Leaf(outcome.outcome, outcome.low)] = None
                    looks.tests |= dict.fromkeys((VERDICT, test) for test in tests)
                case Applicant(tests=tests):
                    looks.tests |= dict.fromkeys((APPLICANT, test) for test in tests)
                case Judgement(id=name, ruleset=own):
                    looks.judgements[name, own] = None
                case _:
                    pass
        return looks

    def _filter(self, items: Filter) -> None:
        self.tests |= dict.fromkeys((kind, test) for kind in kinds_of(items) for test in items.tests)

    @property
    def filters(self) -> list[Filter]:
        """The filters on evidence."""
        over = (*(one.over for one in self.sums), *(one.over for one in self.spans))
        return list(dict.fromkeys((*(one.filter for one in self.exists), *over)))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of evidence that matter."""
        asked = {kind for items in self.filters for kind in kinds_of(items)}
        return tuple(kind for kind in EVIDENCE_KINDS if kind in asked)

    def spoken(self, setting: Setting) -> Spoken:
        """All that things must be given."""
        names = {bearer: self._names(bearer, setting) for bearer in (*self.kinds, VERDICT, APPLICANT)}
        codes: dict[str, list[str]] = {}
        scales: dict[str, list[str]] = {}
        outcomes: dict[str, list[str]] = {}
        for _, test in self.tests:
            match test:
                case CodeTest(attribute=name, codes=tuple() as listed):
                    codes.setdefault(name, []).extend(listed)
                case NumberTest(attribute=name, scale=str() as scale):
                    scales.setdefault(name, []).append(scale)
                case CoversTest(attribute=name, outcome=outcome) if outcome is not None:
                    outcomes.setdefault(name, []).extend(setting.framework.under(outcome.outcome))
                case _:
                    pass
        for fact in setting.vocabulary.facts:
            for name, listed in fact.given:
                codes.setdefault(name, []).extend(listed)
            for name, value in fact.then:
                said = value if isinstance(value, frozenset) else (value,)
                codes.setdefault(name, []).extend(one for one in said if isinstance(one, str))
        return Spoken(
            names,
            {name: list(dict.fromkeys(listed)) for name, listed in codes.items()},
            {name: converting(setting, dict.fromkeys(listed)) for name, listed in scales.items()},
            {name: list(dict.fromkeys(listed)) for name, listed in outcomes.items()},
        )

    def telling_apart(self, kind: str, setting: Setting) -> str | None:
        """An attribute that nobody looks at, by which any number of things of a kind can be told apart."""
        looked_at = self._names(kind, setting)
        free = (one.id for one in setting.vocabulary.carried_by(kind) if one.type == "code" and not one.codes)
        return next((name for name in free if name not in looked_at), None)

    def _names(self, bearer: str, setting: Setting) -> Sequence[str]:
        """What is looked at, when it was, and what facts of the world tie to that."""
        always = {APPLICANT: ["start", "cohort"], "work": ["from", "to"]}
        found = dict.fromkeys(always.get(bearer, ["date"]))
        for kind, test in self.tests:
            if kind == bearer:
                dated = "date" if bearer in {VERDICT, APPLICANT} else aged_by(bearer)
                found[dated if isinstance(test, AgeTest) else test.attribute] = None
        found |= dict.fromkeys(one.of for one in self.sums if bearer in kinds_of(one.over))
        found |= dict.fromkeys(name for one in self.spans if bearer in kinds_of(one.over) for name in ("from", "to"))
        facts = [fact for fact in setting.vocabulary.facts if fact.on == bearer]
        for _ in facts:
            for fact in facts:
                tied = [name for name, _ in (*fact.given, *fact.then)]
                if found.keys() & tied:
                    found |= dict.fromkeys(tied)
        return list(found)
