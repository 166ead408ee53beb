"""What would each be enough by itself for a plan, with as little as would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from ..model.base import Text
from .path import Relaxation
from .problem import Problem
from .search import Found
from .switches import (
    BSA,
    CHOICE,
    COMPANY,
    ENTRY,
    LEAST,
    LEAVE,
    LIMIT,
    MOST,
    OFFER,
    ORDER,
    PACE,
    UNITS,
    Group,
    Switches,
)

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_PART: Final = 0.2
"""Of the time that is left, for one of them."""


def relaxations(
    problem: Problem, groups: Iterable[Group], question: Switches, longer: Found | None
) -> Iterator[Relaxation]:
    """For each of some constraints the least that would do, where giving it up is enough.

    Args:
        problem: What cannot be placed.
        groups: The constraints.
        question: The question in which each can be given up.
        longer: What was found without the maximum duration, where there is one.
    """
    for group in sorted(groups):
        text = _longer(problem, longer) if group == LIMIT else _enough(problem, group, question)
        if text is not None:
            unit = problem.units[group.unit].id if group.unit >= 0 and group.what != CHOICE else ""
            yield Relaxation(what=group.what, unit=unit, text=text)


def _longer(problem: Problem, found: Found | None) -> Text | None:
    if found is None or not found.slots:
        return None
    until = problem.slots(found.count)[-1].end
    return Text(
        nl=f"Het lukt wel met {found.count} periodes, tot {until}.",
        en=f"It works with {found.count} periods, until {until}.",
    )


def _enough(problem: Problem, group: Group, question: Switches) -> Text | None:
    """The least of one constraint that would do, or None when giving it up is not enough."""
    measure, sign = _measure(group, question)
    if measure is not None:
        question.best_by(sign * measure)
    answer = question.solve_assuming(
        (literal for other, literal in question.literal.items() if other != group), part=_PART
    )
    text = None
    if answer.found:
        text = _said(problem, group, question.value(measure) if measure is not None else 0)
    question.best_by(None)
    return text


def _measure(group: Group, question: Switches) -> tuple[cp_model.IntVar | None, int]:
    """What says how much of a constraint would do, and whether less (1) or more (-1) of it is nearer to it."""
    if group == MOST:
        return question.highest, 1
    if group == UNITS:
        return question.busiest, 1
    if group == LEAST:
        return question.lowest, -1
    return (question.achieved, -1) if group == BSA else (None, 1)


def _said(problem: Problem, group: Group, value: int) -> Text:
    if group == MOST:
        amount = problem.load(value)
        return Text(
            nl=f"Het lukt wel met {amount} in de zwaarste periode.",
            en=f"It works with {amount} in the heaviest period.",
        )
    if group == LEAST:
        amount = problem.load(value)
        return Text(
            nl=f"Het lukt wel met minstens {amount} per periode.", en=f"It works with at least {amount} a period."
        )
    if group == UNITS:
        return Text(
            nl=f"Het lukt wel met {value} eenheden tegelijk.", en=f"It works with {value} units at the same time."
        )
    if group == BSA:
        amount = problem.credits_of(value)
        return Text(nl=f"Op tijd lukt {amount}.", en=f"{amount} can be achieved in time.")
    if group == LEAVE:
        return Text(nl="Het lukt wel zonder het verlof.", en="It works without the leave.")
    if group == PACE:
        return Text(nl="Het lukt wel zonder het rustiger tempo.", en="It works without the slower pace.")
    if group.what == CHOICE:
        name = problem.choices[group.unit].id
        return Text(
            nl=f"Het lukt wel met meer of minder te kiezen in '{name}'.",
            en=f"It works with more or less to choose in '{name}'.",
        )
    unit = problem.units[group.unit].id
    return {
        ORDER: Text(
            nl=f"Het lukt wel als '{unit}' niet hoeft te wachten op wat ervoor komt.",
            en=f"It works if '{unit}' need not wait for what comes before it.",
        ),
        COMPANY: Text(
            nl=f"Het lukt wel als '{unit}' zonder de eenheden ernaast kan beginnen.",
            en=f"It works if '{unit}' can begin without the units alongside it.",
        ),
        OFFER: Text(
            nl=f"Het lukt wel als '{unit}' ook in andere periodes begint.",
            en=f"It works if '{unit}' begins in other periods too.",
        ),
        ENTRY: Text(
            nl=f"Het lukt wel als '{unit}' zonder ingangseis kan beginnen.",
            en=f"It works if '{unit}' can begin without its entry requirement.",
        ),
    }[group.what]
