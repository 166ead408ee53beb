"""Someone whom some rulesets exempt and others do not: more than two at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..engines.cohorts import cohort_ranges, representative
from ..engines.implies import Order
from ..engines.simplify import any_of
from ..harmonise.member import Member, Said
from ..harmonise.relative import told_of
from ..model.conditions import Condition
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.quantities import Cohorts
from ..results.status import Status
from .formulas import Decision, Formulas
from .looking import Looking
from .lore import Lore
from .matrix import Matrix
from .replay import Replay


def someone_between(
    exempting: Sequence[Ruleset],
    others: Sequence[Ruleset],
    framework: Framework,
    on: date,
    leaf: Leaf,
    *,
    cohort: int | None,
    shared: frozenset[str],
    lore: Lore,
    time_limit: float,
) -> Dossier | str | None:
    """Someone whom some rulesets exempt from a leaf, all of them, and others do not, none of them.

    Returns:
        Someone; or None when it is proven that there is nobody; or why it is not known.
    """
    rulesets, wanted = (*exempting, *others), [True] * len(exempting) + [False] * len(others)
    replay, order = Replay(rulesets, framework, on, shared), Order(framework.vocabulary)
    why: str | None = None
    for cohorts in cohort_ranges(rulesets, on) if cohort is None else [Cohorts(cohort, cohort + 1)]:
        matrix = Matrix(framework, replay, cohorts, lore, order, time_limit)
        members = [Member(one, framework, on, representative(cohorts), shared) for one in rulesets]
        decisions = [_decision(member, leaf) for member in members]
        looking = Looking(matrix, [condition for one in decisions for condition in one[:2]])

        def question(formulas: Formulas, decisions: Sequence[Decision] = decisions) -> Any:
            said = zip((formulas.exempt(*one) for one in decisions), wanted, strict=True)
            return formulas.every(*(exempt if yes else formulas.no(exempt) for exempt, yes in said))

        def confirms(dossier: Dossier) -> bool:
            said = (replay.trace(place, dossier, leaf).statuses for place in range(len(rulesets)))
            return [one == frozenset({Status.EXEMPT}) for one in said] == wanted

        found = looking.someone(question, confirms)
        if isinstance(found, Dossier):
            return found
        why = why or found
    return why


def _decision(member: Member, leaf: Leaf) -> Decision:
    return _any(member.grants(leaf), leaf), _any(member.bars(leaf), leaf), member.conflicts


def _any(clauses: Said, leaf: Leaf) -> Condition:
    return told_of(any_of(one.condition for one in clauses), leaf)
