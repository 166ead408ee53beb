"""Where harmonised rulesets are made: several strategies, and several cohorts, start from the same members."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..model.outcomes import Framework
from ..model.policy import Ruleset
from .member import Member
from .tidy import Tidy


@dataclass
class Workshop:
    """What harmonised rulesets over one framework have in common, and how they are written.

    Attributes:
        framework: The framework.
        grants: Whether their grants are written. What a strategy exempts is known from what members exempt, so that who
            has that at hand only needs the rest.
        order: Which conditions imply which.
    """

    framework: Framework
    grants: bool = True
    order: Tidy = field(init=False)
    _members: dict[tuple[int, date, int | None, frozenset[str]], Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order = Tidy(self.framework.vocabulary)

    def member(self, ruleset: Ruleset, on: date, cohort: int | None, shared: frozenset[str]) -> Member:
        """A ruleset that takes part, lowered once.

        Raises:
            InvalidInputError: EVC-N004 when the value of a parameter hangs on the cohort and none is given.
        """
        key = id(ruleset), on, cohort, shared  # the member keeps the ruleset, so that no other can take its identity
        if key not in self._members:
            self._members[key] = Member(ruleset, self.framework, on, cohort, shared)
        return self._members[key]
