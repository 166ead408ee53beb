"""Two dossiers in one: what differs between them stands twice, and each of two copies of a ruleset looks at its own.

A law about two dossiers so becomes a question about one, which the comparison can prove and a strategy can draw.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from ...compare import Lore
from ...compare.as_of import as_of
from ...engines.simplify import all_of, rebuilt
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute, Fact, Value, Vocabulary
from ...model.base import Text
from ...model.conditions import Assessed, Condition, Exists, FlagTest, Span, Sum, every, tests_of
from ...model.dossier import Carrier, Dossier, Evidence
from ...model.outcomes import Framework
from ...model.policy import Applies, Ruleset
from .rewriting import CannotBeToldTwiceError, Renaming

_Some = TypeVar("_Some", bound=Carrier)

EVIDENCE: Final = frozenset(EVIDENCE_KINDS)
"""All kinds of evidence."""


@dataclass(frozen=True)
class Twin:
    """Two dossiers in one.

    Attributes:
        framework: The framework, in which what differs is declared twice.
        copies: What looks at the first dossier, and at the second.
        lore: What is assumed, and in what order the two are.
        pair: Takes the two dossiers out of one.
        twice: The attributes of the first dossier, each with the one beside which it stands, or itself.
        doubtful: The rules that cannot be said of the first dossier: what hangs on them is not proven.
        earlier: Whether the first dossier is the second one with earlier dates, and otherwise the same.
    """

    framework: Framework
    copies: tuple[Ruleset, Ruleset]
    lore: Lore
    pair: Callable[[Dossier], tuple[Dossier, Dossier]]
    twice: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    earlier: bool = False


def one_dossier(first: Ruleset, second: Ruleset, framework: Framework, lore: Lore) -> Twin:
    """The same dossier twice, under two rulesets."""
    return Twin(framework, (first, second), lore, lambda dossier: (dossier, dossier))


def varied(
    ruleset: Ruleset,
    framework: Framework,
    on: date,
    lore: Lore,
    *,
    names: Collection[str],
    bearers: frozenset[str],
    ordered: bool,
) -> Twin:
    """Two dossiers that are the same but for some attributes.

    Args:
        ruleset: The ruleset that is asked of both.
        framework: The framework that it is written over.
        on: The decision date.
        lore: What is assumed.
        names: The attributes.
        bearers: What carries them here: kinds of evidence, `verdict`, or `applicant`.
        ordered: Whether the first has no more (or nothing later) than the second.
    """
    vocabulary = framework.vocabulary
    carried = [one for one in vocabulary.attributes if one.id in names and bearers & set(one.on)]
    second = {one.id: free_name(f"{one.id}-before", vocabulary) for one in carried}
    more = [one.with_(id=second[one.id], on=tuple(bearer for bearer in one.on if bearer in bearers)) for one in carried]
    facts = [told_twice(one, second) for one in vocabulary.facts if one.on in bearers]
    told = framework.with_(
        attributes=(*framework.attributes, *more), facts=(*framework.facts, *(one for one in facts if one))
    )
    orders = [(bearer, one.id, name) for name in second for one in more if one.id == second[name] for bearer in one.on]
    fixed = in_force(ruleset, on)
    other, doubtful = rewritten(fixed, Renaming(second, bearers, on, fixed).of)

    def pair(dossier: Dossier) -> tuple[Dossier, Dossier]:
        first = changed(dossier, bearers, lambda one: _before(one, second, more, ordered=ordered))
        return first, changed(dossier, bearers, lambda one: without(one, second.values()))

    assumed = replace(lore, orders=(*lore.orders, *orders)) if ordered else lore
    return Twin(told, (other, fixed), assumed, pair, {before: name for name, before in second.items()}, doubtful)


def added(ruleset: Ruleset, framework: Framework, on: date, lore: Lore) -> Twin:
    """Two dossiers, of which the second has all that the first has, and perhaps more evidence and verdicts."""
    name = free_name("there-before", framework.vocabulary)
    flag = Attribute(id=name, title=Text(), on=(*EVIDENCE_KINDS, VERDICT), type="flag")
    test = FlagTest(attribute=name, value=True)
    fixed = in_force(ruleset, on)

    def only_before(condition: Condition) -> Condition:
        match condition:
            case Exists(filter=items):
                return condition.with_(filter=items.with_(tests=(*items.tests, test)))
            case Sum(over=items) | Span(over=items):
                return condition.with_(over=items.with_(tests=(*items.tests, test)))
            case Assessed(tests=tests):
                return condition.with_(tests=(*tests, test))
            case _:
                return condition

    rules = tuple(rule.with_(when=rebuilt(rule.when, only_before)) for rule in fixed.rules)
    tested = {getattr(each, "attribute", "") for rule in ruleset.rules for part in every(rule.when)
              for each in tests_of(part)}  # fmt: skip

    def pair(dossier: Dossier) -> tuple[Dossier, Dossier]:
        evidence = tuple(_apart(dossier.evidence, (name,), framework.vocabulary, tested))
        kept = {one.id for one in dossier.evidence if one.known.get(name) is True}
        kept |= {one.id for one in dossier.verdicts if one.known.get(name) is True}
        verdicts = tuple(without(one, (name,)) for one in dossier.verdicts)
        whole = dossier.with_(evidence=evidence, verdicts=verdicts)
        before = whole.with_(
            evidence=tuple(one for one in evidence if one.id in kept),
            verdicts=tuple(one for one in verdicts if one.id in kept),
        )
        return before, whole

    told = framework.with_(attributes=(*framework.attributes, flag))
    return Twin(told, (fixed.with_(rules=rules), fixed), lore, pair, {name: name})


def free_name(name: str, vocabulary: Vocabulary) -> str:
    """A name that nothing has."""
    while vocabulary.find(name):
        name += "-too"
    return name


def told_twice(fact: Fact, second: dict[str, str]) -> Fact | None:
    """A fact of the world as it is of the first dossier; None when it says nothing of what differs."""
    given = tuple((second.get(name, name), codes) for name, codes in fact.given)
    then = tuple((second.get(name, name), value) for name, value in fact.then)
    return None if (given, then) == (fact.given, fact.then) else fact.with_(given=given, then=then)


def in_force(ruleset: Ruleset, on: date) -> Ruleset:
    """The ruleset on a day, with all that it asks of the applicant in the conditions of its rules."""
    fixed = as_of(ruleset, on, None)
    terms = fixed.applies.condition(on)
    rules = tuple(
        one.with_(when=all_of((terms, one.applies.condition(on), one.when)), applies=Applies()) for one in fixed.rules
    )
    return fixed.with_(rules=rules, applies=Applies())


def rewritten(ruleset: Ruleset, anew: Callable[[Condition], Condition]) -> tuple[Ruleset, frozenset[str]]:
    """A ruleset with its conditions said anew, and the rules of which that cannot be done."""
    rules, doubtful = [], set[str]()
    for rule in ruleset.rules:
        try:
            rules.append(rule.with_(when=rebuilt(rule.when, anew)))
        except CannotBeToldTwiceError:
            rules.append(rule)
            doubtful.add(rule.id)
    return ruleset.with_(rules=tuple(rules)), frozenset(doubtful)


def changed(dossier: Dossier, bearers: frozenset[str], change: Callable[[Carrier], Carrier]) -> Dossier:
    """A dossier in which some things are changed."""
    applicant = change(dossier.applicant) if APPLICANT in bearers else dossier.applicant
    verdicts = tuple(map(change, dossier.verdicts)) if VERDICT in bearers else dossier.verdicts
    evidence = tuple(change(one) if one.kind in bearers else one for one in dossier.evidence)
    return dossier.with_(applicant=applicant, evidence=evidence, verdicts=verdicts)


def _before(thing: _Some, second: dict[str, str], more: Sequence[Attribute], *, ordered: bool) -> _Some:
    """A thing as the first dossier has it."""
    known = dict(thing.known)
    absent = {one.id: one.absent for one in more}
    for name, its_second in second.items():
        value = known.pop(its_second, None)
        if value is None:
            if not ordered and absent[its_second] == "none" and its_second not in thing.unknown:
                known.pop(name, None)
        elif not ordered or (name in known and _no_more(value, known[name])):
            known[name] = value
    return thing.with_(attributes=tuple(sorted(known.items())), unknown=_kept(thing.unknown, second.values()))


def _no_more(one: Value, other: Value) -> bool:
    return type(one) is type(other) and bool(one <= other)  # type: ignore[operator]


def without(thing: _Some, names: Collection[str]) -> _Some:
    """A thing without some attributes."""
    kept = tuple(pair for pair in thing.attributes if pair[0] not in names)
    return thing.with_(attributes=kept, unknown=_kept(thing.unknown, names))


def _kept(names: Iterable[str], gone: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in gone)


def _apart(
    items: Iterable[Evidence], gone: Collection[str], vocabulary: Vocabulary, tested: Collection[str]
) -> Iterable[Evidence]:
    """Items without the attribute by which they were told apart, told apart by something that nobody looks at."""
    seen = set[tuple[str, object]]()
    for item in items:
        one = without(item, gone)
        if (one.kind, one.attributes) in seen:
            free = (each.id for each in vocabulary.carried_by(one.kind) if each.type == "code" and not each.codes)
            name = next((each for each in free if each not in tested), None)
            if name is not None:
                known = {**one.known, name: f"another-{len(seen) + 1}"}
                one = one.with_(attributes=tuple(sorted(known.items())))
        seen.add((one.kind, one.attributes))
        yield one
