"""Frameworks: wholes and parts, levels, prerequisites; extra attributes, facts of the world, conversions of marks."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...model.base import Text
from ...model.outcomes import COMPONENTS, Framework, Outcome, Ref, Requirement
from . import pools

_WHOLES: Final = ("w", "v")


@st.composite
def frameworks(draw: DrawFn, *, max_outcomes: int = 4, id: str = "f") -> Framework:  # noqa: A002 - as files call it
    """Frameworks over which everything else can be drawn.

    Args:
        draw: Given by hypothesis.
        max_outcomes: The most outcomes without parts.
        id: The id of the framework.
    """
    outcomes = _wholes(draw)
    wholes = [outcome.id for outcome in outcomes]
    for number in range(draw(st.integers(1, max_outcomes))):
        made = _leaf(draw, f"o{number}", wholes, Framework(id=id, version="1", title=_TITLE, outcomes=tuple(outcomes)))
        outcomes.append(made)
    return Framework(
        id=id,
        version="2026",
        title=_TITLE,
        illustrative=True,
        outcomes=tuple(outcomes),
        attributes=_some_of(draw, pools.ATTRIBUTES),
        facts=_some_of(draw, pools.FACTS),
        conversions=_some_of(draw, pools.CONVERSIONS),
    )


_TITLE: Final = Text(nl="Raamwerk", en="Framework")


def _some_of(draw: DrawFn, offered: tuple[Any, ...]) -> tuple[Any, ...]:
    """A choice, in the order in which it is offered; none when shrunk."""
    wanted = draw(st.integers(0, 2 ** len(offered) - 1))
    return tuple(one for place, one in enumerate(offered) if wanted >> place & 1)


def _wholes(draw: DrawFn) -> list[Outcome]:
    """Up to two wholes, of which the second may be a part of the first."""
    count = draw(st.integers(0, len(_WHOLES)))
    nested = count == len(_WHOLES) and draw(st.booleans())
    return [
        Outcome(
            id=name,
            title=Text(nl=f"geheel {name}", en=f"whole {name}"),
            component=draw(st.sampled_from(COMPONENTS[:4])),
            part_of=_WHOLES[:1] if nested and name != _WHOLES[0] else (),
        )
        for name in _WHOLES[:count]
    ]


def _leaf(draw: DrawFn, name: str, wholes: list[str], before: Framework) -> Outcome:
    levels = draw(st.integers(1, 3))
    described = draw(st.booleans())
    earlier = [outcome.id for outcome in before.outcomes if outcome.id not in wholes]
    needs: dict[Requirement, None] = {}
    for _ in range(draw(st.integers(0, 2)) if earlier else 0):
        other = draw(st.sampled_from(earlier))
        level = draw(st.integers(0, before.by_id[other].levels))
        needs[Requirement(level=draw(st.integers(1, levels)), ref=Ref(other, level, level))] = None
    return Outcome(
        id=name,
        title=Text(nl=f"uitkomst {name}", en=f"outcome {name}"),
        component=draw(st.sampled_from(COMPONENTS[:4])),
        part_of=_some_of(draw, tuple(wholes)),
        requires=tuple(sorted(needs, key=lambda need: need.level)),
        levels=levels,
        descriptors=tuple(Text(en=f"level {level}") for level in range(1, levels + 1)) if described else (),
    )
