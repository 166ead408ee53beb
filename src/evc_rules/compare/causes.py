"""Which clauses make a difference: each reason of one ruleset to exempt someone whom the other does not exempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ..engines.lower import Clause
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..results.status import Status
from ..results.truth import Truth
from .encode import Encoded
from .explicit.look import OnlyFirst
from .formulas import Formulas
from .matrix import Matrix
from .rows import Decided
from .seek import seek
from .shapes import TooManyError
from .sieves import Sieves


@dataclass(frozen=True)
class Reason:
    """A clause that exempts someone whom the other ruleset does not.

    Attributes:
        rules: The rules that it came from, as `ruleset:rule`.
        articles: The articles that they encode, as `ruleset:source/article`.
        dossier: Someone whom it exempts, and the other ruleset does not.
    """

    rules: tuple[str, ...]
    articles: tuple[str, ...]
    dossier: Dossier


@dataclass(frozen=True)
class Reasons:
    """All clauses that make a difference on a leaf.

    Attributes:
        found: Those of which someone shows it.
        undecided: The rules of those of which it is not known.
    """

    found: tuple[Reason, ...]
    undecided: tuple[tuple[str, ...], ...] = ()


def reasons(
    matrix: Matrix, leaf: Leaf, clauses: Sequence[Clause], sides: tuple[Decided, Decided], places: tuple[int, int]
) -> Reasons:
    """Which clauses of the first of two rulesets exempt someone whom the second does not.

    Args:
        matrix: Compares the two.
        leaf: The leaf.
        clauses: The reasons of the first to grant it.
        sides: What decides the leaf under both.
        places: Which rulesets they are, for the reference.
    """
    both = [(side.granted, side.barred, side.conflicts) for side in sides]
    found: dict[int, Dossier] = {}
    doubtful: dict[int, str] = {}
    sieves = Sieves()
    for side in sides:
        sieves.look(side.granted)
        sieves.look(side.barred)
    for clause in clauses:
        sieves.look(clause.condition)
    try:
        for world in matrix.worlds(sieves):
            formulas = Formulas(Encoded(sieves, matrix.readers.of(world), matrix.asking()))
            for number, clause in enumerate(clauses):
                if number not in found:
                    makes = partial(Formulas.only_by, clause=clause.condition, one=both[0], other=both[1])
                    shown = seek(formulas, partial(_differs, matrix, leaf, clause, places), makes)
                    if isinstance(shown, Dossier):
                        found[number] = shown
                    elif shown is not None:
                        doubtful[number] = shown
    except TooManyError as error:
        doubtful |= dict.fromkeys(range(len(clauses)), str(error))
    for number, why in list(doubtful.items()):
        if number not in found:
            clause = clauses[number]
            asked = OnlyFirst(both[0], both[1], clause.condition)
            shown = matrix.among_items(asked, partial(_differs, matrix, leaf, clause, places), why)
            if isinstance(shown, Dossier):
                found[number] = shown
            elif shown is None:
                del doubtful[number]
    return Reasons(
        tuple(Reason(clauses[place].rules, clauses[place].articles, found[place]) for place in sorted(found)),
        tuple(clauses[place].rules for place in sorted(doubtful.keys() - found)),
    )


def _differs(matrix: Matrix, leaf: Leaf, clause: Clause, places: tuple[int, int], dossier: Dossier) -> bool:
    """Whether a clause exempts someone by the reference, and the second ruleset does not."""
    first, second = (matrix.replay.trace(place, dossier, leaf) for place in places)
    only = frozenset({Status.EXEMPT})
    named = {name.partition(":")[2] for name in clause.rules}
    acts = any(step.truth is Truth.TRUE and step.rule in named for step in first.grants)
    return acts and first.statuses == only and second.statuses != only
