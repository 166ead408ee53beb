"""A harmonised policy is no larger than its largest member where the strategy allows it, and says nothing twice.

The measure is `size`: how many different elementary conditions decide an outcome. Any strategy is made of what its
members say, so it never takes more than all of them together. Where their clauses are the same but for thresholds, one
of each chain is left, and it takes no more than the largest member does. One member's policy takes what that one takes.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.compare.ask import Asking
from evc_rules.engines.implies import Order
from evc_rules.engines.lower import lower
from evc_rules.engines.simplify import any_of
from evc_rules.harmonise import Strategy, harmonise, harmonise_rulesets, in_force
from evc_rules.harmonise.size import size
from evc_rules.model.conditions import AgeTest, CodeTest, Exists, Filter, Sum, every
from evc_rules.model.outcomes import Framework, Outcome, Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Age, Amount
from evc_rules.proof.form import Form
from evc_rules.testing.strategies import frameworks

from ..shipped import ON, alliance
from .making import together

SHIPPED = [
    (of, strategy)
    for of, home in (("voorbeeld", "voorbeeld-oost"), ("pabo-published", "hva"))
    for strategy in ("strictest", "quorum:2", "most-generous", f"mutual:{home}", f"reference:{home}")
]


@cache
def sizes(of: str):
    whole = alliance(of)
    shared = frozenset(whole.shared_judgements)
    return {
        one.institution: size(one, whole.framework, ON, cohort=2026, shared=shared) for one in in_force(whole, ON, 2026)
    }


@cache
def made(of: str, strategy: str):
    return harmonise(alliance(of), strategy, ON, cohort=2026)


@pytest.mark.parametrize(("of", "strategy"), SHIPPED)
def test_the_shipped_ones_take_no_more_than_their_members_together(of, strategy):
    chosen, whole = Strategy.parse(strategy), alliance(of)
    found = size(made(of, strategy), whole.framework, ON, cohort=2026, shared=frozenset(whole.shared_judgements))
    terms = 1  # for whom the ruleset is in force
    for leaf, count in found.items():
        each = [of_member[leaf] for of_member in sizes(of).values()]
        most = sizes(of)[chosen.home][leaf] if chosen.name == "reference" else sum(each)
        assert count <= most + terms, leaf


@pytest.mark.parametrize(("of", "strategy"), [one for one in SHIPPED if one[0] == "pabo-published"])
def test_no_clause_of_the_published_ones_could_go(of, strategy):
    """By form, and so with anything missing: no rule says of an outcome only what others say of it."""
    assert not redundant(made(of, strategy), alliance(of).framework, frozenset(alliance(of).shared_judgements))


def redundant(ruleset: Ruleset, framework: Framework, shared: frozenset[str], cohort: int | None = 2026) -> set[str]:
    """The rules without which nothing would change, whatever is missing."""
    order, needed, seen = Order(framework.vocabulary), set(), set()
    for leaf in lower(ruleset, framework, ON, cohort=cohort, shared=shared).leaves.values():
        for clause in leaf.grants:
            form = Form(order, Asking(5))
            one = form.truth(clause.condition)
            rest = form.truth(any_of(other.condition for other in leaf.grants if other is not clause))
            more = [form.logic.every([one[half], form.logic.no(rest[half])]) for half in (0, 1)]
            seen |= set(clause.rules)
            if form.rests_on(form.logic.some(more)) is None:
                needed |= set(clause.rules)
    return seen - needed


@settings(max_examples=60, deadline=None)
@given(together())
def test_generated_ones_take_no_more_than_their_members_together(case):
    found = size(case.harmonised(), case.framework, case.on, cohort=case.cohort, shared=case.shared)
    known = [size(one, case.framework, case.on, cohort=case.cohort, shared=case.shared) for one in case.known.values()]
    home = case.known.get(case.strategy.home, case.members[0])
    lowered = lower(home, case.framework, case.on, cohort=case.cohort, shared=case.shared).leaves
    barring = {leaf: sum(1 for clause in one.bars for _ in every(clause.condition)) for leaf, one in lowered.items()}
    for leaf, count in found.items():
        bars = barring[leaf] if case.strategy.name == "mutual" else 0
        assert count <= sum(one[leaf] for one in known) + bars + 1, leaf
        event(f"{case.strategy.name}: {'no' if count <= max(one[leaf] for one in known) else 'more'} than the largest")


@st.composite
def chains(draw):
    """Members with the same rules but for one threshold in each, of which the one is never stricter than the next."""
    framework = draw(frameworks(max_outcomes=2))
    leaves = [(Ref(leaf.outcome, leaf.level, leaf.level),) for leaf in framework.leaves]
    shapes = draw(
        st.lists(st.tuples(st.sampled_from(["x", "y", "z"]), st.sampled_from(leaves)), min_size=1, max_size=4)
    )
    least = [draw(st.integers(1, 5)) for _ in shapes]
    members = []
    for place, name in enumerate(("north", "east", "south")[: draw(st.integers(2, 3))]):
        rules = []
        for number, (programme, reach) in enumerate(shapes):
            years = least[number] + place * (1 + number)
            tests = (CodeTest(attribute="programme", codes=(programme,)), AgeTest(op="<=", value=Age(12 * years)))
            when = Exists(filter=Filter(kinds=("diploma",), tests=tests))
            if number % 2:
                when = Sum(of="hours", over=Filter(kinds=("work",)), at_least=Amount(Decimal(10000 - 100 * years), "h"))
            rules.append(Rule(id=f"r{number}", effect="grant", reach=reach, when=when))
        members.append(
            Ruleset(id=name, title=name, institution=name, framework=framework.name, rules=tuple(rules))
        )  # fmt: skip
    return framework, tuple(members)


@settings(max_examples=30, deadline=None)
@given(chains(), st.data())
def test_where_members_differ_in_thresholds_it_takes_no_more_than_the_largest(made_, data):
    framework, members = made_
    k = data.draw(st.integers(1, len(members)))
    harmonised = harmonise_rulesets(members, framework, Strategy("quorum", k=k), ON)
    known = [size(one, framework, ON) for one in members]
    for leaf, count in size(harmonised, framework, ON).items():
        assert count <= max(one[leaf] for one in known), leaf
    assert not redundant(harmonised, framework, frozenset(), cohort=None)


def test_what_comes_back_is_counted_once():
    framework = Framework(
        id="f", version="1", title="f", outcomes=(Outcome(id="o", title="o", component="professional", levels=2),)
    )
    diploma = Exists(filter=Filter(kinds=("diploma",)))
    rules = (
        Rule(id="a", effect="grant", reach=(Ref("o", 1, 1),), when=diploma),
        Rule(id="b", effect="grant", reach=(Ref("o", 2, 2),), when=diploma),
        Rule(id="c", effect="bar", reach=(Ref("o", 2, 2),), when=Exists(filter=Filter(kinds=("work",)))),
    )
    one = Ruleset(id="r", title="r", institution="r", framework=framework.name, rules=rules)
    assert list(size(one, framework, ON).values()) == [1, 2]
