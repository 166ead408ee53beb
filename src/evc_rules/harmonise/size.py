"""How much there is to read: for each outcome, of how many different things it hangs whether it is exempt."""

from __future__ import annotations

from datetime import date

from ..engines.lower import lower
from ..model.conditions import Condition, every, parts_of
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset


def size(
    ruleset: Ruleset, framework: Framework, on: date, *, cohort: int | None = None, shared: frozenset[str] = frozenset()
) -> dict[Leaf, int]:
    """For each leaf how many different elementary conditions decide whether a ruleset exempts it.

    Elementary is what is not made of other conditions: a filter on evidence, a sum, a span, a verdict, a judgement, a
    test on the applicant. One that comes back is counted once for a leaf, however often it stands there.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        on: The decision date.
        cohort: The cohort, or None for every cohort.
        shared: The judgements that one answer settles for all rulesets.
    """
    lowered = lower(ruleset, framework, on, cohort=cohort, shared=shared)
    return {
        leaf: len({part for clause in lowered.exempts(leaf) for part in every(clause.condition) if _elementary(part)})
        for leaf in framework.leaves
    }


def _elementary(condition: Condition) -> bool:
    return not parts_of(condition) and condition.form not in {"all", "any", "at_least"}
