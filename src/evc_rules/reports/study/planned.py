"""What a study plan is made of: a recommendation, a path, and what was asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...advice import CreditAdvice, MemberAdvice, Recommendation
from ...advice.credits import Outlook, advised
from ...advice.worth import AdvisedPath
from ...model.base import Text
from ...model.quantities import Credits
from ...plan import NO_DEADLINE, NO_WISHES, Deadline, Path, UnitMove, Wishes


@dataclass(frozen=True)
class Planned:
    """What a study plan is made of.

    Attributes:
        title: What the institution is called.
        advice: The recommendation.
        worth: What its exemptions are worth.
        path: The path that is shown.
        best: The path if every open question came out well, or None where that is not known.
        wishes: What was asked of the path.
        hoped: Whether the path that is shown counts on every open question coming out well.
        moves: What becomes of units when one planned again.
        deadline: When all is over by the clock: what open questions save is worked out no longer than until then.
    """

    title: Text
    advice: Recommendation
    worth: CreditAdvice
    path: Path
    best: Path | None = None
    wishes: Wishes = NO_WISHES
    hoped: bool = False
    moves: Sequence[UnitMove] = ()
    deadline: Deadline = NO_DEADLINE

    @classmethod
    def of(
        cls,
        one: MemberAdvice,
        wishes: Wishes = NO_WISHES,
        *,
        hoped: bool = False,
        deadline: Deadline = NO_DEADLINE,
    ) -> Planned | None:
        """What a study plan at an institution is made of, or None where there is no programme to plan.

        Args:
            one: What is said there, with paths.
            wishes: What was asked of the paths.
            hoped: Whether to show the path if every open question came out well.
            deadline: When all is over by the clock.
        """
        now, best = one.paths
        shown, advice = best if hoped else now, one.recommendation
        if advice is None or advice.credits is None or shown is None:
            return None
        asked = wishes.within(advice.credits.programme, advice.credits.variant)
        return cls(one.title, advice, advice.credits, shown, best, asked, hoped, deadline=deadline)

    @property
    def outlook(self) -> Outlook:
        """What the plan counts on."""
        return self.worth.hoped if self.hoped else self.worth.certain

    @property
    def steered(self) -> Planned:
        """The same with what is awarded on its paths: where limits leave a choice, wishes may have steered it."""
        certain, hoped = self.worth.certain, self.worth.hoped
        if isinstance(self.path, AdvisedPath) and not self.hoped:
            certain = replace(certain, award=self.path.award)
        if isinstance(self.best, AdvisedPath):
            hoped = replace(hoped, award=self.best.award)
        if (certain, hoped) == (self.worth.certain, self.worth.hoped):
            return self
        return replace(self, worth=advised(self.worth, certain, hoped))

    @property
    def free(self) -> Credits:
        """What of the programme is exempt [EC]."""
        return self.counted(self.outlook.award.awarded)

    @property
    def done(self) -> Credits:
        """What of the programme was completed on the way [EC]."""
        return self.counted((*self.outlook.award.awarded, *self.wishes.done)) - self.free

    def counted(self, units: Iterable[str]) -> Credits:
        """What units count for in the programme [EC]."""
        return self.worth.programme.counted(self.worth.variant, set(units))
