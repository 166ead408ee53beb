"""Rulesets by seed: every form of condition, every type of test, overrides, chains, dates, cohorts, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from evc_rules.errors import Severity
from evc_rules.language import check
from evc_rules.language.source_map import SourceMap
from evc_rules.model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute
from evc_rules.model.base import Text
from evc_rules.model.conditions import (
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
from evc_rules.model.outcomes import Framework, Ref, Selector
from evc_rules.model.policy import Applies, Parameter, ParameterValue, Rule, Ruleset
from evc_rules.model.quantities import Amount, Cohorts, Dates
from evc_rules.model.reach import reached_by
from evc_rules.testing.strategies import pools

LEAVES = ("evidence", "evidence", "sum", "span", "assessed", "judgement", "applicant", "exempt")
BRANCHES = ("all", "any", "not", "at_least")
OPS = (">=", "<=", "<", ">", "==", "!=")
KINDS = (("diploma",), ("work",), ("course",), ("badge",), ("certificate",), ("portfolio",), ("report",), (),
         ("diploma", "certificate"), ("work", "portfolio"), ("course", "badge", "report"))  # fmt: skip


def ruleset(random: Random, framework: Framework) -> Ruleset:
    """A ruleset that `check` finds no error in."""
    while True:
        made = _Author(random, framework).ruleset()
        found = check.ruleset(made, framework, SourceMap())
        if not any(one.severity is Severity.ERROR for one in found):
            return made


class _Author:
    def __init__(self, random: Random, framework: Framework) -> None:
        self.random, self.framework = random, framework
        self.parameters: dict[str, Parameter] = {}
        self.rests_on: list[Ref] = []

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def ruleset(self) -> Ruleset:
        rules: list[Rule] = []
        for number in range(self.random.choice((1, 2, 2, 3, 3))):
            rules.append(self.rule(f"r{number}", rules))
        self.random.shuffle(rules)
        return Ruleset(
            id="r",
            title=Text(en="Policy"),
            institution="r",
            illustrative=True,
            framework=self.framework.name,
            applies=self.applies(0.08),
            parameters=tuple(self.parameters.values()),
            conflicts=self.random.choice(("report", "bar-wins", "grant-wins")),
            rules=tuple(rules),
        )

    def rule(self, name: str, before: list[Rule]) -> Rule:
        effect = self.random.choice(("grant", "grant", "grant", "bar", "bar", "waive")) if before else "grant"
        overrides: tuple[str, ...] = ()
        if before and (effect == "waive" or self.chance(0.4)):
            overrides = tuple(one.id for one in self.random.sample(before, self.random.randint(1, len(before))))
        reach = () if effect == "waive" else self.reach()
        bare = Rule(id=name, effect=effect, reach=reach, overrides=overrides)
        self.rests_on = self.before(bare, before)
        when = All() if self.chance(0.06) else self.condition(self.random.choice((1, 2, 2, 3)))
        return bare.with_(when=when, applies=self.applies(0.12))

    def before(self, rule: Rule, rules: list[Rule]) -> list[Ref]:
        """What a rule may rest on: what comes before all that it, or what it overrides, could change."""
        by_id = {one.id: one for one in rules}
        changed, waiting = set(reached_by(self.framework, rule)) if rule.effect != "waive" else set(), [*rule.overrides]
        while waiting:
            other = by_id[waiting.pop()]
            changed |= reached_by(self.framework, other) if other.effect != "waive" else set()
            waiting += other.overrides
        leaves = self.framework.leaves
        safe = set(leaves[: min((leaves.index(one) for one in changed), default=0)])
        offered = [Ref(*leaf, leaf.level) for leaf in leaves] + [Ref(one.id) for one in self.framework.outcomes]
        return [one for one in offered if safe.issuperset(self.framework.leaves_of(one))]

    def reach(self) -> tuple[Ref | Selector, ...]:
        if self.chance(0.2):
            low, high = self.random.choice(((1, 0), (1, 1), (2, 0), (1, 2)))
            part_of = self.random.choice([None, *(one.id for one in self.framework.outcomes)])
            chosen = Selector(part_of=part_of, low=low, high=high)
            return (chosen,) if self.framework.select((chosen,)) else (Selector(),)
        return tuple(dict.fromkeys(self.ref() for _ in range(self.random.choice((1, 1, 2)))))

    def ref(self) -> Ref:
        name = self.random.choice(self.framework.outcomes).id
        top = max(self.framework.by_id[one].levels for one in self.framework.under(name))
        low = self.random.randint(0, top)
        return Ref(name, low, self.random.randint(low, top) if low else 0)

    def applies(self, probability: float) -> Applies:
        if not self.chance(probability):
            return Applies()
        turn, year = self.random.choice(pools.TURNS), self.random.choice(pools.COHORTS)
        return Applies(
            decisions=self.random.choice((Dates(), Dates(), Dates(turn, None), Dates(None, turn))),
            cohorts=self.random.choice((Cohorts(), Cohorts(year, None), Cohorts(None, year), Cohorts(year, year + 1))),
            variants=self.random.choice(((), ("part-time",), ("part-time", "dual"))),
        )

    # Conditions

    def condition(self, depth: int) -> Condition:
        form = self.random.choice((*LEAVES, *BRANCHES, *BRANCHES) if depth > 1 else LEAVES)
        match form:
            case "all" | "any" | "at_least":
                of = tuple(self.condition(depth - 1) for _ in range(self.random.choice((2, 2, 3))))
                if self.chance(0.03):
                    of = (*of, self.random.choice((All(), Any_())))
                if form == "at_least":
                    return AtLeast(k=self.random.randint(1, len(of)), of=of)
                return All(of=of) if form == "all" else Any_(of=of)
            case "not":
                return Not(of=self.condition(depth - 1))
            case "evidence":
                return Exists(filter=self.filter(self.random.choice(KINDS)), count=self.random.choice((1, 1, 1, 2, 3)))
            case "sum":
                return self.sum()
            case "span":
                kinds = self.random.choice((("work",), ("work",), (), ("work", "course")))
                return Span(over=self.filter(kinds), at_least=self.value(pools.SPANS), as_of=self.as_of())
            case "assessed":
                outcome = self.ref() if self.chance(0.3) else None
                return Assessed(tests=self.tests((VERDICT,), (0, 0, 1, 2)), outcome=outcome)
            case "applicant":
                return Applicant(tests=self.tests((APPLICANT,), (1, 1, 2)))
            case "exempt" if self.rests_on:
                return Exempt(outcome=self.random.choice(self.rests_on))
            case _:
                owner = self.random.choice((None, None, None, "other"))
                return Judgement(id=self.random.choice(pools.JUDGEMENTS), asks=Text(en="Yes?"), ruleset=owner)

    def sum(self) -> Sum:
        kinds = self.random.choice(KINDS)
        numbers = [one for one in self.carried(kinds) if one.type == "number"]
        if not numbers:
            kinds, numbers = ("work",), [one for one in self.carried(("work",)) if one.type == "number"]
        of = self.random.choice([one for one in numbers for _ in range(1 if one.high is not None else 4)])
        return Sum(of=of.id, over=self.filter(kinds), at_least=self.value(pools.numbers(of)))

    def carried(self, bearers: Sequence[str]) -> list[Attribute]:
        """What some of the bearers carry (of those named: what all carry), each once."""
        vocabulary = self.framework.vocabulary
        found = {}
        for one in vocabulary.attributes:
            holders = [kind for kind in bearers or EVIDENCE_KINDS if vocabulary.find(one.id, kind)]
            if holders and (not bearers or len(holders) == len(bearers)):
                found.setdefault(one.id, vocabulary.find(one.id, holders[0]))
        return list(found.values())

    def filter(self, kinds: tuple[str, ...]) -> Filter:
        return Filter(kinds=kinds, tests=self.tests(kinds, (0, 1, 1, 2)))

    def tests(self, bearers: tuple[str, ...], counts: Sequence[int]) -> tuple[Test, ...]:
        carried = {one.id: one for one in self.carried(bearers)}
        offered = [name for name, one in carried.items() for _ in range(4 if one.type in {"grade", "codes"} else 1)]
        offered += ["age"] * (0 if APPLICANT in bearers else 4)
        chosen = dict.fromkeys(self.random.sample(offered, min(self.random.choice(counts), len(offered))))
        return tuple(self.age() if name == "age" else self.test(carried[name]) for name in chosen)

    def age(self) -> AgeTest:
        return AgeTest(op=self.random.choice(OPS[:4]), value=self.value(pools.AGES), as_of=self.as_of())

    def as_of(self) -> AsOf:
        return self.random.choice(("decision", "decision", "start", pools.TURNS[1]))

    def test(self, one: Attribute) -> Test:
        name = one.id
        match one.type:
            case "number":
                return NumberTest(attribute=name, op=self.random.choice(OPS), value=self.value(pools.numbers(one)))
            case "grade":
                scale = self.random.choice(list(pools.SCALES))
                mark = Amount.parse(self.random.choice(pools.SCALES[scale]))
                return NumberTest(attribute=name, op=self.random.choice(OPS), value=mark, scale=scale)
            case "date":
                return DateTest(attribute=name, op=self.random.choice(OPS), value=self.value(pools.TURNS))
            case "flag":
                return FlagTest(attribute=name, value=self.chance(0.5))
            case "outcomes":
                return CoversTest(attribute=name, outcome=self.ref() if self.chance(0.5) else None)
            case _:
                match = self.random.choice(("any", "any", "none", "all" if one.type == "codes" else "none"))
                listed = pools.codes(one)
                lists = [tuple(self.random.sample(listed, min(self.random.choice((1, 2)), len(listed)))) for _ in "ab"]
                return CodeTest(attribute=name, match=match, codes=self.value(lists))

    def value(self, offered: Sequence[Any]) -> Any:
        """A value; or a parameter made for it, of one value, of two by date, or of two by cohort."""
        if self.chance(0.8):
            return self.random.choice(offered)
        turn, year = self.random.choice(pools.TURNS), self.random.choice(pools.COHORTS[1:])
        shapes: tuple[tuple[dict[str, Any], ...], ...] = (
            ({},),
            ({"until": turn}, {"start": turn}),
            ({"cohorts": Cohorts(None, year)}, {"cohorts": Cohorts(year, None)}),
        )
        values = tuple(ParameterValue(value=self.random.choice(offered), **one) for one in self.random.choice(shapes))
        name = f"p{len(self.parameters)}"
        self.parameters[name] = Parameter(id=name, values=values)
        return Param(parameter=name)
