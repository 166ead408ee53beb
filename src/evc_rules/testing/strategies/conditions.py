"""Conditions: every form, and tests of every type that the vocabulary allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute
from ...model.base import Text
from ...model.conditions import (
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
    Op,
    Param,
    Span,
    Sum,
    Test,
)
from ...model.outcomes import Framework, Ref
from ...model.policy import Parameter, ParameterValue
from ...model.quantities import Amount, Cohorts
from . import pools

_OPS: Final[tuple[Op, ...]] = (">=", "<=", "<", ">", "==", "!=")
_LEAVES: Final = ("evidence", "assessed", "judgement", "sum", "span", "applicant", "exempt")
_BRANCHES: Final = ("all", "any", "not", "at_least")
_CHOICES: Final = (("diploma",), ("work",), ("certificate",), ("course",), ("diploma", "certificate"), ("badge",), (),
                   ("portfolio",), ("report",), ("work", "course"))  # fmt: skip
_SPANNING: Final = (("work",), (), ("work", "portfolio"))


@dataclass
class Author:
    """Someone who writes the conditions of one ruleset.

    Attributes:
        draw: What hypothesis gave.
        framework: What the ruleset is written over.
        judgements: The clauses that may be asked.
        parameters: The parameters that were needed so far.
        exempting: The outcomes that the condition at hand may rest on without going in a circle.
        cohorts: Whether parameters may hang on the cohort.
    """

    draw: DrawFn
    framework: Framework
    judgements: Sequence[str]
    cohorts: bool = True
    parameters: dict[str, Parameter] = field(default_factory=dict)
    exempting: list[Ref] = field(default_factory=list)

    def one_of(self, offered: Sequence[Any]) -> Any:
        """One of these; the first when shrunk."""
        return self.draw(st.sampled_from(offered))

    def chance(self, out_of: int) -> bool:
        """Yes once in so many times; no when shrunk."""
        return bool(self.draw(st.integers(0, out_of - 1)) == out_of - 1)

    def condition(self, depth: int) -> Condition:
        """A condition of at most this depth."""
        form = self.one_of((*_LEAVES, *_BRANCHES) if depth > 1 else _LEAVES)
        match form:
            case "all" | "any" | "at_least":
                least = 0 if form != "at_least" and self.chance(8) else 1
                of = tuple(self.condition(depth - 1) for _ in range(self.draw(st.integers(least, 3))))
                if form == "at_least":
                    return AtLeast(k=self.draw(st.integers(1, len(of))), of=of)
                return All(of=of) if form == "all" else Any_(of=of)
            case "not":
                return Not(of=self.condition(depth - 1))
            case "evidence":
                return Exists(filter=self.filter(self.one_of(_CHOICES)), count=self.one_of((1, 1, 2)))
            case "sum":
                return self.sum()
            case "span":
                over = self.filter(self.one_of(_SPANNING), ("work",))
                return Span(over=over, at_least=self.value(pools.SPANS), as_of=self.as_of())
            case "assessed":
                outcome = self.outcome() if self.chance(3) else None
                return Assessed(tests=self.tests((VERDICT,)), outcome=outcome)
            case "applicant":
                return Applicant(tests=self.tests((APPLICANT,), least=1))
            case "exempt" if self.exempting:
                return Exempt(outcome=self.one_of(self.exempting))
            case _:
                return self.judgement()

    def judgement(self) -> Judgement:
        """A clause; always asked the same way."""
        name = self.one_of(self.judgements)
        return Judgement(id=name, asks=Text(nl=f"{name}, ja of nee?", en=f"{name}, yes or no?"))

    def sum(self) -> Sum:
        """A sum of a number that something of the kinds carries."""
        kinds = self.one_of(_CHOICES)
        carried = self.carried(kinds or EVIDENCE_KINDS, some=True)
        counted = [one for one in carried if one.type == "number"]
        if not counted:
            kinds, counted = ("work",), [one for one in self.carried(("work",)) if one.type == "number"]
        of = self.one_of(counted)
        return Sum(of=of.id, over=self.filter(kinds), at_least=self.value(pools.numbers(of)))

    def carried(self, kinds: Sequence[str], *, some: bool = False) -> list[Attribute]:
        """The attributes that all of these kinds (or some) carry, each once."""
        vocabulary = self.framework.vocabulary
        found: dict[str, Attribute | None] = {}
        for one in vocabulary.attributes:
            holders = [kind for kind in kinds if vocabulary.find(one.id, kind)]
            if holders and (some or len(holders) == len(kinds)):
                found.setdefault(one.id, vocabulary.find(one.id, holders[0]))
        return [one for one in found.values() if one]

    def filter(self, kinds: tuple[str, ...], bearers: tuple[str, ...] = EVIDENCE_KINDS) -> Filter:
        """A filter on these kinds; without kinds, on things that these bearers are."""
        return Filter(kinds=kinds, tests=self.tests(kinds or bearers))

    def tests(self, bearers: tuple[str, ...], least: int = 0) -> tuple[Test, ...]:
        """Some tests, each on another attribute."""
        offered = {one.id: one for one in self.carried(bearers, some=bearers == EVIDENCE_KINDS)}
        names = [*offered, *(["age"] if APPLICANT not in bearers else [])]
        chosen = self.draw(st.lists(st.sampled_from(names), min_size=least, max_size=2, unique=True))
        return tuple(test for one in chosen for test in (self.test(offered[one]) if one in offered else (self.age(),)))

    def age(self) -> AgeTest:
        """A test on the time since the evidence."""
        return AgeTest(op=self.one_of(("<=", "<", ">", ">=")), value=self.value(pools.AGES), as_of=self.as_of())

    def as_of(self) -> AsOf:
        """The date that a time is counted to."""
        as_of: AsOf = self.one_of(("decision", "decision", "start", pools.TURNS[1]))
        return as_of

    def test(self, one: Attribute) -> tuple[Test, ...]:
        """A test on an attribute (two comparisons, at times, when it is a number)."""
        match one.type:
            case "number":
                count = 2 if self.chance(5) else 1
                return tuple(
                    NumberTest(attribute=one.id, op=self.one_of(_OPS), value=self.value(pools.numbers(one)))
                    for _ in range(count)
                )
            case "grade":
                scale = self.one_of(tuple(pools.SCALES))
                marks = [Amount(Decimal(mark)) for mark in pools.SCALES[scale]]
                return (NumberTest(attribute=one.id, op=self.one_of(_OPS), value=self.one_of(marks), scale=scale),)
            case "date":
                return (DateTest(attribute=one.id, op=self.one_of(_OPS), value=self.value(pools.TURNS)),)
            case "flag":
                return (FlagTest(attribute=one.id, value=not self.chance(2)),)
            case "outcomes":
                return (CoversTest(attribute=one.id, outcome=self.outcome() if self.chance(2) else None),)
            case "code" | "codes":
                match = self.one_of(("any", "any", "none", *(["all"] if one.type == "codes" else [])))
                listed = pools.codes(one)
                choices = st.lists(st.sampled_from(listed), min_size=1, max_size=2, unique=True).map(tuple)
                return (CodeTest(attribute=one.id, match=match, codes=self.value([], choices)),)

    def outcome(self) -> Ref:
        """An outcome of the framework by name: a leaf or a whole, at a level, some levels or all."""
        return ref(self.draw, self.framework)

    def value(self, offered: Sequence[Any], drawn: st.SearchStrategy[Any] | None = None) -> Any:
        """A value, or a parameter that is made for it: of one value, of two by date, or of two by cohort."""
        value = drawn if drawn is not None else st.sampled_from(offered)
        shape = self.one_of(("plain", "plain", "plain", "one", "dated", *(["cohorts"] if self.cohorts else [])))
        if shape == "plain":
            return self.draw(value)
        values = [self.draw(value) for _ in range(1 if shape == "one" else 2)]
        turn, year = self.one_of(pools.TURNS), self.one_of(pools.COHORTS[1:])
        shapes: dict[str, list[dict[str, Any]]] = {
            "one": [{}],
            "dated": [{"until": turn}, {"start": turn}],
            "cohorts": [{"cohorts": Cohorts(None, year)}, {"cohorts": Cohorts(year, None)}],
        }
        name = f"p{len(self.parameters) + 1}"
        made = tuple(ParameterValue(value=one, **when) for one, when in zip(values, shapes[shape], strict=True))
        self.parameters[name] = Parameter(id=name, values=made)
        return Param(parameter=name)


def ref(draw: DrawFn, framework: Framework) -> Ref:
    """An outcome of a framework by name: a leaf or a whole, at a level, some levels or all."""
    name = draw(st.sampled_from([outcome.id for outcome in framework.outcomes]))
    top = max(framework.by_id[leaf].levels for leaf in framework.under(name))
    low = draw(st.integers(0, top))
    return Ref(name, low, draw(st.integers(low, top)) if low else 0)
