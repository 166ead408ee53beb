"""Rulesets: grants, bars and waivers over a framework, with overrides, parameters, chains and limits."""

from __future__ import annotations

from typing import Final, Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...model.base import Text
from ...model.conditions import TRUE
from ...model.outcomes import Framework, Leaf, Reach, Ref, Selector
from ...model.policy import Applies, Limit, Rule, Ruleset
from ...model.quantities import Cohorts, Credits, Dates
from ...model.reach import reached_by
from ...model.sources import Source
from . import pools
from .conditions import Author, ref

_SOURCE: Final = Source(title=Text(nl="Regeling", en="Regulation"), articles={"art-1": Text(en="One"), "art-2": Text()})
_VARIANTS: Final = ("part-time", "lateral-entry")


@st.composite
def rulesets(  # each of these is a property that some test holds fixed
    draw: DrawFn,
    framework: Framework,
    *,
    id: str = "r",  # noqa: A002 - as files call it
    institution: str | None = None,
    judgements: tuple[str, ...] = pools.JUDGEMENTS,
    max_rules: int = 4,
    depth: int = 2,
    cohorts: bool = True,
    applies: bool = True,
) -> Ruleset:
    """Rulesets over a framework, that `check` finds nothing wrong with.

    Args:
        draw: Given by hypothesis.
        framework: The framework.
        id: The id of the ruleset.
        institution: Whose it is; by default the same as the id.
        judgements: The clauses that it may ask.
        max_rules: The most rules.
        depth: How deep conditions are nested.
        cohorts: Whether parameters may hang on the cohort.
        applies: Whether rules and the ruleset may be in force at times only.
    """
    author = Author(draw, framework, judgements, cohorts)
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, max_rules))):
        rules.append(_rule(author, f"r{number}", rules, depth, applies=applies))
    limits = tuple(_limit(author) for _ in range(draw(st.integers(0, 2))))
    citing: list[Rule | Limit] = [*rules, *limits]
    return Ruleset(
        id=id,
        title=Text(nl="Vrijstellingsregeling", en="Exemption policy"),
        institution=institution or id,
        illustrative=True,
        framework=framework.name,
        applies=_applies(author, 8) if applies else Applies(),
        sources={"oer": _SOURCE} if any(one.articles for one in citing) else {},
        parameters=tuple(author.parameters.values()),
        conflicts=draw(st.sampled_from(("report", "bar-wins", "grant-wins"))),
        units=draw(st.sampled_from(("whole", "whole", "proportional"))),
        bsa=draw(st.sampled_from((None, True, False))),
        rules=tuple(reversed(rules)) if draw(st.booleans()) else tuple(rules),
        limits=limits,
    )


def _rule(author: Author, name: str, before: list[Rule], depth: int, *, applies: bool) -> Rule:
    """A rule that overrides only rules before it, and rests only on leaves before all that this could change."""
    effects: tuple[Literal["grant", "bar", "waive"], ...] = ("grant", "grant", "grant", "bar", "bar", "waive")
    effect = author.one_of(effects)
    effect = effect if before else {"waive": "grant"}.get(effect, effect)
    reach = () if effect == "waive" else _reach(author)
    overrides: tuple[str, ...] = ()
    if (author.chance(3) or effect == "waive") and before:
        named = st.lists(st.sampled_from([rule.id for rule in before]), min_size=1, max_size=2, unique=True)
        overrides = tuple(author.draw(named))
    bare = Rule(id=name, effect=effect, reach=reach, overrides=overrides)
    author.exempting = _restable(author.framework, bare, before)
    return bare.with_(
        articles=author.one_of(((), (), ("oer/art-1",), ("oer/art-1", "oer/art-2"), ("oer",))),
        title=author.one_of((Text(), Text(nl=f"regel {name}", en=f"rule {name}"))),
        when=TRUE if author.chance(6) else author.condition(depth),
        applies=_applies(author, 5) if applies else Applies(),
    )


def _restable(framework: Framework, rule: Rule, before: list[Rule]) -> list[Ref]:
    """The outcomes on which a rule may rest: all their leaves come before those that it could change."""
    by_id = {one.id: one for one in before}
    involved, waiting = [rule], list(rule.overrides)
    while waiting:
        one = by_id[waiting.pop()]
        involved.append(one)
        waiting += one.overrides
    place = {leaf: number for number, leaf in enumerate(framework.leaves)}
    changed = [place[leaf] for one in involved if one.effect != "waive" for leaf in reached_by(framework, one)]
    first = min(changed, default=len(place))

    def safe(leaves: tuple[Leaf, ...]) -> bool:
        return all(place[leaf] < first for leaf in leaves)

    single = [Ref(*leaf, leaf.level) for leaf in framework.leaves]
    named = [*single, *(Ref(outcome.id) for outcome in framework.outcomes)]
    return [one for one in named if safe(framework.leaves_of(one))]


def _reach(author: Author) -> Reach:
    """One or two outcomes or selectors that select something."""
    chosen: list[Ref | Selector] = []
    for _ in range(author.one_of((1, 1, 2))):
        one = _selector(author) if author.chance(3) else ref(author.draw, author.framework)
        chosen.append(one if author.framework.select((one,)) else Selector())
    return tuple(dict.fromkeys(chosen))


def _selector(author: Author) -> Selector:
    outcomes = author.framework.outcomes
    part_of = author.one_of((None, *(outcome.id for outcome in outcomes)))
    component = author.one_of((None, None, *(outcome.component for outcome in outcomes)))
    low, high = author.one_of(((1, 0), (1, 1), (2, 0), (1, 2), (2, 2)))
    without = (ref(author.draw, author.framework),) if author.chance(4) else ()
    return Selector(part_of=part_of, component=component, low=low, high=high, except_=without)


def _applies(author: Author, out_of: int) -> Applies:
    """Always and for all, but once in so many times."""
    if not author.chance(out_of):
        return Applies()
    turn, year = author.one_of(pools.TURNS), author.one_of(pools.COHORTS)
    return Applies(
        decisions=author.one_of((Dates(), Dates(turn, None), Dates(None, turn))),
        cohorts=author.one_of((Cohorts(), Cohorts(year, None), Cohorts(None, year), Cohorts(year, year + 1))),
        variants=author.one_of(((), _VARIANTS[:1], _VARIANTS)),
    )


def _limit(author: Author) -> Limit:
    among = _reach(author) if author.chance(2) else ()
    most = Credits.parse(author.one_of(("30 EC", "5 EC", "0 EC", "7.5 EC")))
    return Limit(at_most=most, among=among, articles=author.one_of(((), ("oer/art-2",))))
