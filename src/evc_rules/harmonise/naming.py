"""Names, titles, articles and notes of harmonised rules, out of those of the members' rules that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from ..model.base import Text
from ..model.outcomes import Reach, Ref
from ..model.policy import Ruleset
from .reasons import Reason


class Cited(TypedDict):
    """What a rule says of where it came from."""

    articles: tuple[str, ...]
    note: Text


class Naming:
    """Gives every rule a name of its own.

    Args:
        members: The rulesets that the rules came from, by id.
    """

    def __init__(self, members: Mapping[str, Ruleset]) -> None:
        self._members = members
        self._taken: set[str] = set()

    def after(self, origin: str) -> str:
        """The name of the member's rule that states it, with the member's before it when that name is taken."""
        ruleset, _, rule = origin.partition(":")
        return self._free(f"{ruleset}.{rule}" if rule in self._taken else rule)

    def together(self, reach: Reach) -> str:
        """The name of a rule that no member states alone, after the outcomes that it is about."""
        one = reach[0]
        if isinstance(one, Ref):
            return self._free("together." + str(one).replace("@", ".").replace("..", "-"))
        return self._free(f"together.{one.part_of or one.component or 'all'}")

    def title(self, reason: Reason) -> Text:
        """What a rule is called: as the member's rule that states it, or how many members it takes."""
        if not reason.together:
            return self.title_of(reason.rules[0])
        return Text(
            nl=f"Gronden van ten minste {reason.together} instellingen samen",
            en=f"Grounds of at least {reason.together} institutions together",
        )

    def title_of(self, origin: str) -> Text:
        """The title of a member's rule."""
        ruleset, _, rule = origin.partition(":")
        return self._members[ruleset].by_id[rule].title

    def cited(self, rules: Iterable[str], articles: Iterable[str]) -> Cited:
        """The articles, and a note of the rules, member by member."""
        by_ruleset: dict[str, list[str]] = {}
        for origin in rules:
            ruleset, _, rule = origin.partition(":")
            by_ruleset.setdefault(ruleset, []).append(rule)
        said = "; ".join(f"{ruleset}: {', '.join(names)}" for ruleset, names in by_ruleset.items())
        return Cited(
            articles=tuple(text.replace(":", ".", 1) for text in articles),
            note=Text(nl=said, en=said),
        )

    def _free(self, name: str) -> str:
        free, count = name, 1
        while free in self._taken:
            count += 1
            free = f"{name}-{count}"
        self._taken.add(free)
        return free
