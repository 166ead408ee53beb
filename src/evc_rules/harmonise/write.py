"""Writes reasons to exempt or refuse, leaf by leaf, as rules that a policy officer can read and edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..engines.lower import Clause, exactly
from ..model.base import Text
from ..model.conditions import Assessed, Condition, CoversTest, Exists, Filter, Span, Sum, parts_of, tests_of
from ..model.outcomes import Framework, Leaf, Ref
from ..model.policy import Rule, Ruleset


def rules(
    effect: str,
    reasons: Mapping[Leaf, tuple[Clause, ...]],
    framework: Framework,
    members: Mapping[str, Ruleset],
) -> tuple[Rule, ...]:
    """One rule for each distinct reason, with all the leaves that it decides.

    A grant reaches every lower level, a bar every higher one, so only the outermost level is named. That adds nothing:
    whatever exempts a level exempts those below it, in every strategy.
    """
    decided: dict[Condition, dict[Leaf, Clause]] = {}
    for leaf in framework.leaves:
        for clause in reasons.get(leaf, ()):
            decided.setdefault(clause.condition, {})[leaf] = clause
    grouped: dict[Condition, tuple[list[Leaf], list[Clause]]] = {}
    for condition, leaves in decided.items():
        for leaf in _outermost(effect, leaves):
            named, clauses = grouped.setdefault(_about_target(condition, leaf), ([], []))
            named.append(leaf)
            clauses.append(leaves[leaf])
    taken: set[str] = set()
    return tuple(
        _rule(effect, condition, named, clauses, members, taken) for condition, (named, clauses) in grouped.items()
    )


def _outermost(effect: str, leaves: Iterable[Leaf]) -> list[Leaf]:
    by_outcome: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        by_outcome.setdefault(leaf.outcome, []).append(leaf)
    pick = max if effect == "grant" else min
    return [pick(levels) for levels in by_outcome.values()]


def _about_target(condition: Condition, leaf: Leaf) -> Condition:
    """The condition with the leaf that it asks about written as "the target", when it asks about no other."""
    asked = set(_asks_about(condition))
    return _retargeted(condition) if asked == {exactly(leaf)} else condition


def _asks_about(condition: Condition) -> Iterable[Ref]:
    if isinstance(condition, Assessed) and condition.outcome:
        yield condition.outcome
    yield from (test.outcome for test in tests_of(condition) if isinstance(test, CoversTest) and test.outcome)
    for part in parts_of(condition):
        yield from _asks_about(part)


def _retargeted(condition: Condition) -> Condition:
    match condition:
        case Assessed():
            return condition.with_(outcome=None)
        case Exists():
            return condition.with_(filter=_any_target(condition.filter))
        case Sum() | Span():
            return condition.with_(over=_any_target(condition.over))
        case _ if parts_of(condition):
            parts = tuple(_retargeted(part) for part in parts_of(condition))
            return condition.with_(of=parts[0] if condition.form == "not" else parts)
        case _:
            return condition


def _any_target(items: Filter) -> Filter:
    return items.with_(
        tests=tuple(
            CoversTest(attribute=test.attribute) if isinstance(test, CoversTest) else test for test in items.tests
        )
    )


def _rule(
    effect: str,
    condition: Condition,
    leaves: list[Leaf],
    clauses: list[Clause],
    members: Mapping[str, Ruleset],
    taken: set[str],
) -> Rule:
    origins = tuple(dict.fromkeys(name for clause in clauses for name in clause.rules))
    articles = tuple(dict.fromkeys(text for clause in clauses for text in clause.articles))
    return Rule(
        id=_name(origins, taken),
        title=_title(origins, members),
        articles=tuple(text.replace(":", ".", 1) for text in articles),
        effect=effect,
        reach=tuple(exactly(leaf) for leaf in leaves),
        when=condition,
        note=Text(nl=f"Uit: {', '.join(origins)}", en=f"From: {', '.join(origins)}"),
    )


def _name(origins: tuple[str, ...], taken: set[str]) -> str:
    """The name that all origins share, or the first one with its ruleset before it; with a number when it is taken."""
    names = {origin.partition(":")[2] for origin in origins}
    name = names.pop() if len(names) == 1 else origins[0].replace(":", ".")
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(free)
    return free


def _title(origins: tuple[str, ...], members: Mapping[str, Ruleset]) -> Text:
    titles = {members[ruleset].by_id[rule].title for ruleset, _, rule in (origin.partition(":") for origin in origins)}
    return titles.pop() if len(titles) == 1 else Text()
