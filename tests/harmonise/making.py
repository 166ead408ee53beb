"""Alliances whose members write nearly the same rules, so that there is much to put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import Strategy, Workshop, harmonise_rulesets
from evc_rules.model.conditions import (
    AgeTest,
    All,
    Any_,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    Exists,
    Filter,
    Judgement,
    Not,
    NumberTest,
    Span,
    Sum,
    Test,
)
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework, Ref, Selector
from evc_rules.model.policy import Applies, Rule, Ruleset
from evc_rules.model.quantities import Age, Amount
from evc_rules.testing.strategies import alliances, decision_dates, dossiers, frameworks, rulesets

NAMES = ("north", "east", "south", "west")


@dataclass(frozen=True)
class Together:
    """Members, what they are harmonised by, and a dossier to try it on."""

    members: tuple[Ruleset, ...]
    common: tuple[Ruleset, ...]
    framework: Framework
    shared: frozenset[str]
    on: date
    cohort: int | None
    strategy: Strategy
    dossiers: tuple[Dossier, ...]

    @property
    def known(self) -> dict[str, Ruleset]:
        return {one.id: one for one in (*self.members, *self.common)}

    def harmonised(
        self, strategy: str | Strategy | None = None, members: Any = None, workshop: Workshop | None = None
    ) -> Ruleset:
        try:
            return harmonise_rulesets(
                members or self.members,
                self.framework,
                strategy or self.strategy,
                self.on,
                cohort=self.cohort,
                shared=self.shared,
                common=self.common,
                workshop=workshop,
            )
        except InvalidInputError as error:
            assume("has" not in str(error))  # a parameter whose value hangs on the cohort
            raise


@st.composite
def cousins(draw: st.DrawFn, framework: Framework) -> tuple[Ruleset, ...]:
    """Two to four members that took one policy over, each with a few changes."""
    base = draw(rulesets(framework, id="base", max_rules=3, cohorts=False, applies=False))
    if draw(st.integers(0, 2)):
        base = base.with_(rules=(*base.rules, *draw(barring(framework))))
    members = []
    for name in NAMES[: draw(st.integers(2, 4))]:
        kept = [rule for rule in base.rules if draw(st.integers(0, 4))] or base.rules[:1]
        names = {rule.id for rule in kept}
        rules = tuple(
            rule.with_(
                when=draw(changed(rule.when)), overrides=tuple(other for other in rule.overrides if other in names)
            )
            for rule in kept
            if rule.effect != "waive" or set(rule.overrides) & names
        )
        terms = Applies(variants=draw(st.sampled_from([(), (), ("part-time",)])))
        members.append(
            base.with_(
                id=f"{name}-rules",
                institution=name,
                rules=rules,
                applies=terms,
                conflicts=draw(st.sampled_from(["report", "bar-wins", "grant-wins"])),
            )
        )
    return tuple(members)


@st.composite
def barring(draw: st.DrawFn, framework: Framework) -> tuple[Rule, ...]:
    """A bar, hardship that overrides it, and a grant that rests on one outcome by name."""
    leaves = [Ref(leaf.outcome, leaf.level, leaf.level) for leaf in framework.leaves]
    reach = st.one_of(st.just((Selector(),)), st.sampled_from(leaves).map(lambda ref: (ref,)))
    asked = st.sampled_from([Judgement(id="hardship", asks="Undue?"), Judgement(id="relevant", asks="Relevant?")])
    covering = Exists(filter=Filter(tests=(CoversTest(outcome=draw(st.sampled_from([None, *leaves]))),)))
    away = Exists(filter=Filter(kinds=("diploma",), tests=(CodeTest(attribute="country", codes=("de",)),)))
    hardship = draw(st.sampled_from([All(of=(draw(asked), covering)), draw(asked), covering]))
    return (
        Rule(id="away", effect="bar", reach=draw(reach), when=draw(st.sampled_from([All(), away]))),
        Rule(id="undue", effect="grant", reach=draw(reach), when=hardship, overrides=("away",)),
        Rule(id="named", effect="grant", reach=draw(reach), when=Assessed(outcome=draw(st.sampled_from(leaves)))),
    )


@st.composite
def changed(draw: st.DrawFn, condition: Condition) -> Condition:
    match condition:
        case All(of=of) | Any_(of=of) | AtLeast(of=of):
            return condition.with_(of=tuple(draw(changed(part)) for part in of))
        case Not(of=of):
            return Not(of=draw(changed(of)))
        case Exists(filter=items):
            return condition.with_(filter=items.with_(tests=tuple(draw(_test(one)) for one in items.tests)))
        case Sum(at_least=Amount() as least):
            return condition.with_(at_least=Amount(least.value / draw(st.sampled_from([1, 1, 2])), least.unit))
        case Span(at_least=Age() as least):
            return condition.with_(at_least=Age(least.months + draw(st.sampled_from([0, 0, 6]))))
        case _:
            return condition


@st.composite
def _test(draw: st.DrawFn, test: Test) -> Test:
    match test:
        case AgeTest(value=Age() as age):
            return test.with_(value=Age(age.months + draw(st.sampled_from([0, 0, 12]))))
        case NumberTest(value=Amount() as amount) if not test.scale:
            less = max(Decimal(1), amount.value - 1)  # within the range of the attribute
            return test.with_(value=draw(st.sampled_from([test.value, Amount(less, amount.unit)])))
        case CodeTest(codes=tuple() as codes, match="any") if len(codes) > 1:
            return test.with_(codes=codes[: draw(st.integers(1, len(codes)))])
        case _:
            return test


@st.composite
def together(draw: st.DrawFn, *, most: int = 4) -> Together:
    """Members, a strategy that they can carry out, and dossiers near what they look at."""
    common: tuple[Ruleset, ...] = ()
    if draw(st.booleans()):
        framework = draw(frameworks(max_outcomes=2))
        members = draw(cousins(framework))[:most]
        shared = frozenset(name for name in ("hardship", "relevant") if draw(st.booleans()))
    else:
        alliance = draw(alliances(max_rules=3, max_outcomes=2, members=(2, most)))
        framework, common = alliance.framework, alliance.common
        members = tuple(one.rulesets[0] for one in alliance.members)
        shared = frozenset(alliance.shared_judgements)
    on = draw(decision_dates())
    cohort = draw(st.sampled_from([None, 2025, 2026]))
    tried = draw(st.lists(dossiers((*members, *common), framework), min_size=1, max_size=3))
    if cohort is not None:
        tried = [_of_cohort(one, cohort) for one in tried]
    strategy = draw(strategies(members, common))
    return Together(members, common, framework, shared, on, cohort, strategy, tuple(tried))


def _of_cohort(dossier: Dossier, cohort: int) -> Dossier:
    others = tuple(pair for pair in dossier.applicant.attributes if pair[0] != "cohort")
    attributes = tuple(sorted((*others, ("cohort", Amount(Decimal(cohort)))), key=lambda pair: pair[0]))
    return dossier.with_(applicant=dossier.applicant.with_(attributes=attributes))


@st.composite
def strategies(draw: st.DrawFn, members: tuple[Ruleset, ...], common: tuple[Ruleset, ...]) -> Strategy:
    """Every strategy, with names that are there."""
    names = [one.id for one in (*members, *common)]
    home = draw(st.sampled_from([one.id for one in members]))
    k = draw(st.integers(1, len(members)))
    floor, ceiling = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    return draw(
        st.sampled_from(
            [
                Strategy("strictest"),
                Strategy("most-generous"),
                Strategy("quorum", k=k),
                Strategy("quorum", k=min(2, len(members))),
                Strategy("mutual", home=home),
                Strategy("reference", home=home),
                Strategy("floor-ceiling", home=home, floor=floor, ceiling=ceiling),
                Strategy("floor-ceiling", home=home, ceiling=ceiling),
            ]
        )
    )
