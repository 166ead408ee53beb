"""What is found of gaps and overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model.conditions import Condition, Test
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Ruleset
from ..results.status import Status

Reason = Literal["no-rule", "no-grant", "barred", "unmet"]
"""No rule speaks of it; no rule grants it; a bar stands whenever it is granted; nobody can meet what is asked."""


@dataclass(frozen=True)
class Never:
    """Outcomes from which the ruleset exempts nobody: proven."""

    leaves: tuple[Leaf, ...]
    reason: Reason


@dataclass(frozen=True)
class Clash:
    """A grant and a bar that hold for one applicant.

    Attributes:
        leaves: On which outcomes.
        grants: The rules that grant.
        bars: The rules that bar.
        status: What then becomes of the outcome.
        dossier: Someone of whom both hold.
    """

    leaves: tuple[Leaf, ...]
    grants: tuple[str, ...]
    bars: tuple[str, ...]
    status: Status
    dossier: Dossier


@dataclass(frozen=True)
class Outside:
    """Someone who meets all of a rule but one thing, and of whom no rule speaks.

    Attributes:
        leaves: On which outcomes.
        rule: The rule.
        lacks: What is not met.
        dossier: The applicant.
    """

    leaves: tuple[Leaf, ...]
    rule: str
    lacks: Test | Condition
    dossier: Dossier


@dataclass(frozen=True)
class Silent:
    """Someone whom another ruleset exempts, and of whom this one says nothing."""

    leaves: tuple[Leaf, ...]
    other: Ruleset
    dossier: Dossier


@dataclass(frozen=True)
class Idle:
    """A rule that decides nothing: without it the ruleset says the same of everybody. Proven.

    Attributes:
        rule: The rule.
        acts: Whether it can act at all: then others always say the same; None when that is not known.
    """

    rule: str
    acts: bool | None


@dataclass(frozen=True)
class Gaps:
    """Gaps and overlaps of a ruleset.

    Attributes:
        ruleset: The ruleset.
        never: Outcomes from which it exempts nobody.
        clashes: Where a grant and a bar meet.
        outside: Who just falls outside a rule, and of whom no rule speaks.
        silent: Whom others exempt, and of whom it says nothing.
        idle: The rules that decide nothing, each by itself.
        droppable: Those of them that can be dropped together, and still nothing changes: proven.
        undecided_rules: The rules of which it is not known whether they decide anything.
        unsettled: Outcomes of which something could not be settled, and why.
    """

    ruleset: Ruleset
    never: tuple[Never, ...]
    clashes: tuple[Clash, ...]
    outside: tuple[Outside, ...]
    silent: tuple[Silent, ...]
    idle: tuple[Idle, ...]
    droppable: tuple[str, ...]
    undecided_rules: tuple[str, ...]
    unsettled: tuple[tuple[tuple[Leaf, ...], str], ...]

    @property
    def sound(self) -> bool:
        """Whether no rules clash, none is idle, and all of that could be settled."""
        return not (self.clashes or self.idle or self.undecided_rules or self.unsettled)
