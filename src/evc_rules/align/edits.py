"""A small language of edits of a ruleset, each with a size; and a ruleset with some of them made.

A value or a code that is changed counts 1, and so does an override. A test or a part of a condition that is dropped or
added counts 2, and so does a rule that is dropped, or that reaches something else; what is added counts what it asks as
well, and a rule that is added 3 and what it asks. An edit that speaks of other outcomes than those that it is made for
counts 1 more for each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from ..model.conditions import FALSE, Condition, Param, every, tests_of
from ..model.outcomes import Reach
from ..model.policy import Conflicts, Limit, Rule, Ruleset
from ..model.sources import Citation, Source
from .places import Place, changed


@dataclass(frozen=True)
class Within:
    """Something in the condition of a rule becomes something else.

    Attributes:
        rule: The rule.
        place: Where in its condition.
        new: What comes to stand there, or None when it is dropped.
        old: What stood there, or None when it is added.
        size: How much of an edit it is.
        besides: Of how many other outcomes the rule speaks.
    """

    rule: str
    place: Place
    new: Any
    old: Any
    size: int
    besides: int = 0


@dataclass(frozen=True)
class Reaching:
    """A rule grants or bars other outcomes."""

    rule: str
    reach: Reach
    old: Reach
    size: int


@dataclass(frozen=True)
class Overriding:
    """A rule overrides another one, or no longer does."""

    rule: str
    other: str
    overrides: bool
    besides: int = 0
    size: int = 1


@dataclass(frozen=True)
class Settling:
    """What is both granted and barred becomes something else."""

    conflicts: Conflicts
    old: Conflicts
    besides: int = 0
    size: int = 2


@dataclass(frozen=True)
class Dropped:
    """A rule is dropped."""

    rule: str
    besides: int = 0
    size: int = 2


@dataclass(frozen=True)
class Added:
    """A rule is added, with the sources that it cites.

    Attributes:
        new: The rule.
        origin: The rules that it says the same as, as `ruleset:rule`.
        sources: The sources that it cites, with the articles that it cites.
        size: How much of an edit it is.
    """

    new: Rule
    origin: tuple[str, ...]
    sources: tuple[tuple[str, Source], ...] = field(compare=False)
    size: int


@dataclass(frozen=True)
class Counting:
    """Exemptions are worth as much as elsewhere: limits, how units count, whether they count toward the BSA.

    Attributes:
        limits: The limits.
        units: How units count.
        bsa: Whether exempt credits count toward the BSA.
        sources: The sources that its limits cite.
        size: How many of these things differ.
    """

    limits: tuple[Limit, ...]
    units: Literal["whole", "proportional"]
    bsa: bool | None
    sources: tuple[tuple[str, Source], ...] = field(compare=False)
    size: int


Edit = Counting | Within | Reaching | Overriding | Settling | Dropped | Added
Edits = frozenset[Edit]


def size_of(edits: Collection[Edit]) -> int:
    """How much some edits are together."""
    besides: dict[str, int] = {}
    for one in edits:
        match one:
            case Within(rule=rule) | Dropped(rule=rule) | Overriding(other=rule):
                besides[rule] = max(besides.get(rule, 0), one.besides)
            case Settling():
                besides[""] = one.besides
            case _:
                pass
    return sum(one.size for one in edits) + sum(besides.values())


def at_odds(edits: Iterable[Edit]) -> bool:
    """Whether two edits cannot be made together: they are of one and the same place, or of a rule that is dropped."""
    listed = list(edits)
    places: list[object] = []
    for one in listed:
        match one:
            case Within(rule=rule, place=place):
                places.append((rule, place))
            case Reaching(rule=rule):
                places.append((rule, "reach"))
            case Overriding(rule=rule, other=other):
                places.append((rule, other))
            case Settling():
                places.append("conflicts")
            case Added(new=rule_):
                places.append(rule_.id)
            case Dropped() | Counting():
                pass
    gone = {one.rule for one in listed if isinstance(one, Dropped)}
    mended = {one.rule for one in listed if isinstance(one, Within | Reaching | Overriding)}
    wholes = [(one.rule, one.place.path) for one in listed if isinstance(one, Within) and one.place.what == "whole"]
    under = any(
        isinstance(one, Within) and one.rule == rule and one.place.path[: len(path)] == path and one.place.path != path
        for rule, path in wholes
        for one in listed
    )
    return len(places) > len(set(places)) or bool(gone & mended) or under


def condition_of(rule: Rule, edits: Iterable[Edit]) -> Condition | None:
    """The condition of a rule once edits are made; None when nothing is left of it."""
    changes = {one.place: one.new for one in edits if isinstance(one, Within) and one.rule == rule.id}
    return changed(rule.when, changes) if changes else rule.when


def edited(ruleset: Ruleset, edits: Iterable[Edit]) -> Ruleset:
    """A ruleset with edits made, and without what nothing in it uses any longer."""
    made = list(edits)
    gone = {one.rule for one in made if isinstance(one, Dropped)}
    rules = [_rule(rule, made, gone) for rule in ruleset.rules if rule.id not in gone]
    added = [one for one in made if isinstance(one, Added)]
    sources = {**ruleset.sources}
    counting = [one for one in made if isinstance(one, Counting)]
    cited: list[Added | Counting] = [*added, *counting]
    for name, source in (each for one in cited for each in one.sources):
        before = sources.get(name)
        sources[name] = source if before is None else before.with_(articles={**before.articles, **source.articles})
    conflicts = next((one.conflicts for one in made if isinstance(one, Settling)), ruleset.conflicts)
    whole = ruleset.with_(rules=(*rules, *(one.new for one in added)), sources=sources, conflicts=conflicts)
    for each in counting:
        whole = whole.with_(limits=each.limits, units=each.units, bsa=each.bsa)
    return _tidied(whole, ruleset)


def _rule(rule: Rule, edits: list[Edit], gone: set[str]) -> Rule:
    when = condition_of(rule, edits)
    reach = next((one.reach for one in edits if isinstance(one, Reaching) and one.rule == rule.id), rule.reach)
    turned = {one.other: one.overrides for one in edits if isinstance(one, Overriding) and one.rule == rule.id}
    kept = [name for name in rule.overrides if turned.get(name, True) and name not in gone]
    more = [name for name, overrides in turned.items() if overrides and name not in kept]
    same = when is rule.when and reach is rule.reach and (*kept, *more) == rule.overrides
    return rule if same else rule.with_(when=FALSE if when is None else when, reach=reach, overrides=(*kept, *more))


def _tidied(new: Ruleset, old: Ruleset) -> Ruleset:
    """Without the parameters, sources and articles that the old one used and the new one does not."""
    unused = _parameters(old) - _parameters(new)
    uncited = _cited(old) - _cited(new)
    kept: dict[str, Source] = {}
    for name, source in new.sources.items():
        dropped = {one.article for one in uncited if one.source == name}
        articles = {key: title for key, title in source.articles.items() if key not in dropped}
        whole = any(one.source == name for one in _cited(new))
        if whole or not dropped:
            kept[name] = source if len(articles) == len(source.articles) else source.with_(articles=articles)
    parameters = tuple(one for one in new.parameters if one.id not in unused)
    return new.with_(sources=kept, parameters=parameters)


def _cited(ruleset: Ruleset) -> set[Citation]:
    citing: list[Rule | Limit] = [*ruleset.rules, *ruleset.limits]
    return {Citation.parse(text) for one in citing for text in one.articles}


def _parameters(ruleset: Ruleset) -> set[str]:
    found = set()
    for rule in ruleset.rules:
        for condition in every(rule.when):
            values = [getattr(test, "value", getattr(test, "codes", None)) for test in tests_of(condition)]
            values.append(getattr(condition, "at_least", None))
            found |= {value.parameter for value in values if isinstance(value, Param)}
    return found
