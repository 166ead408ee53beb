"""What laws are made of: two dossiers, two outcomes of one dossier, or one dossier under two rulesets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from ...language.load import load_ruleset
from ...model.attributes import APPLICANT, VERDICT
from ...model.base import Text
from ...model.conditions import AgeTest, Assessed, Condition, Exists, Not, Span, Sum, every, tests_of
from ...model.outcomes import Framework, Leaf, Ref
from ...model.policy import Ruleset
from ...model.quantities import Cohorts, Dates
from ..files import Policy
from .claims import Claim, Pairs
from .cuts import of_work
from .law import Law, Subject
from .relations import Keeps, NotBoth, Relation
from .twins import Twin, one_dossier, varied


def of_two(
    name: str,
    title: Text,
    broken: Text,
    twin: Callable[[Subject, date], Twin],
    relation: Relation,
    applies: Callable[[Subject], bool],
) -> Law:
    """A law about two dossiers under one ruleset, on every outcome."""

    def claims(subject: Subject, on: date) -> Iterator[Claim]:
        sides, pairs = (subject.ruleset, subject.ruleset), tuple((leaf, leaf) for leaf in subject.framework.leaves)
        made = twin(subject, on)
        meant_for = subject.ruleset.applies.variants if "variant" in made.twice.values() else ()
        yield Claim(sides, subject.framework, on, made, pairs, relation, broken, subject.shared, variants=meant_for)

    return Law(name, title, claims, applies=applies)


def of_attributes(
    name: str,
    title: Text,
    broken: Text,
    attributes: Sequence[str],
    bearers: frozenset[str] | None,
    relation: Relation,
    *,
    ordered: bool,
) -> Law:
    """A law about two dossiers that differ in attributes, on every outcome."""

    def on_what(subject: Subject) -> frozenset[str]:
        if bearers is not None:
            return bearers
        carrying = {on for each in attributes for one in subject.framework.vocabulary.attributes
                    if one.id == each for on in one.on}  # fmt: skip
        return frozenset({APPLICANT}) if APPLICANT in carrying else frozenset(carrying)

    def twin(subject: Subject, on: date) -> Twin:
        return varied(
            subject.ruleset, subject.framework, on, subject.lore,
            names=attributes, bearers=on_what(subject), ordered=ordered,
        )  # fmt: skip

    def applies(subject: Subject) -> bool:
        names, parts = set(attributes), list(_asked(subject))
        return any(_looks_at(part, names, on_what(subject)) for part in parts) or _unnamed(subject, names, parts)

    return of_two(name, title, broken, twin, relation, applies)


def of_one(
    name: str, title: Text, broken: Text, pairs: Callable[[Subject], Pairs], relation: Relation | None = None
) -> Law:
    """A law about two outcomes of one dossier."""
    how = relation or Keeps()

    def claims(subject: Subject, on: date) -> Iterator[Claim]:
        one = subject.ruleset
        twin = one_dossier(one, one, subject.framework, subject.lore)
        divided = isinstance(how, NotBoth)
        yield Claim((one, one), subject.framework, on, twin, pairs(subject), how, broken, subject.shared, divided)

    return Law(name, title, claims, applies=lambda subject: bool(pairs(subject)))


def beside(
    name: str,
    title: Text,
    policy: Policy | Callable[[Framework], Ruleset],
    relation: Relation,
    outcomes: tuple[Ref, ...] | None,
) -> Law:
    """A law about one dossier under another ruleset and ours."""

    def other(framework: Framework) -> Ruleset:
        if isinstance(policy, Ruleset):
            return policy
        return load_ruleset(policy, framework=framework) if isinstance(policy, str | Path) else policy(framework)

    def claims(subject: Subject, on: date) -> Iterator[Claim]:
        framework, theirs = subject.framework, other(subject.framework)
        leaves: Iterable[Leaf] = framework.leaves
        if outcomes is not None:
            leaves = dict.fromkeys(leaf for ref in outcomes for leaf in framework.leaves_of(ref))
        broken = Text(nl=f"'{theirs.id}' zegt iets anders", en=f"'{theirs.id}' says something else")
        if isinstance(relation, Keeps):
            broken = Text(
                nl=f"'{theirs.id}' stelt vrij en deze niet", en=f"'{theirs.id}' exempts and this one does not"
            )
        twin = one_dossier(theirs, subject.ruleset, framework, subject.lore)
        pairs = tuple((leaf, leaf) for leaf in leaves)
        yield Claim((theirs, subject.ruleset), framework, on, twin, pairs, relation, broken, subject.shared)

    return Law(name, title, claims, beside=lambda subject: (other(subject.framework),))


def before(framework: Framework, *, same_outcome: bool) -> Pairs:
    """Each leaf with what it directly requires: lower levels, or other outcomes."""
    return tuple(
        (leaf, first)
        for leaf in framework.leaves
        for first in framework.prerequisites.predecessors(leaf)
        if (first.outcome == leaf.outcome) == same_outcome
    )


def _asked(subject: Subject) -> Iterator[Condition]:
    """What rules ask, on any day; that a whole ruleset is for some variants only, is no rule."""
    ruleset = subject.ruleset
    for rule in ruleset.rules:
        yield from every(rule.when)
        for applies in (ruleset.applies.with_(variants=()), rule.applies):
            yield from every(applies.with_(decisions=Dates()).condition(date.min))


def looks_at_evidence(subject: Subject) -> bool:
    """Whether more evidence can take something away: by a bar, an override, a negation, or less than nothing."""
    negative = any(rule.effect != "grant" or rule.overrides for rule in subject.ruleset.rules)
    asked = [part for rule in subject.ruleset.rules for part in every(rule.when)]
    evidence = any(isinstance(part, Exists | Sum | Span | Assessed) for part in asked)
    below = {one.id for one in subject.framework.vocabulary.attributes if one.low < 0}
    less = any(isinstance(part, Sum) and part.of in below for part in asked)
    return evidence and (negative or less or any(isinstance(part, Not) for part in asked))


def _looks_at(condition: Condition, names: set[str], bearers: frozenset[str]) -> bool:
    match condition:
        case Exists(filter=items) | Sum(over=items) | Span(over=items):
            carried = not items.kinds or bool(bearers & set(items.kinds))
            summed = isinstance(condition, Sum) and condition.of in names
        case Assessed():
            carried, summed = VERDICT in bearers, False
        case _:
            carried, summed = APPLICANT in bearers, False
    tested = (("date" if isinstance(test, AgeTest) else test.attribute) for test in tests_of(condition))
    return carried and (summed or any(name in names for name in tested))


def _unnamed(subject: Subject, names: set[str], asked: Sequence[Condition]) -> bool:
    """Whether rules hang on the cohort, the start of the programme or the time of work without testing it."""
    valued = any(value.cohorts != Cohorts() for one in subject.ruleset.parameters for value in one.values)
    to_start = any(getattr(one, "as_of", None) == "start" for part in asked for one in (part, *tests_of(part)))
    timed = any(isinstance(one, Span | AgeTest) for part in asked for one in (part, *tests_of(part)) if of_work(part))
    return (
        ("cohort" in names and valued)
        or ("start" in names and to_start)
        or (not names.isdisjoint({"from", "to"}) and timed)
    )
