"""What is awarded under limits, and the remaining path: the units that are left, placed in periods.

`award` chooses which exempt units are awarded, `plan_path` places the rest, and `path_violations` and
`award_violations` check an answer without any of the code that found it. Solving needs the extra `plan`; it
is only looked for when there is something to solve.
"""

from .award import Award, Stopped, award
from .curriculum import Bottleneck, Curriculum, UnitPlace, curriculum
from .deadline import NO_DEADLINE, Deadline
from .decisive import Decisive, decisive
from .path import Clash, ClashKind, Objective, Path, PlannedPeriod, Relaxation
from .remains import loads_of, refuse_unpriced
from .replan import AGAIN, MoveKind, UnitMove, again, moves
from .search import TIME_LIMIT
from .solve import plan_path
from .verify import award_violations, path_violations
from .wishes import GOALS, NO_WISHES, Goal, Pace, Planned, Wishes

__all__ = [
    "AGAIN",
    "GOALS",
    "NO_DEADLINE",
    "NO_WISHES",
    "TIME_LIMIT",
    "Award",
    "Bottleneck",
    "Clash",
    "ClashKind",
    "Curriculum",
    "Deadline",
    "Decisive",
    "Goal",
    "MoveKind",
    "Objective",
    "Pace",
    "Path",
    "Planned",
    "PlannedPeriod",
    "Relaxation",
    "Stopped",
    "UnitMove",
    "UnitPlace",
    "Wishes",
    "again",
    "award",
    "award_violations",
    "curriculum",
    "decisive",
    "loads_of",
    "moves",
    "path_violations",
    "plan_path",
    "refuse_unpriced",
]
