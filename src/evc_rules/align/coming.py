"""What the condition of a rule comes to for one applicant, once words of it are changed: only those are asked anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..engines.reference import Case, whole
from ..model.conditions import TRUE, All, Any_, AtLeast, Condition, Not
from ..model.outcomes import Leaf
from ..model.policy import Rule
from ..results import truth
from ..results.truth import Truth
from .edits import Edit, Within
from .places import Path, Place, leaf_changed


@dataclass(frozen=True)
class Coming:
    """A rule, as it is and with other words, held to one applicant.

    Attributes:
        case: The applicant.
        rule: The rule with the words that it had before any edit.
        target: The leaf that it is asked of.
    """

    case: Case
    rule: Rule
    target: Leaf
    _found: dict[object, Truth] = field(default_factory=dict)

    def to(self, edits: Iterable[Edit]) -> Truth:
        """What it comes to once edits are made; false when nothing is left of it."""
        changes = {one.place: one.new for one in edits if isinstance(one, Within) and one.rule == self.rule.id}
        found = self._part(self.rule.when, (), changes)
        in_force = self._asked(None, whole(self.case, self.rule.with_(when=TRUE)))
        return Truth.FALSE if found is None else truth.every((in_force, found))

    def _part(self, condition: Condition, path: Path, changes: Mapping[Place, Any]) -> Truth | None:
        """What a part comes to, as `changed` writes it; None when all of it is dropped."""
        inside = {place: new for place, new in changes.items() if place.path[: len(path)] == path}
        if not inside:
            return self._asked(path, condition)
        if Place(path, "whole") in inside:
            return None
        here = [(place, new) for place, new in inside.items() if place.path == path]
        match condition:
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                parts = (self._part(part, (*path, number), inside) for number, part in enumerate(of))
                found = _together(condition, [part for part in parts if part is not None])
            case Not(of=part):
                within = self._part(part, (*path, 0), inside)
                found = None if within is None else ~within
            case _:
                changed = leaf_changed(condition, here)
                found = self._asked((path, tuple((place, id(new)) for place, new in here)), changed)
        more = [self._asked(("more", id(new)), new) for place, new in here if place.what == "more"]
        return None if found is None else truth.every((found, *more))

    def _asked(self, key: object, condition: Condition) -> Truth:
        """What the reference says of a condition; the same is not asked twice."""
        if key not in self._found:
            self._found[key] = self.case.holds(condition, self.target).truth
        return self._found[key]


def _together(condition: All | Any_ | AtLeast, parts: list[Truth]) -> Truth | None:
    if not parts or (isinstance(condition, AtLeast) and condition.k > len(parts)):
        return None
    match condition:
        case All():
            return truth.every(parts)
        case Any_():
            return truth.some(parts)
        case AtLeast(k=k):
            return truth.at_least(k, parts)
