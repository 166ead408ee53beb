"""Someone is looked for among explicit dossiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

from ...model.conditions import Condition
from ...model.dossier import Dossier
from ...model.policy import Conflicts
from ...results.status import Status, settle
from .enough import FEW_ITEMS, MOST_ITEMS, Enough, Need, either, together
from .file import File
from .looks import Looks
from .solving import Solving
from .thing import Setting
from .truths import Said, Truths
from .written import Writing

Decision = tuple[Condition, Condition, Conflicts]
"""That a leaf is granted, that it is barred, and what becomes of both."""


@dataclass(frozen=True)
class OnlyFirst:
    """Someone whom the one exempts and the other does not; by a clause, when one is given."""

    one: Decision
    other: Decision
    clause: Condition | None = None

    @property
    def conditions(self) -> list[Condition]:
        """What it is about."""
        return [*self.one[:2], *self.other[:2], *([] if self.clause is None else [self.clause])]

    def holds(self, file: File, truths: Truths) -> Any:
        """That a dossier is that someone's."""
        by = True if self.clause is None else file.says(self.clause).yes
        return truths.all([by, _exempt(file, truths, self.one), truths.no(_exempt(file, truths, self.other))])

    def need(self, enough: Enough) -> Need:
        """What is enough to find someone."""
        mine = [enough.holding(self.one[0])]
        theirs = [enough.failing(self.other[0])]
        if self.one[2] != "grant-wins":
            mine.append(enough.failing(self.one[1]))
        if self.other[2] != "grant-wins":
            theirs.append(enough.holding(self.other[1]))
        if self.clause is not None:
            mine.append(enough.holding(self.clause))
        return together(mine) + either(theirs)


@dataclass(frozen=True)
class Differ:
    """Someone of whom the two say something else."""

    one: Decision
    other: Decision

    @property
    def conditions(self) -> list[Condition]:
        """What it is about."""
        return [*self.one[:2], *self.other[:2]]

    def holds(self, file: File, truths: Truths) -> Any:
        """That a dossier is that someone's."""
        mine, theirs = (_possible(file, truths, decision) for decision in (self.one, self.other))
        either_way = ((mine[status], theirs[status]) for status in mine)
        return truths.any(
            truths.any([truths.all([one, truths.no(other)]), truths.all([other, truths.no(one)])])
            for one, other in either_way
        )

    def need(self, enough: Enough) -> Need:
        """What is enough to find someone."""
        return together(map(enough.settled, self.conditions))


Question = OnlyFirst | Differ


def _exempt(file: File, truths: Truths, decision: Decision) -> Any:
    """That a leaf is exempt, and can be nothing else."""
    possible = _possible(file, truths, decision)
    others = (truths.no(term) for status, term in possible.items() if status is not Status.EXEMPT)
    return truths.all([possible[Status.EXEMPT], *others])


def _possible(file: File, truths: Truths, decision: Decision) -> dict[Status, Any]:
    """Of each status that it is possible: the table of the meaning, with whatever is open filled in both ways."""
    granted, barred, conflicts = decision
    found: dict[Status, list[Any]] = {status: [] for status in Status if status is not Status.OPEN}
    for grants, bars in product((True, False), repeat=2):
        both = [_may(file.says(granted), truths, so=grants), _may(file.says(barred), truths, so=bars)]
        found[settle(granted=grants, barred=bars, conflicts=conflicts)].append(truths.all(both))
    return {status: truths.any(ways) for status, ways in found.items()}


def _may(said: Said, truths: Truths, *, so: bool) -> Any:
    return truths.no(said.no if so else said.yes)


def look(
    question: Question, setting: Setting, time_limit: float, confirms: Callable[[Dossier], bool]
) -> Dossier | str | None:
    """Someone who answers a question, of as few items and verdicts as were found in time.

    Args:
        question: Who is looked for.
        setting: What dossiers are made in.
        time_limit: How long to look [s].
        confirms: Whether the reference says the same of someone.

    Returns:
        Someone; or None when it is proven that there is nobody; or why it is not known.
    """
    looks = Looks.at(question.conditions)
    enough = Enough(setting, looks)
    need = question.need(enough)
    items, proves = enough.items(need), enough.proves(need)
    wanted = items if proves else max(items, FEW_ITEMS)
    solving = Solving(time_limit)
    z3 = solving.z3
    file = File(z3, setting, looks, min(wanted, MOST_ITEMS), min(need.verdicts, MOST_ITEMS))
    holds = question.holds(file, Truths(z3))
    solving.hold([*file.laws, holds])
    model = solving.model()
    if model is None:
        return "the time was up"
    if model is False:
        proven = proves and max(wanted, need.verdicts) <= MOST_ITEMS
        return None if proven else f"nobody of at most {len(file.items)} items was found; more were not gone through"
    model = solving.wished(solving.fewest(model, file.there()), file.wishes())
    dossier = Writing(z3, file, model).dossier()
    return dossier if confirms(dossier) else "the reference does not say of the applicant found what the solver expects"
