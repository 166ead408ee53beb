"""What is asked under one ruleset, as questions with their leaves."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.outcomes import Leaf
from ...results.questions import Question
from .routes import Listed, Routes


@dataclass(frozen=True)
class Telling:
    """What it takes to tell what is asked.

    Attributes:
        routes: The ways from rules back to inputs.
        questions: The questions that came up, by identity; the routes know assessments.
    """

    routes: Routes
    questions: dict[int, Question]

    def told(
        self, found: dict[int, int], listed: list[Listed], chains: dict[int, int]
    ) -> dict[Question, tuple[Leaf, ...]]:
        """The open questions of a ruleset, each with the leaves that it would help to settle.

        Args:
            found: What is asked, by identity, with masks of leaves.
            listed: Assessments that nobody has taken.
            chains: Leaves that others rest on, with these others.
        """
        if chains:
            _follow(found, chains)
            rested = 0
            for needed in chains:
                rested |= needed
            listed = [self._followed(one, chains) if one.leaves & rested else one for one in listed]
        sets = self.routes.sets
        said: dict[Question, tuple[Leaf, ...]] = {}
        for one in listed:
            said |= one.said  # joining dicts hashes no question
        for key, leaves in found.items():
            said[self._named(key)] = sets[leaves]
        if len(said) == len(found) + sum([len(one.said) for one in listed]):
            return said
        joined = found.copy()  # something is asked in several ways
        for one in listed:
            for key, leaves in one.masks.items():
                joined[key] = joined.get(key, 0) | leaves
        return {self._named(key): sets[leaves] for key, leaves in joined.items()}

    def _named(self, key: int) -> Question:
        found = self.questions.get(key)
        return self.routes.named[key] if found is None else found

    def _followed(self, one: Listed, chains: dict[int, int]) -> Listed:
        masks = one.masks.copy()
        _follow(masks, chains)
        return self.routes.list_(masks)


def _follow(found: dict[int, int], chains: dict[int, int]) -> None:
    """What a leaf waits for, that leaf waits for too whose rule rests on it."""
    rested = 0
    for needed in chains:
        rested |= needed
    for question, leaves in found.items():
        if not leaves & rested:
            continue
        before, after = 0, leaves
        while before != after:
            before = after
            for needed, waiting_ in chains.items():
                if after & needed:
                    after |= waiting_
        found[question] = after
