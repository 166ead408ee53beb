"""Whether a strategy can exempt anybody: rulesets that are for different cohorts may never be in force together.

By the definition, what takes all of them then stays a condition that no cohort meets. It is not left out: of an
applicant whose cohort is not known, each of them may exempt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..errors import Finding, warning
from ..model.alliance import Alliance
from ..model.attributes import COHORTS
from ..model.policy import Ruleset
from .strategy import Strategy


def unmet(strategy: Strategy, members: Collection[Ruleset], alliance: Alliance) -> Iterator[Finding]:
    """Warn where a strategy can exempt nobody, as no cohort has the rulesets in force together that it takes.

    Args:
        strategy: The strategy.
        members: The ruleset of each member that is in force on the decision date, for some cohort.
        alliance: The alliance, which may have other rulesets that the strategy names.
    """
    known = (*members, *alliance.common)

    def takes(year: int) -> bool:
        there = [one for one in known if year in one.applies.cohorts]
        names = {name for one in there for name in (one.id, one.institution)}
        return _enough(strategy, sum(one in there for one in members), len(members), names)

    if not any(map(takes, COHORTS)):
        message = f"no cohort has the rulesets in force that '{strategy}' takes together: by it nothing is ever exempt"
        yield warning("EVC-N003", message, "let their cohorts meet, or choose another strategy")


def _enough(strategy: Strategy, count: int, of: int, names: Collection[str]) -> bool:
    """Whether a strategy can exempt anybody while so many members, and rulesets of these names, are in force."""
    match strategy.name:
        case "strictest":
            return count == of
        case "quorum":
            return count >= strategy.k
        case "reference":
            return strategy.home in names
        case "floor-ceiling":
            raised = strategy.home in names or strategy.floor in names
            return raised and strategy.ceiling in {"", *names}
        case _:
            return count > 0 or strategy.home in names
