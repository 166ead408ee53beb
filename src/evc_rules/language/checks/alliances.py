"""Checks of alliances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

from ...errors import Finding, Severity
from ...model.alliance import Alliance, Member
from ...model.conditions import Judgement, every
from ...model.policy import Ruleset
from ...model.programme import Programme
from ..reader import did_you_mean
from ..rulesets import overlap
from ..source_map import SourceMap


def alliance(one: Alliance, where: SourceMap, incomplete: Collection[str] = ()) -> list[Finding]:
    """Every finding about an alliance; `incomplete` names the lists of which items were left out in reading."""
    found: list[Finding] = []
    for member in one.members:
        found += _member(member, where)
    ids = Counter(member.institution for member in one.members) + Counter(other.id for other in one.common)
    found += (
        Finding("EVC-S005", f"'{name}' stands twice in the alliance", where(one), "name each member once")
        for name, count in ids.items()
        if count > 1
    )
    if not one.members and "members" not in incomplete:
        found.append(Finding("EVC-N001", "the alliance has no members", where(one), "add at least one"))
    if "members" not in incomplete:
        found += _shared(one, where)
    return found


def _member(member: Member, where: SourceMap) -> Iterator[Finding]:
    things: list[Ruleset | Programme] = [*member.rulesets, *member.programmes]
    for thing in things:
        if thing.institution != member.institution:
            yield Finding(
                "EVC-N001",
                f"'{thing.id}' is of '{thing.institution}', not of '{member.institution}'",
                where(member),
                "check the path, or the name of the institution",
            )
    for first, second in combinations(member.rulesets, 2):
        if overlap(first.applies.decisions, second.applies.decisions) and overlap(
            first.applies.cohorts, second.applies.cohorts
        ):
            yield Finding(
                "EVC-N003",
                f"two rulesets of '{member.institution}' are in force at the same time",
                where(member),
                "let 'applies' of one end where the other begins",
            )


def _shared(one: Alliance, where: SourceMap) -> Iterator[Finding]:
    rulesets = [*(ruleset for member in one.members for ruleset in member.rulesets), *one.common]
    asked = {
        part.id
        for ruleset in rulesets
        for rule in ruleset.rules
        for part in every(rule.when)
        if isinstance(part, Judgement)
    }
    for name in one.shared_judgements:
        if name not in asked:
            yield Finding(
                "EVC-D004",
                f"the shared judgement '{name}' is asked by no ruleset",
                where(one),
                did_you_mean(name, asked),
                Severity.WARNING,
            )
