"""What would each be enough by itself for a plan, with as little as would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    problem: Problem, groups: Iterable[Group], question: Switches, longer: Mapping[Group, Found]
) -> Iterator[Relaxation]:
    """For each of some constraints the least that would do, where giving it up is enough.

    Args:
        problem: What cannot be placed.
        groups: The constraints.
        question: The question in which each can be given up.
        longer: What was found without the maximum duration, and without the wish to finish, where there is one.
    """
    for group in sorted(groups):
        text = _longer(problem, longer[group]) if group in longer else _enough(problem, group, question)
        if text is not None:
            unit = problem.units[group.number].id if group.of_unit else ""
            yield Relaxation(what=group.what, unit=unit, text=text)


def _longer(problem: Problem, found: Found) -> Text | None:
    if not found.slots:
        return None
    until = problem.slots(found.count)[-1].end
    one = found.count == 1
    return Text(
        nl=f"Het lukt wel met {found.count} periode{'s' * (not one)}, tot {until}.",
        en=f"It works with {found.count} period{'s' * (not one)}, until {until}.",
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
    if group.what == MOST:
        return question.highest[group], 1
    if group == UNITS:
        return question.busiest, 1
    if group.what == LEAST:
        return question.lowest[group], -1
    return (question.achieved, -1) if group == BSA else (None, 1)


def _said(problem: Problem, group: Group, value: int) -> Text:
    if group.what in {MOST, LEAST}:
        return _of_load(problem, group, value)
    if group == UNITS:
        return Text(
            nl=f"Het lukt wel met {value} {'eenheid' if value == 1 else 'eenheden'} tegelijk.",
            en=f"It works with {value} unit{'s' * (value != 1)} at the same time.",
        )
    if group == BSA:
        amount = problem.credits_of(value + (problem.bsa.there if problem.bsa else 0))
        return Text(nl=f"Op tijd lukt {amount}.", en=f"{amount} can be achieved in time.")
    if group == LEAVE:
        return Text(nl="Het lukt wel zonder het verlof.", en="It works without the leave.")
    if group == PACE:
        return Text(nl="Het lukt wel zonder het rustiger tempo.", en="It works without the slower pace.")
    if group.what == CHOICE:
        name = problem.choices[group.number].id
        return Text(
            nl=f"Het lukt wel met meer of minder te kiezen in '{name}'.",
            en=f"It works with more or less to choose in '{name}'.",
        )
    unit = problem.units[group.number].id
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


def _of_load(problem: Problem, group: Group, value: int) -> Text:
    """What most or least load would do, in the period that it is of, or in all others."""
    amount = problem.load(value)
    own = problem.programme.periods[group.number].id if group.number >= 0 else ""
    if group.what == LEAST and not value:
        nl, en = (f" in {own}", f" in {own}") if own else ("", "")
        return Text(nl=f"Het lukt wel zonder minimale studielast{nl}.", en=f"It works without a minimum load{en}.")
    if group.what == LEAST:
        return Text(
            nl=f"Het lukt wel met minstens {amount} {f'in {own}' if own else 'per periode'}.",
            en=f"It works with at least {amount} {f'in {own}' if own else 'a period'}.",
        )
    return Text(
        nl=f"Het lukt wel met {amount} in {own or 'de zwaarste periode'}.",
        en=f"It works with {amount} in {own or 'the heaviest period'}.",
    )
