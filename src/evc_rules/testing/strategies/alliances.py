"""Alliances: two to four members over one framework, with judgements that one answer settles for all."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...model.alliance import Alliance, Member
from ...model.base import Text
from ...model.conditions import Judgement, every
from ...model.policy import Ruleset
from . import pools
from .frameworks import frameworks
from .programmes import programmes
from .rulesets import rulesets

_NAMES: Final = ("north", "east", "south", "west")


@st.composite
def alliances(  # each of these is a property that some test holds fixed
    draw: DrawFn,
    *,
    members: tuple[int, int] = (2, 4),
    max_rules: int = 3,
    max_outcomes: int = 3,
    cohorts: bool = True,
    applies: bool = True,
) -> Alliance:
    """Alliances, that `check` finds nothing wrong with.

    Args:
        draw: Given by hypothesis.
        members: The fewest and the most members.
        max_rules: The most rules of a member.
        max_outcomes: The most outcomes without parts.
        cohorts: Whether parameters may hang on the cohort.
        applies: Whether rules and rulesets may be in force at times only.
    """
    framework = draw(frameworks(max_outcomes=max_outcomes))
    shape = {"max_rules": max_rules, "cohorts": cohorts, "applies": applies}
    names = _NAMES[: draw(st.integers(*members))]
    joined = []
    for name in names:
        ruleset = draw(rulesets(framework, id=f"{name}-rules", institution=name, **shape))  # type: ignore[arg-type]
        offered = (draw(programmes(framework, id=f"{name}-p", institution=name)),) if draw(st.booleans()) else ()
        joined.append(Member(institution=name, title=Text(nl=name, en=name), rulesets=(ruleset,), programmes=offered))
    common: tuple[Ruleset, ...] = ()
    if draw(st.booleans()):
        common = (draw(rulesets(framework, id="national", institution="state", **shape)),)  # type: ignore[arg-type]
    asked = _asked([*(one for member in joined for one in member.rulesets), *common])
    return Alliance(
        id="alliance",
        title=Text(nl="Verband", en="Alliance"),
        illustrative=True,
        framework=framework,
        members=tuple(joined),
        common=common,
        shared_judgements=tuple(name for name in asked if draw(st.booleans())),
    )


def _asked(listed: list[Ruleset]) -> list[str]:
    conditions = (part for one in listed for rule in one.rules for part in every(rule.when))
    return sorted({part.id for part in conditions if isinstance(part, Judgement)})


def decision_dates() -> st.SearchStrategy[date]:
    """Decision dates: an ordinary one, and some at the edge of something."""
    return st.sampled_from(pools.DECISIONS)
