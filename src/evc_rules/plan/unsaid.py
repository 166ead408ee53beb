"""What hangs on whether what was awarded counts toward the BSA, where the ruleset does not say."""

from __future__ import annotations

from ..model.base import Text
from .bounds import fewest
from .clashes import certain
from .path import Path, Relaxation
from .problem import Problem
from .search import shortest
from .solver import Budget


def either_way(path: Path, problem: Problem, counted: Problem, budget: Budget) -> Path:
    """A path with what it would be if what was awarded counts, where that is earlier or the only way to a plan.

    Args:
        path: The path if it does not count.
        problem: What is to be placed if it does not count.
        counted: What is to be placed if it does.
        budget: The time for it.
    """
    if problem.bsa == counted.bsa or (path.finish and len(path.periods) <= fewest(problem)) or certain(counted):
        return path
    found = shortest(counted, budget)
    if not found.slots:
        return path
    finish = counted.slots(found.count)[-1].end
    if path.finish is not None:
        return path.with_(finish_if_counted=finish if finish < path.finish else None)
    if not path.clashes:
        return path.with_(finish_if_counted=finish)
    first, *others = path.clashes
    way = Relaxation(
        what="bsa-counts",
        text=Text(
            nl=f"Het lukt wel als wat is vrijgesteld meetelt voor de BSA, tot {finish}.",
            en=f"It works if what is exempt counts toward the BSA, until {finish}.",
        ),
    )
    text = Text(
        nl=f"{first.text.nl} Of wat is vrijgesteld meetelt voor de BSA, zegt de regeling niet; hier telt het niet mee.",
        en=f"{first.text.en} The policy does not say whether what is exempt counts toward the BSA; here it does not.",
    )
    first = first.with_(text=text, relaxations=(way, *first.relaxations))
    return path.with_(finish_if_counted=finish, clashes=(first, *others))
